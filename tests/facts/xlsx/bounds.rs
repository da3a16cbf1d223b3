//! Workbooks that would take more than a file of proposals may: bombs, lies, cells far away.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{Book, COLUMNS, call, number, received, row, told, written, zipped};
use crate::support::cases;

/// Reads a workbook of which nothing may be taken, and returns what is wrong with it.
fn refused(bytes: &[u8]) -> String {
    let received = received(&call(), bytes);
    assert!(received.unreadable, "it was read");
    assert!(received.proposals.is_empty());
    written(&call(), &received)
}

fn good() -> Book {
    Book::new(&(row(1, &COLUMNS) + &row(2, &["a", &number(0, "1")])))
}

const SWOLLEN: &str = "f.xlsx limit-exceeded: decompressed, the workbook takes more than 64 MiB or more than 200 times the file \
     >> copy the data alone to a new workbook, or hand them in as CSV";

#[test]
fn a_workbook_within_the_bounds_is_read() {
    assert_eq!(told(&call(), &good().bytes()), "+ a cost=1.00");
}

#[test]
fn a_part_that_swells_is_not_decompressed() {
    let mut bomb = good();
    bomb.more
        .push(("xl/media/image1.png".to_owned(), vec![0; 3 << 20]));
    assert_eq!(refused(&bomb.bytes()), SWOLLEN);
    let mut large = good();
    let mut noise = 1_u32;
    let some: Vec<u8> = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        noise.to_le_bytes()[3]
    })
    .take(1 << 20)
    .collect();
    large.more.push(("docProps/a.bin".to_owned(), some));
    large
        .more
        .push(("docProps/b.bin".to_owned(), vec![0; 66 << 20]));
    assert_eq!(refused(&large.bytes()), SWOLLEN);
}

/// Replaces the sizes that the directory of an archive and the heads of its parts declare.
fn with_declared_size(mut bytes: Vec<u8>, size: u32, declared: u32) -> Vec<u8> {
    let (from, to) = (size.to_le_bytes(), declared.to_le_bytes());
    let mut changed = 0;
    for at in 0..bytes.len() - 4 {
        let (local, central) = (
            bytes[at..].starts_with(b"PK\x03\x04"),
            bytes[at..].starts_with(b"PK\x01\x02"),
        );
        let place = at + if local { 22 } else { 24 };
        if (local || central) && bytes[place..place + 4] == from {
            bytes[place..place + 4].copy_from_slice(&to);
            changed += 1;
        }
    }
    assert_eq!(changed, 2);
    bytes
}

#[test]
fn a_part_that_lies_about_its_size_is_counted() {
    let mut book = good();
    let filler = "<!--".to_owned() + &"x".repeat(5 << 20) + "-->";
    let rows = book.sheets[0].1.clone() + &filler;
    book.sheets[0].1 = rows;
    let parts = book.parts();
    let sheet = parts.iter().find(|(name, _)| name.ends_with("s0.xml"));
    let size = u32::try_from(sheet.unwrap().1.len()).unwrap();
    let honest = zipped(&parts);
    assert_eq!(refused(&honest), SWOLLEN);
    assert_eq!(
        refused(&with_declared_size(honest, size, 1000)),
        "f.xlsx malformed-record: the workbook is broken: a part of it cannot be decompressed >> open it in the spreadsheet and save it again as `.xlsx`"
    );
}

#[test]
fn a_workbook_of_201_parts_is_refused() {
    let mut book = good();
    let own = book.parts().len();
    for number in own..200 {
        book.more
            .push((format!("xl/media/{number}.bin"), b"x".to_vec()));
    }
    assert_eq!(told(&call(), &book.bytes()), "+ a cost=1.00");
    book.more
        .push(("xl/media/one-more.bin".to_owned(), b"x".to_vec()));
    assert_eq!(
        refused(&book.bytes()),
        "f.xlsx limit-exceeded: the workbook has more than 200 parts >> copy the data alone to a new workbook, or hand them in as CSV"
    );
}

#[test]
fn a_file_of_more_than_64_mib_is_refused() {
    let mut bytes = good().bytes();
    bytes.resize((64 << 20) + 1, 0);
    assert_eq!(
        refused(&bytes),
        "f.xlsx limit-exceeded: the workbook takes more than 64 MiB >> copy the data alone to a new workbook, or hand them in as CSV"
    );
}

/// Readers that lay out the rectangle up to the last cell take 52 GB here.
#[test]
fn a_cell_far_away_costs_what_it_holds() {
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let rows = row(1, &COLUMNS) + &row(2, &["a"]) + far;
    let mut book = Book::new(&rows);
    assert_eq!(
        told(&call(), &book.bytes()),
        "+ a\n\
         f.xlsx:1048576 Domande missing-id: the proposal has no id >> each proposal needs one of its own, such as the protocol number\n\
         f.xlsx Domande!XFD1048576 malformed-record: the cell stands in a column without a name >> name the column in the first row, or empty what stands beside the columns"
            .replace("f.xlsx:1048576 Domande missing-id", "f.xlsx Domande!A1048576 id missing-id")
    );
    for outside in [
        r#"<row r="1048577"><c r="A1048577"><v>1</v></c></row>"#,
        r#"<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>"#,
        r#"<row r="99999999999999999999"><c><v>1</v></c></row>"#,
        r#"<row r="3"><c r="XFE3"><v>1</v></c></row>"#,
        r#"<row r="3"><c r="ZZZZZZZZZZZZ3"><v>1</v></c></row>"#,
        r#"<row r="3"><c r="A4"><v>1</v></c></row>"#,
        r#"<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row>"#,
        r#"<row r="3"><c r="B3"><v>1</v></c><c r="B3"><v>1</v></c></row>"#,
        r#"<row r="2"><c r="B2"><v>1</v></c></row>"#,
        r#"<row r="3"><c r="3A"><v>1</v></c></row>"#,
        r#"<row r="3"><c t="s"><v>99</v></c></row>"#,
        r#"<row r="3"><c t="b"><v>2</v></c></row>"#,
        r#"<row r="3"><c t="zz"><v>2</v></c></row>"#,
        r#"<row r="3"><c><v>&lol;</v></c></row>"#,
        r#"<row r="3"><c><v>1</c></row>"#,
    ] {
        book.sheets[0].1 = row(1, &COLUMNS) + &row(2, &["a"]) + outside;
        let told = refused(&book.bytes());
        assert!(
            told.starts_with("f.xlsx Domande malformed-record: the workbook is broken: "),
            "{outside}: {told}"
        );
    }
}

#[test]
fn a_sheet_of_more_than_a_million_cells_is_refused() {
    let mut rows = String::new();
    for number in 1..=10_001 {
        rows.push_str("<row>");
        for _ in 0..100 {
            rows.push_str("<c><v>7</v></c>");
        }
        rows.push_str("</row>");
        if number == 1 {
            rows = row(1, &COLUMNS);
        }
    }
    let mut book = Book::new(&rows);
    // Something that cannot be compressed, so that the file is long enough for its sheet.
    let noise: Vec<u8> = (0..200_000_u32)
        .flat_map(|it| (it.wrapping_mul(2_654_435_761)).to_be_bytes())
        .collect();
    book.more.push(("docProps/a.bin".to_owned(), noise));
    assert_eq!(
        refused(&book.bytes()),
        "f.xlsx Domande limit-exceeded: the sheet has more than 1,000,000 cells >> copy the data alone to a new workbook, or hand them in as CSV"
    );
}

/// A few bytes for each cell, and a long text in each.
#[test]
fn a_text_that_many_cells_share_is_counted_each_time() {
    let mut rows = row(1, &COLUMNS);
    for number in 2..300 {
        // Beside the columns: nobody reads them, and they count.
        let mut cells = vec![""; 16];
        cells.extend([r#"t="s"|<v>0</v>"#; 4]);
        rows.push_str(&row(number, &cells));
    }
    let mut book = Book::new(&rows);
    let noise =
        |it: u32| char::from(b'a' + u8::try_from(it.wrapping_mul(2_654_435_761) >> 28).unwrap());
    let long: String = (0..60_000).map(noise).collect();
    book.strings = format!("<si><t>{long}</t></si>");
    assert_eq!(
        refused(&book.bytes()),
        "f.xlsx Domande limit-exceeded: the texts of the sheet take more than 64 MiB >> copy the data alone to a new workbook, or hand them in as CSV"
    );
    let longer: String = (0..300_000).map(noise).collect();
    book.strings = format!("<si><t>{longer}</t></si>");
    book.sheets[0].1 = row(1, &COLUMNS)
        + &row(
            2,
            &["a", "", "", "", "", "", "", "", "", "", r#"t="s"|<v>0</v>"#],
        );
    assert_eq!(
        told(&call(), &book.bytes()),
        "f.xlsx:2 Domande limit-exceeded: the proposal takes more than 256 KiB >> shorten the texts of the row"
    );
}

/// Counts that a file declares are believed by nobody.
#[test]
fn declared_counts_take_no_memory() {
    let parts = good().parts().into_iter().map(|(name, bytes)| {
        let text = String::from_utf8(bytes).unwrap();
        let text = text
            .replace(
                "<sst>",
                r#"<sst count="99999999999999" uniqueCount="99999999999999">"#,
            )
            .replace("<cellXfs>", r#"<cellXfs count="99999999999999">"#)
            .replace(
                "<sheetData>",
                r#"<dimension ref="XFD1048576:A1"/><sheetData>"#,
            );
        (name, text.into_bytes())
    });
    assert_eq!(
        told(&call(), &zipped(&parts.collect::<Vec<_>>())),
        "+ a cost=1.00"
    );
}

#[test]
fn what_is_no_workbook_is_refused_in_plain_words() {
    let no_workbook = "f.xlsx malformed-record: the file is no Excel workbook (`.xlsx`) >> open it in the spreadsheet and save it again as `.xlsx`";
    let document = zipped(&[("word/document.xml".to_owned(), b"<w/>".to_vec())]);
    let cut = good().bytes();
    for bytes in [
        &b""[..],
        b"id,cost\na,1\n",
        b"PK",
        b"PK\x03\x04 and nothing more",
        &document,
        &cut[..cut.len() / 2],
    ] {
        assert_eq!(refused(bytes), no_workbook);
    }
    assert_eq!(
        refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and the rest"),
        "f.xlsx malformed-record: the file is a workbook in the old `.xls` format, or locked by a password >> save it as `.xlsx` without a password"
    );
    let mut parts = good().parts();
    parts.retain(|(name, _)| !name.ends_with("s0.xml"));
    assert_eq!(
        refused(&zipped(&parts)),
        "f.xlsx malformed-record: the workbook is broken: the part `xl/worksheets/s0.xml` is missing >> open it in the spreadsheet and save it again as `.xlsx`"
    );
    let mut latin = good().parts();
    latin[0].1.extend(b"<!-- \xE0 -->");
    assert!(refused(&zipped(&latin)).contains("is no UTF-8 text"));
}

#[test]
fn an_archive_that_announces_more_than_it_has_is_refused() {
    let mut bytes = good().bytes();
    bytes.extend(b"PK\x06\x07");
    assert!(refused(&bytes).contains("it is a ZIP64 archive"));
}

/// Returns a workbook whose parts are stored as they are, so that a changed byte is a changed
/// letter.
fn stored() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in good().parts() {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(name, options).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_changed_byte_makes_nobody_panic(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
    ) {
        for mut bytes in [good().bytes(), stored()] {
            for (place, byte) in &changes {
                let place = place.index(bytes.len());
                bytes[place] = *byte;
            }
            let _ = told(&call(), &bytes);
        }
    }

    /// Pieces of sheets in any order: as the archive is sound, what is read is the sheet.
    #[test]
    fn pieces_of_sheets_make_nobody_panic(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "<row>", "</row>", "<row r=\"2\">", "<row r=\"-1\"/>", "<c>", "</c>", "<c r=\"B2\" s=\"1\" t=\"n\">",
            "<c r=\"é\" s=\"9999999999999999999999\">", "<c t=\"s\">", "<v>", "</v>", "1e5", "-", "<is>", "<t>", "</t>", "</is>",
            "<f/>", "<rPh>", "</rPh>", "&amp;", "&#0;", "&#x110000;", "<![CDATA[x]]>", "<!DOCTYPE a>", "_x0000_", "_xD800_", "</sheetData>",
        ]), 0..24),
    ) {
        let rows = row(1, &COLUMNS) + &pieces.concat();
        let _ = told(&call(), &Book::new(&rows).bytes());
    }
}
