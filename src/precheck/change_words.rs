//! What would have to be changed, in words.

use super::changes::Change;
use super::question::Question;
use super::why::label;
use crate::call::{Call, Type, show};
use crate::number::Fraction;
use crate::text::{Language, Text};
use crate::value::{Record, Value};

/// So many values say which item is meant.
const MOST_DESCRIBING: usize = 2;

impl Change {
    /// Says what is to be changed, and by how much: "Contributo richiesto: 80.000,00 € invece di
    /// 80.000,01 € (0,01 € in meno)".
    pub fn text(&self, call: &Call) -> Text {
        Text::new(
            self.words(call, Language::Italian),
            self.words(call, Language::English),
        )
    }

    fn words(&self, call: &Call, language: Language) -> String {
        let italian = language == Language::Italian;
        let choose = |it: &'static str, en: &'static str| if italian { it } else { en };
        let asked = label(call, &self.question);
        let asked = asked.get(language);
        let Some(kind) = self.question.kind(call) else {
            return asked.to_owned();
        };
        let shown = |value: &Value| show(value, kind, call.names(), language);
        let what = match (&self.from, &self.to) {
            (Value::List(from), Value::List(to)) => items(call, &self.question, from, to, language),
            (Value::Set(from), Value::Set(to)) => {
                let added = Value::Set(to.difference(from).copied().collect());
                let taken = Value::Set(from.difference(to).copied().collect());
                let mut parts = Vec::new();
                if to.difference(from).next().is_some() {
                    parts.push(format!("{} {}", choose("aggiungere", "add"), shown(&added)));
                }
                if from.difference(to).next().is_some() {
                    parts.push(format!(
                        "{} {}",
                        choose("togliere", "take away"),
                        shown(&taken)
                    ));
                }
                parts.join("; ")
            }
            (from, to) => {
                let instead = choose("invece di", "instead of");
                let way = distance(from, to).map(|(way, more)| {
                    let way = shown(&Value::Number(way));
                    let sense = if more {
                        choose("in più", "more")
                    } else {
                        choose("in meno", "less")
                    };
                    format!(" ({way} {sense})")
                });
                let way = way.unwrap_or_default();
                format!("{} {instead} {}{way}", shown(to), shown(from))
            }
        };
        let colon = if asked.ends_with('?') { "" } else { ":" };
        format!("{asked}{colon} {what}")
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
) -> String {
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
                let shown = show(value, field.kind, call.names(), language);
                let asked = field
                    .ask
                    .as_ref()
                    .map_or(&*field.name, |it| it.get(language));
                stated.push(format!("{asked} {shown}"));
            }
        }
        stated.join(", ")
    };
    if to.len() < from.len() {
        let which = described(call, question, from.get(place), language);
        return if italian {
            format!("togliere il n. {number}{which}")
        } else {
            format!("leave out no. {number}{which}")
        };
    }
    let added = to.len() > from.len();
    let what = stated(from.get(place).filter(|_| !added));
    let kind = question.kind(call);
    match (added, italian, what.is_empty()) {
        _ if !matches!(kind, Some(Type::List(_))) => what,
        (true, true, true) => "aggiungerne uno".to_owned(),
        (true, false, true) => "add one".to_owned(),
        (true, true, false) => format!("aggiungerne uno con {what}"),
        (true, false, false) => format!("add one with {what}"),
        (false, true, _) => format!("il n. {number} con {what}"),
        (false, false, _) => format!("no. {number} with {what}"),
    }
}

/// Says in brackets which item is meant: its first values.
fn described(
    call: &Call,
    question: &Question,
    item: Option<&Record>,
    language: Language,
) -> String {
    let fields = item.map_or(&[][..], |it| &it.fields);
    let shown = (0..).map(crate::call::FieldId).zip(fields);
    let shown = shown.filter_map(|(id, value)| {
        let kind = question.field(0, id).kind(call)?;
        Some(show(value.as_ref()?, kind, call.names(), language))
    });
    let shown: Vec<String> = shown.take(MOST_DESCRIBING).collect();
    if shown.is_empty() {
        String::new()
    } else {
        format!(" ({})", shown.join(", "))
    }
}
