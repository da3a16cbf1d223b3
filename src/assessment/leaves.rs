//! What a case states: facts, fields of items, definitions, values over received proposals.

use std::collections::BTreeMap;

use super::comparing::Range;
use super::received::RECEIVED_PROPOSALS;
use super::{Case, Evaluated, Unknown, bounds};
use crate::call::{
    CriterionId, DefinitionId, Expr, ExprKind, FactId, Field, FieldId, ListId, OverAdmittedId,
    Reading, ReceivedId, Type,
};
use crate::value::{Record, Value};

/// A definition or condition inside so many others is not evaluated straight away: what it needs
/// is evaluated first, one after the other, so that no chain of definitions or conditions, however
/// long, grows the stack.
const DEEPEST: u32 = 8;

/// What a value over admitted proposals waits for before they are known.
pub const ADMITTED_PROPOSALS: &str = "admitted proposals";

/// What a key or an award waits for before the proposal has a score.
pub const SCORE: &str = "score";

/// One proposal, with what has been found out about it so far and the items now looked at.
#[derive(Debug)]
pub(super) struct Evaluator<'a> {
    pub(super) case: Case<'a>,
    found: BTreeMap<Named, Evaluated>,
    /// The items, the innermost last, with what has been found out about their fields.
    items: Vec<(Bound<'a>, BTreeMap<FieldId, Evaluated>)>,
    depth: u32,
    /// Whether it looks between which numbers what is not known yet must lie.
    bounding: bool,
}

/// What is evaluated once in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Definition(DefinitionId),
    /// Whether a fact is there at all.
    When(FactId),
}

/// Why a fact or field has no value to speak of: never [`Evaluated::Known`].
pub(super) type Missing = Box<Evaluated>;

/// The item a quantifier looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound<'a> {
    pub(super) list: ListId,
    /// The expression that gave the list, to name the item by.
    pub(super) source: &'a Expr,
    pub(super) place: usize,
    pub(super) record: &'a Record,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(case: Case<'a>) -> Self {
        Self {
            case,
            found: BTreeMap::new(),
            items: Vec::new(),
            depth: 0,
            bounding: false,
        }
    }

    /// Returns an evaluator that looks between which numbers what is not known yet must lie, by
    /// the bounds within which facts are read.
    pub(super) fn bounding(case: Case<'a>) -> Self {
        Self {
            bounding: true,
            ..Self::new(case)
        }
    }

    /// Returns an evaluator for a world in which `condition` holds: facts that are there under
    /// nothing but parts of it are there.
    pub(super) fn assuming(&self, condition: &Expr) -> Self {
        let mut evaluator = Self {
            bounding: self.bounding,
            ..Self::new(self.case)
        };
        let certain = parts_that_hold(condition);
        for (id, fact) in (0..).map(FactId).zip(&self.case.call.facts) {
            let Some(when) = &fact.when else { continue };
            if parts_that_hold(when)
                .iter()
                .all(|part| certain.contains(part))
            {
                evaluator
                    .found
                    .insert(Named::When(id), Evaluated::yes(true));
            }
        }
        evaluator
    }

    /// Makes an item the innermost, until [`Evaluator::release`].
    pub(super) fn bind(&mut self, item: Bound<'a>) {
        self.items.push((item, BTreeMap::new()));
    }

    pub(super) fn release(&mut self) {
        self.items.pop();
    }

    /// Tells whether it looks between which numbers what is not known yet must lie.
    pub(super) fn is_bounding(&self) -> bool {
        self.bounding
    }

    /// Tells whether no quantifier is being looked into.
    pub(super) fn is_outermost(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the value that a fact or field holds, or why there is none.
    pub(super) fn stated(&mut self, expr: &'a Expr) -> Result<&'a Value, Missing> {
        match &expr.kind {
            ExprKind::Fact(id) => self.fact(*id),
            ExprKind::Field { depth, field } => self.field(*depth, *field),
            ExprKind::Constant(value) => Ok(value),
            // A list is a fact or a field; the checker lets nothing else be one.
            _ => Err(Box::new(Evaluated::Absent)),
        }
    }

    /// Returns the items of a list, or why there are none to speak of.
    pub(super) fn records(&mut self, list: &'a Expr) -> Result<&'a [Record], Missing> {
        match self.stated(list) {
            Ok(Value::List(records)) => Ok(records),
            Ok(_) => Err(Box::new(Evaluated::Absent)),
            Err(other) => Err(other),
        }
    }

    pub(super) fn definition(&mut self, id: DefinitionId) -> Evaluated {
        self.named(Named::Definition(id))
    }

    pub(super) fn received(&self, id: ReceivedId) -> Evaluated {
        let place = usize::try_from(id.0).unwrap_or(usize::MAX);
        let value = self.case.received.get(place);
        value.map_or_else(|| of_others(RECEIVED_PROPOSALS), Evaluated::clone)
    }

    pub(super) fn over_admitted(&self, id: OverAdmittedId) -> Evaluated {
        let place = usize::try_from(id.0).unwrap_or(usize::MAX);
        let value = self.case.later.over_admitted.get(place);
        value.map_or_else(|| of_others(ADMITTED_PROPOSALS), Evaluated::clone)
    }

    /// Returns the points of a criterion, or the whole score, which stands after them all.
    pub(super) fn points(&self, criterion: Option<CriterionId>) -> Evaluated {
        let points = self.case.later.points;
        let value = match criterion {
            Some(criterion) => points.get(criterion.index()),
            None => points.last(),
        };
        let unknown = || Evaluated::Unknown(Unknown::waiting_for(SCORE.to_owned()));
        value.map_or_else(unknown, Evaluated::clone)
    }

    /// Tells whether a fact is there at all.
    pub(super) fn applies(&mut self, id: FactId) -> Evaluated {
        self.named(Named::When(id))
    }

    fn fact(&mut self, id: FactId) -> Result<&'a Value, Missing> {
        let case = self.case;
        let Some(fact) = case.call.facts.get(id.index()) else {
            return Err(Box::new(Evaluated::Absent));
        };
        let value = case.proposal.facts.get(id.index()).and_then(Option::as_ref);
        let when = fact.when.as_ref().map(|_| self.applies(id));
        let range = self.range_of(fact.kind, &fact.reading);
        stated(when, value, range, || fact.name.clone())
    }

    fn field(&mut self, depth: u32, id: FieldId) -> Result<&'a Value, Missing> {
        let level = self.level(depth);
        let field =
            level.and_then(|level| Some((level, self.record(level)?, self.field_of(level, id)?)));
        let Some((level, record, field)) = field else {
            return Err(Box::new(Evaluated::Absent));
        };
        let when = field.when.as_ref().map(|_| self.field_applies(level, id));
        let value = record.fields.get(id.index()).and_then(Option::as_ref);
        let range = self.range_of(field.kind, &field.reading);
        stated(when, value, range, || {
            format!("{}.{}", self.name_of(level), field.name)
        })
    }

    /// Tells whether a yes or no will be known once all facts are stated.
    pub(super) fn will_be_known(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Constant(_) => true,
            ExprKind::Fact(id) => {
                let fact = self.case.call.facts.get(id.index());
                fact.is_some_and(|it| it.when.is_none())
            }
            ExprKind::Field { depth, field } => {
                let field = self.level(*depth).and_then(|it| self.field_of(it, *field));
                field.is_some_and(|it| it.when.is_none())
            }
            ExprKind::Not(part) | ExprKind::InVariants(part, _) | ExprKind::Has(_, part, _) => {
                self.will_be_known(part)
            }
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                parts.iter().all(|it| self.will_be_known(it))
            }
            _ => false,
        }
    }

    /// Returns how to tell between which numbers a fact or field lies, where that is looked at.
    fn range_of(&self, kind: Type, reading: &Reading) -> impl FnOnce() -> Option<Range> {
        let bounding = self.bounding;
        move || bounding.then(|| bounds::stated(kind, reading)).flatten()
    }

    /// Returns the place of the item that so many others stand inside of.
    fn level(&self, depth: u32) -> Option<usize> {
        let depth = usize::try_from(depth).ok()?;
        self.items.len().checked_sub(1)?.checked_sub(depth)
    }

    fn record(&self, level: usize) -> Option<&'a Record> {
        self.items.get(level).map(|(item, _)| item.record)
    }

    fn field_of(&self, level: usize, id: FieldId) -> Option<&'a Field> {
        let (item, _) = self.items.get(level)?;
        let list = self.case.call.lists.get(item.list.index())?;
        list.fields.get(id.index())
    }

    /// Tells whether a field of an item is there at all.
    fn field_applies(&mut self, level: usize, id: FieldId) -> Evaluated {
        if self.depth >= DEEPEST {
            // Conditions of fields look at earlier fields only.
            for earlier in (0..id.0).map(FieldId) {
                self.find_field(level, earlier);
            }
        }
        self.find_field(level, id)
    }

    fn find_field(&mut self, level: usize, id: FieldId) -> Evaluated {
        let found = self.items.get(level).and_then(|(_, found)| found.get(&id));
        if let Some(found) = found {
            return found.clone();
        }
        let when = self.field_of(level, id).and_then(|it| it.when.as_ref());
        let Some(when) = when else {
            return Evaluated::yes(true);
        };
        // The condition is written as if its own item were the innermost.
        let inner = self.items.split_off(level.saturating_add(1));
        self.depth = self.depth.saturating_add(1);
        let applies = self.evaluate(when);
        self.depth = self.depth.saturating_sub(1);
        self.items.extend(inner);
        if let Some((_, found)) = self.items.get_mut(level) {
            found.insert(id, applies.clone());
        }
        applies
    }

    /// Returns the name of an item, its place counted from 1: `partners.2`.
    fn name_of(&self, level: usize) -> String {
        let Some((item, _)) = self.items.get(level) else {
            return String::new();
        };
        let list = match &item.source.kind {
            ExprKind::Fact(id) => {
                let fact = self.case.call.facts.get(id.index());
                fact.map(|fact| fact.name.clone())
            }
            ExprKind::Field { depth, field } => {
                let outer = usize::try_from(*depth)
                    .ok()
                    .and_then(|depth| level.checked_sub(1)?.checked_sub(depth));
                outer.and_then(|outer| {
                    let field = self.field_of(outer, *field)?;
                    Some(format!("{}.{}", self.name_of(outer), field.name))
                })
            }
            _ => None,
        };
        let list = list.unwrap_or_default();
        format!("{list}.{}", item.place.saturating_add(1))
    }

    fn named(&mut self, named: Named) -> Evaluated {
        if let Some(found) = self.found.get(&named) {
            return found.clone();
        }
        if self.depth >= DEEPEST {
            self.find_what_is_needed(named);
        }
        self.find(named)
    }

    fn find(&mut self, named: Named) -> Evaluated {
        let Some(expr) = self.expression(named) else {
            return Evaluated::Absent;
        };
        self.depth = self.depth.saturating_add(1);
        let found = self.evaluate(expr);
        self.depth = self.depth.saturating_sub(1);
        self.found.insert(named, found.clone());
        found
    }

    fn expression(&self, named: Named) -> Option<&'a Expr> {
        let call = self.case.call;
        match named {
            Named::Definition(id) => call.definitions.get(id.index()).map(|it| &it.value),
            Named::When(id) => call.facts.get(id.index()).and_then(|it| it.when.as_ref()),
        }
    }

    /// Finds all that `named` rests on, the furthest first.
    fn find_what_is_needed(&mut self, named: Named) {
        let mut rest = vec![(named, false)];
        while let Some((next, ready)) = rest.pop() {
            if ready {
                self.find(next);
            } else if !self.found.contains_key(&next) {
                rest.push((next, true));
                if let Some(expr) = self.expression(next) {
                    rest.extend(mentioned(expr).into_iter().map(|name| (name, false)));
                }
            }
        }
    }
}

/// Returns an unknown that waits for something of the other proposals.
fn of_others(what: &str) -> Evaluated {
    Evaluated::Unknown(Unknown {
        waits_for_others: [what.to_owned()].into(),
        ..Unknown::default()
    })
}

/// Returns what an expression names.
fn mentioned(expr: &Expr) -> Vec<Named> {
    let mut names = Vec::new();
    expr.visit(&mut |part| match &part.kind {
        ExprKind::Definition(id) => names.push(Named::Definition(*id)),
        ExprKind::Fact(id) => names.push(Named::When(*id)),
        _ => {}
    });
    names
}

/// Returns the value of something that is there only when a condition holds.
fn stated(
    when: Option<Evaluated>,
    value: Option<&Value>,
    range: impl FnOnce() -> Option<Range>,
    name: impl FnOnce() -> String,
) -> Result<&Value, Missing> {
    let open = match when {
        None | Some(Evaluated::Known(Value::YesNo(true))) => None,
        Some(Evaluated::Unknown(open)) => Some(open),
        Some(Evaluated::Known(_) | Evaluated::Absent) => return Err(Box::new(Evaluated::Absent)),
    };
    match (open, value) {
        (None, Some(value)) => Ok(value),
        (None, None) => Err(Box::new(Evaluated::Unknown(Unknown {
            bounds: range().map(Box::new),
            ..Unknown::waiting_for(name())
        }))),
        (Some(mut open), value) => {
            if value.is_none() && open.waits() {
                open.waits_for.insert(name());
            }
            Err(Box::new(Evaluated::Unknown(open)))
        }
    }
}

/// Returns what holds wherever a condition does, part by part.
fn parts_that_hold(condition: &Expr) -> Vec<&Expr> {
    match &condition.kind {
        ExprKind::And(parts) => parts.iter().flat_map(parts_that_hold).collect(),
        ExprKind::Excepted { .. } => match condition.narrowed() {
            Some((base, _)) => parts_that_hold(base),
            None => vec![condition],
        },
        _ => vec![condition],
    }
}
