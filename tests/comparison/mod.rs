//! What the rules cost: the optimum beside the ranking, and how far the ranking holds.

mod optimum;
mod selections;
