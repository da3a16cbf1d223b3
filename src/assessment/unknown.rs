//! What is not known, and how reasons are joined.
//!
//! Three things are not a value: [`Evaluated::Absent`], an unknown that waits for facts, and an
//! unknown that waits for nothing because an operation has no result. The first and the last are
//! *ended*: no further fact makes them known. Whatever needs all of its parts is ended as soon as
//! one part is, so it never asks for a fact that cannot help.

use super::{Evaluated, NoResult, NoResultKind, Unknown};
use crate::number::Fraction;
use crate::source::Span;
use crate::value::Value;

impl Unknown {
    /// Returns an unknown that waits for one fact.
    pub(crate) fn waiting_for(name: String) -> Self {
        Self {
            waits_for: [name].into(),
            ..Self::default()
        }
    }

    /// Returns an unknown behind which stands one operation without a result.
    pub(crate) fn no_result(span: Span, why: NoResultKind) -> Self {
        Self {
            without_result: [NoResult { span, why }].into(),
            ..Self::default()
        }
    }

    /// Tells whether some fact, of this proposal or of another, can still make it known.
    pub fn waits(&self) -> bool {
        !self.waits_for.is_empty() || !self.waits_for_others.is_empty()
    }

    /// Tells whether it waits for facts, and all of them are other proposals'.
    pub fn waits_for_others_only(&self) -> bool {
        self.waits_for.is_empty() && !self.waits_for_others.is_empty()
    }

    /// Returns the facts it waits for, its own first.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        let all = self.waits_for.iter().chain(&self.waits_for_others);
        all.map(String::as_str)
    }

    /// Adds the reasons of `part`, if it has any; never its range.
    pub(crate) fn take_in(&mut self, part: &Evaluated) {
        if let Evaluated::Unknown(part) = part {
            self.waits_for.extend(part.waits_for.iter().cloned());
            self.waits_for_others
                .extend(part.waits_for_others.iter().cloned());
            self.without_result
                .extend(part.without_result.iter().cloned());
        }
    }

    /// Adds the exceptions that clash behind `part`, and no other reason.
    pub(super) fn take_in_clashes(&mut self, part: &Evaluated) {
        if let Evaluated::Unknown(part) = part {
            let reasons = part.without_result.iter();
            let clashes = reasons.filter(|it| matches!(it.why, NoResultKind::Clash(..)));
            self.without_result.extend(clashes.cloned());
        }
    }

    /// Returns what stands behind these reasons: without any, something absent.
    pub(crate) fn evaluated(self) -> Evaluated {
        if !self.waits() && self.without_result.is_empty() && self.range.is_none() {
            Evaluated::Absent
        } else {
            Evaluated::Unknown(self)
        }
    }
}

impl Evaluated {
    /// Returns the value, if it is known.
    ///
    /// ```
    /// use bando::assessment::Evaluated;
    /// use bando::value::Value;
    /// assert_eq!(Evaluated::Known(Value::YesNo(true)).known(), Some(&Value::YesNo(true)));
    /// assert_eq!(Evaluated::Absent.known(), None);
    /// ```
    pub fn known(&self) -> Option<&Value> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unknown(_) => None,
        }
    }

    /// Returns a known yes or no.
    pub(crate) fn yes_no(&self) -> Option<bool> {
        match self {
            Self::Known(Value::YesNo(answer)) => Some(*answer),
            _ => None,
        }
    }

    /// Returns the least and the greatest number this can be, as far as that is known.
    ///
    /// ```
    /// use bando::{assessment::Evaluated, number::Fraction, value::Value};
    /// let one = Fraction::ONE;
    /// assert_eq!(Evaluated::Known(Value::Number(one)).range(), Some((one, one)));
    /// assert_eq!(Evaluated::Absent.range(), None);
    /// ```
    pub fn range(&self) -> Option<(Fraction, Fraction)> {
        match self {
            Self::Known(Value::Number(number)) => Some((*number, *number)),
            Self::Unknown(unknown) => unknown.range.or(unknown.bounds.as_deref().copied()),
            _ => None,
        }
    }

    /// Tells whether this is no value, and no further fact will make it one.
    pub(super) fn is_ended(&self) -> bool {
        match self {
            Self::Known(_) => false,
            Self::Absent => true,
            Self::Unknown(unknown) => !unknown.waits(),
        }
    }

    /// Tells whether something behind this would take too many steps.
    pub(super) fn takes_too_long(&self) -> bool {
        let Self::Unknown(unknown) = self else {
            return false;
        };
        let mut reasons = unknown.without_result.iter();
        reasons.any(|it| it.why == NoResultKind::TooManySteps)
    }

    /// Tells whether this will never have a value, nor even a range that settles a comparison.
    pub(super) fn is_hopeless(&self) -> bool {
        self.is_ended() && self.range().is_none()
    }

    pub(crate) fn yes(answer: bool) -> Self {
        Self::Known(Value::YesNo(answer))
    }

    pub(crate) fn number(number: Fraction) -> Self {
        Self::Known(Value::Number(number))
    }

    /// Returns the number, or an unknown that says the number at `span` is too large.
    pub(crate) fn number_or_overflow(number: Option<Fraction>, span: Span) -> Self {
        match number {
            Some(number) => Self::number(number),
            None => Self::Unknown(Unknown::no_result(span, NoResultKind::Overflow)),
        }
    }
}

/// Gathers the parts of something that needs every one of them.
#[derive(Clone, Debug, Default)]
pub(super) struct AllNeeded {
    ended: Option<Unknown>,
    waiting: Option<Unknown>,
}

impl AllNeeded {
    pub(super) fn of<'e>(parts: impl IntoIterator<Item = &'e Evaluated>) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.add(part);
        }
        all
    }

    pub(super) fn add(&mut self, part: &Evaluated) {
        if part.is_ended() {
            self.ended.get_or_insert_default().take_in(part);
        } else if part.known().is_none() {
            self.waiting.get_or_insert_default().take_in(part);
        }
    }

    /// Returns what the whole is while some part is missing; `None` where all are known.
    pub(super) fn missing(self) -> Option<Evaluated> {
        self.ended.or(self.waiting).map(Unknown::evaluated)
    }
}
