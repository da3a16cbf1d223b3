//! The money of each pool beside its share.

use super::drawing::{Anchor, text};
use super::html::Html;
use crate::engine::money_text;
use crate::number::{Fraction, Money, Rounding};
use crate::report::lists::pool_uses;
use crate::report::publication::Publication;
use crate::selection::Selection;

const WIDTH: usize = 1000;
const LEFT: usize = 190;
const RIGHT: usize = 330;
const ROW: usize = 26;
/// More pools than this are in the table alone.
const MOST_POOLS: usize = 120;
/// More letters than this of a pool's name do not stand beside its bar.
const MOST_LETTERS: usize = 22;

/// Adds a bar for each pool: what it holds in outline, what its proposals are awarded inside.
pub(super) fn draw(html: &mut Html, publication: &Publication<'_>, selection: &Selection) {
    let uses = pool_uses(selection);
    let bars: Vec<(&str, Money, Money)> = selection
        .pools
        .iter()
        .filter_map(|pool| {
            let awarded = uses.get(&Some(pool.key.as_str()))?.awarded()?;
            Some((pool.key.as_str(), pool.share, awarded))
        })
        .collect();
    let most = bars
        .iter()
        .map(|(_, share, awarded)| share.max(awarded))
        .max();
    let Some(most) = most.filter(|it| **it > Money::ZERO && bars.len() <= MOST_POOLS) else {
        return;
    };
    let height = bars.len().saturating_mul(ROW).saturating_add(8);
    html.markup("<figure>\n<svg viewBox=\"0 0 ")
        .number(WIDTH)
        .markup(" ")
        .number(height)
        .markup("\" role=\"img\" aria-labelledby=\"pools-title pools-text\">\n");
    let title = publication.word("Risorse per quota", "Money by pool");
    html.within("<title id=\"pools-title\">", title, "</title>\n");
    let money = |amount| money_text(publication.call, amount, publication.language);
    let told = |share, awarded| {
        let (share, awarded) = (money(share), money(awarded));
        let (it, en) = (
            format!("quota {share}; avuti in tutto {awarded}"),
            format!("pool {share}; given in all {awarded}"),
        );
        publication.word(&it, &en).to_owned()
    };
    let sentences: Vec<String> = bars
        .iter()
        .map(|(key, share, awarded)| format!("{key}: {}", told(*share, *awarded)))
        .collect();
    html.within(
        "<desc id=\"pools-text\">",
        &sentences.join("; "),
        "</desc>\n",
    );
    let mut y = 4_usize;
    for (key, share, awarded) in &bars {
        let key: String = key.chars().take(MOST_LETTERS).collect();
        let middle = y.saturating_add(16);
        text(html, Anchor::End, LEFT.saturating_sub(8), middle, &key);
        let looks = [
            (share, 4, " fill=\"#ffffff\" stroke=\"#17456e\""),
            (awarded, 8, " fill=\"#17456e\""),
        ];
        for (amount, inset, look) in looks {
            html.markup("<rect")
                .attribute("x", LEFT)
                .attribute("y", y.saturating_add(inset))
                .attribute("width", across(*amount, *most))
                .attribute("height", ROW.saturating_sub(inset.saturating_mul(2)))
                .markup(look)
                .markup("/>\n");
        }
        let behind = WIDTH.saturating_sub(RIGHT).saturating_add(10);
        text(html, Anchor::Start, behind, middle, &told(*share, *awarded));
        y = y.saturating_add(ROW);
    }
    html.markup("</svg>\n<figcaption>");
    html.text(publication.word(
        "Il contorno è la quota; la barra piena è ciò che le proposte del territorio hanno avuto in tutto: dalla quota e poi dalla graduatoria unica dei residui. Se esce dal contorno la quota non è superata: il resto viene dai residui.",
        "The outline is the pool; the solid bar is what the proposals of the territory were given in all: from the pool, and then from the one ranking of leftovers. Where it goes beyond the outline the pool is not exceeded: the rest comes from leftovers.",
    ));
    html.markup("</figcaption>\n</figure>\n");
}

/// Returns how wide an amount is.
fn across(amount: Money, most: Money) -> usize {
    let room = WIDTH.saturating_sub(LEFT).saturating_sub(RIGHT);
    let room = i128::try_from(room).map(Fraction::integer).ok();
    let share = amount.euro().div(most.euro());
    share
        .zip(room)
        .and_then(|(share, room)| share.mul(room)?.round(0, Rounding::HalfUp)?.to_integer())
        .and_then(|it| usize::try_from(it).ok())
        .unwrap_or_default()
}
