//! What would change the outcome where a limit is made of what is not stated, or the office finds.

use bando::assessment::{Judgement, judge_one};
use bando::call::{DefinitionId, Expr, ExprKind, FactId, RequirementId, Supplier, Type};
use bando::precheck::{Answers, Changes, Precheck};
use bando::value::{Comparison, Value};
use proptest::prelude::*;

use super::changes::{told_of, whole};
use super::written::requirement;
use crate::assessment::build::*;
use crate::support::cases;

/// What is said of an amount, and of another fact that is stated, where `other` is not.
fn limited(other: &str, limit: &str, amount: i128, stated: i128) -> String {
    told_of(
        &format!(
            "  amount : money changeable at least 0 EUR ask \"Amount?\"
  a : money ask \"A?\"
  {other}"
        ),
        &requirement("limit", "Limit", &format!("amount <= {limit}"), ""),
        vec![whole(amount), whole(stated), None],
    )
}

/// What is said where an amount of 500 euro is to come down.
fn down_to(amount: &str, less: &str) -> String {
    format!(
        "This would be enough for no requirement to fail:
- Amount? {amount} EUR instead of 500.00 EUR ({less} EUR less)
  for: Limit (Notice)
Whether these are met then depends on what is not stated yet, or on what the
office or the commission finds: Limit (Notice).
"
    )
}

#[test]
fn an_amount_comes_down_to_the_most_that_what_is_not_stated_may_allow() {
    let between = "b : money at least 10 EUR at most 100 EUR";
    let share = "b : percent 2 at least 0 % at most 80 %";
    for (other, limit, amount, less) in [
        (between, "a + b", "200.00", "300.00"),
        (between, "a - b", "90.00", "410.00"),
        (
            between,
            "least of { a + b, 2 * a + 50 EUR }",
            "200.00",
            "300.00",
        ),
        (between, "greatest of { a - b, b }", "100.00", "400.00"),
        (
            between,
            "first of { b <= 50 EUR : a + b otherwise : a }",
            "150.00",
            "350.00",
        ),
        (share, "a * b", "80.00", "420.00"),
    ] {
        for supplied in ["ask \"B?\"", "by office"] {
            let other = format!("{other} {supplied}");
            assert_eq!(
                limited(&other, limit, 500, 100),
                down_to(amount, less),
                "{limit}"
            );
        }
    }
}

#[test]
fn what_nothing_shows_to_be_met_is_said_not_to_have_been_tried() {
    let told = told_of(
        "  amount : integer changeable at least 1 ask \"Amount?\"
  b : integer at least 0 at most 1_000 ask \"B?\"",
        &requirement("limit", "Limit", "b * b = amount", ""),
        vec![whole(2), None],
    );
    assert_eq!(
        told,
        "No requirement fails.
Whether these are met depends on what is not stated yet, or on what the office
or the commission finds: Limit (Notice).
Not every case could be tried.
"
    );
}

/// The amount goes from nought to this; more values than are tried one by one.
const MOST: i128 = 80;
/// So does what is not stated.
const MOST_OF_OTHER: i128 = 66;

/// What an amount is compared with.
#[derive(Clone, Debug)]
enum Limit {
    Stated,
    Other,
    Constant(i128),
    Sum(Box<Limit>, bool, Box<Limit>),
    Product(Box<Limit>, Box<Limit>),
    Least(Box<Limit>, Box<Limit>),
    Greatest(Box<Limit>, Box<Limit>),
    Chosen(i128, Box<Limit>, Box<Limit>),
    Defined,
}

impl Limit {
    /// Tells whether it runs along one line as what is not stated does: then everything is looked
    /// into.
    fn is_straight(&self) -> bool {
        match self {
            Self::Stated | Self::Constant(_) | Self::Other => true,
            Self::Sum(one, _, other) => {
                one.is_straight() && matches!(**other, Self::Stated | Self::Constant(_))
            }
            Self::Product(one, other) => {
                one.is_straight() && matches!(**other, Self::Constant(it) if it != 0)
            }
            _ => false,
        }
    }

    fn expr(&self) -> Expr {
        let fact = |id| expr(ExprKind::Fact(FactId(id)), Type::Integer);
        let kind = match self {
            Self::Stated => return fact(1),
            Self::Other => return fact(2),
            Self::Constant(it) => return number(*it),
            Self::Defined => ExprKind::Definition(DefinitionId(0)),
            Self::Sum(one, taken, other) => {
                ExprKind::Sum(vec![(false, one.expr()), (*taken, other.expr())])
            }
            Self::Product(one, other) => {
                ExprKind::Product(vec![(false, one.expr()), (false, other.expr())])
            }
            Self::Least(one, other) => ExprKind::Least(vec![one.expr(), other.expr()]),
            Self::Greatest(one, other) => ExprKind::Greatest(vec![one.expr(), other.expr()]),
            Self::Chosen(at, one, other) => {
                let first = bando::call::Case {
                    condition: compare(Comparison::LessOrEqual, fact(2), number(*at)),
                    value: one.expr(),
                };
                let otherwise = bando::call::Case {
                    condition: yes_no(true),
                    value: other.expr(),
                };
                ExprKind::FirstOf(vec![first, otherwise])
            }
        };
        expr(kind, Type::Integer)
    }
}

fn limits(defined: bool) -> impl Strategy<Value = Limit> {
    let leaf = prop_oneof![
        2 => Just(Limit::Stated),
        3 => Just(Limit::Other),
        1 => (-9..MOST).prop_map(Limit::Constant),
        1 => Just(if defined { Limit::Defined } else { Limit::Other }),
    ];
    leaf.prop_recursive(2, 6, 2, |inside| {
        let pair = || {
            (
                inside.clone().prop_map(Box::new),
                inside.clone().prop_map(Box::new),
            )
        };
        let factor = (-3..4_i128).prop_map(|it| Box::new(Limit::Constant(it)));
        prop_oneof![
            3 => (pair(), any::<bool>()).prop_map(|((one, other), it)| Limit::Sum(one, it, other)),
            1 => pair().prop_map(|(one, other)| Limit::Product(one, other)),
            1 => (factor, pair()).prop_map(|(it, (one, _))| Limit::Product(one, it)),
            1 => pair().prop_map(|(one, other)| Limit::Least(one, other)),
            1 => pair().prop_map(|(one, other)| Limit::Greatest(one, other)),
            1 => (0..MOST_OF_OTHER, pair()).prop_map(|(at, (one, it))| Limit::Chosen(at, one, it)),
        ]
    })
}

fn comparisons() -> impl Strategy<Value = Comparison> {
    prop_oneof![
        3 => Just(Comparison::LessOrEqual),
        1 => Just(Comparison::Less),
        1 => Just(Comparison::Equal),
        1 => Just(Comparison::Greater),
        1 => Just(Comparison::GreaterOrEqual),
    ]
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn the_nearest_amount_is_found_that_what_is_not_stated_may_allow(
        compared in proptest::collection::vec((comparisons(), limits(true)), 1..3),
        defined in limits(false),
        (amount, stated) in (0..=MOST, 0..6_i128),
        by_office in any::<bool>(),
    ) {
        let mut call = empty_call();
        for (name, most) in [("amount", MOST), ("stated", MOST), ("other", MOST_OF_OTHER)] {
            add_fact(&mut call, name, Type::Integer, None);
            let reading = &mut call.facts.last_mut().unwrap().reading;
            (reading.least, reading.greatest) = (Some(crate::assessment::build::whole(0)), Some(crate::assessment::build::whole(most)));
        }
        call.facts[0].changeable = true;
        if by_office {
            call.facts[2].supplier = Supplier::Office;
        }
        add_definition(&mut call, defined.expr());
        let amount_of = || expr(ExprKind::Fact(FactId(0)), Type::Integer);
        let parts = compared.iter().map(|(how, limit)| compare(*how, amount_of(), limit.expr()));
        let mut parts: Vec<Expr> = parts.collect();
        let require = if parts.len() == 1 { parts.remove(0) } else { test(ExprKind::And(parts)) };
        add_requirement(&mut call, "limit", require);
        let met = |amount: i128| (0..=MOST_OF_OTHER).any(|other| {
            let facts = [amount, stated, other].map(|it| Some(crate::assessment::build::whole(it)));
            let proposal = proposal("P", facts.to_vec());
            let (finding, _) = judge_one(case(&call, &proposal), RequirementId(0)).unwrap();
            finding.judgement == Judgement::Met
        });
        let least = || (0..=MOST).find(|way| met(amount - way) && amount >= *way || amount + way <= MOST && met(amount + way));
        // One comparison with what runs along lines is looked into wholly.
        let straight = match &compared[..] {
            [(how, limit)] => *how != Comparison::Equal && limit.is_straight(),
            _ => false,
        };
        let precheck = Precheck::new(call.clone());
        let answers = Answers::of(vec![Some(crate::assessment::build::whole(amount)), Some(crate::assessment::build::whole(stated)), None]);
        let changes = precheck.changes(&answers);
        match changes {
            Changes::NothingFails { complete, .. } => prop_assert!(!complete || met(amount)),
            Changes::Mend(mend) => {
                let Some(Value::Number(to)) = &mend.answers.facts()[0] else {
                    panic!("an amount")
                };
                let to = to.to_integer().unwrap();
                prop_assert!(!met(amount) && met(to));
                prop_assert!(mend.complete || !straight);
                if mend.complete {
                    prop_assert_eq!(Some((to - amount).abs()), least());
                }
            }
            Changes::None { complete, .. } => {
                prop_assert!(!complete || least().is_none());
            }
        }
    }
}
