//! How much work quantifiers inside quantifiers would be, counted before it is begun.
//!
//! The count looks at the rules and at the lengths of the lists alone, so that it is the same for
//! every way of evaluating and on every machine.

use super::Case;
use super::leaves::Evaluator;
use crate::call::{Expr, ExprKind, Field, Item, ListId};
use crate::value::{Record, Value};

/// A quantifier with others inside it whose items ask for more parts of expressions than this is
/// not evaluated. One by itself is never more work than its list is long.
const MOST_STEPS: usize = 1_000_000;

/// Quantifiers inside so many others are taken to be too much.
const DEEPEST: usize = 64;

impl Evaluator<'_> {
    /// Tells whether a quantifier that stands in no other would take too many steps.
    pub(super) fn takes_too_long(&self, list: &Expr, item: &Item) -> bool {
        if !self.is_outermost() || !asks_about_other_lists(self.case, item) {
            return false;
        }
        let mut count = Count {
            case: self.case,
            left: MOST_STEPS,
            around: Vec::new(),
        };
        count.quantifier(list, item).is_none()
    }
}

/// Tells whether something is asked of other lists for each item.
fn asks_about_other_lists(case: Case<'_>, item: &Item) -> bool {
    let parts = [item.filter.as_deref(), item.body.as_deref()];
    let whens = fields(case, item.list).iter().map(|it| it.when.as_ref());
    parts.into_iter().chain(whens).flatten().any(has_quantifier)
}

fn fields(case: Case<'_>, list: ListId) -> &[Field] {
    let list = case.call.lists.get(list.index());
    list.map_or(&[], |list| &list.fields)
}

fn has_quantifier(expr: &Expr) -> bool {
    let mut has = false;
    expr.visit(&mut |part| has |= matches!(part.kind, ExprKind::Quantified { .. }));
    has
}

struct Count<'a> {
    case: Case<'a>,
    /// How many more steps may be taken.
    left: usize,
    /// The items around, the innermost last.
    around: Vec<&'a Record>,
}

impl<'a> Count<'a> {
    /// Counts what is asked of each item; `None` where it is too much.
    fn quantifier(&mut self, list: &Expr, item: &Item) -> Option<()> {
        if self.around.len() >= DEEPEST {
            return None;
        }
        let case = self.case;
        let whens = fields(case, item.list).iter();
        let whens = whens.filter_map(|field| field.when.as_ref());
        let parts = [item.filter.as_deref(), item.body.as_deref()];
        let asked: Vec<&Expr> = parts
            .into_iter()
            .flatten()
            .chain(whens.filter(|when| has_quantifier(when)))
            .collect();
        for record in self.records(list) {
            self.around.push(record);
            for part in &asked {
                self.parts(part)?;
            }
            self.around.pop();
        }
        Some(())
    }

    fn parts(&mut self, expr: &Expr) -> Option<()> {
        let mut rest = vec![expr];
        while let Some(part) = rest.pop() {
            self.left = self.left.checked_sub(1)?;
            match &part.kind {
                ExprKind::Quantified { list, item, .. } => self.quantifier(list, item)?,
                _ => rest.extend(part.parts()),
            }
        }
        Some(())
    }

    /// Returns the items that a list states, whether or not it applies.
    fn records(&self, list: &Expr) -> &'a [Record] {
        let value = match &list.kind {
            ExprKind::Fact(id) => self.case.proposal.facts.get(id.index()),
            ExprKind::Field { depth, field } => {
                let outer = usize::try_from(*depth).ok();
                let record = outer.and_then(|depth| self.around.iter().rev().nth(depth));
                record.and_then(|record| record.fields.get(field.index()))
            }
            _ => None,
        };
        match value {
            Some(Some(Value::List(records))) => records,
            _ => &[],
        }
    }
}
