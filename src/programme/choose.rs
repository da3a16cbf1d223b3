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

    /// Divides an amount of a line among the funds that share it, to the cent by largest remainder;
    /// `None` where the line does not say.
    pub fn by_fund(&self, line: LineId, amount: Money) -> Option<Vec<(FundId, Money)>> {
        let shares = &self.line(line)?.shares;
        if shares.is_empty() {
            return None;
        }
        let parts: Vec<Fraction> = shares.iter().map(|(_, part)| *part).collect();
        let parts = by_parts(amount, &parts)?;
        Some(shares.iter().map(|(fund, _)| *fund).zip(parts).collect())
    }
}
