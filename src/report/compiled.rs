//! What of a call is compiled, and what is left to the readable evaluator.

use std::fmt::Write;

use serde_json::{Value, json};

use super::words::{choose, visible, wrap};
use crate::call::Call;
use crate::compiled::{Compiled, Construct, Obstacle, compile, obstacles};
use crate::source::Sources;
use crate::text::{Language, Text};

/// How many characters of a rule's text are shown.
const LONGEST: usize = 60;

/// Returns how many requirements are compiled, and of each part that is not, all reasons.
pub fn compiled_text(call: &Call, sources: &Sources, name: &str, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let compiled = compile(call);
    let all = call.requirements.len();
    let done = all.saturating_sub(compiled.readable.len());
    let of = word("requisiti compilati", "requirements compiled");
    let mut out = format!("{}: {of}: {done}/{all}", visible(name));
    if let Some(grid) = &compiled.grid {
        let head = word("griglia compilata", "grid compiled");
        let yes = if grid.is_ok() {
            word("sì", "yes")
        } else {
            word("no", "no")
        };
        let _ = write!(out, "; {head}: {yes}");
    }
    out.push('\n');
    for left in left(call, &compiled) {
        let part = left.name.unwrap_or(word("la griglia", "the grid"));
        out.push_str(&wrap("  - ", &left.words(part, sources, language)));
    }
    if !call.received.is_empty() || !call.over_admitted.is_empty() {
        out.push_str(&wrap(
            "  ",
            word(
                "I requisiti o la griglia guardano le altre proposte: un file si legge tutto \
                 prima di giudicarne una.",
                "Requirements or the grid look at other proposals: a file is read whole before \
                 one is judged.",
            ),
        ));
    }
    out
}

/// Returns the same as data.
pub fn compiled_json(call: &Call, sources: &Sources, name: &str) -> Value {
    let compiled = compile(call);
    let is_left = |place: usize| compiled.readable.iter().any(|(id, _)| id.index() == place);
    let requirements = call.requirements.iter().enumerate();
    let done = requirements.filter(|(place, _)| !is_left(*place));
    let done: Vec<&str> = done.map(|(_, it)| it.name.as_str()).collect();
    let left: Vec<Value> = left(call, &compiled)
        .iter()
        .map(|left| {
            let because = words(left.why.construct);
            json!({
                "requirement": left.name,
                "because": because,
                "line": left.line(sources),
                "rule": left.why.span.map(|span| sources.slice(span)),
            })
        })
        .collect();
    json!({
        "file": name,
        "compiled": done,
        "grid_compiled": compiled.grid.as_ref().map(Result::is_ok),
        "left": left,
    })
}

/// A part that is left to the readable evaluator.
struct Left<'c> {
    /// The requirement's name; `None` for the grid.
    name: Option<&'c str>,
    why: Obstacle,
}

impl Left<'_> {
    fn line(&self, sources: &Sources) -> Option<usize> {
        self.why.span.map(|span| sources.line_column(span).0)
    }

    fn words(&self, part: &str, sources: &Sources, language: Language) -> String {
        let why = words(self.why.construct);
        let why = why.get(language);
        let Some((span, line)) = self.why.span.zip(self.line(sources)) else {
            return format!("{part}: {why}");
        };
        let rule = sources.slice(span).split_whitespace();
        let rule = visible(&rule.collect::<Vec<_>>().join(" "));
        let shown: String = rule.chars().take(LONGEST).collect();
        let cut = if shown == rule { "" } else { "…" };
        let at = choose(language, "riga", "line");
        format!("{part}: {why} ({at} {line}: {shown}{cut})")
    }
}

fn left<'c>(call: &'c Call, compiled: &Compiled) -> Vec<Left<'c>> {
    let mut left = Vec::new();
    for (requirement, found) in obstacles(call, compiled) {
        let requirement = requirement.and_then(|id| call.requirements.get(id.index()));
        let name = requirement.map(|it| it.name.as_str());
        left.extend(found.into_iter().map(|why| Left { name, why }));
    }
    left
}

fn words(construct: Construct) -> Text {
    let (it, en) = match construct {
        Construct::Consequence => (
            "un'eccezione cambia ciò che segue dal requisito",
            "an exception changes what follows from the requirement",
        ),
        Construct::Depth => ("troppi livelli", "too many levels"),
        Construct::Distinct => ("valori diversi contati", "different values counted"),
        Construct::DivisionByFact => (
            "una divisione per un numero che cambia da proposta a proposta",
            "a division by a number that differs from proposal to proposal",
        ),
        Construct::DivisionByNought => ("una divisione per zero", "a division by nought"),
        Construct::Dates => (
            "regole o righe con date di efficacia",
            "rules or rows with days of their own",
        ),
        Construct::Bounds => (
            "un numero che potrebbe essere troppo grande: un massimo lo stringe",
            "a number that might be too large: a maximum bounds it",
        ),
        Construct::Interpolation => ("un'interpolazione", "an interpolation"),
        Construct::LongEnum => (
            "una tipologia con troppe voci",
            "an enum with too many variants",
        ),
        Construct::ListInList => ("un elenco in un elenco", "a list in a list"),
        Construct::ManyThresholds => ("troppe soglie", "too many thresholds"),
        Construct::OrderOfSets => ("un ordine fra insiemi", "an order of sets"),
        Construct::Panel => ("voti di una commissione", "marks of a panel"),
        Construct::Text => (
            "un testo o il controllo di un codice",
            "a text or the check of a code",
        ),
        Construct::OtherProposals => ("valori sulle altre proposte", "values over other proposals"),
        Construct::YesNoCompared => (
            "due sì o no confrontati",
            "two answers of yes or no compared",
        ),
        Construct::Other => ("altro", "something else"),
    };
    Text::new(it, en)
}
