//! The names of a programme, and what is wrong with one.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Fraction, Money, group_digits};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{DateTime, Name};
use crate::text::Text;
use jiff::civil::Date;

/// What some kind of thing is called, in Italian with its article and in English.
pub(super) type Called = (&'static str, &'static str);

/// The names of one kind of thing, with their places.
pub(super) struct Names {
    called: Called,
    known: BTreeMap<String, (usize, Span)>,
}

impl Names {
    pub(super) fn of(called: Called) -> Self {
        Self {
            called,
            known: BTreeMap::new(),
        }
    }

    /// Declares a name.
    ///
    /// # Errors
    /// Returns the diagnostic where something of this kind has the name already.
    pub(super) fn declare(&mut self, name: &Name) -> Result<usize, Diagnostic> {
        if let Some((_, first)) = self.known.get(&name.value) {
            return Err(Diagnostic::error(
                Code::DuplicateName,
                name.span,
                Text::new(
                    format!("`{}` è già definito", name.value),
                    format!("`{}` is already defined", name.value),
                ),
            )
            .with_related(
                *first,
                Text::new("la prima volta qui", "first defined here"),
            )
            .with_hint(Text::new("cambiare uno dei due nomi", "rename one of them")));
        }
        let id = self.known.len();
        self.known.insert(name.value.clone(), (id, name.span));
        Ok(id)
    }

    /// Returns the number of what has this name.
    ///
    /// # Errors
    /// Returns the diagnostic where nothing has it.
    pub(super) fn find(&self, name: &Name) -> Result<usize, Diagnostic> {
        if let Some((id, _)) = self.known.get(&name.value) {
            return Ok(*id);
        }
        let (it, en) = self.called;
        Err(Diagnostic::error(
            Code::UnknownName,
            name.span,
            Text::new(
                format!("{it} `{}` non esiste", name.value),
                format!("there is no {en} `{}`", name.value),
            ),
        )
        .with_suggestion(&name.value, self.known.keys().map(String::as_str)))
    }
}

/// Reports a clause that stands twice.
pub(super) fn repeated(what: &Text, span: Span, first: Span) -> Diagnostic {
    let (it, en) = (&what.it, what.get(crate::text::Language::English));
    Diagnostic::error(
        Code::RepeatedPart,
        span,
        Text::new(
            format!("{it} è scritto due volte"),
            format!("{en} is written twice"),
        ),
    )
    .with_related(first, Text::new("la prima volta qui", "first written here"))
    .with_hint(Text::new("tenerne uno solo", "keep one of them"))
}

/// Returns an amount of whole cents.
///
/// # Errors
/// Returns the diagnostic where it is none.
pub(super) fn money(euro: &Spanned<Fraction>) -> Result<Money, Diagnostic> {
    Money::from_euro(euro.value).ok_or_else(|| {
        Diagnostic::error(
            Code::InexactLiteral,
            euro.span,
            Text::new(
                "un importo ha al più due decimali e 16 cifre intere",
                "an amount has at most two decimals and 16 whole digits",
            ),
        )
        .with_hint(Text::new(
            "scriverlo come `1_000.00 EUR`",
            "write it like `1_000.00 EUR`",
        ))
    })
}

/// Returns an amount as Italian readers write it: `1.234.567,89 €`.
pub(super) fn in_italian(amount: Money) -> String {
    format!("{} €", group_digits(&amount.to_plain(), '.', ','))
}

/// Returns a day of the calendar.
///
/// # Errors
/// Returns the diagnostic where the calendar has no such day.
pub(super) fn date(at: &Spanned<DateTime>) -> Result<Date, Diagnostic> {
    let DateTime {
        year, month, day, ..
    } = at.value;
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let found = match parts {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok(),
        _ => None,
    };
    found.ok_or_else(|| {
        Diagnostic::error(
            Code::InvalidDate,
            at.span,
            Text::new(
                format!("il calendario non ha il giorno {year:04}-{month:02}-{day:02}"),
                format!("the calendar has no day {year:04}-{month:02}-{day:02}"),
            ),
        )
        .with_hint(Text::new(
            "scrivere un giorno che esiste, come anno-mese-giorno",
            "write a day that exists, as year-month-day",
        ))
    })
}
