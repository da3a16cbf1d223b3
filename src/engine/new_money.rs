//! New money of a slide, where the envelope comes from a programme: an act must bring it.

use std::collections::BTreeMap;

use super::brought::acts;
use super::envelope_of;
use super::events::{EventTrouble, Happened, Slide};
use super::outcome::Outcome;
use super::reasons::money_text;
use super::repeated::Before;
use crate::analysis::from_programme::{acts_of_lines, programme_of};
use crate::call::{ActOfLines, Call, FromProgramme};
use crate::number::Money;
use crate::programme::{LineId, Moment, Programme};
use crate::selection::Event;
use crate::text::{Language, Text, nearest};

impl Slide {
    /// Returns the slide with the acts of the programme as it stands now; what is wrong with that
    /// programme is noted beside the events.
    #[must_use]
    pub fn with_programme(mut self, call: &Call, name: &str, bytes: &[u8]) -> Self {
        match acts_now(call, name, bytes) {
            Ok(acts) => self.acts = Some(acts),
            Err(why) => self.unread.push(EventTrouble { line: None, why }),
        }
        self
    }
}

/// Returns what the acts of a programme bring to the lines of the call, in the programme as it stands
/// now: what the envelope counted must still stand there.
fn acts_now(call: &Call, name: &str, bytes: &[u8]) -> Result<Vec<ActOfLines>, Text> {
    let from = from_programme(call).ok_or_else(|| {
        Text::new(
            format!("`{name}`: la dotazione dell'avviso non viene da un programma: togliere `--programme`"),
            format!("`{name}`: the envelope of the call comes from no programme: remove `--programme`"),
        )
    })?;
    let programme = programme_of(name, bytes).ok_or_else(|| {
        Text::new(
            format!("`{name}` non è il file di un programma, o contiene errori: `bando check` dice quali"),
            format!("`{name}` is not the file of a programme, or has errors: `bando check` says which"),
        )
    })?;
    if programme.name != from.name {
        let (now, then) = (&programme.name, &from.name);
        return Err(Text::new(
            format!("`{name}` è il programma `{now}`, e la dotazione viene dal programma `{then}`"),
            format!(
                "`{name}` is programme `{now}`, and the envelope comes from programme `{then}`"
            ),
        ));
    }
    let moment = counted(&programme, from).ok_or_else(|| {
        let act = from.act.as_deref().unwrap_or_default();
        Text::new(
            format!("in `{name}` non c'è più l'atto `{act}`, con cui è fatta la dotazione"),
            format!("`{name}` no longer has act `{act}`, of which the envelope is made"),
        )
    })?;
    let mut lines: Vec<LineId> = Vec::new();
    for line in &from.lines {
        let found = programme.line_called(&line.name);
        let held = found.and_then(|it| programme.allocation(it, moment));
        let Some((id, held)) = found.zip(held) else {
            let line = &line.name;
            return Err(Text::new(
                format!("in `{name}` non c'è più la linea `{line}`, da cui viene la dotazione"),
                format!("`{name}` no longer has line `{line}`, from which the envelope comes"),
            ));
        };
        if held != line.allocated {
            return Err(rewritten(call, name, &line.name, (line.allocated, held)));
        }
        lines.push(id);
    }
    acts_of_lines(&programme, &lines, moment).ok_or_else(|| {
        Text::new(
            format!("`{name}`: gli importi sono troppo grandi per essere contati in centesimi"),
            format!("`{name}`: the amounts are too large to be counted in cents"),
        )
    })
}

/// Finds the moment at which the envelope was made.
fn counted(programme: &Programme, from: &FromProgramme) -> Option<Moment> {
    match &from.act {
        None => Some(Moment::Before),
        Some(act) => programme.act_called(act).map(Moment::After),
    }
}

fn rewritten(call: &Call, name: &str, line: &str, amounts: (Money, Money)) -> Text {
    let (then, now) = amounts;
    let told = |language| {
        let text = |amount| money_text(call, amount, language);
        (text(then), text(now))
    };
    let ((then_it, now_it), (then_en, now_en)) = (told(Language::Italian), told(Language::English));
    Text::new(
        format!(
            "in `{name}` gli atti con cui è fatta la dotazione danno alla linea `{line}` {now_it}, e nel verbale {then_it}: ciò che è stato assegnato non si riscrive, lo cambia un atto nuovo"
        ),
        format!(
            "in `{name}` the acts of which the envelope is made give line `{line}` {now_en}, and {then_en} in the record: what was allocated is not rewritten, a new act changes it"
        ),
    )
}

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
    let later = acts.iter().filter(|act| !act.is_counted);
    let later = Money::sum(later.map(|act| act.brings)).unwrap_or_default();
    let mut source = Source {
        call,
        acts,
        left,
        all: left.add(later).unwrap_or_default(),
        taken: BTreeMap::new(),
        taken_in_all: Money::ZERO,
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

fn from_programme(call: &Call) -> Option<&FromProgramme> {
    call.envelope.as_ref()?.programme.as_ref()
}

/// From where new money may come, and how much of it has been taken.
struct Source<'a> {
    call: &'a Call,
    acts: &'a [ActOfLines],
    /// What the envelope left of what its lines had.
    left: Money,
    /// That, with what all later acts bring to the lines less what they take from them.
    all: Money,
    /// What was taken of each act that is not in the envelope, by its name; of all others together
    /// under no name.
    taken: BTreeMap<Option<&'a str>, Money>,
    taken_in_all: Money,
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
        let mut acts = self.acts.iter();
        let place = acts.position(|act| act.answers_to(&happened.act))?;
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
        Some(Text::new(
            format!(
                "l'evento è del {day} e l'atto `{act}` che porta queste risorse del {date}{or_later_it}: correggere il giorno, o nominare l'atto che le porta"
            ),
            format!(
                "the event is of {day}, and act `{act}` that brings this money of {date}{or_later_en}: correct the day, or name the act that brings it"
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
        let rest = self.all.sub(self.taken_in_all).unwrap_or_default();
        if *amount > rest {
            return Some(self.too_much_in_all(*amount, rest.max(Money::ZERO)));
        }
        // None of these is more than what there is, which could be summed.
        self.taken.insert(key, taken.add(*amount).unwrap_or(room));
        self.taken_in_all = self.taken_in_all.add(*amount).unwrap_or(self.all);
        None
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

    /// Says that later acts have taken from the lines what this one would give.
    fn too_much_in_all(&self, amount: Money, rest: Money) -> Text {
        let ((amount_it, rest_it, short_it), (amount_en, rest_en, short_en)) =
            self.texts(amount, rest);
        if rest == Money::ZERO {
            return Text::new(
                format!(
                    "gli atti del programma, con ciò che i successivi tolgono alle linee dell'avviso, non lasciano nulla oltre a ciò che è già assegnato: {amount_it} non ci sono"
                ),
                format!(
                    "the acts of the programme, with what later ones take from the lines of the call, leave nothing beyond what is given already: {amount_en} are not there"
                ),
            );
        }
        Text::new(
            format!(
                "gli atti del programma, con ciò che i successivi tolgono alle linee dell'avviso, lasciano {rest_it} oltre a ciò che è già assegnato: ne mancano {short_it} per {amount_it}"
            ),
            format!(
                "the acts of the programme, with what later ones take from the lines of the call, leave {rest_en} beyond what is given already: {short_en} are missing of {amount_en}"
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
