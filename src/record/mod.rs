//! The record of an outcome: what it rests on, and whether it still comes out the same.
//!
//! `outcome.json` is the record. Its part `record` lists every input with its digest; copies of
//! all inputs stand beside it, and [`verify`] makes the outcome anew from them, with no other
//! knowledge, and with it every list, the workbook and the page, which must be there byte for byte. After a [`slide`] the record before and the events are inputs too: each record holds
//! the digest of the one before, and is confirmed only if all of them are.
//!
//! # The canonical form
//! A record has one form, byte for byte: UTF-8 without a byte order mark; two spaces for each level,
//! a line feed after each line and at the end; the keys in the order in which the reference lists
//! them, absent where it says so; whole numbers as numbers, and everything else (money, points,
//! days) as text; of the characters of a text only `"`, `\` and the control characters are
//! escaped.

mod beside;
mod copies;
mod differences;
mod events;
mod manifest;
mod published;
mod recompute;
mod reopen;
mod slide;
mod sums;
mod verify;
mod words;

use crate::assessment::Stage;
use crate::call::Call;
use crate::engine::Outcome;
use crate::report::outcome_with;
use crate::source::Sources;

pub use copies::{Copy, Given, INPUTS, InputKind, copies};
pub use differences::{Difference, DifferenceKind};
pub use manifest::{FORM, Listed, Manifest, Settings};
pub use published::{Published, RECORD, book_and_page, digests, published_names};
pub use reopen::{Reopened, reopen};
pub use slide::{NoSlide, Slid, slide};
pub use verify::{Verified, verify};

/// Returns the record of an outcome, in its canonical form.
pub fn record_text(
    call: &Call,
    sources: &Sources,
    stage: Stage,
    outcome: &Outcome,
    manifest: &Manifest,
) -> String {
    outcome_with(call, sources, stage, outcome, Some(manifest))
}
