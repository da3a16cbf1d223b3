//! What is missing to tell: every question whose answer can still change the verdict.

use super::forest::{Forest, Trees};
use super::level::{Level, Levels, Told};
use super::matters::{self, differs, looks_at};
use super::next::{is_there, put};
use super::question::Question;
use super::round::{Role, Round};
use super::search::{Found, Search};
use super::tree::{Tree, View};
use crate::call::RequirementId;

/// So many steps all searches together may take.
const MOST_STEPS: usize = 20_000;

/// A question whose answer can still change the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What is missing.
    pub question: Question,
    /// The requirements by which it can; at least one.
    pub because: Vec<RequirementId>,
    /// Whether that has been shown. Where not, nothing has shown that it cannot.
    pub proved: bool,
}

/// Returns every question whose answer can still change the verdict.
pub(super) fn missing(round: &Round<'_>, trees: &Trees) -> Vec<Missing> {
    let possible = round.all_possible();
    let forest = trees.verdict(&possible);
    let found = by_slot(round, &forest).into_iter();
    found.map(|(_, missing)| missing).collect()
}

/// Does the same, and says which questions of the round they are.
pub(super) fn by_slot(round: &Round<'_>, forest: &Forest<'_>) -> Vec<(usize, Missing)> {
    let mut verdicts = Verdicts::new(forest, round.all_possible());
    let mut found: Vec<(usize, Missing)> = Vec::new();
    for (slot, it) in round.slots.iter().enumerate() {
        if it.role != Role::Open {
            continue;
        }
        let mut because = Vec::new();
        let mut proved = false;
        for (place, tree) in forest.trees.iter().enumerate() {
            let changes = if forest.asks(place, slot) {
                verdicts.changes(place, slot)
            } else {
                let unseen = verdicts.is_unseen(tree) && looks_at(round, forest, place, slot);
                (!unseen).then_some(false)
            };
            if changes != Some(false) {
                because.extend(matters::because(round, forest, place, slot));
            }
            proved |= changes == Some(true);
        }
        because.sort_unstable();
        if !because.is_empty() {
            let question = it.question.clone();
            let missing = Missing {
                question,
                because,
                proved,
            };
            found.push((slot, missing));
        }
    }
    // Whether something is there is asked before what it is.
    if found.iter().any(|(slot, _)| is_there(round, *slot)) {
        found.retain(|(slot, _)| is_there(round, *slot));
    }
    found
}

/// Returns the questions of which two answers make a requirement come to different things; of one
/// that could be met in any case, those of the requirements that it is linked with.
pub(super) fn told_apart(round: &Round<'_>, trees: &Trees, id: RequirementId) -> Vec<Question> {
    let Some(own) = trees.own.get(id.index()) else {
        return Vec::new();
    };
    let wanted = Levels::just(Level::Fine);
    let levels = own.levels(&round.all_possible(), View::Sampled);
    let mut linked = trees.linked.iter();
    match linked.find(|it| it.requirements.contains(&id)) {
        Some(together) if levels == wanted => by(round, &together.tree),
        _ => by(round, own),
    }
}

fn by(round: &Round<'_>, tree: &Tree) -> Vec<Question> {
    let possible = round.all_possible();
    let mut slots = Vec::new();
    tree.questions(&mut |slot, _| slots.push(slot));
    slots.sort_unstable();
    slots.dedup();
    let mut steps = 0;
    slots.retain(|slot| differs(tree, *slot, &possible, &mut steps) != Some(false));
    let slots = slots.into_iter().filter_map(|it| round.slots.get(it));
    slots.map(|it| it.question.clone()).collect()
}

/// What verdicts there may be.
struct Verdicts<'f, 't> {
    forest: &'f Forest<'t>,
    possible: Vec<u64>,
    /// No answers lead to a better one.
    best: Level,
    /// Whether some answers were only sampled, or not looked at.
    sampled: bool,
    left: usize,
}

impl<'f, 't> Verdicts<'f, 't> {
    fn new(forest: &'f Forest<'t>, possible: Vec<u64>) -> Self {
        let not_listed = |it: &&Tree| it.is_cut() || it.listed(&|it| it.level).is_some();
        let mut sampled = forest.trees.iter().any(not_listed);
        for tree in &forest.trees {
            tree.questions(&mut |_, of_samples| sampled |= of_samples);
        }
        let mut verdicts = Self {
            forest,
            possible,
            best: Level::Fine,
            sampled,
            left: MOST_STEPS,
        };
        let possible = verdicts.possible.clone();
        let reached = Level::ALL
            .into_iter()
            .find(|level| verdicts.reaches(&possible, *level) != Some(false));
        verdicts.best = reached.unwrap_or(Level::Fine);
        verdicts
    }

    /// Tells whether a tree was not looked into, or with samples only, where it may make the verdict
    /// worse: there it may depend on other questions too.
    fn is_unseen(&self, tree: &Tree) -> bool {
        let mut unseen = tree.is_cut();
        tree.questions(&mut |_, of_samples| unseen |= of_samples);
        let worse = Levels::up_to(Level::Refusal).without(Levels::up_to(self.best));
        let levels = tree.levels(&self.possible, View::Beyond(worse));
        unseen && !levels.and(worse).is_none()
    }

    /// Tells whether two answers to a question lead to different verdicts, all others being alike,
    /// of which the worse comes from one requirement; `None` where nothing shows it either way.
    fn changes(&mut self, place: usize, slot: usize) -> Option<bool> {
        let forest = self.forest;
        let all = self.possible.get(slot).copied().unwrap_or(0);
        let mut open = false;
        let mut rest: Vec<(&Tree, Vec<u64>, bool)> = Vec::new();
        rest.extend(
            forest
                .trees
                .get(place)
                .map(|it| (*it, self.possible.clone(), false)),
        );
        while let Some((tree, possible, through)) = rest.pop() {
            match tree {
                Tree::Cut(_) => open = true,
                Tree::Leaf(level) | Tree::NotListed(Told { level, .. }) => {
                    open |= matches!(tree, Tree::NotListed(_));
                    let better = Level::ALL.into_iter().rev().find(|it| it < level);
                    let better = better.filter(|it| *it >= self.best);
                    let (Some(better), true) = (better, through) else {
                        continue;
                    };
                    // Any other answer than those that lead here.
                    let here = possible.get(slot).copied().unwrap_or(0);
                    let mut possible = possible;
                    put(&mut possible, slot, all & !here);
                    if all & !here == 0 {
                        continue;
                    }
                    match self.reaches(&possible, better) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => open = true,
                    }
                }
                Tree::Split {
                    slot: at,
                    children,
                    beyond,
                } => {
                    open |= beyond.is_some();
                    for (mask, child) in children {
                        let here = possible.get(*at).copied().unwrap_or(0) & mask;
                        if here != 0 {
                            let mut narrowed = possible.clone();
                            put(&mut narrowed, *at, here);
                            rest.push((child, narrowed, through || *at == slot));
                        }
                    }
                }
            }
        }
        (!open).then_some(false)
    }

    /// Tells whether some of these answers lead to a verdict no worse than `level`.
    fn reaches(&mut self, possible: &[u64], level: Level) -> Option<bool> {
        let wanted = Levels::up_to(level);
        match self.look(View::Sampled, possible, wanted) {
            Found::Answers(_) => Some(true),
            Found::GivenUp => None,
            Found::Nothing(_) if !self.sampled => Some(false),
            Found::Nothing(_) => match self.look(View::Beyond(wanted), possible, wanted) {
                Found::Nothing(_) => Some(false),
                Found::Answers(_) | Found::GivenUp => None,
            },
        }
    }

    fn look(&mut self, view: View, possible: &[u64], wanted: Levels) -> Found {
        let mut search = Search::within(self.forest, view, self.left);
        let found = search.look(possible, wanted);
        self.left = search.left;
        found
    }
}
