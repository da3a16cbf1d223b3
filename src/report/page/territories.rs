//! How each pool came to what it holds: from the indicators to the cent.

use super::html::Html;
use super::tables::open;
use crate::report::pool_shares::{pool_tie, way_to_pools};
use crate::report::publication::Publication;
use crate::report::weights::weighed_without;

/// Adds a table with the indicators of each territory and what comes of them, where a weight shares
/// the envelope out.
pub(super) fn draw(html: &mut Html, publication: &Publication<'_>) {
    let (call, outcome) = (publication.call, publication.outcome);
    let Some(way) = way_to_pools(call, outcome, publication.language) else {
        return;
    };
    let how = publication.word(
        "La dotazione è ripartita così:",
        "The envelope is shared out so:",
    );
    html.within("<p>", &format!("{how} {}.", way.terms.join("; ")), "</p>\n");
    let caption = publication.word(
        "Dagli indicatori di ogni territorio alla sua quota",
        "From the indicators of each territory to its pool",
    );
    open(html, caption, "<table>\n");
    for (place, heading) in way.headings.iter().enumerate() {
        html.markup(if place == 0 {
            "<th scope=\"col\">"
        } else {
            "<th scope=\"col\" class=\"number\">"
        });
        html.text(heading).markup("</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for row in &way.rows {
        html.markup("<tr>");
        for (place, cell) in row.iter().enumerate() {
            if place == 0 {
                html.within("<th scope=\"row\">", cell, "</th>");
            } else {
                html.within("<td class=\"number\">", cell, "</td>");
            }
        }
        html.markup("</tr>\n");
    }
    html.markup("</tbody>\n</table>\n</div>\n");
    let notes = weighed_without(call, publication.language);
    let tie = pool_tie(call, outcome, publication.language);
    for note in tie.into_iter().chain(notes) {
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
