//! Why a unit is not given what it asks.

use super::Teller;
use crate::number::Money;
use crate::selection::{Departure, Room, UnitResult, Used, Walk};
use crate::text::{Language, Text};

impl Teller<'_> {
    /// Says what a unit lacks where it was reached, and what follows.
    pub(super) fn short(&self, walk: Walk, room: &Room, lacking: &Text, closes: bool) -> Text {
        let (mut then_it, mut then_en) = match (closes, room.pool) {
            (true, None) => ("qui la graduatoria si ferma", "the ranking stops here"),
            (true, Some(_)) => ("qui la quota si chiude", "the pool is closed here"),
            (false, _) => ("si passa oltre", "it is passed over"),
        };
        if closes && room.held > Money::ZERO {
            (then_it, then_en) = match room.pool {
                None => (
                    "qui la graduatoria si ferma, salvo per le riserve",
                    "the ranking stops here, but for the reserves",
                ),
                Some(_) => (
                    "qui la quota si chiude, salvo per le riserve",
                    "the pool is closed here, but for the reserves",
                ),
            };
        }
        self.with_room(
            walk,
            room,
            &format!(": mancano {}; {then_it}", lacking.get(Language::Italian)),
            &format!(": short by {}; {then_en}", lacking.get(Language::English)),
        )
    }

    /// Says where the walk ended before the unit was reached.
    pub(super) fn after_the_end(
        &self,
        walk: Walk,
        ended_by: &str,
        room: &Room,
        lacking: Option<Text>,
    ) -> Text {
        let (ended_it, ended_en) = match (room.pool, &self.unit.pool) {
            (Some(_), Some(pool)) => (
                format!("la quota `{pool}` si è chiusa prima, a `{ended_by}`"),
                format!("the pool `{pool}` was closed earlier, at `{ended_by}`"),
            ),
            _ => (
                format!("la graduatoria si è fermata prima, a `{ended_by}`"),
                format!("the ranking stopped earlier, at `{ended_by}`"),
            ),
        };
        // The pool has its name already.
        let (left_it, left_en) = self.room(room, false);
        let text = match lacking {
            Some(lacking) => {
                let (asks_it, asks_en) = self.asks_before(", ", ", ");
                (
                    format!(
                        "{ended_it}; {asks_it}{left_it}: mancano {}",
                        lacking.get(Language::Italian)
                    ),
                    format!(
                        "{ended_en}; {asks_en}{left_en}: short by {}",
                        lacking.get(Language::English)
                    ),
                )
            }
            None => {
                let (asks_it, asks_en) = self.asks_before(" e ", " and ");
                (
                    format!("{ended_it}; {asks_it}{left_it}, ma oltre quel punto non si finanzia"),
                    format!(
                        "{ended_en}; {asks_en}{left_en}, but nothing is funded past that point"
                    ),
                )
            }
        };
        self.walked(walk, &text.0, &text.1)
    }

    /// Says which cap a unit would exceed.
    pub(super) fn capped(
        &self,
        walk: Walk,
        cap: usize,
        key: &str,
        used: Used,
        adds: Used,
    ) -> Option<Text> {
        let name = &self.envelope.caps.get(cap)?.name;
        let (it, en) = match (used, adds) {
            (Used::Money(used), Used::Money(adds)) => (
                format!(
                    "massimale per `{name}`: `{key}` ha già {}, con altri {} lo supererebbe; si passa oltre",
                    self.it(used),
                    self.it(adds)
                ),
                format!(
                    "cap per `{name}`: `{key}` has {} already, with {} more it would be exceeded; passed over",
                    self.en(used),
                    self.en(adds)
                ),
            ),
            (Used::Proposals(used), Used::Proposals(adds)) => (
                format!(
                    "massimale per `{name}`: proposte già finanziate di `{key}`: {used}, con altre {adds} lo supererebbe; si passa oltre"
                ),
                format!(
                    "cap per `{name}`: proposals of `{key}` funded already: {used}, with {adds} more it would be exceeded; passed over"
                ),
            ),
            _ => return None,
        };
        Some(self.walked(walk, &it, &en))
    }

    /// Says how a unit left the ranking.
    pub(super) fn left(&self) -> Text {
        let mut departures = self.unit.members.iter().filter_map(|it| it.departure);
        match departures.next() {
            Some(Departure::Renounced) => Text::new("rinuncia", "renounced"),
            Some(Departure::Revoked) => Text::new("contributo revocato", "award revoked"),
            Some(Departure::ReservationFailed) | None => {
                Text::new("riserva non sciolta", "the reservation has failed")
            }
        }
    }

    /// Returns what is lacking to a unit, and to those that a slide completes before it.
    pub(super) fn lacking(&self, result: &UnitResult, short: Money) -> Text {
        let (it, en) = (self.it(short), self.en(short));
        match self.rests.filter(|_| *result == self.unit.result) {
            Some(rests) => Text::new(
                format!(
                    "{it}, oltre a {} per completare i contributi parziali che vengono prima",
                    self.it(rests)
                ),
                format!(
                    "{en}, besides {} to complete the partial awards that come first",
                    self.en(rests)
                ),
            ),
            None => Text::new(it, en),
        }
    }
}
