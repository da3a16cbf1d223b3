//! The columns of the tables that are handed in, and the template for CSV.

use unicode_normalization::UnicodeNormalization as _;

use crate::call::{Call, Fact, Type};
use crate::facts::header::{column_of, id_column, needed};

/// A column to fill in.
pub(super) struct TemplateColumn<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it holds the proposal's id.
    pub id: bool,
    /// The facts that are read from it.
    pub facts: Vec<&'a Fact>,
}

/// Returns the columns that the reader wants, in its order.
pub(super) fn columns(call: &Call) -> Vec<TemplateColumn<'_>> {
    let of = |name: &str, fact: &&Fact| column_of(fact).is_some_and(|it| it.nfc().eq(name.nfc()));
    let columns = needed(call).into_iter().map(|name| TemplateColumn {
        name,
        id: name == id_column(call),
        facts: call.facts.iter().filter(|fact| of(name, fact)).collect(),
    });
    columns.collect()
}

/// Returns the header of a CSV file of proposals, in the declared encoding and with the declared
/// separator, and no rows.
///
/// ```
/// use bando::call::Call;
/// use bando::facts::schema::csv_template;
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// assert_eq!(csv_template(&call), b"id\n");
/// ```
pub fn csv_template(call: &Call) -> Vec<u8> {
    let format = call.proposals.format;
    let mut writer = csv::WriterBuilder::new()
        .delimiter(format.separator.0)
        .from_writer(Vec::new());
    let names = columns(call).into_iter().map(|column| column.name);
    let written = writer.write_record(names).is_ok();
    match writer.into_inner().ok().map(String::from_utf8) {
        Some(Ok(text)) if written => format.encoding.encode(&text),
        _ => unreachable!("memory takes every record"),
    }
}

/// Returns the names of the facts that no table holds: lists, which are handed in as JSON.
pub fn lists_left_out(call: &Call) -> Vec<&str> {
    let lists = call
        .facts
        .iter()
        .filter(|it| matches!(it.kind, Type::List(_)));
    lists.map(|fact| fact.name.as_str()).collect()
}
