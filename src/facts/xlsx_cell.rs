//! One cell of a sheet, read as the type of its fact.

use std::borrow::Cow;

use jiff::civil::{DateTime, Time};
use unicode_normalization::UnicodeNormalization as _;

use super::header::in_column;
use super::record::RecordCell;
use crate::call::{Call, CellError, CellErrorKind, Fact, Format, Type, read_cell, visible};
use crate::diagnostic::DataPlace;
use crate::text::Text;
use crate::value::Value;
use crate::workbook::{Cell, Moment, SheetNumber, Shown};

/// A cell under a name.
pub(super) struct SheetCell<'a> {
    /// What stands in it; `None` where it is empty.
    pub(super) cell: Option<Cell<'a>>,
    /// What spreadsheets call it: `C7`.
    pub(super) name: String,
}

impl RecordCell for SheetCell<'_> {
    fn id(&self) -> Result<Cow<'_, str>, CellError> {
        match &self.cell {
            None => Ok(Cow::Borrowed("")),
            Some(Cell::Text(text)) => Ok(Cow::Borrowed(text)),
            Some(cell) => Err(no_text(cell)),
        }
    }

    fn value(&self, fact: &Fact, call: &Call) -> Result<Option<Value>, CellError> {
        let format = &call.proposals.format;
        let as_text = |text: &str| read_cell(text, fact.kind, &fact.reading, format, call.names());
        match &self.cell {
            None => as_text(""),
            Some(Cell::Text(text)) => as_text(text),
            Some(Cell::YesNo(yes)) if fact.kind == Type::YesNo => Ok(Some(Value::YesNo(*yes))),
            Some(Cell::Number(number)) => match number.shown {
                Shown::Number | Shown::Percent => of_number(number, fact, call),
                Shown::Date | Shown::Time | Shown::DateTime => of_moment(number, fact, call),
            },
            Some(Cell::Iso(text)) if is_moment(fact.kind) => {
                let midnight = text.strip_suffix("T00:00:00").unwrap_or(text);
                let text = match fact.kind {
                    Type::Date => midnight,
                    _ => text,
                };
                plainly(text, fact, call)
            }
            Some(other) => Err(no_text(other)),
        }
    }

    fn compared(&self) -> String {
        match &self.cell {
            None | Some(Cell::Formula) => String::new(),
            Some(Cell::Text(text)) => text.trim().nfc().collect(),
            Some(Cell::YesNo(yes)) => (if *yes { "yes" } else { "no" }).to_owned(),
            Some(Cell::Iso(text) | Cell::Error(text)) => text.clone(),
            Some(Cell::Number(number)) => match (number.shown, number.moment()) {
                (Shown::Date, Moment::At(at)) => at.date().to_string(),
                (Shown::DateTime, Moment::At(at)) => at.to_string(),
                _ => number.plain.clone(),
            },
        }
    }

    fn place(&self, record: &DataPlace, column: &str) -> DataPlace {
        DataPlace {
            cell: Some(self.name.clone()),
            ..in_column(record, column)
        }
    }
}

fn is_moment(kind: Type) -> bool {
    matches!(kind, Type::Date | Type::Instant)
}

/// Reads a text that is written as data are, whatever the file declares.
fn plainly(text: &str, fact: &Fact, call: &Call) -> Result<Option<Value>, CellError> {
    let format = Format::default();
    read_cell(text, fact.kind, &fact.reading, &format, call.names())
}

fn of_number(number: &SheetNumber, fact: &Fact, call: &Call) -> Result<Option<Value>, CellError> {
    if !fact.reading.words.is_empty() {
        return plainly(&number.plain, fact, call);
    }
    match (fact.kind, number.shown) {
        (Type::Text | Type::Row(_), _) => return Err(no_text(&Cell::Number(number.clone()))),
        (kind, _) if kind.is_code() => return Err(no_text(&Cell::Number(number.clone()))),
        (Type::Integer | Type::Decimal(_) | Type::Percent(_) | Type::Money, _) => {}
        _ => return plainly(&number.plain, fact, call),
    }
    let plain = &number.plain;
    if number.cut {
        return Err(bad(
            Text::new(
                format!(
                    "`{plain}` ha più di 15 cifre, e il foglio di calcolo ha cambiato le ultime"
                ),
                format!(
                    "`{plain}` has more than 15 digits, and the spreadsheet has changed the last ones"
                ),
            ),
            Text::new(
                "formattare la cella come testo e riscrivere il numero",
                "format the cell as text and write the number again",
            ),
        ));
    }
    match (fact.kind, number.shown) {
        (Type::Percent(_), Shown::Percent) => plainly(&number.hundredfold(), fact, call),
        (Type::Percent(_), _) => {
            let hundredfold = number.hundredfold();
            let (bare, shown) = (italian(plain), italian(&hundredfold));
            Err(bad(
                Text::new(
                    format!(
                        "la cella contiene il numero {bare} senza segno di percentuale: può essere {bare} % o {shown} %"
                    ),
                    format!(
                        "the cell holds the number {plain} without a percent sign: it may be {plain} % or {hundredfold} %"
                    ),
                ),
                Text::new(
                    "formattare la colonna come percentuale e controllare i valori, o scriverli come testo: `20 %`",
                    "format the column as percentage and check the values, or write them as texts: `20 %`",
                ),
            ))
        }
        (_, Shown::Percent) => Err(bad(
            Text::new(
                format!(
                    "la cella contiene una percentuale, {} %",
                    italian(&number.hundredfold())
                ),
                format!("the cell holds a percentage, {} %", number.hundredfold()),
            ),
            Text::new(
                "qui serve un numero: formattare la colonna come numero e controllare i valori",
                "a number is needed here: format the column as number and check the values",
            ),
        )),
        _ => plainly(plain, fact, call).map_err(in_sheet),
    }
}

/// Replaces the hints that speak of how texts are written: a cell may hold more decimals than it
/// shows.
fn in_sheet(error: CellError) -> CellError {
    if error.kind != CellErrorKind::BadValue {
        return error;
    }
    CellError {
        hint: Some(Text::new(
            "la cella può mostrare meno cifre di quelle che contiene: arrotondare il valore stesso",
            "the cell may show fewer digits than it holds: round the value itself",
        )),
        ..error
    }
}

fn of_moment(number: &SheetNumber, fact: &Fact, call: &Call) -> Result<Option<Value>, CellError> {
    if !is_moment(fact.kind) {
        return Err(no_text(&Cell::Number(number.clone())));
    }
    let at = match number.moment() {
        Moment::At(at) if number.shown != Shown::Time => at,
        Moment::At(_) | Moment::TimeOnly => {
            return Err(bad(
                Text::new(
                    "la cella contiene un'ora senza giorno",
                    "the cell holds a time without a day",
                ),
                Text::new("scrivere anche il giorno", "write the day too"),
            ));
        }
        Moment::NoDay => {
            return Err(bad(
                Text::new(
                    format!(
                        "il numero {} non è un giorno del calendario",
                        italian(&number.plain)
                    ),
                    format!("the number {} is no day of the calendar", number.plain),
                ),
                Text::new("riscrivere la data", "write the date again"),
            ));
        }
    };
    let midnight = at.time() == Time::midnight();
    let (day, clock) = (at.date().to_string(), at.strftime("%H:%M:%S"));
    match (fact.kind, number.shown) {
        (Type::Date, _) if midnight => plainly(&day, fact, call),
        (Type::Date, _) => Err(bad(
            Text::new(
                format!(
                    "la cella contiene un giorno con l'ora: {} ore {clock}",
                    italian_date(at)
                ),
                format!("the cell holds a day with a time: {day} {clock}"),
            ),
            Text::new("togliere l'ora", "remove the time of day"),
        )),
        (_, Shown::Date) if midnight => Err(bad(
            Text::new(
                format!(
                    "la cella contiene un giorno senza l'ora: {}",
                    italian_date(at)
                ),
                format!("the cell holds a day without a time: {day}"),
            ),
            Text::new("aggiungere l'ora", "add the time of day"),
        )),
        _ => plainly(&format!("{day}T{clock}"), fact, call),
    }
}

/// Says that a cell holds something else than the text that is needed.
fn no_text(cell: &Cell<'_>) -> CellError {
    let as_text = Text::new(
        "formattare la colonna come testo e riscrivere il valore",
        "format the column as text and write the value again",
    );
    let compute = Text::new(
        "correggere la formula, o mettere il valore al suo posto, e salvare di nuovo",
        "mend the formula, or put the value in its place, and save again",
    );
    match cell {
        Cell::Number(number) => match (number.shown, number.moment()) {
            (Shown::Date | Shown::DateTime | Shown::Time, moment) => {
                let (day_in_italian, day) = match moment {
                    Moment::At(at) => (italian_date(at), at.date().to_string()),
                    _ => (italian(&number.plain), number.plain.clone()),
                };
                bad(
                    Text::new(
                        format!(
                            "la cella contiene una data ({day_in_italian}): il foglio di calcolo può averla messa al posto di ciò che era scritto"
                        ),
                        format!(
                            "the cell holds a date ({day}): the spreadsheet may have put it in place of what was written"
                        ),
                    ),
                    as_text,
                )
            }
            _ => bad(
                Text::new(
                    format!(
                        "la cella contiene il numero {}, non un testo: gli zeri iniziali e le cifre oltre la quindicesima possono essere andati persi",
                        italian(&number.plain)
                    ),
                    format!(
                        "the cell holds the number {}, not a text: leading zeros and digits beyond the fifteenth may be lost",
                        number.plain
                    ),
                ),
                as_text,
            ),
        },
        Cell::Error(error) => {
            let error = visible(error);
            bad(
                Text::new(
                    format!("la cella contiene l'errore `{error}`"),
                    format!("the cell holds the error `{error}`"),
                ),
                compute,
            )
        }
        Cell::Formula => bad(
            Text::new(
                "la cella contiene una formula senza risultato",
                "the cell holds a formula without a result",
            ),
            Text::new(
                "aprire il file con il foglio di calcolo, che la calcola, e salvarlo di nuovo",
                "open the file in the spreadsheet, which computes it, and save it again",
            ),
        ),
        Cell::YesNo(yes) => {
            let (it, en) = if *yes {
                ("VERO", "TRUE")
            } else {
                ("FALSO", "FALSE")
            };
            bad(
                Text::new(
                    format!("la cella contiene il valore logico {it}"),
                    format!("the cell holds the logical value {en}"),
                ),
                as_text,
            )
        }
        Cell::Iso(text) | Cell::Text(Cow::Owned(text)) => unexpected(text, as_text),
        Cell::Text(Cow::Borrowed(text)) => unexpected(text, as_text),
    }
}

fn unexpected(text: &str, hint: Text) -> CellError {
    let text = visible(text);
    bad(
        Text::new(
            format!("la cella contiene la data `{text}`"),
            format!("the cell holds the date `{text}`"),
        ),
        hint,
    )
}

/// Writes a plain number as Italians do.
fn italian(plain: &str) -> String {
    plain.replace('.', ",")
}

/// Writes a day as Italians do.
fn italian_date(at: DateTime) -> String {
    at.strftime("%d/%m/%Y").to_string()
}

fn bad(message: Text, hint: Text) -> CellError {
    CellError {
        kind: CellErrorKind::BadValue,
        message,
        hint: Some(hint),
    }
}
