//! The ledger of a programme: what acts allocate, what is committed, paid, given back.
//!
//! Every movement is one amount that leaves an account and enters another, so that all accounts
//! together always hold nothing. No account but the outside may fall below nothing: so commitments
//! stay within what a line holds, and payments within their commitment. Nothing is ever changed or
//! struck out: a movement made in error is reversed by another.

mod lines;
mod movement;
mod read;
mod refused;
mod row;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Act, ActId, LineId, Moment, Programme};
use crate::number::Money;

pub use movement::{Account, Movement, MovementKind, Posting, Use};
pub use read::read_ledger;
pub use refused::{Holder, Refused};

/// A movement that the ledger took.
#[derive(Clone, Debug)]
struct Taken {
    movement: Movement,
    /// What it did; of a reversal, the opposite of what it undoes.
    posting: Posting,
    /// The commitment that it is about, itself for a commitment.
    commitment: usize,
    reversed: bool,
}

/// The movements of a programme, in their order.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    taken: Vec<Taken>,
    by_id: BTreeMap<String, usize>,
    /// The acts whose money is in the accounts.
    acts: usize,
    postings: Vec<Posting>,
    balances: BTreeMap<Account, Money>,
}

impl Ledger {
    /// Takes a movement.
    ///
    /// # Errors
    /// Says why it is refused; then the ledger stays as it was.
    pub fn post(&mut self, programme: &Programme, movement: Movement) -> Result<(), Refused> {
        let moment = programme.on(movement.date).map_err(Refused::Undated)?;
        if programme.acts_until(moment).len() <= self.acts {
            return self.take(programme, movement);
        }
        // The money of acts that a refused movement would have brought in must not stay: the next
        // one may be of an earlier day.
        let mut ahead = self.clone();
        ahead.allocate(programme, moment)?;
        ahead.take(programme, movement)?;
        *self = ahead;
        Ok(())
    }

    /// Takes a movement of a day whose acts are in the accounts.
    fn take(&mut self, programme: &Programme, movement: Movement) -> Result<(), Refused> {
        if self.by_id.contains_key(&movement.id) {
            return Err(Refused::SameId);
        }
        let last = self.taken.last().map(|it| it.movement.date);
        if let Some(last) = last.filter(|last| movement.date < *last) {
            return Err(Refused::OutOfOrder(last));
        }
        if let Some(amount) = movement.amount.filter(|it| *it <= Money::ZERO) {
            return Err(Refused::NotAboveNought(amount));
        }
        let (posting, commitment) = self.posting_of(&movement)?;
        let mut balances = Vec::new();
        for (account, balance) in self.changed(posting)? {
            if balance < Money::ZERO && account != Account::Outside {
                let held = self.balance(account);
                let short = posting.amount.sub(held).unwrap_or(posting.amount);
                let of = self.holder(account, &movement);
                let undoes = movement.kind == MovementKind::Reversal;
                let comes = match of {
                    Holder::Line(line) => self.next_for(programme, line),
                    Holder::Commitment(_) | Holder::Payments(_) => None,
                };
                return Err(Refused::Short {
                    of,
                    held,
                    short,
                    undoes,
                    comes,
                });
            }
            balances.push((account, balance));
        }
        self.balances.extend(balances);
        self.postings.push(posting);
        if movement.kind == MovementKind::Reversal {
            let undone = movement.of.as_ref().and_then(|id| self.by_id.get(id));
            if let Some(undone) = undone.and_then(|index| self.taken.get_mut(*index)) {
                undone.reversed = true;
            }
        }
        self.by_id.insert(movement.id.clone(), self.taken.len());
        self.taken.push(Taken {
            movement,
            posting,
            commitment,
            reversed: false,
        });
        Ok(())
    }

    /// Brings in the money of the acts up to a moment.
    ///
    /// # Errors
    /// Where an act takes away what is committed already; then none of that act is brought in.
    pub fn allocate(&mut self, programme: &Programme, moment: Moment) -> Result<(), Refused> {
        let acts = programme.acts_until(moment);
        while let Some(act) = acts.get(self.acts) {
            let mut ahead = self.balances.clone();
            let postings = postings_of(act);
            for posting in &postings {
                for (account, sign) in [(posting.from, false), (posting.to, true)] {
                    let held = ahead.get(&account).copied().unwrap_or_default();
                    let held = if sign {
                        held.add(posting.amount)
                    } else {
                        held.sub(posting.amount)
                    };
                    ahead.insert(account, held.ok_or(Refused::TooLarge)?);
                }
            }
            let below = |(account, held): (&Account, &Money)| match account {
                Account::Free(line) if *held < Money::ZERO => Some((*line, *held)),
                _ => None,
            };
            if let Some((line, held)) = ahead.iter().find_map(below) {
                let short = Money::ZERO.sub(held).unwrap_or_default();
                let act = ActId(self.acts);
                return Err(Refused::ActTakesCommitted { act, line, short });
            }
            self.balances = ahead;
            self.postings.extend(postings);
            self.acts = self.acts.saturating_add(1);
        }
        Ok(())
    }

    /// Returns what an account holds.
    pub fn balance(&self, account: Account) -> Money {
        self.balances.get(&account).copied().unwrap_or_default()
    }

    /// Returns every amount that went from one account to another, in their order.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// Returns what every account holds.
    pub fn balances(&self) -> impl Iterator<Item = (Account, Money)> {
        self.balances
            .iter()
            .map(|(account, held)| (*account, *held))
    }

    /// Returns how many movements there are.
    pub fn len(&self) -> usize {
        self.taken.len()
    }

    /// Tells whether there are no movements.
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// Returns the days of the movements, in their order, up to the end of a day; up to now where none is
    /// given.
    pub fn days(&self, until: Option<Date>) -> impl Iterator<Item = Date> {
        let days = self.taken.iter().map(|it| it.movement.date);
        days.filter(move |it| until.is_none_or(|until| *it <= until))
    }

    /// Returns what was done with the money of each line up to the end of a day; up to now where
    /// none is given.
    pub fn uses(&self, day: Option<Date>) -> BTreeMap<LineId, Use> {
        let mut uses: BTreeMap<LineId, Use> = BTreeMap::new();
        for taken in &self.taken {
            if day.is_some_and(|day| taken.movement.date > day) {
                break;
            }
            let commitment = self.taken.get(taken.commitment);
            let Some(line) = commitment.and_then(|it| it.movement.line) else {
                continue;
            };
            let of_line = uses.entry(line).or_default();
            let Posting { from, to, amount } = taken.posting;
            // The ledger took every one of these amounts, so none of the sums overflows.
            let moved = match (from, to) {
                (Account::Free(_), _) => of_line.committed.add(amount).map(|it| (it, of_line.paid)),
                (_, Account::Free(_)) => of_line.committed.sub(amount).map(|it| (it, of_line.paid)),
                (_, Account::Paid(_)) => of_line.paid.add(amount).map(|it| (of_line.committed, it)),
                _ => of_line.paid.sub(amount).map(|it| (of_line.committed, it)),
            };
            if let Some((committed, paid)) = moved {
                *of_line = Use { committed, paid };
            }
        }
        uses
    }

    /// Returns the next act that brings a line money, of those that are not in the accounts.
    fn next_for(&self, programme: &Programme, line: LineId) -> Option<ActId> {
        let later = programme.acts.get(self.acts..)?;
        let brings = |act: &Act| act.changes.iter().any(|it| it.to == Some(line));
        let next = later.iter().position(brings)?;
        Some(ActId(self.acts.saturating_add(next)))
    }

    /// Says whose money an account is.
    fn holder(&self, account: Account, movement: &Movement) -> Holder {
        let id = |of: usize| {
            let taken = self.taken.get(of);
            taken.map_or_else(|| movement.id.clone(), |it| it.movement.id.clone())
        };
        match account {
            Account::Free(line) => Holder::Line(line),
            Account::Paid(of) => Holder::Payments(id(of)),
            Account::Committed(of) => Holder::Commitment(id(of)),
            // The outside is never short.
            Account::Outside => Holder::Commitment(movement.id.clone()),
        }
    }

    /// Returns what a movement does, and the commitment that it is about.
    fn posting_of(&self, movement: &Movement) -> Result<(Posting, usize), Refused> {
        let of = || {
            let id = movement.of.as_ref().ok_or(Refused::NoReference)?;
            let index = self.by_id.get(id).ok_or(Refused::UnknownReference)?;
            let taken = self.taken.get(*index).ok_or(Refused::UnknownReference)?;
            Ok((*index, taken))
        };
        // The line of a commitment need not be repeated; another one is an error in one of the two.
        let on_its_line = |line: LineId| match movement.line {
            Some(other) if other != line => Err(Refused::OtherLine(line)),
            _ => Ok(line),
        };
        let commitment = || {
            let (index, taken) = of()?;
            if taken.reversed {
                Err(Refused::CommitmentReversed)
            } else if taken.movement.kind == MovementKind::Commitment {
                let line = taken.movement.line.ok_or(Refused::NoLine)?;
                Ok((index, on_its_line(line)?))
            } else {
                Err(Refused::NoCommitment)
            }
        };
        let amount = movement.amount.ok_or(Refused::NoAmount);
        Ok(match movement.kind {
            MovementKind::Commitment if movement.of.is_some() => {
                return Err(Refused::CommitmentOfAnother);
            }
            MovementKind::Commitment => {
                let own = self.taken.len();
                let from = Account::Free(movement.line.ok_or(Refused::NoLine)?);
                let to = Account::Committed(own);
                let amount = amount?;
                (Posting { from, to, amount }, own)
            }
            MovementKind::Payment => {
                let (of, _) = commitment()?;
                let (from, to) = (Account::Committed(of), Account::Paid(of));
                let amount = amount?;
                (Posting { from, to, amount }, of)
            }
            MovementKind::Decommitment => {
                let (of, line) = commitment()?;
                let (from, to) = (Account::Committed(of), Account::Free(line));
                let amount = amount?;
                (Posting { from, to, amount }, of)
            }
            MovementKind::Reversal => {
                let (_, undone) = of()?;
                if undone.movement.kind == MovementKind::Reversal {
                    return Err(Refused::ReversalOfReversal);
                }
                if undone.reversed {
                    return Err(Refused::ReversedAlready);
                }
                let commitment = self.taken.get(undone.commitment);
                if let Some(line) = commitment.and_then(|it| it.movement.line) {
                    on_its_line(line)?;
                }
                let Posting { from, to, amount } = undone.posting;
                if movement.amount.is_some_and(|other| other != amount) {
                    return Err(Refused::OtherAmount(amount));
                }
                let (from, to) = (to, from);
                (Posting { from, to, amount }, undone.commitment)
            }
        })
    }

    /// Returns the two accounts of a posting with what they would hold after it.
    fn changed(&self, posting: Posting) -> Result<[(Account, Money); 2], Refused> {
        let Posting { from, to, amount } = posting;
        let less = self.balance(from).sub(amount).ok_or(Refused::TooLarge)?;
        let more = self.balance(to).add(amount).ok_or(Refused::TooLarge)?;
        Ok([(from, less), (to, more)])
    }
}

fn postings_of(act: &Act) -> Vec<Posting> {
    let account = |line: Option<LineId>| line.map_or(Account::Outside, Account::Free);
    let changes = act.changes.iter();
    changes
        .map(|change| Posting {
            from: account(change.from),
            to: account(change.to),
            amount: change.amount,
        })
        .collect()
}
