//! Which cells of an explanation are slips, and which were reckoned rightly from wrong cells.

use std::collections::BTreeMap;

use super::alone::Alone;

/// With more wrong cells than this in one sum, it is held against all of them as printed alone.
const MOST_INPUTS: usize = 12;

/// Returns, of cells that are to change to these amounts, those that are slips of themselves.
///
/// Any other is the sum of cells of which some stood there as they are printed, wrong, and some perhaps
/// as they should be: whoever reckoned it reckoned rightly.
pub(super) fn slips(alone: &Alone, correct: &BTreeMap<usize, i64>) -> Vec<usize> {
    let cells = correct.keys().copied();
    let slips = cells.filter(|cell| {
        let mut definitions = alone.system.of.get(*cell).into_iter().flatten();
        !definitions.any(|it| reckoned(alone, correct, *it))
    });
    slips.collect()
}

/// Tells whether a sum as printed is that of its cells, at least one of them wrong as printed.
fn reckoned(alone: &Alone, correct: &BTreeMap<usize, i64>, definition: usize) -> bool {
    // What is to be added where an input stood there as it should be.
    let steps = steps(alone, correct, definition);
    let difference = alone.differences.get(definition);
    let Some(missing) = difference.and_then(|it| it.checked_neg()) else {
        return false;
    };
    if steps.len() > MOST_INPUTS {
        return missing == 0;
    }
    let subsets = 0..1_usize
        .checked_shl(u32::try_from(steps.len()).unwrap_or(0))
        .unwrap_or(1);
    let all = subsets.end.saturating_sub(1);
    subsets
        .clone()
        .filter(|subset| *subset != all || steps.is_empty())
        .any(|subset| {
            let chosen = steps.iter().enumerate();
            let chosen = chosen.filter(|(bit, _)| subset >> bit & 1 == 1);
            let sum = chosen.fold(0_i64, |sum, (_, step)| sum.saturating_add(*step));
            sum == missing && !steps.is_empty()
        })
}

/// Returns by how much the inputs of a sum are to change, each as often as it stands there.
fn steps(alone: &Alone, correct: &BTreeMap<usize, i64>, definition: usize) -> Vec<i64> {
    let system = &alone.system;
    let step = |input: usize, correct: i64| correct.checked_sub(*system.printed.get(input)?);
    let inputs = system.definitions.get(definition).map(|it| &it.inputs);
    let inputs = inputs.map_or(&[][..], Vec::as_slice);
    // Sums have up to all lines as inputs, and corrections up to all lines: the fewer are looked through.
    if inputs.len() < correct.len() {
        let steps = inputs.iter();
        let steps = steps.filter_map(|input| step(*input, *correct.get(input)?));
        return steps.collect();
    }
    let steps = correct.iter().flat_map(|(input, correct)| {
        let uses = system.uses.get(*input).into_iter().flatten();
        let uses = uses.filter(|it| **it == definition);
        uses.filter_map(move |_| step(*input, *correct))
    });
    steps.collect()
}
