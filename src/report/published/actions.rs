//! The actions of a published programme, with their lines, and the calls that belong to them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::words::{choose, visible, wrap};
use crate::number::Money;
use crate::programme::published::{Action, Line, Published, actions, amount_text};
use crate::text::Language;

/// What a programme gives to an action.
struct Sums {
    programme: Option<Money>,
    allocated: Option<Money>,
    /// Lines of which an amount is blank, and which the sums do not count.
    without: usize,
}

/// Returns the actions as people read them; `calls` names rule files by action.
pub fn actions_text(
    table: &Published,
    calls: Option<&BTreeMap<String, Vec<String>>>,
    language: Language,
) -> String {
    let word = |it, en| choose(language, it, en);
    let mut out = String::new();
    for (action, titles) in actions(table) {
        let lines = lines_of(table, &action);
        let _ = writeln!(out, "{action}");
        for title in &titles {
            out.push_str(&wrap("  - ", &visible(title)));
        }
        let sums = sums(table, &lines);
        let both = (sums.programme, sums.allocated);
        let _ = writeln!(out, "  {}", amounts(both, language));
        if sums.without > 0 {
            let words = word(
                "righe non contate, perché un importo è in bianco",
                "lines not counted, for an amount is blank",
            );
            out.push_str(&wrap("  ", &format!("{words}: {}", sums.without)));
        }
        for line in lines {
            let key = format!("{} {}: ", word("riga", "line"), line.line);
            let specific = line.specific.and_then(|it| table.specifics.get(it));
            let specific = specific.map_or("", |it| it.code.text.as_str());
            let words = format!("{specific}, {}", line.body.text);
            out.push_str(&wrap(&format!("    {key}"), &visible(&words)));
            let both = (programme(table, line), allocated(table, line));
            let _ = writeln!(out, "      {}", amounts(both, language));
        }
        // Where no rule file is given it is not known whether there is one.
        let Some(calls) = calls else { continue };
        let none = word("nessuno fra quelli indicati", "none of those given").to_owned();
        let files = calls.get(&action.to_string());
        let files = files.map_or(none, |files| files.join(", "));
        let heading = word("file di regole", "rule file");
        out.push_str(&wrap(&format!("  {heading}: "), &files));
    }
    let all = actions(table);
    let with = calls.map(|calls| {
        let with = all.keys().filter(|it| calls.contains_key(&it.to_string()));
        with.count().to_string()
    });
    let not_told = word(
        "non si sa, nessuno è indicato (`--rules FILE`)",
        "not known, none is given (`--rules FILE`)",
    );
    let _ = writeln!(
        out,
        "\n{}: {}; {}: {}",
        word("azioni", "actions"),
        all.len(),
        word("con un file di regole", "with a rule file"),
        with.as_deref().unwrap_or(not_told),
    );
    out
}

/// Says what is planned and what is allocated.
fn amounts((planned, allocated): (Option<Money>, Option<Money>), language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let amount = |amount: Option<Money>| match amount {
        Some(amount) => amount_text(amount).get(language).to_owned(),
        None => word("non noto", "unknown").to_owned(),
    };
    format!(
        "{}: {}; {}: {}",
        word("totale programma", "programme total"),
        amount(planned),
        word("assegnato", "allocated"),
        amount(allocated),
    )
}

/// Returns the actions for other programs.
pub fn actions_json(table: &Published, calls: Option<&BTreeMap<String, Vec<String>>>) -> Value {
    let all = actions(table).into_iter().map(|(action, titles)| {
        let lines = lines_of(table, &action);
        let sums = sums(table, &lines);
        let name = action.to_string();
        let rules = calls.map(|calls| calls.get(&name).cloned().unwrap_or_default());
        let lines = lines.iter().map(|line| {
            let specific = line.specific.and_then(|it| table.specifics.get(it));
            json!({
                "line": line.line,
                "specific_objective": specific.map(|it| &it.code.text),
                "body": line.body.text,
                "programme": plain(programme(table, line)),
                "allocated": plain(allocated(table, line)),
            })
        });
        json!({
            "action": name,
            "titles": titles,
            "programme": plain(sums.programme),
            "allocated": plain(sums.allocated),
            "lines_not_counted": sums.without,
            "lines": lines.collect::<Vec<_>>(),
            "rule_files": rules,
        })
    });
    json!({"actions": all.collect::<Vec<_>>()})
}

fn lines_of<'a>(table: &'a Published, action: &Action) -> Vec<&'a Line> {
    let lines = table.lines.iter();
    lines
        .filter(|line| line.action.as_ref() == Some(action))
        .collect()
}

fn programme(table: &Published, line: &Line) -> Option<Money> {
    line.amounts.get(table.profile.programme()?)?.amount
}

/// Returns the sum of the acts, which is reckoned and not the printed one.
fn allocated(table: &Published, line: &Line) -> Option<Money> {
    let amounts = table.profile.acts();
    let amounts: Option<Vec<Money>> = amounts
        .map(|column| line.amounts.get(column)?.amount)
        .collect();
    Money::sum(amounts?)
}

fn sums(table: &Published, lines: &[&Line]) -> Sums {
    let known = |of: fn(&Published, &Line) -> Option<Money>| {
        Money::sum(lines.iter().filter_map(|line| of(table, line)))
    };
    let without = lines.iter();
    let without =
        without.filter(|line| programme(table, line).is_none() || allocated(table, line).is_none());
    Sums {
        programme: known(programme),
        allocated: known(allocated),
        without: without.count(),
    }
}

fn plain(amount: Option<Money>) -> Value {
    amount.map_or(Value::Null, |it| it.to_plain().into())
}
