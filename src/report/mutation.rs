//! The small changes of the rules that no test noticed.

use std::fmt::Write;

use serde_json::{Value, json};

use super::words::choose;
use crate::engine::Mutation;
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
            mutant.change.get(language)
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

/// Returns the same as JSON.
pub fn mutation_json(mutation: &Mutation, sources: &Sources) -> Value {
    let unnoticed: Vec<Value> = mutation
        .unnoticed
        .iter()
        .map(|mutant| {
            let (line, words) = sources.line_of(mutant.span);
            json!({ "line": line, "words": words, "change": mutant.change })
        })
        .collect();
    json!({ "tried": mutation.tried, "unnoticed": unnoticed })
}
