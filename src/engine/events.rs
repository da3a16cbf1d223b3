//! The events of slides, and whether they fit the ranking they go down.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::new_money::money_without_act;
use super::reasons::money_text;
use super::repeated::{Before, repeated};
use super::{Ranked, added};
use crate::assessment::Admission;
use crate::call::{ActOfLines, Call};
use crate::number::Money;
use crate::selection::{Event, Member, Selection, To};
use crate::text::{Language, Text, nearest};

/// What has happened since the ranking, or since the slide before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slide {
    /// The name of their file, as shown to people.
    pub file: String,
    /// The events, in the order in which they are written; it means nothing.
    pub events: Vec<Happened>,
    /// What could not be read as an event: where there is any, there is no slide.
    pub unread: Vec<EventTrouble>,
    /// What is odd in events that are taken.
    pub remarks: Vec<EventTrouble>,
    /// The acts of the programme as it stands at the slide, where it was given anew.
    pub acts: Option<Vec<ActOfLines>>,
}

/// An event, and where it stands. Money that is for no pool by name goes where the rules say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// The line in its file, counted from 1.
    pub line: u64,
    /// The act on which it rests.
    pub act: String,
    /// The day of the act, where it is stated.
    pub day: Option<Date>,
    /// The event.
    pub event: Event,
}

/// What is wrong with an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTrouble {
    /// The line; `None` where the whole file cannot be read.
    pub line: Option<u64>,
    /// What is wrong.
    pub why: Text,
}

/// Why there is no slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlideTrouble {
    /// There is no ranking to slide down.
    NoRanking(Text),
    /// Events do not fit.
    Events {
        /// Which slide they are of, counted from 0.
        slide: usize,
        /// All that is wrong, in the order of the lines.
        troubles: Vec<EventTrouble>,
    },
    /// The events fit, and no slide comes of them.
    NoSlide(Text),
}

/// Returns all that is wrong with the events of a slide, in the order of their lines; `cleared` are
/// the reservations settled in slides before, `before` their events.
pub(super) fn troubles(
    call: &Call,
    (ranked, selection): (&Ranked, &Selection),
    (cleared, before): (&BTreeSet<&str>, &[Before<'_>]),
    slide: &Slide,
) -> Vec<EventTrouble> {
    let members = selection.units.iter().flat_map(|unit| &unit.members);
    let mut check = Check {
        call,
        ranked,
        selection,
        members: members.map(|it| (it.id.as_str(), it)).collect(),
        cleared,
        leaves: BTreeMap::new(),
        settled: BTreeMap::new(),
    };
    let mut troubles = slide.unread.clone();
    troubles.extend(repeated(slide, before));
    let told: BTreeSet<Option<u64>> = troubles.iter().map(|it| it.line).collect();
    let acts = money_without_act(call, slide, before).into_iter();
    troubles.extend(acts.filter(|it| !told.contains(&it.line)));
    let mut unnamed = Some(Money::ZERO);
    let mut first_unnamed = None;
    for Happened { line, event, .. } in &slide.events {
        if let Event::MoreMoney { amount, to } = event
            && *to == To::OneRanking
        {
            unnamed = unnamed.and_then(|sum| sum.add(*amount));
            first_unnamed = first_unnamed.or(Some(*line));
        }
        troubles.extend(check.trouble(*line, event).map(|why| EventTrouble {
            line: Some(*line),
            why,
        }));
    }
    // That the money cannot be shared out is told once, not at every event that brings some.
    let pools = call.envelope.as_ref().and_then(|it| it.pools.as_ref());
    let is_said = pools.is_none_or(|pools| pools.more_money.is_some());
    if first_unnamed.is_some() && (!is_said || troubles.is_empty()) {
        let shared = unnamed.ok_or_else(too_much);
        let shared = shared.and_then(|amount| added::to_no_pool(call, amount));
        troubles.extend(shared.err().map(|why| EventTrouble {
            line: first_unnamed,
            why,
        }));
    }
    troubles.sort_by_key(|it| it.line);
    troubles
}

struct Check<'a> {
    call: &'a Call,
    ranked: &'a Ranked,
    selection: &'a Selection,
    members: BTreeMap<&'a str, &'a Member>,
    cleared: &'a BTreeSet<&'a str>,
    /// The line at which a proposal leaves.
    leaves: BTreeMap<&'a str, u64>,
    /// The line at which a reservation is settled.
    settled: BTreeMap<&'a str, u64>,
}

impl<'a> Check<'a> {
    fn trouble(&mut self, line: u64, event: &'a Event) -> Option<Text> {
        match event {
            Event::MoreMoney { amount, to } => self.money(*amount, to),
            Event::MoreReserved { .. } => None,
            Event::Renounced { proposal } => self.leaves(line, proposal),
            Event::Revoked { proposal } => {
                let trouble = self.leaves(line, proposal);
                trouble.or_else(|| self.without_award(proposal))
            }
            Event::ReservationFailed { proposal } => {
                let trouble = self.settles(line, proposal);
                trouble.or_else(|| self.leaves(line, proposal))
            }
            Event::ReservationCleared { proposal } => self.settles(line, proposal),
        }
    }

    fn money(&self, amount: Money, to: &To) -> Option<Text> {
        if amount < Money::ZERO {
            let text = |language| money_text(self.call, amount, language);
            return Some(Text::new(
                format!(
                    "{} è meno di zero: le nuove risorse si aggiungono",
                    text(Language::Italian)
                ),
                format!(
                    "{} is less than nought: more money is added",
                    text(Language::English)
                ),
            ));
        }
        let pools = self.call.envelope.as_ref().and_then(|it| it.pools.as_ref());
        match (to, pools) {
            (To::OneRanking, _) => None,
            (To::Pools(_), None) => Some(Text::new(
                "l'avviso non divide la dotazione in quote: lasciare vuota la colonna `quota`",
                "the call does not divide its envelope: leave the column `pool` empty",
            )),
            (To::Pools(shares), Some(_)) => {
                let mut keys = shares.keys();
                let unknown =
                    keys.find(|key| self.selection.pools.iter().all(|it| it.key != **key));
                unknown.map(|key| self.unknown_pool(key))
            }
        }
    }

    fn unknown_pool(&self, key: &str) -> Text {
        let pools = || self.selection.pools.iter().map(|pool| pool.key.as_str());
        let (it, en) = match nearest(key, pools()) {
            Some(near) => did_you_mean(near),
            None => {
                let pools: Vec<String> = pools().take(12).map(|it| format!("`{it}`")).collect();
                let more = if pools.len() < self.selection.pools.len() {
                    ", …"
                } else {
                    ""
                };
                let pools = pools.join(", ");
                (
                    format!("; le quote sono {pools}{more}"),
                    format!("; the pools are {pools}{more}"),
                )
            }
        };
        Text::new(
            format!("non c'è una quota `{key}`{it}"),
            format!("there is no pool `{key}`{en}"),
        )
    }

    /// Notes that a proposal leaves here, and says why it cannot.
    fn leaves(&mut self, line: u64, proposal: &'a str) -> Option<Text> {
        if let Some(trouble) = self.not_ranked(proposal) {
            return Some(trouble);
        }
        let first = *self.leaves.entry(proposal).or_insert(line);
        (first != line).then(|| {
            Text::new(
                format!("`{proposal}` esce dalla graduatoria già con la riga {first}"),
                format!("`{proposal}` leaves the ranking by line {first} already"),
            )
        })
    }

    /// Notes that a reservation is settled here, and says why it cannot be.
    fn settles(&mut self, line: u64, proposal: &'a str) -> Option<Text> {
        if let Some(trouble) = self.not_ranked(proposal) {
            return Some(trouble);
        }
        let mut assessments = self.ranked.judged.assessments.iter();
        let open = assessments
            .any(|it| it.proposal == proposal && it.admission == Admission::WithReservation);
        if !open || self.cleared.contains(proposal) {
            return Some(Text::new(
                format!("`{proposal}` non è ammessa con una riserva ancora aperta"),
                format!("`{proposal}` is not admitted with a reservation that is still open"),
            ));
        }
        let first = *self.settled.entry(proposal).or_insert(line);
        (first != line).then(|| {
            Text::new(
                format!("la riserva di `{proposal}` è sciolta o non sciolta già alla riga {first}"),
                format!("the reservation of `{proposal}` is settled in line {first} already"),
            )
        })
    }

    fn not_ranked(&self, proposal: &str) -> Option<Text> {
        match self.members.get(proposal) {
            Some(member) => member.departure.map(|_| {
                Text::new(
                    format!(
                        "`{proposal}` è già uscita dalla graduatoria con uno scorrimento precedente"
                    ),
                    format!("`{proposal}` left the ranking in an earlier slide"),
                )
            }),
            None => Some(self.unknown(proposal)),
        }
    }

    fn unknown(&self, proposal: &str) -> Text {
        let mut received = self.ranked.judged.assessments.iter();
        if received.any(|it| it.proposal == proposal) {
            return Text::new(
                format!("`{proposal}` è stata presentata, ma non è in graduatoria"),
                format!("`{proposal}` was received, but is not in the ranking"),
            );
        }
        let near = nearest(proposal, self.members.keys().copied());
        // Of ids of one or two letters almost any is near.
        let near = near.filter(|near| near.chars().count() > 2);
        let (it, en) = near.map(did_you_mean).unwrap_or_default();
        Text::new(
            format!("nessuna proposta ha l'id `{proposal}`{it}"),
            format!("no proposal has the id `{proposal}`{en}"),
        )
    }

    fn without_award(&self, proposal: &str) -> Option<Text> {
        let member = self.members.get(proposal)?;
        (member.award == Money::ZERO).then(|| {
            Text::new(
                format!(
                    "`{proposal}` non ha un contributo da revocare; se si ritira è una `rinuncia`"
                ),
                format!(
                    "`{proposal}` has no award to revoke; if it withdraws, that is a `renunciation`"
                ),
            )
        })
    }
}

/// Returns the events as a selection takes them: money for no pool by name where the rules say,
/// reserves that grow.
pub(super) fn resolved(call: &Call, slide: &Slide) -> Result<Vec<Event>, Text> {
    let mut events = Vec::new();
    let mut all = Money::ZERO;
    let mut unnamed: Option<Money> = None;
    for Happened { event, .. } in &slide.events {
        if let Event::MoreMoney { amount, to } = event {
            all = all.add(*amount).ok_or_else(too_much)?;
            if *to == To::OneRanking {
                let sum = unnamed.unwrap_or_default().add(*amount);
                unnamed = Some(sum.ok_or_else(too_much)?);
                continue;
            }
        }
        events.push(event.clone());
    }
    if let Some(amount) = unnamed {
        events.push(added::to_no_pool(call, amount)?);
    }
    // Who leaves in the same slide may have had the reservation cleared before.
    events.sort_by_key(|it| !matches!(it, Event::ReservationCleared { .. }));
    if let Some(envelope) = &call.envelope {
        events.extend(added::to_reserves(envelope, all));
    }
    Ok(events)
}

pub(super) fn too_much() -> Text {
    Text::new(
        "gli importi sono troppo grandi per essere contati in centesimi",
        "the amounts are too large to be counted in cents",
    )
}

fn did_you_mean(near: &str) -> (String, String) {
    (
        format!("; forse si intendeva `{near}`?"),
        format!("; did you mean `{near}`?"),
    )
}
