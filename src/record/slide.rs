//! A slide down the ranking of a record: a further record, chained to it.

use super::copies::{Copy, InputKind, of_slide};
use super::manifest::Manifest;
use super::recompute::recompute;
use super::verify::{kept, read, verify};
use crate::call::Call;
use crate::engine::Outcome;
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

/// Slides down the ranking of the record `bytes`, which must be confirmed by its inputs; `events`
/// are the name and the bytes of a CSV file.
///
/// # Errors
/// Says why the record is none or not confirmed, what is wrong with the events, or why there can
/// be no slide.
pub fn slide(bytes: &[u8], files: &dyn Files, events: (&str, &[u8])) -> Result<Slid, Text> {
    if !verify(bytes, files)?.differences.is_empty() {
        return Err(Text::new(
            "i suoi file di ingresso non lo confermano: `bando verify` dice perché",
            "its inputs do not confirm it: `bando verify` says why",
        ));
    }
    let (head, _) = read(bytes)?;
    let (mut copies, _) = kept(&head.record, files);
    let slides = copies.iter().filter(|it| it.kind == InputKind::Events);
    let slides = slides.count();
    copies.extend(of_slide(slides, bytes, events));
    copies.sort_by(|a, b| (a.kind, &a.file).cmp(&(b.kind, &b.file)));
    let now = recompute(head.record.settings(), head.stage, &copies)?;
    Ok(Slid {
        text: now.text,
        copies,
        manifest: now.manifest,
        sources: now.sources,
        call: now.call,
        outcome: now.outcome,
        lists: now.lists,
    })
}
