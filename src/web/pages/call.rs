//! The page of a call.

use askama::Template;
use axum::response::{IntoResponse as _, Response};

use super::super::calls::{self, ServedCall};
use super::super::language::code;
use super::super::trouble::Trouble;
use super::super::{App, Asked};
use super::address::Place;
use super::guidance::{self, ContactShown, DocumentShown};
use super::layout::{Page, html};
use super::money::{Amount, MoneyShown, amounts, cited, money};
use super::requirements::{bare, phase};
use super::rules::{Told, told};
use super::scoring::{CriterionShown, RankedBy, grid, grid_words, ranked};
use super::words::Words;
use super::{choose, list};
use crate::call::{self, Call, Expr, ExprKind, Phase, Requirement, Type, Unless};
use crate::engine::{envelope_of, money_text};
use crate::precheck::Reception;
use crate::report::{message_in_words, visible};
use crate::text::{Language, keyword};
use crate::value::{AuthorityKind, Value};

#[derive(Template)]
#[template(path = "call.html")]
struct CallPage {
    p: Page,
    check: String,
    closed: bool,
    reception: &'static str,
    badge: &'static str,
    /// The title, as the rules have it.
    heading: Words,
    facts: Vec<(String, String)>,
    /// By what proposals are ranked.
    ranked: Vec<RankedBy>,
    phases: Vec<PhaseShown>,
    /// The language in which the rules are written.
    rules_language: &'static str,
    amounts: Vec<Amount>,
    money: Option<MoneyShown>,
    ranking_citations: Vec<Words>,
    grid_citations: Vec<Words>,
    grid: Vec<CriterionShown>,
    grid_words: String,
    sources: Vec<Words>,
    documents: Vec<DocumentShown>,
    contacts: Vec<ContactShown>,
    files: Vec<(String, String)>,
}

struct PhaseShown {
    title: &'static str,
    requirements: Vec<RequirementShown>,
}

struct RequirementShown {
    title: Words,
    /// What whoever does not meet it is told.
    says: Words,
    applies: Option<Told>,
    requires: Told,
    exceptions: Vec<ExceptionShown>,
    consequence: String,
    citations: Vec<Words>,
    /// The rule as it is written.
    rule: String,
}

struct ExceptionShown {
    title: Option<Words>,
    when: Told,
    /// What switches it off.
    unless: Vec<UnlessShown>,
    /// What is required then; nothing, where it is not there.
    requires: Option<Told>,
    citations: Vec<Words>,
}

struct UnlessShown {
    title: Option<Words>,
    when: Told,
    citations: Vec<Words>,
}

pub(super) fn show(app: &App, asked: &Asked) -> Response {
    let (language, id) = Place::read(asked.parts.uri.path());
    let shelf = app.shelf.calls();
    let Some(served) = id.and_then(|id| shelf.get(&id)) else {
        return Trouble::NotFound.into_response();
    };
    let call = &served.call;
    let reception = calls::reception(call, app.config.as_of);
    let title = visible(call.title.get(language));
    let mut p = Page::new(language, title, Place::Call(served.id()));
    let notice = reception.notice(call);
    p.notice = notice.map(|it| visible(it.get(language)));
    html(&CallPage {
        p,
        check: Place::Check(served.id()).address(language),
        closed: reception == Reception::Closed,
        reception: list::words(reception, language),
        badge: list::badge(reception),
        heading: Words::of(&call.title, call.keywords, language),
        facts: in_short(call, reception, language),
        ranked: ranked(served, language),
        phases: phases(served, language),
        rules_language: code(call.keywords),
        amounts: amounts(call, language),
        money: money(served, language),
        ranking_citations: call
            .ranking
            .iter()
            .flat_map(|it| cited(call, &it.citations, language))
            .collect(),
        grid_citations: call
            .grid
            .iter()
            .flat_map(|it| cited(call, &it.citations, language))
            .collect(),
        grid: call
            .grid
            .iter()
            .flat_map(|it| grid(call, it, language))
            .collect(),
        grid_words: call
            .grid
            .as_ref()
            .map(|grid| grid_words(grid, language))
            .unwrap_or_default(),
        sources: sources(call, language),
        documents: documents(served, language),
        contacts: guidance::contacts(call, language),
        files: served.files.clone(),
    })
}

/// Returns every document, with who needs it.
fn documents(served: &ServedCall, language: Language) -> Vec<DocumentShown> {
    let shown = served.call.documents.iter().map(|it| {
        let when = it.when.as_ref().map(|when| told(served, when, language));
        guidance::document(&served.call, it, when, language)
    });
    shown.collect()
}

fn in_short(call: &Call, reception: Reception, language: Language) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut say = |it, en, value: String| {
        facts.push((choose(language, it, en).to_owned(), value));
    };
    if !call.actions.is_empty() {
        say("Azione", "Action", call.actions.join(", "));
    }
    if let Some(dates) = list::dates(call, reception, language) {
        say("Quando", "When", dates);
    }
    if let Some(envelope) = envelope_of(call) {
        say(
            "Dotazione",
            "Envelope",
            money_text(call, envelope, language),
        );
    }
    if let Some(day) = call.counting_date {
        let day = call::show(&Value::Date(day), Type::Date, call.names(), language);
        say("Regole in vigore al", "Rules in force on", day);
    }
    facts
}

fn phases(served: &ServedCall, language: Language) -> Vec<PhaseShown> {
    let phases = [Phase::Receipt, Phase::Formal, Phase::Substantive];
    let shown = phases.into_iter().map(|wanted| {
        let requirements = served.call.requirements.iter();
        let requirements = requirements.filter(|it| it.phase == wanted).map(|it| {
            let shown = bare(&served.call, it, language);
            RequirementShown {
                title: shown.title,
                says: says(&served.call, it, language),
                applies: it
                    .applies_when
                    .as_ref()
                    .map(regular)
                    .filter(|it| !matches!(it.kind, ExprKind::Constant(_)))
                    .map(|it| told(served, it, language)),
                requires: told(served, regular(&it.require), language),
                exceptions: exceptions(served, it, language),
                consequence: shown.consequence,
                citations: shown.citations,
                rule: rule(served, it),
            }
        });
        PhaseShown {
            title: phase(wanted, language),
            requirements: requirements.collect(),
        }
    });
    shown.filter(|it| !it.requirements.is_empty()).collect()
}

/// Returns what whoever does not meet a requirement is told.
fn says(call: &Call, requirement: &Requirement, language: Language) -> Words {
    let told = message_in_words(call, &requirement.message, language);
    Words::phrase(&told, call.keywords, language)
}

/// Returns a condition as it is where no exception holds.
fn regular(condition: &Expr) -> &Expr {
    match &condition.kind {
        ExprKind::Excepted { base, .. } => base,
        _ => condition,
    }
}

fn exceptions(
    served: &ServedCall,
    requirement: &Requirement,
    language: Language,
) -> Vec<ExceptionShown> {
    let call = &served.call;
    let required = match &requirement.require.kind {
        ExprKind::Excepted { exceptions, .. } => exceptions.as_slice(),
        _ => &[],
    };
    let shown = requirement.exceptions.iter().enumerate();
    let shown = shown.map(|(place, it)| {
        let mut required = required.iter();
        let required = required.find(|it| usize::try_from(it.exception.place) == Ok(place));
        let title = it.title.as_ref();
        ExceptionShown {
            title: title.map(|it| Words::of(it, call.keywords, language)),
            when: told(served, &it.when, language),
            unless: it
                .unless
                .iter()
                .map(|it| unless(served, it, language))
                .collect(),
            requires: required.map(|it| told(served, &it.value, language)),
            citations: cited(call, &it.citations, language),
        }
    });
    shown.collect()
}

fn unless(served: &ServedCall, unless: &Unless, language: Language) -> UnlessShown {
    let (call, title) = (&served.call, unless.title.as_ref());
    UnlessShown {
        title: title.map(|it| Words::of(it, call.keywords, language)),
        when: told(served, &unless.when, language),
        citations: cited(call, &unless.citations, language),
    }
}

/// Returns what a requirement requires, in the words of the rule file.
fn rule(served: &ServedCall, requirement: &Requirement) -> String {
    let word = |name| keyword(name, served.call.keywords).unwrap_or_default();
    let slice = |expr: &Expr| {
        let lines = served.sources.slice(expr.span).trim_end().lines();
        lines.map(visible).collect::<Vec<_>>().join("\n")
    };
    let mut lines = Vec::new();
    let base = |expr: &Expr| match &expr.kind {
        ExprKind::Excepted { base, .. } => slice(base),
        _ => slice(expr),
    };
    let condition = requirement.applies_when.as_ref().map(base);
    // That a requirement always applies is written nowhere.
    if let Some(condition) = condition.filter(|it| !it.is_empty()) {
        let (applies, when) = (word("kw_applies"), word("kw_when"));
        lines.push(format!("{applies} {when} {condition}"));
    }
    lines.push(format!(
        "{} {}",
        word("kw_require"),
        base(&requirement.require)
    ));
    for exception in &requirement.exceptions {
        let (named, when) = (word("kw_exception"), word("kw_when"));
        let condition = slice(&exception.when);
        lines.push(format!("{named} {}: {when} {condition}", exception.name));
        for unless in &exception.unless {
            let (word, condition) = (word("kw_unless"), slice(&unless.when));
            lines.push(format!("  {word} {}: {when} {condition}", unless.name));
        }
    }
    lines.join("\n")
}

fn sources(call: &Call, language: Language) -> Vec<Words> {
    let sources = call.authorities.iter();
    let sources = sources.filter(|it| it.kind == AuthorityKind::Source);
    sources
        .map(|it| Words::of(&it.text, call.keywords, language))
        .collect()
}
