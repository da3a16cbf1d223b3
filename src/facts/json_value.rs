//! One JSON value, read as the type of its fact.
//!
//! Texts and numbers go through the same reader as the cells of CSV, digit for digit, always in
//! plain format: a point before decimals, no groups, ISO dates. A number is what it is worth: for
//! JSON `3`, `3.0` and `3e0` are one number, while the texts `"3.0"` and `"3e0"` are no integers.

use std::collections::BTreeSet;

use super::json_number;
use super::json_text::{Json, JsonKind};
use super::shape::Leaf;
use crate::call::{CellError, CellErrorKind, Format, Names, Type, read_cell, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::{Language, Text};
use crate::value::Value;

/// Reads a value that is not null and whose type is no list.
///
/// # Errors
/// What is wrong, and for a set at which of its members.
pub(super) fn read(
    value: &Json<'_>,
    leaf: &Leaf<'_>,
    names: Names<'_>,
) -> Result<Option<Value>, (Option<usize>, CellError)> {
    match (&value.kind, leaf.kind) {
        (JsonKind::List(members), Type::Set(_)) => members_of(members, leaf, names),
        (JsonKind::YesNo(yes), Type::YesNo) => Ok(Some(Value::YesNo(*yes))),
        (JsonKind::Number(digits), kind) if is_number(kind) => {
            text(&json_number::plain(digits), leaf, kind, names)
        }
        (JsonKind::Text(written), kind) if !matches!(kind, Type::Set(_)) => {
            text(written, leaf, kind, names)
        }
        (_, kind) => Err((None, misplaced(value, kind))),
    }
    .map_err(|(item, error)| (item, in_json(error, leaf.kind)))
}

fn members_of(
    members: &[Json<'_>],
    leaf: &Leaf<'_>,
    names: Names<'_>,
) -> Result<Option<Value>, (Option<usize>, CellError)> {
    let Type::Set(of) = leaf.kind else {
        return Ok(None);
    };
    let mut variants = BTreeSet::new();
    for (place, member) in members.iter().enumerate() {
        let at = |(_, error)| (Some(place), error);
        let read = match &member.kind {
            JsonKind::Text(written) => text(written, leaf, Type::Enum(of), names).map_err(at)?,
            _ => return Err((Some(place), misplaced(member, Type::Enum(of)))),
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
    leaf: &Leaf<'_>,
    kind: Type,
    names: Names<'_>,
) -> Result<Option<Value>, (Option<usize>, CellError)> {
    if written.trim().is_empty() {
        return Err((
            None,
            bad(
                Text::new("il testo è vuoto", "the text is empty"),
                Some(Text::new(
                    "dove il dato non si conosce scrivere `null`, o togliere il campo",
                    "where the value is not known write `null`, or remove the field",
                )),
            ),
        ));
    }
    read_cell(written, kind, &leaf.reading, &Format::default(), names)
        .map_err(|error| (None, error))
}

fn is_number(kind: Type) -> bool {
    matches!(
        kind,
        Type::Integer
            | Type::Decimal(_)
            | Type::Percent(_)
            | Type::Number
            | Type::Money
            | Type::Amount
    )
}

/// Replaces the hints that speak of declarations for CSV by what JSON needs.
fn in_json(error: CellError, kind: Type) -> CellError {
    if error.kind != CellErrorKind::BadValue || error.hint.is_none() {
        return error;
    }
    let hint = match kind {
        kind if is_number(kind) => Text::new(
            "in JSON i numeri si scrivono con il punto e senza gruppi, come `1234.56`; dove il dato non si conosce, `null`",
            "in JSON numbers are written with a point and without groups, like `1234.56`; where the value is not known, `null`",
        ),
        Type::Date => Text::new(
            "in JSON le date si scrivono come `2026-12-31`",
            "in JSON dates are written like `2026-12-31`",
        ),
        Type::YesNo => Text::new("scrivere `true` o `false`", "write `true` or `false`"),
        _ => return error,
    };
    CellError {
        hint: Some(hint),
        ..error
    }
}

fn bad(message: Text, hint: Option<Text>) -> CellError {
    CellError {
        kind: CellErrorKind::BadValue,
        message,
        hint,
    }
}

/// Says that a value is of a kind that its fact cannot take.
fn misplaced(value: &Json<'_>, kind: Type) -> CellError {
    let (wanted, hint) = match kind {
        Type::YesNo => (Text::new("`true` o `false`", "`true` or `false`"), None),
        Type::Set(_) => (
            Text::new("un elenco `[ … ]` di testi", "a list `[ … ]` of texts"),
            None,
        ),
        kind if is_number(kind) => (Text::new("un numero", "a number"), None),
        kind if kind.is_code() || matches!(kind, Type::Row(_)) => (
            Text::new("un testo fra virgolette", "a text in quotes"),
            Some(Text::new(
                "scrivere il codice fra virgolette: un numero perderebbe gli zeri iniziali",
                "write the code in quotes: a number would lose its leading zeros",
            )),
        ),
        _ => (
            Text::new("un testo fra virgolette", "a text in quotes"),
            None,
        ),
    };
    bad(wanted_found(value, &wanted), hint)
}

/// Says at `place` that another kind of value is needed.
pub(super) fn not_here(value: &Json<'_>, place: DataPlace, wanted: &Text) -> Diagnostic {
    Diagnostic::data(Code::BadValue, place, wanted_found(value, wanted))
}

fn wanted_found(value: &Json<'_>, wanted: &Text) -> Text {
    let found = found(value);
    let (it, en) = (Language::Italian, Language::English);
    Text::new(
        format!("qui serve {}, non {}", wanted.get(it), found.get(it)),
        format!("{} is needed here, not {}", wanted.get(en), found.get(en)),
    )
}

/// Says what a value is.
pub(super) fn found(value: &Json<'_>) -> Text {
    match &value.kind {
        JsonKind::Null => Text::new("`null`", "`null`"),
        JsonKind::YesNo(yes) => Text::italian(format!("`{yes}`")),
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
        JsonKind::Object(_) => Text::new("un oggetto", "an object"),
    }
}
