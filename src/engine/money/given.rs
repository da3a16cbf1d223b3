//! Why a unit is given what it is given, and from where.

use super::Teller;
use crate::number::Money;
use crate::selection::{Member, Room, Walk};
use crate::text::{Language, Text};

impl Teller<'_> {
    /// Says where money came from that is not simply the pool's own.
    pub(super) fn funded(&self, walk: Walk, room: &Room, reserve: Option<usize>) -> Option<Text> {
        let left = room.left;
        if let Some((name_it, name_en)) = self.reserve(reserve) {
            return Some(self.walked(
                walk,
                &format!("conta nella riserva `{name_it}`"),
                &format!("counts in the reserve `{name_en}`"),
            ));
        }
        match walk {
            Walk::First => None,
            Walk::Leftovers => Some(Text::new(
                format!(
                    "finanziata con i residui delle quote: ne restavano {}",
                    self.it(left)
                ),
                format!(
                    "funded from what the pools left: {} were there",
                    self.en(left)
                ),
            )),
            Walk::Released if !self.released => Some(Text::new(
                format!("finanziata nell'ultimo giro: restavano {}", self.it(left)),
                format!("funded in the last walk: {} were left", self.en(left)),
            )),
            Walk::Released => Some(Text::new(
                format!(
                    "finanziata con le riserve non usate: restavano {}",
                    self.it(left)
                ),
                format!("funded from unused reserves: {} were left", self.en(left)),
            )),
        }
    }

    /// Says how much of what is asked there was, and what bounded it.
    pub(super) fn funded_in_part(
        &self,
        walk: Walk,
        room: &Room,
        reserve: Option<usize>,
        cap: Option<usize>,
    ) -> Text {
        let counts = self.reserve(reserve).map(|(name_it, name_en)| {
            let then_it = format!("; conta nella riserva `{name_it}`");
            (then_it, format!("; it counts in the reserve `{name_en}`"))
        });
        let (then_it, then_en) = counts.unwrap_or_default();
        let cap = cap.and_then(|place| self.envelope.caps.get(place));
        let (given_it, given_en) = match cap.map(|cap| &cap.name) {
            Some(cap) => (
                format!("è assegnato quanto consente ancora il massimale per `{cap}`"),
                format!("as much is given as the cap per `{cap}` still allows"),
            ),
            None => (
                "è assegnato quanto resta".to_owned(),
                "what is left is given".to_owned(),
            ),
        };
        let then_it = format!(": {given_it}{then_it}");
        let then_en = format!(": {given_en}{then_en}");
        self.with_room(walk, room, &then_it, &then_en)
    }

    /// Says what the rules make of the award: below nought the formula is more likely wrong than
    /// the proposal.
    pub(super) fn nothing_to_award(&self) -> Text {
        let members = self.unit.members.iter();
        let negative = members.map(|it| it.full).find(|it| *it < Money::ZERO);
        let asks = self.asks();
        let (it, en) = match negative {
            Some(award) => (
                format!(
                    "la regola dà un importo di {}, meno di zero",
                    self.it(award)
                ),
                format!("the rule makes an award of {}, below zero", self.en(award)),
            ),
            None => (
                asks.get(Language::Italian).to_owned(),
                asks.get(Language::English).to_owned(),
            ),
        };
        Text::new(
            format!("non c'è nulla da assegnare: {it}"),
            format!("there is nothing to award: {en}"),
        )
    }

    /// Says why a member is given nothing though its unit is given money.
    pub(super) fn nothing_for(&self, member: &Member) -> Text {
        let unit = &self.unit.id;
        let full = (self.it(member.full), self.en(member.full));
        if member.full > Money::ZERO {
            return Text::new(
                format!(
                    "di quanto è dato a `{unit}` non le tocca un centesimo: chiede {}",
                    full.0
                ),
                format!(
                    "of what `{unit}` is given not a cent falls to it: it asks {}",
                    full.1
                ),
            );
        }
        Text::new(
            format!(
                "non c'è nulla da assegnare: `{unit}` è finanziata, e a questa proposta spettano {}",
                full.0
            ),
            format!(
                "there is nothing to award: `{unit}` is funded, and this proposal is due {}",
                full.1
            ),
        )
    }

    /// Returns what people call the reserve in which an award counts, in Italian and English.
    pub(super) fn reserve(&self, place: Option<usize>) -> Option<(&str, &str)> {
        let reserve = self.envelope.reserves.get(place?)?;
        let called = |language| reserve.called(language);
        Some((called(Language::Italian), called(Language::English)))
    }
}
