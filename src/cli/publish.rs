//! The workbook and the page of an outcome, beside its lists.

use super::error::CliError;
use super::record::RECORD;
use super::terminal::Terminal;
use crate::record::{InputKind, Manifest};
use crate::report::{BookError, Input, Publication, ranking_book, ranking_book_file, report_html};
use crate::source::digest;
use crate::text::Text;

/// The page.
const REPORT: &str = "report.html";

/// All files that are written here, those in another language too.
pub(super) const PUBLISHED: [&str; 3] = ["graduatoria.xlsx", "ranking.xlsx", REPORT];

/// A file to be written: its name, and what stands in it.
pub(super) type Published = (&'static str, Vec<u8>);

/// Returns the workbook and the page; the page alone where a list is longer than a sheet, which is
/// said.
pub(super) fn published(
    terminal: &mut Terminal,
    publication: &Publication<'_>,
) -> Result<Vec<Published>, CliError> {
    let mut files = Vec::new();
    match ranking_book(publication) {
        Ok(book) => files.push((ranking_book_file(publication.language), book)),
        Err(BookError::TooManyRows) => terminal.message(&Text::new(
            "un elenco ha più righe di quante ne tiene un foglio di calcolo: restano i file CSV",
            "a list has more rows than a workbook holds: there are the CSV files",
        )),
        Err(BookError::Unwritable(error)) => return Err(CliError::NoBook(error.to_string())),
    }
    files.push((REPORT, report_html(publication).into_bytes()));
    Ok(files)
}

/// Returns the files that an outcome is made from, and the record of it.
pub(super) fn inputs(manifest: &Manifest, record: &str) -> Vec<Input> {
    let inputs = manifest.inputs.iter().map(|listed| Input {
        what: what(listed.kind),
        name: listed.file.clone(),
        digest: listed.sha256.clone(),
    });
    let record = Input {
        what: Text::new("verbale", "record"),
        name: RECORD.to_owned(),
        digest: digest(record.as_bytes()),
    };
    inputs.chain([record]).collect()
}

fn what(kind: InputKind) -> Text {
    let (it, en) = match kind {
        InputKind::Rules => ("regole", "rules"),
        InputKind::Table => ("tabella", "table"),
        InputKind::Proposals => ("proposte", "proposals"),
        InputKind::Assignments => ("incarichi", "assignments"),
        InputKind::Marks => ("voti", "marks"),
        InputKind::Frozen => ("esito approvato", "approved outcome"),
        InputKind::Former => ("verbale precedente", "record before"),
        InputKind::Events => ("eventi", "events"),
    };
    Text::new(it, en)
}
