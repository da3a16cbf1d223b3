//! Verdicts by compiled rules: the same as those of the readable evaluator, which takes over
//! wherever the compiled rules leave something to it.

use smallvec::{SmallVec, smallvec};

use super::judging::is_scored;
use super::verdicts::{Status, Verdict, digits, threshold_names, verdict, verdict_of, verdicts};
use crate::assessment::{Admission, Case, Judgement, Later, Stage, assess, effect, judge_one};
use crate::call::{Call, Consequence, RequirementId};
use crate::compiled::{Columns, Compiled, Findings, Run, compile};
use crate::facts::{Proposal, Received};
use crate::number::Fraction;
use crate::scoring::{Marks, score};

/// A call, compiled to give verdicts at one stage.
#[derive(Debug)]
pub struct QuickJudge<'c> {
    call: &'c Call,
    stage: Stage,
    /// The rules.
    pub compiled: Compiled,
    /// Of each word of requirements, those that come to each admission where they are not met.
    unmet: Vec<Effects>,
    /// The same where they are not known.
    unknown: Vec<Effects>,
    /// Whether nothing is left to the readable evaluator but single rows.
    whole: bool,
}

/// Which requirements of a word come to what.
#[derive(Clone, Copy, Debug, Default)]
struct Effects {
    refusal: u64,
    completion: u64,
    reservation: u64,
}

/// What becomes of a proposal, in bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickVerdict {
    /// What becomes of it.
    pub status: Status,
    /// The requirements that are its reasons, as [`Findings::unmet`] has them.
    pub requirements: SmallVec<[u64; 2]>,
    /// The thresholds that are its reasons, as [`Findings::below`] has them.
    pub thresholds: u64,
    /// Its score as published.
    pub score: Option<Fraction>,
}

/// Tells what becomes of every proposal, as [`verdicts`] does, by compiled rules where that can be.
pub fn quick_verdicts(call: &Call, received: &Received, stage: Stage) -> Vec<Verdict> {
    let Some(judge) = QuickJudge::new(call, stage) else {
        return verdicts(call, received, stage);
    };
    let mut columns = Columns::new(&judge.compiled.layout);
    for proposal in &received.proposals {
        columns.push(&judge.compiled.layout, &proposal.facts);
    }
    let findings = judge.findings(&columns);
    let proposals = received.proposals.iter().enumerate();
    proposals
        .map(|(row, proposal)| match judge.quick(&findings, row) {
            Some(quick) => judge.told(proposal.id.clone(), &quick),
            None => judge.verdict(&findings, row, proposal),
        })
        .collect()
}

impl<'c> QuickJudge<'c> {
    /// Compiles a call; `None` where each verdict takes all proposals.
    pub fn new(call: &'c Call, stage: Stage) -> Option<Self> {
        let compiled = compile(call)?;
        let effects = |judgement| {
            let mut words = Vec::new();
            for requirements in call.requirements.chunks(64) {
                let mut word = Effects::default();
                for (bit, requirement) in requirements.iter().enumerate() {
                    let bit = 1_u64.wrapping_shl(u32::try_from(bit).unwrap_or_default());
                    match effect(judgement, requirement.consequence, stage) {
                        Admission::NotAdmitted => word.refusal |= bit,
                        Admission::ToBeCompleted => word.completion |= bit,
                        Admission::WithReservation => word.reservation |= bit,
                        Admission::Admitted => {}
                    }
                }
                words.push(word);
            }
            words
        };
        let whole = compiled.readable.is_empty() && !matches!(compiled.grid, Some(Err(_)));
        Some(Self {
            call,
            stage,
            whole,
            unmet: effects(Judgement::Unmet),
            unknown: effects(Judgement::Unknown),
            compiled,
        })
    }

    /// Runs the rules over proposals.
    pub fn findings(&self, columns: &Columns) -> Findings {
        let mut findings = Findings::default();
        Run::default().run(&self.compiled, columns, &mut findings);
        findings
    }

    /// Returns what becomes of a proposal in a row of `findings`; `None` where it takes
    /// [`QuickJudge::verdict`].
    pub fn quick(&self, findings: &Findings, row: usize) -> Option<QuickVerdict> {
        if !self.whole || findings.left_over.get(row).is_none_or(|it| *it) {
            return None;
        }
        let found = self.found(findings, row, &[])?;
        let scored = self.compiled.grid.is_some() && self.is_scored(found.admission);
        let below = findings
            .below
            .get(row)
            .copied()
            .filter(|_| scored)
            .unwrap_or_default();
        let status = match found.admission {
            Admission::NotAdmitted => Status::NotEligible,
            Admission::ToBeCompleted => Status::ToBeCompleted,
            _ if below != 0 => Status::BelowThreshold,
            Admission::WithReservation => Status::EligibleWithReservation,
            Admission::Admitted => Status::Eligible,
        };
        let score = match &self.compiled.grid {
            Some(Ok(grid)) if scored => {
                let whole = findings.scores.get(row)?;
                Some(Fraction::integer(i128::from(*whole)).mul(grid.unit)?)
            }
            _ => None,
        };
        Some(QuickVerdict {
            status,
            requirements: found.reasons,
            thresholds: if status == Status::BelowThreshold {
                below
            } else {
                0
            },
            score,
        })
    }

    /// Returns a quick verdict in words.
    pub fn told(&self, id: String, quick: &QuickVerdict) -> Verdict {
        let mut reasons = self.names(&quick.requirements);
        let thresholds = threshold_names(self.call).into_iter().zip(0_u32..);
        let missed = thresholds
            .filter(|(_, bit)| quick.thresholds.checked_shr(*bit).unwrap_or_default() & 1 == 1);
        reasons.extend(missed.map(|(name, _)| name.to_owned()));
        Verdict {
            id,
            status: quick.status,
            reasons,
            score: quick.score.and_then(|score| digits(self.call, score)),
        }
    }

    /// Returns what becomes of a proposal in a row of `findings`, part by part from the readable
    /// evaluator where the compiled rules leave a part to it.
    pub fn verdict(&self, findings: &Findings, row: usize, proposal: &Proposal) -> Verdict {
        let case = Case {
            call: self.call,
            proposal,
            received: &[],
            later: Later::default(),
        };
        let in_parts = || {
            let left_over = findings.left_over.get(row).is_none_or(|it| *it);
            if left_over {
                None
            } else {
                self.verdict_in_parts(findings, row, case)
            }
        };
        in_parts().unwrap_or_else(|| {
            let assessment = assess(case, self.stage);
            let points = is_scored(self.call, &assessment).then(|| score(case, &Marks::default()));
            verdict(self.call, &assessment, points.flatten().as_ref())
        })
    }

    fn verdict_in_parts(&self, findings: &Findings, row: usize, case: Case<'_>) -> Option<Verdict> {
        let readable = self.compiled.readable.iter();
        let judged = readable.map(|(id, _)| {
            let (finding, in_the_way) = judge_one(case, *id)?;
            Some(Judged {
                requirement: *id,
                judgement: finding.judgement,
                consequence: finding.consequence,
                in_the_way,
            })
        });
        let judged: Vec<Judged> = judged.collect::<Option<_>>()?;
        let found = self.found(findings, row, &judged)?;
        let reasons = self.names(&found.reasons);
        let id = case.proposal.id.clone();
        let scored = self.is_scored(found.admission);
        match &self.compiled.grid {
            Some(Err(_)) if scored => {
                let score = score(case, &Marks::default());
                Some(verdict_of(
                    self.call,
                    id,
                    found.admission,
                    reasons,
                    score.as_ref(),
                ))
            }
            Some(Ok(_)) if scored => None,
            _ => Some(verdict_of(self.call, id, found.admission, reasons, None)),
        }
    }

    /// Returns the names of requirements that are reasons.
    pub fn names(&self, words: &[u64]) -> Vec<String> {
        let requirements = self.call.requirements.chunks(64).zip(words);
        let named = requirements.flat_map(|(requirements, word)| {
            let bits = requirements.iter().enumerate();
            bits.filter(|(bit, _)| {
                word.checked_shr(u32::try_from(*bit).unwrap_or(64))
                    .unwrap_or_default()
                    & 1
                    == 1
            })
        });
        named
            .map(|(_, requirement)| requirement.name.clone())
            .collect()
    }

    fn is_scored(&self, admission: Admission) -> bool {
        let grid = self.call.grid.as_ref();
        grid.is_some_and(|grid| grid.everyone || admission <= Admission::WithReservation)
    }

    /// Adds up what is found of each requirement, as [`assess`] does.
    fn found(&self, findings: &Findings, row: usize, judged: &[Judged]) -> Option<Found> {
        let words = self.unmet.len();
        let of_row = |all: &[Vec<u64>]| -> SmallVec<[u64; 2]> {
            let words = (0..words).map(|word| all.get(word).and_then(|it| it.get(row)).copied());
            words.map(Option::unwrap_or_default).collect()
        };
        let (unmet, unknown) = (of_row(&findings.unmet), of_row(&findings.unknown));
        let mut admission = Admission::Admitted;
        let mut refused = false;
        for (words, effects) in [(&unmet, &self.unmet), (&unknown, &self.unknown)] {
            for (word, effects) in words.iter().zip(effects) {
                admission = admission.max(effects.worst(*word));
            }
        }
        for (word, effects) in unmet.iter().zip(&self.unmet) {
            refused |= word & effects.refusal != 0;
        }
        for it in judged.iter().filter(|it| it.in_the_way) {
            let effect = effect(it.judgement, it.consequence, self.stage);
            admission = admission.max(effect);
            refused |= it.judgement == Judgement::Unmet && effect == Admission::NotAdmitted;
        }
        let mut reasons: SmallVec<[u64; 2]> = smallvec![];
        for ((unmet, unknown), effects) in unmet.iter().zip(&unknown).zip(&self.unknown) {
            // Of one not admitted, what is unknown is a reason only where it alone keeps it out.
            let counts = match (admission, refused) {
                (Admission::NotAdmitted, true) => 0,
                (Admission::NotAdmitted, false) => effects.refusal,
                _ => u64::MAX,
            };
            reasons.push(unmet | (unknown & counts));
        }
        for it in judged {
            let keeps_out = it.in_the_way
                && effect(it.judgement, it.consequence, self.stage) == Admission::NotAdmitted;
            let counts = match it.judgement {
                Judgement::Unmet => true,
                Judgement::Unknown => {
                    admission != Admission::NotAdmitted || (!refused && keeps_out)
                }
                _ => false,
            };
            let place = it.requirement.index();
            if let Some(word) = reasons.get_mut(place.div_euclid(64)).filter(|_| counts) {
                *word |= 1_u64.wrapping_shl(u32::try_from(place.rem_euclid(64)).ok()?);
            }
        }
        Some(Found { admission, reasons })
    }
}

/// What the requirements of a row come to.
struct Found {
    admission: Admission,
    reasons: SmallVec<[u64; 2]>,
}

/// A requirement that the readable evaluator has judged.
struct Judged {
    requirement: RequirementId,
    judgement: Judgement,
    consequence: Consequence,
    in_the_way: bool,
}

impl Effects {
    fn worst(self, word: u64) -> Admission {
        if word & self.refusal != 0 {
            Admission::NotAdmitted
        } else if word & self.completion != 0 {
            Admission::ToBeCompleted
        } else if word & self.reservation != 0 {
            Admission::WithReservation
        } else {
            Admission::Admitted
        }
    }
}
