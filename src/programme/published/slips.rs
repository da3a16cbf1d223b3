//! Which cells of an explanation are slips, and which were reckoned rightly from wrong cells.

use std::collections::BTreeMap;

use super::system::{Definition, System};

/// With more wrong cells than this in one sum, it is held against all of them as printed alone.
const MOST_INPUTS: usize = 12;

/// Returns, of cells that are to change to these amounts, those that are slips of themselves.
///
/// Any other is the sum of cells of which some stood there as they are printed, wrong, and some perhaps
/// as they should be: whoever reckoned it reckoned rightly.
pub(super) fn slips(system: &System, correct: &BTreeMap<usize, i64>) -> Vec<usize> {
    let cells = correct.keys().copied();
    let slips = cells.filter(|cell| {
        let definitions = system.of.get(*cell).into_iter().flatten();
        let mut definitions = definitions.filter_map(|it| system.definitions.get(*it));
        !definitions.any(|it| reckoned(system, correct, it))
    });
    slips.collect()
}

/// Tells whether a sum as printed is that of its cells, at least one of them wrong as printed.
fn reckoned(system: &System, correct: &BTreeMap<usize, i64>, definition: &Definition) -> bool {
    let Some(printed) = system.printed.get(definition.target) else {
        return false;
    };
    let Some(sum) = system.summed(definition) else {
        return false;
    };
    // What is to be added where an input stood there as it should be.
    let steps = definition.inputs.iter().filter_map(|input| {
        let printed = system.printed.get(*input)?;
        correct.get(input)?.checked_sub(*printed)
    });
    let steps: Vec<i64> = steps.collect();
    let Some(missing) = printed.checked_sub(sum) else {
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
