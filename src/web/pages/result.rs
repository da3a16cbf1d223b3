//! The result of the guided check.

use askama::Template;
use axum::response::Response;
use form_urlencoded::Serializer;

use super::super::carried::{Carried, MOST_IN_ADDRESS};
use super::super::verdict::{Judged, Standing, Verdict};
use super::check::Seen;
use super::groups::{Group, Missing, groups, missing};
use super::guidance::{self, ContactShown, DocumentShown};
use super::layout::{Hidden, Page, html};
use super::mending::{Mending, mending};
use super::summary::{Row, rows};
use super::words::Words;
use super::{choose, list};
use crate::call::{Type, show as show_value};
use crate::precheck::{Reception, Verdict as Settled};
use crate::text::Language;
use crate::value::Value;

#[derive(Template)]
#[template(path = "result.html")]
struct ResultPage {
    p: Page,
    hidden: Hidden,
    changed: Option<Vec<Words>>,
    left_out: Option<Vec<Words>>,
    verdict: &'static str,
    lead: &'static str,
    doubt: Option<String>,
    missing: Vec<Missing>,
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

/// Returns the page of the result, with what the applicant wants besides.
pub(super) fn show(
    seen: &Seen<'_>,
    carried: &Carried,
    judged: &Judged,
    wanted: Wanted,
) -> Response {
    let (call, language) = (&seen.served.call, seen.language);
    let (title, lead) = words(seen, judged);
    let hidden = seen.hidden(carried, None, wanted.again());
    let mut p = seen.page(&title);
    p.carried = Some(hidden.clone());
    let mut rows = rows(call, carried, language);
    rows.retain(|it| !it.idle);
    let over = seen.reception == Reception::Closed;
    let (documents, maybe) = match judged.outlook.verdict {
        Verdict::Settled(Settled::MayNotApply) => Default::default(),
        _ if over => Default::default(),
        _ => guidance::needed(call, carried, language),
    };
    let groups = groups(seen, carried, judged);
    html(&ResultPage {
        p,
        hidden,
        changed: seen.changed(),
        left_out: seen.left_out(carried),
        verdict: judged.outlook.verdict.code(),
        lead,
        doubt: judged
            .outlook
            .doubt
            .map(|it| it.text().get(language).to_owned()),
        missing: missing(seen, carried, judged),
        groups,
        dates: list::dates(call, seen.reception, language),
        documents,
        maybe,
        contacts: guidance::contacts(call, language),
        link: match wanted {
            Wanted::Link => made(seen, carried),
            Wanted::Nothing | Wanted::Changes => Link::Offered,
        },
        mending: mending(seen, carried, judged, wanted == Wanted::Changes),
        rows,
        open: judged.outlook.ask.is_some(),
        more: judged.outlook.ask.is_none() && judged.standings.contains(&Standing::NotExamined),
        made: made_by(seen),
        digest: seen.served.digest.clone(),
    })
}

/// Says what the answers come to, and what that means.
fn words(seen: &Seen<'_>, judged: &Judged) -> (String, &'static str) {
    // A reservation may depend on what the applicant does not know.
    let mut standings = judged.standings.iter();
    let certain = standings.any(|it| matches!(it, Standing::Reserved | Standing::NotTogether));
    let told = |settled| {
        let certain = certain || settled != Settled::WithReservation;
        let told = seen.reception.told(settled, certain);
        told.get(seen.language).to_owned()
    };
    let (title, it, en) = match judged.outlook.verdict {
        Verdict::Settled(settled @ Settled::WithReservation) if !certain => (
            told(settled),
            "Nessun requisito la esclude. Da ciò che ha risposto di non sapere dipende se l'ammissione sarebbe con riserva.",
            "No requirement keeps you out. Whether admission would be with reservation depends on what you answered that you do not know.",
        ),
        Verdict::Settled(settled @ Settled::MayApply) => (
            told(settled),
            "Le sue risposte soddisfano tutti i requisiti che si possono verificare qui.",
            "Your answers meet all the requirements that can be checked here.",
        ),
        Verdict::Settled(settled @ Settled::WithReservation) => (
            told(settled),
            "Nessun requisito la esclude, ma per quelli qui sotto l'ammissione sarebbe con riserva.",
            "No requirement keeps you out, but for those below admission would be with reservation.",
        ),
        Verdict::Settled(settled @ Settled::MayNeedRemedy) => (
            told(settled),
            "Nessun requisito la esclude. Da ciò che ha risposto di non sapere dipende se qualcosa va sanato.",
            "No requirement keeps you out. Whether something must be remedied depends on what you answered that you do not know.",
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
            "Dipende da ciò che non si sa ancora: le risposte che mancano sono indicate qui sotto.",
            "It depends on what is not known yet: the answers that are missing are named below.",
        ),
        Verdict::NotYetKnown => (
            Settled::CannotBeSaid.text().get(seen.language).to_owned(),
            "Mancano ancora delle risposte: sono indicate qui sotto.",
            "Some answers are still missing: they are named below.",
        ),
    };
    (title, choose(seen.language, it, en))
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
