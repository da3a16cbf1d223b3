//! The words for other rules.

use super::super::words::choose;
use crate::engine::VariantKind;
use crate::number::{Fraction, Money, Rounding, group_digits};
use crate::text::Language;
use crate::value::Limit;

/// Returns what a call does where the money ends.
pub(super) fn limit_text(limit: Limit, language: Language) -> &'static str {
    let (it, en) = match limit {
        Limit::Stop => ("ci si ferma", "stop"),
        Limit::PassOver => ("si passa oltre", "pass over"),
        Limit::Give { .. } => ("si dà il resto", "give the rest"),
    };
    choose(language, it, en)
}

/// Returns the limit for data.
pub(super) fn limit_code(limit: Limit) -> &'static str {
    match limit {
        Limit::Stop => "stop",
        Limit::PassOver => "pass_over",
        Limit::Give { .. } => "give_what_is_left",
    }
}

/// Returns other rules for people.
pub(super) fn kind_text(kind: &VariantKind, language: Language) -> String {
    match (kind, language) {
        (VariantKind::Limit(limit), Language::Italian) => {
            format!("limite: {}", limit_text(*limit, language))
        }
        (VariantKind::Limit(limit), Language::English) => {
            format!("limit: {}", limit_text(*limit, language))
        }
        (VariantKind::WithoutPools, Language::Italian) => "senza quote".to_owned(),
        (VariantKind::WithoutPools, Language::English) => "without pools".to_owned(),
        (VariantKind::Weight(name), Language::Italian) => format!("quote col peso `{name}`"),
        (VariantKind::Weight(name), Language::English) => format!("pools by weight `{name}`"),
        (VariantKind::Parts(parts), Language::Italian) => {
            format!("quote con parti {}", parts_text(parts, language))
        }
        (VariantKind::Parts(parts), Language::English) => {
            format!("pools with parts {}", parts_text(parts, language))
        }
    }
}

/// Returns other rules for data.
pub(super) fn kind_code(kind: &VariantKind) -> String {
    match kind {
        VariantKind::Limit(limit) => limit_code(*limit).to_owned(),
        VariantKind::WithoutPools => "without_pools".to_owned(),
        VariantKind::Weight(name) => format!("weight {name}"),
        VariantKind::Parts(parts) => format!("parts {}", parts_text(parts, Language::English)),
    }
}

fn parts_text(parts: &[Fraction], language: Language) -> String {
    let parts = parts.iter().map(|part| percent_text(*part, language));
    parts.collect::<Vec<_>>().join(" + ")
}

/// Returns a part as a percentage, to two decimals where it needs them.
pub(super) fn percent_text(part: Fraction, language: Language) -> String {
    let percent = part.mul(Fraction::integer(100));
    let percent = percent.unwrap_or(Fraction::ZERO);
    format!("{} %", decimal_text(percent, 2, Rounding::HalfUp, language))
}

/// Returns a number to at most so many decimals.
pub(super) fn decimal_text(
    value: Fraction,
    places: u32,
    rounding: Rounding,
    language: Language,
) -> String {
    let rounded = value.round(places, rounding).unwrap_or(value);
    let needed = rounded.decimals().unwrap_or(places);
    let digits = rounded.to_plain(needed).unwrap_or_default();
    match language {
        Language::Italian => digits.replace('.', ","),
        Language::English => digits,
    }
}

/// Returns an amount without the word for euro, for tables.
pub(super) fn plain_money(amount: Money, language: Language) -> String {
    thousands(&amount.to_plain(), language)
}

/// Groups digits as the reader's language does.
pub(super) fn thousands(digits: &str, language: Language) -> String {
    match language {
        Language::Italian => group_digits(digits, '.', ','),
        Language::English => group_digits(digits, ',', '.'),
    }
}
