//! Imported tables, with their corrections.

use std::collections::BTreeMap;

use super::literals::as_read;
use super::scope::{Checker, Kind, next_id};
use crate::call::{Column, ColumnId, Table, TableId, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileError, Span, Spanned, digest};
use crate::syntax::tree::{Item, Name, RuleFile, TableBlock};
use crate::text::Text;

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
            derivation: None,
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
    pub(super) fn file(&mut self, name: &Spanned<String>) -> Option<Vec<u8>> {
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
                    format!(
                        "metterlo in {folders}, o correggere il nome: contano anche le maiuscole"
                    ),
                    format!("put it in {folders}, or correct the name: capitals count too"),
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
                    "la chiave `{}` deve essere un `‹code›` sempre presente",
                    name.value
                ),
                format!(
                    "the key `{}` must be a `‹code›` that is never empty",
                    name.value
                ),
            );
            return None;
        }
        u32::try_from(index).ok().map(ColumnId)
    }

    fn corrections(&mut self, block: &TableBlock, table: &mut Table) {
        let mut corrected: BTreeMap<(&str, &str), Span> = BTreeMap::new();
        for item in &block.corrections {
            self.citations(&item.citations);
            let cell = (item.key.value.as_str(), item.column.value.as_str());
            match corrected.get(&cell).copied() {
                Some(first) => self.repeated("correct", item.span, first),
                None => {
                    corrected.insert(cell, item.span);
                }
            }
            if item.column.value == block.key.value {
                self.error(
                    Code::TypeMismatch,
                    item.column.span,
                    "la chiave dice di quale riga si tratta: non si corregge",
                    "the key says which row is meant: it cannot be corrected",
                );
                continue;
            }
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
                    .with_hint(Text::new("aggiungere `‹cite› …`", "add `‹cite› …`")),
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
