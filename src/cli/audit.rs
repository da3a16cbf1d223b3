//! `bando audit`

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::arguments::Format;
use super::basis::{Basis, BasisArguments};
use super::error::CliError;
use super::files::{Folders, read_file};
use super::record::record_in;
use super::terminal::Terminal;
use super::{Exit, load};
use crate::audit::{Audit, Claim, Departure, PublishedList, Scope, audit};
use crate::call::{Encoding, NumberStyle, Separator};
use crate::engine;
use crate::record::{Reopened, reopen};
use crate::report::{visible, wrap};
use crate::value::CountWord;

/// How many departures are shown as text before the rest is only counted.
const SHOWN: usize = 50;

/// Hold a published list against the declared rules: where it departs from them, and by how much
///
/// Ranks the proposals by the rules and compares each row of the list with what comes out. A column
/// says what its heading says in the lists of `bando rank`, in either language; what a test of the
/// rule file expects of it, as in `admitted as column ammesso with "Sì" = yes`; or what `--column`
/// says.
#[derive(Debug, Args)]
#[command(override_usage = "\
bando audit [OPTIONS] <CALL> <PROPOSALS> <PUBLISHED>
       bando audit [OPTIONS] <RECORD> <PUBLISHED>")]
#[command(after_long_help = "\
Example:
  bando audit rules/rigenerazione-urbana-2021.bando domande.csv domande.csv
  bando audit avviso.bando domande.csv pubblicata.csv --column id=CUP --column award=CONTRIBUTO \\
    --separator ';' --numbers 1.234,56
  bando audit results/slide-1 pubblicata.csv

In place of CALL and PROPOSALS there may stand the RECORD of a ranking or of a slide: the folder that
`--out` wrote, or the `outcome.json` in it. Its own inputs make the outcome again, slides included,
and must confirm it.

A list need not be the whole ranking: --only funded, waiting, not-admitted, admitted, with-reservation,
to-be-completed, below-threshold or ranked says which proposals it names. Where nobody says, it is
told by what the list holds, and the result states how.

What a column may say: id, rank, score, requested, award, outcome, admitted, with-reservation,
ranked, funded (the last four hold sì or no, yes or no, 1 or 0), or the heading of any column of the
lists of `bando rank`: pool, reserve, cumulative, a criterion. A column headed as one of the file of
proposals is held against what each proposal states. A list that `bando rank` has written is
compared cell by cell. The columns that nothing was compared with are named.

Ends with 0 where the list departs nowhere, and with 1 where it does.")]
pub(super) struct AuditArguments {
    #[command(flatten)]
    basis: BasisArguments,
    /// The published list: a `.csv` file; after a RECORD it is the second argument
    #[arg(value_name = "PUBLISHED")]
    published: Option<PathBuf>,
    /// What a column of the list says, as in `award=CONTRIBUTO`; may be given several times
    #[arg(long, value_name = "WORD=COLUMN", value_parser = word_and_column)]
    column: Vec<(String, String)>,
    /// What parts the cells of the list [default: as for proposals, or a comma]
    #[arg(long, value_name = "CHARACTER", value_parser = separator)]
    separator: Option<Separator>,
    /// How numbers are written in the list, as in 1.234,56 [default: as for proposals]
    #[arg(long, value_name = "EXAMPLE", value_parser = numbers)]
    numbers: Option<NumberStyle>,
    /// The encoding of the list, utf-8 or windows-1252 [default: as for proposals]
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    encoding: Option<Encoding>,
    /// Which proposals the list names, all of them and no others [default: told by what it holds]
    #[arg(long, value_name = "WHICH", value_parser = only)]
    only: Option<CountWord>,
}

fn word_and_column(argument: &str) -> Result<(String, String), String> {
    let parts = argument.split_once('=');
    let parts = parts.map(|(word, column)| (word.to_owned(), column.to_owned()));
    parts.ok_or_else(|| "WORD=COLUMN".to_owned())
}

fn only(argument: &str) -> Result<CountWord, String> {
    Scope::from_word(argument).ok_or_else(|| {
        let words = Scope::WORDS.map(|it| Claim::Is(it).word().to_owned());
        words.join(", ")
    })
}

fn separator(argument: &str) -> Result<Separator, String> {
    Separator::from_text(argument).ok_or_else(|| ", ; | TAB".to_owned())
}

fn numbers(argument: &str) -> Result<NumberStyle, String> {
    NumberStyle::from_example(argument).ok_or_else(|| "1234.56, 1.234,56, …".to_owned())
}

fn encoding(argument: &str) -> Result<Encoding, String> {
    Encoding::from_word(argument).ok_or_else(|| "utf-8, windows-1252".to_owned())
}

pub(super) fn run(terminal: &mut Terminal, arguments: &AuditArguments) -> Result<Exit, CliError> {
    let (declared, path) = match &arguments.published {
        Some(published) => match ranked(terminal, &arguments.basis)? {
            Ok(declared) => (declared, published),
            Err(exit) => return Ok(exit),
        },
        None => (
            recorded(terminal, &arguments.basis)?,
            &arguments.basis.input.proposals,
        ),
    };
    let Reopened {
        call,
        tests,
        proposals,
        outcome,
    } = &declared;
    let bytes = read_file(path).map_err(CliError::read(path))?;
    let mut format = call.proposals.format;
    format.numbers = arguments.numbers.unwrap_or(format.numbers);
    format.encoding = arguments.encoding.unwrap_or(format.encoding);
    let usual = vec![format.separator, Separator::default()];
    let list = PublishedList {
        bytes: &bytes,
        format,
        own_as_well: arguments.numbers.is_some(),
        separators: arguments.separator.map_or(usual, |it| vec![it]),
        columns: &arguments.column,
        only: arguments.only,
    };
    let audit =
        audit(call, tests, (proposals, outcome), &list).map_err(|why| CliError::NoList {
            path: path.clone(),
            why,
        })?;
    match terminal.format {
        Format::Text => {
            let text = text(terminal, &audit);
            terminal.result(&text)?;
        }
        Format::Json | Format::Jsonl => terminal.result(&data(&audit))?,
    }
    Ok(if audit.departures.is_empty() {
        load::exit_of(!outcome.refused.is_empty())
    } else {
        Exit::Failure
    })
}

/// Ranks the proposals that the command line names.
fn ranked(
    terminal: &mut Terminal,
    basis: &BasisArguments,
) -> Result<Result<Reopened, Exit>, CliError> {
    let Basis {
        round,
        stage,
        marks,
        frozen,
    } = match basis.read(terminal)? {
        Ok(basis) => basis,
        Err(exit) => return Ok(Err(exit)),
    };
    let proposals = round.received.proposals.clone();
    let ranked = engine::rank(&round.call, round.received, &marks, frozen.as_ref(), stage);
    match ranked {
        Ok(outcome) => Ok(Ok(Reopened {
            call: round.call,
            tests: round.tests,
            proposals,
            outcome,
        })),
        Err(diagnostic) => {
            terminal.diagnostics(&[diagnostic], &round.sources);
            Ok(Err(Exit::Failure))
        }
    }
}

/// Opens the record that stands where otherwise the rule file does.
fn recorded(terminal: &Terminal, basis: &BasisArguments) -> Result<Reopened, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let path = record_in(&basis.input.call);
    if path.extension().is_none_or(|it| it != "json") {
        return Err(CliError::NoPublished);
    }
    if basis.has_options() {
        return Err(CliError::RecordSettles);
    }
    let bytes = read_file(&path).map_err(CliError::read(&path))?;
    let files = Folders::new(&path, [], terminal.language);
    reopen(&bytes, &files).map_err(|why| CliError::NoRecord { path, why })
}

fn text(terminal: &Terminal, audit: &Audit) -> String {
    let mut text = String::new();
    let named = audit.named;
    let compared = terminal.choose("Proposte confrontate", "Proposals compared");
    let _ = writeln!(text, "{compared}: {named}");
    let (mut as_listed, mut as_stated) = (Vec::new(), Vec::new());
    for (heading, claim) in &audit.columns {
        match claim {
            Claim::Listed { it, en } if [it, en].contains(&heading) => as_listed.push(heading),
            Claim::Stated(_) => as_stated.push(heading),
            _ => {
                let (heading, claim) = (visible(heading), claim.text());
                let _ = writeln!(text, "  `{heading}`: {}", claim.get(terminal.language));
            }
        }
    }
    let of_lists = terminal.choose(
        "Confrontate con gli elenchi di `bando rank`",
        "Held against the lists of `bando rank`",
    );
    let of_proposals = terminal.choose(
        "Confrontate con il file delle proposte",
        "Held against the file of proposals",
    );
    let not = terminal.choose("Colonne non confrontate", "Columns not compared");
    let ignored = audit.ignored.iter().collect();
    for (words, columns) in [
        (of_lists, as_listed),
        (of_proposals, as_stated),
        (not, ignored),
    ] {
        if !columns.is_empty() {
            text.push_str(&wrap("", &format!("{words}: {}", listed(&columns))));
        }
    }
    let scope = audit.scope.text();
    text.push_str(&wrap("", scope.get(terminal.language)));
    let departures = &audit.departures;
    if departures.is_empty() {
        let (it, en) = if audit.columns.is_empty() {
            (
                "Le proposte nell'elenco sono quelle che danno le regole; nessuna colonna è stata confrontata.",
                "The proposals in the list are those that the rules give; no column was compared.",
            )
        } else {
            (
                "Nelle colonne confrontate l'elenco non si scosta dalle regole.",
                "In the columns compared the list departs from the rules nowhere.",
            )
        };
        text.push_str(&wrap("", terminal.choose(it, en)));
    } else {
        let heading = terminal.choose("Scostamenti dalle regole", "Departures from the rules");
        let _ = writeln!(text, "{heading}: {}", departures.len());
    }
    for departure in departures.iter().take(SHOWN) {
        let message = visible(departure.message.get(terminal.language));
        text.push_str(&wrap("- ", &message));
    }
    let more = departures.len().saturating_sub(SHOWN);
    if more > 0 {
        let others = terminal.choose("… altri", "… further");
        let _ = writeln!(text, "- {others}: {more}");
    }
    for remark in &audit.remarks {
        let remark = visible(remark.get(terminal.language));
        let word = terminal.choose("Osservazione: ", "Remark: ");
        text.push_str(&wrap("", &format!("{word}{remark}")));
    }
    text
}

/// Returns headings, one after the other.
fn listed(headings: &[&String]) -> String {
    let headings: Vec<_> = headings.iter().map(|it| format!("`{it}`")).collect();
    visible(&headings.join(", "))
}

fn data(audit: &Audit) -> String {
    let columns = audit.columns.iter();
    let columns = columns.map(|(heading, claim)| json!({"column": heading, "says": claim.word()}));
    let departures = audit.departures.iter().map(departure);
    let data = json!({
        "compared": audit.named,
        "list_of": audit.scope.word(),
        "list_of_because": audit.scope.text(),
        "not_compared": audit.ignored,
        "columns": columns.collect::<Vec<_>>(),
        "departures": departures.collect::<Vec<_>>(),
        "remarks": audit.remarks,
    });
    format!("{data:#}\n")
}

fn departure(departure: &Departure) -> serde_json::Value {
    let difference = departure.difference.map(|it| {
        let places = it.decimals();
        places.and_then(|places| it.to_plain(places))
    });
    json!({
        "proposal": departure.proposal,
        "line": departure.line,
        "column": departure.column,
        "says": departure.claim.as_ref().map(Claim::word),
        "difference": difference.flatten(),
        "message": departure.message,
    })
}
