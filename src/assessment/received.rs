//! Values over the received proposals: how many share a key, what they ask for in all.
//!
//! Proposals are put into buckets of equal keys. Where some of a proposal's keys are unknown, its
//! bucket is that of the others, and it may belong to every group they fit. So each proposal
//! looks into as many buckets as there are combinations of unknown keys, not at all proposals.

use std::collections::{BTreeMap, BTreeSet};

use super::leaves::Evaluator;
use super::unknown::AllNeeded;
use super::{Case, Evaluated, Later, NoResult, Unknown};
use crate::call::{Call, Received};
use crate::facts::Proposal;
use crate::number::Fraction;
use crate::value::Value;

/// What a value over received proposals waits for where they are not known at all.
pub const RECEIVED_PROPOSALS: &str = "received proposals";

/// A value waits for the facts of at most so many other proposals by name, the first by id: that
/// is enough to go on with, and a hundred thousand names in each of as many values are not.
pub(super) const NAMED: usize = 10;

/// The values of [`Call::received`] for each proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceivedValues {
    values: BTreeMap<String, Vec<Evaluated>>,
}

impl ReceivedValues {
    /// Returns the values for one proposal, in the order of [`Call::received`]; none where there
    /// is no such proposal, and then they are unknown.
    ///
    /// ```
    /// use bando::assessment::ReceivedValues;
    /// assert!(ReceivedValues::default().of("B91B21001080001").is_empty());
    /// ```
    pub fn of(&self, proposal_id: &str) -> &[Evaluated] {
        self.values
            .get(proposal_id)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Returns the values for one proposal, to be changed; none where there is no such proposal.
    pub(crate) fn of_mut(&mut self, proposal_id: &str) -> &mut [Evaluated] {
        self.values
            .get_mut(proposal_id)
            .map(Vec::as_mut_slice)
            .unwrap_or_default()
    }
}

/// Computes the values over all received proposals, for each of them.
///
/// The order of `proposals` does not matter. What is unknown of another proposal is waited for
/// under its id: `requested (B91B21001080001)`.
pub fn received_values(call: &Call, proposals: &[Proposal]) -> ReceivedValues {
    let mut proposals: Vec<&Proposal> = proposals.iter().collect();
    proposals.sort_by(|a, b| a.id.cmp(&b.id));
    let mut values: Vec<Vec<Evaluated>> = vec![Vec::new(); proposals.len()];
    for received in &call.received {
        let members: Vec<Member> = proposals
            .iter()
            .zip(&values)
            .map(|(proposal, values)| Member::of(call, received, proposal, values))
            .collect();
        let groups = Groups::of(&members, received);
        let next: Vec<Evaluated> = members
            .iter()
            .enumerate()
            .map(|(place, member)| groups.value(place, member, &proposals))
            .collect();
        for (values, next) in values.iter_mut().zip(next) {
            values.push(next);
        }
    }
    let ids = proposals.iter().map(|proposal| proposal.id.clone());
    ReceivedValues {
        values: ids.zip(values).collect(),
    }
}

/// What one proposal brings to a value.
struct Member {
    keys: Vec<Evaluated>,
    /// Whether it counts: yes, no, or not known.
    counts: Option<bool>,
    /// What it adds to a sum, or 1 where proposals are counted.
    amount: Option<Fraction>,
    /// Why it is open whether it counts, or what it adds.
    doubt: Option<Unknown>,
}

impl Member {
    fn of(call: &Call, received: &Received, proposal: &Proposal, values: &[Evaluated]) -> Self {
        let mut evaluator = Evaluator::new(Case {
            call,
            proposal,
            received: values,
            later: Later::default(),
        });
        let keys: Vec<Evaluated> = received
            .same
            .iter()
            .map(|key| evaluator.evaluate(key))
            .collect();
        let condition = match &received.condition {
            Some(condition) => evaluator.evaluate(condition),
            None => Evaluated::yes(true),
        };
        let amount = match &received.sum {
            Some(sum) => evaluator.evaluate(sum),
            None => Evaluated::number(Fraction::ONE),
        };
        // What has no key, and never will have one, is in no group.
        let no_key = keys.iter().any(Evaluated::is_ended);
        let mut doubt = None;
        let uncertain = keys.iter().chain([&condition, &amount]);
        for part in uncertain.filter(|part| part.known().is_none()) {
            doubt.get_or_insert_with(Unknown::default).take_in(part);
        }
        Self {
            counts: if no_key {
                Some(false)
            } else {
                condition.yes_no()
            },
            amount: match amount {
                Evaluated::Known(Value::Number(amount)) => Some(amount),
                _ => None,
            },
            keys,
            doubt,
        }
    }
}

/// The members by their keys; `None` stands for a key that is not known.
struct Groups<'a> {
    received: &'a Received,
    members: &'a [Member],
    patterns: BTreeSet<Vec<bool>>,
    buckets: BTreeMap<Vec<Option<&'a Value>>, Bucket>,
}

/// Members that share their known keys, and the keys that are not known.
struct Bucket {
    certain: u64,
    possible: u64,
    /// What the certain ones add up to; `None` if that is too large.
    total: Option<Fraction>,
    /// The first members in doubt that wait for facts, by their places.
    waiting: Vec<usize>,
    /// What has no result in any member in doubt.
    without_result: BTreeSet<NoResult>,
    /// What has no result in members that no further fact makes certain.
    ended: Option<BTreeSet<NoResult>>,
}

impl<'a> Groups<'a> {
    fn of(members: &'a [Member], received: &'a Received) -> Self {
        let mut groups = Self {
            received,
            members,
            patterns: BTreeSet::new(),
            buckets: BTreeMap::new(),
        };
        for (place, member) in members.iter().enumerate() {
            if member.counts == Some(false) {
                continue;
            }
            let keys: Vec<_> = member.keys.iter().map(Evaluated::known).collect();
            groups
                .patterns
                .insert(keys.iter().map(Option::is_some).collect());
            groups.buckets.entry(keys).or_default().add(place, member);
        }
        groups
    }

    /// Returns the value for the member at `place`.
    fn value(&self, place: usize, member: &Member, proposals: &[&Proposal]) -> Evaluated {
        if let Some(missing) = AllNeeded::of(&member.keys).missing() {
            return missing;
        }
        let buckets: Vec<&Bucket> = self
            .patterns
            .iter()
            .filter_map(|pattern| {
                let keys = member.keys.iter().zip(pattern);
                let keys = keys.map(|(key, known)| key.known().filter(|_| *known));
                self.buckets.get(&keys.collect::<Vec<_>>())
            })
            .collect();
        let in_doubt = buckets
            .iter()
            .any(|bucket| bucket.certain < bucket.possible);
        if self.received.sum.is_none() {
            let count = |number: fn(&Bucket) -> u64| {
                let all = buckets.iter().map(|bucket| i128::from(number(bucket)));
                Fraction::integer(all.fold(0, i128::saturating_add))
            };
            let certain = count(|bucket| bucket.certain);
            if !in_doubt {
                return Evaluated::number(certain);
            }
            return Evaluated::Unknown(Unknown {
                range: Some((certain, count(|bucket| bucket.possible))),
                ..self.reasons(place, &buckets, proposals)
            });
        }
        if in_doubt {
            let mut ended = buckets.iter().filter_map(|bucket| bucket.ended.as_ref());
            if let Some(first) = ended.next() {
                let without_result = ended.fold(first.clone(), |all, more| &all | more);
                let ended = Unknown {
                    without_result,
                    ..Unknown::default()
                };
                return ended.evaluated();
            }
            return self.reasons(place, &buckets, proposals).evaluated();
        }
        let total = buckets
            .iter()
            .try_fold(Fraction::ZERO, |total, bucket| total.add(bucket.total?));
        Evaluated::number_or_overflow(total, self.received.span)
    }

    /// Returns what the doubts in some buckets wait for, seen from the member at `place`.
    fn reasons(&self, place: usize, buckets: &[&Bucket], proposals: &[&Proposal]) -> Unknown {
        let mut others: Vec<usize> = buckets
            .iter()
            .flat_map(|bucket| bucket.waiting.iter().copied())
            .filter(|other| *other != place)
            .collect();
        others.sort_unstable();
        others.truncate(NAMED);
        let mut reasons = Unknown::default();
        for bucket in buckets {
            reasons
                .without_result
                .extend(bucket.without_result.iter().cloned());
        }
        let own = self
            .members
            .get(place)
            .filter(|own| own.counts != Some(false));
        if let Some(doubt) = own.and_then(|own| own.doubt.as_ref()) {
            reasons.waits_for.extend(doubt.waits_for.iter().cloned());
            let others = doubt.waits_for_others.iter().cloned();
            reasons.waits_for_others.extend(others);
        }
        for other in others {
            let doubt = self.members.get(other).and_then(|it| it.doubt.as_ref());
            if let (Some(doubt), Some(proposal)) = (doubt, proposals.get(other)) {
                let facts = doubt.facts();
                reasons
                    .waits_for_others
                    .extend(facts.map(|fact| format!("{fact} ({})", proposal.id)));
            }
        }
        reasons
    }
}

impl Default for Bucket {
    fn default() -> Self {
        Self {
            certain: 0,
            possible: 0,
            total: Some(Fraction::ZERO),
            waiting: Vec::new(),
            without_result: BTreeSet::new(),
            ended: None,
        }
    }
}

impl Bucket {
    fn add(&mut self, place: usize, member: &Member) {
        self.possible = self.possible.saturating_add(1);
        let Some(doubt) = &member.doubt else {
            self.certain = self.certain.saturating_add(1);
            self.total = self
                .total
                .zip(member.amount)
                .and_then(|(total, amount)| total.add(amount));
            return;
        };
        self.without_result
            .extend(doubt.without_result.iter().cloned());
        if !doubt.waits() {
            let ended = self.ended.get_or_insert_default();
            ended.extend(doubt.without_result.iter().cloned());
        } else if self.waiting.len() <= NAMED {
            self.waiting.push(place);
        }
    }
}
