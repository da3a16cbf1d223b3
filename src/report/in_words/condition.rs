//! Conditions in words.

use std::collections::BTreeSet;

use super::super::words::comparison_words;
use super::{Line, Teller};
use crate::call::{Case, Expr, ExprKind, Item, Quantifier, Type};
use crate::text::Phrase;
use crate::value::{Comparison, HasKind, Value, VariantId};

impl<'c> Teller<'c> {
    /// Says that a condition holds, or that it does not.
    pub(super) fn condition(&mut self, expr: &'c Expr, holds: bool) -> Line {
        match &expr.kind {
            ExprKind::Not(inner) => self.condition(inner, !holds),
            ExprKind::And(parts) => self.together(parts, true, holds),
            ExprKind::Or(parts) => self.together(parts, false, holds),
            ExprKind::Definition(id) => {
                if let Some(line) = self.in_place(*id, |it, value| it.condition(value, holds)) {
                    return line;
                }
                let value = self.call.definitions.get(id.index()).map(|it| &it.value);
                let letter = self.letter(Some(*id), value.unwrap_or(expr));
                let (yes, no) = (
                    self.word("vale", "holds"),
                    self.word("non vale", "does not hold"),
                );
                Line::of(letter.and(format!(" {}", if holds { yes } else { no })))
            }
            ExprKind::Compare(comparison, left, right) => {
                let comparison = if holds {
                    *comparison
                } else {
                    comparison.opposite()
                };
                self.compared(comparison, left, right)
            }
            ExprKind::Between(of, least, greatest) => {
                let time = matches!(of.ty, Type::Date | Type::Instant);
                let (from, to) = match (time, holds) {
                    (true, true) => (self.word("dal", "from"), self.word("al", "to")),
                    (true, false) => (self.word("non dal", "not from"), self.word("al", "to")),
                    (false, true) => (self.word("fra", "between"), self.word("e", "and")),
                    (false, false) => (self.word("non fra", "not between"), self.word("e", "and")),
                };
                let (from, to) = (format!("{from} "), format!(" {to} "));
                let limits = Phrase::own(from).then(self.value(least)).and(to);
                let limits = limits.then(self.value(greatest));
                self.so(of, limits)
            }
            ExprKind::InVariants(of, variants) => {
                let values = self.variants(variants, of.ty);
                let one = self.one_of(values, holds);
                self.so(of, one)
            }
            ExprKind::InTexts(of, texts) => {
                let texts = texts.iter().map(|it| Phrase::own(self.quoted_word(it)));
                let one = self.one_of(texts.collect(), holds);
                self.so(of, one)
            }
            ExprKind::Has(kind, of, variants) => {
                let has = self.has(*kind, variants, of.ty, holds);
                self.so(of, has)
            }
            ExprKind::IsEmpty(of) => {
                let none = self.word("nessuna voce", "none");
                let some = self.word("almeno una voce", "at least one");
                self.so(of, Phrase::own(if holds { none } else { some }))
            }
            ExprKind::IsValid(of) => {
                let passes = self.word("supera il controllo", "passes its check");
                let fails = self.word("non supera il controllo", "fails its check");
                self.so(of, Phrase::own(if holds { passes } else { fails }))
            }
            ExprKind::Quantified {
                quantifier,
                list,
                item,
            } => self.of_items(*quantifier, list, item, holds),
            ExprKind::Constant(value) => {
                let always = (*value == Value::YesNo(true)) == holds;
                let (yes, no) = (self.word("sempre", "always"), self.word("mai", "never"));
                Line::own(if always { yes } else { no }, Vec::new())
            }
            ExprKind::FirstOf(cases) => self.first_of(cases, holds),
            ExprKind::Table(_) | ExprKind::Excepted { .. } => {
                let line = self.cases(expr);
                if holds {
                    return line;
                }
                let not = self.word("non vale questo", "this does not hold");
                Line::own(not, vec![line])
            }
            _ => {
                let (yes, no) = (self.word("sì", "yes"), "no");
                self.so(expr, Phrase::own(if holds { yes } else { no }))
            }
        }
    }

    /// Says what something is: "“Total cost”: at least 10".
    fn so(&mut self, of: &'c Expr, words: Phrase) -> Line {
        Line::of(self.value(of).and(": ").then(words))
    }

    fn together(&mut self, parts: &'c [Expr], all: bool, holds: bool) -> Line {
        let under = parts.iter().map(|it| self.condition(it, holds)).collect();
        let words = if all == holds {
            self.word("tutte queste cose", "all of these")
        } else {
            self.word("almeno una di queste cose", "at least one of these")
        };
        Line::own(words, under)
    }

    fn compared(&mut self, comparison: Comparison, left: &'c Expr, right: &'c Expr) -> Line {
        let constant = |it: &Expr| matches!(it.kind, ExprKind::Constant(_));
        let (comparison, left, right) = if constant(left) && !constant(right) {
            (comparison.turned(), right, left)
        } else {
            (comparison, left, right)
        };
        let counts = left.ty.is_number() || matches!(left.ty, Type::Date | Type::Instant);
        let words = match comparison {
            Comparison::Equal if !counts && constant(right) => String::new(),
            Comparison::Equal if !counts => format!("{} ", self.word("uguale a", "the same as")),
            other => format!("{} ", comparison_words(other, left.ty, self.language)),
        };
        let words = Phrase::own(words).then(self.value(right));
        self.so(left, words)
    }

    fn one_of(&self, values: Vec<Phrase>, holds: bool) -> Phrase {
        let words = match (values.len(), holds) {
            (1, true) => "",
            (1, false) => self.word("diverso da ", "other than "),
            (_, true) => self.word("uno fra: ", "one of: "),
            (_, false) => self.word("nessuno fra: ", "none of: "),
        };
        Phrase::own(words).then(Phrase::joined(values, "; "))
    }

    fn has(&self, kind: HasKind, variants: &BTreeSet<VariantId>, ty: Type, holds: bool) -> Phrase {
        let values = self.variants(variants, ty);
        let words = match (kind, holds, values.len()) {
            (HasKind::Any | HasKind::All, true, 1) | (HasKind::None, false, 1) => {
                self.word("comprende: ", "includes: ")
            }
            (HasKind::Any | HasKind::All, false, 1) | (HasKind::None, true, 1) => {
                self.word("non comprende: ", "does not include: ")
            }
            (HasKind::Any, true, _) | (HasKind::None, false, _) => {
                self.word("almeno uno fra: ", "at least one of: ")
            }
            (HasKind::Any, false, _) | (HasKind::None, true, _) => {
                self.word("nessuno fra: ", "none of: ")
            }
            (HasKind::All, true, _) => self.word("ciascuno di: ", "each of: "),
            (HasKind::All, false, _) => self.word("non ciascuno di: ", "not each of: "),
        };
        Phrase::own(words).then(Phrase::joined(values, "; "))
    }

    /// Says of how many items of a list something holds.
    fn of_items(
        &mut self,
        quantifier: Quantifier,
        list: &'c Expr,
        item: &'c Item,
        holds: bool,
    ) -> Line {
        let words = match (quantifier, holds) {
            (Quantifier::Any, true) | (Quantifier::None, false) => {
                self.word("almeno uno di", "at least one of").to_owned()
            }
            (Quantifier::Any, false) | (Quantifier::None, true) => {
                self.word("nessuno di", "none of").to_owned()
            }
            (Quantifier::All, true) => self.word("ciascuno di", "each of").to_owned(),
            (Quantifier::All, false) => self.word("non ciascuno di", "not each of").to_owned(),
            (Quantifier::Number(comparison, count), holds) => {
                let comparison = if holds {
                    comparison
                } else {
                    comparison.opposite()
                };
                let words = match comparison {
                    Comparison::Equal => self.word("esattamente", "exactly"),
                    other => comparison_words(other, Type::Integer, self.language),
                };
                format!("{words} {count} {}", self.word("di", "of"))
            }
            // The others are numbers, no conditions.
            _ => String::new(),
        };
        let mut line = Line::of(Phrase::own(format!("{words} ")).then(self.value(list)));
        self.items.push(item.list);
        let such = item.filter.as_deref().map(|it| self.condition(it, true));
        let so = item.body.as_deref().map(|it| self.condition(it, true));
        self.items.pop();
        for (head, told) in [(self.word("in cui", "where"), such), ("", so)] {
            let Some(told) = told else {
                continue;
            };
            if told.under.is_empty() && line.under.is_empty() {
                let between = if head.is_empty() {
                    format!(" {} ", self.word("ha", "has"))
                } else {
                    format!(", {head} ")
                };
                line.words = line.words.and(between).then(told.words);
            } else if head.is_empty() {
                line.under.push(told);
            } else {
                line.under.push(told.after(Phrase::own(format!("{head} "))));
            }
        }
        line
    }

    /// Says of a condition of several cases when it holds.
    fn first_of(&mut self, cases: &'c [Case], holds: bool) -> Line {
        let mut under = Vec::new();
        for Case { condition, value } in cases {
            let so = self.condition(value, holds);
            under.push(self.case(condition, so));
        }
        Line::own(
            self.word("il primo caso che ricorre", "the first case that applies"),
            under,
        )
    }
}
