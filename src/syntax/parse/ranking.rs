//! Ranking and envelope.

use super::super::grammar::Rule;
use super::expressions::expression;
use super::literals::{money_amount, percentage, whole_number};
use super::node::{Built, Node};
use super::programme::from_programme;
use super::words::{cite, name, string, words};
use crate::syntax::tree::{
    CapMost, EnvelopeBlock, EnvelopeClause, Name, OrderKey, PoolsShares, RankingBlock,
    RankingClause, ReserveClause, SplitClause, SumOfMoney,
};
use crate::value::{Leftovers, Limit, MoreMoney};

/// `ranking { … }`
pub(super) fn ranking_block(node: &Node<'_>) -> Built<RankingBlock> {
    Ok(RankingBlock {
        clauses: node
            .parts()
            .map(|clause| Ok(clause.spanned(ranking_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn ranking_clause(node: &Node<'_>) -> Built<RankingClause> {
    Ok(match node.rule() {
        Rule::cite => RankingClause::Cite(cite(node)),
        Rule::group_by => RankingClause::GroupBy(expression(&node.only())?),
        Rule::order_by => order_by(node)?,
        _ => node.impossible(),
    })
}

/// `order by score descending, lot "…"`
fn order_by(node: &Node<'_>) -> Built<RankingClause> {
    let (mut keys, mut lot) = (Vec::new(), None);
    for part in node.parts() {
        match part.rule() {
            Rule::lot => lot = Some(words(&part.only())),
            _ => keys.push(order_key(&part)?),
        }
    }
    Ok(RankingClause::OrderBy { keys, lot })
}

/// `score descending`
fn order_key(node: &Node<'_>) -> Built<OrderKey> {
    Ok(OrderKey {
        value: expression(&node.only())?,
        descending: node.has(Rule::kw_descending),
    })
}

/// `envelope { … }`
pub(super) fn envelope_block(node: &Node<'_>) -> Built<EnvelopeBlock> {
    Ok(EnvelopeBlock {
        clauses: node
            .parts()
            .map(|clause| Ok(clause.spanned(envelope_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn envelope_clause(node: &Node<'_>) -> Built<EnvelopeClause> {
    Ok(match node.rule() {
        Rule::money_amount => EnvelopeClause::Amount(money_amount(node)?),
        Rule::from_programme => EnvelopeClause::FromProgramme(from_programme(node)),
        Rule::cite => EnvelopeClause::Cite(cite(node)),
        Rule::award => EnvelopeClause::Award(expression(&node.only())?),
        Rule::split_over => EnvelopeClause::Split(split_over(node)?),
        Rule::limit => EnvelopeClause::Limit(limit(node)?),
        Rule::envelope_name => EnvelopeClause::Named(name(&node.only())),
        Rule::cap => cap(node)?,
        Rule::reserve => EnvelopeClause::Reserve(reserve(node)?),
        Rule::pools => pools(node)?,
        Rule::leftovers => EnvelopeClause::Leftovers(match node.only().rule() {
            Rule::to_one_ranking => Leftovers::OneRanking,
            _ => Leftovers::Unspent,
        }),
        Rule::more_money => EnvelopeClause::MoreMoney(match node.only().rule() {
            Rule::same_shares => MoreMoney::SameShares,
            _ => MoreMoney::OneRanking,
        }),
        _ => node.impossible(),
    })
}

/// `split over "sources" { "State" 70 %, "Region" 30 % }`
fn split_over(node: &Node<'_>) -> Built<SplitClause> {
    let mut parts = node.parts();
    let name = words(&parts.one());
    let part = |node: Node<'_>| {
        let mut parts = node.parts();
        let name = words(&parts.one());
        let share = parts.one();
        Ok((name, share.spanned(percentage(&share)?)))
    };
    Ok(SplitClause {
        name,
        parts: parts.map(part).collect::<Built<_>>()?,
    })
}

/// `at the limit: stop`
fn limit(node: &Node<'_>) -> Built<Limit> {
    let part = node.only();
    match part.rule() {
        Rule::stop => Ok(Limit::Stop),
        Rule::pass_over => Ok(Limit::PassOver),
        _ => give(&part),
    }
}

/// `give what is left, if at least 40 %, then stop`
fn give(node: &Node<'_>) -> Built<Limit> {
    let mut parts = node.parts();
    Ok(Limit::Give {
        at_least: parts
            .maybe(Rule::give_if)
            .map(|share| percentage(&share))
            .transpose()?,
        then_pass_over: parts
            .next()
            .is_some_and(|then| then.only().rule() == Rule::pass_over),
    })
}

/// `cap 300_000 EUR per applicant.fiscal_code`
fn cap(node: &Node<'_>) -> Built<EnvelopeClause> {
    let mut parts = node.parts();
    let most = parts.one();
    let most = match most.rule() {
        Rule::cap_proposals => {
            let count = most.only();
            CapMost::Proposals(count.spanned(whole_number(&count, u32::MAX)?))
        }
        _ => CapMost::Money(sum_of_money(&most)?),
    };
    Ok(EnvelopeClause::Cap {
        most,
        per: expression(&parts.one())?,
    })
}

/// `300_000 EUR`, `40 % of the envelope`, `stanziamento`
fn sum_of_money(node: &Node<'_>) -> Built<SumOfMoney> {
    let part = node.only();
    Ok(match part.rule() {
        Rule::money_amount => SumOfMoney::Amount(money_amount(&part)?),
        Rule::name => SumOfMoney::Named(name(&part)),
        _ => SumOfMoney::Part(node.spanned(percentage(node)?)),
    })
}

/// `reserve third_sector "Terzo settore" 20 %, unused to all, when class is third_sector`
fn reserve(node: &Node<'_>) -> Built<ReserveClause> {
    let mut parts = node.parts();
    Ok(ReserveClause {
        name: name(&parts.one()),
        title: parts.maybe(Rule::words).map(|title| words(&title)),
        amount: sum_of_money(&parts.one())?,
        in_addition: parts.maybe(Rule::in_addition).is_some(),
        released: match parts.maybe(Rule::unused_to_all) {
            Some(_) => true,
            None => {
                parts.maybe(Rule::unused_unspent);
                false
            }
        },
        when: expression(&parts.one())?,
    })
}

/// `pools by place.province { FG 1_000_000 EUR, BA 60 % }`
fn pools(node: &Node<'_>) -> Built<EnvelopeClause> {
    let mut parts = node.parts();
    let by = expression(&parts.one())?;
    let shares = match parts.maybe(Rule::pools_weight) {
        Some(weight) => PoolsShares::Weight(name(&weight.only())),
        None => PoolsShares::Written(parts.map(|part| pool(&part)).collect::<Built<_>>()?),
    };
    Ok(EnvelopeClause::Pools { by, shares })
}

/// `FG 1_000_000 EUR`
fn pool(node: &Node<'_>) -> Built<(Name, SumOfMoney)> {
    let mut parts = node.parts();
    let key = parts.one();
    let key = match key.rule() {
        Rule::string => string(&key),
        _ => name(&key),
    };
    let share = parts.one();
    let share = match share.rule() {
        Rule::money_amount => SumOfMoney::Amount(money_amount(&share)?),
        _ => SumOfMoney::Part(share.spanned(percentage(&share)?)),
    };
    Ok((key, share))
}
