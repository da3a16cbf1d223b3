//! The table of a programme as an act publishes it, with everything that is wrong with it.
//!
//! Nothing is repaired here: a flaw is said with its place, and what could explain it.

mod grid;

pub use grid::{Grid, Row, grid};
