//! Slides: more money down a ranking that is approved.

use super::added::added;
use super::brought::bring;
use super::events::{Slide, SlideTrouble, resolved, too_much, troubles};
use super::moved::moved;
use super::outcome::{Outcome, Reason};
use super::repeated::Before;
use super::{Frozen, Ranked, Slid, ranked, trouble};
use crate::assessment::Stage;
use crate::call::Call;
use crate::facts::Received;
use crate::number::Money;
use crate::scoring::Marks;
use crate::selection::{Departure, Event, SelectionError, SlideError, Tie, slide};
use crate::text::{Language, Text};

/// Ranks as [`super::rank`] does, and then slides down that ranking, once for each of `slides`:
/// nothing is ranked anew, and all awards stay.
///
/// # Errors
/// Says why there is no ranking, every event that does not fit it, or which tie is newly at the
/// line.
pub fn rank_and_slide(
    call: &Call,
    received: Received,
    marks: &Marks,
    frozen: Option<&Frozen>,
    stage: Stage,
    slides: &[Slide],
) -> Result<Outcome, SlideTrouble> {
    let ranked = ranked(call, &received, marks, frozen, stage);
    let mut ranked = ranked.map_err(|it| SlideTrouble::NoRanking(it.message))?;
    let mut slid = Slid::default();
    for (number, events) in slides.iter().enumerate() {
        slide_once(call, &mut ranked, &mut slid, number, events)?;
    }
    Ok(ranked.outcome(call, received, frozen, stage, slid))
}

fn slide_once<'a>(
    call: &Call,
    ranked: &mut Ranked,
    slid: &mut Slid<'a>,
    number: usize,
    events: &'a Slide,
) -> Result<(), SlideTrouble> {
    let (Some(before), Some(envelope)) = (&ranked.selection, ranked.rules.envelope) else {
        return Err(SlideTrouble::NoSlide(no_envelope()));
    };
    if before.awaits_lot.is_some() {
        return Err(SlideTrouble::NoSlide(awaits_lot()));
    }
    let earlier = (&slid.cleared, slid.events.as_slice());
    let troubles = troubles(call, (ranked, before), earlier, events);
    if !troubles.is_empty() {
        return Err(SlideTrouble::Events {
            slide: number,
            troubles,
        });
    }
    let resolved = resolved(call, events).map_err(SlideTrouble::NoSlide)?;
    let after = slide(before, &ranked.rules, &resolved);
    let after = after.map_err(|error| SlideTrouble::NoSlide(told(call, ranked, &error)))?;
    let moved = moved(number.saturating_add(1), &resolved, before, &after);
    let moved = moved.ok_or_else(|| SlideTrouble::NoSlide(too_much()))?;
    if moved.added > Money::ZERO {
        let added = added(number.saturating_add(1), events, &resolved);
        slid.added
            .push(added.ok_or_else(|| SlideTrouble::NoSlide(too_much()))?);
    }
    let envelope = envelope.add(moved.added);
    ranked.rules.envelope = Some(envelope.ok_or_else(|| SlideTrouble::NoSlide(too_much()))?);
    ranked.selection = Some(after);
    let summed = bring(&mut slid.brought, call, events);
    summed.ok_or_else(|| SlideTrouble::NoSlide(too_much()))?;
    slid.moved = Some(moved);
    for happened in &events.events {
        slid.events.push(Before {
            slide: number.saturating_add(1),
            file: &events.file,
            happened,
        });
        if let Event::ReservationCleared { proposal } = &happened.event {
            slid.cleared.insert(proposal.as_str());
        }
    }
    Ok(())
}

/// Returns why a proposal is no longer in the ranking.
pub(super) fn reason(departure: Departure) -> Reason {
    let message = match departure {
        Departure::Renounced => {
            Text::new("il proponente ha rinunciato", "the applicant has renounced")
        }
        Departure::Revoked => Text::new(
            "il contributo è stato revocato",
            "the award has been revoked",
        ),
        Departure::ReservationFailed => Text::new(
            "la riserva con cui era ammessa non si è sciolta",
            "the reservation with which it was admitted has failed",
        ),
    };
    Reason {
        code: "envelope".to_owned(),
        message,
        citations: Vec::new(),
        named: Vec::new(),
    }
}

/// Says that a ranking is provisional down which a slide goes.
pub(super) fn down_a_provisional_ranking() -> Text {
    Text::new(
        "lo scorrimento parte da una graduatoria provvisoria: se la graduatoria cambia, va rifatto",
        "the slide goes down a provisional ranking: if that changes, the slide has to be made again",
    )
}

fn no_envelope() -> Text {
    Text::new(
        "l'avviso non ha una graduatoria con una dotazione da far scorrere",
        "the call has no ranking with an envelope to slide down",
    )
}

fn awaits_lot() -> Text {
    Text::new(
        "la graduatoria aspetta ancora il sorteggio: rifarla con il testo sorteggiato (`--seed`), poi farla scorrere",
        "the ranking still waits for its lot: make it again with the text that was drawn (`--seed`), then slide down that",
    )
}

/// The rules of an approved ranking are not changed to make a slide possible: acts are.
fn and_a_way_out(tie: &Tie, told: &Text) -> Text {
    let (money_it, money_en) = if trouble::is_money_enough(tie) {
        ("", "")
    } else {
        (
            "aggiungere agli eventi risorse che bastino a tutte, con il loro atto, oppure ",
            "add to the events money that is enough for all of them, with its act, or ",
        )
    };
    Text::new(
        format!(
            "{}. Le chiavi della graduatoria approvata non le distinguono: {money_it}approvare con un atto una graduatoria che dica chi viene prima (per esempio con un sorteggio), e far scorrere quella",
            told.get(Language::Italian)
        ),
        format!(
            "{}. The keys of the approved ranking do not tell them apart: {money_en}approve by an act a ranking that says who comes first (by a lot, for example), and slide down that",
            told.get(Language::English)
        ),
    )
}

fn told(call: &Call, ranked: &Ranked, error: &SlideError) -> Text {
    match (error, &call.ranking) {
        (SlideError::Selection(inside), Some(ranking)) => {
            let told = trouble::selection(call, ranking, &ranked.candidates(), inside)
                .in_keywords_of(call.keywords)
                .message;
            match inside {
                SelectionError::Tie(tie) => and_a_way_out(tie, &told),
                _ => told,
            }
        }
        // The events have been held against the ranking before.
        _ => Text::new(
            "gli eventi non si accordano con la graduatoria",
            "the events do not fit the ranking",
        ),
    }
}
