//! The stable names of the kinds of trouble.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::text::Language;

macro_rules! page {
    ($language:literal, $word:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/docs/diagnostics/",
            $language,
            "/",
            $word,
            ".md"
        ))
    };
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident => $word:literal,)*) => {
        /// A kind of trouble, with its stable name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns the stable name in kebab case.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns the page of the documentation about this kind of trouble, as Markdown.
            pub fn page(self, language: Language) -> &'static str {
                match language {
                    Language::Italian => match self { $(Self::$name => page!("it", $word),)* },
                    Language::English => match self { $(Self::$name => page!("en", $word),)* },
                }
            }
        }
    };
}

codes! {
    // Reading a rule file.
    /// The text does not follow the grammar.
    SyntaxError => "syntax-error",
    /// The first line names no language version, or one this engine does not know.
    UnknownVersion => "unknown-version",
    /// The file is not UTF-8.
    InvalidEncoding => "invalid-encoding",
    /// A control, bidirectional, zero-width or NUL character.
    ForbiddenCharacter => "forbidden-character",
    /// Brackets and conditions are nested too deeply.
    TooDeep => "too-deep",
    /// The file, or one of its parts, is larger than the engine accepts.
    LimitExceeded => "limit-exceeded",
    // Names.
    /// Nothing has this name.
    UnknownName => "unknown-name",
    /// Two things have one name.
    DuplicateName => "duplicate-name",
    /// An inner name hides an outer one.
    ShadowedName => "shadowed-name",
    /// Definitions need each other in a circle.
    CyclicDefinition => "cyclic-definition",
    /// Something written is used nowhere.
    UnusedName => "unused-name",
    // Blocks and their parts.
    /// A block lacks a part it must have.
    MissingPart => "missing-part",
    /// A part stands twice, or next to one it excludes.
    RepeatedPart => "repeated-part",
    /// The call has no requirement, or a part of it can have no effect.
    NothingRequired => "nothing-required",
    /// Opening or closing is written, and no requirement reads it.
    ClosingNotRead => "closing-not-read",
    // Types, units and cases.
    /// A value of one type stands where another is needed.
    TypeMismatch => "type-mismatch",
    /// Units that cannot be combined, such as money times money.
    UnitMismatch => "unit-mismatch",
    /// An exact amount or quotient must be rounded before it is stored, shown as money or awarded.
    NeedsRounding => "needs-rounding",
    /// A literal that the engine cannot hold exactly, or that reads two ways.
    InexactLiteral => "inexact-literal",
    /// A date or time that does not exist, or is ambiguous in the call's zone.
    InvalidDate => "invalid-date",
    /// Two versions of a rule are in force on the same day.
    OverlappingDates => "overlapping-dates",
    /// Between two versions of a rule there are days on which none is in force.
    DatesHole => "dates-hole",
    /// A choice that does not say what happens in some case.
    MissingCase => "missing-case",
    /// Two rows of a table in the text hold for the same values and differ.
    OverlappingRows => "overlapping-rows",
    /// A case that can never apply.
    UnreachableCase => "unreachable-case",
    /// Two exceptions may hold together and differ.
    ClashingExceptions => "clashing-exceptions",
    /// It cannot be told whether two exceptions hold together and differ.
    UndecidedExceptions => "undecided-exceptions",
    /// An exception, or what switches it off, that changes nothing.
    ExceptionWithoutEffect => "exception-without-effect",
    /// A condition that is always true, or always false.
    ConstantCondition => "constant-condition",
    /// A fact asked only sometimes is used where it may be absent.
    GuardNeeded => "guard-needed",
    /// A rounded value is compared with a limit.
    RoundedComparison => "rounded-comparison",
    /// A divisor may be zero.
    PossibleZeroDivisor => "possible-zero-divisor",
    /// A value over the received proposals uses more than their raw facts.
    RawFactsOnly => "raw-facts-only",
    // The grid.
    /// A value is used before it can be known: points, or a value over the admitted proposals.
    TooEarly => "too-early",
    /// The maxima of parts make more or less than the whole.
    MaximaDiffer => "maxima-differ",
    /// A threshold or minimum that no proposal can reach.
    UnreachableThreshold => "unreachable-threshold",
    /// Points that are, or may be, below 0 or above the maximum of their criterion.
    PointsOutOfRange => "points-out-of-range",
    /// A scale of marks that cannot be used as it is written.
    BadScale => "bad-scale",
    /// The points of an interpolation are too few, or do not follow one another.
    BadInterpolation => "bad-interpolation",
    /// Points that decide nothing.
    ScoreNotUsed => "score-not-used",
    // Imported tables.
    /// A file named in the rules is not there.
    FileNotFound => "file-not-found",
    /// A file name that leaves the folder of the rule file.
    UnsafePath => "unsafe-path",
    /// A cell of a table cannot be read as its column's type.
    TableCell => "table-cell",
    /// A key of a table is missing, or stands twice.
    TableKey => "table-key",
    /// A correction of a table changes no row, or changes nothing.
    CorrectionWithoutEffect => "correction-without-effect",
    /// A cell of a table made from another that cannot be reckoned.
    DerivedCell => "derived-cell",
    /// A column of a table made from another does not count the rows whose cell is empty.
    EmptyCellsLeftOut => "empty-cells-left-out",
    // Territorial equity.
    /// A weight that cannot be used as it is written.
    BadWeight => "bad-weight",
    /// A weight that gives its territories no shares.
    NoShares => "no-shares",
    // Published tables of programmes.
    /// Printed sums that are not the sums of what they sum.
    SumsDiffer => "sums-differ",
    /// More is allocated than the programme foresees.
    AboveProgramme => "above-programme",
    /// A cell for an amount is blank.
    BlankAmount => "blank-amount",
    /// Text that seems to have been copied from another cell.
    CopiedText => "copied-text",
    /// Numbers of objectives that leave one out.
    NumberingGap => "numbering-gap",
    /// One thing spelled in several ways.
    UnevenSpelling => "uneven-spelling",
    /// Rows or headings that are not set like the others.
    UnevenLayout => "uneven-layout",
    /// A blank cell whose content is taken from above.
    InheritedCell => "inherited-cell",
    // Proposals.
    /// A column is missing from a CSV file.
    MissingColumn => "missing-column",
    /// A column or field that no fact reads.
    UnknownField => "unknown-field",
    /// A field or key stands twice.
    DuplicateField => "duplicate-field",
    /// Text that is not JSON, or not a CSV record with the right number of fields.
    MalformedRecord => "malformed-record",
    /// A value that is not of its fact's type, in the declared format.
    BadValue => "bad-value",
    /// A code that stands in no list or table.
    UnknownCode => "unknown-code",
    /// A value outside the bounds that its fact states.
    OutOfBounds => "out-of-bounds",
    /// A proposal without an id.
    MissingId => "missing-id",
    /// Two proposals with one id.
    DuplicateProposal => "duplicate-proposal",
    /// A value for a fact that does not apply to this proposal.
    FactNotApplicable => "fact-not-applicable",
    // Marks of the panel.
    /// What stands in the cell of a mark is no mark of the criterion's scale.
    BadMark => "bad-mark",
    /// A mark for a proposal or criterion that is not there, or is not marked.
    UnknownMarkTarget => "unknown-mark-target",
    /// A mark by somebody who is not to mark the proposal.
    MarkNotAssigned => "mark-not-assigned",
    /// A mark by somebody who has declared a conflict of interest.
    ConflictOfInterest => "conflict-of-interest",
    /// Two marks by one evaluator for one criterion of one proposal.
    DuplicateMark => "duplicate-mark",
    /// A mark that is still to be given.
    MissingMark => "missing-mark",
    /// A sheet that was made for another call, or for earlier rules of this one.
    WrongSheet => "wrong-sheet",
    /// A line that does not say clearly who marks which proposal.
    BadAssignment => "bad-assignment",
    // Programmes.
    /// A block of a call in a programme file, or of a programme in a rule file.
    MisplacedBlock => "misplaced-block",
    /// Two lines of a programme have the same objective, action, body and fund.
    DuplicateLine => "duplicate-line",
    /// The shares of the funds of a line do not make the whole.
    SharesDiffer => "shares-differ",
    /// An act takes more from a line than it has.
    NegativeAllocation => "negative-allocation",
    /// A line holds more than the programme plans for it.
    AboveTotal => "above-total",
    /// A reference to a line of a programme that several lines answer, or none.
    AmbiguousLine => "ambiguous-line",
    /// An envelope that its line of the programme cannot cover.
    EnvelopeNotCovered => "envelope-not-covered",
    /// Acts after a call opens count in its envelope, because it states no day.
    LaterAct => "later-act",
    /// Nothing says up to which day the acts of a programme count in an envelope.
    NoDay => "no-day",
    /// Later acts have taken from the lines money that an envelope may give.
    TakenSince => "taken-since",
    /// An envelope is taken from a line of another action than those of the call.
    OtherAction => "other-action",
    /// A movement that the ledger of a programme does not take.
    MovementRefused => "movement-refused",
    // Tests and outcomes.
    /// A `test` block expects something else.
    TestFailed => "test-failed",
    /// Units that the rules leave equal would be treated differently.
    UnresolvedTie => "unresolved-tie",
    /// Members of one group have different keys.
    GroupKeysDiffer => "group-keys-differ",
    /// An amount in the rules of the money cannot be told.
    AmountUnknown => "amount-unknown",
    /// The pools do not add up to the envelope.
    PoolsDiffer => "pools-differ",
    /// More money is reserved than there is.
    ReservesExceed => "reserves-exceed",
    /// A proposal draws on no pool, and only pools give money.
    NoPool => "no-pool",
    /// A pool is smaller than the smallest award.
    SmallPool => "small-pool",
    /// An award is above the whole envelope.
    LargeAward => "large-award",
    /// An envelope, cap, pool or reserve from which nobody can be funded.
    NoMoney => "no-money",
}

impl Code {
    /// Returns the code with this stable name.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
