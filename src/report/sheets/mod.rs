//! The sheets that evaluators fill in: one workbook for each of them.

mod files;
pub(super) mod formats;
mod instructions;
mod marks;
mod stamp;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::words::choose;
use crate::call::{Call, Grid, Type, show};
use crate::engine::ProposalToMark;
use crate::number::Fraction;
use crate::scoring::{Stamp, basis_digest};
use crate::text::Language;
use crate::value::Value;

pub use files::sheet_files;
pub(super) use marks::{LINE_HEIGHT, lines_of};

/// A workbook has no more rows than this in a sheet, the header among them.
pub(super) const MOST_ROWS: usize = 1_048_576;

/// What the sheets of a call have in common.
#[derive(Clone, Copy, Debug)]
pub struct SheetsRequest<'a> {
    /// The call.
    pub call: &'a Call,
    /// Its grid.
    pub grid: &'a Grid,
    /// The version of the language in which the rule file is written.
    pub version: u32,
    /// The language of the sheets.
    pub language: Language,
}

/// Why a sheet cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// There are more marks to give than a spreadsheet has rows.
    #[error("more than 1,048,575 marks for one evaluator")]
    TooManyRows,
    /// The workbook cannot be put together.
    #[error(transparent)]
    Unwritable(#[from] XlsxError),
}

/// Returns the workbook that `evaluator` fills in, with a row for each criterion that the panel
/// marks of each of `proposals`.
///
/// Only marks and notes can be changed. Text stands as text, whatever it starts with: no cell
/// becomes a formula. The same input gives the same bytes.
///
/// # Errors
/// Where there are more rows than a spreadsheet holds.
///
/// ```
/// use bando::call::{Call, Grid};
/// # use bando::source::{FileId, Span};
/// use bando::number::Fraction;
/// use bando::report::{SheetsRequest, marking_sheet};
/// use bando::text::Language;
/// # let span = Span { file: FileId(0), start: 0, end: 0 };
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// let grid = Grid {
///     max: Fraction::integer(100),
///     criteria: Vec::new(),
/// #     citations: Vec::new(), threshold: None, rounding: None, everyone: false,
/// #     scales: Vec::new(), span,
/// };
/// let request = SheetsRequest {
///     call: &call, grid: &grid, version: 1, language: Language::Italian,
/// };
/// let bytes = marking_sheet(&request, "rossi", &[]).unwrap();
/// assert!(bytes.starts_with(b"PK"));
/// ```
pub fn marking_sheet(
    request: &SheetsRequest<'_>,
    evaluator: &str,
    proposals: &[ProposalToMark],
) -> Result<Vec<u8>, SheetError> {
    let rows = request.grid.marked().count().checked_mul(proposals.len());
    if rows.is_none_or(|rows| rows >= MOST_ROWS) {
        return Err(SheetError::TooManyRows);
    }
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(request, evaluator)?);
    marks::write(workbook.add_worksheet(), request, evaluator, proposals)?;
    instructions::write(workbook.add_worksheet(), request, evaluator, proposals)?;
    let stamp = Stamp {
        call: request.call.name.clone(),
        evaluator: evaluator.to_owned(),
        version: request.version.to_string(),
        basis: basis_digest(request.grid),
        lines: marks::lines(request, proposals),
    };
    stamp::write(workbook.add_worksheet(), request, &stamp)?;
    Ok(workbook.save_to_buffer()?)
}

/// The day of making is the same for all: nobody needs it, and it would change the bytes.
fn properties(request: &SheetsRequest<'_>, evaluator: &str) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title(request.call.title.get(request.language))
        .set_subject(evaluator)
        .set_author("bando")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

impl<'a> SheetsRequest<'a> {
    fn word(&self, it: &'a str, en: &'a str) -> &'a str {
        choose(self.language, it, en)
    }

    /// Returns a number as people read it.
    fn number(&self, number: Fraction) -> String {
        let names = self.call.names();
        show(&Value::Number(number), Type::Number, names, self.language)
    }

    fn share(&self, share: Fraction) -> String {
        let (names, kind) = (self.call.names(), Type::Percent(None));
        show(&Value::Number(share), kind, names, self.language)
    }

    fn marks_sheet(&self) -> &'static str {
        choose(self.language, "Valutazione", "Marks")
    }

    fn instructions_sheet(&self) -> &'static str {
        choose(self.language, "Istruzioni", "Instructions")
    }
}

/// Returns a text that a cell can hold, cut short where it is too long to be read there.
pub(super) fn fitting(text: &str, most: usize) -> String {
    let mut characters = text.chars();
    let mut fitting: String = characters.by_ref().take(most).collect();
    if characters.next().is_some() {
        fitting.push('…');
    }
    fitting
}
