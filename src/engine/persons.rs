//! Which proposals are natural persons', whom no published list may name.
//!
//! Source: D.Lgs. 14 marzo 2013, n. 33, art. 26 c. 4. A codice fiscale of 16 characters is a natural
//! person's, whatever that person does; one of 11 digits is a body's or a firm's.

use std::collections::BTreeSet;

use crate::assessment::{Case, Evaluated, evaluate};
use crate::call::{Call, DefinitionId, Expr, ExprKind, FactId, Type, is_tax_code_shape};
use crate::value::Value;

/// How long the tax code of a natural person is.
const PERSON: usize = 16;

/// The facts that tell whose proposal it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TellingCodes(Vec<FactId>);

impl TellingCodes {
    /// Finds the tax codes that lists show, and those that stand in one record with a text or code
    /// that lists show: the tax code beside the applicant's name, and not the one of whoever signs.
    pub(super) fn of(call: &Call) -> Self {
        let mut shown = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let columns = call.proposals.publish.iter().map(|it| &it.value);
        let ranking = call.ranking.iter();
        let keys = ranking.flat_map(|it| {
            it.group_by
                .iter()
                .chain(it.order_by.iter().map(|key| &key.value))
        });
        for expr in columns.chain(keys).filter(|it| it.ty.is_text()) {
            facts_behind(call, expr, &mut seen, &mut shown);
        }
        let fact = |id: &FactId| call.facts.get(id.index());
        let shown: Vec<_> = shown
            .iter()
            .filter_map(fact)
            .filter(|it| it.kind.is_text())
            .collect();
        let records: BTreeSet<&str> = shown.iter().map(|it| record_of(&it.name)).collect();
        let all = (0..).map(FactId).zip(&call.facts);
        Self(
            all.filter(|(_, fact)| {
                fact.kind == Type::TaxCode && records.contains(record_of(&fact.name))
            })
            .map(|(id, _)| id)
            .collect(),
        )
    }

    /// Tells whether the proposal is a natural person's, or may be one's: where a code that concerns it
    /// is not known nobody knows, and what is not known to be a body's is not published as one's.
    pub(super) fn may_name_a_person(&self, case: Case<'_>) -> bool {
        let stated = |id: &FactId| case.proposal.facts.get(id.index())?.as_ref();
        let mut concerning = self
            .0
            .iter()
            .filter(|id| stated(id).is_some() || may_concern(case, **id));
        let mut is_told = false;
        let is_persons = concerning.any(|id| {
            is_told = true;
            !matches!(stated(id), Some(Value::Text(code)) if code.chars().count() != PERSON)
        });
        is_persons || (!is_told && !self.0.is_empty())
    }
}

/// Tells whether a text is written as the tax code of a natural person is.
pub(crate) fn is_persons_code(text: &str) -> bool {
    text.len() == PERSON && is_tax_code_shape(&text.to_uppercase())
}

/// Tells whether a fact concerns the proposal, as far as that is known: not where its `when` is false.
fn may_concern(case: Case<'_>, id: FactId) -> bool {
    let fact = case.call.facts.get(id.index());
    let when = fact.and_then(|fact| fact.when.as_ref());
    when.is_none_or(|when| {
        !matches!(
            evaluate(case, when),
            Evaluated::Known(Value::YesNo(false)) | Evaluated::Absent
        )
    })
}

/// Collects the facts that a value is made of, through the definitions that it uses.
fn facts_behind(
    call: &Call,
    expr: &Expr,
    seen: &mut BTreeSet<DefinitionId>,
    facts: &mut BTreeSet<FactId>,
) {
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        expr.visit(&mut |part| match part.kind {
            ExprKind::Fact(id) => drop(facts.insert(id)),
            ExprKind::Definition(id) if seen.insert(id) => {
                let definition = call.definitions.get(id.index());
                rest.extend(definition.map(|it| &it.value));
            }
            _ => {}
        });
    }
}

/// Returns the record that a fact is a field of; nothing for one that stands alone.
fn record_of(fact: &str) -> &str {
    fact.rsplit_once('.').map_or("", |(record, _)| record)
}
