//! Requirements that stand against something only together: some answers bring each of them there,
//! none bring all.

use super::answers::Answers;
use super::domain::case;
use super::forest::{Forest, Linked};
use super::level::{Level, Levels};
use super::round::Round;
use super::search::{Found, Search};
use super::tree::View;
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
        round.ask_everybody();
        round.add_crossings();
        let judged = judge_all(case(self.call(), &round.proposal));
        let possible = round.all_possible();
        // What cannot be worked out is not met, but it does not fail either.
        let wanted = Levels::just(Level::Fine).with(Levels::just(Level::Open));
        let mut own = Vec::new();
        for (id, left) in among.iter().zip((1..=among.len()).rev()) {
            let Some(judged) = judged.get(id.index()) else {
                continue;
            };
            let tree = round.tree_within([judged], left.min(FAIR_SHARES));
            let alone = tree.levels(&possible, View::Beyond(wanted));
            if !alone.and(wanted).is_none() {
                let requirements = vec![*id];
                let each = Vec::new();
                own.push(Linked {
                    requirements,
                    tree,
                    each,
                });
            }
        }
        let found = together(&own, &possible, wanted, |among| of(&own, among));
        (found, EFFORT.saturating_sub(round.left))
    }
}

/// Returns the requirements of which no answers bring all to the wanted levels, none of which can
/// be left out; nothing where there are none such, and where one of them stands against it by
/// itself. What some of them come to is told by `trees_of`.
pub(super) fn together(
    own: &[Linked],
    possible: &[u64],
    wanted: Levels,
    mut trees_of: impl FnMut(&[RequirementId]) -> Vec<Linked>,
) -> Vec<RequirementId> {
    let levels = |it: &Linked| it.tree.levels(possible, View::Beyond(wanted));
    if own.iter().any(|it| levels(it).and(wanted).is_none()) {
        return Vec::new();
    }
    let all = own.iter().flat_map(|it| it.requirements.clone());
    let mut trees = trees_of(&all.collect::<Vec<_>>());
    trees.retain(|it| !levels(it).without(wanted).is_none());
    let Some(against) = against(&trees, possible, wanted) else {
        return Vec::new();
    };
    // Those that ask nothing of what stands against it have nothing to do with it.
    let forest = forest(&trees, possible);
    let asks = |place: usize| against.iter().any(|slot| forest.asks(place, *slot));
    let of = |concerned: &dyn Fn(usize, &Linked) -> bool| -> Vec<RequirementId> {
        let trees = trees.iter().enumerate();
        let trees = trees.filter(|(place, it)| concerned(*place, it));
        trees.flat_map(|(_, it)| it.requirements.clone()).collect()
    };
    let mut stands = |left: &[RequirementId]| {
        let trees = trees_of(left);
        self::against(&trees, possible, wanted).is_some()
    };
    let never = of(&|_, it| levels(it).and(wanted).is_none());
    let mut left = of(&|_, _| true);
    for concerned in [never, of(&|place, _| asks(place))] {
        if stands(&concerned) {
            left = concerned;
            break;
        }
    }
    // The last are left out first: what is named comes early in the rules.
    left.sort_unstable();
    for id in left.clone().into_iter().rev() {
        let mut without = left.clone();
        without.retain(|it| *it != id);
        if stands(&without) {
            left = without;
        }
    }
    left
}

/// Returns the trees of some of the requirements, of which each has its own.
pub(super) fn of(own: &[Linked], among: &[RequirementId]) -> Vec<Linked> {
    let own = own.iter();
    let of = own.filter(|it| it.requirements.iter().all(|id| among.contains(id)));
    of.cloned().collect()
}

/// Returns the questions that stand against bringing all trees to the wanted levels, if it is
/// certain that no answers do.
fn against(trees: &[Linked], possible: &[u64], wanted: Levels) -> Option<Vec<usize>> {
    let forest = forest(trees, possible);
    let mut search = Search::new(&forest, View::Beyond(wanted));
    match search.look(possible, wanted) {
        Found::Nothing(questions) => Some(questions),
        Found::Answers(_) | Found::GivenUp => None,
    }
}

fn forest<'t>(trees: &'t [Linked], possible: &[u64]) -> Forest<'t> {
    let trees = trees.iter();
    Forest::new(
        trees.map(|it| (&it.tree, it.requirements.clone(), &it.each[..])),
        possible,
    )
}
