//! Codes of a known shape: tax codes, CUPs, codes of comuni, IBANs.

use super::codes::lost_zero;
use super::format::all_digits;
use super::{CellError, Type, visible};
use crate::call::codes::{CodeErrorKind, check_code, check_shape};
use crate::text::Text;
use crate::value::Value;

/// Reads a code of a known shape: the shape must be right, its check is for the rules to ask about.
pub(super) fn code(text: &str, kind: Type) -> Result<Value, CellError> {
    let code = text.to_ascii_uppercase();
    let Err(error) = check_shape(&code, kind) else {
        return Ok(Value::Text(code));
    };
    let (it, en) = name(kind);
    let shown = visible(text);
    let detail = error.message.en.unwrap_or_default();
    let message = Text::new(
        format!("`{shown}` non è {it}: {}", error.message.it),
        format!("`{shown}` is no {en}: {detail}"),
    );
    let hint = match kind {
        Type::TaxCode => tax_code_hint(&code),
        Type::ComuneCode => comune_code_hint(&code),
        _ => None,
    };
    let hint = hint.or_else(|| without_signs(&code, kind, error.kind));
    Err(CellError::bad(message).with_hint(hint))
}

/// Returns what a code is called: in Italian with its article, in English without.
fn name(kind: Type) -> (&'static str, &'static str) {
    match kind {
        Type::Cup => ("un CUP", "CUP"),
        Type::ComuneCode => ("il codice ISTAT di un comune", "ISTAT code of a comune"),
        Type::Iban => ("un IBAN", "IBAN"),
        _ => ("un codice fiscale", "tax code"),
    }
}

fn tax_code_hint(code: &str) -> Option<Text> {
    let padded = format!("{code:0>11}");
    if all_digits(code) && check_code(&padded, Type::TaxCode).is_ok() {
        return Some(lost_zero(&padded));
    }
    let without_country = code.strip_prefix("IT")?;
    check_shape(without_country, Type::TaxCode).ok()?;
    Some(Text::new(
        format!("senza la sigla del paese: `{without_country}`"),
        format!("without the country: `{without_country}`"),
    ))
}

fn comune_code_hint(code: &str) -> Option<Text> {
    if all_digits(code) && matches!(code.len(), 4 | 5) {
        return Some(lost_zero(&format!("{code:0>6}")));
    }
    let (letter, digits) = code.split_at_checked(1)?;
    let of_land_registry = all_digits(digits) && digits.len() == 3 && !all_digits(letter);
    of_land_registry.then(|| {
        Text::new(
            "questo sembra il codice catastale: scrivere il codice ISTAT, di sei cifre come `072006`",
            "this looks like the code of the land registry: write the ISTAT code, six digits like `072006`",
        )
    })
}

/// Shows the code without what people put between its parts; where even so it has not its shape,
/// shows one that has.
fn without_signs(code: &str, kind: Type, error: CodeErrorKind) -> Option<Text> {
    let parted = code.contains([' ', '-', '.', '/', '\u{a0}']);
    let bare: String = code
        .chars()
        .filter(|it| !it.is_whitespace() && !matches!(it, '-' | '.' | '/'))
        .collect();
    if parted && check_shape(&bare, kind).is_ok() {
        return Some(Text::new(
            format!("scriverlo senza spazi né segni: `{bare}`"),
            format!("write it without spaces or signs: `{bare}`"),
        ));
    }
    if parted && error == CodeErrorKind::WrongLength {
        return Some(Text::new(
            "scriverlo senza spazi né segni",
            "write it without spaces or signs",
        ));
    }
    let (it, en) = match kind {
        Type::Cup => (
            "un CUP è una lettera, due cifre, una lettera e undici cifre, come `B91B21001080001`",
            "a CUP is a letter, two digits, a letter and eleven digits, like `B91B21001080001`",
        ),
        Type::ComuneCode => (
            "sono sei cifre, come `072006`: le prime tre della provincia",
            "six digits, like `072006`: the first three are the province's",
        ),
        Type::Iban => (
            "tutto attaccato, come `IT60X0542811101000000123456`",
            "all in one, like `IT60X0542811101000000123456`",
        ),
        _ => return None,
    };
    Some(Text::new(it, en))
}
