//! Conditions as formulas: what makes them hold, and what makes them fail.
//!
//! A condition may do neither (a fact of it is absent, a division has no result), so that both
//! are put apart. Absence and `otherwise` apart, each formula says exactly what it stands for.

use std::collections::BTreeSet;

use super::domain::Domain;
use super::formula::Formula;
use super::rows::Cells;
use super::variables::Variables;
use crate::call::{Expr, ExprKind, Type, check_tax_code};
use crate::value::{HasKind, Value, VariantId};

impl Variables<'_> {
    /// Returns what makes a condition hold, or fail where it is not `wanted`.
    pub(super) fn truth(&mut self, condition: &Expr, wanted: bool) -> Formula {
        if !self.enter() {
            return self.unseen(condition, wanted);
        }
        let formula = self.truth_inside(condition, wanted);
        self.leave();
        formula
    }

    fn truth_inside(&mut self, condition: &Expr, wanted: bool) -> Formula {
        match &condition.kind {
            ExprKind::Constant(Value::YesNo(yes)) => Formula::settled(*yes == wanted),
            ExprKind::Not(inner) => self.truth(inner, !wanted),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let all = matches!(condition.kind, ExprKind::And(_)) == wanted;
                let parts: Vec<Formula> =
                    parts.iter().map(|part| self.truth(part, wanted)).collect();
                if all {
                    Formula::all(parts)
                } else {
                    Formula::any(parts)
                }
            }
            ExprKind::Compare(comparison, left, right) => {
                self.over(left, &mut |variables, left| {
                    variables.over(right, &mut |variables, right| {
                        variables.compares(condition, *comparison, left, right, wanted)
                    })
                })
            }
            ExprKind::Between(value, least, greatest) => {
                self.over(value, &mut |variables, value| {
                    variables.over(least, &mut |variables, least| {
                        variables.over(greatest, &mut |variables, greatest| {
                            variables.between(condition, [value, least, greatest], wanted)
                        })
                    })
                })
            }
            ExprKind::InVariants(value, _)
            | ExprKind::InTexts(value, _)
            | ExprKind::Has(_, value, _)
            | ExprKind::IsEmpty(value)
            | ExprKind::IsValid(value) => self.over(value, &mut |variables, value| {
                variables.member(condition, value, wanted)
            }),
            _ => self.over(condition, &mut |variables, condition| {
                variables.plain(condition, wanted)
            }),
        }
    }

    /// Returns that a fact, field or cell is yes, or no.
    fn plain(&mut self, condition: &Expr, wanted: bool) -> Formula {
        match &condition.kind {
            ExprKind::Fact(_) | ExprKind::Field { .. } => {
                let present = self.present(condition);
                Formula::all([present, self.within(condition, &Domain::answer(wanted))])
            }
            ExprKind::Column { .. } | ExprKind::Otherwise(..) => match self.cells(condition) {
                Some(cells) => self.rows_where(&cells, |cell| *cell == Value::YesNo(wanted)),
                None => self.unseen(condition, wanted),
            },
            ExprKind::Constant(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Compare(..)
            | ExprKind::Between(..)
            | ExprKind::InVariants(..)
            | ExprKind::InTexts(..)
            | ExprKind::Has(..)
            | ExprKind::IsEmpty(_)
            | ExprKind::IsValid(_) => self.truth(condition, wanted),
            _ => self.unseen(condition, wanted),
        }
    }

    /// Returns what makes a condition on one variant, set, text or code hold, or fail.
    fn member(&mut self, condition: &Expr, value: &Expr, wanted: bool) -> Formula {
        if let ExprKind::Constant(constant) = &value.kind {
            return match is_so(&condition.kind, constant) {
                Some(so) => Formula::settled(so == wanted),
                None => self.unseen(condition, wanted),
            };
        }
        if let Some(cells) = self.cells(value) {
            return self.rows_where(&cells, |cell| is_so(&condition.kind, cell) == Some(wanted));
        }
        if !matches!(value.kind, ExprKind::Fact(_) | ExprKind::Field { .. }) {
            return match &condition.kind {
                // What it is may not be looked into: it is one variant all the same.
                ExprKind::InVariants(_, variants) => self.variants(value, variants, wanted),
                _ => self.unseen(condition, wanted),
            };
        }
        let asked = match &condition.kind {
            ExprKind::InVariants(_, variants) => self.variants(value, variants, wanted),
            ExprKind::InTexts(_, texts) => {
                let named = texts.clone();
                self.within(
                    value,
                    &Domain::Texts {
                        named,
                        only: wanted,
                    },
                )
            }
            ExprKind::Has(how, _, variants) => {
                // That it has all, and that it has none, is said of each member.
                let each = wanted != (*how == HasKind::Any);
                let has = wanted != (*how == HasKind::None);
                self.members(value, variants, each, has)
            }
            ExprKind::IsEmpty(_) => match value.ty {
                Type::Set(id) => {
                    let count = self.call.enums.get(id.index());
                    let count = count.map_or(0, |it| it.variants.len());
                    let all = (0..).map(VariantId).take(count).collect();
                    self.members(value, &all, wanted, !wanted)
                }
                _ => return self.unseen(condition, wanted),
            },
            _ => {
                let kind = ExprKind::IsValid(Box::new(value.clone()));
                let valid = Expr {
                    kind,
                    ..condition.clone()
                };
                self.unseen(&valid, wanted)
            }
        };
        let present = self.present(value);
        Formula::all([present, asked])
    }

    fn variants(
        &mut self,
        subject: &Expr,
        variants: &BTreeSet<VariantId>,
        wanted: bool,
    ) -> Formula {
        let members = variants.iter().map(|it| u32::from(it.0));
        self.chosen(subject, &Domain::Members(members.collect()), wanted)
    }

    /// Returns that a subject is one of some, or that it is not.
    pub(super) fn chosen(&mut self, subject: &Expr, domain: &Domain, wanted: bool) -> Formula {
        if wanted {
            return self.within(subject, domain);
        }
        match self.rest(subject, domain) {
            Some(rest) => self.within(subject, &rest),
            None => Formula::Perhaps,
        }
    }

    /// Returns that a set has, or has not, these members: each or at least one of them.
    fn members(
        &mut self,
        set: &Expr,
        variants: &BTreeSet<VariantId>,
        each: bool,
        has: bool,
    ) -> Formula {
        let parts: Vec<Formula> = variants
            .iter()
            .map(|variant| {
                let kind = ExprKind::Has(
                    HasKind::Any,
                    Box::new(set.clone()),
                    BTreeSet::from([*variant]),
                );
                let member = Expr {
                    kind,
                    ty: Type::YesNo,
                    span: set.span,
                };
                self.unseen(&member, has)
            })
            .collect();
        match (each, parts.is_empty()) {
            (true, false) => Formula::all(parts),
            // Of no members all holds, of a set that is known.
            (true, true) => Formula::Perhaps,
            (false, _) => Formula::any(parts),
        }
    }

    /// Returns that a fact is there at all. (Which list a field belongs to is not known here.)
    pub(super) fn present(&mut self, subject: &Expr) -> Formula {
        let when = match &subject.kind {
            ExprKind::Fact(id) => self.call.facts.get(id.index()),
            _ => None,
        };
        match when.and_then(|fact| fact.when.as_ref()) {
            Some(when) => self.truth(when, true),
            None => Formula::Holds,
        }
    }

    /// Returns that the row behind these cells is one of which `holds` is true.
    pub(super) fn rows_where(
        &mut self,
        cells: &Cells<'_>,
        holds: impl Fn(&Value) -> bool,
    ) -> Formula {
        let rows = (0..)
            .zip(&cells.values)
            .filter(|(_, cell)| cell.as_ref().is_some_and(&holds));
        let rows = Domain::Members(rows.map(|(row, _)| row).collect());
        let present = self.present(cells.row);
        Formula::all([present, self.within(cells.row, &rows)])
    }
}

/// Returns what a condition on one value gives for this value.
fn is_so(condition: &ExprKind, value: &Value) -> Option<bool> {
    Some(match (condition, value) {
        (ExprKind::InVariants(_, variants), Value::Variant(it)) => variants.contains(it),
        (ExprKind::InTexts(_, texts), Value::Text(it)) => texts.contains(it),
        (ExprKind::IsValid(_), Value::Text(it)) => check_tax_code(it).is_ok(),
        (ExprKind::IsEmpty(_), Value::Set(it)) => it.is_empty(),
        (ExprKind::Has(how, _, variants), Value::Set(it)) => match how {
            HasKind::Any => !it.is_disjoint(variants),
            HasKind::All => it.is_superset(variants),
            HasKind::None => it.is_disjoint(variants),
        },
        _ => return None,
    })
}
