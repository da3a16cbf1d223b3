//! A sheet of a programme's workbook: headings that stay in sight, amounts as numbers.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::super::{ProgrammeView, Row, Sums};
use crate::number::Money;
use crate::report::sheets::{LINE_HEIGHT, fitting, formats, lines_of};

/// How wide a column of amounts is.
pub(super) const AMOUNT: u16 = 16;

/// More characters than this are not written into a cell.
const MOST_CHARACTERS: usize = 30_000;
/// A workbook holds no more digits of a number than these.
const MOST_DIGITS: usize = 15;
/// How amounts are shown; spreadsheets put the signs of their own language.
const SHOWN: &str = "#,##0.00";

/// A figure: an amount, or words where it is not known.
pub(super) enum Figure {
    Amount(Money),
    Words(String),
}

impl Figure {
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        is_total: bool,
    ) -> Result<(), XlsxError> {
        let format = formats::bordered().set_align(FormatAlign::Right);
        let format = if is_total { format.set_bold() } else { format };
        match self {
            Self::Amount(amount) => write_amount(sheet, (row, column), *amount, format),
            Self::Words(words) => sheet
                .write_string_with_format(row, column, text(words), &format)
                .map(drop),
        }
    }
}

/// Returns the figures of some lines, in the order of the headings.
pub(super) fn figures(view: &ProgrammeView<'_>, sums: &Sums) -> [Figure; 5] {
    let total = if sums.unknown {
        Figure::Words(view.total(sums))
    } else {
        Figure::Amount(sums.total)
    };
    let rest = [sums.allocated, sums.committed, sums.paid, sums.free];
    let [allocated, committed, paid, free] = rest.map(Figure::Amount);
    [total, allocated, committed, paid, free]
}

/// A sheet that is being written, row after row.
pub(super) struct Page<'a> {
    sheet: &'a mut Worksheet,
    name: &'a str,
    heads: Vec<(&'a str, u16)>,
    head: u32,
    row: u32,
}

impl<'a> Page<'a> {
    pub(super) fn new(
        sheet: &'a mut Worksheet,
        view: &ProgrammeView<'_>,
        name: &'a str,
        heads: Vec<(&'a str, u16)>,
    ) -> Result<Self, XlsxError> {
        let head = begin(sheet, view, name)?;
        let mut lines = 1;
        for (column, (words, width)) in (0..).zip(&heads) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(head, column, text(words), &formats::header())?;
            lines = lines.max(lines_of(words, *width));
        }
        sheet.set_row_height(head, lines.saturating_mul(LINE_HEIGHT))?;
        // The headings stay in sight, and so does the name of the row.
        sheet.set_freeze_panes(head.saturating_add(1), 1)?;
        let row = head.saturating_add(1);
        Ok(Self {
            sheet,
            name,
            heads,
            head,
            row,
        })
    }

    /// Writes the name and title of a row, set in where it is a part of one above.
    pub(super) fn item(&mut self, item: &Row) -> Result<(), XlsxError> {
        let level = u8::try_from(item.level).unwrap_or(u8::MAX);
        self.words_set_in(level, &[&item.name, &item.title.bare()])
    }

    /// Writes the words of a row, from the first column on.
    pub(super) fn words(&mut self, words: &[&str]) -> Result<(), XlsxError> {
        self.words_set_in(0, words)
    }

    fn words_set_in(&mut self, level: u8, words: &[&str]) -> Result<(), XlsxError> {
        let mut lines = 1;
        for ((column, words), (_, width)) in (0_u16..).zip(words).zip(&self.heads) {
            let format = formats::bordered().set_num_format("@");
            let format = match level {
                1.. if column == 0 => format.set_align(FormatAlign::Left).set_indent(level),
                _ => format,
            };
            self.sheet
                .write_string_with_format(self.row, column, text(words), &format)?;
            lines = lines.max(lines_of(words, *width));
        }
        let height = lines.saturating_mul(LINE_HEIGHT);
        self.sheet.set_row_height(self.row, height)?;
        Ok(())
    }

    /// Writes the figures of a row, in its last columns.
    pub(super) fn figures(
        &mut self,
        view: &ProgrammeView<'_>,
        sums: &Sums,
    ) -> Result<(), XlsxError> {
        let first = self.heads.len().saturating_sub(5);
        let first = u16::try_from(first).unwrap_or(u16::MAX);
        for (column, figure) in (first..).zip(figures(view, sums)) {
            figure.write(self.sheet, (self.row, column), false)?;
        }
        Ok(())
    }

    pub(super) fn amount(&mut self, column: u16, amount: Money) -> Result<(), XlsxError> {
        Figure::Amount(amount).write(self.sheet, (self.row, column), false)
    }

    /// Goes on to the next row.
    pub(super) fn next(&mut self) {
        self.row = self.row.saturating_add(1);
    }

    /// Writes a row of sums, whose words fill the columns before the figures.
    pub(super) fn sums(&mut self, title: &str, figures: &[Figure]) -> Result<(), XlsxError> {
        let words = self.heads.len().saturating_sub(figures.len());
        let words = u16::try_from(words).unwrap_or(u16::MAX);
        let format = formats::bordered().set_bold();
        for column in 0..words {
            let words = if column == 0 { title } else { "" };
            self.sheet
                .write_string_with_format(self.row, column, text(words), &format)?;
        }
        for (column, figure) in (words..).zip(figures) {
            figure.write(self.sheet, (self.row, column), true)?;
        }
        self.next();
        Ok(())
    }

    /// Writes what signs mean, below the table.
    pub(super) fn legend(&mut self, lines: &[&str]) -> Result<(), XlsxError> {
        for line in lines {
            self.next();
            self.sheet.write_string(self.row, 0, text(line))?;
        }
        Ok(())
    }

    pub(super) fn finish(self, view: &ProgrammeView<'_>) -> Result<(), XlsxError> {
        for_paper(self.sheet, view, self.name, Some(self.head))
    }
}

/// Writes what every sheet begins with, and returns the first free row.
pub(super) fn begin(
    sheet: &mut Worksheet,
    view: &ProgrammeView<'_>,
    name: &str,
) -> Result<u32, XlsxError> {
    sheet.set_name(name)?;
    let title = view.text(&view.programme.title);
    sheet.write_string_with_format(0, 0, text(title), &formats::title())?;
    let large = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(1, 0, text(name), &large)?;
    sheet.set_row_height(1, 21)?;
    let movements = view.movements().map(|it| format!("; {it}"));
    let moment = format!("{}; EUR{}", view.moment(), movements.unwrap_or_default());
    sheet.write_string(2, 0, text(&moment))?;
    Ok(4)
}

/// Makes a sheet fit for paper; `header` is the row that every page repeats.
pub(super) fn for_paper(
    sheet: &mut Worksheet,
    view: &ProgrammeView<'_>,
    name: &str,
    header: Option<u32>,
) -> Result<(), XlsxError> {
    let page = view.word("pagina &P di &N", "page &P of &N");
    let programme = &view.programme.name;
    let footer = format!("&L{programme} – {name}&R{page}");
    formats::for_paper(sheet, header, &footer)
}

fn write_amount(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    amount: Money,
    format: Format,
) -> Result<(), XlsxError> {
    let plain = amount.to_plain();
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let exact = (digits <= MOST_DIGITS).then(|| plain.clone());
    // The format of workbooks holds binary numbers; up to fifteen digits come back as written.
    let binary = exact.and_then(|it| serde_json::Number::from_string_unchecked(it).as_f64());
    match binary {
        Some(number) => {
            let format = format.set_num_format(SHOWN);
            sheet.write_number_with_format(row, column, number, &format)
        }
        None => sheet.write_string_with_format(row, column, plain, &format),
    }
    .map(drop)
}

/// Returns a text that a cell can hold.
pub(super) fn text(text: &str) -> String {
    fitting(text, MOST_CHARACTERS)
}
