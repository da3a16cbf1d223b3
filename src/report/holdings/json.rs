//! A programme as JSON: amounts as text, so that nobody loses a cent of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::over_acts::Changed;
use super::{ProgrammeView, Row, ShownFile, Sums};
use crate::number::Money;
use crate::programme::{ActId, Moment};
use crate::text::Phrase;

/// Returns a programme as JSON.
pub fn programme_json(view: &ProgrammeView<'_>) -> String {
    let sections = view.sections().into_iter();
    let sections = sections.map(|section| {
        let rows: Vec<Value> = section.rows.iter().map(row).collect();
        (section.code.to_owned(), Value::Array(rows))
    });
    let moment = match view.moment {
        Moment::Before => None,
        Moment::After(act) => view.programme.act(act).map(|it| it.name.clone()),
    };
    let acts = view
        .programme
        .acts_until(view.moment)
        .iter()
        .zip(view.acts())
        .enumerate();
    let changes = changes(view);
    let acts: Vec<Value> = acts
        .map(|(index, (act, (_, title, [added, taken, held])))| {
            json!({
                "act": act.name,
                "title": title.map(|it| it.bare()),
                "number": act.number,
                "date": act.date.map(|it| it.to_string()),
                "added": money(added),
                "taken": money(taken),
                "held": money(held),
                "lines": changes.get(&ActId(index)),
            })
        })
        .collect();
    let ledger = view.ledger.map(|ledger| {
        let mut value = file(&ledger.file);
        if let Value::Object(fields) = &mut value {
            fields.insert("movements".to_owned(), json!(ledger.movements));
            let last = ledger.last.map(|it| it.to_string());
            fields.insert("last_day".to_owned(), json!(last));
        }
        value
    });
    let whole = json!({
        "programme": view.programme.name,
        "file": file(view.file),
        "ledger": ledger,
        "title": view.text(&view.programme.title),
        "day": view.day.map(|it| it.to_string()),
        "after_act": moment,
        "assumed": bare(&view.assumed()),
        "readings": bare(&view.readings()),
        "whole": sums(&view.whole()),
        "by": sections.collect::<serde_json::Map<_, _>>(),
        "acts": acts,
    });
    format!("{whole:#}\n")
}

/// Returns what each act changes of the lines, in their order.
fn changes(view: &ProgrammeView<'_>) -> BTreeMap<ActId, Vec<Value>> {
    let mut changes: BTreeMap<ActId, Vec<Value>> = BTreeMap::new();
    for (line, of_line) in view.changes() {
        let name = view.programme.line(line).map(|it| it.name.as_str());
        for Changed { act, given, held } in of_line {
            let (given, held) = (money(given), money(held));
            let change = json!({ "line": name, "given": given, "held": held });
            changes.entry(act).or_default().push(change);
        }
    }
    changes
}

fn file(file: &ShownFile) -> Value {
    json!({ "name": file.name, "sha256": file.digest })
}

fn row(row: &Row) -> Value {
    let mut value = sums(&row.sums);
    if let Value::Object(fields) = &mut value {
        fields.insert("name".to_owned(), json!(row.name));
        fields.insert("title".to_owned(), json!(row.title.bare()));
        if let Some(description) = &row.description {
            fields.insert("description".to_owned(), json!(description.bare()));
        }
    }
    value
}

fn sums(sums: &Sums) -> Value {
    json!({
        "planned": (!sums.unknown).then(|| money(sums.total)),
        "planned_at_least": money(sums.total),
        "allocated": money(sums.allocated),
        "committed": money(sums.committed),
        "paid": money(sums.paid),
        "free": money(sums.free),
    })
}

pub(super) fn bare(phrases: &[Phrase]) -> Vec<String> {
    phrases.iter().map(Phrase::bare).collect()
}

pub(super) fn money(amount: Money) -> String {
    amount.to_plain()
}
