//! Italian tax codes: the partita IVA and the 11-digit codice fiscale of bodies, and the
//! 16-character codice fiscale of persons.
use super::codes::{CodeError, CodeErrorKind, check_characters, check_letter, mistyped};

/// Checks an 11-digit or 16-character tax code, written in upper case.
///
/// # Errors
/// The first thing that is wrong: length, characters, office, check character.
///
/// ```
/// use bando::call::{CodeErrorKind, check_tax_code};
/// assert!(check_tax_code("RSSMRA80A01H501U").is_ok());
/// let error = check_tax_code("RSSMRA80A01H501X").unwrap_err();
/// assert_eq!(error.kind, CodeErrorKind::WrongCheckCharacter);
/// ```
pub fn check_tax_code(code: &str) -> Result<(), CodeError> {
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
pub(super) fn check_shape(code: &str) -> Result<(), CodeError> {
    let length = code.chars().count();
    let it = format!("di un codice fiscale di {length} caratteri");
    let en = format!("of a tax code of {length} characters");
    match length {
        11 => check_characters(code, (&it, &en), |_, it| it.is_ascii_digit()),
        16 => check_characters(code, (&it, &en), fits_person),
        _ => Err(CodeError::new(
            CodeErrorKind::WrongLength,
            format!("un codice fiscale ha 11 o 16 caratteri, non {length}"),
            format!("a tax code has 11 or 16 characters, not {length}"),
        )),
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
fn check_digits(code: &str) -> Result<(), CodeError> {
    let digits: Vec<u32> = code.chars().filter_map(|it| it.to_digit(10)).collect();
    let number = digits.iter().skip(7).take(3).fold(0_u32, |sum, digit| {
        sum.saturating_mul(10).saturating_add(*digit)
    });
    if !matches!(number, 1..=100 | 120 | 121 | 888 | 999) {
        return Err(CodeError::new(
            CodeErrorKind::UnknownPart,
            format!("le cifre da 8 a 10 di `{code}`, {number:03}, non sono di nessun ufficio"),
            format!("digits 8 to 10 of `{code}`, {number:03}, belong to no office"),
        ));
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

fn check_person(code: &str) -> Result<(), CodeError> {
    check_last(code, check_letter(code.chars().take(15)))
}

fn check_last(code: &str, expected: Option<char>) -> Result<(), CodeError> {
    if code.chars().last() == expected {
        return Ok(());
    }
    Err(mistyped(
        &format!("l'ultimo carattere di `{code}` non corrisponde agli altri"),
        &format!("the last character of `{code}` does not follow from the others"),
    ))
}
