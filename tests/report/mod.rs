//! What is written: diagnostics, lists, outcomes.

mod diagnostics;
mod graph;
mod outcome;
