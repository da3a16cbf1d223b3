//! One look at some answers: what comes next, what becomes of each requirement, what is missing.

use super::answers::Answers;
use super::domain::case;
use super::forest::{Linked, Trees};
use super::level::{Level, Levels};
use super::light::FEW;
use super::missing::{Missing, missing, told_apart};
use super::next;
use super::question::Question;
use super::round::{Role, Round};
use super::together::{of, together};
use super::tree::{Tree, View};
use super::verdict::{self, Outcome, Settled, Standing, Verdict};
use super::{Ahead, Depth, EFFORT, FAIR_SHARES, Precheck, Step};
use crate::assessment::{Judged, Judgement, judge_all};
use crate::call::RequirementId;

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
    /// The same as if the applicant were asked what the office and the commission tell, made where it
    /// is needed.
    asked_of_everybody: Option<Seen<'p>>,
    verdict: Told,
}

/// What has been seen of the verdict.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    NotLookedAt,
    Open,
    Settled(Level),
}

/// The requirements that lead to a verdict only together: those that cannot all be met, or else those
/// of which one stays open, as not everything is known.
type Leading = (Vec<RequirementId>, Vec<RequirementId>);

/// What the requirements come to, by what is still open.
struct Seen<'p> {
    round: Round<'p>,
    /// What has been judged by the answers given.
    judged: Vec<Judged>,
    trees: Trees,
    /// How much effort is left for whatever is told: the same for each.
    left: usize,
}

impl<'p> Seen<'p> {
    fn of(precheck: &'p Precheck, answers: &Answers) -> Self {
        Self::by(precheck, Round::new(precheck, answers, EFFORT))
    }

    fn by(precheck: &'p Precheck, mut round: Round<'p>) -> Self {
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
        if wait_for(Role::Open, &round, &judged) || !round.linked(&judged).is_empty() {
            return None;
        }
        let seen = Self::with(round, judged);
        // Why something will not be met in any case is looked for in many.
        let all_told = seen
            .judged
            .iter()
            .zip(&seen.trees.own)
            .all(|(judged, tree)| {
                judged.finding.judgement != Judgement::Unknown || *tree == Tree::Leaf(Level::Fine)
            });
        (all_told && !seen.round.fell_short).then_some(seen)
    }

    fn with(mut round: Round<'p>, judged: Vec<Judged>) -> Self {
        let parts = (1..=judged.len()).rev();
        // One requirement that takes long leaves something to the others.
        let own = judged
            .iter()
            .zip(parts)
            .map(|(it, left)| round.tree_within([it], left.min(FAIR_SHARES)))
            .collect();
        let linked = round.linked(&judged);
        let left = round.left;
        round.left = EFFORT;
        let mut linked = round.joined(&judged, linked);
        round.take_apart(&judged, &mut linked);
        round.left = left;
        let trees = Trees { own, linked };
        Self {
            round,
            judged,
            trees,
            left,
        }
    }

    /// Tells whether a requirement by itself keeps from the wanted levels.
    fn is_led_to_by_one(&self, wanted: Levels) -> bool {
        let possible = self.round.all_possible();
        let mut own = self.trees.own.iter();
        own.any(|it| {
            it.levels(&possible, View::Beyond(wanted))
                .and(wanted)
                .is_none()
        })
    }

    /// Returns the requirements of which `level` is told together, but of none by itself.
    fn told_together(&self, level: Level) -> Vec<RequirementId> {
        let is_told = |it: &Tree| match it {
            Tree::Leaf(told) => *told == level,
            Tree::NotListed(told) => told.level == level,
            Tree::Cut(_) | Tree::Split { .. } => false,
        };
        let own = |id: &RequirementId| self.trees.own.get(id.index());
        let by_itself = |id| own(id).is_some_and(is_told);
        let linked = self.trees.linked.iter();
        let told = linked.filter(|it| is_told(&it.tree) && !it.requirements.iter().any(by_itself));
        told.flat_map(|it| it.requirements.clone()).collect()
    }

    /// Returns the requirements that only together are kept from the wanted levels, if it is certain
    /// that some are.
    fn together(&mut self, wanted: Levels) -> Vec<RequirementId> {
        let possible = self.round.all_possible();
        let own: Vec<Linked> = self.trees.each_by_itself();
        if self.trees.linked.is_empty() {
            return together(&own, &possible, wanted, |among| of(&own, among));
        }
        self.round.left = EFFORT;
        let (round, judged) = (&mut self.round, &self.judged);
        together(&own, &possible, wanted, |among| {
            let linked = round.linked_among(among);
            let alone = |id: &&RequirementId| !linked.iter().flatten().any(|it| it == *id);
            let alone: Vec<RequirementId> = among.iter().filter(alone).copied().collect();
            let mut trees = of(&own, &alone);
            trees.extend(round.joined(judged, linked));
            trees
        })
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
            asked_of_everybody: None,
            verdict: Told::NotLookedAt,
        }
    }

    /// Returns what comes next: a question whose answer can still make a difference, or what may
    /// be said because none can.
    pub fn next(&mut self, depth: Depth) -> Step {
        match self.ahead(depth) {
            Ahead::Ask(ask) => Step::Ask(ask),
            Ahead::Settled(verdict, doubt) => Step::Settled(Settled {
                verdict,
                doubt,
                standings: self.standings(),
            }),
        }
    }

    /// Returns what comes next in short: of what is settled only the verdict.
    pub fn ahead(&mut self, depth: Depth) -> Ahead {
        self.now.round.left = self.now.left;
        match next::next(&mut self.now.round, &self.now.trees, depth) {
            next::Next::Ask(ask) => {
                if depth == Depth::Verdict {
                    self.verdict = Told::Open;
                }
                Ahead::Ask(ask)
            }
            next::Next::Settled(level, doubt) => {
                self.verdict = Told::Settled(level);
                Ahead::Settled(Verdict::of(level), doubt)
            }
        }
    }

    /// Returns what becomes of every requirement as far as has been answered, in the order of the
    /// rule file.
    pub fn standings(&mut self) -> Vec<Standing> {
        let leading = self.leading_together();
        let judged = self.now.judged.clone();
        self.standings_of(judged, leading)
    }

    /// Returns the same where nothing more is to be told.
    pub fn into_standings(mut self) -> Vec<Standing> {
        let leading = self.leading_together();
        let judged = std::mem::take(&mut self.now.judged);
        self.standings_of(judged, leading)
    }

    fn standings_of(&mut self, judged: Vec<Judged>, leading: Leading) -> Vec<Standing> {
        let (not_together, open) = leading;
        let seen = &self.now;
        let mut standings = verdict::standings(&seen.round, judged, &seen.trees.own);
        for standing in &mut standings {
            let consequence = standing.finding.consequence;
            if not_together.contains(&standing.requirement) {
                standing.outcome = Outcome::NotTogether(consequence);
            } else if open.contains(&standing.requirement) {
                let missing = Vec::new();
                standing.outcome = Outcome::Open {
                    missing,
                    consequence,
                };
            }
            if let Outcome::Open { missing, .. } = &mut standing.outcome {
                *missing = self.not_known_of(standing.requirement);
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

    fn leading_together(&mut self) -> Leading {
        if self.verdict == Told::NotLookedAt {
            self.ahead(Depth::Verdict);
        }
        match self.verdict {
            Told::Settled(level) => self.leading_together_to(level),
            Told::NotLookedAt | Told::Open => Leading::default(),
        }
    }

    fn leading_together_to(&mut self, level: Level) -> Leading {
        let Some(better) = Level::ALL.into_iter().rev().find(|it| *it < level) else {
            return Leading::default();
        };
        let wanted = Levels::up_to(better);
        let not_met = self.whatever_is_found(wanted);
        if matches!(level, Level::Open | Level::MayNeedRemedy) {
            // What cannot be worked out is not said to be unmet.
            let named = [
                self.now.together(wanted),
                not_met,
                self.now.told_together(level),
            ];
            let open = named.into_iter().find(|it| !it.is_empty());
            return (Vec::new(), open.unwrap_or_default());
        }
        if !not_met.is_empty() {
            return (not_met, Vec::new());
        }
        let mut named = Vec::new();
        if !self.answers.not_known.is_empty() {
            named = self.now.together(wanted);
        }
        match level {
            // So it is with every answer that the applicant does not know.
            Level::Refusal | Level::Remedy => {
                if named.is_empty() && !self.now.is_led_to_by_one(wanted) {
                    // What could only be sampled has hidden what stands against it.
                    named = self.now.told_together(level);
                }
                (named, Vec::new())
            }
            _ => (Vec::new(), named),
        }
    }

    /// Returns the requirements that only together are kept from the wanted levels, whatever the
    /// applicant, the office and the commission may still tell.
    fn whatever_is_found(&mut self, wanted: Levels) -> Vec<RequirementId> {
        let seen = self.unanswered();
        if seen.trees.linked.is_empty() {
            return seen.together(wanted);
        }
        let precheck = self.now.round.precheck;
        let answers = &self.answers;
        let seen = self.asked_of_everybody.get_or_insert_with(|| {
            let answers = Answers::of(answers.facts.clone());
            let mut round = Round::new(precheck, &answers, EFFORT);
            round.ask_everybody();
            Seen::by(precheck, round)
        });
        seen.together(wanted)
    }

    /// Returns the questions answered with "I don't know" on which a requirement depends.
    fn not_known_of(&mut self, id: RequirementId) -> Vec<Question> {
        let seen = self.unanswered();
        let questions = told_apart(&seen.round, &seen.trees, id);
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
