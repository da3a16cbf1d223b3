//! Whether proposals are received at all, which no answer changes.

use jiff::Timestamp;

use super::verdict::Verdict;
use crate::call::{Call, Type, show};
use crate::text::{Language, Text};
use crate::value::Value;

/// Whether a call receives proposals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reception {
    /// Not yet.
    NotYet,
    /// It does.
    Open,
    /// No longer.
    Closed,
    /// It names no dates.
    Unstated,
}

impl Reception {
    /// Tells whether a call receives proposals at an instant; both ends belong to the term.
    ///
    /// ```
    /// use bando::call::Call;
    /// use bando::precheck::Reception;
    /// let mut call = Call::empty(jiff::tz::TimeZone::UTC);
    /// call.closes = "2026-03-31T10:00:00Z".parse().ok();
    /// let at = |text: &str| Reception::of(&call, text.parse().unwrap());
    /// assert_eq!(at("2026-03-31T10:00:00Z"), Reception::Open);
    /// assert_eq!(at("2026-03-31T10:00:01Z"), Reception::Closed);
    /// ```
    pub fn of(call: &Call, at: Timestamp) -> Self {
        match (call.opens, call.closes) {
            (None, None) => Self::Unstated,
            (Some(opens), _) if at < opens => Self::NotYet,
            (_, Some(closes)) if at > closes => Self::Closed,
            _ => Self::Open,
        }
    }

    /// Returns its name in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet_open",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Unstated => "unstated",
        }
    }

    /// Says that proposals are not received now, and when they are or were; nothing where they are
    /// received, or no dates are named.
    pub fn notice(self, call: &Call) -> Option<Text> {
        let moment = |at: Option<Timestamp>, language| {
            at.map(|at| show(&Value::Instant(at), Type::Instant, call.names(), language))
        };
        let in_language = |language| {
            let (opens, closes) = (moment(call.opens, language), moment(call.closes, language));
            match (self, language, opens, closes) {
                (Self::NotYet, Language::Italian, Some(opens), None) => Some(format!(
                    "L'avviso non è ancora aperto: le domande si presentano dal {opens}."
                )),
                (Self::NotYet, Language::Italian, Some(opens), Some(closes)) => Some(format!(
                    "L'avviso non è ancora aperto: le domande si presentano dal {opens} al {closes}."
                )),
                (Self::NotYet, Language::English, Some(opens), None) => Some(format!(
                    "The call is not open yet: applications are received from {opens}."
                )),
                (Self::NotYet, Language::English, Some(opens), Some(closes)) => Some(format!(
                    "The call is not open yet: applications are received from {opens} to {closes}."
                )),
                (Self::Closed, Language::Italian, _, Some(closes)) => Some(format!(
                    "L'avviso è chiuso: le domande si presentavano fino al {closes}. Non si può più presentare domanda."
                )),
                (Self::Closed, Language::English, _, Some(closes)) => Some(format!(
                    "The call is closed: applications were received until {closes}. It is too late to apply."
                )),
                _ => None,
            }
        };
        Some(Text::new(
            in_language(Language::Italian)?,
            in_language(Language::English)?,
        ))
    }

    /// Returns what an applicant is told of a verdict at this time; `certain` unless a reservation
    /// only may follow, which depends on what they do not know.
    ///
    /// ```
    /// use bando::precheck::{Reception, Verdict};
    /// let told = |reception: Reception| reception.told(Verdict::MayApply, true).en.unwrap();
    /// assert_eq!(told(Reception::Open), "You may apply");
    /// assert_eq!(told(Reception::Closed), "With these answers you could have applied");
    /// let perhaps = Reception::Open.told(Verdict::WithReservation, false);
    /// assert_eq!(perhaps.en.unwrap(), "You may apply, perhaps with reservation");
    /// ```
    pub fn told(self, verdict: Verdict, certain: bool) -> Text {
        let (it, en) = match (self, verdict) {
            (Self::Closed, Verdict::WithReservation) if !certain => (
                "Con queste risposte avrebbe potuto presentare domanda, forse con riserva",
                "With these answers you could have applied, perhaps with reservation",
            ),
            (Self::NotYet, Verdict::WithReservation) if !certain => (
                "Potrà presentare domanda, forse con riserva",
                "You will be able to apply, perhaps with reservation",
            ),
            (_, Verdict::WithReservation) if !certain => (
                "Può presentare domanda, forse con riserva",
                "You may apply, perhaps with reservation",
            ),
            (Self::Closed, Verdict::MayApply) => (
                "Con queste risposte avrebbe potuto presentare domanda",
                "With these answers you could have applied",
            ),
            (Self::Closed, Verdict::WithReservation) => (
                "Con queste risposte avrebbe potuto presentare domanda, con riserva",
                "With these answers you could have applied, with reservation",
            ),
            (Self::Closed, Verdict::MayNeedRemedy) => (
                "Con queste risposte avrebbe potuto presentare domanda, forse sanando qualcosa",
                "With these answers you could have applied, perhaps remedying something",
            ),
            (Self::Closed, Verdict::OnceRemedied) => (
                "Con queste risposte avrebbe potuto presentare domanda, sanando qualcosa",
                "With these answers you could have applied, remedying something",
            ),
            (Self::Closed, Verdict::CannotBeSaid) => (
                "Con queste risposte non si può dire se avrebbe potuto presentare domanda",
                "With these answers it cannot be said whether you could have applied",
            ),
            (Self::Closed, Verdict::MayNotApply) => (
                "Con queste risposte non avrebbe comunque potuto presentare domanda",
                "With these answers you could not have applied anyway",
            ),
            (Self::NotYet, Verdict::MayApply) => {
                ("Potrà presentare domanda", "You will be able to apply")
            }
            (Self::NotYet, Verdict::WithReservation) => (
                "Potrà presentare domanda, con riserva",
                "You will be able to apply, with reservation",
            ),
            (Self::NotYet, Verdict::MayNeedRemedy) => (
                "Potrà presentare domanda, ma forse qualcosa andrà sanato",
                "You will be able to apply, but something may have to be remedied",
            ),
            (Self::NotYet, Verdict::OnceRemedied) => (
                "Potrà presentare domanda, ma qualcosa va sanato",
                "You will be able to apply, but something must be remedied",
            ),
            _ => return verdict.text(),
        };
        Text::new(it, en)
    }
}
