//! Definitions and requirements, with their exceptions.

use super::{Citation, Dates, Expr, Name, TypeName, Words};
use crate::source::{Span, Spanned};
use crate::value::{Missing, Term};

/// `parameter name : type = expression cite …` or `define …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionItem {
    /// Whether it is a `parameter`.
    pub parameter: bool,
    /// The name.
    pub name: Name,
    /// The type.
    pub kind: Spanned<TypeName>,
    /// The value.
    pub value: Expr,
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// Its exceptions, each with its value.
    pub exceptions: Vec<(ExceptionBlock, Expr)>,
    /// The whole item.
    pub span: Span,
}

/// `requirement runts "RUNTS register" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementBlock {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Words>,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<RequirementClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `requirement`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequirementClause {
    /// `phase formal`; the word as written.
    Phase(Name),
    /// `cite …`
    Cite(Citation),
    /// `in force from 2026-01-01 to 2026-12-31`
    InForce(Dates),
    /// `as of date of received_at`
    AsOf(Expr),
    /// `applies when condition`
    AppliesWhen(Expr),
    /// `require condition`
    Require(Expr),
    /// `else it "…" en "…"`, with facts in braces.
    Else(Words),
    /// `remedy within 10 working days`
    Remedy(Term),
    /// `reservation within 10 working days`, or `reservation`
    Reservation(Option<Term>),
    /// `missing ask` or `missing fail`
    Missing(Spanned<Missing>),
    /// `exception name { … }`
    Exception(ExceptionBlock),
}

/// `exception small_towns it "Comuni piccoli" { … }` in a requirement, or
/// `exception small_towns = 5 % { … }` after a definition, whose value stands apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionBlock {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Words>,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<ExceptionClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of an `exception`; after a definition only `cite`, `when` and `unless`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExceptionClause {
    /// `cite …`
    Cite(Citation),
    /// `when condition`
    When(Expr),
    /// `require condition`
    Require(Expr),
    /// `not required`
    NotRequired,
    /// `else it "…" en "…"`, with facts in braces.
    Else(Words),
    /// `remedy within 10 working days`
    Remedy(Term),
    /// `reservation within 10 working days`, or `reservation`
    Reservation(Option<Term>),
    /// `unless name { … }`
    Unless(UnlessBlock),
}

/// `unless large_works { … }`: what switches an exception off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlessBlock {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Option<Words>,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<UnlessClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of an `unless`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnlessClause {
    /// `cite …`
    Cite(Citation),
    /// `when condition`
    When(Expr),
}

impl DefinitionItem {
    /// Returns every expression of the definition and its exceptions, in the order written.
    pub fn expressions(&self) -> Vec<&Expr> {
        let mut all = vec![&self.value];
        for (exception, value) in &self.exceptions {
            all.push(value);
            for clause in &exception.clauses {
                match &clause.value {
                    ExceptionClause::When(expr) | ExceptionClause::Require(expr) => all.push(expr),
                    ExceptionClause::Unless(unless) => {
                        all.extend(unless.clauses.iter().filter_map(|it| match &it.value {
                            UnlessClause::When(expr) => Some(expr),
                            UnlessClause::Cite(_) => None,
                        }));
                    }
                    _ => {}
                }
            }
        }
        all
    }
}
