//! How each award is split: over tranches, years or sources of money.

use crate::number::{Fraction, Money, by_parts};
use crate::source::Span;
use crate::text::Text;

/// How each award is split.
#[derive(Clone, Debug)]
pub struct Split {
    /// What its parts are, as people read it: `sources`.
    pub name: Text,
    /// The parts with their shares of an award, which make 1, in the order written.
    pub parts: Vec<(Text, Fraction)>,
    /// Where it was written.
    pub span: Span,
}

impl Split {
    /// Returns what of an award comes to each part, in the order of the parts: whole cents by
    /// largest remainder that add up to it; none where the shares are finer than that can be told.
    ///
    /// ```
    /// use bando::call::Split;
    /// use bando::number::{Fraction, Money};
    /// use bando::source::{FileId, Span};
    /// use bando::text::Text;
    /// let half = |name: &str| (Text::italian(name), Fraction::new(1, 2).unwrap());
    /// let split = Split {
    ///     name: Text::new("anni", "years"),
    ///     parts: vec![half("2026"), half("2027")],
    ///     span: Span { file: FileId(0), start: 0, end: 0 },
    /// };
    /// let cents: Vec<i64> = split.of(Money::from_cents(5)).iter().map(|it| it.cents()).collect();
    /// assert_eq!(cents, [3, 2]);
    /// ```
    pub fn of(&self, award: Money) -> Vec<Money> {
        let shares: Vec<Fraction> = self.parts.iter().map(|(_, share)| *share).collect();
        by_parts(award, &shares).unwrap_or_default()
    }
}
