//! Why an envelope cannot be shared out.

use crate::call::{Call, ColumnId, Factor, Type, Weight, show};
use crate::number::Money;
use crate::text::{Language, Text};
use crate::value::Value;

/// More territories than this are counted, not named.
const MOST_NAMED: usize = 5;

/// Why a weight gives no shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerritoryError {
    /// The table has no rows.
    NoTerritories,
    /// Territories without a value, where the rules do not say what that counts as.
    Empty {
        /// The column.
        column: ColumnId,
        /// The keys of the territories, in order.
        territories: Vec<String>,
    },
    /// Territories with a value below nought, which nothing can be in proportion to.
    Negative {
        /// What is below nought.
        quantity: Quantity,
        /// The keys of the territories, in order.
        territories: Vec<String>,
    },
    /// All territories have one value, so that nothing tells more need from less.
    AllEqual {
        /// What is equal.
        quantity: Quantity,
    },
    /// All territories together have nought.
    AllZero {
        /// What is nought.
        quantity: Quantity,
    },
    /// AMPI has no penalty: one indicator has no sample variance, and a mean of nought or less
    /// cannot divide it.
    NoPenalty,
    /// An envelope below nought, or more than can be held.
    BadEnvelope,
    /// An envelope that is not a whole number of the units it is given in.
    NotWhole {
        /// The envelope.
        envelope: Money,
        /// The unit.
        unit: Money,
    },
}

/// What a territory has too little of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A column of the table.
    Column(ColumnId),
    /// An index of the weight, by its place.
    Index(usize),
    /// The product that a share is in proportion to, by the place of the share.
    Product(usize),
}

impl TerritoryError {
    /// Returns what is wrong, in one clause.
    pub fn message(&self, call: &Call, weight: &Weight) -> Text {
        let name = |quantity: &Quantity| quantity.name(call, weight);
        match self {
            Self::NoTerritories => Text::new(
                format!("`{}` non ha territori: la sua tabella è vuota", weight.name),
                format!("`{}` has no territories: its table is empty", weight.name),
            ),
            Self::Empty {
                column,
                territories,
            } => {
                let column = name(&Quantity::Column(*column));
                let (it, en) = named(territories);
                Text::new(
                    format!("`{column}` manca per {it}"),
                    format!("`{column}` is missing for {en}"),
                )
            }
            Self::Negative {
                quantity,
                territories,
            } => {
                let name = name(quantity);
                let (it, en) = named(territories);
                Text::new(
                    format!("`{name}` è negativo per {it}: non se ne può fare una quota"),
                    format!("`{name}` is negative for {en}: no share can be made of it"),
                )
            }
            Self::AllEqual { quantity } => {
                let name = name(quantity);
                Text::new(
                    format!("`{name}` è uguale in tutti i territori: non distingue il bisogno"),
                    format!("`{name}` is the same in all territories: it tells no need apart"),
                )
            }
            Self::AllZero { quantity } => {
                let name = name(quantity);
                Text::new(
                    format!("`{name}` è zero in tutti i territori: non se ne può fare una quota"),
                    format!("`{name}` is zero in all territories: no share can be made of it"),
                )
            }
            Self::NoPenalty => Text::new(
                "la penalità dell'AMPI non si può calcolare: un solo indicatore, o una media non positiva",
                "the penalty of the AMPI cannot be reckoned: one indicator only, or a mean that is not positive",
            ),
            Self::BadEnvelope => Text::new(
                "la dotazione da ripartire è negativa, o troppo grande",
                "the envelope to share out is negative, or too large",
            ),
            Self::NotWhole { envelope, unit } => {
                let money = |amount: &Money, language| {
                    let amount = Value::Number(amount.euro());
                    show(&amount, Type::Money, call.names(), language)
                };
                let [it, en] = [Language::Italian, Language::English]
                    .map(|language| (money(envelope, language), money(unit, language)));
                Text::new(
                    format!(
                        "la dotazione di {} non è un multiplo di {}, che il peso dà per intero",
                        it.0, it.1
                    ),
                    format!(
                        "the envelope of {} is no multiple of {}, which the weight gives whole",
                        en.0, en.1
                    ),
                )
            }
        }
    }
}

impl Quantity {
    /// Returns what rules call it.
    fn name(self, call: &Call, weight: &Weight) -> String {
        let name = match self {
            Self::Column(column) => {
                let table = call.tables.get(weight.table.index());
                let column = table.and_then(|table| table.columns.get(column.index()));
                column.map(|column| column.name.clone())
            }
            Self::Index(place) => weight.indexes.get(place).map(|index| index.name.clone()),
            Self::Product(place) => weight.terms.get(place).map(|term| {
                let factors = term.factors.iter().map(|factor| {
                    let quantity = match factor {
                        Factor::Cell(from) => Self::Column(from.column),
                        Factor::Index(place) => Self::Index(*place),
                    };
                    quantity.name(call, weight)
                });
                factors.collect::<Vec<_>>().join(" * ")
            }),
        };
        name.unwrap_or_default()
    }
}

/// Names territories, in Italian and English.
fn named(territories: &[String]) -> (String, String) {
    let first: Vec<String> = territories
        .iter()
        .take(MOST_NAMED)
        .map(|key| format!("`{key}`"))
        .collect();
    let first = first.join(", ");
    match territories.len().saturating_sub(MOST_NAMED) {
        0 => (first.clone(), first),
        more => (
            format!("{first} e altri {more}"),
            format!("{first} and {more} more"),
        ),
    }
}
