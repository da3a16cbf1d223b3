//! Shape and check of tax codes. The codes are of invented persons and of public bodies.

use bando::call::{
    Format, Reading, TaxCodeErrorKind, Type, check_tax_code, is_tax_code_shape, read_cell,
};
use bando::text::Language;
use bando::value::Value;

use crate::support::call::CallBuilder;

#[test]
fn a_tax_code_has_a_shape_and_a_check() {
    use TaxCodeErrorKind::{ForbiddenCharacter, UnknownOffice, WrongCheckCharacter, WrongLength};
    let table = [
        // The Regione Puglia, the Comune di Bari, the INPS.
        ("80017210727", Ok(())),
        ("80015010723", Ok(())),
        ("80078750587", Ok(())),
        ("80017210728", Err(WrongCheckCharacter)),
        ("80017120727", Err(WrongCheckCharacter)),
        ("00000000000", Err(UnknownOffice)),
        ("80017211014", Err(UnknownOffice)),
        ("RSSMRA80A01H501U", Ok(())),
        ("RSSMRA80A01H501X", Err(WrongCheckCharacter)),
        ("RSSMRA80A10H501U", Err(WrongCheckCharacter)),
        // The same person after omocodia: 1 becomes M, and the check letter changes.
        ("RSSMRA80A01H50MG", Err(WrongCheckCharacter)),
        ("rssmra80a01h501u", Err(ForbiddenCharacter)),
        ("RSSMRA80F01H501U", Err(ForbiddenCharacter)),
        ("RSSMRA80A01H50AU", Err(ForbiddenCharacter)),
        ("8001721072A", Err(ForbiddenCharacter)),
        ("8001721072", Err(WrongLength)),
        ("", Err(WrongLength)),
    ];
    for (code, expected) in table {
        let got = check_tax_code(code).map_err(|error| error.kind);
        assert_eq!(got, expected, "{code}");
        let shape = !matches!(expected, Err(WrongLength | ForbiddenCharacter));
        assert_eq!(is_tax_code_shape(code), shape, "{code}");
    }
}

#[test]
fn exactly_one_last_character_passes() {
    for (stem, characters) in [
        ("8001721072", "0123456789"),
        ("RSSMRA80A01H501", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        ("RSSMRA80A01H50M", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ] {
        let passing = characters
            .chars()
            .filter(|last| check_tax_code(&format!("{stem}{last}")).is_ok());
        assert_eq!(passing.count(), 1, "{stem}");
    }
}

#[test]
fn the_office_is_one_that_gives_codes() {
    let known = (0..=999).filter(|office| {
        let code = |last| check_tax_code(&format!("8001721{office:03}{last}")).is_ok();
        (0..=9).any(code)
    });
    let expected = (1..=100).chain([120, 121, 888, 999]);
    assert_eq!(known.collect::<Vec<u32>>(), expected.collect::<Vec<u32>>());
}

#[test]
fn a_wrong_check_character_is_a_value_and_a_wrong_shape_is_refused() {
    let call = CallBuilder::new().build();
    let read = |text: &str| {
        let reading = Reading::default();
        match read_cell(
            text,
            Type::TaxCode,
            &reading,
            &Format::default(),
            call.names(),
        ) {
            Ok(Some(Value::Text(code))) => code,
            Ok(other) => format!("{other:?}"),
            Err(error) => {
                let hint = error.hint.map(|it| it.get(Language::English).to_owned());
                let message = error.message.get(Language::English).to_owned();
                format!("! {message} >> {}", hint.unwrap_or_default())
            }
        }
    };
    for (text, expected) in [
        (" rssmra80a01h501x ", "RSSMRA80A01H501X"),
        ("80017210728", "80017210728"),
        (
            "rſsmra80a01h501x",
            "! `rſsmra80a01h501x` is no tax code: `ſ` cannot stand at place 2 of a tax code of 16 characters >> ",
        ),
        (
            "IT80017210727",
            "! `IT80017210727` is no tax code: a tax code has 11 or 16 characters, not 13 >> without the country: `80017210727`",
        ),
        (
            "800 1721 0727",
            "! `800 1721 0727` is no tax code: a tax code has 11 or 16 characters, not 13 >> write it without spaces or signs",
        ),
        (
            "488410010",
            "! `488410010` is no tax code: a tax code has 11 or 16 characters, not 9 >> the spreadsheet has dropped the leading zero: it is `00488410010`; format the column as text",
        ),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}
