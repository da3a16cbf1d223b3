//! What applicants are told: whom to ask and what to prepare.

use super::super::grammar::Rule;
use super::expressions::expression;
use super::node::{Built, Node};
use super::words::{cite, name, string, words};
use crate::syntax::tree::{ContactBlock, ContactClause, DocumentBlock, DocumentClause};

/// `contact helpdesk it "Sportello" { … }`
pub(super) fn contact_block(node: &Node<'_>) -> ContactBlock {
    let mut parts = node.parts();
    ContactBlock {
        name: name(&parts.one()),
        office: words(&parts.one()),
        clauses: parts
            .map(|clause| clause.spanned(contact_clause(&clause)))
            .collect(),
        span: node.span(),
    }
}

fn contact_clause(node: &Node<'_>) -> ContactClause {
    match node.rule() {
        Rule::email => ContactClause::Email(string(&node.only())),
        Rule::telephone => ContactClause::Telephone(string(&node.only())),
        Rule::page => ContactClause::Page(string(&node.only())),
        Rule::hours => ContactClause::Hours(words(&node.only())),
        Rule::cite => ContactClause::Cite(cite(node)),
        _ => node.impossible(),
    }
}

/// `document statute "Statuto" { … }`
pub(super) fn document_block(node: &Node<'_>) -> Built<DocumentBlock> {
    let mut parts = node.parts();
    Ok(DocumentBlock {
        name: name(&parts.one()),
        title: words(&parts.one()),
        clauses: parts
            .map(|clause| Ok(clause.spanned(document_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn document_clause(node: &Node<'_>) -> Built<DocumentClause> {
    Ok(match node.rule() {
        Rule::when => DocumentClause::When(expression(&node.only())?),
        Rule::comes_from => DocumentClause::ComesFrom(words(&node.only())),
        Rule::cite => DocumentClause::Cite(cite(node)),
        _ => node.impossible(),
    })
}
