//! Imported tables, cell by cell, with their corrections; and the formats of files.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::declarations::Seen;
use super::literals::as_read;
use super::scope::{Checker, Kind, next_id};
use crate::call::{
    Column, ColumnId, DateOrder, Encoding, Format, NumberStyle, Reading, Separator, Table, TableId,
    Type, read_cell,
};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::source::{FileError, Span, Spanned};
use crate::syntax::tree::{ColumnItem, FormatClause, Item, Name, RuleFile, TableBlock};
use crate::text::Text;
use crate::value::{RowId, Value};

/// More rows than this are refused.
const MOST_ROWS: usize = 100_000;

impl Checker<'_> {
    pub(super) fn tables(&mut self, tree: &RuleFile) {
        for item in &tree.items {
            if let Item::Table(block) = item {
                self.table(block);
            }
        }
    }

    fn table(&mut self, block: &TableBlock) {
        if let Some((_, first)) = self.tables.get(&block.name.value) {
            let first = *first;
            self.duplicate(&block.name, first);
            return;
        }
        let format = self.format(block.format.iter().map(|it| (&it.value, it.span)));
        let Some((columns, key)) = self.columns(block) else {
            return;
        };
        let mut table = Table {
            name: block.name.value.clone(),
            file: block.file.value.clone(),
            digest: String::new(),
            columns,
            key,
            rows: Vec::new(),
            index: BTreeMap::new(),
        };
        if let Some(bytes) = self.file(&block.file) {
            table.digest = digest(&bytes);
            self.rows(block, &format, &bytes, &mut table);
            self.corrections(block, &mut table);
        }
        let id = TableId(next_id(&self.call.tables));
        self.tables
            .insert(block.name.value.clone(), (id, block.name.span));
        self.call.tables.push(table);
    }

    /// Reads a file that the rules name.
    fn file(&mut self, name: &Spanned<String>) -> Option<Vec<u8>> {
        let error = match self.files.read(&name.value) {
            Ok(bytes) => return Some(bytes),
            Err(error) => error,
        };
        let file = &name.value;
        let diagnostic = match error {
            FileError::NotFound { looked_in } => {
                let folders = looked_in.join(", ");
                Diagnostic::error(
                    Code::FileNotFound,
                    name.span,
                    Text::new(
                        format!("il file `{file}` non c'è"),
                        format!("there is no file `{file}`"),
                    ),
                )
                .with_hint(Text::new(
                    format!("cercato in: {folders}"),
                    format!("looked in: {folders}"),
                ))
            }
            FileError::Unsafe => Diagnostic::error(
                Code::UnsafePath,
                name.span,
                Text::new(
                    format!("`{file}` esce dalla cartella delle regole"),
                    format!("`{file}` leaves the folder of the rules"),
                ),
            )
            .with_hint(Text::new(
                "mettere il file accanto alle regole, o in una cartella sotto di esse",
                "put the file beside the rules, or in a folder below them",
            )),
            FileError::Unreadable(why) => Diagnostic::error(
                Code::FileNotFound,
                name.span,
                Text::new(
                    format!("il file `{file}` non si può leggere: {why}"),
                    format!("the file `{file}` cannot be read: {why}"),
                ),
            ),
        };
        self.report(diagnostic);
        None
    }

    fn columns(&mut self, block: &TableBlock) -> Option<(Vec<Column>, ColumnId)> {
        let mut columns: Vec<Column> = Vec::new();
        for item in &block.columns {
            if let Some(first) = block
                .columns
                .iter()
                .take_while(|other| other.span != item.span)
                .find(|other| other.name.value == item.name.value)
            {
                self.duplicate(&item.name, first.name.span);
                return None;
            }
            let kind = self.type_of(&item.kind)?;
            if matches!(kind, Type::Row(_) | Type::List(_)) {
                self.error(
                    Code::TypeMismatch,
                    item.kind.span,
                    "la colonna di una tabella non può contenere righe o elenchi",
                    "a column of a table cannot hold rows or lists",
                );
                return None;
            }
            columns.push(Column {
                name: item.name.value.clone(),
                kind,
                optional: item.optional,
            });
        }
        let key = self.key_column(&block.key, &columns)?;
        Some((columns, key))
    }

    fn key_column(&mut self, name: &Name, columns: &[Column]) -> Option<ColumnId> {
        let Some(index) = columns.iter().position(|it| it.name == name.value) else {
            let known: Vec<String> = columns.iter().map(|it| it.name.clone()).collect();
            self.unknown(&name.value, name.span, ("la colonna", "column"), &known);
            return None;
        };
        let column = columns.get(index)?;
        if column.kind != Type::Code || column.optional {
            self.error(
                Code::TypeMismatch,
                name.span,
                format!(
                    "la chiave `{}` deve essere un `code` sempre presente",
                    name.value
                ),
                format!(
                    "the key `{}` must be a `code` that is never empty",
                    name.value
                ),
            );
            return None;
        }
        u32::try_from(index).ok().map(ColumnId)
    }

    fn rows(&mut self, block: &TableBlock, format: &Format, bytes: &[u8], table: &mut Table) {
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
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(format.separator.0)
            .from_reader(text.as_bytes());
        let Some(sources) = self.sources(block, &mut reader) else {
            return;
        };
        let readings = self.readings(block, table);
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    let place = DataPlace {
                        line,
                        ..DataPlace::default()
                    };
                    self.in_table(
                        block,
                        place,
                        &Text::new(
                            "la riga non ha tante celle quante l'intestazione",
                            "the row has not as many cells as the header",
                        ),
                        None,
                    );
                    continue;
                }
            };
            if table.rows.len() >= MOST_ROWS {
                self.error(
                    Code::LimitExceeded,
                    block.file.span,
                    "la tabella ha più di 100.000 righe",
                    "the table has more than 100,000 rows",
                );
                return;
            }
            let line = record.position().map(csv::Position::line);
            let mut cells = Vec::new();
            for ((column, source), reading) in table.columns.iter().zip(&sources).zip(&readings) {
                let place = DataPlace {
                    line,
                    column: Some(source.1.clone()),
                    ..DataPlace::default()
                };
                let cell = record.get(source.0).unwrap_or_default();
                match read_cell(cell, column.kind, reading, format, self.call.names()) {
                    Ok(None) if !column.optional => self.in_table(
                        block,
                        place,
                        &Text::new("la cella è vuota", "the cell is empty"),
                        Some(Text::new(
                            format!("riempirla, o dichiarare `{}` come `optional`", column.name),
                            format!("fill it, or declare `{}` as `optional`", column.name),
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
            self.table_trouble(Code::TableKey, block, place, &message, None);
        }
        table.rows.push(cells);
    }

    /// Returns, for each column, the place and name of the CSV column it is read from.
    fn sources(
        &mut self,
        block: &TableBlock,
        reader: &mut csv::Reader<&[u8]>,
    ) -> Option<Vec<(usize, String)>> {
        let header: Vec<String> = reader
            .headers()
            .map(|it| it.iter().map(|cell| cell.trim().to_owned()).collect())
            .unwrap_or_default();
        let mut sources = Vec::new();
        for item in &block.columns {
            let (name, span) = source_name(item);
            let mut places = (0..).zip(&header).filter(|(_, cell)| **cell == name);
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
            let words = item
                .with
                .iter()
                .filter_map(|(word, literal)| {
                    Some((word.value.clone(), self.literal(literal, column.kind)?))
                })
                .collect();
            readings.push(Reading {
                words,
                ..Reading::default()
            });
        }
        readings
    }

    fn corrections(&mut self, block: &TableBlock, table: &mut Table) {
        for item in &block.corrections {
            self.citations(&item.citations);
            if item.citations.is_empty() {
                self.report(
                    Diagnostic::error(
                        Code::MissingPart,
                        item.span,
                        Text::new(
                            "una correzione deve dire su che cosa si fonda",
                            "a correction must say what it rests on",
                        ),
                    )
                    .with_hint(Text::new("aggiungere `cite …`", "add `cite …`")),
                );
            }
            let Some(column) = table
                .columns
                .iter()
                .position(|it| it.name == item.column.value)
            else {
                let known: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
                let name = &item.column;
                self.unknown(&name.value, name.span, ("la colonna", "column"), &known);
                continue;
            };
            let kind = table.columns.get(column).map_or(Type::Text, |it| it.kind);
            let Some(value) = self.literal(&item.value, kind) else {
                continue;
            };
            let cell = table
                .index
                .get(&as_read(&item.key.value, Type::Code))
                .and_then(|row| table.rows.get_mut(row.0 as usize))
                .and_then(|cells| cells.get_mut(column));
            match cell {
                None => {
                    let keys = table.index.keys().map(String::as_str);
                    let diagnostic = Diagnostic::error(
                        Code::CorrectionWithoutEffect,
                        item.key.span,
                        Text::new(
                            format!("`{}` non ha una riga `{}`", table.name, item.key.value),
                            format!("`{}` has no row `{}`", table.name, item.key.value),
                        ),
                    )
                    .with_suggestion(&item.key.value, keys);
                    self.report(diagnostic);
                }
                Some(cell) if cell.as_ref() == Some(&value) => self.report(
                    Diagnostic::warning(
                        Code::CorrectionWithoutEffect,
                        item.span,
                        Text::new("la tabella dice già così", "the table says so already"),
                    )
                    .with_hint(Text::new("togliere la correzione", "remove the correction")),
                ),
                Some(cell) => *cell = Some(value),
            }
        }
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
        let mut at = String::new();
        let _ = write!(
            at,
            "{}",
            DataPlace {
                file: block.file.value.clone(),
                ..place
            }
        );
        let message = Text::new(
            format!("{at}: {}", message.it),
            format!("{at}: {}", message.en.as_deref().unwrap_or(&message.it)),
        );
        let mut diagnostic = Diagnostic::error(code, block.file.span, message);
        diagnostic.hint = hint;
        self.report(diagnostic);
    }

    /// Returns a format from its clauses, reporting words that say nothing, or say it twice.
    pub(super) fn format<'t>(
        &mut self,
        clauses: impl IntoIterator<Item = (&'t FormatClause, Span)>,
    ) -> Format {
        let mut format = Format::default();
        let mut seen = Seen::default();
        for (clause, span) in clauses {
            let word = match clause {
                FormatClause::Encoding(_) => "encoding",
                FormatClause::Separator(_) => "separator",
                FormatClause::Numbers(_) => "numbers like",
                FormatClause::Dates(_) => "dates like",
            };
            self.once(&mut seen, word, span);
            match clause {
                FormatClause::Encoding(word) => match Encoding::from_word(&word.value) {
                    Some(encoding) => format.encoding = encoding,
                    None => self.bad_format(word.span, "`utf-8`, `windows-1252`"),
                },
                FormatClause::Separator(text) => match text.value.as_bytes() {
                    [byte @ (b',' | b';' | b'\t' | b'|')] => format.separator = Separator(*byte),
                    _ => self.bad_format(text.span, "`\",\"`, `\";\"`, `\"|\"`"),
                },
                FormatClause::Numbers(text) => match NumberStyle::from_example(&text.value) {
                    Some(style) => format.numbers = style,
                    None => self.bad_format(
                        text.span,
                        "`\"1234.56\"`, `\"1234,56\"`, `\"1.234,56\"`, `\"1,234.56\"`",
                    ),
                },
                FormatClause::Dates(text) => match DateOrder::from_example(&text.value) {
                    Some(order) => format.dates = order,
                    None => self.bad_format(text.span, "`\"2026-12-31\"`, `\"31/12/2026\"`"),
                },
            }
        }
        format
    }

    fn bad_format(&mut self, span: Span, known: &str) {
        self.report(
            Diagnostic::error(
                Code::TypeMismatch,
                span,
                Text::new("questo formato non è noto", "this format is not known"),
            )
            .with_hint(Text::new(
                format!("si può scrivere {known}"),
                format!("write one of {known}"),
            )),
        );
    }

    /// Returns the table called `name`, or reports that there is none.
    pub(super) fn table_named(&mut self, name: &Name) -> Option<TableId> {
        if let Some((id, _)) = self.tables.get(&name.value).copied() {
            self.mark(Kind::Table, &name.value);
            return Some(id);
        }
        let known: Vec<String> = self.tables.keys().cloned().collect();
        self.unknown(&name.value, name.span, ("la tabella", "table"), &known);
        None
    }
}

/// Returns the name of the CSV column that an item reads, and where it is written.
fn source_name(item: &ColumnItem) -> (String, Span) {
    match &item.from {
        Some(from) => (from.value.clone(), from.span),
        None => (item.name.value.clone(), item.name.span),
    }
}

/// Returns the SHA-256 of some bytes in lowercase hexadecimal.
fn digest(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
