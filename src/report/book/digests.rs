//! The last sheet: from which files anyone can compute the outcome again.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::rows::{head, write_row};
use super::{begin, for_paper};
use crate::report::lists::Cell;
use crate::report::publication::Publication;

/// Writes the digests.
pub(super) fn write(sheet: &mut Worksheet, publication: &Publication<'_>) -> Result<(), XlsxError> {
    let name = publication.word("Impronte", "Digests");
    let title = publication.word(
        "Da che cosa si ricalcola l'esito",
        "What the outcome is computed from",
    );
    let header = begin(sheet, publication, name, title)?.saturating_sub(1);
    let heads = [
        (publication.word("Che cosa", "What"), 30),
        (publication.word("File", "File"), 44),
        (publication.word("Impronta SHA-256", "SHA-256 digest"), 70),
    ];
    head(sheet, header, &heads)?;
    let mut row = header;
    for input in publication.inputs {
        row = row.saturating_add(1);
        let cells = [
            Cell::text(input.what.get(publication.language)),
            Cell::text(&input.name),
            Cell::text(&input.digest),
        ];
        write_row(sheet, publication, row, &cells, &heads, &[])?;
    }
    row = row.saturating_add(2);
    sheet.write_string(row, 0, publication.made_by())?;
    sheet.set_freeze_panes(header.saturating_add(1), 0)?;
    for_paper(sheet, publication, name, Some(header))
}
