//! Which of several values is taken: cases, rows of a table in the text, exceptions, `otherwise`.
//!
//! A row of which more than yes, no or unknown would have to be told, such as why a value is not
//! known, is left over.

use super::lower::{Lowered, Lowering, Scope, Unsupported};
use super::numbers::Figure;
use super::obstacle::Construct;
use super::program::{NO, Operation, Truth, UNKNOWN, YES};
use crate::call::{Case, ExceptedCase, Expr, ExprKind, KeyCell, KeyRange, TableRule};
use crate::value::{Comparison, Value};

impl Lowering<'_> {
    pub(super) fn first_of(
        &mut self,
        cases: &[Case],
        scope: Scope,
    ) -> Result<Lowered, Unsupported> {
        let yes = ExprKind::Constant(Value::YesNo(true));
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        for case in cases {
            let condition = if case.condition.kind == yes {
                None
            } else {
                Some(self.truth(&case.condition, scope)?)
            };
            conditions.push(condition);
            values.push(self.lower(&case.value, scope)?);
            if condition.is_none() {
                break;
            }
        }
        self.first_that_holds(&conditions, &values, scope)
    }

    pub(super) fn table(
        &mut self,
        table: &TableRule,
        scope: Scope,
    ) -> Result<Lowered, Unsupported> {
        if table.is_dated() {
            return Err(Unsupported(Construct::Dates));
        }
        let keys = table.keys.iter().map(|key| self.lower(key, scope));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        for row in &table.rows {
            let mut fits: Option<Truth> = None;
            for (cell, key) in row.cells.iter().zip(&keys) {
                let KeyCell::OneOf(ranges) = cell else {
                    continue;
                };
                let lies = self.lies_in(ranges, key, scope)?;
                fits = Some(match fits {
                    Some(others) => self
                        .program
                        .truth(scope.table, Operation::And(others, lies)),
                    None => lies,
                });
            }
            conditions.push(fits);
            values.push(self.lower(&row.value, scope)?);
            if fits.is_none() {
                break;
            }
        }
        self.first_that_holds(&conditions, &values, scope)
    }

    /// Takes the base, but the value of an exception that holds. Where two may hold, which of them
    /// counts, or that they clash, is for the readable evaluator to say.
    pub(super) fn excepted(
        &mut self,
        base: &Expr,
        exceptions: &[ExceptedCase],
        scope: Scope,
    ) -> Result<Lowered, Unsupported> {
        let mut found = self.lower(base, scope)?;
        let mut before: Vec<Truth> = Vec::new();
        for case in exceptions {
            let mut holds = self.truth(&case.when, scope)?;
            for unless in &case.unless {
                let unless = self.truth(unless, scope)?;
                let not = self.program.truth(scope.table, Operation::Not(unless));
                holds = self.program.truth(scope.table, Operation::And(holds, not));
            }
            for other in &before {
                let both = Operation::And(holds, *other);
                let both = self.program.truth(scope.table, both);
                self.leave_over(both, &[YES, UNKNOWN], scope);
            }
            before.push(holds);
            let value = self.lower(&case.value, scope)?;
            found = self.choose(holds, value, found, scope)?;
        }
        Ok(found)
    }

    /// Takes the second where the first is absent: of a fact, where its condition does not hold.
    pub(super) fn otherwise(
        &mut self,
        first: &Expr,
        second: &Expr,
        scope: Scope,
    ) -> Result<Lowered, Unsupported> {
        let taken = self.lower(first, scope)?;
        let applies = match &first.kind {
            ExprKind::Fact(id) if scope.table == 0 => {
                let fact = self.call.facts.get(id.index());
                let Some(when) = fact.and_then(|fact| fact.when.as_ref()) else {
                    // It waits to be stated, and nothing else is taken.
                    return Ok(taken);
                };
                Some(self.truth(when, scope)?)
            }
            _ => None,
        };
        let second = self.lower(second, scope)?;
        let applies = match (applies, &taken) {
            (Some(applies), _) => applies,
            // Not known may be absent, or without a result, or neither yet.
            (None, Lowered::Truth(truth)) => {
                self.leave_over(*truth, &[UNKNOWN], scope);
                return Ok(taken);
            }
            (None, Lowered::Figure(figure)) => {
                if let Some(known) = figure.known {
                    self.leave_over(known, &[UNKNOWN], scope);
                }
                return Ok(taken);
            }
        };
        self.leave_over(applies, &[UNKNOWN], scope);
        self.choose(applies, taken, second, scope)
    }

    /// Takes the value of the first condition that holds; one without a condition does. Where each
    /// has one and none holds for certain, the row is left over: the last may be ruled out, and what
    /// those before it agree on is then the value.
    fn first_that_holds(
        &mut self,
        conditions: &[Option<Truth>],
        values: &[Lowered],
        scope: Scope,
    ) -> Result<Lowered, Unsupported> {
        let mut cases = conditions.iter().zip(values).rev();
        let Some((last, found)) = cases.next() else {
            return Err(Unsupported(Construct::Other));
        };
        let mut found = *found;
        if let Some(last) = last {
            let all = conditions.iter().flatten().copied();
            let any = all.reduce(|a, b| self.program.truth(scope.table, Operation::Or(a, b)));
            self.leave_over(any.unwrap_or(*last), &[NO, UNKNOWN], scope);
        }
        for (condition, value) in cases {
            if let Some(condition) = condition {
                found = self.choose(*condition, *value, found, scope)?;
            }
        }
        Ok(found)
    }

    fn choose(
        &mut self,
        condition: Truth,
        yes: Lowered,
        no: Lowered,
        scope: Scope,
    ) -> Result<Lowered, Unsupported> {
        match (yes, no) {
            (Lowered::Truth(yes), Lowered::Truth(no)) => {
                let operation = Operation::Choose(condition, yes, no);
                Ok(Lowered::Truth(self.program.truth(scope.table, operation)))
            }
            (Lowered::Figure(yes), Lowered::Figure(no)) => self
                .choose_figure(condition, &yes, &no, scope)
                .map(Lowered::Figure),
            _ => Err(Unsupported(Construct::Other)),
        }
    }

    /// Leaves the rows over where the state is one of these; of items, the rows whose they are.
    fn leave_over(&mut self, truth: Truth, states: &'static [u8], scope: Scope) {
        self.program
            .truth(scope.table, Operation::LeaveOver(truth, states));
    }

    /// Lowers whether a key is in one of some ranges.
    fn lies_in(
        &mut self,
        ranges: &[KeyRange],
        key: &Lowered,
        scope: Scope,
    ) -> Result<Truth, Unsupported> {
        let mut any: Option<Truth> = None;
        for range in ranges {
            let lies = match (key, range) {
                (Lowered::Truth(key), KeyRange::Value(Value::YesNo(yes))) => {
                    if *yes {
                        *key
                    } else {
                        self.program.truth(scope.table, Operation::Not(*key))
                    }
                }
                (Lowered::Truth(_), _) => return Err(Unsupported(Construct::YesNoCompared)),
                (Lowered::Figure(key), KeyRange::Value(value)) => {
                    self.compare_to_value(Comparison::Equal, key, value, scope)?
                }
                (Lowered::Figure(key), KeyRange::Limit(comparison, limit)) => {
                    self.compare_to_value(*comparison, key, limit, scope)?
                }
                (Lowered::Figure(key), KeyRange::Between(least, greatest)) => {
                    let above =
                        self.compare_to_value(Comparison::GreaterOrEqual, key, least, scope)?;
                    let below =
                        self.compare_to_value(Comparison::LessOrEqual, key, greatest, scope)?;
                    self.program
                        .truth(scope.table, Operation::And(above, below))
                }
            };
            any = Some(match any {
                Some(others) => self.program.truth(scope.table, Operation::Or(others, lies)),
                None => lies,
            });
        }
        any.ok_or(Unsupported(Construct::Other))
    }

    fn compare_to_value(
        &mut self,
        comparison: Comparison,
        key: &Figure,
        value: &Value,
        scope: Scope,
    ) -> Result<Truth, Unsupported> {
        match self.constant(value, scope)? {
            Lowered::Figure(value) => self.compare(comparison, key, &value, scope),
            Lowered::Truth(_) => Err(Unsupported(Construct::YesNoCompared)),
        }
    }
}
