//! Requirements and definitions over one proposal.

pub(crate) mod build;
mod choices;
pub(crate) mod compiled;
mod exceptions;
mod lists;
mod operations;
mod properties;
mod random_call;
mod random_expr;
mod received;
mod regions;
mod requirements;
mod rows;
mod rule_files;
