//! The engine's own lists, which say what a published one should.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::Claim;
use crate::call::Call;
use crate::engine::Outcome;
use crate::report::{Cell, ListCells, list_cells, listed_ids};
use crate::text::Language;
use crate::value::CountWord;

/// How the lists of the engine head the column that says whether they may still change.
const PROVISIONAL: [&str; 2] = ["provvisoria", "provisional"];
/// Sentences, which another's list words in its own way, and what only the engine's lists say:
/// compared only in a column that has the engine's own words somewhere.
const WORDED: [&str; 7] = [
    "motivo",
    "reason",
    "titolo",
    "title",
    "valori congelati",
    "frozen values",
    "id",
];

/// The engine's own lists of an outcome.
pub(super) struct Own {
    /// In Italian, then in English: the same lists, with the same columns and rows.
    languages: [Vec<ListCells>; 2],
    /// The list that the published one is a copy of.
    copied: Option<Copied>,
    /// The rows of each proposal, pool or reserve in each list.
    rows: Vec<BTreeMap<String, Vec<usize>>>,
    /// What the lists call each proposal.
    listed: Vec<String>,
    /// The proposals by what lists call them.
    ids: BTreeMap<String, usize>,
}

/// Which list the published one is a copy of.
struct Copied {
    /// Its language, and its place.
    place: (usize, usize),
    /// Whether others have the same columns.
    is_nearest: bool,
}

/// A column of one of the lists: the place of the list, and its own.
pub(super) type Place = (usize, usize);

impl Own {
    /// Makes the lists of an outcome, and finds which of them a list with this header is a copy of,
    /// where `only` and the ids of its rows are heeded if several have the same columns.
    pub(super) fn of(
        call: &Call,
        outcome: &Outcome,
        header: &[String],
        rows: (Option<CountWord>, &BTreeSet<String>),
    ) -> Self {
        let both = [Language::Italian, Language::English];
        let languages = both.map(|language| list_cells(call, outcome, language));
        let copied = copied(&languages, header, rows);
        let spoken = copied.as_ref().map_or(0, |it| it.place.0);
        let rows = languages.get(spoken).into_iter().flatten().map(by_id);
        let mut ids = BTreeMap::new();
        let listed = both.map(|language| listed_ids(call, outcome, language));
        for ids_in in &listed {
            ids.extend((0..).zip(ids_in).map(swapped));
        }
        let own = outcome.proposals.iter().map(|it| &it.id);
        ids.extend((0..).zip(own).map(swapped));
        Self {
            rows: rows.collect(),
            listed: listed.into_iter().nth(spoken).unwrap_or_default(),
            languages,
            copied,
            ids,
        }
    }

    /// Returns the place of the proposal that a list calls so.
    pub(super) fn proposal(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// Returns the list that the published one is a copy of.
    pub(super) fn copied(&self) -> Option<&ListCells> {
        let (language, list) = self.copied.as_ref()?.place;
        self.languages.get(language)?.get(list)
    }

    /// Returns the word for the proposals that the copied list names.
    pub(super) fn copied_of(&self) -> Option<CountWord> {
        of_file(self.copied()?.file)
    }

    /// Tells whether other lists have the same columns as the copied one.
    pub(super) fn is_nearest(&self) -> bool {
        self.copied.as_ref().is_some_and(|it| it.is_nearest)
    }

    /// Tells whether the published list is that of the pools.
    pub(super) fn is_of_pools(&self) -> bool {
        self.copied().is_some_and(|it| it.file == "pools.csv")
    }

    /// Tells whether the published list is that of the reserves.
    pub(super) fn is_of_reserves(&self) -> bool {
        self.copied().is_some_and(|it| it.file == "reserves.csv")
    }

    /// Tells whether the published list has rows of money, and not of proposals.
    pub(super) fn is_of_money(&self) -> bool {
        self.is_of_pools() || self.is_of_reserves()
    }

    /// Tells whether the published list is that of the splits.
    pub(super) fn is_of_splits(&self) -> bool {
        self.copied().is_some_and(|it| it.file == "splits.csv")
    }

    /// Returns what a heading claims that stands for the `nth` time, with the columns that say what
    /// it should.
    pub(super) fn column(&self, heading: &str, nth: usize) -> Option<(Claim, Vec<Place>)> {
        let places: Vec<Place> = match (&self.copied, self.copied()) {
            (
                Some(Copied {
                    place: (_, list), ..
                }),
                Some(copied),
            ) => {
                let mut all = (0..).zip(&copied.headings).filter(|(_, it)| *it == heading);
                all.nth(nth)
                    .map(|(place, _)| (*list, place))
                    .into_iter()
                    .collect()
            }
            _ if WORDED.contains(&heading) || PROVISIONAL.contains(&heading) => Vec::new(),
            _ => self.columns_headed(heading),
        };
        let claim = self.claim(*places.first()?);
        Some((claim, places))
    }

    /// Returns the columns with that heading, in either language, of the lists of proposals.
    fn columns_headed(&self, heading: &str) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for lists in &self.languages {
            for (list, cells) in (0..).zip(lists).filter(|(_, it)| tells_proposals(it)) {
                let column = cells.headings.iter().position(|it| it == heading);
                places.extend(column.map(|column| (list, column)));
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Returns the columns that say what a column of sentences should, if it is the engine's own.
    pub(super) fn worded(&self, heading: &str) -> Option<(Claim, Vec<Place>)> {
        if self.copied.is_some() || heading == "id" || !WORDED.contains(&heading) {
            return None;
        }
        let places = self.columns_headed(heading);
        let claim = self.claim(*places.first()?);
        Some((claim, places))
    }

    /// Tells whether some list says this of a proposal, in some row and language.
    pub(super) fn says(&self, proposal: usize, places: &[Place], written: &str) -> bool {
        let mut cells = self.all_cells(proposal, places).flatten();
        cells.any(|cell| cell.is_listed_as(written))
    }

    /// Returns what the lists say of a proposal in these columns, row by row.
    fn all_cells(&self, proposal: usize, places: &[Place]) -> impl Iterator<Item = [&Cell; 2]> {
        let id = self.listed.get(proposal);
        places.iter().flat_map(move |place| {
            let rows = id.and_then(|id| self.rows.get(place.0)?.get(id));
            let rows = rows.into_iter().flatten();
            rows.filter_map(|row| self.cells_of_row(*row, *place))
        })
    }

    fn claim(&self, place: Place) -> Claim {
        let [it, en] = [0, 1].map(|language| self.heading(language, place).unwrap_or_default());
        Claim::Listed {
            it: it.to_owned(),
            en: en.to_owned(),
        }
    }

    fn heading(&self, language: usize, (list, column): Place) -> Option<&str> {
        let list = self.languages.get(language)?.get(list)?;
        list.headings.get(column).map(String::as_str)
    }

    /// Returns the headings that a column may be said to have on the command line.
    pub(super) fn headings(&self) -> impl Iterator<Item = &str> {
        let lists = self.languages.iter().flatten();
        let lists = lists.filter(|it| tells_proposals(it));
        lists.flat_map(|it| it.headings.iter().map(String::as_str))
    }

    /// Returns what each language writes of a proposal, in the first of these columns whose list
    /// names it: of a list with several rows of it in the first.
    pub(super) fn cells(&self, proposal: usize, places: &[Place]) -> Option<[&Cell; 2]> {
        self.all_cells(proposal, places).next()
    }

    /// Returns what each language writes in a row of a list.
    pub(super) fn cells_of_row(&self, row: usize, (list, column): Place) -> Option<[&Cell; 2]> {
        let cell = |language: usize| {
            let list = self.languages.get(language)?.get(list)?;
            list.rows.get(row)?.get(column)
        };
        Some([cell(0)?, cell(1)?])
    }

    /// Returns the rows of the copied list by what tells them apart.
    pub(super) fn copied_rows(&self) -> BTreeMap<Vec<String>, Vec<usize>> {
        let mut rows: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        let Some(list) = self.copied() else {
            return rows;
        };
        for (place, row) in list.rows.iter().enumerate() {
            let cells = list.key.iter().filter_map(|it| row.get(*it));
            let key = cells.map(|it| it.listed().trim().to_owned()).collect();
            rows.entry(key).or_default().push(place);
        }
        rows
    }

    /// Returns the place of the language in which the copied list is written.
    pub(super) fn spoken(&self) -> Option<usize> {
        self.copied.as_ref().map(|it| it.place.0)
    }
}

/// Tells whether a list has what it says of a proposal in its first row: those of the pools, the
/// reserves and the splits have not, and are held only against copies of themselves.
fn tells_proposals(list: &ListCells) -> bool {
    !["pools.csv", "reserves.csv", "splits.csv"].contains(&list.file)
}

fn swapped((place, id): (usize, &String)) -> (String, usize) {
    (id.clone(), place)
}

fn by_id(list: &ListCells) -> BTreeMap<String, Vec<usize>> {
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let id = list.key.first().copied().unwrap_or_default();
    for (place, row) in list.rows.iter().enumerate() {
        if let Some(cell) = row.get(id) {
            rows.entry(cell.listed().trim().to_owned())
                .or_default()
                .push(place);
        }
    }
    rows
}

/// Returns the list with which a header shares most columns, where it is headed as only the lists
/// of the engine are. Of lists with the same columns it is the one asked for, or the one that
/// names the same proposals most nearly.
fn copied(
    languages: &[Vec<ListCells>; 2],
    header: &[String],
    (only, ids): (Option<CountWord>, &BTreeSet<String>),
) -> Option<Copied> {
    let spoken = PROVISIONAL.map(|it| header.iter().any(|heading| heading == it));
    let lists = (0..)
        .zip(languages.iter().zip(spoken))
        .flat_map(|(language, (lists, spoken))| {
            let lists = (0..).zip(lists).filter(move |_| spoken);
            lists.map(move |(list, cells)| (language, list, cells))
        });
    let judged = lists.map(|(language, list, cells)| {
        let own = &cells.headings;
        let lacking = own.iter().filter(|it| !header.contains(it)).count();
        let besides = header.iter().filter(|it| !own.contains(it)).count();
        let columns = lacking.saturating_add(besides);
        let is_other = only.is_some_and(|only| of_file(cells.file) != Some(only));
        let listed: BTreeSet<String> = by_id(cells).into_keys().collect();
        let rows = listed.symmetric_difference(ids).count();
        (columns, is_other, rows, (language, list))
    });
    let mut judged: Vec<_> = judged.collect();
    judged.sort_unstable();
    let (columns, .., place) = *judged.first()?;
    let alike = judged.iter().filter(|it| it.0 == columns).count();
    Some(Copied {
        place,
        is_nearest: alike > 1,
    })
}

/// Returns the word for the proposals that a list names.
fn of_file(file: &str) -> Option<CountWord> {
    Some(match file {
        "ranking.csv" => CountWord::Ranked,
        "admitted.csv" => CountWord::Admitted,
        "funded.csv" => CountWord::Funded,
        "waiting.csv" => CountWord::Waiting,
        "below-threshold.csv" => CountWord::BelowThreshold,
        "not-admitted.csv" => CountWord::NotAdmitted,
        "with-reservation.csv" => CountWord::WithReservation,
        "to-be-completed.csv" => CountWord::ToBeCompleted,
        "not-scored.csv" => CountWord::NotScored,
        _ => return None,
    })
}
