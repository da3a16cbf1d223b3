//! What a published table of a programme says, and what is wrong with it.

mod actions;
mod json;
mod text;

pub use actions::{actions_json, actions_text};
pub use json::{published_json, reconciliation_json};
pub use text::reconciliation_text;
