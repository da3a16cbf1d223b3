//! The rows of an imported table, cell by cell.

use super::scope::{Checker, next_id};
use crate::call::{Flaw, Format, Reading, Record, Records, Table, read_cell};
use crate::diagnostic::{Code, DataPlace, Diagnostic, Place};
use crate::source::Span;
use crate::syntax::tree::{ColumnItem, TableBlock};
use crate::text::Text;
use crate::value::{RowId, Value};

/// More faults than this are not told of one table.
const MOST_TOLD: usize = 5;

/// More rows than this are refused.
const MOST_ROWS: usize = 100_000;

impl Checker<'_> {
    pub(super) fn rows(
        &mut self,
        block: &TableBlock,
        format: &Format,
        bytes: &[u8],
        table: &mut Table,
    ) {
        let text = match format.encoding.decode(bytes) {
            Ok(text) => text,
            Err(error) => {
                let place = DataPlace {
                    line: error.line,
                    ..DataPlace::default()
                };
                self.in_table(block, place, &error.message, Some(error.hint));
                return;
            }
        };
        let mut records = Records::new(&text, format.separator.0);
        let header = records.next();
        let header: Vec<String> = header
            .iter()
            .flat_map(|record| &record.cells)
            .map(|cell| cell.trim().to_owned())
            .collect();
        let Some(sources) = self.sources(block, &header) else {
            return;
        };
        let readings = self.readings(block, table);
        for record in records {
            let line = Some(record.line);
            if record.flaw.is_some() || record.cells.len() != header.len() {
                let place = DataPlace {
                    line,
                    ..DataPlace::default()
                };
                let hint = Text::new(
                    "una cella che contiene il separatore va scritta fra virgolette",
                    "a cell that holds the separator must be written in quotes",
                );
                self.in_table(block, place, &not_a_row(&record), Some(hint));
                continue;
            }
            if table.rows.len() >= MOST_ROWS {
                self.error(
                    Code::LimitExceeded,
                    block.file.span,
                    "la tabella ha più di 100.000 righe",
                    "the table has more than 100,000 rows",
                );
                return;
            }
            let mut cells = Vec::new();
            for ((column, source), reading) in table.columns.iter().zip(&sources).zip(&readings) {
                let place = DataPlace {
                    line,
                    column: Some(source.1.clone()),
                    ..DataPlace::default()
                };
                let cell = record.cells.get(source.0).map_or("", |cell| cell);
                match read_cell(cell, column.kind, reading, format, self.call.names()) {
                    Ok(None) if !column.optional => self.in_table(
                        block,
                        place,
                        &Text::new("la cella è vuota", "the cell is empty"),
                        Some(Text::new(
                            format!(
                                "riempirla, o dichiarare `{}` come `‹optional›`",
                                column.name
                            ),
                            format!("fill it, or declare `{}` as `‹optional›`", column.name),
                        )),
                    ),
                    Ok(value) => {
                        cells.push(value);
                        continue;
                    }
                    Err(error) => self.in_table(block, place, &error.message, error.hint),
                }
                cells.push(None);
            }
            self.add_row(block, line, cells, table);
        }
    }

    fn add_row(
        &mut self,
        block: &TableBlock,
        line: Option<u64>,
        cells: Vec<Option<Value>>,
        table: &mut Table,
    ) {
        let row = RowId(next_id(&table.rows));
        if let Some(Some(Value::Text(key))) = cells.get(table.key.index())
            && table.index.insert(key.clone(), row).is_some()
        {
            let place = DataPlace {
                line,
                ..DataPlace::default()
            };
            let message = Text::new(
                format!("la chiave `{key}` è già in un'altra riga"),
                format!("the key `{key}` is already in another row"),
            );
            let hint = Text::new(
                "tenere una riga sola, o dichiarare dopo `‹key›` una colonna senza doppioni",
                "keep one row only, or declare after `‹key›` a column without duplicates",
            );
            self.table_trouble(Code::TableKey, block, place, &message, Some(hint));
        }
        table.rows.push(cells);
    }

    /// Returns, for each column, the place and name of the CSV column it is read from.
    fn sources(&mut self, block: &TableBlock, header: &[String]) -> Option<Vec<(usize, String)>> {
        let mut sources = Vec::new();
        for item in &block.columns {
            let (name, span) = source_name(item);
            let mut places = (0..).zip(header).filter(|(_, cell)| **cell == name);
            let Some((index, _)) = places.next() else {
                self.report(
                    Diagnostic::error(
                        Code::TableCell,
                        span,
                        Text::new(
                            format!("il file `{}` non ha una colonna `{name}`", block.file.value),
                            format!("the file `{}` has no column `{name}`", block.file.value),
                        ),
                    )
                    .with_suggestion(&name, header.iter().map(String::as_str)),
                );
                return None;
            };
            if places.next().is_some() {
                self.error(
                    Code::TableCell,
                    span,
                    format!("il file `{}` ha due colonne `{name}`", block.file.value),
                    format!("the file `{}` has two columns `{name}`", block.file.value),
                );
                return None;
            }
            sources.push((index, name));
        }
        Some(sources)
    }

    fn readings(&mut self, block: &TableBlock, table: &Table) -> Vec<Reading> {
        let mut readings = Vec::new();
        for (item, column) in block.columns.iter().zip(&table.columns) {
            readings.push(Reading {
                words: self.meanings(&item.with, column.kind),
                ..Reading::default()
            });
        }
        readings
    }

    /// Reports trouble with a cell, in the table's file and in the rules.
    fn in_table(
        &mut self,
        block: &TableBlock,
        place: DataPlace,
        message: &Text,
        hint: Option<Text>,
    ) {
        self.table_trouble(Code::TableCell, block, place, message, hint);
    }

    fn table_trouble(
        &mut self,
        code: Code,
        block: &TableBlock,
        place: DataPlace,
        message: &Text,
        hint: Option<Text>,
    ) {
        let place_of_all = Place::Rules(block.file.span);
        let told = self.diagnostics.iter();
        match told.filter(|it| it.primary.place == place_of_all).count() {
            0..MOST_TOLD => {}
            MOST_TOLD => {
                self.report(
                    Diagnostic::error(code, block.file.span, more_like_these()).with_hint(
                        Text::new(
                            "correggere prima queste, poi controllare di nuovo",
                            "correct these first, then check again",
                        ),
                    ),
                );
                return;
            }
            _ => return,
        }
        let at = DataPlace {
            file: block.file.value.clone(),
            ..place
        };
        let message = Text::new(
            format!("{at}: {}", message.it),
            format!("{at}: {}", message.en.as_deref().unwrap_or(&message.it)),
        );
        let mut diagnostic = Diagnostic::error(code, block.file.span, message);
        diagnostic.hint = hint;
        self.report(diagnostic);
    }
}

fn more_like_these() -> Text {
    Text::new(
        "la tabella ha altre celle o righe sbagliate, oltre a queste",
        "the table has more wrong cells or rows than these",
    )
}

/// Returns the name of the CSV column that an item reads, and where it is written.
fn source_name(item: &ColumnItem) -> (String, Span) {
    match &item.from {
        Some(from) => (from.value.clone(), from.span),
        None => (item.name.value.clone(), item.name.span),
    }
}

/// Says why a record is no row.
fn not_a_row(record: &Record<'_>) -> Text {
    match record.flaw {
        Some(Flaw::OpenQuote) => Text::new(
            "le virgolette aperte in questa riga non si chiudono",
            "the quotes opened in this row are never closed",
        ),
        Some(Flaw::StrayQuote) => Text::new(
            "dopo le virgolette chiuse c'è altro prima del separatore",
            "something stands between closing quotes and the separator",
        ),
        None => Text::new(
            "la riga non ha tante celle quante l'intestazione",
            "the row has not as many cells as the header",
        ),
    }
}
