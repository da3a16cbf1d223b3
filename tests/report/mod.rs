//! What is written: diagnostics, lists, outcomes.

mod data;
mod diagnostics;
mod frames;
mod graph;
mod outcome;
