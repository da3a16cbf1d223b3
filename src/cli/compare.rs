//! `bando compare`

use std::path::PathBuf;

use clap::Args;

use super::arguments::Format;
use super::basis::{Basis, BasisArguments};
use super::error::CliError;
use super::load::Round;
use super::progress::spinner;
use super::terminal::Terminal;
use super::write::{remove_files, write_files};
use super::{Exit, load};
use crate::call::PoolShares;
use crate::engine::{self, Asked};
use crate::number::{Fraction, parse_plain};
use crate::report::{comparison_json, comparison_lists, comparison_text};
use crate::text::Text;

/// Tell what the rules of a call cost: the same proposals under other rules, beside the ranking
///
/// The ranking of the call remains the only valid outcome; nothing here funds anybody. Shown are
/// the other ways at the limit, one undivided envelope where the call has pools, other weights if
/// asked, and the optimum: the choice of greatest score × award within the same money, pools, caps
/// and reserves. Then how well the ranking holds: how far the points of each criterion can be
/// counted more or less before anybody's money changes, who is equal at the line, and how near
/// each unfunded proposal came.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando compare rules/puglia-azione-9.3.bando proposals.jsonl --marks marks --out comparison

Files written by --out:
  changes.csv      who would be given more or less, under which rules
  pools.csv        the money by pool, under each rules (with pools)
  holding.csv      how far each criterion, and each share of a weight, can move
  closeness.csv    what each unfunded proposal lacked, in points and euro
  comparison.json  everything, for programs

The optimum comes from a solver that counts in binary; every answer of it is checked again in whole
cents. Where it did not search to the end, that is said, with what no choice can exceed.")]
pub(super) struct CompareArguments {
    #[command(flatten)]
    basis: BasisArguments,
    /// Another weight of the rule file, to divide the envelope by; may be given several times
    #[arg(long = "weight", value_name = "NAME")]
    weights: Vec<String>,
    /// Other percentages for the shares of the weight that the call uses, in their order and parted
    /// by commas: `40,40,20`
    #[arg(long, value_name = "NUMBERS")]
    percentages: Option<String>,
    /// The folder for the lists; made if it is missing
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &CompareArguments) -> Result<Exit, CliError> {
    let Basis {
        round,
        stage,
        marks,
        frozen,
    } = match arguments.basis.read(terminal)? {
        Ok(basis) => basis,
        Err(exit) => return Ok(exit),
    };
    let asked = asked(&round, arguments)?;
    let call = &round.call;
    let compared = {
        let words = terminal.choose("confronto", "comparing");
        let _spinner = spinner(round.bytes, words);
        engine::compare(
            call,
            &round.received,
            &marks,
            frozen.as_ref(),
            stage,
            &asked,
        )
    };
    let comparison = match compared {
        Ok(Some(comparison)) => comparison,
        Ok(None) => return Err(nothing_to_compare(&round)),
        Err(diagnostic) => {
            terminal.diagnostics(&[diagnostic], &round.sources);
            return Ok(Exit::Failure);
        }
    };
    let json = comparison_json(call, &comparison);
    if let Some(folder) = &arguments.out {
        let lists = comparison_lists(call, &comparison, terminal.language);
        let mut files: Vec<(&str, &[u8])> = lists
            .iter()
            .map(|list| (list.file, list.text.as_bytes()))
            .collect();
        files.push(("comparison.json", json.as_bytes()));
        write_files(folder, &files)?;
        if comparison.rules.pools.is_none() {
            // One of another call would be taken for this one's.
            remove_files(folder, ["pools.csv"])?;
        }
    }
    match terminal.format {
        Format::Text => {
            terminal.result(&comparison_text(call, &comparison, terminal.language))?;
        }
        Format::Json | Format::Jsonl => terminal.result(&json)?,
    }
    Ok(load::exit_of(!round.received.refused.is_empty()))
}

/// Understands which other weights are asked for.
fn asked(round: &Round, arguments: &CompareArguments) -> Result<Asked, CliError> {
    let call = &round.call;
    let pools = call.envelope.as_ref().and_then(|it| it.pools.as_ref());
    for name in &arguments.weights {
        if pools.is_none() {
            return Err(CliError::Incomparable {
                why: Text::new(
                    "`--weight` divide la dotazione in quote, e l'avviso non ne ha",
                    "`--weight` divides the envelope into pools, and the call has none",
                ),
            });
        }
        if call.weight(name).is_none() {
            let known: Vec<_> = call
                .weights
                .iter()
                .map(|weight| format!("`{}`", weight.name))
                .collect();
            let known = known.join(", ");
            return Err(CliError::Incomparable {
                why: Text::new(
                    format!("non c'è un peso `{name}`; ci sono: {known}"),
                    format!("there is no weight `{name}`; there are: {known}"),
                ),
            });
        }
    }
    let parts = match &arguments.percentages {
        Some(written) => Some(parts(round, written)?),
        None => None,
    };
    Ok(Asked {
        weights: arguments.weights.clone(),
        parts,
    })
}

/// Understands percentages; there must be one for each share of the weight, and they make 100.
fn parts(round: &Round, written: &str) -> Result<Vec<Fraction>, CliError> {
    let call = &round.call;
    let shares = call.envelope.as_ref().and_then(|it| it.pools.as_ref());
    let weight = match shares.map(|pools| &pools.shares) {
        Some(PoolShares::Weight(name)) => call.weight(name),
        _ => None,
    };
    let Some(weight) = weight else {
        return Err(CliError::Incomparable {
            why: Text::new(
                "`--percentages` cambia le parti di un peso, e la dotazione non è divisa da un peso",
                "`--percentages` changes the parts of a weight, and no weight divides the envelope",
            ),
        });
    };
    let read = |part: &str| {
        let percent = parse_plain(part.trim())?;
        percent.div(Fraction::integer(100))
    };
    let parts: Option<Vec<Fraction>> = written.split(',').map(read).collect();
    let sum = |parts: &[Fraction]| {
        let mut parts = parts.iter();
        parts.try_fold(Fraction::ZERO, |sum, part| sum.add(*part))
    };
    let count = weight.terms.len();
    parts
        .filter(|parts| {
            parts.len() == count
                && sum(parts) == Some(Fraction::ONE)
                && parts.iter().all(|part| !part.is_negative())
        })
        .ok_or_else(|| CliError::Incomparable {
            why: Text::new(
                format!(
                    "`--percentages {written}`: servono {count} numeri non negativi, separati da virgole, che facciano 100"
                ),
                format!(
                    "`--percentages {written}`: it takes {count} numbers, not negative and parted by commas, that make 100"
                ),
            ),
        })
}

fn nothing_to_compare(round: &Round) -> CliError {
    let name = round.name();
    CliError::Incomparable {
        why: Text::new(
            format!(
                "`{name}` non ha una graduatoria con una dotazione: non c'è nulla da confrontare"
            ),
            format!("`{name}` has no ranking with an envelope: there is nothing to compare"),
        ),
    }
}
