//! What is still to be marked, and by whom.

use std::collections::{BTreeMap, BTreeSet};

use super::Marks;
use super::assignments::Assignments;
use super::reading::MarksRequest;
use crate::call::visible;
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;

/// More marks or proposals than this are not listed in one message.
const MOST_LISTED: usize = 10;

/// Says for each evaluator which marks are missing.
pub(super) fn missing(
    request: &MarksRequest<'_>,
    marks: &Marks,
    files: &BTreeMap<String, DataPlace>,
) -> Vec<Diagnostic> {
    let each = marks.evaluators.iter();
    each.filter_map(|evaluator| {
        let (left, expected) = left(request, marks, evaluator);
        let assignments = request.assignments.map(|it| it.file.clone());
        let place = files.get(evaluator).cloned().unwrap_or_else(|| DataPlace {
            file: assignments.unwrap_or_default(),
            ..DataPlace::default()
        });
        (!left.is_empty()).then(|| notice(evaluator, &left, expected, place))
    })
    .collect()
}

/// Returns the marks that an evaluator has left open, and how many are expected of them.
fn left(request: &MarksRequest<'_>, marks: &Marks, evaluator: &str) -> (Vec<String>, usize) {
    let mut left = Vec::new();
    let mut expected = 0_usize;
    for proposal in request.to_mark {
        if !marks.panel_of(proposal).contains(&evaluator) {
            continue;
        }
        for (id, criterion, _) in request.grid.marked() {
            expected = expected.saturating_add(1);
            let given = marks.given.get(&(proposal.clone(), id));
            if given.is_none_or(|given| !given.contains_key(evaluator)) {
                left.push(format!("`{}` {}", visible(proposal), criterion.name));
            }
        }
    }
    (left, expected)
}

fn notice(evaluator: &str, left: &[String], expected: usize, place: DataPlace) -> Diagnostic {
    let evaluator = visible(evaluator);
    let count = left.len();
    let message = if count == expected {
        Text::new(
            format!("di `{evaluator}` non c'è alcun giudizio, su {expected}"),
            format!("there is no mark by `{evaluator}`, of {expected}"),
        )
    } else {
        let listed = listed(left.iter().map(String::as_str));
        Text::new(
            format!("di `{evaluator}` mancano giudizi, {count} su {expected}: {listed}"),
            format!("marks by `{evaluator}` are missing, {count} of {expected}: {listed}"),
        )
    };
    Diagnostic::notice(Code::MissingMark, place, message).with_hint(Text::new(
        "un giudizio che manca non vale zero: finché manca, il punteggio non si può dire",
        "a missing mark is not nought: as long as it is missing, the score cannot be told",
    ))
}

/// Lists the first of many.
fn listed<'a>(items: impl Iterator<Item = &'a str> + Clone) -> String {
    let more = items.clone().count().saturating_sub(MOST_LISTED);
    let mut shown: Vec<String> = items.take(MOST_LISTED).map(str::to_owned).collect();
    if more > 0 {
        shown.push(format!("… (+{more})"));
    }
    shown.join(", ")
}

impl Assignments {
    /// Points out the proposals of `to_mark` that nobody may mark: assigned to nobody, or only to
    /// evaluators in conflict.
    pub fn unassigned(&self, to_mark: &BTreeSet<String>) -> Option<Diagnostic> {
        let marks = self.without_marks();
        let left: Vec<String> = to_mark
            .iter()
            .filter(|proposal| marks.panel_of(proposal).is_empty())
            .map(|proposal| format!("`{}`", visible(proposal)))
            .collect();
        let listed = listed(left.iter().map(String::as_str));
        let place = DataPlace {
            file: self.file.clone(),
            ..DataPlace::default()
        };
        (!left.is_empty()).then(|| {
            Diagnostic::notice(
                Code::BadAssignment,
                place,
                Text::new(
                    format!("nessuno può valutare queste proposte: {listed}"),
                    format!("nobody may mark these proposals: {listed}"),
                ),
            )
            .with_hint(Text::new(
                "assegnarle a un valutatore senza conflitto di interessi",
                "assign them to an evaluator without a conflict of interest",
            ))
        })
    }

    /// Returns who is to mark what, with no mark given yet.
    pub fn without_marks(&self) -> Marks {
        Marks {
            evaluators: self.evaluators.clone(),
            assigned: self.assigned.clone(),
            conflicts: self.conflicts.keys().cloned().collect(),
            given: BTreeMap::new(),
        }
    }
}
