//! Conditions on variants, sets, codes and lists: `is`, `in`, `has`, `is empty`, `is valid`.

use std::collections::BTreeSet;

use super::hints::asked_by;
use super::literals::as_read;
use super::operators::{of, unless};
use super::scope::{Checker, Kind, Scope};
use crate::call::{EnumId, Expr, ExprKind, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, Members, Name};
use crate::text::Text;
use crate::value::{HasKind, VariantId};

impl Checker<'_> {
    pub(super) fn is_variant(
        &mut self,
        value: &tree::Expr,
        negated: bool,
        variant: &Name,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.expr(value, None, scope)?;
        let Type::Enum(id) = value.ty else {
            self.wrong_operand(
                &value,
                ("`‹is›` vale per una voce", "`‹is›` is for variants"),
            );
            return None;
        };
        let members = BTreeSet::from([self.variant(id, variant)?]);
        let kind = ExprKind::InVariants(Box::new(value), members);
        Some(unless(negated, of(kind, Type::YesNo, span)))
    }

    pub(super) fn is_empty(
        &mut self,
        value: &tree::Expr,
        negated: bool,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let accepts = |ty| matches!(ty, Type::Set(_) | Type::List(_));
        let rule = (
            "`‹is empty›` vale per insiemi ed elenchi",
            "`‹is empty›` is for sets and lists",
        );
        let value = self.operand(value, accepts, rule, scope)?;
        let kind = ExprKind::IsEmpty(Box::new(value));
        Some(unless(negated, of(kind, Type::YesNo, span)))
    }

    pub(super) fn is_valid(
        &mut self,
        value: &tree::Expr,
        negated: bool,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let rule = (
            "`‹is valid›` vale per codici fiscali, CUP, codici di comune e IBAN",
            "`‹is valid›` is for tax codes, CUPs, comune codes and IBANs",
        );
        let value = self.operand(value, Type::is_checked_code, rule, scope)?;
        let kind = ExprKind::IsValid(Box::new(value));
        Some(unless(negated, of(kind, Type::YesNo, span)))
    }

    pub(super) fn is_in(
        &mut self,
        value: &tree::Expr,
        negated: bool,
        members: &Members,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.expr(value, None, scope)?;
        let kind = match (value.ty, members) {
            (Type::Enum(id), _) => {
                let members = self.members(id, members)?;
                ExprKind::InVariants(Box::new(value), members)
            }
            (ty, Members::Codes(codes)) if ty.is_text() => {
                let codes = codes.iter().map(|code| as_read(&code.value, ty)).collect();
                ExprKind::InTexts(Box::new(value), codes)
            }
            _ => {
                self.wrong_operand(
                    &value,
                    (
                        "`‹in›` vale per una voce, o per un codice con i valori fra virgolette",
                        "`‹in›` is for variants, or for codes with the values in quotes",
                    ),
                );
                return None;
            }
        };
        Some(unless(negated, of(kind, Type::YesNo, span)))
    }

    pub(super) fn has(
        &mut self,
        value: &tree::Expr,
        how: HasKind,
        members: &Members,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.expr(value, None, scope)?;
        let Type::Set(id) = value.ty else {
            self.wrong_operand(
                &value,
                ("`‹has›` vale per un insieme", "`‹has›` is for sets"),
            );
            return None;
        };
        let members = self.members(id, members)?;
        let kind = ExprKind::Has(how, Box::new(value), members);
        Some(of(kind, Type::YesNo, span))
    }

    /// Returns the variants meant by a group's name, a variant's name or a list of variants.
    fn members(&mut self, id: EnumId, members: &Members) -> Option<BTreeSet<VariantId>> {
        match members {
            Members::Named(name) => {
                if let Some(group) = self.groups.get(&name.value).cloned() {
                    self.mark(Kind::Group, &name.value);
                    if group.of == id {
                        return Some(group.variants);
                    }
                    let (it, en) = self.type_name(Type::Enum(group.of));
                    self.error(
                        Code::TypeMismatch,
                        name.span,
                        format!("il gruppo `{}` raccoglie {it}", name.value),
                        format!("the group `{}` is for {en}", name.value),
                    );
                    return None;
                }
                Some(BTreeSet::from([self.variant(id, name)?]))
            }
            Members::Variants(names) => {
                let found: Vec<Option<VariantId>> =
                    names.iter().map(|name| self.variant(id, name)).collect();
                found.into_iter().collect()
            }
            Members::Codes(codes) => {
                if let Some(code) = codes.first() {
                    self.error(
                        Code::TypeMismatch,
                        code.span,
                        "i nomi delle voci si scrivono senza virgolette",
                        "names of variants are written without quotes",
                    );
                }
                None
            }
        }
    }

    /// Types an operand, and reports one of a type that `accepts` does not take.
    pub(super) fn operand(
        &mut self,
        value: &tree::Expr,
        accepts: impl FnOnce(Type) -> bool,
        rule: (&str, &str),
        scope: &Scope,
    ) -> Option<Expr> {
        let value = self.expr(value, None, scope)?;
        if accepts(value.ty) {
            return Some(value);
        }
        self.wrong_operand(&value, rule);
        None
    }

    pub(super) fn wrong_operand(&mut self, value: &Expr, (rule_it, rule_en): (&str, &str)) {
        let (it, en) = self.type_name(value.ty);
        self.report(
            Diagnostic::error(
                Code::TypeMismatch,
                value.span,
                Text::new(
                    format!("{rule_it}; questo è {it}"),
                    format!("{rule_en}; this is {en}"),
                ),
            )
            .with_hint(asked_by(value.ty)),
        );
    }
}
