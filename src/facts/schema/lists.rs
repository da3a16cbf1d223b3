//! The lists from which the cells of a workbook are chosen.

use crate::call::{Call, Column, EnumId, Fact, TableId, Type};
use crate::text::Language;
use crate::value::Value;

/// A list of what a cell may hold.
pub(super) struct ChoiceList<'a> {
    /// What it is called: an enum, a table, or the fact that declares words of its own.
    pub name: &'a str,
    source: Source<'a>,
}

#[derive(Clone, Copy)]
enum Source<'a> {
    Words(&'a Fact),
    Variants(EnumId),
    Keys(TableId),
}

/// One thing to choose.
pub(super) struct Choice<'a> {
    /// What stands in the cell.
    pub written: &'a str,
    /// What it means, where that says more.
    pub meaning: &'a str,
}

impl<'a> ChoiceList<'a> {
    /// Returns the list of what a fact's cells may hold, if they are chosen from one.
    pub(super) fn of(call: &'a Call, fact: &'a Fact) -> Option<Self> {
        let (name, source) = match fact.kind {
            _ if !fact.reading.words.is_empty() => (fact.name.as_str(), Source::Words(fact)),
            Type::Enum(id) | Type::Set(id) => (
                call.enums.get(id.index())?.name.as_str(),
                Source::Variants(id),
            ),
            Type::Row(id) => (call.tables.get(id.index())?.name.as_str(), Source::Keys(id)),
            _ => return None,
        };
        Some(Self { name, source })
    }

    /// Tells whether two lists are one.
    pub(super) fn is(&self, other: &Self) -> bool {
        match (self.source, other.source) {
            (Source::Words(one), Source::Words(two)) => one.name == two.name,
            (Source::Variants(one), Source::Variants(two)) => one == two,
            (Source::Keys(one), Source::Keys(two)) => one == two,
            _ => false,
        }
    }

    /// Returns what there is to choose.
    pub(super) fn choices(&self, call: &'a Call, language: Language) -> Vec<Choice<'a>> {
        match self.source {
            Source::Words(fact) => {
                let words = fact.reading.words.iter();
                words
                    .map(|(written, _)| Choice {
                        written,
                        meaning: "",
                    })
                    .collect()
            }
            Source::Variants(id) => {
                let variants = call.enums.get(id.index()).into_iter();
                let variants = variants.flat_map(|listed| &listed.variants);
                variants
                    .map(|variant| Choice {
                        written: &variant.name,
                        meaning: variant.label.get(language),
                    })
                    .collect()
            }
            Source::Keys(id) => keys(call, id),
        }
    }
}

/// Returns the keys of a table, with the first text of their rows.
fn keys(call: &Call, id: TableId) -> Vec<Choice<'_>> {
    let Some(table) = call.tables.get(id.index()) else {
        return Vec::new();
    };
    let is_text = |column: &Column| column.kind == Type::Text;
    let text = table.columns.iter().position(is_text);
    let choices = table.index.iter().map(|(key, row)| {
        let row = table.rows.get(row.0 as usize);
        let meaning = text.and_then(|text| row?.get(text)?.as_ref());
        Choice {
            written: key,
            meaning: match meaning {
                Some(Value::Text(text)) => text,
                _ => "",
            },
        }
    });
    choices.collect()
}
