//! Why a question is asked, in words.

use super::{Ask, Question};
use crate::call::{Call, Citation};
use crate::text::{Language, Phrase, Text};

/// So many requirements are named; of the others how many there are.
const MOST_NAMED: usize = 3;

/// Returns what an applicant is asked; of a field of an item the list, the place of the item counted
/// from 1, and what is asked of the field.
pub fn label(call: &Call, question: &Question) -> Text {
    Phrase::text(|language| label_phrase(call, question, language))
}

/// Returns the same in one language, in which it stays known what the rules have in one only.
pub(super) fn label_phrase(call: &Call, question: &Question, language: Language) -> Phrase {
    let Some(fact) = question.fact(call) else {
        return Phrase::default();
    };
    let asked = |ask: &Option<Text>, name: &str| {
        let ask = ask.clone().unwrap_or_else(|| Text::italian(name));
        Phrase::of(&ask, language)
    };
    let mut label = asked(&fact.ask, &fact.name);
    let mut inside = Question::of(question.fact);
    for (item, field) in &question.within {
        inside = inside.field(*item, *field);
        let Some(field) = inside.field_of(call) else {
            break;
        };
        let list = label.bare();
        let item = numbered(&list, *item, language);
        let number = item.strip_prefix(&*list).unwrap_or_default();
        label = label
            .and(format!("{number}: "))
            .then(asked(&field.ask, &field.name));
    }
    label
}

/// Names an item of a list by what is asked of the list and the place of the item, counted from 1.
///
/// ```
/// use bando::precheck::numbered;
/// use bando::text::Language;
/// assert_eq!(numbered("Partner", 0, Language::Italian), "Partner, n. 1");
/// assert_eq!(numbered("Who are the partners?", 1, Language::English), "Who are the partners? No. 2");
/// ```
pub fn numbered(list: &str, place: usize, language: Language) -> String {
    let number = place.saturating_add(1);
    let asks = list.ends_with('?');
    match (language, asks) {
        (Language::Italian, false) => format!("{list}, n. {number}"),
        (Language::Italian, true) => format!("{list} N. {number}"),
        (Language::English, false) => format!("{list}, no. {number}"),
        (Language::English, true) => format!("{list} No. {number}"),
    }
}

/// Says why a question is asked: the requirements that it can still decide, with their articles.
pub fn why(call: &Call, ask: &Ask, language: Language) -> Phrase {
    let italian = language == Language::Italian;
    let named = ask.because.iter().take(MOST_NAMED);
    let named = named.filter_map(|id| call.requirements.get(id.index()));
    let named = named.map(|it| {
        let title = Phrase::own("«").then(Phrase::of(&it.title, language));
        match cited(call, &it.citations, language) {
            Some(citation) => title.and("» (").then(citation).and(")"),
            None => title.and("»"),
        }
    });
    let begin = match (italian, ask.because.len()) {
        (true, 1) => "Serve per il requisito ",
        (true, _) => "Serve per i requisiti ",
        (false, 1) => "It is needed for the requirement ",
        (false, _) => "It is needed for the requirements ",
    };
    let more = ask.because.len().saturating_sub(MOST_NAMED);
    let end = match (italian, more) {
        (_, 0) => ".".to_owned(),
        (true, 1) => " e un altro.".to_owned(),
        (true, _) => format!(" e altri {more}."),
        (false, 1) => " and another.".to_owned(),
        (false, _) => format!(" and {more} others."),
    };
    let sentence = Phrase::own(begin)
        .then(Phrase::joined(named, ", "))
        .and(end);
    if ask.proved {
        sentence
    } else {
        sentence.and(if italian {
            " Non si è potuto escludere che la risposta cambi il risultato."
        } else {
            " It could not be ruled out that the answer changes the result."
        })
    }
}

/// Returns the first act cited, with its place.
fn cited(call: &Call, citations: &[Citation], language: Language) -> Option<Phrase> {
    let placed = citations.iter().find(|it| it.place.is_some());
    let citation = placed.or(citations.first())?;
    let authority = call.authority(citation.authority)?;
    let act = Phrase::of(&authority.text, language);
    Some(match &citation.place {
        Some(place) => act
            .and(", ")
            .then(Phrase::of(&Text::italian(place), language)),
        None => act,
    })
}
