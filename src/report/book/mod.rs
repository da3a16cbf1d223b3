//! The lists to publish as one workbook: a sheet for each, a summary before them, the criteria and
//! the digests behind.

mod cells;
mod criteria;
mod digests;
mod list;
mod rows;
mod summary;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::lists::{Kind, Maker, Table, tables};
use super::publication::Publication;
use super::sheets::{MOST_ROWS, fitting, formats};
use crate::text::Language;

/// More characters than this are not written into a cell.
const MOST_CHARACTERS: usize = 30_000;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// A list is longer than a sheet.
    #[error("a list of more than 1,048,500 rows")]
    TooManyRows,
    /// The workbook cannot be put together.
    #[error(transparent)]
    Unwritable(#[from] XlsxError),
}

/// Returns the name of the workbook's file.
///
/// ```
/// use bando::{report::ranking_book_file, text::Language};
/// assert_eq!(ranking_book_file(Language::Italian), "graduatoria.xlsx");
/// assert_eq!(ranking_book_file(Language::English), "ranking.xlsx");
/// ```
pub fn ranking_book_file(language: Language) -> &'static str {
    match language {
        Language::Italian => "graduatoria.xlsx",
        Language::English => "ranking.xlsx",
    }
}

/// Returns the lists to publish as a workbook.
///
/// Numbers are numbers, days are days, and text is text whatever it starts with: no cell becomes a
/// formula, sums neither. Natural persons are not named. The same outcome gives the same bytes.
///
/// # Errors
/// Where a list is longer than a sheet.
///
/// ```
/// use bando::call::Call;
/// use bando::engine::Outcome;
/// use bando::report::{Publication, ranking_book};
/// use bando::source::Sources;
/// use bando::text::Language;
/// let (call, sources) = (Call::empty(jiff::tz::TimeZone::UTC), Sources::default());
/// let outcome = Outcome::default();
/// let publication = Publication {
///     call: &call, sources: &sources, outcome: &outcome, inputs: &[],
///     language: Language::Italian,
/// };
/// assert!(ranking_book(&publication).unwrap().starts_with(b"PK"));
/// ```
pub fn ranking_book(publication: &Publication<'_>) -> Result<Vec<u8>, BookError> {
    let maker = Maker::new(publication.call, publication.outcome, publication.language);
    let mut tables: Vec<Table> = tables(&maker).into_iter().filter(is_published).collect();
    tables.sort_by_key(|table| table.kind);
    let too_long = |table: &Table| table.rows.len() >= MOST_ROWS.saturating_sub(100);
    if tables.iter().any(too_long) {
        return Err(BookError::TooManyRows);
    }
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(publication)?);
    summary::write(workbook.add_worksheet(), publication, &maker, &tables)?;
    for table in &tables {
        list::write(workbook.add_worksheet(), publication, &maker, table)?;
    }
    if let Some(grid) = &publication.call.grid {
        criteria::write(workbook.add_worksheet(), publication, grid)?;
    }
    digests::write(workbook.add_worksheet(), publication)?;
    Ok(workbook.save_to_buffer()?)
}

/// Tells whether a list is one to publish: the ranking is there in two parts where there is money,
/// refused rows are for the office, and what nothing waits for needs no sheet.
fn is_published(table: &Table) -> bool {
    match table.kind {
        Kind::Ranking => table.columns.iter().all(|column| !column.total),
        Kind::Refused => false,
        Kind::ToBeCompleted | Kind::NotScored => !table.rows.is_empty(),
        _ => true,
    }
}

/// The day of making is the same for all: nobody needs it, and it would change the bytes.
fn properties(publication: &Publication<'_>) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title(publication.call.title.get(publication.language))
        .set_subject(publication.word("Graduatoria", "Ranking"))
        .set_author("bando")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?))
}

/// Writes what every sheet begins with, and returns the first free row: the call, the sheet's own
/// title, and whether the outcome may still change.
fn begin(
    sheet: &mut Worksheet,
    publication: &Publication<'_>,
    name: &str,
    title: &str,
) -> Result<u32, XlsxError> {
    sheet.set_name(name)?;
    let call = publication.call.title.get(publication.language);
    let bold = Format::new().set_bold();
    sheet.write_string_with_format(0, 0, text(call), &bold)?;
    let large = Format::new().set_bold().set_font_size(14);
    sheet.write_string_with_format(1, 0, text(title), &large)?;
    sheet.set_row_height(1, 21)?;
    if let Some(notice) = provisional_notice(publication) {
        sheet.write_string_with_format(2, 0, text(&notice), &bold)?;
    }
    Ok(4)
}

/// Says that the outcome is provisional, and why.
fn provisional_notice(publication: &Publication<'_>) -> Option<String> {
    let reasons: Vec<&str> = publication.provisional().collect();
    let head = publication.word("ESITO PROVVISORIO", "PROVISIONAL OUTCOME");
    (!reasons.is_empty()).then(|| format!("{head}: {}", reasons.join("; ")))
}

/// Makes a sheet fit for paper; `header` is the row that every page repeats.
fn for_paper(
    sheet: &mut Worksheet,
    publication: &Publication<'_>,
    name: &str,
    header: Option<u32>,
) -> Result<(), XlsxError> {
    let page = publication.word("pagina &P di &N", "page &P of &N");
    let state = if publication.outcome.provisional.is_empty() {
        ""
    } else {
        publication.word("esito provvisorio", "provisional outcome")
    };
    // Whatever stands behind a lone `&` would be taken for an order.
    let call = publication.call.name.replace('&', "&&");
    let footer = format!("&L{call} – {name}&C{state}&R{page}");
    formats::for_paper(sheet, header, &footer)
}

/// Returns a text that a cell can hold.
fn text(text: &str) -> String {
    fitting(text, MOST_CHARACTERS)
}
