//! One look at some answers: what comes next, what becomes of each requirement, what is missing.

use super::answers::Answers;
use super::domain::case;
use super::level::{Level, Levels};
use super::light::FEW;
use super::missing::{Missing, missing, told_apart};
use super::next;
use super::question::Question;
use super::round::{Role, Round};
use super::together::together;
use super::tree::Tree;
use super::verdict::{self, Outcome, Settled, Standing, Verdict};
use super::{Ahead, Depth, EFFORT, FAIR_SHARES, Precheck, Step};
use crate::assessment::{Judged, Judgement, judge_all};

/// One look at some answers, from which everything is told that the guided check says of them.
///
/// ```
/// use bando::call::Call;
/// use bando::precheck::{Answers, Depth, Precheck, Step};
/// let precheck = Precheck::new(Call::empty(jiff::tz::TimeZone::UTC));
/// let answers = Answers::none(precheck.call());
/// let mut look = precheck.look(&answers);
/// assert!(matches!(look.next(Depth::Verdict), Step::Settled(_)));
/// assert!(look.missing().is_empty());
/// ```
pub struct Look<'p> {
    answers: &'p Answers,
    now: Seen<'p>,
    /// The same without any "I don't know", made where it is needed.
    unanswered: Option<Seen<'p>>,
    verdict: Told,
}

/// What has been seen of the verdict.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    NotLookedAt,
    Open,
    Settled(Level),
}

/// What each requirement comes to, by what is still open.
struct Seen<'p> {
    round: Round<'p>,
    /// What has been judged by the answers given.
    judged: Vec<Judged>,
    trees: Vec<Tree>,
    /// How much effort is left for whatever is told: the same for each.
    left: usize,
}

impl<'p> Seen<'p> {
    fn of(precheck: &'p Precheck, answers: &Answers) -> Self {
        let mut round = Round::new(precheck, answers, EFFORT);
        let judged = judge_all(case(precheck.call(), &round.proposal));
        // Where no answer matters any more, nor does where comparisons turn.
        if wait_for(Role::Open, &round, &judged) {
            round.add_crossings();
        }
        Self::with(round, judged)
    }

    /// Sees the same where it takes few judgements, nothing where it may take many.
    fn at_once(precheck: &'p Precheck, answers: &Answers) -> Option<Self> {
        let few = FEW.checked_sub(precheck.call().requirements.len())?;
        if !precheck.is_light(answers) || !answers.not_known.is_empty() {
            return None;
        }
        let round = Round::new(precheck, answers, few);
        let judged = judge_all(case(precheck.call(), &round.proposal));
        if wait_for(Role::Open, &round, &judged) {
            return None;
        }
        let seen = Self::with(round, judged);
        // Why something will not be met in any case is looked for in many.
        let all_told = seen.judged.iter().zip(&seen.trees).all(|(judged, tree)| {
            judged.finding.judgement != Judgement::Unknown || *tree == Tree::Leaf(Level::Fine)
        });
        (all_told && !seen.round.fell_short).then_some(seen)
    }

    fn with(mut round: Round<'p>, judged: Vec<Judged>) -> Self {
        let parts = (1..=judged.len()).rev();
        // One requirement that takes long leaves something to the others.
        let trees = judged
            .iter()
            .zip(parts)
            .map(|(it, left)| round.tree_within(it, left.min(FAIR_SHARES)))
            .collect();
        let left = round.left;
        Self {
            round,
            judged,
            trees,
            left,
        }
    }

    fn together(&self, wanted: Levels) -> Vec<usize> {
        let possible = self.round.all_possible();
        together(self.trees.iter().enumerate(), &possible, wanted)
    }
}

/// Tells whether a requirement waits for somebody in this role.
fn wait_for(role: Role, round: &Round<'_>, judged: &[Judged]) -> bool {
    judged.iter().any(|it| {
        let waits = round.waits_of(it);
        waits.iter().any(|it| round.role(*it) == role)
    })
}

impl Precheck {
    /// Looks at what has been answered so far.
    pub fn look<'p>(&'p self, answers: &'p Answers) -> Look<'p> {
        Look::of(answers, Seen::of(self, answers))
    }

    /// Looks at what has been answered so far, if that takes little: where the rules and lists are
    /// short and no requirement waits for the applicant. It tells what [`Precheck::look`] does.
    pub fn look_at_once<'p>(&'p self, answers: &'p Answers) -> Option<Look<'p>> {
        let seen = Seen::at_once(self, answers)?;
        Some(Look::of(answers, seen))
    }
}

impl<'p> Look<'p> {
    fn of(answers: &'p Answers, now: Seen<'p>) -> Self {
        Self {
            answers,
            now,
            unanswered: None,
            verdict: Told::NotLookedAt,
        }
    }

    /// Returns what comes next: a question whose answer can still make a difference, or what may
    /// be said because none can.
    pub fn next(&mut self, depth: Depth) -> Step {
        match self.ahead(depth) {
            Ahead::Ask(ask) => Step::Ask(ask),
            Ahead::Settled(verdict) => Step::Settled(Settled {
                verdict,
                standings: self.standings(),
            }),
        }
    }

    /// Returns what comes next in short: of what is settled only the verdict.
    pub fn ahead(&mut self, depth: Depth) -> Ahead {
        // Whatever is not known, all ways of answering may come to the same.
        let shared = self.shared();
        if let (Depth::Verdict, Some(level)) = (depth, shared) {
            return self.settled(level);
        }
        self.now.round.left = self.now.left;
        match next::next(&mut self.now.round, &self.now.trees, depth) {
            next::Next::Ask(ask) => {
                if depth == Depth::Verdict {
                    self.verdict = Told::Open;
                }
                Ahead::Ask(ask)
            }
            next::Next::Settled(level) => self.settled(shared.unwrap_or(level)),
        }
    }

    /// Returns what becomes of every requirement as far as has been answered, in the order of the
    /// rule file.
    pub fn standings(&mut self) -> Vec<Standing> {
        let judged = self.now.judged.clone();
        self.standings_of(judged)
    }

    /// Returns the same where nothing more is to be told.
    pub fn into_standings(mut self) -> Vec<Standing> {
        let judged = std::mem::take(&mut self.now.judged);
        self.standings_of(judged)
    }

    fn standings_of(&mut self, judged: Vec<Judged>) -> Vec<Standing> {
        if self.verdict == Told::NotLookedAt {
            self.ahead(Depth::Verdict);
        }
        let (not_together, open) = match self.verdict {
            Told::Settled(level) => self.leading_together_to(level),
            Told::NotLookedAt | Told::Open => Default::default(),
        };
        let seen = &self.now;
        let mut standings = verdict::standings(&seen.round, judged, &seen.trees);
        for (place, standing) in standings.iter_mut().enumerate() {
            let consequence = standing.finding.consequence;
            if not_together.contains(&place) {
                standing.outcome = Outcome::NotTogether(consequence);
            } else if open.contains(&place) {
                let missing = Vec::new();
                standing.outcome = Outcome::Open {
                    missing,
                    consequence,
                };
            }
            if let Outcome::Open { missing, .. } = &mut standing.outcome {
                *missing = self.not_known_of(place);
            }
        }
        standings
    }

    /// Returns the questions, not answered yet or answered with "I don't know", of which two answers
    /// lead to different verdicts, all others being answered alike in some way. Where it is not
    /// known whether something is to be answered at all, what decides that is named in its stead.
    pub fn missing(&mut self) -> Vec<Missing> {
        let seen = self.unanswered();
        missing(&seen.round, &seen.trees)
    }

    /// Returns the verdict that all ways of answering share, what is not known among them.
    fn shared(&mut self) -> Option<Level> {
        if self.answers.not_known.is_empty() {
            return None;
        }
        let seen = self.unanswered();
        seen.round.left = seen.left;
        match next::next(&mut seen.round, &seen.trees, Depth::Verdict) {
            next::Next::Settled(level) => Some(level),
            next::Next::Ask(_) => None,
        }
    }

    fn settled(&mut self, level: Level) -> Ahead {
        self.verdict = Told::Settled(level);
        Ahead::Settled(Verdict::of(level))
    }

    /// Returns the places of the requirements that lead to a verdict only together: those that
    /// cannot all be met, or else those of which one stays open, as not everything is known.
    fn leading_together_to(&mut self, level: Level) -> (Vec<usize>, Vec<usize>) {
        let Some(better) = Level::ALL.into_iter().rev().find(|it| *it < level) else {
            return Default::default();
        };
        let wanted = Levels::up_to(better);
        let not_met = self.unanswered().together(wanted);
        if level == Level::Open {
            // What cannot be worked out is not said to be unmet.
            let open = self.now.together(wanted);
            return (Vec::new(), if open.is_empty() { not_met } else { open });
        }
        if !not_met.is_empty() || self.answers.not_known.is_empty() {
            return (not_met, Vec::new());
        }
        (Vec::new(), self.now.together(wanted))
    }

    /// Returns the questions answered with "I don't know" on which a requirement depends.
    fn not_known_of(&mut self, place: usize) -> Vec<Question> {
        let seen = self.unanswered();
        let questions = told_apart(&seen.round, &seen.trees, place);
        let not_known = questions.into_iter();
        not_known
            .filter(|it| self.answers.not_known.contains(it))
            .collect()
    }

    fn unanswered(&mut self) -> &mut Seen<'p> {
        if self.answers.not_known.is_empty() {
            return &mut self.now;
        }
        let precheck = self.now.round.precheck;
        let answers = self.answers;
        self.unanswered
            .get_or_insert_with(|| Seen::of(precheck, &Answers::of(answers.facts.clone())))
    }
}
