//! The guided check: what is asked, and what is said.

mod at_once;
mod bounds;
mod brute_force;
mod changes;
mod following;
mod least_change;
mod limits;
mod linked;
mod missing;
mod outcomes;
mod program;
mod properties;
mod puglia;
mod ranges;
mod refusal;
mod small_call;
mod together;
mod written;
