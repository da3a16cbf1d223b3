//! What is said where values over other proposals were taken from an earlier outcome.

use super::words::{choose, visible};
use crate::engine::Kept;
use crate::text::Language;

/// More ids than this are only counted.
const MOST_IDS: usize = 10;

/// Returns what there is to know about it, a sentence each.
pub(super) fn kept_sentences(kept: &Kept, language: Language) -> Vec<String> {
    let word = |it: String, en: String| choose(language, &it, &en).to_owned();
    let mut sentences = Vec::new();
    if kept.provisional {
        sentences.push(word(
            "quell'esito era provvisorio: i suoi valori possono ancora cambiare".to_owned(),
            "that outcome was provisional: its values may still change".to_owned(),
        ));
    }
    if !kept.absent.is_empty() {
        let shown: Vec<&str> = kept.absent.iter().map(String::as_str).collect();
        let more = shown.len().saturating_sub(MOST_IDS);
        let mut ids = visible(&shown.get(..MOST_IDS).unwrap_or(&shown).join(", "));
        if more > 0 {
            ids.push_str(&word(
                format!(" e altre {more}"),
                format!(" and {more} more"),
            ));
        }
        sentences.push(word(
            format!("calcolati adesso, perché allora non c'erano, per: {ids}"),
            format!("told anew, because they were not there then, for: {ids}"),
        ));
    }
    if kept.unknown_then > 0 {
        let count = kept.unknown_then;
        sentences.push(word(
            format!("calcolati adesso, perché allora non si conoscevano: {count}"),
            format!("told anew, because they were not known then: {count}"),
        ));
    }
    sentences
}
