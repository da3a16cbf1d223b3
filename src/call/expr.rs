//! Checked expressions.

use std::collections::BTreeSet;

use super::{ColumnId, CriterionId, DefinitionId, ExceptionId, FactId, FieldId, ListId, Type};
use crate::number::Rounding;
use crate::source::Span;
use crate::value::{Comparison, HasKind, Value, VariantId};

/// A checked expression: every name resolved, every type known.
///
/// Two expressions are equal if they mean the same thing word for word, wherever they stand.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The type of its value.
    pub ty: Type,
    /// Where it stands in the rule file.
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The kinds of [`Expr`].
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A value written out.
    Constant(Value),
    /// A fact of the proposal.
    Fact(FactId),
    /// A field of an item: of the innermost quantifier (depth 0) or of one around it.
    Field {
        /// How many quantifiers out.
        depth: u32,
        /// The field.
        field: FieldId,
    },
    /// A definition or parameter.
    Definition(DefinitionId),
    /// A cell of a row.
    Column {
        /// The row.
        row: Box<Expr>,
        /// The column.
        column: ColumnId,
    },
    /// A value over the received proposals.
    Received(ReceivedId),
    /// A value over the admitted proposals; for the grid onward.
    OverAdmitted(OverAdmittedId),
    /// The points of a criterion, or the whole score, as published; for ranking and award.
    Points(Option<CriterionId>),
    /// All hold; two or more, yes/no.
    And(Vec<Expr>),
    /// At least one holds; two or more, yes/no.
    Or(Vec<Expr>),
    /// It does not hold.
    Not(Box<Expr>),
    /// Two values of one kind are compared.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// The first lies between the others, both included.
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A variant is one of these.
    InVariants(Box<Expr>, BTreeSet<VariantId>),
    /// A text or code is one of these.
    InTexts(Box<Expr>, BTreeSet<String>),
    /// A set has any, all or none of these.
    Has(HasKind, Box<Expr>, BTreeSet<VariantId>),
    /// A set or list is empty.
    IsEmpty(Box<Expr>),
    /// How many members a set has.
    Size(Box<Expr>),
    /// A code of a known shape passes its check.
    IsValid(Box<Expr>),
    /// Numbers added, or taken away where the flag is set; two or more.
    Sum(Vec<(bool, Expr)>),
    /// Numbers multiplied, or divided by where the flag is set; two or more.
    Product(Vec<(bool, Expr)>),
    /// The number with the other sign.
    Negate(Box<Expr>),
    /// Rounded to so many decimals (of the percentage, where it is one).
    Round(Number, Box<Expr>),
    /// The least of one or more.
    Least(Vec<Expr>),
    /// The greatest of one or more.
    Greatest(Vec<Expr>),
    /// The value at `of` on the line drawn through some points, level before the first and after
    /// the last; two or more, each further along than the one before, or there is no result.
    Interpolate {
        /// Where.
        of: Box<Expr>,
        /// The points: where, and the value there.
        points: Vec<(Expr, Expr)>,
    },
    /// The second where the first is absent or has no result.
    Otherwise(Box<Expr>, Box<Expr>),
    /// The value of the first case whose condition holds.
    FirstOf(Vec<Case>),
    /// The value of the first row that fits.
    Table(TableRule),
    /// The base value, but that of an exception where one holds. Two that hold and differ leave no
    /// result.
    Excepted {
        /// The value where no exception holds.
        base: Box<Expr>,
        /// The exceptions; one or more.
        exceptions: Vec<ExceptedCase>,
    },
    /// The day on which dated rules are counted: this one, or the day that was given for whatever
    /// this one is not known for.
    CountingDate(Box<Expr>),
    /// Nothing: no version of a rule is in force on the day that counts.
    NotInForce,
    /// The day of an instant, in the call's zone.
    DateOf(Box<Expr>),
    /// Something made of a list.
    Quantified {
        /// What.
        quantifier: Quantifier,
        /// The list: a fact, or a field of an item.
        list: Box<Expr>,
        /// Its records.
        item: Item,
    },
}

/// How a number is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Decimal places of the value itself (a percentage with 2 places has 4).
    pub places: u32,
    /// By which rule.
    pub rounding: Rounding,
}

/// One case of `first of`: the last may be `otherwise`, whose condition is the constant yes.
/// The checker has proved that some case holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// When it holds.
    pub condition: Expr,
    /// Its value.
    pub value: Expr,
}

/// One exception of [`ExprKind::Excepted`]. It holds where its condition does and none of those that
/// switch it off.
#[derive(Clone, Debug, PartialEq)]
pub struct ExceptedCase {
    /// Which exception it is.
    pub exception: ExceptionId,
    /// When it holds.
    pub when: Expr,
    /// What switches it off, one condition per `unless`.
    pub unless: Vec<Expr>,
    /// The value then.
    pub value: Expr,
}

/// A table written in the text. The checker has proved that some row fits, and that no two rows
/// without `otherwise` fit together and differ. Where rows have days of their own, the first key is
/// the counting date, and on some days no row may be in force.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRule {
    /// What is looked up, one per key column.
    pub keys: Vec<Expr>,
    /// The rows; the first that fits counts.
    pub rows: Vec<TableRow>,
}

/// A row of a [`TableRule`].
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// What each key must be.
    pub cells: Vec<KeyCell>,
    /// The value.
    pub value: Expr,
}

/// What a key must be for a row to fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyCell {
    /// Whatever it is.
    Otherwise,
    /// In at least one of these.
    OneOf(Vec<KeyRange>),
}

/// Some values of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyRange {
    /// Just this one.
    Value(Value),
    /// Those that compare so with it: `< 5_000`.
    Limit(Comparison, Value),
    /// Those between two, both included.
    Between(Value, Value),
}

impl TableRule {
    /// Tells whether rows of it have days of their own: the first key is then the counting date.
    pub fn is_dated(&self) -> bool {
        let first = self.keys.first();
        first.is_some_and(|key| matches!(key.kind, ExprKind::CountingDate(_)))
    }

    /// Returns the cells of a row that stand under the header: all but its days.
    pub fn written_cells<'r>(&self, row: &'r TableRow) -> &'r [KeyCell] {
        match row.cells.split_first() {
            Some((_, written)) if self.is_dated() => written,
            _ => &row.cells,
        }
    }
}

impl KeyCell {
    /// Tells whether a value is among those of the cell.
    ///
    /// ```
    /// use bando::call::{KeyCell, KeyRange};
    /// use bando::number::Fraction;
    /// use bando::value::{Comparison, Value};
    /// let number = |number| Value::Number(Fraction::integer(number));
    /// let small = KeyCell::OneOf(vec![KeyRange::Limit(Comparison::Less, number(5_000))]);
    /// assert!(small.includes(&number(4_999)));
    /// assert!(!small.includes(&number(5_000)));
    /// assert!(KeyCell::Otherwise.includes(&number(5_000)));
    /// ```
    pub fn includes(&self, value: &Value) -> bool {
        match self {
            Self::Otherwise => true,
            Self::OneOf(ranges) => ranges.iter().any(|range| match range {
                KeyRange::Value(only) => value.compared_to(only).is_eq(),
                KeyRange::Limit(comparison, limit) => comparison.holds(value.compared_to(limit)),
                KeyRange::Between(least, greatest) => {
                    value.compared_to(least).is_ge() && value.compared_to(greatest).is_le()
                }
            }),
        }
    }
}

/// What a quantifier does with the items of its list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The records of the list.
    pub list: ListId,
    /// Which items count; all where there is none.
    pub filter: Option<Box<Expr>>,
    /// What is asked of, or taken from, each of these; for [`Quantifier::All`] a condition.
    pub body: Option<Box<Expr>>,
}

/// What is made of the items that pass the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// There is one. No body.
    Any,
    /// The body holds for each.
    All,
    /// There is none. No body.
    None,
    /// Their number compares so with this.
    Number(Comparison, u32),
    /// Their number. No body.
    Count,
    /// How many different values the body has.
    CountDistinct,
    /// The sum of the body; of no item 0.
    Sum,
    /// The mean of the body; of no item it has no result.
    Mean,
    /// The least body; of no item it has no result.
    Least,
    /// The greatest body; of no item it has no result.
    Greatest,
}

/// A value over the received proposals, in its place in [`super::Call::received`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceivedId(pub u32);

/// How many proposals, or how much of something, share the keys of this one (itself included).
/// Keys, sum and condition use raw facts, columns of their rows, and constants only.
#[derive(Clone, Debug)]
pub struct Received {
    /// What must be equal.
    pub same: Vec<Expr>,
    /// What is summed; `None` where proposals are counted.
    pub sum: Option<Expr>,
    /// Which proposals count.
    pub condition: Option<Expr>,
    /// The type of the value: integer, money, …
    pub ty: Type,
    /// Where it was written.
    pub span: Span,
}

/// A value over the admitted proposals, in its place in [`super::Call::over_admitted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OverAdmittedId(pub u32);

/// One value made of all admitted proposals, those with reservation included. It is the same for
/// each of them. Value and condition use facts and definitions, no points and no other such value.
#[derive(Clone, Debug)]
pub struct OverAdmitted {
    /// What is made of them.
    pub aggregate: Aggregate,
    /// What is taken of each proposal; `None` where proposals are counted.
    pub value: Option<Expr>,
    /// Which proposals count.
    pub condition: Option<Expr>,
    /// The type of the value: integer, money, …
    pub ty: Type,
    /// Where it was written.
    pub span: Span,
}

/// What is made of the values of many proposals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// How many there are.
    Count,
    /// Their sum; of none 0.
    Sum,
    /// Their mean; of none it has no result.
    Mean,
    /// The middle one, or the mean of the middle two; of none it has no result.
    Median,
    /// The least; of none it has no result.
    Least,
    /// The greatest; of none it has no result.
    Greatest,
}

/// A piece of a message: words, or a value.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Words as written.
    Words(String),
    /// A value, shown as its type asks.
    Value(Expr),
}

/// The expressions directly inside one, shared or to be changed.
macro_rules! parts_of {
    ($kind:expr, $iter:ident, $as_ref:ident, $as_deref:ident) => {
        match $kind {
            ExprKind::Constant(_)
            | ExprKind::NotInForce
            | ExprKind::Fact(_)
            | ExprKind::Field { .. }
            | ExprKind::Definition(_)
            | ExprKind::Received(_)
            | ExprKind::OverAdmitted(_)
            | ExprKind::Points(_) => Vec::new(),
            ExprKind::Column { row: a, .. }
            | ExprKind::Not(a)
            | ExprKind::InVariants(a, _)
            | ExprKind::InTexts(a, _)
            | ExprKind::Has(_, a, _)
            | ExprKind::IsEmpty(a)
            | ExprKind::Size(a)
            | ExprKind::IsValid(a)
            | ExprKind::Negate(a)
            | ExprKind::Round(_, a)
            | ExprKind::CountingDate(a)
            | ExprKind::DateOf(a) => vec![a],
            ExprKind::Compare(_, a, b) | ExprKind::Otherwise(a, b) => vec![a, b],
            ExprKind::Between(a, b, c) => vec![a, b, c],
            ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Least(parts)
            | ExprKind::Greatest(parts) => parts.$iter().collect(),
            ExprKind::Sum(terms) | ExprKind::Product(terms) => {
                terms.$iter().map(|(_, term)| term).collect()
            }
            ExprKind::Interpolate { of, points } => {
                let mut parts = vec![of.$as_ref()];
                for (place, value) in points {
                    parts.extend([place, value]);
                }
                parts
            }
            ExprKind::FirstOf(cases) => {
                let mut parts = Vec::new();
                for Case { condition, value } in cases {
                    parts.extend([condition, value]);
                }
                parts
            }
            ExprKind::Table(table) => {
                let rows = table.rows.$iter().map(|TableRow { cells: _, value }| value);
                table.keys.$iter().chain(rows).collect()
            }
            ExprKind::Excepted { base, exceptions } => {
                let mut parts = vec![base.$as_ref()];
                for ExceptedCase {
                    when,
                    unless,
                    value,
                    ..
                } in exceptions
                {
                    parts.push(when);
                    parts.extend(unless.$iter());
                    parts.push(value);
                }
                parts
            }
            ExprKind::Quantified { list, item, .. } => {
                let inner = [item.filter.$as_deref(), item.body.$as_deref()];
                let list = Some(list.$as_ref());
                [list].into_iter().chain(inner).flatten().collect()
            }
        }
    };
}

impl Expr {
    /// Returns the expressions directly inside this one, in the order written: of a quantifier
    /// its list, filter and body, of a value with exceptions the base and then of each exception
    /// its condition, those that switch it off, and its value.
    pub fn parts(&self) -> Vec<&Self> {
        parts_of!(&self.kind, iter, as_ref, as_deref)
    }

    /// Returns the expressions directly inside this one, to be changed; as [`Expr::parts`].
    pub fn parts_mut(&mut self) -> Vec<&mut Self> {
        parts_of!(&mut self.kind, iter_mut, as_mut, as_deref_mut)
    }

    /// Calls `see` with this expression and every one inside it.
    pub fn visit<'e>(&'e self, see: &mut impl FnMut(&'e Self)) {
        let mut rest = vec![self];
        while let Some(expr) = rest.pop() {
            see(expr);
            rest.extend(expr.parts());
        }
    }
}
