//! What a unit asks and what is left for it, in the words of each walk.

use super::super::reasons::money_text;
use super::Teller;
use crate::number::Money;
use crate::selection::{Room, Walk};
use crate::text::{Language, Text};

impl Teller<'_> {
    /// Returns "asks so much, so much is left", with something after it.
    pub(super) fn with_room(
        &self,
        walk: Walk,
        room: &Room,
        after_it: &str,
        after_en: &str,
    ) -> Text {
        let (asks_it, asks_en) = self.asks_before(", ", ", ");
        let (left_it, left_en) = self.room(room, true);
        self.walked(
            walk,
            &format!("{asks_it}{left_it}{after_it}"),
            &format!("{asks_en}{left_en}{after_en}"),
        )
    }

    /// Returns "asks so much" with what parts it from the rest; nothing where it has been said.
    pub(super) fn asks_before(&self, and_it: &str, and_en: &str) -> (String, String) {
        if self.has_asked {
            return Default::default();
        }
        let asks = self.asks();
        (
            format!("{}{and_it}", asks.get(Language::Italian)),
            format!("{}{and_en}", asks.get(Language::English)),
        )
    }

    pub(super) fn asks(&self) -> Text {
        let unit = self.unit;
        let (it, en) = (self.it(unit.full), self.en(unit.full));
        match unit.members.len() {
            0 | 1 => Text::new(format!("servono {it}"), format!("asks {en}")),
            members => Text::new(
                format!("per le {members} proposte di `{}` servono {it}", unit.id),
                format!("the {members} proposals of `{}` ask {en}", unit.id),
            ),
        }
    }

    /// Returns what is left for a unit, and where, if `by_name`.
    pub(super) fn room(&self, room: &Room, by_name: bool) -> (String, String) {
        let (it, en) = (|amount| self.it(amount), |amount| self.en(amount));
        let free = room.money.sub(room.held).unwrap_or(Money::ZERO);
        match (room.pool, &self.unit.pool) {
            (Some(left), Some(_)) if left <= free && !by_name => (
                format!("ne restano {}", it(left)),
                format!("{} are left", en(left)),
            ),
            (Some(left), Some(pool)) if left <= free => (
                format!("nella quota `{pool}` ne restano {}", it(left)),
                format!("{} are left in the pool `{pool}`", en(left)),
            ),
            _ if room.held > Money::ZERO => (
                format!(
                    "ne restano {}, di cui {} tenuti per le riserve",
                    it(room.money),
                    it(room.held)
                ),
                format!(
                    "{} are left, of which {} are held for reserves",
                    en(room.money),
                    en(room.held)
                ),
            ),
            _ => (
                format!("ne restano {}", it(room.left)),
                format!("{} are left", en(room.left)),
            ),
        }
    }

    /// Names the walk, but for the first; the last by what it gives out, where that is anything.
    pub(super) fn walked(&self, walk: Walk, it: &str, en: &str) -> Text {
        let (named_it, named_en) = match walk {
            Walk::First => return Text::new(it, en),
            Walk::Leftovers => ("Sui residui", "From leftovers"),
            Walk::Released if self.released => ("Sulle riserve non usate", "From unused reserves"),
            Walk::Released => ("Nell'ultimo giro", "In the last walk"),
        };
        Text::new(format!("{named_it}: {it}"), format!("{named_en}: {en}"))
    }

    pub(super) fn it(&self, amount: Money) -> String {
        money_text(self.call, amount, Language::Italian)
    }

    pub(super) fn en(&self, amount: Money) -> String {
        money_text(self.call, amount, Language::English)
    }
}
