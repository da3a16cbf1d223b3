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
use super::requirements::{bare, phase};
use super::words::Words;
use super::{choose, list};
use crate::call::{self, Call, Criterion, Expr, ExprKind, Grid, Names, Phase, Requirement, Type};
use crate::engine::{citation_texts, envelope_of, money_text};
use crate::number::Fraction;
use crate::precheck::Reception;
use crate::report::visible;
use crate::text::{Language, keyword};
use crate::value::{AuthorityKind, Value};

#[derive(Template)]
#[template(path = "call.html")]
struct CallPage {
    p: Page,
    check: String,
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
    parameters: Vec<(String, String, Words)>,
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
    consequence: String,
    citations: Vec<Words>,
    rule: String,
}

/// A key of the ranking.
struct RankedBy {
    /// What it is called, or how rules name it.
    what: Words,
    /// Whether it is a name of the rules.
    name: bool,
    /// Which end comes first, in brackets.
    first: &'static str,
}

struct CriterionShown {
    title: Words,
    max: String,
    min: String,
    depth: usize,
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
        reception: list::words(reception, language),
        badge: list::badge(reception),
        heading: Words::of(&call.title, call.keywords, language),
        facts: in_short(call, reception, language),
        ranked: ranked(call, language),
        phases: phases(served, language),
        rules_language: code(call.keywords),
        parameters: parameters(call, language),
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

/// Returns every document, with who needs it as the rules have it.
fn documents(served: &ServedCall, language: Language) -> Vec<DocumentShown> {
    let shown = served.call.documents.iter().map(|it| {
        let when = it.when.as_ref().map(|when| {
            let lines = served.sources.slice(when.span).split_whitespace();
            lines.collect::<Vec<_>>().join(" ")
        });
        guidance::document(&served.call, it, when.as_deref(), language)
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

/// Returns the keys of the ranking by their titles; where they have none, by their names in the rules.
fn ranked(call: &Call, language: Language) -> Vec<RankedBy> {
    let Some(ranking) = &call.ranking else {
        return Vec::new();
    };
    let keys = ranking.order_by.iter().map(|key| {
        let titled = match &key.value.kind {
            ExprKind::Points(None) => Some(Words::own(choose(language, "Punteggio", "Score"))),
            ExprKind::Points(Some(id)) => {
                let criterion = call.grid.as_ref().and_then(|it| it.criterion(*id));
                criterion.map(|it| criterion_title(call, it, language))
            }
            ExprKind::Fact(id) => {
                let ask = call.facts.get(id.index()).and_then(|it| it.ask.as_ref());
                ask.map(|it| Words::of(it, call.keywords, language))
            }
            _ => None,
        };
        RankedBy {
            name: titled.is_none(),
            what: titled.unwrap_or_else(|| Words::own(visible(&key.name))),
            first: first(key.value.ty, key.descending, language),
        }
    });
    let lot = ranking.lot.iter().map(|it| {
        let words = Words::own(choose(language, "Sorteggio: ", "Lot: "));
        RankedBy {
            what: words.then(Words::of(it, call.keywords, language)),
            name: false,
            first: "",
        }
    });
    keys.chain(lot).collect()
}

/// Says which values of a key come first.
fn first(kind: Type, descending: bool, language: Language) -> &'static str {
    let of_time = matches!(kind, Type::Date | Type::Instant);
    let (it, en) = match (kind, descending) {
        (Type::YesNo, true) => ("prima chi sì", "yes first"),
        (Type::YesNo, false) => ("prima chi no", "no first"),
        (_, true) if of_time => ("dall'ultimo", "latest first"),
        (_, false) if of_time => ("dal primo", "earliest first"),
        (kind, true) if kind.is_number() => ("dal più alto", "highest first"),
        (kind, false) if kind.is_number() => ("dal più basso", "lowest first"),
        (_, true) => ("decrescente", "descending"),
        (_, false) => ("crescente", "ascending"),
    };
    choose(language, it, en)
}

fn phases(served: &ServedCall, language: Language) -> Vec<PhaseShown> {
    let phases = [Phase::Receipt, Phase::Formal, Phase::Substantive];
    let shown = phases.into_iter().map(|wanted| {
        let requirements = served.call.requirements.iter();
        let requirements = requirements.filter(|it| it.phase == wanted).map(|it| {
            let shown = bare(&served.call, it, language);
            RequirementShown {
                title: shown.title,
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
    }
    lines.join("\n")
}

/// Returns the parameters with one value for all, and what each rests on.
fn parameters(call: &Call, language: Language) -> Vec<(String, String, Words)> {
    let names: Names<'_> = call.names();
    let parameters = call.definitions.iter().filter(|it| it.parameter);
    parameters
        .filter_map(|it| {
            let ExprKind::Constant(value) = &it.value.kind else {
                return None;
            };
            let citations = citation_texts(call, &it.citations);
            let citations = citations.iter();
            let citations = citations.map(|it| Words::of(it, call.keywords, language));
            Some((
                it.name.clone(),
                call::show(value, it.kind, names, language),
                Words::joined(citations, "; "),
            ))
        })
        .collect()
}

fn grid(call: &Call, grid: &Grid, language: Language) -> Vec<CriterionShown> {
    let criteria = grid.criteria.iter();
    criteria
        .map(|criterion| {
            let mut depth = 0_usize;
            let mut parent = criterion.parent;
            while let Some(above) = parent.and_then(|id| grid.criterion(id)) {
                depth = depth.saturating_add(1);
                parent = above.parent;
            }
            let minimum = criterion.minimum.as_ref();
            CriterionShown {
                title: criterion_title(call, criterion, language),
                max: number(criterion.max, language),
                min: minimum.map_or_else(String::new, |it| number(it.points, language)),
                depth: depth.min(3),
            }
        })
        .collect()
}

fn criterion_title(call: &Call, criterion: &Criterion, language: Language) -> Words {
    let name = Words::own(format!("{} ", criterion.name));
    name.then(Words::of(&criterion.title, call.keywords, language))
}

fn grid_words(grid: &Grid, language: Language) -> String {
    let max = number(grid.max, language);
    let mut words = match language {
        Language::Italian => format!("Il punteggio massimo è {max}."),
        Language::English => format!("The most points are {max}."),
    };
    if let Some(threshold) = &grid.threshold {
        let points = number(threshold.points, language);
        words.push_str(choose(language, " Ne servono almeno ", " At least "));
        words.push_str(&points);
        words.push_str(choose(language, "", " are needed"));
        if threshold.before_premiums {
            words.push_str(choose(
                language,
                ", premialità escluse",
                ", premiums left out",
            ));
        }
        words.push('.');
    }
    words
}

fn number(number: Fraction, language: Language) -> String {
    let zone = jiff::tz::TimeZone::UTC;
    let names = Names {
        enums: &[],
        tables: &[],
        zone: &zone,
    };
    call::show(&Value::Number(number), Type::Number, names, language)
}

fn sources(call: &Call, language: Language) -> Vec<Words> {
    let sources = call.authorities.iter();
    let sources = sources.filter(|it| it.kind == AuthorityKind::Source);
    sources
        .map(|it| Words::of(&it.text, call.keywords, language))
        .collect()
}
