//! Choices that are worth a look, found without a solver.

use super::exact::{Exact, Tally};

/// Returns a choice with all added that still has room, the most worth per euro first.
///
/// Items that are chosen but have no room together are left out, the least worth per euro first.
pub(super) fn filled(exact: &Exact<'_>, chosen: &[usize]) -> Option<Vec<usize>> {
    let order = exact.by_worth_per_euro()?;
    let mut is_chosen = vec![false; exact.model.items.len()];
    for place in chosen {
        *is_chosen.get_mut(*place)? = true;
    }
    let mut tally = Tally::new(exact)?;
    let mut taken = Vec::new();
    for first in [true, false] {
        for place in &order {
            if *is_chosen.get(*place)? == first && tally.fits(*place)? {
                tally.add(*place)?;
                taken.push(*place);
            }
        }
    }
    Some(taken)
}
