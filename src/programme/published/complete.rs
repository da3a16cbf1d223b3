//! Whether the table is whole: without its sums nobody could tell that lines are missing.

use super::table::Published;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Text;

/// Says which objectives have no subtotal, and whether there is no grand total.
pub(super) fn missing_sums(table: &Published) -> Vec<Diagnostic> {
    let profile = &table.profile;
    let mut found = Vec::new();
    if !profile.subtotal_begins.is_empty() {
        let summed: std::collections::BTreeSet<usize> =
            table.subtotals.iter().map(|it| it.objective).collect();
        let objectives = table.objectives.iter().enumerate();
        let without = objectives.filter(|(index, _)| !summed.contains(index));
        found.extend(without.map(|(_, objective)| {
            let code = &objective.code.text;
            let place = table.grid.place(objective.code.line, objective.code.column);
            Diagnostic::data(
                Code::MissingPart,
                place,
                Text::new(
                    format!("manca il totale dell'obiettivo {code}: non si può dire se le sue righe ci sono tutte"),
                    format!("the subtotal of objective {code} is missing: it cannot be told whether all its lines are there"),
                ),
            )
            .with_hint(whole())
        }));
    }
    if table.total.is_none() && !profile.total_begins.is_empty() {
        let last = table.grid.rows.iter().rev().find(|row| !row.is_blank());
        let place = table.grid.place_of_line(last.map_or(0, |row| row.line));
        let error = Diagnostic::data(
            Code::MissingPart,
            place,
            Text::new(
                "dopo l'ultima riga manca il totale generale: non si può dire se la tabella c'è tutta",
                "the grand total is missing behind the last row: it cannot be told whether the table is whole",
            ),
        );
        found.push(error.with_hint(whole()));
    }
    found
}

fn whole() -> Text {
    Text::new(
        "confrontare con l'atto: il file può essere troncato, o una pagina essersi persa",
        "hold it against the act: the file may be cut short, or a page be lost",
    )
}
