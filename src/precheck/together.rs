//! Requirements that stand against something only together: some answers bring each of them there,
//! none bring all.

use super::answers::Answers;
use super::domain::case;
use super::forest::Forest;
use super::level::{Level, Levels};
use super::round::Round;
use super::search::{Found, Search};
use super::tree::{Tree, View};
use super::{EFFORT, FAIR_SHARES, Precheck};
use crate::assessment::judge_all;
use crate::call::RequirementId;
use crate::value::Value;

impl Precheck {
    /// Returns some of these requirements that each could be met by what is not stated, but not
    /// together, and how many judgements that took; nothing where there are none such.
    pub(super) fn not_together(
        &self,
        facts: &[Option<Value>],
        among: &[RequirementId],
    ) -> (Vec<RequirementId>, usize) {
        let mut round = Round::new(self, &Answers::of(facts.to_vec()), EFFORT);
        round.add_crossings();
        let judged = judge_all(case(self.call(), &round.proposal));
        let possible = round.all_possible();
        // What cannot be worked out is not met, but it does not fail either.
        let wanted = Levels::just(Level::Fine).with(Levels::just(Level::Open));
        let mut trees = Vec::new();
        for (id, left) in among.iter().zip((1..=among.len()).rev()) {
            let Some(judged) = judged.get(id.index()) else {
                continue;
            };
            let tree = round.tree_within(judged, left.min(FAIR_SHARES));
            let alone = tree.levels(&possible, View::Beyond(wanted));
            if !alone.and(wanted).is_none() {
                trees.push((id.index(), tree));
            }
        }
        let trees = trees.iter().map(|(place, tree)| (*place, tree));
        let found = together(trees, &possible, wanted);
        let found = among.iter().filter(|id| found.contains(&id.index()));
        (found.copied().collect(), EFFORT.saturating_sub(round.left))
    }
}

/// Returns the places of trees of which no answers bring all to the wanted levels, none of which
/// can be left out; nothing where there are none such, and where one of them stands against it by
/// itself.
pub(super) fn together<'t>(
    trees: impl IntoIterator<Item = (usize, &'t Tree)>,
    possible: &[u64],
    wanted: Levels,
) -> Vec<usize> {
    let mut places = Vec::new();
    let mut hindering = Vec::new();
    for (place, tree) in trees {
        let levels = tree.levels(possible, View::Beyond(wanted));
        if levels.and(wanted).is_none() {
            return Vec::new();
        }
        if !levels.without(wanted).is_none() {
            places.push(place);
            hindering.push(tree.clone());
        }
    }
    let Some(against) = against(&hindering, possible, wanted) else {
        return Vec::new();
    };
    // Those that ask nothing of what stands against it have nothing to do with it.
    let forest = Forest::new(&hindering, possible);
    let concerned = |place: &usize| against.iter().any(|slot| forest.asks(*place, *slot));
    let concerned: Vec<usize> = (0..hindering.len()).filter(concerned).collect();
    let of = |left: &[usize]| -> Vec<Tree> {
        let trees = left.iter().filter_map(|place| hindering.get(*place));
        trees.cloned().collect()
    };
    let stands = |left: &[usize]| self::against(&of(left), possible, wanted).is_some();
    let mut left: Vec<usize> = (0..hindering.len()).collect();
    if stands(&concerned) {
        left = concerned;
    }
    // The last are left out first: what is named comes early in the rules.
    for place in left.clone().into_iter().rev() {
        let mut without = left.clone();
        without.retain(|it| *it != place);
        if stands(&without) {
            left = without;
        }
    }
    let left = left.into_iter();
    left.filter_map(|it| places.get(it).copied()).collect()
}

/// Returns the questions that stand against bringing all trees to the wanted levels, if it is
/// certain that no answers do.
fn against(trees: &[Tree], possible: &[u64], wanted: Levels) -> Option<Vec<usize>> {
    let forest = Forest::new(trees, possible);
    let mut search = Search::new(&forest, View::Beyond(wanted));
    match search.look(possible, wanted) {
        Found::Nothing(questions) => Some(questions),
        Found::Answers(_) | Found::GivenUp => None,
    }
}
