//! The small changes of the rules that no test noticed.

use std::fmt::Write;

use serde_json::{Value, json};

use super::words::choose;
use crate::engine::{Mutant, Mutation};
use crate::source::Sources;
use crate::text::Language;

/// Returns how many changes were tried, then a line for each that no test noticed: its place, the
/// words there, and the change.
pub fn mutation_text(mutation: &Mutation, sources: &Sources, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let unnoticed = mutation.unnoticed.len();
    let noticed = mutation.tried.saturating_sub(unnoticed);
    let mut out = format!(
        "  {}: {}, {}: {noticed}, {}: {unnoticed}\n",
        word("piccole modifiche provate", "small changes tried"),
        mutation.tried,
        word("notate dalle prove", "noticed by the tests"),
        word("non notate", "unnoticed"),
    );
    for mutant in &mutation.unnoticed {
        let (line, words) = sources.line_of(mutant.span);
        let _ = writeln!(
            out,
            "  {} {line}: {words}\n      {}",
            word("riga", "line"),
            change(mutant, language)
        );
    }
    if unnoticed > 0 {
        out.push_str(word(
            "  per ciascuna: aggiungere una prova che stia proprio su quel limite, o su quella scelta\n",
            "  for each: add a test that stands right on that bound, or on that choice\n",
        ));
    }
    out
}

/// Says what was written, and what was written instead.
fn change(mutant: &Mutant, language: Language) -> String {
    let (before, after) = (one_line(&mutant.before), one_line(&mutant.after));
    let words = if after.is_empty() {
        choose(language, "scompare", "goes away").to_owned()
    } else {
        format!("{} `{after}`", choose(language, "diventa", "becomes"))
    };
    format!("`{before}` {words}")
}

/// Puts words on one line, whatever stands between them.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the same as JSON.
pub fn mutation_json(mutation: &Mutation, sources: &Sources) -> Value {
    let unnoticed: Vec<Value> = mutation
        .unnoticed
        .iter()
        .map(|mutant| {
            let (line, words) = sources.line_of(mutant.span);
            json!({ "line": line, "words": words, "before": mutant.before, "after": mutant.after })
        })
        .collect();
    json!({ "tried": mutation.tried, "unnoticed": unnoticed })
}
