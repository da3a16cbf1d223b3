//! Causes in words: the sum that differs, its dependants, the rival explanations.

use std::collections::BTreeSet;

use super::amount::amount_text;
use super::cells::{Cells, Position};
use super::system::{Cause, Change, Explanation};
use super::telling::{lines, list, text};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::Money;
use crate::text::{Language, Text};

/// How many explanations of a kind are named one by one before they are told together.
const NAMED: usize = 3;

/// How many explanations people are shown.
const SHOWN: usize = 8;

/// A cause, with its explanations in words.
///
/// Any explanation goes with any of the first `fewest` of every other cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Which sum does not hold, and by how much.
    pub message: Text,
    /// The cell of that sum.
    pub place: DataPlace,
    /// The other sums that do not hold with it, each with its cell.
    pub also: Vec<(Text, DataPlace)>,
    /// What could explain it, each a set of changes that belong together: those that change the fewest
    /// cells come first.
    pub explanations: Vec<ToldExplanation>,
    /// How many of them change so few cells that no smaller set would do.
    pub fewest: usize,
    /// Whether those are all of them; else the search was stopped, and fewer cells might do.
    pub complete: bool,
    /// Whether of the explanations that change more cells not all were looked for.
    pub others_cut_short: bool,
}

/// The explanations that people are shown, and how many others there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Those that change the fewest cells, many of a kind as one.
    pub explanations: Vec<ToldExplanation>,
    /// How many others change as few.
    pub as_few: usize,
    /// How many others change more.
    pub more: usize,
}

/// One way in which the cause may have come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldExplanation {
    /// Which cell would be wrong, and what it should be.
    pub message: Text,
    /// The cells that would change, the wrong ones first.
    pub changes: Vec<ToldChange>,
    /// How many of them are wrong by themselves; the others were reckoned from them.
    pub slips: usize,
}

/// A cell that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldChange {
    /// What people call it.
    pub name: Text,
    /// Where it stands.
    pub place: DataPlace,
    /// The row.
    pub row: Position,
    /// The column, as a place in [`super::Profile::amounts`].
    pub column: usize,
    /// The amount as printed; `None` where the cell is blank.
    pub printed: Option<Money>,
    /// What it would be.
    pub corrected: Money,
}

impl Told {
    /// Returns the cause as a diagnostic: the sum that differs, its dependants, the rival explanations.
    pub fn diagnostic(&self) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::data(Code::SumsDiffer, self.place.clone(), self.message.clone());
        let first = self.explanations.first().filter(|it| it.slips == 1);
        let own = first.filter(|it| it.changes.first().map(|it| &it.place) == Some(&self.place));
        for change in own.iter().flat_map(|it| it.changes.iter().skip(1)) {
            let words = change_words(change);
            diagnostic = diagnostic.with_related_data(
                change.place.clone(),
                text(|language| match language {
                    Language::Italian => {
                        format!("ne dipende {}", words.get(language))
                    }
                    Language::English => format!("on it depends {}", words.get(language)),
                }),
            );
        }
        let known: Vec<&DataPlace> = own
            .iter()
            .flat_map(|it| &it.changes)
            .map(|it| &it.place)
            .collect();
        let also = self
            .also
            .iter()
            .filter(|(_, place)| !known.contains(&place));
        for (words, place) in also {
            let words = text(|language| match language {
                Language::Italian => format!("non torna nemmeno: {}", words.get(language)),
                Language::English => format!("does not hold either: {}", words.get(language)),
            });
            diagnostic = diagnostic.with_related_data(place.clone(), words);
        }
        diagnostic.with_hint(self.hint())
    }

    fn hint(&self) -> Text {
        let count = self.explanations.len();
        if !self.complete {
            return Text::new(
                "la ricerca si è fermata: ci possono essere altre spiegazioni; scegliere sull'atto",
                "the search was stopped: there may be other explanations; choose by the act",
            );
        }
        match &*self.explanations {
            [only] => text(|language| match language {
                Language::Italian => {
                    format!("verificare sull'atto: {}", only.message.get(language))
                }
                Language::English => format!("ask the act: {}", only.message.get(language)),
            }),
            _ if self.others_cut_short => Text::new(
                format!(
                    "i conti lasciano almeno {count} spiegazioni, e nessuna è applicata: scegliere sull'atto"
                ),
                format!(
                    "sums leave at least {count} explanations, and none is applied: choose by the act"
                ),
            ),
            _ => Text::new(
                format!(
                    "i conti lasciano {count} spiegazioni, e nessuna è applicata: scegliere sull'atto"
                ),
                format!("sums leave {count} explanations, and none is applied: choose by the act"),
            ),
        }
    }

    /// Returns the explanations that change the fewest cells.
    pub fn of_fewest_cells(&self) -> &[ToldExplanation] {
        self.explanations.get(..self.fewest).unwrap_or_default()
    }

    /// Tells whether a change is in every explanation of the fewest cells.
    pub fn is_certain(&self, change: &ToldChange) -> bool {
        self.complete
            && self
                .of_fewest_cells()
                .iter()
                .all(|it| it.changes.contains(change))
    }

    /// Returns what people are shown.
    pub fn shown(&self) -> Shown {
        let fewest = self.of_fewest_cells();
        let kinds: Vec<Option<Kind>> = fewest.iter().map(kind_of).collect();
        let mut done: BTreeSet<&Kind> = BTreeSet::new();
        let mut explanations: Vec<ToldExplanation> = Vec::new();
        let mut told = 0_usize;
        for (explanation, kind) in fewest.iter().zip(&kinds) {
            if kind.as_ref().is_some_and(|it| done.contains(it)) {
                continue;
            }
            let alike = fewest.iter().zip(&kinds);
            let alike = alike.filter(|(_, other)| kind.is_some() && *other == kind);
            let alike: Vec<&ToldExplanation> = alike.map(|(it, _)| it).collect();
            if explanations.len() >= SHOWN {
                break;
            }
            match kind {
                Some(kind) if alike.len() > NAMED => {
                    done.insert(kind);
                    told = told.saturating_add(alike.len());
                    explanations.push(together(&alike));
                }
                _ => {
                    told = told.saturating_add(1);
                    explanations.push(explanation.clone());
                }
            }
        }
        Shown {
            explanations,
            as_few: fewest.len().saturating_sub(told),
            more: self.explanations.len().saturating_sub(fewest.len()),
        }
    }
}

/// Column and difference of the only line of an explanation, and its other changes.
type Kind = (usize, i64, bool, Vec<(Position, usize, Money)>);

/// Returns what explanations have in common that differ in the line alone.
fn kind_of(explanation: &ToldExplanation) -> Option<Kind> {
    let of_line = |it: &&ToldChange| matches!(it.row, Position::Line(_));
    let mut lines = explanation.changes.iter().filter(of_line);
    let (Some(line), None) = (lines.next(), lines.next()) else {
        return None;
    };
    // A blank cell says more than one that is filled.
    let by = line.corrected.cents().checked_sub(line.printed?.cents())?;
    let slips = explanation.changes.get(..explanation.slips)?;
    let others = explanation.changes.iter().filter(|it| !of_line(it));
    let others = others.map(|it| (it.row, it.column, it.corrected));
    Some((line.column, by, slips.contains(line), others.collect()))
}

/// Tells many explanations of a kind as one.
fn together(alike: &[&ToldExplanation]) -> ToldExplanation {
    let of_line = |it: &&ToldChange| matches!(it.row, Position::Line(_));
    let lines_of_all = alike
        .iter()
        .filter_map(|it| it.changes.iter().find(of_line));
    let all: Vec<&ToldChange> = lines_of_all.collect();
    let rows: Vec<u64> = all.iter().filter_map(|it| it.place.line).collect();
    let rows = lines(&rows);
    let by = alike
        .first()
        .and_then(|it| kind_of(it))
        .map_or(0, |it| it.1);
    let by = amount_text(Money::from_cents(by));
    let name = all.first().map(|it| column_of(it));
    let name = name.unwrap_or_else(|| Text::italian(""));
    let one = text(|language| {
        let (rows, by, name) = (rows.get(language), by.get(language), name.get(language));
        match language {
            Language::Italian => {
                format!("uno solo fra gli importi {name} delle {rows} dovrebbe cambiare di {by}")
            }
            Language::English => {
                format!("one alone of the amounts {name} of {rows} should change by {by}")
            }
        }
    });
    let first = alike.first().copied();
    let slips = first.map_or(0, |it| it.slips);
    let (wrong, dependants) = first
        .and_then(|it| it.changes.split_at_checked(slips))
        .unwrap_or_default();
    let mut words = vec![one];
    let others = wrong.iter().filter(|it| !of_line(it));
    words.extend(others.map(|it| root_words(it, false)));
    let dependants: Vec<&ToldChange> = dependants.iter().filter(|it| !of_line(it)).collect();
    ToldExplanation {
        message: explained(&words, &dependants),
        changes: Vec::new(),
        slips,
    }
}

/// Returns the words before "of line", which are those of the column.
fn column_of(change: &ToldChange) -> Text {
    let name = &change.name;
    let head = |words: &str, sign: &str| {
        let (head, _) = words.split_once(sign).unwrap_or((words, ""));
        head.to_owned()
    };
    Text::new(
        head(name.get(Language::Italian), " della "),
        head(name.get(Language::English), " of "),
    )
}

pub(super) fn told(cells: &Cells<'_>, cause: &Cause) -> Told {
    let definition = cells.system.definitions().get(cause.broken);
    let explanations = cause.explanations.iter();
    let explanations: Vec<ToldExplanation> =
        explanations.map(|it| explanation(cells, it)).collect();
    let (mut fewest, mut others) = explanations
        .split_at_checked(cause.fewest)
        .map_or_else(Default::default, |(few, others)| {
            (few.to_vec(), others.to_vec())
        });
    // A programme foresees nothing less than nought: such an explanation is none, where there are others.
    let ceiling = cells.table.profile.programme();
    let possible = |it: &ToldExplanation| {
        let foreseen = it.changes.iter().filter(|it| Some(it.column) == ceiling);
        !foreseen.into_iter().any(|it| it.corrected < Money::ZERO)
    };
    if fewest.iter().any(possible) {
        fewest.retain(possible);
    }
    others.retain(possible);
    // An amount that is missing altogether is the first to be thought of.
    let blank = |it: &ToldExplanation| it.changes.first().is_some_and(|it| it.printed.is_none());
    fewest.sort_by_key(|it| (it.changes.len(), !blank(it)));
    let count = fewest.len();
    fewest.append(&mut others);
    let also = cause.also.iter();
    let also = also.filter_map(|it| cells.system.definitions().get(*it));
    Told {
        also: also
            .map(|it| (cells.broken(it), cells.place(it.target)))
            .collect(),
        message: definition.map_or_else(|| Text::italian(""), |it| cells.broken(it)),
        place: cells.place(definition.map_or(0, |it| it.target)),
        explanations: fewest,
        fewest: count,
        complete: cause.complete,
        others_cut_short: cause.others_cut_short,
    }
}

fn explanation(cells: &Cells<'_>, explanation: &Explanation) -> ToldExplanation {
    let changes = explanation.changes.iter();
    let changes: Vec<ToldChange> = changes.map(|it| change(cells, it)).collect();
    let acts: Vec<usize> = cells.table.profile.acts().collect();
    let (wrong, dependants) = changes
        .split_at_checked(explanation.slips)
        .unwrap_or_default();
    let words = wrong.iter();
    let words: Vec<Text> = words
        .map(|it| root_words(it, acts.contains(&it.column)))
        .collect();
    let message = explained(&words, &dependants.iter().collect::<Vec<_>>());
    ToldExplanation {
        message,
        slips: explanation.slips,
        changes,
    }
}

/// Says which cells are wrong, and what was reckoned from them.
fn explained(wrong: &[Text], dependants: &[&ToldChange]) -> Text {
    let several = wrong.len() > 1;
    let wrong = text(|language| {
        let words: Vec<&str> = wrong.iter().map(|it| it.get(language)).collect();
        words.join("; ")
    });
    if dependants.is_empty() {
        return wrong;
    }
    let dependants: Vec<Text> = dependants.iter().map(|it| change_words(it)).collect();
    let dependants = text(|language| {
        let words = dependants.iter().map(|it| it.get(language).to_owned());
        let words = list(&words.collect::<Vec<_>>());
        words.get(language).to_owned()
    });
    text(|language| {
        let (wrong, dependants) = (wrong.get(language), dependants.get(language));
        match language {
            Language::Italian => format!("{wrong}; di conseguenza cambiano {dependants}"),
            Language::English if several => format!("{wrong}; with them change {dependants}"),
            Language::English => format!("{wrong}; with it change {dependants}"),
        }
    })
}

fn change(cells: &Cells<'_>, change: &Change) -> ToldChange {
    let (row, column) = cells.position(change.cell);
    let printed = Money::from_cents(change.printed);
    ToldChange {
        name: cells.name(change.cell),
        place: cells.place(change.cell),
        row,
        column,
        printed: (!cells.is_blank(change.cell)).then_some(printed),
        corrected: Money::from_cents(change.corrected),
    }
}

fn printed_words(change: &ToldChange) -> Text {
    match change.printed {
        Some(printed) => amount_text(printed),
        None => Text::new("in bianco", "blank"),
    }
}

/// Says what a root should be; an act that prints nothing or nought may have been left out.
fn root_words(change: &ToldChange, is_act: bool) -> Text {
    let left_out = is_act && change.printed.is_none_or(|it| it == Money::ZERO);
    let (name, printed) = (&change.name, printed_words(change));
    let corrected = amount_text(change.corrected);
    text(|language| {
        let (name, printed) = (name.get(language), printed.get(language));
        let corrected = corrected.get(language);
        match (language, left_out) {
            (Language::Italian, true) => {
                format!("manca {name}: dovrebbe essere {corrected}, non {printed}")
            }
            (Language::Italian, false) => {
                format!("{name} dovrebbe essere {corrected}, non {printed}")
            }
            (Language::English, true) => {
                format!("{name} is missing: it should be {corrected}, not {printed}")
            }
            (Language::English, false) => format!("{name} should be {corrected}, not {printed}"),
        }
    })
}

/// Says what a cell changes to.
fn change_words(change: &ToldChange) -> Text {
    let (name, printed) = (&change.name, printed_words(change));
    let corrected = amount_text(change.corrected);
    text(|language| {
        let (name, printed) = (name.get(language), printed.get(language));
        let corrected = corrected.get(language);
        match language {
            Language::Italian => format!("{name} ({corrected}, non {printed})"),
            Language::English => format!("{name} ({corrected}, not {printed})"),
        }
    })
}
