//! A published table, and what is wrong with it, for other programs.

use serde_json::{Value, json};

use super::super::diagnostics::diagnostic_json;
use crate::diagnostic::{DataPlace, Diagnostic};
use crate::number::Money;
use crate::programme::published::{
    AmountCell, Cell, Line, Lost, Published, Reconciliation, Sums, Told, joined,
};
use crate::source::Sources;

/// Returns the table as it was read: every cell with its place, what was inherited marked so.
pub fn published_json(table: &Published) -> Value {
    let programme = table.programme.as_ref();
    let objectives = table.objectives.iter();
    let objectives = objectives.map(|it| {
        json!({"code": it.code.text, "title": joined(&it.title), "cells": cells(&it.title), "line": it.code.line})
    });
    let specifics = table.specifics.iter().map(|it| {
        let objective = table.objectives.get(it.objective);
        json!({
            "code": it.code.text,
            "title": joined(&it.title),
            "objective": objective.map(|it| &it.code.text),
            "line": it.code.line,
        })
    });
    let subtotals = table.subtotals.iter().map(|it| {
        let objective = table.objectives.get(it.objective);
        json!({
            "objective": objective.map(|it| &it.code.text),
            "line": it.sums.line,
            "amounts": amounts(table, &it.sums.amounts),
        })
    });
    json!({
        "file": table.grid.file,
        "profile": table.profile.name,
        "programme": programme.map(|it| json!({"code": it.code, "title": it.title, "line": it.line})),
        "columns": table.profile.amounts.iter().map(|it| &it.name).collect::<Vec<_>>(),
        "objectives": objectives.collect::<Vec<_>>(),
        "specific_objectives": specifics.collect::<Vec<_>>(),
        "lines": table.lines.iter().map(|it| line(table, it)).collect::<Vec<_>>(),
        "subtotals": subtotals.collect::<Vec<_>>(),
        "total": table.total.as_ref().map(|it| total(table, it)),
    })
}

/// Returns what a table's sums say, with everything that is wrong with the table.
pub fn reconciliation_json(
    table: &Published,
    found: &Reconciliation,
    diagnostics: &[Diagnostic],
) -> Value {
    let kinds = &found.relations;
    let sources = Sources::default();
    let diagnostics = diagnostics.iter().map(|it| diagnostic_json(it, &sources));
    let remainders = found.unassigned.lines.iter().map(|it| {
        let line = table.lines.get(it.line);
        json!({
            "line": line.map(|it| it.line),
            "recomputed": money(it.recomputed),
            "printed": money(it.printed),
        })
    });
    json!({
        "file": table.grid.file,
        "relations": {
            "all": kinds.all(),
            "rows": kinds.rows,
            "subtotals": kinds.subtotals,
            "totals": kinds.totals,
            "ceilings": kinds.ceilings,
            "broken": found.broken,
            "unknown": found.without_ceiling,
        },
        "actions": {
            "all": found.actions,
            "differing": found.differing.iter().map(|it| json!({
                "action": it.action.to_string(),
                "recomputed": money(Some(it.recomputed)),
                "printed": money(Some(it.printed)),
            })).collect::<Vec<_>>(),
        },
        "causes": found.causes.iter().map(cause).collect::<Vec<_>>(),
        "missing_rows": found.lost.iter().map(lost).collect::<Vec<_>>(),
        "explanations_cut_short": found.cut_short,
        "unassigned": {
            "lines": remainders.collect::<Vec<_>>(),
            "recomputed": money(found.unassigned.recomputed),
            "printed": money(found.unassigned.printed),
        },
        "diagnostics": diagnostics.collect::<Vec<_>>(),
    })
}

/// The explanations with the fewest cells are marked so: any of them goes with any other cause's.
fn cause(cause: &Told) -> Value {
    let explanations = (0..).zip(&cause.explanations).map(|(number, it)| {
        let changes = it.changes.iter().enumerate().map(|(at, change)| {
            json!({
                "name": change.name,
                "place": place(&change.place),
                "printed": money(change.printed),
                "corrected": money(Some(change.corrected)),
                "by": money(Some(change.by)),
                "shared": change.shared,
                "depends": at >= it.slips,
                "certain": cause.is_certain(change),
            })
        });
        json!({
            "message": it.message,
            "fewest": number < cause.fewest,
            "changes": changes.collect::<Vec<_>>(),
        })
    });
    json!({
        "message": cause.message,
        "place": place(&cause.place),
        "complete": cause.complete,
        "others_cut_short": cause.others_cut_short,
        "explanations": explanations.collect::<Vec<_>>(),
    })
}

fn lost(row: &Lost) -> Value {
    json!({
        "message": row.message,
        "place": place(&row.place),
        "amounts": row.amounts.iter().map(|it| money(Some(*it))).collect::<Vec<_>>(),
        "causes": row.causes.iter().map(|it| it.saturating_add(1)).collect::<Vec<_>>(),
    })
}

fn place(place: &DataPlace) -> Value {
    json!({"line": place.line, "cell": place.cell})
}

fn line(table: &Published, line: &Line) -> Value {
    let objective = table.objectives.get(line.objective);
    let specific = line.specific.and_then(|it| table.specifics.get(it));
    json!({
        "line": line.line,
        "objective": objective.map(|it| &it.code.text),
        "specific_objective": specific.map(|it| &it.code.text),
        "description": inherited(line, line.description.as_ref()),
        "source": inherited(line, line.source.as_ref()),
        "fund": line.fund,
        "action": line.action.as_ref().map(ToString::to_string),
        "body": cell(&line.body),
        "amounts": amounts(table, &line.amounts),
    })
}

fn inherited(line: &Line, of: Option<&Cell>) -> Value {
    let Some(of) = of else { return Value::Null };
    let mut value = cell(of);
    if let Some(object) = value.as_object_mut() {
        object.insert("inherited".to_owned(), line.inherits(of).into());
    }
    value
}

fn cells(cells: &[Cell]) -> Vec<Value> {
    cells.iter().map(cell).collect()
}

/// Columns count from 1, as lines do.
fn cell(cell: &Cell) -> Value {
    json!({"text": cell.text, "line": cell.line, "column": cell.column.saturating_add(1)})
}

fn total(table: &Published, total: &Sums) -> Value {
    json!({
        "line": total.line,
        "label": total.label.as_ref().map(cell),
        "amounts": amounts(table, &total.amounts),
    })
}

fn amounts(table: &Published, amounts: &[AmountCell]) -> Value {
    let columns = table.profile.amounts.iter().zip(amounts);
    let amounts = columns.map(|(column, cell)| {
        let value = json!({
            "amount": money(cell.amount),
            "line": cell.line,
            "column": cell.column.saturating_add(1),
        });
        (column.name.clone(), value)
    });
    Value::Object(amounts.collect())
}

fn money(amount: Option<Money>) -> Value {
    amount.map_or(Value::Null, |it| it.to_plain().into())
}
