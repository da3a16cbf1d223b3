//! What the tests of a rule file have seen, as a small table.

use serde_json::{Value, json};

use super::words::{choose, wrap};
use crate::engine::{Coverage, ExceptionCoverage, RequirementCoverage, RowCoverage};
use crate::source::Sources;
use crate::text::Language;

/// How many characters a requirement's name has room for.
const NAME: usize = 36;

/// Returns a line per requirement; those never seen both met and unmet are marked.
pub fn coverage_text(coverage: &Coverage, sources: &Sources, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
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
    if !coverage.exceptions.is_empty() {
        out.push_str(&exceptions_text(&coverage.exceptions, language));
    }
    out.push_str(&rows_text(coverage, sources, language));
    if !coverage.articles_not_reached.is_empty() {
        out.push_str(word(
            "  articoli citati che nessuna prova raggiunge:\n",
            "  cited articles that no test reaches:\n",
        ));
        for article in &coverage.articles_not_reached {
            out.push_str(&wrap("    - ", article.get(language)));
        }
    }
    out
}

/// Says which rows of tables no proposal of the tests has taken.
fn rows_text(coverage: &Coverage, sources: &Sources, language: Language) -> String {
    let missing: Vec<&RowCoverage> = coverage.rows.iter().filter(|it| it.taken == 0).collect();
    if missing.is_empty() {
        return String::new();
    }
    let word = |it, en| choose(language, it, en);
    let mut out = word(
        "  righe di tabelle che nessuna prova usa:\n",
        "  rows of tables that no test uses:\n",
    )
    .to_owned();
    for row in missing {
        let (line, words) = sources.line_of(row.span);
        out.push_str(&wrap(
            "    - ",
            &format!("{} {line}: {words}", word("riga", "line")),
        ));
    }
    out
}

fn line(name: &str, cells: [&str; 4], mark: &str) -> String {
    let [first, second, third, fourth] = cells;
    let line = format!("  {name:<NAME$} {first:>8} {second:>8} {third:>8} {fourth:>8} {mark}");
    format!("{}\n", line.trim_end())
}

fn exceptions_text(exceptions: &[ExceptionCoverage], language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let head = [
        word("vale", "holds"),
        word("non vale", "does not"),
        word("ignoto", "unknown"),
        "",
    ];
    let mut out = format!("\n{}", line(word("eccezione", "exception"), head, ""));
    for seen in exceptions {
        let name = match &seen.unless {
            None => format!("{}: {}", seen.of, seen.exception),
            Some(unless) => format!("  {} {unless}", word("salvo", "unless")),
        };
        let cells = [seen.holding, seen.not_holding, seen.unknown].map(|n| n.to_string());
        let [holding, not_holding, unknown] = cells.each_ref().map(String::as_str);
        let mark = if seen.is_seen_both_ways() { "" } else { "*" };
        out.push_str(&line(&name, [holding, not_holding, unknown, ""], mark));
    }
    if !exceptions.iter().all(ExceptionCoverage::is_seen_both_ways) {
        out.push_str(word(
            "  * le prove non la vedono sia valere sia non valere\n",
            "  * the tests do not see it both hold and not hold\n",
        ));
    }
    out
}

/// Returns the same as JSON.
pub fn coverage_json(coverage: &Coverage, sources: &Sources) -> Value {
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
    let exceptions: Vec<Value> = coverage
        .exceptions
        .iter()
        .map(|seen| {
            json!({
                "of": seen.of,
                "exception": seen.exception,
                "unless": seen.unless,
                "holding": seen.holding,
                "not_holding": seen.not_holding,
                "unknown": seen.unknown,
            })
        })
        .collect();
    let rows: Vec<Value> = coverage
        .rows
        .iter()
        .map(|row| {
            let (line, words) = sources.line_of(row.span);
            json!({ "line": line, "words": words, "taken": row.taken })
        })
        .collect();
    json!({
        "tests": coverage.tests,
        "requirements": lines,
        "exceptions": exceptions,
        "rows": rows,
        "articles_not_reached": coverage.articles_not_reached,
    })
}

fn mark(seen: &RequirementCoverage) -> &'static str {
    if seen.is_seen_both_ways() { "" } else { "*" }
}
