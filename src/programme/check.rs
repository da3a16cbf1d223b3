//! The tree of a programme file becomes a [`Programme`].

use std::collections::BTreeSet;

use super::names::Names;
use super::{Cited, Programme};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{Citation, Item, Name, RuleFile};
use crate::text::Text;
use crate::value::AuthorityKind;

/// What checking a programme file gives.
#[derive(Clone, Debug)]
pub struct CheckedProgramme {
    /// The programme; `None` if anything is wrong with it.
    pub programme: Option<Programme>,
    /// Errors and warnings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks the tree of a programme file.
///
/// ```
/// use bando::source::FileId;
/// let text = "bando 1 en\n\
///     programme demo { title \"Demo\" }\n\
///     source dgr \"DGR\"\n\
///     body sfirs \"SFIRS\"\n\
///     objective 7.6 \"Social innovation\"\n\
///     line sii { objective 7.6 body sfirs total 3_000_000 EUR }\n\
///     act a { number \"25/15\" date 2017-05-23 cite dgr add 2_500_000 EUR to sii }\n";
/// let tree = bando::syntax::parse(text, FileId(0)).tree.unwrap();
/// let programme = bando::programme::check(&tree).programme.unwrap();
/// let held = programme.allocations(programme.now()).unwrap();
/// assert_eq!(held[0].to_plain(), "2500000.00");
/// ```
pub fn check(tree: &RuleFile) -> CheckedProgramme {
    let mut checker = Checker::new(tree);
    checker.programme_block(tree);
    checker.declarations(tree);
    checker.lines(tree);
    checker.acts(tree);
    checker.sums();
    checker.balances();
    checker.finish()
}

/// A programme in the making.
pub(super) struct Checker {
    pub(super) programme: Programme,
    pub(super) funds: Names,
    pub(super) bodies: Names,
    pub(super) objectives: Names,
    pub(super) actions: Names,
    pub(super) lines: Names,
    pub(super) acts: Names,
    authorities: Names,
    cited: Vec<Cited>,
    /// What blocks would have declared that could not be read.
    unread: BTreeSet<String>,
    /// The first act that could not be read whole, as a place among those that were.
    pub(super) partial: Option<usize>,
    diagnostics: Vec<Diagnostic>,
}

impl Checker {
    fn new(tree: &RuleFile) -> Self {
        Self {
            programme: Programme {
                name: String::new(),
                title: Text::italian(""),
                keywords: tree.keywords,
                from: None,
                to: None,
                citations: Vec::new(),
                funds: Vec::new(),
                bodies: Vec::new(),
                objectives: Vec::new(),
                actions: Vec::new(),
                lines: Vec::new(),
                acts: Vec::new(),
            },
            funds: Names::of(("il fondo", "fund")),
            bodies: Names::of(("il soggetto responsabile", "responsible body")),
            objectives: Names::of(("l'obiettivo", "objective")),
            actions: Names::of(("l'azione", "action")),
            lines: Names::of(("la linea", "line")),
            acts: Names::of(("l'atto", "act")),
            authorities: Names::of(("la fonte", "source, assumption or reading")),
            cited: Vec::new(),
            unread: tree.unread.iter().map(|it| it.name.clone()).collect(),
            // Where the act would have stood is not known.
            partial: tree
                .unread
                .iter()
                .any(|it| it.keyword == "act")
                .then_some(0),
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes what is known, or reports why it is not.
    pub(super) fn taken<T>(&mut self, found: Result<T, Diagnostic>) -> Option<T> {
        found.map_err(|error| self.report(error)).ok()
    }

    /// Takes what a name stands for; a name whose declaration could not be read is no further error.
    pub(super) fn found(&mut self, found: Result<usize, Diagnostic>, name: &Name) -> Option<usize> {
        match found {
            Err(_) if self.unread.contains(&name.value) => None,
            found => self.taken(found),
        }
    }

    /// Declares what can be cited, and refuses whatever belongs in a rule file.
    pub(super) fn authorities(&mut self, tree: &RuleFile) {
        for item in &tree.items {
            let Item::Authority(it) = item else { continue };
            let declared = self.authorities.declare(&it.name);
            if self.taken(declared).is_some() {
                self.cited.push(Cited {
                    kind: it.kind,
                    name: it.name.value.clone(),
                    text: it.words.text.clone(),
                    place: None,
                });
            }
        }
    }

    /// Resolves citations, reporting those that name nothing.
    pub(super) fn citations<'t>(
        &mut self,
        citations: impl IntoIterator<Item = &'t Citation>,
    ) -> Vec<Cited> {
        let mut resolved = Vec::new();
        for citation in citations {
            let found = self.authorities.find(&citation.name);
            let Some(id) = self.found(found, &citation.name) else {
                continue;
            };
            let Some(mut cited) = self.cited.get(id).cloned() else {
                continue;
            };
            if let Some(kind) = citation.kind.filter(|kind| kind.value != cited.kind) {
                let (word, written) = (word(cited.kind), word(kind.value));
                let name = &cited.name;
                self.report(
                    Diagnostic::error(
                        Code::UnknownName,
                        kind.span,
                        Text::new(
                            format!("`{name}` è `‹{word}›`, non `‹{written}›`"),
                            format!("`{name}` is a `‹{word}›`, not a `‹{written}›`"),
                        ),
                    )
                    .with_hint(Text::new(
                        format!("scrivere `‹cite› ‹{word}› {name}`"),
                        format!("write `‹cite› ‹{word}› {name}`"),
                    )),
                );
            }
            cited.place = citation.place.as_ref().map(|place| place.value.clone());
            resolved.push(cited);
        }
        resolved
    }

    fn finish(mut self) -> CheckedProgramme {
        self.diagnostics
            .sort_by(|a, b| a.primary.place.cmp(&b.primary.place));
        let keywords = self.programme.keywords;
        let diagnostics = self.diagnostics.into_iter();
        let diagnostics: Vec<Diagnostic> =
            diagnostics.map(|it| it.in_keywords_of(keywords)).collect();
        let wrong = diagnostics.iter().any(Diagnostic::is_error) || !self.unread.is_empty();
        CheckedProgramme {
            programme: (!wrong).then_some(self.programme),
            diagnostics,
        }
    }
}

fn word(kind: AuthorityKind) -> &'static str {
    match kind {
        AuthorityKind::Source => "source",
        AuthorityKind::Assumption => "assumption",
        AuthorityKind::Reading => "reading",
    }
}
