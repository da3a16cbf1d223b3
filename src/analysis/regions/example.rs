//! Values out of a region: simple ones, such as a person would choose.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::domain::Domain;
use super::numbers::{End, Numbers, Stretch};
use super::variables::{Variables, date_of, instant_of, number_of};
use crate::call::{
    Expr, ExprKind, Type, check_code, is_comune_code_shape, is_cup_shape, is_iban_shape,
    is_tax_code_shape,
};
use crate::number::Fraction;
use crate::value::{RowId, Value, VariantId};

/// More texts than this are not tried out.
const MOST_TEXTS: usize = 2_000;

/// What is asked of one fact or field.
#[derive(Default)]
struct Asked<'d> {
    /// What itself can be.
    own: Option<&'d Domain>,
    /// Which members a set has, and which it has not.
    members: BTreeMap<VariantId, bool>,
    /// On which day an instant falls.
    day: Option<&'d Numbers>,
    /// Whether a tax code is valid.
    valid: Option<bool>,
}

/// Returns a value for each fact and field, the facts in the order in which they are declared;
/// `None` where a region asks for more than that.
pub(super) fn example(
    variables: &Variables<'_>,
    domains: &BTreeMap<usize, Domain>,
) -> Option<Vec<(Expr, Value)>> {
    let mut asked: Vec<(&Expr, Asked<'_>)> = Vec::new();
    for (place, domain) in domains {
        let subject = &variables.all.get(*place)?.subject;
        let base = base(subject)?;
        let known = asked.iter().position(|(it, _)| *it == base);
        let known = known.unwrap_or_else(|| {
            asked.push((base, Asked::default()));
            asked.len().saturating_sub(1)
        });
        let (_, asked) = asked.get_mut(known)?;
        match (&subject.kind, domain) {
            (ExprKind::Has(_, _, variants), _) => {
                let has = yes_or_no(domain)?;
                asked.members.extend(variants.iter().map(|it| (*it, has)));
            }
            (ExprKind::DateOf(_), Domain::Numbers(days)) => asked.day = Some(days),
            (ExprKind::IsValid(_), _) => asked.valid = Some(yes_or_no(domain)?),
            _ => asked.own = Some(domain),
        }
    }
    asked.sort_by_key(|(base, _)| match base.kind {
        ExprKind::Fact(id) => (0, id.0),
        ExprKind::Field { depth, field } => (depth.saturating_add(1), field.0),
        _ => (u32::MAX, 0),
    });
    let values = asked.into_iter().map(|(base, asked)| {
        let value = value(variables, base, &asked)?;
        Some((base.clone(), value))
    });
    values.collect()
}

/// Returns the fact or field of which a subject is part.
pub(super) fn base(subject: &Expr) -> Option<&Expr> {
    match &subject.kind {
        ExprKind::Fact(_) | ExprKind::Field { .. } => Some(subject),
        ExprKind::Has(_, inner, _) | ExprKind::DateOf(inner) | ExprKind::IsValid(inner) => {
            match inner.kind {
                ExprKind::Fact(_) | ExprKind::Field { .. } => Some(inner),
                _ => None,
            }
        }
        _ => None,
    }
}

fn value(variables: &Variables<'_>, base: &Expr, asked: &Asked<'_>) -> Option<Value> {
    if let Type::Set(_) = base.ty {
        let members = asked.members.iter().filter(|(_, has)| **has);
        let members: BTreeSet<VariantId> = members.map(|(variant, _)| *variant).collect();
        return Some(Value::Set(members));
    }
    match (base.ty, asked.own) {
        (Type::YesNo, Some(Domain::Members(members))) => Some(Value::YesNo(members.contains(&1))),
        (Type::Enum(_), Some(Domain::Members(members))) => {
            let first = u16::try_from(*members.first()?).ok()?;
            Some(Value::Variant(VariantId(first)))
        }
        (Type::Row(_), Some(Domain::Members(members))) => {
            Some(Value::Row(RowId(*members.first()?)))
        }
        (Type::Instant, own) => {
            if let (Some(Domain::Numbers(numbers)), None) = (own, asked.day)
                && let Some(edge) = edge_of(variables, base, numbers)
            {
                return Some(edge);
            }
            let own = match own {
                Some(Domain::Numbers(numbers)) => Some(numbers),
                _ => None,
            };
            instant(variables, own, asked.day)
        }
        (_, Some(Domain::Numbers(numbers))) => one_of(variables, base, numbers),
        (ty, own) if ty.is_text() => text(ty, own, asked.valid),
        _ => None,
    }
}

/// Returns one of these numbers, days or instants: a simple one, or one at an edge.
pub(super) fn one_of(
    variables: &Variables<'_>,
    subject: &Expr,
    numbers: &Numbers,
) -> Option<Value> {
    if let Some(edge) = edge_of(variables, subject, numbers) {
        return Some(edge);
    }
    match subject.ty {
        Type::Date => day(numbers),
        Type::Instant => instant(variables, Some(numbers), None),
        _ => number(numbers),
    }
}

/// Returns where these numbers end though the subject may go on, if that is asked for and there is
/// such an end that belongs to them.
fn edge_of(variables: &Variables<'_>, subject: &Expr, numbers: &Numbers) -> Option<Value> {
    if !variables.at_edge {
        return None;
    }
    let (least, greatest) = variables.bounds(subject);
    let lows = numbers.stretches.iter().map(|it| (it.low, least));
    let highs = numbers.stretches.iter().map(|it| (it.high, greatest));
    let edge = lows.chain(highs).find_map(|(end, bound)| match end {
        End::At(number) if end != bound => Some(number),
        _ => None,
    })?;
    match subject.ty {
        Type::Date => date_of(edge).map(Value::Date),
        Type::Instant => instant_of(edge).map(Value::Instant),
        _ => Some(Value::Number(edge)),
    }
}

fn yes_or_no(domain: &Domain) -> Option<bool> {
    match domain {
        Domain::Members(members) => Some(members.contains(&1)),
        _ => None,
    }
}

/// Returns the simplest number: nought, else the one with the fewest figures near the end that
/// lies nearer to nought.
fn number(numbers: &Numbers) -> Option<Value> {
    if numbers.contains(Fraction::ZERO) {
        return Some(Value::Number(Fraction::ZERO));
    }
    let positive = |it: &&Stretch| match it.low {
        End::Free => false,
        End::At(low) | End::Beyond(low) => !low.is_negative(),
    };
    let chosen = match numbers.stretches.iter().find(positive) {
        Some(stretch) => round_number(*stretch)?,
        None => {
            let turned = turned(*numbers.stretches.last()?)?;
            round_number(turned)?.negate()?
        }
    };
    numbers.contains(chosen).then_some(Value::Number(chosen))
}

/// Returns the stretch on the other side of nought.
fn turned(stretch: Stretch) -> Option<Stretch> {
    let turn = |end| {
        Some(match end {
            End::Free => End::Free,
            End::At(number) => End::At(Fraction::negate(number)?),
            End::Beyond(number) => End::Beyond(Fraction::negate(number)?),
        })
    };
    Some(Stretch {
        low: turn(stretch.high)?,
        high: turn(stretch.low)?,
    })
}

/// Returns a number of few figures close to the low end, which is not negative.
fn round_number(stretch: Stretch) -> Option<Fraction> {
    let (low, included) = match stretch.low {
        End::At(low) => (low, true),
        End::Beyond(low) => (low, false),
        End::Free => return None,
    };
    let ends_before = |number: Fraction| match stretch.high {
        End::Free => false,
        End::At(high) => number > high,
        End::Beyond(high) => number >= high,
    };
    let digits = low.numerator().checked_div(low.denominator())?;
    let largest = digits.to_string().len().checked_sub(1)?;
    let scales = (0..=largest).rev().map(|zeros| (zeros, true));
    let scales = scales.chain((1..=20).map(|places| (places, false)));
    for (zeros, whole) in scales {
        let power = 10_i128.checked_pow(u32::try_from(zeros).ok()?)?;
        let unit = if whole {
            Fraction::integer(power)
        } else {
            Fraction::new(1, power)?
        };
        let steps = low.div(unit)?;
        let below = steps.numerator().checked_div_euclid(steps.denominator())?;
        let exact = steps.to_integer().is_some() && included;
        let step = if exact { below } else { below.checked_add(1)? };
        let candidate = Fraction::integer(step).mul(unit)?;
        if !ends_before(candidate) {
            return Some(candidate);
        }
    }
    None
}

/// Returns a day close to an end, or one of these years.
fn day(numbers: &Numbers) -> Option<Value> {
    let usual = number_of(&Value::Date(Date::constant(2026, 1, 1)))?;
    let chosen = simple_time(numbers, usual, 1)?;
    date_of(chosen).map(Value::Date)
}

/// Returns an instant: a whole minute where that fits.
fn instant(
    variables: &Variables<'_>,
    own: Option<&Numbers>,
    day: Option<&Numbers>,
) -> Option<Value> {
    let zone = &variables.call.zone;
    let usual = number_of(&Value::Date(Date::constant(2026, 1, 1)))?;
    let mut candidates = Vec::new();
    if let Some(days) = day {
        let date = date_of(simple_time(days, usual, 1)?)?;
        let noon = date.at(12, 0, 0, 0).to_zoned(zone.clone()).ok()?;
        candidates.push(number_of(&Value::Instant(noon.timestamp()))?);
    }
    if let Some(numbers) = own {
        let noon = Date::constant(2026, 1, 1).at(12, 0, 0, 0);
        let noon = noon.to_zoned(zone.clone()).ok()?.timestamp();
        let usual = number_of(&Value::Instant(noon))?;
        for unit in [60, 1] {
            candidates.extend(simple_time(numbers, usual, unit));
        }
    }
    let fits = |candidate: &Fraction| {
        let instant = instant_of(*candidate)?;
        let date = Value::Date(zone.to_datetime(instant).date());
        let date = number_of(&date)?;
        let fits = own.is_none_or(|own| own.contains(*candidate))
            && day.is_none_or(|day| day.contains(date));
        fits.then_some(Value::Instant(instant))
    };
    candidates.iter().find_map(fits)
}

/// Returns the usual time where it belongs to these, else the multiple of `unit` next to an end.
fn simple_time(numbers: &Numbers, usual: Fraction, unit: i128) -> Option<Fraction> {
    if numbers.contains(usual) {
        return Some(usual);
    }
    let unit = Fraction::integer(unit);
    numbers.stretches.iter().find_map(|stretch| {
        let chosen = match (stretch.low, stretch.high) {
            (End::At(low) | End::Beyond(low), _) => {
                let steps = low.div(unit)?.negate()?;
                let floor = steps.numerator().checked_div_euclid(steps.denominator())?;
                Fraction::integer(floor.checked_neg()?).mul(unit)?
            }
            (End::Free, End::At(high) | End::Beyond(high)) => {
                let steps = high.div(unit)?;
                let floor = steps.numerator().checked_div_euclid(steps.denominator())?;
                Fraction::integer(floor).mul(unit)?
            }
            (End::Free, End::Free) => usual,
        };
        numbers.contains(chosen).then_some(chosen)
    })
}

/// Returns a text or code that is asked for: one of those named, or a new one.
pub(super) fn text(ty: Type, own: Option<&Domain>, valid: Option<bool>) -> Option<Value> {
    let fits = |candidate: &String| {
        let named = match own {
            Some(Domain::Texts { named, only }) => named.contains(candidate) == *only,
            _ => true,
        };
        named
            && has_shape(ty, candidate)
            && valid.is_none_or(|valid| check_code(candidate, ty).is_ok() == valid)
    };
    let named = match own {
        Some(Domain::Texts { named, only: true }) => named.clone(),
        _ => BTreeSet::new(),
    };
    let new = (1..MOST_TEXTS).map(|number| match ty {
        Type::TaxCode => {
            // Seven figures, an office, a check figure: nine of ten are not valid.
            let (body, check) = (number.checked_div(10), number.checked_rem(10));
            let (body, check) = (body.unwrap_or_default(), check.unwrap_or_default());
            format!("{body:07}001{check}")
        }
        _ => number.to_string(),
    });
    named.into_iter().chain(new).find(fits).map(Value::Text)
}

/// Tells whether a text can be read as a code of this type at all.
fn has_shape(ty: Type, code: &str) -> bool {
    match ty {
        Type::TaxCode => is_tax_code_shape(code),
        Type::Cup => is_cup_shape(code),
        Type::ComuneCode => is_comune_code_shape(code),
        Type::Iban => is_iban_shape(code),
        _ => true,
    }
}
