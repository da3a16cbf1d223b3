//! What the points of an admitted proposal make of it: ranked, below a threshold, or still open.

use super::outcome::Reason;
use super::reasons::{cannot_be_told, citation_texts, no_result_text};
use crate::assessment::{Evaluated, Unknown};
use crate::call::{Call, Citation, CriterionId, Grid, Method, Threshold, Type, show};
use crate::number::Fraction;
use crate::scoring::{Score, ThresholdFinding};
use crate::source::Span;
use crate::text::{Language, Text};
use crate::value::Value;

/// What the points of an admitted proposal make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It may be ranked: it has all its points and reaches every threshold, or the call gives
    /// none.
    Eligible,
    /// It misses a threshold or minimum, whatever is still open; one reason for each.
    Below(Vec<Reason>),
    /// Some of its points are not known, and they matter.
    Open(Reason),
}

impl Standing {
    /// Returns why it is not ranked.
    pub(super) fn reasons(&self) -> &[Reason] {
        match self {
            Self::Eligible => &[],
            Self::Below(reasons) => reasons,
            Self::Open(reason) => std::slice::from_ref(reason),
        }
    }
}

/// Tells what becomes of an admitted proposal with these points.
pub(super) fn standing(call: &Call, score: Option<&Score>) -> Standing {
    let (Some(grid), Some(score)) = (&call.grid, score) else {
        return Standing::Eligible;
    };
    if score.is_below_threshold() {
        return Standing::Below(missed(call, grid, score));
    }
    if score.is_complete() {
        return Standing::Eligible;
    }
    Standing::Open(not_scored(call, grid, score))
}

/// Returns the minimum of a criterion, or the threshold of the whole score, and what it rests on.
pub(crate) fn threshold_of(
    grid: &Grid,
    criterion: Option<CriterionId>,
) -> Option<(&Threshold, &[Citation])> {
    let Some(id) = criterion else {
        return Some((grid.threshold.as_ref()?, &grid.citations));
    };
    let criterion = grid.criterion(id)?;
    let own = &criterion.citations;
    let citations = if own.is_empty() { &grid.citations } else { own };
    Some((criterion.minimum.as_ref()?, citations))
}

/// Returns the thresholds missed for certain, with what they rest on and what was found.
pub(super) fn missed_thresholds<'a>(
    grid: &'a Grid,
    score: &'a Score,
) -> impl Iterator<Item = (&'a Threshold, &'a [Citation], &'a ThresholdFinding)> {
    let missed = score.thresholds.iter();
    missed
        .filter(|it| it.reached == Evaluated::yes(false))
        .filter_map(|finding| {
            let (threshold, citations) = threshold_of(grid, finding.criterion)?;
            Some((threshold, citations, finding))
        })
}

fn missed(call: &Call, grid: &Grid, score: &Score) -> Vec<Reason> {
    let missed = missed_thresholds(grid, score);
    missed
        .map(|(threshold, citations, finding)| Reason {
            code: threshold.name.clone(),
            message: message(call, threshold, &finding.points),
            citations: citation_texts(call, citations),
            named: Vec::new(),
        })
        .collect()
}

/// Says by how much points miss a threshold.
fn message(call: &Call, threshold: &Threshold, points: &Evaluated) -> Text {
    let say = |language| {
        let title = threshold.title.get(language);
        let counted = match (threshold.before_premiums, language) {
            (false, _) => "",
            (true, Language::Italian) => " senza premialità",
            (true, Language::English) => " without premiums",
        };
        let number = |number| points_text(call, number, language);
        let limit = number(threshold.points);
        let most = points.range().map_or(Fraction::ZERO, |(_, most)| most);
        let short = threshold.points.sub(most).map(number).unwrap_or_default();
        let most = number(most);
        match (points, language) {
            (Evaluated::Known(_), Language::Italian) => {
                format!("{title}: punti{counted} {most}, richiesti almeno {limit}: mancano {short}")
            }
            (Evaluated::Known(_), Language::English) => {
                format!(
                    "{title}: points{counted} {most}, required at least {limit}: short by {short}"
                )
            }
            (_, Language::Italian) => format!(
                "{title}: punti{counted} al più {most}, qualunque sia il resto, richiesti almeno {limit}: mancano almeno {short}"
            ),
            (_, Language::English) => format!(
                "{title}: points{counted} at most {most}, whatever the rest may be, required at least {limit}: short by at least {short}"
            ),
        }
    };
    Text::new(say(Language::Italian), say(Language::English))
}

/// Returns points as people read them.
pub(crate) fn points_text(call: &Call, points: Fraction, language: Language) -> String {
    show(&Value::Number(points), Type::Number, call.names(), language)
}

/// Says which points are still to come, and which never will without a correction.
fn not_scored(call: &Call, grid: &Grid, score: &Score) -> Reason {
    let mut waiting = Unknown::default();
    let (mut it, mut en) = (Vec::new(), Vec::new());
    for (line, criterion) in score.lines.iter().zip(&grid.criteria) {
        let Evaluated::Unknown(unknown) = &line.points else {
            continue;
        };
        if matches!(criterion.method, Method::Sum) && !own_trouble(unknown, criterion.span) {
            continue;
        }
        let waits_for = unknown.waits_for.iter().cloned();
        waiting.waits_for.extend(waits_for);
        let others = unknown.waits_for_others.iter().cloned();
        waiting.waits_for_others.extend(others);
        let name = &criterion.name;
        if let Some(no_result) = unknown.without_result.first() {
            let why = no_result_text(call, no_result.why);
            it.push(format!("per `{name}` {}", why.get(Language::Italian)));
            en.push(format!("for `{name}` {}", why.get(Language::English)));
        }
    }
    if it.is_empty() || waiting.waits() {
        let why = cannot_be_told(call, &waiting);
        it.insert(0, why.get(Language::Italian).to_owned());
        en.insert(0, why.get(Language::English).to_owned());
    }
    Reason {
        code: "score".to_owned(),
        message: Text::new(
            format!("ammessa, ma il punteggio non c'è ancora: {}", it.join("; ")),
            format!("admitted, but it has no score yet: {}", en.join("; ")),
        ),
        citations: citation_texts(call, &grid.citations),
        named: Vec::new(),
    }
}

/// Tells whether a sum is without result by itself, not through one of its parts.
fn own_trouble(unknown: &Unknown, span: Span) -> bool {
    unknown.without_result.iter().any(|it| it.span == span)
}
