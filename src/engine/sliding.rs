//! Slides: more money down a ranking that is approved.

use std::collections::BTreeSet;

use super::outcome::{Outcome, Reason};
use super::{Frozen, ranked, trouble};
use crate::assessment::{Admission, Stage};
use crate::call::Call;
use crate::facts::Received;
use crate::number::Money;
use crate::scoring::Marks;
use crate::selection::{Departure, Event, SlideError, slide};
use crate::text::Text;

/// What has happened since the ranking, or since the slide before.
pub type Slide = Vec<Event>;

/// Ranks as [`super::rank`] does, and then slides down that ranking, once for each of `slides`:
/// nothing is ranked anew, and all awards stay.
///
/// # Errors
/// Says why there is no ranking, which event does not fit it, or which tie is newly at the line.
pub fn rank_and_slide(
    call: &Call,
    received: Received,
    marks: &Marks,
    frozen: Option<&Frozen>,
    stage: Stage,
    slides: &[Slide],
) -> Result<Outcome, Text> {
    let mut ranked = ranked(call, &received, marks, frozen, stage).map_err(|it| it.message)?;
    let mut cleared = BTreeSet::new();
    let mut added = Money::ZERO;
    for events in slides {
        let Some((selection, ranking)) = ranked.selection.as_ref().zip(call.ranking.as_ref())
        else {
            return Err(told(&SlideError::NoEnvelope));
        };
        for event in events {
            match event {
                Event::ReservationCleared { proposal } | Event::ReservationFailed { proposal } => {
                    let entries = ranked.judged.assessments.iter();
                    let with_reservation = entries
                        .filter(|it| it.admission == Admission::WithReservation)
                        .any(|it| it.proposal == *proposal);
                    let settled = cleared.contains(proposal.as_str());
                    if !with_reservation || settled {
                        return Err(no_reservation(proposal));
                    }
                    if matches!(event, Event::ReservationCleared { .. }) {
                        cleared.insert(proposal.as_str());
                    }
                }
                Event::MoreMoney { amount, .. } => {
                    added = added.add(*amount).ok_or_else(too_much)?;
                }
                Event::Renounced { .. } | Event::Revoked { .. } => {}
            }
        }
        let slid = slide(selection, &ranked.rules, events).map_err(|error| match &error {
            SlideError::Selection(inside) => {
                let candidates = ranked.entries.iter();
                let candidates: Vec<_> = candidates.filter_map(|it| it.candidate.clone()).collect();
                trouble::selection(call, ranking, &candidates, inside)
                    .in_keywords_of(call.keywords)
                    .message
            }
            other => told(other),
        })?;
        ranked.selection = Some(slid);
    }
    let envelope = ranked
        .rules
        .envelope
        .map(|it| it.add(added).ok_or_else(too_much));
    ranked.rules.envelope = envelope.transpose()?;
    Ok(ranked.outcome(call, received, frozen, stage, &cleared))
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
    }
}

fn too_much() -> Text {
    Text::new(
        "gli importi sono troppo grandi per essere contati in centesimi",
        "the amounts are too large to be counted in cents",
    )
}

fn no_reservation(proposal: &str) -> Text {
    Text::new(
        format!("`{proposal}` non è ammessa con una riserva ancora aperta"),
        format!("`{proposal}` is not admitted with a reservation that is still open"),
    )
}

fn told(error: &SlideError) -> Text {
    match error {
        SlideError::AwaitsLot => Text::new(
            "la graduatoria aspetta ancora il sorteggio",
            "the ranking still waits for its lot",
        ),
        SlideError::NoEnvelope => Text::new(
            "l'avviso non ha una graduatoria con una dotazione da far scorrere",
            "the call has no ranking with an envelope to slide down",
        ),
        SlideError::UnknownProposal(id) => Text::new(
            format!("`{id}` non è in graduatoria"),
            format!("`{id}` is not in the ranking"),
        ),
        SlideError::HasLeft(id) => Text::new(
            format!("`{id}` è già uscita dalla graduatoria"),
            format!("`{id}` has left the ranking already"),
        ),
        SlideError::UnknownPool(pool) => Text::new(
            format!("non c'è una quota `{pool}`"),
            format!("there is no pool `{pool}`"),
        ),
        SlideError::SharesDiffer { shares, amount } => {
            let (shares, amount) = (Money::to_plain(*shares), Money::to_plain(*amount));
            Text::new(
                format!("alle quote vanno {shares} euro, e se ne aggiungono {amount}"),
                format!("{shares} euro go to the pools, and {amount} are added"),
            )
        }
        SlideError::Negative(amount) => Text::new(
            format!("{} euro sono meno di zero", amount.to_plain()),
            format!("{} euro are less than nought", amount.to_plain()),
        ),
        SlideError::NoOneRanking => Text::new(
            "secondo le regole danno soldi solo le quote: dire a quale vanno",
            "by the rules only pools give money: say to which it goes",
        ),
        SlideError::Selection(_) => Text::new("non si può scorrere", "no slide is possible"),
    }
}
