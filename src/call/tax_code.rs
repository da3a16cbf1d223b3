//! Italian tax codes: the partita IVA and the 11-digit codice fiscale of bodies, and the
//! 16-character codice fiscale of persons.
//!
//! Shape and check are two things. A text that has not even the shape of a tax code is refused
//! when it is read. A code of the right shape whose check character is wrong is a *value*: a rule
//! asks whether it `is valid`, and the proposal is told so with its citation.

use crate::text::Text;

/// Why a tax code does not pass its check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxCodeError {
    /// Which kind of trouble.
    pub kind: TaxCodeErrorKind,
    /// What is wrong, for people; lowercase, no final period.
    pub message: Text,
}

/// Which kind of trouble a tax code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxCodeErrorKind {
    /// It has neither 11 nor 16 characters.
    WrongLength,
    /// A character stands where it cannot.
    ForbiddenCharacter,
    /// Digits 8 to 10 of an 11-digit code name no tax office.
    UnknownOffice,
    /// The last character does not follow from the others.
    WrongCheckCharacter,
}

/// Checks an 11-digit or 16-character tax code, written in upper case.
///
/// # Errors
/// The first thing that is wrong: length, characters, office, check character.
///
/// ```
/// use bando::call::{TaxCodeErrorKind, check_tax_code};
/// assert!(check_tax_code("RSSMRA80A01H501U").is_ok());
/// let error = check_tax_code("RSSMRA80A01H501X").unwrap_err();
/// assert_eq!(error.kind, TaxCodeErrorKind::WrongCheckCharacter);
/// ```
pub fn check_tax_code(code: &str) -> Result<(), TaxCodeError> {
    check_shape(code)?;
    if code.len() == 11 {
        check_digits(code)
    } else {
        check_person(code)
    }
}

/// Tells whether a text has the shape of a tax code: 11 digits, or 16 characters in the order of
/// a codice fiscale, the letters that stand for digits where two codes collide included.
///
/// ```
/// use bando::call::is_tax_code_shape;
/// assert!(is_tax_code_shape("00000000000"));
/// assert!(is_tax_code_shape("RSSMRA80A01H50ML"));
/// assert!(!is_tax_code_shape("rssmra80a01h501u"));
/// ```
pub fn is_tax_code_shape(code: &str) -> bool {
    check_shape(code).is_ok()
}

/// Says what keeps a text from having the shape of a tax code.
pub(crate) fn check_shape(code: &str) -> Result<(), TaxCodeError> {
    let length = code.chars().count();
    let fits: fn((usize, char)) -> bool = match length {
        11 => |(_, character)| character.is_ascii_digit(),
        16 => |(place, character)| fits_person(place, character),
        _ => return Err(wrong_length(length)),
    };
    match code.chars().enumerate().find(|it| !fits(*it)) {
        None => Ok(()),
        Some((place, character)) => {
            let place = place.saturating_add(1);
            Err(TaxCodeError {
                kind: TaxCodeErrorKind::ForbiddenCharacter,
                message: Text::new(
                    format!(
                        "`{character}` non può stare al posto {place} di un codice fiscale di {length} caratteri"
                    ),
                    format!(
                        "`{character}` cannot stand at place {place} of a tax code of {length} characters"
                    ),
                ),
            })
        }
    }
}

fn wrong_length(length: usize) -> TaxCodeError {
    TaxCodeError {
        kind: TaxCodeErrorKind::WrongLength,
        message: Text::new(
            format!("un codice fiscale ha 11 o 16 caratteri, non {length}"),
            format!("a tax code has 11 or 16 characters, not {length}"),
        ),
    }
}

/// Tells whether `character` may stand at `place`, counted from 0, of a 16-character code.
fn fits_person(place: usize, character: char) -> bool {
    match place {
        6 | 7 | 9 | 10 | 12..=14 => digit_of(character).is_some(),
        8 => "ABCDEHLMPRST".contains(character),
        _ => character.is_ascii_uppercase(),
    }
}

/// Returns the digit a character stands for: itself, or by omocodia.
fn digit_of(character: char) -> Option<u32> {
    character.to_digit(10).or_else(|| {
        let place = "LMNPQRSTUV".find(character)?;
        u32::try_from(place).ok()
    })
}

/// Doubles every second digit, adds up, and compares the tens' complement with the last digit;
/// digits 8 to 10 name the office that gave the code.
fn check_digits(code: &str) -> Result<(), TaxCodeError> {
    let digits: Vec<u32> = code.chars().filter_map(|it| it.to_digit(10)).collect();
    let number = digits.iter().skip(7).take(3).fold(0_u32, |sum, digit| {
        sum.saturating_mul(10).saturating_add(*digit)
    });
    if !matches!(number, 1..=100 | 120 | 121 | 888 | 999) {
        return Err(TaxCodeError {
            kind: TaxCodeErrorKind::UnknownOffice,
            message: Text::new(
                format!("le cifre da 8 a 10 di `{code}`, {number:03}, non sono di nessun ufficio"),
                format!("digits 8 to 10 of `{code}`, {number:03}, belong to no office"),
            ),
        });
    }
    let sum = digits
        .iter()
        .take(10)
        .enumerate()
        .fold(0_u32, |sum, (place, digit)| {
            let weighed = match (place.is_multiple_of(2), digit.saturating_mul(2)) {
                (true, _) => *digit,
                (false, double) if double > 9 => double.saturating_sub(9),
                (false, double) => double,
            };
            sum.saturating_add(weighed)
        });
    let expected = 10_u32.saturating_sub(sum.rem_euclid(10)).rem_euclid(10);
    check_last(code, char::from_digit(expected, 10))
}

/// Adds up a value per character, another one at odd places than at even ones; the rest of the
/// division by 26 is the last letter.
fn check_person(code: &str) -> Result<(), TaxCodeError> {
    // Values of 0-9, and of A-J alike, then of K-Z, at odd places (Ministerial Decree of
    // 23 December 1976, table of odd characters).
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let sum = code
        .chars()
        .take(15)
        .enumerate()
        .fold(0_u32, |sum, (place, character)| {
            let value = character
                .to_digit(10)
                .unwrap_or_else(|| u32::from(character).saturating_sub(u32::from('A')));
            let weighed = if place.is_multiple_of(2) {
                ODD.get(value as usize).copied().unwrap_or_default()
            } else {
                value
            };
            sum.saturating_add(weighed)
        });
    let letter = u32::from('A').checked_add(sum.rem_euclid(26));
    check_last(code, letter.and_then(char::from_u32))
}

fn check_last(code: &str, expected: Option<char>) -> Result<(), TaxCodeError> {
    if code.chars().last() == expected {
        return Ok(());
    }
    Err(TaxCodeError {
        kind: TaxCodeErrorKind::WrongCheckCharacter,
        message: Text::new(
            format!(
                "l'ultimo carattere di `{code}` non corrisponde agli altri: c'è un errore di battitura"
            ),
            format!(
                "the last character of `{code}` does not follow from the others: something is mistyped"
            ),
        ),
    })
}
