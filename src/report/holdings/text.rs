//! A programme as tables of 80 columns.

use std::fmt::Write as _;

use super::ProgrammeView;
use crate::report::words::{visible, wrap};

/// Returns a programme as text: by line, objective, action, body and fund, then act by act.
pub fn programme_text(view: &ProgrammeView<'_>) -> String {
    let programme = view.programme;
    let mut out = wrap("", &visible(view.text(&programme.title)));
    out.push_str(&wrap("  ", &format!("{}; EUR", visible(&view.moment()))));
    if let Some(movements) = view.movements() {
        out.push_str(&wrap("  ", &visible(&movements)));
    }
    for (what, note) in view.notes() {
        out.push_str(&wrap("  ", &visible(&format!("{what}: {}", note.bare()))));
    }
    let headings = view.headings().map(str::to_owned);
    let all = view.word("In tutto", "In all");
    for section in view.sections() {
        let _ = writeln!(out, "\n{}", section.title);
        figures(&mut out, &headings);
        for row in &section.rows {
            let words = row.title.bare();
            let title = if words == row.name {
                words
            } else {
                format!("{}: {}", row.name, cut(&words))
            };
            let margin = "  ".repeat(row.level.saturating_add(1));
            out.push_str(&wrap(&margin, &visible(&title)));
            if let Some(description) = &row.description {
                out.push_str(&wrap("    ", &visible(&description.bare())));
            }
            figures(&mut out, &view.figures(&row.sums));
        }
        let _ = writeln!(out, "  {all}");
        figures(&mut out, &view.figures(&view.whole()));
        for line in view.legend(&section) {
            out.push_str(&wrap("  ", line));
        }
    }
    let acts = view.acts();
    if !acts.is_empty() {
        let _ = writeln!(out, "\n{}", view.word("Atto per atto", "Act by act"));
        let headings = [
            view.word("aggiunge", "adds"),
            view.word("toglie", "takes away"),
            view.word("poi in tutto", "then in all"),
        ];
        figures(&mut out, &headings.map(str::to_owned));
        for (act, title, amounts) in acts {
            out.push_str(&wrap("  ", &visible(&act)));
            if let Some(title) = title {
                out.push_str(&wrap("    ", &visible(&title.bare())));
            }
            figures(&mut out, &amounts.map(|it| view.money(it)));
        }
    }
    out
}

/// Writes figures in columns of sixteen characters, and never two without a space between.
fn figures(out: &mut String, figures: &[String]) {
    super::write_figures(out, figures, 16);
}

/// Cuts a title that would fill more than one line.
fn cut(title: &str) -> String {
    const MOST: usize = 60;
    let mut letters = title.chars();
    let start: String = letters.by_ref().take(MOST).collect();
    if letters.next().is_none() {
        start
    } else {
        format!("{}…", start.trim_end())
    }
}
