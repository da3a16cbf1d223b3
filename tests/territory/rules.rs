//! Weights and tables made from others, out of rule files.

use std::collections::BTreeMap;

use bando::call::{Call, Factor};
use bando::diagnostic::{Code, Diagnostic, Severity};
use bando::engine;
use bando::number::{Exact, Fraction, Money, Rounding};
use bando::source::{FileError, Files, Sources, digest};
use bando::territory::{Shares, TerritoryError, shares};
use bando::text::Language;
use bando::value::Value;
use proptest::prelude::*;

use crate::support::{ProjectFiles, cases, checked, example, rules};

/// One table, called `t.csv`.
struct OneTable(String);

impl Files for OneTable {
    fn read(&self, _: &str) -> Result<Vec<u8>, FileError> {
        Ok(self.0.clone().into_bytes())
    }
}

const HEAD: &str = r#"bando 1 en
call weighted { title "Riparto" zone UTC }
source notice "Avviso"
table t from "t.csv" key key {
  key : code
  area : code
  a : integer
  b : decimal 2 optional
}
"#;

fn check(table: &str, more: &str) -> (Option<Call>, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("test.bando", format!("{HEAD}{more}"));
    let files = OneTable(format!("key,area,a,b\n{table}"));
    let checked = engine::check(&sources, file, &files);
    (checked.call, checked.diagnostics)
}

fn sound(table: &str, more: &str) -> Call {
    let (call, diagnostics) = check(table, more);
    call.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

/// Returns the errors of a rule file, in English.
fn errors(table: &str, more: &str) -> Vec<String> {
    let (_, diagnostics) = check(table, more);
    let errors = diagnostics.iter().filter(|it| it.is_error());
    errors
        .map(|it| format!("{}: {}", it.code, it.message.get(Language::English)))
        .collect()
}

fn cents(shares: &Shares) -> Vec<i64> {
    shares.shares.iter().map(|it| it.amount.cents()).collect()
}

fn of(call: &Call, envelope: i64) -> Shares {
    shares(call, &call.weights[0], Money::from_cents(envelope)).expect("shares")
}

const EQUITY: &str = "weight w over t { cite notice
  index need by min-max { b otherwise 0 lower is needier }
  50 % share of a 30 % share of a * need 20 % equal share }";

/// Of 1,000.00: 500 by a (10, 30, 60), 300 by a times need (10 × 1, 30 × 0.5, 60 × 0), 200 equally.
#[test]
fn a_weight_is_the_sum_of_its_shares() {
    let call = sound("X,N,10,10\nY,N,30,15\nZ,S,60,20\n", EQUITY);
    let shared = of(&call, 100_000);
    assert_eq!(
        cents(&shared),
        [
            5_000 + 12_000 + 6_667,
            15_000 + 18_000 + 6_667,
            30_000 + 6_666
        ]
    );
    let y = shared.of("Y").expect("Y");
    assert_eq!(
        y.part.indexes[0].value,
        Exact::from(Fraction::new(1, 2).unwrap())
    );
    assert_eq!(y.part.terms[1].product, Exact::integer(15));
    assert_eq!(
        y.part.terms[1].share,
        Exact::from(Fraction::new(3, 5).unwrap())
    );
    assert_eq!(y.claim.to_plain(4, Rounding::HalfUp), "396.6667");
    // All three have the same rest of a cent: two of them get one.
    let tie = shared.tie.expect("a tie");
    assert_eq!((tie.with, tie.without), (vec![0, 1], vec![2]));
}

#[test]
fn territories_stand_in_the_order_of_their_keys() {
    let call = sound("Z,S,60,20\nX,N,10,10\nY,N,30,15\n", EQUITY);
    let keys: Vec<String> = of(&call, 100)
        .shares
        .into_iter()
        .map(|it| it.part.key)
        .collect();
    assert_eq!(keys, ["X", "Y", "Z"]);
}

#[test]
fn an_envelope_of_nothing_gives_nothing_and_a_negative_one_is_refused() {
    let call = sound("X,N,10,10\nY,N,30,15\n", EQUITY);
    assert_eq!(cents(&of(&call, 0)), [0, 0]);
    let negative = shares(&call, &call.weights[0], Money::from_cents(-1));
    assert_eq!(negative, Err(TerritoryError::BadEnvelope));
}

#[test]
fn units_are_given_whole_and_the_envelope_must_hold_them() {
    let weight = "weight w over t { cite notice 100 % share of a
      apportion by D'Hondt in units of 1_000 EUR }";
    let call = sound("A,N,100000,\nB,N,80000,\nC,N,30000,\nD,N,20000,\n", weight);
    assert_eq!(cents(&of(&call, 800_000)), [400_000, 300_000, 100_000, 0]);
    let odd = shares(&call, &call.weights[0], Money::from_cents(850_000)).expect_err("no shares");
    let message = odd.message(&call, &call.weights[0]);
    assert_eq!(
        message.get(Language::English),
        "the envelope of 8,500.00 EUR is no multiple of 1,000.00 EUR, which the weight gives whole"
    );
}

#[test]
fn a_larger_envelope_may_take_from_some_by_largest_remainder() {
    let table = "A,N,1500,\nB,N,1500,\nC,N,900,\nD,N,500,\nE,N,500,\nF,N,200,\n";
    let weight = |method| {
        format!(
            "weight w over t {{ cite notice 100 % share of a apportion by {method} in units of 1 EUR }}"
        )
    };
    let call = sound(table, &weight("largest remainder"));
    let (small, large) = (of(&call, 2_500), of(&call, 2_600));
    let losers: Vec<&str> = small
        .losing_in(&large)
        .map(|(it, _)| it.part.key.as_str())
        .collect();
    assert_eq!(losers, ["D", "E"]);
    let call = sound(table, &weight("Sainte-Laguë"));
    let (small, large) = (of(&call, 2_500), of(&call, 2_600));
    assert_eq!(small.losing_in(&large).count(), 0);
}

#[test]
fn a_territory_without_an_indicator_is_named_unless_the_rules_say_what_it_counts_as() {
    let table = "X,N,10,10\nY,N,30,\nZ,S,60,\n";
    assert_eq!(
        errors(table, &EQUITY.replace(" otherwise 0", "")),
        ["guard-needed: a cell of `b` may be empty: the column is `optional`"]
    );
    let call = sound(table, &EQUITY.replace("otherwise 0", "otherwise 20"));
    let shared = of(&call, 100_000);
    assert_eq!(
        cents(&shared),
        [5_000 + 30_000 + 6_667, 15_000 + 6_667, 30_000 + 6_666]
    );
    assert!(
        shared.of("Y").expect("Y").part.indexes[0].indicators[0]
            .raw
            .stated
    );
}

/// The check of a rule file asks for an `otherwise`; whoever shares out without one is told of whom
/// nothing is known, and nobody counts as having nothing.
#[test]
fn an_empty_cell_that_the_rules_say_nothing_of_gives_no_shares() {
    let table = "X,N,10,10\nY,N,30,\nZ,S,60,\n";
    let mut call = sound(
        table,
        "weight w over t { cite notice 100 % share of b otherwise 0 }",
    );
    assert_eq!(cents(&of(&call, 100)), [100, 0, 0]);
    let Factor::Cell(indicator) = &mut call.weights[0].terms[0].factors[0] else {
        panic!("a column");
    };
    indicator.otherwise = None;
    let unknown = shares(&call, &call.weights[0], Money::from_cents(100)).expect_err("no shares");
    let message = unknown.message(&call, &call.weights[0]);
    assert_eq!(
        (
            message.get(Language::Italian),
            message.get(Language::English)
        ),
        ("`b` manca per `Y`, `Z`", "`b` is missing for `Y`, `Z`")
    );
}

#[test]
fn what_gives_no_shares_is_found_before_any_envelope() {
    let all = |of: &str| format!("weight w over t {{ cite notice 100 % share of {of} }}");
    let index = |method: &str, of: &str| {
        format!("weight w over t {{ cite notice index n by {method} {{ {of} }} 100 % share of n }}")
    };
    for (table, weight, said) in [
        (
            "X,N,10,\nY,N,-30,\n",
            all("a"),
            "`a` is negative for `Y`: no share can be made of it",
        ),
        (
            "X,N,0,\nY,N,0,\n",
            all("a"),
            "`a` is zero in all territories: no share can be made of it",
        ),
        ("", all("a"), "`w` has no territories: its table is empty"),
        (
            "X,N,5,\nY,N,5,\n",
            index("min-max", "a higher is needier"),
            "`a` is the same in all territories: it tells no need apart",
        ),
        (
            "X,N,-5,\nY,N,5,\n",
            index("shares", "a higher is needier"),
            "`a` is negative for `X`: no share can be made of it",
        ),
        (
            "X,N,-5,\nY,N,5,\n",
            index(
                "z-score with population variance rounded half up to 3 places",
                "a lower is needier",
            ),
            "`n` is negative for `Y`: no share can be made of it",
        ),
    ] {
        assert_eq!(errors(table, &weight), [format!("no-shares: {said}")]);
    }
}

/// Indicators 130 and 70: mean 100, variance 900 (population), penalty 900 ÷ 100 = 9. The other:
/// 100 and 100, no penalty.
#[test]
fn ampi_adds_a_penalty_for_what_is_unbalanced() {
    let weight = |variance: &str| {
        format!(
            "weight w over t {{ cite notice
              index n by AMPI with {variance} variance {{
                a higher is needier from 0 to 10
                b otherwise 0 lower is needier from 0 to 20 }}
              100 % share of n }}"
        )
    };
    let table = "X,N,10,20\nY,N,5,10\n";
    for (variance, penalty) in [("population", 9), ("sample", 18)] {
        let call = sound(table, &weight(variance));
        let shared = of(&call, 100);
        let index = &shared.shares[0].part.indexes[0];
        assert_eq!(index.penalty, Some(Exact::integer(penalty)), "{variance}");
        assert_eq!(index.value, Exact::integer(100 + penalty), "{variance}");
        let balanced = &shared.shares[1].part.indexes[0];
        assert_eq!(balanced.value, Exact::integer(100), "{variance}");
    }
}

#[test]
fn a_derived_table_sums_counts_and_weighs() {
    let derived = "table areas from t group by area {
      rows_in_it : integer = count of rows
      a : integer = sum of a
      mean_b : decimal 2 = mean of b leaving out empty cells weighted by a rounded half up to 2 places
      all_b : decimal 2 = mean of b otherwise 0 rounded half even to 2 places
      low : decimal 2 optional = least of b leaving out empty cells
      high : decimal 2 = greatest of b otherwise 99.5
      same_area : code = same area }";
    let table = "X,N,10,10\nY,N,30,15.55\nZ,S,60,\nW,S,60,2.05\nV,N,0,\n";
    let (call, diagnostics) = check(table, derived);
    let call = call.unwrap_or_else(|| panic!("{diagnostics:#?}"));
    let areas = &call.tables[1];
    let row = |key: &str| -> Vec<String> {
        let row = areas.index[key];
        areas.rows[row.0 as usize]
            .iter()
            .map(|cell| match cell {
                Some(Value::Number(number)) => Exact::from(*number).to_plain(2, Rounding::Down),
                Some(Value::Text(text)) => text.clone(),
                other => format!("{other:?}"),
            })
            .collect()
    };
    // (10 × 10 + 30 × 15.55) ÷ 40 = 14.1625; (10 + 15.55 + 0) ÷ 3 = 8.51666…
    assert_eq!(
        row("N"),
        ["N", "3.00", "40.00", "14.16", "8.52", "10.00", "99.50", "N"]
    );
    // (0 + 2.05) ÷ 2 = 1.025, half to even.
    assert_eq!(
        row("S"),
        ["S", "2.00", "120.00", "2.05", "1.02", "2.05", "99.50", "S"]
    );
    assert_eq!(
        areas.digest,
        digest(format!("key,area,a,b\n{table}").as_bytes())
    );
    let derivation = areas.derivation.as_ref().expect("how it was made");
    let left_out: BTreeMap<&str, usize> = derivation
        .left_out
        .iter()
        .map(|it| (it.column.as_str(), it.rows.len()))
        .collect();
    assert_eq!(left_out, BTreeMap::from([("low", 2), ("mean_b", 2)]));
    let notices = diagnostics
        .iter()
        .filter(|it| it.severity == Severity::Notice);
    let notices: Vec<&str> = notices
        .map(|it| it.message.get(Language::English))
        .collect();
    assert_eq!(
        notices,
        ["rows of `t` left out because their cell is empty: V, Z"; 2]
            .map(|it| it.replace("V, Z", "Z, V"))
    );
}

#[test]
fn a_derived_table_is_made_of_one_above_it_and_may_be_the_source_of_another() {
    let twice =
        "table areas from t group by area { a : integer = sum of a super : code = same area }
      table all_areas from areas group by super { a : integer = sum of a }";
    let call = sound("X,N,10,\nY,N,30,\nZ,S,60,\n", twice);
    assert_eq!(call.tables[2].rows.len(), 2);
    let before = "table all_areas from areas group by area { a : integer = sum of a }
      table areas from t group by area { a : integer = sum of a }";
    assert_eq!(
        errors("X,N,10,\n", before),
        ["unknown-name: there is no table `areas`"]
    );
}

#[test]
fn a_derived_column_must_fit_its_type() {
    let column = |text: &str| format!("table areas from t group by area {{ {text} }}");
    for (text, code) in [
        ("m : decimal 2 = mean of a", "needs-rounding"),
        (
            "m : decimal 2 = mean of a rounded half up to 3 places",
            "needs-rounding",
        ),
        ("m : integer = sum of b otherwise 0", "needs-rounding"),
        ("m : money = sum of a", "type-mismatch"),
        ("m : integer = sum of area", "type-mismatch"),
        ("m : code = same a", "type-mismatch"),
        ("m : decimal 2 = sum of b", "guard-needed"),
        ("m : decimal 2 = same b", "guard-needed"),
        ("m : integer = sum of c", "unknown-name"),
        ("area : integer = sum of a", "duplicate-name"),
    ] {
        let found = errors("X,N,10,\n", &column(text));
        let codes: Vec<&str> = found.iter().filter_map(|it| it.split(':').next()).collect();
        assert_eq!(codes, [code], "{text}: {found:?}");
    }
    let grouped = errors(
        "X,N,10,\n",
        "table areas from t group by a { n : integer = count of rows }",
    );
    assert!(grouped[0].starts_with("type-mismatch"), "{grouped:?}");
}

#[test]
fn the_provinces_of_puglia_have_the_shares_worked_out_apart() {
    let call = checked(&rules("puglia-azione-9.3.bando"), &ProjectFiles::default());
    let weight = call.weight("equity").expect("the weight");
    let expected = example("puglia-azione-9.3/expected-shares.csv");
    let mut rows = csv::Reader::from_reader(expected.as_bytes());
    let mut held = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let money =
            |text: &str| Money::from_euro(bando::number::parse_plain(text).unwrap()).unwrap();
        let shared = shares(&call, weight, money(&row[1])).expect("shares");
        assert_eq!(
            shared.of(&row[0]).expect("a province").amount,
            money(&row[2]),
            "{row:?}"
        );
        let all = Money::sum(shared.shares.iter().map(|it| it.amount));
        assert_eq!(all, Some(money(&row[1])));
        held += 1;
    }
    assert_eq!(held, 12);
    let comuni = &call.tables[0];
    let incomes = comuni
        .columns
        .iter()
        .position(|it| it.name == "income")
        .unwrap();
    let filled = comuni
        .rows
        .iter()
        .filter(|row| row[incomes].is_some())
        .count();
    assert_eq!((comuni.rows.len(), filled), (257, 254));
    let provinces = &call.tables[call.weights[0].table.index()];
    let left_out = &provinces.derivation.as_ref().unwrap().left_out;
    let names: Vec<String> = left_out[0]
        .rows
        .iter()
        .map(|row| comuni.row_name(*row))
        .collect();
    assert_eq!(
        names,
        [
            "071044 (Roseto Valfortore)",
            "075096 (Castro)",
            "075098 (Presicce-Acquarica)"
        ]
    );
}

#[test]
fn only_notices_are_said_of_the_rules_of_puglia() {
    let mut sources = Sources::default();
    let file = sources.add("puglia.bando", rules("puglia-azione-9.3.bando"));
    let found = engine::check(&sources, file, &ProjectFiles::default()).diagnostics;
    let codes: Vec<Code> = found.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::EmptyCellsLeftOut]);
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn shares_make_the_whole_envelope_and_their_parts_make_one(
        rows in prop::collection::vec((1_u32..1_000_000, 0_u32..10_000), 2..20),
        envelope in 0_i64..1_000_000_000_000,
    ) {
        prop_assume!(rows.iter().any(|row| row.1 != rows[0].1));
        let lines = rows
            .iter()
            .enumerate()
            .map(|(key, (a, b))| format!("K{key:02},N,{a},{}.{:02}\n", b / 100, b % 100));
        let table = lines.collect::<Vec<_>>().concat();
        let call = sound(&table, EQUITY);
        let shared = of(&call, envelope);
        prop_assert_eq!(cents(&shared).iter().sum::<i64>(), envelope);
        let parts: Exact = shared.shares.iter().map(|it| &it.part.part).sum();
        prop_assert_eq!(parts, Exact::integer(1));
        for share in &shared.shares {
            let rest = Exact::from(share.amount.euro()).sub(&share.claim);
            let cent = Exact::from(Fraction::new(1, 100).unwrap());
            let size = if rest.is_negative() { Exact::default().sub(&rest) } else { rest };
            prop_assert!(size < cent);
        }
    }
}
