//! The ISTAT code of a comune: three digits for the province, three for the comune in it.

use super::codes::{CodeError, CodeErrorKind, check_characters, wrong_length};

/// The last province that has a number: 112 to 119 are those of Sardinia from 2026 on.
const LAST_PROVINCE: u32 = 119;

/// Checks the ISTAT code of a comune: six digits, of which the first three are the number of a
/// province, past or present, and the others are not 000.
///
/// There is no list of all comuni here: a code that passes need not be that of a comune, today or
/// ever. A rule that must know looks the comune up in a table.
///
/// # Errors
/// The first thing that is wrong: length, characters, province, number in the province.
///
/// ```
/// use bando::call::{CodeErrorKind, check_comune_code};
/// assert!(check_comune_code("072006").is_ok());
/// assert_eq!(check_comune_code("920060").unwrap_err().kind, CodeErrorKind::UnknownPart);
/// ```
pub fn check_comune_code(code: &str) -> Result<(), CodeError> {
    check_shape(code)?;
    let number = code.parse::<u32>().unwrap_or_default();
    let (province, comune) = (number.div_euclid(1000), number.rem_euclid(1000));
    if !(1..=LAST_PROVINCE).contains(&province) {
        return Err(CodeError::new(
            CodeErrorKind::UnknownPart,
            format!("le prime tre cifre di `{code}`, {province:03}, non sono di nessuna provincia"),
            format!("the first three digits of `{code}`, {province:03}, belong to no province"),
        ));
    }
    if comune == 0 {
        return Err(CodeError::new(
            CodeErrorKind::UnknownPart,
            format!("le ultime tre cifre di `{code}` non possono essere 000"),
            format!("the last three digits of `{code}` cannot be 000"),
        ));
    }
    Ok(())
}

/// Tells whether a text has the shape of the code of a comune: six digits.
///
/// ```
/// use bando::call::is_comune_code_shape;
/// assert!(is_comune_code_shape("001272"));
/// assert!(!is_comune_code_shape("1272"));
/// ```
pub fn is_comune_code_shape(code: &str) -> bool {
    check_shape(code).is_ok()
}

/// Says what keeps a text from having the shape of the code of a comune.
pub(super) fn check_shape(code: &str) -> Result<(), CodeError> {
    const NAME: (&str, &str) = (
        "di un codice ISTAT di comune",
        "of the ISTAT code of a comune",
    );
    match code.chars().count() {
        6 => check_characters(code, NAME, |_, it| it.is_ascii_digit()),
        length => Err(wrong_length(
            ("un codice ISTAT di comune", "the ISTAT code of a comune"),
            6,
            length,
        )),
    }
}
