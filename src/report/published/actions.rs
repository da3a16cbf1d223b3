//! The actions of a published programme, with their lines, and the calls that belong to them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::super::words::{choose, visible, wrap};
use crate::number::Money;
use crate::programme::published::{Action, Line, Published, actions, amount_text};
use crate::text::Language;

/// What a programme gives to an action.
struct Sums {
    programme: Sum,
    allocated: Sum,
}

/// The sum of an amount over lines.
struct Sum {
    /// Of the lines that state it; `None` where none does, or it is too large.
    known: Option<Money>,
    /// How many lines do not state it: it can only add to the sum, or is not known at all.
    blank: usize,
}

/// Returns the actions as people read them; `calls` names rule files by action.
pub fn actions_text(
    table: &Published,
    calls: Option<&BTreeMap<String, Vec<String>>>,
    language: Language,
) -> String {
    let word = |it, en| choose(language, it, en);
    let mut out = String::new();
    let lines_of = by_action(table);
    for (action, titles) in actions(table) {
        let lines = lines_of.get(&action).cloned().unwrap_or_default();
        let _ = writeln!(out, "{action}");
        for title in &titles {
            out.push_str(&wrap("  - ", &visible(title)));
        }
        let sums = summed(table, &lines);
        let _ = writeln!(out, "  {}", amounts(&sums, language));
        for (sum, of) in [
            (&sums.programme, word("totale programma", "programme total")),
            (&sums.allocated, word("assegnato", "allocated")),
        ] {
            if sum.blank > 0 {
                let words = word("righe in bianco", "lines that are blank");
                out.push_str(&wrap("  ", &format!("{of}, {words}: {}", sum.blank)));
            }
        }
        for line in lines {
            let key = format!("{} {}: ", word("riga", "line"), line.line);
            let specific = line.specific.and_then(|it| table.specifics.get(it));
            let specific = specific.map_or("", |it| it.code.text.as_str());
            let source = line.source.as_ref().map(|it| it.text.as_str());
            let words = [Some(specific), source, Some(&*line.body.text)];
            let words: Vec<&str> = words.into_iter().flatten().collect();
            out.push_str(&wrap(&format!("    {key}"), &visible(&words.join(", "))));
            // Where lines are for one thing, the action has said so.
            let description = line.description.as_ref().filter(|_| titles.len() > 1);
            if let Some(description) = description {
                out.push_str(&wrap("      ", &visible(&description.text)));
            }
            out.push_str(&wrap("      ", &line_amounts(table, line, language)));
        }
        // Where no rule file is given it is not known whether there is one.
        let Some(calls) = calls else { continue };
        let none = word("nessuno fra quelli indicati", "none of those given").to_owned();
        let files = calls.get(&action.to_string());
        let files = files.map_or(none, |files| files.join(", "));
        let heading = word("file di regole", "rule file");
        out.push_str(&wrap(&format!("  {heading}: "), &files));
    }
    out.push_str(&in_no_action(table, language));
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
    let elsewhere = calls.map(|calls| elsewhere(table, calls));
    if let Some(files) = elsewhere.filter(|it| !it.is_empty()) {
        let heading = word(
            "file di regole di nessuna di queste azioni",
            "rule files of none of these actions",
        );
        out.push_str(&wrap(&format!("{heading}: "), &files.join(", ")));
    }
    out
}

/// Says what a line has; where another sum is printed than its acts make, that too.
fn line_amounts(table: &Published, line: &Line, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let own = amounts(&summed(table, &[line]), language);
    let printed = printed_otherwise(table, line).map(|it| {
        let printed = word("ma è stampato", "but printed is");
        let why = word(
            "le cause le dice `bando programme check`",
            "`bando programme check` tells the causes",
        );
        format!(" ({printed} {}: {why})", amount_text(it).get(language))
    });
    format!("{own}{}", printed.unwrap_or_default())
}

/// Says which lines belong to no action, and what they have together.
fn in_no_action(table: &Published, language: Language) -> String {
    let lines: Vec<&Line> = without_action(table).collect();
    if lines.is_empty() {
        return String::new();
    }
    let heading = choose(language, "Righe di nessuna azione", "Lines of no action");
    let numbers: Vec<String> = lines.iter().map(|it| it.line.to_string()).collect();
    let own = amounts(&summed(table, &lines), language);
    wrap("", &format!("{heading} ({}): {own}", numbers.join(", ")))
}

fn without_action(table: &Published) -> impl Iterator<Item = &Line> {
    table.lines.iter().filter(|it| it.action.is_none())
}

/// Returns the rule files that name no action of the table.
fn elsewhere(table: &Published, calls: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let all = actions(table);
    let here = all.keys().filter_map(|it| calls.get(&it.to_string()));
    let here: BTreeSet<&String> = here.flatten().collect();
    let files: BTreeSet<&String> = calls.values().flatten().collect();
    files.difference(&here).map(|it| (*it).clone()).collect()
}

/// Returns the sum printed on a line where its acts make another.
fn printed_otherwise(table: &Published, line: &Line) -> Option<Money> {
    let (column, _) = table.profile.sum()?;
    let printed = line.amounts.get(column)?.amount?;
    (allocated(table, line)? != printed).then_some(printed)
}

/// Says what is planned and what is allocated; what is blank on some lines may add to it.
fn amounts(sums: &Sums, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let amount = |sum: &Sum| match sum.known {
        Some(amount) => {
            let least = if sum.blank > 0 { "≥ " } else { "" };
            format!("{least}{}", amount_text(amount).get(language))
        }
        None => word("non noto", "unknown").to_owned(),
    };
    format!(
        "{}: {}; {}: {}",
        word("totale programma", "programme total"),
        amount(&sums.programme),
        word("assegnato", "allocated"),
        amount(&sums.allocated),
    )
}

/// Returns the actions for other programs.
pub fn actions_json(table: &Published, calls: Option<&BTreeMap<String, Vec<String>>>) -> Value {
    let lines_of = by_action(table);
    let all = actions(table).into_iter().map(|(action, titles)| {
        let lines = lines_of.get(&action).cloned().unwrap_or_default();
        let sums = summed(table, &lines);
        let name = action.to_string();
        let rules = calls.map(|calls| calls.get(&name).cloned().unwrap_or_default());
        let lines = lines.iter().map(|line| {
            let specific = line.specific.and_then(|it| table.specifics.get(it));
            json!({
                "line": line.line,
                "specific_objective": specific.map(|it| &it.code.text),
                "source": line.source.as_ref().map(|it| &it.text),
                "description": line.description.as_ref().map(|it| &it.text),
                "body": line.body.text,
                "printed_otherwise": plain(printed_otherwise(table, line)),
                "programme": plain(programme(table, line)),
                "allocated": plain(allocated(table, line)),
            })
        });
        json!({
            "action": name,
            "titles": titles,
            "programme": plain(sums.programme.known),
            "programme_blank": sums.programme.blank,
            "allocated": plain(sums.allocated.known),
            "allocated_blank": sums.allocated.blank,
            "lines": lines.collect::<Vec<_>>(),
            "rule_files": rules,
        })
    });
    json!({
        "actions": all.collect::<Vec<_>>(),
        "lines_of_no_action": without_action(table).map(|it| it.line).collect::<Vec<_>>(),
        "rule_files_elsewhere": calls.map(|calls| elsewhere(table, calls)),
    })
}

fn by_action(table: &Published) -> BTreeMap<&Action, Vec<&Line>> {
    let mut all: BTreeMap<&Action, Vec<&Line>> = BTreeMap::new();
    for line in &table.lines {
        if let Some(action) = &line.action {
            all.entry(action).or_default().push(line);
        }
    }
    all
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

fn summed(table: &Published, lines: &[&Line]) -> Sums {
    let sum = |of: fn(&Published, &Line) -> Option<Money>| {
        let amounts: Vec<Money> = lines.iter().filter_map(|line| of(table, line)).collect();
        let blank = lines.len().saturating_sub(amounts.len());
        let known = (!amounts.is_empty()).then(|| Money::sum(amounts)).flatten();
        Sum { known, blank }
    };
    Sums {
        programme: sum(programme),
        allocated: sum(allocated),
    }
}

fn plain(amount: Option<Money>) -> Value {
    amount.map_or(Value::Null, |it| it.to_plain().into())
}
