//! Tables laid out otherwise: a profile says how, and no program has to be changed.

use bando::programme::published::{Profile, Reading, grid, programme_file, read, reconcile};
use bando::text::Language;

use super::{as_recorded, told};

const LAYOUT: &str = "\
# Three acts, English numbers, a semicolon.
separator = ;
numbers = 1,234.56
text columns = objective code | objective | source
amount columns = programme | 2021 | 2022 | 2023 | 2021+2022+2023
heading programme = Planned
subtotal begins = Sum of
total begins = Grand total
actions of ERDF = pr-2021
";

const TABLE: &str = "\
Objective;;Source;Planned;2021;2022;2023;Total;Body
4.1;Skills;ERDF - 4.1.2;1,000.00;100.00;200.00;300.00;600.00;Region
;;ERDF - 4.1.3;500.00;50.00;0.00;0.00;50.00;Agency
Sum of 4.1;;;1,500.00;150.00;200.00;300.00;650.00;
Grand total;;;1,500.00;150.00;200.00;300.00;640.00;
";

#[test]
fn another_layout_is_read_by_a_profile() {
    let profile = Profile::parse("three-acts", LAYOUT).expect("a profile");
    let grid = grid(TABLE, "table.csv", profile.separator).expect("a grid");
    let reading = read(grid, &profile);
    let table = reading
        .table
        .unwrap_or_else(|| panic!("{:#?}", reading.diagnostics));
    let actions: Vec<String> = table
        .lines
        .iter()
        .map(|line| line.action.as_ref().expect("an action").to_string())
        .collect();
    assert_eq!(actions, ["pr-2021:4.1.2", "pr-2021:4.1.3"]);
    let found = reconcile(&table).expect("sums");
    let told: Vec<&str> = found
        .causes
        .iter()
        .map(|cause| cause.message.get(Language::English))
        .collect();
    assert_eq!(
        told,
        [
            "grand total, 2021+2022+2023: the subtotals make 650.00, but 640.00 is printed (difference 10.00)"
        ]
    );
}

#[test]
fn a_profile_says_which_of_its_lines_is_wrong() {
    let wrong = |text: &str| {
        let error = Profile::parse("p", text).expect_err("it is wrong");
        let line = error.line.map_or("-".to_owned(), |line| line.to_string());
        format!("{line}: {}", error.message.get(Language::English))
    };
    let cases = [
        (
            LAYOUT.replace("separator", "seperator"),
            "2: `seperator` makes no sense here; did you mean `separator`?",
        ),
        (
            LAYOUT.replace("1,234.56", "1234"),
            "3: `1234` makes no sense here; what can stand there: `1.234,56`, `1,234.56`",
        ),
        (
            LAYOUT.replace("| source", "| fund"),
            "4: `fund` makes no sense here; what can stand there: `objective code`, `objective`, `specific code`, `specific`, `description`, `source`",
        ),
        (
            LAYOUT.replace("2021+2022+", "2020+2022+"),
            "5: `2020` makes no sense here; did you mean `2021`?",
        ),
        (
            LAYOUT.replace("heading programme", "heading plan"),
            "6: `plan` makes no sense here; what can stand there: `programme`, `2021`, `2022`, `2023`, `2021+2022+2023`",
        ),
        (
            LAYOUT.replace("numbers = 1,234.56\n", ""),
            "-: `numbers` is missing",
        ),
        (
            format!("{LAYOUT}separator = ,\n"),
            "10: `separator` stands twice",
        ),
        (
            format!("{LAYOUT}and so on\n"),
            "10: `and so on` is no line of the form `key = value`",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(wrong(&text), expected);
    }
}

/// Returns what is told of a table, by a profile.
fn reading_by(profile: &str, text: &str) -> Reading {
    let profile = Profile::parse("p", profile).expect("a profile");
    let grid = grid(text, "table.csv", profile.separator).expect("a grid");
    read(grid, &profile)
}

fn refused(name: &str, profile: &str, text: &str) {
    let reading = reading_by(profile, text);
    assert!(reading.table.is_none(), "{name} was read");
    as_recorded(&format!("bad/{name}.txt"), &told(&reading.diagnostics));
}

#[test]
fn amounts_in_another_order_are_read_by_their_headings() {
    let rows = [
        "Programma di Intervento: 9 - Prova",
        "Obiettivo\t\t\t\tAzione\tFonte\tAtto (B)\tAtto (A)\tSomma (A+B)\tTOTALE PROGRAMMA\tSoggetto",
        "9.1\tUno\t9.1.1\tPrimo\tServizi\tFSE - 9.1.1\t100,00\t300,00\t400,00\t1.000,00\tDG",
        "totale 9.1:\t\t\t\t\t\t100,00\t300,00\t400,00\t1.000,00\t",
        "totale generale:\t\t\t\t\t\t100,00\t300,00\t400,00\t1.000,00\t",
    ];
    let reading = super::reading(&(rows.join("\n") + "\n"));
    let table = reading.table.expect("a table");
    let rows = [&table.lines[0].amounts, &table.subtotals[0].sums.amounts];
    for amounts in rows {
        let amounts = amounts
            .iter()
            .map(|it| (it.amount.expect("an amount").to_plain(), it.column));
        let expected = [("1000.00", 9), ("300.00", 7), ("100.00", 6), ("400.00", 8)];
        let expected = expected.map(|(amount, column)| (amount.to_owned(), column));
        assert_eq!(amounts.collect::<Vec<_>>(), expected);
    }
    assert_eq!(reconcile(&table).expect("sums").causes, []);
    as_recorded("other_order.txt", &told(&reading.diagnostics));
    let file = programme_file(&table, &reconcile(&table).expect("sums"), None);
    assert!(file.contains("atto a \"Atto (A)\""), "{file}");
    assert!(file.contains("aggiunge 300 EUR a ob_9_1_1"), "{file}");
}

#[test]
fn headings_that_contradict_the_profile_and_do_not_tell_the_order_are_refused() {
    let profile = format!("{LAYOUT}heading 2021 = 2021\nheading 2022 = 2022\n");
    let text = TABLE.replace(";2021;2022;", ";2022;2021;");
    refused("the_headings_stand_in_another_order", &profile, &text);
}

#[test]
fn a_heading_that_is_stated_and_missing_is_refused() {
    let profile = LAYOUT.replace("Planned", "Foreseen");
    refused("a_heading_is_missing", &profile, TABLE);
    let (_, lines) = TABLE.split_once('\n').expect("a heading");
    refused("all_headings_are_missing", LAYOUT, lines);
}

/// A dash in the last column of words is no amount, however many lines have one.
#[test]
fn a_dash_before_the_amounts_is_no_amount() {
    let profile = LAYOUT.replace("objective | source", "objective | source | description");
    let text = TABLE
        .replace("Source;", "Source;Description;")
        .replace("4.1.2;", "4.1.2;-;")
        .replace("4.1.3;", "4.1.3;-;")
        .replace("total;;;", "total;;;;")
        .replace("Sum of 4.1;;;", "Sum of 4.1;;;;");
    let reading = reading_by(&profile, &text);
    assert!(reading.table.is_some(), "{}", told(&reading.diagnostics));
}

/// One heading that is stated is enough to know the row of headings by.
#[test]
fn a_row_of_headings_is_known_by_the_only_one_that_is_stated() {
    let reading = reading_by(LAYOUT, TABLE);
    let said: Vec<&str> = reading
        .diagnostics
        .iter()
        .map(|it| it.message.get(Language::English))
        .collect();
    assert_eq!(said, [""; 0]);
}
