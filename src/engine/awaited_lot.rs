//! What a lot that is not drawn yet leaves open.

use super::reasons::money_text;
use super::trouble;
use crate::call::Call;
use crate::selection::{Lot, Rules, Selection};
use crate::text::{Language, Text};

/// Says what the lot has still to decide; nothing where it is drawn, or all keys differ.
pub(super) fn awaited_lot(call: &Call, rules: &Rules, selection: &Selection) -> Option<Text> {
    if rules.lot != Some(Lot::Awaited) {
        return None;
    }
    if let Some(tie) = &selection.awaits_lot {
        let listed = |language| trouble::tied_units(call, tie, language);
        let left = |language| money_text(call, tie.left, language);
        // Of those that are level one alone may be treated otherwise.
        let (between_it, between_en) = match tie.units.len() {
            1 => ("su", "on"),
            _ => ("fra", "between"),
        };
        return Some(Text::new(
            format!(
                "il sorteggio non è ancora avvenuto: deve decidere {between_it} {}, con {} rimasti; da lì in poi nessuno è finanziato",
                listed(Language::Italian),
                left(Language::Italian)
            ),
            format!(
                "the lot is not drawn yet: it has to decide {between_en} {}, with {} left; nobody is funded from there on",
                listed(Language::English),
                left(Language::English)
            ),
        ));
    }
    let mut ranks = selection.units.windows(2);
    let level = ranks.any(|pair| matches!(pair, [one, two] if one.rank == two.rank));
    level.then(|| {
        Text::new(
            "il sorteggio non è ancora avvenuto: chi è alla pari sta per ora in ordine di id",
            "the lot is not drawn yet: who is level stands for now in the order of ids",
        )
    })
}
