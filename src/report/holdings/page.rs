//! A programme as one page that opens from disk and asks nothing of any network.

use super::{ProgrammeView, Row};
use crate::report::page::{Html, policy};
use crate::text::Language;

/// The style of the reports; names of lines are long and hold no spaces.
const OWN_STYLE: &str = concat!(include_str!("../page/style.css"), include_str!("page.css"));

/// Returns a programme as HTML: self-contained, without scripts, for screen and A4.
pub fn programme_html(view: &ProgrammeView<'_>) -> String {
    let mut html = Html::default();
    html.markup(match view.language {
        Language::Italian => "<!doctype html>\n<html lang=\"it\">\n",
        Language::English => "<!doctype html>\n<html lang=\"en\">\n",
    });
    html.markup(
        "<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"",
    );
    html.policy(&policy(OWN_STYLE));
    html.markup("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    let title = view.text(&view.programme.title);
    html.within("<title>", title, "</title>\n<style>");
    html.markup(OWN_STYLE).markup("</style>\n</head>\n<body>\n");
    html.within("<header>\n<h1>", title, "</h1>\n");
    let lead = format!("{} · {}; EUR", view.programme.name, view.moment());
    html.within("<p class=\"lead\">", &lead, "</p>\n");
    if let Some(movements) = view.movements() {
        html.within("<p class=\"lead\">", &movements, "</p>\n");
    }
    let notes = view.notes();
    if !notes.is_empty() {
        html.within(
            "<div class=\"notice\"><p><a href=\"#notes\">",
            &view.rests_on(),
            "</a></p></div>\n",
        );
    }
    html.markup("</header>\n<main>\n");
    let name = view.word("In tutto", "In all");
    for section in view.sections() {
        html.within("<section>\n<h2>", section.title, "</h2>\n");
        html.within(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
            section.title,
            "\">\n<table>\n<thead><tr><th scope=\"col\">",
        );
        html.text(view.word("voce", "item")).markup("</th>");
        for heading in view.headings() {
            html.within("<th scope=\"col\" class=\"number\">", heading, "</th>");
        }
        html.markup("</tr></thead>\n<tbody>\n");
        for row in &section.rows {
            table_row(&mut html, view, row, section.has_codes());
        }
        html.markup("</tbody>\n");
        if section.code == "lines" {
            html.within(
                "<tfoot><tr><th scope=\"row\" class=\"item\">",
                name,
                "</th>",
            );
            for figure in view.figures(&view.whole()) {
                html.within("<td class=\"number\">", &figure, "</td>");
            }
            html.markup("</tr></tfoot>\n");
        }
        html.markup("</table>\n</div>\n</section>\n");
    }
    acts(&mut html, view);
    if !notes.is_empty() {
        let title = view.word("Su che cosa si fonda", "What this rests on");
        html.within("<section id=\"notes\">\n<h2>", title, "</h2>\n");
        for (what, note) in notes {
            let head = format!("{what}.");
            html.within("<div class=\"notice\"><p><strong>", &head, "</strong> ");
            html.text(&note).markup("</p></div>\n");
        }
        html.markup("</section>\n");
    }
    html.markup("</main>\n<footer>\n");
    let made = view.word("Fatto da bando", "Made by bando");
    let made = format!("{made} {}.", env!("CARGO_PKG_VERSION"));
    html.within("<p>", &made, "</p>\n");
    for (what, file) in view.files() {
        let words = format!("{what}: {}, SHA-256 {}", file.name, file.digest);
        html.within("<p>", &words, "</p>\n");
    }
    html.markup("</footer>\n</body>\n</html>\n");
    html.finish()
}

fn table_row(html: &mut Html, view: &ProgrammeView<'_>, row: &Row, has_codes: bool) {
    let (first, other) = if has_codes {
        (&row.name, &row.title)
    } else {
        (&row.title, &row.name)
    };
    html.within("<tr><th scope=\"row\" class=\"item\">", first, "");
    if other != first {
        html.within("<br><span class=\"note\">", other, "</span>");
    }
    if let Some(description) = &row.description {
        html.within("<br><span class=\"note\">", description, "</span>");
    }
    html.markup("</th>");
    for figure in view.figures(&row.sums) {
        html.within("<td class=\"number\">", &figure, "</td>");
    }
    html.markup("</tr>\n");
}

fn acts(html: &mut Html, view: &ProgrammeView<'_>) {
    let acts = view.acts();
    if acts.is_empty() {
        return;
    }
    let title = view.word("Atto per atto", "Act by act");
    html.within("<section>\n<h2>", title, "</h2>\n");
    html.within(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
        title,
        "\">\n<table class=\"narrow\">\n",
    );
    html.within(
        "<thead><tr><th scope=\"col\">",
        view.word("atto", "act"),
        "</th>",
    );
    for heading in [
        view.word("aggiunge", "adds"),
        view.word("toglie", "takes away"),
        view.word("poi in tutto", "then in all"),
    ] {
        html.within("<th scope=\"col\" class=\"number\">", heading, "</th>");
    }
    html.markup("</tr></thead>\n<tbody>\n");
    for (act, title, amounts) in acts {
        html.within("<tr><th scope=\"row\" class=\"item\">", &act, "");
        if let Some(title) = title {
            html.within("<br><span class=\"note\">", &title, "</span>");
        }
        html.markup("</th>");
        for amount in amounts {
            html.within("<td class=\"number\">", &view.money(amount), "</td>");
        }
        html.markup("</tr>\n");
    }
    html.markup("</tbody>\n</table>\n</div>\n</section>\n");
}
