//! Warnings of pools and awards whose sizes do not fit each other.

use std::collections::BTreeMap;

use super::candidates::Entry;
use super::reasons::money_text;
use super::trouble;
use crate::call::{Call, Envelope, PoolShares};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::selection::Rules;
use crate::text::{Language, Text};
use crate::value::{Leftovers, Limit};

/// Warns of awards above the envelope, and of pools below every award.
pub(super) fn warnings(call: &Call, rules: &Rules, entries: &[Entry]) -> Vec<Diagnostic> {
    let large = call
        .envelope
        .as_ref()
        .and_then(|envelope| large_awards(call, envelope, rules.envelope?, entries));
    let small = small_pools(call, rules, entries);
    let without = without_weight(call, rules, entries);
    large.into_iter().chain(small).chain(without).collect()
}

/// Warns of units that ask more than the whole envelope.
fn large_awards(
    call: &Call,
    envelope: &Envelope,
    all: Money,
    entries: &[Entry],
) -> Option<Diagnostic> {
    let mut asked: BTreeMap<(Option<&str>, &str), Money> = BTreeMap::new();
    for candidate in entries.iter().filter_map(|it| it.candidate.as_ref()) {
        let id = match &candidate.group {
            Some(group) => (Some(group.as_str()), ""),
            None => (None, candidate.id.as_str()),
        };
        let sum = asked.entry(id).or_insert(Money::ZERO);
        // What members ask less than nothing is not subtracted from what the others ask.
        *sum = sum.add(candidate.award.max(Money::ZERO))?;
    }
    asked.retain(|_, sum| *sum > all);
    if asked.is_empty() {
        return None;
    }
    let listed = |language| {
        let listed = asked.iter().map(|((group, id), sum)| {
            let name = group.unwrap_or(id);
            format!("`{name}` ({})", money_text(call, *sum, language))
        });
        trouble::enumerate(listed.collect(), language)
    };
    let (asks_it, asks_en) = if asked.len() == 1 {
        ("una domanda chiede", "one application asks")
    } else {
        ("alcune domande chiedono", "some applications ask")
    };
    let is_plain =
        envelope.pools.is_none() && envelope.caps.is_empty() && envelope.reserves.is_empty();
    let (then_it, then_en) = match envelope.limit {
        Limit::Stop if is_plain => (
            "quando tocca a una domanda così la graduatoria si ferma, e dopo di essa non si finanzia nessuno",
            "at the turn of such an application the ranking stops, and nobody behind it is funded",
        ),
        Limit::Stop => (
            "quando tocca a una domanda così la sua quota, o la graduatoria, può chiudersi per chi viene dopo",
            "at the turn of such an application its pool, or the ranking, may be closed to those behind it",
        ),
        Limit::PassOver => (
            "una domanda così viene saltata, se non si aggiungono risorse",
            "such an application is passed over, unless money is added",
        ),
        Limit::Give { .. } => (
            "una domanda così ha al più quanto resta, se non si aggiungono risorse",
            "such an application is given what is left at most, unless money is added",
        ),
    };
    Some(
        Diagnostic::warning(
            Code::LargeAward,
            envelope.award.span,
            Text::new(
                format!(
                    "{asks_it} più dell'intera dotazione di {}: {}",
                    money_text(call, all, Language::Italian),
                    listed(Language::Italian)
                ),
                format!(
                    "{asks_en} more than the whole envelope of {}: {}",
                    money_text(call, all, Language::English),
                    listed(Language::English)
                ),
            ),
        )
        .with_hint(Text::new(
            format!("controllare gli importi, o porre loro un massimo con `‹at most›`: {then_it}"),
            format!("check the amounts, or give them a maximum with `‹at most›`: {then_en}"),
        ))
        .in_keywords_of(call.keywords),
    )
}

/// Warns of territories in which proposals are, and of which the weight that makes the pools knows
/// nothing: nobody decided that they should have no pool.
fn without_weight(call: &Call, rules: &Rules, entries: &[Entry]) -> Option<Diagnostic> {
    let pools = call.envelope.as_ref()?.pools.as_ref()?;
    let PoolShares::Weight(name) = &pools.shares else {
        return None;
    };
    let shares = &rules.pools.as_ref()?.shares;
    let mut without: BTreeMap<&str, u64> = BTreeMap::new();
    let candidates = entries.iter().filter_map(|it| it.candidate.as_ref());
    for key in candidates.filter_map(|it| it.pool.as_deref()) {
        if !shares.contains_key(key) {
            let count = without.entry(key).or_default();
            *count = count.saturating_add(1);
        }
    }
    if without.is_empty() {
        return None;
    }
    let listed = |language| {
        let listed = without
            .iter()
            .map(|(key, count)| format!("`{key}` ({count})"));
        trouble::enumerate(listed.collect(), language)
    };
    Some(
        Diagnostic::warning(
            Code::NoPool,
            pools.span,
            Text::new(
                format!(
                    "il peso `{name}` non conosce questi territori, che restano senza quota (fra parentesi le proposte in graduatoria): {}",
                    listed(Language::Italian)
                ),
                format!(
                    "the weight `{name}` does not know these territories, which have no pool (in brackets the proposals ranked): {}",
                    listed(Language::English)
                ),
            ),
        )
        .with_hint(Text::new(
            "aggiungere i territori alla tabella del peso, o correggere i dati: così concorrono solo a ciò che le quote lasciano",
            "add the territories to the table of the weight, or correct the data: as it is, they compete only for what the pools leave",
        ))
        .in_keywords_of(call.keywords),
    )
}

/// Warns of pools that are smaller than the smallest award asked.
fn small_pools(call: &Call, rules: &Rules, entries: &[Entry]) -> Option<Diagnostic> {
    let pools = call.envelope.as_ref()?.pools.as_ref()?;
    let shares = &rules.pools.as_ref()?.shares;
    let candidates = entries.iter().filter_map(|it| it.candidate.as_ref());
    let awards = candidates.map(|candidate| candidate.award);
    let least = awards.filter(|award| *award > Money::ZERO).min()?;
    let small = || shares.iter().filter(|(_, share)| **share < least);
    small().next()?;
    let listed = |language| {
        let small =
            small().map(|(key, share)| format!("`{key}` ({})", money_text(call, *share, language)));
        trouble::enumerate(small.collect(), language)
    };
    let text = |language| (listed(language), money_text(call, least, language));
    let ((small_it, least_it), (small_en, least_en)) =
        (text(Language::Italian), text(Language::English));
    let hint = match pools.leftovers {
        Leftovers::Unspent => Text::new(
            "dividere per territori più grandi, oppure assegnare i residui con `‹leftovers to one ranking›`",
            "divide by larger territories, or share what is left with `‹leftovers to one ranking›`",
        ),
        Leftovers::OneRanking => Text::new(
            "dividere per territori più grandi: così queste quote vanno tutte alla graduatoria unica",
            "divide by larger territories: as it is, all the money of these pools goes to the one ranking",
        ),
    };
    Some(
        Diagnostic::warning(
            Code::SmallPool,
            pools.span,
            Text::new(
                format!(
                    "la proposta più piccola chiede {least_it}, più di queste quote: {small_it}"
                ),
                format!("the smallest proposal asks {least_en}, more than these pools: {small_en}"),
            ),
        )
        .with_hint(hint)
        .in_keywords_of(call.keywords),
    )
}
