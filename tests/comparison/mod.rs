//! What the rules cost: the optimum beside the ranking.

mod optimum;
