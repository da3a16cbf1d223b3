//! Territorial equity: from indicators to needs, from needs to shares of an envelope, to the cent.
//!
//! # The procedure
//! Source: the meaning of the rule language, "Pools and equity".
//!
//! 1. Each **index** makes its indicators comparable ([`normalise`]) and joins them: one number
//!    for each territory, the greater the needier.
//! 2. Each **share** of the weight (50 % by population, 30 % by population times need, 20 % equal)
//!    goes to the territories in proportion to its product; the parts of a territory in all shares
//!    add up to its **part** of the envelope, an exact fraction.
//! 3. The envelope times that part is the territory's exact **claim**; [`apportion`] makes whole
//!    cents, or whole units of more, of the claims, which add up to the envelope. Equal claims to
//!    the last units go in the order of the territories' keys, and are told.
//!
//! Nothing is rounded but where the rules say so, and at the end. A value that is missing, a share
//! of something negative and a share of nothing are errors that name the territories.

mod apportion;
mod index;
mod normalise;
mod trouble;
mod values;

use crate::call::{Call, Factor, ShareTerm, Table, Weight};
use crate::number::{Exact, Money};
use crate::value::RowId;

use values::{none_negative, rows, values_of};

pub use apportion::{Apportioned, Tie, apportion};
pub use index::{IndexValue, IndicatorValue};
pub use normalise::{NotComparable, normalise};
pub use trouble::{Quantity, TerritoryError};
pub use values::CellValue;

/// Shares an envelope out among the territories of a weight.
///
/// The amounts add up to the envelope; of an envelope of nought everybody has nought.
///
/// # Errors
/// Why there are no parts, see [`parts`]; an envelope that is negative, or no whole number of the
/// units it is given in.
pub fn shares(call: &Call, weight: &Weight, envelope: Money) -> Result<Shares, TerritoryError> {
    let parts = parts(call, weight)?;
    let unit = weight.unit.cents();
    let units = envelope.cents().checked_div(unit);
    let units = units.ok_or(TerritoryError::BadEnvelope)?;
    if units.checked_mul(unit) != Some(envelope.cents()) {
        return Err(TerritoryError::NotWhole {
            envelope,
            unit: weight.unit,
        });
    }
    let weights: Vec<Exact> = parts.iter().map(|it| it.part.clone()).collect();
    let apportioned = apportion(weight.apportionment, units, &weights);
    let apportioned = apportioned.ok_or(TerritoryError::BadEnvelope)?;
    let all = Exact::from(envelope.euro());
    let amounts = apportioned
        .units
        .iter()
        .map(|units| units.checked_mul(unit));
    let shares = parts.into_iter().zip(amounts).map(|(part, cents)| {
        Some(Share {
            claim: all.mul(&part.part),
            amount: Money::from_cents(cents?),
            part,
        })
    });
    let shares: Option<Vec<Share>> = shares.collect();
    Ok(Shares {
        weight: weight.name.clone(),
        envelope,
        shares: shares.ok_or(TerritoryError::BadEnvelope)?,
        tie: apportioned.tie,
    })
}

/// Returns the part of an envelope that each territory has, in the order of their keys.
///
/// # Errors
/// A table without rows, a value missing, negative or the same for all, a share of nought.
pub fn parts(call: &Call, weight: &Weight) -> Result<Vec<Part>, TerritoryError> {
    let table = call.tables.get(weight.table.index());
    let table = table.ok_or(TerritoryError::NoTerritories)?;
    if table.rows.is_empty() {
        return Err(TerritoryError::NoTerritories);
    }
    let indexes: Vec<Vec<IndexValue>> = weight
        .indexes
        .iter()
        .map(|it| index::index(table, it))
        .collect::<Result<_, _>>()?;
    let mut terms = Vec::new();
    for (place, term) in weight.terms.iter().enumerate() {
        terms.push(term_shares(table, &indexes, place, term)?);
    }
    let mut parts: Vec<Part> = rows(table)
        .map(|row| {
            let at = row.0 as usize;
            let terms: Vec<TermShare> = terms
                .iter()
                .filter_map(|term| term.get(at).cloned())
                .collect();
            let weighted = weight.terms.iter().zip(&terms);
            let weighted: Vec<Exact> = weighted
                .map(|(term, share)| Exact::from(term.part).mul(&share.share))
                .collect();
            Part {
                row,
                key: table.key_of(row).to_owned(),
                indexes: indexes
                    .iter()
                    .filter_map(|index| index.get(at).cloned())
                    .collect(),
                terms,
                part: weighted.iter().sum(),
            }
        })
        .collect();
    parts.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(parts)
}

/// Returns what each territory has of one share of a weight.
fn term_shares(
    table: &Table,
    indexes: &[Vec<IndexValue>],
    place: usize,
    term: &ShareTerm,
) -> Result<Vec<TermShare>, TerritoryError> {
    let mut products = vec![Exact::integer(1); table.rows.len()];
    for factor in &term.factors {
        let (values, quantity): (Vec<Exact>, _) = match factor {
            Factor::Cell(cell) => {
                let cells = values_of(table, *cell)?;
                let values = cells.into_iter().map(|cell| cell.value).collect();
                (values, Quantity::Column(cell.column))
            }
            Factor::Index(place) => {
                let index = indexes.get(*place).into_iter().flatten();
                (
                    index.map(|it| it.value.clone()).collect(),
                    Quantity::Index(*place),
                )
            }
        };
        none_negative(table, values.iter(), quantity)?;
        for (product, value) in products.iter_mut().zip(&values) {
            *product = product.mul(value);
        }
    }
    let shares = normalise::shares(&products).map_err(|_| TerritoryError::AllZero {
        quantity: Quantity::Product(place),
    })?;
    let both = products.into_iter().zip(shares);
    Ok(both
        .map(|(product, share)| TermShare { product, share })
        .collect())
}

/// An envelope shared out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    /// The name of the weight.
    pub weight: String,
    /// The envelope.
    pub envelope: Money,
    /// What each territory has, in the order of their keys; the amounts add up to the envelope.
    pub shares: Vec<Share>,
    /// Equal claims to the last units, by the places of the territories in `shares`.
    pub tie: Option<Tie>,
}

impl Shares {
    /// Returns what the territory with this key has.
    pub fn of(&self, key: &str) -> Option<&Share> {
        let place = self
            .shares
            .binary_search_by(|it| it.part.key.as_str().cmp(key));
        self.shares.get(place.ok()?)
    }

    /// Returns the territories that have less in `other`, such as a larger envelope apportioned
    /// anew: with the method of largest remainder that happens, and a slide never does it.
    ///
    /// Source: the Alabama paradox, as Balinski and Young tell it.
    pub fn losing_in<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Share, Money)> {
        self.shares.iter().filter_map(|share| {
            let there = other.of(&share.part.key)?.amount;
            (there < share.amount).then_some((share, there))
        })
    }
}

/// What a territory has of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its part, and what that is made of.
    pub part: Part,
    /// The envelope times the part, in euro, exact.
    pub claim: Exact,
    /// What it has.
    pub amount: Money,
}

/// The part of an envelope that a territory has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The territory, a row of the weight's table.
    pub row: RowId,
    /// Its key.
    pub key: String,
    /// Its indexes, in the order of the weight's.
    pub indexes: Vec<IndexValue>,
    /// What it has of each share, in the order of the weight's.
    pub terms: Vec<TermShare>,
    /// The sum of the shares by their parts; over all territories 1.
    pub part: Exact,
}

/// What a territory has of one share of a weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermShare {
    /// What the share is in proportion to; 1 where it is equal for all.
    pub product: Exact,
    /// The product by the sum of all products.
    pub share: Exact,
}
