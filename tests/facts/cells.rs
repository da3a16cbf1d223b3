//! One cell of text, in the declared format.

use bando::call::{Call, CellErrorKind, DateOrder, Format, Reading, Type, read_cell, show_plain};
use bando::number::Fraction;
use bando::text::{Language, in_keywords_of};
use bando::value::{Value, VariantId};

use crate::support::call::{CallBuilder, FIRST_ENUM, FIRST_TABLE};

pub(super) fn call() -> Call {
    CallBuilder::new()
        .variants(
            "Forma",
            &[
                "comune=Comune/Municipality",
                "fondazione=Fondazione/Foundation",
                "asp",
            ],
        )
        .table("comuni", "istat", &["001058", "071025", "71026"])
        .build()
}

/// Reads a cell and writes its value as data, `?` where it states nothing, or what is wrong.
pub(super) fn cell(text: &str, kind: Type, reading: &Reading, format: &Format) -> String {
    let call = call();
    match read_cell(text, kind, reading, format, call.names()) {
        Ok(None) => "?".to_owned(),
        Ok(Some(value)) => show_plain(&value, kind, call.names()),
        Err(error) => {
            let hint = error
                .hint
                .map(|it| format!(" >> {}", it.get(Language::English)));
            let kind = match error.kind {
                CellErrorKind::BadValue => "",
                CellErrorKind::UnknownCode => "unknown: ",
                CellErrorKind::OutOfBounds => "bounds: ",
            };
            let message = error.message.get(Language::English);
            let said = format!("! {kind}{message}{}", hint.unwrap_or_default());
            in_keywords_of(&said, Language::English)
        }
    }
}

pub(super) fn check(kind: Type, reading: &Reading, format: &Format, table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(
            cell(text, kind, reading, format),
            *expected,
            "{text:?} as {kind:?}"
        );
    }
}

pub(super) fn plain(kind: Type, table: &[(&str, &str)]) {
    check(kind, &Reading::default(), &Format::default(), table);
}

/// What each spelling is worth as money in each style; `-` where it is refused. The killer is
/// `1.234`: a thousand and more in one style, three decimals in the other.
#[test]
fn empty_is_neither_zero_nor_no_nor_a_text() {
    let blank = Reading {
        blank: Some(Value::Number(Fraction::ZERO)),
        ..Reading::default()
    };
    for kind in [
        Type::Money,
        Type::YesNo,
        Type::Text,
        Type::Code,
        Type::Date,
        Type::Set(FIRST_ENUM),
    ] {
        plain(kind, &[("", "?"), ("  ", "?"), ("\u{a0}\t", "?")]);
    }
    check(
        Type::Money,
        &blank,
        &Format::default(),
        &[("", "0.00"), ("5", "5.00")],
    );
}

#[test]
fn yes_and_no_are_words_not_digits() {
    plain(
        Type::YesNo,
        &[
            ("yes", "yes"),
            ("no", "no"),
            ("sì", "yes"),
            ("si\u{300}", "yes"),
            (
                "1",
                "! `1` is neither `yes` nor `no` >> write `yes` or `no`, or declare the words in the rules: `with \"1\" = yes, \"…\" = no`",
            ),
            (
                "Sì",
                "! `Sì` is neither `yes` nor `no` >> write `yes` or `no`, or declare the words in the rules: `with \"Sì\" = yes, \"…\" = no`",
            ),
            (
                "si",
                "! `si` is neither `yes` nor `no` >> write `yes` or `no`, or declare the words in the rules: `with \"si\" = yes, \"…\" = no`",
            ),
        ],
    );
    let words = Reading {
        words: vec![
            ("Si\u{300}".to_owned(), Value::YesNo(true)),
            ("No".to_owned(), Value::YesNo(false)),
        ],
        ..Reading::default()
    };
    check(
        Type::YesNo,
        &words,
        &Format::default(),
        &[
            (" Sì ", "yes"),
            ("No", "no"),
            (
                "no",
                "! `no` is not among the words declared >> did you mean `No`?",
            ),
            (
                "forse",
                "! `forse` is not among the words declared >> the words declared are `Si\u{300}`, `No`; others are added to the rules by `with`",
            ),
        ],
    );
}

#[test]
fn dates_follow_the_declared_order_and_the_calendar() {
    plain(
        Type::Date,
        &[
            ("2024-02-29", "2024-02-29"),
            ("2023-02-29", "! there is no day `2023-02-29`"),
            ("2026-13-01", "! there is no day `2026-13-01`"),
            (
                "2026-1-5",
                "! `2026-1-5` is not a date written like `2026-12-31`",
            ),
            (
                "31/12/2026",
                "! `31/12/2026` is not a date written like `2026-12-31` >> if all dates of the file are written like `31/12/2026`, declare it in the rules: `dates like \"31/12/2026\"`",
            ),
            (
                "2026-01-15 09:00",
                "! `2026-01-15 09:00` is not a date written like `2026-12-31` >> remove the time of day",
            ),
            (
                "45292",
                "! `45292` is not a date written like `2026-12-31` >> this looks like the number by which a spreadsheet counts days: format the column as a date",
            ),
        ],
    );
    let italian = Format {
        dates: DateOrder::from_example("31/12/2026").unwrap(),
        ..Format::default()
    };
    check(
        Type::Date,
        &Reading::default(),
        &italian,
        &[
            ("01/02/2026", "2026-02-01"),
            ("5/3/2026", "2026-03-05"),
            ("29/02/2023", "! there is no day `29/02/2023`"),
            ("12/31/2026", "! there is no day `12/31/2026`"),
            (
                "01/02/26",
                "! `01/02/26` is not a date written like `31/12/2026`",
            ),
            (
                "2026-12-31",
                "! `2026-12-31` is not a date written like `31/12/2026` >> if all dates of the file are written like `2026-12-31`, declare it in the rules: `dates like \"2026-12-31\"`",
            ),
        ],
    );
}

#[test]
fn times_are_those_of_the_zone_and_the_two_odd_nights_are_refused() {
    plain(
        Type::Instant,
        &[
            ("2026-01-15 09:00", "2026-01-15T09:00:00+01:00"),
            ("2026-07-15T09:00:30", "2026-07-15T09:00:30+02:00"),
            ("2026-07-15T09:00:30Z", "2026-07-15T11:00:30+02:00"),
            (
                "2026-07-15T09:00:30.250+02:00",
                "2026-07-15T09:00:30.25+02:00",
            ),
            ("2026-07-15 09:00-05:30", "2026-07-15T16:30:00+02:00"),
            (
                "2026-03-29 02:30",
                "! there is no time `2026-03-29 02:30` (Europe/Rome): that night the clocks leap over it, as summer time begins >> write the offset from universal time too: `2026-03-29T02:30:00+01:00` or `2026-03-29T02:30:00+02:00`",
            ),
            (
                "2026-10-25 02:30",
                "! there are two times `2026-10-25 02:30` (Europe/Rome): summer time ends that night >> write the offset from universal time too: `2026-10-25T02:30:00+02:00` or `2026-10-25T02:30:00+01:00`",
            ),
            ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00"),
            ("2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"),
            (
                "2026-01-15",
                "! `2026-01-15` is not an instant written like `2026-12-31 09:00` >> add the time of day",
            ),
            (
                "2026-01-15 24:00",
                "! `2026-01-15 24:00` is not an instant written like `2026-12-31 09:00`",
            ),
            (
                "2026-01-15 09:00Z01:00",
                "! `2026-01-15 09:00Z01:00` is not an instant written like `2026-12-31 09:00`",
            ),
            (
                "2026-01-15 9:00",
                "! `2026-01-15 9:00` is not an instant written like `2026-12-31 09:00`",
            ),
            (
                "2026-01-15 09:00:60",
                "! `2026-01-15 09:00:60` is not an instant written like `2026-12-31 09:00`",
            ),
            ("2026-02-30 09:00", "! there is no day `2026-02-30`"),
        ],
    );
    let italian = Format {
        dates: DateOrder::DayMonthYear('/'),
        ..Format::default()
    };
    let reading = Reading::default();
    check(
        Type::Instant,
        &reading,
        &italian,
        &[("15/01/2026 09:00", "2026-01-15T09:00:00+01:00")],
    );
}

#[test]
fn codes_and_texts_are_kept_as_written() {
    plain(
        Type::Code,
        &[
            (" 00123 ", "00123"),
            ("Citta\u{300}", "Città"),
            ("a b", "a b"),
            (
                "1.23E+15",
                "! `1.23E+15` is a code that the spreadsheet has turned into a number, losing its digits >> format the column as text and write the code again",
            ),
            (
                "a\u{200b}b",
                "! `a<U+200B>b` holds a character that cannot be seen (U+200B) >> delete it",
            ),
            (
                "a\nb",
                "! `a<U+000A>b` holds a character that cannot be seen (U+000A) >> delete it",
            ),
            (
                "Societ\u{fffd}",
                "! in `Societ\u{fffd}` a letter has been lost (U+FFFD) >> the file was saved in the wrong encoding before: start again from the original",
            ),
        ],
    );
    plain(
        Type::Text,
        &[
            (" due\nrighe ", "due\nrighe"),
            (
                "a\u{7}b",
                "! `a<U+0007>b` holds a character that cannot be seen (U+0007) >> delete it",
            ),
        ],
    );
}

#[test]
fn variants_are_named_by_name_or_label_exactly() {
    let table = [
        ("comune", "comune"),
        ("Comune", "comune"),
        ("Municipality", "comune"),
        (
            "fondazzione",
            "! unknown: `fondazzione` is not among the values of `Forma` >> did you mean `fondazione`?",
        ),
        // Cyrillic letters that look like Latin ones.
        (
            "соmune",
            "! unknown: `соmune` is not among the values of `Forma` >> did you mean `comune`?",
        ),
        (
            "ditta",
            "! unknown: `ditta` is not among the values of `Forma` >> the values are `comune`, `fondazione`, `asp`",
        ),
    ];
    plain(Type::Enum(FIRST_ENUM), &table);
}

#[test]
fn sets_are_split_as_declared() {
    let split = Reading {
        split: Some(";".to_owned()),
        ..Reading::default()
    };
    let format = Format::default();
    check(
        Type::Set(FIRST_ENUM),
        &split,
        &format,
        &[
            ("asp; comune", "comune;asp"),
            ("asp", "asp"),
            ("asp;asp", "! `asp` is written twice >> remove one of them"),
            (
                "asp;",
                "! in `asp;` there is a separator with nothing beside it >> remove that separator",
            ),
            (
                "asp,comune",
                "! unknown: `asp,comune` is not among the values of `Forma` >> the values are `comune`, `fondazione`, `asp`",
            ),
        ],
    );
    let words = Reading {
        words: vec![
            ("A".to_owned(), Value::Variant(VariantId(0))),
            ("A bis".to_owned(), Value::Variant(VariantId(0))),
            ("C".to_owned(), Value::Variant(VariantId(2))),
        ],
        ..split
    };
    check(
        Type::Set(FIRST_ENUM),
        &words,
        &format,
        &[
            ("A;A bis;C", "comune;asp"),
            (
                "comune",
                "! unknown: `comune` is not among the words declared >> the words declared are `A`, `A bis`, `C`; others are added to the rules by `with`",
            ),
        ],
    );
}

#[test]
fn rows_are_found_by_key_and_a_lost_zero_is_noticed() {
    plain(
        Type::Row(FIRST_TABLE),
        &[
            ("001058", "001058"),
            (
                "1058",
                "! unknown: `1058` is not among the values of `istat` in table `comuni` >> the spreadsheet has dropped the leading zero: it is `001058`; format the column as text",
            ),
            (
                "071024",
                "! unknown: `071024` is not among the values of `istat` in table `comuni` >> did you mean `071025`?",
            ),
            (
                "999999",
                "! unknown: `999999` is not among the values of `istat` in table `comuni` >> the keys of the table are `001058`, `071025`, `71026`",
            ),
        ],
    );
}
