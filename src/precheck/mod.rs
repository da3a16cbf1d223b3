//! The guided check: which question an applicant is asked next, and what may be said already.
//!
//! ```text
//! answers ──▶ what each requirement comes to, by the answers still missing (decision trees)
//!                 │  can they still make another verdict?
//!                 ▼
//!         Ask, with the reason ─ or ─ Settled, with every requirement
//! ```
//!
//! A question is asked only if two ways of answering everything that is open, alike but for this
//! question, lead to different verdicts; the check is settled once all ways lead to the same one.
//! This is exact and not found by looking at each unknown by itself: `p or not p` asks nothing. A
//! fact's answers are parted into those that some requirement tells apart: the thresholds of a
//! number, the classes of an enumeration. A sum that cannot turn any more, whatever its open parts
//! are within the bounds that they are read within, needs none of them. Where a requirement weighs
//! several open numbers against one another, or a list of unknown length, only samples are looked
//! at: what they show is so, what they do not show is asked all the same, and says so
//! ([`Ask::proved`]).
//!
//! "I don't know" is an answer: a requirement that depends on it is open, unless whatever is not
//! known comes to the same. What the office, the commission and other proposals will tell is never
//! asked, and is taken at its best: requirements that look at the same of it are taken together.

mod answers;
mod candidates;
mod change_words;
mod changeable;
mod changes;
mod crossings;
mod distance;
mod division;
mod documents;
mod domain;
mod ends;
mod failing;
mod failures;
mod forest;
mod grid;
mod growth;
mod least_change;
mod least_failures;
mod level;
mod light;
mod links;
mod look;
mod matters;
mod mending;
mod mentions;
mod missing;
mod next;
mod outlook;
mod question;
mod ratio;
mod reassessed;
mod reception;
mod refusal;
mod round;
mod samples;
mod search;
mod state;
mod thresholds;
mod together;
mod tree;
mod unstated;
mod untold;
mod verdict;
mod why;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::call::{Call, RequirementId, Supplier, Type};

use domain::{Domain, Groups, Surveyor};
use mentions::{Joint, Source};

pub use answers::{Answer, Answers};
pub use changes::{Change, Changes, Mend};
pub use documents::{Needed, documents};
pub use look::Look;
pub use missing::Missing;
pub use question::Question;
pub use reception::Reception;
pub use verdict::{Doubt, Outcome, Settled, Standing, Verdict};
pub use why::{label, numbered, why};

/// So many judgements of a requirement one round may take; with many questions fewer, as each
/// takes longer.
const EFFORT: usize = 4_000;
/// One requirement may take so great a part of the effort that is left.
const FAIR_SHARES: usize = 4;

/// What the guided check of a call needs, prepared once.
///
/// ```
/// use bando::call::Call;
/// use bando::precheck::{Answers, Depth, Precheck, Step, Verdict};
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// let precheck = Precheck::new(call);
/// // Nothing is required, so nothing is asked.
/// let answers = Answers::none(precheck.call());
/// let Step::Settled(settled) = precheck.next(&answers, Depth::Verdict) else {
///     panic!("nothing to ask");
/// };
/// assert_eq!(settled.verdict, Verdict::MayApply);
/// ```
#[derive(Clone, Debug)]
pub struct Precheck {
    call: Arc<Call>,
    domains: BTreeMap<Source, Domain>,
    /// For each requirement, the answers to each question that it does not tell apart.
    groups: Vec<BTreeMap<Source, Groups>>,
    /// For each requirement, the comparisons of several numbers, outside of items.
    joints: Vec<Vec<Joint>>,
    /// The requirements that weigh days or instants of several facts, outside of items.
    weighing_days: Vec<RequirementId>,
    /// Whether one judgement takes little where lists are short.
    light: bool,
    /// What comes first, at either depth: it is the same for everybody, and takes longest.
    first: OnceLock<[Step; 2]>,
}

/// How far the guided check goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Until the verdict is settled: one requirement that surely fails ends it.
    #[default]
    Verdict,
    /// Until it is settled what becomes of every requirement: all reasons are found.
    EveryReason,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// This is to be asked.
    Ask(Ask),
    /// No answer makes a difference any more.
    Settled(Settled),
}

/// What comes next, in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// This is to be asked.
    Ask(Ask),
    /// No answer makes a difference any more to this; with the doubt there is about it.
    Settled(Verdict, Option<Doubt>),
}

/// A question whose answer can still make a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What is asked.
    pub question: Question,
    /// The requirements that it can still decide; at least one.
    pub because: Vec<RequirementId>,
    /// Why this question comes before the others that matter.
    pub decisive: Decisive,
    /// Whether it has been shown that the answer can make a difference. Where not, nothing has
    /// shown that it cannot: several open numbers are weighed against one another, a list may hold
    /// anything, or looking at every case would have taken too many steps.
    pub proved: bool,
}

/// How decisive a question is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisive {
    /// How many of the answers told apart refuse the proposal by themselves.
    pub settling: u32,
    /// How many answers are told apart.
    pub answers: u32,
    /// How many requirements the answer can still decide.
    pub requirements: u32,
}

impl Decisive {
    /// Tells whether a question with this comes before one with `other`, wherever they stand in the
    /// call: where an answer to it settles the verdict by itself, and none to the other does.
    ///
    /// ```
    /// use bando::precheck::Decisive;
    /// let one = Decisive { settling: 1, answers: 9, requirements: 1 };
    /// let none = Decisive { settling: 0, answers: 2, requirements: 5 };
    /// assert!(one.exceeds(none) && !none.exceeds(one));
    /// ```
    pub fn exceeds(self, other: Self) -> bool {
        self.settling > 0 && other.settling == 0
    }
}

impl Precheck {
    /// Prepares the guided check of a call.
    pub fn new(call: impl Into<Arc<Call>>) -> Self {
        let call = call.into();
        let mentions = mentions::mentions(&call);
        let surveyor = Surveyor::new(&call, &mentions);
        let domains = surveyor.all();
        let groups = mentions.iter().map(|it| {
            let sources = it
                .parts
                .keys()
                .filter_map(|source| Some((*source, domains.get(source)?)));
            let groups =
                sources.map(|(source, domain)| (source, surveyor.groups(it, source, domain)));
            groups.collect()
        });
        let groups = groups.collect();
        let days = |it: &Joint| !it.in_items && matches!(it.left.ty, Type::Date | Type::Instant);
        let weighing_days = (0..).map(RequirementId).zip(&mentions);
        let weighing_days = weighing_days.filter(|(_, it)| it.joint.iter().any(days));
        let weighing_days = weighing_days.map(|(id, _)| id).collect();
        let joints = mentions.iter().map(|it| {
            let numbers = it
                .joint
                .iter()
                .filter(|it| !it.in_items && it.left.ty.is_number());
            numbers.cloned().collect()
        });
        let joints = joints.collect();
        Self {
            light: light::are_light(&call),
            call: Arc::clone(&call),
            domains,
            groups,
            joints,
            weighing_days,
            first: OnceLock::new(),
        }
    }

    /// Returns the call.
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns the facts that the applicant may be asked for, in the order of the call: those that
    /// some requirement looks at.
    pub fn questions(&self) -> Vec<Question> {
        let facts = self.domains.keys().filter_map(|source| match source {
            Source::Fact(id) => Some(*id),
            Source::Field(..) => None,
        });
        let asked = facts.filter(|id| {
            let fact = self.call.facts.get(id.index());
            fact.is_some_and(|it| it.supplier == Supplier::Applicant)
        });
        asked.map(Question::of).collect()
    }

    /// Returns what comes next: a question whose answer can still make a difference, or what may
    /// be said because none can. The same answers always give the same.
    pub fn next(&self, answers: &Answers, depth: Depth) -> Step {
        if !answers.is_none() {
            return self.look(answers).next(depth);
        }
        let [verdict, every_reason] = self.first.get_or_init(|| {
            let mut look = self.look(answers);
            [Depth::Verdict, Depth::EveryReason].map(|depth| look.next(depth))
        });
        match depth {
            Depth::Verdict => verdict.clone(),
            Depth::EveryReason => every_reason.clone(),
        }
    }
}
