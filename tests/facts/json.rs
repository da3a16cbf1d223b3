//! Proposals from JSON and JSON Lines.

use bando::call::{Call, Format, NumberStyle, Reading, Type};
use bando::facts::FileKind;
use bando::number::Fraction;
use bando::value::{Value, VariantId};

use super::reading;
use crate::support::call::{CallBuilder, FIRST_ENUM, FIRST_TABLE};

fn call() -> Call {
    let words = Reading {
        column: Some("TIPO".to_owned()),
        words: vec![("C".to_owned(), Value::Variant(VariantId(0)))],
        ..Reading::default()
    };
    let blank = Reading {
        blank: Some(Value::Number(Fraction::ZERO)),
        ..Reading::default()
    };
    CallBuilder::new()
        .variants("Forma", &["comune", "asp"])
        .table("comuni", "istat", &["001058"])
        .fact_read("applicant.form", Type::Enum(FIRST_ENUM), words)
        .fact("applicant.kinds", Type::Set(FIRST_ENUM))
        .fact("place", Type::Row(FIRST_TABLE))
        .fact_read("cost", Type::Money, blank)
        .fact("runts", Type::YesNo)
        .list(
            "partners",
            &[
                ("form", Type::Enum(FIRST_ENUM)),
                ("aid.received", Type::Money),
            ],
        )
        .id_from("cup")
        .compare(&["esito"])
        .ignore(&["note"])
        .format(Format {
            numbers: NumberStyle::from_example("1.234,56").unwrap(),
            ..Format::default()
        })
        .build()
}

fn check(call: &Call, kind: FileKind, table: &[(&str, &str, &str)]) {
    for (name, text, expected) in table {
        assert_eq!(reading(call, kind, text.as_bytes()), *expected, "{name}");
    }
}

#[test]
fn objects_nest_as_facts_do_and_formats_are_plain() {
    check(
        &call(),
        FileKind::Json,
        &[
            (
                "everything stated",
                r#"[{"id": "P2", "applicant": {"form": "asp", "kinds": ["asp", "comune"]}, "place": "001058",
                    "cost": 1234.50, "runts": true, "esito": "Sì", "note": {"x": [1]},
                    "partners": [{"form": "comune", "aid": {"received": "0.10"}}, {}]},
                   {"id": "P1"}]"#,
                "+ P1 applicant.form=? applicant.kinds=? place=? cost=? runts=? partners=?\n\
                 + P2 applicant.form=asp applicant.kinds=comune;asp place=001058 cost=1234.50 runts=yes partners=[{comune,0.10},{?,?}] (esito=Sì)",
            ),
            (
                "null is unknown, whatever a blank cell states; an empty set is a value",
                r#"{"id": "P", "applicant": null, "cost": null, "runts": null, "partners": []}"#,
                "+ P applicant.form=? applicant.kinds=? place=? cost=? runts=? partners=[]",
            ),
            (
                "an empty set, yes as a word, escapes",
                r#"{"id": "\u0050\ud83d\ude00\/", "applicant": {"kinds": []}, "runts": "yes"}"#,
                "+ P😀/ applicant.form=? applicant.kinds=none place=? cost=? runts=yes partners=?",
            ),
            ("no proposals", " [ ] ", ""),
        ],
    );
}

#[test]
fn numbers_keep_their_digits() {
    let call = CallBuilder::new()
        .fact("n", Type::Decimal(20))
        .fact("m", Type::Money)
        .build();
    let check = |written: &str, expected: &str| {
        let text = format!("{{\"id\": \"P\", {written}}}");
        let got = reading(&call, FileKind::Json, text.as_bytes());
        assert_eq!(got.replace("- f:1 [P]\n    ", "- "), expected, "{written}");
    };
    let too_long = |written: &str| {
        format!(
            "- /n: bad-value: the number {written} has more than 15 digits before the point or 13 after it: many programs would lose some >> write it in quotes, with all its digits"
        )
    };
    let plain = "in JSON numbers are written with a point and without groups, like `1234.56`; where the value is not known, `null`";
    check(
        r#""n": "0.12345678901234567890""#,
        "+ P n=0.1234567890123456789 m=?",
    );
    check(
        r#""n": 0.12345678901234567890"#,
        &too_long("0.12345678901234567890"),
    );
    check(r#""n": 1e20"#, &too_long("1e20"));
    check(
        r#""n": "100000000000000000000""#,
        "+ P n=100000000000000000000 m=?",
    );
    check(
        r#""m": " 36""#,
        "- /m: bad-value: ` 36` has spaces before or after it >> remove them",
    );
    check(r#""n": "9007199254740993""#, "+ P n=9007199254740993 m=?");
    check(r#""m": 0.1"#, "+ P n=? m=0.10");
    check(r#""m": -0"#, "+ P n=? m=0.00");
    check(
        r#""n": 123456789012345678901234567890"#,
        "- /n: bad-value: `123456789012345678901234567890` has 30 digits; at most 28 are accepted",
    );
    check(r#""m": 1e3"#, "+ P n=? m=1000.00");
    check(r#""m": 12.3400"#, "+ P n=? m=12.34");
    check(
        r#""n": -1234.5E-3, "m": 0e99999999999999999999"#,
        "+ P n=-1.2345 m=0.00",
    );
    check(
        r#""m": "1e3""#,
        &format!("- /m: bad-value: `1e3` is not an amount written like `1234.56` >> {plain}"),
    );
    check(
        r#""m": 1e400"#,
        &format!("- /m: bad-value: `1e400` is not an amount written like `1234.56` >> {plain}"),
    );
    check(
        r#""m": "1.234,56""#,
        &format!("- /m: bad-value: `1.234,56` is not an amount written like `1234.56` >> {plain}"),
    );
    check(
        r#""m": 1.234"#,
        &format!("- /m: bad-value: `1.234` has more than 2 decimals >> {plain}"),
    );
    check(
        r#""m": true"#,
        "- /m: bad-value: a number is needed here, not `true`",
    );
}

#[test]
fn what_is_wrong_is_listed_with_its_pointer() {
    check(
        &call(),
        FileKind::Json,
        &[
            (
                "one of everything",
                r#"[{"id": "A"},
  {"id": "B", "applicant": {"forma": "asp", "form": "ASP", "kinds": ["asp", "asp"]},
   "place": 1058, "costs": 1, "TIPO": "C", "applicant.form": "asp", "partners": [{}, 3, {"form": ["asp"]}],
   "runts": 1, "applicant": [], "cost": ""}]"#,
                "+ A applicant.form=? applicant.kinds=? place=? cost=? runts=? partners=?\n\
                 - f:2 /1 [B]\n    \
                     /1/applicant: duplicate-field: the field `applicant` stands twice in one object >> keep only the one that counts\n    \
                     /1/applicant/forma: unknown-field: no fact is called `forma` >> did you mean `form`?\n    \
                     /1/applicant/form: unknown-code: `ASP` is not among the values of `Forma` >> did you mean `asp`?\n    \
                     /1/applicant/kinds/1: bad-value: `asp` is written twice >> remove one of them\n    \
                     /1/place: bad-value: a text in quotes is needed here, not the number 1058 >> write the code in quotes: a number would lose its leading zeros\n    \
                     /1/costs: unknown-field: no fact is called `costs` >> did you mean `cost`?\n    \
                     /1/TIPO: unknown-field: no fact is called `TIPO` >> `TIPO` is the name of the CSV column: in JSON the field is `applicant.form`\n    \
                     /1/applicant.form: unknown-field: no fact is called `applicant.form` >> the point parts nested objects: `{\"a\": {\"b\": …}}`, not `{\"a.b\": …}`\n    \
                     /1/partners/1: bad-value: an object `{ … }` is needed here, not the number 3\n    \
                     /1/partners/2/form: bad-value: a text in quotes is needed here, not a list\n    \
                     /1/runts: bad-value: `true` or `false` is needed here, not the number 1\n    \
                     /1/applicant: bad-value: an object `{ … }` is needed here, not a list\n    \
                     /1/cost: bad-value: the text is empty >> where the value is not known write `null`, or remove the field",
            ),
            (
                "keys that stand twice, at every depth",
                r#"{"id": "B", "cost": 1, "cost": 2, "applicant": {"form": "asp", "form": "asp"}, "partners": [{"form": "asp", "form": "asp"}], "note": 1, "note": 1}"#,
                "- f:1 [B]\n    \
                     /cost: duplicate-field: the field `cost` stands twice in one object >> keep only the one that counts\n    \
                     /note: duplicate-field: the field `note` stands twice in one object >> keep only the one that counts\n    \
                     /applicant/form: duplicate-field: the field `form` stands twice in one object >> keep only the one that counts\n    \
                     /partners/0/form: duplicate-field: the field `form` stands twice in one object >> keep only the one that counts",
            ),
            (
                "ids",
                r#"[{"id": 12}, {"id": ""}, {"cup": "X"}, {"id": "a", "id": "b"}, {"id": null}, 7, {"id": "P"}, {"id": "P "}]"#,
                "- f:1 /0\n    \
                     /0/id: bad-value: a text in quotes is needed here, not the number 12 >> write the id in quotes: a number would lose its leading zeros\n\
                 - f:1 /1\n    \
                     /1/id: missing-id: the proposal has no id >> each proposal needs one of its own, such as the protocol number\n\
                 - f:1 /2\n    \
                     /2: missing-id: the proposal has no id >> in JSON the id stands in the field `id`, not in `cup`\n    \
                     /2/cup: unknown-field: no fact is called `cup` >> remove it\n\
                 - f:1 /3\n    \
                     /3/id: duplicate-field: the field `id` stands twice in one object >> keep only the one that counts\n\
                 - f:1 /4\n    \
                     /4/id: missing-id: the proposal has no id >> each proposal needs one of its own, such as the protocol number\n\
                 - f:1 /5\n    \
                     /5: malformed-record: a proposal is an object `{ … }`, here stands the number 7\n\
                 - f:1 /6 [P]\n    \
                     /6: duplicate-proposal: the proposal `P` stands more than once in the file (items `/6`, `/7`): none is taken >> keep only the one that counts, or give each its own id\n\
                 - f:1 /7 [P]\n    \
                     /7/id: bad-value: `P ` has spaces before or after it >> remove them\n    \
                     /7: duplicate-proposal: the proposal `P` stands more than once in the file (items `/7`, `/6`): none is taken >> keep only the one that counts, or give each its own id",
            ),
        ],
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn broken_text_costs_the_file_and_says_where() {
    let mend = "mend the file there, or have it written again by the program that made it";
    let table = [
        (
            "",
            1,
            1,
            "the text ends too early: perhaps the file is incomplete",
        ),
        (
            "[{\"id\": \"P\"}",
            1,
            13,
            "a comma or the closing bracket is needed here",
        ),
        (
            "[{\"id\": \"P\"},\n]",
            2,
            1,
            "there is a comma too many before the closing bracket",
        ),
        (
            "{\"id\": \"P\",}",
            1,
            12,
            "there is a comma too many before the closing bracket",
        ),
        (
            "{\"à\" 1}",
            1,
            6,
            "the name of a field must be followed by a colon",
        ),
        (
            "{id: 1}",
            1,
            2,
            "the name of a field in double quotes is needed here",
        ),
        (
            "{\"id\": 'P'}",
            1,
            8,
            "a value is needed here: a text in double quotes, a number, `true`, `false`, `null`, a list or an object",
        ),
        (
            "{\"id\": True}",
            1,
            8,
            "a value is needed here: a text in double quotes, a number, `true`, `false`, `null`, a list or an object",
        ),
        (
            "{\"id\": NaN}",
            1,
            8,
            "a value is needed here: a text in double quotes, a number, `true`, `false`, `null`, a list or an object",
        ),
        (
            "{\"cost\": 01}",
            1,
            10,
            "this number is not written as JSON wants it: digits, a point, digits",
        ),
        (
            "{\"cost\": 1.}",
            1,
            10,
            "this number is not written as JSON wants it: digits, a point, digits",
        ),
        (
            "{\"id\": \"a\nb\"}",
            1,
            10,
            "inside a text line ends are written `\\n` and tabs `\\t`",
        ),
        (
            "{\"id\": \"\\x\"}",
            1,
            11,
            "no sign that JSON knows follows the backslash",
        ),
        (
            "{\"id\": \"\\ud800\"}",
            1,
            15,
            "no sign that JSON knows follows the backslash",
        ),
        (
            "{\"id\": \"P\"}\n{\"id\": \"Q\"}",
            2,
            1,
            "more text follows the end: if each line is a proposal, name the file `.jsonl`",
        ),
    ];
    for (text, line, character, message) in table {
        assert_eq!(
            reading(&call(), FileKind::Json, text.as_bytes()),
            format!(
                "- f:{line}\n    malformed-record: not JSON, at character {character} of the line: {message} >> {mend}"
            ),
            "{text}",
        );
    }
    assert_eq!(
        reading(&call(), FileKind::Json, b"{\"id\": \"\xe0\"}"),
        "- f:1\n    invalid-encoding: the file is not in UTF-8: byte E0 makes no sense there >> save the file in UTF-8: JSON knows no other encoding",
    );
}

#[test]
fn a_broken_line_costs_only_itself() {
    let unknown = "applicant.form=? applicant.kinds=? place=? cost=? runts=? partners=?";
    check(
        &call(),
        FileKind::JsonLines,
        &[(
            "five lines",
            "\u{feff}{\"id\": \"B\"}\r\n\n{\"id\": \"C\"\n{\"id\": \"A\"} {}\n[]\n{\"id\": \"A\"}",
            &format!(
                "+ A {unknown}\n\
                 + B {unknown}\n\
                 - f:3\n    \
                     malformed-record: not JSON, at character 11 of the line: a comma or the closing bracket is needed here >> mend the file there, or have it written again by the program that made it\n\
                 - f:4\n    \
                     malformed-record: not JSON, at character 13 of the line: more stands on the line after the proposal >> mend the file there, or have it written again by the program that made it\n\
                 - f:5\n    \
                     malformed-record: a proposal is an object `{{ … }}`, here stands a list"
            ),
        )],
    );
}

#[test]
fn nesting_and_length_are_bounded_and_cost_only_their_record() {
    let call = CallBuilder::new()
        .fact("a", Type::Text)
        .ignore(&["x"])
        .build();
    let nested = |depth: usize| {
        format!(
            "[{{\"id\": \"P\", \"x\": {}{}}},\n{{\"id\": \"Q\"}}]",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    let read = |text: &str| reading(&call, FileKind::Json, text.as_bytes());
    let too_deep = "+ Q a=?\n- f:1 /0\n    /0: too-deep: brackets are nested too deeply >> mend the file there, or have it written again by the program that made it";
    assert_eq!(read(&nested(127)), "+ P a=?\n+ Q a=?");
    assert_eq!(read(&nested(128)), too_deep);
    assert_eq!(read(&nested(1_000_000)), too_deep);
    assert!(read(&"[".repeat(1_000_000)).contains("malformed-record"));

    let long = |bytes: usize| {
        let frame = "{\"id\": \"P\", \"a\": \"\"}".len();
        format!(
            "[{{\"id\": \"P\", \"a\": \"{}\"}}, {{\"id\": \"Q\"}}]",
            "x".repeat(bytes - frame)
        )
    };
    assert!(read(&long(256 * 1024)).starts_with("+ P a=xxx"));
    assert_eq!(
        read(&long(256 * 1024 + 1)),
        "+ Q a=?\n- f:1 /0\n    /0: limit-exceeded: the proposal takes more than 256 KiB >> check that no closing quote or line end is missing",
    );

    let call = CallBuilder::new().list("l", &[("a", Type::Text)]).build();
    let items = |count: usize| {
        format!(
            "{{\"id\": \"P\", \"l\": [{}]}}",
            vec!["{}"; count].join(",")
        )
    };
    let read = |text: &str| reading(&call, FileKind::Json, text.as_bytes());
    assert!(read(&items(10_000)).starts_with("+ P l=[{?},"));
    assert_eq!(
        read(&items(10_001)),
        "- f:1 [P]\n    /l: limit-exceeded: the list has 10001 items; at most 10,000 are accepted",
    );
}

#[test]
fn what_serde_json_takes_we_take_and_the_other_way_round() {
    use proptest::prelude::*;
    let call = CallBuilder::new().ignore(&["x"]).build();
    let character = proptest::sample::select(
        "{}[]\",:\\u0019.eE+-tnrufalse dD8àß \n"
            .chars()
            .collect::<Vec<_>>(),
    );
    let text = proptest::collection::vec(character, 0..12);
    proptest!(crate::support::cases(4096), |(text in text)| {
        let text: String = text.into_iter().collect();
        let whole = format!("{{\"id\":\"P\",\"x\":{text}}}");
        let ours = !reading(&call, FileKind::Json, whole.as_bytes()).contains("malformed-record");
        let theirs = serde_json::from_str::<serde_json::Value>(&whole).is_ok();
        prop_assert_eq!(ours, theirs, "{}", whole);
    });
}

#[test]
fn where_records_have_one_field_a_value_may_stand_by_itself() {
    let call = CallBuilder::new()
        .variants("Forma", &["comune", "asp"])
        .list("marks", &[("mark", Type::Decimal(1))])
        .build();
    check(
        &call,
        FileKind::Json,
        &[
            (
                "values and records, mixed; null is unknown",
                r#"{"id": "P", "marks": [6.5, {"mark": 7.0}, null, {}]}"#,
                "+ P marks=[{6.5},{7},{?},{?}]",
            ),
            (
                "a value of a wrong type, at its place",
                r#"{"id": "P", "marks": [6.5, true, 7.25]}"#,
                "- f:1 [P]\n    /marks/1: bad-value: a number is needed here, not `true`\n    \
                 /marks/2: bad-value: `7.25` has more than one decimal",
            ),
        ],
    );
}
