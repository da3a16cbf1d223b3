//! Slides that cannot be made.

use std::path::Path;

use crate::text::{Language, Text};

pub(super) fn no_slide(why: &Text) -> Text {
    Text::new(
        format!(
            "lo scorrimento non si può fare: {}",
            why.get(Language::Italian)
        ),
        format!("no slide is possible: {}", why.get(Language::English)),
    )
}

pub(super) fn other_seed(drawn: &str) -> Text {
    Text::new(
        format!("il sorteggio è già avvenuto, con `{drawn}`: togliere `--seed`"),
        format!("the lot is drawn already, with `{drawn}`: remove `--seed`"),
    )
}

pub(super) fn events(path: &Path, count: usize) -> Text {
    let path = path.display();
    match count {
        1 => Text::new(
            format!("`{path}`: un errore da correggere; lo scorrimento non è stato fatto"),
            format!("`{path}`: one error to mend; there was no slide"),
        ),
        _ => Text::new(
            format!("`{path}`: {count} errori da correggere; lo scorrimento non è stato fatto"),
            format!("`{path}`: {count} errors to mend; there was no slide"),
        ),
    }
}
