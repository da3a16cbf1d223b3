//! The rows of a published list.

use super::PublishedList;
use super::claims::Claim;
use super::columns::{Column, Columns};
use crate::call::{
    Call, CellMeaning, Format, Reading, Records, Separator, Type, read_cell, visible,
};
use crate::number::Fraction;
use crate::report::outcome_of_words;
use crate::text::{Language, Text};
use crate::value::{CountWord, Value};

/// A row of a published list.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) id: String,
    /// What tells it apart: the id, and the reason where each has a row.
    pub(super) key: Vec<String>,
    pub(super) claims: Vec<Claimed>,
}

/// What a cell claims.
pub(super) struct Claimed {
    /// The place of its column among those that claim something.
    pub(super) column: usize,
    pub(super) heading: String,
    pub(super) claim: Claim,
    /// What stands there.
    pub(super) written: String,
    pub(super) value: Said,
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    Number(Fraction),
    YesNo(bool),
    /// The code of an outcome.
    Outcome(&'static str),
    /// That it is one of these.
    Is(CountWord),
    /// Something to be held against what the engine's lists, or the proposals, say.
    Text(String),
    /// What a proposal states.
    Value(Value, Type),
    /// Something that cannot be understood, and why.
    Unclear(Text),
}

/// More places than any published number has.
const PLACES: u8 = 12;

/// A number of whatever kind.
pub(super) const ANY: Type = Type::Decimal(PLACES);

/// Reads the rows of a list.
pub(super) fn rows(
    call: &Call,
    text: &str,
    (separator, list): (Separator, &PublishedList<'_>),
    columns: &Columns,
) -> Result<Vec<Row>, Text> {
    let mut rows = Vec::new();
    for record in Records::new(text, separator.0).skip(1) {
        if record.cells.iter().all(|it| it.trim().is_empty()) {
            continue;
        }
        let line = record.line;
        if record.flaw.is_some() || record.cells.len() != columns.count {
            return Err(Text::new(
                format!(
                    "la riga {line} non si può leggere: le celle o le virgolette non tornano con l'intestazione"
                ),
                format!("line {line} cannot be read: its cells or quotes do not fit the header"),
            ));
        }
        let written = |place: usize| {
            let text = record.cells.get(place).map_or("", |it| it.as_ref());
            unguarded(text.trim()).to_owned()
        };
        let claims = columns.claims.iter().enumerate().map(|(place, column)| {
            let written = written(column.place);
            Claimed {
                column: place,
                heading: column.heading.clone(),
                claim: column.claim.clone(),
                value: said(call, list, column, &written),
                written,
            }
        });
        rows.push(Row {
            line,
            id: written(columns.id),
            key: columns.key.iter().map(|it| written(*it)).collect(),
            claims: claims.collect(),
        });
    }
    Ok(rows)
}

/// Takes away the `'` before a text that a spreadsheet could take for a formula.
fn unguarded(cell: &str) -> &str {
    let guarded = cell.strip_prefix('\'');
    guarded
        .filter(|it| !it.starts_with(|first: char| first.is_alphanumeric()))
        .unwrap_or(cell)
}

fn said(call: &Call, list: &PublishedList<'_>, column: &Column, written: &str) -> Said {
    if !column.cells.is_empty() {
        let known = column.cells.iter().find(|(word, _)| word == written);
        return known.map_or_else(
            || unclear(written),
            |(_, meaning)| match meaning {
                CellMeaning::YesNo(yes) => Said::YesNo(*yes),
                CellMeaning::Outcome(word) => Said::Is(*word),
            },
        );
    }
    if written.is_empty() {
        return Said::Nothing;
    }
    match column.claim {
        Claim::Is(_) => match written.to_lowercase().as_str() {
            "sì" | "si" | "yes" | "1" => Said::YesNo(true),
            "no" | "0" => Said::YesNo(false),
            _ => unclear(written),
        },
        Claim::Listed { .. } | Claim::Stated(_) => Said::Text(written.to_owned()),
        Claim::Outcome => outcome_of_words(written).map_or_else(|| unclear(written), Said::Outcome),
        Claim::Rank | Claim::Score => number(call, written, ANY, &list.format_of(column.own)),
        Claim::Requested | Claim::Award => {
            number(call, written, Type::Money, &list.format_of(column.own))
        }
    }
}

/// Reads a number of this kind.
pub(super) fn number(call: &Call, written: &str, kind: Type, format: &Format) -> Said {
    match read_cell(written, kind, &Reading::default(), format, call.names()) {
        Ok(Some(Value::Number(number))) => Said::Number(number),
        Ok(_) => unclear(written),
        Err(error) if !is_read_otherwise(written) => Said::Unclear(error.message),
        Err(error) => Said::Unclear(Text::new(
            format!(
                "{}: `--numbers` dice come l'elenco scrive i numeri",
                error.message.get(Language::Italian)
            ),
            format!(
                "{}: `--numbers` says how the list writes numbers",
                error.message.get(Language::English)
            ),
        )),
    }
}

/// Tells whether a cell is a number, in whatever way the list may write them.
fn is_read_otherwise(written: &str) -> bool {
    let is_sign = |it: char| matches!(it, '.' | ',' | '\'' | '_' | ' ' | '-' | '€');
    written.contains(|it: char| it.is_ascii_digit())
        && written.chars().all(|it| it.is_ascii_digit() || is_sign(it))
}

fn unclear(cell: &str) -> Said {
    let cell = visible(cell);
    Said::Unclear(Text::new(
        format!("non si capisce che cosa voglia dire `{cell}`"),
        format!("what `{cell}` means cannot be told"),
    ))
}
