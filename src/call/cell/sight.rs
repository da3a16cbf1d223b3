//! Text of others, shown in messages so that what is there can be seen.

use std::fmt::Write as _;

/// More characters than this of a text are not shown.
const MOST_SHOWN: usize = 60;

/// Returns a text as a message can show it: control and invisible characters by their number,
/// the end of a long one left out.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::new();
    for (place, character) in text.chars().enumerate() {
        if place >= MOST_SHOWN {
            shown.push('…');
            break;
        }
        if character.is_control() || invisible(character) || odd_space(character) {
            let _ = write!(shown, "<U+{:04X}>", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Tells whether a character leaves no trace on paper: soft hyphen, zero-width characters, marks
/// of direction, byte order mark.
pub(crate) fn invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Tells whether a character looks like a space, and is another one.
fn odd_space(character: char) -> bool {
    character.is_whitespace() && character != ' '
}
