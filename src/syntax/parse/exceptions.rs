//! Exceptions of requirements and definitions.

use super::super::grammar::Rule;
use super::expressions::expression;
use super::node::{Built, Node, Parts};
use super::requirements::term;
use super::words::{cite, name, words};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::tree::{ExceptionBlock, ExceptionClause, Expr, UnlessBlock, UnlessClause};
use crate::text::Text;

/// `exception small_towns "Comuni piccoli" { … }`
pub(super) fn exception(node: &Node<'_>) -> Built<ExceptionBlock> {
    let mut parts = node.parts();
    Ok(ExceptionBlock {
        name: name(&parts.one()),
        title: parts.maybe(Rule::words).map(|title| words(&title)),
        clauses: clauses(parts)?,
        span: node.span(),
    })
}

/// `exception small_towns = 5 % { … }`
pub(super) fn value_exception(node: &Node<'_>) -> Built<(ExceptionBlock, Expr)> {
    let mut parts = node.parts();
    let name = name(&parts.one());
    let title = parts.maybe(Rule::words).map(|title| words(&title));
    let value = expression(&parts.one())?;
    let block = ExceptionBlock {
        name,
        title,
        clauses: clauses(parts)?,
        span: node.span(),
    };
    Ok((block, value))
}

/// Returns the error of a parameter with exceptions.
pub(super) fn no_exceptions(node: &Node<'_>) -> Box<Diagnostic> {
    let error = Diagnostic::error(
        Code::SyntaxError,
        node.span(),
        Text::new(
            "un parametro è un valore solo: non ha eccezioni",
            "a parameter is a single value: it has no exceptions",
        ),
    );
    Box::new(error.with_hint(Text::new(
        "scrivere `‹define›` al posto di `‹parameter›`",
        "write `‹define›` instead of `‹parameter›`",
    )))
}

fn clauses(parts: Parts<'_>) -> Built<Vec<Spanned<ExceptionClause>>> {
    parts
        .map(|clause| Ok(clause.spanned(exception_clause(&clause)?)))
        .collect()
}

fn exception_clause(node: &Node<'_>) -> Built<ExceptionClause> {
    Ok(match node.rule() {
        Rule::cite => ExceptionClause::Cite(cite(node)),
        Rule::when => ExceptionClause::When(expression(&node.only())?),
        Rule::require => ExceptionClause::Require(expression(&node.only())?),
        Rule::not_required => ExceptionClause::NotRequired,
        Rule::else_words => ExceptionClause::Else(words(&node.only())),
        Rule::remedy => ExceptionClause::Remedy(term(&node.only())?),
        Rule::reservation => {
            let within = node.parts().next();
            ExceptionClause::Reservation(within.map(|within| term(&within)).transpose()?)
        }
        Rule::unless => ExceptionClause::Unless(unless(node)?),
        _ => node.impossible(),
    })
}

/// `unless large_works { … }`
fn unless(node: &Node<'_>) -> Built<UnlessBlock> {
    let mut parts = node.parts();
    Ok(UnlessBlock {
        name: name(&parts.one()),
        title: parts.maybe(Rule::words).map(|title| words(&title)),
        clauses: parts
            .map(|clause| {
                Ok(clause.spanned(match clause.rule() {
                    Rule::cite => UnlessClause::Cite(cite(&clause)),
                    _ => UnlessClause::When(expression(&clause.only())?),
                }))
            })
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}
