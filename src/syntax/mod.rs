//! Text to tree and tree to text: the only user of the grammar.

pub mod tree;
