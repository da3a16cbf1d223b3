//! One row of a file of movements.

use csv::StringRecord;
use jiff::civil::Date;

use super::super::{LineId, Programme};
use super::{Movement, MovementKind};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::{Money, parse_plain};
use crate::text::{Text, nearest};

/// The movements, in Italian and in English.
const KINDS: [(&str, &str, MovementKind); 4] = [
    ("impegno", "commitment", MovementKind::Commitment),
    ("pagamento", "payment", MovementKind::Payment),
    ("disimpegno", "decommitment", MovementKind::Decommitment),
    ("storno", "reversal", MovementKind::Reversal),
];

/// The most digits of whole euro whose cents can always be counted.
const MOST_DIGITS: usize = 16;

/// One row of the file.
pub(super) struct Row<'a> {
    pub(super) programme: &'a Programme,
    pub(super) name: &'a str,
    pub(super) headings: &'a StringRecord,
    pub(super) columns: [usize; 6],
    pub(super) record: &'a StringRecord,
    pub(super) line: Option<u64>,
}

impl Row<'_> {
    pub(super) fn movement(&self) -> Result<Movement, Box<Diagnostic>> {
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

    pub(super) fn cell(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default().trim()
    }

    pub(super) fn place(&self, column: Option<usize>) -> DataPlace {
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
