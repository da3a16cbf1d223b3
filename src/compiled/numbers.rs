//! Numbers lowered: a whole number, the unit it counts, and the bounds within which it lies.

use super::lower::{Lowered, Lowering, Scope, Unsupported, too_large};
use super::obstacle::Construct;
use super::program::{Number, Operation, Truth};
use crate::call::{self, Expr};
use crate::number::Fraction;

/// A column of numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    /// The whole numbers; `None`: they are all one.
    pub(super) number: Option<Number>,
    /// Whether each is known; `None`: they all are.
    pub(super) known: Option<Truth>,
    /// What they count; above nought.
    pub(super) unit: Fraction,
    /// The least whole number there may be, and the greatest.
    pub(super) bounds: (i64, i64),
}

impl Figure {
    pub(super) fn constant(value: Fraction) -> Result<Self, Unsupported> {
        let (unit, whole) = if value.is_zero() {
            (Fraction::ONE, 0)
        } else {
            (
                value.abs().ok_or(too_large())?,
                if value.is_negative() { -1 } else { 1 },
            )
        };
        Ok(Self {
            number: None,
            known: None,
            unit,
            bounds: (whole, whole),
        })
    }

    /// Returns the value, if it is the same for all.
    pub(super) fn value(&self) -> Option<Fraction> {
        let whole = self.number.is_none().then_some(self.bounds.0)?;
        self.unit.mul(Fraction::integer(i128::from(whole)))
    }

    fn farthest(&self) -> i128 {
        let (least, greatest) = self.bounds;
        i128::from(least).abs().max(i128::from(greatest).abs())
    }
}

/// Returns the greatest unit of which both are multiples.
pub(super) fn common(left: Fraction, right: Fraction) -> Result<Fraction, Unsupported> {
    let common = || {
        let one = left.numerator().checked_mul(right.denominator())?;
        let two = right.numerator().checked_mul(left.denominator())?;
        let (mut a, mut b) = (one, two);
        while b != 0 {
            (a, b) = (b, a.checked_rem(b)?);
        }
        Fraction::new(a, left.denominator().checked_mul(right.denominator())?)
    };
    common().ok_or(too_large())
}

/// Returns how many of the smaller unit one of the larger is.
pub(super) fn factor(larger: Fraction, smaller: Fraction) -> Result<i64, Unsupported> {
    let factor = larger.div(smaller).and_then(Fraction::to_integer);
    factor
        .and_then(|it| i64::try_from(it).ok())
        .ok_or(too_large())
}

/// Returns the bounds of a sum; an error where a step on the way might not be held.
pub(super) fn bounds_of(terms: &[(i64, Figure)], constant: i64) -> Result<(i64, i64), Unsupported> {
    let (mut least, mut greatest) = (i128::from(constant), i128::from(constant));
    let mut farthest = i128::from(constant).abs();
    for (factor, figure) in terms {
        let factor = i128::from(*factor);
        let ends = [figure.bounds.0, figure.bounds.1].map(|it| i128::from(it).checked_mul(factor));
        let [Some(one), Some(two)] = ends else {
            return Err(too_large());
        };
        least = least.saturating_add(one.min(two));
        greatest = greatest.saturating_add(one.max(two));
        farthest = farthest.saturating_add(one.abs().max(two.abs()));
    }
    if farthest > i128::from(i64::MAX) {
        return Err(too_large());
    }
    let whole = |it| i64::try_from(it).map_err(|_| too_large());
    Ok((whole(least)?, whole(greatest)?))
}

impl Lowering<'_> {
    pub(super) fn figure(&mut self, expr: &Expr, scope: Scope) -> Result<Figure, Unsupported> {
        match self.lower(expr, scope)? {
            Lowered::Figure(figure) => Ok(figure),
            Lowered::Truth(_) => Err(Unsupported(Construct::Other)),
        }
    }

    /// Returns the column of a figure, filled where all are one.
    pub(super) fn column(&mut self, figure: &Figure, scope: Scope) -> Number {
        match figure.number {
            Some(number) => number,
            None => self
                .program
                .number(scope.table, Operation::Fill(figure.bounds.0)),
        }
    }

    pub(super) fn known(&mut self, figure: &Figure, scope: Scope) -> Truth {
        figure
            .known
            .unwrap_or_else(|| self.always(super::program::KNOWN, scope))
    }

    /// Joins what must all be known.
    pub(super) fn all_known(&mut self, figures: &[Figure], scope: Scope) -> Option<Truth> {
        let mut known: Vec<Truth> = figures.iter().filter_map(|it| it.known).collect();
        known.sort_unstable();
        known.dedup();
        let table = scope.table;
        known
            .into_iter()
            .reduce(|a, b| self.program.truth(table, Operation::Mask(a, b)))
    }

    /// Adds figures, each times one or minus one.
    pub(super) fn sum(
        &mut self,
        terms: &[(bool, Figure)],
        scope: Scope,
    ) -> Result<Figure, Unsupported> {
        let mut unit = terms.first().map_or(Fraction::ONE, |(_, first)| first.unit);
        for (_, figure) in terms {
            unit = common(unit, figure.unit)?;
        }
        let mut factors = Vec::new();
        let mut constant = 0_i64;
        for (taken, figure) in terms {
            let sign = if *taken { -1 } else { 1 };
            let factor = factor(figure.unit, unit)?
                .checked_mul(sign)
                .ok_or(too_large())?;
            if figure.number.is_some() {
                factors.push((factor, *figure));
            } else {
                let part = factor.checked_mul(figure.bounds.0).ok_or(too_large())?;
                constant = constant.checked_add(part).ok_or(too_large())?;
            }
        }
        let bounds = bounds_of(&factors, constant)?;
        let columns = factors
            .iter()
            .filter_map(|(factor, it)| Some((*factor, it.number?)));
        let columns: Vec<(i64, Number)> = columns.collect();
        let number = match columns.as_slice() {
            [] => None,
            [(1, only)] if constant == 0 => Some(*only),
            _ => Some(
                self.program
                    .number(scope.table, Operation::Linear(columns, constant)),
            ),
        };
        let figures: Vec<Figure> = terms.iter().map(|(_, figure)| *figure).collect();
        Ok(Figure {
            number,
            known: self.all_known(&figures, scope),
            unit,
            bounds,
        })
    }

    /// Multiplies figures, or divides by those that are all one.
    pub(super) fn product(
        &mut self,
        parts: &[(bool, Figure)],
        scope: Scope,
    ) -> Result<Figure, Unsupported> {
        let mut share = Fraction::ONE;
        let mut factors = Vec::new();
        for (divides, figure) in parts {
            let Some(value) = figure.value() else {
                if *divides {
                    return Err(Unsupported(Construct::DivisionByFact));
                }
                factors.push(*figure);
                continue;
            };
            let next = if *divides {
                share.div(value)
            } else {
                share.mul(value)
            };
            share = next.ok_or(Unsupported(Construct::DivisionByNought))?;
        }
        let figures: Vec<Figure> = parts.iter().map(|(_, figure)| *figure).collect();
        let known = self.all_known(&figures, scope);
        let Some((first, others)) = factors.split_first() else {
            return Ok(Figure {
                known,
                ..Figure::constant(share)?
            });
        };
        let mut product = *first;
        for other in others {
            let farthest = product
                .farthest()
                .checked_mul(other.farthest())
                .ok_or(too_large())?;
            let most = i64::try_from(farthest).map_err(|_| too_large())?;
            let columns = [self.column(&product, scope), self.column(other, scope)];
            let operation = Operation::Multiply(columns[0], columns[1]);
            product = Figure {
                number: Some(self.program.number(scope.table, operation)),
                known: None,
                unit: product.unit.mul(other.unit).ok_or(too_large())?,
                bounds: (most.saturating_neg(), most),
            };
        }
        product.known = known;
        self.times(product, share, scope)
    }

    /// Multiplies a figure by a constant: a matter of its unit.
    pub(super) fn times(
        &mut self,
        figure: Figure,
        share: Fraction,
        scope: Scope,
    ) -> Result<Figure, Unsupported> {
        if share.is_zero() {
            return Ok(Figure {
                known: figure.known,
                ..Figure::constant(share)?
            });
        }
        let unit = figure
            .unit
            .mul(share.abs().ok_or(too_large())?)
            .ok_or(too_large())?;
        let figure = Figure { unit, ..figure };
        if share.is_negative() {
            return self.sum(&[(true, figure)], scope);
        }
        Ok(figure)
    }

    pub(super) fn round(
        &mut self,
        to: call::Number,
        figure: &Figure,
        scope: Scope,
    ) -> Result<Figure, Unsupported> {
        if let Some(value) = figure.value() {
            let rounded = value.round(to.places, to.rounding).ok_or(too_large())?;
            return Ok(Figure {
                known: figure.known,
                ..Figure::constant(rounded)?
            });
        }
        let places = 10_i128.checked_pow(to.places).ok_or(too_large())?;
        let step = Fraction::new(1, places).ok_or(too_large())?;
        let ratio = figure.unit.div(step).ok_or(too_large())?;
        let whole = |it: i128| i64::try_from(it).map_err(|_| too_large());
        let (times, by) = (whole(ratio.numerator())?, whole(ratio.denominator())?);
        // Twice the rest is compared with the divisor.
        if by > i64::MAX.wrapping_shr(2) {
            return Err(too_large());
        }
        let (least, greatest) = bounds_of(&[(times, *figure)], 0)?;
        let shrunk = |it: i64| it.checked_div(by).ok_or(too_large());
        let bounds = (
            shrunk(least)?.saturating_sub(1),
            shrunk(greatest)?.saturating_add(1),
        );
        let column = self.column(figure, scope);
        let operation = Operation::Divide(column, times, by, to.rounding);
        Ok(Figure {
            number: Some(self.program.number(scope.table, operation)),
            known: figure.known,
            unit: step,
            bounds,
        })
    }

    pub(super) fn extreme(
        &mut self,
        greatest: bool,
        figures: &[Figure],
        scope: Scope,
    ) -> Result<Figure, Unsupported> {
        let known = self.all_known(figures, scope);
        let Some((first, others)) = figures.split_first() else {
            return Err(Unsupported(Construct::Other));
        };
        let mut found = *first;
        for other in others {
            let unit = common(found.unit, other.unit)?;
            let factors = [factor(found.unit, unit)?, factor(other.unit, unit)?];
            let one = bounds_of(&[(factors[0], found)], 0)?;
            let two = bounds_of(&[(factors[1], *other)], 0)?;
            let operation = Operation::Extreme {
                greatest,
                left: (factors[0], self.column(&found, scope)),
                right: (factors[1], self.column(other, scope)),
            };
            let bounds = if greatest {
                (one.0.max(two.0), one.1.max(two.1))
            } else {
                (one.0.min(two.0), one.1.min(two.1))
            };
            found = Figure {
                number: Some(self.program.number(scope.table, operation)),
                known: None,
                unit,
                bounds,
            };
        }
        found.known = known;
        Ok(found)
    }

    /// Takes one figure or the other; known where they agree though the condition is not.
    pub(super) fn choose_figure(
        &mut self,
        condition: Truth,
        yes: &Figure,
        no: &Figure,
        scope: Scope,
    ) -> Result<Figure, Unsupported> {
        let unit = common(yes.unit, no.unit)?;
        let factors = [factor(yes.unit, unit)?, factor(no.unit, unit)?];
        let one = bounds_of(&[(factors[0], *yes)], 0)?;
        let two = bounds_of(&[(factors[1], *no)], 0)?;
        let operation = Operation::ChooseNumber {
            condition,
            yes: (factors[0], self.column(yes, scope), self.known(yes, scope)),
            no: (factors[1], self.column(no, scope), self.known(no, scope)),
        };
        let (number, known) = self.program.both(scope.table, operation);
        Ok(Figure {
            number: Some(number),
            known: Some(known),
            unit,
            bounds: (one.0.min(two.0), one.1.max(two.1)),
        })
    }
}
