//! Which characters a text may hold, as patterns.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::call::invisible;

/// The pattern of a text: something to see in it, and nothing that was lost in a conversion.
pub(super) static TEXT: LazyLock<String> = LazyLock::new(|| {
    pattern(&|it| (it.is_control() && !matches!(it, '\n' | '\r' | '\t')) || lost(it))
});

/// The pattern of an id or code: also without line ends, characters that cannot be seen, and spaces
/// around it.
pub(super) static CODE: LazyLock<String> = LazyLock::new(|| {
    let forbidden = |it: char| it.is_control() || invisible(it) || lost(it);
    let inside = class(&forbidden);
    let edge = class(&|it| forbidden(it) || it.is_whitespace());
    format!("^[^{edge}](?:[^{inside}]*[^{edge}])?$")
});

/// The pattern of what spreadsheets make of long codes.
pub(super) const CUT_SHORT: &str = "^[0-9](?:[.,][0-9]+)?E\\+[0-9]+$";

fn lost(character: char) -> bool {
    character == char::REPLACEMENT_CHARACTER
}

/// Returns the pattern of texts without forbidden characters, at least one of them no space.
fn pattern(forbidden: &dyn Fn(char) -> bool) -> String {
    let allowed = class(forbidden);
    let no_space = class(&|it| forbidden(it) || it.is_whitespace());
    format!("^[^{allowed}]*[^{no_space}][^{allowed}]*$")
}

/// Returns the ranges of the characters that are so, as a pattern writes them between brackets.
fn class(is_so: &dyn Fn(char) -> bool) -> String {
    let mut ranges: Vec<(char, char)> = Vec::new();
    let mut before = None;
    for character in '\0'..=char::MAX {
        if is_so(character) {
            match ranges.last_mut() {
                Some((_, last)) if Some(*last) == before => *last = character,
                _ => ranges.push((character, character)),
            }
        }
        before = Some(character);
    }
    let mut class = String::new();
    for (first, last) in ranges {
        class.push(first);
        if last > first {
            class.push('-');
            class.push(last);
        }
    }
    class
}

/// Returns JSON text with what cannot be seen in it as numbers: `\u200b`.
pub(super) fn shown(json: &str) -> String {
    let mut shown = String::new();
    for character in json.chars() {
        let hidden = character.is_control() || character.is_whitespace() || invisible(character);
        if character > ' ' && (hidden || lost(character)) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(character);
        }
    }
    shown
}
