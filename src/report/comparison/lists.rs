//! A comparison as CSV for people with a spreadsheet.

use super::super::lists::{Cell, List, csv_text};
use super::super::words::choose;
use super::holding::term_text;
use super::words::{kind_text, limit_text};
use crate::call::Call;
use crate::comparison::{Allocation, Change, End, Reach};
use crate::engine::{Comparison, weight_of};
use crate::number::{Fraction, Money, Rounding};
use crate::text::Language;

/// Returns every list of a comparison, headed and worded in `language`: who would change, money by
/// pool, how far criteria and shares can move, who waits and how near they came.
pub fn comparison_lists(call: &Call, comparison: &Comparison, language: Language) -> Vec<List> {
    let mut lists = vec![
        List {
            file: "changes.csv",
            text: changes(comparison, language),
        },
        List {
            file: "holding.csv",
            text: holding(call, comparison, language),
        },
        List {
            file: "closeness.csv",
            text: closeness(comparison, language),
        },
    ];
    if comparison.rules.pools.is_some() {
        lists.push(List {
            file: "pools.csv",
            text: pools(comparison, language),
        });
    }
    lists
}

/// Every other way of sharing out, with its name.
fn others(
    comparison: &Comparison,
    language: Language,
) -> impl Iterator<Item = (String, &Allocation, &[Change])> {
    let variants = comparison.variants.iter().filter_map(move |variant| {
        let (allocation, changes) = variant.result.as_ref().ok()?;
        let name = kind_text(&variant.kind, language);
        Some((name, allocation, changes.as_slice()))
    });
    let best = comparison.best.iter().map(move |best| {
        let name = choose(language, "ottimo", "optimum").to_owned();
        (name, &best.allocation, best.changes.as_slice())
    });
    variants.chain(best)
}

fn changes(comparison: &Comparison, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let headings = [
        word("regole", "rules"),
        word("proposta", "proposal"),
        word("in graduatoria", "by the ranking"),
        word("con queste regole", "by these rules"),
    ];
    let rows = others(comparison, language).flat_map(|(name, _, changes)| {
        changes.iter().map(move |change| {
            vec![
                Cell::text(name.clone()),
                Cell::text(&change.id),
                Cell::plain(change.before.to_plain()),
                Cell::plain(change.after.to_plain()),
            ]
        })
    });
    csv_text(&headings, &rows.collect::<Vec<_>>())
}

fn pools(comparison: &Comparison, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let own = limit_text(comparison.rules.limit, language);
    let own = format!("{}: {own}", word("avviso", "call"));
    let mut ways = vec![(own, &comparison.legal)];
    ways.extend(others(comparison, language).map(|(name, it, _)| (name, it)));
    let mut headings = vec![
        word("quota", "pool").to_owned(),
        word("spettanti", "share").to_owned(),
    ];
    headings.extend(ways.iter().map(|(name, _)| name.clone()));
    let shares = comparison.rules.pools.iter().flat_map(|it| &it.shares);
    let rows = shares.map(|(key, share)| {
        let mut row = vec![Cell::text(key), Cell::plain(share.to_plain())];
        row.extend(ways.iter().map(|(_, allocation)| {
            let awards = allocation.awards.iter();
            let own = awards.filter(|(id, _)| comparison.pool_of.get(*id) == Some(key));
            let sum = Money::sum(own.map(|(_, award)| *award));
            Cell::plain(sum.unwrap_or_default().to_plain())
        }));
        row
    });
    csv_text(&headings, &rows.collect::<Vec<_>>())
}

fn holding(call: &Call, comparison: &Comparison, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let headings = [
        word("che cosa si muove", "what moves"),
        word("nome", "name"),
        word("da", "from"),
        word("poi cambiano", "then change"),
        word("a", "to"),
        word("poi cambiano sopra", "then change above"),
    ];
    let mut rows = Vec::new();
    for (id, reach) in &comparison.criteria {
        let criterion = call.grid.as_ref().and_then(|grid| grid.criterion(*id));
        let name = criterion.map_or("", |it| it.name.as_str());
        let kind = word("fattore sul criterio", "factor on the criterion");
        rows.push(row(kind, name, Fraction::ONE, reach, 6));
    }
    if let Some(weight) = weight_of(call) {
        for (term, reach) in weight.terms.iter().zip(&comparison.shares) {
            let name = term_text(call, weight, term, language);
            let kind = word("parte del peso", "part of the weight");
            rows.push(row(kind, &name, term.part, reach, 4));
        }
    }
    csv_text(&headings, &rows)
}

fn row(kind: &str, name: &str, own: Fraction, reach: &Reach, places: u32) -> Vec<Cell> {
    let (down, then_down) = end(&reach.down, own, Rounding::Up, places);
    let (up, then_up) = end(&reach.up, own, Rounding::Down, places);
    vec![
        Cell::text(kind),
        Cell::text(name),
        Cell::plain(down),
        Cell::text(then_down),
        Cell::plain(up),
        Cell::text(then_up),
    ]
}

/// Where a range ends, empty where nothing bounds it, and who changes beyond.
fn end(end: &End, own: Fraction, rounding: Rounding, places: u32) -> (String, String) {
    let at = match end {
        End::Never => None,
        End::NotBefore(at) | End::Changes { at, .. } => own.add(*at),
    };
    let at = at.and_then(|at| at.round(places, rounding)?.to_plain(places));
    let who = match end {
        End::Changes {
            changes: Some(changes),
            ..
        } => changes
            .iter()
            .map(|change| change.id.as_str())
            .collect::<Vec<_>>()
            .join(" "),
        _ => String::new(),
    };
    (at.unwrap_or_default(), who)
}

fn closeness(comparison: &Comparison, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let headings = [
        word("posto", "rank"),
        word("unità", "unit"),
        word("quota", "pool"),
        word("chiesti", "asked"),
        word("punteggio", "score"),
        word(
            "punteggio dell'ultima finanziata",
            "score of the last funded",
        ),
        word("punti mancanti", "points short"),
        word("euro mancanti", "euro short"),
    ];
    let points = |value: Option<Fraction>| {
        let text = value.and_then(|value| {
            let rounded = value.round(6, Rounding::HalfUp)?;
            rounded.to_plain(rounded.decimals()?)
        });
        Cell::plain(text.unwrap_or_default())
    };
    let rows = comparison.waiting.iter().map(|close| {
        vec![
            Cell::plain(close.rank.to_string()),
            Cell::text(&close.unit),
            Cell::text(close.pool.clone().unwrap_or_default()),
            Cell::plain(close.full.to_plain()),
            points(close.score),
            points(close.line),
            points(close.points),
            Cell::plain(close.euro.map(Money::to_plain).unwrap_or_default()),
        ]
    });
    csv_text(&headings, &rows.collect::<Vec<_>>())
}
