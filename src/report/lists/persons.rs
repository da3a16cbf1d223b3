//! How lists speak of natural persons: by the id of their proposal, and by a number where the id
//! itself would name them.

use std::collections::BTreeMap;

use crate::call::{Call, Type};
use crate::engine::persons::is_persons_code;
use crate::engine::{Outcome, ProposalOutcome};
use crate::report::words::choose;
use crate::selection::UnitResult;
use crate::text::Language;

/// What stands in place of what would name a natural person.
#[derive(Clone, Debug)]
pub(in crate::report) struct Persons {
    /// The ids of proposals that would.
    ids: BTreeMap<String, String>,
    /// The ids of units that would.
    units: BTreeMap<String, String>,
    /// Those of them that ended the walk: other proposals' reasons name them.
    ended: Vec<String>,
    /// Whether any proposal is a natural person's.
    any: bool,
}

impl Persons {
    /// Finds what names natural persons in an outcome.
    pub(in crate::report) fn of(call: &Call, outcome: &Outcome, language: Language) -> Self {
        let word = choose(language, "persona fisica", "natural person");
        let telling = outcome
            .proposals
            .iter()
            .filter(|it| is_persons_code(&it.id));
        let ids: BTreeMap<String, String> = (1_u64..)
            .zip(telling)
            .map(|(number, it)| (it.id.clone(), format!("{word} {number}")))
            .collect();
        let group = call.ranking.as_ref().and_then(|it| it.group_by.as_ref());
        let named = group.is_some_and(|it| matches!(it.ty, Type::Text | Type::Iban));
        let mut units = BTreeMap::new();
        for proposal in outcome.proposals.iter().filter(|it| is_person(it)) {
            let shown = ids.get(&proposal.id).unwrap_or(&proposal.id);
            let unit = proposal.unit.as_ref();
            if let Some(unit) = unit.filter(|it| named || is_persons_code(it)) {
                // A unit of several goes by its first.
                units.entry(unit.clone()).or_insert_with(|| shown.clone());
            }
        }
        let results = outcome.selection.iter().flat_map(|it| &it.units);
        let mut ended: Vec<String> = results
            .filter_map(|unit| match &unit.result {
                UnitResult::AfterTheEnd { ended_by, .. } => Some(ended_by.clone()),
                _ => None,
            })
            .filter(|unit| units.contains_key(unit))
            .collect();
        ended.sort_unstable();
        ended.dedup();
        Self {
            any: outcome.proposals.iter().any(is_person),
            ids,
            units,
            ended,
        }
    }

    /// Tells whether any proposal is a natural person's.
    pub(in crate::report) fn any(&self) -> bool {
        self.any
    }

    /// Returns what a proposal is called.
    pub(in crate::report) fn id<'a>(&'a self, id: &'a str) -> &'a str {
        self.ids.get(id).map_or(id, String::as_str)
    }

    /// Returns what a unit is called.
    pub(in crate::report) fn unit<'a>(&'a self, unit: &'a str) -> &'a str {
        self.units.get(unit).map_or(unit, String::as_str)
    }

    /// Returns a sentence about money without the names of units that would name a person: its
    /// own, and those that ended the walk.
    pub(in crate::report) fn without_names(&self, own: Option<&str>, sentence: &str) -> String {
        let named = own.into_iter().chain(self.ended.iter().map(String::as_str));
        let mut text = sentence.to_owned();
        for unit in named {
            if let Some(shown) = self.units.get(unit) {
                text = text.replace(&format!("`{unit}`"), &format!("`{shown}`"));
            }
        }
        text
    }
}

/// Tells whether lists must not name whose proposal it is.
pub(in crate::report) fn is_person(proposal: &ProposalOutcome) -> bool {
    proposal.natural_person || is_persons_code(&proposal.id)
}

/// Tells whether values of this type may name a person: texts and codes, but neither the code of a
/// project, which must be published, nor that of a comune.
pub(in crate::report) fn may_name(ty: Type) -> bool {
    ty.is_text() && !matches!(ty, Type::Cup | Type::ComuneCode)
}
