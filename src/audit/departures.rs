//! Which rows of a published list are too many or missing, and what is wrong with the others.

use std::collections::{BTreeMap, BTreeSet};

use super::PublishedList;
use super::claims::Claim;
use super::columns::Columns;
use super::own::Own;
use super::reading::Row;
use super::rules::Rules;
use super::scope::{Scope, Why};
use crate::call::{Call, visible};
use crate::engine::Outcome;
use crate::facts::Proposal;
use crate::number::Fraction;
use crate::text::Text;

/// Something in which a published list departs from the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The proposal's id, or the pool.
    pub proposal: String,
    /// The line of the list; `None` where the list does not name the proposal.
    pub line: Option<u64>,
    /// The column, where one is concerned.
    pub column: Option<String>,
    /// What the column claims.
    pub claim: Option<Claim>,
    /// What is published more than the rules give, less than nought where it is less: places,
    /// points or euro.
    pub difference: Option<Fraction>,
    /// All of it, for people.
    pub message: Text,
}

/// All that a published list is held against.
pub(super) struct Compared<'a> {
    pub(super) call: &'a Call,
    pub(super) outcome: &'a Outcome,
    pub(super) proposals: &'a [Proposal],
    pub(super) list: &'a PublishedList<'a>,
    pub(super) own: &'a Own,
    pub(super) columns: &'a Columns,
    pub(super) scope: Scope,
}

impl Compared<'_> {
    /// Counts the proposals, pools or reserves that the list names and the call knows.
    pub(super) fn named(&self, rows: &[Row]) -> usize {
        if self.own.is_of_money() {
            return rows.len();
        }
        let named: BTreeSet<_> = rows
            .iter()
            .filter_map(|row| self.own.proposal(&row.id))
            .collect();
        named.len()
    }

    /// Compares every row with the outcome.
    pub(super) fn departures(&self, rows: &[Row]) -> Vec<Departure> {
        let copied = self.own.copied_rows();
        let mut found = Vec::new();
        let mut by_key: BTreeMap<&[String], Vec<&Row>> = BTreeMap::new();
        for row in rows {
            let same = by_key.entry(&row.key).or_default();
            let nth = same.len();
            same.push(row);
            let ours = copied.get(&row.key);
            if self.is_too_many(nth, ours) {
                continue;
            }
            let our_row = ours.and_then(|it| it.get(nth)).copied();
            found.extend(self.of_row(row, our_row));
        }
        let doubled = by_key.values().filter_map(|same| {
            let ours = same.first().and_then(|it| copied.get(&it.key));
            let nth = (0..same.len()).find(|nth| self.is_too_many(*nth, ours))?;
            Some(doubled(same, *same.get(nth)?))
        });
        found.extend(doubled);
        found.extend(self.missing(rows, &copied, &by_key));
        found.sort_by(|a, b| (&a.proposal, a.line).cmp(&(&b.proposal, b.line)));
        found
    }

    /// Tells whether the `nth` row with one key is one too many.
    fn is_too_many(&self, nth: usize, ours: Option<&Vec<usize>>) -> bool {
        let may_stand = match ours {
            Some(ours) => ours.len(),
            // A list of reasons that nobody knows the reasons of.
            None if self.own.copied().is_none() && self.scope.has_reasons() => usize::MAX,
            None => 1,
        };
        nth >= may_stand
    }

    /// Returns everything that is wrong with one row.
    fn of_row(&self, row: &Row, our_row: Option<usize>) -> Vec<Departure> {
        let place = self.own.proposal(&row.id);
        let ours = place.and_then(|place| self.outcome.proposals.get(place));
        if ours.is_none() && our_row.is_none() {
            let words = if self.own.is_of_pools() {
                NO_POOL
            } else if self.own.is_of_reserves() {
                NO_RESERVE
            } else {
                NOT_RECEIVED
            };
            return vec![whole(row, words)];
        }
        let rules = Rules {
            compared: self,
            place,
            ours,
            our_row,
        };
        let mut departures: Vec<Departure> = Vec::new();
        for claimed in &row.claims {
            let departure = rules.departure(row, claimed);
            // One cell that cannot be understood is told once, whatever it claims.
            let is_told = |it: &Departure| {
                let last = departures.last();
                last.is_some_and(|last| last.column == it.column && last.message == it.message)
            };
            departures.extend(departure.filter(|it| !is_told(it)));
        }
        let is_copied = self.own.copied().is_some() && !self.is_said();
        let is_here = match ours {
            _ if is_copied => our_row.is_some(),
            Some(ours) => !self.scope.is_exact() || self.scope.holds(ours),
            None => true,
        };
        let names_it = |it: &&Departure| {
            let claim = it.claim.as_ref();
            claim.is_some_and(|it| matches!(it, Claim::Outcome | Claim::Award | Claim::Is(_)))
        };
        // Where a cell says it already, it is not told twice.
        if !is_here && departures.iter().all(|it| !names_it(&it)) {
            departures.push(match ours {
                Some(ours) if self.scope.of.is_some_and(|of| !ours.is(of)) => {
                    rules.out_of_place(row, self.scope)
                }
                _ if self.own.is_of_splits() => whole(row, NO_SPLIT),
                _ if row.key.len() > 1 => whole(row, NO_REASON),
                _ => whole(row, NOT_THERE),
            });
        }
        departures
    }

    /// Tells whether whoever audits the list says that it is another than its columns tell.
    fn is_said(&self) -> bool {
        self.scope.why == Why::Said && self.own.copied_of() != self.scope.of
    }

    /// Returns what the list should name and does not.
    fn missing(
        &self,
        rows: &[Row],
        copied: &BTreeMap<Vec<String>, Vec<usize>>,
        by_key: &BTreeMap<&[String], Vec<&Row>>,
    ) -> Vec<Departure> {
        let named: BTreeSet<_> = rows
            .iter()
            .filter_map(|row| self.own.proposal(&row.id))
            .collect();
        let missing = (0..).zip(&self.outcome.proposals);
        let missing = missing.filter(|(place, it)| self.scope.holds(it) && !named.contains(place));
        let mut found: Vec<Departure> = missing.map(|(_, it)| absent(&it.id, MISSING)).collect();
        if self.is_said() {
            return found;
        }
        for (key, ours) in copied {
            let here = by_key.get(key.as_slice()).map_or(0, Vec::len);
            let Some(id) = key.first().filter(|_| here < ours.len()) else {
                continue;
            };
            let place = self.own.proposal(id);
            let is_named = place.is_some_and(|it| named.contains(&it));
            match key.get(1) {
                Some(split) if is_named && self.own.is_of_splits() => {
                    found.push(no_split(id, split));
                }
                Some(reason) if is_named => found.push(no_reason(id, reason)),
                // A proposal is missing once, however many rows it has.
                _ if place.is_some_and(|_| is_told(&found, id)) => {}
                _ => found.push(absent(id, MISSING)),
            }
        }
        found
    }
}

fn is_told(found: &[Departure], id: &str) -> bool {
    found.iter().any(|it| it.proposal == id)
}

const NOT_RECEIVED: (&str, &str) = (
    "è nell'elenco, ma non fra le proposte",
    "is in the list, but not among the proposals",
);
const NO_POOL: (&str, &str) = (
    "è nell'elenco, ma non fra le quote",
    "is in the list, but not among the pools",
);
const NO_RESERVE: (&str, &str) = (
    "è nell'elenco, ma non fra le riserve",
    "is in the list, but not among the reserves",
);
const NO_REASON: (&str, &str) = (
    "sta nell'elenco con un motivo che le regole non danno",
    "stands in the list with a reason that the rules do not give",
);
const NO_SPLIT: (&str, &str) = (
    "sta nell'elenco con una suddivisione che le regole non danno",
    "stands in the list with a split that the rules do not give",
);
const NOT_THERE: (&str, &str) = (
    "è nell'elenco, e secondo le regole non vi sta",
    "is in the list, where the rules do not put it",
);
const MISSING: (&str, &str) = (
    "manca dall'elenco, e secondo le regole vi sta",
    "is missing from the list, where the rules put it",
);

/// Says that several rows are the same; they count as one departure.
fn doubled(same: &[&Row], further: &Row) -> Departure {
    let lines: Vec<_> = same.iter().map(|it| it.line.to_string()).collect();
    let cells = |row: &Row| {
        let cells = row.claims.iter().map(|it| it.written.clone());
        cells.collect::<Vec<_>>()
    };
    let first = same.first().map(|it| cells(it));
    let agree = same.iter().all(|it| Some(cells(it)) == first);
    let (lines, times) = (lines.join(", "), same.len());
    let (then_it, then_en) = if agree {
        ("", "")
    } else {
        (
            "; le righe non dicono lo stesso, e si è confrontata la prima",
            "; the rows do not say the same, and the first was compared",
        )
    };
    let it = format!("sta {times} volte nell'elenco (righe {lines}){then_it}");
    let en = format!("stands {times} times in the list (lines {lines}){then_en}");
    Departure {
        line: Some(further.line),
        ..absent(&further.id, (&it, &en))
    }
}

fn no_reason(id: &str, reason: &str) -> Departure {
    let reason = visible(reason);
    let it = format!("manca la riga del motivo `{reason}`");
    let en = format!("the row of the reason `{reason}` is missing");
    absent(id, (&it, &en))
}

fn no_split(id: &str, split: &str) -> Departure {
    let split = visible(split);
    let it = format!("manca la riga della suddivisione `{split}`");
    let en = format!("the row of the split `{split}` is missing");
    absent(id, (&it, &en))
}

fn absent(id: &str, words: (&str, &str)) -> Departure {
    Departure {
        proposal: id.to_owned(),
        line: None,
        column: None,
        claim: None,
        difference: None,
        message: sentence(id, None, words),
    }
}

/// Says something of a whole row.
pub(super) fn whole(row: &Row, words: (&str, &str)) -> Departure {
    Departure {
        line: Some(row.line),
        message: sentence(&row.id, Some(row.line), words),
        ..absent(&row.id, words)
    }
}

/// Begins a sentence with the proposal and its line.
pub(super) fn sentence(id: &str, line: Option<u64>, words: (&str, &str)) -> Text {
    let id = visible(id);
    let (it, en) = match line {
        Some(line) => (format!(" (riga {line})"), format!(" (line {line})")),
        None => Default::default(),
    };
    Text::new(
        format!("`{id}`{it}: {}", words.0),
        format!("`{id}`{en}: {}", words.1),
    )
}
