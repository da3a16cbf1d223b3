//! Exceptions of requirements and definitions, from the rule file to what people are told.

use bando::assessment::Stage;
use bando::call::Call;
use bando::diagnostic::{Code, Diagnostic};
use bando::engine::{self, coverage, run_test};
use bando::facts::{self, FileKind, ProposalsFile, Received};
use bando::report::{coverage_text, explanation_text};
use bando::scoring::Marks;
use bando::source::Sources;
use bando::text::Language;

use crate::support::{ProjectFiles, checked, project, text};

const RULES: &str = "tests/exceptions/rules.bando";
const TOLD: &str = "tests/exceptions/told.txt";

/// A small town, the same with large works, a hospital, a town of unknown size.
const PROPOSALS: &str = r#"[
    {"id": "A", "form": "comune", "population": 900, "cost": 1000, "own_money": 60, "urgent": false},
    {"id": "B", "form": "comune", "population": 900, "cost": 2000000, "own_money": 60, "urgent": false},
    {"id": "C", "form": "asp", "population": 90000, "cost": 2000000, "own_money": 60, "urgent": false},
    {"id": "D", "form": "comune", "cost": 1000, "own_money": 100, "urgent": false},
    {"id": "E", "form": "ets", "population": 90000, "cost": 1000, "own_money": 100, "urgent": true, "approved": true}
]"#;

fn received(call: &Call) -> Received {
    let file = ProposalsFile {
        name: "domande.json",
        bytes: PROPOSALS.as_bytes(),
        kind: FileKind::Json,
    };
    let received = facts::read(call, &file);
    assert!(received.refused.is_empty(), "{:#?}", received.refused);
    received
}

/// Returns the rules checked: their diagnostics, and what their tests say.
fn tested(rules: &str) -> (Vec<Diagnostic>, Vec<engine::TestResult>) {
    let mut sources = Sources::default();
    let file = sources.add("rules.bando", rules);
    let files = ProjectFiles::default();
    let found = engine::check(&sources, file, &files);
    let results = found.call.iter().flat_map(|call| {
        let tests = found.tests.iter();
        tests.map(|test| run_test(call, test, &files))
    });
    (found.diagnostics.clone(), results.collect())
}

#[test]
fn an_explanation_says_which_exception_is_in_force_and_what_switches_it_off() {
    let rules = text(RULES);
    let call = checked(&rules, &ProjectFiles::default());
    let mut sources = Sources::default();
    sources.add("rules.bando", &rules);
    let received = received(&call);
    let marks = Marks::default();
    let judged = engine::Explainer::new(&call, &received, &marks, None, Stage::First);
    let mut told = String::new();
    for (id, language) in [
        ("A", Language::Italian),
        ("B", Language::Italian),
        ("C", Language::English),
        ("D", Language::English),
        ("E", Language::Italian),
    ] {
        let explanation = judged.explain(id).unwrap();
        told += &explanation_text(&call, &sources, &explanation, None, language);
        told += "\n";
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(project(TOLD), &told).unwrap();
    }
    assert_eq!(told, text(TOLD));
}

#[test]
fn a_reason_cites_the_exception_and_what_switches_it_off() {
    let call = checked(&text(RULES), &ProjectFiles::default());
    let assessments = engine::assess_all(&call, &received(&call), Stage::First);
    let cited = |place: usize| -> Vec<String> {
        let reasons = engine::reasons_of(&call, &assessments[place]);
        let reason = reasons.into_iter().find(|it| it.code == "own_share_floor");
        let citations = reason.map(|it| it.citations).unwrap_or_default();
        citations.into_iter().map(|it| it.it).collect()
    };
    assert_eq!(cited(0), Vec::<String>::new());
    assert_eq!(cited(1), ["Avviso, art. 7", "Avviso, art. 7 c. 3"]);
    assert_eq!(cited(4), ["Avviso, art. 7", "Avviso, art. 7 c. 5"]);
}

#[test]
fn tests_expect_exceptions_and_count_which_they_have_seen() {
    let rules = text(RULES);
    let (found, results) = tested(&rules);
    assert_eq!(found, []);
    assert!(
        results.iter().all(engine::TestResult::passed),
        "{results:#?}"
    );
    let call = checked(&rules, &ProjectFiles::default());
    let mut sources = Sources::default();
    sources.add("exceptions.bando", rules);
    let seen = coverage_text(&coverage(&call, &results), &sources, Language::English);
    let exceptions = seen.split_once("\n\n").unwrap().1;
    let expected = "  exception                               holds does not  unknown
  own_share_floor: small_towns                1        2        0
    unless large_works                        1        1        0
  own_share_floor: hospitals                  1        2        0
  own_share_floor: urgent_works               0        3        0          *
  floor: mountain                             2        1        0
  * the tests do not see it both hold and not hold
  cited articles that no test reaches:
    - Call, art. 7 c. 5
";
    assert_eq!(exceptions, expected);
}

#[test]
fn a_test_that_expects_another_exception_fails() {
    let rules = text(RULES).replace(
        "met by exception small_towns",
        "met by exception urgent_works",
    );
    let (_, results) = tested(&rules);
    let failures: Vec<_> = results.iter().flat_map(|it| &it.failures).collect();
    let [failure] = failures.as_slice() else {
        panic!("{failures:#?}");
    };
    assert_eq!(failure.code, Code::TestFailed);
    assert_eq!(
        failure.message.en.as_deref(),
        Some(
            "the exceptions of `own_share_floor` in force: expected `urgent_works`, found `small_towns`"
        )
    );
}

#[test]
fn conflicting_exceptions_are_refused_until_one_goes_before_and_their_test_is_ready() {
    let clashing = text(RULES).replace(
        "    when form is asp\n    not required",
        "    when population < 3_000\n    not required",
    );
    let (found, _) = tested(&clashing);
    let [clash, other] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert_eq!(
        (clash.code, other.code),
        (Code::ClashingExceptions, Code::ClashingExceptions)
    );
    let hint = clash.hint.as_ref().unwrap().get(Language::English);
    let test = hint.split_once('\n').unwrap().1;
    // The hospitals go before both.
    let off = |article| {
        format!(
            "unless before_{article} {{\n cite avviso \"{article}\"\n when population < 3_000 }}\n"
        )
    };
    let small = "    unless large_works";
    let urgent = "    remedy within 10 days\n";
    let repaired = clashing
        .replace(small, &format!("    {}{small}", off("x")))
        .replace(urgent, &format!("{urgent}    {}", off("y")))
        .split("test \"")
        .next()
        .unwrap()
        .to_owned();
    let (found, results) = tested(&format!("{repaired}\n{test}\n"));
    assert_eq!(found, []);
    assert!(results[0].passed(), "{test}\n{:#?}", results[0].failures);
}

/// Where the checker cannot tell, it warns, and at run time the value is unknown.
#[test]
fn exceptions_that_clash_on_a_proposal_are_both_named() {
    let rules = text(RULES).replace("when population < 1_000", "when own_money + cost > 5 EUR");
    let rules = rules.replace(
        "requirement own_share_floor it",
        "  exception dear = 30 % {\n    cite avviso \"art. 6 c. 3\"\n    when cost * 2 > own_money\n  }\n\n\
         requirement own_share_floor it",
    );
    let (found, _) = tested(&rules);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code, Code::UndecidedExceptions);
    let call = checked(&rules, &ProjectFiles::default());
    let assessments = engine::assess_all(&call, &received(&call), Stage::First);
    let reasons = engine::reasons_of(&call, &assessments[3]);
    let messages: Vec<_> = reasons.iter().map(|it| it.message.it.as_str()).collect();
    assert_eq!(
        messages.last(),
        Some(
            &"valgono insieme due eccezioni di `floor`, `mountain` e `dear`, e le regole non dicono \
              quale prevale"
        )
    );
}

#[test]
fn facts_of_an_exception_stand_under_its_own_condition() {
    // `approved` is there only where `urgent` is, which the exception asks first.
    let (found, _) = tested(&text(RULES).replace("urgent and approved", "approved"));
    let codes: Vec<Code> = found.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::GuardNeeded]);
}
