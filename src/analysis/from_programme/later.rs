//! Acts that count in an envelope only because it does not say up to where they do.

use jiff::civil::Date;

use super::super::scope::Checker;
use super::told::NAMED;
use crate::diagnostic::{Code, Diagnostic};
use crate::programme::{Act, ActId, LineId, Programme};
use crate::source::Span;
use crate::text::{Language, Text, day_text};

/// The day that a call states by itself.
struct OwnDay {
    day: Date,
    /// Whether it opens on that day; it closes, where it does not say when it opens.
    opens: bool,
}

impl Checker<'_> {
    /// Warns of acts that change these lines after the call opens, or of all of them where it does not
    /// say when that is; tells whether there are any.
    pub(super) fn no_moment_stated(
        &mut self,
        programme: &Programme,
        lines: &[LineId],
        span: Span,
    ) -> bool {
        let acts = programme.acts.iter().enumerate();
        let acts: Vec<(ActId, &Act)> = acts
            .filter(|(_, act)| act.changes_one_of(lines))
            .map(|(index, act)| (ActId(index), act))
            .collect();
        let from = [(self.call.opens, true), (self.call.closes, false)];
        let stated = from.into_iter().find_map(|(at, opens)| Some((at?, opens)));
        let found = match stated {
            Some((at, opens)) => {
                let day = self.call.zone.to_datetime(at).date();
                later(programme, &acts, &OwnDay { day, opens }, span)
            }
            None => no_day(programme, &acts, span),
        };
        let is_found = found.is_some();
        self.diagnostics.extend(found);
        is_found
    }
}

/// Whether an act comes after a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comes {
    Before,
    Perhaps,
    After,
}

impl Comes {
    fn of(programme: &Programme, id: ActId, day: Date) -> Comes {
        match programme.on(day) {
            Ok(moment) if id.0 < programme.acts_until(moment).len() => Comes::Before,
            Ok(_) => Comes::After,
            Err(first) if id.0 < first.0 => Comes::Before,
            Err(ActId(first)) => {
                // From the next date on, which is later, all come after.
                let unsure = programme.acts.get(first..=id.0).unwrap_or_default();
                if unsure.iter().all(|act| act.date.is_none()) {
                    Comes::Perhaps
                } else {
                    Comes::After
                }
            }
        }
    }
}

fn later(
    programme: &Programme,
    acts: &[(ActId, &Act)],
    own: &OwnDay,
    span: Span,
) -> Option<Diagnostic> {
    let (day, day_it) = (own.day, day_text(own.day).it);
    let comes = acts
        .iter()
        .map(|(id, act)| (*id, *act, Comes::of(programme, *id, day)));
    let comes: Vec<_> = comes.filter(|(.., it)| *it != Comes::Before).collect();
    let (last, ..) = comes.last()?;
    let perhaps = comes.iter().any(|(.., it)| *it == Comes::Perhaps);
    let surely = comes.iter().any(|(.., it)| *it == Comes::After);
    let acts: Vec<&Act> = comes.iter().map(|(_, act, _)| *act).collect();
    let is_one = acts.len() == 1;
    let later_it = match (is_one, surely, perhaps) {
        (true, _, false) => "successivo",
        (true, ..) => "forse successivo",
        (false, _, false) => "successivi",
        (false, false, true) => "forse successivi",
        (false, true, true) => "successivi, certamente o forse,",
    };
    let later_en = match (surely, perhaps) {
        (_, false) => "later",
        (false, true) => "perhaps later",
        (true, true) => "later, surely or perhaps,",
    };
    let (count_it, act_en, count_en) = if is_one {
        ("conta anche l'atto", "act", "counts too")
    } else {
        ("contano anche gli atti", "acts", "count too")
    };
    let (since_it, since_en) = if own.opens {
        ("all'apertura dell'avviso", "the opening of the call")
    } else {
        ("alla chiusura dell'avviso", "the closing of the call")
    };
    let (named_it, named_en) = named(&acts);
    let repairs = [by_the_day(programme, day), up_to(programme, *last)];
    let (what_it, what_en) = if repairs.iter().all(|it| it.is_day) {
        ("il giorno", "the day")
    } else {
        ("fin dove contano", "up to where they count")
    };
    let [first, second] = repairs.map(|it| it.words);
    Some(
        Diagnostic::warning(
            Code::LaterAct,
            span,
            Text::new(
                format!("non è detto a quale giorno si conta: {count_it} {named_it}, {later_it} {since_it} ({day_it})"),
                format!("the day that counts is not stated: {act_en} {named_en}, {later_en} than {since_en} ({day}), {count_en}"),
            ),
        )
        .with_hint(Text::new(
            format!("scrivere {what_it}: `{first}`, o `{second}` se quel denaro è dell'avviso"),
            format!("write {what_en}: `{first}`, or `{second}` where that money is the call's"),
        )),
    )
}

fn no_day(programme: &Programme, acts: &[(ActId, &Act)], span: Span) -> Option<Diagnostic> {
    let (last, _) = acts.last()?;
    let acts: Vec<&Act> = acts.iter().map(|(_, act)| *act).collect();
    let (named_it, named_en) = named(&acts);
    let up_to = up_to(programme, *last).words;
    Some(
        Diagnostic::warning(
            Code::NoDay,
            span,
            Text::new(
                format!("non è detto a quale giorno si conta, né quando l'avviso apre o chiude: contano tutti gli atti delle linee ({named_it}), e conterà ogni altro che si aggiunga al programma"),
                format!("neither the day that counts is stated, nor when the call opens or closes: all acts of the lines count ({named_en}), and so will any other that is added to the programme"),
            ),
        )
        .with_hint(Text::new(
            format!("scrivere fin dove contano: `{up_to}`, o un altro giorno o atto"),
            format!("write up to where they count: `{up_to}`, or another day or act"),
        )),
    )
}

fn named(acts: &[&Act]) -> (String, String) {
    let named = |language: Language| {
        let named = acts.iter().take(NAMED).map(|act| match act.date {
            Some(date) => format!("`{}` ({})", act.name, day_text(date).get(language)),
            None => match language {
                Language::Italian => format!("`{}` (di giorno ignoto)", act.name),
                Language::English => format!("`{}` (of unknown day)", act.name),
            },
        });
        let mut named: Vec<String> = named.collect();
        if acts.len() > NAMED {
            named.push("…".to_owned());
        }
        named.join(", ")
    };
    (named(Language::Italian), named(Language::English))
}

/// What an author may write in the envelope.
struct Repair {
    words: String,
    is_day: bool,
}

impl Repair {
    fn day(day: Date) -> Repair {
        Repair {
            words: format!("‹as of› {day}"),
            is_day: true,
        }
    }

    fn act(programme: &Programme, id: ActId) -> Repair {
        let name = programme.act(id).map_or("", |act| act.name.as_str());
        Repair {
            words: format!("‹as of› ‹act› {name}"),
            is_day: false,
        }
    }
}

/// What is certain to have been there by a day: the day, or the act where it cannot be told which of
/// those without a date behind it came by then.
fn by_the_day(programme: &Programme, day: Date) -> Repair {
    match programme.on(day) {
        Ok(_) => Repair::day(day),
        Err(ActId(next)) => Repair::act(programme, ActId(next.saturating_sub(1))),
    }
}

/// All that there is up to an act: its day, or the act where it has none or others of unknown day
/// stand behind it.
fn up_to(programme: &Programme, id: ActId) -> Repair {
    let date = programme.act(id).and_then(|act| act.date);
    match date.filter(|date| programme.on(*date).is_ok()) {
        Some(date) => Repair::day(date),
        None => Repair::act(programme, id),
    }
}
