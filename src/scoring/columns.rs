//! Which column of a table holds what.

use std::collections::BTreeMap;

use super::layout::Heading;
use super::tables::{Cell, Row, Table};
use crate::call::visible;
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::{Language, Text, nearest};

/// A table whose columns are known.
#[derive(Debug)]
pub(super) struct Columns<'t> {
    table: &'t Table,
    /// The rows below the header.
    rows: &'t [Row],
    /// Each heading with its column and the word that stands there.
    found: BTreeMap<Heading, (u32, String)>,
}

impl<'t> Columns<'t> {
    /// Finds the one table whose first row has all headings `wanted`; `file` is the place of all
    /// tables together.
    pub(super) fn find(
        tables: &'t [Table],
        wanted: &[Heading],
        file: &DataPlace,
    ) -> Result<Self, Vec<Diagnostic>> {
        let fits = |table: &&Table| missing(table, wanted).is_empty();
        let mut fitting = tables.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(table), None) => Self::of(table),
            (Some(one), Some(other)) => Err(vec![two_tables(one, other)]),
            (None, _) => Err(not_found(tables, wanted, file)),
        }
    }

    fn of(table: &'t Table) -> Result<Self, Vec<Diagnostic>> {
        let Some((header, rows)) = table.rows.split_first() else {
            return Err(Vec::new());
        };
        let mut found = BTreeMap::new();
        let mut errors = Vec::new();
        for (column, word) in header.texts() {
            let Some(heading) = Heading::read(word) else {
                continue;
            };
            if found.insert(heading, (column, word.to_owned())).is_some() {
                let place = table.cell_place(header, column, word);
                errors.push(twice(word, place));
            }
        }
        if errors.is_empty() {
            Ok(Self { table, rows, found })
        } else {
            Err(errors)
        }
    }

    /// Returns the rows below the header.
    pub(super) fn rows(&self) -> &'t [Row] {
        self.rows
    }

    /// Tells whether there is such a column.
    pub(super) fn has(&self, heading: Heading) -> bool {
        self.found.contains_key(&heading)
    }

    /// Returns what stands under a heading.
    pub(super) fn cell(&self, row: &'t Row, heading: Heading) -> Option<&'t Cell> {
        let (column, _) = self.found.get(&heading)?;
        row.cell(*column)
    }

    /// Returns the words under a heading; `None` where there are none.
    pub(super) fn words(
        &self,
        row: &'t Row,
        heading: Heading,
        code: Code,
    ) -> Result<Option<&'t str>, Diagnostic> {
        match self.cell(row, heading) {
            None => Ok(None),
            Some(Cell::Text(text)) => Ok(Some(text)),
            Some(_) => Err(no_words(code, heading, self.place(row, heading))),
        }
    }

    /// Returns the place under a heading; of the row where there is no such column.
    pub(super) fn place(&self, row: &Row, heading: Heading) -> DataPlace {
        match self.found.get(&heading) {
            Some((column, word)) => self.table.cell_place(row, *column, word),
            None => self.table.row_place(row),
        }
    }
}

fn no_words(code: Code, heading: Heading, place: DataPlace) -> Diagnostic {
    let text = heading.text();
    let (it, en) = (text.get(Language::Italian), text.get(Language::English));
    Diagnostic::data(
        code,
        place,
        Text::new(
            format!("sotto `{it}` c'è un numero, una data o una formula, e non un testo"),
            format!("under `{en}` there is a number, a date or a formula, and no text"),
        ),
    )
    .with_hint(Text::new(
        "formattare la cella come testo e riscriverla: i fogli di calcolo tolgono gli zeri davanti ai numeri",
        "format the cell as text and write it again: spreadsheets drop the noughts before numbers",
    ))
}

/// Returns the headings that the first row of a table lacks.
fn missing(table: &Table, wanted: &[Heading]) -> Vec<Heading> {
    let header = table.rows.first();
    let found: Vec<Heading> = header
        .into_iter()
        .flat_map(Row::texts)
        .filter_map(|(_, word)| Heading::read(word))
        .collect();
    let lacking = wanted.iter().filter(|heading| !found.contains(heading));
    lacking.copied().collect()
}

fn not_found(tables: &[Table], wanted: &[Heading], file: &DataPlace) -> Vec<Diagnostic> {
    let likely = tables
        .iter()
        .min_by_key(|table| missing(table, wanted).len());
    let Some((table, header)) = likely.and_then(|it| Some((it, it.rows.first()?))) else {
        return vec![empty(file.clone())];
    };
    let others: Vec<&str> = header
        .texts()
        .filter(|(_, word)| Heading::read(word).is_none())
        .map(|(_, word)| word)
        .collect();
    let lacking = missing(table, wanted).into_iter();
    lacking
        .map(|heading| lacks(heading, &others, table.row_place(header)))
        .collect()
}

fn empty(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        place,
        Text::new("il file è vuoto", "the file is empty"),
    )
    .with_hint(Text::new(
        "la prima riga deve contenere i nomi delle colonne",
        "the first line must hold the names of the columns",
    ))
}

fn lacks(heading: Heading, others: &[&str], place: DataPlace) -> Diagnostic {
    let text = heading.text();
    let (it, en) = (text.get(Language::Italian), text.get(Language::English));
    let near = |name: &str| nearest(name, others.iter().copied());
    let hint = match near(it).or_else(|| near(en)) {
        Some(near) => Text::new(
            format!("c'è però `{}`: forse è quella?", visible(near)),
            format!("but there is `{}`: is it that one?", visible(near)),
        ),
        None => Text::new(
            "la prima riga deve contenere i nomi delle colonne, come nella scheda ricevuta",
            "the first row must hold the names of the columns, as in the sheet received",
        ),
    };
    Diagnostic::data(
        Code::MissingColumn,
        place,
        Text::new(
            format!("manca la colonna `{it}`"),
            format!("the column `{en}` is missing"),
        ),
    )
    .with_hint(hint)
}

fn two_tables(one: &Table, other: &Table) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        other.place(),
        Text::new(
            "due fogli hanno l'intestazione dei giudizi: non si sa quale vale",
            "two sheets have the header of the marks: nobody knows which counts",
        ),
    )
    .with_hint(Text::new(
        "lasciare un solo foglio con quell'intestazione",
        "leave only one sheet with that header",
    ))
    .with_related_data(one.place(), Text::new("l'altro", "the other one"))
}

fn twice(word: &str, place: DataPlace) -> Diagnostic {
    let shown = visible(word);
    Diagnostic::data(
        Code::DuplicateField,
        place,
        Text::new(
            format!("la colonna `{shown}` c'è due volte"),
            format!("there are two columns `{shown}`"),
        ),
    )
    .with_hint(Text::new(
        "toglierne una, o darle un altro nome",
        "remove one, or give it another name",
    ))
}
