//! Acts whose day is not known: what counts as before every day, and what nobody can place.

use super::{Act, ActId, Programme};
use crate::text::Text;

impl Programme {
    /// Returns the acts without a date that stand before the first act with one: they count as before
    /// every day.
    pub fn undated(&self) -> &[Act] {
        let first = self.acts.iter().position(|act| act.date.is_some());
        let undated = self.acts.get(..first.unwrap_or(self.acts.len()));
        undated.unwrap_or_default()
    }

    /// Says which acts count as before every day, for whoever asks what there was on one; `None`
    /// where all have a date.
    pub fn before_every_day(&self) -> Option<Text> {
        let names = self.undated().iter().map(|act| format!("`{}`", act.name));
        let names: Vec<String> = names.collect();
        let (it, en) = match names.as_slice() {
            [] => return None,
            [_] => ("l'atto senza data", "the act without a date"),
            _ => ("gli atti senza data", "the acts without a date"),
        };
        let (counts_it, counts_en) = match names.as_slice() {
            [_] => ("conta", "counts"),
            _ => ("contano", "count"),
        };
        let names = names.join(", ");
        Some(Text::new(
            format!("{it} {names} {counts_it} come prima di ogni giorno"),
            format!("{en} {names} {counts_en} as before every day"),
        ))
    }

    /// Says why it cannot be told what there was on a day.
    pub fn not_placed(&self, act: ActId) -> Text {
        let name = self.act(act).map_or("", |it| it.name.as_str());
        Text::new(
            format!("l'atto `{name}` non ha una data e sta dopo un atto che ce l'ha"),
            format!("act `{name}` has no date, and stands after an act that has one"),
        )
    }
}
