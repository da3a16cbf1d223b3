//! Where an expression of one number, day or instant changes what it gives.

use std::collections::{BTreeMap, BTreeSet};

use super::ratio::{Ratio, add, multiply, negate, product, sum};
use crate::assessment::{Case, evaluate};
use crate::call::{DefinitionId, Expr, ExprKind, KeyCell, KeyRange, RequirementId};
use crate::number::Fraction;
use crate::value::Value;

/// Deeper definitions inside definitions are not looked into.
const DEEPEST: u32 = 32;
/// A sum or product that takes more forms than this is not looked into.
const MOST_FORMS: usize = 64;

/// The values at which the outcome of some expressions can change, as one number, day or instant
/// runs through its values.
#[derive(Debug)]
pub(super) struct Thresholds<'a> {
    /// A proposal in which that one is not stated; all that is evaluated over it is constant.
    case: Case<'a>,
    /// The expression that names it: a fact, or a field of the innermost item.
    variable: &'a ExprKind,
    /// The values: between two neighbours nothing changes, if `exact`.
    pub(super) values: BTreeSet<Value>,
    /// Whether all of them have been found.
    pub(super) exact: bool,
    /// Whether it is known where one part of a least or greatest takes over from another; these
    /// places are among the values, if they are looked for.
    pub(super) kinks_known: bool,
    with_kinks: bool,
    depth: u32,
    /// What each definition comes to that has been looked into: it may be named very often.
    added: BTreeSet<DefinitionId>,
    numbers: BTreeMap<DefinitionId, BTreeSet<Ratio>>,
    days: BTreeMap<DefinitionId, BTreeSet<Value>>,
}

impl<'a> Thresholds<'a> {
    pub(super) fn new(case: Case<'a>, variable: &'a ExprKind) -> Self {
        Self {
            case,
            variable,
            values: BTreeSet::new(),
            exact: true,
            kinks_known: true,
            with_kinks: false,
            depth: 0,
            added: BTreeSet::new(),
            numbers: BTreeMap::new(),
            days: BTreeMap::new(),
        }
    }

    /// The same, where one part of a least or greatest takes over from another among them.
    pub(super) fn with_kinks(case: Case<'a>, variable: &'a ExprKind) -> Self {
        Self {
            with_kinks: true,
            ..Self::new(case, variable)
        }
    }

    /// Takes in all that a requirement asks, and when facts are there.
    pub(super) fn add_requirement(&mut self, id: RequirementId) {
        let call = self.case.call;
        let Some(requirement) = call.requirements.get(id.index()) else {
            return;
        };
        let excepted = requirement.exceptions.iter().flat_map(|it| {
            let unless = it.unless.iter().map(|it| &it.when);
            [&it.when].into_iter().chain(unless)
        });
        let roots = requirement.applies_when.iter();
        for root in roots.chain([&requirement.require]).chain(excepted) {
            self.add(root);
        }
        let whens = call.facts.iter().filter_map(|it| it.when.as_ref());
        whens.for_each(|when| self.add(when));
    }

    /// Takes in an expression.
    pub(super) fn add(&mut self, expr: &Expr) {
        if !self.varies(expr) {
            return;
        }
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                for part in parts {
                    self.add(part);
                }
            }
            ExprKind::Not(part) => self.add(part),
            ExprKind::Compare(_, left, right) => self.compare(left, right),
            ExprKind::Between(value, least, greatest) => {
                self.compare(value, least);
                self.compare(value, greatest);
            }
            ExprKind::Definition(id) if self.depth < DEEPEST => {
                if let Some(definition) = self.case.call.definitions.get(id.index())
                    && self.added.insert(*id)
                {
                    self.depth = self.depth.saturating_add(1);
                    self.add(&definition.value);
                    self.depth = self.depth.saturating_sub(1);
                }
            }
            ExprKind::FirstOf(_) | ExprKind::Table(_) | ExprKind::Excepted { .. } => {
                for value in self.chosen(expr) {
                    self.add(value);
                }
            }
            ExprKind::Otherwise(first, second) => {
                self.add(first);
                self.add(second);
            }
            _ if expr.ty.is_number() => {
                let pieces = self.pieces(expr).unwrap_or_default();
                self.exact &= !pieces.is_empty() && pieces.iter().all(|it| it.is_constant());
            }
            _ => self.exact = false,
        }
    }

    /// Returns the values between which an expression chooses, having taken in how it does.
    fn chosen<'e>(&mut self, expr: &'e Expr) -> Vec<&'e Expr> {
        match &expr.kind {
            ExprKind::FirstOf(cases) => {
                for case in cases {
                    self.add(&case.condition);
                }
                cases.iter().map(|case| &case.value).collect()
            }
            ExprKind::Excepted { base, exceptions } => {
                for case in exceptions {
                    self.add(&case.when);
                    for unless in &case.unless {
                        self.add(unless);
                    }
                }
                let values = exceptions.iter().map(|case| &case.value);
                [&**base].into_iter().chain(values).collect()
            }
            ExprKind::Table(table) => {
                for (place, key) in table.keys.iter().enumerate() {
                    if !self.varies(key) {
                        continue;
                    }
                    for row in &table.rows {
                        if let Some(KeyCell::OneOf(ranges)) = row.cells.get(place) {
                            for range in ranges {
                                self.key(key, range);
                            }
                        }
                    }
                }
                table.rows.iter().map(|row| &row.value).collect()
            }
            _ => Vec::new(),
        }
    }

    fn key(&mut self, key: &Expr, range: &KeyRange) {
        match range {
            KeyRange::Value(value) | KeyRange::Limit(_, value) => self.against(key, value),
            KeyRange::Between(least, greatest) => {
                self.against(key, least);
                self.against(key, greatest);
            }
        }
    }

    /// Takes in the comparison of an expression with a constant.
    fn against(&mut self, expr: &Expr, value: &Value) {
        match value {
            Value::Number(number) => {
                let left = self.pieces(expr);
                self.solve(left, Some([Ratio::constant(*number)].into()));
            }
            _ if self.is_variable(expr) => {
                self.values.insert(value.clone());
            }
            _ => self.exact = false,
        }
    }

    fn compare(&mut self, left: &Expr, right: &Expr) {
        if left.ty.is_number() {
            let (left, right) = (self.pieces(left), self.pieces(right));
            self.solve(left, right);
            return;
        }
        for (one, other) in [(left, right), (right, left)] {
            if self.is_variable(one)
                && let Some(values) = self.forms(other)
            {
                self.values.extend(values);
                return;
            }
        }
        self.exact = false;
    }

    /// Returns every value that a day or instant can have, if all of them are known.
    fn forms(&mut self, expr: &Expr) -> Option<BTreeSet<Value>> {
        if let Some(value) = evaluate(self.case, expr).known() {
            return Some([value.clone()].into());
        }
        let parts = match &expr.kind {
            ExprKind::Definition(id) if self.depth < DEEPEST => {
                if let Some(known) = self.days.get(id) {
                    return Some(known.clone());
                }
                let definition = self.case.call.definitions.get(id.index())?;
                self.depth = self.depth.saturating_add(1);
                let forms = self.forms(&definition.value);
                self.depth = self.depth.saturating_sub(1);
                if let Some(forms) = &forms {
                    self.days.insert(*id, forms.clone());
                }
                return forms;
            }
            ExprKind::FirstOf(_) | ExprKind::Table(_) | ExprKind::Excepted { .. } => {
                self.chosen(expr)
            }
            ExprKind::Otherwise(first, second) => vec![&**first, &**second],
            _ => return None,
        };
        let mut all = BTreeSet::new();
        for part in parts {
            all.extend(self.forms(part)?);
        }
        Some(all)
    }

    fn solve(&mut self, left: Option<BTreeSet<Ratio>>, right: Option<BTreeSet<Ratio>>) {
        let (Some(left), Some(right)) = (left, right) else {
            self.exact = false;
            return;
        };
        for one in &left {
            for other in &right {
                if self.equal(*one, *other).is_none() {
                    self.exact = false;
                }
            }
        }
    }

    /// Adds where two parts of a least or greatest are equal.
    fn kink(&mut self, one: &BTreeSet<Ratio>, other: &BTreeSet<Ratio>) {
        for one in one {
            for other in other {
                self.kinks_known &= self.equal(*one, *other).is_some();
            }
        }
    }

    /// Adds where two numbers are equal; `None` where that cannot be worked out.
    fn equal(&mut self, one: Ratio, other: Ratio) -> Option<()> {
        let left = multiply(one.above, other.below)?;
        let right = multiply(other.above, one.below)?;
        let difference = add(left, negate(right)?)?;
        self.root(difference)
    }

    /// Adds where a linear number is nought.
    fn root(&mut self, linear: (Fraction, Fraction)) -> Option<()> {
        if !linear.1.is_zero() {
            let at = linear.0.negate()?.div(linear.1)?;
            self.values.insert(Value::Number(at));
        }
        Some(())
    }

    /// Returns every form that a number can take, if all of them are known.
    fn pieces(&mut self, expr: &Expr) -> Option<BTreeSet<Ratio>> {
        if self.is_variable(expr) {
            let itself = Ratio {
                above: (Fraction::ZERO, Fraction::ONE),
                below: (Fraction::ONE, Fraction::ZERO),
            };
            return Some([itself].into());
        }
        // What is not known may be any of the values between which it chooses.
        if !self.varies(expr)
            && let Some(known) = evaluate(self.case, expr).known()
        {
            return match known {
                Value::Number(number) => Some([Ratio::constant(*number)].into()),
                _ => None,
            };
        }
        match &expr.kind {
            ExprKind::Definition(id) if self.depth < DEEPEST => {
                if let Some(known) = self.numbers.get(id) {
                    return Some(known.clone());
                }
                let definition = self.case.call.definitions.get(id.index())?;
                self.depth = self.depth.saturating_add(1);
                let pieces = self.pieces(&definition.value);
                self.depth = self.depth.saturating_sub(1);
                if let Some(pieces) = &pieces {
                    self.numbers.insert(*id, pieces.clone());
                }
                pieces
            }
            ExprKind::Sum(terms) => self.all(terms, Ratio::constant(Fraction::ZERO), sum),
            ExprKind::Product(factors) => {
                self.all(factors, Ratio::constant(Fraction::ONE), product)
            }
            ExprKind::Negate(part) => {
                let pieces = self.pieces(part)?;
                let negated = pieces.into_iter().map(|it| {
                    let above = negate(it.above)?;
                    Some(Ratio { above, ..it })
                });
                negated.collect()
            }
            ExprKind::Least(parts) | ExprKind::Greatest(parts) => {
                let found: Vec<_> = parts.iter().map(|part| self.pieces(part)).collect();
                let found: Option<Vec<BTreeSet<Ratio>>> = found.into_iter().collect();
                if self.with_kinks {
                    self.kinks_known &= found.is_some();
                    for (place, one) in found.iter().flatten().enumerate() {
                        let others = found.iter().flatten().skip(place.saturating_add(1));
                        others.for_each(|other| self.kink(one, other));
                    }
                }
                Some(found?.into_iter().flatten().collect())
            }
            ExprKind::Otherwise(first, second) => {
                let mut all = self.pieces(first)?;
                all.extend(self.pieces(second)?);
                Some(all)
            }
            ExprKind::FirstOf(_) | ExprKind::Table(_) | ExprKind::Excepted { .. } => {
                let mut all = BTreeSet::new();
                for value in self.chosen(expr) {
                    all.extend(self.pieces(value)?);
                }
                Some(all)
            }
            ExprKind::Round(number, part) => {
                let pieces = self.pieces(part)?;
                let rounded = pieces.into_iter().map(|it| {
                    let value = it.above.0.div(it.below.0)?;
                    let value = value.round(number.places, number.rounding)?;
                    it.is_constant().then_some(Ratio::constant(value))
                });
                rounded.collect()
            }
            _ => None,
        }
    }

    fn all(
        &mut self,
        parts: &[(bool, Expr)],
        start: Ratio,
        join: fn(Ratio, bool, Ratio) -> Option<Ratio>,
    ) -> Option<BTreeSet<Ratio>> {
        let mut all = BTreeSet::from([start]);
        for (flag, part) in parts {
            let pieces = self.pieces(part)?;
            if *flag {
                // Where a divisor is nought there is no result.
                for piece in &pieces {
                    self.root(piece.above)?;
                }
            }
            let mut next = BTreeSet::new();
            for one in &all {
                for other in &pieces {
                    next.insert(join(*one, *flag, *other)?);
                    if next.len() > MOST_FORMS {
                        return None;
                    }
                }
            }
            all = next;
        }
        Some(all)
    }

    fn is_variable(&self, expr: &Expr) -> bool {
        expr.kind == *self.variable
    }

    fn varies(&self, expr: &Expr) -> bool {
        let mut varies = false;
        let mut rest = vec![expr];
        let mut depth = 0;
        while let Some(next) = rest.pop() {
            next.visit(&mut |part| {
                varies |= part.kind == *self.variable;
                if let ExprKind::Definition(id) = &part.kind
                    && let Some(named) = self.case.call.definitions.get(id.index())
                {
                    rest.push(&named.value);
                }
            });
            depth = i32::saturating_add(depth, 1);
            if varies || depth > 1_000 {
                return true;
            }
        }
        varies
    }
}
