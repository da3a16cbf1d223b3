//! What the tests of a rule file have seen, as a small table.

use serde_json::{Value, json};

use super::words::choose;
use crate::engine::{Coverage, RequirementCoverage};
use crate::text::Language;

/// How many characters a requirement's name has room for.
const NAME: usize = 36;

/// Returns a line per requirement; those never seen both met and unmet are marked.
pub fn coverage_text(coverage: &Coverage, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let line = |name: &str, cells: [&str; 4], mark: &str| {
        let [met, unmet, unknown, absent] = cells;
        let line = format!("  {name:<NAME$} {met:>8} {unmet:>8} {unknown:>8} {absent:>8} {mark}");
        format!("{}\n", line.trim_end())
    };
    let mut out = line(
        word("requisito", "requirement"),
        [
            word("sì", "met"),
            word("no", "unmet"),
            word("ignoto", "unknown"),
            word("n. a.", "n/a"),
        ],
        "",
    );
    for seen in &coverage.requirements {
        let cells =
            [seen.met, seen.unmet, seen.unknown, seen.not_applicable].map(|n| n.to_string());
        let cells = cells.each_ref().map(String::as_str);
        out.push_str(&line(&seen.name, cells, mark(seen)));
    }
    if !coverage
        .requirements
        .iter()
        .all(RequirementCoverage::is_seen_both_ways)
    {
        out.push_str(word(
            "  * le prove non lo vedono sia soddisfatto sia non soddisfatto\n",
            "  * the tests do not see it both met and unmet\n",
        ));
    }
    out
}

/// Returns the same as JSON.
pub fn coverage_json(coverage: &Coverage) -> Value {
    let lines: Vec<Value> = coverage
        .requirements
        .iter()
        .map(|seen| {
            json!({
                "requirement": seen.name,
                "met": seen.met,
                "unmet": seen.unmet,
                "unknown": seen.unknown,
                "not_applicable": seen.not_applicable,
            })
        })
        .collect();
    json!({ "tests": coverage.tests, "requirements": lines })
}

fn mark(seen: &RequirementCoverage) -> &'static str {
    if seen.is_seen_both_ways() { "" } else { "*" }
}
