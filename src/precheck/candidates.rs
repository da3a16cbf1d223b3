//! The values that a fact may be changed to with some effect.

use std::collections::BTreeSet;

use super::Precheck;
use super::answers::Answers;
use super::domain::{Extent, MOST_CELLS};
use super::mentions::Source;
use super::question::Question;
use super::round::Round;
use crate::call::{FactId, FieldId, ListId, Type};
use crate::facts::Proposal;
use crate::value::{Record, Value, VariantId};

/// Of no set more values are tried, of no list more changes.
const MOST_TRIED: usize = 512;

/// Values that a fact may be changed to.
pub(super) struct Candidates {
    pub(super) values: Vec<Value>,
    /// Whether every other value has the same effect as one of them, or a greater distance.
    pub(super) complete: bool,
    /// How many judgements it took to find them.
    pub(super) effort: usize,
}

/// Returns the values that a fact may be changed to, all others being as they are.
pub(super) fn of(precheck: &Precheck, proposal: &Proposal, fact: FactId) -> Candidates {
    let call = precheck.call();
    let kind = call.facts.get(fact.index()).map(|it| it.kind);
    let now = proposal.facts.get(fact.index()).and_then(Option::as_ref);
    let domain = precheck.domains.get(&Source::Fact(fact));
    let cells = domain.map_or(&[][..], |it| &it.values);
    let whole = domain.is_some_and(|it| it.extent == Extent::Whole);
    let found = |values: Vec<Value>, complete| Candidates {
        values,
        complete,
        effort: 0,
    };
    match (kind, now) {
        (Some(Type::Set(id)), Some(Value::Set(_))) => {
            let variants = call.enums.get(id.index()).map_or(0, |it| it.variants.len());
            let ids: Vec<VariantId> = (0..).map(VariantId).take(variants).collect();
            let mut sets: Vec<BTreeSet<VariantId>> = vec![BTreeSet::new()];
            let mut complete = true;
            for variant in ids {
                if sets.len() >= MOST_TRIED {
                    complete = false;
                    break;
                }
                let with = sets.iter().cloned().map(|mut set| {
                    set.insert(variant);
                    set
                });
                let with: Vec<_> = with.collect();
                sets.extend(with);
            }
            found(sets.into_iter().map(Value::Set).collect(), complete)
        }
        (Some(Type::List(list)), Some(Value::List(items))) => {
            let (solved, effort) = solved_items(precheck, proposal, fact, list, items);
            let mut values = lists(precheck, list, items);
            values.extend(solved);
            Candidates {
                values,
                complete: false,
                effort,
            }
        }
        (Some(kind), _) if kind.is_number() && !(whole && cells.len() < MOST_CELLS) => {
            numbers(precheck, proposal, fact, cells)
        }
        _ => found(cells.to_vec(), whole),
    }
}

/// Returns the numbers at which some requirement turns, all else being as it is.
fn numbers(precheck: &Precheck, proposal: &Proposal, fact: FactId, cells: &[Value]) -> Candidates {
    let question = Question::of(fact);
    let source = Source::Fact(fact);
    let mut answers = Answers::of(proposal.facts.clone());
    answers.take_back(&question);
    let mut round = Round::new(precheck, &answers, usize::MAX);
    let mut values: BTreeSet<Value> = cells.iter().cloned().collect();
    let looking = (0..).map(crate::call::RequirementId).zip(&precheck.groups);
    let looking: Vec<_> = looking
        .filter(|(_, groups)| groups.contains_key(&source))
        .map(|(id, _)| id)
        .collect();
    round.add_exact(&looking);
    let mut complete = true;
    for (place, slot) in round.slots.iter().enumerate() {
        if slot.question == question {
            values.extend(slot.cells.iter().cloned());
            complete = looking.iter().all(|id| round.groups(*id, place).exact);
        }
    }
    for joints in looking
        .iter()
        .filter_map(|id| precheck.joints.get(id.index()))
    {
        for joint in joints.iter().filter(|it| it.sources.contains(&source)) {
            values.extend(round.crossing(&question, joint));
        }
    }
    Candidates {
        values: values.into_iter().collect(),
        complete,
        effort: usize::MAX.saturating_sub(round.left),
    }
}

/// Returns the list with a number of one item changed such that some requirement turns.
fn solved_items(
    precheck: &Precheck,
    proposal: &Proposal,
    fact: FactId,
    list: ListId,
    items: &[Record],
) -> (Vec<Value>, usize) {
    let call = precheck.call();
    let answers = Answers::of(proposal.facts.clone());
    let mut round = Round::new(precheck, &answers, usize::MAX);
    let fields = call
        .lists
        .get(list.index())
        .map_or(&[][..], |it| &it.fields);
    let numbers = (0..).map(FieldId).zip(fields);
    let numbers: Vec<FieldId> = numbers
        .filter(|(_, field)| field.kind.is_number())
        .map(|(id, _)| id)
        .collect();
    let list = Question::of(fact);
    let mut solved = Vec::new();
    let joints = precheck.joints.iter().flatten();
    for joint in joints.filter(|it| it.sources.contains(&Source::Fact(fact))) {
        for place in 0..items.len() {
            for field in &numbers {
                let inside = list.field(place, *field);
                for value in round.crossing(&inside, joint) {
                    inside.put(&mut round.proposal.facts, Some(value));
                    solved.extend(list.value(&round.proposal.facts).cloned());
                }
                list.put(&mut round.proposal.facts, Some(Value::List(items.to_vec())));
            }
        }
    }
    (solved, usize::MAX.saturating_sub(round.left))
}

/// Returns the list with one item less, one item more, or one field of one item changed. Of an
/// item added only one or two fields are stated: those that matter.
fn lists(precheck: &Precheck, list: ListId, items: &[Record]) -> Vec<Value> {
    let call = precheck.call();
    let fields = call
        .lists
        .get(list.index())
        .map_or(&[][..], |it| &it.fields);
    let of = |field: FieldId| {
        let domain = precheck.domains.get(&Source::Field(list, field));
        domain.map_or(&[][..], |it| &it.values)
    };
    let mut lists: Vec<Vec<Record>> = Vec::new();
    for place in 0..items.len() {
        let others = items.iter().enumerate().filter(|(it, _)| *it != place);
        lists.push(others.map(|(_, item)| item.clone()).collect());
    }
    // Nobody is proposed by an invented code or name.
    let kinds = (0..).map(FieldId).zip(fields);
    let chosen: Vec<FieldId> = kinds
        .filter(|(_, field)| !field.kind.is_text())
        .map(|(id, _)| id)
        .collect();
    let blank = Record {
        fields: vec![None; fields.len()],
    };
    let with = |record: &Record, field: FieldId, value: &Value| {
        let mut record = record.clone();
        if let Some(slot) = record.fields.get_mut(field.index()) {
            *slot = Some(value.clone());
        }
        record
    };
    let mut added: Vec<Record> = vec![blank.clone()];
    for field in &chosen {
        added.extend(of(*field).iter().map(|value| with(&blank, *field, value)));
    }
    for (place, one) in chosen.iter().enumerate() {
        for other in chosen.iter().skip(place.saturating_add(1)) {
            for value in of(*one) {
                let first = with(&blank, *one, value);
                added.extend(of(*other).iter().map(|value| with(&first, *other, value)));
            }
        }
    }
    lists.extend(added.into_iter().map(|item| [items, &[item]].concat()));
    for (place, item) in items.iter().enumerate() {
        for field in &chosen {
            for value in of(*field) {
                let mut changed = items.to_vec();
                if let Some(slot) = changed.get_mut(place) {
                    *slot = with(item, *field, value);
                }
                lists.push(changed);
            }
        }
    }
    lists.truncate(MOST_TRIED);
    lists.into_iter().map(Value::List).collect()
}
