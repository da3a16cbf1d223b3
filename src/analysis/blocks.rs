//! Definitions, published columns, ranking and envelope.

use super::declarations::Seen;
use super::scope::{Checker, Scope, next_id};
use crate::call::{Definition, DefinitionId, Envelope, Expr, OrderKey, Published, Ranking, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Fraction, Money};
use crate::source::Span;
use crate::syntax::tree::{
    self, DefinitionItem, EnvelopeBlock, EnvelopeClause, Item, ProposalsBlock, ProposalsClause,
    RankingBlock, RankingClause, RuleFile,
};
use crate::text::Text;
use crate::value::Limit;

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

    fn ranking(&mut self, block: &RankingBlock) {
        let mut seen = Seen::default();
        let mut citations = Vec::new();
        let mut group_by = None;
        let mut order_by = Vec::new();
        for clause in &block.clauses {
            let word = match &clause.value {
                RankingClause::Cite(citation) => {
                    citations.extend(self.citations([citation]));
                    continue;
                }
                RankingClause::GroupBy(value) => {
                    group_by = self.key(value, &Scope::default());
                    "group by"
                }
                RankingClause::OrderBy(keys) => {
                    for key in keys {
                        if let Some(value) = self.key(&key.value, &Scope::with_points()) {
                            order_by.push(OrderKey {
                                name: key_name(&key.value),
                                value,
                                descending: key.descending,
                            });
                        }
                    }
                    "order by"
                }
            };
            self.once(&mut seen, word, clause.span);
        }
        self.complete(&seen, &["order by"], "ranking", block.span);
        self.call.ranking = Some(Ranking {
            citations,
            group_by,
            order_by,
            lot: None,
            span: block.span,
        });
    }

    /// Types a value by which proposals are ordered or grouped.
    fn key(&mut self, tree: &tree::Expr, scope: &Scope) -> Option<Expr> {
        let value = self.expr(tree, None, scope)?;
        if !matches!(value.ty, Type::Set(_) | Type::List(_)) {
            return Some(value);
        }
        let (it, en) = self.type_name(value.ty);
        self.error(
            Code::TypeMismatch,
            tree.span,
            format!("{it} non ha un ordine"),
            format!("{en} has no order"),
        );
        None
    }

    /// Reports a least share that no award could reach.
    fn whole_share(&mut self, limit: Limit, span: Span) {
        if let Limit::Give {
            at_least: Some(share),
            ..
        } = limit
            && share > Fraction::ONE
        {
            self.report(
                Diagnostic::error(
                    Code::ConstantCondition,
                    span,
                    Text::new(
                        "la quota minima supera il 100 %: non si darebbe mai nulla",
                        "the least share is above 100 %: nothing would ever be given",
                    ),
                )
                .with_hint(Text::new(
                    "scrivere una quota fino al 100 %",
                    "write a share of at most 100 %",
                )),
            );
        }
    }

    fn envelope(&mut self, block: &EnvelopeBlock) {
        let mut seen = Seen::default();
        let mut citations = Vec::new();
        let (mut amount, mut award, mut limit): (Option<Money>, _, _) = (None, None, None);
        for clause in &block.clauses {
            let word = match &clause.value {
                EnvelopeClause::Amount(euro) => {
                    amount = self.whole_cents(euro.value, euro.span);
                    "amount"
                }
                EnvelopeClause::Cite(citation) => {
                    citations.extend(self.citations([citation]));
                    continue;
                }
                EnvelopeClause::Award(value) => {
                    award = self.expr_of(value, Type::Money, &Scope::with_points());
                    "award"
                }
                EnvelopeClause::Limit(it) => {
                    self.whole_share(*it, clause.span);
                    limit = Some(*it);
                    "at the limit"
                }
            };
            self.once(&mut seen, word, clause.span);
        }
        let needed = ["amount", "award", "at the limit"];
        self.complete(&seen, &needed, "envelope", block.span);
        if let (Some(amount), Some(award), Some(limit)) = (amount, award, limit) {
            self.call.envelope = Some(Envelope {
                amount: super::operators::of(
                    crate::call::ExprKind::Constant(crate::value::Value::Number(amount.euro())),
                    Type::Money,
                    block.span,
                ),
                citations,
                award,
                pools: None,
                caps: Vec::new(),
                reserves: Vec::new(),
                limit,
                span: block.span,
            });
        }
    }
}

/// Returns how a key is called: its own name, or its place.
fn key_name(tree: &tree::Expr) -> String {
    match &tree.kind {
        tree::ExprKind::Path(path) => path.dotted(),
        _ => "…".to_owned(),
    }
}
