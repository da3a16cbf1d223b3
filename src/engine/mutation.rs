//! Small changes of a call that its tests should notice.
//!
//! Each bound is shifted by the smallest step of its type, each operator replaced by its
//! neighbour. A change after which every test still passes is a place where the rules could be
//! wrong and nobody would see it. Some such changes mean nothing: no test can tell `a <= 5` from
//! `a < 6` where `a` is a whole number.

use std::collections::BTreeMap;

use crate::call::{
    Call, Expr, ExprKind, KeyCell, KeyRange, Method, Names, Quantifier, TableRule, Test, Type, show,
};
use crate::number::Fraction;
use crate::source::{Files, Span};
use crate::text::{Language, Text};
use crate::value::{Comparison, HasKind, Limit, Value};

use super::run_test;

/// One small change of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// Where it was made.
    pub span: Span,
    /// What was changed.
    pub change: Text,
}

/// What tests make of the small changes of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mutation {
    /// How many changes were tried.
    pub tried: usize,
    /// Those that no test noticed, in the order of their places.
    pub unnoticed: Vec<Mutant>,
}

/// Makes every small change of `call`, one at a time, and runs `tests` on each until one fails.
///
/// The tests must pass on the call as it is.
pub fn mutate(call: &Call, tests: &[Test], files: &dyn Files) -> Mutation {
    let mut changed = call.clone();
    let mut mutation = Mutation::default();
    // Files of proposals take longest: most changes are noticed before.
    let mut tests: Vec<&Test> = tests.iter().collect();
    tests.sort_by_key(|test| test.on.is_some());
    let mut place = Place::default();
    let mut seen: BTreeMap<Span, Vec<ExprKind>> = BTreeMap::new();
    while let Some(changes) = changes_at(&mut changed, call, place) {
        let Some(original) = expr_at(&mut changed, place).map(|it| it.clone()) else {
            break;
        };
        let here = seen.entry(original.span).or_default();
        if !here.contains(&original.kind) {
            here.push(original.kind.clone());
            for (kind, change) in changes {
                replace(&mut changed, original.span, &original.kind, &kind);
                let span = row_changed(&original.kind, &kind).unwrap_or(original.span);
                mutation.note(&changed, &tests, files, span, &change);
                replace(&mut changed, original.span, &kind, &original.kind);
            }
        }
        place = next(&mut changed, place);
    }
    mutation.order_keys(&mut changed, &tests, files);
    mutation.limit(&mut changed, &tests, files);
    mutation.thresholds(&mut changed, &tests, files);
    mutation.unnoticed.sort_by_key(|mutant| mutant.span);
    mutation
}

impl Mutation {
    fn note(
        &mut self,
        changed: &Call,
        tests: &[&Test],
        files: &dyn Files,
        span: Span,
        change: &Text,
    ) {
        self.tried = self.tried.saturating_add(1);
        if tests
            .iter()
            .all(|test| run_test(changed, test, files).passed())
        {
            let change = change.in_keywords_of(changed.keywords);
            self.unnoticed.push(Mutant { span, change });
        }
    }

    fn order_keys(&mut self, call: &mut Call, tests: &[&Test], files: &dyn Files) {
        let keys = call.ranking.as_ref().map_or(0, |it| it.order_by.len());
        for index in 0..keys {
            let Some((span, name)) = turn(call, index) else {
                continue;
            };
            let change = Text::new(
                format!("la chiave `{name}` ordina al contrario"),
                format!("the key `{name}` orders the other way round"),
            );
            self.note(call, tests, files, span, &change);
            turn(call, index);
        }
    }

    fn limit(&mut self, call: &mut Call, tests: &[&Test], files: &dyn Files) {
        let Some(envelope) = &mut call.envelope else {
            return;
        };
        let (other, change) = match envelope.limit {
            Limit::Stop | Limit::Give { .. } => (
                Limit::PassOver,
                Text::new("al limite si passa oltre", "at the limit, pass over"),
            ),
            Limit::PassOver => (
                Limit::Stop,
                Text::new("al limite ci si ferma", "at the limit, stop"),
            ),
        };
        let span = envelope.span;
        let kept = std::mem::replace(&mut envelope.limit, other);
        self.note(call, tests, files, span, &change);
        if let Some(envelope) = &mut call.envelope {
            envelope.limit = kept;
        }
    }

    fn thresholds(&mut self, call: &mut Call, tests: &[&Test], files: &dyn Files) {
        let count = thresholds(call).len();
        for index in 0..count {
            for down in [false, true] {
                let Some(threshold) = thresholds(call).into_iter().nth(index) else {
                    continue;
                };
                let (span, kept) = (threshold.span, threshold.points);
                let shifted = shift(kept, Fraction::ONE, down);
                let Some(points) = shifted else { continue };
                threshold.points = points;
                let shown = |points: Fraction| {
                    let places = points.decimals().unwrap_or(MOST_PLACES);
                    points.to_plain(places).unwrap_or_default()
                };
                let change = becomes(&shown(kept), &shown(points));
                self.note(call, tests, files, span, &change);
                if let Some(threshold) = thresholds(call).into_iter().nth(index) {
                    threshold.points = kept;
                }
            }
        }
    }
}

/// How many places of points that no decimals write are shown.
const MOST_PLACES: u32 = 6;

/// Which expression: of the call, and inside it, counted in the order written.
#[derive(Clone, Copy, Default)]
struct Place {
    holder: usize,
    part: usize,
}

/// Returns the next place: inside the same expression, or the next one.
fn next(call: &mut Call, place: Place) -> Place {
    let inside = Place {
        part: place.part.saturating_add(1),
        ..place
    };
    if expr_at(call, inside).is_some() {
        return inside;
    }
    Place {
        holder: place.holder.saturating_add(1),
        part: 0,
    }
}

/// Returns the changes of one expression; `None` behind the last.
fn changes_at(call: &mut Call, names: &Call, place: Place) -> Option<Vec<(ExprKind, Text)>> {
    let names = names.names();
    expr_at(call, place).map(|expr| changes(expr, names))
}

fn expr_at(call: &mut Call, place: Place) -> Option<&mut Expr> {
    let holder = holders(call).into_iter().nth(place.holder)?;
    let mut left = place.part;
    part_at(holder, &mut left)
}

/// Returns the part that comes `left` parts after the beginning of `expr`.
fn part_at<'e>(expr: &'e mut Expr, left: &mut usize) -> Option<&'e mut Expr> {
    let Some(less) = left.checked_sub(1) else {
        return Some(expr);
    };
    *left = less;
    expr.parts_mut()
        .into_iter()
        .find_map(|part| part_at(part, left))
}

/// Changes an expression wherever it counts: what an exception inherits is written once, and so is
/// its condition.
fn replace(call: &mut Call, span: Span, from: &ExprKind, to: &ExprKind) {
    let requirements = call.requirements.iter_mut().map(|it| &mut it.exceptions);
    let definitions = call.definitions.iter_mut().map(|it| &mut it.exceptions);
    for exception in requirements.chain(definitions).flatten() {
        replace_in(&mut exception.when, span, from, to);
        for unless in &mut exception.unless {
            replace_in(&mut unless.when, span, from, to);
        }
    }
    for holder in holders(call) {
        replace_in(holder, span, from, to);
    }
}

fn replace_in(expr: &mut Expr, span: Span, from: &ExprKind, to: &ExprKind) {
    if expr.span == span && expr.kind == *from {
        expr.kind = to.clone();
        return;
    }
    for part in expr.parts_mut() {
        replace_in(part, span, from, to);
    }
}

/// Returns every expression of the call that decides something.
fn holders(call: &mut Call) -> Vec<&mut Expr> {
    let mut holders: Vec<&mut Expr> = Vec::new();
    holders.extend(call.facts.iter_mut().filter_map(|it| it.when.as_mut()));
    holders.extend(call.definitions.iter_mut().map(|it| &mut it.value));
    for received in &mut call.received {
        holders.extend(received.sum.iter_mut().chain(&mut received.condition));
    }
    for value in &mut call.over_admitted {
        holders.extend(value.value.iter_mut().chain(&mut value.condition));
    }
    for requirement in &mut call.requirements {
        holders.extend(&mut requirement.applies_when);
        holders.push(&mut requirement.require);
    }
    for criterion in call.grid.iter_mut().flat_map(|it| &mut it.criteria) {
        if let Method::Formula(formula) = &mut criterion.method {
            holders.push(formula);
        }
    }
    if let Some(ranking) = &mut call.ranking {
        holders.extend(ranking.order_by.iter_mut().map(|key| &mut key.value));
    }
    holders.extend(call.envelope.iter_mut().map(|it| &mut it.award));
    holders
}

fn thresholds(call: &mut Call) -> Vec<&mut crate::call::Threshold> {
    let Some(grid) = &mut call.grid else {
        return Vec::new();
    };
    let minima = grid.criteria.iter_mut().map(|it| &mut it.minimum);
    [&mut grid.threshold]
        .into_iter()
        .chain(minima)
        .filter_map(Option::as_mut)
        .collect()
}

/// Turns a key of the ranking round, and returns where it stands and how it was written.
fn turn(call: &mut Call, index: usize) -> Option<(Span, String)> {
    let key = call.ranking.as_mut()?.order_by.get_mut(index)?;
    key.descending = !key.descending;
    Some((key.value.span, key.name.clone()))
}

fn changes(expr: &Expr, names: Names<'_>) -> Vec<(ExprKind, Text)> {
    match &expr.kind {
        ExprKind::Constant(value) => shifted(value, expr.ty)
            .into_iter()
            .map(|other| {
                let shown = |value: &Value, language| show(value, expr.ty, names, language);
                let change = Text::new(
                    becomes(
                        &shown(value, Language::Italian),
                        &shown(&other, Language::Italian),
                    )
                    .it,
                    becomes(
                        &shown(value, Language::English),
                        &shown(&other, Language::English),
                    )
                    .get(Language::English),
                );
                (ExprKind::Constant(other), change)
            })
            .collect(),
        ExprKind::Compare(comparison, a, b) => {
            let other = neighbour(*comparison);
            let change = becomes(sign(*comparison), sign(other));
            vec![(ExprKind::Compare(other, a.clone(), b.clone()), change)]
        }
        ExprKind::And(parts) => vec![(ExprKind::Or(parts.clone()), becomes("‹and›", "‹or›"))],
        ExprKind::Or(parts) => vec![(ExprKind::And(parts.clone()), becomes("‹or›", "‹and›"))],
        ExprKind::Not(part) => vec![(
            part.kind.clone(),
            Text::new("`‹not›` scompare", "`‹not›` goes away"),
        )],
        ExprKind::Has(HasKind::Any, set, variants) if variants.len() > 1 => vec![(
            ExprKind::Has(HasKind::All, set.clone(), variants.clone()),
            becomes("‹any of›", "‹all of›"),
        )],
        ExprKind::Has(HasKind::All, set, variants) if variants.len() > 1 => vec![(
            ExprKind::Has(HasKind::Any, set.clone(), variants.clone()),
            becomes("‹all of›", "‹any of›"),
        )],
        ExprKind::Sum(terms) => one_turned(terms, "+", "-")
            .into_iter()
            .map(|(terms, change)| (ExprKind::Sum(terms), change))
            .collect(),
        ExprKind::Product(factors) => one_turned(factors, "*", "/")
            .into_iter()
            .map(|(factors, change)| (ExprKind::Product(factors), change))
            .collect(),
        ExprKind::Least(parts) if parts.len() > 1 => vec![(
            ExprKind::Greatest(parts.clone()),
            becomes("‹least of›", "‹greatest of›"),
        )],
        ExprKind::Greatest(parts) if parts.len() > 1 => vec![(
            ExprKind::Least(parts.clone()),
            becomes("‹greatest of›", "‹least of›"),
        )],
        ExprKind::Table(table) if table.is_dated() => days_shifted(table, names),
        ExprKind::Quantified {
            quantifier,
            list,
            item,
        } => {
            let (other, change) = match quantifier {
                Quantifier::Number(Comparison::GreaterOrEqual, number) => (
                    Quantifier::Number(Comparison::GreaterOrEqual, number.saturating_add(1)),
                    becomes(
                        &format!("‹at least› {number}"),
                        &format!("‹at least› {}", number.saturating_add(1)),
                    ),
                ),
                Quantifier::Number(Comparison::LessOrEqual, number) => (
                    Quantifier::Number(Comparison::LessOrEqual, number.saturating_add(1)),
                    becomes(
                        &format!("‹at most› {number}"),
                        &format!("‹at most› {}", number.saturating_add(1)),
                    ),
                ),
                Quantifier::Any => (Quantifier::None, becomes("‹any of›", "‹none of›")),
                Quantifier::None => (Quantifier::Any, becomes("‹none of›", "‹any of›")),
                Quantifier::Least => (Quantifier::Greatest, becomes("‹least›", "‹greatest›")),
                Quantifier::Greatest => (Quantifier::Least, becomes("‹greatest›", "‹least›")),
                _ => return Vec::new(),
            };
            let kind = ExprKind::Quantified {
                quantifier: other,
                list: list.clone(),
                item: item.clone(),
            };
            vec![(kind, change)]
        }
        _ => Vec::new(),
    }
}

/// Returns the table once for each day on which a row begins or ends, with that day shifted.
fn days_shifted(table: &TableRule, names: Names<'_>) -> Vec<(ExprKind, Text)> {
    let mut changes = Vec::new();
    for (place, row) in table.rows.iter().enumerate() {
        let Some(KeyCell::OneOf(ranges)) = row.cells.first() else {
            continue;
        };
        for (range, from, to) in ranges.iter().flat_map(ends_shifted) {
            let mut table = table.clone();
            let cell = table
                .rows
                .get_mut(place)
                .and_then(|it| it.cells.first_mut());
            let Some(cell) = cell else { continue };
            *cell = KeyCell::OneOf(vec![range]);
            let shown = |value: &Value, language| show(value, Type::Date, names, language);
            let [it, en] = [Language::Italian, Language::English]
                .map(|language| becomes(&shown(&from, language), &shown(&to, language)));
            let change = Text::new(it.it.clone(), en.get(Language::English));
            changes.push((ExprKind::Table(table), change));
        }
    }
    changes
}

/// Returns the range once for each shift of one of its ends, with that end before and after.
fn ends_shifted(range: &KeyRange) -> Vec<(KeyRange, Value, Value)> {
    let others = |end: &Value| shifted(end, Type::Date);
    match range {
        KeyRange::Value(_) => Vec::new(),
        KeyRange::Limit(comparison, end) => others(end)
            .into_iter()
            .map(|it| (KeyRange::Limit(*comparison, it.clone()), end.clone(), it))
            .collect(),
        KeyRange::Between(least, greatest) => {
            let lower = others(least).into_iter().map(|it| {
                let range = KeyRange::Between(it.clone(), greatest.clone());
                (range, least.clone(), it)
            });
            let upper = others(greatest).into_iter().map(|it| {
                let range = KeyRange::Between(least.clone(), it.clone());
                (range, greatest.clone(), it)
            });
            lower.chain(upper).collect()
        }
    }
}

/// Returns where the row stands whose cells are not those of the table before.
fn row_changed(before: &ExprKind, after: &ExprKind) -> Option<Span> {
    let (ExprKind::Table(before), ExprKind::Table(after)) = (before, after) else {
        return None;
    };
    let mut rows = before.rows.iter().zip(&after.rows);
    let changed = rows.find(|(before, after)| before.cells != after.cells);
    changed.map(|(before, _)| before.value.span)
}

/// Returns the value one smallest step up and one down, as far as there are such.
fn shifted(value: &Value, ty: Type) -> Vec<Value> {
    let both = [false, true];
    match value {
        Value::Number(number) => {
            let hundredth = Fraction::new(1, 100);
            let step = match ty {
                // A cent; a point of percentage.
                Type::Money | Type::Amount | Type::Percent(_) => hundredth,
                Type::Decimal(places) => 10_i128
                    .checked_pow(u32::from(places))
                    .and_then(|parts| Fraction::new(1, parts)),
                _ => Some(Fraction::ONE),
            };
            let Some(step) = step else { return Vec::new() };
            both.into_iter()
                .filter_map(|down| shift(*number, step, down))
                .map(Value::Number)
                .collect()
        }
        Value::Date(date) => [date.tomorrow(), date.yesterday()]
            .into_iter()
            .flatten()
            .map(Value::Date)
            .collect(),
        Value::Instant(instant) => {
            let second = jiff::SignedDuration::from_secs(1);
            [instant.checked_add(second), instant.checked_sub(second)]
                .into_iter()
                .flatten()
                .map(Value::Instant)
                .collect()
        }
        _ => Vec::new(),
    }
}

fn shift(number: Fraction, step: Fraction, down: bool) -> Option<Fraction> {
    if down {
        number.sub(step)
    } else {
        number.add(step)
    }
}

/// Returns the list once for each term after the first, with that term's sign turned.
fn one_turned(terms: &[(bool, Expr)], plain: &str, turned: &str) -> Vec<(Vec<(bool, Expr)>, Text)> {
    (1..terms.len())
        .filter_map(|index| {
            let mut terms = terms.to_vec();
            let (flag, _) = terms.get_mut(index)?;
            let change = if *flag {
                becomes(turned, plain)
            } else {
                becomes(plain, turned)
            };
            *flag = !*flag;
            Some((terms, change))
        })
        .collect()
}

/// Returns the comparison that differs from this one in the bound itself, or is its contrary.
fn neighbour(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::LessOrEqual,
        Comparison::LessOrEqual => Comparison::Less,
        Comparison::Greater => Comparison::GreaterOrEqual,
        Comparison::GreaterOrEqual => Comparison::Greater,
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

fn becomes(before: &str, after: &str) -> Text {
    Text::new(
        format!("`{before}` diventa `{after}`"),
        format!("`{before}` becomes `{after}`"),
    )
}
