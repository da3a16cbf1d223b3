//! The grid: a tree of criteria, and how each comes to its points.

use super::{Citation, Expr, Number};
use crate::number::Fraction;
use crate::source::Span;
use crate::text::Text;

/// A criterion of a [`Grid`], in its place in [`Grid::criteria`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CriterionId(pub u32);

/// A scale of a [`Grid`], in its place in [`Grid::scales`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScaleId(pub u32);

impl CriterionId {
    /// Returns the place in the list of criteria.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl ScaleId {
    /// Returns the place in the list of scales.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How proposals are scored.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What it rests on; criteria that cite nothing rest on this.
    pub citations: Vec<Citation>,
    /// The most points there are, premiums included.
    pub max: Fraction,
    /// What the whole score must reach.
    pub threshold: Option<Threshold>,
    /// How the whole score is rounded; `None`: it is the exact sum of its lines.
    pub rounding: Option<Number>,
    /// Whether proposals that are not admitted are scored too, to be shown; they are never ranked.
    pub everyone: bool,
    /// The scales of the panel's marks.
    pub scales: Vec<Scale>,
    /// The criteria, each before its parts, in the order written.
    pub criteria: Vec<Criterion>,
    /// Where it was written.
    pub span: Span,
}

/// One line of the grid.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its name: `A1`.
    pub name: String,
    /// What people read.
    pub title: Text,
    /// The criterion it is a part of.
    pub parent: Option<CriterionId>,
    /// Whether it is a premium, or a part of one: kept out of a threshold that counts before
    /// premiums.
    pub premium: bool,
    /// The most points it gives.
    pub max: Fraction,
    /// What its points must reach.
    pub minimum: Option<Threshold>,
    /// Where its points come from.
    pub method: Method,
    /// How its points are rounded; `None`: not at all.
    pub rounding: Option<Number>,
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// Where it was written.
    pub span: Span,
}

/// Where the points of a criterion come from.
#[derive(Clone, Debug)]
pub enum Method {
    /// They are the sum of its parts: the criteria whose [`Criterion::parent`] it is.
    Sum,
    /// They are computed; below 0 or above the maximum there is no result.
    Formula(Expr),
    /// The panel marks it.
    Marked(Marking),
}

/// How the marks of a panel become points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marking {
    /// The scale of each mark.
    pub scale: ScaleId,
    /// How the marks of all evaluators become one.
    pub panel: Panel,
}

/// How the marks of all evaluators become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Their mean.
    Mean,
    /// The middle one, or the mean of the middle two.
    Median,
    /// The mean of those left when so many of the lowest and as many of the highest are dropped.
    TrimmedMean(u32),
}

/// What a mark may be.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Its name.
    pub name: String,
    /// The marks.
    pub kind: ScaleKind,
    /// Where it was written.
    pub span: Span,
}

/// What a mark may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScaleKind {
    /// Words, each with the share of the criterion's maximum it gives.
    Coefficients(Vec<Coefficient>),
    /// Points from one number to another, in steps; they are shares of the greatest: a mark of 6
    /// on a scale to 10 gives six tenths of the criterion's maximum.
    Points {
        /// The lowest mark.
        least: Fraction,
        /// The highest mark.
        greatest: Fraction,
        /// The smallest difference between two marks.
        step: Fraction,
    },
}

/// A word of a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coefficient {
    /// The word as rules and data write it.
    pub name: String,
    /// What people read.
    pub label: Text,
    /// The share of the maximum, from 0 to 1.
    pub share: Fraction,
}

/// What points must reach. It has a name like a requirement, and is a reason like one.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// Its name.
    pub name: String,
    /// What people read.
    pub title: Text,
    /// The points to reach.
    pub points: Fraction,
    /// Whether premiums are left out; only the threshold of the whole score can.
    pub before_premiums: bool,
    /// Whether the points are compared exact: without any rounding, of their parts neither.
    pub unrounded: bool,
    /// Where it was written.
    pub span: Span,
}

impl Grid {
    /// Returns the criterion with this id.
    pub fn criterion(&self, id: CriterionId) -> Option<&Criterion> {
        self.criteria.get(id.index())
    }

    /// Returns the criterion called `name`.
    pub fn named(&self, name: &str) -> Option<(CriterionId, &Criterion)> {
        let index = self.criteria.iter().position(|it| it.name == name)?;
        let id = CriterionId(u32::try_from(index).ok()?);
        Some((id, self.criteria.get(index)?))
    }

    /// Returns the criteria that are marked by the panel, in the order written.
    pub fn marked(&self) -> impl Iterator<Item = (CriterionId, &Criterion, Marking)> {
        (0..)
            .map(CriterionId)
            .zip(&self.criteria)
            .filter_map(|(id, criterion)| match criterion.method {
                Method::Marked(marking) => Some((id, criterion, marking)),
                _ => None,
            })
    }
}
