//! Requirements that stand against something only together: some answers bring each of them there,
//! none bring all.

use super::forest::{Forest, Linked};
use super::level::Levels;
use super::search::{Found, Search};
use super::tree::View;
use crate::call::RequirementId;

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
