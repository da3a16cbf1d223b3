//! Shape and check of codes. The tax codes are of invented persons and of public bodies, CUPs and
//! comuni are real, the accounts are the public examples of the standard.

use bando::call::{
    CodeErrorKind, Format, Reading, Type, check_code, check_iban, check_tax_code, is_cup_shape,
    is_iban_shape, is_tax_code_shape, read_cell,
};
use bando::text::Language;
use bando::value::Value;
use proptest::prelude::*;

use crate::support::call::CallBuilder;
use crate::support::{cases, example, rules};

#[test]
fn a_tax_code_has_a_shape_and_a_check() {
    use CodeErrorKind::{ForbiddenCharacter, UnknownPart, WrongCheckCharacter, WrongLength};
    let table = [
        // The Regione Puglia, the Comune di Bari, the INPS.
        ("80017210727", Ok(())),
        ("80015010723", Ok(())),
        ("80078750587", Ok(())),
        ("80017210728", Err(WrongCheckCharacter)),
        ("80017120727", Err(WrongCheckCharacter)),
        ("00000000000", Err(UnknownPart)),
        ("80017211014", Err(UnknownPart)),
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

/// IBANs that banks and the registry print as examples.
const ACCOUNTS: [&str; 12] = [
    "IT60X0542811101000000123456",
    "SM86U0322509800000000270100",
    "GB82WEST12345698765432",
    "DE89370400440532013000",
    "FR1420041010050500013M02606",
    "ES9121000418450200051332",
    "CH9300762011623852957",
    "AT611904300234573201",
    "NL91ABNA0417164300",
    "BE68539007547034",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
];

#[test]
fn an_account_has_a_length_for_each_country_and_checks() {
    use CodeErrorKind::{ForbiddenCharacter, UnknownPart, WrongCheckCharacter, WrongLength};
    for account in ACCOUNTS {
        assert_eq!(check_iban(account), Ok(()), "{account}");
    }
    for (account, expected) in [
        ("IT60X054281110100000012345", WrongLength),
        ("IT60X05428111010000001234567", WrongLength),
        ("ZZ6812345678", WrongLength),
        ("", WrongLength),
        ("it60x0542811101000000123456", ForbiddenCharacter),
        ("IT60X05428111O1000000123456", ForbiddenCharacter),
        ("IT6XX0542811101000000123456", ForbiddenCharacter),
        ("IT6010542811101000000123456", ForbiddenCharacter),
        ("GB82WEST1234569876543è", ForbiddenCharacter),
        ("ZZ82WEST12345698765432", UnknownPart),
        ("IT61X0542811101000000123456", WrongCheckCharacter),
        ("SM86U0322509800000000270101", WrongCheckCharacter),
    ] {
        let kind = check_iban(account).map_err(|error| error.kind);
        assert_eq!(kind, Err(expected), "{account}");
        let shape = matches!(expected, UnknownPart | WrongCheckCharacter);
        assert_eq!(is_iban_shape(account), shape, "{account}");
    }
}

/// Whoever makes up an account may get the two digits right; the letter gives it away.
#[test]
fn the_letter_of_an_italian_account_follows_from_the_rest() {
    let passing = (0..=99).flat_map(|digits| {
        ('A'..='Z').map(move |letter| format!("IT{digits:02}{letter}0542811101000000123456"))
    });
    let passing: Vec<String> = passing.filter(|it| check_iban(it).is_ok()).collect();
    assert_eq!(passing, ["IT60X0542811101000000123456"]);
    let wrong = (0..=99)
        .map(|digits| format!("IT{digits:02}Y0542811101000000123456"))
        .filter_map(|it| check_iban(&it).err())
        .filter(|error| error.message.it.contains("la lettera di controllo"));
    assert_eq!(wrong.count(), 1);
}

proptest! {
    #![proptest_config(cases(256))]

    /// A letter for a letter, a digit for a digit: the rest of a division by 97 shows them all.
    #[test]
    fn one_mistyped_character_makes_an_account_invalid(
        account in proptest::sample::select(&ACCOUNTS[..]),
        place in any::<proptest::sample::Index>(),
        by in 1_u32..26,
    ) {
        let mut characters: Vec<char> = account.chars().collect();
        let place = place.index(characters.len());
        let old = characters[place];
        let new = match old.to_digit(10) {
            Some(digit) => char::from_digit((digit + 1 + by % 9) % 10, 10),
            None => char::from_u32((u32::from(old) - u32::from('A') + by) % 26 + u32::from('A')),
        };
        prop_assert_ne!(Some(old), new);
        characters[place] = new.unwrap();
        let changed: String = characters.into_iter().collect();
        prop_assert!(check_iban(&changed).is_err(), "{}", changed);
    }
}

/// Two neighbours that change places: the commonest slip after a single character.
#[test]
fn two_exchanged_characters_make_an_account_invalid() {
    let mut tried = 0;
    for account in ACCOUNTS {
        let characters: Vec<char> = account.chars().collect();
        for place in 4..characters.len() - 1 {
            let pair = [characters[place], characters[place + 1]];
            if pair[0] == pair[1] || pair[0].is_ascii_digit() != pair[1].is_ascii_digit() {
                continue;
            }
            let mut changed = characters.clone();
            changed.swap(place, place + 1);
            let changed: String = changed.into_iter().collect();
            assert!(check_iban(&changed).is_err(), "{changed}");
            tried += 1;
        }
    }
    assert!(tried > 50, "{tried}");
}

/// Returns the cells of a column of a file with commas.
fn column(text: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let place = header.iter().position(|it| it == name).unwrap();
    let records = reader.records();
    records.map(|it| it.unwrap()[place].to_owned()).collect()
}

#[test]
fn every_project_of_2021_has_a_cup() {
    let projects = column(&example("rigenerazione-urbana-2021/domande.csv"), "cup");
    assert_eq!(projects.len(), 2418);
    for cup in projects {
        assert!(is_cup_shape(&cup), "{cup}");
        assert_eq!(check_code(&cup, Type::Cup), Ok(()));
    }
    for no_cup in [
        "B91B2100108000",
        "B91B210010800011",
        "B9IB21001080001",
        "191B21001080001",
    ] {
        assert!(!is_cup_shape(no_cup), "{no_cup}");
    }
}

#[test]
fn every_comune_of_puglia_has_a_code() {
    let comuni = column(&rules("tables/comuni_puglia.csv"), "istat");
    assert_eq!(comuni.len(), 257);
    for code in comuni {
        assert_eq!(check_code(&code, Type::ComuneCode), Ok(()), "{code}");
    }
    // The first and the last province; 112 to 119 are those of Sardinia from 2026 on.
    for code in ["001001", "111001", "112001", "119001"] {
        assert_eq!(check_code(code, Type::ComuneCode), Ok(()), "{code}");
    }
    for code in ["000001", "072000", "120001", "999999"] {
        let kind = check_code(code, Type::ComuneCode).map_err(|error| error.kind);
        assert_eq!(kind, Err(CodeErrorKind::UnknownPart), "{code}");
    }
}

#[test]
fn a_code_that_fails_its_check_is_a_value_and_one_without_its_shape_is_refused() {
    let call = CallBuilder::new().build();
    let read = |text: &str, kind: Type| {
        let reading = Reading::default();
        match read_cell(text, kind, &reading, &Format::default(), call.names()) {
            Ok(Some(Value::Text(code))) => code,
            Ok(other) => format!("{other:?}"),
            Err(error) => {
                let hint = error.hint.map(|it| it.get(Language::English).to_owned());
                let message = error.message.get(Language::English).to_owned();
                format!("! {message} >> {}", hint.unwrap_or_default())
            }
        }
    };
    for (kind, text, expected) in [
        (Type::TaxCode, " rssmra80a01h501x ", "RSSMRA80A01H501X"),
        (Type::TaxCode, "80017210728", "80017210728"),
        // A long s is no S, though its capital is one.
        (
            Type::TaxCode,
            "rſsmra80a01h501x",
            "! `rſsmra80a01h501x` is no tax code: `ſ` cannot stand at place 2 of a tax code of 16 characters >> ",
        ),
        (
            Type::TaxCode,
            "IT80017210727",
            "! `IT80017210727` is no tax code: a tax code has 11 or 16 characters, not 13 >> without the country: `80017210727`",
        ),
        (
            Type::TaxCode,
            "800 1721 0727",
            "! `800 1721 0727` is no tax code: a tax code has 11 or 16 characters, not 13 >> write it without spaces or signs: `80017210727`",
        ),
        (
            Type::TaxCode,
            "488410010",
            "! `488410010` is no tax code: a tax code has 11 or 16 characters, not 9 >> the spreadsheet has dropped the leading zero: it is `00488410010`; format the column as text",
        ),
        (Type::Cup, " b91b21001080001 ", "B91B21001080001"),
        (
            Type::Cup,
            "B91B2100108000",
            "! `B91B2100108000` is no CUP: a CUP has 15 characters, not 14 >> a CUP is a letter, two digits, a letter and eleven digits, like `B91B21001080001`",
        ),
        (
            Type::Cup,
            "B91B2I001080001",
            "! `B91B2I001080001` is no CUP: `I` cannot stand at place 6 of a CUP >> a CUP is a letter, two digits, a letter and eleven digits, like `B91B21001080001`",
        ),
        (
            Type::Cup,
            "B91 B21 00108 0001",
            "! `B91 B21 00108 0001` is no CUP: a CUP has 15 characters, not 18 >> write it without spaces or signs: `B91B21001080001`",
        ),
        (Type::ComuneCode, " 072006 ", "072006"),
        (Type::ComuneCode, "999000", "999000"),
        (
            Type::ComuneCode,
            "72006",
            "! `72006` is no ISTAT code of a comune: the ISTAT code of a comune has 6 characters, not 5 >> the spreadsheet has dropped the leading zero: it is `072006`; format the column as text",
        ),
        (
            Type::ComuneCode,
            "1272",
            "! `1272` is no ISTAT code of a comune: the ISTAT code of a comune has 6 characters, not 4 >> the spreadsheet has dropped the leading zero: it is `001272`; format the column as text",
        ),
        (
            Type::ComuneCode,
            "A662",
            "! `A662` is no ISTAT code of a comune: the ISTAT code of a comune has 6 characters, not 4 >> this looks like the code of the land registry: write the ISTAT code, six digits like `072006`",
        ),
        (
            Type::ComuneCode,
            "O72006",
            "! `O72006` is no ISTAT code of a comune: `O` cannot stand at place 1 of the ISTAT code of a comune >> six digits, like `072006`: the first three are the province's",
        ),
        (
            Type::Iban,
            "it60x0542811101000000123456",
            "IT60X0542811101000000123456",
        ),
        (
            Type::Iban,
            "IT61X0542811101000000123456",
            "IT61X0542811101000000123456",
        ),
        (
            Type::Iban,
            "IT60 X054 2811 1010 0000 0123 456",
            "! `IT60 X054 2811 1010 0000 0123 456` is no IBAN: an IBAN that starts with `IT` has 27 characters, not 33 >> write it without spaces or signs: `IT60X0542811101000000123456`",
        ),
        (
            Type::Iban,
            "0542811101000000123456",
            "! `0542811101000000123456` is no IBAN: `0` cannot stand at place 1 of an IBAN >> all in one, like `IT60X0542811101000000123456`",
        ),
    ] {
        assert_eq!(read(text, kind), expected, "{text}");
    }
}
