//! The result of the guided check.

use askama::Template;
use axum::response::Response;
use form_urlencoded::Serializer;

use super::super::carried::{Carried, MOST_IN_ADDRESS};
use super::super::verdict::{Judged, Standing, Verdict};
use super::check::Seen;
use super::guidance::{self, ContactShown, DocumentShown};
use super::layout::{Hidden, Page, html};
use super::requirements::{Shown, standing};
use super::summary::{Row, rows};
use super::{choose, list};
use crate::call::{Type, show as show_value};
use crate::engine::citation_texts;
use crate::precheck::{Changes, Verdict as Settled};
use crate::report::visible;
use crate::text::Language;
use crate::value::Value;

#[derive(Template)]
#[template(path = "result.html")]
struct ResultPage {
    p: Page,
    hidden: Hidden,
    changed: Option<Vec<String>>,
    verdict: &'static str,
    lead: &'static str,
    groups: Vec<Group>,
    dates: Option<String>,
    documents: Vec<DocumentShown>,
    maybe: Vec<DocumentShown>,
    contacts: Vec<ContactShown>,
    link: Link,
    mending: Mending,
    rows: Vec<Row>,
    open: bool,
    /// Whether more reasons may be found by going on.
    more: bool,
    made: String,
    digest: String,
}

/// Requirements that stand alike.
struct Group {
    code: &'static str,
    title: &'static str,
    words: &'static str,
    requirements: Vec<Shown>,
    /// Whether they are shown only to those who look.
    closed: bool,
}

enum Link {
    Offered,
    Made(String),
    TooLong,
}

/// What an applicant wants of the result besides the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// No more.
    Nothing,
    /// The link that restores the answers.
    Link,
    /// What would change the outcome: worth a search of its own.
    Changes,
}

impl Wanted {
    /// Returns what shows the same page again.
    fn again(self) -> &'static str {
        match self {
            Self::Nothing => "result",
            Self::Link => "link",
            Self::Changes => "changes",
        }
    }
}

/// What would change the outcome.
enum Mending {
    /// Nothing needs to.
    NotNeeded,
    /// Whoever wants to know may ask.
    Offered,
    /// All of this together.
    Found {
        steps: Vec<MendingStep>,
        /// Whether no smaller change can be.
        complete: bool,
    },
    /// Nothing that the applicant can change; whether everything was looked at.
    Nothing(bool),
}

struct MendingStep {
    words: String,
    requirements: String,
}

/// Returns the page of the result, with what the applicant wants besides.
pub(super) fn show(
    seen: &Seen<'_>,
    carried: &Carried,
    judged: &Judged,
    wanted: Wanted,
) -> Response {
    let (call, language) = (&seen.served.call, seen.language);
    let (title, lead) = words(seen, judged.verdict);
    let hidden = seen.hidden(carried, None, wanted.again());
    let mut p = seen.page(&title);
    p.carried = Some(hidden.clone());
    let mut rows = rows(call, carried, language);
    rows.retain(|it| !it.idle);
    let (documents, maybe) = match judged.verdict {
        Verdict::Settled(Settled::MayNotApply) => Default::default(),
        _ => guidance::needed(call, carried, language),
    };
    html(&ResultPage {
        p,
        hidden,
        changed: seen.changed(carried),
        verdict: judged.verdict.code(),
        lead,
        groups: groups(seen, carried, judged),
        dates: list::dates(call, language),
        documents,
        maybe,
        contacts: guidance::contacts(call, language),
        link: match wanted {
            Wanted::Link => made(seen, carried),
            Wanted::Nothing | Wanted::Changes => Link::Offered,
        },
        mending: mending(seen, carried, judged, wanted),
        rows,
        open: judged.ask.is_some(),
        more: judged.ask.is_none() && judged.standings.contains(&Standing::NotExamined),
        made: made_by(seen),
        digest: seen.served.digest.clone(),
    })
}

/// Says what the answers come to, and what that means.
fn words(seen: &Seen<'_>, verdict: Verdict) -> (String, &'static str) {
    let told = |settled| seen.reception.told(settled).get(seen.language).to_owned();
    let (title, it, en) = match verdict {
        Verdict::Settled(settled @ Settled::MayApply) => (
            told(settled),
            "Tutti i requisiti che si possono verificare con le sue risposte ci sono.",
            "All requirements that your answers can tell are met.",
        ),
        Verdict::Settled(settled @ Settled::WithReservation) => (
            told(settled),
            "Nessun requisito la esclude, ma per quelli qui sotto l'ammissione sarebbe con riserva.",
            "No requirement keeps you out, but for those below admission would be with reservation.",
        ),
        Verdict::Settled(settled @ Settled::OnceRemedied) => (
            told(settled),
            "Nessun requisito la esclude. Quelli qui sotto mancano e si possono sanare: meglio farlo prima di presentare la domanda.",
            "No requirement keeps you out. Those below are not met and can be remedied: better before you apply.",
        ),
        Verdict::Settled(settled @ Settled::MayNotApply) => (
            told(settled),
            "Con queste risposte la domanda non sarebbe ammessa, per i motivi qui sotto.",
            "With these answers the proposal would not be admitted, for the reasons below.",
        ),
        Verdict::Settled(settled @ Settled::CannotBeSaid) => (
            told(settled),
            "Dipende da ciò che ha risposto di non sapere, indicato qui sotto.",
            "It depends on what you answered that you do not know, named below.",
        ),
        Verdict::NotYetKnown => (
            Settled::CannotBeSaid.text().get(seen.language).to_owned(),
            "Mancano ancora delle risposte: sono indicate qui sotto.",
            "Some answers are still missing: they are named below.",
        ),
    };
    (title, choose(seen.language, it, en))
}

fn mending(seen: &Seen<'_>, carried: &Carried, judged: &Judged, wanted: Wanted) -> Mending {
    let fails = matches!(
        judged.verdict,
        Verdict::Settled(Settled::MayNotApply | Settled::OnceRemedied | Settled::WithReservation)
    );
    if !fails {
        return Mending::NotNeeded;
    }
    if wanted != Wanted::Changes {
        return Mending::Offered;
    }
    let (call, language) = (&seen.served.call, seen.language);
    match seen.served.precheck.changes(&carried.answers) {
        Changes::NothingFails => Mending::NotNeeded,
        Changes::None { complete, .. } => Mending::Nothing(complete),
        Changes::Mend(mend) => {
            let steps = mend.changes.iter().map(|change| {
                let mends = change.mends.iter();
                let mends = mends.filter_map(|it| call.requirements.get(it.index()));
                let titles: Vec<String> = mends
                    .map(|it| {
                        let cited = citation_texts(call, &it.citations);
                        let title = it.title.get(language);
                        match cited.first() {
                            Some(first) => format!("{title}: {}", first.get(language)),
                            None => title.to_owned(),
                        }
                    })
                    .collect();
                MendingStep {
                    words: visible(change.text(call).get(language)),
                    requirements: visible(&titles.join("; ")),
                }
            });
            Mending::Found {
                steps: steps.collect(),
                complete: mend.complete,
            }
        }
    }
}

fn groups(seen: &Seen<'_>, carried: &Carried, judged: &Judged) -> Vec<Group> {
    let language = seen.language;
    // Whoever is kept out anyway need not read what else is open.
    let refused = judged.verdict == Verdict::Settled(Settled::MayNotApply);
    let group = |wanted: Standing, it, en, more_it, more_en, closed| Group {
        code: wanted.code(),
        title: choose(language, it, en),
        words: choose(language, more_it, more_en),
        requirements: standing(&seen.served.call, carried, judged, wanted, language),
        closed,
    };
    let groups = [
        group(
            Standing::Blocks,
            "Perché non può",
            "Why you cannot",
            "",
            "",
            false,
        ),
        group(
            Standing::ToMend,
            "Che cosa sistemare",
            "What to mend",
            "",
            "",
            false,
        ),
        group(
            Standing::Waits,
            if refused {
                "Requisiti di cui non si sa"
            } else {
                "Che cosa manca per dirlo"
            },
            if refused {
                "Requirements that cannot be told"
            } else {
                "What is missing to tell"
            },
            if refused {
                "Non cambierebbero il risultato."
            } else {
                ""
            },
            if refused {
                "They would not change the result."
            } else {
                ""
            },
            refused,
        ),
        group(
            Standing::Reserved,
            "Che cosa porterebbe a una riserva",
            "What would lead to a reservation",
            "",
            "",
            false,
        ),
        group(
            Standing::Later,
            "Che cosa si verifica dopo",
            "What is checked later",
            "Dipende da ciò che l'ufficio o la commissione accertano, o dalle altre proposte: qui non si chiede.",
            "It depends on what the office or the commission establish, or on the other proposals: it is not asked here.",
            refused,
        ),
        group(
            Standing::Met,
            "Requisiti soddisfatti",
            "Requirements met",
            "",
            "",
            true,
        ),
        group(
            Standing::NotApplicable,
            "Requisiti che non la riguardano",
            "Requirements that do not concern you",
            "",
            "",
            true,
        ),
        group(
            Standing::NotExamined,
            "Requisiti non esaminati",
            "Requirements not examined",
            "Non cambierebbero il risultato.",
            "They would not change the result.",
            true,
        ),
    ];
    let groups = groups.into_iter();
    groups.filter(|it| !it.requirements.is_empty()).collect()
}

/// Returns the link that restores the answers, which stand in it.
fn made(seen: &Seen<'_>, carried: &Carried) -> Link {
    let call = &seen.served.call;
    let query = Serializer::new(String::new())
        .append_pair("answers", &carried.json(call))
        .append_pair("put", &carried.put_names(call))
        .append_pair("digest", &seen.served.digest)
        .finish();
    if query.len() > MOST_IN_ADDRESS {
        return Link::TooLong;
    }
    Link::Made(format!("{}?{query}", seen.address()))
}

/// Says by which rules, and as of which day, the result was made.
fn made_by(seen: &Seen<'_>) -> String {
    let (call, language) = (&seen.served.call, seen.language);
    let day = call.counting_date.map_or_else(String::new, |day| {
        show_value(&Value::Date(day), Type::Date, call.names(), language)
    });
    match language {
        Language::Italian => format!("Regole in vigore al {day}; impronta di tutti i loro file:"),
        Language::English => format!("Rules in force on {day}; digest of all their files:"),
    }
}
