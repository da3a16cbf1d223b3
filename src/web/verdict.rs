//! What the answers so far mean for somebody who has not applied yet.

use crate::assessment::Finding;
use crate::call::Consequence;
use crate::precheck::{
    Ahead, Answers, Ask, Depth, Doubt, Look, Missing, Outcome, Precheck, Question,
    Standing as Found, Step, Verdict as SettledVerdict,
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
    /// By itself it would allow a better verdict, but not together with the others that stand so.
    NotTogether,
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

/// What the answers so far come to, in short.
#[derive(Debug)]
pub(super) struct Outlook {
    pub(super) verdict: Verdict,
    /// Why it may be otherwise.
    pub(super) doubt: Option<Doubt>,
    /// What to ask next; nothing where no answer makes a difference that is wanted.
    pub(super) ask: Option<Ask>,
}

/// What the answers so far come to.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) outlook: Outlook,
    /// What the assessment finds of each requirement.
    pub(super) findings: Vec<Finding>,
    /// What each means for the applicant.
    pub(super) standings: Vec<Standing>,
    /// For each the questions on which it still depends.
    pub(super) waits: Vec<Vec<Question>>,
    /// What is missing to tell; nothing where no answer changes the verdict any more.
    pub(super) missing: Vec<Missing>,
}

impl Verdict {
    /// Tells whether it waits for the applicant.
    pub(super) fn is_open(self) -> bool {
        matches!(
            self,
            Self::NotYetKnown
                | Self::Settled(SettledVerdict::CannotBeSaid | SettledVerdict::MayNeedRemedy)
        )
    }

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
            Self::NotTogether => "not_together",
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

/// Tells what the answers so far come to, in short.
pub(super) fn outlook(precheck: &Precheck, answers: &Answers, depth: Depth) -> Outlook {
    if answers.is_none() {
        return outlook_of(depth, |depth| match precheck.next(answers, depth) {
            Step::Ask(ask) => Ahead::Ask(ask),
            Step::Settled(settled) => Ahead::Settled(settled.verdict, settled.doubt),
        });
    }
    let mut look = precheck.look(answers);
    outlook_of(depth, |depth| look.ahead(depth))
}

/// Judges what the answers so far come to.
pub(super) fn judge(precheck: &Precheck, answers: &Answers, depth: Depth) -> Judged {
    judged(precheck.look(answers), depth)
}

/// Judges what the answers so far come to, if that takes but little.
pub(super) fn judge_at_once(
    precheck: &Precheck,
    answers: &Answers,
    depth: Depth,
) -> Option<Judged> {
    let look = precheck.look_at_once(answers)?;
    Some(judged(look, depth))
}

fn judged(mut look: Look<'_>, depth: Depth) -> Judged {
    let outlook = outlook_of(depth, |depth| look.ahead(depth));
    let missing = if outlook.verdict.is_open() {
        look.missing()
    } else {
        Vec::new()
    };
    let found = look.into_standings();
    let mut standings = Vec::new();
    let mut waits = Vec::new();
    for found in &found {
        let (standing, questions) = standing(found, outlook.verdict, &missing);
        standings.push(standing);
        waits.push(questions);
    }
    Judged {
        outlook,
        findings: found.into_iter().map(|it| it.finding).collect(),
        standings,
        waits,
        missing,
    }
}

fn outlook_of(depth: Depth, mut next: impl FnMut(Depth) -> Ahead) -> Outlook {
    let (verdict, doubt, ask) = match next(Depth::Verdict) {
        Ahead::Ask(ask) => (Verdict::NotYetKnown, None, Some(ask)),
        Ahead::Settled(verdict, doubt) => (Verdict::Settled(verdict), doubt, None),
    };
    // The verdict may stand; whoever wants every reason is asked on.
    let ask = match depth {
        Depth::Verdict => ask,
        Depth::EveryReason => asked(next(depth)).or(ask),
    };
    Outlook {
        verdict,
        doubt,
        ask,
    }
}

fn asked(ahead: Ahead) -> Option<Ask> {
    match ahead {
        Ahead::Ask(ask) => Some(ask),
        Ahead::Settled(..) => None,
    }
}

/// Returns what becomes of a requirement, and the questions on which it depends.
fn standing(found: &Found, verdict: Verdict, missing: &[Missing]) -> (Standing, Vec<Question>) {
    let of_it = || {
        let of_it = missing.iter();
        let of_it = of_it.filter(|it| it.because.contains(&found.requirement));
        of_it.map(|it| it.question.clone()).collect::<Vec<_>>()
    };
    let standing = match &found.outcome {
        Outcome::Met => Standing::Met,
        Outcome::NotApplicable => Standing::NotApplicable,
        Outcome::Unmet(Consequence::Refusal) => Standing::Blocks,
        Outcome::Unmet(Consequence::Remedy(_)) => Standing::ToMend,
        Outcome::Unmet(Consequence::Reservation(_)) => Standing::Reserved,
        Outcome::NotTogether(_) => Standing::NotTogether,
        Outcome::Open { .. } if verdict.is_open() => return (Standing::Waits, of_it()),
        Outcome::Open { missing, .. } => return (Standing::Waits, missing.clone()),
        Outcome::LeftToOthers => Standing::Later,
        Outcome::NotAsked => {
            let waits = of_it();
            let matters = !waits.is_empty();
            let standing = if matters {
                Standing::Waits
            } else {
                Standing::NotExamined
            };
            return (standing, waits);
        }
    };
    (standing, Vec::new())
}
