//! What is not known: of one proposal while it is being completed, and of the others.

use bando::assessment::{Admission, Stage};
use bando::engine::{self, Outcome, OutcomeKind};
use bando::facts::{self, FileKind, ProposalsFile};
use bando::scoring::Marks;

use crate::support::{ProjectFiles, checked};

fn outcome(rules: &str, proposals: &str, stage: Stage) -> Outcome {
    let head = "bando 1\n\ncall prova {\n  title \"Prova\"\n  zone Europe/Rome\n}\n\nsource act \"Atto\"\n\n";
    let call = checked(&format!("{head}{rules}"), &ProjectFiles::default());
    let file = ProposalsFile {
        name: "domande.json",
        bytes: proposals.as_bytes(),
        kind: FileKind::Json,
    };
    let received = facts::read(&call, &file);
    assert!(received.refused.is_empty(), "{:#?}", received.refused);
    engine::rank(&call, received, &Marks::default(), None, stage).expect("no tie")
}

/// Met or not applicable, it stands in nobody's way; unknown all the same, `explain` says.
#[test]
fn a_requirement_that_is_met_where_it_may_apply_is_no_reason() {
    let rules = "enum Kind { a, b }\nfacts {\n  kind : Kind\n  sound : yes/no\n  big : yes/no\n}\n\n\
                 requirement one \"One\" {\n  phase formal\n  cite act\n  applies when kind is a\n  \
                 require sound\n  else \"No\"\n}\n\n\
                 requirement two \"Two\" {\n  phase formal\n  cite act\n  require big\n  else \"No\"\n}\n";
    let head = "bando 1\n\ncall prova {\n  title \"Prova\"\n  zone Europe/Rome\n}\n\nsource act \"Atto\"\n\n";
    let call = checked(&format!("{head}{rules}"), &ProjectFiles::default());
    let lines = r#"{"id": "1", "sound": true, "big": true}
                   {"id": "2", "sound": false, "big": true}
                   {"id": "3", "sound": true}
                   {"id": "4", "big": true}"#;
    let file = ProposalsFile {
        name: "p.jsonl",
        bytes: lines.as_bytes(),
        kind: FileKind::JsonLines,
    };
    let received = facts::read(&call, &file);
    let reasons = ["1 eligible", "2 one", "3 two", "4 one"];
    let said: Vec<String> = engine::verdicts(&call, &received, Stage::First)
        .iter()
        .map(|it| match it.reasons.as_slice() {
            [] => format!("{} {}", it.id, bando::report::status_code(it.status)),
            reasons => format!("{} {}", it.id, reasons.join(" ")),
        })
        .collect();
    assert_eq!(said, reasons);
    for stage in [Stage::PreCheck, Stage::First, Stage::Final] {
        let readable = engine::verdicts(&call, &received, stage);
        assert_eq!(engine::quick_verdicts(&call, &received, stage), readable);
    }
    let assessed = engine::assess_all(&call, &received, Stage::First);
    let line = bando::report::assessment_line(&call, &assessed[0], bando::text::Language::English);
    assert_eq!(line, "1: admitted\n");
}

/// One share has no result, whatever else is known; another may still be the second that counts.
#[test]
fn one_more_fact_never_turns_a_count_of_different_values_round() {
    let rules = "facts {\n  parts : list of { amount : integer, months : integer }\n}\n\n\
                 requirement varied \"Varied\" {\n  phase formal\n  cite act\n  \
                 require (count of distinct (amount / months) of parts >= 2) otherwise no\n  \
                 else \"No\"\n}\n";
    let proposals = r#"[
        {"id": "open", "parts": [{"amount": 1, "months": 1}, {"amount": 1, "months": 0}, {"amount": 3}]},
        {"id": "different", "parts": [{"amount": 1, "months": 1}, {"amount": 1, "months": 0}, {"amount": 3, "months": 1}]},
        {"id": "hopeless", "parts": [{"amount": 1, "months": 1}, {"amount": 1, "months": 0}, {"amount": 3, "months": 0}]}
    ]"#;
    let outcome = outcome(rules, proposals, Stage::First);
    let admission = |id: &str| {
        let found = outcome.proposals.iter().find(|it| it.id == id);
        found.expect("the proposal").admission
    };
    assert_eq!(admission("different"), Admission::Admitted);
    assert_eq!(admission("hopeless"), Admission::NotAdmitted);
    assert_eq!(admission("open"), Admission::ToBeCompleted);
}

/// It stands in nobody's way, yet who is funded may still change.
#[test]
fn a_gap_in_another_proposal_keeps_the_ranking_provisional() {
    let rules = "facts {\n  applicant : code\n  requested : money\n  complete : yes/no\n}\n\n\
                 define sent : integer = count of received proposals with same applicant\n\n\
                 requirement only_one \"Only one\" {\n  phase formal\n  cite act\n  \
                 require sent <= 1\n  else \"No\"\n}\n\n\
                 requirement whole \"Whole\" {\n  phase formal\n  cite act\n  \
                 require complete\n  else \"No\"\n}\n\n\
                 ranking { order by requested descending }\n\n\
                 envelope { 100 EUR award requested at the limit: stop }\n";
    let sound = r#"[{"id": "a", "applicant": "x", "requested": 10, "complete": true},
                    {"id": "b", "applicant": "y", "requested": 20, "complete": false}]"#;
    for stage in [Stage::First, Stage::Final] {
        assert!(outcome(rules, sound, stage).provisional.is_empty());
        let gap = outcome(rules, &sound.replace(r#""applicant": "y", "#, ""), stage);
        assert_eq!(gap.proposals[0].outcome, OutcomeKind::Funded);
        assert_eq!(gap.proposals[1].outcome, OutcomeKind::NotAdmitted);
        assert_eq!(gap.provisional.len(), 1, "{stage:?}");
    }
}
