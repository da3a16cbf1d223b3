//! What an outcome rests on: criteria, values over other proposals, assumptions, files.

use super::html::Html;
use super::tables::{number_text, open};
use crate::assessment::Evaluated;
use crate::call::{Grid, show};
use crate::report::criteria::criteria;
use crate::report::publication::Publication;
use crate::value::AuthorityKind;

/// Adds the criteria of the grid.
pub(super) fn grid(html: &mut Html, publication: &Publication<'_>, grid: &Grid) {
    let caption = publication.word(
        "Criteri di valutazione, con il massimo di ciascuno",
        "Evaluation criteria, each with its maximum",
    );
    open(html, caption, "<table>\n");
    let heads = [
        ("Criterio", "Criterion", false),
        ("Titolo", "Title", false),
        ("Massimo", "Maximum", true),
        ("Minimo", "Minimum", true),
        ("Come si assegna", "How it is given", false),
    ];
    for (it, en, is_number) in heads {
        html.markup(if is_number {
            "<th scope=\"col\" class=\"number\">"
        } else {
            "<th scope=\"col\">"
        });
        html.text(publication.word(it, en)).markup("</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for line in criteria(publication.call, grid, publication.language) {
        html.within("<tr><th scope=\"row\">", &line.name, "</th><td>");
        for _ in 0..line.depth {
            html.markup("<span aria-hidden=\"true\">· </span>");
        }
        html.text(&line.title);
        if !line.citations.is_empty() {
            html.within("<br><span class=\"note\">", &line.citations, "</span>");
        }
        let minimum = line.minimum.map(|it| number_text(publication, it));
        html.within(
            "</td><td class=\"number\">",
            &number_text(publication, line.max),
            "</td>",
        )
        .within(
            "<td class=\"number\">",
            &minimum.unwrap_or_default(),
            "</td>",
        )
        .within("<td>", line.method, "</td></tr>\n");
    }
    html.markup("</tbody>\n</table>\n</div>\n");
}

/// Adds the values that are taken over all admitted proposals.
pub(super) fn values(html: &mut Html, publication: &Publication<'_>) {
    let caption = publication.word(
        "Valori che dipendono dalle altre proposte",
        "Values that rest on other proposals",
    );
    open(html, caption, "<table class=\"narrow\">\n");
    html.within(
        "<th scope=\"col\">",
        publication.word("Nelle regole", "In the rules"),
        "</th>",
    )
    .within(
        "<th scope=\"col\" class=\"number\">",
        publication.word("Valore", "Value"),
        "</th></tr></thead>\n<tbody>\n",
    );
    let call = publication.call;
    for (rule, value) in call
        .over_admitted
        .iter()
        .zip(&publication.outcome.frozen.over_admitted)
    {
        let words = publication.sources.slice(rule.span);
        let words: Vec<&str> = words.split_whitespace().collect();
        let value = match value {
            Evaluated::Known(value) => show(value, rule.ty, call.names(), publication.language),
            _ => publication
                .word("non ancora noto", "not known yet")
                .to_owned(),
        };
        html.within(
            "<tr><th scope=\"row\"><code>",
            &words.join(" "),
            "</code></th>",
        )
        .within("<td class=\"number\">", &value, "</td></tr>\n");
    }
    html.markup("</tbody>\n</table>\n</div>\n");
}

/// Adds the sources, and the assumptions and readings that stand where a source is silent.
pub(super) fn authorities(html: &mut Html, publication: &Publication<'_>) {
    let kinds = [
        (
            AuthorityKind::Assumption,
            "Ipotesi: nessuno le ha ancora confermate",
            "Assumptions: nobody has confirmed them yet",
        ),
        (
            AuthorityKind::Reading,
            "Letture: così si intende un testo non chiaro",
            "Readings: how a text that is not clear is understood",
        ),
        (AuthorityKind::Source, "Atti citati", "Acts cited"),
    ];
    for (kind, it, en) in kinds {
        let all = publication.call.authorities.iter();
        let all: Vec<_> = all.filter(|authority| authority.kind == kind).collect();
        if all.is_empty() {
            continue;
        }
        html.within("<h3>", publication.word(it, en), "</h3>\n<ul>\n");
        for authority in all {
            html.within("<li>", authority.text.get(publication.language), "");
            if let Some(urn) = &authority.urn {
                html.within(" <span class=\"note\">", urn, "</span>");
            }
            html.markup("</li>\n");
        }
        html.markup("</ul>\n");
    }
}

/// Adds the digests of the files.
pub(super) fn digests(html: &mut Html, publication: &Publication<'_>) {
    html.within("<p>", publication.word(
        "Chi ha la cartella con questi file rifà lo stesso esito con «bando verify»; l'impronta dice se un file è proprio quello.",
        "Whoever has the folder with these files makes the same outcome again with “bando verify”; the digest tells whether a file is the one meant.",
    ), "</p>\n");
    let caption = publication.word("Impronte SHA-256", "SHA-256 digests");
    open(html, caption, "<table>\n");
    for (it, en) in [
        ("Che cosa", "What"),
        ("File", "File"),
        ("Impronta", "Digest"),
    ] {
        html.within("<th scope=\"col\">", publication.word(it, en), "</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for input in publication.inputs {
        html.within("<tr><td>", input.what.get(publication.language), "</td>")
            .within("<th scope=\"row\">", &input.name, "</th>")
            .within("<td><code>", &input.digest, "</code></td></tr>\n");
    }
    html.markup("</tbody>\n</table>\n</div>\n");
}
