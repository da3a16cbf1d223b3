//! Values as people read them, and as data holds them.

use bando::call::{Call, ListId, Type, show, show_plain};
use bando::number::Fraction;
use bando::text::Language;
use bando::value::{Record, RowId, Value, VariantId};

use crate::support::call::{CallBuilder, FIRST_ENUM, FIRST_TABLE};

fn call() -> Call {
    CallBuilder::new()
        .variants(
            "Forma",
            &[
                "comune=Comune/Municipality",
                "ets=Ente del Terzo settore/Third-sector body",
            ],
        )
        .table("comuni", "istat", &["001058"])
        .build()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn each_value_is_shown_in_italian_in_english_and_as_data() {
    let call = call();
    let number =
        |numerator, denominator| Value::Number(Fraction::new(numerator, denominator).unwrap());
    let instant = |text: &str| Value::Instant(text.parse().unwrap());
    let set = |ids: &[u16]| Value::Set(ids.iter().copied().map(VariantId).collect());
    let form = Type::Enum(FIRST_ENUM);
    let forms = Type::Set(FIRST_ENUM);
    let list = Type::List(ListId(0));
    let record = Record { fields: Vec::new() };
    let table = [
        (Value::YesNo(true), Type::YesNo, "sì", "yes", "yes"),
        (Value::YesNo(false), Type::YesNo, "no", "no", "no"),
        (
            number(123_456_789, 100),
            Type::Money,
            "1.234.567,89 €",
            "1,234,567.89 EUR",
            "1234567.89",
        ),
        (number(-5, 1), Type::Money, "-5,00 €", "-5.00 EUR", "-5.00"),
        (
            number(1000, 1),
            Type::Money,
            "1.000,00 €",
            "1,000.00 EUR",
            "1000.00",
        ),
        (
            number(1234, 10_000),
            Type::Amount,
            "0,1234 €",
            "0.1234 EUR",
            "0.1234",
        ),
        (
            number(1, 3),
            Type::Amount,
            "≈ 0,333333 €",
            "≈ 0.333333 EUR",
            "1/3",
        ),
        (number(1, 5), Type::Percent(None), "20 %", "20 %", "20"),
        (
            number(19_996, 100_000),
            Type::Percent(None),
            "19,996 %",
            "19.996 %",
            "19.996",
        ),
        (
            number(2, 3),
            Type::Percent(None),
            "≈ 66,666667 %",
            "≈ 66.666667 %",
            "200/3",
        ),
        (number(2026, 1), Type::Integer, "2026", "2026", "2026"),
        (
            number(15_000, 1),
            Type::Integer,
            "15.000",
            "15,000",
            "15000",
        ),
        (
            number(-15_000, 1),
            Type::Integer,
            "-15.000",
            "-15,000",
            "-15000",
        ),
        (
            number(9_894_535_588, 100_000_000),
            Type::Decimal(8),
            "98,94535588",
            "98.94535588",
            "98.94535588",
        ),
        (number(1, 2), Type::Number, "0,5", "0.5", "0.5"),
        (
            number(1, 10_i128.pow(10)),
            Type::Number,
            "0,0000000001",
            "0.0000000001",
            "0.0000000001",
        ),
        (
            number(1, 10_i128.pow(11)),
            Type::Number,
            "≈ 0,000000",
            "≈ 0.000000",
            "0.00000000001",
        ),
        (
            number(i128::MAX, 3),
            Type::Number,
            &format!("{}/3", i128::MAX),
            &format!("{}/3", i128::MAX),
            &format!("{}/3", i128::MAX),
        ),
        (
            Value::Date(jiff::civil::date(2026, 11, 2)),
            Type::Date,
            "02/11/2026",
            "2026-11-02",
            "2026-11-02",
        ),
        (
            instant("2026-11-22T08:00:00Z"),
            Type::Instant,
            "22/11/2026 ore 09:00",
            "2026-11-22 09:00",
            "2026-11-22T09:00:00+01:00",
        ),
        (
            instant("2026-07-22T07:00:05Z"),
            Type::Instant,
            "22/07/2026 ore 09:00:05",
            "2026-07-22 09:00:05",
            "2026-07-22T09:00:05+02:00",
        ),
        (
            instant("2026-10-25T00:30:00Z"),
            Type::Instant,
            "25/10/2026 ore 02:30 (+02)",
            "2026-10-25 02:30 (+02)",
            "2026-10-25T02:30:00+02:00",
        ),
        (Value::Text("là".to_owned()), Type::Text, "là", "là", "là"),
        (
            Value::Variant(VariantId(1)),
            form,
            "Ente del Terzo settore",
            "Third-sector body",
            "ets",
        ),
        (
            set(&[0, 1]),
            forms,
            "Comune, Ente del Terzo settore",
            "Municipality, Third-sector body",
            "comune;ets",
        ),
        (set(&[]), forms, "nessuno", "none", "none"),
        (
            Value::Row(RowId(0)),
            Type::Row(FIRST_TABLE),
            "001058",
            "001058",
            "001058",
        ),
        (Value::List(vec![]), list, "nessuno", "none", "0"),
        (
            Value::List(vec![record.clone()]),
            list,
            "1 elemento",
            "1 item",
            "1",
        ),
        (
            Value::List(vec![record.clone(), record]),
            list,
            "2 elementi",
            "2 items",
            "2",
        ),
    ];
    for (value, kind, it, en, plain) in table {
        assert_eq!(show(&value, kind, call.names(), Language::Italian), it);
        assert_eq!(show(&value, kind, call.names(), Language::English), en);
        assert_eq!(show_plain(&value, kind, call.names()), plain);
    }
}
