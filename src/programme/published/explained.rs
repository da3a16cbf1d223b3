//! Explanations in words: which cells would be wrong, and what was reckoned from them.

use super::amount::amount_text;
use super::cells::Position;
use super::telling::{lines, list, text};
use super::told::{ToldChange, ToldExplanation};
use crate::number::Money;
use crate::text::{Language, Text};

/// Column and difference of the only line of an explanation, and its other changes.
pub(super) type Kind = (usize, i64, bool, Vec<(Position, usize, Money)>);

/// Returns what explanations have in common that differ in the line alone.
pub(super) fn kind_of(explanation: &ToldExplanation) -> Option<Kind> {
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
pub(super) fn together(alike: &[&ToldExplanation]) -> ToldExplanation {
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

/// Says which cells are wrong, and what was reckoned from them.
pub(super) fn explained(wrong: &[Text], dependants: &[&ToldChange]) -> Text {
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

fn printed_words(change: &ToldChange) -> Text {
    match change.printed {
        Some(printed) => amount_text(printed),
        None => Text::new("in bianco", "blank"),
    }
}

/// Says what a root should be; an act that prints nothing or nought may have been left out.
pub(super) fn root_words(change: &ToldChange, is_act: bool) -> Text {
    let left_out = is_act && change.printed.is_none_or(|it| it == Money::ZERO);
    let (name, printed) = (&change.name, printed_words(change));
    let (corrected, by) = (amount_text(change.corrected), amount_text(change.by));
    text(|language| {
        let (name, printed) = (name.get(language), printed.get(language));
        let (corrected, by) = (corrected.get(language), by.get(language));
        match (language, left_out) {
            (Language::Italian, _) if change.shared => {
                format!("{name} (stampato {printed}) dovrebbe cambiare di {by}")
            }
            (Language::English, _) if change.shared => {
                format!("{name} (printed {printed}) should change by {by}")
            }
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

/// Says what a cell changes to; one that other causes change too, by how much.
pub(super) fn change_words(change: &ToldChange) -> Text {
    let (name, printed) = (&change.name, printed_words(change));
    let (corrected, by) = (amount_text(change.corrected), amount_text(change.by));
    text(|language| {
        let (name, printed) = (name.get(language), printed.get(language));
        let (corrected, by) = (corrected.get(language), by.get(language));
        match language {
            Language::Italian if change.shared => format!("{name} (di {by})"),
            Language::English if change.shared => format!("{name} (by {by})"),
            Language::Italian => format!("{name} ({corrected}, non {printed})"),
            Language::English => format!("{name} ({corrected}, not {printed})"),
        }
    })
}
