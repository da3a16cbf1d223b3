//! The ranking: what puts the admitted in order.

use super::declarations::Seen;
use super::scope::{Checker, Scope};
use crate::call::{Expr, OrderKey, Ranking, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::Span;
use crate::syntax::tree::{self, RankingBlock, RankingClause};
use crate::text::Text;
use crate::value::Limit;

impl Checker<'_> {
    pub(super) fn ranking(&mut self, block: &RankingBlock) {
        let mut seen = Seen::default();
        let mut citations = Vec::new();
        let mut group_by = None;
        let mut order_by = Vec::new();
        let mut lot = None;
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
                RankingClause::OrderBy { keys, lot: drawn } => {
                    lot = drawn.as_ref().map(|words| words.text.clone());
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
            lot,
            span: block.span,
        });
    }

    /// Types a value by which proposals are ordered or grouped.
    pub(super) fn key(&mut self, tree: &tree::Expr, scope: &Scope) -> Option<Expr> {
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
    pub(super) fn whole_share(&mut self, limit: Limit, span: Span) {
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
}

/// Returns how a key is called: its own name, or its place.
pub(super) fn key_name(tree: &tree::Expr) -> String {
    match &tree.kind {
        tree::ExprKind::Path(path) => path.dotted(),
        _ => "…".to_owned(),
    }
}
