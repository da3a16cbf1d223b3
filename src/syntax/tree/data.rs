//! Data: imported tables, files of proposals, facts and their types, literals.

use super::{Citation, DateTime, Expr, Name, Path, Words};
use crate::number::Fraction;
use crate::source::{Span, Spanned};

/// `table comuni from "comuni.csv" key istat { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableBlock {
    /// The table's name.
    pub name: Name,
    /// The file's name, relative to the rule file.
    pub file: Spanned<String>,
    /// The column whose values tell the rows apart.
    pub key: Name,
    /// How the file is written.
    pub format: Vec<Spanned<FormatClause>>,
    /// The columns that rules can use.
    pub columns: Vec<ColumnItem>,
    /// Cited corrections of cells.
    pub corrections: Vec<CorrectionItem>,
    /// The whole block.
    pub span: Span,
}

/// How a file of data is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatClause {
    /// `encoding utf-8` or `encoding windows-1252`; the word as written.
    Encoding(Name),
    /// `separator ";"`
    Separator(Spanned<String>),
    /// `numbers like "1.234,56"`
    Numbers(Spanned<String>),
    /// `dates like "31/12/2026"`
    Dates(Spanned<String>),
}

/// `population : integer optional from pop_2018 with "1" = yes, "0" = no`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnItem {
    /// The name in rules.
    pub name: Name,
    /// The type of the cells.
    pub kind: Spanned<TypeName>,
    /// Whether a cell may be empty.
    pub optional: bool,
    /// The name in the file, where it differs.
    pub from: Option<Spanned<String>>,
    /// What the words in the file stand for.
    pub with: Vec<(Spanned<String>, Literal)>,
    /// The whole line.
    pub span: Span,
}

/// `correct "041067" chief_town = yes cite …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionItem {
    /// The key of the row.
    pub key: Spanned<String>,
    /// The column, by its name in rules.
    pub column: Name,
    /// What the cell should hold.
    pub value: Literal,
    /// Why.
    pub citations: Vec<Citation>,
    /// The whole line.
    pub span: Span,
}

/// `proposals { … }`: how files of proposals are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalsBlock {
    /// What stands between the braces.
    pub clauses: Vec<Spanned<ProposalsClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `proposals` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalsClause {
    /// `id from cup`
    Id(Spanned<String>),
    /// `sheet "Domande"`: the sheet of a workbook that holds the proposals.
    Sheet(Spanned<String>),
    /// Encoding, separator, numbers, dates.
    Format(FormatClause),
    /// `ignore ente, provincia`: columns nobody reads.
    Ignore(Vec<Spanned<String>>),
    /// `compare ammesso, finanziato`: columns that only tests read.
    Compare(Vec<Spanned<String>>),
    /// `publish comune.name as "Comune", cost`: what lists show of each proposal.
    Publish(Vec<PublishedItem>),
}

/// `comune.name as it "Comune" en "Municipality"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedItem {
    /// What is shown.
    pub value: Path,
    /// The heading of its column, where it is not the path itself.
    pub heading: Option<Words>,
}

/// `facts { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsBlock {
    /// The facts and records, in the order written.
    pub facts: Vec<FactEntry>,
    /// The whole block.
    pub span: Span,
}

/// A fact, or a record of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactEntry {
    /// `applicant { … }`
    Record {
        /// The record's name.
        name: Name,
        /// Its facts.
        facts: Vec<FactEntry>,
        /// The whole record.
        span: Span,
    },
    /// `form : Form ask it "…"`
    Fact(FactItem),
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactItem {
    /// The fact's name.
    pub name: Name,
    /// Its type.
    pub kind: Spanned<TypeName>,
    /// What follows the type, in the order written.
    pub options: Vec<Spanned<FactOption>>,
    /// The whole of it.
    pub span: Span,
}

/// What may follow the type of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactOption {
    /// `ask it "…" en "…"`
    Ask(Words),
    /// `when condition`
    When(Expr),
    /// `changeable`
    Changeable,
    /// `by applicant`, `by office` or `by commission`; the word as written.
    By(Name),
    /// `from column`
    From(Spanned<String>),
    /// `split ";"`
    Split(Spanned<String>),
    /// `with "1" = yes, "0" = no`
    With(Vec<(Spanned<String>, Literal)>),
    /// `blank none`: what an empty cell states.
    Blank(Literal),
    /// `at least 0.01 EUR`
    AtLeast(Literal),
    /// `at most 36`
    AtMost(Literal),
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// `yes/no`
    YesNo,
    /// `integer`
    Integer,
    /// `decimal 3`: so many places.
    Decimal(u8),
    /// `percent` (exact) or `percent 2`: so many places.
    Percent(Option<u8>),
    /// `money`
    Money,
    /// `date`
    Date,
    /// `instant`
    Instant,
    /// `text`
    Text,
    /// `code`
    Code,
    /// `tax code`
    TaxCode,
    /// `CUP`
    Cup,
    /// `comune code`
    ComuneCode,
    /// `IBAN`
    Iban,
    /// The name of an enum.
    Enum(Name),
    /// `set of Enum`
    Set(Name),
    /// `row of table by column`
    Row {
        /// The table.
        table: Name,
        /// Its key column.
        by: Name,
    },
    /// `list of { … }`
    List(Vec<FactEntry>),
}

/// A value written out, not an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The value.
    pub kind: LiteralKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of [`Literal`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiteralKind {
    /// `yes` or `no`
    YesNo(bool),
    /// `5_000` or `0.80`, with the number of decimals written.
    Number(Fraction, u32),
    /// `20 %`; the fraction is 1/5.
    Percent(Fraction),
    /// `450_000.00 EUR`, in euro.
    Money(Fraction),
    /// `2026-01-15` or `2026-01-15 09:00`
    DateTime(DateTime),
    /// `"…"`
    Text(String),
    /// A bare name: a variant of an enum.
    Name(String),
    /// `{ a, b }`, or `none` for the empty set.
    Set(Vec<Name>),
    /// `[ { form = societa }, … ]`
    List(Vec<Vec<Assignment>>),
    /// `unknown`
    Unknown,
}

/// `path = literal`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The fact.
    pub path: Path,
    /// Its value.
    pub value: Literal,
}
