//! The inputs of an outcome, and the names under which they are kept beside it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::source::digest;

/// The folder beside a record in which its inputs are kept.
pub const INPUTS: &str = "inputs";

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// The rule file.
    Rules,
    /// A table that the rule file names.
    Table,
    /// The programme that the envelope is taken from.
    Programme,
    /// The ledger of that programme.
    Ledger,
    /// The proposals.
    Proposals,
    /// Who marks which proposal.
    Assignments,
    /// Marks of the panel.
    Marks,
    /// The approved outcome whose values over other proposals stay.
    Frozen,
    /// The record before a slide.
    Former,
    /// What has happened since, for one slide.
    Events,
    /// The programme as it stands at one slide.
    LaterProgramme,
}

impl InputKind {
    /// Tells whether it stands where the rule file looks for it.
    pub(super) fn is_named_by_rules(self) -> bool {
        matches!(self, Self::Table | Self::Programme | Self::Ledger)
    }

    /// Returns the folder of such inputs.
    fn folder(self) -> &'static str {
        match self {
            Self::Rules | Self::Table | Self::Programme | Self::Ledger => "rules",
            Self::Proposals => "proposals",
            Self::Assignments => "assignments",
            Self::Marks => "marks",
            Self::Frozen => "frozen",
            Self::Former => "former",
            Self::Events => "events",
            Self::LaterProgramme => "programmes",
        }
    }
}

/// An input as it was given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// What it is.
    pub kind: InputKind,
    /// Its path; of a table or a programme, its name in the rule file.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An input as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// What it is.
    pub kind: InputKind,
    /// Where it is kept, below the folder of the record: `inputs/proposals/domande.csv`.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Returns where each input is kept: never a path of this machine, and never two at one place.
///
/// Tables keep their place relative to the rule file. The order in which inputs are given changes
/// nothing.
///
/// ```
/// use bando::record::{Given, InputKind, copies};
/// let given = |kind, name: &str, text: &str| Given {
///     kind,
///     name: name.to_owned(),
///     bytes: text.into(),
/// };
/// let inputs = vec![
///     given(InputKind::Marks, "/home/anna/rossi.csv", "b"),
///     given(InputKind::Marks, "/home/luca/Rossi.csv", "a"),
///     given(InputKind::Table, "tables/comuni.csv", "c"),
///     given(InputKind::Rules, "C:\\bandi\\avviso.bando", "d"),
/// ];
/// let files: Vec<String> = copies(inputs).into_iter().map(|it| it.file).collect();
/// assert_eq!(files, [
///     "inputs/rules/avviso.bando",
///     "inputs/rules/tables/comuni.csv",
///     "inputs/marks/2-rossi.csv",
///     "inputs/marks/Rossi.csv",
/// ]);
/// ```
pub fn copies(mut given: Vec<Given>) -> Vec<Copy> {
    for input in &mut given {
        if !input.kind.is_named_by_rules() {
            input.name = plain_name(&input.name);
        }
    }
    // What the rules name has a place of its own: the others give way to it.
    given.sort_by_cached_key(|it| {
        let gives_way = !it.kind.is_named_by_rules();
        (gives_way, it.kind, it.name.clone(), digest(&it.bytes))
    });
    let mut taken = BTreeSet::new();
    let mut copies: Vec<Copy> = given.into_iter().map(|it| copy(it, &mut taken)).collect();
    copies.sort_by(|a, b| (a.kind, &a.file).cmp(&(b.kind, &b.file)));
    copies
}

fn copy(given: Given, taken: &mut BTreeSet<String>) -> Copy {
    let folder = given.kind.folder();
    let mut file = format!("{INPUTS}/{folder}/{}", given.name);
    let mut number = 2_u64;
    // On some systems capitals tell no files apart.
    while !taken.insert(file.to_lowercase()) && !given.kind.is_named_by_rules() {
        file = format!("{INPUTS}/{folder}/{number}-{}", given.name);
        number = number.saturating_add(1);
    }
    Copy {
        kind: given.kind,
        file,
        bytes: given.bytes,
    }
}

/// Returns the record before a slide, its events, and the programme as it stands then, as they are
/// kept beside the record of the slide, before which there were `slides`.
pub(super) fn of_slide(
    slides: usize,
    record: &[u8],
    events: (&str, &[u8]),
    programme: Option<(&str, &[u8])>,
) -> Vec<Copy> {
    let copy = |kind: InputKind, number: usize, name: &str, bytes: &[u8]| Copy {
        kind,
        file: format!("{INPUTS}/{}/{number:03}-{name}", kind.folder()),
        bytes: bytes.to_vec(),
    };
    let number = slides.saturating_add(1);
    let mut copies = vec![
        copy(InputKind::Former, slides, "outcome.json", record),
        copy(InputKind::Events, number, &plain_name(events.0), events.1),
    ];
    copies
        .extend(programme.map(|(name, bytes)| {
            copy(InputKind::LaterProgramme, number, &plain_name(name), bytes)
        }));
    copies
}

/// Returns the name that an input of a slide had when it was given.
pub(super) fn given_name(copy: &Copy) -> &str {
    let name = copy.file.rsplit('/').next().unwrap_or_default();
    name.split_once('-').map_or(name, |(_, name)| name)
}

/// Returns the number of the slide, counted from 1, of which an input is kept.
pub(super) fn slide_of(copy: &Copy) -> Option<usize> {
    let name = copy.file.rsplit('/').next()?;
    name.split('-').next()?.parse().ok()
}

/// Returns the last part of a path, fit to name a file on every system.
fn plain_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |it: char| it.is_control() || "<>:\"|?*".contains(it);
    let name: String = name
        .chars()
        .map(|it| if odd(it) { '_' } else { it })
        .collect();
    match name.as_str() {
        "" | "." | ".." => "input".to_owned(),
        _ => name,
    }
}
