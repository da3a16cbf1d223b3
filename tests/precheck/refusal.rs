//! What is not met whatever is still answered, or found later: its reason and the limit are told.

use bando::precheck::{Answers, Depth, Reception};
use bando::report::{precheck_json, precheck_text};
use bando::text::Language;

use super::written::call_of;

/// A call for a contribution whose limit is worked out from what the office finds and from what the
/// applicant is asked, and what it says of 60,000 euro.
fn told(limit: &str, require: &str, message: &str, language: Language) -> String {
    told_of(limit, require, message, language, false)
}

fn told_of(limit: &str, require: &str, message: &str, language: Language, json: bool) -> String {
    let precheck = call_of(
        "  request : money ask it \"Quanto chiede?\" en \"How much is asked for?\"
  size : Size ask it \"Che dimensione ha?\" en \"What size is it?\"
  in_area : yes/no by office
  certified : money by office
  cap : money at most 55_000 EUR by office",
        &format!(
            "enum Size {{
  small it \"Piccola\" en \"Small\"
  large it \"Grande\" en \"Large\"
}}

define limit : money = {limit}

requirement amount it \"Contributo\" en \"Contribution\" {{
  phase formal
  cite notice \"art. 1\"
  require {require}
  else {message}
}}
"
        ),
    );
    let call = precheck.call();
    let mut facts = vec![None; call.facts.len()];
    facts[0] = Some(bando::value::Value::Number(
        bando::number::Fraction::integer(60_000),
    ));
    let answers = Answers::of(facts);
    let step = precheck.next(&answers, Depth::Verdict);
    if json {
        return precheck_json(call, &answers, &step, Reception::Open);
    }
    precheck_text(call, &answers, &step, Reception::Open, language)
}

const BOTH: &str = "it \"Chiede {request}: il massimo è {limit}.\"
    en \"It asks for {request}: the most is {limit}.\"";

#[test]
fn where_every_limit_refuses_the_mildest_is_told() {
    let limit = "first of { in_area : 50_000 EUR otherwise : 40_000 EUR }";
    assert_eq!(
        told(limit, "request <= limit", BOTH, Language::English),
        "\
You cannot apply.

Not met:
- Contribution (amount)
  § Notice, art. 1
  In the most favourable case: It asks for 60,000.00 EUR: the most is
  50,000.00 EUR.
  limit: value 60,000.00 EUR, required at most 50,000.00 EUR: difference
         10,000.00 EUR
"
    );
    assert_eq!(
        told(limit, "request <= limit", BOTH, Language::Italian),
        "\
Non può presentare domanda.

Non soddisfatti:
- Contributo (amount)
  § Notice, art. 1
  Nel caso più favorevole: Chiede 60.000,00 €: il massimo è 50.000,00 €.
  limite: valore 60.000,00 €, richiesto al più 50.000,00 €: differenza
          10.000,00 €
"
    );
}

#[test]
fn what_is_asked_and_what_is_found_later_pick_the_limit_alike() {
    let limit = "table { size  | limit
                   small | 20_000 EUR
                   large | first of { in_area : 30_000 EUR otherwise : 10_000 EUR } }";
    let told = told(limit, "request <= limit", BOTH, Language::English);
    let reason = "favourable case: It asks for 60,000.00 EUR: the most is\n  30,000.00 EUR.";
    assert!(told.contains(reason), "{told}");
}

#[test]
fn where_every_case_says_the_same_nothing_is_said_of_the_best() {
    let limit = "50_000 EUR";
    let require = "(in_area or request <= limit) and (not in_area or request <= limit)";
    let told = told(limit, require, BOTH, Language::English);
    let reason = "\
  § Notice, art. 1
  It asks for 60,000.00 EUR: the most is 50,000.00 EUR.
  limit: value 60,000.00 EUR, required at most 50,000.00 EUR: difference
         10,000.00 EUR
";
    assert!(told.contains(reason), "{told}");
}

#[test]
fn an_amount_of_the_office_is_taken_as_is_most_favourable() {
    let cases = [
        (
            "least of { certified, 50_000 EUR }",
            "request <= limit",
            "asks for 60,000.00 EUR: the most is\n  50,000.00 EUR.\n  limit: value 60,000.00 EUR, required at most 50,000.00 EUR: difference\n         10,000.00 EUR\n",
        ),
        (
            "first of { in_area : 50_000 EUR otherwise : 40_000 EUR }",
            "certified + request <= limit",
            "asks for 60,000.00 EUR: the most is\n  50,000.00 EUR.\n  limit: value 60,000.00 EUR, required at most 50,000.00 EUR: difference\n         10,000.00 EUR\n",
        ),
        (
            "50_000 EUR - 2 * certified",
            "certified + request < limit",
            "asks for 60,000.00 EUR: the most is\n  50,000.00 EUR.\n  limit: value 60,000.00 EUR, required less than 50,000.00 EUR: difference\n         10,000.00 EUR\n",
        ),
        (
            "cap",
            "certified + request <= limit",
            "asks for 60,000.00 EUR: the most is\n  55,000.00 EUR.\n  limit: value 60,000.00 EUR, required at most 55,000.00 EUR: difference\n         5,000.00 EUR\n",
        ),
        (
            "greatest of { least of { 9 * certified, 40_000 EUR }, 45_000 EUR - certified }",
            "request <= limit",
            "asks for 60,000.00 EUR: the most is\n  45,000.00 EUR.\n",
        ),
    ];
    for (limit, require, reason) in cases {
        let told = told(limit, require, BOTH, Language::English);
        let reason = format!("  In the most favourable case: It {reason}");
        assert!(told.contains(&reason), "{limit}, {require}: {told}");
    }
}

/// Two numbers in one least: which of them is best where is not looked for.
#[test]
fn a_limit_that_not_every_case_can_be_told_of_is_not_told() {
    let limit = "least of { certified, cap, 50_000 EUR }";
    assert_eq!(
        told(limit, "request <= limit", BOTH, Language::English),
        "\
You cannot apply.

Not met:
- Contribution (amount)
  § Notice, art. 1
  It asks for 60,000.00 EUR: the most is …. (it depends on what is not known
  yet, but is met in no case)
"
    );
}

#[test]
fn programs_are_told_the_same() {
    let limit = "first of { in_area : 50_000 EUR otherwise : 40_000 EUR }";
    let told = told_of(limit, "request <= limit", BOTH, Language::English, true);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let requirement = &told["requirements"][0];
    assert_eq!(requirement["outcome"], "unmet");
    let finding = &requirement["finding"];
    assert_eq!(finding["judgement"], "unmet");
    assert_eq!(finding["shortfalls"][0]["limit"], "50000.00");
    assert_eq!(
        finding["message"]["en"],
        "In the most favourable case: It asks for 60,000.00 EUR: the most is 50,000.00 EUR."
    );
}
