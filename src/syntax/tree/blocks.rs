//! Blocks of rules: call, authorities, enums.

use super::{Expr, Name, Words};
use crate::source::{Span, Spanned};
use crate::value::{AuthorityKind, Missing};

/// `call name { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallBlock {
    /// The call's name.
    pub name: Name,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<CallClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `call` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallClause {
    /// `title it "…" en "…"`
    Title(Words),
    /// `action por-puglia-2014:9.3, adp:9.1.4`
    Action(Vec<Name>),
    /// `opens 2026-01-15 09:00`
    Opens(Spanned<DateTime>),
    /// `closes 2026-03-31 12:00`
    Closes(Spanned<DateTime>),
    /// `zone Europe/Rome`
    Zone(Name),
    /// `missing ask` or `missing fail`
    Missing(Spanned<Missing>),
    /// `as of date of received_at`
    AsOf(Expr),
    /// `cite assumption example_dates`: what the block itself rests on, its dates for example
    Cite(Citation),
}

/// A date, with a time of day where one was written; not checked against the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime {
    /// The year, four digits.
    pub year: u16,
    /// The month as written.
    pub month: u8,
    /// The day as written.
    pub day: u8,
    /// Hour, minute and second as written (second 0 where none is).
    pub time: Option<(u8, u8, u8)>,
}

/// `from 2014-01-01 to 2023-12-31`, both included; one of the two may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The first day.
    pub from: Option<Spanned<DateTime>>,
    /// The last day.
    pub to: Option<Spanned<DateTime>>,
    /// The whole of it.
    pub span: Span,
}

/// `source cts "D.Lgs. …" urn "…"`, `assumption grid it "…"`, `reading firms it "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityItem {
    /// Which of the three.
    pub kind: AuthorityKind,
    /// The name by which it is cited.
    pub name: Name,
    /// What it says, or the title of the act.
    pub words: Words,
    /// The act's URN, for a source.
    pub urn: Option<Spanned<String>>,
    /// The whole line.
    pub span: Span,
}

/// `enum Form { comune it "Comune" en "Municipality", … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumItem {
    /// The enum's name.
    pub name: Name,
    /// The variants with their labels, in the order written.
    pub variants: Vec<(Name, Option<Words>)>,
    /// The whole item.
    pub span: Span,
}

/// `group Public of Form { a, b }` or `group Public of Form all except { a, b }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupItem {
    /// The group's name.
    pub name: Name,
    /// The enum it is a part of.
    pub of: Name,
    /// Whether the names listed are the ones left out.
    pub all_except: bool,
    /// The names listed.
    pub variants: Vec<Name>,
    /// The whole item.
    pub span: Span,
}

/// `cite cts "art. 11"`, `cite assumption grid`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The kind, where it was written.
    pub kind: Option<Spanned<AuthorityKind>>,
    /// The name of the source, assumption or reading.
    pub name: Name,
    /// The place in it.
    pub place: Option<Spanned<String>>,
    /// The whole of it.
    pub span: Span,
}
