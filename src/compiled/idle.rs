//! What proposals state that nobody asked for: facts whose condition does not hold.

use super::lower::{Lowering, Scope};
use super::program::Truth;
use crate::call::{FactId, Type};

/// Where something may be stated that nobody asked for.
#[derive(Clone, Debug)]
pub(super) enum Idle {
    /// Where one of these conditions does not hold, and its fact is stated; without the latter the
    /// rules do not read the fact, and it may be.
    Conditions(Vec<(Truth, Option<Truth>)>),
    /// Anywhere: a condition is left to the readable evaluator.
    Anywhere,
}

impl Default for Idle {
    fn default() -> Self {
        Self::Conditions(Vec::new())
    }
}

impl Lowering<'_> {
    /// Lowers the conditions of all facts.
    pub(super) fn idle(&mut self) -> Idle {
        let facts = (0..).map(FactId).zip(&self.call.facts);
        let conditional = facts.filter_map(|(id, fact)| Some((id, fact, fact.when.as_ref()?)));
        let mut conditions = Vec::new();
        for (id, fact, when) in conditional {
            let Ok(when) = self.whole(|lowering| lowering.truth(when, Scope::TOP)) else {
                return Idle::Anywhere;
            };
            conditions.push((id, fact, when));
        }
        // Conditions bring columns too, so what is stated is looked up last.
        let stated = |id: FactId, kind: Type| match kind {
            Type::List(list) => self.layout.list_of(list, id).map(Truth::List),
            _ => self.layout.fact(id).map(Truth::Slot),
        };
        let conditions = conditions.into_iter();
        Idle::Conditions(
            conditions
                .map(|(id, fact, when)| (when, stated(id, fact.kind)))
                .collect(),
        )
    }
}
