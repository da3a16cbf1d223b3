//! The CUP, *codice unico di progetto*: the code of a public investment project.
//!
//! 15 characters: a letter, two digits, a letter, eleven digits; the fifth and sixth character are
//! the year in which it was given. No check digit is public: a text of this shape is all that can
//! be told apart from a mistyped one, so a CUP that could be read is valid.

use super::codes::{CodeError, check_characters, wrong_length};

/// Tells whether a text, in upper case, has the shape of a CUP.
///
/// ```
/// use bando::call::is_cup_shape;
/// assert!(is_cup_shape("B91B21001080001"));
/// assert!(!is_cup_shape("B91B2100108000"));
/// ```
pub fn is_cup_shape(code: &str) -> bool {
    check_shape(code).is_ok()
}

/// Says what keeps a text from having the shape of a CUP.
pub(super) fn check_shape(code: &str) -> Result<(), CodeError> {
    match code.chars().count() {
        15 => check_characters(code, ("di un CUP", "of a CUP"), |place, it| match place {
            0 | 3 => it.is_ascii_uppercase(),
            _ => it.is_ascii_digit(),
        }),
        length => Err(wrong_length(("un CUP", "a CUP"), 15, length)),
    }
}
