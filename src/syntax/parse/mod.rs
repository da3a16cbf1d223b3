//! From what the grammar recognised to the tree: one function for each rule of the grammar, with
//! its name.

mod blocks;
mod derived;
mod exceptions;
mod expressions;
mod facts;
mod grid;
mod guidance;
mod lists;
mod literals;
mod node;
mod programme;
mod ranking;
mod requirements;
mod tables;
mod tests;
mod types;
mod weight;
mod words;

use self::node::{Built, Node};
use super::grammar::{Recognised, Rule};
use super::tree::Item;

pub(super) use self::node::Origin;

/// Returns the item that the grammar recognised as a `block`.
pub(super) fn block(block: &Recognised<'_>, origin: &Origin) -> Built<Item> {
    let Some(node) = Node::new(block, 0, origin) else {
        unreachable!("a text that was read as a block holds one");
    };
    let node = node.only();
    Ok(match node.rule() {
        Rule::call_block => Item::Call(blocks::call_block(&node)?),
        Rule::authority => Item::Authority(blocks::authority(&node)),
        Rule::contact_block => Item::Contact(guidance::contact_block(&node)),
        Rule::document_block => Item::Document(guidance::document_block(&node)?),
        Rule::enum_item => Item::Enum(blocks::enum_item(&node)),
        Rule::group_item => Item::Group(blocks::group_item(&node)),
        Rule::table_block => Item::Table(tables::table_block(&node)?),
        Rule::derived_table => Item::DerivedTable(derived::derived_table(&node)?),
        Rule::proposals_block => Item::Proposals(tables::proposals_block(&node)),
        Rule::facts_block => Item::Facts(facts::facts_block(&node)?),
        Rule::definition => Item::Definition(requirements::definition(&node)?),
        Rule::requirement_block => Item::Requirement(requirements::requirement_block(&node)?),
        Rule::scale_block => Item::Scale(grid::scale_block(&node)?),
        Rule::grid_block => Item::Grid(grid::grid_block(&node)?),
        Rule::ranking_block => Item::Ranking(ranking::ranking_block(&node)?),
        Rule::envelope_block => Item::Envelope(ranking::envelope_block(&node)?),
        Rule::weight_block => Item::Weight(weight::weight_block(&node)?),
        Rule::test_block => Item::Test(tests::test_block(&node)?),
        _ => Item::Programme(programme::programme_item(&node)?),
    })
}
