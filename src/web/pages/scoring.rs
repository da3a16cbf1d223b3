//! How proposals are scored and ranked, as the page of a call shows it.

use super::super::calls::ServedCall;
use super::choose;
use super::rules::{Told, told};
use super::words::Words;
use crate::call::{self, Call, Criterion, Grid, Names, Type};
use crate::number::Fraction;
use crate::text::Language;
use crate::value::Value;

/// A key of the ranking.
pub(super) struct RankedBy {
    pub(super) what: Told,
    /// Which end comes first, in brackets.
    pub(super) first: &'static str,
}

pub(super) struct CriterionShown {
    pub(super) title: Words,
    pub(super) max: String,
    pub(super) min: String,
    pub(super) depth: usize,
}

/// Returns the keys of the ranking.
pub(super) fn ranked(served: &ServedCall, language: Language) -> Vec<RankedBy> {
    let call = &served.call;
    let Some(ranking) = &call.ranking else {
        return Vec::new();
    };
    let keys = ranking.order_by.iter().map(|key| RankedBy {
        what: told(served, &key.value, language),
        first: first(key.value.ty, key.descending, language),
    });
    let lot = ranking.lot.iter().map(|it| {
        let words = Words::own(choose(language, "Sorteggio: ", "Lot: "));
        RankedBy {
            what: Told::of(words.then(Words::of(it, call.keywords, language))),
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

pub(super) fn grid(call: &Call, grid: &Grid, language: Language) -> Vec<CriterionShown> {
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

pub(super) fn grid_words(grid: &Grid, language: Language) -> String {
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
