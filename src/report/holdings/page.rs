//! A programme as one page that opens from disk and asks nothing of any network.

use super::over_acts::Changed;
use super::{ProgrammeView, Row};
use crate::report::page::{Html, policy};
use crate::text::{Language, Phrase};

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
    html.markup("<header>\n<h1>");
    let name = view.phrase(&view.programme.title);
    html.phrase(&name, view.foreign()).markup("</h1>\n");
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
    let all = view.word("In tutto", "In all");
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
        html.within("<tfoot><tr><th scope=\"row\" class=\"item\">", all, "</th>");
        for figure in view.figures(&view.whole()) {
            html.within("<td class=\"number\">", &figure, "</td>");
        }
        html.markup("</tr></tfoot>\n</table>\n</div>\n");
        for line in view.legend(&section) {
            html.within("<p class=\"note\">", line, "</p>\n");
        }
        html.markup("</section>\n");
    }
    acts(&mut html, view);
    changes(&mut html, view);
    if !notes.is_empty() {
        let title = view.word("Su che cosa si fonda", "What this rests on");
        html.within("<section id=\"notes\">\n<h2>", title, "</h2>\n");
        for (what, note) in notes {
            let head = format!("{what}.");
            html.within("<div class=\"notice\"><p><strong>", &head, "</strong> ");
            html.phrase(&note, view.foreign()).markup("</p></div>\n");
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
    let name = Phrase::own(&row.name);
    let (first, other) = if has_codes {
        (&name, &row.title)
    } else {
        (&row.title, &name)
    };
    html.markup(match row.level {
        0 => "<tr><th scope=\"row\" class=\"item\">",
        1 => "<tr><th scope=\"row\" class=\"item part\">",
        _ => "<tr><th scope=\"row\" class=\"item part of-part\">",
    });
    html.phrase(first, view.foreign());
    let notes = [
        Some(other).filter(|it| *it != first),
        row.description.as_ref(),
    ];
    for note in notes.into_iter().flatten() {
        aside(html, view, note);
    }
    html.markup("</th>");
    for figure in view.figures(&row.sums) {
        html.within("<td class=\"number\">", &figure, "</td>");
    }
    html.markup("</tr>\n");
}

/// Writes words on a line of their own, in a heading of a row.
fn aside(html: &mut Html, view: &ProgrammeView<'_>, words: &Phrase) {
    html.markup("<br><span class=\"note\">");
    html.phrase(words, view.foreign()).markup("</span>");
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
            aside(html, view, &title);
        }
        html.markup("</th>");
        for amount in amounts {
            html.within("<td class=\"number\">", &view.money(amount), "</td>");
        }
        html.markup("</tr>\n");
    }
    html.markup("</tbody>\n</table>\n</div>\n</section>\n");
}

/// Writes what each act gave each line, and what the line held after it.
fn changes(html: &mut Html, view: &ProgrammeView<'_>) {
    let changes = view.changes();
    if changes.is_empty() {
        return;
    }
    let title = view.word("Linea per linea, atto per atto", "Line by line, act by act");
    html.within("<section>\n<h2>", title, "</h2>\n");
    html.within(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
        title,
        "\">\n<table class=\"narrow\">\n<thead><tr>",
    );
    for heading in [view.word("linea", "line"), view.word("atto", "act")] {
        html.within("<th scope=\"col\">", heading, "</th>");
    }
    for heading in [
        view.word("dato o tolto dall'atto", "given or taken by the act"),
        view.word("assegnato dopo l'atto", "allocated after the act"),
    ] {
        html.within("<th scope=\"col\" class=\"number\">", heading, "</th>");
    }
    html.markup("</tr></thead>\n");
    for (line, changes) in changes {
        html.markup("<tbody>\n<tr><th scope=\"rowgroup\" class=\"item\" rowspan=\"");
        html.number(changes.len()).markup("\">");
        html.phrase(&view.line_title(line), view.foreign());
        if let Some(line) = view.programme.line(line) {
            aside(html, view, &Phrase::own(&line.name));
        }
        html.markup("</th>");
        for (index, Changed { act, given, held }) in (0_usize..).zip(changes) {
            if index > 0 {
                html.markup("<tr>");
            }
            let act = view.programme.act(act).map(|it| view.act(it));
            html.within("<td>", &act.unwrap_or_default(), "</td>");
            for amount in [given, held] {
                html.within("<td class=\"number\">", &view.money(amount), "</td>");
            }
            html.markup("</tr>\n");
        }
        html.markup("</tbody>\n");
    }
    html.markup("</table>\n</div>\n</section>\n");
}
