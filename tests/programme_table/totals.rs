//! Rows that sum others: a total of the programme is no subtotal, whatever objectives are called.

use std::fmt::Write as _;

use bando::programme::published::{flaws, reconcile};
use bando::text::Language;

use super::{Model, as_recorded, reading};

/// A table of programme 1 with the objectives `1` and `1.2`, of which nothing is wrong.
fn with_objective_one() -> String {
    let model = Model::consistent(vec![
        vec![[300_000, 200_000, 50_000], [100_000, 70_000, 0]],
        vec![[400_000, 100_000, 0]],
    ]);
    let text = model.text();
    let text = text.replace("1.1\tObiettivo", "1\tObiettivo");
    text.replace("totale 1.1:", "totale 1:")
}

/// What becomes of a table: what it says of its sums, or why it is refused.
fn read_as(text: &str) -> String {
    let reading = reading(text);
    let mut said = Vec::new();
    let mut all = reading.diagnostics;
    match &reading.table {
        None => said.push("refused".to_owned()),
        Some(table) => {
            all.extend(flaws(table));
            let subtotals = table.subtotals.iter();
            let subtotals =
                subtotals.map(|it| (it.sums.line, &table.objectives[it.objective].code.text));
            said.push(format!("subtotals {:?}", subtotals.collect::<Vec<_>>()));
            let total = table.total.as_ref().map(|it| it.line);
            said.push(format!("total {total:?}"));
            let found = reconcile(table).expect("sums").causes;
            said.extend(
                found
                    .iter()
                    .map(|it| it.message.get(Language::English).to_owned()),
            );
        }
    }
    said.extend(all.iter().map(|it| {
        let hint = it.hint.as_ref().map_or("", |it| it.get(Language::English));
        format!(
            "{:?} {}; {hint}",
            it.severity,
            it.message.get(Language::English)
        )
    }));
    said.join("\n  ")
}

#[test]
fn a_total_of_the_programme_is_no_subtotal() {
    let text = with_objective_one();
    let plain = text
        .replace("1\tObiettivo", "1.1\tObiettivo")
        .replace("totale 1:", "totale 1.1:");
    let only = Model::consistent(vec![vec![[300_000, 200_000, 50_000]]]).text();
    let only = only
        .replace("1.1\tObiettivo", "1\tObiettivo")
        .replace("totale 1.1:", "totale 1:");
    let named = |text: &str, name: &str| text.replace("totale generale:", name);
    let mut said = String::new();
    for (what, text) in [
        ("named by its code", named(&plain, "Totale programma 1:")),
        ("named by its code alone", named(&plain, "Totale 1")),
        (
            "named by its code and title",
            named(&plain, "TOTALE PROGRAMMA 1 - Prova"),
        ),
        ("named by its title", named(&plain, "Totale Prova")),
        (
            "with words that name nothing",
            named(&plain, "Totale programma (in euro):"),
        ),
        ("of another programme", named(&plain, "Totale programma 9:")),
        (
            "where an objective has the code",
            named(&text, "Totale programma 1:"),
        ),
        (
            "where an objective has the code alone",
            named(&text, "totale 1:"),
        ),
        (
            "where there is but that objective",
            named(&only, "totale 1:"),
        ),
        (
            "in the place of a subtotal",
            text.replace("totale 1:", "totale programma 1:"),
        ),
        (
            "in the place of a subtotal, and no other",
            named(
                &text.replace("totale 1:", "totale programma 1:"),
                "totale 1:",
            ),
        ),
    ] {
        let _ = writeln!(said, "{what}\n  {}", read_as(&text));
    }
    as_recorded("totals.txt", &said);
}
