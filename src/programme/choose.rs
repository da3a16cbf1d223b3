//! Which lines of a programme are meant, and how funds share what they hold.

use super::{FundId, Line, LineId, ObjectiveId, Programme};
use crate::number::{Fraction, Money, by_parts};
use crate::syntax::tree::LineChoice;

impl Programme {
    /// Returns the lines for which every choice holds, in the order written.
    pub fn chosen(&self, choices: &[LineChoice]) -> Vec<LineId> {
        let lines = self.lines();
        let chosen = lines.filter(|(_, line)| choices.iter().all(|it| self.answers(line, it)));
        chosen.map(|(id, _)| id).collect()
    }

    /// Returns the names that a choice could have; empty where it has one of them.
    pub fn alternatives(&self, choice: &LineChoice) -> Vec<&str> {
        let name = choice.name().value.as_str();
        let known: Vec<&str> = match choice {
            LineChoice::Objective(_) => {
                let all = self.objectives.iter();
                all.map(|it| it.titled.name.as_str()).collect()
            }
            LineChoice::Action(_) => self.actions.iter().map(|it| it.name.as_str()).collect(),
            LineChoice::Body(_) => self.bodies.iter().map(|it| it.name.as_str()).collect(),
            LineChoice::Fund(_) => self.funds.iter().map(|it| it.name.as_str()).collect(),
        };
        if known.contains(&name) {
            Vec::new()
        } else {
            known
        }
    }

    fn answers(&self, line: &Line, choice: &LineChoice) -> bool {
        let name = &choice.name().value;
        match choice {
            LineChoice::Objective(_) => self.objective_and_wholes(line.objective).any(|id| {
                self.objectives
                    .get(id.0)
                    .is_some_and(|it| it.titled.name == *name)
            }),
            LineChoice::Action(_) => line
                .action
                .and_then(|id| self.actions.get(id.0))
                .is_some_and(|it| it.name == *name),
            LineChoice::Body(_) => self
                .bodies
                .get(line.body.0)
                .is_some_and(|it| it.name == *name),
            LineChoice::Fund(_) => {
                let shared = line.shares.iter().map(|(fund, _)| *fund);
                let mut funds = line.fund.into_iter().chain(shared);
                funds.any(|id| self.funds.get(id.0).is_some_and(|it| it.name == *name))
            }
        }
    }

    /// Returns an objective, then that of which it is a part, and so on.
    pub fn objective_and_wholes(&self, id: ObjectiveId) -> impl Iterator<Item = ObjectiveId> {
        std::iter::successors(Some(id), |id| self.objectives.get(id.0)?.of)
    }

    /// Divides amounts of a line, of which each contains the next, among the funds that share it; `None`
    /// where the line does not say.
    ///
    /// The first is divided to the cent by largest remainder. So is every other, but that no fund has
    /// more of it than of the one before: a cent above that goes to the fund with most room, the
    /// earliest of those that have as much.
    pub fn by_fund<const N: usize>(
        &self,
        line: LineId,
        amounts: [Money; N],
    ) -> Option<Vec<(FundId, [Money; N])>> {
        let shares = &self.line(line)?.shares;
        if shares.is_empty() {
            return None;
        }
        let weights: Vec<Fraction> = shares.iter().map(|(_, part)| *part).collect();
        let funds = shares.iter().map(|(fund, _)| (*fund, [Money::ZERO; N]));
        let mut divided: Vec<(FundId, [Money; N])> = funds.collect();
        let mut before: Option<Vec<Money>> = None;
        for (place, amount) in amounts.into_iter().enumerate() {
            let parts = by_parts(amount, &weights)?;
            let parts = match before {
                Some(most) => within(parts, &most)?,
                None => parts,
            };
            for ((_, fund), part) in divided.iter_mut().zip(&parts) {
                *fund.get_mut(place)? = *part;
            }
            before = Some(parts);
        }
        Some(divided)
    }
}

/// Takes from parts what is above the most that each may be, and gives it cent by cent to those with
/// most room; `None` where there is not so much room.
fn within(mut parts: Vec<Money>, most: &[Money]) -> Option<Vec<Money>> {
    let cent = Money::from_cents(1);
    let mut over = Money::ZERO;
    for (part, most) in parts.iter_mut().zip(most) {
        if *part > *most {
            over = over.add(part.sub(*most)?)?;
            *part = *most;
        }
    }
    // Rounding moves at most one cent of each fund.
    while over > Money::ZERO {
        let rooms = parts.iter_mut().zip(most).rev();
        let rooms = rooms.filter(|(part, most)| **part < **most);
        let (part, _) = rooms.max_by_key(|(part, most)| most.sub(**part))?;
        *part = part.add(cent)?;
        over = over.sub(cent)?;
    }
    Some(parts)
}
