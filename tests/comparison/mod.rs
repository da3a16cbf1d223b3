//! What the rules cost: the optimum beside the ranking, and how far the ranking holds.

mod nearness;
mod optimum;
mod program;
mod selections;
