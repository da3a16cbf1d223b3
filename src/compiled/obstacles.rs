//! All that keeps parts of a call from being compiled, for people who would have them compiled.
//!
//! Compiling stops at the first obstacle. Here the search goes on: into the parts of what is not
//! lowered, and where each part is, the whole is the obstacle.

use super::Compiled;
use super::layout::Layout;
use super::lower::{Lowering, Scope, changes_consequence, construct, is_comparable};
use super::obstacle::{Construct, Obstacle};
use crate::call::{Call, Expr, ExprKind, Method, Quantifier, Requirement, RequirementId, Type};

/// Returns the requirements that are left to the readable evaluator, and last the grid (`None`) if
/// it is, each with everything that keeps it from being compiled.
///
/// ```
/// use bando::call::Call;
/// use bando::compiled::{compile, obstacles};
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// assert!(obstacles(&call, &compile(&call)).is_empty());
/// ```
pub fn obstacles(call: &Call, compiled: &Compiled) -> Vec<(Option<RequirementId>, Vec<Obstacle>)> {
    let mut lowering = Lowering::new(call, Layout::new(), false);
    let mut left = Vec::new();
    for (id, first) in &compiled.readable {
        if let Some(requirement) = call.requirements.get(id.index()) {
            let mut found = Vec::new();
            lowering.of_requirement(requirement, &mut found);
            left.push((Some(*id), or_first(found, *first)));
        }
    }
    if let (Some(grid), Some(Err(first))) = (&call.grid, &compiled.grid) {
        let mut found = Vec::new();
        for criterion in &grid.criteria {
            match &criterion.method {
                Method::Marked(_) => add(&mut found, Construct::Panel.into()),
                Method::Formula(formula) => lowering.inside(formula, Scope::TOP, &mut found),
                Method::Sum => {}
            }
        }
        left.push((None, or_first(found, *first)));
    }
    left
}

/// What no part shows by itself is what compiling stopped at.
fn or_first(mut found: Vec<Obstacle>, first: Obstacle) -> Vec<Obstacle> {
    if found.is_empty() {
        found.push(first);
    }
    found
}

fn add(found: &mut Vec<Obstacle>, obstacle: Obstacle) {
    if !found.contains(&obstacle) {
        found.push(obstacle);
    }
}

impl From<Construct> for Obstacle {
    fn from(construct: Construct) -> Self {
        Self {
            construct,
            span: None,
        }
    }
}

impl Lowering<'_> {
    fn of_requirement(&mut self, requirement: &Requirement, found: &mut Vec<Obstacle>) {
        if changes_consequence(requirement) {
            add(found, Construct::Consequence.into());
        }
        let parts = requirement.applies_when.iter();
        for part in parts.chain([&requirement.require]) {
            self.inside(part, Scope::TOP, found);
        }
    }

    /// Adds what keeps an expression from being lowered.
    fn inside(&mut self, expr: &Expr, scope: Scope, found: &mut Vec<Obstacle>) {
        let lowered = self.whole(|lowering| lowering.lower(expr, scope).map(|_| ()));
        let Err(why) = lowered else {
            return;
        };
        if is_never_lowered(expr) {
            let own = Obstacle {
                span: Some(expr.span),
                ..why
            };
            return add(found, own);
        }
        let before = found.len();
        if matches!(&expr.kind, ExprKind::Table(table) if table.is_dated()) {
            let span = Some(expr.span);
            let construct = Construct::Dates;
            add(found, Obstacle { construct, span });
        }
        match &expr.kind {
            ExprKind::Definition(id) => {
                if let Some(definition) = self.call.definitions.get(id.index()) {
                    self.inside(&definition.value, Scope::TOP, found);
                }
            }
            ExprKind::Quantified { list, item, .. } => {
                if let Ok(items) = self.whole(|lowering| lowering.items(list, scope)) {
                    let parts = [&item.filter, &item.body].into_iter().flatten();
                    parts.for_each(|part| self.inside(part, items.0, found));
                }
            }
            _ => {
                // A list is no value by itself, and words are compared with something.
                let is_value = |part: &&Expr| {
                    !matches!(part.ty, Type::List(_)) && !matches!(part.kind, ExprKind::Constant(_))
                };
                for part in expr.parts().into_iter().filter(is_value) {
                    self.inside(part, scope, found);
                }
            }
        }
        if found.len() == before {
            add(found, why);
        }
    }
}

/// Tells whether an expression is not lowered whatever its parts are.
fn is_never_lowered(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Quantified { quantifier, .. } => *quantifier == Quantifier::CountDistinct,
        ExprKind::Compare(comparison, left, _) if left.ty != Type::YesNo => {
            is_comparable(*comparison, left).is_err()
        }
        kind => construct(kind) != Construct::Other,
    }
}
