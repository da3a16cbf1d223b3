//! `bando sheets`

use std::path::PathBuf;

use clap::Args;

use super::arguments::{CallAndProposals, Format};
use super::error::CliError;
use super::marks::PanelArguments;
use super::terminal::Terminal;
use super::write::write_new_files;
use super::{Exit, load};
use crate::engine::{ProposalToMark, proposals_to_mark};
use crate::report::{SheetsRequest, marking_sheet, sheet_files, visible};
use crate::syntax;

/// Write the sheets in which the evaluators give their marks, one workbook for each
///
/// A sheet has a row for each criterion that the panel marks of each proposal that the evaluator
/// is to mark: those admitted, with reservation too, without those on which a conflict of interest
/// is declared. A sheet that is there already is never overwritten: it may hold marks.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando sheets avviso.bando domande.csv --assignments incarichi.csv --out schede
  bando sheets avviso.bando domande.csv --evaluators rossi,bianchi,verdi --out schede
  bando rank avviso.bando domande.csv --assignments incarichi.csv --marks schede

Columns of the assignments: proposta, valutatore, conflitto (sì, no or nothing) and, where somebody
wishes, motivo; or proposal, evaluator, conflict, reason.")]
pub(super) struct SheetsArguments {
    #[command(flatten)]
    input: CallAndProposals,
    #[command(flatten)]
    panel: PanelArguments,
    /// The folder for the sheets; made if it is missing
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &SheetsArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let round = match load::round(terminal, &arguments.input)? {
        Ok(round) => round,
        Err(exit) => return Ok(exit),
    };
    let call = &round.call;
    let Some(grid) = call.grid.as_ref().filter(|it| it.marked().next().is_some()) else {
        return Err(CliError::NothingToMark {
            path: arguments.input.call.clone(),
        });
    };
    let known = round.received.ids();
    let Some(panel) = arguments.panel.read(terminal, &round.sources, &known)? else {
        return Ok(Exit::Failure);
    };
    let assignments = panel.assignments;
    let to_mark = proposals_to_mark(call, &round.received, arguments.input.stage.stage());
    let ids = to_mark.iter().map(|it| it.id.clone()).collect();
    let unassigned = assignments.unassigned(&ids);
    terminal.diagnostics(unassigned.as_slice(), &round.sources);
    let request = SheetsRequest {
        call,
        grid,
        version: syntax::VERSION,
        language: terminal.language,
    };
    let marks = assignments.without_marks();
    let mut sheets = Vec::new();
    for (evaluator, file) in sheet_files(&assignments.evaluators, terminal.language) {
        let theirs: Vec<ProposalToMark> = to_mark
            .iter()
            .filter(|proposal| marks.panel_of(&proposal.id).contains(&evaluator.as_str()))
            .cloned()
            .collect();
        let sheet = marking_sheet(&request, &evaluator, &theirs);
        let sheet = sheet.map_err(|source| CliError::Sheet { evaluator, source })?;
        sheets.push((file, sheet));
    }
    let files: Vec<(&str, &[u8])> = sheets
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    write_new_files(&arguments.out, &files)?;
    let written = files.iter().map(|(name, _)| {
        let path = arguments.out.join(name).display().to_string();
        match terminal.format {
            Format::Text => visible(&path) + "\n",
            Format::Json | Format::Jsonl => path,
        }
    });
    let written: Vec<String> = written.collect();
    match terminal.format {
        Format::Text => terminal.result(&written.concat())?,
        Format::Json | Format::Jsonl => {
            terminal.result(&format!("{:#}\n", serde_json::json!({ "sheets": written })))?;
        }
    }
    Ok(load::exit_of(!round.received.refused.is_empty()))
}
