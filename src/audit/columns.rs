//! Which columns of a published list claim what.

use std::collections::BTreeSet;

use super::PublishedList;
use super::claims::Claim;
use super::own::{Own, Place};
use crate::call::{Call, CellMeaning, Expectation, Records, Separator, Test, visible};
use crate::text::{Language, Text, nearest};
use crate::value::CountWord;

/// The columns of a list that are read.
pub(super) struct Columns {
    /// How many there are in all.
    pub(super) count: usize,
    /// Where the id stands.
    pub(super) id: usize,
    /// The columns that tell its rows apart, where it is a copy of a list with a row for each reason.
    pub(super) key: Vec<usize>,
    /// The columns that claim something.
    pub(super) claims: Vec<Column>,
}

/// A column that claims something.
pub(super) struct Column {
    pub(super) place: usize,
    pub(super) heading: String,
    pub(super) claim: Claim,
    /// What each cell means, where the rule file says so.
    pub(super) cells: Vec<(String, CellMeaning)>,
    /// Whether it is headed as the engine's own lists are, whose numbers are plain.
    pub(super) own: bool,
    /// The columns of the engine's lists that say what it should.
    pub(super) listed: Vec<Place>,
}

/// Returns the headings of a list.
pub(super) fn header(text: &str, separator: Separator) -> Result<Vec<String>, Text> {
    let header = Records::new(text, separator.0).next();
    let header = header.filter(|it| it.flaw.is_none());
    let header = header.ok_or_else(|| {
        Text::new(
            "non si può leggere: la prima riga deve contenere i nomi delle colonne",
            "it cannot be read: the first line must hold the names of the columns",
        )
    })?;
    let cells = header.cells.iter();
    Ok(cells.map(|it| it.trim().to_owned()).collect())
}

/// Returns the ids in a list that is headed as the engine's own are.
pub(super) fn ids(text: &str, separator: Separator, header: &[String]) -> BTreeSet<String> {
    let Some(place) = header.iter().position(|it| it == "id") else {
        return BTreeSet::new();
    };
    let rows = Records::new(text, separator.0).skip(1);
    let ids = rows.filter_map(|row| row.cells.get(place).map(|it| it.trim().to_owned()));
    ids.filter(|it| !it.is_empty()).collect()
}

/// Finds the columns that claim something: those that `list` names, those of the tests of the rule
/// file, those headed as the engine's own lists are, and those of the file of proposals.
pub(super) fn find(
    call: &Call,
    tests: &[Test],
    header: &[String],
    (list, own): (&PublishedList<'_>, &Own),
) -> Result<Columns, Text> {
    let place = |heading: &str| header.iter().position(|it| it == heading);
    let mut id = None;
    let mut claims = Vec::new();
    for (word, heading) in list.columns {
        let place = place(heading).ok_or_else(|| no_column(heading, header))?;
        if word == "id" {
            id = Some(place);
            continue;
        }
        let typed = Claim::from_word(word).map(|claim| (claim, Vec::new()));
        let (claim, listed) = typed
            .or_else(|| own.column(word, 0))
            .ok_or_else(|| no_claim(word, own))?;
        claims.push(Column {
            place,
            heading: heading.clone(),
            claim,
            cells: Vec::new(),
            own: false,
            listed,
        });
    }
    tested(call, tests, header, own, &mut claims);
    let id = id
        .or_else(|| place(&call.proposals.id))
        .or_else(|| place("id"))
        .or_else(|| own.is_of_money().then(|| money_id(own, header)).flatten())
        .ok_or_else(|| {
            let name = &call.proposals.id;
            Text::new(
                format!("manca la colonna `{name}` con l'identificativo: indicarla con `--column id=COLONNA`"),
                format!("the column `{name}` with the id is missing: name it with `--column id=COLUMN`"),
            )
        })?;
    for (place, heading) in header.iter().enumerate() {
        if place == id || claims.iter().any(|it| it.place == place) {
            continue;
        }
        let before = header.iter().take(place);
        let nth = before.filter(|it| *it == heading).count();
        claims.extend(headed(call, own, (place, heading), nth));
    }
    claims.sort_by_key(|it| it.place);
    // To stand in the list may be all that is claimed.
    if claims.is_empty() && list.only.is_none() {
        return Err(Text::new(
            "nessuna colonna dice qualcosa che si possa confrontare: indicarne una, per esempio con `--column award=COLONNA`, o dire con `--only` di quali proposte è l'elenco",
            "no column says anything that can be compared: name one, for example with `--column award=COLUMN`, or say with `--only` of which proposals it is the list",
        ));
    }
    let copied = own.copied();
    let key = copied.filter(|it| it.key.len() > 1).and_then(|copied| {
        let keys = copied.key.iter().skip(1);
        let reasons = keys.map(|key| last(header, copied.headings.get(*key)?));
        let reasons: Option<Vec<usize>> = reasons.collect();
        reasons.map(|reasons| [id].into_iter().chain(reasons).collect())
    });
    Ok(Columns {
        count: header.len(),
        id,
        key: key.unwrap_or_else(|| vec![id]),
        claims,
    })
}

impl Columns {
    /// Adds the columns of sentences in the engine's own words: those in which some row has just
    /// what the lists say of its proposal. Another's words are its own.
    pub(super) fn with_worded(
        mut self,
        (text, separator): (&str, Separator),
        header: &[String],
        own: &Own,
    ) -> Self {
        for (place, heading) in header.iter().enumerate() {
            let is_read = self.claims.iter().any(|it| it.place == place);
            let Some((claim, listed)) = own.worded(heading).filter(|_| !is_read) else {
                continue;
            };
            let has_words = Records::new(text, separator.0).skip(1).any(|row| {
                let cell = |place: usize| row.cells.get(place).map_or("", |it| it.trim());
                let proposal = own.proposal(cell(self.id));
                !cell(place).is_empty()
                    && proposal.is_some_and(|it| own.says(it, &listed, cell(place)))
            });
            if has_words {
                self.claims.push(Column {
                    place,
                    heading: heading.clone(),
                    claim,
                    cells: Vec::new(),
                    own: true,
                    listed,
                });
            }
        }
        self.claims.sort_by_key(|it| it.place);
        self
    }
}

fn last(header: &[String], heading: &str) -> Option<usize> {
    header.iter().rposition(|it| it == heading)
}

/// Returns the place of the column that names the pools.
fn money_id(own: &Own, header: &[String]) -> Option<usize> {
    let copied = own.copied()?;
    let heading = copied.headings.get(*copied.key.first()?)?;
    header.iter().position(|it| it == heading)
}

/// Adds the columns that a test of the rule file compares.
fn tested(call: &Call, tests: &[Test], header: &[String], own: &Own, claims: &mut Vec<Column>) {
    let expectations = tests.iter().flat_map(|test| &test.expectations);
    for (expectation, _) in expectations {
        let Expectation::Column {
            what,
            column,
            file: None,
            cells,
        } = expectation
        else {
            continue;
        };
        let Some(claim) = Claim::of(call, *what) else {
            continue;
        };
        let twice = claims
            .iter()
            .any(|it: &Column| it.heading == *column && it.claim == claim);
        let place = header.iter().position(|it| it == column);
        let Some(place) = place.filter(|_| !twice) else {
            continue;
        };
        let listed = match &claim {
            Claim::Listed { it, .. } => own.column(it, 0).map(|(_, places)| places),
            _ => None,
        };
        claims.push(Column {
            place,
            heading: column.clone(),
            claim,
            cells: cells.clone(),
            own: false,
            listed: listed.unwrap_or_default(),
        });
    }
}

/// Returns what a column claims by its heading, which stands there for the `nth` time.
fn headed(
    call: &Call,
    own: &Own,
    (place, heading): (usize, &String),
    nth: usize,
) -> Option<Column> {
    let column = |claim, is_own, listed| Column {
        place,
        heading: heading.clone(),
        claim,
        cells: Vec::new(),
        own: is_own,
        listed,
    };
    let listed = own.column(heading, nth);
    // A heading that the lists have twice means what its own column does.
    let is_first = nth == 0 && !own.is_of_money();
    if let Some(claim) = typed(heading).filter(|_| is_first) {
        return Some(column(claim, true, Vec::new()));
    }
    if let Some((claim, places)) = listed {
        return Some(column(claim, true, places));
    }
    if own.is_of_money() {
        return None;
    }
    let compared = call.proposals.compare.iter().any(|it| it == heading);
    let is_stated = compared || stated_in(call, heading).is_some();
    is_stated.then(|| column(Claim::Stated(heading.clone()), false, Vec::new()))
}

/// Returns the place of the fact that a column of the proposals states.
pub(super) fn stated_in(call: &Call, heading: &str) -> Option<usize> {
    let mut facts = call.facts.iter();
    facts.position(|fact| fact.reading.column.as_ref().unwrap_or(&fact.name) == heading)
}

/// Returns what a heading of the engine's own lists claims.
fn typed(heading: &str) -> Option<Claim> {
    Claim::ALL
        .into_iter()
        .filter(|claim| !matches!(claim, Claim::Is(word) if *word != CountWord::WithReservation))
        .find(|claim| {
            if claim.word() == heading {
                return true;
            }
            let text = claim.text();
            [Language::Italian, Language::English]
                .into_iter()
                .any(|language| text.get(language) == heading)
        })
}

fn no_column(heading: &str, header: &[String]) -> Text {
    let near = nearest(heading, header.iter().map(String::as_str));
    let heading = visible(heading);
    let (it, en) = near.map(visible).map_or_else(Default::default, |near| {
        (
            format!("; forse si intendeva `{near}`?"),
            format!("; did you mean `{near}`?"),
        )
    });
    Text::new(
        format!("non c'è la colonna `{heading}`{it}"),
        format!("there is no column `{heading}`{en}"),
    )
}

fn no_claim(word: &str, own: &Own) -> Text {
    let known: Vec<_> = Claim::ALL.iter().map(Claim::word).collect();
    let near = nearest(word, known.iter().copied().chain(own.headings()));
    let (near_it, near_en) = near.map(visible).map_or_else(Default::default, |near| {
        (
            format!("; forse si intendeva `{near}`?"),
            format!("; did you mean `{near}`?"),
        )
    });
    let (word, known) = (visible(word), known.join(", "));
    Text::new(
        format!(
            "`{word}` non è fra ciò che una colonna può dire: id, {known}, o il titolo di una colonna degli elenchi di `bando rank`{near_it}"
        ),
        format!(
            "`{word}` is not among what a column can say: id, {known}, or the heading of a column of the lists of `bando rank`{near_en}"
        ),
    )
}
