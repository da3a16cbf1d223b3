//! The grid: scales, criteria, thresholds.

use super::{Citation, Expr, Literal, Name, Words};
use crate::number::{Fraction, Rounding};
use crate::source::{Span, Spanned};

/// `scale coefficients { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleBlock {
    /// The scale's name.
    pub name: Name,
    /// The marks.
    pub marks: ScaleMarks,
    /// The whole block.
    pub span: Span,
}

/// What the marks of a scale are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScaleMarks {
    /// `insufficiente 0, buono it "Buono" 0.8`
    Coefficients(Vec<CoefficientItem>),
    /// `points 0 to 10 step 0.5`
    Points {
        /// The lowest mark.
        least: Spanned<Fraction>,
        /// The highest mark.
        greatest: Spanned<Fraction>,
        /// The smallest difference between two marks.
        step: Spanned<Fraction>,
    },
}

/// `buono it "Buono" 0.8`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoefficientItem {
    /// The word.
    pub name: Name,
    /// What people read.
    pub label: Option<Words>,
    /// The share of the maximum.
    pub share: Spanned<Fraction>,
}

/// `grid { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridBlock {
    /// What stands between the braces.
    pub clauses: Vec<Spanned<GridClause>>,
    /// The whole block.
    pub span: Span,
}

impl GridBlock {
    /// Returns the names of all criteria, those of parts too.
    pub fn criterion_names(&self) -> impl Iterator<Item = &Name> {
        let outermost = self.clauses.iter().filter_map(|it| match &it.value {
            GridClause::Criterion(item) => Some(item),
            _ => None,
        });
        let mut rest: Vec<&CriterionItem> = outermost.collect();
        std::iter::from_fn(move || {
            let item = rest.pop()?;
            rest.extend(item.clauses.iter().filter_map(|it| match &it.value {
                CriterionClause::Part(part) => Some(part),
                _ => None,
            }));
            Some(&item.name)
        })
    }
}

/// One line of a `grid` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GridClause {
    /// `cite …`
    Cite(Citation),
    /// `max 100`
    Max(Spanned<Fraction>),
    /// `threshold 60 before premiums`
    Threshold(FloorItem),
    /// `marked { … }`, for all criteria that are marked.
    Marking(Vec<Spanned<MarkingClause>>),
    /// `score rounded half up to 2 places`
    ScoreRounded(Rounded),
    /// `for every proposal`
    EveryProposal,
    /// `criterion …` or `premium …`
    Criterion(CriterionItem),
}

/// How a number is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounded {
    /// By which rule.
    pub rounding: Rounding,
    /// To how many decimals.
    pub places: u32,
}

/// `threshold …` or `minimum …`: what points must reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FloorItem {
    /// Its name.
    pub name: Option<Name>,
    /// What people read.
    pub title: Option<Words>,
    /// The points.
    pub points: Spanned<Fraction>,
    /// Where `before premiums` stands, each time it does.
    pub before_premiums: Vec<Span>,
    /// Where `unrounded` stands, each time it does.
    pub unrounded: Vec<Span>,
}

/// `criterion A1 "Need" { … }` or `premium F "Rewards" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionItem {
    /// Whether it is a `premium`.
    pub premium: bool,
    /// Its name.
    pub name: Name,
    /// What people read.
    pub title: Option<Words>,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<CriterionClause>>,
    /// The whole of it.
    pub span: Span,
}

/// One line of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CriterionClause {
    /// `cite …`
    Cite(Citation),
    /// `max 10`
    Max(Spanned<Fraction>),
    /// `minimum quality_floor 18`
    Minimum(FloorItem),
    /// `points …`
    Points(PointsRule),
    /// `rounded half up to 2 places`
    Rounded(Rounded),
    /// `marked` or `marked { … }`
    Marked(Vec<Spanned<MarkingClause>>),
    /// A part of the criterion.
    Part(CriterionItem),
}

/// How points are computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointsRule {
    /// `points 2 * sides_present`
    Value(Expr),
    /// `points 4 when ambito_letter`
    When(Expr, Expr),
    /// `points 1 for each full 5 % of own_share, at least 0, at most 5`
    EachFull {
        /// The points each time.
        points: Spanned<Fraction>,
        /// How much counts once.
        step: Literal,
        /// Of what.
        of: Expr,
        /// The fewest points.
        at_least: Option<Spanned<Fraction>>,
        /// The most points.
        at_most: Option<Spanned<Fraction>>,
        /// The whole of it.
        span: Span,
    },
}

/// One line of `marked { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkingClause {
    /// `scale coefficients`
    Scale(Name),
    /// `panel mean`
    Panel(PanelWord),
    /// `rounded half up to 2 places`
    Rounded(Rounded),
}

/// How the marks of a panel become one, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PanelWord {
    /// `mean`
    Mean,
    /// `median`
    Median,
    /// `mean without the lowest and highest 2`; 1 where no number is written.
    Trimmed(Spanned<u32>),
}
