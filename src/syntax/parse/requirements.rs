//! Definitions and requirements.

use super::super::grammar::Rule;
use super::blocks::missing;
use super::exceptions::{exception, no_exceptions, value_exception};
use super::expressions::{as_of, expression};
use super::literals::{day, whole_number};
use super::node::{Built, Node};
use super::types::type_name;
use super::words::{cite, name, word, words};
use crate::syntax::tree::{
    Dates, DefinitionItem, Expr, ExprKind, RequirementBlock, RequirementClause, Version,
    VersionsExpr,
};
use crate::value::Term;

/// `define own_share : percent = 1 - requested / cost`
pub(super) fn definition(node: &Node<'_>) -> Built<DefinitionItem> {
    let mut parts = node.parts();
    let name = name(&parts.one());
    let kind = parts.one();
    let mut item = DefinitionItem {
        parameter: node.has(Rule::kw_parameter),
        name,
        kind: kind.spanned(type_name(&kind)?),
        value: value(&parts.one())?,
        citations: Vec::new(),
        exceptions: Vec::new(),
        span: node.span(),
    };
    for part in parts {
        match part.rule() {
            Rule::cite => item.citations.push(cite(&part)),
            _ if item.parameter => return Err(no_exceptions(&part)),
            _ => item.exceptions.push(value_exception(&part)?),
        }
    }
    Ok(item)
}

/// `1 - requested / cost` or `{ from 2024-01-01 : 300_000 EUR } as of granted_on`
fn value(node: &Node<'_>) -> Built<Expr> {
    if node.rule() != Rule::versions {
        return expression(node);
    }
    let mut versions = Vec::new();
    let mut day = None;
    for part in node.parts() {
        match part.rule() {
            Rule::version => versions.push(version(&part)?),
            _ => day = Some(Box::new(as_of(&part)?)),
        }
    }
    let versions = VersionsExpr {
        versions,
        as_of: day,
    };
    Ok(node.expr(ExprKind::Versions(versions)))
}

/// `from 2014-01-01 to 2023-12-31 : 200_000 EUR cite minimis "art. 3"`
fn version(node: &Node<'_>) -> Built<Version> {
    let mut parts = node.parts();
    Ok(Version {
        dates: in_dates(&parts.one()),
        value: expression(&parts.one())?,
        citations: parts.map(|part| cite(&part)).collect(),
    })
}

/// `from 2014-01-01 to 2023-12-31`
pub(super) fn in_dates(node: &Node<'_>) -> Dates {
    let mut parts = node.parts();
    let mut next = || parts.next().map(|date| date.spanned(day(&date)));
    Dates {
        from: if node.has(Rule::kw_since) {
            next()
        } else {
            None
        },
        to: if node.has(Rule::kw_until) {
            next()
        } else {
            None
        },
        span: node.span(),
    }
}

/// `requirement runts "RUNTS register" { … }`
pub(super) fn requirement_block(node: &Node<'_>) -> Built<RequirementBlock> {
    let mut parts = node.parts();
    Ok(RequirementBlock {
        name: name(&parts.one()),
        title: parts.maybe(Rule::words).map(|title| words(&title)),
        clauses: parts
            .map(|clause| Ok(clause.spanned(requirement_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn requirement_clause(node: &Node<'_>) -> Built<RequirementClause> {
    Ok(match node.rule() {
        Rule::phase => RequirementClause::Phase(word(node)?),
        Rule::cite => RequirementClause::Cite(cite(node)),
        Rule::in_force => RequirementClause::InForce(in_dates(&node.only())),
        Rule::as_of => RequirementClause::AsOf(as_of(node)?),
        Rule::applies_when => RequirementClause::AppliesWhen(expression(&node.only())?),
        Rule::require => RequirementClause::Require(expression(&node.only())?),
        Rule::else_words => RequirementClause::Else(words(&node.only())),
        Rule::remedy => RequirementClause::Remedy(term(&node.only())?),
        Rule::reservation => RequirementClause::Reservation(
            node.parts()
                .next()
                .map(|within| term(&within))
                .transpose()?,
        ),
        Rule::missing => RequirementClause::Missing(missing(node)),
        Rule::exception => RequirementClause::Exception(exception(node)?),
        _ => node.impossible(),
    })
}

/// `within 10 working days`
pub(super) fn term(node: &Node<'_>) -> Built<Term> {
    Ok(Term {
        days: whole_number(&node.only(), u32::MAX)?,
        working: node.has(Rule::kw_working_days) || node.has(Rule::kw_working_day),
    })
}
