//! Files that are no such table, and tables that cannot be read: what their author is told.

use bando::programme::published::flaws;
use bando::text::Language;

use super::{Model, as_recorded, reading, told};

/// Returns a table of four lines, of which nothing is wrong.
fn whole() -> String {
    let line = [300_000, 200_000, 50_000];
    Model::consistent(vec![vec![line, line], vec![line, line]]).text()
}

fn recorded(name: &str, text: &str) {
    let reading = reading(text);
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
        &without_column(&whole(), 8),
    );
}

#[test]
fn a_column_of_amounts_is_missing_below_its_heading() {
    let text = whole();
    let (heading, lines) = text.split_at(text.find("1.1\t").expect("a line"));
    let text = format!("{heading}{}", without_column(lines, 8));
    recorded("a_column_is_missing_below_its_heading", &text);
}

/// What is left of a line tells which amount it lacks, where several acts gave something.
#[test]
fn the_column_of_the_programme_is_missing_below_its_heading() {
    let below = |text: &str| {
        let (heading, lines) = text.split_at(text.find("1.1\t").expect("a line"));
        format!("{heading}{}", without_column(lines, 6))
    };
    recorded(
        "the_programme_is_missing_below_its_heading",
        &below(&whole()),
    );
    let line = [300_000, 200_000, 0];
    let one_act = Model::consistent(vec![vec![line, line]]).text();
    recorded("an_amount_is_missing_where_one_act_gives", &below(&one_act));
}

/// Returns a table in which a column is blank, though it stands.
fn with_blank_column(text: &str, column: usize) -> String {
    let rows = text.lines().map(|row| {
        let mut cells: Vec<&str> = row.split('\t').collect();
        let is_line = cells.last().is_some_and(|it| it.starts_with("DG"));
        if let Some(cell) = cells.get_mut(column).filter(|_| is_line) {
            *cell = "";
        }
        cells.join("\t") + "\n"
    });
    rows.collect()
}

#[test]
fn a_column_is_blank_in_all_lines() {
    for (name, column) in [("codes", 0), ("sources", 5), ("acts", 8), ("bodies", 10)] {
        let text = with_blank_column(&whole(), column);
        recorded(&format!("a_column_of_{name}_is_blank"), &text);
    }
}

#[test]
fn the_column_of_the_body_is_missing() {
    recorded(
        "the_column_of_the_body_is_missing",
        &without_column(&whole(), 10),
    );
}

/// The columns are numbered from 0, in their order.
#[test]
fn a_column_of_words_is_missing() {
    for column in 0..6 {
        recorded(
            &format!("a_column_of_words_is_missing_{column}"),
            &without_column(&whole(), column),
        );
    }
    recorded(
        "two_columns_of_words_are_missing",
        &without_column(&without_column(&whole(), 4), 4),
    );
}

/// One line, whose source is blank: that is told of the line.
#[test]
fn the_source_of_the_only_line_is_blank() {
    let one = Model::consistent(vec![vec![[300_000, 200_000, 50_000]]]);
    let text = one.text().replace("FSE - 9.1.1", "");
    told_of("the_source_of_the_only_line_is_blank", &text);
}

/// Not every row of words is a lost line: some say that they are notes.
#[test]
fn a_note_stands_among_the_lines() {
    let with = |note: &str| whole().replacen("totale 1.1:", &format!("{note}\ntotale 1.1:"), 1);
    told_of(
        "a_note_stands_among_the_lines",
        &with("Nota: importi in euro"),
    );
    for note in [
        "* di cui SIE",
        "(1) compresa la quota SIE",
        "N.B. importi",
        "(*) v. oltre",
    ] {
        assert!(reading(&with(note)).table.is_some(), "{note}");
    }
    // These may be what is left of a line.
    for words in [
        "Notazioni",
        "Nota\tDG Lavoro",
        "(a) asili",
        "() asili",
        "Nbc",
    ] {
        assert!(reading(&with(words)).table.is_none(), "{words}");
    }
}

#[test]
fn an_amount_is_written_in_words() {
    let text = whole().replacen("2.000,00", "duemila", 1);
    recorded("an_amount_is_written_in_words", &text);
}

#[test]
fn a_subtotal_matches_nothing() {
    let text = whole().replace("totale 1.2:", "totale 1.9:");
    recorded("a_subtotal_matches_nothing", &text);
}

#[test]
fn a_subtotal_stands_twice() {
    let text = whole().replace("totale 1.2:", "totale 1.1:");
    recorded("a_subtotal_stands_twice", &text);
}

#[test]
fn two_lines_have_one_key() {
    let text = whole().replacen("FSE - 9.1.2", "FSE - 9.1.1", 1);
    recorded("two_lines_have_one_key", &text);
}

#[test]
fn two_lines_have_one_key_where_one_lacks_its_dash() {
    let text = whole().replacen("FSE - 9.1.2", "FSE 9.1.1", 1);
    recorded("two_lines_have_one_key_without_dash", &text);
}

#[test]
fn a_line_has_no_body() {
    let text = whole().replacen("2.500,00\tDG Lavoro", "2.500,00\t", 1);
    recorded("a_line_has_no_body", &text);
}

#[test]
fn a_line_has_no_objective() {
    let text = whole().replacen("1.1\tObiettivo\t1.1.1\tParte", "\t\t\t", 1);
    recorded("a_line_has_no_objective", &text);
}

#[test]
fn a_row_among_the_lines_has_words_alone() {
    let text = whole().replacen("totale 1.1:", "\tcontinua\ntotale 1.1:", 1);
    recorded("a_row_has_words_alone", &text);
}

#[test]
fn the_file_is_empty() {
    recorded("the_file_is_empty", "");
    recorded("the_file_is_empty", "\n\t\t\n\n");
}

/// A spreadsheet puts quotes around cells, and a word processor makes dashes of signs.
#[test]
fn what_quotes_and_dashes_stand_around_is_read() {
    let line = [300_000, 200_000, -50_000];
    let text = Model::consistent(vec![vec![line, line]]).text();
    let text = text.replace("\tServizio\t", "\t\"Servizio \"\"nuovo\"\"\"\t");
    let written = text.replace("-500,00", "\u{2013}500,00");
    let written = written.replace("\t3.000,00\t", "\t\"3.000,00\"\t");
    let table = super::table(&written);
    assert_eq!(
        table.lines[0].amounts[0]
            .amount
            .expect("it is read")
            .cents(),
        300_000
    );
    assert_eq!(
        table.lines[0].amounts[2]
            .amount
            .expect("it is read")
            .cents(),
        -50_000
    );
    let words = table.lines[0]
        .description
        .as_ref()
        .map(|it| it.text.as_str());
    assert_eq!(words, Some("Servizio \"nuovo\""));
    // Quotes of the words themselves stay.
    let own = text.replacen("\"Servizio \"\"nuovo\"\"\"", "\"Uno\" e \"due\"", 1);
    let words = super::table(&own).lines[0]
        .description
        .as_ref()
        .map(|it| it.text.clone());
    assert_eq!(words.as_deref(), Some("\"Uno\" e \"due\""));
}

/// Amounts as people write them too: each is refused, with what to write instead.
#[test]
fn amounts_are_written_otherwise() {
    let mut said = String::new();
    for amount in [
        "0",
        "500",
        "99999999999999999999",
        "\u{2014}500,00",
        "(500,00)",
        "+500,00",
        "1 500,00",
        "EUR 500,00",
        "500,0",
        "1.50,00",
        "cinquecento",
    ] {
        let text = whole().replacen("\t500,00\t2.500,00", &format!("\t{amount}\t2.500,00"), 1);
        let reading = reading(&text);
        assert!(reading.table.is_none(), "{amount}");
        for language in [Language::English, Language::Italian] {
            let hints = reading.diagnostics.iter().map(|it| {
                let hint = it.hint.as_ref().map_or("", |it| it.get(language));
                format!("{}; {hint}", it.message.get(language))
            });
            said += &(hints.collect::<Vec<_>>().join("\n  ") + "\n");
        }
    }
    as_recorded("bad/amounts_are_written_otherwise.txt", &said);
}

#[test]
fn the_file_is_a_letter() {
    let text = "Gentile Presidente,\n\nsi trasmette in allegato il prospetto.\n\nCordiali saluti\n";
    recorded("the_file_is_a_letter", text);
}

#[test]
fn the_amounts_cannot_be_summed() {
    let text = whole().replace("3.000,00", "90.000.000.000.000.000,00");
    let table = reading(&text).table.expect("a table");
    let trouble = bando::programme::published::reconcile(&table).expect_err("too large");
    as_recorded("bad/the_amounts_cannot_be_summed.txt", &told(&[trouble]));
}

#[test]
fn a_table_may_begin_with_other_words() {
    let text = whole().replace(
        "Programma di",
        "Allegato alla deliberazione\n\nProgramma di",
    );
    let reading = reading(&text);
    assert!(reading.table.is_some(), "{}", told(&reading.diagnostics));
}

/// Nothing says then which amount is which.
#[test]
fn a_table_has_no_headings() {
    let text = whole();
    let rows = text.lines().filter(|row| !row.starts_with("Obiettivo\t"));
    let headless = rows.collect::<Vec<_>>().join("\n") + "\n";
    recorded("a_table_has_no_headings", &headless);
}

/// Reads a table that is no sound one, and records what is said of it, read or not.
fn told_of(name: &str, text: &str) {
    let reading = reading(text);
    let mut all = reading.diagnostics;
    all.extend(reading.table.iter().flat_map(flaws));
    as_recorded(&format!("bad/{name}.txt"), &told(&all));
}

#[test]
fn a_source_has_no_dash() {
    let text = whole().replacen("FSE - 9.1.2", "FSE 9.1.2", 1);
    told_of("a_source_has_no_dash", &text);
    let table = super::table(&text);
    let action = table.lines[1].action.as_ref().map(ToString::to_string);
    assert_eq!(action.as_deref(), Some("adp:9.1.2"));
}

#[test]
fn a_source_names_no_action() {
    told_of(
        "a_source_names_no_action",
        &whole().replacen("FSE - 9.1.2", "FSE", 1),
    );
}

#[test]
fn the_table_is_cut_between_two_lines() {
    let text = whole();
    let cut = text.find("totale 1.2:").expect("a subtotal");
    told_of("the_table_is_cut_between_two_lines", &text[..cut]);
}

#[test]
fn the_table_is_cut_inside_a_line() {
    let text = whole();
    let cut = text.rfind("\tDG Lavoro").expect("a body");
    // In an amount, before its cents, and behind it.
    for (name, back) in [("an_amount", 6), ("the_cents", 1)] {
        told_of(
            &format!("the_table_is_cut_inside_{name}"),
            &text[..cut - back],
        );
    }
    told_of("the_table_is_cut_behind_the_amounts", &text[..cut]);
    told_of("the_table_is_cut_inside_the_body", &text[..cut + 6]);
}

#[test]
fn the_programme_total_is_negative() {
    let text = whole().replacen("3.000,00", "-3.000,00", 1);
    told_of("the_programme_total_is_negative", &text);
}

#[test]
fn an_act_takes_what_was_never_given() {
    let line = [300_000, 200_000, -250_000];
    let text = Model::consistent(vec![vec![line]]).text();
    told_of("an_act_takes_what_was_never_given", &text);
}

/// Above the programme at first, and then less than nought.
#[test]
fn an_act_takes_more_than_what_was_above_the_programme() {
    let line = [300_000, 400_000, -550_000];
    let text = Model::consistent(vec![vec![line]]).text();
    told_of("an_act_takes_more_than_what_was_above", &text);
}

#[test]
fn a_specific_objective_begins_twice() {
    let text = whole().replacen("\t\t\t\tServizio", "\t\t1.1.1\tAltra parte\tServizio", 1);
    told_of("a_specific_objective_begins_twice", &text);
    let text = whole().replacen("1.1.1\tParte", "1.1\tParte", 1);
    told_of("a_specific_objective_has_the_code_of_its_objective", &text);
}

#[test]
fn a_specific_objective_stands_under_another_objective() {
    let line = [300_000, 200_000, 50_000];
    let text = Model::consistent(vec![vec![line], vec![line], vec![line]]).text();
    told_of(
        "a_specific_objective_stands_elsewhere",
        &text.replacen("1.2.1\tParte", "1.1.2\tParte", 1),
    );
    // Where none has the number of its own, they are numbered otherwise.
    let other = text
        .replace("1.1.1\t", "10.1\t")
        .replace("1.2.1\t", "10.2\t");
    let reading = reading(&other.replace("1.3.1\t", "10.3\t"));
    assert_eq!(flaws(&reading.table.expect("a table")), []);
}

#[test]
fn the_numbers_of_objectives_begin_late() {
    let numbered = |text: &str, (old, new): (&str, &str), part: &str| {
        let text = text.replace(&format!("totale {old}:"), &format!("totale {new}:"));
        text.replace(
            &format!("{old}\tObiettivo\t{old}.1\tParte"),
            &format!("{new}\tObiettivo\t{new}.{part}\tParte"),
        )
    };
    let text = numbered(&whole(), ("1.2", "1.4"), "1");
    let text = numbered(&text, ("1.1", "1.3"), "2");
    told_of("the_numbers_of_objectives_begin_late", &text);
    // Numbers without points are those of a longer list.
    let text = numbered(&whole(), ("1.2", "4"), "1");
    let text = numbered(&text, ("1.1", "3"), "1");
    assert_eq!(flaws(&reading(&text).table.expect("a table")), []);
}

/// The digits of a year are no code.
#[test]
fn a_sum_may_name_years() {
    for (plain, dated) in [
        ("totale generale:", "Totale 2014-2020:"),
        ("totale generale:", "Totale programma (2014/2020)"),
        ("totale generale:", "TOTALE GENERALE anno 2017"),
        ("totale 1.2:", "Totale obiettivo 1.2 anno 2017:"),
        ("totale 1.2:", "totale 1.2 (2014-2020)"),
    ] {
        let reading = reading(&whole().replace(plain, dated));
        assert_eq!(reading.diagnostics, [], "{dated}");
        let table = reading.table.expect("a table");
        assert_eq!(
            (table.subtotals.len(), table.total.is_some()),
            (2, true),
            "{dated}"
        );
    }
    // These are no years.
    for code in ["2150", "201", "2014-20", "1.9"] {
        let text = whole().replace("totale 1.2:", &format!("totale {code}:"));
        assert!(reading(&text).table.is_none(), "{code}");
    }
}

#[test]
fn an_objective_has_no_title() {
    let text = whole().replacen("1.1\tObiettivo", "1.1\t", 1);
    told_of(
        "an_objective_has_no_title",
        &text.replacen("1.2.1\tParte", "1.2.1\t", 1),
    );
}

#[test]
fn a_second_programme_stands_in_the_file() {
    let text = whole();
    let second = "\nProgramma di Intervento: 2 - Altra\ttaglio\n1.2\t";
    told_of(
        "a_second_programme_stands_in_the_file",
        &text.replacen("\n1.2\t", second, 1),
    );
    // A page break repeats the name of the same one.
    let same = "\nProgramma di Intervento: 1 - Prova\n1.2\t";
    let reading = reading(&text.replacen("\n1.2\t", same, 1));
    assert_eq!(reading.diagnostics, []);
}

#[test]
fn a_cell_holds_what_cannot_be_seen() {
    let text = whole().replacen("Servizio", "Servi\u{1}zio", 1);
    let text = text.replacen("DG Lavoro", "DG \u{202e}Lavoro", 1);
    told_of("a_cell_holds_what_cannot_be_seen", &text);
}

#[test]
fn a_code_has_an_accent() {
    told_of("a_code_has_an_accent", &whole().replace("1.2", "1.2\u{e0}"));
}

/// What a dash stands for is not guessed.
#[test]
fn dashes_stand_where_amounts_belong() {
    let text = whole().replace("\t500,00\t2.500,00", "\t-\t2.500,00");
    recorded(
        "dashes_stand_where_amounts_belong",
        &text.replacen("\t-\t", "\t\u{2013}\t", 1),
    );
}

#[test]
fn a_subtotal_may_name_its_objective_in_words() {
    let text = whole().replace("totale 1.2:", "Totale obiettivo 1.2:");
    let reading = reading(&text);
    assert_eq!(reading.diagnostics, []);
    assert_eq!(reading.table.expect("a table").subtotals.len(), 2);
}
