//! What the checker knows while it works.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use super::Checked;
use super::early::Late;
use super::hints::choices;
use super::ranges::Range;
use super::versions::Days;
use crate::call::{
    AuthorityId, Call, CriterionId, DefinitionId, EnumId, FactId, FieldId, ListId, RequirementId,
    ScaleId, TableId, Test, Type,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Files, Span};
use crate::syntax::tree::{self, Name};
use crate::text::{Language, Text, given_name, in_keywords_of, keyword, number_in_words};
use crate::value::{Missing, VariantId};

/// A named subset of an enum.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) of: EnumId,
    pub(super) variants: BTreeSet<VariantId>,
    pub(super) span: Span,
}

/// The kinds of names that may be used, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Authority,
    Enum,
    Group,
    Table,
    Fact,
    Definition,
    Scale,
}

/// Whether the proposals are scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GridWritten {
    /// There is no grid.
    No,
    /// There is one that could not be read.
    Unread,
    /// There is one.
    Yes,
}

/// The call as far as it is known, and the names in it.
pub(super) struct Checker<'a> {
    pub(super) files: &'a dyn Files,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) call: Call,
    pub(super) authorities: BTreeMap<String, (AuthorityId, Span)>,
    pub(super) enums: BTreeMap<String, (EnumId, Span)>,
    pub(super) groups: BTreeMap<String, Group>,
    pub(super) tables: BTreeMap<String, (TableId, Span)>,
    /// Facts by dotted name.
    pub(super) facts: BTreeMap<String, FactId>,
    /// Where each fact is declared, also those that come later, by dotted name.
    pub(super) facts_written: BTreeMap<String, Span>,
    /// Names of records and facts at the top level.
    pub(super) fact_roots: BTreeMap<String, Span>,
    pub(super) definitions: BTreeMap<String, (DefinitionId, Type)>,
    /// The names of all definitions, also of those that come later.
    pub(super) definition_names: BTreeSet<String>,
    /// What the rules alone tell of each definition: between which numbers it lies.
    pub(super) ranges: Vec<Range>,
    /// What each definition rests on that is known only late.
    pub(super) late: Vec<Option<Late>>,
    pub(super) requirements: BTreeMap<String, RequirementId>,
    pub(super) scales: BTreeMap<String, (ScaleId, Span)>,
    pub(super) criteria: BTreeMap<String, (CriterionId, Span)>,
    /// The names of all criteria, also before the grid is checked, and of those that are wrong.
    pub(super) criterion_names: BTreeSet<String>,
    /// Thresholds and minima, with the criterion of each minimum.
    pub(super) thresholds: BTreeMap<String, (Option<CriterionId>, Span)>,
    pub(super) grid_written: GridWritten,
    pub(super) used: BTreeSet<(Kind, String)>,
    /// On which day dated rules are counted, as the call says.
    pub(super) as_of: Option<tree::Expr>,
    /// The days on which requirements of one name are in force.
    pub(super) requirement_days: BTreeMap<String, Vec<Days>>,
    /// The instants of the call that rules read: `opens`, `closes`.
    pub(super) reads: BTreeSet<&'static str>,
    /// Whether there is an envelope, sound or not.
    pub(super) has_envelope: bool,
    /// Whether there is a ranking, sound or not.
    pub(super) has_ranking: bool,
    /// What a requirement makes of missing facts where it does not say so itself.
    pub(super) missing: Missing,
    /// Facts and fields whose types are wrong: using them is no further error.
    pub(super) broken: BTreeSet<String>,
    /// Names of blocks that could not be read, or are wrong: not finding them is no further error.
    pub(super) unread: BTreeSet<String>,
    /// Whether the facts themselves could not be read.
    pub(super) facts_unread: bool,
}

/// Where an expression stands: in which lists, and what it may use.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// The lists of the quantifiers around it, the innermost last.
    pub(super) items: Vec<ListId>,
    /// Whether only raw facts may be used.
    pub(super) raw: bool,
    /// Whether points are known here: of the whole score, of each criterion.
    pub(super) points: bool,
}

impl Scope {
    /// Returns the scope of what is found once all proposals are scored.
    pub(super) fn with_points() -> Self {
        Self {
            points: true,
            ..Self::default()
        }
    }

    /// Returns the scope inside a quantifier over `list`.
    pub(super) fn inside(&self, list: ListId) -> Self {
        let mut inner = self.clone();
        inner.items.push(list);
        inner
    }

    /// Returns the lists from the innermost outwards, with their depth.
    pub(super) fn outwards(&self) -> impl Iterator<Item = (u32, ListId)> {
        (0_u32..).zip(self.items.iter().rev().copied())
    }
}

impl<'a> Checker<'a> {
    pub(super) fn new(files: &'a dyn Files) -> Self {
        Self {
            files,
            diagnostics: Vec::new(),
            call: Call::empty(TimeZone::UTC),
            authorities: BTreeMap::new(),
            enums: BTreeMap::new(),
            groups: BTreeMap::new(),
            tables: BTreeMap::new(),
            facts: BTreeMap::new(),
            facts_written: BTreeMap::new(),
            fact_roots: BTreeMap::new(),
            definitions: BTreeMap::new(),
            definition_names: BTreeSet::new(),
            ranges: Vec::new(),
            late: Vec::new(),
            requirements: BTreeMap::new(),
            scales: BTreeMap::new(),
            criteria: BTreeMap::new(),
            criterion_names: BTreeSet::new(),
            thresholds: BTreeMap::new(),
            grid_written: GridWritten::No,
            used: BTreeSet::new(),
            as_of: None,
            requirement_days: BTreeMap::new(),
            reads: BTreeSet::new(),
            has_envelope: false,
            has_ranking: false,
            missing: Missing::Ask,
            broken: BTreeSet::new(),
            unread: BTreeSet::new(),
            facts_unread: false,
        }
    }

    pub(super) fn finish(mut self, tests: Vec<Test>) -> Checked {
        self.diagnostics
            .sort_by(|a, b| a.primary.place.cmp(&b.primary.place));
        // What could not be read, or is wrong, is no part of the call: a call without it is none.
        let whole = self.unread.is_empty() && self.broken.is_empty();
        let sound = whole && !self.diagnostics.iter().any(Diagnostic::is_error);
        Checked {
            tests: if sound { tests } else { Vec::new() },
            diagnostics: self
                .diagnostics
                .into_iter()
                .map(|it| it.in_keywords_of(self.call.keywords))
                .collect(),
            call: sound.then_some(self.call),
            programme: None,
        }
    }

    /// Tells whether `name` is a given name of the file, told by its English form.
    pub(super) fn is_given(&self, name: &str, english: &str) -> bool {
        name == given_name(english, self.call.keywords)
    }

    /// Returns keywords, named as in messages, in the words of the file.
    pub(super) fn words<const N: usize>(&self, keywords: [&str; N]) -> [String; N] {
        keywords.map(|words| in_keywords_of(&format!("‹{words}›"), self.call.keywords))
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn error(
        &mut self,
        code: Code,
        span: Span,
        it: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.report(Diagnostic::error(code, span, Text::new(it, en)));
    }

    /// Reports a name that stands twice.
    pub(super) fn duplicate(&mut self, name: &Name, first: Span) {
        self.report(
            Diagnostic::error(
                Code::DuplicateName,
                name.span,
                Text::new(
                    format!("`{}` è già definito", name.value),
                    format!("`{}` is already defined", name.value),
                ),
            )
            .with_related(first, Text::new("la prima volta qui", "first defined here"))
            .with_hint(Text::new("cambiare uno dei due nomi", "rename one of them")),
        );
    }

    /// Reports a name that nothing has; the texts say what was looked for.
    pub(super) fn unknown(
        &mut self,
        name: &str,
        span: Span,
        what: (&str, &str),
        candidates: &[String],
    ) {
        self.unknown_word(name, span, what, candidates, &[]);
    }

    /// Reports a name that nothing has where one of `keywords`, rules of the grammar, could stand.
    pub(super) fn unknown_word(
        &mut self,
        name: &str,
        span: Span,
        (it, en): (&str, &str),
        candidates: &[String],
        keywords: &[&str],
    ) {
        let root = name.split('.').next().unwrap_or_default();
        if self.unread.contains(root) {
            return;
        }
        let mut diagnostic = Diagnostic::error(
            Code::UnknownName,
            span,
            Text::new(
                format!("{it} `{name}` non esiste"),
                format!("there is no {en} `{name}`"),
            ),
        )
        .with_suggestion(name, candidates.iter().map(String::as_str));
        let other = match self.call.keywords {
            Language::Italian => Language::English,
            Language::English => Language::Italian,
        };
        let meant = keywords.iter().find(|it| keyword(it, other) == Some(name));
        if let Some(meant) = meant {
            diagnostic.hint = Some(Text::new(
                format!("la parola della lingua è `‹{meant}›`"),
                format!("the word of the language is `‹{meant}›`"),
            ));
        } else if let Some(number) = number_in_words(&name.to_lowercase()) {
            diagnostic.hint = Some(Text::new(
                format!("i numeri si scrivono in cifre: `{number}`"),
                format!("numbers are written in digits: `{number}`"),
            ));
        } else if diagnostic.hint.is_none() {
            diagnostic.hint = Some(choices(candidates));
        }
        self.report(diagnostic);
    }

    /// Marks a name as used.
    pub(super) fn mark(&mut self, kind: Kind, name: &str) {
        self.used.insert((kind, name.to_owned()));
    }

    /// Returns the enum's variant called `name`, or reports that there is none.
    pub(super) fn variant(&mut self, id: EnumId, name: &Name) -> Option<VariantId> {
        let found = self.call.enums.get(id.index())?;
        if let Some(variant) = found.variant(&name.value) {
            return Some(variant);
        }
        let known: Vec<String> = found.variants.iter().map(|it| it.name.clone()).collect();
        let enum_name = found.name.clone();
        let mut diagnostic = Diagnostic::error(
            Code::UnknownName,
            name.span,
            Text::new(
                format!("`{}` non è una voce di `{enum_name}`", name.value),
                format!("`{}` is not a variant of `{enum_name}`", name.value),
            ),
        )
        .with_suggestion(&name.value, known.iter().map(String::as_str));
        if diagnostic.hint.is_none() {
            diagnostic.hint = Some(choices(&known));
        }
        self.report(diagnostic);
        None
    }

    /// Returns the field of `list` whose dotted name is exactly `name`.
    pub(super) fn field(&self, list: ListId, name: &str) -> Option<FieldId> {
        let fields = &self.call.lists.get(list.index())?.fields;
        let index = fields.iter().position(|field| field.name == name)?;
        u32::try_from(index).ok().map(FieldId)
    }
}

/// Returns the place of the next thing in a list, as an id.
pub(super) fn next_id<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
