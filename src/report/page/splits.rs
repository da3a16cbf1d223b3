//! What all awards together give to each part of a split.

use super::html::Html;
use super::tables::open;
use crate::engine::money_text;
use crate::report::publication::Publication;
use crate::report::splits::{percent_text, totals};

/// Adds a table with what comes to each part, and how that is counted.
pub(super) fn draw(html: &mut Html, publication: &Publication<'_>) {
    let (call, language) = (publication.call, publication.language);
    let caption = publication.word(
        "Quanto viene a ogni parte, per tutti i contributi",
        "What comes to each part, of all awards",
    );
    open(html, caption, "<table>\n");
    for (it, en, is_number) in [
        ("Suddivisione", "Split", false),
        ("Parte", "Part", false),
        ("Percentuale", "Percentage", true),
        ("Totale", "Total", true),
    ] {
        html.markup(if is_number {
            "<th scope=\"col\" class=\"number\">"
        } else {
            "<th scope=\"col\">"
        });
        html.text(publication.word(it, en)).markup("</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for (split, sums) in totals(call, publication.outcome) {
        for ((part, share), sum) in split.parts.iter().zip(sums) {
            html.within("<tr><td>", split.name.get(language), "</td>");
            html.within("<th scope=\"row\">", part.get(language), "</th>");
            let share = percent_text(call, *share, language);
            html.within("<td class=\"number\">", &share, "</td>");
            let sum = money_text(call, sum, language);
            html.within("<td class=\"number\">", &sum, "</td></tr>\n");
        }
    }
    html.markup("</tbody>\n</table>\n</div>\n");
    html.within(
        "<p class=\"note\">",
        publication.word(
            "Ogni contributo si divide per suo conto in centesimi interi, con i resti più alti: le sue parti lo sommano esattamente. Un totale è la somma delle righe, e può scostarsi di qualche centesimo dalla percentuale del totale. Proposta per proposta: splits.csv, e il foglio «Suddivisione».",
            "Each award is split by itself into whole cents, by largest remainder: its parts add up to it exactly. A total is the sum of the rows, and may differ by some cents from the percentage of the total. Proposal by proposal: splits.csv, and the sheet “Splits”.",
        ),
        "</p>\n",
    );
}
