//! What the evaluators judge by, in short.

use serde_json::{Value, json};

use crate::call::{Grid, ScaleKind};
use crate::number::Fraction;
use crate::source::digest;
use crate::text::Text;

/// Returns a digest of what a sheet of marks shows its evaluator: the criteria that the panel
/// marks, with their titles and maxima, and the scales. Nothing else of a rule file changes it:
/// neither tests and comments nor the language of the keywords.
///
/// ```
/// # use bando::call::Grid;
/// # use bando::source::{FileId, Span};
/// use bando::number::Fraction;
/// use bando::scoring::basis_digest;
/// # let span = Span { file: FileId(0), start: 0, end: 0 };
/// # let grid = |max| Grid {
/// #     max, criteria: Vec::new(), citations: Vec::new(), threshold: None, rounding: None,
/// #     everyone: false, scales: Vec::new(), span,
/// # };
/// let [hundred, ninety] = [100, 90].map(|max| grid(Fraction::integer(max)));
/// assert_eq!(basis_digest(&hundred), basis_digest(&ninety));
/// ```
pub fn basis_digest(grid: &Grid) -> String {
    let criteria: Vec<Value> = grid
        .marked()
        .map(|(_, criterion, marking)| {
            let mut titles = vec![text(&criterion.title)];
            let mut parent = criterion.parent;
            // A criterion stands behind the one that it is a part of.
            while let Some(above) = parent.and_then(|id| grid.criterion(id)) {
                titles.push(text(&above.title));
                parent = above.parent;
            }
            let scale = marking.scale.0;
            json!([criterion.name, titles, number(criterion.max), scale])
        })
        .collect();
    let scales = grid.scales.iter();
    let scales: Vec<Value> = scales
        .map(|scale| match &scale.kind {
            ScaleKind::Coefficients(words) => {
                let words = words.iter();
                let words = words.map(|it| json!([it.name, text(&it.label), number(it.share)]));
                json!([scale.name, words.collect::<Vec<_>>()])
            }
            ScaleKind::Points {
                least,
                greatest,
                step,
            } => json!([scale.name, number(*least), number(*greatest), number(*step)]),
        })
        .collect();
    digest(json!([criteria, scales]).to_string().as_bytes())
}

fn text(text: &Text) -> Value {
    json!([text.it, text.en])
}

fn number(number: Fraction) -> String {
    format!("{}/{}", number.numerator(), number.denominator())
}
