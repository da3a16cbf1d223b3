//! A slide down the ranking of a record: a further record, chained to it.

use serde_json::Value;

use super::copies::{Copy, InputKind, of_slide};
use super::manifest::Manifest;
use super::recompute::{NoOutcome, recompute};
use super::reopen::not_confirmed;
use super::verify::{kept, read, verify};
use crate::call::Call;
use crate::engine::{EventTrouble, Outcome, SlideTrouble};
use crate::report::List;
use crate::source::{Files, Sources};
use crate::text::{Language, Text};

/// The outcome of a slide, and what its record rests on.
#[derive(Debug)]
pub struct Slid {
    /// The record, in its canonical form.
    pub text: String,
    /// Its inputs: those of the record before, that record, and the events.
    pub copies: Vec<Copy>,
    /// What the record says of them.
    pub manifest: Manifest,
    /// The rule file.
    pub sources: Sources,
    /// The call.
    pub call: Call,
    /// What became of its proposals.
    pub outcome: Outcome,
    /// What is odd in the events, line by line.
    pub remarks: Vec<EventTrouble>,
    lists: [Vec<List>; 2],
}

impl Slid {
    /// Returns the lists, headed and worded in `language`.
    pub fn lists(&self, language: Language) -> &[List] {
        let [italian, english] = &self.lists;
        match language {
            Language::Italian => italian,
            Language::English => english,
        }
    }
}

/// Why a record cannot be slid down.
#[derive(Debug)]
pub enum NoSlide {
    /// The record is none, is not confirmed, or has no ranking that can slide.
    Record(Text),
    /// Lines of the events, all that are wrong.
    Events(Vec<EventTrouble>),
    /// The events are right, and no slide comes of them.
    Ranking(Text),
    /// A seed for a call without a lot.
    NoLot,
    /// The lot is drawn, with another seed.
    OtherSeed(String),
}

/// The name and the bytes of a file.
type File<'a> = (&'a str, &'a [u8]);

/// Slides down the ranking of the record `bytes`, which must be confirmed by its inputs; `events`
/// are the name and the bytes of a CSV file, `programme` those of the programme as it stands now, where
/// acts since the ranking bring new money. `seed` is that of the lot, where it has been drawn
/// since the record was made.
///
/// # Errors
/// Says why the record is none or not confirmed, what is wrong with the events, or why there can
/// be no slide.
pub fn slide(
    bytes: &[u8],
    files: &dyn Files,
    (events, programme): (File<'_>, Option<File<'_>>),
    seed: Option<&str>,
) -> Result<Slid, NoSlide> {
    let verified = verify(bytes, files).map_err(NoSlide::Record)?;
    if !verified.differences.is_empty() {
        return Err(NoSlide::Record(not_confirmed()));
    }
    let (head, then) = read(bytes).map_err(NoSlide::Record)?;
    let (mut copies, _) = kept(&head.record, files);
    let slides = copies.iter().filter(|it| it.kind == InputKind::Events);
    let slides = slides.count();
    if awaits_lot(&then) {
        return Err(NoSlide::Record(still_awaits_lot(slides)));
    }
    let mut settings = head.record.settings();
    match (&settings.seed, seed) {
        (Some(drawn), Some(seed)) if drawn != seed => {
            return Err(NoSlide::OtherSeed(drawn.clone()));
        }
        (None, Some(seed)) => settings.seed = Some(seed.to_owned()),
        _ => {}
    }
    copies.extend(of_slide(slides, bytes, events, programme));
    copies.sort_by(|a, b| (a.kind, &a.file).cmp(&(b.kind, &b.file)));
    let now = recompute(settings, head.stage, &copies).map_err(|why| match why {
        NoOutcome::Slide(SlideTrouble::Events { troubles, .. }) => NoSlide::Events(troubles),
        NoOutcome::Slide(SlideTrouble::NoRanking(why) | SlideTrouble::NoSlide(why)) => {
            NoSlide::Ranking(why)
        }
        NoOutcome::Input(why) => NoSlide::Record(why),
    })?;
    let ranking = now.call.ranking.as_ref();
    if seed.is_some() && ranking.is_none_or(|it| it.lot.is_none()) {
        return Err(NoSlide::NoLot);
    }
    Ok(Slid {
        text: now.text,
        copies,
        manifest: now.manifest,
        sources: now.sources,
        call: now.call,
        outcome: now.outcome,
        remarks: now.remarks,
        lists: now.lists,
    })
}

/// Tells whether a tie of the outcome waits for the lot.
fn awaits_lot(outcome: &Value) -> bool {
    let units = outcome.pointer("/money/lot/awaited_by");
    units
        .and_then(Value::as_array)
        .is_some_and(|it| !it.is_empty())
}

fn still_awaits_lot(slides: usize) -> Text {
    if slides == 0 {
        Text::new(
            "la graduatoria aspetta ancora il sorteggio: rifarla con `bando rank … --seed TESTO`, poi farla scorrere",
            "the ranking still waits for its lot: make it again with `bando rank … --seed TEXT`, then slide down that",
        )
    } else {
        Text::new(
            "questo scorrimento aspetta ancora il sorteggio: rifarlo dal verbale precedente con `bando slide … --seed TESTO`, poi farlo scorrere",
            "this slide still waits for the lot: make it again from the record before, with `bando slide … --seed TEXT`, then slide down that",
        )
    }
}
