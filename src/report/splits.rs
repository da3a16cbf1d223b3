//! How the awards are split: over tranches, years or sources of money.

use serde::Serialize;

use crate::call::{Call, Split, Type, show};
use crate::engine::{Outcome, money_text};
use crate::number::{Fraction, Money};
use crate::text::{Language, Text};
use crate::value::Value;

/// A split of one award, or of all of them together.
#[derive(Serialize)]
pub(super) struct SplitView<'a> {
    split: &'a Text,
    parts: Vec<PartView<'a>>,
}

#[derive(Serialize)]
struct PartView<'a> {
    part: &'a Text,
    percent: String,
    amount: String,
}

/// Returns how an award is split, in each way of the call; nothing where there is no award.
fn ways(call: &Call, award: Money) -> impl Iterator<Item = (&Split, Vec<Money>)> {
    let envelope = call.envelope.iter().filter(move |_| award > Money::ZERO);
    let splits = envelope.flat_map(|envelope| &envelope.splits);
    splits.map(move |split| (split, split.of(award)))
}

/// Returns each split of the call with what all awards together give to each of its parts: the sum
/// of what each award gives to it, never a part of the sum.
pub(super) fn totals<'a>(call: &'a Call, outcome: &Outcome) -> Vec<(&'a Split, Vec<Money>)> {
    let envelope = call.envelope.iter().filter(|_| outcome.envelope.is_some());
    let splits = envelope.flat_map(|envelope| &envelope.splits);
    let total = |split: &'a Split| {
        let mut sums = vec![Money::ZERO; split.parts.len()];
        for proposal in &outcome.proposals {
            for (sum, amount) in sums.iter_mut().zip(split.of(proposal.award)) {
                // All awards fit the envelope, and so does their sum.
                *sum = sum.add(amount).unwrap_or(*sum);
            }
        }
        (split, sums)
    };
    splits.map(total).collect()
}

/// Returns how an award is split, as data.
pub(super) fn split_views(call: &Call, award: Money) -> Vec<SplitView<'_>> {
    ways(call, award).map(view).collect()
}

/// Returns how all awards are split, as data.
pub(super) fn total_views<'a>(call: &'a Call, outcome: &Outcome) -> Vec<SplitView<'a>> {
    totals(call, outcome).into_iter().map(view).collect()
}

fn view((split, amounts): (&Split, Vec<Money>)) -> SplitView<'_> {
    let parts = split.parts.iter().zip(amounts);
    let parts = parts.map(|((part, share), amount)| PartView {
        part,
        percent: percent(*share),
        amount: amount.to_plain(),
    });
    SplitView {
        split: &split.name,
        parts: parts.collect(),
    }
}

/// Returns a share as data write it: `22.4`.
fn percent(share: Fraction) -> String {
    let percent = share.mul(Fraction::integer(100));
    let plain = percent.and_then(|it| it.to_plain(it.decimals()?));
    plain.unwrap_or_default()
}

/// Returns a share as people read it.
pub(super) fn percent_text(call: &Call, share: Fraction, language: Language) -> String {
    let share = Value::Number(share);
    show(&share, Type::Percent(None), call.names(), language)
}

/// Returns a line for each split of an award: `sources: State (70 %) 7.00 EUR; Region …`.
pub(super) fn split_lines(
    call: &Call,
    award: Money,
    language: Language,
) -> impl Iterator<Item = String> {
    ways(call, award).map(move |(split, amounts)| {
        let parts = split.parts.iter().zip(amounts);
        let parts = parts.map(|((part, share), amount)| {
            let (part, amount) = (part.get(language), money_text(call, amount, language));
            format!("{part} ({}) {amount}", percent_text(call, *share, language))
        });
        let parts: Vec<String> = parts.collect();
        format!("{}: {}", split.name.get(language), parts.join("; "))
    })
}
