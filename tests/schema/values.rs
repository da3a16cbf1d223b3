//! Random calls, and JSON that is right or nearly right for them, made from a row of choices so
//! that a failing case shrinks.

use bando::call::{Call, EnumId, Reading, TableId, Type};
use bando::number::Fraction;
use bando::value::Value;
use proptest::prelude::*;
use serde_json::{Map, Number, Value as Json};

use crate::support::call::CallBuilder;

/// A row of choices.
#[derive(Clone, Debug)]
pub(super) struct Choices(Vec<u16>);

pub(super) fn choices() -> impl Strategy<Value = Choices> {
    proptest::collection::vec(any::<u16>(), 0..400).prop_map(Choices)
}

const KINDS: [Type; 23] = [
    Type::YesNo,
    Type::Integer,
    Type::Decimal(1),
    Type::Decimal(2),
    Type::Decimal(20),
    Type::Percent(None),
    Type::Percent(Some(0)),
    Type::Percent(Some(3)),
    Type::Number,
    Type::Money,
    Type::Amount,
    Type::Date,
    Type::Instant,
    Type::Text,
    Type::Code,
    Type::TaxCode,
    Type::Cup,
    Type::ComuneCode,
    Type::Iban,
    Type::Enum(EnumId(0)),
    Type::Enum(EnumId(1)),
    Type::Set(EnumId(0)),
    Type::Row(TableId(0)),
];

const NUMBERS: [&str; 14] = [
    "0",
    "1",
    "-1",
    "36",
    "36.25",
    "-0.5",
    "0.05",
    "9.99",
    "-120.5",
    "99",
    "1000000",
    "0.1",
    "1000000000000000",
    "92233720368547758.07",
];

const DAYS: [&str; 8] = [
    "2026-01-01",
    "2026-12-31",
    "2024-02-29",
    "1999-10-09",
    "2000-02-29",
    "1900-02-28",
    "0000-01-01",
    "9999-12-31",
];

impl Choices {
    fn pick(&mut self, count: usize) -> usize {
        usize::from(self.0.pop().unwrap_or(0)) % count
    }

    fn chance(&mut self, of: usize) -> bool {
        self.pick(of) == of - 1
    }

    fn one_of<T: Clone>(&mut self, options: &[T]) -> T {
        options[self.pick(options.len())].clone()
    }

    /// Returns a call with facts of random types and bounds.
    pub(super) fn call(&mut self) -> Call {
        let mut builder = CallBuilder::new()
            .variants("Forma", &["comune=Comune/Municipality", "asp", "a"])
            .variants("Ruolo", &["capofila"])
            .table("comuni", "istat", &["001058", "71025", "Forlì"])
            .ignore(&["note", "f1"])
            .compare(&["esito", "id"]);
        for place in 0..=self.pick(5) {
            let record = self.one_of(&["", "", "r.", "r.inner.", "other."]);
            let kind = self.one_of(&KINDS);
            let reading = self.reading(kind);
            builder = builder.fact_read(&format!("{record}f{place}"), kind, reading);
        }
        if self.chance(8) {
            builder = builder.fact(
                "id",
                self.one_of(&[Type::Text, Type::TaxCode, Type::Integer]),
            );
        }
        let fields = [0; 3].map(|_| self.one_of(&KINDS));
        let list = [("a", fields[0]), ("r.b", fields[1]), ("r.c", fields[2])];
        builder.list("partners", &list).build()
    }

    /// Returns a call with one fact, called `f`.
    pub(super) fn call_of_one_fact(&mut self) -> Call {
        let kind = self.one_of(&KINDS);
        let reading = self.reading(kind);
        CallBuilder::new()
            .variants("Forma", &["comune=Comune/Municipality", "asp", "a"])
            .variants("Ruolo", &["capofila"])
            .table("comuni", "istat", &["001058", "71025", "Forlì"])
            .fact_read("f", kind, reading)
            .build()
    }

    /// Returns a proposal for a call of one fact, nothing else in it.
    pub(super) fn proposal_of_one_fact(&mut self, call: &Call) -> Json {
        let value = self.value(call, call.facts[0].kind);
        serde_json::json!({"id": "P1", "f": value})
    }

    fn reading(&mut self, kind: Type) -> Reading {
        let mut bounds = [self.bound(kind), self.bound(kind)];
        bounds.sort();
        let [least, greatest] = bounds;
        Reading {
            least,
            greatest,
            ..Reading::default()
        }
    }

    fn bound(&mut self, kind: Type) -> Option<Value> {
        if self.chance(2) {
            return None;
        }
        let number = bando::number::parse_plain(self.one_of(&NUMBERS)).unwrap();
        match kind {
            Type::Percent(_) => number.div(Fraction::integer(100)).map(Value::Number),
            Type::Integer => number
                .to_integer()
                .map(|it| Value::Number(Fraction::integer(it))),
            Type::Decimal(_) | Type::Number | Type::Money | Type::Amount => {
                Some(Value::Number(number))
            }
            Type::Date => Some(Value::Date(self.one_of(&DAYS).parse().unwrap())),
            Type::Instant => Some(Value::Instant("2026-01-01T10:00:00Z".parse().unwrap())),
            _ => None,
        }
    }

    /// Returns a proposal, right or nearly right.
    pub(super) fn proposal(&mut self, call: &Call) -> Json {
        let mut proposal = Map::new();
        for fact in &call.facts {
            if self.chance(6) {
                continue;
            }
            let value = self.value(call, fact.kind);
            self.put(&mut proposal, &fact.name, value);
        }
        match self.pick(8) {
            0 | 1 => {}
            2 => self.put(&mut proposal, "note", Json::Null),
            3 => self.put(&mut proposal, "esito", Json::Bool(true)),
            4 => self.put(&mut proposal, "r", Json::Null),
            5 => self.put(&mut proposal, "R", Json::Null),
            6 => self.put(&mut proposal, "r.f1", Json::Null),
            _ => {
                let value = self.anything();
                self.put(&mut proposal, "r", value);
            }
        }
        let id = match self.pick(12) {
            0 => self.anything(),
            1 => return Json::Object(proposal),
            2 => Json::String("à".repeat(127 + self.pick(4))),
            3 => Json::String("a".repeat(255 + self.pick(3))),
            4 | 5 => self.text().into(),
            _ => "P1".into(),
        };
        proposal.entry("id").or_insert(id);
        if self.chance(40) {
            return self.anything_but_a_list();
        }
        proposal.into()
    }

    fn put(&mut self, object: &mut Map<String, Json>, name: &str, value: Json) {
        let Some((record, rest)) = name.split_once('.') else {
            object.insert(name.to_owned(), value);
            return;
        };
        // Now and then the dotted name stands as it is, which is wrong.
        if self.chance(60) {
            object.insert(name.to_owned(), value);
            return;
        }
        let inner = object.entry(record).or_insert_with(|| Map::new().into());
        if let Json::Object(inner) = inner {
            self.put(inner, rest, value);
        }
    }

    /// Returns a value, now and then with a blank before or behind it.
    fn value(&mut self, call: &Call, kind: Type) -> Json {
        let value = self.plain_value(call, kind);
        match value {
            Json::String(text) if self.chance(12) => {
                let blank = self.one_of(&[" ", "\u{a0}", "\t", "\n"]);
                let (before, after) = self.one_of(&[(blank, ""), ("", blank), (blank, blank)]);
                format!("{before}{text}{after}").into()
            }
            value => value,
        }
    }

    fn plain_value(&mut self, call: &Call, kind: Type) -> Json {
        if self.chance(20) {
            return self.anything();
        }
        match kind {
            Type::YesNo => self.one_of(&[
                Json::Bool(true),
                "sì".into(),
                "si\u{300}".into(),
                " no".into(),
                "Yes".into(),
                "yes".into(),
            ]),
            Type::Date => self.day().into(),
            Type::Instant => self.instant().into(),
            Type::Text | Type::Code => self.text().into(),
            Type::TaxCode | Type::Cup | Type::ComuneCode | Type::Iban => {
                self.checked_code(kind).into()
            }
            Type::Enum(_) => self.variant(),
            Type::Set(_) => (0..self.pick(4)).map(|_| self.variant()).collect(),
            Type::Row(_) => self
                .one_of(&[
                    "001058",
                    "71025",
                    "Forlì",
                    "Forli\u{300}",
                    "1058",
                    " 71025 ",
                ])
                .into(),
            Type::List(list) => {
                let fields = &call.lists[list.index()].fields;
                let items = (0..self.pick(3)).map(|_| {
                    let mut item = Map::new();
                    for field in fields {
                        if !self.chance(5) {
                            let value = self.value(call, field.kind);
                            self.put(&mut item, &field.name, value);
                        }
                    }
                    if self.chance(20) {
                        return self.anything();
                    }
                    item.into()
                });
                items.collect()
            }
            _ => self.number(),
        }
    }

    fn variant(&mut self) -> Json {
        if self.chance(30) {
            return self.anything();
        }
        self.one_of(&["comune", "asp", "a", "capofila", "Comune", " asp ", "b"])
            .into()
    }

    fn anything(&mut self) -> Json {
        match self.pick(4) {
            0 => Json::Array(vec![self.anything_but_a_list()]),
            _ => self.anything_but_a_list(),
        }
    }

    fn anything_but_a_list(&mut self) -> Json {
        match self.pick(9) {
            0 => Json::Null,
            1 => Json::Bool(false),
            2 => self.number(),
            3 => self.text().into(),
            4 => self.day().into(),
            5 => Json::Object(Map::new()),
            6 => Json::Object([("f1".to_owned(), Json::Null)].into_iter().collect()),
            7 => "".into(),
            _ => self.checked_code(Type::TaxCode).into(),
        }
    }

    /// Returns a number near a bound or of some length, as a text or not.
    fn number(&mut self) -> Json {
        let mut digits = match self.pick(4) {
            0 | 1 => self.one_of(&NUMBERS).to_owned(),
            2 => {
                let length = 1 + self.pick(30);
                (0..length)
                    .map(|_| self.one_of(&['0', '1', '5', '9']))
                    .collect()
            }
            _ => self.pick(200).to_string(),
        };
        let decimals = match self.pick(6) {
            0 | 1 => 0,
            2 => self.pick(25),
            _ => 1 + self.pick(3),
        };
        if decimals > 0 && !digits.contains('.') {
            digits.push('.');
        }
        digits.extend((0..decimals).map(|_| self.one_of(&['0', '1', '2', '4', '5', '9'])));
        if self.chance(6) {
            digits = format!("-{}", digits.trim_start_matches('-'));
        }
        if self.chance(8) {
            let exponent = self.one_of(&[
                "e0", "e1", "E-1", "e+3", "e14", "e20", "e-13", "e-20", "e300",
            ]);
            digits.push_str(exponent);
        }
        let number = digits.parse::<Number>();
        if let Ok(number) = number
            && self.chance(2)
        {
            return number.into();
        }
        let zeros = "0".repeat(self.one_of(&[0, 0, 0, 1, 12]));
        let digits = match digits.strip_prefix('-') {
            Some(digits) => format!("-{zeros}{digits}"),
            None => format!("{zeros}{digits}"),
        };
        let before = self.one_of(&["", "", "", "", " ", "+", "€"]);
        let after = self.one_of(&["", "", "", "", "%", "  %", " ", "\n", "%%", "."]);
        format!("{before}{digits}{after}").into()
    }

    fn day(&mut self) -> String {
        if self.chance(3) {
            return self.one_of(&DAYS).to_owned();
        }
        let year = self.one_of(&[0, 4, 1900, 1999, 2000, 2023, 2024, 2025, 2026, 2100, 9999]);
        let (month, day) = match self.pick(3) {
            0 => (2, 28 + self.pick(3)),
            1 => (1 + self.pick(12), 30 + self.pick(2)),
            _ => (self.pick(14), self.pick(33)),
        };
        let separator = self.one_of(&["-", "-", "-", "-", "-", "-", "-", "/", ""]);
        format!("{year:04}{separator}{month:02}{separator}{day:02}")
    }

    fn instant(&mut self) -> String {
        let day = match self.pick(4) {
            0 => self
                .one_of(&["2026-03-29", "2027-03-28", "1979-05-27", "9998-03-29"])
                .to_owned(),
            1 => self
                .one_of(&["2026-10-25", "1945-09-17", "9998-10-25", "9999-12-30"])
                .to_owned(),
            _ => self.day(),
        };
        let mut pieces = [
            self.one_of(&[" ", "T"]),
            self.one_of(&["00", "02", "09", "23"]),
            self.one_of(&[":00", ":30", ":59"]),
            self.one_of(&["", ":00", ":59"]),
            self.one_of(&["", ".5", ".123456789"]),
            self.one_of(&["", "Z", "+01:00", "-23:59"]),
        ];
        if self.chance(3) {
            let wrong: [&[&str]; 6] = [
                &["t", "  ", "", "\u{a0}"],
                &["24", "9", "30", "-1"],
                &[":60", ":5", "", ":"],
                &[":60", ":1", ":"],
                &[".", ".1234567890", ",5"],
                &["+24:00", "Z01:00", "+1:00", "z", "+01:60", "01:00"],
            ];
            let place = self.pick(wrong.len());
            pieces[place] = self.one_of(wrong[place]);
        }
        format!("{day}{}", pieces.concat())
    }

    fn checked_code(&mut self, kind: Type) -> String {
        let codes: &[&str] = match kind {
            Type::Cup => &["B91B21001080001", "b91b21001080001", "B91B2100108000"],
            Type::ComuneCode => &["072006", "001272", "72006", "a662"],
            Type::Iban => &[
                "IT60X0542811101000000123456",
                "it60x0542811101000000123456",
                "sm86U0322509800000000270100",
                "DE89370400440532013000",
                "XX89370400440532013",
                "XX8937040044053",
                "IT60 X054 2811 1010 0000 0123 456",
                "DE8937040044053201300",
            ],
            _ => &[
                "00000000000",
                "80017210727",
                "RSSMRA80A01H501U",
                "rssmraLmtLmhLmnU",
                "8001721072",
                "RSSMRA80A01H50MG",
                "RSſMRA80A01H501U",
                "\u{212a}SSMRA80A01H501U",
            ],
        };
        let code = self.one_of(codes);
        let mut characters: Vec<char> = code.chars().collect();
        if self.chance(3) {
            let place = self.pick(characters.len());
            characters[place] = self.one_of(&['A', 'F', 'O', 'l', '7', 'à', ' ', 'ı', '\u{200b}']);
        }
        characters.into_iter().collect()
    }

    fn text(&mut self) -> String {
        let whole = [
            "1E+5",
            " 1.2E+10",
            "1,25E+3\u{85}",
            "12E+5",
            "1E+",
            "AB",
            "è",
            "e\u{300}",
            "\u{958}",
        ];
        if self.chance(3) {
            return self.one_of(&whole).to_owned();
        }
        let characters = [
            'a',
            'Z',
            '0',
            ' ',
            '\u{a0}',
            '\u{3000}',
            '\n',
            '\t',
            '\u{b}',
            '\u{1f}',
            '\u{7f}',
            '\u{85}',
            '\u{9f}',
            '\u{ad}',
            '\u{200b}',
            '\u{2028}',
            '\u{feff}',
            '\u{fffd}',
            '\u{e0001}',
            '\u{1f600}',
            '\u{300}',
            '"',
            '\\',
            '\u{1680}',
        ];
        (0..self.pick(4))
            .map(|_| self.one_of(&characters))
            .collect()
    }
}
