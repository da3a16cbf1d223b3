//! The financial programme from which calls have their money.

pub mod published;
