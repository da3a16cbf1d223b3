//! The values that a fact may be changed to with some effect.

use std::collections::BTreeSet;

use super::Precheck;
use super::answers::Answers;
use super::domain::{Extent, case, in_order};
use super::grid::Grid;
use super::mentions::{Joint, Source};
use super::question::Question;
use super::round::Round;
use super::thresholds::Thresholds;
use crate::call::{ExprKind, FactId, FieldId, ListId, RequirementId, Type};
use crate::facts::Proposal;
use crate::value::{Record, Value, VariantId};

/// Of no set more values are tried, for no list more new items.
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
        (Some(kind), _) if in_order(kind) => match domain {
            Some(domain) if whole => found(domain.turning.clone(), true),
            Some(domain) => on_a_line(precheck, proposal, fact, &domain.turning),
            None => found(Vec::new(), true),
        },
        _ => found(cells.to_vec(), whole),
    }
}

/// Returns the numbers, days or instants on either side of where some requirement turns, all else
/// being as it is.
fn on_a_line(
    precheck: &Precheck,
    proposal: &Proposal,
    fact: FactId,
    constant: &[Value],
) -> Candidates {
    let call = precheck.call();
    let question = Question::of(fact);
    let source = Source::Fact(fact);
    let now = proposal.facts.get(fact.index()).and_then(Option::as_ref);
    let mut answers = Answers::of(proposal.facts.clone());
    answers.take_back(&question);
    let mut round = Round::new(precheck, &answers, usize::MAX);
    let mut values: BTreeSet<Value> = constant.iter().cloned().collect();
    let grid = question.kind(call).zip(question.reading(call));
    let grid = grid.map(|(kind, reading)| Grid::new(kind, reading));
    let mut complete = grid.is_some();
    let variable = ExprKind::Fact(fact);
    let looking = (0..).map(RequirementId).zip(&precheck.groups);
    for (id, groups) in looking {
        let Some(groups) = groups.get(&source) else {
            continue;
        };
        let mut thresholds = Thresholds::new(case(call, &round.proposal), &variable);
        thresholds.add_requirement(id);
        let (mut thresholds, mut exact) = (thresholds.values, thresholds.exact);
        if let (Some(now), false) = (now, exact || groups.exact) {
            let turns = round.turns_beside(id, fact, now);
            thresholds.extend(turns.values);
            exact = turns.exact;
        }
        complete &= groups.exact || exact;
        let around = grid.as_ref().map(|it| it.around(&thresholds));
        values.extend(around.into_iter().flatten());
        let joints = precheck.joints.get(id.index()).into_iter().flatten();
        for joint in joints.filter(|it| it.sources.contains(&source)) {
            values.extend(round.crossing(&question, joint));
            question.put(&mut round.proposal.facts, None);
        }
    }
    Candidates {
        values: values.into_iter().collect(),
        complete,
        effort: usize::MAX.saturating_sub(round.left),
    }
}

/// Returns the numbers with which two comparisons with another fact turn at once, that fact being
/// changed too.
pub(super) fn with_another(
    precheck: &Precheck,
    proposal: &Proposal,
    fact: FactId,
    other: FactId,
) -> Candidates {
    let joints = precheck.joints.iter().flatten();
    let joints: Vec<&Joint> = joints.filter(|it| it.is_between(fact, other)).collect();
    let mut round = Round::new(precheck, &Answers::of(proposal.facts.clone()), usize::MAX);
    let (question, partner) = (Question::of(fact), Question::of(other));
    let mut values = Vec::new();
    for (place, first) in joints.iter().enumerate() {
        for second in joints.iter().skip(place.saturating_add(1)) {
            values.extend(round.meeting(&question, &partner, first, second));
            round.proposal.facts.clone_from(&proposal.facts);
        }
    }
    Candidates {
        values,
        complete: true,
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
    let domain = |field: FieldId| precheck.domains.get(&Source::Field(list, field));
    let of = |field: FieldId| domain(field).map_or(&[][..], |it| &it.values);
    // A number that is there already moves to the nearest that helps.
    let nearest_of = |field: FieldId| match domain(field) {
        Some(domain) if !domain.turning.is_empty() => &domain.turning,
        _ => of(field),
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
    added.truncate(MOST_TRIED);
    lists.extend(added.into_iter().map(|item| [items, &[item]].concat()));
    for (place, item) in items.iter().enumerate() {
        for field in &chosen {
            for value in nearest_of(*field) {
                let mut changed = items.to_vec();
                if let Some(slot) = changed.get_mut(place) {
                    *slot = with(item, *field, value);
                }
                lists.push(changed);
            }
        }
    }
    lists.into_iter().map(Value::List).collect()
}
