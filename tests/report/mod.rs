//! What is written: diagnostics, lists, outcomes.

mod diagnostics;
mod outcome;
