//! The IBAN, the international number of a bank account (ISO 13616).

use super::codes::{
    CodeError, CodeErrorKind, check_characters, check_letter, mistyped, wrong_length,
};

/// How many characters the IBANs of each country have (IBAN Registry, release 101).
const LENGTHS: [(usize, &str); 18] = [
    (15, "NO"),
    (16, "BE"),
    (18, "DK FI FK FO GL NL SD"),
    (19, "MK SI"),
    (20, "AT BA EE KZ LT LU MN XK"),
    (21, "CH HR LI LV"),
    (22, "BG BH CR DE GB GE IE ME RS VA"),
    (23, "AE GI IL IQ OM SO TL"),
    (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
    (25, "LY PT ST"),
    (26, "IS TR"),
    (27, "BI DJ FR GR IT MC MR SM"),
    (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"),
    (29, "BR EG PS QA UA"),
    (30, "JO KW MU YE"),
    (31, "MT SC"),
    (32, "LC"),
    (33, "RU"),
];

/// Checks an IBAN written in upper case, without spaces: the country, the two check digits, and of
/// Italy and San Marino also the letter by which the account itself is checked.
///
/// # Errors
/// The first thing that is wrong: length, characters, country, check digits, check letter.
///
/// ```
/// use bando::call::{CodeErrorKind, check_iban};
/// assert!(check_iban("IT60X0542811101000000123456").is_ok());
/// let error = check_iban("IT60X0542811101000000123465").unwrap_err();
/// assert_eq!(error.kind, CodeErrorKind::WrongCheckCharacter);
/// ```
pub fn check_iban(code: &str) -> Result<(), CodeError> {
    check_shape(code)?;
    let (country, account) = parts(code);
    if length_of(country).is_none() {
        return Err(CodeError::new(
            CodeErrorKind::UnknownPart,
            format!("`{country}` non è la sigla di un paese che usa l'IBAN"),
            format!("`{country}` is not the sign of a country that uses the IBAN"),
        ));
    }
    if remainder(code) != 1 {
        return Err(mistyped(
            &format!("le due cifre di controllo di `{code}` non corrispondono al resto"),
            &format!("the two check digits of `{code}` do not follow from the rest"),
        ));
    }
    let mut characters = account.chars();
    if is_italian(country) && characters.next() != check_letter(characters) {
        return Err(mistyped(
            &format!("la lettera di controllo di `{code}`, la quinta, non corrisponde al resto"),
            &format!("the check letter of `{code}`, the fifth, does not follow from the rest"),
        ));
    }
    Ok(())
}

/// Tells whether a text has the shape of an IBAN: the sign of a country, two digits, and as many
/// letters and digits as the country has; in Italy and San Marino a letter, ten digits and twelve
/// letters or digits.
///
/// ```
/// use bando::call::is_iban_shape;
/// assert!(is_iban_shape("GB82WEST12345698765432"));
/// assert!(!is_iban_shape("GB82 WEST 1234 5698 7654 32"));
/// ```
pub fn is_iban_shape(code: &str) -> bool {
    check_shape(code).is_ok()
}

/// Returns the regular expression of texts that have the shape of an IBAN in upper or lower case.
///
/// ```
/// assert!(bando::call::iban_pattern().contains("[Dd][Ee][0-9]{2}[A-Za-z0-9]{18}"));
/// ```
pub fn iban_pattern() -> String {
    let letters = |sign: &str| -> String {
        let both = |it: char| format!("[{it}{}]", it.to_ascii_lowercase());
        sign.chars().map(both).collect()
    };
    let countries = LENGTHS.iter().flat_map(|(length, signs)| {
        signs.split(' ').map(move |sign| {
            let account = if is_italian(sign) {
                "[A-Za-z][0-9]{10}[A-Za-z0-9]{12}".to_owned()
            } else {
                format!("[A-Za-z0-9]{{{}}}", length.saturating_sub(4))
            };
            format!("{}[0-9]{{2}}{account}", letters(sign))
        })
    });
    let signs = LENGTHS.iter().flat_map(|(_, signs)| signs.split(' '));
    let known: Vec<String> = signs.map(letters).collect();
    let others = format!(
        "(?!{})[A-Za-z]{{2}}[0-9]{{2}}[A-Za-z0-9]{{11,30}}",
        known.join("|")
    );
    let all: Vec<String> = countries.chain([others]).collect();
    format!("^(?:{})$", all.join("|"))
}

/// Says what keeps a text from having the shape of an IBAN.
pub(super) fn check_shape(code: &str) -> Result<(), CodeError> {
    let (country, _) = parts(code);
    let length = code.chars().count();
    match length_of(country) {
        Some(wanted) if wanted != length => {
            let it = format!("un IBAN che comincia con `{country}`");
            let en = format!("an IBAN that starts with `{country}`");
            return Err(wrong_length((&it, &en), wanted, length));
        }
        None if !(15..=34).contains(&length) => {
            return Err(CodeError::new(
                CodeErrorKind::WrongLength,
                format!("un IBAN ha da 15 a 34 caratteri (in Italia 27), non {length}"),
                format!("an IBAN has 15 to 34 characters (in Italy 27), not {length}"),
            ));
        }
        _ => {}
    }
    check_characters(
        code,
        ("di un IBAN", "of an IBAN"),
        |place, it| match place {
            0 | 1 => it.is_ascii_uppercase(),
            2 | 3 => it.is_ascii_digit(),
            4 if is_italian(country) => it.is_ascii_uppercase(),
            5..=14 if is_italian(country) => it.is_ascii_digit(),
            _ => it.is_ascii_uppercase() || it.is_ascii_digit(),
        },
    )
}

/// Returns the sign of the country, and what follows the check digits.
fn parts(code: &str) -> (&str, &str) {
    (
        code.get(..2).unwrap_or_default(),
        code.get(4..).unwrap_or_default(),
    )
}

fn length_of(country: &str) -> Option<usize> {
    let mut lengths = LENGTHS.iter();
    let (length, _) = lengths.find(|(_, signs)| signs.split(' ').any(|it| it == country))?;
    Some(*length)
}

/// San Marino has the accounts of Italy.
fn is_italian(country: &str) -> bool {
    matches!(country, "IT" | "SM")
}

/// Returns the rest of the division by 97 of the number that an IBAN stands for: country and check
/// digits moved to the end, letters counted from A = 10.
fn remainder(code: &str) -> u32 {
    let (head, tail) = code.split_at_checked(4).unwrap_or((code, ""));
    let values = tail.chars().chain(head.chars());
    values
        .filter_map(|it| it.to_digit(36))
        .fold(0_u32, |rest, value| {
            let shift = if value < 10 { 10 } else { 100 };
            let number = rest.saturating_mul(shift).saturating_add(value);
            number.rem_euclid(97)
        })
}
