//! The tree of a rule file: what was written, with its places, nothing resolved.
//!
//! Lists that could be long are flat (`Sum`, `And`, …), so that no tree is deeper than the
//! nesting of its brackets.

use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::text::Text;
use crate::value::{
    AdmissionWord, AuthorityKind, Comparison, CountWord, FindingWord, HasKind, Limit, Missing, Term,
};

/// A name as written.
pub type Name = Spanned<String>;

/// A dotted name as written: `applicant.form`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The names between the dots; at least one.
    pub names: Vec<Name>,
    /// The whole path.
    pub span: Span,
}

/// A quoted text as written, in one or two languages, with the place of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The text.
    pub text: Text,
    /// Where the Italian (or only) literal stands, quotes included.
    pub it: Span,
    /// Where the English literal stands, quotes included.
    pub en: Option<Span>,
    /// The whole of it.
    pub span: Span,
}

/// A rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFile {
    /// The language version, 1.
    pub version: Spanned<u32>,
    /// The blocks and lines at the top level, in the order written.
    pub items: Vec<Item>,
    /// The blocks that could not be read: reported already, and what they would have named is no
    /// further error.
    pub unread: Vec<UnreadBlock>,
}

/// A block that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadBlock {
    /// Its first word: `enum`, `facts`, …
    pub keyword: String,
    /// Its second, the name of whatever it would have declared.
    pub name: String,
}

/// One block or line at the top level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `call name { … }`
    Call(CallBlock),
    /// `source`, `assumption` or `reading`.
    Authority(AuthorityItem),
    /// `enum Name { … }`
    Enum(EnumItem),
    /// `group Name of Enum { … }`
    Group(GroupItem),
    /// `table name from "file" key column { … }`
    Table(TableBlock),
    /// `proposals { … }`
    Proposals(ProposalsBlock),
    /// `facts { … }`
    Facts(FactsBlock),
    /// `parameter name : type = value` or `define name : type = value`.
    Definition(DefinitionItem),
    /// `requirement name "title" { … }`
    Requirement(RequirementBlock),
    /// `ranking { … }`
    Ranking(RankingBlock),
    /// `envelope { … }`
    Envelope(EnvelopeBlock),
    /// `test "name" { … }`
    Test(TestBlock),
}

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
}

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
    /// `order by score descending, requested ascending`
    OrderBy(Vec<OrderKey>),
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
    /// `cite …`
    Cite(Citation),
    /// `award requested`
    Award(Expr),
    /// `at the limit: stop`
    Limit(Limit),
}

/// `test "name" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestBlock {
    /// The name.
    pub name: Spanned<String>,
    /// `like "other"`: the test whose given facts this one starts from.
    pub like: Option<Spanned<String>>,
    /// `on "file.csv"`: a file of proposals.
    pub on: Option<Spanned<String>>,
    /// What stands between the braces.
    pub clauses: Vec<Spanned<TestClause>>,
    /// The whole block.
    pub span: Span,
}

/// One line of a `test`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestClause {
    /// `given { path = literal … }`
    Given(Vec<Assignment>),
    /// `stage final`; the word as written.
    Stage(Name),
    /// `expect …`
    Expect(Expectation),
}

/// What a test expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// `expect not admitted because runts, size`; exactly these unmet or unknown requirements
    /// where `because` is written.
    Admission {
        /// The admission.
        admission: Spanned<AdmissionWord>,
        /// The requirements named.
        because: Vec<Name>,
    },
    /// `expect requirement runts not applicable`
    Finding {
        /// The requirement.
        requirement: Name,
        /// What becomes of it.
        finding: Spanned<FindingWord>,
    },
    /// `expect own_share = 20 %`
    Value {
        /// The definition or fact.
        name: Name,
        /// Its value.
        value: Literal,
    },
    /// `expect funded 1784`, for a test on a file.
    Count {
        /// What is counted.
        what: Spanned<CountWord>,
        /// How many.
        count: Spanned<u64>,
    },
    /// `expect spent 3_399_271_176.95 EUR` or `expect left …`, in euro.
    Money {
        /// Whether it is the money left, not the money spent.
        left: bool,
        /// How much.
        amount: Spanned<Fraction>,
    },
    /// `expect proposal "B91B21001080001" waiting`
    Proposal {
        /// The proposal's id.
        id: Spanned<String>,
        /// What becomes of it.
        word: Spanned<CountWord>,
    },
    /// `expect funded as column finanziato with "1" = yes, "0" = no`: whether the word holds for
    /// each proposal, as a column of the file says.
    Column {
        /// What is compared.
        what: Spanned<CountWord>,
        /// The column.
        column: Spanned<String>,
        /// Which cells mean yes and which no.
        with: Vec<(Spanned<String>, Spanned<bool>)>,
    },
}

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
        /// The tax code.
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
    /// `date of a`
    DateOf(Box<Expr>),
    /// `any of list where c`, `count of list`, `sum of a of list where c`, …
    Quantified(QuantifiedExpr),
    /// `count of received proposals with same a.b where c`
    Received(ReceivedExpr),
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
    pub keys: Vec<Path>,
    /// The name over the value column.
    pub value_name: Name,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// One row of a table in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// One cell per key column.
    pub cells: Vec<TableCell>,
    /// The value.
    pub value: Expr,
    /// The whole row.
    pub span: Span,
}

/// The key cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableCell {
    /// `a` or `a, b`: any of these.
    OneOf(Vec<Literal>),
    /// `otherwise`: whatever the rows above left.
    Otherwise(Span),
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
    /// `count of`
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

impl Path {
    /// Returns the path as written, without spaces: `applicant.form`.
    pub fn dotted(&self) -> String {
        self.names
            .iter()
            .map(|name| name.value.as_str())
            .collect::<Vec<_>>()
            .join(".")
    }
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
                table.keys.iter().for_each(path);
                table.rows.iter().for_each(|row| part(&row.value));
            }
            ExprKind::Quantified(it) => {
                path(&it.list);
                for inner in [&it.value, &it.condition, &it.have].into_iter().flatten() {
                    part(inner);
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
