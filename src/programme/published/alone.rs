//! A system of which some cells were changed: by how much each definition differs is kept with it.

use super::system::System;

/// A system, and by how much each of its definitions differs.
#[derive(Clone, Debug)]
pub(super) struct Alone {
    pub(super) system: System,
    /// By definition: the sum of its inputs less what is printed.
    pub(super) differences: Vec<i64>,
}

impl Alone {
    /// Returns a system as it is printed; `None` on overflow.
    pub(super) fn new(system: &System) -> Option<Self> {
        Some(Self {
            system: system.clone(),
            differences: system.differences()?,
        })
    }

    /// Changes a cell; `None` on overflow.
    pub(super) fn change(&mut self, cell: usize, by: i64) -> Option<()> {
        let printed = self.system.printed.get_mut(cell)?;
        *printed = printed.checked_add(by)?;
        for definition in self.system.of.get(cell)? {
            let difference = self.differences.get_mut(*definition)?;
            *difference = difference.checked_sub(by)?;
        }
        for definition in self.system.uses.get(cell)? {
            let difference = self.differences.get_mut(*definition)?;
            *difference = difference.checked_add(by)?;
        }
        Some(())
    }
}
