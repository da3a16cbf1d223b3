//! The checked call: typed ids, no names left to resolve.
//!
//! Only `analysis` makes a [`Call`]; whoever holds one may rely on its types, on the absence of
//! cycles (definitions stand in an order in which each needs only earlier ones), and on every id
//! pointing somewhere.

mod cell;
mod codes;
mod comune_code;
mod cup;
mod exception;
mod expr;
mod grid;
mod guidance;
mod iban;
mod ranking;
mod records;
mod requirement;
mod show;
mod split;
mod table;
mod tax_code;
mod test;
mod weight;
mod written;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::source::Span;
use crate::text::{Language, Text};
use crate::value::{AuthorityKind, Value, VariantId};

pub use cell::{
    CellError, CellErrorKind, DateOrder, Encoding, EncodingError, EncodingErrorKind, Format, Names,
    NumberStyle, Separator, check_bounds, read_cell,
};
pub(crate) use cell::{cut_short, invisible, visible};
pub use codes::{CodeError, CodeErrorKind, check_code};
pub use comune_code::{check_comune_code, is_comune_code_shape};
pub use cup::is_cup_shape;
pub use exception::{Exception, ExceptionId, Target, Unless};
pub use expr::{
    Aggregate, Case, ExceptedCase, Expr, ExprKind, Item, KeyCell, KeyRange, Number, OverAdmitted,
    OverAdmittedId, Piece, Quantifier, Received, ReceivedId, TableRow, TableRule,
};
pub use grid::{
    Coefficient, Criterion, CriterionId, Grid, Marking, Method, Panel, Scale, ScaleId, ScaleKind,
    Threshold,
};
pub use guidance::{Contact, Document};
pub use iban::{check_iban, iban_pattern, is_iban_shape};
pub use ranking::{
    ActOfLines, Cap, CapMost, Envelope, FromProgramme, LedgerRead, LineHeld, OrderKey, PoolShares,
    Pools, Ranking, Reserve, Sum, TakenSince,
};
pub(crate) use records::{Flaw, Record, Records};
pub use requirement::{Consequence, Message, Phase, Requirement};
pub use show::{show, show_phrase, show_plain};
pub use split::Split;
pub use table::{Column, Derivation, LeftOut, Table};
pub use tax_code::{check_tax_code, is_tax_code_shape};
pub use test::{CellMeaning, CitedBy, ColumnOf, Expectation, MarksFrom, Test, TestMark, TestStage};
pub use weight::{Factor, Index, Indicator, Normalisation, ShareTerm, Weight, WeightCell};
pub use written::written;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the place in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A source, assumption or reading of a [`Call`].
    AuthorityId
    /// An enum of a [`Call`].
    EnumId
    /// A table of a [`Call`].
    TableId
    /// A column of a [`Table`].
    ColumnId
    /// The records of one list of a [`Call`].
    ListId
    /// A field of the records of a list.
    FieldId
    /// A fact of a [`Call`].
    FactId
    /// A definition or parameter of a [`Call`].
    DefinitionId
    /// A requirement of a [`Call`].
    RequirementId
}

/// A type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Integer,
    /// A decimal with at most so many places.
    Decimal(u8),
    /// A share; exact, or with at most so many places of the percentage.
    Percent(Option<u8>),
    /// An exact number without unit, such as a quotient.
    Number,
    /// Euro in whole cents.
    Money,
    /// Euro, exact: may be compared, must be rounded to become money.
    Amount,
    /// A day.
    Date,
    /// An instant.
    Instant,
    /// A text.
    Text,
    /// An identifier, kept as text.
    Code,
    /// A codice fiscale or partita IVA, kept as text in upper case.
    TaxCode,
    /// A CUP, the code of a public investment project, kept as text in upper case.
    Cup,
    /// The ISTAT code of a comune, kept as text with its leading zeros.
    ComuneCode,
    /// The number of a bank account, kept as text in upper case without spaces.
    Iban,
    /// A variant of an enum.
    Enum(EnumId),
    /// A set of variants of an enum.
    Set(EnumId),
    /// A row of a table.
    Row(TableId),
    /// A list of records.
    List(ListId),
}

impl Type {
    /// Tells whether values of this type are codes of a known shape, about which a rule may ask
    /// whether they are valid.
    pub fn is_checked_code(self) -> bool {
        matches!(
            self,
            Self::TaxCode | Self::Cup | Self::ComuneCode | Self::Iban
        )
    }

    /// Tells whether values of this type are numbers, with or without a unit.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Integer
                | Self::Decimal(_)
                | Self::Percent(_)
                | Self::Number
                | Self::Money
                | Self::Amount
        )
    }

    /// Tells whether values of this type are texts, or codes kept as text.
    pub fn is_text(self) -> bool {
        self.is_code() || self == Self::Text
    }

    /// Tells whether values of this type are codes, in which each digit counts and no number is
    /// meant.
    pub fn is_code(self) -> bool {
        self.is_checked_code() || self == Self::Code
    }
}

/// A call, checked.
#[derive(Clone, Debug)]
pub struct Call {
    /// The language of the keywords of its rule file.
    pub keywords: Language,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Text,
    /// The actions it belongs to, with their scheme: `adp:9.1.4`.
    pub actions: Vec<String>,
    /// When it opens.
    pub opens: Option<Timestamp>,
    /// When it closes.
    pub closes: Option<Timestamp>,
    /// The zone in which its dates and times are meant.
    pub zone: TimeZone,
    /// What all this rests on.
    pub citations: Vec<Citation>,
    /// The day on which dated rules are counted where a proposal's own facts do not tell: an input
    /// of the command, no part of the rule file.
    pub counting_date: Option<Date>,
    /// The seed of the lot, once it is drawn: an input of the command, no part of the rule file.
    pub seed: Option<String>,
    /// Sources, assumptions and readings.
    pub authorities: Vec<Authority>,
    /// Enums.
    pub enums: Vec<Enum>,
    /// Tables, with their rows.
    pub tables: Vec<Table>,
    /// The records of lists.
    pub lists: Vec<ListType>,
    /// Facts, records flattened, in the order written.
    pub facts: Vec<Fact>,
    /// Parameters and definitions, each after those it needs.
    pub definitions: Vec<Definition>,
    /// Values over the received proposals, each after those it needs.
    pub received: Vec<Received>,
    /// Values over the admitted proposals, each after those it needs.
    pub over_admitted: Vec<OverAdmitted>,
    /// Requirements, in the order written.
    pub requirements: Vec<Requirement>,
    /// Whom to ask, in the order written.
    pub contacts: Vec<Contact>,
    /// The documents to prepare, in the order written.
    pub documents: Vec<Document>,
    /// How proposals are scored, if they are.
    pub grid: Option<Grid>,
    /// How envelopes are shared out among territories.
    pub weights: Vec<Weight>,
    /// How the admitted are ranked, if they are.
    pub ranking: Option<Ranking>,
    /// The money, if the call shares any out.
    pub envelope: Option<Envelope>,
    /// How files of proposals are written.
    pub proposals: ProposalsFormat,
}

/// A source, assumption or reading.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Its name.
    pub name: String,
    /// Which of the three it is.
    pub kind: AuthorityKind,
    /// The title of the act, or what is assumed or read.
    pub text: Text,
    /// The URN of the act.
    pub urn: Option<String>,
}

/// A citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What is cited.
    pub authority: AuthorityId,
    /// The place in it, as in "art. 11".
    pub place: Option<String>,
}

/// An enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: String,
    /// Its variants.
    pub variants: Vec<Variant>,
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name, as in data.
    pub name: String,
    /// What people read.
    pub label: Text,
}

impl Enum {
    /// Returns the variant called `name`.
    pub fn variant(&self, name: &str) -> Option<VariantId> {
        let index = self.variants.iter().position(|it| it.name == name)?;
        u16::try_from(index).ok().map(VariantId)
    }

    /// Returns the variant with this id.
    pub fn get(&self, id: VariantId) -> Option<&Variant> {
        self.variants.get(usize::from(id.0))
    }
}

/// The records of a list.
#[derive(Clone, Debug)]
pub struct ListType {
    /// The fact that holds the list, for messages: `partners`.
    pub name: String,
    /// The fields of each record.
    pub fields: Vec<Field>,
}

/// A field of the records of a list.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name, dotted where records are nested: `form`.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// What the applicant is asked of each record.
    pub ask: Option<Text>,
    /// Under which condition it is there at all; the item itself is [`ExprKind::Field`] 0 deep.
    pub when: Option<Expr>,
    /// What its values must keep within, and how they are written.
    pub reading: Reading,
}

/// A fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its dotted name: `applicant.form`.
    pub name: String,
    /// Its type.
    pub kind: Type,
    /// What the applicant is asked.
    pub ask: Option<Text>,
    /// Under which condition it is there at all.
    pub when: Option<Expr>,
    /// Whether the applicant can change it.
    pub changeable: bool,
    /// Who states it.
    pub supplier: Supplier,
    /// What its values must keep within, and how they are written.
    pub reading: Reading,
    /// Where it was declared.
    pub span: Span,
}

/// How the values of a fact are written in files, and what they must keep within.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The CSV column, where it is not the fact's name.
    pub column: Option<String>,
    /// What parts the members of a set in one cell.
    pub split: Option<String>,
    /// What the words in the file stand for; where it is not empty, no other word is taken.
    pub words: Vec<(String, Value)>,
    /// What an empty cell states; `None`: nothing, the fact stays unknown.
    pub blank: Option<Value>,
    /// The least value accepted. For money 0 unless the rule file says otherwise.
    pub least: Option<Value>,
    /// The greatest value accepted.
    pub greatest: Option<Value>,
}

/// Who states a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Supplier {
    /// The applicant.
    Applicant,
    /// The office that receives the proposals.
    Office,
    /// The commission that judges them.
    Commission,
}

/// A definition or parameter.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// Whether it is a parameter.
    pub parameter: bool,
    /// Its type.
    pub kind: Type,
    /// Its value; where it has exceptions, [`ExprKind::Excepted`].
    pub value: Expr,
    /// What it rests on.
    pub citations: Vec<Citation>,
    /// Its exceptions, in the order written.
    pub exceptions: Vec<Exception>,
    /// Where it was written.
    pub span: Span,
}

/// How files of proposals are written.
#[derive(Clone, Debug, Default)]
pub struct ProposalsFormat {
    /// The CSV column or JSON field with the proposal's id; `id` unless the rule file says
    /// otherwise.
    pub id: String,
    /// The sheet of a workbook that holds the proposals; the first visible one unless the rule
    /// file says otherwise.
    pub sheet: Option<String>,
    /// Encoding, separator, numbers and dates.
    pub format: Format,
    /// Columns nobody reads.
    pub ignore: Vec<String>,
    /// Columns that only tests read.
    pub compare: Vec<String>,
    /// What lists show of each proposal.
    pub publish: Vec<Published>,
}

/// A column of the published lists.
#[derive(Clone, Debug)]
pub struct Published {
    /// Its heading.
    pub heading: Text,
    /// What it shows.
    pub value: Expr,
}

impl Call {
    /// Returns a call with nothing in it, in the zone in which its dates will be meant.
    ///
    /// ```
    /// let call = bando::call::Call::empty(jiff::tz::TimeZone::UTC);
    /// assert!(call.requirements.is_empty());
    /// ```
    pub fn empty(zone: TimeZone) -> Self {
        Self {
            keywords: Language::English,
            name: String::new(),
            title: Text::italian(""),
            actions: Vec::new(),
            opens: None,
            closes: None,
            zone,
            citations: Vec::new(),
            counting_date: None,
            seed: None,
            authorities: Vec::new(),
            enums: Vec::new(),
            tables: Vec::new(),
            lists: Vec::new(),
            facts: Vec::new(),
            definitions: Vec::new(),
            received: Vec::new(),
            over_admitted: Vec::new(),
            requirements: Vec::new(),
            contacts: Vec::new(),
            documents: Vec::new(),
            grid: None,
            weights: Vec::new(),
            ranking: None,
            envelope: None,
            proposals: ProposalsFormat::default(),
        }
    }

    /// Returns the authority a citation names.
    pub fn authority(&self, id: AuthorityId) -> Option<&Authority> {
        self.authorities.get(id.index())
    }

    /// Returns the weight called `name`.
    pub fn weight(&self, name: &str) -> Option<&Weight> {
        self.weights.iter().find(|weight| weight.name == name)
    }

    /// Returns the fact called `name`, dots and all.
    pub fn fact(&self, name: &str) -> Option<(FactId, &Fact)> {
        let index = self.facts.iter().position(|fact| fact.name == name)?;
        let id = FactId(u32::try_from(index).ok()?);
        Some((id, self.facts.get(index)?))
    }
}
