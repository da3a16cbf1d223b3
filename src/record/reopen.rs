//! A record opened again: what its inputs come to, for whoever holds something else against it.

use super::recompute::{received, recompute};
use super::verify::{broken_chain, kept, read};
use crate::call::{Call, Test};
use crate::engine::Outcome;
use crate::facts::Proposal;
use crate::source::Files;
use crate::text::Text;

/// The outcome of a record, with what it is of.
#[derive(Debug)]
pub struct Reopened {
    /// The call.
    pub call: Call,
    /// The tests of its rule file.
    pub tests: Vec<Test>,
    /// The proposals, as they were read.
    pub proposals: Vec<Proposal>,
    /// What became of them, slides included.
    pub outcome: Outcome,
}

/// Makes the outcome of the record `bytes` again from its inputs, which must confirm it; what is
/// published beside it does not matter. `files` are those of the record's folder.
///
/// # Errors
/// Says why `bytes` are no record, or that its inputs do not confirm it.
pub fn reopen(bytes: &[u8], files: &dyn Files) -> Result<Reopened, Text> {
    let (head, _) = read(bytes)?;
    let (copies, changed) = kept(&head.record, files);
    if !changed.is_empty() || !broken_chain(&head.record, head.stage, &copies).is_empty() {
        return Err(not_confirmed());
    }
    let now = recompute(head.record.settings(), head.stage, &copies);
    let now = now.map_err(|_| not_confirmed())?;
    if now.text.as_bytes() != bytes {
        return Err(not_confirmed());
    }
    Ok(Reopened {
        proposals: received(&now.call, &copies)?.proposals,
        call: now.call,
        tests: now.tests,
        outcome: now.outcome,
    })
}

/// Says that a record does not come from its inputs.
pub(super) fn not_confirmed() -> Text {
    Text::new(
        "i suoi file di ingresso non lo confermano: `bando verify` dice perché",
        "its inputs do not confirm it: `bando verify` says why",
    )
}
