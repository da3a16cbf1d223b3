//! Cells of lists in a workbook: numbers as numbers, days as days.

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};

use super::text;
use crate::call::{Call, Type, show};
use crate::number::Fraction;
use crate::report::lists::{Cell, Content, ROUNDED_PLACES};
use crate::report::sheets::formats;
use crate::text::Language;
use crate::value::Value;

/// A workbook holds no more digits of a number than these.
const MOST_DIGITS: usize = 15;
/// More decimals than this are not shown.
const MOST_PLACES: u32 = 10;

/// Where a cell stands, and how it looks besides what it holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    pub(super) row: u32,
    pub(super) column: u16,
    /// How many decimals the numbers of its column have.
    pub(super) places: u32,
    /// Whether it is part of a sum at the end.
    pub(super) is_total: bool,
    pub(super) call: &'a Call,
    pub(super) language: Language,
}

impl Spot<'_> {
    /// Writes a cell.
    pub(super) fn write(&self, sheet: &mut Worksheet, cell: &Cell) -> Result<(), XlsxError> {
        match cell.content() {
            Content::Text | Content::Plain => self.words(sheet, cell.as_plain()),
            Content::About(number) => {
                let plain = number.round(ROUNDED_PLACES, crate::number::Rounding::HalfUp);
                let plain = plain.and_then(|it| it.to_plain(ROUNDED_PLACES));
                let format = format!("\"≈ \"{}", figures(ROUNDED_PLACES));
                self.number(sheet, plain, &format, cell)
            }
            Content::Value(Value::Number(number), ty) => {
                let plain = number.decimals().and_then(|places| number.to_plain(places));
                self.number(sheet, plain, &self.number_format(*ty), cell)
            }
            Content::Value(value, ty) => self.time(sheet, value, *ty),
        }
    }

    /// Writes words, whatever they look like.
    pub(super) fn words(&self, sheet: &mut Worksheet, words: &str) -> Result<(), XlsxError> {
        let format = self.format("@").set_align(FormatAlign::Left).set_indent(1);
        sheet
            .write_string_with_format(self.row, self.column, text(words), &format)
            .map(drop)
    }

    /// Writes a number, or its digits as words where a workbook would lose some of them.
    fn number(
        &self,
        sheet: &mut Worksheet,
        plain: Option<String>,
        format: &str,
        cell: &Cell,
    ) -> Result<(), XlsxError> {
        let exact = plain.filter(|it| significant(it) <= MOST_DIGITS);
        // The format of workbooks holds binary numbers; up to fifteen digits come back as written.
        let binary = exact.and_then(|it| serde_json::Number::from_string_unchecked(it).as_f64());
        let format = self.format(format).set_align(FormatAlign::Right);
        let (row, column) = (self.row, self.column);
        match binary {
            Some(number) => sheet.write_number_with_format(row, column, number, &format),
            None => sheet.write_string_with_format(row, column, cell.as_plain(), &format),
        }
        .map(drop)
    }

    /// Writes a day or an instant, the latter as the clocks of the call's zone show it.
    fn time(&self, sheet: &mut Worksheet, value: &Value, ty: Type) -> Result<(), XlsxError> {
        let zone = &self.call.zone;
        let (time, format) = match value {
            Value::Date(date) => (date_of(*date), self.day_format().to_owned()),
            Value::Instant(instant) => {
                let clock = zone.to_datetime(*instant);
                let time = date_of(clock.date()).and_then(|it| {
                    let [hour, minute, second] = [clock.hour(), clock.minute(), clock.second()]
                        .map(|it| u8::try_from(it).unwrap_or_default());
                    it.and_hms(u16::from(hour), minute, second).ok()
                });
                // The hour that comes twice a year needs its offset, which words can tell.
                let is_clear = !zone.to_ambiguous_timestamp(clock).is_ambiguous();
                let format = format!("{} hh:mm:ss", self.day_format());
                (time.filter(|_| is_clear), format)
            }
            _ => (None, String::new()),
        };
        match time {
            Some(time) => {
                let format = self.format(&format).set_align(FormatAlign::Right);
                sheet
                    .write_datetime_with_format(self.row, self.column, &time, &format)
                    .map(drop)
            }
            None => {
                let names = self.call.names();
                self.words(sheet, &show(value, ty, names, self.language))
            }
        }
    }

    fn format(&self, format: &str) -> Format {
        let format = formats::bordered().set_num_format(format);
        if self.is_total {
            format.set_bold()
        } else {
            format
        }
    }

    fn day_format(&self) -> &'static str {
        match self.language {
            Language::Italian => "[$-410]dd/mm/yyyy",
            Language::English => "yyyy-mm-dd",
        }
    }

    fn number_format(&self, ty: Type) -> String {
        let italian = match self.language {
            Language::Italian => "[$-410]",
            Language::English => "",
        };
        match ty {
            Type::Money | Type::Amount => {
                let unit = match self.language {
                    Language::Italian => "€",
                    Language::English => "EUR",
                };
                format!("{italian}#,##0.00\" {unit}\"")
            }
            Type::Percent(_) => {
                let places = self.places.saturating_sub(2);
                format!("{italian}{}%", decimals("0", places))
            }
            // A rank or a year is no sum: its digits stay together.
            Type::Integer => format!("{italian}0"),
            _ => format!("{italian}{}", figures(self.places)),
        }
    }
}

/// Returns how many decimals write all the numbers of a column.
pub(super) fn places<'c>(cells: impl Iterator<Item = &'c Cell>) -> u32 {
    let numbers = cells.filter_map(|cell| match cell.content() {
        Content::Value(Value::Number(number), _) => number.decimals(),
        _ => None,
    });
    numbers.max().unwrap_or_default().min(MOST_PLACES)
}

/// Returns the sum of a column; nothing where it has no number or is too large.
pub(super) fn total<'c>(cells: impl Iterator<Item = &'c Cell>) -> Option<Value> {
    let mut numbers = cells.filter_map(|cell| match cell.content() {
        Content::Value(Value::Number(number), _) => Some(*number),
        _ => None,
    });
    let first = numbers.next()?;
    numbers.try_fold(first, Fraction::add).map(Value::Number)
}

fn figures(places: u32) -> String {
    decimals("#,##0", places)
}

fn decimals(whole: &str, places: u32) -> String {
    match usize::try_from(places) {
        Ok(places) if places > 0 => format!("{whole}.{}", "0".repeat(places)),
        _ => whole.to_owned(),
    }
}

/// Counts the digits that matter.
fn significant(plain: &str) -> usize {
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').len()
}

fn date_of(date: jiff::civil::Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok()?;
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    ExcelDateTime::from_ymd(year, month, day).ok()
}
