//! How the admitted are ranked, and the money they are given.

use std::collections::BTreeMap;

use super::{Citation, Expr, Split};
use jiff::civil::Date;

use crate::number::{Fraction, Money, by_parts, largest_remainder};
use crate::source::Span;
use crate::text::{Language, Text};
use crate::value::{Leftovers, Limit, MoreMoney};

/// How the admitted are ranked.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// What makes proposals one unit.
    pub group_by: Option<Expr>,
    /// The keys, the first decides.
    pub order_by: Vec<OrderKey>,
    /// Where the seed of the lot comes from, if a lot puts in order what all keys leave equal.
    pub lot: Option<Text>,
    /// Where it was written.
    pub span: Span,
}

/// A key of the ranking.
#[derive(Clone, Debug)]
pub struct OrderKey {
    /// What is compared.
    pub value: Expr,
    /// How it was written, for lists and reasons: `ivsm`.
    pub name: String,
    /// Whether the greatest stands first.
    pub descending: bool,
}

/// The money of the call.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// How much there is; of type [`super::Type::Money`], the same for every proposal.
    pub amount: Expr,
    /// The lines of a programme that it is taken from, where it is.
    pub programme: Option<FromProgramme>,
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// What a proposal is awarded; of type [`super::Type::Money`].
    pub award: Expr,
    /// How each award is split, in the order written.
    pub splits: Vec<Split>,
    /// How it is divided, if it is.
    pub pools: Option<Pools>,
    /// What the proposals of one key may be given at most, in the order written.
    pub caps: Vec<Cap>,
    /// What is held back for some, in the order written.
    pub reserves: Vec<Reserve>,
    /// What happens where the money ends.
    pub limit: Limit,
    /// Where it was written.
    pub span: Span,
}

/// What an envelope takes from a programme.
#[derive(Clone, Debug)]
pub struct FromProgramme {
    /// The file of the programme, as the rule file names it.
    pub file: String,
    /// The digest of its bytes.
    pub digest: String,
    /// Its ledger, where commitments are taken off.
    pub ledger: Option<LedgerRead>,
    /// The programme's name.
    pub name: String,
    /// What people read.
    pub title: Text,
    /// The day at whose end its money counts, where the rules name one.
    pub day: Option<Date>,
    /// Whether acts count, later ones perhaps, only because the rules do not say up to when.
    pub is_open: bool,
    /// The act after which its money counts; `None` for a programme without acts.
    pub act: Option<String>,
    /// The day of that act; `None` where it is not known.
    pub date: Option<Date>,
    /// What each act brings to these lines, the earliest first.
    pub acts: Vec<ActOfLines>,
    /// The lines it is taken from; one, unless the rules say the sum.
    pub lines: Vec<LineHeld>,
    /// What the lines have together that is not committed.
    pub available: Money,
    /// The funds that share it, with their parts of `available`; none where a line says nothing.
    pub funds: Vec<(Text, Money)>,
    /// The parts that these funds have of all money of the lines, of later acts too; none where the
    /// lines differ.
    pub fund_shares: Vec<Fraction>,
    /// What this money is only assumed on.
    pub assumed: Vec<Text>,
    /// How what is unclear in the programme was read, where this money rests on it.
    pub readings: Vec<Text>,
    /// Where it was written.
    pub span: Span,
}

/// The ledger of a programme, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRead {
    /// The file, as the rule file names it.
    pub file: String,
    /// The digest of its bytes.
    pub digest: String,
}

/// What a line of a programme has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineHeld {
    /// Its name.
    pub name: String,
    /// What the acts allocate to it.
    pub allocated: Money,
    /// What of that is committed; nothing where no ledger is named.
    pub committed: Money,
    /// What was committed after the day that counts, and is not taken off; less than nothing where
    /// commitments were given back.
    pub committed_since: Money,
}

impl LineHeld {
    /// Returns what is allocated and not committed.
    pub fn available(&self) -> Money {
        // A ledger takes no commitment above what is allocated.
        self.allocated.sub(self.committed).unwrap_or_default()
    }
}

/// What an act brings to the lines of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActOfLines {
    /// The name of the act.
    pub name: String,
    /// Its number; `None` where that is not known.
    pub number: Option<String>,
    /// Its day; `None` where that is not known.
    pub date: Option<Date>,
    /// Whether what it brings is in the envelope.
    pub is_counted: bool,
    /// What it adds to the lines less what it takes from them.
    pub brings: Money,
}

/// What acts have taken of what an envelope may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenSince<'a> {
    /// How much.
    pub amount: Money,
    /// The act after which it is so much, with what the envelope may still give after all of them;
    /// `None` where it is so after all.
    pub after: Option<(&'a str, Money)>,
}

impl ActOfLines {
    /// Tells whether `named` is the name of the act, or its number.
    pub fn answers_to(&self, named: &str) -> bool {
        self.name == named || self.number.as_deref() == Some(named)
    }
}

impl FromProgramme {
    /// Returns the names of the acts that the envelope does not count and that change its lines.
    pub fn later_changes(&self) -> Vec<&str> {
        let later = self.acts.iter();
        let changes = later.filter(|act| !act.is_counted && act.brings != Money::ZERO);
        changes.map(|act| act.name.as_str()).collect()
    }

    /// Returns what acts that the envelope does not count have taken of what it may give, when that
    /// was most; `None` where they have at all times brought as much.
    ///
    /// They take first what commitments gave back after the day that counts, of which the envelope has
    /// nothing.
    pub fn taken_since(&self) -> Option<TakenSince<'_>> {
        let mut brought = Money::ZERO;
        let mut least = (Money::ZERO, None);
        let mut latest = None;
        for act in self.acts.iter().filter(|act| !act.is_counted) {
            if act.brings == Money::ZERO {
                continue;
            }
            brought = brought.add(act.brings)?;
            latest = Some(&*act.name);
            if brought < least.0 {
                least = (brought, latest);
            }
        }
        let committed = self.lines.iter().map(|line| line.committed_since);
        let committed = committed.map(|it| it.min(Money::ZERO));
        let given_back = Money::sum(committed)?;
        // What they brought less what was given back, both below nothing, is what the envelope lacks.
        let taken = given_back.sub(least.0)?;
        let amount = taken.min(self.available.max(Money::ZERO));
        let in_the_end = self.available.add(brought.sub(given_back)?)?;
        let in_the_end = in_the_end.min(self.available);
        let after = least.1.filter(|_| least.1 != latest);
        (amount > Money::ZERO).then(|| TakenSince {
            amount,
            after: after.map(|act| (act, in_the_end)),
        })
    }

    /// Returns the parts of the funds in `amount` of this money, by largest remainder; none where
    /// they are not known, or it is more than there is. Where later acts have brought some of it
    /// (`with_later`), they are known if the funds share all lines alike.
    pub fn funds_of(&self, amount: Money, with_later: bool) -> Vec<(&Text, Money)> {
        let parts = if with_later {
            by_parts(amount, &self.fund_shares)
        } else if amount > self.available {
            None
        } else {
            let weights: Vec<i64> = self.funds.iter().map(|(_, part)| part.cents()).collect();
            largest_remainder(amount, &weights)
        };
        let parts = parts.unwrap_or_default();
        let names = self.funds.iter().map(|(name, _)| name);
        names.zip(parts).collect()
    }
}

impl Envelope {
    /// Returns every expression that is evaluated over a proposal: what it is awarded, its pool,
    /// whose caps it counts against, whether reserves admit it.
    pub fn over_proposals(&self) -> impl Iterator<Item = &Expr> {
        let pools = self.pools.iter().map(|pools| &pools.by);
        let caps = self.caps.iter().map(|cap| &cap.per);
        let reserves = self.reserves.iter().map(|reserve| &reserve.when);
        [&self.award]
            .into_iter()
            .chain(pools)
            .chain(caps)
            .chain(reserves)
    }

    /// Returns every amount that is the same for all: the envelope itself, caps and reserves.
    pub fn amounts(&self) -> impl Iterator<Item = &Expr> {
        let caps = self.caps.iter().filter_map(|cap| match &cap.most {
            CapMost::Money(sum) => Some(sum),
            CapMost::Proposals(_) => None,
        });
        let sums = caps.chain(self.reserves.iter().map(|reserve| &reserve.amount));
        let amounts = sums.filter_map(|sum| match sum {
            Sum::Money(expr) => Some(expr),
            Sum::Part(_) => None,
        });
        [&self.amount].into_iter().chain(amounts)
    }
}

/// How an envelope is divided.
#[derive(Clone, Debug)]
pub struct Pools {
    /// Which pool a proposal draws on.
    pub by: Expr,
    /// How that was written, for lists and reasons: `place.province`.
    pub name: String,
    /// What each pool holds.
    pub shares: PoolShares,
    /// What becomes of the money that a pool does not spend.
    pub leftovers: Leftovers,
    /// Where money added in a slide goes that is for no pool by name; `None` where that must name
    /// one, as nothing says how it is shared out.
    pub more_money: Option<MoreMoney>,
    /// Where it was written.
    pub span: Span,
}

/// What each pool holds, by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolShares {
    /// So much.
    Money(BTreeMap<String, Money>),
    /// Such a part of the envelope, to the cent by largest remainder; equal claims to a last cent
    /// go in the order of the keys. All parts make 1.
    Parts(BTreeMap<String, Fraction>),
    /// What the weight of this name gives it.
    Weight(String),
}

/// What the proposals of one key may be given at most.
#[derive(Clone, Debug)]
pub struct Cap {
    /// How much, or how many.
    pub most: CapMost,
    /// Whose cap it is; absent where it does not concern a proposal.
    pub per: Expr,
    /// How that was written, for lists and reasons: `applicant.fiscal_code`.
    pub name: String,
    /// Where it was written.
    pub span: Span,
}

/// How much a cap takes in.
#[derive(Clone, Debug)]
pub enum CapMost {
    /// So much money.
    Money(Sum),
    /// So many proposals.
    Proposals(u32),
}

/// An amount of money in the rules of an envelope.
#[derive(Clone, Debug)]
pub enum Sum {
    /// So much; of type [`super::Type::Money`], the same for every proposal.
    Money(Expr),
    /// Such a part of the envelope, rounded down to the cent.
    Part(Fraction),
}

/// Money held back for some.
#[derive(Clone, Debug)]
pub struct Reserve {
    /// Its name.
    pub name: String,
    /// What people read.
    pub title: Option<Text>,
    /// How much.
    pub amount: Sum,
    /// Whether it counts only whom the money of all would not have funded.
    pub in_addition: bool,
    /// Whether what is not used goes to all in a last walk.
    pub released: bool,
    /// For whom it is held.
    pub when: Expr,
    /// Where it was written.
    pub span: Span,
}

impl Reserve {
    /// Returns what people call it: its title, or else its name.
    pub fn called(&self, language: Language) -> &str {
        let title = self.title.as_ref();
        title.map_or(&self.name, |title| title.get(language))
    }
}
