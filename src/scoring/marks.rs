//! The marks of the panel, as they were handed in.

use std::collections::{BTreeMap, BTreeSet};

use crate::call::CriterionId;
use crate::number::Fraction;

/// All marks of a call, and who was to give them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The evaluators by name.
    pub evaluators: BTreeSet<String>,
    /// Who is to mark a proposal, by the proposal's id; where it is `None`, every evaluator marks
    /// every proposal.
    pub assigned: Option<BTreeMap<String, BTreeSet<String>>>,
    /// The conflicts of interest declared, as proposal and evaluator. They take an assignment away.
    pub conflicts: BTreeSet<(String, String)>,
    /// The marks given, by proposal, criterion and evaluator.
    pub given: BTreeMap<(String, CriterionId), BTreeMap<String, Mark>>,
}

/// A mark that one evaluator gives one criterion of one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The word or number as written, for people.
    pub written: String,
    /// The share of the criterion's maximum it gives, from 0 to 1.
    pub share: Fraction,
    /// The evaluator's reasons.
    pub note: Option<String>,
}

impl Marks {
    /// Returns who is to mark the proposal, without those who declared a conflict, by name.
    ///
    /// ```
    /// use bando::scoring::Marks;
    /// let mut marks = Marks::default();
    /// marks.evaluators.extend(["bianchi".to_owned(), "rossi".to_owned()]);
    /// marks.conflicts.insert(("P1".to_owned(), "rossi".to_owned()));
    /// assert_eq!(marks.panel_of("P1"), ["bianchi"]);
    /// assert_eq!(marks.panel_of("P2"), ["bianchi", "rossi"]);
    /// ```
    pub fn panel_of(&self, proposal: &str) -> Vec<&str> {
        let all = match &self.assigned {
            Some(assigned) => assigned.get(proposal),
            None => Some(&self.evaluators),
        };
        let free = |evaluator: &&String| {
            let pair = (proposal.to_owned(), (*evaluator).clone());
            !self.conflicts.contains(&pair)
        };
        let panel = all.into_iter().flatten().filter(free);
        panel.map(String::as_str).collect()
    }
}
