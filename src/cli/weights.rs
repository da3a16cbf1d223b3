//! `bando weights`

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::arguments::{DataFolders, Format};
use super::error::CliError;
use super::terminal::Terminal;
use super::{Exit, load};
use crate::call::{Call, Weight};
use crate::engine::envelope_of;
use crate::number::{Money, parse_plain};
use crate::report::{weights_json, weights_text};
use crate::territory::{self, Shares};
use crate::text::nearest;

/// Show what each territory has of the money, and why
///
/// Every weight of the call shares the envelope out among its territories: from the indicators to
/// the need, from the need to the part, from the part to the cent. `--steps` shows each territory's
/// way, and `--format json` all of it, exact.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando weights rules/puglia-azione-9.3.bando
  bando weights rules/puglia-azione-9.3.bando --envelope 3220000 --steps
  bando weights rules/puglia-azione-9.3.bando --envelope 3220000 --compare 4000000

With --compare the larger envelope is apportioned anew. By largest remainder a territory may then
have less than of the smaller one. A slide never does that: it shares out what is added.")]
pub(super) struct WeightsArguments {
    /// The rule file
    #[arg(value_name = "CALL")]
    call: PathBuf,
    /// Only this weight
    #[arg(long, value_name = "NAME")]
    weight: Option<String>,
    /// The envelope, instead of the call's own
    #[arg(long, value_name = "EUR", allow_hyphen_values = true, value_parser = euro)]
    envelope: Option<Money>,
    /// A larger envelope: who would have more or less if it were apportioned anew
    #[arg(long, value_name = "EUR", allow_hyphen_values = true, value_parser = euro)]
    compare: Option<Money>,
    /// The day on which the envelope's version is counted, as 2026-01-31
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Also how each territory comes to its share
    #[arg(long)]
    steps: bool,
    #[command(flatten)]
    folders: DataFolders,
}

/// Reads an amount: `3220000`, `3_220_000.00`.
fn euro(text: &str) -> Result<Money, String> {
    let amount = parse_plain(&text.replace('_', "")).and_then(Money::from_euro);
    let amount = amount.filter(|amount| *amount >= Money::ZERO);
    amount.ok_or_else(|| "an amount of nought or more is needed, like 3220000.00".to_owned())
}

pub(super) fn run(terminal: &mut Terminal, arguments: &WeightsArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let others = arguments.folders.data.iter().map(AsRef::as_ref);
    let mut rules = load::rules(terminal, &arguments.call, others)?;
    if let Some(call) = &mut rules.checked.call {
        call.counting_date = arguments.as_of;
    }
    let Some(call) = &rules.checked.call else {
        terminal.diagnostics(&rules.checked.diagnostics, &rules.sources);
        terminal.totals(&rules.checked.diagnostics);
        return Ok(Exit::RulesWrong);
    };
    let envelope = arguments.envelope.or_else(|| envelope_of(call));
    let envelope = envelope.ok_or(CliError::NoEnvelope)?;
    if arguments.compare.is_some_and(|larger| larger <= envelope) {
        return Err(CliError::NotLarger);
    }
    let mut all = Vec::new();
    for weight in chosen(call, arguments)? {
        let shares = shared_out(call, weight, envelope)?;
        let larger = arguments.compare.map(|it| shared_out(call, weight, it));
        all.push((weight, shares, larger.transpose()?));
    }
    if terminal.format == Format::Json {
        terminal.result(&weights_json(call, &all))?;
        return Ok(Exit::Done);
    }
    let pages = all.iter().map(|(weight, shares, larger)| {
        let larger = larger.as_ref();
        weights_text(
            call,
            weight,
            shares,
            larger,
            arguments.steps,
            terminal.language,
        )
    });
    let pages = pages.collect::<Vec<_>>().join("\n");
    terminal.result(&pages)?;
    Ok(Exit::Done)
}

fn chosen<'a>(call: &'a Call, arguments: &WeightsArguments) -> Result<Vec<&'a Weight>, CliError> {
    let Some(name) = &arguments.weight else {
        let all: Vec<&Weight> = call.weights.iter().collect();
        let path = arguments.call.clone();
        return if all.is_empty() {
            Err(CliError::NoWeights { path })
        } else {
            Ok(all)
        };
    };
    let names = call.weights.iter().map(|weight| weight.name.as_str());
    let found = call.weight(name).ok_or_else(|| CliError::UnknownName {
        name: name.clone(),
        near: nearest(name, names).map(str::to_owned),
    });
    Ok(vec![found?])
}

fn shared_out(call: &Call, weight: &Weight, envelope: Money) -> Result<Shares, CliError> {
    territory::shares(call, weight, envelope)
        .map_err(|why| CliError::NoShares(why.message(call, weight)))
}
