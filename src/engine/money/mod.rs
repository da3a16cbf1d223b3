//! Reasons in money: what was left, what was short, which pool, cap or reserve.

mod given;
mod refused;
mod room;

use super::outcome::Reason;
use super::persons;
use super::reasons::citation_texts;
use crate::call::{Call, Envelope, Type};
use crate::number::Money;
use crate::selection::{Member, Rests, Selection, Unit, UnitResult};
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
    /// Says what a walk made of the unit, where anything is to be said.
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
            } => self.funded_in_part(*walk, room, *reserve, *cap),
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
}
