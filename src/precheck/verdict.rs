//! What may be said once no answer makes a difference any more.

use super::level::{Level, Levels};
use super::question::Question;
use super::refusal::refusal;
use super::round::{Role, Round};
use super::tree::{Tree, View};
use crate::assessment::{Finding, Judged, Judgement, Stage, assess_judged};
use crate::call::{Consequence, RequirementId};
use crate::text::Text;

/// What the guided check comes to; the later the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing that the applicant has answered stands in the way.
    MayApply,
    /// The same, with a reservation to be cleared.
    WithReservation,
    /// It depends on what the applicant does not know whether some requirement is met, which at worst
    /// may be remedied within its term.
    MayNeedRemedy,
    /// Some requirement is not met, and may be remedied within its term.
    OnceRemedied,
    /// It depends on what the applicant does not know.
    CannotBeSaid,
    /// Some requirement is not met, and that cannot be remedied.
    MayNotApply,
}

/// Why a verdict may be otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// What the office and the commission have still to find is supposed to come out well: it may be
    /// worse.
    Findings,
    /// Of what the applicant does not know not every case could be looked at: it may be clearer.
    NotKnown,
}

/// What may be said, with every requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// What all ways of answering the rest share.
    pub verdict: Verdict,
    /// Why it may be otherwise, where not every case could be looked at.
    pub doubt: Option<Doubt>,
    /// Every requirement, in the order of the rule file.
    pub standings: Vec<Standing>,
}

/// What becomes of one requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which requirement.
    pub requirement: RequirementId,
    /// What becomes of it.
    pub outcome: Outcome,
    /// The finding of the assessment before its term, over what has been answered; where it is not
    /// met whatever is still answered or found, what would be told then.
    pub finding: Finding,
}

/// What becomes of one requirement, as far as the applicant's answers tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is met, or met whatever has not been answered.
    Met,
    /// It does not apply.
    NotApplicable,
    /// It is not met, and this follows.
    Unmet(Consequence),
    /// By itself it would allow a better verdict, but not together with the others of which the same
    /// is said: whatever is answered, one of them is not met, and this follows.
    NotTogether(Consequence),
    /// It depends on what the applicant does not know.
    Open {
        /// The questions answered with "I don't know" of which two answers make a difference to it;
        /// none where a value that it needs cannot be worked out.
        missing: Vec<Question>,
        /// What follows if it is not met.
        consequence: Consequence,
    },
    /// The office, the commission or the other proposals tell.
    LeftToOthers,
    /// It has not been asked for, and makes no difference any more.
    NotAsked,
}

impl Doubt {
    /// Returns what an applicant is told.
    ///
    /// ```
    /// use bando::precheck::Doubt;
    /// assert!(Doubt::Findings.text().it.contains("si suppone"));
    /// ```
    pub fn text(self) -> Text {
        let (it, en) = match self {
            Self::Findings => (
                "Non si sono potuti esaminare tutti i casi: si suppone che quanto gli uffici o la commissione devono ancora accertare risulti favorevole.",
                "Not every case could be looked at: it is supposed that what the office or the commission have still to find turns out well.",
            ),
            Self::NotKnown => (
                "Di ciò che ancora non si sa non si sono potuti esaminare tutti i casi: l'esito potrebbe essere più chiaro di così.",
                "Of what is not known yet not every case could be looked at: the result may be clearer than this.",
            ),
        };
        Text::new(it, en)
    }

    /// Returns its name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::NotKnown => "not_known",
        }
    }
}

impl Settled {
    /// Tells whether a reservation that the verdict names is certain: some requirement is not met, and
    /// it follows. Otherwise it depends on what the applicant does not know.
    pub fn is_certain(&self) -> bool {
        let mut outcomes = self.standings.iter().map(|it| &it.outcome);
        self.verdict != Verdict::WithReservation
            || outcomes.any(|it| matches!(it, Outcome::Unmet(_) | Outcome::NotTogether(_)))
    }
}

impl Verdict {
    /// Returns what an applicant is told.
    ///
    /// ```
    /// use bando::precheck::Verdict;
    /// assert_eq!(Verdict::MayApply.text().it, "Può presentare domanda");
    /// ```
    pub fn text(self) -> Text {
        let (it, en) = match self {
            Self::MayApply => ("Può presentare domanda", "You may apply"),
            Self::WithReservation => (
                "Può presentare domanda, con riserva",
                "You may apply, with reservation",
            ),
            Self::MayNeedRemedy => (
                "Può presentare domanda, ma forse qualcosa andrà sanato",
                "You may apply, but something may have to be remedied",
            ),
            Self::OnceRemedied => (
                "Può presentare domanda, ma qualcosa va sanato",
                "You may apply, but something must be remedied",
            ),
            Self::CannotBeSaid => ("Non si può ancora dire", "It cannot be said yet"),
            Self::MayNotApply => ("Non può presentare domanda", "You cannot apply"),
        };
        Text::new(it, en)
    }

    /// Returns its name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::MayApply => "may_apply",
            Self::WithReservation => "with_reservation",
            Self::MayNeedRemedy => "may_need_remedy",
            Self::OnceRemedied => "once_remedied",
            Self::CannotBeSaid => "cannot_be_said",
            Self::MayNotApply => "may_not_apply",
        }
    }

    pub(super) fn of(level: Level) -> Self {
        match level {
            Level::Fine => Self::MayApply,
            Level::Reservation => Self::WithReservation,
            Level::MayNeedRemedy => Self::MayNeedRemedy,
            Level::Remedy => Self::OnceRemedied,
            Level::Open => Self::CannotBeSaid,
            Level::Refusal => Self::MayNotApply,
        }
    }
}

/// Returns what becomes of every requirement; the questions missing are left to be found.
pub(super) fn standings(round: &Round<'_>, judged: Vec<Judged>, trees: &[Tree]) -> Vec<Standing> {
    let possible = round.all_possible();
    let outcomes = judged.iter().zip(trees).map(|(judged, tree)| {
        let outcome = outcome(round, tree, &possible, judged);
        let foreseen = match outcome {
            Outcome::Unmet(consequence) if judged.finding.judgement != Judgement::Unmet => {
                let refusal = refusal(round, judged);
                Some(Finding {
                    consequence,
                    ..refusal
                })
            }
            _ => None,
        };
        (outcome, foreseen)
    });
    let outcomes: Vec<(Outcome, Option<Finding>)> = outcomes.collect();
    let case = super::domain::case(round.precheck.call(), &round.proposal);
    let findings = assess_judged(case, judged, Stage::PreCheck).findings;
    let all = findings.into_iter().zip(outcomes);
    let standings = all.map(|(finding, (outcome, foreseen))| Standing {
        requirement: finding.requirement,
        outcome,
        finding: foreseen.unwrap_or(finding),
    });
    standings.collect()
}

fn outcome(round: &Round<'_>, tree: &Tree, possible: &[u64], judged: &Judged) -> Outcome {
    let finding = &judged.finding;
    match finding.judgement {
        Judgement::Met => return Outcome::Met,
        Judgement::NotApplicable => return Outcome::NotApplicable,
        Judgement::Unmet => return Outcome::Unmet(finding.consequence),
        Judgement::Unknown | Judgement::NotExamined => {}
    }
    // The assessment passes over what no longer matters to the admission; here it is told.
    let consequence = finding.consequence;
    let waits = round.waits_of(judged);
    let waits_for = |role| waits.iter().any(|it| round.role(*it) == role);
    // What others find comes out well where not all of it can be looked at.
    let listed = tree.listed(&|it| it.level);
    let listed = listed.filter(|_| !waits_for(Role::NotKnown));
    let tree = listed.as_ref().unwrap_or(tree);
    let levels = tree.levels(possible, View::Beyond(Levels::up_to(Level::Refusal)));
    let found = waits_for(Role::Others);
    let others = found || !judged.unknown().waits_for_others.is_empty();
    let certain = !waits_for(Role::NotKnown) && judged.unknown().without_result.is_empty();
    let at_best = |level| at_best(round, finding, level);
    let open = waits.iter().any(|it| round.role(*it) == Role::Open);
    let single = Level::ALL
        .into_iter()
        .find(|it| levels == Levels::just(*it));
    match single {
        _ if open && single.is_none() => Outcome::NotAsked,
        Some(Level::Fine) if others => Outcome::LeftToOthers,
        Some(Level::Fine) => Outcome::Met,
        Some(Level::Refusal) => Outcome::Unmet(Consequence::Refusal),
        Some(level @ Level::Remedy) => Outcome::Unmet(at_best(level)),
        Some(level @ Level::Reservation) if found && certain => Outcome::Unmet(at_best(level)),
        _ => Outcome::Open {
            missing: Vec::new(),
            consequence,
        },
    }
}

/// Returns what follows from a requirement that comes to `level` at best, where what follows may hang
/// on what is found; of several terms the shortest.
fn at_best(round: &Round<'_>, finding: &Finding, level: Level) -> Consequence {
    let requirements = &round.precheck.call().requirements;
    let Some(requirement) = requirements.get(finding.requirement.index()) else {
        return finding.consequence;
    };
    let exceptions = requirement.exceptions.iter().zip(&finding.exceptions);
    let exceptions = exceptions.filter(|(_, state)| state.in_force() != Some(false));
    let exceptions = exceptions.filter_map(|(it, _)| it.consequence);
    let all = [finding.consequence, requirement.consequence].into_iter();
    let of_level = all.chain(exceptions).filter(|it| match it {
        Consequence::Refusal => false,
        Consequence::Remedy(_) => level == Level::Remedy,
        Consequence::Reservation(_) => level == Level::Reservation,
    });
    let shortest = of_level.min_by_key(|it| match it {
        Consequence::Remedy(term) | Consequence::Reservation(Some(term)) => term.days,
        Consequence::Refusal | Consequence::Reservation(None) => u32::MAX,
    });
    shortest.unwrap_or(finding.consequence)
}
