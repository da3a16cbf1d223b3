//! The workbook and the page of an outcome, beside its lists.

use super::error::CliError;
use super::terminal::Terminal;
use crate::record::{self, Published};
use crate::report::Publication;
use crate::text::Text;

pub(super) use crate::record::digests as inputs;

/// Returns the workbook and the page; the page alone where a list is longer than a sheet, which is
/// said.
pub(super) fn published(
    terminal: &mut Terminal,
    publication: &Publication<'_>,
) -> Result<Vec<Published>, CliError> {
    let (book, page) =
        record::book_and_page(publication).map_err(|error| CliError::NoBook(error.to_string()))?;
    if book.is_none() {
        terminal.message(&Text::new(
            "un elenco ha più righe di quante ne tiene un foglio di calcolo: restano i file CSV",
            "a list has more rows than a workbook holds: there are the CSV files",
        ));
    }
    Ok(book.into_iter().chain([page]).collect())
}
