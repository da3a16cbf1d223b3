//! New money of a slide, where the envelope comes from a programme: an act must bring it.

use std::collections::BTreeMap;

use super::envelope_of;
use super::events::{EventTrouble, Slide};
use super::reasons::money_text;
use super::repeated::Before;
use crate::analysis::from_programme::acts_of_lines;
use crate::call::{ActOfLines, Call, FromProgramme};
use crate::number::Money;
use crate::programme::{self, LineId, Moment, Programme};
use crate::selection::Event;
use crate::source::FileId;
use crate::syntax::{decode, parse};
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
    let tree = decode(bytes, name).map(|text| parse(&text, FileId(u32::MAX)));
    let whole = tree.ok().filter(|it| it.diagnostics.is_empty());
    let programme = whole.and_then(|it| programme::check(&it.tree?).programme);
    let programme = programme.ok_or_else(|| {
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
        let (Some(id), true) = (found, held == Some(line.allocated)) else {
            return Err(rewritten(call, name, &line.name, (line.allocated, held)));
        };
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

fn rewritten(call: &Call, name: &str, line: &str, amounts: (Money, Option<Money>)) -> Text {
    let (then, now) = amounts;
    let told = |language| {
        let then = money_text(call, then, language);
        let now = now.map(|it| money_text(call, it, language));
        (then, now.unwrap_or_else(|| "–".to_owned()))
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
    let acts = slide.acts.as_deref().unwrap_or(&from.acts);
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
        let act = &earlier.happened.act;
        if let Some(why) = source.takes(act, &earlier.happened.event) {
            troubles.push(EventTrouble {
                line: None,
                why: no_longer(act, &why),
            });
        }
    }
    for happened in &slide.events {
        let why = source.takes(&happened.act, &happened.event);
        troubles.extend(why.map(|why| EventTrouble {
            line: Some(happened.line),
            why,
        }));
    }
    troubles
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

impl Source<'_> {
    /// Takes the money of an event from the act that it names, or says why that cannot be.
    fn takes(&mut self, named: &str, event: &Event) -> Option<Text> {
        let Event::MoreMoney { amount, .. } = event else {
            return None;
        };
        let acts = self.acts;
        let mut answering = acts.iter().filter(|act| {
            let number = act.number.as_deref();
            act.name == named || number == Some(named)
        });
        let Some(act) = answering.next() else {
            return Some(self.unknown(named));
        };
        if answering.next().is_some() {
            return Some(Text::new(
                format!("più atti del programma rispondono a `{named}`: scriverne il nome"),
                format!("several acts of the programme answer to `{named}`: write the name of one"),
            ));
        }
        let (key, room) = if act.is_counted {
            (None, self.left)
        } else {
            (Some(act.name.as_str()), act.brings)
        };
        let taken = self.taken.entry(key).or_default();
        let free = room.sub(*taken).unwrap_or_default().max(Money::ZERO);
        if *amount > free {
            return Some(self.too_much(act, *amount, free));
        }
        let rest = self.all.sub(self.taken_in_all).unwrap_or_default();
        if *amount > rest {
            return Some(self.too_much_in_all(*amount, rest.max(Money::ZERO)));
        }
        let sums = taken.add(*amount).zip(self.taken_in_all.add(*amount));
        if let Some((sum, in_all)) = sums {
            (*taken, self.taken_in_all) = (sum, in_all);
        }
        None
    }

    /// Says that later acts have taken from the lines what this one would give.
    fn too_much_in_all(&self, amount: Money, rest: Money) -> Text {
        let short = amount.sub(rest).unwrap_or_default();
        let told = |language| {
            let text = |amount| money_text(self.call, amount, language);
            (text(amount), text(rest), text(short))
        };
        let (amount_it, rest_it, short_it) = told(Language::Italian);
        let (amount_en, rest_en, short_en) = told(Language::English);
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
        let short = amount.sub(free).unwrap_or_default();
        let told = |language| {
            let text = |amount| money_text(self.call, amount, language);
            (text(amount), text(free), text(short))
        };
        let (amount_it, free_it, short_it) = told(Language::Italian);
        let (amount_en, free_en, short_en) = told(Language::English);
        if act.is_counted {
            return Text::new(
                format!(
                    "l'atto `{name}` è già nella dotazione, che lascia alle linee {free_it}: ne mancano {short_it} per {amount_it}; nominare l'atto che li porta"
                ),
                format!(
                    "act `{name}` is in the envelope already, which leaves the lines {free_en}: {short_en} are missing of {amount_en}; name the act that brings them"
                ),
            );
        }
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
