//! How the admitted are ranked, and the money they share.

use super::{Citation, Expr, FromProgramme, Name, Words};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::value::{Leftovers, Limit, MoreMoney};

/// `ranking { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankingBlock {
    /// What stands between the braces.
    pub clauses: Vec<Spanned<RankingClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `ranking` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RankingClause {
    /// `cite …`
    Cite(Citation),
    /// `group by comune.istat`
    GroupBy(Expr),
    /// `order by score descending, requested ascending, lot "…"`
    OrderBy {
        /// What decides, the first first.
        keys: Vec<OrderKey>,
        /// Where the seed of the lot comes from.
        lot: Option<Words>,
    },
}

/// One key of the ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderKey {
    /// What is compared.
    pub value: Expr,
    /// Whether the greatest stands first.
    pub descending: bool,
}

/// `envelope { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeBlock {
    /// What stands between the braces.
    pub clauses: Vec<Spanned<EnvelopeClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of an `envelope` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnvelopeClause {
    /// `3_220_000.00 EUR`, in euro.
    Amount(Spanned<Fraction>),
    /// `from programme "sardegna-7.bando" line sii`
    FromProgramme(FromProgramme),
    /// `cite …`
    Cite(Citation),
    /// `award requested`
    Award(Expr),
    /// `split over "sources" { "State" 70 %, "Region" 30 % }`
    Split(SplitClause),
    /// `at the limit: stop`
    Limit(Limit),
    /// `stanziamento`
    Named(Name),
    /// `cap 300_000 EUR per applicant.fiscal_code`
    Cap {
        /// How much it takes in.
        most: CapMost,
        /// Whose cap it is.
        per: Expr,
    },
    /// `reserve third_sector "Terzo settore" 20 %, unused to all, when class is third_sector`
    Reserve(ReserveClause),
    /// `pools by place.province { FG 40 %, BA 60 % }`
    Pools {
        /// Which pool a proposal draws on.
        by: Expr,
        /// What each pool holds.
        shares: PoolsShares,
    },
    /// `leftovers to one ranking`
    Leftovers(Leftovers),
    /// `more money by the same shares`
    MoreMoney(MoreMoney),
}

/// `{ FG 40 %, BA 60 % }` or `weight equity`
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolsShares {
    /// Each pool with what it holds.
    Written(Vec<(Name, SumOfMoney)>),
    /// `weight equity`
    Weight(Name),
}

/// `2 proposals`, or a sum of money
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CapMost {
    /// `300_000 EUR`
    Money(SumOfMoney),
    /// `2 proposals`
    Proposals(Spanned<u32>),
}

/// `300_000 EUR`, `20 %`, `stanziamento`
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SumOfMoney {
    /// `300_000 EUR`, in euro.
    Amount(Spanned<Fraction>),
    /// `20 % of the envelope`; 20 % is 1/5.
    Part(Spanned<Fraction>),
    /// `stanziamento`
    Named(Name),
}

/// `split over …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitClause {
    /// What the parts are.
    pub name: Words,
    /// Each part with its share of an award; 70 % is 7/10.
    pub parts: Vec<(Words, Spanned<Fraction>)>,
}

/// `reserve …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveClause {
    /// Its name.
    pub name: Name,
    /// What people read.
    pub title: Option<Words>,
    /// How much.
    pub amount: SumOfMoney,
    /// Whether it says `in addition`.
    pub in_addition: bool,
    /// Whether it says `unused to all`.
    pub released: bool,
    /// For whom it is held.
    pub when: Expr,
}
