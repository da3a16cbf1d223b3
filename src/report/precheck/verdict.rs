//! The verdict, with every requirement, as people read it.

use super::super::words::{choose, shortfall, term, visible, wrap};
use super::own::own_answers;
use crate::call::{Call, Consequence};
use crate::engine::citation_texts;
use crate::precheck::{Answers, Outcome, Reception, Settled, Standing, label};
use crate::text::Language;

pub(super) fn settled_text(
    call: &Call,
    answers: &Answers,
    settled: &Settled,
    reception: Reception,
    language: Language,
) -> String {
    let told = reception.told(settled.verdict, settled.is_certain());
    let mut out = wrap("", &format!("{}.", told.get(language)));
    if let Some(doubt) = settled.doubt {
        out.push_str(&wrap("", doubt.text().get(language)));
    }
    let heads = [
        (Group::Unmet, choose(language, "Non soddisfatti", "Not met")),
        (
            Group::NotTogether,
            choose(
                language,
                "Ciascuno da solo permetterebbe un esito migliore, ma non tutti insieme",
                "Each by itself would allow a better outcome, but not all together",
            ),
        ),
        (
            Group::Open,
            choose(language, "Non si può ancora dire", "Cannot be said yet"),
        ),
        (
            Group::Others,
            choose(
                language,
                "Li accertano gli uffici o la commissione",
                "Left to the office or the commission",
            ),
        ),
        (
            Group::NotAsked,
            choose(
                language,
                "Non chiesti: non cambiano più l'esito",
                "Not asked: they no longer change the outcome",
            ),
        ),
        (Group::Met, choose(language, "Soddisfatti", "Met")),
        (
            Group::NotApplicable,
            choose(language, "Non si applicano", "Do not apply"),
        ),
    ];
    for (group, head) in heads {
        let standings = settled.standings.iter();
        let standings: Vec<_> = standings
            .filter(|it| group_of(&it.outcome) == group)
            .collect();
        if standings.is_empty() {
            continue;
        }
        out.push('\n');
        out.push_str(&wrap("", &format!("{head}:")));
        for standing in standings {
            standing_text(call, answers, standing, language, &mut out);
        }
    }
    out
}

fn standing_text(
    call: &Call,
    answers: &Answers,
    standing: &Standing,
    language: Language,
    out: &mut String,
) {
    let Some(requirement) = call.requirements.get(standing.requirement.index()) else {
        return;
    };
    let title = format!("{} ({})", requirement.title.get(language), requirement.name);
    out.push_str(&wrap("- ", &title));
    let told = match &standing.outcome {
        Outcome::Unmet(consequence)
        | Outcome::NotTogether(consequence)
        | Outcome::Open { consequence, .. } => *consequence,
        _ => return,
    };
    for citation in citation_texts(call, &requirement.citations) {
        out.push_str(&wrap("  § ", citation.get(language)));
    }
    if let Some(message) = &standing.finding.message {
        out.push_str(&wrap("  ", &visible(message.get(language))));
    }
    for found in &standing.finding.shortfalls {
        let head = choose(language, "  limite: ", "  limit: ");
        out.push_str(&wrap(head, &shortfall(call, found, language)));
    }
    if matches!(standing.outcome, Outcome::NotTogether(_)) {
        for (question, answer) in own_answers(call, requirement, answers, language) {
            let head = choose(language, "  risposta: ", "  answer: ");
            let asked = label(call, &question);
            let line = format!("{} - {}", asked.get(language), answer.bare());
            out.push_str(&wrap(head, &visible(&line)));
        }
    }
    if let Outcome::Open { missing, .. } = &standing.outcome {
        let names: Vec<String> = missing.iter().map(|it| it.name(call)).collect();
        let head = choose(language, "  manca: ", "  missing: ");
        if !names.is_empty() {
            out.push_str(&wrap(head, &names.join(", ")));
        }
    }
    let within = term(told, language);
    let words = match (told, within.is_empty()) {
        (Consequence::Remedy(_), _) => choose(language, "sanabile entro", "to be remedied within"),
        (Consequence::Reservation(_), false) => choose(
            language,
            "con riserva, da sciogliere entro",
            "with reservation, to be cleared within",
        ),
        (Consequence::Reservation(_), true) => choose(language, "con riserva", "with reservation"),
        (Consequence::Refusal, _) => return,
    };
    out.push_str(&wrap("  ", &format!("{words} {within}")));
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Unmet,
    NotTogether,
    Open,
    Others,
    NotAsked,
    Met,
    NotApplicable,
}

fn group_of(outcome: &Outcome) -> Group {
    match outcome {
        Outcome::Met => Group::Met,
        Outcome::NotApplicable => Group::NotApplicable,
        Outcome::Unmet(_) => Group::Unmet,
        Outcome::NotTogether(_) => Group::NotTogether,
        Outcome::Open { .. } => Group::Open,
        Outcome::LeftToOthers => Group::Others,
        Outcome::NotAsked => Group::NotAsked,
    }
}
