//! The requirements of a result, those together that stand alike, and what is missing to tell more.

use super::super::carried::Carried;
use super::super::verdict::{Judged, Standing, Verdict};
use super::check::Seen;
use super::choose;
use super::requirements::{Shown, standing, wait};
use super::words::Words;
use crate::precheck::Verdict as Settled;
use crate::text::Language;

/// So many requirements are named beside a question; of the others how many there are.
const MOST_NAMED: usize = 2;

/// Requirements that stand alike.
pub(super) struct Group {
    pub(super) code: &'static str,
    pub(super) title: &'static str,
    pub(super) words: &'static str,
    pub(super) requirements: Vec<Shown>,
    /// Whether they are shown only to those who look, and in print.
    pub(super) closed: bool,
}

/// A question that stands between the applicant and the verdict.
pub(super) struct Missing {
    pub(super) asked: Words,
    /// What has been answered, in brackets.
    pub(super) note: Option<&'static str>,
    /// Its name in the form.
    pub(super) name: String,
    /// The requirements that wait for it, in words.
    pub(super) needed_for: Words,
}

/// Returns the groups that have requirements, what matters most first.
pub(super) fn groups(seen: &Seen<'_>, carried: &Carried, judged: &Judged) -> Vec<Group> {
    let language = seen.language;
    let group = |code, requirements, heading: Heading| Group {
        code,
        title: choose(language, heading.title.0, heading.title.1),
        words: choose(language, heading.words.0, heading.words.1),
        requirements,
        closed: heading.closed,
    };
    let mut groups = Vec::new();
    let mut to_others = Vec::new();
    for wanted in IN_ORDER {
        let mut found = standing(&seen.served.call, carried, judged, wanted, language);
        if wanted == Standing::Later {
            found.append(&mut to_others);
        }
        let heading = heading(wanted, judged.outlook.verdict);
        let open = wanted == Standing::Waits && judged.outlook.verdict.is_open();
        let own = |it: &Shown| !open || it.waits.iter().any(|wait| wait.name.is_some());
        let (found, others): (Vec<_>, Vec<_>) = found.into_iter().partition(own);
        // What somebody else finds is told later; nobody can answer what cannot be worked out.
        let (left, not_worked_out): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|it| !it.waits.is_empty());
        to_others.extend(left);
        groups.push(group("not_worked_out", not_worked_out, NOT_WORKED_OUT));
        groups.push(group(wanted.code(), found, heading));
    }
    groups.retain(|it| !it.requirements.is_empty());
    groups
}

/// Returns what is missing to tell, with the requirements that depend on it.
pub(super) fn missing(seen: &Seen<'_>, carried: &Carried, judged: &Judged) -> Vec<Missing> {
    let (call, language) = (&seen.served.call, seen.language);
    let missing = judged.missing.iter();
    missing
        .map(|it| {
            let wait = wait(call, carried, &it.question, language);
            let requirements = it.because.iter();
            let requirements = requirements.filter_map(|id| call.requirements.get(id.index()));
            let titles = requirements.map(|it| Words::of(&it.title, call.keywords, language));
            Missing {
                asked: wait.asked,
                note: wait.note,
                name: it.question.name(call),
                needed_for: needed_for(titles.collect(), language),
            }
        })
        .collect()
}

fn needed_for(titles: Vec<Words>, language: Language) -> Words {
    let more = titles.len().saturating_sub(MOST_NAMED);
    let named = Words::joined(titles.into_iter().take(MOST_NAMED), "; ");
    named.then(Words::own(match (language, more) {
        (_, 0) => String::new(),
        (Language::Italian, 1) => " e un altro requisito".to_owned(),
        (Language::Italian, more) => format!(" e altri {more} requisiti"),
        (Language::English, 1) => " and another requirement".to_owned(),
        (Language::English, more) => format!(" and {more} other requirements"),
    }))
}

/// What stands above a group, in Italian and in English.
struct Heading {
    title: (&'static str, &'static str),
    words: (&'static str, &'static str),
    closed: bool,
}

const IN_ORDER: [Standing; 9] = [
    Standing::Blocks,
    Standing::NotTogether,
    Standing::ToMend,
    Standing::Waits,
    Standing::Reserved,
    Standing::Later,
    Standing::Met,
    Standing::NotApplicable,
    Standing::NotExamined,
];

const NOT_WORKED_OUT: Heading = Heading {
    title: (
        "Che cosa non si può ricavare dalle risposte",
        "What the answers do not yield",
    ),
    words: ("", ""),
    closed: false,
};

const WHY_NOT: (&str, &str) = ("Perché non può", "Why you cannot");
const TO_MEND: (&str, &str) = ("Che cosa sistemare", "What to put right");
const RESERVED: (&str, &str) = (
    "Che cosa porterebbe a una riserva",
    "What would lead to a reservation",
);

const NOT_TOGETHER: (&str, &str) = (
    "Ciascuno di questi requisiti da solo permetterebbe un esito migliore, ma non tutti insieme.",
    "Each of these requirements by itself would allow a better outcome, but not all of them together.",
);

const NO_DIFFERENCE: (&str, &str) = (
    "Non cambierebbero il risultato.",
    "They would not change the result.",
);

fn heading(standing: Standing, verdict: Verdict) -> Heading {
    // Whoever is kept out anyway need not read what else is open.
    let refused = verdict == Verdict::Settled(Settled::MayNotApply);
    let (title, words, closed) = match standing {
        Standing::Blocks => (WHY_NOT, ("", ""), false),
        Standing::NotTogether => {
            let title = match verdict {
                Verdict::Settled(Settled::OnceRemedied) => TO_MEND,
                Verdict::Settled(Settled::WithReservation) => RESERVED,
                _ => WHY_NOT,
            };
            (title, NOT_TOGETHER, false)
        }
        Standing::ToMend => (TO_MEND, ("", ""), false),
        Standing::Waits if refused => (
            (
                "Requisiti che dipendono da altre risposte",
                "Requirements that depend on other answers",
            ),
            NO_DIFFERENCE,
            true,
        ),
        Standing::Waits if verdict.is_open() => (
            (
                "Requisiti che ne dipendono",
                "Requirements that depend on it",
            ),
            ("", ""),
            true,
        ),
        Standing::Waits => (
            (
                "Requisiti che dipendono da altre risposte",
                "Requirements that depend on other answers",
            ),
            ("", ""),
            false,
        ),
        Standing::Reserved => (RESERVED, ("", ""), false),
        Standing::Later => (
            ("Che cosa si verifica dopo", "What is checked later"),
            (
                "Dipende da ciò che l'ufficio o la commissione accertano, o dalle altre domande: qui non si chiede.",
                "It depends on what the office or the commission establish, or on the other proposals: it is not asked here.",
            ),
            refused || verdict.is_open(),
        ),
        Standing::Met => (
            ("Requisiti soddisfatti", "Requirements met"),
            ("", ""),
            true,
        ),
        Standing::NotApplicable => (
            (
                "Requisiti che non la riguardano",
                "Requirements that do not concern you",
            ),
            ("", ""),
            true,
        ),
        Standing::NotExamined => (
            ("Requisiti non esaminati", "Requirements not examined"),
            NO_DIFFERENCE,
            true,
        ),
    };
    Heading {
        title,
        words,
        closed,
    }
}
