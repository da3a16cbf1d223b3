//! Movements from CSV, each with its place.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::super::Programme;
use super::lines::Lines;
use super::row::Row;
use super::{Ledger, Refused};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;

/// The columns, in Italian and in English.
const COLUMNS: [(&str, &str); 6] = [
    ("id", "id"),
    ("data", "date"),
    ("movimento", "movement"),
    ("linea", "line"),
    ("importo", "amount"),
    ("di", "of"),
];

/// Reads a ledger from CSV, its cells parted by commas or semicolons: the columns `id`, `data`,
/// `movimento`, `linea`, `importo`, `di`, or `id`, `date`, `movement`, `line`, `amount`, `of`; other
/// columns are for people.
///
/// # Errors
/// Returns everything that is wrong with the file, each with its place; then none of it is taken.
pub fn read_ledger(
    programme: &Programme,
    name: &str,
    bytes: &[u8],
) -> Result<Ledger, Vec<Diagnostic>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(separator(bytes))
        .from_reader(bytes);
    let lines = Lines::of(bytes);
    let headings = match reader.headers() {
        Ok(headings) => headings.clone(),
        Err(error) => return Err(vec![unreadable(name, &lines, &error)]),
    };
    let columns = columns(name, &headings).map_err(|error| vec![error])?;
    let mut ledger = Ledger::default();
    let mut errors = Vec::new();
    // What refers to a movement that was refused is not wrong for that.
    let mut missing: BTreeSet<String> = BTreeSet::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                errors.push(unreadable(name, &lines, &error));
                break;
            }
        };
        let row = Row {
            programme,
            name,
            headings: &headings,
            columns,
            record: &record,
            line: lines.at(record.position()),
        };
        let [id, .., of] = columns;
        match row.movement() {
            Ok(movement) => {
                let Err(refused) = ledger.post(programme, movement) else {
                    continue;
                };
                let follows =
                    refused == Refused::UnknownReference && missing.contains(row.cell(of));
                if !follows {
                    let (message, hint) = refused.texts(programme);
                    let error = Diagnostic::data(Code::MovementRefused, row.place(None), message);
                    errors.push(error.with_hint(hint));
                }
            }
            Err(error) => errors.push(*error),
        }
        missing.insert(row.cell(id).to_owned());
    }
    if errors.is_empty()
        && let Err(refused) = ledger.allocate(programme, programme.now())
    {
        let (message, hint) = refused.texts(programme);
        let place = DataPlace {
            file: name.to_owned(),
            ..DataPlace::default()
        };
        errors.push(Diagnostic::data(Code::MovementRefused, place, message).with_hint(hint));
    }
    if errors.is_empty() {
        Ok(ledger)
    } else {
        Err(errors)
    }
}

/// Returns what parts the cells: whoever saves from a spreadsheet in Italian gets semicolons.
fn separator(bytes: &[u8]) -> u8 {
    let first = bytes.split(|it| *it == b'\n').next().unwrap_or_default();
    let count = |sign: u8| first.split(|it| *it == sign).count();
    if count(b';') > count(b',') {
        b';'
    } else {
        b','
    }
}

fn columns(name: &str, headings: &StringRecord) -> Result<[usize; 6], Diagnostic> {
    let mut found = [0_usize; 6];
    let hint = || {
        Text::new(
            "la prima riga dice: `id,data,movimento,linea,importo,di`",
            "the first row says: `id,date,movement,line,amount,of`",
        )
    };
    let place = |column: Option<&str>| DataPlace {
        file: name.to_owned(),
        line: Some(1),
        column: column.map(str::to_owned),
        ..DataPlace::default()
    };
    for ((it, en), found) in COLUMNS.iter().zip(found.iter_mut()) {
        let mut named = headings.iter().enumerate().filter(|(_, heading)| {
            let heading = heading.trim().to_lowercase();
            heading == *it || heading == *en
        });
        let Some((index, _)) = named.next() else {
            let message = Text::new(
                format!("manca la colonna `{it}`"),
                format!("there is no column `{en}`"),
            );
            let error = Diagnostic::data(Code::MissingColumn, place(None), message);
            return Err(error.with_hint(hint()));
        };
        if let Some((_, again)) = named.next() {
            let again = again.trim();
            let message = Text::new(
                format!("la colonna `{it}` c'è due volte"),
                format!("the column `{en}` is there twice"),
            );
            let error = Diagnostic::data(Code::DuplicateField, place(Some(again)), message);
            return Err(error.with_hint(hint()));
        }
        *found = index;
    }
    Ok(found)
}

fn unreadable(name: &str, lines: &Lines<'_>, error: &csv::Error) -> Diagnostic {
    let place = DataPlace {
        file: name.to_owned(),
        line: lines.at(error.position()),
        ..DataPlace::default()
    };
    Diagnostic::data(
        Code::MalformedRecord,
        place,
        Text::new(
            "la riga non si può leggere come CSV in UTF-8",
            "the row cannot be read as CSV in UTF-8",
        ),
    )
    .with_hint(Text::new(
        "salvare il registro come CSV con virgole o punti e virgola, in UTF-8",
        "save the ledger as CSV with commas or semicolons, in UTF-8",
    ))
}
