//! The items of a programme file, and what an envelope takes from one.

use super::{Citation, DateTime, Dates, Name, Words};
use crate::number::Fraction;
use crate::source::{Span, Spanned};

/// One block or line of a programme file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgrammeItem {
    /// `programme sardegna_7 { … }`
    Programme(ProgrammeBlock),
    /// `fund fse "PO FSE 2014-2020"`
    Fund(TitledItem),
    /// `body sfirs "DG Lavoro - SFIRS"`
    Body(TitledItem),
    /// `objective 7.6.2 of 7.6 "…"`
    Objective {
        /// Its code and title.
        item: TitledItem,
        /// The code of the objective that it is a part of.
        of: Option<Name>,
    },
    /// `action adp:9.1.4 "…"`
    Action(TitledItem),
    /// `line sii { … }`
    Line(LineBlock),
    /// `act b { … }`
    Act(ActBlock),
}

/// `programme sardegna_7 { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeBlock {
    /// The programme's name.
    pub name: Name,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<ProgrammeClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `programme` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgrammeClause {
    /// `title it "…" en "…"`
    Title(Words),
    /// `from 2014-01-01 to 2020-12-31`
    Dates(Dates),
    /// `cite …`
    Cite(Citation),
}

/// A name or code with its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitledItem {
    /// The name or code.
    pub name: Name,
    /// The title.
    pub title: Words,
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// The whole item.
    pub span: Span,
}

/// `line sii { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineBlock {
    /// The name by which acts change it.
    pub name: Name,
    /// What people read.
    pub title: Option<Words>,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<LineClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `line` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineClause {
    /// One of the things that tell a line from others.
    Choice(LineChoice),
    /// `total 2_500_000 EUR`, in euro; `None` for `total unknown`.
    Total(Option<Spanned<Fraction>>),
    /// `shares ue 50 %, stato 35 %, regione 15 %`; 50 % is 1/2.
    Shares(Vec<(Name, Spanned<Fraction>)>),
    /// `cite …`
    Cite(Citation),
}

/// What a line is of, or which lines are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineChoice {
    /// `objective 7.6.2`
    Objective(Name),
    /// `action adp:9.1.4`
    Action(Name),
    /// `body sfirs`
    Body(Name),
    /// `fund fse`
    Fund(Name),
}

/// `act b { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActBlock {
    /// The name by which it is referred to.
    pub name: Name,
    /// What people read.
    pub title: Option<Words>,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<ActClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of an `act` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActClause {
    /// `number "25/15"`; `None` for `number unknown`.
    Number(Option<Spanned<String>>),
    /// `date 2017-05-23`; `None` for `date unknown`.
    Date(Option<Spanned<DateTime>>),
    /// `cite …`
    Cite(Citation),
    /// `add 2_000_000 EUR to inclusione`, or one of the like.
    Change(ChangeItem),
}

/// Money that an act adds to a line, takes from one, or moves between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeItem {
    /// How much, in euro.
    pub amount: Spanned<Fraction>,
    /// The line that it is taken from.
    pub from: Option<Name>,
    /// The line that it is added to.
    pub to: Option<Name>,
    /// What it rests on, beside the act.
    pub citations: Vec<Citation>,
}

/// `from programme "sardegna-7.bando" line action adp:9.1.4 body sfirs as of act b`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromProgramme {
    /// The file of the programme.
    pub file: Spanned<String>,
    /// The file of its ledger, where commitments are taken off.
    pub ledger: Option<Spanned<String>>,
    /// Which of its lines.
    pub lines: LinesChosen,
    /// When its money counts; after the last act where nothing is said.
    pub as_of: Option<AsOf>,
    /// The whole of it.
    pub span: Span,
}

/// When the money of a programme counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// `as of act b`
    Act(Name),
    /// `as of 2018-06-30`: at the end of that day.
    Day(Spanned<DateTime>),
}

/// Which lines of a programme an envelope is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinesChosen {
    /// `line sii`
    Named(Name),
    /// `line action adp:9.1.4 body sfirs`: the one for which all of these hold.
    One(Vec<LineChoice>),
    /// `sum of lines action adp:9.1.4`: all for which these hold.
    Sum(Vec<LineChoice>),
}

impl ProgrammeItem {
    /// Returns the place of the whole item.
    pub fn span(&self) -> Span {
        match self {
            Self::Programme(it) => it.span,
            Self::Fund(it) | Self::Body(it) | Self::Action(it) => it.span,
            Self::Objective { item, .. } => item.span,
            Self::Line(it) => it.span,
            Self::Act(it) => it.span,
        }
    }
}

impl LineChoice {
    /// Returns the name or code that is asked for.
    pub fn name(&self) -> &Name {
        match self {
            Self::Objective(name) | Self::Action(name) | Self::Body(name) | Self::Fund(name) => {
                name
            }
        }
    }
}
