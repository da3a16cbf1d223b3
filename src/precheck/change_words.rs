//! What would have to be changed, in words.

use super::changes::Change;
use super::question::Question;
use super::why::label_phrase;
use crate::call::{Call, Type, show_phrase};
use crate::number::Fraction;
use crate::text::{Language, Phrase, Text};
use crate::value::{Record, Value};

/// So many values say which item is meant.
const MOST_DESCRIBING: usize = 2;

impl Change {
    /// Says what is to be changed, and by how much: "Contributo richiesto: 80.000,00 € invece di
    /// 80.000,01 € (0,01 € in meno)".
    pub fn text(&self, call: &Call) -> Text {
        Phrase::text(|language| self.phrase(call, language))
    }

    /// Says the same in one language, in which it stays known what the rules have in one only.
    pub fn phrase(&self, call: &Call, language: Language) -> Phrase {
        let italian = language == Language::Italian;
        let choose = |it: &'static str, en: &'static str| if italian { it } else { en };
        let asked = label_phrase(call, &self.question, language);
        let Some(kind) = self.question.kind(call) else {
            return asked;
        };
        let shown = |value: &Value| show_phrase(value, kind, call.names(), language);
        let what = match (&self.from, &self.to) {
            (Value::List(from), Value::List(to)) => items(call, &self.question, from, to, language),
            (Value::Set(from), Value::Set(to)) => {
                let added = Value::Set(to.difference(from).copied().collect());
                let taken = Value::Set(from.difference(to).copied().collect());
                let mut parts = Vec::new();
                if to.difference(from).next().is_some() {
                    parts.push(Phrase::own(choose("aggiungere ", "add ")).then(shown(&added)));
                }
                if from.difference(to).next().is_some() {
                    parts.push(Phrase::own(choose("togliere ", "take away ")).then(shown(&taken)));
                }
                Phrase::joined(parts, "; ")
            }
            (from, to) => {
                let instead = choose(" invece di ", " instead of ");
                let way = distance(from, to).map(|(way, more)| {
                    let way = shown(&Value::Number(way)).bare();
                    let sense = if more {
                        choose("in più", "more")
                    } else {
                        choose("in meno", "less")
                    };
                    format!(" ({way} {sense})")
                });
                let way = way.unwrap_or_default();
                shown(to).and(instead).then(shown(from)).and(way)
            }
        };
        let colon = if asked.bare().ends_with('?') {
            " "
        } else {
            ": "
        };
        asked.and(colon).then(what)
    }
}

fn distance(from: &Value, to: &Value) -> Option<(Fraction, bool)> {
    let (Value::Number(from), Value::Number(to)) = (from, to) else {
        return None;
    };
    Some((to.sub(*from)?.abs()?, to > from))
}

/// Says which item is added, left out or changed.
fn items(
    call: &Call,
    question: &Question,
    from: &[Record],
    to: &[Record],
    language: Language,
) -> Phrase {
    let italian = language == Language::Italian;
    let differs = from.iter().zip(to).position(|(from, to)| from != to);
    let place = differs.unwrap_or(from.len().min(to.len()));
    let number = place.saturating_add(1);
    let stated = |before: Option<&Record>| {
        let item = to.get(place);
        let fields = item.map_or(&[][..], |it| &it.fields);
        let mut stated = Vec::new();
        for (id, value) in (0..).map(crate::call::FieldId).zip(fields) {
            let same = before.and_then(|it| it.fields.get(id.index())) == Some(value);
            let inside = question.field(place, id);
            if let (false, Some(value), Some(field)) = (same, value, inside.field_of(call)) {
                let shown = show_phrase(value, field.kind, call.names(), language);
                let name = Text::italian(&field.name);
                let asked = Phrase::of(field.ask.as_ref().unwrap_or(&name), language);
                stated.push(asked.and(" ").then(shown));
            }
        }
        Phrase::joined(stated, ", ")
    };
    if to.len() < from.len() {
        let which = described(call, question, from.get(place), language);
        let what = if italian {
            format!("togliere il n. {number}")
        } else {
            format!("leave out no. {number}")
        };
        return Phrase::own(what).then(which);
    }
    let added = to.len() > from.len();
    let what = stated(from.get(place).filter(|_| !added));
    let kind = question.kind(call);
    let head = match (added, italian, what.bare().is_empty()) {
        _ if !matches!(kind, Some(Type::List(_))) => String::new(),
        (true, true, true) => "aggiungerne uno".to_owned(),
        (true, false, true) => "add one".to_owned(),
        (true, true, false) => "aggiungerne uno con ".to_owned(),
        (true, false, false) => "add one with ".to_owned(),
        (false, true, _) => format!("il n. {number} con "),
        (false, false, _) => format!("no. {number} with "),
    };
    Phrase::own(head).then(what)
}

/// Says in brackets which item is meant: its first values.
fn described(
    call: &Call,
    question: &Question,
    item: Option<&Record>,
    language: Language,
) -> Phrase {
    let fields = item.map_or(&[][..], |it| &it.fields);
    let shown = (0..).map(crate::call::FieldId).zip(fields);
    let shown = shown.filter_map(|(id, value)| {
        let kind = question.field(0, id).kind(call)?;
        Some(show_phrase(value.as_ref()?, kind, call.names(), language))
    });
    let shown: Vec<Phrase> = shown.take(MOST_DESCRIBING).collect();
    if shown.is_empty() {
        return Phrase::default();
    }
    Phrase::own(" (").then(Phrase::joined(shown, ", ")).and(")")
}
