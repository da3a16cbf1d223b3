//! Requirements and definitions over one proposal.

mod build;
mod lists;
mod operations;
mod requirements;
