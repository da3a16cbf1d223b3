//! Text to tree and tree to text: the only user of the grammar.
//!
//! # Steps
//! [`decode`] makes text of bytes. [`parse`] then checks the text as a whole (its size, its
//! characters, its version line, how deep its brackets nest), cuts it into blocks, and reads each
//! block with the grammar, so that one broken block costs one error. [`format()`] writes the same
//! words with the spacing of the house.

mod changes;
mod characters;
mod expected;
mod file;
mod format;
mod given;
mod grammar;
mod habits;
mod layout;
mod names;
mod parse;
mod phrases;
mod scan;
mod split;
mod stack;
mod translate;
pub mod tree;
mod trouble;
mod version;
mod wording;

pub use changes::{SmallChange, small_changes};
pub use characters::decode;
pub(crate) use characters::first_forbidden;
pub use file::{Parsed, parse};
pub use format::format;
pub use translate::translate;
pub use version::{VERSION, keyword_language};
pub use wording::wording;
