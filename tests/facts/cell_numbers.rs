//! Numbers in cells, and how formats are declared.

use bando::call::{DateOrder, Encoding, Format, NumberStyle, Reading, Type, check_bounds};
use bando::number::Fraction;
use bando::value::Value;

use super::cells::{call, cell, check, plain};

#[test]
fn a_number_is_read_in_the_declared_style_only() {
    let styles = ["1234.56", "1234,56", "1.234,56", "1,234.56"].map(|example| Format {
        numbers: NumberStyle::from_example(example).unwrap(),
        ..Format::default()
    });
    let table = [
        ("0", ["0.00", "0.00", "0.00", "0.00"]),
        ("-0", ["0.00", "0.00", "0.00", "0.00"]),
        ("007", ["7.00", "7.00", "7.00", "7.00"]),
        ("1234", ["1234.00", "1234.00", "1234.00", "1234.00"]),
        ("-1234", ["-1234.00", "-1234.00", "-1234.00", "-1234.00"]),
        ("1234.5", ["1234.50", "-", "-", "1234.50"]),
        ("1234.56", ["1234.56", "-", "-", "1234.56"]),
        ("1234,5", ["-", "1234.50", "1234.50", "-"]),
        ("1234,56", ["-", "1234.56", "1234.56", "-"]),
        ("1.234", ["-", "-", "1234.00", "-"]),
        ("1,234", ["-", "-", "-", "1234.00"]),
        ("1.230", ["-", "-", "1230.00", "-"]),
        ("1.234,56", ["-", "-", "1234.56", "-"]),
        ("1,234.56", ["-", "-", "-", "1234.56"]),
        ("1.234.567,8", ["-", "-", "1234567.80", "-"]),
        ("1,234,567.8", ["-", "-", "-", "1234567.80"]),
        ("1.234567,89", ["-", "-", "-", "-"]),
        ("1234.567,89", ["-", "-", "-", "-"]),
        ("12.34", ["12.34", "-", "-", "12.34"]),
        ("12,34", ["-", "12.34", "12.34", "-"]),
        ("0.123", ["-", "-", "-", "-"]),
        ("012.345", ["-", "-", "-", "-"]),
        ("1.2.3", ["-", "-", "-", "-"]),
        (".234", ["-", "-", "-", "-"]),
        ("1.", ["-", "-", "-", "-"]),
        (",5", ["-", "-", "-", "-"]),
        ("1 234,56", ["-", "-", "-", "-"]),
        ("1\u{a0}234,56", ["-", "-", "-", "-"]),
        ("1\u{202f}234,56", ["-", "-", "-", "-"]),
        ("1'234.56", ["-", "-", "-", "-"]),
        ("1’234.56", ["-", "-", "-", "-"]),
        ("1_234", ["-", "-", "-", "-"]),
        ("€ 12", ["-", "-", "-", "-"]),
        ("12 EUR", ["-", "-", "-", "-"]),
        ("+12", ["-", "-", "-", "-"]),
        ("--12", ["-", "-", "-", "-"]),
        ("- 12", ["-", "-", "-", "-"]),
        ("−12", ["-", "-", "-", "-"]),
        ("(12)", ["-", "-", "-", "-"]),
        ("12-", ["-", "-", "-", "-"]),
        ("1e3", ["-", "-", "-", "-"]),
        ("1.23E+15", ["-", "-", "-", "-"]),
        ("0x10", ["-", "-", "-", "-"]),
        ("١٢", ["-", "-", "-", "-"]),
        ("１２", ["-", "-", "-", "-"]),
        ("NaN", ["-", "-", "-", "-"]),
        ("n.d.", ["-", "-", "-", "-"]),
        ("12%", ["-", "-", "-", "-"]),
    ];
    for (text, expected) in table {
        let got = styles.map(|format| {
            let read = cell(text, Type::Money, &Reading::default(), &format);
            if read.starts_with('!') {
                "-".to_owned()
            } else {
                read
            }
        });
        assert_eq!(got, expected, "{text:?}");
    }
}

#[test]
fn a_declared_group_character_is_accepted_and_no_other() {
    for (example, text) in [
        ("1 234,56", "1 234 567,8"),
        ("1\u{a0}234,56", "1\u{a0}234\u{a0}567,8"),
        ("1'234.56", "1'234'567.8"),
    ] {
        let format = Format {
            numbers: NumberStyle::from_example(example).unwrap(),
            ..Format::default()
        };
        let reading = Reading::default();
        assert_eq!(cell(text, Type::Money, &reading, &format), "1234567.80");
        let other = text.replace([' ', '\u{a0}', '\''], "\u{202f}");
        assert!(cell(&other, Type::Money, &reading, &format).starts_with('!'));
    }
}

#[test]
fn a_wrong_number_says_how_to_mend_it() {
    plain(
        Type::Money,
        &[
            (
                "1.234,56",
                "! `1.234,56` is not an amount written like `1234.56` >> if all numbers of the file are written like `1.234,56`, declare it in the rules: `numbers like \"1.234,56\"`",
            ),
            (
                "1.234",
                "! `1.234` has more than 2 decimals >> if all numbers of the file are written like `1.234,56`, declare it in the rules: `numbers like \"1.234,56\"`",
            ),
            (
                "€ 12",
                "! `€ 12` is not an amount written like `1234.56` >> remove the euro sign or word: the number is enough",
            ),
            (
                "1.2E+15",
                "! `1.2E+15` is not an amount written like `1234.56` >> write all digits, without an exponent: in the spreadsheet format the column as number or text",
            ),
            (
                "1\u{a0}234",
                "! `1<U+00A0>234` is not an amount written like `1234.56` >> remove the non-breaking spaces between the digits",
            ),
            (
                "n.d.",
                "! `n.d.` is not an amount written like `1234.56` >> where the value is missing, leave the cell empty",
            ),
            (
                "−5",
                "! `−5` is not an amount written like `1234.56` >> write the minus sign as a plain hyphen right before the number: `-5`",
            ),
            (
                "12345678901234567890123456789",
                "! `12345678901234567890123456789` has 29 digits; at most 28 are accepted",
            ),
            (
                "92233720368547758.08",
                "! `92233720368547758.08` is too large",
            ),
            ("92233720368547758.07", "92233720368547758.07"),
        ],
    );
}

#[test]
fn places_are_those_of_the_type_and_nothing_is_rounded() {
    plain(
        Type::Integer,
        &[
            ("12", "12"),
            (
                "9999999999999999999999999999",
                "9999999999999999999999999999",
            ),
            (
                "12.0",
                "! `12.0` has decimals: a whole number is needed here",
            ),
            (
                "x",
                "! `x` is not a whole number >> where the value is missing, leave the cell empty",
            ),
        ],
    );
    plain(
        Type::Decimal(3),
        &[
            ("0.123", "0.123"),
            ("-1.5", "-1.5"),
            ("0.1234", "! `0.1234` has more than 3 decimals"),
            ("0.1230", "! `0.1230` has more than 3 decimals"),
        ],
    );
    plain(
        Type::Decimal(28),
        &[
            (
                "0.1234567890123456789012345678",
                "! `0.1234567890123456789012345678` has 29 digits; at most 28 are accepted",
            ),
            (
                "0.123456789012345678901234567",
                "0.123456789012345678901234567",
            ),
        ],
    );
    plain(
        Type::Percent(Some(1)),
        &[
            ("20", "20"),
            ("20 %", "20"),
            ("12.5%", "12.5"),
            ("12.55", "! `12.55` has more than one decimal"),
            (
                "%",
                "! `%` is not a percentage, with its number written like `1234.56` >> where the value is missing, leave the cell empty",
            ),
        ],
    );
    plain(Type::Percent(None), &[("33.333333333", "33.333333333")]);
}

#[test]
fn bounds_are_inclusive() {
    let reading = Reading {
        least: Some(Value::Number(Fraction::ZERO)),
        greatest: Some(Value::Number(Fraction::integer(450_000))),
        ..Reading::default()
    };
    check(
        Type::Money,
        &reading,
        &Format::default(),
        &[
            ("0", "0.00"),
            ("450000.00", "450000.00"),
            (
                "-0.01",
                "! bounds: -0.01 EUR is below the least value accepted, 0.00 EUR",
            ),
            (
                "450000.01",
                "! bounds: 450,000.01 EUR is above the greatest value accepted, 450,000.00 EUR",
            ),
        ],
    );
    let early = Value::Date(jiff::civil::date(2026, 1, 1));
    let late = Value::Date(jiff::civil::date(2026, 1, 2));
    let reading = Reading {
        least: Some(late.clone()),
        ..Reading::default()
    };
    let call = call();
    assert!(check_bounds(&early, Type::Date, &reading, call.names()).is_err());
    assert!(check_bounds(&late, Type::Date, &reading, call.names()).is_ok());
}

#[test]
fn a_format_is_declared_by_an_example_that_settles_it() {
    let style = |point, group| Some(NumberStyle { point, group });
    for (example, expected) in [
        ("1234.56", style('.', None)),
        ("1234,5", style(',', None)),
        ("1.234,56", style(',', Some('.'))),
        ("1,234.56", style('.', Some(','))),
        ("1'234.56", style('.', Some('\''))),
        ("1.234", None),
        ("1234", None),
        ("1.234.56", None),
        ("1.23,45", None),
        ("a.b", None),
        ("", None),
    ] {
        assert_eq!(NumberStyle::from_example(example), expected, "{example}");
    }
    for (example, expected) in [
        ("2026-12-31", Some(DateOrder::YearMonthDay)),
        ("31/12/2026", Some(DateOrder::DayMonthYear('/'))),
        ("31.12.2026", Some(DateOrder::DayMonthYear('.'))),
        ("31-12-2026", Some(DateOrder::DayMonthYear('-'))),
        ("01/02/2026", None),
        ("12/31/2026", None),
        ("31/12/26", None),
        ("2026", None),
    ] {
        assert_eq!(DateOrder::from_example(example), expected, "{example}");
    }
    assert_eq!(Encoding::from_word("utf-8"), Some(Encoding::Utf8));
    assert_eq!(Encoding::from_word("UTF-8"), None);
}
