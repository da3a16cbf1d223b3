//! Definitions, published columns, and which blocks there are.

use super::scope::{Checker, Scope, next_id};
use crate::call::{Definition, DefinitionId, Published};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, DefinitionItem, Item, ProposalsBlock, ProposalsClause, RuleFile};
use crate::text::Text;

impl Checker<'_> {
    /// Types the definitions, which come in an order in which each needs only earlier ones.
    pub(super) fn definitions(&mut self, order: &[&DefinitionItem]) {
        for item in order {
            let name = &item.name.value;
            let mut citations = self.citations(&item.citations);
            if let tree::ExprKind::Versions(it) = &item.value.kind {
                for version in &it.versions {
                    citations.extend(self.citations(&version.citations));
                }
            }
            let Some(kind) = self.type_of(&item.kind) else {
                self.broken.insert(name.clone());
                continue;
            };
            let value = self.expr_of(&item.value, kind, &Scope::default());
            let exceptions = self.definition_exceptions(&item.exceptions, kind);
            let (Some(value), Some(exceptions)) = (value, exceptions) else {
                self.broken.insert(name.clone());
                continue;
            };
            if item.parameter && citations.is_empty() {
                self.report(
                    Diagnostic::warning(
                        Code::MissingPart,
                        item.name.span,
                        Text::new(
                            format!("il parametro `{name}` non dice su che cosa si fonda"),
                            format!("the parameter `{name}` does not say what it rests on"),
                        ),
                    )
                    .with_hint(Text::new("aggiungere `‹cite› …`", "add `‹cite› …`")),
                );
            }
            let id = DefinitionId(next_id(&self.call.definitions));
            self.definitions.insert(name.clone(), (id, kind));
            let mut definition = Definition {
                name: name.clone(),
                parameter: item.parameter,
                kind,
                value,
                citations,
                exceptions: Vec::new(),
                span: item.name.span,
            };
            definition.except(id, exceptions);
            self.note_late(&definition.value);
            self.ranges.push(self.range(&definition.value));
            self.call.definitions.push(definition);
        }
    }

    pub(super) fn blocks(&mut self, tree: &RuleFile) {
        let mut ranking: Option<Span> = None;
        let mut envelope: Option<Span> = None;
        for item in &tree.items {
            match item {
                Item::Requirement(block) => self.requirement(block),
                Item::Proposals(block) => self.published(block),
                Item::Ranking(block) => {
                    if let Some(first) = ranking {
                        self.repeated("ranking", block.span, first);
                    }
                    ranking = Some(block.span);
                    self.ranking(block);
                }
                Item::Envelope(block) => {
                    if let Some(first) = envelope {
                        self.repeated("envelope", block.span, first);
                    }
                    envelope = Some(block.span);
                    self.envelope(block);
                }
                _ => {}
            }
        }
        if let (Some(span), None) = (envelope, ranking) {
            self.report(
                Diagnostic::error(
                    Code::MissingPart,
                    span,
                    Text::new(
                        "c'è una dotazione ma non una graduatoria",
                        "there is an envelope but no ranking",
                    ),
                )
                .with_hint(Text::new(
                    "aggiungere `‹ranking› { ‹order by› … }`",
                    "add `‹ranking› { ‹order by› … }`",
                )),
            );
        }
    }

    fn published(&mut self, block: &ProposalsBlock) {
        for clause in &block.clauses {
            let ProposalsClause::Publish(items) = &clause.value else {
                continue;
            };
            for item in items {
                let Some(value) = self.path(&item.value, None, &Scope::with_points()) else {
                    continue;
                };
                let heading = match &item.heading {
                    Some(words) => words.text.clone(),
                    None => Text::italian(item.value.dotted()),
                };
                self.call
                    .proposals
                    .publish
                    .push(Published { heading, value });
            }
        }
    }
}
