//! What takes so little that it may be told at once, where others wait for it.

use super::Precheck;
use super::answers::Answers;
use crate::call::{Call, Expr, ExprKind, Message, Piece};
use crate::value::Value;

/// So many judgements may be taken.
pub(super) const FEW: usize = 64;
/// Rules of more parts than this are judged where nobody waits.
const MOST_PARTS: usize = 10_000;
/// So are answers with more items than this in all lists.
const MOST_ITEMS: usize = 16;

impl Precheck {
    /// Tells whether judging these answers takes little: the rules are of few parts, none of which
    /// goes through one list for each item of another, and there are few items.
    pub(super) fn is_light(&self, answers: &Answers) -> bool {
        self.light && items(&answers.facts) <= MOST_ITEMS
    }
}

/// Tells whether the rules of a call are of few parts, and no quantifier stands in another.
pub(super) fn are_light(call: &Call) -> bool {
    let mut parts = 0_usize;
    let mut nested = false;
    for rule in rules(call) {
        rule.visit(&mut |part| {
            parts = parts.saturating_add(1);
            if let ExprKind::Quantified { item, .. } = &part.kind {
                let inside = [item.filter.as_deref(), item.body.as_deref()];
                nested |= inside.into_iter().flatten().any(has_quantifier);
            }
        });
    }
    let fields = call.lists.iter().flat_map(|list| &list.fields);
    let mut whens = fields.filter_map(|it| it.when.as_ref());
    parts <= MOST_PARTS && !nested && !whens.any(has_quantifier)
}

/// Returns whatever is evaluated for a proposal but its points.
fn rules(call: &Call) -> impl Iterator<Item = &Expr> {
    let requirements = call.requirements.iter().flat_map(|it| {
        let exceptions = it.exceptions.iter();
        let whens = exceptions.flat_map(|it| {
            let unless = it.unless.iter().map(|it| &it.when);
            [&it.when].into_iter().chain(unless)
        });
        let messages = it.exceptions.iter().filter_map(|it| it.message.as_ref());
        let said = messages.chain([&it.message]).flat_map(values);
        it.applies_when
            .iter()
            .chain([&it.require])
            .chain(whens)
            .chain(said)
    });
    let definitions = call.definitions.iter().map(|it| &it.value);
    let facts = call.facts.iter().filter_map(|it| it.when.as_ref());
    let documents = call.documents.iter().filter_map(|it| it.when.as_ref());
    requirements
        .chain(definitions)
        .chain(facts)
        .chain(documents)
}

/// Returns the values that a message shows.
fn values(message: &Message) -> impl Iterator<Item = &Expr> {
    let pieces = message.it.iter().chain(message.en.iter().flatten());
    pieces.filter_map(|it| match it {
        Piece::Words(_) => None,
        Piece::Value(value) => Some(value),
    })
}

fn has_quantifier(expr: &Expr) -> bool {
    let mut found = false;
    expr.visit(&mut |part| found |= matches!(part.kind, ExprKind::Quantified { .. }));
    found
}

/// Counts the items of all lists, those inside of others too.
fn items(values: &[Option<Value>]) -> usize {
    let lists = values.iter().filter_map(|value| match value {
        Some(Value::List(records)) => Some(records),
        _ => None,
    });
    lists.fold(0, |all, records| {
        let inside = records.iter().map(|it| items(&it.fields));
        inside.fold(all.saturating_add(records.len()), usize::saturating_add)
    })
}
