//! Values in words.

use std::collections::BTreeSet;

use super::Teller;
use super::lines::rounded;
use crate::call::{Expr, ExprKind, FieldId, Type, show_phrase};
use crate::text::{Language, Phrase, Text};
use crate::value::{Value, VariantId};

impl<'c> Teller<'c> {
    /// Says a value within a line; a letter stands for what does not fit in one.
    pub(super) fn value(&mut self, expr: &'c Expr) -> Phrase {
        let named = matches!(expr.kind, ExprKind::Definition(_));
        if named || is_formula(expr) || self.fits(expr) {
            self.said(expr)
        } else {
            self.letter(None, expr)
        }
    }

    pub(super) fn said(&mut self, expr: &'c Expr) -> Phrase {
        match &expr.kind {
            ExprKind::Constant(value) => self.constant(value, expr.ty),
            ExprKind::Fact(id) => {
                let fact = self.call.facts.get(id.index());
                let named = fact.map(|it| (it.ask.as_ref(), it.name.as_str()));
                self.title(named)
            }
            ExprKind::Field { depth, field } => self.field(*depth, *field),
            ExprKind::Definition(id) => {
                let value = self.call.definitions.get(id.index()).map(|it| &it.value);
                match value {
                    Some(value) if self.fits(value) => self.value(value),
                    Some(value) => self.letter(Some(*id), value),
                    None => Phrase::default(),
                }
            }
            ExprKind::Column { row, column } => {
                let name = match row.ty {
                    Type::Row(table) => self.call.tables.get(table.index()),
                    _ => None,
                };
                let name = name.and_then(|it| it.columns.get(column.index()));
                let name = name.map_or("", |it| it.name.as_str());
                let (open, close) = marks(self.language);
                // No text of the rules says what a column is called.
                let column = self.word("colonna ", "the column ");
                let of = self.word(" di ", " of ");
                Phrase::own(format!("{column}{open}"))
                    .then(Phrase::of(&Text::italian(name), self.language))
                    .and(format!("{close}{of}"))
                    .then(self.value(row))
            }
            ExprKind::Received(id) => match self.call.received.get(id.0 as usize) {
                Some(received) => self.over_received(received),
                None => Phrase::default(),
            },
            ExprKind::OverAdmitted(id) => self.over_admitted(id.0 as usize),
            ExprKind::Points(None) => Phrase::own(self.word("il punteggio", "the score")),
            ExprKind::Points(Some(id)) => {
                let criterion = self.call.grid.as_ref().and_then(|it| it.criterion(*id));
                let (open, close) = marks(self.language);
                let points = self.word("i punti di ", "the points of ");
                criterion.map_or_else(Phrase::default, |it| {
                    Phrase::own(format!("{points}{open}{} ", it.name))
                        .then(Phrase::of(&it.title, self.language))
                        .and(close)
                })
            }
            ExprKind::Sum(terms) => self.formula(terms, " + ", " − ", "− "),
            ExprKind::Product(factors) => self.formula(factors, " × ", " ÷ ", "1 ÷ "),
            ExprKind::Negate(of) => Phrase::own("− ").then(self.factor(of)),
            ExprKind::Round(number, of) => {
                let rounded = rounded(*number, expr.ty, self.language);
                self.value(of).and(format!(", {rounded}"))
            }
            ExprKind::Least(parts) => self.among("il minore fra ", "the least of ", parts),
            ExprKind::Greatest(parts) => self.among("il maggiore fra ", "the greatest of ", parts),
            ExprKind::Otherwise(one, other) => {
                let or = self.word(" o, se manca, ", " or, where it is missing, ");
                self.value(one).and(or).then(self.value(other))
            }
            ExprKind::Size(of) => {
                let of = self.value(of);
                Phrase::own(self.word("quante voci in ", "how many in ")).then(of)
            }
            ExprKind::DateOf(of) => {
                let of = self.value(of);
                Phrase::own(self.word("il giorno di ", "the day of ")).then(of)
            }
            ExprKind::CountingDate(_) => {
                Phrase::own(self.word("il giorno che conta", "the day that counts"))
            }
            ExprKind::NotInForce => {
                Phrase::own(self.word("nessuna regola in vigore", "no rule in force"))
            }
            ExprKind::Quantified {
                quantifier,
                list,
                item,
            } => self.made_of(*quantifier, list, item),
            _ => self.letter(None, expr),
        }
    }

    fn formula(
        &mut self,
        terms: &'c [(bool, Expr)],
        plus: &str,
        minus: &str,
        first: &str,
    ) -> Phrase {
        let mut words = Phrase::default();
        for (place, (flag, term)) in terms.iter().enumerate() {
            words = words.and(match (place, flag) {
                (0, false) => "",
                (0, true) => first,
                (_, false) => plus,
                (_, true) => minus,
            });
            words = words.then(self.factor(term));
        }
        words
    }

    /// Says a part of a formula, in brackets where it is one itself; a letter stands for what takes
    /// more words.
    fn factor(&mut self, expr: &'c Expr) -> Phrase {
        let behind = self.behind(expr);
        let is_one = matches!(
            behind.kind,
            ExprKind::Constant(_)
                | ExprKind::Fact(_)
                | ExprKind::Field { .. }
                | ExprKind::Column { .. }
                | ExprKind::Points(_)
        );
        if is_one {
            return self.value(expr);
        }
        let id = match expr.kind {
            ExprKind::Definition(id) => Some(id),
            _ => None,
        };
        if is_formula(behind) && (id.is_none() || self.fits(behind)) {
            return Phrase::own("(").then(self.value(behind)).and(")");
        }
        self.letter(id, behind)
    }

    fn among(&mut self, it: &str, en: &str, parts: &'c [Expr]) -> Phrase {
        let parts: Vec<Phrase> = parts.iter().map(|it| self.value(it)).collect();
        let (last, first) = match parts.split_last() {
            Some((last, first)) if !first.is_empty() => (last.clone(), first.to_vec()),
            _ => return Phrase::joined(parts, ""),
        };
        Phrase::own(self.word(it, en))
            .then(Phrase::joined(first, "; "))
            .and(self.word(" e ", " and "))
            .then(last)
    }

    fn field(&self, depth: u32, field: FieldId) -> Phrase {
        let depth = usize::try_from(depth).unwrap_or(usize::MAX);
        let list = self.items.iter().rev().nth(depth);
        let list = list.and_then(|it| self.call.lists.get(it.index()));
        let field = list.and_then(|it| it.fields.get(field.index()));
        self.title(field.map(|it| (it.ask.as_ref(), it.name.as_str())))
    }

    /// Says a text of the rules between quotation marks; without one the name that they use.
    fn title(&self, named: Option<(Option<&Text>, &str)>) -> Phrase {
        let Some((text, name)) = named else {
            return Phrase::default();
        };
        let (open, close) = marks(self.language);
        match text {
            Some(text) => Phrase::own(open)
                .then(Phrase::of(text, self.language))
                .and(close),
            None => Phrase::own(format!("{}{open}", self.word("il dato ", "the fact ")))
                .then(Phrase::of(&Text::italian(name), self.language))
                .and(close),
        }
    }

    fn constant(&self, value: &Value, ty: Type) -> Phrase {
        match value {
            Value::Text(text) => Phrase::own(self.quoted_word(text)),
            value => show_phrase(value, ty, self.call.names(), self.language),
        }
    }

    pub(super) fn quoted_word(&self, word: &str) -> String {
        let (open, close) = marks(self.language);
        format!("{open}{word}{close}")
    }

    pub(super) fn variants(&self, variants: &BTreeSet<VariantId>, ty: Type) -> Vec<Phrase> {
        let of = match ty {
            Type::Set(of) => Type::Enum(of),
            other => other,
        };
        let variants = variants.iter();
        variants
            .map(|it| show_phrase(&Value::Variant(*it), of, self.call.names(), self.language))
            .collect()
    }
}

/// Tells whether an expression is written with signs between its parts.
fn is_formula(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Sum(_) | ExprKind::Product(_) | ExprKind::Negate(_) | ExprKind::Round(..)
    )
}

fn marks(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Italian => ("«", "»"),
        Language::English => ("“", "”"),
    }
}
