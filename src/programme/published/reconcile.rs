//! Whether the table adds up: what does not, why, and what is left to assign.

use std::collections::BTreeMap;

use super::cells::{Cells, Relations};
use super::file::actions;
use super::lost::{Lost, lost};
use super::table::{Action, AmountCell, Line, Published};
use super::told::{Told, told};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::number::Money;
use crate::text::Text;

/// What a table's sums say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// How many relations were verified.
    pub relations: Relations,
    /// How many of them do not hold.
    pub broken: usize,
    /// The lines that have no programme total, so that their ceiling cannot be told.
    pub without_ceiling: usize,
    /// Why sums differ: one for each cause, not for each wrong sum.
    pub causes: Vec<Told>,
    /// Rows that may be missing: each would explain several causes at once.
    pub lost: Vec<Lost>,
    /// Whether there may be explanations that were not looked for.
    pub cut_short: bool,
    /// How many actions there are, whose lines stand under one objective or under several.
    pub actions: usize,
    /// The actions whose lines make another sum as printed than from their acts.
    pub differing: Vec<ActionSums>,
    /// What the programme foresees and no act allocates.
    pub unassigned: Unassigned,
}

/// What the lines of an action are allocated in all, under whichever objectives they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionSums {
    /// The action.
    pub action: Action,
    /// With the sums of the acts recomputed.
    pub recomputed: Money,
    /// With the sums as printed.
    pub printed: Money,
}

/// What the programme foresees and no act allocates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unassigned {
    /// The lines that have a remainder, by either reckoning.
    pub lines: Vec<Remainder>,
    /// In all, with the sums of the acts recomputed; `None` on overflow.
    pub recomputed: Option<Money>,
    /// In all, with the sums as printed; `None` where the table prints none.
    pub printed: Option<Money>,
}

/// What of a line is not allocated; less than nought where more is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remainder {
    /// The line, as a place in [`Published::lines`].
    pub line: usize,
    /// With the sum of the acts recomputed; `None` where an amount is blank.
    pub recomputed: Option<Money>,
    /// With the sum as printed; `None` where an amount is blank, or none is printed.
    pub printed: Option<Money>,
}

/// Verifies every relation of a table.
///
/// # Errors
/// In one diagnostic, where the amounts are too large to be summed.
pub fn reconcile(table: &Published) -> Result<Reconciliation, Diagnostic> {
    let cells = Cells::new(table);
    let Some(found) = cells.system.findings() else {
        return Err(too_large(table));
    };
    let ceilings: Vec<Option<bool>> = table.lines.iter().map(|it| within(table, it)).collect();
    let above = ceilings.iter().filter(|it| **it == Some(false)).count();
    let causes = found.causes.iter().map(|cause| told(&cells, cause));
    let causes: Vec<Told> = causes.collect();
    let cut_short = |it: &Told| !it.complete || it.others_cut_short;
    Ok(Reconciliation {
        relations: cells.relations,
        broken: found.broken.len().saturating_add(above),
        without_ceiling: match table.profile.programme() {
            Some(_) => ceilings.iter().filter(|it| it.is_none()).count(),
            None => 0,
        },
        lost: lost(&cells, &found.causes),
        cut_short: causes.iter().any(cut_short),
        causes,
        actions: actions(table).len(),
        differing: differing(table),
        unassigned: unassigned(table),
    })
}

fn too_large(table: &Published) -> Diagnostic {
    let place = DataPlace {
        file: table.grid.file.clone(),
        ..DataPlace::default()
    };
    Diagnostic::data(
        Code::LimitExceeded,
        place,
        Text::new(
            "gli importi sono troppo grandi per essere sommati al centesimo",
            "the amounts are too large to be summed to the cent",
        ),
    )
    .with_hint(Text::new(
        "verificare che in una cella non siano finite le cifre di due",
        "make sure that no cell holds the digits of two",
    ))
}

/// Returns what the acts allocate to a line in all: recomputed, and as printed.
pub(super) fn assigned(table: &Published, line: &Line) -> (Option<Money>, Option<Money>) {
    let amount = |column: usize| {
        line.amounts
            .get(column)
            .and_then(|it: &AmountCell| it.amount)
    };
    let acts: Option<Vec<Money>> = table.profile.acts().map(amount).collect();
    let recomputed = acts.and_then(Money::sum);
    let printed = table.profile.sum().and_then(|(column, _)| amount(column));
    (recomputed, printed)
}

/// Tells whether a line is allocated no more than the programme foresees; `None` where that is blank.
fn within(table: &Published, line: &Line) -> Option<bool> {
    let programme = table.profile.programme()?;
    let programme = line.amounts.get(programme)?.amount?;
    let (recomputed, _) = assigned(table, line);
    Some(recomputed? <= programme)
}

/// Adds up the lines of each action; those with a blank amount are counted on neither side.
fn differing(table: &Published) -> Vec<ActionSums> {
    let mut known: BTreeMap<&Action, Vec<(Money, Money)>> = BTreeMap::new();
    for line in &table.lines {
        let (recomputed, printed) = assigned(table, line);
        if let (Some(action), Some(recomputed), Some(printed)) = (&line.action, recomputed, printed)
        {
            known.entry(action).or_default().push((recomputed, printed));
        }
    }
    let all = known.into_iter().filter_map(|(action, known)| {
        let recomputed = Money::sum(known.iter().map(|(recomputed, _)| *recomputed))?;
        let printed = Money::sum(known.iter().map(|(_, printed)| *printed))?;
        (recomputed != printed).then(|| ActionSums {
            action: action.clone(),
            recomputed,
            printed,
        })
    });
    all.collect()
}

fn unassigned(table: &Published) -> Unassigned {
    let Some(column) = table.profile.programme() else {
        return Unassigned::default();
    };
    let remainders = table.lines.iter().enumerate().map(|(index, line)| {
        let programme = line.amounts.get(column).and_then(|it| it.amount);
        let (recomputed, printed) = assigned(table, line);
        let left = |assigned: Option<Money>| programme?.sub(assigned?);
        Remainder {
            line: index,
            recomputed: left(recomputed),
            printed: left(printed),
        }
    });
    let remainders: Vec<Remainder> = remainders.collect();
    let sum = |of: fn(&Remainder) -> Option<Money>| Money::sum(remainders.iter().filter_map(of));
    let recomputed = sum(|it| it.recomputed);
    let printed = sum(|it| it.printed);
    let left = |it: &Option<Money>| it.is_some_and(|it| it != Money::ZERO);
    let printed = table.profile.sum().and(printed);
    let mut lines = remainders;
    lines.retain(|it| left(&it.recomputed) || left(&it.printed));
    Unassigned {
        lines,
        recomputed,
        printed,
    }
}
