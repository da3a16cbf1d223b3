//! New money of a slide, where the envelope comes from a programme: an act must bring it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::brought::acts;
use super::envelope_of;
use super::events::{EventTrouble, Happened, Slide};
use super::outcome::Outcome;
use super::reasons::money_text;
use super::repeated::Before;
use crate::call::{ActOfLines, Call, FromProgramme};
use crate::number::Money;
use crate::selection::Event;
use crate::text::{Language, Text, day_text, nearest};

/// Returns the events that bring money without an act of the programme that brings it; none where the
/// envelope comes from no programme.
pub(super) fn money_without_act(
    call: &Call,
    slide: &Slide,
    before: &[Before<'_>],
) -> Vec<EventTrouble> {
    let Some(from) = from_programme(call) else {
        return Vec::new();
    };
    // Without the programme that was given nothing can be said of its acts.
    if slide.unread.iter().any(|it| it.line.is_none()) {
        return Vec::new();
    }
    let acts = acts(call, slide);
    // What the lines had and the envelope left may still be given, by the acts that brought it.
    let left = envelope_of(call).and_then(|envelope| from.available.sub(envelope));
    let left = left.unwrap_or_default();
    let mut source = Source {
        call,
        acts,
        left,
        after: after_each(acts, left),
        taken: BTreeMap::new(),
        given: Vec::new(),
    };
    let mut troubles = Vec::new();
    for earlier in before {
        if let Some(why) = source.takes(earlier.happened) {
            troubles.push(EventTrouble {
                line: None,
                why: no_longer(&earlier.happened.act, &why),
            });
        }
    }
    for happened in &slide.events {
        let why = source.before_its_act(happened);
        let why = why.or_else(|| source.takes(happened));
        troubles.extend(why.map(|why| EventTrouble {
            line: Some(happened.line),
            why,
        }));
    }
    troubles
}

/// Says where slides have given more than the ledger of the record leaves: what it commits after the day
/// that counts is not in the envelope, and may be of the money that they give.
pub(crate) fn committed_since(
    call: &Call,
    slide: &Slide,
    outcome: &Outcome,
) -> Option<EventTrouble> {
    let from = from_programme(call)?;
    let ledger = from.ledger.as_ref()?;
    let is_money = |it: &&Happened| matches!(it.event, Event::MoreMoney { .. });
    let last = slide.events.iter().rev().find(is_money)?;
    let since = from
        .lines
        .iter()
        .map(|it| it.committed_since.max(Money::ZERO));
    let since = Money::sum(since).filter(|it| *it > Money::ZERO)?;
    let later = acts(call, slide).iter().filter(|act| !act.is_counted);
    let later = Money::sum(later.map(|act| act.brings))?;
    let there = from.available.sub(envelope_of(call)?)?.add(later)?;
    let given = Money::sum(outcome.brought.iter().map(|it| it.amount))?;
    let left = there.sub(since)?.max(Money::ZERO);
    if given <= left {
        return None;
    }
    let file = &ledger.file;
    let told = |language| [since, left, given].map(|it| money_text(call, it, language));
    let ([since_it, left_it, given_it], [since_en, left_en, given_en]) =
        (told(Language::Italian), told(Language::English));
    Some(EventTrouble {
        line: Some(last.line),
        why: Text::new(
            format!(
                "il registro del verbale (`{file}`) impegna {since_it} dopo il giorno che conta: oltre alla dotazione le linee ne hanno ancora {left_it}, e gli scorrimenti ne danno {given_it}; verificare sul registro di oggi, con `bando programme show --ledger`, che quel denaro sia libero"
            ),
            format!(
                "the ledger of the record (`{file}`) commits {since_en} after the day that counts: beyond the envelope the lines still have {left_en}, and the slides give {given_en}; make sure from the ledger of today, by `bando programme show --ledger`, that this money is free"
            ),
        ),
    })
}

/// Returns a day in Italian and in English.
pub(super) fn in_words(day: Date) -> (String, String) {
    let day = day_text(day);
    (day.it.clone(), day.get(Language::English).to_owned())
}

pub(super) fn from_programme(call: &Call) -> Option<&FromProgramme> {
    call.envelope.as_ref()?.programme.as_ref()
}

/// From where new money may come, and how much of it has been taken.
struct Source<'a> {
    call: &'a Call,
    acts: &'a [ActOfLines],
    /// What the envelope left of what its lines had.
    left: Money,
    /// After each act what the lines have beyond the envelope: what it left, with what later acts bring
    /// up to there less what they take.
    after: Vec<Money>,
    /// What was taken of each act that is not in the envelope, by its name; of all others together
    /// under no name.
    taken: BTreeMap<Option<&'a str>, Money>,
    /// What was given, each time with the place of the act after which it was.
    given: Vec<(usize, Money)>,
}

/// Returns what the lines have after each act beyond the envelope, which left so much of what it counts;
/// nothing from where that is too large.
fn after_each(acts: &[ActOfLines], left: Money) -> Vec<Money> {
    let mut there = Some(left);
    let after = acts.iter().map(|act| {
        if !act.is_counted {
            there = there.and_then(|it| it.add(act.brings));
        }
        there.unwrap_or_default()
    });
    after.collect()
}

/// Says that what an earlier slide gave by an act is not there in the programme of now.
fn no_longer(act: &str, why: &Text) -> Text {
    let (it, en) = (why.get(Language::Italian), why.get(Language::English));
    Text::new(
        format!(
            "uno scorrimento precedente ha assegnato risorse con l'atto `{act}`, e nel programma dato non risultano più: {it}"
        ),
        format!(
            "an earlier slide has given money by act `{act}`, and the programme given no longer has it: {en}"
        ),
    )
}

/// Says that an act has no money for the lines of the call, or none any more.
fn nothing_of(act: &ActOfLines) -> Text {
    let name = &act.name;
    let (it, en) = if act.brings > Money::ZERO {
        (
            "di ciò che l'atto porta alle linee dell'avviso non resta nulla",
            "nothing is left of what the act brings the lines of the call",
        )
    } else {
        (
            "l'atto non porta denaro alle linee dell'avviso",
            "the act brings no money to the lines of the call",
        )
    };
    Text::new(
        format!("`{name}`: {it}: nominare l'atto che porta queste risorse"),
        format!("`{name}`: {en}: name the act that brings this money"),
    )
}

impl Source<'_> {
    /// Says that money would be given before the act that brings it: an act without a date is none
    /// earlier than those before it.
    fn before_its_act(&self, happened: &Happened) -> Option<Text> {
        let Event::MoreMoney { .. } = &happened.event else {
            return None;
        };
        let place = self.place_of(&happened.act)?;
        let until = self.acts.get(..=place)?;
        let act = &until.last()?.name;
        let is_dated = until.last()?.date.is_some();
        let date = until.iter().rev().find_map(|act| act.date)?;
        let day = happened.day.filter(|day| *day < date)?;
        let (or_later_it, or_later_en) = if is_dated {
            ("", "")
        } else {
            (" o successivo", " or later")
        };
        let [(day_it, day_en), (date_it, date_en)] = [day, date].map(in_words);
        Some(Text::new(
            format!(
                "l'evento è del {day_it} e l'atto `{act}` che porta queste risorse del {date_it}{or_later_it}: correggere il giorno, o nominare l'atto che le porta"
            ),
            format!(
                "the event is of {day_en}, and act `{act}` that brings this money of {date_en}{or_later_en}: correct the day, or name the act that brings it"
            ),
        ))
    }

    /// Takes the money of an event from the act that it names, or says why that cannot be.
    fn takes(&mut self, happened: &Happened) -> Option<Text> {
        let Event::MoreMoney { amount, .. } = &happened.event else {
            return None;
        };
        let named = happened.act.as_str();
        let acts = self.acts;
        let mut answering = acts.iter().filter(|act| act.answers_to(named));
        let Some(act) = answering.next() else {
            return Some(self.unknown(named));
        };
        if answering.next().is_some() {
            return Some(Text::new(
                format!("più atti del programma rispondono a `{named}`: scriverne il nome"),
                format!("several acts of the programme answer to `{named}`: write the name of one"),
            ));
        }
        // What the envelope left is of all acts that it counts, and that brought some, together.
        let key = (!act.is_counted).then_some(act.name.as_str());
        let taken = self.taken.get(&key).copied().unwrap_or_default();
        let room = if act.is_counted {
            self.left
        } else {
            act.brings
        };
        let free = room.sub(taken).unwrap_or_default().max(Money::ZERO);
        if act.brings <= Money::ZERO || (free == Money::ZERO && !act.is_counted) {
            return Some(nothing_of(act));
        }
        if *amount > free {
            return Some(if act.is_counted {
                self.too_much_of_left(act, *amount, free)
            } else {
                self.too_much(act, *amount, free)
            });
        }
        let place = self.place_at(happened).unwrap_or_default();
        if let Some((act, rest)) = self.least_after(place)
            && *amount > rest
        {
            return Some(self.too_much_after(act, *amount, rest.max(Money::ZERO)));
        }
        // This is not more than what there is, which could be summed.
        self.taken.insert(key, taken.add(*amount).unwrap_or(room));
        self.given.push((place, *amount));
        None
    }

    fn place_of(&self, named: &str) -> Option<usize> {
        self.acts.iter().position(|act| act.answers_to(named))
    }

    /// Returns the place of the last act that there was at an event: the one that it names, or one
    /// after it of its day or an earlier one.
    fn place_at(&self, happened: &Happened) -> Option<usize> {
        let named = self.place_of(&happened.act)?;
        let is_there = |act: &ActOfLines| act.date.is_some_and(|it| Some(it) <= happened.day);
        let there = self.acts.iter().rposition(is_there);
        Some(there.map_or(named, |it| it.max(named)))
    }

    /// Returns the least that the lines have at some place or later beyond what is given by then, with
    /// the act that leaves so little.
    fn least_after(&self, place: usize) -> Option<(&ActOfLines, Money)> {
        let rest = |place: usize, there: Money| {
            let given = self.given.iter().filter(|(it, _)| *it <= place);
            let given = Money::sum(given.map(|(_, amount)| *amount));
            given.and_then(|it| there.sub(it)).unwrap_or_default()
        };
        let all = self.after.iter().enumerate().skip(place);
        let (lowest, rest) = all
            .map(|(place, there)| (place, rest(place, *there)))
            .min_by_key(|(_, rest)| *rest)?;
        let until = self.acts.get(..=lowest)?;
        let changes = |act: &&ActOfLines| act.brings != Money::ZERO;
        let act = until.iter().rev().find(changes).or(until.last())?;
        Some((act, rest))
    }

    /// Says that the envelope has left less of what the acts that it counts have brought.
    fn too_much_of_left(&self, act: &ActOfLines, amount: Money, left: Money) -> Text {
        let name = &act.name;
        let ((amount_it, left_it, short_it), (amount_en, left_en, short_en)) =
            self.texts(amount, left);
        if left == Money::ZERO {
            return Text::new(
                format!(
                    "l'atto `{name}` è già nella dotazione, che alle linee non lascia nulla: nominare l'atto che porta {amount_it}"
                ),
                format!(
                    "act `{name}` is in the envelope already, which leaves the lines nothing: name the act that brings {amount_en}"
                ),
            );
        }
        Text::new(
            format!(
                "l'atto `{name}` è già nella dotazione, che lascia alle linee {left_it}: ne mancano {short_it} per {amount_it}; nominare l'atto che li porta"
            ),
            format!(
                "act `{name}` is in the envelope already, which leaves the lines {left_en}: {short_en} are missing of {amount_en}; name the act that brings them"
            ),
        )
    }

    /// Returns as texts, in Italian and in English, an amount, what there is of it, and what is missing.
    fn texts(
        &self,
        amount: Money,
        there: Money,
    ) -> ((String, String, String), (String, String, String)) {
        let short = amount.sub(there).unwrap_or_default();
        let told = |language| {
            let text = |amount| money_text(self.call, amount, language);
            (text(amount), text(there), text(short))
        };
        (told(Language::Italian), told(Language::English))
    }

    /// Says that the lines have less than this on the day of the event, or after a later act.
    fn too_much_after(&self, act: &ActOfLines, amount: Money, rest: Money) -> Text {
        let name = &act.name;
        let ((amount_it, rest_it, short_it), (amount_en, rest_en, short_en)) =
            self.texts(amount, rest);
        if rest == Money::ZERO {
            return Text::new(
                format!(
                    "dopo l'atto `{name}` alle linee dell'avviso non resta nulla oltre a ciò che è già assegnato: {amount_it} non ci sono"
                ),
                format!(
                    "after act `{name}` the lines of the call have nothing left beyond what is given already: {amount_en} are not there"
                ),
            );
        }
        Text::new(
            format!(
                "dopo l'atto `{name}` alle linee dell'avviso restano {rest_it} oltre a ciò che è già assegnato: ne mancano {short_it} per {amount_it}"
            ),
            format!(
                "after act `{name}` the lines of the call have {rest_en} left beyond what is given already: {short_en} are missing of {amount_en}"
            ),
        )
    }

    fn unknown(&self, named: &str) -> Text {
        let known = || self.acts.iter().map(|act| act.name.as_str());
        let others = known().map(|it| format!("`{it}`")).collect::<Vec<_>>();
        let others = others.join(", ");
        // Of names of one or two letters almost any is near.
        let near = nearest(named, known()).filter(|near| near.chars().count() > 2);
        let (it, en) = match near {
            Some(near) => (
                format!("forse si intendeva `{near}`?"),
                format!("did you mean `{near}`?"),
            ),
            None => (
                format!(
                    "scrivere nella colonna `atto` uno di {others}, o dare con `--programme` il programma che ha l'atto nuovo"
                ),
                format!(
                    "write one of {others} in the column `act`, or give with `--programme` the programme that has the new act"
                ),
            ),
        };
        Text::new(
            format!("la dotazione viene dal programma, che non ha l'atto `{named}`: {it}"),
            format!("the envelope comes from the programme, which has no act `{named}`: {en}"),
        )
    }

    fn too_much(&self, act: &ActOfLines, amount: Money, free: Money) -> Text {
        let name = &act.name;
        let ((amount_it, free_it, short_it), (amount_en, free_en, short_en)) =
            self.texts(amount, free);
        Text::new(
            format!(
                "l'atto `{name}` porta alle linee dell'avviso altri {free_it}: ne mancano {short_it} per {amount_it}; ridurre l'importo, o nominare l'atto che li porta"
            ),
            format!(
                "act `{name}` brings the lines of the call {free_en} more: {short_en} are missing of {amount_en}; lower the amount, or name the act that brings them"
            ),
        )
    }
}
