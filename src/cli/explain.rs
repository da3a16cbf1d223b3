//! `bando explain`

use clap::Args;

use super::arguments::Format;
use super::basis::{Basis, BasisArguments};
use super::error::CliError;
use super::terminal::Terminal;
use super::{Exit, load};
use crate::engine::{Explainer, rank};
use crate::report::{explanation_json, explanation_text};
use crate::text::nearest;

/// Say why one proposal is admitted or not
///
/// First what became of it, with every reason; then for every requirement: the verdict, the article it rests on, the rule in its author's own
/// words, the values that went into it step by step, and how far they are from the limit; at last its points, line by line.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando explain rules/rigenerazione-urbana-2021.bando domande.csv B91B21001080001")]
pub(super) struct ExplainArguments {
    #[command(flatten)]
    basis: BasisArguments,
    /// The id of the proposal
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &ExplainArguments) -> Result<Exit, CliError> {
    let Basis {
        round,
        stage,
        marks,
        frozen,
    } = match arguments.basis.read(terminal)? {
        Ok(basis) => basis,
        Err(exit) => return Ok(exit),
    };
    let id = arguments.id.trim();
    let frozen = frozen.as_ref();
    let (call, sources) = (&round.call, &round.sources);
    let proposals = &round.received.proposals;
    let explainer = Explainer::new(call, &round.received, &marks, frozen, stage);
    let Some(explanation) = explainer.explain(id) else {
        let mut refused = round.received.refused.iter();
        if let Some(row) = refused.find(|row| row.place.proposal.as_deref() == Some(id)) {
            return Err(CliError::RefusedProposal {
                id: id.to_owned(),
                place: row.place.to_string(),
            });
        }
        let ids = proposals.iter().map(|proposal| proposal.id.as_str());
        return Err(CliError::UnknownProposal {
            id: id.to_owned(),
            near: nearest(id, ids).map(str::to_owned),
        });
    };
    let refused = !round.received.refused.is_empty();
    // A tie left open is trouble for the ranking, not for the reasons asked for here.
    let outcome = rank(call, round.received.clone(), &marks, frozen, stage).ok();
    let standing = outcome.and_then(|it| it.proposals.into_iter().find(|it| it.id == id));
    let standing = standing.as_ref();
    let text = match terminal.format {
        Format::Text => explanation_text(call, sources, &explanation, standing, terminal.language),
        Format::Json | Format::Jsonl => {
            explanation_json(call, sources, stage, &explanation, standing)
        }
    };
    terminal.result(&text)?;
    Ok(load::exit_of(refused))
}
