//! Equity weights.

use super::super::grammar::Rule;
use super::derived::{cell_otherwise, maybe_rounded, written_amount};
use super::literals::{money_amount, number, percentage};
use super::node::{Built, Node, Parts};
use super::words::{cite, name};
use crate::number::Fraction;
use crate::source::Spanned;
use crate::syntax::tree::{
    FactorItem, IndexItem, IndexMethod, IndicatorItem, Literal, ShareItem, WeightBlock,
    WeightClause,
};
use crate::value::{Apportionment, Needier, Variance};

/// `weight equity over provinces { … }`
pub(super) fn weight_block(node: &Node<'_>) -> Built<WeightBlock> {
    let mut parts = node.parts();
    Ok(WeightBlock {
        name: name(&parts.one()),
        over: name(&parts.one()),
        clauses: parts
            .map(|clause| Ok(clause.spanned(weight_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn weight_clause(node: &Node<'_>) -> Built<WeightClause> {
    Ok(match node.rule() {
        Rule::cite => WeightClause::Cite(cite(node)),
        Rule::index => WeightClause::Index(index(node)?),
        Rule::share_term => WeightClause::Share(share_term(node)?),
        Rule::apportion => {
            let mut parts = node.parts();
            let method = apportionment(&parts.one());
            let unit = parts.next().map(|unit| money_amount(&unit.only()));
            WeightClause::Apportion(method, unit.transpose()?)
        }
        _ => node.impossible(),
    })
}

/// `index need by min-max rounded half up to 6 places { … }`
fn index(node: &Node<'_>) -> Built<IndexItem> {
    let mut parts = node.parts();
    let name = name(&parts.one());
    let method = parts.one();
    Ok(IndexItem {
        name,
        method: method.spanned(index_method(&method)?),
        rounded: maybe_rounded(&mut parts)?,
        indicators: parts.map(|part| indicator(&part)).collect::<Built<_>>()?,
    })
}

fn index_method(node: &Node<'_>) -> Built<IndexMethod> {
    Ok(match node.parts().next() {
        None if node.has(Rule::kw_shares) => IndexMethod::Shares,
        None if node.has(Rule::kw_min_max) => IndexMethod::MinMax,
        None => IndexMethod::Rank,
        Some(part) => {
            let mut parts = part.parts();
            let variance = variance(&parts.one());
            if part.rule() == Rule::ampi {
                return Ok(IndexMethod::Ampi(variance));
            }
            IndexMethod::ZScore {
                variance,
                scale: parts.next().map(|scale| z_scale(&scale)).transpose()?,
            }
        }
    })
}

/// `mean 100 deviation 10`
fn z_scale(node: &Node<'_>) -> Built<(Spanned<Fraction>, Spanned<Fraction>)> {
    let mut parts = node.parts();
    Ok((plain_number(&parts.one())?, plain_number(&parts.one())?))
}

/// `population variance`
fn variance(node: &Node<'_>) -> Variance {
    if node.has(Rule::kw_sample_variance) {
        Variance::Sample
    } else {
        Variance::Population
    }
}

fn plain_number(node: &Node<'_>) -> Built<Spanned<Fraction>> {
    let (value, _) = number(node)?;
    Ok(node.spanned(value))
}

/// `60 % income otherwise 14 lower is needier from 10 to 20`
fn indicator(node: &Node<'_>) -> Built<IndicatorItem> {
    let mut parts = node.parts();
    let part = parts.maybe(Rule::indicator_part);
    Ok(IndicatorItem {
        part: part.map(|part| share_of_one(&part)).transpose()?,
        column: name(&parts.one()),
        otherwise: otherwise(&mut parts)?,
        needier: if parts.one().has(Rule::kw_lower_is_needier) {
            Needier::Lower
        } else {
            Needier::Higher
        },
        goalposts: parts.next().map(|it| goalposts(&it)).transpose()?,
        span: node.span(),
    })
}

/// `60 %`
fn share_of_one(node: &Node<'_>) -> Built<Spanned<Fraction>> {
    Ok(node.spanned(percentage(node)?))
}

/// `otherwise 14`, where it stands next
fn otherwise(parts: &mut Parts<'_>) -> Built<Option<Literal>> {
    let part = parts.maybe(Rule::cell_otherwise);
    part.map(|part| cell_otherwise(&part)).transpose()
}

/// `from 10 to 20`
fn goalposts(node: &Node<'_>) -> Built<(Literal, Literal)> {
    let mut parts = node.parts();
    Ok((written_amount(&parts.one())?, written_amount(&parts.one())?))
}

/// `30 % share of population * need`
fn share_term(node: &Node<'_>) -> Built<ShareItem> {
    let mut parts = node.parts();
    let digits = parts.one();
    let part = digits.spanned(percentage(node)?);
    let factors = parts.filter(|part| part.rule() == Rule::share_factor);
    Ok(ShareItem {
        part,
        factors: factors
            .map(|factor| {
                let mut parts = factor.parts();
                Ok(FactorItem {
                    name: name(&parts.one()),
                    otherwise: otherwise(&mut parts)?,
                })
            })
            .collect::<Built<_>>()?,
    })
}

/// `largest remainder`
fn apportionment(node: &Node<'_>) -> Apportionment {
    if node.has(Rule::kw_dhondt) {
        Apportionment::DHondt
    } else if node.has(Rule::kw_sainte_lague) {
        Apportionment::SainteLague
    } else {
        Apportionment::LargestRemainder
    }
}
