//! What becomes of each requirement, and of the proposal.

use super::leaves::Evaluator;
use super::message::message_in;
use super::shortfall::shortfalls;
use super::{
    Admission, Assessment, Case, Evaluated, ExceptionState, ExplainedRequirement, Finding,
    Judgement, NoResultKind, Stage, Unknown,
};
use crate::call::{Consequence, ExceptionId, FactId, Requirement, RequirementId, Target};
use crate::text::Text;

/// Judges a proposal against every requirement of the call.
///
/// Once a requirement refuses it, those not known are [`Judgement::NotExamined`]: no answer makes
/// a difference any more. Where a requirement may or may not apply and is met anyway, it is
/// unknown but does not stand in the way, and waits for nothing. What waits only for facts of
/// other proposals does not stand in the way either: the gap is theirs to fill, and keeps the
/// ranking provisional until they do.
pub fn assess(case: Case<'_>, stage: Stage) -> Assessment {
    let mut evaluator = Evaluator::new(case);
    let requirements = (0..).map(RequirementId).zip(&case.call.requirements);
    let judged = requirements.map(|(id, it)| judge(&mut evaluator, id, it, None));
    assessment_of(case, judged.collect(), stage)
}

/// A requirement judged, with what the assessment makes of it and what [`judge_one`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The finding of the assessment, where nothing is said yet of what no longer matters.
    pub finding: Finding,
    /// Whether it stands in the proposal's way.
    pub in_the_way: bool,
    /// What it waits for, what decides what follows from it among that; nothing where the finding
    /// says all of it.
    pub waits: Option<Box<Unknown>>,
}

impl Judged {
    /// Returns what the requirement waits for, what decides what follows from it among that.
    pub fn unknown(&self) -> &Unknown {
        self.waits.as_deref().unwrap_or(&self.finding.unknown)
    }
}

/// Judges a proposal against every requirement of the call, of which [`assess_judged`] makes what
/// [`assess`] says at once.
pub fn judge_all(case: Case<'_>) -> Vec<Judged> {
    let mut evaluator = Evaluator::new(case);
    let requirements = (0..).map(RequirementId).zip(&case.call.requirements);
    let judged = requirements.map(|(id, it)| whole(&mut evaluator, id, it));
    judged.collect()
}

/// Judges a proposal against one requirement as [`judge_all`] does; `None` where the call has no such
/// requirement.
pub fn judge_in_full(case: Case<'_>, id: RequirementId) -> Option<Judged> {
    let requirement = case.call.requirements.get(id.index())?;
    Some(whole(&mut Evaluator::new(case), id, requirement))
}

fn whole<'a>(evaluator: &mut Evaluator<'a>, id: RequirementId, it: &'a Requirement) -> Judged {
    let (finding, in_the_way) = judge(evaluator, id, it, None);
    let waits = waits(evaluator, it, &finding, in_the_way);
    Judged {
        finding,
        in_the_way,
        waits: waits.map(Box::new),
    }
}

/// Returns what a proposal that does not meet a requirement is told, by what is known of it; `None`
/// where the call has no such requirement.
pub fn words_if_unmet(case: Case<'_>, id: RequirementId) -> Option<Text> {
    let requirement = case.call.requirements.get(id.index())?;
    let mut evaluator = Evaluator::new(case);
    let states = evaluator.states(&requirement.exceptions);
    Some(told(&mut evaluator, requirement, &states))
}

/// Returns the assessment of a proposal that has been judged.
pub fn assess_judged(case: Case<'_>, judged: Vec<Judged>, stage: Stage) -> Assessment {
    let judged = judged.into_iter();
    let judged = judged.map(|it| (it.finding, it.in_the_way));
    assessment_of(case, judged.collect(), stage)
}

/// Tells what follows from the findings, of each of which is told whether it stands in the way.
pub(super) fn assessment_of(
    case: Case<'_>,
    judged: Vec<(Finding, bool)>,
    stage: Stage,
) -> Assessment {
    let mut findings = Vec::with_capacity(judged.len());
    let mut admission = Admission::Admitted;
    let mut refused = false;
    for (finding, in_the_way) in judged {
        let effect = if in_the_way {
            effect(finding.judgement, finding.consequence, stage)
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

/// Judges a proposal against one requirement, without the words and shortfalls of a failure, and
/// tells whether the finding stands in the proposal's way; `None` where the call has no such
/// requirement. A finding that is unknown waits here also for what decides what follows from it.
pub fn judge_one(case: Case<'_>, id: RequirementId) -> Option<(Finding, bool)> {
    judge_in(Evaluator::new(case), id)
}

/// Judges as [`judge_one`] does, but by what may still be stated too: what is not known lies
/// within the bounds that its fact is read within, and a comparison that comes to the same for all
/// numbers there is settled.
pub fn judge_ahead(case: Case<'_>, id: RequirementId) -> Option<(Finding, bool)> {
    judge_in(Evaluator::bounding(case), id)
}

fn judge_in(mut evaluator: Evaluator<'_>, id: RequirementId) -> Option<(Finding, bool)> {
    let requirement = evaluator.case.call.requirements.get(id.index())?;
    let (mut finding, in_the_way) = outline(&mut evaluator, id, requirement, None);
    if let Some(waits) = waits(&mut evaluator, requirement, &finding, in_the_way) {
        finding.unknown = waits;
    }
    Some((finding, in_the_way))
}

/// Returns what a finding waits for, where what decides what follows from it adds to that.
fn waits<'a>(
    evaluator: &mut Evaluator<'a>,
    requirement: &'a Requirement,
    finding: &Finding,
    in_the_way: bool,
) -> Option<Unknown> {
    let open = finding.judgement == Judgement::Unknown
        && in_the_way
        && consequence(finding.requirement, requirement, &finding.exceptions).is_err();
    open.then(|| {
        let mut unknown = finding.unknown.clone();
        unknown.take_in(&why_open(evaluator, requirement, &finding.exceptions));
        unknown
    })
}

/// Judges one requirement, and tells whether the finding stands in the proposal's way; what has
/// been explained already is taken from there.
pub(super) fn judge<'a>(
    evaluator: &mut Evaluator<'a>,
    id: RequirementId,
    requirement: &'a Requirement,
    explained: Option<&ExplainedRequirement<'a>>,
) -> (Finding, bool) {
    let (mut finding, in_the_way) = outline(evaluator, id, requirement, explained);
    if finding.judgement == Judgement::Unmet {
        finding.message = Some(told(evaluator, requirement, &finding.exceptions));
        finding.shortfalls = shortfalls(evaluator, &requirement.require);
    }
    (finding, in_the_way)
}

/// Judges one requirement, without the words and shortfalls of a failure.
fn outline<'a>(
    evaluator: &mut Evaluator<'a>,
    id: RequirementId,
    requirement: &'a Requirement,
    explained: Option<&ExplainedRequirement<'a>>,
) -> (Finding, bool) {
    let mut finding = Finding {
        requirement: id,
        judgement: Judgement::Met,
        message: None,
        shortfalls: Vec::new(),
        unknown: Unknown::default(),
        harmless: false,
        exceptions: Vec::new(),
        consequence: requirement.consequence,
    };
    let applies = match &requirement.applies_when {
        Some(condition) => match explained.and_then(|it| it.applies.as_ref()) {
            Some(step) => step.value.clone(),
            None => evaluator.evaluate(condition),
        },
        None => Evaluated::yes(true),
    };
    let consequence = if applies_by_itself(evaluator, requirement) {
        finding.exceptions = evaluator.states(&requirement.exceptions);
        consequence(id, requirement, &finding.exceptions)
    } else {
        Ok(requirement.consequence)
    };
    if applies.yes_no() == Some(false) {
        finding.judgement = Judgement::NotApplicable;
        return (finding, false);
    }
    // Where it is open whether the requirement applies, only the world in which it does matters.
    let mut require = match (&requirement.applies_when, applies.yes_no()) {
        (Some(condition), None) => evaluator.assuming(condition).evaluate(&requirement.require),
        _ => match explained {
            Some(explained) => explained.require.value.clone(),
            None => evaluator.evaluate(&requirement.require),
        },
    };
    match consequence {
        Ok(consequence) => finding.consequence = consequence,
        // Not met either way, but it is open what follows.
        Err(open) => {
            finding.consequence = open.strictest;
            if require.yes_no() == Some(false) {
                require = match open.clash {
                    Some(clash) => {
                        Evaluated::Unknown(Unknown::no_result(requirement.require.span, clash))
                    }
                    None => why_open(evaluator, requirement, &finding.exceptions),
                };
            }
        }
    }
    match (applies.yes_no(), require.yes_no()) {
        (Some(_), Some(true)) => (finding, false),
        (Some(_), Some(false)) => {
            finding.judgement = Judgement::Unmet;
            (finding, true)
        }
        // Met or not applicable: the two differ, so it is unknown, but neither is in the way.
        (None, Some(true)) => {
            finding.judgement = Judgement::Unknown;
            finding.harmless = true;
            finding.unknown.take_in_clashes(&applies);
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

/// Tells whether a requirement may apply, whatever its exceptions say.
fn applies_by_itself<'a>(evaluator: &mut Evaluator<'a>, requirement: &'a Requirement) -> bool {
    let Some(condition) = &requirement.applies_when else {
        return true;
    };
    let condition = condition.narrowed().map_or(condition, |(base, _)| base);
    !requirement.exceptions.is_empty() && evaluator.evaluate(condition).yes_no() != Some(false)
}

/// What follows where a requirement is not met, as far as it is open.
struct OpenConsequence {
    /// The strictest there may be.
    strictest: Consequence,
    /// Two exceptions that hold and differ in it.
    clash: Option<NoResultKind>,
}

/// Returns what follows where a requirement is not met, if all exceptions that may be in force
/// agree on it.
fn consequence(
    id: RequirementId,
    requirement: &Requirement,
    states: &[ExceptionState],
) -> Result<Consequence, OpenConsequence> {
    if states.is_empty() {
        return Ok(requirement.consequence);
    }
    let required = (0..).zip(&requirement.exceptions).zip(states);
    let required = required.filter(|((_, exception), _)| !exception.not_required);
    let mut certain: Vec<(u32, Consequence)> = Vec::new();
    let mut branches: Vec<Consequence> = Vec::new();
    for ((place, exception), state) in required {
        let consequence = exception.consequence.unwrap_or(requirement.consequence);
        match state.in_force() {
            Some(false) => continue,
            Some(true) => certain.push((place, consequence)),
            None => {}
        }
        branches.push(consequence);
    }
    if certain.is_empty() {
        branches.push(requirement.consequence);
    }
    let strictest = branches.iter().copied().max_by_key(|it| strictness(*it));
    let strictest = strictest.unwrap_or(requirement.consequence);
    if branches.iter().all(|it| *it == strictest) {
        return Ok(strictest);
    }
    let target = Target::Requirement(id);
    let clash = certain.split_first().and_then(|((first, it), others)| {
        let (second, _) = others.iter().find(|(_, other)| other != it)?;
        let [first, second] = [*first, *second].map(|place| ExceptionId { target, place });
        Some(NoResultKind::Clash(first, second))
    });
    Err(OpenConsequence { strictest, clash })
}

fn strictness(consequence: Consequence) -> u8 {
    match consequence {
        Consequence::Refusal => 2,
        Consequence::Remedy(_) => 1,
        Consequence::Reservation(_) => 0,
    }
}

/// Returns why it is open which exceptions are in force.
fn why_open<'a>(
    evaluator: &mut Evaluator<'a>,
    requirement: &'a Requirement,
    states: &[ExceptionState],
) -> Evaluated {
    let mut why = Unknown::default();
    for (exception, state) in requirement.exceptions.iter().zip(states) {
        if state.in_force().is_none() && !exception.not_required {
            why.take_in(&evaluator.evaluate(&exception.when));
            for unless in &exception.unless {
                why.take_in(&evaluator.evaluate(&unless.when));
            }
        }
    }
    why.evaluated()
}

/// Returns what a proposal that does not meet a requirement is told: the words of the exceptions
/// in force, where they have any.
fn told<'a>(
    evaluator: &mut Evaluator<'a>,
    requirement: &'a Requirement,
    states: &[ExceptionState],
) -> Text {
    let mut texts: Vec<Text> = Vec::new();
    for (exception, state) in requirement.exceptions.iter().zip(states) {
        let message = exception.message.as_ref();
        let in_force = state.in_force() == Some(true);
        if let Some(text) = message
            .filter(|_| in_force)
            .map(|it| message_in(evaluator, it))
            && !texts.contains(&text)
        {
            texts.push(text);
        }
    }
    let joined = texts.into_iter().reduce(|before, next| Text {
        it: format!("{} {}", before.it, next.it),
        en: match (&before.en, &next.en) {
            (None, None) => None,
            (en, other) => Some(format!(
                "{} {}",
                en.as_ref().unwrap_or(&before.it),
                other.as_ref().unwrap_or(&next.it)
            )),
        },
    });
    joined.unwrap_or_else(|| message_in(evaluator, &requirement.message))
}

/// Returns what a finding that stands in the way makes of the proposal. Until the final stage
/// `missing fail` is as patient as `missing ask`, and then as strict.
pub(crate) fn effect(judgement: Judgement, consequence: Consequence, stage: Stage) -> Admission {
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
