//! Lists as tables of a page.

use super::html::Html;
use crate::call::{Call, Type, show};
use crate::number::Fraction;
use crate::report::lists::{Cell, Content, Table};
use crate::report::publication::Publication;
use crate::text::Language;
use crate::value::Value;

/// A table longer than this is shown only so far: the rest is in the workbook.
pub(super) const MOST_ROWS: usize = 5_000;

/// A row that stands between two others, across all columns.
pub(super) struct Cut {
    /// Behind how many rows it stands.
    pub(super) behind: usize,
    /// What it says.
    pub(super) words: String,
}

/// Adds a list; `keys` are the columns that head each row, counted among those shown.
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
            publication.word("Nessuna domanda.", "No proposals."),
            "</p>\n",
        );
        return;
    }
    let columns: Vec<(usize, &str, bool)> = table
        .on_page()
        .map(|(place, column)| {
            let mut cells = table.rows.iter().filter_map(|row| row.get(place));
            let is_number = cells.any(|cell| !matches!(cell.content(), Content::Text));
            (place, column.label.as_str(), is_number)
        })
        .collect();
    let head = columns.iter().position(|(_, label, _)| *label == "id");
    html.within(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"",
        caption,
        "\">\n<table>\n",
    );
    html.within("<caption>", caption, "</caption>\n<thead><tr>");
    for (_, label, is_number) in &columns {
        html.markup(if *is_number {
            "<th scope=\"col\" class=\"number\">"
        } else {
            "<th scope=\"col\">"
        });
        html.text(label).markup("</th>");
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
        for (shown, (place, _, is_number)) in columns.iter().enumerate() {
            let words = row
                .get(*place)
                .map(|cell| cell_text(publication.call, cell, publication.language));
            let words = words.unwrap_or_default();
            match (head == Some(shown), is_number) {
                (true, _) => html.within("<th scope=\"row\">", &words, "</th>"),
                (false, true) => html.within("<td class=\"number\">", &words, "</td>"),
                (false, false) => html.within("<td>", &words, "</td>"),
            };
        }
        html.markup("</tr>\n");
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

fn line(html: &mut Html, cut: &Cut, columns: usize) {
    html.markup("<tr class=\"line\"><td colspan=\"")
        .number(columns)
        .within("\">", &cut.words, "</td></tr>\n");
}

/// Returns a cell as people read it.
fn cell_text(call: &Call, cell: &Cell, language: Language) -> String {
    let shown = |value: &Value, ty| show(value, ty, call.names(), language);
    match cell.content() {
        Content::Text | Content::Plain => cell.as_plain().to_owned(),
        Content::Value(value, ty) => shown(value, *ty),
        Content::About(number) => shown(&Value::Number(*number), Type::Number),
    }
}

/// Returns a number as people read it.
pub(super) fn number_text(publication: &Publication<'_>, number: Fraction) -> String {
    crate::engine::points_text(publication.call, number, publication.language)
}
