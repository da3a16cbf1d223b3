//! What is written: diagnostics, lists, outcomes.

mod data;
mod diagnostics;
mod graph;
mod outcome;
