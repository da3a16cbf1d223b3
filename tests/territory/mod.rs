//! Equity weights: apportionment, normalisation, shares.

mod apportion;
mod normalise;
