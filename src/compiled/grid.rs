//! The grid lowered: points, thresholds, and the score.

use super::lower::{Lowering, Scope, Unsupported, too_large};
use super::numbers::Figure;
use super::obstacle::{Construct, Obstacle};
use super::program::{Number, Truth};
use crate::call::{self, Criterion, Grid, Method, Threshold};
use crate::number::Fraction;
use crate::value::Comparison;

/// A call has at most so many thresholds and minima here: one bit each.
const MOST_THRESHOLDS: usize = 64;

/// A grid, compiled.
#[derive(Clone, Debug)]
pub struct CompiledGrid {
    /// What one of the whole numbers of [`super::Findings::scores`] is worth, in points.
    pub unit: Fraction,
}

/// What is done to find out points.
#[derive(Clone, Debug)]
pub(super) struct GridSteps {
    /// The column of the score.
    pub(super) column: Number,
    /// Whether each minimum, in the order of the criteria, and last the threshold of the whole
    /// score is reached.
    pub(super) thresholds: Vec<Truth>,
    /// What must hold of a row, or it is left over: its points are known, and none beyond their
    /// maximum.
    pub(super) conditions: Vec<Truth>,
}

/// The points of a criterion: as published, and without any rounding.
#[derive(Clone, Copy)]
struct Points {
    published: Figure,
    exact: Figure,
}

impl Lowering<'_> {
    /// Lowers the grid; steps of one that cannot be lowered to the end are taken back.
    pub(super) fn grid(&mut self, grid: &Grid) -> Result<(CompiledGrid, GridSteps), Obstacle> {
        self.whole(|lowering| lowering.lower_grid(grid))
    }

    fn lower_grid(&mut self, grid: &Grid) -> Result<(CompiledGrid, GridSteps), Unsupported> {
        let mut conditions = Vec::new();
        let points = self.lines(grid, &mut conditions)?;
        let published = |it: &Points| it.published;
        let exact = |it: &Points| it.exact;
        let mut thresholds = Vec::new();
        for (criterion, points) in grid.criteria.iter().zip(&points) {
            if let Some(minimum) = &criterion.minimum {
                let compared = if minimum.unrounded {
                    points.exact
                } else {
                    points.published
                };
                thresholds.push(self.reached(minimum, &compared)?);
            }
        }
        if let Some(threshold) = &grid.threshold {
            let counts = |it: &Criterion| !(threshold.before_premiums && it.premium);
            let compared = if threshold.unrounded {
                self.total(grid, &points, exact, counts, &mut conditions)?
            } else {
                let total = self.total(grid, &points, published, counts, &mut conditions)?;
                self.rounded(grid.rounding, total, grid.max, &mut conditions)?
            };
            thresholds.push(self.reached(threshold, &compared)?);
        }
        if thresholds.len() > MOST_THRESHOLDS {
            return Err(Unsupported(Construct::ManyThresholds));
        }
        let total = self.total(grid, &points, published, |_| true, &mut conditions)?;
        let score = self.rounded(grid.rounding, total, grid.max, &mut conditions)?;
        conditions.extend(score.known);
        let steps = GridSteps {
            column: self.column(&score, Scope::TOP),
            thresholds,
            conditions,
        };
        Ok((CompiledGrid { unit: score.unit }, steps))
    }

    /// Lowers the points of each criterion. Parts stand behind what they are parts of, so the last
    /// comes first.
    fn lines(
        &mut self,
        grid: &Grid,
        conditions: &mut Vec<Truth>,
    ) -> Result<Vec<Points>, Unsupported> {
        let mut lines: Vec<(usize, Points)> = Vec::new();
        for (place, criterion) in grid.criteria.iter().enumerate().rev() {
            let parts = || {
                let parts = lines.iter().rev().filter(|(part, _)| {
                    let parent = grid.criteria.get(*part).and_then(|it| it.parent);
                    parent.is_some_and(|it| it.index() == place)
                });
                parts.map(|(_, points)| *points).collect::<Vec<_>>()
            };
            let (found, exact) = match &criterion.method {
                Method::Marked(_) => return Err(Unsupported(Construct::Panel)),
                Method::Formula(expr) => (self.figure(expr, Scope::TOP)?, None),
                Method::Sum => {
                    let parts = parts();
                    let all = |of: fn(&Points) -> Figure| {
                        parts.iter().map(|it| (false, of(it))).collect::<Vec<_>>()
                    };
                    let (published, exact) = (all(|it| it.published), all(|it| it.exact));
                    (
                        self.sum(&published, Scope::TOP)?,
                        Some(self.sum(&exact, Scope::TOP)?),
                    )
                }
            };
            let unrounded = self.within(found, criterion.max, conditions)?;
            let exact = match exact {
                None => unrounded,
                Some(exact) => self.within(exact, criterion.max, conditions)?,
            };
            let published =
                self.rounded(criterion.rounding, unrounded, criterion.max, conditions)?;
            lines.push((place, Points { published, exact }));
        }
        Ok(lines.into_iter().rev().map(|(_, points)| points).collect())
    }

    fn total(
        &mut self,
        grid: &Grid,
        points: &[Points],
        of: impl Fn(&Points) -> Figure,
        counts: impl Fn(&Criterion) -> bool,
        conditions: &mut Vec<Truth>,
    ) -> Result<Figure, Unsupported> {
        let outermost = grid.criteria.iter().zip(points);
        let outermost = outermost.filter(|(it, _)| it.parent.is_none() && counts(it));
        let terms: Vec<(bool, Figure)> = outermost.map(|(_, it)| (false, of(it))).collect();
        let total = self.sum(&terms, Scope::TOP)?;
        self.within(total, grid.max, conditions)
    }

    fn rounded(
        &mut self,
        rounding: Option<call::Number>,
        points: Figure,
        max: Fraction,
        conditions: &mut Vec<Truth>,
    ) -> Result<Figure, Unsupported> {
        let Some(rounding) = rounding else {
            return Ok(points);
        };
        let rounded = self.round(rounding, &points, Scope::TOP)?;
        self.within(rounded, max, conditions)
    }

    /// Keeps points between nought and `max`: a row with others is left over.
    fn within(
        &mut self,
        points: Figure,
        max: Fraction,
        conditions: &mut Vec<Truth>,
    ) -> Result<Figure, Unsupported> {
        let most = max.div(points.unit).ok_or(too_large())?;
        let most = most.numerator().div_euclid(most.denominator());
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let (least, greatest) = points.bounds;
        if least < 0 {
            let nought = Figure::constant(Fraction::ZERO)?;
            conditions.push(self.compare(
                Comparison::GreaterOrEqual,
                &points,
                &nought,
                Scope::TOP,
            )?);
        }
        if greatest > most {
            let max = Figure::constant(max)?;
            conditions.push(self.compare(Comparison::LessOrEqual, &points, &max, Scope::TOP)?);
        }
        if points.number.is_none() {
            return Ok(points);
        }
        Ok(Figure {
            bounds: (least.clamp(0, most), greatest.clamp(0, most)),
            ..points
        })
    }

    fn reached(&mut self, threshold: &Threshold, points: &Figure) -> Result<Truth, Unsupported> {
        let limit = Figure::constant(threshold.points)?;
        self.compare(Comparison::GreaterOrEqual, points, &limit, Scope::TOP)
    }
}
