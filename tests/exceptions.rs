//! Exceptions of requirements and definitions, from the rule file to what people are told.

use bando::assessment::{Admission, Assessment, Judgement, Stage};
use bando::call::Call;
use bando::engine;
use bando::facts::{self, FileKind, ProposalsFile, Received};
use bando::report::{assessment_json, explanation_json, explanation_text};
use bando::source::Sources;
use bando::text::Language;

use crate::support::{ProjectFiles, checked, text};

const RULES: &str = "tests/exceptions/rules.bando";

fn call() -> Call {
    checked(&text(RULES), &ProjectFiles::default())
}

fn received(call: &Call, proposal: &str) -> Received {
    let bytes = format!("[{{\"id\": \"P\", {proposal}}}]");
    let file = ProposalsFile {
        name: "domande.json",
        bytes: bytes.as_bytes(),
        kind: FileKind::Json,
    };
    let received = facts::read(call, &file);
    assert!(received.refused.is_empty(), "{:#?}", received.refused);
    received
}

fn assessed(call: &Call, proposal: &str) -> Assessment {
    let found = engine::assess_all(call, &received(call, proposal), Stage::First);
    found.into_iter().next().expect("the proposal")
}

fn judgement(call: &Call, proposal: &str, requirement: &str) -> Judgement {
    let mut requirements = call.requirements.iter();
    let place = requirements.position(|it| it.name == requirement);
    assessed(call, proposal).findings[place.expect("the requirement")].judgement
}

#[test]
fn tables() {}
