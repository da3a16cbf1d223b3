//! Departures in sentences.

use std::fmt::Write as _;

use super::choose;
use super::claims::Claim;
use super::reading::{Claimed, Said};
use crate::call::{Call, Type, show, visible};
use crate::engine::money_text;
use crate::number::{Fraction, Money};
use crate::report::outcome_of_code;
use crate::text::{Language, Text};
use crate::value::Value;

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    /// Euro.
    Money,
    /// Places in the ranking.
    Rank,
    /// Points, and whatever else.
    Number,
}

/// What a departure is told of.
pub(super) struct Words<'a> {
    pub(super) call: &'a Call,
    pub(super) claimed: &'a Claimed,
    /// What should stand there.
    pub(super) declared: &'a Said,
    pub(super) amount: Amount,
    /// By how much more is published.
    pub(super) difference: Option<Fraction>,
    /// Why the proposal is left out.
    pub(super) reason: Option<&'a Text>,
}

impl Words<'_> {
    pub(super) fn sentence(&self, language: Language) -> String {
        let word = |it, en| choose(language, it, en);
        let claim = match &self.claimed.claim {
            Claim::Stated(heading) => format!("`{}`", visible(heading)),
            Claim::Listed { .. } => format!("`{}`", visible(&self.claimed.heading)),
            claim => claim.text().get(language).to_owned(),
        };
        let by_whom = match self.claimed.claim {
            Claim::Stated(_) => word("nel file delle proposte", "in the file of proposals"),
            _ => word("secondo le regole", "by the rules"),
        };
        let mut words = format!(
            "{claim}: {} {}, {by_whom} {}",
            word("pubblicato", "published"),
            self.published(language),
            self.shown(self.declared, language),
        );
        if let Some(difference) = self.difference {
            let size = difference.abs().unwrap_or(difference);
            let size = self.shown(&Said::Number(size), language);
            let by = match (self.amount, difference.is_negative()) {
                (Amount::Rank, false) => format!("{} {size}", word("più in basso di", "lower by")),
                (Amount::Rank, true) => format!("{} {size}", word("più in alto di", "higher by")),
                (_, false) => format!("{size} {}", word("in più", "too much")),
                (_, true) => format!("{size} {}", word("in meno", "too little")),
            };
            let _ = write!(words, " ({by})");
        }
        // Who is left out is told why.
        if let Some(reason) = self.reason {
            words.push_str("; ");
            words.push_str(reason.get(language));
        }
        words
    }

    /// Returns what is published: a number as such where one should stand.
    fn published(&self, language: Language) -> String {
        match (&self.claimed.value, self.declared, self.difference) {
            (Said::Text(written), ..) if written.is_empty() => "—".to_owned(),
            (Said::Text(_), Said::Number(declared), Some(difference)) => {
                let said = declared.add(difference).map_or(Said::Nothing, Said::Number);
                self.shown(&said, language)
            }
            (Said::Text(_), Said::Value(Value::Number(declared), ty), Some(difference)) => {
                let said = declared.add(difference).map(Value::Number);
                said.map_or_else(
                    || "—".to_owned(),
                    |value| show(&value, *ty, self.call.names(), language),
                )
            }
            (value, ..) => self.shown(value, language),
        }
    }

    fn shown(&self, said: &Said, language: Language) -> String {
        let word = |it: &str, en: &str| choose(language, it, en).to_owned();
        match said {
            Said::Number(number) => match (self.amount, Money::from_euro(*number)) {
                (Amount::Money, Some(money)) => money_text(self.call, money, language),
                _ => show(
                    &Value::Number(*number),
                    Type::Number,
                    self.call.names(),
                    language,
                ),
            },
            Said::YesNo(true) => word("sì", "yes"),
            Said::YesNo(false) => word("no", "no"),
            Said::Outcome(code) => {
                let words = outcome_of_code(code, language);
                words.unwrap_or_default().to_owned()
            }
            Said::Is(of) => Claim::Is(*of).text().get(language).to_owned(),
            Said::Value(value, ty) => show(value, *ty, self.call.names(), language),
            Said::Text(text) if text.is_empty() => "—".to_owned(),
            Said::Text(text) => format!("«{}»", visible(text)),
            Said::Nothing | Said::Unclear(_) => "—".to_owned(),
        }
    }
}
