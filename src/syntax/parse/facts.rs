//! Facts and records of facts.

use super::super::grammar::Rule;
use super::expressions::expression;
use super::literals::literal;
use super::node::{Built, Node};
use super::tables::with_words;
use super::types::type_name;
use super::words::{column_name, name, string, word, words};
use crate::syntax::tree::{FactEntry, FactItem, FactOption, FactsBlock};

/// `facts { … }`
pub(super) fn facts_block(node: &Node<'_>) -> Built<FactsBlock> {
    Ok(FactsBlock {
        facts: fact_braces(&node.only())?,
        span: node.span(),
    })
}

/// `{ form : Form, runts : yes/no }`
pub(super) fn fact_braces(node: &Node<'_>) -> Built<Vec<FactEntry>> {
    node.parts().map(|entry| fact_entry(&entry)).collect()
}

/// `applicant { form : Form }` or `form : Form`
fn fact_entry(node: &Node<'_>) -> Built<FactEntry> {
    let mut parts = node.parts();
    let name = name(&parts.one());
    let body = parts.one();
    let span = node.span();
    Ok(if body.rule() == Rule::fact_braces {
        FactEntry::Record {
            name,
            facts: fact_braces(&body)?,
            span,
        }
    } else {
        FactEntry::Fact(FactItem {
            name,
            kind: body.spanned(type_name(&body)?),
            options: parts
                .map(|option| Ok(option.spanned(fact_option(&option)?)))
                .collect::<Built<_>>()?,
            span,
        })
    })
}

fn fact_option(node: &Node<'_>) -> Built<FactOption> {
    Ok(match node.rule() {
        Rule::ask => FactOption::Ask(words(&node.only())),
        Rule::when => FactOption::When(expression(&node.only())?),
        Rule::changeable => FactOption::Changeable,
        Rule::supplied_by => FactOption::By(word(node)?),
        Rule::from_column => FactOption::From(column_name(&node.only())),
        Rule::split => FactOption::Split(string(&node.only())),
        Rule::with_words => FactOption::With(with_words(node)?),
        Rule::blank => FactOption::Blank(literal(&node.only())?),
        Rule::at_least => FactOption::AtLeast(literal(&node.only())?),
        Rule::at_most => FactOption::AtMost(literal(&node.only())?),
        _ => node.impossible(),
    })
}
