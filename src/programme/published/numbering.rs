//! What is odd about the codes and titles of the objectives of a table.

use std::collections::BTreeSet;

use super::profile::TextRole;
use super::table::{Cell, Published, joined};
use super::telling::{list, text, warning};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Language, Text};

/// Says where the numbers of objectives leave one out.
pub(super) fn numbering(table: &Published) -> Vec<Diagnostic> {
    let objectives: Vec<&Cell> = table.objectives.iter().map(|it| &it.code).collect();
    let specifics: Vec<&Cell> = table.specifics.iter().map(|it| &it.code).collect();
    let mut found = Vec::new();
    for codes in [objectives, specifics] {
        found.extend(beginning(table, &codes));
        found.extend(gaps(table, &codes));
    }
    found
}

/// Says that the first numbers are left out: those of the table, or of an objective's parts.
fn beginning(table: &Published, codes: &[&Cell]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for code in codes {
        let Some((head, first)) = numbered(&code.text) else {
            continue;
        };
        // A number without points may be one of a longer list than the table's.
        if head.is_empty() || !known.insert(head) || first < 2 {
            continue;
        }
        let missing = left_out(head, 1, first);
        let own = &code.text;
        let message = text(|language| match language {
            Language::Italian => {
                format!(
                    "la numerazione comincia con {own}: {}",
                    missing.get(language)
                )
            }
            Language::English => {
                format!("the numbers begin with {own}: {}", missing.get(language))
            }
        });
        let place = table.grid.place(code.line, code.column);
        found.push(warning(Code::NumberingGap, place, message).with_hint(no_part_lost()));
    }
    found
}

/// Says that the numbers from one up to another are missing.
fn left_out(head: &str, from: u32, to: u32) -> Text {
    let all: Vec<String> = (from..to)
        .take(20)
        .map(|it| format!("{head}{it}"))
        .collect();
    let (is_one, all) = (all.len() == 1, list(&all));
    text(|language| {
        let all = all.get(language);
        match (language, is_one) {
            (Language::Italian, true) => format!("manca {all}"),
            (Language::Italian, false) => format!("mancano {all}"),
            (Language::English, true) => format!("{all} is missing"),
            (Language::English, false) => format!("{all} are missing"),
        }
    })
}

fn no_part_lost() -> Text {
    Text::new(
        "verificare sull'atto che non si sia persa una parte della tabella; se l'obiettivo non ha risorse, non c'è nulla da cambiare",
        "make sure from the act that no part of the table was lost; if the objective has no money, nothing is to be changed",
    )
}

fn gaps(table: &Published, codes: &[&Cell]) -> Vec<Diagnostic> {
    let found = codes.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        let (head, last) = numbered(&before.text)?;
        let (same, next) = numbered(&after.text)?;
        let missing = last.checked_add(1)?;
        if head != same || next <= missing {
            return None;
        }
        let missing = left_out(head, missing, next);
        let (before_code, code) = (&before.text, &after.text);
        let message = text(|language| match language {
            Language::Italian => {
                format!("dopo {before_code} viene {code}: {}", missing.get(language))
            }
            Language::English => format!(
                "{before_code} is followed by {code}: {}",
                missing.get(language)
            ),
        });
        let place = table.grid.place(after.line, after.column);
        let gap = warning(Code::NumberingGap, place, message)
            .with_related_data(
                table.grid.place(before.line, before.column),
                Text::new("l'ultimo prima del salto", "the last before the gap"),
            )
            .with_hint(no_part_lost());
        Some(gap)
    });
    found.collect()
}

/// Says which specific objectives have the number of another objective than the one they stand under,
/// where most have that of their own.
pub(super) fn elsewhere(table: &Published) -> Vec<Diagnostic> {
    let specifics: Vec<(&Cell, &Cell)> = table
        .specifics
        .iter()
        .filter_map(|it| Some((&it.code, &table.objectives.get(it.objective)?.code)))
        .collect();
    let is_own = |(code, objective): &(&Cell, &Cell)| {
        let rest = code.text.strip_prefix(&objective.text);
        rest.is_some_and(|it| it.starts_with('.'))
    };
    let (own, others): (Vec<_>, Vec<_>) = specifics.into_iter().partition(is_own);
    if own.len() <= others.len() {
        return Vec::new();
    }
    let found = others.into_iter().map(|(code, objective)| {
        let (own, of) = (&code.text, &objective.text);
        warning(
            Code::NumberingGap,
            table.grid.place(code.line, code.column),
            Text::new(
                format!("l'obiettivo specifico {own} sta sotto l'obiettivo {of}, di cui non ha il numero"),
                format!("specific objective {own} stands under objective {of}, whose number it does not have"),
            ),
        )
        .with_related_data(
            table.grid.place(objective.line, objective.column),
            Text::new("l'obiettivo è qui", "the objective is here"),
        )
        .with_hint(Text::new(
            "verificare sull'atto il codice, e che sopra non manchi la riga in cui comincia il suo obiettivo",
            "check the code in the act, and that the row in which its objective begins is not missing above",
        ))
    });
    found.collect()
}

/// Says which objectives have no words.
pub(super) fn without_title(table: &Published) -> Vec<Diagnostic> {
    let texts = &table.profile.texts;
    let general = table.objectives.iter();
    let general = general.filter(|it| joined(&it.title).is_empty());
    let general = general.filter(|_| texts.contains(&TextRole::Objective));
    let specific = table.specifics.iter();
    let specific = specific.filter(|it| joined(&it.title).is_empty());
    let specific = specific.filter(|_| texts.contains(&TextRole::Specific));
    let codes = general
        .map(|it| &it.code)
        .chain(specific.map(|it| &it.code));
    let found = codes.map(|code| {
        let name = &code.text;
        warning(
            Code::MissingPart,
            table.grid.place(code.line, code.column),
            Text::new(
                format!("l'obiettivo {name} non ha un titolo"),
                format!("objective {name} has no title"),
            ),
        )
        .with_hint(Text::new(
            "riprendere il titolo dall'atto",
            "take the title from the act",
        ))
    });
    found.collect()
}

/// Parts `7.3` into `7.` and 3.
fn numbered(code: &str) -> Option<(&str, u32)> {
    let at = code.rfind('.').map_or(0, |it| it.saturating_add(1));
    Some((code.get(..at)?, code.get(at..)?.parse().ok()?))
}
