//! The rows that could not be read: for the office, and not to be published.

use super::cells::Cell;
use super::maker::Maker;
use super::table::{Column, Kind, Table};
use crate::diagnostic::{DataPlace, Place};

impl Maker<'_> {
    /// One row per thing that is wrong with a row.
    pub(super) fn refused(&self) -> Table {
        let columns = vec![
            Column::new("file"),
            self.column("riga", "line"),
            self.column("colonna", "column"),
            Column::new("id"),
            self.column("codice", "code"),
            self.column("errore", "error"),
            self.column("rimedio", "repair"),
        ];
        let mut rows = Vec::new();
        for row in &self.outcome.refused {
            for diagnostic in &row.diagnostics {
                let place = match &diagnostic.primary.place {
                    Place::Data(place) => place,
                    Place::Rules(_) => &row.place,
                };
                let id = place.proposal.as_ref().or(row.place.proposal.as_ref());
                let hint = diagnostic.hint.as_ref();
                rows.push(vec![
                    Cell::text(file_name(&place.file)),
                    Cell::plain(line_text(place)),
                    Cell::text(column_text(place)),
                    Cell::text(id.map_or("", String::as_str)),
                    Cell::text(diagnostic.code.as_str()),
                    Cell::text(diagnostic.message.get(self.language)),
                    Cell::text(hint.map_or("", |hint| hint.get(self.language))),
                ]);
            }
        }
        Table {
            kind: Kind::Refused,
            columns,
            rows,
        }
    }
}

/// The folders of this machine are nobody else's business.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

fn line_text(place: &DataPlace) -> String {
    place.line.map(|line| line.to_string()).unwrap_or_default()
}

fn column_text(place: &DataPlace) -> &str {
    let column = place.column.as_deref().or(place.pointer.as_deref());
    column.unwrap_or_default()
}
