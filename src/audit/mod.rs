//! A published list, held against the outcome that the declared rules give.
//!
//! # Steps
//! 1. `own`: the engine's own lists, and which of them the list is a copy of.
//! 2. `columns`: which columns of the list claim what.
//! 3. `reading`: the list's rows, each with its claims.
//! 4. `scope`: which proposals the list claims to name.
//! 5. `departures`: which rows are too many or missing, and where a claim is not what the rules
//!    give (`rules`, in the words of `words`).
//! 6. `order`: whether the rows stand in the order of the ranks that they state.

mod claims;
mod columns;
mod departures;
mod order;
mod own;
mod reading;
mod rules;
mod scope;
mod words;

use crate::call::{Call, Format, Separator, Test};
use crate::engine::Outcome;
use crate::facts::Proposal;
use crate::text::{Language, Text};
use crate::value::CountWord;

pub use claims::Claim;
use departures::Compared;
pub use departures::Departure;
use own::Own;
pub use scope::{Scope, Why};

/// A published list, and how to read it.
#[derive(Clone, Debug)]
pub struct PublishedList<'a> {
    /// Its bytes: CSV.
    pub bytes: &'a [u8],
    /// Its encoding, and how its numbers are written.
    pub format: Format,
    /// Whether the columns headed as those of the engine write their numbers so too, and not
    /// `1234.56`.
    pub own_as_well: bool,
    /// What may part its cells: the first with which its columns are found does.
    pub separators: Vec<Separator>,
    /// Which column claims what, where neither its heading nor the rule file says so: the words of
    /// [`Claim::from_word`], or `id`, with the heading.
    pub columns: &'a [(String, String)],
    /// Which proposals it names, all of them and no others; told by what it holds where nobody says.
    pub only: Option<CountWord>,
}

impl PublishedList<'_> {
    /// Returns how the cells of a column are written, which is headed as the engine's own or not.
    fn format_of(&self, own: bool) -> Format {
        if own && !self.own_as_well {
            Format::default()
        } else {
            self.format
        }
    }
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
    /// How many proposals of the call the list names, or how many pools.
    pub named: usize,
    /// Every departure, in the order of the ids.
    pub departures: Vec<Departure>,
    /// What is odd in the list, and departs from no rule.
    pub remarks: Vec<Text>,
}

/// Holds a published list against the outcome of the rules, and against the proposals that it is of.
///
/// A column claims what its heading says in the lists of this engine, in either language; what an
/// expectation of a test of the rule file says, as in `admitted as column ammesso with "Sì" = yes`;
/// what `list` says; or, headed as a column of the file of proposals, what each proposal states. A
/// list headed as the engine heads its own is compared cell by cell with the one it is a copy of. A
/// proposal departs too that the list should name and does not, names and should not, or names more
/// than once: which those are, whoever audits says, or what the list holds.
///
/// # Errors
/// Says why the list cannot be read.
pub fn audit(
    call: &Call,
    tests: &[Test],
    (proposals, outcome): (&[Proposal], &Outcome),
    list: &PublishedList<'_>,
) -> Result<Audit, Text> {
    let text = list.format.encoding.decode(list.bytes);
    let text = text.map_err(|error| error.message)?;
    let (mut why, mut read) = ((0, Text::italian("")), None);
    for separator in &list.separators {
        let header = columns::header(&text, *separator);
        let count = header.as_ref().map_or(1, Vec::len);
        let found = header.and_then(|header| {
            let ids = columns::ids(&text, *separator, &header);
            let own = Own::of(call, outcome, &header, (list.only, &ids));
            let columns = columns::find(call, tests, &header, (list, &own))?;
            let columns = columns.with_worded((&text, *separator), &header, &own);
            Ok((*separator, header, own, columns))
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
    let Some((separator, header, own, columns)) = read else {
        return Err(why.1);
    };
    let rows = reading::rows(call, &text, (separator, list), &columns)?;
    let scope = scope::scope(call, outcome, list.only, (&header, &own), &rows);
    let is_read = |place: &usize| {
        let mut claims = columns.claims.iter();
        columns.key.contains(place) || claims.any(|it| it.place == *place)
    };
    let ignored = (0..).zip(header).filter(|(place, _)| !is_read(place));
    let compared = Compared {
        call,
        outcome,
        proposals,
        list,
        own: &own,
        columns: &columns,
        scope,
    };
    Ok(Audit {
        named: compared.named(&rows),
        ignored: ignored.map(|(_, heading)| heading).collect(),
        departures: compared.departures(&rows),
        remarks: order::remark(&rows).into_iter().collect(),
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
