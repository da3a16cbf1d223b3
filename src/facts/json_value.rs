//! One JSON value, read as the type of its fact.
//!
//! Texts and numbers go through the same reader as the cells of CSV, digit for digit, always in
//! plain format: a point before decimals, no groups, ISO dates. A number is what it is worth: for
//! JSON `3`, `3.0` and `3e0` are one number, while the texts `"3.0"` and `"3e0"` are no integers.
//!
//! What a JSON Schema cannot see is not forgiven, so that schema and reader agree: spaces around
//! what is no free text, letters that are not composed, numbers longer than programs keep.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::json_number::{self, MOST_PLACES, MOST_WHOLE_DIGITS};
use super::json_text::{Json, JsonKind};
use super::notation::Notation;
use super::shape::Leaf;
use crate::call::{CellError, CellErrorKind, Format, Names, Reading, Type, read_cell, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::{Language, Text};
use crate::value::Value;

/// Reads a value that is not null and whose type is no list.
///
/// # Errors
/// What is wrong, and for a set at which of its members.
pub(super) fn read(
    value: &Json<'_>,
    leaf: &Leaf,
    names: Names<'_>,
    notation: Notation,
) -> Result<Option<Value>, (Option<usize>, CellError)> {
    match (&value.kind, leaf.kind) {
        (JsonKind::List(members), Type::Set(_)) => members_of(members, leaf, names, notation),
        (JsonKind::YesNo(yes), Type::YesNo) => Ok(Some(Value::YesNo(*yes))),
        (JsonKind::Number(digits), kind) if kind.is_number() => {
            let plain = json_number::plain(digits);
            let read = text(&plain, leaf, kind, names, notation)?;
            if json_number::is_too_long(&plain) {
                return Err((None, too_long(digits, notation)));
            }
            Ok(read)
        }
        (JsonKind::Text(written), kind) if !matches!(kind, Type::Set(_)) => {
            text(written, leaf, kind, names, notation)
        }
        (_, kind) => Err((None, misplaced(value, kind, notation))),
    }
}

fn members_of(
    members: &[Json<'_>],
    leaf: &Leaf,
    names: Names<'_>,
    notation: Notation,
) -> Result<Option<Value>, (Option<usize>, CellError)> {
    let Type::Set(of) = leaf.kind else {
        return Ok(None);
    };
    let mut variants = BTreeSet::new();
    for (place, member) in members.iter().enumerate() {
        let at = |(_, error)| (Some(place), error);
        let read = match &member.kind {
            JsonKind::Text(written) => {
                text(written, leaf, Type::Enum(of), names, notation).map_err(at)?
            }
            _ => return Err((Some(place), misplaced(member, Type::Enum(of), notation))),
        };
        if let Some(Value::Variant(variant)) = read
            && !variants.insert(variant)
            && let JsonKind::Text(written) = &member.kind
        {
            let shown = visible(written);
            return Err((
                Some(place),
                bad(
                    Text::new(
                        format!("`{shown}` è scritto due volte"),
                        format!("`{shown}` is written twice"),
                    ),
                    Some(Text::new("toglierne uno", "remove one of them")),
                ),
            ));
        }
    }
    Ok(Some(Value::Set(variants)))
}

fn text(
    written: &str,
    leaf: &Leaf,
    kind: Type,
    names: Names<'_>,
    notation: Notation,
) -> Result<Option<Value>, (Option<usize>, CellError)> {
    if written.trim().is_empty() {
        return Err((
            None,
            bad(
                Text::new("il testo è vuoto", "the text is empty"),
                Some(notation.for_nothing()),
            ),
        ));
    }
    as_it_stands(written, kind)
        .and_then(|()| no_label(written, kind, names, notation))
        .and_then(|()| {
            let read = read_cell(written, kind, &leaf.reading, &Format::default(), names);
            read.map_err(|error| in_notation(error, written, kind, notation))
        })
        .map_err(|error| (None, error))
}

/// Refuses what only a table might hold: spaces around a value that is no free text, or letters
/// whose accents stand by themselves.
fn as_it_stands(written: &str, kind: Type) -> Result<(), CellError> {
    let page_mark = |it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t');
    if kind != Type::Text || written.contains(page_mark) {
        no_spaces_around(written)?;
    }
    let of_letters = !matches!(kind, Type::Text | Type::Code) && !written.is_ascii();
    if of_letters && !written.nfc().eq(written.chars()) {
        let shown = visible(written);
        let message = Text::new(
            format!("in `{shown}` gli accenti sono caratteri a sé"),
            format!("in `{shown}` the accents are characters of their own"),
        );
        let hint = Text::new(
            "far scrivere le lettere accentate come un solo carattere (forma NFC)",
            "have accented letters written as one character (form NFC)",
        );
        return Err(bad(message, Some(hint)));
    }
    Ok(())
}

/// Refuses the label of a variant, which only tables take: programs write names.
fn no_label(
    written: &str,
    kind: Type,
    names: Names<'_>,
    notation: Notation,
) -> Result<(), CellError> {
    let Type::Enum(id) = kind else {
        return Ok(());
    };
    let listed = names.enums.get(id.index());
    let by_label = listed.filter(|listed| listed.variant(written).is_none());
    let found = by_label.and_then(|listed| {
        let (reading, format) = (Reading::default(), Format::default());
        match read_cell(written, kind, &reading, &format, names) {
            Ok(Some(Value::Variant(it))) => listed.get(it),
            _ => None,
        }
    });
    let Some(variant) = found else {
        return Ok(());
    };
    let (shown, name) = (visible(written), &variant.name);
    let here = notation.name();
    let message = Text::new(
        format!("`{shown}` è un'etichetta, e in {here} si scrive il nome"),
        format!("`{shown}` is a label, and {here} takes the name"),
    );
    let hint = Text::new(format!("scrivere `{name}`"), format!("write `{name}`"));
    Err(CellError {
        kind: CellErrorKind::UnknownCode,
        message,
        hint: Some(hint),
    })
}

/// Refuses a text with spaces around it.
pub(super) fn no_spaces_around(written: &str) -> Result<(), CellError> {
    if written.trim() == written {
        return Ok(());
    }
    let shown = visible(written);
    let message = Text::new(
        format!("`{shown}` ha spazi prima o dopo"),
        format!("`{shown}` has spaces before or after it"),
    );
    Err(bad(message, Some(Text::new("toglierli", "remove them"))))
}

fn too_long(digits: &str, notation: Notation) -> CellError {
    let shown = visible(digits);
    CellError {
        kind: CellErrorKind::BadValue,
        message: Text::new(
            format!(
                "il numero {shown} ha più di {MOST_WHOLE_DIGITS} cifre prima del punto o di {MOST_PLACES} dopo: molti programmi ne perderebbero"
            ),
            format!(
                "the number {shown} has more than {MOST_WHOLE_DIGITS} digits before the point or {MOST_PLACES} after it: many programs would lose some"
            ),
        ),
        hint: Some(notation.for_long_number()),
    }
}

/// Replaces the hints that speak of declarations for CSV by what this notation needs.
fn in_notation(error: CellError, written: &str, kind: Type, notation: Notation) -> CellError {
    // Parts of a second are taken only where the zone is stated too.
    let is_too_fine = kind == Type::Instant && written.contains('.');
    if error.kind != CellErrorKind::BadValue || (error.hint.is_none() && !is_too_fine) {
        return error;
    }
    let hint = notation.for_type(kind).or(error.hint);
    CellError { hint, ..error }
}

fn bad(message: Text, hint: Option<Text>) -> CellError {
    CellError {
        kind: CellErrorKind::BadValue,
        message,
        hint,
    }
}

/// Says that a value is of a kind that its fact cannot take.
fn misplaced(value: &Json<'_>, kind: Type, notation: Notation) -> CellError {
    let (wanted, hint) = match kind {
        Type::YesNo => (notation.yes_no(), notation.for_column(kind)),
        Type::Set(_) => (notation.texts(), None),
        kind if kind.is_number() => {
            let number = Text::new("un numero", "a number");
            (number, notation.for_column(kind))
        }
        kind if kind.is_code() || matches!(kind, Type::Row(_)) => {
            (notation.text(), Some(notation.for_code()))
        }
        _ => (notation.text(), notation.for_column(kind)),
    };
    bad(wanted_found(value, &wanted, notation), hint)
}

/// Says at `place` that another kind of value is needed.
pub(super) fn not_here(
    value: &Json<'_>,
    place: DataPlace,
    wanted: &Text,
    notation: Notation,
) -> Diagnostic {
    Diagnostic::data(Code::BadValue, place, wanted_found(value, wanted, notation))
}

fn wanted_found(value: &Json<'_>, wanted: &Text, notation: Notation) -> Text {
    let found = found(value, notation);
    let (it, en) = (Language::Italian, Language::English);
    Text::new(
        format!("qui serve {}, non {}", wanted.get(it), found.get(it)),
        format!("{} is needed here, not {}", wanted.get(en), found.get(en)),
    )
}

/// Says what a value is.
pub(super) fn found(value: &Json<'_>, notation: Notation) -> Text {
    match &value.kind {
        JsonKind::Null => notation.nothing(),
        JsonKind::YesNo(yes) => notation.found_yes_no(*yes),
        JsonKind::Number(digits) => {
            let digits = visible(digits);
            Text::new(
                format!("il numero {digits}"),
                format!("the number {digits}"),
            )
        }
        JsonKind::Text(text) => {
            let text = visible(text);
            Text::new(format!("il testo `{text}`"), format!("the text `{text}`"))
        }
        JsonKind::List(_) => Text::new("un elenco", "a list"),
        JsonKind::Object(_) => notation.found_object(),
    }
}
