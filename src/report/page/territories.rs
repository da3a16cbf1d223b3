//! How each pool came to what it holds: from the indicators to the cent.

use super::html::Html;
use super::tables::open;
use crate::engine::money_text;
use crate::report::pool_shares::{pool_ties, way_to_pools};
use crate::report::pools_added::added_to_pools;
use crate::report::publication::Publication;
use crate::report::weights::weighed_without;

/// Adds a table with the indicators of each territory and what comes of them, where a weight shares
/// the envelope out, and one with what slides added since.
pub(super) fn draw(html: &mut Html, publication: &Publication<'_>) {
    way(html, publication);
    added(html, publication);
}

fn way(html: &mut Html, publication: &Publication<'_>) {
    let (call, outcome) = (publication.call, publication.outcome);
    let Some(way) = way_to_pools(call, outcome, publication.language) else {
        return;
    };
    let how = if outcome.moved.is_none() {
        let (it, en) = (
            "La dotazione è ripartita così:",
            "The envelope is shared out so:",
        );
        publication.word(it, en).to_owned()
    } else {
        let envelope = money_text(call, way.envelope, publication.language);
        let (it, en) = (
            format!("La dotazione della graduatoria, di {envelope}, è ripartita così:"),
            format!("The envelope of the ranking, of {envelope}, is shared out so:"),
        );
        publication.word(&it, &en).to_owned()
    };
    html.within("<p>", &format!("{how} {}.", way.terms.join("; ")), "</p>\n");
    let caption = publication.word(
        "Dagli indicatori di ogni territorio alla sua quota",
        "From the indicators of each territory to its pool",
    );
    table(html, caption, &way.headings, &way.rows, None);
    let notes = weighed_without(call, publication.language);
    let ties = pool_ties(call, outcome, publication.language);
    for note in ties.into_iter().chain(notes) {
        html.within("<p class=\"note\">", &format!("{note}."), "</p>\n");
    }
    html.within(
        "<p class=\"note\">",
        publication.word(
            "Ogni passaggio, esatto: «bando weights» con «--steps», sulle stesse regole.",
            "Every step, exact: “bando weights” with “--steps”, on the same rules.",
        ),
        "</p>\n",
    );
}

fn added(html: &mut Html, publication: &Publication<'_>) {
    let (call, outcome) = (publication.call, publication.outcome);
    if outcome.moved.is_none() {
        return;
    }
    let Some(added) = added_to_pools(call, outcome, publication.language) else {
        html.within("<p>", publication.word(
            "Gli scorrimenti non hanno aggiunto risorse: le quote sono quelle della graduatoria.",
            "Slides have added no money: the pools are those of the ranking.",
        ), "</p>\n");
        return;
    };
    html.within("<p>", publication.word(
        "Uno scorrimento ripartisce da sole le risorse che aggiunge, una volta; ciò che le quote avevano non cambia.",
        "A slide shares out the money it adds by itself, once; what the pools had does not change.",
    ), "</p>\n");
    let caption = publication.word(
        "Che cosa gli scorrimenti hanno aggiunto alle quote",
        "What slides have added to the pools",
    );
    table(
        html,
        caption,
        &added.headings,
        &added.rows,
        Some(&added.total),
    );
}

/// Adds a table whose columns but for the first are of numbers.
fn table(
    html: &mut Html,
    caption: &str,
    headings: &[String],
    rows: &[Vec<String>],
    total: Option<&[String]>,
) {
    open(html, caption, "<table>\n");
    for (place, heading) in headings.iter().enumerate() {
        html.markup(if place == 0 {
            "<th scope=\"col\">"
        } else {
            "<th scope=\"col\" class=\"number\">"
        });
        html.text(heading).markup("</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for cells in rows {
        row(html, cells);
    }
    html.markup("</tbody>\n");
    if let Some(total) = total {
        html.markup("<tfoot>\n");
        row(html, total);
        html.markup("</tfoot>\n");
    }
    html.markup("</table>\n</div>\n");
}

fn row(html: &mut Html, cells: &[String]) {
    html.markup("<tr>");
    for (place, cell) in cells.iter().enumerate() {
        if place == 0 {
            html.within("<th scope=\"row\">", cell, "</th>");
        } else {
            html.within("<td class=\"number\">", cell, "</td>");
        }
    }
    html.markup("</tr>\n");
}
