//! Codes of a known shape: what their checks share.
//!
//! Shape and check are two things. A text that has not even the shape of its code is refused when
//! it is read. A code of the right shape that does not pass its check is a *value*: a rule asks
//! whether it `is valid`, and the proposal is told so with its citation.

use super::{Type, comune_code, cup, iban, tax_code};
use crate::text::Text;

/// Why a code does not pass its check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeError {
    /// Which kind of trouble.
    pub kind: CodeErrorKind,
    /// What is wrong, for people; lowercase, no final period.
    pub message: Text,
}

/// Which kind of trouble a code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeErrorKind {
    /// It has not the number of characters that it must have.
    WrongLength,
    /// A character stands where it cannot.
    ForbiddenCharacter,
    /// A part of it names nothing: no tax office, no province, no country.
    UnknownPart,
    /// The check characters do not follow from the others.
    WrongCheckCharacter,
}

/// Checks a code of type `kind`, written in upper case. Texts of other types have no check.
///
/// # Errors
/// The first thing that is wrong: length, characters, what a part names, check characters.
///
/// ```
/// use bando::call::{CodeErrorKind, Type, check_code};
/// assert!(check_code("072006", Type::ComuneCode).is_ok());
/// let error = check_code("GB82WEST12345698765433", Type::Iban).unwrap_err();
/// assert_eq!(error.kind, CodeErrorKind::WrongCheckCharacter);
/// ```
pub fn check_code(code: &str, kind: Type) -> Result<(), CodeError> {
    match kind {
        Type::TaxCode => tax_code::check_tax_code(code),
        Type::Cup => cup::check_shape(code),
        Type::ComuneCode => comune_code::check_comune_code(code),
        Type::Iban => iban::check_iban(code),
        _ => Ok(()),
    }
}

/// Says what keeps a text from having the shape of a code of type `kind`.
pub(super) fn check_shape(code: &str, kind: Type) -> Result<(), CodeError> {
    match kind {
        Type::TaxCode => tax_code::check_shape(code),
        Type::Cup => cup::check_shape(code),
        Type::ComuneCode => comune_code::check_shape(code),
        Type::Iban => iban::check_shape(code),
        _ => Ok(()),
    }
}

impl CodeError {
    pub(super) fn new(kind: CodeErrorKind, it: String, en: String) -> Self {
        Self {
            kind,
            message: Text::new(it, en),
        }
    }
}

/// Says that a code whose length is fixed has another one; `name` is what it is called in Italian
/// and English, with its article.
pub(super) fn wrong_length(name: (&str, &str), wanted: usize, length: usize) -> CodeError {
    CodeError::new(
        CodeErrorKind::WrongLength,
        format!("{} ha {wanted} caratteri, non {length}", name.0),
        format!("{} has {wanted} characters, not {length}", name.1),
    )
}

/// Finds the first character of `code` that cannot stand at its place, counted from 0; `name` is
/// what the code is called in Italian and English, with what stands before it in a sentence.
pub(super) fn check_characters(
    code: &str,
    name: (&str, &str),
    fits: impl Fn(usize, char) -> bool,
) -> Result<(), CodeError> {
    let mut characters = code.chars().enumerate();
    let Some((place, character)) = characters.find(|(place, it)| !fits(*place, *it)) else {
        return Ok(());
    };
    let place = place.saturating_add(1);
    Err(CodeError::new(
        CodeErrorKind::ForbiddenCharacter,
        format!("`{character}` non può stare al posto {place} {}", name.0),
        format!("`{character}` cannot stand at place {place} {}", name.1),
    ))
}

/// Says that the check characters of a code do not follow from the others.
pub(super) fn mistyped(it: &str, en: &str) -> CodeError {
    CodeError::new(
        CodeErrorKind::WrongCheckCharacter,
        format!("{it}: c'è un errore di battitura"),
        format!("{en}: something is mistyped"),
    )
}

/// Returns the letter that the codice fiscale of persons and Italian bank accounts are checked by:
/// a value per character, another one at odd places than at even ones, added up; the rest of the
/// division by 26.
pub(super) fn check_letter(characters: impl Iterator<Item = char>) -> Option<char> {
    // Values of 0-9, and of A-J alike, then of K-Z, at odd places (Ministerial Decree of
    // 23 December 1976, table of odd characters).
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let sum = characters.enumerate().fold(0_u32, |sum, (place, it)| {
        let value = it
            .to_digit(10)
            .unwrap_or_else(|| u32::from(it).saturating_sub(u32::from('A')));
        let weighed = if place.is_multiple_of(2) {
            ODD.get(value as usize).copied().unwrap_or_default()
        } else {
            value
        };
        sum.saturating_add(weighed)
    });
    char::from_u32(u32::from('A').checked_add(sum.rem_euclid(26))?)
}
