//! The call's own lines, authorities, enums and groups.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::hints::{part_name, part_written};
use super::scope::{Checker, GridWritten, Group, Kind, next_id};
use crate::call::{Authority, AuthorityId, Citation, Enum, EnumId, Variant};
use crate::diagnostic::{Code, Diagnostic};
use crate::programme::misplaced;
use crate::source::Span;
use crate::syntax::tree::{
    self, AuthorityItem, CallBlock, CallClause, EnumItem, GroupItem, Item, RuleFile,
};
use crate::text::{Language, Text};
use crate::value::{AuthorityKind, VariantId};

/// The types of one word.
const TYPES: &[&str] = &[
    "kw_integer",
    "kw_money",
    "kw_date",
    "kw_text",
    "kw_code",
    "kw_percent",
    "kw_instant",
];

impl Checker<'_> {
    pub(super) fn declarations(&mut self, tree: &RuleFile) {
        self.call_block(tree);
        for item in &tree.items {
            match item {
                Item::Authority(authority) => self.authority(authority),
                Item::Enum(item) => self.enumeration(item),
                _ => {}
            }
        }
        self.call_citations(tree);
        for item in &tree.items {
            if let Item::Group(group) = item {
                self.group(group);
            }
        }
    }

    /// Notes what could not be read, so that it is not reported again as missing, and what is
    /// defined further on.
    pub(super) fn unread(&mut self, tree: &RuleFile) {
        for item in &tree.items {
            match item {
                Item::Definition(item) => {
                    self.definition_names.insert(item.name.value.clone());
                }
                Item::Grid(block) => {
                    self.grid_written = GridWritten::Yes;
                    let names = block.criterion_names().map(|name| name.value.clone());
                    self.criterion_names.extend(names);
                }
                Item::Envelope(_) => self.has_envelope = true,
                Item::Ranking(_) => self.has_ranking = true,
                _ => {}
            }
        }
        for block in &tree.unread {
            self.has_envelope |= block.keyword == "envelope";
            self.has_ranking |= block.keyword == "ranking";
            self.unread.insert(block.name.clone());
            self.facts_unread |= block.keyword == "facts";
            if block.keyword == "call" {
                let said = ["call.opens", "call.closes", "call.as_of"];
                self.broken.extend(said.map(str::to_owned));
            }
            if block.keyword == "grid" {
                self.grid_written = GridWritten::Unread;
            }
        }
    }

    /// Reports the blocks that belong in a programme file.
    pub(super) fn misplaced(&mut self, tree: &RuleFile) {
        for item in &tree.items {
            if let Item::Programme(item) = item {
                self.report(misplaced(
                    item.span(),
                    Text::new(
                        "questo blocco è di un programma e qui c'è un avviso",
                        "this block belongs to a programme, and this is a call",
                    ),
                ));
            }
        }
    }

    fn call_block(&mut self, tree: &RuleFile) {
        let mut blocks = tree.items.iter().filter_map(|item| match item {
            Item::Call(block) => Some(block),
            _ => None,
        });
        let Some(block) = blocks.next() else {
            if tree.unread.iter().any(|block| block.keyword == "call") {
                return;
            }
            let span = tree.version.span;
            self.report(
                Diagnostic::error(
                    Code::MissingPart,
                    span,
                    Text::new("manca il blocco `‹call›`", "there is no `‹call›` block"),
                )
                .with_hint(Text::new(
                    "aggiungere `‹call› nome { ‹title it› \"…\" ‹zone› Europe/Rome }`",
                    "add `‹call› name { ‹title it› \"…\" ‹zone› Europe/Rome }`",
                )),
            );
            return;
        };
        for other in blocks {
            self.repeated("call", other.name.span, block.name.span);
        }
        self.call.name.clone_from(&block.name.value);
        self.call_clauses(block);
    }

    /// Reads what the call itself rests on, once it is known what can be cited.
    fn call_citations(&mut self, tree: &RuleFile) {
        let call = tree.items.iter().find_map(|item| match item {
            Item::Call(block) => Some(block),
            _ => None,
        });
        let clauses = call.into_iter().flat_map(|block| &block.clauses);
        let cited = clauses.filter_map(|clause| match &clause.value {
            CallClause::Cite(citation) => Some(citation),
            _ => None,
        });
        self.call.citations = self.citations(cited);
    }

    fn call_clauses(&mut self, block: &CallBlock) {
        let mut seen = Seen::default();
        for clause in &block.clauses {
            if let CallClause::Zone(zone) = &clause.value {
                match TimeZone::get(&zone.value) {
                    Ok(found) => self.call.zone = found,
                    Err(_) => self.unknown(
                        &zone.value,
                        zone.span,
                        ("il fuso orario", "time zone"),
                        &["Europe/Rome".to_owned(), "UTC".to_owned()],
                    ),
                }
            }
        }
        for clause in &block.clauses {
            let word = match &clause.value {
                CallClause::Title(words) => {
                    self.call.title = words.text.clone();
                    "title"
                }
                CallClause::Action(actions) => {
                    for action in actions {
                        self.call.actions.push(action.value.clone());
                    }
                    "action"
                }
                CallClause::Opens(at) => {
                    self.call.opens = self.instant(at.value, at.span);
                    if self.call.opens.is_none() {
                        self.broken.insert("call.opens".to_owned());
                    }
                    "opens"
                }
                CallClause::Closes(at) => {
                    self.call.closes = self.instant(at.value, at.span);
                    if self.call.closes.is_none() {
                        self.broken.insert("call.closes".to_owned());
                    }
                    "closes"
                }
                CallClause::Zone(_) => "zone",
                CallClause::AsOf(day) => {
                    self.as_of = Some(day.clone());
                    "as of"
                }
                CallClause::Missing(missing) => {
                    self.missing = missing.value;
                    "missing"
                }
                // What can be cited is not known yet, and it may be more than one thing.
                CallClause::Cite(_) => continue,
            };
            self.once(&mut seen, word, clause.span);
        }
        self.complete(&seen, &["title", "zone"], "call", block.name.span);
        if let (Some(opens), Some(closes)) = (self.call.opens, self.call.closes)
            && closes < opens
        {
            self.report(
                Diagnostic::error(
                    Code::InvalidDate,
                    seen.span("closes").unwrap_or(block.span),
                    Text::new(
                        "la chiusura viene prima dell'apertura",
                        "the call closes before it opens",
                    ),
                )
                .with_related(
                    seen.span("opens").unwrap_or(block.span),
                    Text::new("l'apertura è qui", "it opens here"),
                )
                .with_hint(Text::new(
                    "correggere una delle due date",
                    "correct one of the two dates",
                )),
            );
        }
    }

    fn authority(&mut self, item: &AuthorityItem) {
        if let Some((_, first)) = self.authorities.get(&item.name.value) {
            let first = *first;
            self.duplicate(&item.name, first);
            return;
        }
        let id = AuthorityId(next_id(&self.call.authorities));
        self.authorities
            .insert(item.name.value.clone(), (id, item.name.span));
        self.call.authorities.push(Authority {
            name: item.name.value.clone(),
            kind: item.kind,
            text: item.words.text.clone(),
            urn: item.urn.as_ref().map(|urn| urn.value.clone()),
        });
    }

    /// Resolves citations, reporting those that name nothing.
    pub(super) fn citations<'t>(
        &mut self,
        citations: impl IntoIterator<Item = &'t tree::Citation>,
    ) -> Vec<Citation> {
        citations
            .into_iter()
            .filter_map(|citation| self.citation(citation))
            .collect()
    }

    fn citation(&mut self, citation: &tree::Citation) -> Option<Citation> {
        let name = &citation.name;
        let Some((id, _)) = self.authorities.get(&name.value).copied() else {
            let known: Vec<String> = self.authorities.keys().cloned().collect();
            self.unknown(
                &name.value,
                name.span,
                ("la fonte", "source, assumption or reading"),
                &known,
            );
            return None;
        };
        self.mark(Kind::Authority, &name.value);
        let kind = self.call.authority(id).map(|it| it.kind);
        if let (Some(written), Some(kind)) = (&citation.kind, kind)
            && written.value != kind
        {
            let (written_word, word) = (authority_word(written.value), authority_word(kind));
            self.report(
                Diagnostic::error(
                    Code::TypeMismatch,
                    written.span,
                    Text::new(
                        format!(
                            "`{}` è dichiarato come `‹{word}›`, non come `‹{written_word}›`",
                            name.value
                        ),
                        format!(
                            "`{}` is declared as `‹{word}›`, not as `‹{written_word}›`",
                            name.value
                        ),
                    ),
                )
                .with_hint(Text::new(
                    format!("scrivere `‹cite {word}› {}`", name.value),
                    format!("write `‹cite {word}› {}`", name.value),
                )),
            );
        }
        Some(Citation {
            authority: id,
            place: citation.place.as_ref().map(|place| place.value.clone()),
        })
    }

    fn enumeration(&mut self, item: &EnumItem) {
        if let Some((_, first)) = self.enums.get(&item.name.value) {
            let first = *first;
            self.duplicate(&item.name, first);
            return;
        }
        let mut variants: Vec<Variant> = Vec::new();
        for (index, (name, label)) in item.variants.iter().enumerate() {
            let first = item
                .variants
                .iter()
                .take(index)
                .find(|(other, _)| other.value == name.value);
            if let Some((first, _)) = first {
                self.duplicate(name, first.span);
                continue;
            }
            variants.push(Variant {
                name: name.value.clone(),
                label: label
                    .as_ref()
                    .map_or_else(|| Text::italian(&name.value), |words| words.text.clone()),
            });
        }
        if variants.len() > usize::from(u16::MAX) {
            self.error(
                Code::LimitExceeded,
                item.name.span,
                format!("`{}` ha più di 65.535 voci", item.name.value),
                format!("`{}` has more than 65,535 variants", item.name.value),
            );
        }
        let id = EnumId(next_id(&self.call.enums));
        self.enums
            .insert(item.name.value.clone(), (id, item.name.span));
        self.call.enums.push(Enum {
            name: item.name.value.clone(),
            variants,
        });
    }

    fn group(&mut self, item: &GroupItem) {
        let name = &item.name.value;
        let first = self
            .groups
            .get(name)
            .map(|group| group.span)
            .or_else(|| self.enums.get(name).map(|(_, span)| *span));
        if let Some(first) = first {
            self.duplicate(&item.name, first);
            return;
        }
        let Some(of) = self.enum_named(&item.of) else {
            return;
        };
        let listed: BTreeSet<VariantId> = item
            .variants
            .iter()
            .filter_map(|variant| self.variant(of, variant))
            .collect();
        let variants = if item.all_except {
            self.all_variants(of).difference(&listed).copied().collect()
        } else {
            listed
        };
        self.groups.insert(
            name.clone(),
            Group {
                of,
                variants,
                span: item.name.span,
            },
        );
    }

    /// Returns the enum called `name`, or reports that there is none.
    pub(super) fn enum_named(&mut self, name: &tree::Name) -> Option<EnumId> {
        if let Some((id, _)) = self.enums.get(&name.value).copied() {
            self.mark(Kind::Enum, &name.value);
            return Some(id);
        }
        let known: Vec<String> = self.enums.keys().cloned().collect();
        self.unknown_word(&name.value, name.span, ("il tipo", "type"), &known, TYPES);
        None
    }

    /// Returns every variant of an enum.
    pub(super) fn all_variants(&self, id: EnumId) -> BTreeSet<VariantId> {
        let count = self
            .call
            .enums
            .get(id.index())
            .map_or(0, |it| it.variants.len());
        (0..u16::try_from(count).unwrap_or(u16::MAX))
            .map(VariantId)
            .collect()
    }

    /// Reports a clause that stands twice in its block.
    pub(super) fn once(&mut self, seen: &mut Seen, word: &'static str, span: Span) {
        match seen.span(word) {
            Some(first) => self.repeated(word, span, first),
            None => seen.parts.push((word, span)),
        }
    }

    /// Reports something that stands twice.
    pub(super) fn repeated(&mut self, word: &str, span: Span, first: Span) {
        self.report(
            Diagnostic::error(
                Code::RepeatedPart,
                span,
                Text::new(
                    format!("{} è scritto due volte", part_name(word).it),
                    format!(
                        "{} is written twice",
                        part_name(word).get(Language::English)
                    ),
                ),
            )
            .with_related(first, Text::new("la prima volta qui", "first written here"))
            .with_hint(Text::new("tenerne uno solo", "keep one of them")),
        );
    }

    /// Reports the parts that a block lacks.
    pub(super) fn complete(
        &mut self,
        seen: &Seen,
        needed: &[&'static str],
        block: &str,
        span: Span,
    ) {
        let missing: Vec<&str> = needed
            .iter()
            .copied()
            .filter(|part| seen.span(part).is_none())
            .collect();
        if missing.is_empty() {
            return;
        }
        let listed = |of: &dyn Fn(&str) -> Text, language| {
            let parts = missing.iter().map(|part| of(part).get(language).to_owned());
            parts.collect::<Vec<_>>().join(", ")
        };
        let name = |language| listed(&part_name, language);
        let written = |language| listed(&|part| part_written(block, part), language);
        let verb = if missing.len() == 1 {
            "manca"
        } else {
            "mancano"
        };
        self.report(
            Diagnostic::error(
                Code::MissingPart,
                span,
                Text::new(
                    format!("nel blocco `‹{block}›` {verb} {}", name(Language::Italian)),
                    format!("this `‹{block}›` lacks {}", name(Language::English)),
                ),
            )
            .with_hint(Text::new(
                format!("aggiungere {}", written(Language::Italian)),
                format!("add {}", written(Language::English)),
            )),
        );
    }
}

/// The parts of a block seen so far.
#[derive(Default)]
pub(super) struct Seen {
    parts: Vec<(&'static str, Span)>,
}

impl Seen {
    /// Returns where the part called `word` stands.
    pub(super) fn span(&self, word: &str) -> Option<Span> {
        self.parts
            .iter()
            .find(|(seen, _)| *seen == word)
            .map(|(_, span)| *span)
    }
}

/// Returns the keyword of an authority.
fn authority_word(kind: AuthorityKind) -> &'static str {
    match kind {
        AuthorityKind::Source => "source",
        AuthorityKind::Assumption => "assumption",
        AuthorityKind::Reading => "reading",
    }
}
