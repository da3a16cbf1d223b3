//! Lists as tables of a page.

use super::html::Html;
use crate::call::{Type, show};
use crate::number::{Fraction, group_digits};
use crate::report::lists::{Cell, Content, ID, Kind, Table};
use crate::report::publication::Publication;
use crate::text::Language;
use crate::value::Value;

/// A table longer than this is shown only so far: the rest is in the workbook.
pub(super) const MOST_ROWS: usize = 5_000;

/// More decimals than this are not filled up.
const MOST_DECIMALS: u32 = 10;

/// A column as it is shown.
struct Shown<'t> {
    place: usize,
    label: &'t str,
    is_id: bool,
    is_number: bool,
    /// How many decimals write all its numbers.
    decimals: u32,
}

/// A row that stands between two others, across all columns.
pub(super) struct Cut {
    /// Behind how many rows it stands.
    pub(super) behind: usize,
    /// What it says.
    pub(super) words: String,
}

/// Adds a list, with the line at which the money ended where there is one.
pub(super) fn list(
    html: &mut Html,
    publication: &Publication<'_>,
    table: &Table,
    caption: &str,
    cut: Option<&Cut>,
) {
    if table.rows.is_empty() {
        html.within(
            "<p>",
            publication.word("Nessuna proposta.", "No proposals."),
            "</p>\n",
        );
        return;
    }
    let columns: Vec<Shown<'_>> = table
        .on_page()
        .map(|(place, column)| {
            let cells = || table.rows.iter().filter_map(move |row| row.get(place));
            Shown {
                place,
                label: &column.label,
                is_id: column.heading == ID
                    || (matches!(table.kind, Kind::Pools | Kind::Reserves) && place == 0),
                is_number: cells().any(|cell| !matches!(cell.content(), Content::Text)),
                decimals: decimals(table.alike(place)),
            }
        })
        .collect();
    open(html, caption, "<table>\n");
    for column in &columns {
        html.markup(if column.is_number {
            "<th scope=\"col\" class=\"number\">"
        } else {
            "<th scope=\"col\">"
        });
        html.text(column.label).markup("</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for (number, row) in table.rows.iter().take(MOST_ROWS).enumerate() {
        if let Some(cut) = cut.filter(|cut| cut.behind == number) {
            line(html, cut, columns.len());
        }
        let waits = cut.is_some_and(|cut| number >= cut.behind);
        html.markup(if waits {
            "<tr class=\"waiting\">"
        } else {
            "<tr>"
        });
        for column in &columns {
            let cell = row.get(column.place);
            let words = cell.map(|cell| cell_text(publication, cell, column.decimals));
            let words = words.unwrap_or_default();
            match (column.is_id, column.is_number) {
                (true, _) => html.within("<th scope=\"row\">", &words, "</th>"),
                (false, true) => html.within("<td class=\"number\">", &words, "</td>"),
                (false, false) => html.within("<td>", &words, "</td>"),
            };
        }
        html.markup("</tr>\n");
        below(html, table, row, columns.len());
    }
    if let Some(cut) = cut.filter(|cut| cut.behind == table.rows.len()) {
        line(html, cut, columns.len());
    }
    html.markup("</tbody>\n</table>\n</div>\n");
    let more = table.rows.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        let (it, en) = (
            format!("Altre {more} righe sono nel foglio di calcolo."),
            format!("{more} more rows are in the workbook."),
        );
        html.within("<p>", publication.word(&it, &en), "</p>\n");
    }
}

/// Begins a table that may be wider than the screen.
pub(super) fn open(html: &mut Html, caption: &str, table: &'static str) {
    html.within(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"",
        caption,
        "\">\n",
    );
    html.markup(table);
    html.within("<caption>", caption, "</caption>\n<thead><tr>");
}

/// Adds what is told of a row in rows of their own.
fn below(html: &mut Html, table: &Table, row: &[Cell], columns: usize) {
    for (place, column) in table.below_rows() {
        let words = row.get(place).map_or("", |cell| cell.as_plain());
        if !words.is_empty() {
            html.markup("<tr class=\"why\"><td colspan=\"")
                .number(columns)
                .within("\"><strong>", &column.label, ":</strong> ")
                .within("", words, "</td></tr>\n");
        }
    }
}

fn line(html: &mut Html, cut: &Cut, columns: usize) {
    html.markup("<tr class=\"line\"><td colspan=\"")
        .number(columns)
        .within("\">", &cut.words, "</td></tr>\n");
}

/// Returns how many decimals write all the numbers of a column.
fn decimals<'c>(cells: impl Iterator<Item = &'c Cell>) -> u32 {
    let numbers = cells.filter_map(|cell| match cell.content() {
        Content::Value(Value::Number(number), Type::Number | Type::Decimal(_)) => number.decimals(),
        _ => None,
    });
    numbers.max().unwrap_or_default()
}

/// Returns a cell as people read it, points with all the decimals of their column.
fn cell_text(publication: &Publication<'_>, cell: &Cell, decimals: u32) -> String {
    let (names, language) = (publication.call.names(), publication.language);
    let shown = |value: &Value, ty| show(value, ty, names, language);
    match cell.content() {
        Content::Text | Content::Plain => cell.as_plain().to_owned(),
        Content::Value(Value::Number(number), Type::Number | Type::Decimal(_))
            if decimals <= MOST_DECIMALS =>
        {
            let plain = number.to_plain(decimals).unwrap_or_default();
            match language {
                Language::Italian => group_digits(&plain, '.', ','),
                Language::English => group_digits(&plain, ',', '.'),
            }
        }
        Content::Value(value, ty) => shown(value, *ty),
        Content::About(number) => shown(&Value::Number(*number), Type::Number),
    }
}

/// Returns a number as people read it.
pub(super) fn number_text(publication: &Publication<'_>, number: Fraction) -> String {
    crate::engine::points_text(publication.call, number, publication.language)
}
