//! What the lines of an envelope have, and on what that rests.

use jiff::civil::Date;

use crate::call::{ActOfLines, LineHeld};
use crate::number::{Fraction, Money};
use crate::programme::ledger::Ledger;
use crate::programme::{Act, Cited, Line, LineId, Moment, Programme};
use crate::text::Text;
use crate::value::AuthorityKind;

/// Returns what each line holds and how much of that is committed at a moment, and afterwards;
/// `None` where a sum is too large.
pub(super) fn held(
    programme: &Programme,
    ledger: Option<&Ledger>,
    lines: &[LineId],
    moment: Moment,
    day: Option<Date>,
) -> Option<Vec<LineHeld>> {
    let uses = |day| ledger.map(|it| it.uses(day)).unwrap_or_default();
    let (then, now) = (uses(day), uses(None));
    let lines = lines.iter().map(|id| {
        let committed = then.get(id).copied().unwrap_or_default().committed;
        let since = now.get(id).copied().unwrap_or_default().committed;
        Some(LineHeld {
            name: programme.line(*id)?.name.clone(),
            allocated: programme.allocation(*id, moment)?,
            committed,
            committed_since: since.sub(committed)?,
        })
    });
    lines.collect()
}

/// Returns what every act brings to these lines together, and whether it counts at a moment; `None`
/// where a sum is too large.
pub(crate) fn acts_of_lines(
    programme: &Programme,
    lines: &[LineId],
    moment: Moment,
) -> Option<Vec<ActOfLines>> {
    let counted = programme.acts_until(moment).len();
    let acts = programme.acts.iter().enumerate();
    let acts = acts.map(|(index, act)| {
        Some(ActOfLines {
            name: act.name.clone(),
            number: act.number.clone(),
            date: act.date,
            is_counted: index < counted,
            brings: brings(act, lines)?,
        })
    });
    acts.collect()
}

fn brings(act: &Act, lines: &[LineId]) -> Option<Money> {
    let of_lines = |line: Option<LineId>| line.is_some_and(|line| lines.contains(&line));
    act.changes.iter().try_fold(Money::ZERO, |sum, change| {
        let sum = if of_lines(change.to) {
            sum.add(change.amount)?
        } else {
            sum
        };
        if of_lines(change.from) {
            sum.sub(change.amount)
        } else {
            Some(sum)
        }
    })
}

/// Adds up the parts of the funds in what is available; `None` where a line does not say who shares it.
pub(super) fn funds(
    programme: &Programme,
    lines: &[LineId],
    held: &[LineHeld],
) -> Option<Vec<(Text, Money)>> {
    let mut sums = vec![Money::ZERO; programme.funds.len()];
    for (line, held) in lines.iter().zip(held) {
        let shared = programme.by_fund(*line, [held.allocated, held.committed]);
        let shared = shared.map(|parts| {
            let parts = parts.into_iter();
            let free = parts.map(|(fund, [all, used])| Some((fund, all.sub(used)?)));
            free.collect::<Option<Vec<_>>>()
        });
        // A line of one fund is that fund's as a whole.
        let own = programme.line(*line)?.fund;
        let own = own.map(|fund| Some(vec![(fund, held.available())]));
        for (fund, part) in shared.or(own)?? {
            let sum = sums.get_mut(fund.0)?;
            *sum = sum.add(part)?;
        }
    }
    let shares = lines.iter().filter_map(|line| programme.line(*line));
    let used: Vec<usize> = shares
        .flat_map(|line| {
            let parts = line.shares.iter().map(|(fund, _)| fund.0);
            let own = line.fund.filter(|_| line.shares.is_empty());
            parts.chain(own.map(|fund| fund.0))
        })
        .collect();
    let funds = programme.funds.iter().zip(sums).enumerate();
    let funds = funds.filter(|(index, _)| used.contains(index));
    Some(
        funds
            .map(|(_, (fund, sum))| (fund.title.clone(), sum))
            .collect(),
    )
}

/// Returns the part that each fund has of all money of these lines, in the order of [`funds`]; none where
/// that is not the same for all lines.
pub(super) fn fund_shares(programme: &Programme, lines: &[LineId]) -> Vec<Fraction> {
    let shares = |line: &Line| {
        let mut shares = line.shares.clone();
        if let (true, Some(fund)) = (shares.is_empty(), line.fund) {
            shares.push((fund, Fraction::ONE));
        }
        shares.sort_unstable_by_key(|(fund, _)| fund.0);
        shares
    };
    let mut all = lines
        .iter()
        .filter_map(|line| programme.line(*line))
        .map(shares);
    let first = all.next().unwrap_or_default();
    if all.any(|it| it != first) {
        return Vec::new();
    }
    first.into_iter().map(|(_, part)| part).collect()
}

/// Returns the assumptions or the readings on which the money of these lines rests, each once: those of
/// the programme, of the lines, of the acts that change them, and of what those change.
pub(super) fn rests_on(
    programme: &Programme,
    lines: &[LineId],
    moment: Moment,
    kind: AuthorityKind,
) -> Vec<Text> {
    let chosen = |id: &Option<LineId>| id.is_some_and(|id| lines.contains(&id));
    let of_lines = lines.iter().filter_map(|line| programme.line(*line));
    let of_lines = of_lines.flat_map(|line| &line.citations);
    let mut cited: Vec<&Cited> = programme.citations.iter().chain(of_lines).collect();
    for act in programme.acts_until(moment) {
        let changes = act.changes.iter();
        let changes = changes.filter(|it| chosen(&it.from) || chosen(&it.to));
        let own: Vec<&Cited> = changes.clone().flat_map(|it| &it.citations).collect();
        if changes.count() > 0 {
            cited.extend(own);
            cited.extend(&act.citations);
        }
    }
    let mut found: Vec<Text> = Vec::new();
    for it in cited.into_iter().filter(|it| it.kind == kind) {
        if !found.contains(&it.text) {
            found.push(it.text.clone());
        }
    }
    found
}
