//! Rules that take several lines.

use super::super::words::{choose, comparison_words};
use super::{Line, Teller};
use crate::call::{Case, Expr, ExprKind, KeyCell, KeyRange, Number, TableRule, Type, show_phrase};
use crate::number::Rounding;
use crate::text::{Language, Phrase};
use crate::value::Value;

impl<'c> Teller<'c> {
    /// Tells a condition, or what a value is, over as many lines as that takes.
    pub(super) fn told(&mut self, expr: &'c Expr) -> Line {
        match &expr.kind {
            ExprKind::FirstOf(_) | ExprKind::Table(_) | ExprKind::Excepted { .. } => {
                self.cases(expr)
            }
            _ if expr.ty == Type::YesNo => self.condition(expr, true),
            ExprKind::Definition(id) if !self.fits(expr) => {
                let told = self.in_place(*id, Self::told);
                told.unwrap_or_else(|| Line::of(self.value(expr)))
            }
            ExprKind::Least(parts) if !self.fits(expr) => {
                let under = parts.iter().map(|it| self.told(it)).collect();
                Line::own(
                    self.word("il minore fra questi", "the least of these"),
                    under,
                )
            }
            ExprKind::Greatest(parts) if !self.fits(expr) => {
                let under = parts.iter().map(|it| self.told(it)).collect();
                Line::own(
                    self.word("il maggiore fra questi", "the greatest of these"),
                    under,
                )
            }
            ExprKind::Round(number, of) => {
                let rounded = rounded(*number, expr.ty, self.language);
                let mut line = self.told(of);
                line.words = line.words.and(format!(", {rounded}"));
                line
            }
            ExprKind::Interpolate { of, points } => {
                let on = self.word(
                    "sulla linea fra questi punti, secondo",
                    "on the line through these points, by",
                );
                let words = Phrase::own(format!("{on} ")).then(self.value(of));
                let points = points.iter().map(|(at, value)| {
                    let at = Phrase::own(format!("{} ", self.word("a", "at"))).then(self.value(at));
                    Line::of(at.and(": ").then(self.value(value)))
                });
                Line {
                    under: points.collect(),
                    words,
                }
            }
            _ => Line::of(self.said(expr)),
        }
    }

    /// Tells a value that goes by cases.
    pub(super) fn cases(&mut self, expr: &'c Expr) -> Line {
        match &expr.kind {
            ExprKind::FirstOf(cases) => {
                let mut under = Vec::new();
                for Case { condition, value } in cases {
                    let value = self.told(value);
                    under.push(self.case(condition, value));
                }
                Line::own(
                    self.word("il primo caso che ricorre", "the first case that applies"),
                    under,
                )
            }
            ExprKind::Table(table) => self.table(table),
            ExprKind::Excepted { base, exceptions } => {
                let mut base = self.told(base);
                let but = self.word("salvo eccezioni", "but for exceptions");
                base.words = base.words.and(format!(" ({but})"));
                for case in exceptions {
                    let value = self.told(&case.value);
                    let mut line = self.case(&case.when, value);
                    for unless in &case.unless {
                        let head = Phrase::own(format!("{} ", self.word("a meno che", "unless")));
                        let unless = self.condition(unless, true).after(head);
                        line.under.push(unless);
                    }
                    base.under.push(line);
                }
                base
            }
            _ => self.told(expr),
        }
    }

    /// Says a value and when it is that.
    pub(super) fn case(&mut self, when: &'c Expr, value: Line) -> Line {
        if matches!(when.kind, ExprKind::Constant(Value::YesNo(true))) {
            let otherwise = self.word("altrimenti: ", "otherwise: ");
            return value.after(Phrase::own(otherwise));
        }
        let when = self.condition(when, true);
        let head = self.word("quando", "where");
        if value.under.is_empty() {
            return Line {
                words: value.words.and(format!(", {head} ")).then(when.words),
                under: when.under,
            };
        }
        let mut line = when.after(Phrase::own(format!("{head} ")));
        line.under
            .push(value.after(Phrase::own(self.word("allora ", "then "))));
        line
    }

    fn table(&mut self, table: &'c TableRule) -> Line {
        let mut under = Vec::new();
        for row in &table.rows {
            let mut when = Vec::new();
            for (key, cell) in table.keys.iter().zip(&row.cells) {
                let KeyCell::OneOf(ranges) = cell else {
                    continue;
                };
                let ranges: Vec<Phrase> = ranges.iter().map(|it| self.range(it, key.ty)).collect();
                let or = self.word(" o ", " or ");
                when.push(self.value(key).and(": ").then(Phrase::joined(ranges, or)));
            }
            let value = self.told(&row.value);
            if when.is_empty() {
                let otherwise = self.word("altrimenti: ", "otherwise: ");
                under.push(value.after(Phrase::own(otherwise)));
                continue;
            }
            let when = Phrase::joined(when, self.word(" e ", " and "));
            let head = self.word("quando", "where");
            under.push(Line {
                words: value.words.and(format!(", {head} ")).then(when),
                under: value.under,
            });
        }
        Line::own(
            self.word("la prima riga che ricorre", "the first row that applies"),
            under,
        )
    }

    fn range(&self, range: &KeyRange, ty: Type) -> Phrase {
        let shown = |value| show_phrase(value, ty, self.call.names(), self.language);
        match range {
            KeyRange::Value(value) => shown(value),
            KeyRange::Limit(comparison, value) => {
                let words = comparison_words(*comparison, ty, self.language);
                Phrase::own(format!("{words} ")).then(shown(value))
            }
            KeyRange::Between(least, greatest) => Phrase::own(self.word("da ", "from "))
                .then(shown(least))
                .and(self.word(" a ", " to "))
                .then(shown(greatest)),
        }
    }
}

/// Says how a value is rounded.
pub(super) fn rounded(number: Number, ty: Type, language: Language) -> String {
    let (it, en) = match number.rounding {
        Rounding::HalfUp => ("arrotondato (metà per eccesso)", "rounded half up"),
        Rounding::HalfEven => ("arrotondato (metà al pari)", "rounded half to even"),
        Rounding::Up => ("arrotondato per eccesso", "rounded up"),
        Rounding::Down => ("arrotondato per difetto", "rounded down"),
    };
    let places = match ty {
        Type::Percent(_) => number.places.saturating_sub(2),
        _ => number.places,
    };
    let money = matches!(ty, Type::Money | Type::Amount);
    let to = match (places, language) {
        (2, Language::Italian) if money => "al centesimo".to_owned(),
        (2, Language::English) if money => "to the cent".to_owned(),
        (0, Language::Italian) => "all'unità".to_owned(),
        (0, Language::English) => "to the unit".to_owned(),
        (1, Language::Italian) => "a 1 decimale".to_owned(),
        (1, Language::English) => "to 1 decimal".to_owned(),
        (places, Language::Italian) => format!("a {places} decimali"),
        (places, Language::English) => format!("to {places} decimals"),
    };
    format!("{} {to}", choose(language, it, en))
}
