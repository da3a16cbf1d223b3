//! The fast path: parts are evaluated only as far as they matter.

use super::cases::{Choice, otherwise};
use super::comparing::Range;
use super::items::Gathered;
use super::kleene::Junction;
use super::leaves::{Bound, Evaluator};
use super::operation::{apply, too_many_steps};
use super::tables::{fits, look_up};
use super::{Case, Evaluated, bounds};
use crate::call::{self, Expr, ExprKind, Item, Quantifier, TableRule, Type};
use crate::number::Fraction;
use crate::value::{Record, Value};

/// Evaluates an expression over one proposal.
///
/// Gives the same as [`super::trace`], without the steps.
pub fn evaluate(case: Case<'_>, expr: &Expr) -> Evaluated {
    Evaluator::new(case).evaluate(expr)
}

/// Evaluates an expression that stands in a quantifier over `list`, a fact or a field, for an item
/// that need not be in the proposal.
pub fn evaluate_in_item(case: Case<'_>, list: &Expr, record: &Record, expr: &Expr) -> Evaluated {
    let Type::List(of) = list.ty else {
        return Evaluated::Absent;
    };
    let mut evaluator = Evaluator::new(case);
    evaluator.bind(Bound {
        list: of,
        source: list,
        place: 0,
        record,
    });
    evaluator.evaluate(expr)
}

/// Returns which row of a table gives its value for one proposal; `None` where that cannot be told.
pub fn row_taken(case: Case<'_>, table: &TableRule) -> Option<usize> {
    let mut evaluator = Evaluator::new(case);
    let keys = table.keys.iter().map(|key| evaluator.evaluate(key));
    let keys: Vec<Evaluated> = keys.collect();
    for (place, row) in table.rows.iter().enumerate() {
        match fits(&row.cells, &keys).yes_no() {
            Some(true) => return Some(place),
            Some(false) => {}
            None => return None,
        }
    }
    None
}

impl<'a> Evaluator<'a> {
    pub(super) fn evaluate(&mut self, expr: &'a Expr) -> Evaluated {
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::Fact(_) | ExprKind::Field { .. } => self
                .stated(expr)
                .map_or_else(|missing| *missing, |value| Evaluated::Known(value.clone())),
            ExprKind::Definition(id) => self.definition(*id),
            ExprKind::Received(id) => self.received(*id),
            ExprKind::OverAdmitted(id) => self.over_admitted(*id),
            ExprKind::Points(criterion) => self.points(*criterion),
            ExprKind::And(parts) => self.junction(Junction::and(), parts),
            ExprKind::Or(parts) => self.junction(Junction::or(), parts),
            ExprKind::Otherwise(first, second) => {
                let first = self.evaluate(first);
                otherwise(first, || self.evaluate(second))
            }
            ExprKind::FirstOf(cases) => self.first_of(cases),
            ExprKind::Table(table) => self.table(table),
            ExprKind::Excepted { base, exceptions } => self.excepted(expr.span, base, exceptions),
            ExprKind::Quantified {
                quantifier,
                list,
                item,
            } => self.quantified(expr, *quantifier, list, item),
            ExprKind::IsEmpty(list) if matches!(list.ty, Type::List(_)) => {
                match self.records(list) {
                    Ok(records) => Evaluated::yes(records.is_empty()),
                    Err(missing) => *missing,
                }
            }
            ExprKind::Not(part)
            | ExprKind::Column { row: part, .. }
            | ExprKind::InVariants(part, _)
            | ExprKind::InTexts(part, _)
            | ExprKind::Has(_, part, _)
            | ExprKind::IsEmpty(part)
            | ExprKind::Size(part)
            | ExprKind::IsValid(part)
            | ExprKind::Negate(part)
            | ExprKind::Round(_, part)
            | ExprKind::CountingDate(part)
            | ExprKind::DateOf(part) => {
                let input = self.evaluate(part);
                apply(self.case.call, expr, &[input])
            }
            ExprKind::NotInForce => apply::<Evaluated>(self.case.call, expr, &[]),
            ExprKind::Compare(_, left, right) => {
                let inputs = [self.evaluate(left), self.evaluate(right)];
                apply(self.case.call, expr, &inputs)
            }
            ExprKind::Between(..)
            | ExprKind::Sum(_)
            | ExprKind::Product(_)
            | ExprKind::Least(_)
            | ExprKind::Greatest(_)
            | ExprKind::Interpolate { .. } => {
                let parts = expr.parts();
                let inputs: Vec<_> = parts.into_iter().map(|it| self.evaluate(it)).collect();
                let found = apply(self.case.call, expr, &inputs);
                if self.is_bounding() {
                    return bounds::within(found, || bounds::outcome(expr, &inputs));
                }
                found
            }
        }
    }

    fn junction(&mut self, mut junction: Junction, parts: &'a [Expr]) -> Evaluated {
        for part in parts {
            let part = self.evaluate(part);
            if junction.add(&part) {
                break;
            }
        }
        junction.result()
    }

    fn first_of(&mut self, cases: &'a [call::Case]) -> Evaluated {
        let mut choice = Choice::default();
        let mut bounds: Option<Range> = None;
        let mut bounded = self.is_bounding();
        for case in cases {
            let condition = self.evaluate(&case.condition);
            let answer = condition.yes_no();
            let mut value = None;
            let last = choice.add(&condition, || {
                let found = self.evaluate(&case.value);
                value = bounds::of(&found);
                found
            });
            if answer == Some(false) {
                continue;
            }
            bounded = bounded && value.is_some();
            bounded = bounded && (answer.is_some() || self.will_be_known(&case.condition));
            bounds = bounds
                .zip(value)
                .map(|(all, it)| bounds::either(all, it))
                .or(value);
            if last {
                return bounds::within(choice.result(), || bounds.filter(|_| bounded));
            }
        }
        choice.result()
    }

    fn table(&mut self, table: &'a TableRule) -> Evaluated {
        let keys: Vec<_> = table.keys.iter().map(|key| self.evaluate(key)).collect();
        let keys: Vec<&Evaluated> = keys.iter().collect();
        look_up(table, &keys, &mut |place| match table.rows.get(place) {
            Some(row) => self.evaluate(&row.value),
            None => Evaluated::Absent,
        })
    }

    fn quantified(
        &mut self,
        expr: &'a Expr,
        quantifier: Quantifier,
        list: &'a Expr,
        item: &'a Item,
    ) -> Evaluated {
        let records = match self.records(list) {
            Ok(records) => records,
            Err(missing) => return *missing,
        };
        if self.takes_too_long(list, item) {
            return too_many_steps(expr);
        }
        let mut gathered = Gathered::new(quantifier, expr.span);
        let bounded = self.is_bounding() && quantifier == Quantifier::Sum;
        let mut range = bounded.then_some((Fraction::ZERO, Fraction::ZERO));
        for (place, record) in records.iter().enumerate() {
            let bound = Bound {
                list: item.list,
                source: list,
                place,
                record,
            };
            self.bind(bound);
            let (filter, body) = self.filter_and_body(item);
            let added = range.and_then(|_| self.added(item, filter.as_ref(), body.as_ref()));
            self.release();
            range = range.and_then(|sum| bounds::add(sum, added?));
            if gathered.add(filter.as_ref(), body.as_ref()) {
                break;
            }
        }
        bounds::within(gathered.result(), || range)
    }

    /// Returns the numbers between which lies what the innermost item adds to a sum.
    fn added(
        &self,
        item: &Item,
        filter: Option<&Evaluated>,
        body: Option<&Evaluated>,
    ) -> Option<Range> {
        let nought = (Fraction::ZERO, Fraction::ZERO);
        match filter.map_or(Some(true), Evaluated::yes_no) {
            Some(false) => Some(nought),
            Some(true) => bounds::of(body?),
            None => {
                let passes = item.filter.as_deref();
                passes.filter(|it| self.will_be_known(it))?;
                Some(bounds::either(nought, bounds::of(body?)?))
            }
        }
    }

    fn filter_and_body(&mut self, item: &'a Item) -> (Option<Evaluated>, Option<Evaluated>) {
        let filter = item.filter.as_deref().map(|filter| self.evaluate(filter));
        let body = match filter {
            Some(Evaluated::Known(Value::YesNo(false))) => None,
            _ => item.body.as_deref().map(|body| self.evaluate(body)),
        };
        (filter, body)
    }
}
