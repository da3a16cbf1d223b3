//! Reasons in money: what was left, what was short, which pool, cap or reserve.

use super::outcome::Reason;
use super::persons;
use super::reasons::{citation_texts, money_text};
use crate::call::{Call, Envelope, Type};
use crate::number::Money;
use crate::selection::{Departure, Member, Rests, Room, Selection, Unit, UnitResult, Used, Walk};
use crate::text::{Language, Text};

/// Tells whether any reserve had something unused that was released to all.
pub(super) fn has_released(selection: &Selection) -> bool {
    let mut reserves = selection.reserves.iter();
    reserves.any(|reserve| reserve.released > Money::ZERO)
}

/// Says in money what became of a unit, walk by walk; nothing where it simply was funded. `rests`
/// are those of its selection, and `released` tells whether its reserves released anything.
pub(super) fn in_money(
    call: &Call,
    (rests, released): &(Rests<'_>, bool),
    (unit, member): (&Unit, &Member),
) -> Option<Reason> {
    let envelope = call.envelope.as_ref()?;
    let reason = |message: Text| Reason {
        code: "envelope".to_owned(),
        message,
        citations: citation_texts(call, &envelope.citations),
        named: named(envelope, unit),
    };
    let mut teller = Teller {
        call,
        envelope,
        unit,
        has_asked: false,
        released: *released,
        rests: rests.before(unit).filter(|rests| *rests > Money::ZERO),
    };
    let is_given = matches!(
        unit.result,
        UnitResult::Funded { .. } | UnitResult::FundedInPart { .. }
    );
    if is_given && member.award == Money::ZERO {
        return Some(reason(teller.nothing_for(member)));
    }
    let mut told: Vec<Text> = Vec::new();
    let mut cap: Option<usize> = None;
    for result in unit.earlier.iter().chain([&unit.result]) {
        // A cap that refused once refuses ever after.
        match result {
            UnitResult::Capped { cap: of, .. } if cap == Some(*of) => {}
            _ => {
                told.extend(teller.tell(result));
                teller.has_asked |= says_what_is_asked(result);
            }
        }
        if let UnitResult::Capped { cap: of, .. } = result {
            cap = Some(*of);
        }
    }
    let is_funded = matches!(unit.result, UnitResult::Funded { .. });
    // What earlier walks refused is of no interest where a later one gave without more words.
    let message = if is_funded {
        told.pop().filter(|_| teller.tell(&unit.result).is_some())?
    } else {
        let join = |language| {
            let told: Vec<_> = told.iter().map(|text| text.get(language)).collect();
            // A walk is a sentence.
            told.join(". ")
        };
        Text::new(join(Language::Italian), join(Language::English))
    };
    (!message.get(Language::Italian).is_empty()).then(|| reason(message))
}

/// Returns by which texts the caps count that refused a unit, and by which tax codes of persons.
fn named(envelope: &Envelope, unit: &Unit) -> Vec<String> {
    let results = unit.earlier.iter().chain([&unit.result]);
    let named = results.filter_map(|result| {
        let UnitResult::Capped { cap, key, .. } = result else {
            return None;
        };
        let is_name = matches!(envelope.caps.get(*cap)?.per.ty, Type::Text | Type::Iban);
        (is_name || persons::is_persons_code(key)).then(|| key.clone())
    });
    named.collect()
}

/// Tells whether a walk's sentence says how much a unit asks; those after it do not say it again.
fn says_what_is_asked(result: &UnitResult) -> bool {
    matches!(
        result,
        UnitResult::FundedInPart { .. } | UnitResult::Short { .. } | UnitResult::AfterTheEnd { .. }
    )
}

struct Teller<'a> {
    call: &'a Call,
    envelope: &'a Envelope,
    unit: &'a Unit,
    /// Whether a walk before has said what is asked.
    has_asked: bool,
    /// Whether the reserves released anything.
    released: bool,
    /// What completes the awards in part that come before it, where there are any.
    rests: Option<Money>,
}

impl Teller<'_> {
    fn tell(&self, result: &UnitResult) -> Option<Text> {
        Some(match result {
            UnitResult::Ranked => return None,
            UnitResult::Funded {
                walk,
                room,
                reserve,
            } => self.funded(*walk, room, *reserve)?,
            UnitResult::FundedInPart {
                walk,
                room,
                reserve,
                cap,
            } => {
                let counts = self.reserve(*reserve).map(|(name_it, name_en)| {
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
                self.with_room(*walk, room, &then_it, &then_en)
            }
            UnitResult::Short {
                walk,
                room,
                short,
                closes,
            } => self.short(*walk, room, &self.lacking(result, *short), *closes),
            UnitResult::Capped {
                walk,
                cap,
                key,
                used,
                adds,
            } => self.capped(*walk, *cap, key, *used, *adds)?,
            UnitResult::AfterTheEnd {
                walk,
                ended_by,
                room,
                short,
            } => {
                let lacking = short.map(|short| self.lacking(result, short));
                self.after_the_end(*walk, ended_by, room, lacking)
            }
            UnitResult::AwaitsLot => Text::new(
                "attende il sorteggio: non è ancora detto a chi vanno i fondi",
                "waits for the lot: it cannot be told yet to whom the money goes",
            ),
            UnitResult::NothingToAward => self.nothing_to_award(),
            UnitResult::Left => self.left(),
        })
    }

    /// Says what the rules make of the award: below nought the formula is more likely wrong than
    /// the proposal.
    fn nothing_to_award(&self) -> Text {
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
    fn nothing_for(&self, member: &Member) -> Text {
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

    /// Says where money came from that is not simply the pool's own.
    fn funded(&self, walk: Walk, room: &Room, reserve: Option<usize>) -> Option<Text> {
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

    /// Returns what people call the reserve in which an award counts, in Italian and English.
    fn reserve(&self, place: Option<usize>) -> Option<(&str, &str)> {
        let reserve = self.envelope.reserves.get(place?)?;
        let called = |language| reserve.called(language);
        Some((called(Language::Italian), called(Language::English)))
    }

    /// Returns what is lacking to a unit, and to those that a slide completes before it.
    fn lacking(&self, result: &UnitResult, short: Money) -> Text {
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

    fn short(&self, walk: Walk, room: &Room, lacking: &Text, closes: bool) -> Text {
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

    fn after_the_end(
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

    fn capped(&self, walk: Walk, cap: usize, key: &str, used: Used, adds: Used) -> Option<Text> {
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

    fn left(&self) -> Text {
        let mut departures = self.unit.members.iter().filter_map(|it| it.departure);
        match departures.next() {
            Some(Departure::Renounced) => Text::new("rinuncia", "renounced"),
            Some(Departure::Revoked) => Text::new("contributo revocato", "award revoked"),
            Some(Departure::ReservationFailed) | None => {
                Text::new("riserva non sciolta", "the reservation has failed")
            }
        }
    }

    /// Returns "asks so much, so much is left", with something after it.
    fn with_room(&self, walk: Walk, room: &Room, after_it: &str, after_en: &str) -> Text {
        let (asks_it, asks_en) = self.asks_before(", ", ", ");
        let (left_it, left_en) = self.room(room, true);
        self.walked(
            walk,
            &format!("{asks_it}{left_it}{after_it}"),
            &format!("{asks_en}{left_en}{after_en}"),
        )
    }

    /// Returns "asks so much" with what parts it from the rest; nothing where it has been said.
    fn asks_before(&self, and_it: &str, and_en: &str) -> (String, String) {
        if self.has_asked {
            return Default::default();
        }
        let asks = self.asks();
        (
            format!("{}{and_it}", asks.get(Language::Italian)),
            format!("{}{and_en}", asks.get(Language::English)),
        )
    }

    fn asks(&self) -> Text {
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
    fn room(&self, room: &Room, by_name: bool) -> (String, String) {
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

    fn it(&self, amount: Money) -> String {
        money_text(self.call, amount, Language::Italian)
    }

    fn en(&self, amount: Money) -> String {
        money_text(self.call, amount, Language::English)
    }

    /// Names the walk, but for the first; the last by what it gives out, where that is anything.
    fn walked(&self, walk: Walk, it: &str, en: &str) -> Text {
        let (named_it, named_en) = match walk {
            Walk::First => return Text::new(it, en),
            Walk::Leftovers => ("Sui residui", "From leftovers"),
            Walk::Released if self.released => ("Sulle riserve non usate", "From unused reserves"),
            Walk::Released => ("Nell'ultimo giro", "In the last walk"),
        };
        Text::new(format!("{named_it}: {it}"), format!("{named_en}: {en}"))
    }
}
