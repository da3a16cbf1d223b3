//! What becomes of each requirement, and of the proposal.

use super::leaves::Evaluator;
use super::message::message_in;
use super::shortfall::shortfalls;
use super::{Admission, Assessment, Case, Evaluated, Finding, Judgement, Stage, Unknown};
use crate::call::{Consequence, FactId, Requirement, RequirementId};

/// Judges a proposal against every requirement of the call.
///
/// Once a requirement refuses it, those not known are [`Judgement::NotExamined`]: no answer makes
/// a difference any more. Where a requirement may or may not apply and is met anyway, it is
/// unknown but does not stand in the way, and waits for nothing. What waits only for facts of
/// other proposals does not stand in the way either: the gap is theirs to fill, and keeps the
/// ranking provisional until they do.
pub fn assess(case: Case<'_>, stage: Stage) -> Assessment {
    let mut evaluator = Evaluator::new(case);
    let mut findings = Vec::with_capacity(case.call.requirements.len());
    let mut admission = Admission::Admitted;
    let mut refused = false;
    for (id, requirement) in (0..).map(RequirementId).zip(&case.call.requirements) {
        let (finding, in_the_way) = judge(&mut evaluator, id, requirement);
        let effect = if in_the_way {
            effect(finding.judgement, requirement.consequence, stage)
        } else {
            Admission::Admitted
        };
        refused |= effect == Admission::NotAdmitted && finding.judgement == Judgement::Unmet;
        admission = admission.max(effect);
        findings.push((finding, effect));
    }
    let findings = findings
        .into_iter()
        .map(|(finding, effect)| {
            // What is not known and by itself keeps the proposal out is the reason, and stays.
            let reason = !refused && effect == Admission::NotAdmitted;
            let open = finding.judgement == Judgement::Unknown;
            if open && admission == Admission::NotAdmitted && !reason {
                no_longer_examined(finding)
            } else {
                finding
            }
        })
        .collect();
    Assessment {
        proposal: case.proposal.id.clone(),
        findings,
        admission,
    }
}

/// Returns the facts a proposal states although, by their own `when`, they do not apply to it.
///
/// They change nothing; whoever stated them may have meant something else.
pub fn not_applicable_facts(case: Case<'_>) -> Vec<FactId> {
    let mut evaluator = Evaluator::new(case);
    let stated = (0..).map(FactId).zip(&case.proposal.facts);
    stated
        .filter(|(_, value)| value.is_some())
        .map(|(id, _)| id)
        .filter(|id| {
            let fact = case.call.facts.get(id.index());
            fact.is_some_and(|fact| fact.when.is_some()) && {
                let applies = evaluator.applies(*id);
                applies.yes_no() == Some(false) || applies == Evaluated::Absent
            }
        })
        .collect()
}

/// Judges one requirement, and tells whether the finding stands in the proposal's way.
fn judge<'a>(
    evaluator: &mut Evaluator<'a>,
    id: RequirementId,
    requirement: &'a Requirement,
) -> (Finding, bool) {
    let mut finding = Finding {
        requirement: id,
        judgement: Judgement::Met,
        message: None,
        shortfalls: Vec::new(),
        unknown: Unknown::default(),
    };
    let applies = match &requirement.applies_when {
        Some(condition) => evaluator.evaluate(condition),
        None => Evaluated::yes(true),
    };
    if applies.yes_no() == Some(false) {
        finding.judgement = Judgement::NotApplicable;
        return (finding, false);
    }
    // Where it is open whether the requirement applies, only the world in which it does matters.
    let require = match (&requirement.applies_when, applies.yes_no()) {
        (Some(condition), None) => {
            Evaluator::assuming(evaluator.case, condition).evaluate(&requirement.require)
        }
        _ => evaluator.evaluate(&requirement.require),
    };
    match (applies.yes_no(), require.yes_no()) {
        (Some(_), Some(true)) => (finding, false),
        (Some(_), Some(false)) => {
            finding.judgement = Judgement::Unmet;
            finding.message = Some(message_in(evaluator, &requirement.message));
            finding.shortfalls = shortfalls(evaluator, &requirement.require);
            (finding, true)
        }
        // Met or not applicable: the two differ, so it is unknown, but neither is in the way.
        (None, Some(true)) => {
            finding.judgement = Judgement::Unknown;
            (finding, false)
        }
        (_, None) | (None, Some(false)) => {
            finding.judgement = Judgement::Unknown;
            finding.unknown.take_in(&applies);
            finding.unknown.take_in(&require);
            // Nobody is kept out, or asked for anything, because of a gap in another's proposal.
            let in_the_way = !finding.unknown.waits_for_others_only();
            (finding, in_the_way)
        }
    }
}

/// Returns what a finding that stands in the way makes of the proposal. Until the final stage
/// `missing fail` is as patient as `missing ask`, and then as strict.
fn effect(judgement: Judgement, consequence: Consequence, stage: Stage) -> Admission {
    let may_be_supplied = match consequence {
        Consequence::Reservation(_) => return Admission::WithReservation,
        Consequence::Remedy(_) => true,
        Consequence::Refusal => judgement == Judgement::Unknown,
    };
    if may_be_supplied && stage < Stage::Final {
        Admission::ToBeCompleted
    } else {
        Admission::NotAdmitted
    }
}

fn no_longer_examined(finding: Finding) -> Finding {
    Finding {
        judgement: Judgement::NotExamined,
        unknown: Unknown::default(),
        ..finding
    }
}
