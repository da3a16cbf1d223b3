//! Proposals from a sheet of a workbook (XLSX), with the columns of CSV.
//!
//! Cells of text are read as the cells of CSV are, in the declared format. Cells that hold a
//! number, a date or a yes or no hold just that; identifiers must be texts, since a number has lost
//! its leading zeros and all but fifteen digits. A percentage must be shown as one, or be a text:
//! nobody can tell whether a bare 0.2 means 20 % or 0.2 %. Of a formula its last result counts.

use super::header::{Column, columns};
use super::record;
use super::rows::{self, MOST_BYTES, Row};
use super::xlsx_cell::SheetCell;
use super::{ProposalsFile, Received};
use crate::call::{Call, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;
use crate::workbook::{self, Cell, Workbook, WorkbookError, WorkbookErrorKind, cell_name};

/// Reads a workbook: the sheet that the rule file names, or the first that people see.
pub(super) fn read(call: &Call, file: &ProposalsFile<'_>) -> Received {
    let place = DataPlace {
        file: file.name.to_owned(),
        ..DataPlace::default()
    };
    match read_sheet(call, file.bytes, place) {
        Ok(rows) => rows::finish(rows),
        Err((place, diagnostics)) => rows::refuse_file(place, diagnostics),
    }
}

/// Why nothing can be read: where, and everything that is wrong there.
type Trouble = (DataPlace, Vec<Diagnostic>);

fn read_sheet(call: &Call, bytes: &[u8], mut place: DataPlace) -> Result<Vec<Row>, Trouble> {
    let at = |place: &DataPlace| {
        let place = place.clone();
        move |error| unreadable(error, place)
    };
    let mut workbook = Workbook::open(bytes).map_err(at(&place))?;
    let wanted = call.proposals.sheet.as_deref();
    let name = wanted.or_else(|| workbook.sheets().next());
    let name = name.map(str::to_owned);
    let sheet = match &name {
        Some(name) => workbook.sheet(name).map_err(at(&place))?,
        None => None,
    };
    let Some(sheet) = sheet else {
        let diagnostic = no_sheet(&workbook, name.as_deref(), place.clone());
        return Err((place, vec![diagnostic]));
    };
    place.sheet = Some(visible(&sheet.name));
    let mut rows = workbook.rows(&sheet);
    let first = rows.find(|row| row.as_ref().map_or(true, |row| !is_blank(row)));
    let Some(header) = first.transpose().map_err(at(&place))? else {
        let diagnostic = Diagnostic::data(
            Code::MalformedRecord,
            place.clone(),
            Text::new("il foglio è vuoto", "the sheet is empty"),
        )
        .with_hint(Text::new(
            "la prima riga deve contenere i nomi delle colonne",
            "the first row must hold the names of the columns",
        ));
        return Err((place, vec![diagnostic]));
    };
    let header = Header::new(call, &header, &in_row(&place, header.number))?;
    let mut found = Vec::new();
    for row in rows {
        let row = row.map_err(at(&place))?;
        if !is_blank(&row) {
            let place = in_row(&place, row.number);
            found.push(header.read(call, row, place));
        }
    }
    Ok(found)
}

fn in_row(place: &DataPlace, row: u32) -> DataPlace {
    DataPlace {
        line: Some(u64::from(row)),
        ..place.clone()
    }
}

fn is_blank(row: &workbook::Row<'_>) -> bool {
    row.cells.iter().all(|(_, cell)| is_empty(cell))
}

fn is_empty(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if text.trim().is_empty())
}

/// The columns that have a name: where each stands, and who reads it.
struct Header {
    places: Vec<u32>,
    columns: Vec<Column>,
}

impl Header {
    fn new(call: &Call, row: &workbook::Row<'_>, place: &DataPlace) -> Result<Self, Trouble> {
        let (mut places, mut names, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for (column, cell) in &row.cells {
            match cell {
                blank if is_empty(blank) => {}
                Cell::Text(text) => {
                    places.push(*column);
                    names.push(text.as_ref());
                }
                _ => wrong.push(no_name(place, cell_name(*column, row.number))),
            }
        }
        if !wrong.is_empty() {
            return Err((place.clone(), wrong));
        }
        let columns = columns(call, &names, place);
        columns
            .map(|columns| Self { places, columns })
            .map_err(|diagnostics| (place.clone(), diagnostics))
    }

    /// Reads a row: its cells under the names, and nothing beside them.
    fn read(&self, call: &Call, row: workbook::Row<'_>, place: DataPlace) -> Row {
        let texts = row.cells.iter().map(|(_, cell)| match cell {
            Cell::Text(text) => text.len(),
            _ => 0,
        });
        if texts.fold(0, usize::saturating_add) > MOST_BYTES {
            return Row::refused(place.clone(), too_long(place));
        }
        let number = row.number;
        let mut cells = row.cells.into_iter().peekable();
        let mut named = Vec::new();
        let mut beside = Vec::new();
        for column in &self.places {
            while let Some((stray, cell)) = cells.next_if(|(it, _)| it < column) {
                beside.push((stray, cell));
            }
            let found = cells.next_if(|(it, _)| it == column);
            named.push(SheetCell {
                cell: found.map(|(_, cell)| cell),
                name: cell_name(*column, number),
            });
        }
        beside.extend(cells);
        beside.retain(|(_, cell)| !is_empty(cell));
        let mut read = record::read(call, &self.columns, &named, place);
        if let Some((first, _)) = beside.first() {
            let first = cell_name(*first, number);
            let diagnostic = no_column(&read.place, first, beside.len());
            read.errors.push(diagnostic);
        }
        read
    }
}

fn unreadable(error: WorkbookError, place: DataPlace) -> Trouble {
    let code = match error.kind {
        WorkbookErrorKind::TooLarge => Code::LimitExceeded,
        WorkbookErrorKind::NoWorkbook | WorkbookErrorKind::Broken => Code::MalformedRecord,
    };
    let diagnostic = Diagnostic::data(code, place.clone(), error.message).with_hint(error.hint);
    (place, vec![diagnostic])
}

fn no_sheet(workbook: &Workbook<'_>, wanted: Option<&str>, place: DataPlace) -> Diagnostic {
    let Some(wanted) = wanted.map(visible) else {
        return Diagnostic::data(
            Code::MalformedRecord,
            place,
            Text::new(
                "la cartella di lavoro non ha fogli visibili",
                "the workbook has no visible sheets",
            ),
        )
        .with_hint(Text::new(
            "mettere le proposte in un foglio visibile",
            "put the proposals on a visible sheet",
        ));
    };
    let sheets: Vec<String> = workbook
        .sheets()
        .map(|name| format!("`{}`", visible(name)))
        .collect();
    let sheets = sheets.join(", ");
    Diagnostic::data(
        Code::MalformedRecord,
        place,
        Text::new(
            format!("nella cartella di lavoro non c'è il foglio `{wanted}`"),
            format!("the workbook has no sheet `{wanted}`"),
        ),
    )
    .with_hint(Text::new(
        format!("i fogli sono: {sheets}; quale leggere si scrive nelle regole, sotto `‹proposals›`"),
        format!(
            "the sheets are: {sheets}; which one to read is written in the rules, under `‹proposals›`"
        ),
    ))
}

fn in_cell(place: &DataPlace, cell: String) -> DataPlace {
    DataPlace {
        cell: Some(cell),
        ..place.clone()
    }
}

fn no_name(place: &DataPlace, cell: String) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        in_cell(place, cell),
        Text::new(
            "qui serve il nome di una colonna, scritto come testo",
            "the name of a column is needed here, written as a text",
        ),
    )
    .with_hint(Text::new(
        "la prima riga deve contenere i nomi delle colonne",
        "the first row must hold the names of the columns",
    ))
}

/// Points at the first of the cells of a row that stand under no name.
fn no_column(place: &DataPlace, first: String, count: usize) -> Diagnostic {
    let message = match count {
        1 => Text::new(
            "la cella sta in una colonna senza nome",
            "the cell stands in a column without a name",
        ),
        _ => Text::new(
            format!("{count} celle della riga, da questa in poi, stanno in colonne senza nome"),
            format!("{count} cells of the row, from this one on, stand in columns without a name"),
        ),
    };
    Diagnostic::data(Code::MalformedRecord, in_cell(place, first), message).with_hint(Text::new(
        "dare un nome alla colonna nella prima riga, o svuotare ciò che sta fuori dalle colonne",
        "name the column in the first row, or empty what stands beside the columns",
    ))
}

fn too_long(place: DataPlace) -> Diagnostic {
    rows::too_long(place).with_hint(Text::new(
        "abbreviare i testi della riga",
        "shorten the texts of the row",
    ))
}
