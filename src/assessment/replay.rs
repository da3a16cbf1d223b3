//! Recomputing an explanation from what it rests on.

use std::collections::BTreeMap;

use super::operation::apply;
use super::{Evaluated, Step};
use crate::call::{Call, DefinitionId, ExprKind};

/// Recomputes a step from its leaves alone: facts, fields, values over received proposals,
/// constants of the rules and cells of the call's tables.
///
/// Of an explanation that nobody has tampered with, this is [`Step::value`].
pub fn replay(call: &Call, step: &Step<'_>) -> Evaluated {
    step_again(call, step, &mut BTreeMap::new())
}

/// A definition shown before is taken from there; one that stands too deep to be shown is a leaf.
fn step_again(
    call: &Call,
    step: &Step<'_>,
    shown: &mut BTreeMap<DefinitionId, Evaluated>,
) -> Evaluated {
    let inputs: Vec<Evaluated> = step
        .inputs
        .iter()
        .map(|input| step_again(call, input, shown))
        .collect();
    match (&step.expr.kind, inputs.first()) {
        (ExprKind::Definition(id), Some(value)) => {
            shown.insert(*id, value.clone());
            value.clone()
        }
        (ExprKind::Definition(id), None) => shown.get(id).unwrap_or(&step.value).clone(),
        (
            ExprKind::Fact(_)
            | ExprKind::Field { .. }
            | ExprKind::Received(_)
            | ExprKind::OverAdmitted(_)
            | ExprKind::Points(_),
            _,
        ) => step.value.clone(),
        _ => apply(call, step.expr, &inputs),
    }
}
