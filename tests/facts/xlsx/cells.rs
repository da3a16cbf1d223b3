//! What a cell is read as.

use bando::call::Call;

use super::{Book, COLUMNS, book_of_one, call, number, one_cell, received, row, told};
use crate::support::call::CallBuilder;
use crate::support::{ProjectFiles, checked};

#[test]
fn a_sheet_states_what_its_cells_hold() {
    let cells = [
        "0001".to_owned(),
        number(0, "1234567.89"),
        number(0, "36"),
        number(0, "0.15400000000000003"),
        number(1, "0.125"),
        number(2, "46348"),
        number(3, "46348.378472222219"),
        r#"t="b"|<v>1</v>"#.to_owned(),
        number(0, "0"),
        "asp".to_owned(),
        r#"t="s"|<v>1</v>"#.to_owned(),
        "00488410010".to_owned(),
        "001058".to_owned(),
    ];
    let cells = cells.each_ref().map(String::as_str);
    let texts = [
        "0002",
        "1.234.567,89",
        "36",
        "0,154",
        "12,5 %",
        "22/11/2026",
        "22/11/2026 09:05",
        "sì",
        "1",
        "comune",
        "Casa &amp; lavoro",
        "80017210727",
        "071025",
    ];
    let rows = row(1, &COLUMNS) + &row(2, &cells) + &row(3, &[]) + &row(4, &texts);
    let mut book = Book::new(&rows);
    book.strings = "<si><t>x</t></si>\
        <si><r><t>Casa </t></r><r><t xml:space=\"preserve\">&amp; la</t></r><r><t>voro</t></r><rPh><t>no</t></rPh></si>"
        .to_owned();
    let stated = "cost=1234567.89 months=36 index=0.154 share=12.5 sent_on=2026-11-22 \
        sent_at=2026-11-22T09:05:00+01:00 runts=yes";
    let expected = format!(
        "+ 0001 {stated} listed=no form=asp title=Casa & lavoro tax=00488410010 place=001058\n\
         + 0002 {stated} listed=yes form=comune title=Casa & lavoro tax=80017210727 place=071025"
    );
    assert_eq!(told(&call(), &book.bytes()), expected);
}

/// What damages codes in spreadsheets: a number has no leading zeros and fifteen digits, and a
/// date may stand where somebody wrote a code.
#[test]
fn an_identifier_that_is_no_text_is_refused_in_its_cell() {
    let lost = |number: &str| {
        format!(
            "bad-value: the cell holds the number {number}, not a text: leading zeros and digits beyond the fifteenth may be lost \
             >> format the column as text and write the value again"
        )
    };
    for (column, place, stored) in [
        ("tax", "L7 tax", "488410010"),
        ("tax", "L7 tax", "80017210727"),
        ("place", "M7 place", "1058"),
        ("place", "M7 place", "71025"),
        ("title", "K7 title", "73100"),
    ] {
        let told = one_cell(column, &number(0, stored));
        assert_eq!(told, format!("f.xlsx Domande!{place} [a] {}", lost(stored)));
    }
    assert_eq!(
        one_cell("tax", &number(0, "1.2345678901234568E+16")),
        format!("f.xlsx Domande!L7 tax [a] {}", lost("12345678901234600"))
    );
    assert_eq!(
        one_cell("title", &number(2, "46082")),
        "f.xlsx Domande!K7 title [a] bad-value: the cell holds a date (2026-03-01): the spreadsheet may have put it in place of what was written \
         >> format the column as text and write the value again"
    );
    let id = row(1, &COLUMNS) + &row(2, &[&number(0, "17")]);
    assert_eq!(
        told(&call(), &Book::new(&id).bytes()),
        format!("f.xlsx Domande!A2 id {}", lost("17"))
    );
}

#[test]
fn a_number_is_read_as_the_spreadsheet_shows_it() {
    for (column, cell, expected) in [
        ("cost", number(0, "0.1"), "+ a cost=0.10"),
        ("cost", number(0, "1234.5600000000001"), "+ a cost=1234.56"),
        (
            "cost",
            number(0, "1234.567"),
            "B7 cost [a] bad-value: `1234.567` has more than 2 decimals >> the cell may show fewer digits than it holds: round the value itself",
        ),
        (
            "months",
            number(0, "36.5"),
            "C7 months [a] bad-value: `36.5` has decimals: a whole number is needed here >> the cell may show fewer digits than it holds: round the value itself",
        ),
        ("months", number(0, "3.6E+1"), "+ a months=36"),
        (
            "cost",
            number(0, "1234567890123456"),
            "B7 cost [a] bad-value: `1234567890123460` has more than 15 digits, and the spreadsheet has changed the last ones >> format the cell as text and write the number again",
        ),
        (
            "cost",
            number(1, "0.2"),
            "B7 cost [a] bad-value: the cell holds a percentage, 20 % >> a number is needed here: format the column as number and check the values",
        ),
        ("share", number(1, "0.2"), "+ a share=20"),
        ("share", "20 %".to_owned(), "+ a share=20"),
        ("share", "20".to_owned(), "+ a share=20"),
        (
            "share",
            number(0, "0.2"),
            "E7 share [a] bad-value: the cell holds the number 0.2 without a percent sign: it may be 0.2 % or 20 % >> format the column as percentage and check the values, or write them as texts: `20 %`",
        ),
        (
            "runts",
            number(0, "1"),
            "H7 runts [a] bad-value: `1` is neither `yes` nor `no` >> write `yes` or `no`, or declare the words in the rules: `with \"1\" = yes, \"…\" = no`",
        ),
        ("listed", number(0, "1"), "+ a listed=yes"),
        ("listed", r#"t="b"|<v>0</v>"#.to_owned(), "+ a listed=no"),
        (
            "cost",
            r#"t="b"|<v>1</v>"#.to_owned(),
            "B7 cost [a] bad-value: the cell holds the logical value TRUE >> format the column as text and write the value again",
        ),
        ("cost", "   ".to_owned(), "+ a"),
    ] {
        let expected = match expected.strip_prefix('+') {
            Some(_) => expected.to_owned(),
            None => format!("f.xlsx Domande!{expected}"),
        };
        assert_eq!(one_cell(column, &cell), expected, "{column} {cell}");
    }
}

#[test]
fn a_date_is_a_day_and_an_instant_has_a_time() {
    for (column, cell, expected) in [
        ("sent_on", number(2, "46348"), "+ a sent_on=2026-11-22"),
        ("sent_on", number(4, "46348"), "+ a sent_on=2026-11-22"),
        ("sent_on", number(3, "46348"), "+ a sent_on=2026-11-22"),
        (
            "sent_on",
            r#"t="d"|<v>2026-11-22T00:00:00</v>"#.to_owned(),
            "+ a sent_on=2026-11-22",
        ),
        (
            "sent_on",
            number(3, "46348.5"),
            "F7 sent_on [a] bad-value: the cell holds a day with a time: 2026-11-22 12:00:00 >> remove the time of day",
        ),
        (
            "sent_on",
            number(0, "46348"),
            "F7 sent_on [a] bad-value: `46348` is not a date written like `2026-12-31` >> this looks like the number by which a spreadsheet counts days: format the column as a date",
        ),
        (
            "sent_on",
            number(2, "60"),
            "F7 sent_on [a] bad-value: the number 60 is no day of the calendar >> write the date again",
        ),
        (
            "sent_on",
            number(5, "0.5"),
            "F7 sent_on [a] bad-value: the cell holds a time without a day >> write the day too",
        ),
        (
            "sent_at",
            number(3, "46348.99999998843"),
            "+ a sent_at=2026-11-22T23:59:59+01:00",
        ),
        (
            "sent_at",
            number(3, "46348"),
            "+ a sent_at=2026-11-22T00:00:00+01:00",
        ),
        (
            "sent_at",
            number(2, "46348"),
            "G7 sent_at [a] bad-value: the cell holds a day without a time: 2026-11-22 >> add the time of day",
        ),
        (
            "sent_at",
            // 02:30 in the night in which summer time begins.
            number(3, "46110.104166666664"),
            "G7 sent_at [a] bad-value: there is no time `2026-03-29T02:30:00` (Europe/Rome): that night the clocks leap over it, as summer time begins >> write the offset from universal time too: `2026-03-29T02:30:00+01:00` or `2026-03-29T02:30:00+02:00`",
        ),
        (
            "cost",
            number(2, "46348"),
            "B7 cost [a] bad-value: the cell holds a date (2026-11-22): the spreadsheet may have put it in place of what was written >> format the column as text and write the value again",
        ),
    ] {
        let expected = match expected.strip_prefix('+') {
            Some(_) => expected.to_owned(),
            None => format!("f.xlsx Domande!{expected}"),
        };
        assert_eq!(one_cell(column, &cell), expected, "{column} {cell}");
    }
}

#[test]
fn italian_messages_write_numbers_and_dates_as_italians_do() {
    for (column, cell, expected) in [
        (
            "share",
            number(0, "0.125"),
            "la cella contiene il numero 0,125 senza segno di percentuale: può essere 0,125 % o 12,5 %",
        ),
        (
            "sent_on",
            number(3, "46348.5"),
            "la cella contiene un giorno con l'ora: 22/11/2026 ore 12:00:00",
        ),
        (
            "tax",
            number(2, "46348"),
            "la cella contiene una data (22/11/2026): il foglio di calcolo può averla messa al posto di ciò che era scritto",
        ),
    ] {
        let received = received(&call(), &book_of_one(column, &cell));
        assert_eq!(received.refused[0].diagnostics[0].message.it, expected);
    }
}

#[test]
fn a_workbook_may_count_days_from_1904() {
    let rows = row(1, &COLUMNS) + &row(2, &["a", "", "", "", "", &number(2, "44886")]);
    let mut book = Book::new(&rows);
    assert_eq!(told(&call(), &book.bytes()), "+ a sent_on=2022-11-21");
    book.properties = r#"<workbookPr date1904="1"/>"#.to_owned();
    assert_eq!(told(&call(), &book.bytes()), "+ a sent_on=2026-11-22");
}

#[test]
fn a_formula_counts_by_its_result_and_an_error_is_none() {
    for (column, cell, expected) in [
        ("cost", "|<f>A1*2</f><v>12.5</v>", "+ a cost=12.50"),
        (
            "title",
            r#"t="str"|<f>A1</f><v>Casa_x000A_mia</v>"#,
            "+ a title=Casa\nmia",
        ),
        ("title", r#"t="str"|<f>A1</f><v></v>"#, "+ a"),
        (
            "cost",
            "|<f>A1*2</f>",
            "f.xlsx Domande!B7 cost [a] bad-value: the cell holds a formula without a result >> open the file in the spreadsheet, which computes it, and save it again",
        ),
        (
            "title",
            r#"t="e"|<f>A1</f><v>#REF!</v>"#,
            "f.xlsx Domande!K7 title [a] bad-value: the cell holds the error `#REF!` >> mend the formula, or put the value in its place, and save again",
        ),
        (
            "cost",
            r#"t="e"|<v>#N/A</v>"#,
            "f.xlsx Domande!B7 cost [a] bad-value: the cell holds the error `#N/A` >> mend the formula, or put the value in its place, and save again",
        ),
    ] {
        assert_eq!(one_cell(column, cell), expected, "{cell}");
    }
}

/// A call with one fact, with columns that nobody reads and that tests read.
fn small() -> Call {
    CallBuilder::new()
        .fact("cost", bando::call::Type::Money)
        .ignore(&["note"])
        .compare(&["funded"])
        .build()
}

#[test]
fn only_cells_under_a_name_are_read() {
    let rows = row(3, &["", "id", "note", "", "cost", "funded"])
        + &row(
            4,
            &[
                "",
                "a",
                r#"t="e"|<v>#REF!</v>"#,
                "",
                &number(0, "5"),
                &number(0, "1"),
            ],
        )
        + &row(5, &["", "b", "", "", &number(0, "5"), r#"t="b"|<v>1</v>"#])
        + &row(6, &["x", "c", "", "y", &number(0, "5"), "si", " ", "z"]);
    assert_eq!(
        told(&small(), &Book::new(&rows).bytes()),
        "+ a cost=5.00 (funded=1)
\
         + b cost=5.00 (funded=yes)
\
         f.xlsx Domande!A6 [c] malformed-record: 3 cells of the row, from this one on, stand in columns without a name \
         >> name the column in the first row, or empty what stands beside the columns"
    );
}

#[test]
fn the_header_is_checked_as_that_of_csv_is() {
    for (header, expected) in [
        (
            &["id", "kost"][..],
            "f.xlsx:1 Domande kost unknown-field: no fact is read from the column `kost` >> did you mean `cost`?\n\
             f.xlsx:1 Domande missing-column: the column `cost` is missing >> but there is `kost`: is it that one?",
        ),
        (
            &["id", "cost", "|<v>2026</v>"],
            "f.xlsx Domande!C1 malformed-record: the name of a column is needed here, written as a text >> the first row must hold the names of the columns",
        ),
        (
            &["", " "],
            "f.xlsx Domande malformed-record: the sheet is empty >> the first row must hold the names of the columns",
        ),
    ] {
        assert_eq!(
            told(&small(), &Book::new(&row(1, header)).bytes()),
            expected
        );
    }
}

#[test]
fn the_sheet_is_the_first_that_people_see_or_the_one_named() {
    let rows = |id: &str| row(1, &["id", "cost"]) + &row(2, &[id, "1.00"]);
    let mut book = Book::new(&rows("first"));
    book.sheets
        .insert(0, ("Elenchi|hidden".to_owned(), rows("lists")));
    book.sheets.push(("Altre".to_owned(), rows("second")));
    let bytes = book.bytes();
    let read = |sheet: Option<&str>| {
        let mut call = small();
        call.proposals.sheet = sheet.map(str::to_owned);
        told(&call, &bytes)
    };
    let rules = "bando 1\n\ncall prova {\n  title \"Prova\"\n  zone Europe/Rome\n}\n\n\
        proposals {\n  sheet \"Altre\"\n}\n";
    let named = checked(rules, &ProjectFiles::default()).proposals.sheet;
    assert_eq!(named.as_deref(), Some("Altre"));
    assert_eq!(read(None), "+ first cost=1.00");
    assert_eq!(read(Some("Altre")), "+ second cost=1.00");
    assert_eq!(read(Some("Elenchi")), "+ lists cost=1.00");
    assert_eq!(
        read(Some("altre")),
        "f.xlsx malformed-record: the workbook has no sheet `altre` \
         >> the sheets are: `Domande`, `Altre`; which one to read is written in the rules, under `proposals`"
    );
}

#[test]
fn rows_that_share_an_id_are_all_refused() {
    let rows = row(1, &["id", "cost"]) + &row(2, &["a", "1.00"]) + &row(9, &["a", "2.00"]);
    let told = told(&small(), &Book::new(&rows).bytes());
    assert!(
        told.starts_with("f.xlsx:2 Domande [a] duplicate-proposal: the proposal `a` stands more than once in the file (lines 2, 9)"),
        "{told}"
    );
}
