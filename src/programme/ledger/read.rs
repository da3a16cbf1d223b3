//! Movements from CSV, each with its place.

use std::collections::BTreeSet;

use csv::StringRecord;
use jiff::civil::Date;

use super::super::{LineId, Programme};
use super::{Ledger, Movement, MovementKind, Refused};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::{Money, parse_plain};
use crate::text::{Text, nearest};

/// The columns, in Italian and in English.
const COLUMNS: [(&str, &str); 6] = [
    ("id", "id"),
    ("data", "date"),
    ("movimento", "movement"),
    ("linea", "line"),
    ("importo", "amount"),
    ("di", "of"),
];

/// The movements, in Italian and in English.
const KINDS: [(&str, &str, MovementKind); 4] = [
    ("impegno", "commitment", MovementKind::Commitment),
    ("pagamento", "payment", MovementKind::Payment),
    ("disimpegno", "decommitment", MovementKind::Decommitment),
    ("storno", "reversal", MovementKind::Reversal),
];

/// The most digits of whole euro whose cents can always be counted.
const MOST_DIGITS: usize = 16;

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

/// Where the lines of a file end.
struct Lines<'a> {
    bytes: &'a [u8],
    ends: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let numbered = bytes.iter().enumerate();
        let ends = numbered.filter(|(_, byte)| **byte == b'\n');
        Self {
            bytes,
            ends: ends.map(|(at, _)| at).collect(),
        }
    }

    /// Returns the line of a row, counted from 1: what reads CSV counts the end of the line before as the
    /// beginning of a row, where that end is of two bytes.
    fn at(&self, position: Option<&csv::Position>) -> Option<u64> {
        let start = usize::try_from(position?.byte()).ok()?;
        let rest = self.bytes.get(start..)?;
        let empty = rest.iter().take_while(|it| matches!(it, b'\r' | b'\n'));
        let start = start.checked_add(empty.count())?;
        let before = self.ends.partition_point(|end| *end < start);
        u64::try_from(before).ok()?.checked_add(1)
    }
}

/// One row of the file.
struct Row<'a> {
    programme: &'a Programme,
    name: &'a str,
    headings: &'a StringRecord,
    columns: [usize; 6],
    record: &'a StringRecord,
    line: Option<u64>,
}

impl Row<'_> {
    fn movement(&self) -> Result<Movement, Box<Diagnostic>> {
        let [id, date, kind, line, amount, of] = self.columns;
        if self.record.len() != self.headings.len() {
            let (has, needs) = (self.record.len(), self.headings.len());
            return Err(self.wrong(
                None,
                format!("la riga ha {has} celle e l'intestazione {needs}"),
                format!("the row has {has} cells and the heading {needs}"),
                Text::new(
                    "controllare virgole e virgolette",
                    "check commas and quotes",
                ),
            ));
        }
        if self.cell(id).is_empty() {
            return Err(self.wrong(
                Some(id),
                "il movimento non ha un identificativo",
                "the movement has no id",
                Text::new("darne uno a ciascuno", "give each one of its own"),
            ));
        }
        Ok(Movement {
            id: self.cell(id).to_owned(),
            date: self.date(date)?,
            kind: self.kind(kind)?,
            line: self.line(line)?,
            amount: self.amount(amount)?,
            of: Some(self.cell(of))
                .filter(|it| !it.is_empty())
                .map(str::to_owned),
        })
    }

    fn cell(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default().trim()
    }

    fn place(&self, column: Option<usize>) -> DataPlace {
        let heading = column.and_then(|column| self.headings.get(column));
        DataPlace {
            file: self.name.to_owned(),
            line: self.line,
            column: heading.map(|it| it.trim().to_owned()),
            ..DataPlace::default()
        }
    }

    fn wrong(
        &self,
        column: Option<usize>,
        it: impl Into<String>,
        en: impl Into<String>,
        hint: Text,
    ) -> Box<Diagnostic> {
        let error = Diagnostic::data(Code::BadValue, self.place(column), Text::new(it, en));
        Box::new(error.with_hint(hint))
    }

    fn date(&self, column: usize) -> Result<Date, Box<Diagnostic>> {
        let cell = self.cell(column);
        // What reads days would also take `20260115`, and an hour after it.
        let day = Some(cell).filter(|it| it.len() == "2026-01-15".len());
        let day = day.and_then(|it| it.parse::<Date>().ok());
        day.ok_or_else(|| {
            self.wrong(
                Some(column),
                format!("`{cell}` non è un giorno"),
                format!("`{cell}` is no day"),
                Text::new("scriverlo come `2026-01-15`", "write it like `2026-01-15`"),
            )
        })
    }

    fn kind(&self, column: usize) -> Result<MovementKind, Box<Diagnostic>> {
        let cell = self.cell(column);
        let mut kinds = KINDS.iter();
        let written = cell.to_lowercase();
        let found = kinds.find(|(it, en, _)| written == *it || written == *en);
        found.map(|(_, _, kind)| *kind).ok_or_else(|| {
            self.wrong(
                Some(column),
                format!("`{cell}` non è un movimento"),
                format!("`{cell}` is no movement"),
                Text::new(
                    "scrivere `impegno`, `pagamento`, `disimpegno` o `storno`",
                    "write `commitment`, `payment`, `decommitment` or `reversal`",
                ),
            )
        })
    }

    fn line(&self, column: usize) -> Result<Option<LineId>, Box<Diagnostic>> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        if let Some(line) = self.programme.line_called(cell) {
            return Ok(Some(line));
        }
        let names = self.programme.lines.iter().map(|it| it.name.as_str());
        let hint = match nearest(cell, names) {
            Some(near) => Text::new(
                format!("forse si intendeva `{near}`?"),
                format!("did you mean `{near}`?"),
            ),
            None => Text::new(
                "scrivere il nome di una linea del programma",
                "write the name of a line of the programme",
            ),
        };
        Err(self.wrong(
            Some(column),
            format!("il programma non ha la linea `{cell}`"),
            format!("the programme has no line `{cell}`"),
            hint,
        ))
    }

    fn amount(&self, column: usize) -> Result<Option<Money>, Box<Diagnostic>> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        // `1.000` is a thousand to some and one to others: cents are two digits, or none.
        let cents = cell
            .split_once('.')
            .is_none_or(|(_, cents)| cents.len() == 2);
        let number = Some(cell).filter(|_| cents).and_then(parse_plain);
        let amount = number.and_then(Money::from_euro);
        amount.map(Some).ok_or_else(|| {
            let unsigned = cell.strip_prefix('-').unwrap_or(cell);
            let whole = unsigned.split('.').next().unwrap_or_default();
            if cents && whole.len() > MOST_DIGITS && whole.bytes().all(|it| it.is_ascii_digit()) {
                return self.wrong(
                    Some(column),
                    format!("`{cell}` è troppo grande: al massimo {MOST_DIGITS} cifre intere"),
                    format!("`{cell}` is too large: at most {MOST_DIGITS} whole digits"),
                    Text::new("correggere l'importo", "correct the amount"),
                );
            }
            self.wrong(
                Some(column),
                format!("`{cell}` non è un importo"),
                format!("`{cell}` is no amount"),
                Text::new(
                    "scriverlo come `1234.56` o `1234`: il punto sta prima di due decimali, mai fra le migliaia",
                    "write it like `1234.56` or `1234`: a point stands before two decimals, never between thousands",
                ),
            )
        })
    }
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
