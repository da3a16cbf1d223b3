//! Every integration test, in one binary.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that breaks should break loudly"
)]

mod analysis;
mod architecture;
mod cli;
mod decree;
mod facts;
mod grammar;
mod numbers;
mod properties;
mod puglia;
mod report;
mod selection;
mod support;
mod unknowns;
mod written_values;
