//! The money at a glance: the envelope beside what the ranked ask.

use super::html::Html;
use crate::engine::money_text;
use crate::number::{Fraction, Money, Rounding};
use crate::report::publication::Publication;
use crate::selection::Selection;

const WIDTH: usize = 680;
const HEIGHT: usize = 150;
const BAR: usize = 30;
/// The look of what is given, and of the rest.
const DARK: &str = " fill=\"#17456e\" stroke=\"#17456e\"";
const LIGHT: &str = " fill=\"#ffffff\" stroke=\"#17456e\"";

/// Adds two bars on one scale: the envelope, and what is asked of it.
pub(super) fn draw(html: &mut Html, publication: &Publication<'_>, selection: &Selection) {
    let amounts = || {
        let envelope = publication.outcome.envelope?;
        let asked = Money::sum(selection.units.iter().map(|unit| unit.full))?;
        let rest = asked.sub(selection.spent)?;
        Some((envelope, asked, rest, selection.left?))
    };
    let Some((envelope, asked, rest, left)) = amounts() else {
        return;
    };
    let most = envelope.max(asked);
    let money = |amount| money_text(publication.call, amount, publication.language);
    let bars = [
        (
            publication.word("Dotazione", "Envelope"),
            envelope,
            [
                (publication.word("assegnati", "awarded"), selection.spent),
                (publication.word("restano", "left"), left),
            ],
        ),
        (
            publication.word("Chiesto da chi è in graduatoria", "Asked by the ranked"),
            asked,
            [
                (publication.word("assegnati", "awarded"), selection.spent),
                (publication.word("senza risorse", "without money"), rest),
            ],
        ),
    ];
    let told: Vec<String> = bars
        .iter()
        .map(|(name, whole, parts)| {
            let parts = parts.map(|(what, amount)| format!("{what} {}", money(amount)));
            format!("{name} {}: {}.", money(*whole), parts.join(", "))
        })
        .collect();
    html.markup("<figure>\n<svg viewBox=\"0 0 ")
        .number(WIDTH)
        .markup(" ")
        .number(HEIGHT)
        .markup("\" role=\"img\" aria-labelledby=\"money-title money-text\">\n");
    let title = publication.word("Le risorse", "The money");
    html.within("<title id=\"money-title\">", title, "</title>\n");
    html.within("<desc id=\"money-text\">", &told.join(" "), "</desc>\n");
    let mut y = 4_usize;
    for ((_, whole, [(_, first), _]), told) in bars.iter().zip(&told) {
        html.markup("<text x=\"2\"")
            .attribute("y", y.saturating_add(14))
            .within(">", told, "</text>\n");
        let (all, given) = (across(*whole, most), across(*first, most));
        for (width, look) in [(all, LIGHT), (given, DARK)] {
            html.markup("<rect x=\"2\"")
                .attribute("y", y.saturating_add(22))
                .attribute("width", width)
                .attribute("height", BAR)
                .markup(look)
                .markup("/>\n");
        }
        y = y.saturating_add(HEIGHT.div_euclid(2));
    }
    html.markup("</svg>\n<figcaption>");
    html.text(publication.word(
        "Le due barre hanno la stessa scala; la parte piena è assegnata.",
        "Both bars have one scale; the solid part is awarded.",
    ));
    html.markup("</figcaption>\n</figure>\n");
}

/// Returns how wide an amount is.
fn across(amount: Money, most: Money) -> usize {
    let room = Fraction::integer(676);
    amount
        .euro()
        .div(most.euro())
        .and_then(|share| share.mul(room)?.round(0, Rounding::HalfUp)?.to_integer())
        .and_then(|it| usize::try_from(it).ok())
        .unwrap_or_default()
}
