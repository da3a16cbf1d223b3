//! Requirements and definitions over one proposal.

mod build;
mod operations;
