//! Blocks of rules: what applicants are told, whom to ask and what to prepare.

use super::{Citation, Expr, Name, Words};
use crate::source::{Span, Spanned};

/// `contact name "office" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactBlock {
    /// The name.
    pub name: Name,
    /// The office.
    pub office: Words,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<ContactClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `contact`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactClause {
    /// `email "aiuto@example.org"`
    Email(Spanned<String>),
    /// `telephone "+39 080 0000000"`
    Telephone(Spanned<String>),
    /// `page "https://www.example.org"`
    Page(Spanned<String>),
    /// `hours it "…" en "…"`
    Hours(Words),
    /// `cite …`
    Cite(Citation),
}

/// `document name "title" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentBlock {
    /// The name.
    pub name: Name,
    /// The title.
    pub title: Words,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<DocumentClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `document`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentClause {
    /// `when condition`: who needs it.
    When(Expr),
    /// `comes from it "…" en "…"`
    ComesFrom(Words),
    /// `cite …`
    Cite(Citation),
}
