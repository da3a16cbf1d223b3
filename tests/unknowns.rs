//! What is not known: of one proposal while it is being completed, and of the others.

use bando::assessment::{Admission, Stage};
use bando::engine::{self, Outcome};
use bando::facts::{self, FileKind, ProposalsFile};

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
    engine::rank(&call, received, stage).expect("no tie")
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
