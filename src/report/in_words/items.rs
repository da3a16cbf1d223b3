//! What is made of the items of a list, or of many proposals, in words.

use super::Teller;
use crate::call::{Aggregate, Expr, ExprKind, Item, Quantifier, Received};
use crate::text::Phrase;

impl<'c> Teller<'c> {
    pub(super) fn made_of(
        &mut self,
        quantifier: Quantifier,
        list: &'c Expr,
        item: &'c Item,
    ) -> Phrase {
        let (it, en) = match quantifier {
            Quantifier::Count => ("quanti in ", "how many in "),
            Quantifier::CountDistinct => {
                ("quanti valori diversi di ", "how many different values of ")
            }
            Quantifier::Sum => ("somma di ", "the sum of "),
            Quantifier::Mean => ("media di ", "the mean of "),
            Quantifier::Least => ("minimo di ", "the least "),
            _ => ("massimo di ", "the greatest "),
        };
        let mut words = Phrase::own(self.word(it, en));
        self.items.push(item.list);
        let body = item.body.as_deref().map(|it| self.value(it));
        let such = item.filter.as_deref().map(|it| self.within(it));
        self.items.pop();
        if let Some(body) = body {
            words = words.then(body).and(self.word(" per ", " over "));
        }
        words = words.then(self.value(list));
        match such {
            Some(such) => words.and(self.word(", in cui ", ", where ")).then(such),
            None => words,
        }
    }

    /// Says a condition within a line.
    pub(super) fn within(&mut self, condition: &'c Expr) -> Phrase {
        let mut lines = vec![];
        let parts = match &condition.kind {
            ExprKind::And(parts) => parts.as_slice(),
            _ => std::slice::from_ref(condition),
        };
        for part in parts {
            let whole = matches!(
                part.kind,
                ExprKind::And(_)
                    | ExprKind::Or(_)
                    | ExprKind::Definition(_)
                    | ExprKind::Quantified { .. }
                    | ExprKind::Table(_)
                    | ExprKind::FirstOf(_)
                    | ExprKind::Excepted { .. }
            );
            lines.push(if whole {
                let letter = self.letter(None, part);
                letter.and(self.word(" vale", " holds"))
            } else {
                self.condition(part, true).words
            });
        }
        Phrase::joined(lines, self.word(" e ", " and "))
    }

    pub(super) fn over_received(&mut self, received: &'c Received) -> Phrase {
        let words = match &received.sum {
            Some(sum) => Phrase::own(self.word("somma di ", "the sum of "))
                .then(self.value(sum))
                .and(self.word(" per le proposte pervenute", " over the proposals received")),
            None => {
                Phrase::own(self.word("quante proposte pervenute", "how many proposals received"))
            }
        };
        let same: Vec<Phrase> = received.same.iter().map(|it| self.value(it)).collect();
        let words = if same.is_empty() {
            words
        } else {
            let and = self.word(" e ", " and ");
            let with = self.word(" con lo stesso valore di ", " with the same value of ");
            words.and(with).then(Phrase::joined(same, and))
        };
        self.such(words, received.condition.as_ref())
    }

    pub(super) fn over_admitted(&mut self, place: usize) -> Phrase {
        let Some(over) = self.call.over_admitted.get(place) else {
            return Phrase::default();
        };
        let (it, en) = match over.aggregate {
            Aggregate::Count => ("quante ", "how many of "),
            Aggregate::Sum => ("somma di ", "the sum of "),
            Aggregate::Mean => ("media di ", "the mean of "),
            Aggregate::Median => ("mediana di ", "the median of "),
            Aggregate::Least => ("minimo di ", "the least "),
            Aggregate::Greatest => ("massimo di ", "the greatest "),
        };
        let mut words = Phrase::own(self.word(it, en));
        if let Some(value) = &over.value {
            words = words
                .then(self.value(value))
                .and(self.word(" per le ", " over "));
        }
        words = words.and(self.word("proposte ammesse", "the admitted proposals"));
        self.such(words, over.condition.as_ref())
    }

    /// Says of which proposals only something is made.
    fn such(&mut self, words: Phrase, condition: Option<&'c Expr>) -> Phrase {
        let Some(condition) = condition else {
            return words;
        };
        let such = words.and(self.word(", in cui ", ", where "));
        such.then(self.within(condition))
    }
}
