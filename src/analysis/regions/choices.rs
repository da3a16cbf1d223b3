//! Values that depend on conditions: definitions, `first of`, tables in the text, exceptions,
//! `otherwise`.

use super::formula::Formula;
use super::variables::Variables;
use crate::call::{Case, ExceptedCase, Expr, ExprKind, KeyCell, KeyRange, TableRule, Type};
use crate::value::{Comparison, Value};

/// What is said of a value, once it is known which it is.
type Said<'s, 'c> = &'s mut dyn FnMut(&mut Variables<'c>, &Expr) -> Formula;

impl<'c> Variables<'c> {
    /// Returns what makes `said` hold of a value, whichever of its cases is taken.
    ///
    /// Where it may be unknown which case is taken, all that may be agree or the value is unknown
    /// too: that something is said of one of them may then be enough.
    pub(super) fn over(&mut self, value: &Expr, said: Said<'_, 'c>) -> Formula {
        if !self.enter() {
            return said(self, value);
        }
        let formula = match &value.kind {
            ExprKind::Definition(id) => {
                let call = self.call;
                match call.definitions.get(id.index()) {
                    Some(definition) => self.over(&definition.value, said),
                    None => said(self, value),
                }
            }
            ExprKind::FirstOf(cases) => self.cases(cases, said),
            ExprKind::Table(table) => self.table(table, said),
            ExprKind::Excepted { base, exceptions } => self.excepted(base, exceptions, said),
            ExprKind::Otherwise(first, second) => self.instead(value, first, second, said),
            // It has no value of which anything could be said.
            ExprKind::NotInForce => Formula::Fails,
            _ => said(self, value),
        };
        self.leave();
        formula
    }

    fn cases(&mut self, cases: &[Case], said: Said<'_, 'c>) -> Formula {
        let mut options = Vec::new();
        let mut before = Vec::new();
        let mut values = Vec::new();
        let mut certain = true;
        for case in cases {
            let value = self.over(&case.value, said);
            if !self.spend(sizes(&before)) {
                return Formula::Perhaps;
            }
            let mut parts = before.clone();
            parts.push(self.truth(&case.condition, true));
            parts.push(value.clone());
            options.push(Formula::all(parts));
            before.push(self.truth(&case.condition, false));
            certain &= self.is_certain(&case.condition);
            values.push(value);
        }
        Self::chosen_of(options, values, certain)
    }

    fn table(&mut self, table: &TableRule, said: Said<'_, 'c>) -> Formula {
        let mut options = Vec::new();
        let mut before = Vec::new();
        let mut values = Vec::new();
        for row in &table.rows {
            let value = self.over(&row.value, said);
            if !self.spend(sizes(&before)) {
                return Formula::Perhaps;
            }
            let mut parts = before.clone();
            parts.push(self.fits(&table.keys, &row.cells, true));
            parts.push(value.clone());
            options.push(Formula::all(parts));
            before.push(self.fits(&table.keys, &row.cells, false));
            values.push(value);
        }
        let certain = table.keys.iter().all(|key| self.is_certain(key));
        Self::chosen_of(options, values, certain)
    }

    /// A value with exceptions. Of two that hold together it takes more to know that they agree.
    fn excepted(
        &mut self,
        base: &Expr,
        exceptions: &[ExceptedCase],
        said: Said<'_, 'c>,
    ) -> Formula {
        let mut cases = Vec::new();
        let mut certain = true;
        for case in exceptions {
            let mut holds = vec![self.truth(&case.when, true)];
            let mut fails = vec![self.truth(&case.when, false)];
            certain &= self.is_certain(&case.when);
            for unless in &case.unless {
                holds.push(self.truth(unless, false));
                fails.push(self.truth(unless, true));
                certain &= self.is_certain(unless);
            }
            let value = self.over(&case.value, said);
            cases.push((Formula::all(holds), Formula::any(fails), value));
        }
        let base = self.over(base, said);
        let mut size = 0_usize;
        for (holds, fails, value) in &cases {
            size = sizes([holds, fails, value]).saturating_add(size);
        }
        if !self.spend(size.saturating_mul(cases.len())) {
            return Formula::Perhaps;
        }
        let fail = cases.iter().map(|(_, fails, _)| fails.clone());
        let mut options = vec![Formula::all(fail.chain([base.clone()]))];
        for (place, (holds, _, value)) in cases.iter().enumerate() {
            let others = cases.iter().enumerate().filter(|(it, _)| *it != place);
            let others = others.map(|(_, (holds, fails, value))| {
                let agrees = Formula::all([Formula::Perhaps, holds.clone(), value.clone()]);
                Formula::any([fails.clone(), agrees])
            });
            let taken = [holds.clone(), value.clone()];
            options.push(Formula::all(taken.into_iter().chain(others)));
        }
        let mut values: Vec<Formula> = cases.into_iter().map(|(_, _, value)| value).collect();
        values.push(base);
        Self::chosen_of(options, values, certain)
    }

    /// Returns what makes a row fit, or not fit where it is not `wanted`.
    fn fits(&mut self, keys: &[Expr], cells: &[KeyCell], wanted: bool) -> Formula {
        let mut columns = Vec::new();
        for (key, cell) in keys.iter().zip(cells) {
            if let Some(condition) = includes(key, cell) {
                columns.push(self.truth(&condition, wanted));
            }
        }
        if wanted {
            Formula::all(columns)
        } else {
            Formula::any(columns)
        }
    }

    fn chosen_of(mut options: Vec<Formula>, values: Vec<Formula>, certain: bool) -> Formula {
        if !certain {
            options.push(Formula::all([Formula::Perhaps, Formula::any(values)]));
        }
        Formula::any(options)
    }

    /// `first otherwise second`, where `first` is a fact or a value written out.
    fn instead(
        &mut self,
        value: &Expr,
        first: &Expr,
        second: &Expr,
        said: Said<'_, 'c>,
    ) -> Formula {
        let call = self.call;
        let when = match &first.kind {
            ExprKind::Constant(_) => return said(self, first),
            ExprKind::Fact(id) => call.facts.get(id.index()).map(|fact| fact.when.as_ref()),
            _ => None,
        };
        match when {
            None => said(self, value),
            Some(None) => said(self, first),
            Some(Some(when)) => {
                let instead = self.over(second, said);
                let there = [self.truth(when, true), said(self, first)];
                let absent = [self.truth(when, false), instead.clone()];
                let mut options = vec![Formula::all(there), Formula::all(absent)];
                if !self.is_certain(when) {
                    options.push(Formula::all([Formula::Perhaps, instead]));
                }
                Formula::any(options)
            }
        }
    }

    /// Tells whether nothing in this can be absent, so that it either holds or fails.
    fn is_certain(&mut self, expr: &Expr) -> bool {
        if !self.enter() {
            return false;
        }
        let certain = self.is_certain_inside(expr);
        self.leave();
        certain
    }

    fn is_certain_inside(&mut self, expr: &Expr) -> bool {
        let call = self.call;
        let itself = match &expr.kind {
            ExprKind::Fact(id) => call
                .facts
                .get(id.index())
                .is_some_and(|fact| fact.when.is_none()),
            ExprKind::Definition(id) => {
                let definition = call.definitions.get(id.index());
                return definition.is_some_and(|it| self.is_certain(&it.value));
            }
            ExprKind::Column { row, column } => {
                let Type::Row(table) = row.ty else {
                    return false;
                };
                let table = call.tables.get(table.index());
                table
                    .and_then(|table| table.columns.get(column.index()))
                    .is_some_and(|column| !column.optional)
            }
            ExprKind::NotInForce => false,
            // What has no result for another reason is taken to hold or to fail, never neither.
            _ => true,
        };
        itself && expr.parts().into_iter().all(|part| self.is_certain(part))
    }
}

fn sizes<'f>(formulas: impl IntoIterator<Item = &'f Formula>) -> usize {
    formulas.into_iter().map(Formula::size).sum()
}

/// Returns the condition that a key is among the values of a cell; `None` for `otherwise`.
pub(in crate::analysis) fn includes(key: &Expr, cell: &KeyCell) -> Option<Expr> {
    let KeyCell::OneOf(ranges) = cell else {
        return None;
    };
    let condition = |kind| Expr {
        kind,
        ty: Type::YesNo,
        span: key.span,
    };
    let it = || Box::new(key.clone());
    let constant = |value: &Value| {
        let kind = ExprKind::Constant(value.clone());
        Box::new(Expr {
            kind,
            ..key.clone()
        })
    };
    let parts = ranges.iter().map(|range| {
        condition(match range {
            KeyRange::Value(value) => ExprKind::Compare(Comparison::Equal, it(), constant(value)),
            KeyRange::Limit(comparison, limit) => {
                ExprKind::Compare(*comparison, it(), constant(limit))
            }
            KeyRange::Between(least, greatest) => {
                ExprKind::Between(it(), constant(least), constant(greatest))
            }
        })
    });
    Some(condition(ExprKind::Or(parts.collect())))
}
