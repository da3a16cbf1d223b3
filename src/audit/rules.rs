//! What the rules give one proposal, cell by cell.

use super::claims::Claim;
use super::columns::{Column, stated_in};
use super::departures::{Compared, Departure, sentence, whole};
use super::reading::{ANY, Claimed, Row, Said, number};
use super::scope::{Scope, plural};
use super::words::{Amount, Words};
use crate::call::{Format, Reading, Type, read_cell, visible};
use crate::engine::ProposalOutcome;
use crate::number::{Fraction, Money};
use crate::report::{outcome_code, outcome_of_code};
use crate::scoring::Score;
use crate::text::{Language, Text};
use crate::value::Value;

/// What the rules give one proposal, or pool.
pub(super) struct Rules<'a> {
    pub(super) compared: &'a Compared<'a>,
    /// The place of the proposal.
    pub(super) place: Option<usize>,
    /// What became of it.
    pub(super) ours: Option<&'a ProposalOutcome>,
    /// Its row in the list that the published one is a copy of.
    pub(super) our_row: Option<usize>,
}

/// What should stand in a cell.
struct Declared {
    said: Said,
    amount: Amount,
    difference: Option<Fraction>,
}

impl Rules<'_> {
    /// Returns in what a cell departs, if it does.
    pub(super) fn departure(&self, row: &Row, claimed: &Claimed) -> Option<Departure> {
        let departure = |difference, it: &str, en: &str| Departure {
            proposal: row.id.clone(),
            line: Some(row.line),
            column: Some(claimed.heading.clone()),
            claim: Some(claimed.claim.clone()),
            difference,
            message: sentence(&row.id, Some(row.line), (it, en)),
        };
        let declared = match &claimed.value {
            Said::Unclear(why) => Err(why.clone()),
            _ => Ok(self.compare(claimed)?),
        };
        let declared = declared.and_then(|it| match it.said {
            Said::Unclear(why) => Err(why),
            _ => Ok(it),
        });
        let declared = match declared {
            Ok(declared) => declared,
            Err(why) => {
                let heading = visible(&claimed.heading);
                let en = why.en.as_ref().unwrap_or(&why.it);
                let it = format!("colonna `{heading}`: {}", why.it);
                return Some(departure(None, &it, &format!("column `{heading}`: {en}")));
            }
        };
        let words = Words {
            call: self.compared.call,
            claimed,
            declared: &declared.said,
            amount: declared.amount,
            difference: declared.difference,
            reason: self.reason(&claimed.claim),
        };
        let [it, en] = [Language::Italian, Language::English].map(|it| words.sentence(it));
        Some(departure(declared.difference, &it, &en))
    }

    /// Says that the proposal does not belong in the list.
    pub(super) fn out_of_place(&self, row: &Row, scope: Scope) -> Departure {
        let (it, en) = scope.of.map(plural).unwrap_or_default();
        let [is_it, is_en] = [Language::Italian, Language::English].map(|language| {
            let ours = self.ours.map(|it| outcome_code(it.outcome));
            let words = ours.and_then(|code| outcome_of_code(code, language));
            let mut words = words.unwrap_or_default().to_owned();
            if let Some(reason) = self.ours.and_then(|it| it.reasons.first()) {
                words.push_str("; ");
                words.push_str(reason.message.get(language));
            }
            words
        });
        let it = format!("è fra le {it}, e secondo le regole non lo è: {is_it}");
        let en = format!("is among the {en}, and by the rules it is not: {is_en}");
        whole(row, (&it, &en))
    }

    /// Returns what the rules give; `None` where the cell agrees.
    fn compare(&self, claimed: &Claimed) -> Option<Declared> {
        let column = self.compared.columns.claims.get(claimed.column)?;
        match &claimed.claim {
            Claim::Listed { .. } => self.listed(column, claimed),
            Claim::Stated(heading) => self.stated(heading, &claimed.written),
            _ => self.typed(claimed),
        }
    }

    fn typed(&self, claimed: &Claimed) -> Option<Declared> {
        let ours = self.ours?;
        let score = |place| self.compared.outcome.scores.get(place);
        let score = self.place.and_then(score).and_then(Option::as_ref);
        let said = match (&claimed.claim, &claimed.value) {
            (_, Said::Is(word)) => {
                let declared = outcome_code(ours.outcome);
                return (!ours.is(*word)).then_some(Declared::other(Said::Outcome(declared)));
            }
            // A list of others need not say these of everyone.
            (Claim::Score | Claim::Requested | Claim::Outcome, Said::Nothing)
                if self.our_row.is_none() =>
            {
                return None;
            }
            (Claim::Rank, _) => {
                let rank = ours.rank.map(|it| Fraction::integer(it.into()));
                rank.map_or(Said::Nothing, Said::Number)
            }
            (Claim::Score, _) => score.and_then(total).map_or(Said::Nothing, Said::Number),
            (Claim::Requested, _) => {
                let full = ours.full.map(Money::euro);
                full.map_or(Said::Nothing, Said::Number)
            }
            (Claim::Award, _) => Said::Number(ours.award.euro()),
            (Claim::Outcome, _) => Said::Outcome(outcome_code(ours.outcome)),
            (Claim::Is(word), _) => Said::YesNo(ours.is(*word)),
            (Claim::Listed { .. } | Claim::Stated(_), _) => return None,
        };
        let nothing = Said::Number(Fraction::ZERO);
        let claims = match (&claimed.claim, &claimed.value) {
            // Elsewhere an award of nothing is no award.
            (Claim::Award, Said::Nothing) if self.our_row.is_none() => &nothing,
            (_, value) => value,
        };
        let amount = if claimed.claim.is_money() {
            Amount::Money
        } else if claimed.claim == Claim::Rank {
            Amount::Rank
        } else {
            Amount::Number
        };
        Declared::unless_equal(claims, said, amount)
    }

    /// Compares a cell with that of the engine's own list.
    fn listed(&self, column: &Column, claimed: &Claimed) -> Option<Declared> {
        let own = self.compared.own;
        let is_copy = own.copied().is_some();
        let written = claimed.written.as_str();
        let cells = match (self.our_row, column.listed.first()) {
            (Some(row), Some(place)) => own.cells_of_row(row, *place),
            // A row that the copied list does not have is told as a whole.
            _ if is_copy => return None,
            _ => own.cells(self.place?, &column.listed),
        };
        if written.is_empty() && !is_copy {
            return None;
        }
        let Some(cells) = cells else {
            return Some(Declared::other(Said::Nothing)).filter(|_| !written.is_empty());
        };
        let spoken = own.spoken();
        let mut candidates = (0..)
            .zip(cells)
            .filter(|(language, _)| spoken.is_none_or(|spoken| spoken == *language));
        if candidates.any(|(_, cell)| cell.is_listed_as(written)) {
            return None;
        }
        // Of a proposal with several reasons the list may have any row.
        if own.worded(&column.heading).is_some() && own.says(self.place?, &column.listed, written) {
            return None;
        }
        let [it, en] = cells;
        let format = self.compared.list.format_of(column.own);
        match it.listed_value() {
            Some((Value::Number(_), ty)) => {
                let declared = number(self.compared.call, it.listed(), ANY, &Format::default());
                let is_money = matches!(ty, Type::Money | Type::Amount);
                let amount = if is_money {
                    Amount::Money
                } else {
                    Amount::Number
                };
                let said = match written {
                    "" => Said::Nothing,
                    _ => number(self.compared.call, written, ANY, &format),
                };
                match said {
                    Said::Unclear(_) => Some(Declared::other(said)),
                    _ => Declared::unless_equal(&said, declared, amount),
                }
            }
            Some((value, ty)) => {
                let names = self.compared.call.names();
                let read = read_cell(written, ty, &Reading::default(), &format, names);
                let said = Said::Text(it.listed().to_owned());
                (read != Ok(Some(value.clone()))).then_some(Declared::other(said))
            }
            None => {
                let shown = if spoken == Some(1) { en } else { it };
                Some(Declared::other(Said::Text(shown.listed().to_owned())))
            }
        }
    }

    /// Compares a cell with what the proposal states.
    fn stated(&self, heading: &str, written: &str) -> Option<Declared> {
        let compared = self.compared;
        let ours = self.ours?;
        let proposal = compared.proposals.get(self.place?);
        let proposal = proposal.filter(|it| it.id == ours.id)?;
        let Some(place) = stated_in(compared.call, heading) else {
            // What only tests read is text.
            let stated = proposal.compare.get(heading)?.trim();
            let said = Said::Text(stated.to_owned());
            return (stated != written).then_some(Declared::other(said));
        };
        let fact = compared.call.facts.get(place)?;
        let stated = proposal.facts.get(place)?;
        let (format, names) = (&compared.list.format, compared.call.names());
        let read = match read_cell(written, fact.kind, &fact.reading, format, names) {
            Ok(read) => read,
            Err(error) => return Some(Declared::other(Said::Unclear(error.message))),
        };
        if read == *stated {
            return None;
        }
        let difference = match (&read, stated) {
            (Some(Value::Number(said)), Some(Value::Number(is))) => said.sub(*is),
            _ => None,
        };
        let said = stated
            .clone()
            .map_or(Said::Nothing, |value| Said::Value(value, fact.kind));
        let is_money = fact.kind == Type::Money;
        Some(Declared {
            said,
            amount: if is_money {
                Amount::Money
            } else {
                Amount::Number
            },
            difference,
        })
    }

    /// Returns why the proposal is left out, where a cell is about that.
    fn reason(&self, claim: &Claim) -> Option<&Text> {
        let ours = self.ours?;
        let about_outcome = match claim {
            Claim::Outcome | Claim::Award | Claim::Is(_) => true,
            Claim::Rank => ours.rank.is_none(),
            Claim::Score | Claim::Requested | Claim::Listed { .. } | Claim::Stated(_) => false,
        };
        let reason = ours.reasons.first().filter(|_| about_outcome);
        reason.map(|it| &it.message)
    }
}

impl Declared {
    /// Returns what should stand where something else does, of which nobody says by how much.
    fn other(said: Said) -> Self {
        Self {
            said,
            amount: Amount::Number,
            difference: None,
        }
    }

    fn unless_equal(claimed: &Said, declared: Said, amount: Amount) -> Option<Self> {
        let difference = match (claimed, &declared) {
            (Said::Number(said), Said::Number(is)) => said.sub(*is),
            _ => None,
        };
        (*claimed != declared).then_some(Self {
            said: declared,
            amount,
            difference,
        })
    }
}

fn total(score: &Score) -> Option<Fraction> {
    match score.total.known()? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}
