//! Words, lines and scales of a drawing.

use super::html::Html;
use crate::number::{Fraction, Rounding};

/// What a line is for.
#[derive(Clone, Copy)]
pub(super) enum Stroke {
    /// To measure by.
    Scale,
    /// Where the money ended.
    Cut,
    /// What must be reached.
    Threshold,
}

/// Where a text stands by its place.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Adds words.
pub(super) fn text(html: &mut Html, anchor: Anchor, x: usize, y: usize, words: &str) {
    html.markup(match anchor {
        Anchor::Start => "<text",
        Anchor::Middle => "<text text-anchor=\"middle\"",
        Anchor::End => "<text text-anchor=\"end\"",
    });
    html.attribute("x", x)
        .attribute("y", y)
        .within(">", words, "</text>\n");
}

/// Adds words that end at `x`, readable on whatever stands behind them.
pub(super) fn label(html: &mut Html, x: usize, y: usize, words: &str) {
    html.markup("<text text-anchor=\"end\" paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"5\" font-weight=\"bold\"");
    html.attribute("x", x)
        .attribute("y", y)
        .within(">", words, "</text>\n");
}

/// Adds a line.
pub(super) fn line(html: &mut Html, kind: Stroke, [x1, y1, x2, y2]: [usize; 4]) {
    html.markup("<line")
        .attribute("x1", x1)
        .attribute("y1", y1)
        .attribute("x2", x2)
        .attribute("y2", y2);
    html.markup(match kind {
        Stroke::Cut => " stroke=\"#8a2300\" stroke-width=\"2\" stroke-dasharray=\"8 4\"/>\n",
        Stroke::Threshold => " stroke=\"#3d3d3d\" stroke-width=\"2\" stroke-dasharray=\"2 4\"/>\n",
        Stroke::Scale => " stroke=\"#d4dbe2\"/>\n",
    });
}

/// Returns the top of a scale that reaches `most`: the mark at or above it.
pub(super) fn top_of(most: Fraction) -> Fraction {
    let whole = whole(most);
    let step = step_of(whole);
    let top = whole.div_ceil(step).checked_mul(step);
    let top = top.and_then(|it| i128::try_from(it).ok());
    top.map_or(most, Fraction::integer)
}

/// Returns the marks of a scale from nothing to `most`, five or so.
pub(super) fn marks(most: Fraction) -> Vec<Fraction> {
    let whole = whole(most);
    let step = step_of(whole);
    (0..=whole.checked_div(step).unwrap_or_default())
        .filter_map(|place| i128::try_from(place.checked_mul(step)?).ok())
        .map(Fraction::integer)
        .collect()
}

/// Returns the whole number at or above a number.
fn whole(number: Fraction) -> usize {
    let whole = number.round(0, Rounding::Up).and_then(Fraction::to_integer);
    whole.and_then(|it| usize::try_from(it).ok()).unwrap_or(1)
}

/// Returns 1, 2 or 5 times a power of ten, of which some five to ten make `whole`, so that a
/// multiple of it that is no smaller has the same.
pub(super) fn step_of(whole: usize) -> usize {
    let mut power = 1_usize;
    loop {
        for digit in [1, 2, 5] {
            let step = power.saturating_mul(digit);
            if whole.div_ceil(step.max(1)) <= 8 {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}
