//! A published list, held against the outcome that the declared rules give.
//!
//! # Steps
//! 1. `columns`: which columns of the list claim what.
//! 2. `reading`: the list's rows, each with its claims.
//! 3. `departures`: where a claim is not what the rules give, and by how much.

mod claims;
mod columns;
mod departures;
mod reading;

use std::collections::BTreeMap;

use crate::call::{Call, Format, Separator, Test};
use crate::engine::Outcome;
use crate::text::{Language, Text};

pub use claims::Claim;
pub use departures::Departure;

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
}

/// What holding a list against the rules gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// The columns compared, with what each claims.
    pub columns: Vec<(String, Claim)>,
    /// How many proposals of the call the list names.
    pub named: usize,
    /// Every departure, in the order of the ids.
    pub departures: Vec<Departure>,
}

/// Holds a published list against the outcome of the rules.
///
/// A column claims what its heading says in the lists of this engine, in either language; what an
/// expectation of a test of the rule file says, as in `admitted as column ammesso with "Sì" = yes`;
/// or what `list` says. A proposal that the rules rank and that the list does not name departs too.
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
    let found = list.separators.iter().map(|separator| {
        let header = columns::header(&text, *separator)?;
        let columns = columns::find(call, tests, &header, list.columns)?;
        Ok((*separator, columns))
    });
    let (mut first_error, mut read) = (None, None);
    for found in found {
        match found {
            Ok(found) => {
                read = Some(found);
                break;
            }
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    let Some((separator, columns)) = read else {
        return Err(first_error.unwrap_or_else(|| Text::italian("")));
    };
    let rows = reading::rows(call, &text, (separator, &list.format), &columns)?;
    let known: BTreeMap<&str, usize> = (0..)
        .zip(&outcome.proposals)
        .map(|(place, proposal)| (proposal.id.as_str(), place))
        .collect();
    let named = rows
        .iter()
        .filter(|row| known.contains_key(row.id.as_str()));
    Ok(Audit {
        named: named.count(),
        departures: departures::departures(call, outcome, &known, &rows),
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
