//! Tables laid out otherwise: a profile says how, and no program has to be changed.

use bando::programme::published::{Profile, grid, read, reconcile};
use bando::text::Language;

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
    let grid = grid(TABLE.as_bytes(), "table.csv", profile.separator).expect("a grid");
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
