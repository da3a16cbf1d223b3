//! What changed between two acts of a programme.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::ProgrammeView;
use super::json::{bare, money};
use crate::number::Money;
use crate::programme::{LineId, Moment};
use crate::report::words::{visible, wrap};

/// Returns the lines that hold something else than at the moment `from`, with both amounts.
fn changed(view: &ProgrammeView<'_>, from: Moment) -> Option<Vec<(LineId, Money, Money, Money)>> {
    let before = view.programme.allocations(from)?;
    let after = view.programme.allocations(view.moment)?;
    let pairs = before.into_iter().zip(after).enumerate();
    let changed = pairs.filter(|(_, (before, after))| before != after);
    changed
        .map(|(index, (before, after))| Some((LineId(index), before, after, after.sub(before)?)))
        .collect()
}

/// Returns what all lines hold at the moment `from`, now, and the difference.
fn whole(view: &ProgrammeView<'_>, from: Moment) -> Option<[Money; 3]> {
    let sum = |moment| Money::sum(view.programme.allocations(moment)?);
    let (before, after) = (sum(from)?, sum(view.moment)?);
    Some([before, after, after.sub(before)?])
}

/// Returns as text what changed since the moment `from`.
pub fn programme_difference_text(view: &ProgrammeView<'_>, from: Moment) -> String {
    let old = ProgrammeView {
        moment: from,
        ..*view
    };
    let mut out = wrap("", &visible(view.text(&view.programme.title)));
    let between = format!("{} → {}; EUR", old.moment(), view.moment());
    out.push_str(&wrap("  ", &visible(&between)));
    for act in view.acts_between(from) {
        if let Some(title) = view.act_title(act) {
            out.push_str(&wrap(
                "  ",
                &visible(&format!("{}: {}", act.name, title.bare())),
            ));
        }
    }
    for (what, note) in view.notes() {
        out.push_str(&wrap("  ", &visible(&format!("{what}: {}", note.bare()))));
    }
    let rows = changed(view, from).unwrap_or_default();
    if rows.is_empty() {
        out.push_str(view.word("Nessuna linea cambia.\n", "No line changes.\n"));
        return out;
    }
    let headings = [
        view.word("prima", "before"),
        view.word("dopo", "after"),
        view.word("differenza", "difference"),
    ];
    figures(&mut out, &headings.map(str::to_owned));
    let mut sums = [Money::ZERO; 3];
    for (line, before, after, difference) in rows {
        let amounts = [before, after, difference];
        for (sum, amount) in sums.iter_mut().zip(amounts) {
            *sum = sum.add(amount).unwrap_or(*sum);
        }
        let name = view.programme.line(line).map_or("", |it| it.name.as_str());
        let title = format!("{name}: {}", view.line_title(line).bare());
        out.push_str(&wrap("  ", &visible(&title)));
        if let Some(description) = view.description(line) {
            out.push_str(&wrap("    ", &visible(&description.bare())));
        }
        figures(&mut out, &amounts.map(|it| view.money(it)));
    }
    let changing = view.word("Le linee che cambiano", "The lines that change");
    let _ = writeln!(out, "{changing}");
    figures(&mut out, &sums.map(|it| view.money(it)));
    if let Some(sums) = whole(view, from) {
        let all = view.word("Il programma in tutto", "The programme in all");
        let _ = writeln!(out, "{all}");
        figures(&mut out, &sums.map(|it| view.money(it)));
    }
    out
}

/// Returns as JSON what changed since the moment `from`.
pub fn programme_difference_json(view: &ProgrammeView<'_>, from: Moment) -> String {
    let name = |moment| match moment {
        Moment::Before => None,
        Moment::After(act) => view.programme.act(act).map(|it| it.name.clone()),
    };
    let rows = changed(view, from).unwrap_or_default().into_iter();
    let rows: Vec<Value> = rows
        .map(|(line, before, after, difference)| {
            json!({
                "line": view.programme.line(line).map(|it| it.name.clone()),
                "title": view.line_title(line).bare(),
                "description": view.description(line).map(|it| it.bare()),
                "before": money(before),
                "after": money(after),
                "difference": money(difference),
            })
        })
        .collect();
    let sums = whole(view, from).map(|sums| {
        let [before, after, difference] = sums.map(money);
        json!({ "before": before, "after": after, "difference": difference })
    });
    let whole = json!({
        "programme": view.programme.name,
        "from_act": name(from),
        "to_act": name(view.moment),
        "assumed": bare(&view.assumed()),
        "readings": bare(&view.readings()),
        "lines": rows,
        "whole": sums,
    });
    format!("{whole:#}\n")
}

fn figures(out: &mut String, figures: &[String]) {
    super::write_figures(out, figures, 20);
}
