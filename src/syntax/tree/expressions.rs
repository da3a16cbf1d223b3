//! Expressions.

use super::{Citation, Dates, Literal, LiteralKind, Name, Path};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::value::{Comparison, HasKind};

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of [`Expr`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// A number, text, date, `yes`, `no`. Bare names are paths.
    Literal(LiteralKind),
    /// A fact, definition, parameter, field of the current item, `call.opens`, or variant.
    Path(Path),
    /// `a or b or c`
    Or(Vec<Expr>),
    /// `a and b and c`
    And(Vec<Expr>),
    /// `not a`
    Not(Box<Expr>),
    /// `a <= b`
    Compare(Box<Expr>, Spanned<Comparison>, Box<Expr>),
    /// `a between b and c`, both ends included.
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a is variant` or `a is not variant`
    Is {
        /// The value.
        value: Box<Expr>,
        /// Whether `not` was written.
        negated: bool,
        /// The variant.
        variant: Name,
    },
    /// `a is empty`, `a is not empty`
    IsEmpty {
        /// The set or list.
        value: Box<Expr>,
        /// Whether `not` was written.
        negated: bool,
    },
    /// `a is valid`, `a is not valid`
    IsValid {
        /// The tax code, CUP, code of a comune or IBAN.
        value: Box<Expr>,
        /// Whether `not` was written.
        negated: bool,
    },
    /// `a in Group`, `a in { b, c }`, `a not in …`
    In {
        /// The value.
        value: Box<Expr>,
        /// Whether `not` was written.
        negated: bool,
        /// The group's name, or the variants (or quoted codes).
        members: Members,
    },
    /// `a has b`, `a has any of { b, c }`, `a does not have b`
    Has {
        /// The set.
        value: Box<Expr>,
        /// How many of the members.
        how: HasKind,
        /// The group's name or the variants.
        members: Members,
    },
    /// `a + b - c`; the flags tell which terms are taken away.
    Sum(Vec<(bool, Expr)>),
    /// `a * b / c`; the flags tell which are divisors.
    Product(Vec<(bool, Expr)>),
    /// `-a`
    Negate(Box<Expr>),
    /// `20 % of a`
    PercentOf(Spanned<Fraction>, Box<Expr>),
    /// `a rounded half up to the cent`
    Round {
        /// What is rounded.
        value: Box<Expr>,
        /// How.
        rounding: crate::number::Rounding,
        /// To how many decimals; 2 for the cent.
        places: u32,
    },
    /// `a otherwise b`: `b` where `a` is absent or has no result.
    Otherwise(Box<Expr>, Box<Expr>),
    /// `least of { a, b }` or `greatest of { a, b }`
    Extreme {
        /// Whether the least is meant.
        least: bool,
        /// The values.
        values: Vec<Expr>,
    },
    /// `first of { condition : value … otherwise : value }`
    FirstOf {
        /// The cases in order.
        cases: Vec<(Expr, Expr)>,
        /// The value of `otherwise`, if it is written.
        otherwise: Option<Box<Expr>>,
    },
    /// `table { key | value  a, b | 10 %  otherwise | 0 % }`
    Table(TableExpr),
    /// `{ from 2024-01-01 : a } as of b`, the value of a parameter or definition.
    Versions(VersionsExpr),
    /// `date of a`
    DateOf(Box<Expr>),
    /// `any of list where c`, `count of list`, `sum of a of list where c`, …
    Quantified(QuantifiedExpr),
    /// `count of received proposals with same a.b where c`
    Received(ReceivedExpr),
    /// `median of a of admitted proposals where c`
    Admitted(AdmittedExpr),
    /// `interpolation of a { 0.5 * b : 8, 1.5 * b : 0 }`
    Interpolation {
        /// Where.
        of: Box<Expr>,
        /// The points: where, and the value there.
        points: Vec<(Expr, Expr)>,
    },
}

/// The right side of `in` and `has`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// A group, or for `has` a single variant.
    Named(Name),
    /// Variants by name.
    Variants(Vec<Name>),
    /// Codes or texts in quotes.
    Codes(Vec<Spanned<String>>),
}

/// `table { header… | value   keys… | value … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableExpr {
    /// What the key columns hold.
    pub keys: Vec<Expr>,
    /// The name over the value column.
    pub value_name: Name,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// On which day rows with days of their own are counted, where the call's own rule is not
    /// meant.
    pub as_of: Option<Box<Expr>>,
}

/// One row of a table in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// One cell per key column.
    pub cells: Vec<TableCell>,
    /// The value.
    pub value: Expr,
    /// The days on which the row holds; always, where it says none.
    pub dates: Option<Dates>,
    /// The whole row.
    pub span: Span,
}

/// Values that hold one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionsExpr {
    /// The values with their days.
    pub versions: Vec<Version>,
    /// On which day they are counted, where the call's own rule is not meant.
    pub as_of: Option<Box<Expr>>,
}

/// `from 2014-01-01 to 2023-12-31 : 200_000 EUR cite minimis`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The days on which it holds.
    pub dates: Dates,
    /// The value.
    pub value: Expr,
    /// What it rests on.
    pub citations: Vec<Citation>,
}

/// The key cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableCell {
    /// `a` or `< 5, 7`: any of these.
    OneOf(Vec<CellPart>),
    /// `otherwise`: whatever the rows above left.
    Otherwise(Span),
}

/// One part of a key cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellPart {
    /// `a`
    Value(Literal),
    /// `< 5_000`
    Limit(Spanned<Comparison>, Literal),
    /// `between 5_000 and 9_999`, both included.
    Between(Literal, Literal),
}

/// What is made of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `any of`
    Any,
    /// `all of`
    All,
    /// `none of`
    None,
    /// `at least N of`, `at most N of`, `exactly N of`, as a comparison of the count with N.
    Number(Comparison, u32),
    /// `count of`, also of a set.
    Count,
    /// `count of distinct a of`
    CountDistinct,
    /// `sum of a of`
    Sum,
    /// `mean of a of`
    Mean,
    /// `least of a of`
    Least,
    /// `greatest of a of`
    Greatest,
}

/// A quantifier over a list: `all of partners where undertaking have aid <= ceiling`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantifiedExpr {
    /// What is made of the list.
    pub quantifier: Quantifier,
    /// The value taken of each item, for those that take one.
    pub value: Option<Box<Expr>>,
    /// The list.
    pub list: Path,
    /// `where`: which items. For `any`, `none` and `all` without `have`, the condition itself.
    pub condition: Option<Box<Expr>>,
    /// `have`, only after `all of`: what those items must fulfil.
    pub have: Option<Box<Expr>>,
}

/// `count of received proposals with same k`, `sum of a of received proposals with same k where c`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedExpr {
    /// What is summed; `None` where proposals are counted.
    pub sum: Option<Box<Expr>>,
    /// The paths that must be equal.
    pub same: Vec<Path>,
    /// Which of the proposals.
    pub condition: Option<Box<Expr>>,
}

/// `count of admitted proposals where c`, `median of a of admitted proposals where c`, …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdmittedExpr {
    /// What is made of them.
    pub what: AdmittedWord,
    /// What is taken of each; `None` where proposals are counted.
    pub value: Option<Box<Expr>>,
    /// Which of the proposals.
    pub condition: Option<Box<Expr>>,
}

/// What is made of the admitted proposals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmittedWord {
    /// `count of`
    Count,
    /// `sum of a of`
    Sum,
    /// `mean of a of`
    Mean,
    /// `median of a of`
    Median,
    /// `least of a of`
    Least,
    /// `greatest of a of`
    Greatest,
}

impl Expr {
    /// Calls `part` with each expression directly inside this one, and `path` with each path that
    /// stands directly in it for a value.
    pub fn parts<'t>(&'t self, part: &mut impl FnMut(&'t Self), path: &mut impl FnMut(&'t Path)) {
        match &self.kind {
            ExprKind::Literal(_) => {}
            ExprKind::Path(it) => path(it),
            ExprKind::Or(parts) | ExprKind::And(parts) => parts.iter().for_each(part),
            ExprKind::Extreme { values, .. } => values.iter().for_each(part),
            ExprKind::Not(a)
            | ExprKind::Negate(a)
            | ExprKind::PercentOf(_, a)
            | ExprKind::DateOf(a) => part(a),
            ExprKind::Is { value, .. }
            | ExprKind::IsEmpty { value, .. }
            | ExprKind::IsValid { value, .. }
            | ExprKind::In { value, .. }
            | ExprKind::Has { value, .. }
            | ExprKind::Round { value, .. } => part(value),
            ExprKind::Compare(a, _, b) | ExprKind::Otherwise(a, b) => {
                part(a);
                part(b);
            }
            ExprKind::Between(a, b, c) => {
                part(a);
                part(b);
                part(c);
            }
            ExprKind::Sum(terms) | ExprKind::Product(terms) => {
                for (_, term) in terms {
                    part(term);
                }
            }
            ExprKind::FirstOf { cases, otherwise } => {
                for (condition, value) in cases {
                    part(condition);
                    part(value);
                }
                if let Some(value) = otherwise {
                    part(value);
                }
            }
            ExprKind::Table(table) => {
                table.keys.iter().for_each(&mut *part);
                table.rows.iter().for_each(|row| part(&row.value));
                if let Some(as_of) = &table.as_of {
                    part(as_of);
                }
            }
            ExprKind::Versions(it) => {
                it.versions.iter().for_each(|version| part(&version.value));
                if let Some(as_of) = &it.as_of {
                    part(as_of);
                }
            }
            ExprKind::Quantified(it) => {
                path(&it.list);
                for inner in [&it.value, &it.condition, &it.have].into_iter().flatten() {
                    part(inner);
                }
            }
            ExprKind::Admitted(it) => {
                for inner in [&it.value, &it.condition].into_iter().flatten() {
                    part(inner);
                }
            }
            ExprKind::Interpolation { of, points } => {
                part(of);
                for (place, value) in points {
                    part(place);
                    part(value);
                }
            }
            ExprKind::Received(it) => {
                it.same.iter().for_each(path);
                for inner in [&it.sum, &it.condition].into_iter().flatten() {
                    part(inner);
                }
            }
        }
    }
}
