//! Whether the rows of a list stand in the order of the ranks that they state.

use super::claims::Claim;
use super::reading::{Row, Said};
use crate::call::visible;
use crate::number::Fraction;
use crate::text::Text;

/// Says where the rows do not stand in the order of their ranks, if they do not.
pub(super) fn remark(rows: &[Row]) -> Option<Text> {
    let ranked: Vec<(&Row, Fraction)> = rows
        .iter()
        .filter_map(|row| Some((row, rank(row)?)))
        .collect();
    let pairs = ranked.iter().zip(ranked.iter().skip(1));
    let mut turned = pairs.filter(|((_, before), (_, after))| after < before);
    let ((above, higher), (below, lower)) = turned.next()?;
    let further = turned.count();
    let (id_above, id_below) = (visible(&above.id), visible(&below.id));
    let [higher, lower] = [higher, lower].map(|it| it.to_plain(0).unwrap_or_default());
    let (line_above, line_below) = (above.line, below.line);
    let (more_it, more_en) = if further == 0 {
        Default::default()
    } else {
        (
            format!("; altrove ancora: {further}"),
            format!("; elsewhere besides: {further}"),
        )
    };
    Some(Text::new(
        format!(
            "le righe non sono nell'ordine delle posizioni che indicano: `{id_below}` (riga {line_below}), posizione {lower}, viene dopo `{id_above}` (riga {line_above}), posizione {higher}{more_it}"
        ),
        format!(
            "the rows do not stand in the order of the ranks that they state: `{id_below}` (line {line_below}), rank {lower}, comes after `{id_above}` (line {line_above}), rank {higher}{more_en}"
        ),
    ))
}

fn rank(row: &Row) -> Option<Fraction> {
    row.claims
        .iter()
        .find_map(|it| match (&it.claim, &it.value) {
            (Claim::Rank, Said::Number(rank)) => Some(*rank),
            _ => None,
        })
}
