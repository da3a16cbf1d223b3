//! What is written: diagnostics, lists, outcomes.

mod data;
mod diagnostics;
mod outcome;
