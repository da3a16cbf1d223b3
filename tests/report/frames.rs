//! Findings written over what was prepared beforehand.

use bando::assessment::{Case, Later, Stage, assess};
use bando::call::Call;
use bando::facts::{self, FileKind, Proposal, ProposalsFile};
use bando::report::{FindingFrame, assessment_json};

use crate::support::{ProjectFiles, checked, example, rules, text};

fn proposals(call: &Call, lines: &str) -> Vec<Proposal> {
    let file = ProposalsFile {
        name: "proposals.jsonl",
        bytes: lines.as_bytes(),
        kind: FileKind::JsonLines,
    };
    facts::read(call, &file).proposals
}

/// Compares the findings of a proposal, as far as it is stated, with those written at once.
fn compare(call: &Call, proposal: &Proposal) {
    let case = Case {
        call,
        proposal,
        received: &[],
        later: Later::default(),
    };
    let assessment = assess(case, Stage::PreCheck);
    let mut written = Vec::new();
    for (requirement, finding) in call.requirements.iter().zip(&assessment.findings) {
        let mut out = String::new();
        FindingFrame::of(call, requirement).write_open(call, requirement, finding, &mut out);
        written.push(format!("{out}}}"));
    }
    let whole = assessment_json(call, Stage::PreCheck, &assessment);
    let (_, findings) = whole.split_once("\"requirements\":").unwrap();
    assert_eq!(findings, format!("[{}]}}", written.join(",")));
}

#[test]
fn a_finding_over_its_frame_is_the_finding_written_whole() {
    let exceptions = r#"{"id":"1","form":"comune","population":900,"cost":"2000000.00","own_money":"1.00","urgent":true,"approved":false}
{"id":"2","form":"asp","population":900,"cost":"100.00","own_money":"1.00","urgent":false}
{"id":"3","form":"comune","population":900,"cost":"100.00","own_money":"1.00","urgent":true,"approved":true}
{"id":"4","form":"ets","population":9000,"cost":"100.00","own_money":"30.00","urgent":true}
"#;
    for (rules, lines) in [
        (
            rules("puglia-azione-9.3.bando"),
            example("puglia-azione-9.3/proposals.jsonl"),
        ),
        (text("tests/exceptions/rules.bando"), exceptions.to_owned()),
    ] {
        let call = checked(&rules, &ProjectFiles::default());
        let proposals = proposals(&call, &lines);
        assert!(proposals.len() >= 4);
        for mut proposal in proposals {
            compare(&call, &proposal);
            // With ever less stated ever more is unknown.
            for stated in (0..proposal.facts.len()).rev().step_by(3) {
                proposal.facts[stated] = None;
                compare(&call, &proposal);
            }
        }
    }
}
