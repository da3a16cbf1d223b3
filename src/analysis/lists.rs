//! What is made of lists, and of all received proposals.

use super::operators::of;
use super::scope::{Checker, Scope};
use super::types::{is_money, is_plain_number};
use crate::call::{Expr, ExprKind, Item, Quantifier, Received, ReceivedId, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, QuantifiedExpr, ReceivedExpr};
use crate::text::Text;

impl Checker<'_> {
    pub(super) fn quantified(
        &mut self,
        tree: &QuantifiedExpr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let list = self.path(&tree.list, None, scope)?;
        if let (Type::Set(_), tree::Quantifier::Count) = (list.ty, &tree.quantifier) {
            return self.size(list, tree.condition.as_deref(), span);
        }
        let Type::List(id) = list.ty else {
            let (it, en) = self.type_name(list.ty);
            self.error(
                Code::TypeMismatch,
                tree.list.span,
                format!("qui serve un elenco, non {it}"),
                format!("a list is needed here, not {en}"),
            );
            return None;
        };
        let inner = scope.inside(id);
        let condition = match &tree.condition {
            Some(condition) => Some(Box::new(self.condition(condition, &inner)?)),
            None => None,
        };
        let have = match &tree.have {
            Some(have) => Some(Box::new(self.condition(have, &inner)?)),
            None => None,
        };
        let value = match &tree.value {
            Some(value) => Some(Box::new(self.expr(value, None, &inner)?)),
            None => None,
        };
        let (quantifier, filter, body, ty) = match &tree.quantifier {
            tree::Quantifier::Any => (Quantifier::Any, condition, None, Type::YesNo),
            tree::Quantifier::None => (Quantifier::None, condition, None, Type::YesNo),
            tree::Quantifier::All => match (condition, have) {
                (None, None) => {
                    self.all_of_nothing(span);
                    return None;
                }
                (Some(condition), None) => (Quantifier::All, None, Some(condition), Type::YesNo),
                (filter, have) => (Quantifier::All, filter, have, Type::YesNo),
            },
            tree::Quantifier::Number(comparison, number) => (
                Quantifier::Number(*comparison, *number),
                condition,
                None,
                Type::YesNo,
            ),
            tree::Quantifier::Count => (Quantifier::Count, condition, None, Type::Integer),
            tree::Quantifier::CountDistinct => {
                (Quantifier::CountDistinct, condition, value, Type::Integer)
            }
            tree::Quantifier::Sum => {
                let ty = self.value_type(value.as_deref(), span)?;
                (Quantifier::Sum, condition, value, ty)
            }
            tree::Quantifier::Mean => {
                let ty = match self.value_type(value.as_deref(), span)? {
                    ty if is_money(ty) => Type::Amount,
                    _ => Type::Number,
                };
                (Quantifier::Mean, condition, value, ty)
            }
            tree::Quantifier::Least => {
                let ty = self.value_type(value.as_deref(), span)?;
                (Quantifier::Least, condition, value, ty)
            }
            tree::Quantifier::Greatest => {
                let ty = self.value_type(value.as_deref(), span)?;
                (Quantifier::Greatest, condition, value, ty)
            }
        };
        let kind = ExprKind::Quantified {
            quantifier,
            list: Box::new(list),
            item: Item {
                list: id,
                filter,
                body,
            },
        };
        Some(of(kind, ty, span))
    }

    /// Types how many members a set has.
    fn size(&mut self, set: Expr, condition: Option<&tree::Expr>, span: Span) -> Option<Expr> {
        if let Some(condition) = condition {
            self.report(
                Diagnostic::error(
                    Code::TypeMismatch,
                    condition.span,
                    Text::new(
                        "le voci di un insieme si contano tutte: `‹where›` vale per gli elenchi",
                        "all members of a set are counted: `‹where›` is for lists",
                    ),
                )
                .with_hint(Text::new(
                    "togliere `‹where› …`, o chiedere con `‹has›` delle singole voci",
                    "remove `‹where› …`, or ask with `‹has›` about single members",
                )),
            );
            return None;
        }
        Some(of(ExprKind::Size(Box::new(set)), Type::Integer, span))
    }

    fn all_of_nothing(&mut self, span: Span) {
        self.report(
            Diagnostic::error(
                Code::MissingPart,
                span,
                Text::new(
                    "`‹all of›` non dice che cosa devono avere tutti",
                    "`‹all of›` does not say what all of them must fulfil",
                ),
            )
            .with_hint(Text::new(
                "aggiungere `‹where› …`, o `‹where› … ‹have› …`",
                "add `‹where› …`, or `‹where› … ‹have› …`",
            )),
        );
    }

    /// Returns the type of the values taken of the items, which must be numbers.
    fn value_type(&mut self, value: Option<&Expr>, span: Span) -> Option<Type> {
        let ty = value?.ty;
        if is_plain_number(ty) || is_money(ty) {
            return Some(ty);
        }
        let (it, en) = self.type_name(ty);
        self.error(
            Code::TypeMismatch,
            value.map_or(span, |value| value.span),
            format!("qui serve un numero o un importo, non {it}"),
            format!("a number or an amount is needed here, not {en}"),
        );
        None
    }

    /// Reports a value over many proposals that stands where only one can be seen.
    pub(super) fn over_proposals(&mut self, scope: &Scope, span: Span) -> Option<()> {
        if !scope.raw && scope.items.is_empty() {
            return Some(());
        }
        let (message, hint) = if scope.raw {
            (
                Text::new(
                    "un valore su tutte le proposte non può stare dentro un altro, né decidere se un fatto si chiede",
                    "a value over all proposals cannot stand inside another one, nor decide whether a fact is asked",
                ),
                Text::new(
                    "usare qui solo i fatti di una proposta",
                    "use here only the facts of one proposal",
                ),
            )
        } else {
            (
                Text::new(
                    "un valore su tutte le proposte non può stare dentro un elenco",
                    "a value over all proposals cannot stand inside a list",
                ),
                Text::new(
                    "dargli un nome con `‹define›` e usare qui il nome",
                    "give it a name with `‹define›` and use the name here",
                ),
            )
        };
        self.report(Diagnostic::error(Code::RawFactsOnly, span, message).with_hint(hint));
        None
    }

    pub(super) fn received(
        &mut self,
        tree: &ReceivedExpr,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        self.over_proposals(scope, span)?;
        let raw = Scope {
            raw: true,
            ..Scope::default()
        };
        let mut same = Vec::new();
        for path in &tree.same {
            let key = self.path(path, None, &raw)?;
            if matches!(key.ty, Type::List(_)) {
                let (it, en) = self.type_name(key.ty);
                self.error(
                    Code::TypeMismatch,
                    path.span,
                    format!("{it} non può dire quali proposte vanno insieme"),
                    format!("{en} cannot say which proposals belong together"),
                );
                return None;
            }
            same.push(key);
        }
        let sum = match &tree.sum {
            Some(sum) => Some(self.number(sum, &raw)?),
            None => None,
        };
        let condition = match &tree.condition {
            Some(condition) => Some(self.condition(condition, &raw)?),
            None => None,
        };
        let ty = sum.as_ref().map_or(Type::Integer, |sum| sum.ty);
        let id = ReceivedId(super::scope::next_id(&self.call.received));
        self.call.received.push(Received {
            same,
            sum,
            condition,
            ty,
            span,
        });
        Some(of(ExprKind::Received(id), ty, span))
    }
}
