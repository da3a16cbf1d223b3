//! What is published beside a record: the lists, the workbook and the page.

use std::collections::BTreeSet;

use super::copies::InputKind;
use super::manifest::Manifest;
use crate::report::{
    BookError, Input, Publication, list_files, ranking_book, ranking_book_file, report_html,
};
use crate::source::digest;
use crate::text::{Language, Text};

/// The file that is the record.
pub const RECORD: &str = "outcome.json";

/// The page.
pub(super) const PAGE: &str = "report.html";

/// A file that is published: its name, and what stands in it.
pub type Published = (&'static str, Vec<u8>);

/// Returns the workbook and the page of an outcome; no workbook where a list is longer than a
/// sheet.
///
/// # Errors
/// Where the workbook cannot be put together.
pub fn book_and_page(
    publication: &Publication<'_>,
) -> Result<(Option<Published>, Published), BookError> {
    let book = match ranking_book(publication) {
        Ok(book) => Some((ranking_book_file(publication.language), book)),
        Err(BookError::TooManyRows) => None,
        Err(error) => return Err(error),
    };
    Ok((book, (PAGE, report_html(publication).into_bytes())))
}

/// Returns the names of all files that are ever published beside a record, in whatever language.
///
/// ```
/// let names = bando::record::published_names();
/// assert!(names.contains("ranking.xlsx") && names.contains("pools.csv"));
/// ```
pub fn published_names() -> BTreeSet<&'static str> {
    let books = [Language::Italian, Language::English].map(ranking_book_file);
    list_files().chain(books).chain([PAGE]).collect()
}

/// Returns the files that an outcome is made from, and its record, as workbook and page name them.
pub fn digests(manifest: &Manifest, record: &str) -> Vec<Input> {
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

/// Returns what an input is, for people.
pub(super) fn what(kind: InputKind) -> Text {
    let (it, en) = match kind {
        InputKind::Rules => ("regole", "rules"),
        InputKind::Table => ("tabella", "table"),
        InputKind::Programme => ("programma", "programme"),
        InputKind::Ledger => ("registro del programma", "ledger of the programme"),
        InputKind::Proposals => ("proposte", "proposals"),
        InputKind::Assignments => ("incarichi", "assignments"),
        InputKind::Marks => ("voti", "marks"),
        InputKind::Frozen => ("esito approvato", "approved outcome"),
        InputKind::Former => ("verbale precedente", "record before"),
        InputKind::Events => ("eventi", "events"),
        InputKind::LaterProgramme => ("programma aggiornato", "programme of the slide"),
    };
    Text::new(it, en)
}
