//! The published table less one of its thirty lines, each in turn: the line is told with its amounts.

use std::fmt::Write as _;

use bando::number::Money;
use bando::programme::published::{Published, Reading, joined, reconcile};
use bando::text::Language;

use super::{as_recorded, reading, sardegna, table};

fn without(text: &str, row: u64) -> String {
    let kept = (1..).zip(text.lines());
    let kept: Vec<&str> = kept
        .filter(|(number, _)| *number != row)
        .map(|(_, it)| it)
        .collect();
    kept.join("\n") + "\n"
}

fn sums(reading: &Reading) -> &Published {
    let table = reading.table.as_ref().or(reading.without_codes.as_ref());
    table.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

#[test]
fn whichever_line_is_lost_it_is_told_beside_the_wrong_one() {
    let whole = sardegna();
    let published = table(&whole);
    assert_eq!(published.lines.len(), 30);
    for (suffix, language) in [("en", Language::English), ("it", Language::Italian)] {
        let mut told = String::new();
        for line in &published.lines {
            let amounts = line.amounts.iter().map(|it| it.amount.unwrap_or_default());
            let amounts: Vec<Money> = amounts.collect();
            let objective = &published.objectives[line.objective];
            let code = &objective.code.text;
            let _ = writeln!(
                told,
                "# {} ({code} {})",
                line.line,
                joined(&objective.title)
            );
            let reading = reading(&without(&whole, line.line));
            let errors = reading.diagnostics.iter().filter(|it| it.is_error());
            for error in errors {
                let _ = writeln!(told, "error: {}", error.message.get(language));
            }
            let found = reconcile(sums(&reading)).expect("sums");
            for cause in &found.causes {
                let _ = writeln!(told, "cause: {}", cause.message.get(language));
            }
            let rows = found.lost.iter().filter(|it| it.amounts == amounts);
            let rows: Vec<&str> = rows.map(|it| it.message.get(language)).collect();
            assert_eq!((rows.len(), found.lost.len()), (1, 1), "{}", line.line);
            assert!(rows[0].contains(code), "{}", rows[0]);
            let _ = writeln!(told, "{}\n", rows[0]);
        }
        // The wrong line is named without any of the others, and with itself as the one that is lost.
        let sum = match language {
            Language::English => "A + B makes 12,278,400.00",
            Language::Italian => "A + B fa 12.278.400,00",
        };
        let tables = told.split("\n\n").filter(|it| it.contains(sum));
        assert_eq!(tables.count(), 29);
        as_recorded(&format!("several/lost_rows.{suffix}.txt"), &told);
    }
}

/// An objective whose code is lost is that of the subtotal below its lines.
#[test]
fn a_lost_code_is_taken_from_the_subtotal_and_stays_an_error() {
    let whole = sardegna();
    let lost = whole.replace("7.3\tPromuovere politiche per il\t7.3.1\t", "\t\t7.3.1\t");
    assert_ne!(lost, whole);
    let reading = reading(&lost);
    assert_eq!(reading.table, None);
    let errors = reading.diagnostics.iter().filter(|it| it.is_error());
    let errors: Vec<String> = errors
        .map(|it| {
            let hint = it.hint.as_ref().map_or("", |it| it.get(Language::English));
            format!("{}: {hint}", it.message.get(Language::English))
        })
        .collect();
    assert_eq!(
        errors,
        [
            "no line opens objective `7.3`: its code is missing above its subtotal (lines 17, 18, 19, 20, 21, 22, 24 and 25): the lines make the subtotal, and the code alone is missing: write `7.3` in line 17"
        ]
    );
    let found = reconcile(sums(&reading)).expect("sums");
    assert_eq!((found.causes.len(), found.lost.len()), (1, 0));
}
