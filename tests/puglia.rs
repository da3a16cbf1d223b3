//! Puglia's action 9.3: the invented proposals, and what a gap in one of them does to the others.

use std::collections::BTreeMap;

use bando::assessment::{Admission, Assessment, Judgement, Stage};
use bando::call::Call;
use bando::engine;
use bando::facts::{self, FileKind, ProposalsFile};

use crate::support::{ProjectFiles, checked, example, rules};

fn call() -> Call {
    checked(&rules("puglia-azione-9.3.bando"), &ProjectFiles::default())
}

fn proposals() -> String {
    example("puglia-azione-9.3/proposals.jsonl")
}

fn assess(call: &Call, proposals: &str, stage: Stage) -> BTreeMap<String, Assessment> {
    let received = facts::read(
        call,
        &ProposalsFile {
            name: "proposals.jsonl",
            bytes: proposals.as_bytes(),
            kind: FileKind::JsonLines,
        },
    );
    assert!(received.refused.is_empty(), "{:#?}", received.refused);
    engine::assess_all(call, &received, stage)
        .into_iter()
        .map(|assessment| (assessment.proposal.clone(), assessment))
        .collect()
}

fn word(admission: Admission) -> &'static str {
    match admission {
        Admission::Admitted => "admitted",
        Admission::WithReservation => "admitted with reservation",
        Admission::ToBeCompleted => "to be completed",
        Admission::NotAdmitted => "not admitted",
    }
}

/// The requirements behind an admission: those unmet, and until a refusal those not known.
fn reasons(call: &Call, assessment: &Assessment) -> Vec<String> {
    assessment
        .findings
        .iter()
        .filter(|it| matches!(it.judgement, Judgement::Unmet | Judgement::Unknown))
        .map(|it| call.requirements[it.requirement.index()].name.clone())
        .collect()
}

#[test]
fn every_invented_proposal_has_the_admission_and_the_reasons_expected() {
    let call = call();
    let found = assess(&call, &proposals(), Stage::First);
    let expected = example("puglia-azione-9.3/expected.csv");
    let mut rows = csv::Reader::from_reader(expected.as_bytes());
    let mut compared = 0;
    for row in rows.records() {
        let row = row.expect("a row");
        let assessment = &found[&row[0]];
        let mut wanted: Vec<&str> = row[2].split_whitespace().collect();
        let mut reasons = reasons(&call, assessment);
        wanted.sort_unstable();
        reasons.sort_unstable();
        assert_eq!(word(assessment.admission), &row[1], "{}", &row[0]);
        assert_eq!(reasons, wanted, "{}", &row[0]);
        compared += 1;
    }
    assert_eq!(compared, found.len());
    assert!(compared >= 40);
}

#[test]
fn each_requirement_is_broken_alone_by_some_proposal() {
    let call = call();
    let found = assess(&call, &proposals(), Stage::First);
    let alone: Vec<Vec<String>> = found
        .values()
        .filter(|it| {
            it.findings
                .iter()
                .any(|it| it.judgement == Judgement::Unmet)
        })
        .map(|it| reasons(&call, it))
        .filter(|reasons| reasons.len() == 1)
        .collect();
    let never: Vec<&str> = call
        .requirements
        .iter()
        .map(|requirement| requirement.name.as_str())
        .filter(|name| !alone.iter().any(|reasons| reasons == &[*name]))
        .collect();
    assert!(never.is_empty(), "never broken alone: {never:?}");
}

/// A proposal without its tax code might be anybody's second one. That is its own gap to fill:
/// nobody else is asked for anything, or kept out, because of it.
#[test]
fn a_gap_in_one_proposal_keeps_no_other_out() {
    let call = call();
    let whole = proposals();
    let gap = whole.replacen(
        "\"fiscal_code\": \"99010019992\"",
        "\"fiscal_code\": null",
        1,
    );
    assert_ne!(whole, gap);
    for stage in [Stage::First, Stage::Final] {
        let before = assess(&call, &whole, stage);
        let after = assess(&call, &gap, stage);
        for (id, now) in &after {
            if id != "P01" {
                assert_eq!(now.admission, before[id].admission, "{id} at {stage:?}");
            }
        }
        let own = after["P01"].admission;
        let expected = match stage {
            Stage::Final => Admission::NotAdmitted,
            _ => Admission::ToBeCompleted,
        };
        assert_eq!(own, expected);
    }
}

#[test]
fn at_the_final_stage_nothing_is_left_to_be_completed() {
    let call = call();
    let found = assess(&call, &proposals(), Stage::Final);
    for (id, assessment) in &found {
        assert_ne!(assessment.admission, Admission::ToBeCompleted, "{id}");
    }
}
