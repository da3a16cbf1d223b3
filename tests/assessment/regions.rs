//! What the search for a proposal finds is so, and what it rules out never is.

use bando::analysis::regions::{Found, find};
use bando::assessment::{Case, Evaluated, Later, evaluate};
use bando::call::{Call, Expr, Reading, Type};
use bando::facts::Proposal;
use bando::number::Fraction;
use bando::value::{RowId, Value};
use proptest::prelude::*;

use super::build::*;
use super::random_call::{Choices, choices};
use super::random_expr::{Place, raw};

/// Tells whether all conditions hold on a proposal.
fn hold(call: &Call, conditions: &[Expr], proposal: &Proposal, received: &[Evaluated]) -> bool {
    let case = Case {
        call,
        proposal,
        received,
        later: Later::default(),
    };
    let yes = Evaluated::Known(Value::YesNo(true));
    conditions.iter().all(|it| evaluate(case, it) == yes)
}

/// Returns the proposal of which exactly this is known.
fn stating(call: &Call, facts: &[(bando::call::FactId, Value)]) -> Proposal {
    let mut values = vec![None; call.facts.len()];
    for (id, value) in facts {
        values[id.index()] = Some(value.clone());
    }
    proposal("example", values)
}

/// A call whose facts have few values each, all of which can be gone through.
fn small_call(choices: &mut Choices) -> (Call, Vec<Vec<Value>>) {
    let mut call = empty_call();
    // Conditions may ask about lists written out, which have none of these items.
    add_list(&mut call, "nobody", [("good", Type::YesNo, None)]);
    let cent = |cents| Value::Number(Fraction::new(cents, 100).unwrap());
    let kinds = [
        (
            "flag",
            Type::YesNo,
            vec![Value::YesNo(false), Value::YesNo(true)],
        ),
        ("size", Type::Integer, (-1..3).map(whole).collect()),
        ("cost", Type::Money, (0..3).map(cent).collect()),
        ("form", FORM, (0..3).map(variant).collect()),
        (
            "place",
            PLACE,
            (0..3).map(|row| Value::Row(RowId(row))).collect(),
        ),
        (
            "kinds",
            FORMS,
            [
                &[][..],
                &[0],
                &[1],
                &[2],
                &[0, 1],
                &[0, 2],
                &[1, 2],
                &[0, 1, 2],
            ]
            .map(variants)
            .to_vec(),
        ),
    ];
    let mut domains = Vec::new();
    for (name, kind, domain) in kinds {
        let when = choices
            .chance(6)
            .then(|| choices.expr(&call, Type::YesNo, &raw(1)));
        add_fact(&mut call, name, kind, when);
        if let [Value::Number(_), ..] = domain[..] {
            call.facts.last_mut().unwrap().reading = Reading {
                least: domain.first().cloned(),
                greatest: domain.last().cloned(),
                ..Reading::default()
            };
        }
        domains.push(domain);
    }
    (call, domains)
}

/// Returns every proposal that states all of its facts.
fn all_proposals(domains: &[Vec<Value>]) -> Vec<Proposal> {
    let mut rows: Vec<Vec<Option<Value>>> = vec![Vec::new()];
    for domain in domains {
        rows = rows
            .iter()
            .flat_map(|row| {
                domain.iter().map(|value| {
                    let mut row = row.clone();
                    row.push(Some(value.clone()));
                    row
                })
            })
            .collect();
    }
    rows.into_iter().map(|row| proposal("P", row)).collect()
}

fn some_conditions(choices: &mut Choices, call: &Call, place: &Place) -> Vec<Expr> {
    (0..=choices.pick(3))
        .map(|_| choices.expr(call, Type::YesNo, place))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_found_is_so_and_what_is_ruled_out_never_is(mut choices in choices()) {
        let call = choices.call();
        let place = Place { raw: false, ..raw(3) };
        let conditions = some_conditions(&mut choices, &call, &place);
        match find(&call, &conditions) {
            Found::Undecided => {}
            Found::Example(facts) => {
                prop_assert!(hold(&call, &conditions, &stating(&call, &facts), &[]), "{:?}", facts);
            }
            Found::None => for _ in 0..20 {
                let proposal = choices.proposal(&call, "P");
                let received = choices.received_of(&call);
                prop_assert!(!hold(&call, &conditions, &proposal, &received), "{:?}", proposal);
            }
        }
    }

    #[test]
    fn where_all_proposals_can_be_gone_through_the_search_agrees(mut choices in choices()) {
        let (call, domains) = small_call(&mut choices);
        let conditions = some_conditions(&mut choices, &call, &raw(2));
        let proposals = all_proposals(&domains);

        let some = proposals.iter().find(|it| hold(&call, &conditions, it, &[]));
        match find(&call, &conditions) {
            Found::Undecided => {}
            Found::Example(facts) => {
                prop_assert!(hold(&call, &conditions, &stating(&call, &facts), &[]), "{:?}", facts);
                prop_assert!(some.is_some());
            }
            Found::None => prop_assert!(some.is_none(), "{:?}", some),
        }
    }
}
