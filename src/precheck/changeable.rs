//! What an applicant can change.

use super::Precheck;
use super::domain::Extent;
use super::mentions::Source;
use crate::call::{FactId, RequirementId, Supplier};
use crate::value::Value;

impl Precheck {
    /// Returns the facts that a requirement looks at, and that the applicant can change and has stated.
    pub(super) fn changeable(
        &self,
        id: RequirementId,
        stated: &[Option<Value>],
    ) -> impl Iterator<Item = FactId> {
        let groups = self.groups.get(id.index());
        let sources = groups.into_iter().flat_map(|it| it.keys());
        let facts = sources.filter_map(|source| match source {
            Source::Fact(id) => Some(*id),
            Source::Field(..) => None,
        });
        facts.filter(|id| self.may_change(*id, stated))
    }

    /// Returns the numbers that the applicant can change and has stated, where they have too many
    /// values to try all.
    pub(super) fn changeable_numbers(&self, stated: &[Option<Value>]) -> Vec<FactId> {
        let all = (0..).map(FactId).zip(&self.call().facts);
        let numbers = all.filter(|(id, fact)| {
            let domain = self.domains.get(&Source::Fact(*id));
            let whole = domain.is_none_or(|it| it.extent == Extent::Whole);
            fact.kind.is_number() && !whole && self.may_change(*id, stated)
        });
        numbers.map(|(id, _)| id).collect()
    }

    /// Tells whether the values that a fact may be changed to are the same whatever else is changed.
    pub(super) fn stands_alone(&self, fact: FactId) -> bool {
        let source = Source::Fact(fact);
        let groups = self.groups.iter();
        let mut groups = groups.filter_map(|it| it.get(&source));
        groups.all(|it| it.exact)
    }

    /// Tells whether changes of so many facts, one after the other, come to every place where some
    /// requirements turn together: two facts do where they are equal along lines.
    pub(super) fn reaches_all(
        &self,
        ids: &[RequirementId],
        stated: &[Option<Value>],
        facts: usize,
    ) -> bool {
        if facts == 1 {
            return true;
        }
        let numbers = self.changeable_numbers(stated);
        let joints = ids.iter().filter_map(|id| self.joints.get(id.index()));
        let mut joints = joints.flatten().filter(|joint| {
            let changing = numbers.iter();
            let changing = changing.filter(|it| joint.sources.contains(&Source::Fact(**it)));
            changing.count() >= 2
        });
        match facts {
            2 => joints.all(|joint| joint.is_straight(self.call())),
            _ => joints.next().is_none(),
        }
    }

    fn may_change(&self, id: FactId, stated: &[Option<Value>]) -> bool {
        let fact = self.call().facts.get(id.index());
        fact.is_some_and(|it| it.changeable && it.supplier == Supplier::Applicant)
            && stated.get(id.index()).is_some_and(Option::is_some)
    }
}
