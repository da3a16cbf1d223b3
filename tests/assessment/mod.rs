//! Requirements and definitions over one proposal.

mod build;
mod lists;
mod operations;
mod properties;
mod random_call;
mod received;
mod requirements;
