//! The criteria of a grid, line by line, for whoever reads a ranking.

use crate::call::{Call, Criterion, Grid, Method, Panel};
use crate::engine::citation_texts;
use crate::number::Fraction;
use crate::text::Language;

/// A criterion as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CriterionLine {
    /// Its name.
    pub(super) name: String,
    /// Its title.
    pub(super) title: String,
    /// How deep it stands, the outermost 0.
    pub(super) depth: usize,
    /// The most points it gives.
    pub(super) max: Fraction,
    /// What its points must reach.
    pub(super) minimum: Option<Fraction>,
    /// Where its points come from.
    pub(super) method: &'static str,
    /// What it rests on, where that is something else than the whole grid rests on.
    pub(super) citations: String,
}

/// Returns the criteria of a grid, and the whole score with its threshold at the end.
pub(super) fn criteria(call: &Call, grid: &Grid, language: Language) -> Vec<CriterionLine> {
    let citations = |citations| {
        let texts = citation_texts(call, citations);
        let texts: Vec<&str> = texts.iter().map(|it| it.get(language)).collect();
        texts.join("; ")
    };
    let mut lines: Vec<_> = grid
        .criteria
        .iter()
        .map(|it| CriterionLine {
            name: it.name.clone(),
            title: it.title.get(language).to_owned(),
            depth: depth(grid, it),
            max: it.max,
            minimum: it.minimum.as_ref().map(|minimum| minimum.points),
            method: method(it, language),
            citations: if it.citations == grid.citations {
                String::new()
            } else {
                citations(&it.citations)
            },
        })
        .collect();
    let (name, whole, sum) = match language {
        Language::Italian => ("totale", "Punteggio", "somma dei criteri"),
        Language::English => ("total", "Score", "sum of the criteria"),
    };
    lines.push(CriterionLine {
        name: name.to_owned(),
        title: whole.to_owned(),
        depth: 0,
        max: grid.max,
        minimum: grid.threshold.as_ref().map(|it| it.points),
        method: sum,
        citations: citations(&grid.citations),
    });
    lines
}

/// Parts stand behind what they are parts of, so this comes to an end.
fn depth(grid: &Grid, criterion: &Criterion) -> usize {
    let mut depth = 0_usize;
    let mut above = criterion.parent;
    while let Some(parent) = above.and_then(|id| grid.criterion(id)) {
        depth = depth.saturating_add(1);
        above = parent.parent.filter(|_| depth <= grid.criteria.len());
    }
    depth
}

fn method(criterion: &Criterion, language: Language) -> &'static str {
    let (it, en) = match (&criterion.method, criterion.premium) {
        (Method::Sum, false) => ("somma delle sue voci", "sum of its parts"),
        (Method::Sum, true) => (
            "premialità: somma delle sue voci",
            "premium: sum of its parts",
        ),
        (Method::Formula(_), false) => ("calcolato dalla proposta", "computed from the proposal"),
        (Method::Formula(_), true) => (
            "premialità: calcolata dalla proposta",
            "premium: computed from the proposal",
        ),
        (Method::Marked(marking), _) => match marking.panel {
            Panel::Mean => ("media dei giudizi", "mean of the marks"),
            Panel::Median => ("mediana dei giudizi", "median of the marks"),
            Panel::TrimmedMean(_) => (
                "media dei giudizi senza gli estremi",
                "mean of the marks without the extremes",
            ),
        },
    };
    super::words::choose(language, it, en)
}
