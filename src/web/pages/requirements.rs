//! Requirements as pages show them.

use super::super::carried::Carried;
use super::super::verdict::{Judged, Standing};
use super::choose;
use super::money::cited;
use super::words::Words;
use crate::assessment::Finding;
use crate::call::{Call, Consequence, Phase, Requirement, Supplier, Type};
use crate::engine::{citation_phrases_behind, no_result_text};
use crate::precheck::{Answer, Question, numbered};
use crate::report::{own_answers, shortfall_text, term_text, visible};
use crate::text::Language;

/// A requirement, with what became of it.
pub(super) struct Shown {
    pub(super) title: Words,
    pub(super) message: Option<Words>,
    /// The applicant's own answers that count here, where nothing else names them.
    pub(super) own: Vec<Words>,
    pub(super) shortfalls: Vec<String>,
    pub(super) consequence: String,
    pub(super) waits: Vec<Wait>,
    pub(super) citations: Vec<Words>,
}

/// Something that a requirement waits for.
#[derive(PartialEq, Eq)]
pub(super) struct Wait {
    pub(super) asked: Words,
    /// What has been answered or who tells, in brackets.
    pub(super) note: Option<&'static str>,
    /// The name of the question, where the applicant may answer it.
    pub(super) name: Option<String>,
}

/// Returns what a question asks; of a list how many items there are.
pub(super) fn asked(call: &Call, question: &Question, language: Language) -> Words {
    let words = heading(call, question, language);
    let how_many = match question.kind(call) {
        Some(Type::List(_)) if words.bare().ends_with('?') => {
            choose(language, " Indicare il numero.", " How many?")
        }
        Some(Type::List(_)) => choose(language, ": numero", ": how many?"),
        _ => return words,
    };
    words.then(Words::own(how_many))
}

/// Returns what is asked in the words of the rules.
fn heading(call: &Call, question: &Question, language: Language) -> Words {
    let field = question.field_of(call);
    let (ask, name) = match field {
        Some(field) => (field.ask.as_ref(), field.name.as_str()),
        None => match question.fact(call) {
            Some(fact) => (fact.ask.as_ref(), fact.name.as_str()),
            None => (None, ""),
        },
    };
    match ask {
        Some(ask) => Words::of(ask, call.keywords, language),
        None => Words::own(visible(name)),
    }
}

/// Says of which item of which list a question asks.
pub(super) fn within(call: &Call, question: &Question, language: Language) -> Option<Words> {
    let (item, _) = question.within.last()?;
    let list = Question {
        fact: question.fact,
        within: question
            .within
            .split_last()
            .map(|(_, before)| before.to_vec())
            .unwrap_or_default(),
    };
    let list = heading(call, &list, language);
    let bare = list.bare();
    let numbered = numbered(&bare, *item, language);
    let number = numbered.strip_prefix(&bare).unwrap_or_default().to_owned();
    Some(list.then(Words::own(number)))
}

/// Says what follows where a requirement is not met.
pub(super) fn consequence(consequence: Consequence, language: Language) -> String {
    let term = term_text(consequence, language);
    match (consequence, language) {
        (Consequence::Refusal, _) => String::new(),
        (Consequence::Remedy(_), Language::Italian) => {
            format!("Si può sanare entro {term} dalla richiesta dell'ufficio.")
        }
        (Consequence::Remedy(_), Language::English) => {
            format!("Can be mended within {term} of the office's request.")
        }
        (Consequence::Reservation(None), _) => choose(
            language,
            "Se manca, l'ammissione è con riserva.",
            "Where it is not met, admission is with reservation.",
        )
        .to_owned(),
        (Consequence::Reservation(Some(_)), Language::Italian) => {
            format!("Se manca, l'ammissione è con riserva, da sciogliere entro {term}.")
        }
        (Consequence::Reservation(Some(_)), Language::English) => format!(
            "Where it is not met, admission is with reservation, to be cleared within {term}."
        ),
    }
}

pub(super) fn phase(phase: Phase, language: Language) -> &'static str {
    let (it, en) = match phase {
        Phase::Receipt => ("Ricevibilità", "Receipt"),
        Phase::Formal => ("Ammissibilità formale", "Formal admissibility"),
        Phase::Substantive => ("Ammissibilità sostanziale", "Substantive admissibility"),
    };
    choose(language, it, en)
}

/// Returns a requirement as the rules have it.
pub(super) fn bare(call: &Call, requirement: &Requirement, language: Language) -> Shown {
    Shown {
        title: Words::of(&requirement.title, call.keywords, language),
        message: None,
        own: Vec::new(),
        shortfalls: Vec::new(),
        consequence: consequence(requirement.consequence, language),
        waits: Vec::new(),
        citations: cited(call, &requirement.citations, language),
    }
}

/// Returns the requirements that stand so, with the reasons.
pub(super) fn standing(
    call: &Call,
    carried: &Carried,
    judged: &Judged,
    wanted: Standing,
    language: Language,
) -> Vec<Shown> {
    let findings = judged.findings.iter().zip(&judged.standings);
    let findings = findings.zip(&judged.waits);
    let findings = findings.filter(|((_, standing), _)| **standing == wanted);
    findings
        .filter_map(|((finding, _), waits)| {
            let requirement = call.requirements.get(finding.requirement.index())?;
            let waits = waits.iter().map(|it| wait(call, carried, it, language));
            let waits = waits.collect();
            let mut shown = judged_one(call, requirement, finding, waits, wanted, language);
            if wanted == Standing::NotTogether {
                shown.own = own(call, requirement, carried, language);
            }
            Some(shown)
        })
        .collect()
}

/// Says what the applicant has answered that a requirement looks at.
fn own(
    call: &Call,
    requirement: &Requirement,
    carried: &Carried,
    language: Language,
) -> Vec<Words> {
    let own = own_answers(call, requirement, &carried.answers, language);
    let own = own.into_iter().map(|(question, answer)| {
        let asked = asked(call, &question, language).then(Words::own(" - "));
        asked.then(Words::phrase(&answer, call.keywords, language))
    });
    own.collect()
}

fn judged_one(
    call: &Call,
    requirement: &Requirement,
    finding: &Finding,
    mut waits: Vec<Wait>,
    standing: Standing,
    language: Language,
) -> Shown {
    let message = finding.message.as_ref();
    let mut message = message.map(|it| Words::of(it, call.keywords, language));
    let others = finding.unknown.waits_for.iter();
    for wait in others.filter_map(|name| by_others(call, name, language)) {
        if !waits.contains(&wait) {
            waits.push(wait);
        }
    }
    if !finding.unknown.waits_for_others.is_empty() {
        let words = choose(
            language,
            "Dipende dalle altre domande presentate",
            "It depends on the other proposals received",
        );
        waits.push(Wait {
            asked: Words::own(words),
            note: None,
            name: None,
        });
    }
    if message.is_none()
        && let Some(no_result) = finding.unknown.without_result.first()
    {
        message = Some(Words::of(
            &no_result_text(call, no_result.why),
            call.keywords,
            language,
        ));
    }
    let told = matches!(
        standing,
        Standing::NotTogether
            | Standing::ToMend
            | Standing::Reserved
            | Standing::Waits
            | Standing::Later
    );
    let citations = citation_phrases_behind(call, requirement, finding, language);
    let shortfalls = finding.shortfalls.iter();
    Shown {
        title: Words::of(&requirement.title, call.keywords, language),
        message,
        own: Vec::new(),
        shortfalls: shortfalls
            .filter(|it| it.distance.is_some())
            .map(|it| capital(&shortfall_text(call, it, language)))
            .collect(),
        consequence: if told {
            consequence(finding.consequence, language)
        } else {
            String::new()
        },
        waits,
        citations: citations
            .iter()
            .map(|it| Words::phrase(it, call.keywords, language))
            .collect(),
    }
}

/// Returns a question that the applicant may answer.
pub(super) fn wait(
    call: &Call,
    carried: &Carried,
    question: &Question,
    language: Language,
) -> Wait {
    let mut words = asked(call, question, language);
    if let Some(within) = within(call, question, language) {
        words = within.then(Words::own(": ")).then(words);
    }
    let not_known = carried.answers.get(question) == Answer::DoNotKnow;
    let words_of_it = choose(language, "risposta: non so", "answer: I don't know");
    Wait {
        asked: words,
        note: not_known.then_some(words_of_it),
        name: Some(question.name(call)),
    }
}

/// Returns what somebody else has yet to find.
fn by_others(call: &Call, name: &str, language: Language) -> Option<Wait> {
    let question = Question::named(call, name)?;
    let by = match question.supplier(call)? {
        Supplier::Applicant => return None,
        Supplier::Office => choose(language, "lo verifica l'ufficio", "the office checks it"),
        Supplier::Commission => choose(
            language,
            "lo giudica la commissione",
            "the commission judges it",
        ),
    };
    // A name from the rule file says nothing to an applicant.
    let asks = question.fact(call).is_some_and(|it| it.ask.is_some());
    let (asked, note) = if asks {
        (asked(call, &question, language), Some(by))
    } else {
        (Words::own(capital(by).trim_end_matches('.')), None)
    };
    Some(Wait {
        asked,
        note,
        name: None,
    })
}

/// Returns a sentence with a capital letter at its beginning and a full stop at its end.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let sentence: String = first.chain(letters).collect();
    format!("{sentence}.")
}
