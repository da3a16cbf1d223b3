//! Verdicts by compiled rules: the same as those of the readable evaluator, which takes over
//! wherever the compiled rules leave something to it.

use smallvec::{SmallVec, smallvec};

use super::judging::Judged;
use super::others;
use super::verdicts::{Status, Verdict, digits, threshold_names, verdict_of};
use crate::assessment::{
    self, Admission, Assessment, Case, Judgement, Stage, assess, effect, judge_one,
};
use crate::call::{Call, Consequence, RequirementId};
use crate::compiled::{Columns, Compiled, Findings, Run, compile};
use crate::facts::Received;
use crate::number::Fraction;
use crate::scoring::{Marks, score};

/// A call, compiled to give verdicts at one stage.
///
/// What a verdict needs of other proposals is for the case to bring; [`quick_verdicts`] does.
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

/// Tells what becomes of every proposal, as [`super::verdicts`] does, by compiled rules where that
/// can be.
pub fn quick_verdicts(call: &Call, received: &Received, stage: Stage) -> Vec<Verdict> {
    let judge = QuickJudge::new(call, stage);
    let mut columns = Columns::new(&judge.compiled.layout);
    for proposal in &received.proposals {
        columns.push(&judge.compiled.layout, &proposal.facts);
    }
    let findings = judge.findings(&mut columns);
    let judged = Judged {
        values: others::values(call, received, None, stage),
        assessments: Vec::new(),
        over_admitted: Vec::new(),
    };
    let rows = || received.proposals.iter().enumerate();
    let found: Vec<Found> = rows()
        .map(|(row, proposal)| judge.found(&findings, row, judged.case(call, proposal, &[])))
        .collect();
    let mut over_admitted = Vec::new();
    if stage != Stage::PreCheck && !call.over_admitted.is_empty() {
        let admitted = received.proposals.iter().zip(&found);
        let admitted = admitted.filter(|(_, found)| found.is_admitted());
        let admitted: Vec<Case<'_>> = admitted
            .map(|(proposal, _)| judged.case(call, proposal, &[]))
            .collect();
        over_admitted = assessment::over_admitted(call, &admitted);
    }
    let judged = Judged {
        over_admitted,
        ..judged
    };
    rows()
        .zip(found)
        .map(|((row, proposal), found)| {
            let case = judged.case(call, proposal, &[]);
            judge.verdict_of(&findings, row, found, case)
        })
        .collect()
}

impl<'c> QuickJudge<'c> {
    /// Compiles a call.
    pub fn new(call: &'c Call, stage: Stage) -> Self {
        let compiled = compile(call);
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
        Self {
            call,
            stage,
            whole,
            unmet: effects(Judgement::Unmet),
            unknown: effects(Judgement::Unknown),
            compiled,
        }
    }

    /// Returns the call.
    pub fn call(&self) -> &'c Call {
        self.call
    }

    /// Tells whether a verdict takes all proposals: rules ask how many there are, or the like.
    pub fn takes_all_proposals(&self) -> bool {
        !self.call.received.is_empty() || !self.call.over_admitted.is_empty()
    }

    /// Runs the rules over proposals.
    pub fn findings(&self, columns: &mut Columns) -> Findings {
        let mut findings = Findings::default();
        Run::default().run(&self.compiled, columns, &mut findings);
        findings
    }

    /// Returns what becomes of a proposal in a row of `findings`; `None` where it takes
    /// [`QuickJudge::verdict`].
    pub fn quick(&self, findings: &Findings, row: usize) -> Option<QuickVerdict> {
        if !self.whole || is_left_over(findings, row) {
            return None;
        }
        Some(self.quick_of(findings, row, self.added_up(findings, row, &[])))
    }

    /// Returns a verdict of which the requirements are found and the grid is compiled.
    fn quick_of(&self, findings: &Findings, row: usize, found: Found) -> QuickVerdict {
        let scored = self.is_scored(found.admission);
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
                let whole = findings.scores.get(row).copied();
                whole.and_then(|it| Fraction::integer(i128::from(it)).mul(grid.unit))
            }
            _ => None,
        };
        QuickVerdict {
            status,
            requirements: found.reasons,
            thresholds: if status == Status::BelowThreshold {
                below
            } else {
                0
            },
            score,
        }
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
    pub fn verdict(&self, findings: &Findings, row: usize, case: Case<'_>) -> Verdict {
        let found = self.found(findings, row, case);
        self.verdict_of(findings, row, found, case)
    }

    /// Returns what becomes of a proposal of which the requirements are found.
    fn verdict_of(&self, findings: &Findings, row: usize, found: Found, case: Case<'_>) -> Verdict {
        let id = case.proposal.id.clone();
        let readable = matches!(self.compiled.grid, Some(Err(_))) || is_left_over(findings, row);
        if readable && self.is_scored(found.admission) {
            let reasons = self.names(&found.reasons);
            let score = score(case, &Marks::default());
            return verdict_of(self.call, id, found.admission, reasons, score.as_ref());
        }
        self.told(id, &self.quick_of(findings, row, found))
    }

    /// Finds what the requirements of a row come to.
    fn found(&self, findings: &Findings, row: usize, case: Case<'_>) -> Found {
        let judged = || {
            let readable = self.compiled.readable.iter();
            let judged = readable.map(|(id, _)| {
                let (finding, in_the_way) = judge_one(case, *id)?;
                // One that is no reason counts as if it were met.
                let judgement = if finding.is_reason() {
                    finding.judgement
                } else {
                    Judgement::Met
                };
                Some(ReadRequirement {
                    requirement: *id,
                    judgement,
                    consequence: finding.consequence,
                    in_the_way,
                })
            });
            judged.collect::<Option<Vec<_>>>()
        };
        let judged = if is_left_over(findings, row) {
            None
        } else {
            judged()
        };
        match judged {
            Some(judged) => self.added_up(findings, row, &judged),
            None => self.read(&assess(case, self.stage)),
        }
    }

    /// Returns what the readable evaluator has found of all requirements.
    fn read(&self, assessment: &Assessment) -> Found {
        let mut reasons: SmallVec<[u64; 2]> = smallvec![0; self.unmet.len()];
        for finding in &assessment.findings {
            if finding.is_reason() {
                set(&mut reasons, finding.requirement);
            }
        }
        Found {
            admission: assessment.admission,
            reasons,
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
    fn added_up(&self, findings: &Findings, row: usize, judged: &[ReadRequirement]) -> Found {
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
            if counts {
                set(&mut reasons, it.requirement);
            }
        }
        Found { admission, reasons }
    }
}

/// Sets the bit of a requirement.
fn set(words: &mut [u64], requirement: RequirementId) {
    let place = requirement.index();
    let bit = u32::try_from(place.rem_euclid(64)).unwrap_or_default();
    if let Some(word) = words.get_mut(place.div_euclid(64)) {
        *word |= 1_u64.wrapping_shl(bit);
    }
}

fn is_left_over(findings: &Findings, row: usize) -> bool {
    findings.left_over.get(row).is_none_or(|it| *it)
}

/// What the requirements of a row come to.
struct Found {
    admission: Admission,
    reasons: SmallVec<[u64; 2]>,
}

/// A requirement that the readable evaluator has judged.
struct ReadRequirement {
    requirement: RequirementId,
    judgement: Judgement,
    consequence: Consequence,
    in_the_way: bool,
}

impl Found {
    fn is_admitted(&self) -> bool {
        self.admission <= Admission::WithReservation
    }
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
