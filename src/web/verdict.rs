//! What the answers so far mean for somebody who has not applied yet.

use super::carried::proposal;
use crate::assessment::{Assessment, Case, Finding, Judgement, Later, Stage, assess};
use crate::call::{Call, Consequence, Supplier};
use crate::precheck::{
    Answers, Ask, Depth, Outcome, Precheck, Question, Settled, Step, Verdict as SettledVerdict,
};

/// What the answers so far mean for somebody who has not applied yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Some question is still open.
    NotYetKnown,
    /// No answer makes a difference any more.
    Settled(SettledVerdict),
}

/// What one requirement means for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// It keeps them out.
    Blocks,
    /// It is not met, and can be mended within a term.
    ToMend,
    /// It is not met; they would be admitted with reservation.
    Reserved,
    /// It waits for their answers.
    Waits,
    /// It waits for what others state later: the office, the commission, other applicants.
    Later,
    /// It is met.
    Met,
    /// It does not concern them.
    NotApplicable,
    /// It no longer matters.
    NotExamined,
}

/// What the answers so far come to.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) assessment: Assessment,
    /// One for each finding of the assessment.
    pub(super) standings: Vec<Standing>,
    pub(super) verdict: Verdict,
    /// What to ask next; nothing where no answer makes a difference that is wanted.
    pub(super) ask: Option<Ask>,
}

impl Verdict {
    /// Returns its name in data.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::NotYetKnown => "not_yet_known",
            Self::Settled(settled) => settled.code(),
        }
    }
}

impl Standing {
    /// Returns its name in data.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::ToMend => "to_be_mended",
            Self::Reserved => "with_reservation",
            Self::Waits => "waits_for_answers",
            Self::Later => "checked_later",
            Self::Met => "met",
            Self::NotApplicable => "not_applicable",
            Self::NotExamined => "not_examined",
        }
    }
}

/// Judges what the answers so far come to.
pub(super) fn judge(precheck: &Precheck, answers: &Answers, depth: Depth) -> Judged {
    let call = precheck.call();
    let proposal = proposal(answers.facts());
    let case = Case {
        call,
        proposal: &proposal,
        received: &[],
        later: Later::default(),
    };
    let assessment = assess(case, Stage::PreCheck);
    let settled = match precheck.next(answers, Depth::Verdict) {
        Step::Ask(ask) => {
            let ask = match depth {
                Depth::Verdict => Some(ask),
                Depth::EveryReason => asked(precheck.next(answers, depth)).or(Some(ask)),
            };
            let findings = assessment.findings.iter();
            return Judged {
                standings: findings.map(|it| so_far(call, it)).collect(),
                verdict: Verdict::NotYetKnown,
                ask,
                assessment,
            };
        }
        Step::Settled(settled) => settled,
    };
    // The verdict stands; whoever wants every reason is asked on.
    let ask = match depth {
        Depth::Verdict => None,
        Depth::EveryReason => asked(precheck.next(answers, depth)),
    };
    Judged {
        standings: at_last(&settled, &assessment),
        verdict: Verdict::Settled(settled.verdict),
        ask,
        assessment,
    }
}

fn asked(step: Step) -> Option<Ask> {
    match step {
        Step::Ask(ask) => Some(ask),
        Step::Settled(_) => None,
    }
}

/// Returns what each requirement means once no answer makes a difference any more.
fn at_last(settled: &Settled, assessment: &Assessment) -> Vec<Standing> {
    let findings = assessment.findings.iter();
    findings
        .map(|finding| {
            let mut standings = settled.standings.iter();
            let found = standings.find(|it| it.requirement == finding.requirement);
            match found.map(|it| &it.outcome) {
                Some(Outcome::Met) => Standing::Met,
                Some(Outcome::NotApplicable) => Standing::NotApplicable,
                Some(Outcome::Unmet(consequence)) => unmet(*consequence),
                Some(Outcome::Open { .. }) => Standing::Waits,
                Some(Outcome::LeftToOthers) => Standing::Later,
                Some(Outcome::NotAsked) | None => Standing::NotExamined,
            }
        })
        .collect()
}

fn unmet(consequence: Consequence) -> Standing {
    match consequence {
        Consequence::Refusal => Standing::Blocks,
        Consequence::Remedy(_) => Standing::ToMend,
        Consequence::Reservation(_) => Standing::Reserved,
    }
}

/// Returns what a requirement means while questions are open.
fn so_far(call: &Call, finding: &Finding) -> Standing {
    match finding.judgement {
        Judgement::Met => Standing::Met,
        Judgement::NotApplicable => Standing::NotApplicable,
        Judgement::NotExamined => Standing::NotExamined,
        Judgement::Unmet => unmet(finding.consequence),
        Judgement::Unknown => {
            let unknown = &finding.unknown;
            let asked = unknown.waits_for.iter();
            let mut asked = asked.filter_map(|name| Question::named(call, name));
            let by_applicant = asked.any(|it| it.supplier(call) == Some(Supplier::Applicant));
            if by_applicant || (!unknown.waits() && !unknown.without_result.is_empty()) {
                Standing::Waits
            } else {
                Standing::Later
            }
        }
    }
}
