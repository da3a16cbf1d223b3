//! Equity weights: apportionment, normalisation, shares.

mod apportion;
mod command;
mod normalise;
mod rules;
