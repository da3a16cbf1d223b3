//! Where the money goes that a slide adds: to a pool by name, to all pools, or to the one ranking.

use super::funds;
use crate::call::{Call, Envelope, Pools, Sum};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::selection::{Event, To};
use crate::text::{Language, Text};
use crate::value::{Leftovers, MoreMoney};

/// Returns the events by which `amount` is added that is for no pool by name: apportioned once,
/// alone, as the rules say. What the pools were given before does not change.
///
/// # Errors
/// Says why the rules give no way, and what to do.
pub(super) fn to_no_pool(call: &Call, amount: Money) -> Result<Event, Text> {
    let pools = call.envelope.as_ref().and_then(|it| it.pools.as_ref());
    let to = match pools.map(|pools| (pools, pools.more_money)) {
        None | Some((_, Some(MoreMoney::OneRanking))) => To::OneRanking,
        Some((pools, Some(MoreMoney::SameShares))) => To::Pools(
            funds::apportion(call, pools, amount)
                .map_err(|why| not_shared(&why.in_keywords_of(call.keywords)))?,
        ),
        Some((pools, None)) => return Err(not_said(call, pools)),
    };
    Ok(Event::MoreMoney { amount, to })
}

/// Returns how the reserves that are parts of the envelope grow when it grows by `added`.
pub(super) fn to_reserves(envelope: &Envelope, added: Money) -> Vec<Event> {
    let reserves = envelope.reserves.iter().enumerate();
    reserves
        .filter_map(|(reserve, rule)| match &rule.amount {
            Sum::Money(_) => None,
            Sum::Part(part) => Some(Event::MoreReserved {
                reserve,
                amount: funds::part_of(added, *part)?,
            }),
        })
        .collect()
}

fn not_said(call: &Call, pools: &Pools) -> Text {
    let (it, en) = match pools.leftovers {
        Leftovers::Unspent => ("", ""),
        Leftovers::OneRanking => (
            " o `‹more money to one ranking›`",
            " or `‹more money to one ranking›`",
        ),
    };
    let message = Text::new(
        format!(
            "le quote sono importi fissi, e le regole non dicono come si dividono nuove risorse: nominare la quota nella colonna `quota`; oppure, se l'avviso lo prevede, aggiungere alla dotazione `‹more money by the same shares›`{it} e rifare la graduatoria"
        ),
        format!(
            "the pools are fixed amounts, and the rules do not say how more money is shared out: name the pool in the column `pool`; or, if the call provides for it, add to the envelope `‹more money by the same shares›`{en} and rank again"
        ),
    );
    let found = Diagnostic::error(Code::NoPool, pools.span, message);
    found.in_keywords_of(call.keywords).message
}

fn not_shared(why: &Diagnostic) -> Text {
    let why = |language| why.message.get(language);
    Text::new(
        format!(
            "{}; nominare la quota nella colonna `quota`",
            why(Language::Italian)
        ),
        format!(
            "{}; name the pool in the column `pool`",
            why(Language::English)
        ),
    )
}
