//! Between which numbers a value lies, as far as the rules alone tell.

use super::scope::Checker;
use crate::call::{
    Aggregate, Expr, ExprKind, FieldId, ListId, OverAdmittedId, Quantifier, Reading, Type,
};
use crate::number::Fraction;
use crate::value::Value;

/// The least and the greatest number that a value can be; `None` where that is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) least: Option<Fraction>,
    pub(super) greatest: Option<Fraction>,
}

impl Range {
    fn only(number: Fraction) -> Self {
        Self {
            least: Some(number),
            greatest: Some(number),
        }
    }

    /// Returns between which numbers the cells of a field lie.
    fn of(reading: &Reading) -> Self {
        let number = |value: &Option<Value>| match value {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        Self {
            least: number(&reading.least),
            greatest: number(&reading.greatest),
        }
    }

    fn of_count() -> Self {
        Self {
            least: Some(Fraction::ZERO),
            greatest: None,
        }
    }

    /// Returns what is in this range or in the other.
    fn or(self, other: Self) -> Self {
        Self {
            least: self.least.zip(other.least).map(|(a, b)| a.min(b)),
            greatest: self.greatest.zip(other.greatest).map(|(a, b)| a.max(b)),
        }
    }

    fn add(self, other: Self) -> Self {
        let sum = |a: Option<Fraction>, b: Option<Fraction>| a?.add(b?);
        Self {
            least: sum(self.least, other.least),
            greatest: sum(self.greatest, other.greatest),
        }
    }

    fn negate(self) -> Self {
        Self {
            least: self.greatest.and_then(Fraction::negate),
            greatest: self.least.and_then(Fraction::negate),
        }
    }

    /// Returns what a number of this range times one of the other can be.
    fn times(self, other: Self) -> Self {
        let not_below = |range: Self| range.least.is_some_and(|it| !it.is_negative());
        if not_below(self) && not_below(other) {
            let product = |a: Option<Fraction>, b: Option<Fraction>| a?.mul(b?);
            return Self {
                least: product(self.least, other.least),
                greatest: product(self.greatest, other.greatest),
            };
        }
        let ends = |range: Self| Some([range.least?, range.greatest?]);
        let (Some(mine), Some(others)) = (ends(self), ends(other)) else {
            return Self::default();
        };
        let products: Option<Vec<Fraction>> = mine
            .iter()
            .flat_map(|a| others.iter().map(|b| a.mul(*b)))
            .collect();
        let products = products.unwrap_or_default();
        Self {
            least: products.iter().min().copied(),
            greatest: products.iter().max().copied(),
        }
    }

    fn divided_by(self, other: Self) -> Self {
        let inverse = |it: Fraction| Fraction::ONE.div(it);
        match (other.least, other.greatest) {
            (Some(least), greatest) if least > Fraction::ZERO => self.times(Self {
                least: Some(greatest.and_then(inverse).unwrap_or(Fraction::ZERO)),
                greatest: inverse(least),
            }),
            (Some(least), Some(greatest)) if least == greatest => match Fraction::ONE.div(least) {
                Some(inverse) => self.times(Self::only(inverse)),
                None => Self::default(),
            },
            _ => Self::default(),
        }
    }
}

impl Checker<'_> {
    /// Returns between which numbers the value of an expression lies, whatever the facts are
    /// within their own bounds.
    pub(super) fn range(&self, expr: &Expr) -> Range {
        self.range_among(expr, &[])
    }

    /// Does so inside quantifiers over the items of `lists`, the innermost last.
    fn range_among(&self, expr: &Expr, lists: &[ListId]) -> Range {
        let range = |expr: &Expr| self.range_among(expr, lists);
        match &expr.kind {
            ExprKind::Constant(Value::Number(number)) => Range::only(*number),
            ExprKind::Fact(id) => {
                let fact = self.call.facts.get(id.index());
                fact.map_or_else(Range::default, |fact| Range::of(&fact.reading))
            }
            ExprKind::Field { depth, field } => self.range_of_field(*depth, *field, lists),
            ExprKind::Definition(id) => self.ranges.get(id.index()).copied().unwrap_or_default(),
            ExprKind::Size(set) => {
                let most = match set.ty {
                    Type::Set(id) => i128::try_from(self.all_variants(id).len()).ok(),
                    _ => None,
                };
                Range {
                    greatest: most.map(Fraction::integer),
                    ..Range::of_count()
                }
            }
            ExprKind::Quantified {
                quantifier: Quantifier::Count | Quantifier::CountDistinct,
                ..
            } => Range::of_count(),
            // Each lies between the least and the greatest item.
            ExprKind::Quantified {
                quantifier: Quantifier::Mean | Quantifier::Least | Quantifier::Greatest,
                item,
                ..
            } => {
                let inside: Vec<ListId> = lists.iter().copied().chain([item.list]).collect();
                let body = item.body.as_deref();
                body.map_or_else(Range::default, |body| self.range_among(body, &inside))
            }
            ExprKind::OverAdmitted(id) => self.range_over_admitted(*id),
            ExprKind::Sum(terms) => {
                let zero = Range::only(Fraction::ZERO);
                terms.iter().fold(zero, |sum, (minus, term)| {
                    let term = range(term);
                    sum.add(if *minus { term.negate() } else { term })
                })
            }
            ExprKind::Product(factors) => {
                let one = Range::only(Fraction::ONE);
                factors.iter().fold(one, |product, (divides, factor)| {
                    let factor = range(factor);
                    if *divides {
                        product.divided_by(factor)
                    } else {
                        product.times(factor)
                    }
                })
            }
            ExprKind::Negate(inner) => range(inner).negate(),
            ExprKind::Round(how, inner) => {
                let inner = range(inner);
                let round = |it: Option<Fraction>| it?.round(how.places, how.rounding);
                Range {
                    least: round(inner.least),
                    greatest: round(inner.greatest),
                }
            }
            ExprKind::Least(parts) => {
                let ranges: Vec<Range> = parts.iter().map(range).collect();
                let leasts: Option<Vec<Fraction>> = ranges.iter().map(|it| it.least).collect();
                Range {
                    least: leasts.and_then(|it| it.into_iter().min()),
                    greatest: ranges.iter().filter_map(|it| it.greatest).min(),
                }
            }
            ExprKind::Greatest(parts) => {
                let ranges: Vec<Range> = parts.iter().map(range).collect();
                let most: Option<Vec<Fraction>> = ranges.iter().map(|it| it.greatest).collect();
                Range {
                    least: ranges.iter().filter_map(|it| it.least).max(),
                    greatest: most.and_then(|it| it.into_iter().max()),
                }
            }
            ExprKind::Otherwise(value, instead) => range(value).or(range(instead)),
            ExprKind::Excepted { base, exceptions } => {
                let values = exceptions.iter().map(|case| &case.value);
                any_of(values.chain([&**base]), range)
            }
            ExprKind::FirstOf(cases) => any_of(cases.iter().map(|case| &case.value), range),
            ExprKind::Table(table) => any_of(table.rows.iter().map(|row| &row.value), range),
            ExprKind::Interpolate { points, .. } => {
                any_of(points.iter().map(|(_, value)| value), range)
            }
            _ => Range::default(),
        }
    }

    fn range_of_field(&self, depth: u32, field: FieldId, lists: &[ListId]) -> Range {
        let level = usize::try_from(depth).ok();
        let list = level.and_then(|level| lists.iter().rev().nth(level));
        let list = list.and_then(|list| self.call.lists.get(list.index()));
        let field = list.and_then(|list| list.fields.get(field.index()));
        field.map_or_else(Range::default, |field| Range::of(&field.reading))
    }

    fn range_over_admitted(&self, id: OverAdmittedId) -> Range {
        let place = usize::try_from(id.0).unwrap_or(usize::MAX);
        let Some(over) = self.call.over_admitted.get(place) else {
            return Range::default();
        };
        match (over.aggregate, &over.value) {
            (Aggregate::Count, _) => Range::of_count(),
            (Aggregate::Sum, _) | (_, None) => Range::default(),
            // Each lies between the least and the greatest.
            (_, Some(value)) => self.range(value),
        }
    }
}

fn any_of<'e>(values: impl Iterator<Item = &'e Expr>, range: impl Fn(&'e Expr) -> Range) -> Range {
    // On days on which nothing is in force there is no number.
    let values = values.filter(|value| value.kind != ExprKind::NotInForce);
    values.map(range).reduce(Range::or).unwrap_or_default()
}
