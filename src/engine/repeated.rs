//! The same money, added twice.

use super::events::{EventTrouble, Happened, Slide};
use crate::selection::Event;
use crate::text::Text;

/// An event of a slide before, with the number of the slide, counted from 1, and its file.
#[derive(Clone, Copy)]
pub(super) struct Before<'a> {
    pub(super) slide: usize,
    pub(super) file: &'a str,
    pub(super) happened: &'a Happened,
}

/// Returns every event that adds money which another has added: one act counts once.
pub(super) fn repeated(slide: &Slide, before: &[Before<'_>]) -> Vec<EventTrouble> {
    let events = slide.events.iter().enumerate();
    let troubles = events.filter_map(|(place, event)| {
        let why = match before.iter().find(|it| is_same(it.happened, event)) {
            Some(before) => of_slide(*before),
            None => {
                let mut above = slide.events.iter().take(place);
                of_line(above.find(|it| is_same(it, event))?.line)
            }
        };
        Some(EventTrouble {
            line: Some(event.line),
            why,
        })
    });
    troubles.collect()
}

/// Tells whether two events are the same money by the same act; a day that is not stated may be any.
fn is_same(one: &Happened, other: &Happened) -> bool {
    let is_money = matches!(one.event, Event::MoreMoney { .. });
    let days = one.day.zip(other.day);
    is_money
        && one.event == other.event
        && words(&one.act) == words(&other.act)
        && days.is_none_or(|(one, other)| one == other)
}

/// Returns an act as it is compared: however its words are spaced, in small letters.
fn words(act: &str) -> Vec<String> {
    act.split_whitespace().map(str::to_lowercase).collect()
}

fn of_line(line: u64) -> Text {
    Text::new(
        format!(
            "le stesse risorse, con lo stesso atto, stanno già alla riga {line}: togliere questa riga, o distinguere i due atti nella colonna `atto`"
        ),
        format!(
            "the same money, by the same act, stands in line {line} already: remove this line, or tell the two acts apart in the column of acts"
        ),
    )
}

fn of_slide(before: Before<'_>) -> Text {
    let (slide, line, file) = (before.slide, before.happened.line, before.file);
    Text::new(
        format!(
            "le stesse risorse, con lo stesso atto, sono già contate nello scorrimento n. {slide} (`{file}`, riga {line}): togliere questa riga, o distinguere i due atti nella colonna `atto`"
        ),
        format!(
            "the same money, by the same act, is counted in slide no. {slide} already (`{file}`, line {line}): remove this line, or tell the two acts apart in the column of acts"
        ),
    )
}
