//! Literals as values of a type.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime as CivilDateTime, Time};
use jiff::tz::AmbiguousOffset;
use unicode_normalization::UnicodeNormalization as _;

use super::scope::Checker;
use crate::call::{ListId, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Fraction, Money};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Assignment, DateTime, Literal, LiteralKind};
use crate::text::{Text, nearest};
use crate::value::{Record, Value};

impl Checker<'_> {
    /// Returns a literal as a value of type `ty`; reports and gives `None` where it is none.
    /// `unknown` is no value: callers that allow it look for it first.
    pub(super) fn literal(&mut self, literal: &Literal, ty: Type) -> Option<Value> {
        let span = literal.span;
        let value = match (&literal.kind, ty) {
            (LiteralKind::YesNo(yes), Type::YesNo) => Value::YesNo(*yes),
            (LiteralKind::Number(number, _), Type::Decimal(places))
                if fits(*number, u32::from(places)) =>
            {
                Value::Number(*number)
            }
            (LiteralKind::Number(number, 0), Type::Integer)
            | (LiteralKind::Number(number, _), Type::Number) => Value::Number(*number),
            (LiteralKind::Percent(share), Type::Percent(places))
                if places
                    .is_none_or(|places| fits(*share, u32::from(places).saturating_add(2))) =>
            {
                Value::Number(*share)
            }
            (LiteralKind::Money(euro), Type::Money | Type::Amount) => {
                self.whole_cents(*euro, span)?;
                Value::Number(*euro)
            }
            (LiteralKind::DateTime(at), Type::Date) if at.time.is_none() => {
                Value::Date(self.date(*at, span)?)
            }
            (LiteralKind::DateTime(at), Type::Instant) if at.time.is_some() => {
                Value::Instant(self.instant(*at, span)?)
            }
            (LiteralKind::Text(text), ty) if ty.is_text() => Value::Text(as_read(text, ty)),
            (LiteralKind::Text(key), Type::Row(table)) => {
                let key = &as_read(key, ty);
                let found = self.call.tables.get(table.index())?;
                let Some(row) = found.index.get(key) else {
                    let near = nearest(key, found.index.keys().map(String::as_str));
                    let near = near.map(str::to_owned);
                    let name = found.name.clone();
                    self.report(
                        Diagnostic::error(
                            Code::UnknownCode,
                            span,
                            Text::new(
                                format!("`{name}` non ha una riga `{key}`"),
                                format!("`{name}` has no row `{key}`"),
                            ),
                        )
                        .with_suggestion(key, near.as_deref()),
                    );
                    return None;
                };
                Value::Row(*row)
            }
            (LiteralKind::Name(name), Type::Enum(id)) => {
                let name = Spanned::new(name.clone(), span);
                Value::Variant(self.variant(id, &name)?)
            }
            (LiteralKind::Name(name), Type::Set(id)) => {
                let name = Spanned::new(name.clone(), span);
                Value::Set(BTreeSet::from([self.variant(id, &name)?]))
            }
            (LiteralKind::Set(names), Type::Set(id)) => {
                let mut set = BTreeSet::new();
                for name in names {
                    set.insert(self.variant(id, name)?);
                }
                Value::Set(set)
            }
            (LiteralKind::Set(names), Type::List(_)) if names.is_empty() => Value::List(Vec::new()),
            (LiteralKind::List(records), Type::List(id)) => {
                let mut list = Vec::new();
                for record in records {
                    list.push(self.record(record, id)?);
                }
                Value::List(list)
            }
            _ => {
                let (it, en) = self.type_name(ty);
                self.report(
                    Diagnostic::error(
                        Code::TypeMismatch,
                        span,
                        Text::new(format!("qui serve {it}"), format!("{en} is needed here")),
                    )
                    .with_hint(example(ty)),
                );
                return None;
            }
        };
        Some(value)
    }

    /// Returns what words in data stand for, as values of type `ty`; reports a word that is to
    /// stand for two things.
    pub(super) fn meanings(
        &mut self,
        words: &[(Spanned<String>, Literal)],
        ty: Type,
    ) -> Vec<(String, Value)> {
        // A word for a set stands for one of its members.
        let meant = match ty {
            Type::Set(id) => Type::Enum(id),
            ty => ty,
        };
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut meanings = Vec::new();
        for (word, literal) in words {
            match seen.get(&as_read(&word.value, Type::Text)).copied() {
                Some(first) => self.repeated(&word.value, word.span, first),
                None => {
                    seen.insert(as_read(&word.value, Type::Text), word.span);
                }
            }
            let value = self.literal(literal, meant);
            meanings.extend(value.map(|value| (word.value.clone(), value)));
        }
        meanings
    }

    /// Returns a record of a list from what was assigned to its fields; the others are unknown.
    fn record(&mut self, assignments: &[Assignment], list: ListId) -> Option<Record> {
        let fields: Vec<(String, Type)> = self
            .call
            .lists
            .get(list.index())?
            .fields
            .iter()
            .map(|field| (field.name.clone(), field.kind))
            .collect();
        let mut values: Vec<Option<Value>> = vec![None; fields.len()];
        for assignment in assignments {
            let name = assignment.path.dotted();
            let Some(index) = fields.iter().position(|(field, _)| *field == name) else {
                let known: Vec<String> = fields.iter().map(|(field, _)| field.clone()).collect();
                self.unknown(&name, assignment.path.span, ("il campo", "field"), &known);
                return None;
            };
            if assignment.value.kind == LiteralKind::Unknown {
                continue;
            }
            let kind = fields.get(index).map_or(Type::Text, |(_, kind)| *kind);
            let value = self.literal(&assignment.value, kind)?;
            if let Some(slot) = values.get_mut(index) {
                *slot = Some(value);
            }
        }
        Some(Record { fields: values })
    }

    /// Reports an amount that is not a whole number of cents.
    pub(super) fn whole_cents(&mut self, euro: Fraction, span: Span) -> Option<Money> {
        let money = Money::from_euro(euro);
        if money.is_none() {
            self.report(
                Diagnostic::error(
                    Code::InexactLiteral,
                    span,
                    Text::new(
                        "un importo ha al più due decimali e 16 cifre intere",
                        "an amount has at most two decimals and 16 whole digits",
                    ),
                )
                .with_hint(Text::new(
                    "scriverlo come `1_000.00 EUR`",
                    "write it like `1_000.00 EUR`",
                )),
            );
        }
        money
    }

    /// Returns the day, if the calendar has it.
    pub(super) fn date(&mut self, at: DateTime, span: Span) -> Option<Date> {
        let date = civil_date(at);
        if date.is_none() {
            self.report(
                Diagnostic::error(
                    Code::InvalidDate,
                    span,
                    Text::new(
                        format!(
                            "il calendario non ha il giorno {:04}-{:02}-{:02}",
                            at.year, at.month, at.day
                        ),
                        format!(
                            "the calendar has no day {:04}-{:02}-{:02}",
                            at.year, at.month, at.day
                        ),
                    ),
                )
                .with_hint(Text::new(
                    "scrivere un giorno che esiste, come anno-mese-giorno",
                    "write a day that exists, as year-month-day",
                )),
            );
        }
        date
    }

    /// Returns the instant, if it exists once in the call's zone.
    pub(super) fn instant(&mut self, at: DateTime, span: Span) -> Option<Timestamp> {
        let date = self.date(at, span)?;
        let (hour, minute, second) = at.time.unwrap_or_default();
        let time = match (
            i8::try_from(hour),
            i8::try_from(minute),
            i8::try_from(second),
        ) {
            (Ok(hour), Ok(minute), Ok(second)) => Time::new(hour, minute, second, 0).ok(),
            _ => None,
        };
        let Some(time) = time else {
            self.report(
                Diagnostic::error(
                    Code::InvalidDate,
                    span,
                    Text::new(
                        format!("{hour:02}:{minute:02} non è un'ora del giorno"),
                        format!("{hour:02}:{minute:02} is no time of day"),
                    ),
                )
                .with_hint(Text::new(
                    "la fine del giorno si scrive 23:59:59",
                    "write the end of a day as 23:59:59",
                )),
            );
            return None;
        };
        let zoned = self
            .call
            .zone
            .to_ambiguous_timestamp(CivilDateTime::from_parts(date, time));
        let (it, en) = match zoned.offset() {
            AmbiguousOffset::Unambiguous { .. } => match zoned.unambiguous() {
                Ok(instant) => return Some(instant),
                Err(_) => ("è troppo lontana", "is too far away"),
            },
            AmbiguousOffset::Gap { .. } => (
                "non esiste: quella notte cambia l'ora legale",
                "does not exist: summer time changes that night",
            ),
            AmbiguousOffset::Fold { .. } => (
                "esiste due volte: quella notte cambia l'ora legale",
                "exists twice: summer time changes that night",
            ),
        };
        self.report(
            Diagnostic::error(
                Code::InvalidDate,
                span,
                Text::new(format!("quest'ora {it}"), format!("this time {en}")),
            )
            .with_hint(Text::new("scegliere un'altra ora", "choose another time")),
        );
        None
    }
}

/// Returns the day as written, if the calendar has it.
fn civil_date(at: DateTime) -> Option<Date> {
    Date::new(
        i16::try_from(at.year).ok()?,
        i8::try_from(at.month).ok()?,
        i8::try_from(at.day).ok()?,
    )
    .ok()
}

/// Returns a text in the form in which data of type `ty` are read: composed (NFC), codes of a
/// known shape in capitals.
pub(super) fn as_read(text: &str, ty: Type) -> String {
    let composed: String = text.nfc().collect();
    if ty.is_checked_code() {
        composed.to_uppercase()
    } else {
        composed
    }
}

/// Tells whether a number can be written with so many decimals.
pub(super) fn fits(number: Fraction, places: u32) -> bool {
    number.to_plain(places).is_some()
}

/// Returns how a value of a type is written.
fn example(ty: Type) -> Text {
    match ty {
        Type::YesNo => Text::new("scrivere `‹yes›` o `‹no›`", "write `‹yes›` or `‹no›`"),
        Type::Integer => Text::new("per esempio `5_000`", "for example `5_000`"),
        Type::Decimal(_) | Type::Number => Text::new("per esempio `0.80`", "for example `0.80`"),
        Type::Percent(_) => Text::new("per esempio `20 %`", "for example `20 %`"),
        Type::Money | Type::Amount => Text::new(
            "per esempio `450_000.00 EUR`",
            "for example `450_000.00 EUR`",
        ),
        Type::Date => Text::new("per esempio `2026-01-15`", "for example `2026-01-15`"),
        Type::Instant => Text::new(
            "per esempio `2026-01-15 09:00`",
            "for example `2026-01-15 09:00`",
        ),
        Type::Text
        | Type::Code
        | Type::TaxCode
        | Type::Cup
        | Type::ComuneCode
        | Type::Iban
        | Type::Row(_) => Text::new("fra virgolette: `\"041067\"`", "in quotes: `\"041067\"`"),
        Type::Enum(_) => Text::new(
            "scrivere il nome della voce, senza virgolette",
            "write the name of the variant, without quotes",
        ),
        Type::Set(_) => Text::new(
            "fra graffe: `{ a, b }`, oppure `‹none›`",
            "in braces: `{ a, b }`, or `‹none›`",
        ),
        Type::List(_) => Text::new(
            "fra quadre: `[ { campo = valore } ]`",
            "in square brackets: `[ { field = value } ]`",
        ),
    }
}
