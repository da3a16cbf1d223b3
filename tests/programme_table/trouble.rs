//! Files that are no such table, and tables that cannot be read: what their author is told.

use super::{Model, as_recorded, reading, told};

/// Returns a table of four lines, of which nothing is wrong.
fn whole() -> String {
    let line = [300_000, 200_000, 50_000];
    Model::consistent(vec![vec![line, line], vec![line, line]]).text()
}

fn recorded(name: &str, bytes: &[u8]) {
    let reading = reading(bytes);
    assert!(reading.table.is_none(), "{name} was read");
    as_recorded(&format!("bad/{name}.txt"), &told(&reading.diagnostics));
}

fn without_column(text: &str, column: usize) -> String {
    let rows = text.lines().map(|row| {
        let mut cells: Vec<&str> = row.split('\t').collect();
        if cells.len() > column {
            cells.remove(column);
        }
        cells.join("\t")
    });
    rows.map(|row| row + "\n").collect()
}

#[test]
fn a_column_of_amounts_is_missing() {
    recorded(
        "a_column_of_amounts_is_missing",
        without_column(&whole(), 8).as_bytes(),
    );
}

#[test]
fn a_column_of_amounts_is_missing_below_its_heading() {
    let text = whole();
    let (heading, lines) = text.split_at(text.find("1.1\t").expect("a line"));
    let text = format!("{heading}{}", without_column(lines, 8));
    recorded("a_column_is_missing_below_its_heading", text.as_bytes());
}

#[test]
fn a_column_of_words_is_missing() {
    recorded(
        "a_column_of_words_is_missing",
        without_column(&whole(), 4).as_bytes(),
    );
}

#[test]
fn an_amount_is_written_in_words() {
    let text = whole().replacen("2.000,00", "duemila", 1);
    recorded("an_amount_is_written_in_words", text.as_bytes());
}

#[test]
fn a_subtotal_matches_nothing() {
    let text = whole().replace("totale 1.2:", "totale 1.9:");
    recorded("a_subtotal_matches_nothing", text.as_bytes());
}

#[test]
fn a_subtotal_stands_twice() {
    let text = whole().replace("totale 1.2:", "totale 1.1:");
    recorded("a_subtotal_stands_twice", text.as_bytes());
}

#[test]
fn two_lines_have_one_key() {
    let text = whole().replacen("FSE - 9.1.2", "FSE - 9.1.1", 1);
    recorded("two_lines_have_one_key", text.as_bytes());
}

#[test]
fn a_line_has_no_body() {
    let text = whole().replacen("2.500,00\tDG Lavoro", "2.500,00\t", 1);
    recorded("a_line_has_no_body", text.as_bytes());
}

#[test]
fn a_line_has_no_objective() {
    let text = whole().replacen("1.1\tObiettivo\t1.1.1\tParte", "\t\t\t", 1);
    recorded("a_line_has_no_objective", text.as_bytes());
}

#[test]
fn a_row_among_the_lines_has_words_alone() {
    let text = whole().replacen("totale 1.1:", "\tcontinua\ntotale 1.1:", 1);
    recorded("a_row_has_words_alone", text.as_bytes());
}

#[test]
fn the_file_is_empty() {
    recorded("the_file_is_empty", b"");
    recorded("the_file_is_empty", b"\n\t\t\n\n");
}

#[test]
fn the_file_is_not_utf_8() {
    let text = whole().replace("DG Lavoro", "Autorita\u{e0}");
    let bytes: Vec<u8> = text
        .chars()
        .map(|it| u8::try_from(it).expect("one byte"))
        .collect();
    recorded("the_file_is_not_utf_8", &bytes);
}

#[test]
fn the_file_is_a_letter() {
    let text = "Gentile Presidente,\n\nsi trasmette in allegato il prospetto.\n\nCordiali saluti\n";
    recorded("the_file_is_a_letter", text.as_bytes());
}

#[test]
fn the_file_is_a_workbook() {
    recorded(
        "the_file_is_a_workbook",
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
    );
}

#[test]
fn the_amounts_cannot_be_summed() {
    let text = whole().replace("3.000,00", "90.000.000.000.000.000,00");
    let table = reading(text.as_bytes()).table.expect("a table");
    let trouble = bando::programme::published::reconcile(&table).expect_err("too large");
    as_recorded("bad/the_amounts_cannot_be_summed.txt", &told(&[trouble]));
}

#[test]
fn a_table_may_begin_with_other_words_and_have_no_heading() {
    let text = whole().replace(
        "Programma di",
        "Allegato alla deliberazione\n\nProgramma di",
    );
    let reading = reading(text.as_bytes());
    assert!(reading.table.is_some(), "{}", told(&reading.diagnostics));
    let text = whole();
    let rows = text.lines().filter(|row| !row.starts_with("Obiettivo\t"));
    let headless = rows.collect::<Vec<_>>().join("\n") + "\n";
    assert!(super::reading(headless.as_bytes()).table.is_some());
}
