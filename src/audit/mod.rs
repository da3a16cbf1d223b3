//! A published list, held against the outcome that the declared rules give.
//!
//! # Steps
//! 1. `columns`: which columns of the list claim what.
//! 2. `reading`: the list's rows, each with its claims.
//! 3. `scope`: which proposals the list claims to name.
//! 4. `departures`: where a claim is not what the rules give, and by how much.

mod claims;
mod columns;
mod departures;
mod reading;
mod scope;

use std::collections::BTreeMap;

use crate::call::{Call, Format, Separator, Test};
use crate::engine::Outcome;
use crate::text::{Language, Text};
use crate::value::CountWord;

pub use claims::Claim;
pub use departures::Departure;
pub use scope::{Scope, Why};

/// A published list, and how to read it.
#[derive(Clone, Debug)]
pub struct PublishedList<'a> {
    /// Its bytes: CSV.
    pub bytes: &'a [u8],
    /// Its encoding, and how its numbers are written.
    pub format: Format,
    /// What may part its cells: the first with which its columns are found does.
    pub separators: Vec<Separator>,
    /// Which column claims what, where neither its heading nor the rule file says so: the words of
    /// [`Claim::from_word`], or `id`, with the heading.
    pub columns: &'a [(String, String)],
    /// Which proposals it names, all of them and no others; told by what it holds where nobody says.
    pub only: Option<CountWord>,
}

/// What holding a list against the rules gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// The columns compared, with what each claims.
    pub columns: Vec<(String, Claim)>,
    /// The columns that nothing was compared with.
    pub ignored: Vec<String>,
    /// Which proposals the list claims to name.
    pub scope: Scope,
    /// How many proposals of the call the list names.
    pub named: usize,
    /// Every departure, in the order of the ids.
    pub departures: Vec<Departure>,
}

/// Holds a published list against the outcome of the rules.
///
/// A column claims what its heading says in the lists of this engine, in either language; what an
/// expectation of a test of the rule file says, as in `admitted as column ammesso with "Sì" = yes`;
/// or what `list` says. A proposal departs too that the list should name and does not, or names and
/// should not: which those are, whoever audits says, or what the list holds.
///
/// # Errors
/// Says why the list cannot be read.
pub fn audit(
    call: &Call,
    tests: &[Test],
    outcome: &Outcome,
    list: &PublishedList<'_>,
) -> Result<Audit, Text> {
    let text = list.format.encoding.decode(list.bytes);
    let text = text.map_err(|error| error.message)?;
    let (mut why, mut read) = ((0, Text::italian("")), None);
    for separator in &list.separators {
        let header = columns::header(&text, *separator);
        let count = header.as_ref().map_or(1, Vec::len);
        let found = header.and_then(|header| {
            let columns = columns::find(call, tests, &header, list)?;
            Ok((*separator, header, columns))
        });
        match found {
            Ok(found) => {
                read = Some(found);
                break;
            }
            // What parts the header into more cells is the likelier separator.
            Err(error) if count > why.0 => why = (count, error),
            Err(_) => {}
        }
    }
    let Some((separator, header, columns)) = read else {
        return Err(why.1);
    };
    let rows = reading::rows(call, &text, (separator, &list.format), &columns)?;
    let known: BTreeMap<&str, usize> = (0..)
        .zip(&outcome.proposals)
        .map(|(place, proposal)| (proposal.id.as_str(), place))
        .collect();
    let named = rows
        .iter()
        .filter(|row| known.contains_key(row.id.as_str()));
    let scope = scope::scope(call, outcome, list.only, &header, &rows);
    let is_read = |place: &usize| {
        let mut claims = columns.claims.iter();
        *place == columns.id || claims.any(|it| it.place == *place)
    };
    let ignored = (0..).zip(header).filter(|(place, _)| !is_read(place));
    Ok(Audit {
        named: named.count(),
        ignored: ignored.map(|(_, heading)| heading).collect(),
        departures: departures::departures(call, outcome, &known, (scope, &rows)),
        scope,
        columns: columns
            .claims
            .iter()
            .map(|column| (column.heading.clone(), column.claim.clone()))
            .collect(),
    })
}

/// Chooses between the Italian and the English words.
fn choose<'a>(language: Language, it: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Italian => it,
        Language::English => en,
    }
}
