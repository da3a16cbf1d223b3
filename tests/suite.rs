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
mod assessment;
mod audit;
mod cli;
mod codes;
mod command_line;
mod comparison;
mod coverage;
mod dated_rows;
mod dates;
mod decree;
mod diagnostics;
mod docs;
mod effort;
mod exceptions;
mod facts;
mod file_tests;
mod funding;
mod grammar;
mod keyword_tables;
mod keywords;
mod ledger;
mod marks;
mod mutation;
mod numbers;
mod points;
mod precheck;
mod programme_table;
mod properties;
mod publication;
mod published;
mod puglia;
mod record;
mod report;
mod schema;
mod selection;
mod support;
mod territory;
mod unknowns;
mod w914;
#[cfg(feature = "web")]
mod web;
mod written_values;

/// The library example, run as a test.
#[path = "../examples/recompute_the_decree.rs"]
mod recompute_the_decree;

#[test]
fn the_library_example_runs() {
    recompute_the_decree::main().expect("the example");
}
