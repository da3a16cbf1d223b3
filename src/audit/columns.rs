//! Which columns of a published list claim what.

use super::PublishedList;
use super::claims::Claim;
use crate::call::{Call, CellMeaning, Expectation, Records, Separator, Test, visible};
use crate::text::{Language, Text, nearest};
use crate::value::CountWord;

/// The columns of a list that are read.
pub(super) struct Columns {
    /// How many there are in all.
    pub(super) count: usize,
    /// Where the id stands.
    pub(super) id: usize,
    /// The columns that claim something.
    pub(super) claims: Vec<Column>,
}

/// A column that claims something.
pub(super) struct Column {
    pub(super) place: usize,
    pub(super) heading: String,
    pub(super) claim: Claim,
    /// What each cell means, where the rule file says so.
    pub(super) cells: Vec<(String, bool)>,
    /// Whether it is one of the engine's own lists, whose numbers are plain.
    pub(super) own: bool,
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

/// Finds the columns that claim something: those that `list` names, those of the tests of the rule
/// file, and those headed as the engine's own lists are.
pub(super) fn find(
    call: &Call,
    tests: &[Test],
    header: &[String],
    list: &PublishedList<'_>,
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
        let claim = Claim::from_word(word).ok_or_else(|| no_claim(word))?;
        claims.push(Column {
            place,
            heading: heading.clone(),
            claim,
            cells: Vec::new(),
            own: false,
        });
    }
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
        let Some(claim) = Claim::of(*what) else {
            continue;
        };
        let twice = claims
            .iter()
            .any(|it: &Column| it.heading == *column && it.claim == claim);
        if let Some(place) = place(column).filter(|_| !twice) {
            claims.push(Column {
                place,
                heading: column.clone(),
                claim,
                cells: yes_and_no(cells),
                own: false,
            });
        }
    }
    for (place, heading) in header.iter().enumerate() {
        let taken = claims.iter().any(|it| it.place == place) || id == Some(place);
        if let Some(claim) = own(heading).filter(|_| !taken) {
            claims.push(Column {
                place,
                heading: heading.clone(),
                claim,
                cells: Vec::new(),
                own: true,
            });
        }
    }
    claims.sort_by_key(|it| it.place);
    let id = id
        .or_else(|| place(&call.proposals.id))
        .or_else(|| place("id"))
        .ok_or_else(|| {
            let name = &call.proposals.id;
            Text::new(
                format!("manca la colonna `{name}` con l'identificativo: indicarla con `--column id=COLONNA`"),
                format!("the column `{name}` with the id is missing: name it with `--column id=COLUMN`"),
            )
        })?;
    // To stand in the list may be all that is claimed.
    if claims.is_empty() && list.only.is_none() {
        return Err(Text::new(
            "nessuna colonna dice qualcosa che si possa confrontare: indicarne una, per esempio con `--column award=COLONNA`, o dire con `--only` di quali proposte è l'elenco",
            "no column says anything that can be compared: name one, for example with `--column award=COLUMN`, or say with `--only` of which proposals it is the list",
        ));
    }
    Ok(Columns {
        count: header.len(),
        id,
        claims,
    })
}

/// Keeps of the words of a column those that mean yes or no.
fn yes_and_no(cells: &[(String, CellMeaning)]) -> Vec<(String, bool)> {
    let cells = cells.iter();
    cells
        .filter_map(|(word, meaning)| match meaning {
            CellMeaning::YesNo(yes) => Some((word.clone(), *yes)),
            CellMeaning::Outcome(_) => None,
        })
        .collect()
}

/// Returns what a heading of the engine's own lists claims.
fn own(heading: &str) -> Option<Claim> {
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

fn no_claim(word: &str) -> Text {
    let known: Vec<_> = Claim::ALL.iter().map(Claim::word).collect();
    let (word, known) = (visible(word), known.join(", "));
    Text::new(
        format!("`{word}` non è fra ciò che una colonna può dire: id, {known}"),
        format!("`{word}` is not among what a column can say: id, {known}"),
    )
}
