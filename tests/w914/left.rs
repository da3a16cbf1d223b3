//! What compiled rules leave to the readable evaluator is found by it, and as it finds it.

use bando::assessment::Stage;
use bando::call::Call;
use bando::compiled::{Columns, Lines};
use bando::engine::QuickJudge;
use bando::facts::{LineReader, Proposal};
use serde_json::{Value, json};

use crate::assessment::compiled::{quick, readable};
use crate::support::{ProjectFiles, text};

fn call() -> Box<Call> {
    let mut sources = bando::source::Sources::default();
    let file = sources.add("left.bando".to_owned(), text("tests/w914/left.bando"));
    let checked = bando::engine::check(&sources, file, &ProjectFiles::default());
    Box::new(checked.call.expect("a call"))
}

/// A proposal that meets every requirement, but for what is stated otherwise.
fn line(id: &str, stated: &Value) -> String {
    let mut proposal = json!({
        "id": id,
        "body": "00743110157",
        "place": "a",
        "works": true,
        "works_cost": 1,
        "cost": 2_000,
        "people": 10,
        "born": "1980-01-01",
        "partners": [{"name": "a"}, {"name": "b"}],
    });
    for (name, value) in stated.as_object().expect("fields") {
        proposal[name] = value.clone();
    }
    proposal.to_string()
}

fn proposals(call: &Call, lines: &[String]) -> Vec<Proposal> {
    let reader = LineReader::new(call, "f");
    let read = lines.iter().map(|line| reader.read(1, line));
    read.collect::<Result<_, _>>().expect("proposals")
}

#[test]
fn values_over_the_admitted_are_taken_over_those_that_compiled_rules_admit() {
    let call = call();
    let of_cost =
        |id: &str, cost: u32, people: u32| line(id, &json!({"cost": cost, "people": people}));
    let lines = [
        of_cost("P1", 2_000, 10),
        of_cost("P2", 4_000, 10),
        of_cost("P3", 6_000, 10),
        of_cost("P4", 8_000, 10),
        // Not admitted: with it the median would be another.
        of_cost("P5", 9_000, 1),
    ];
    let proposals = proposals(&call, &lines);
    let (found, _) = quick(&call, &proposals, Stage::First);
    assert_eq!(found, readable(&call, &proposals, Stage::First));
    let scores: Vec<Option<&str>> = found.iter().map(|it| it.score.as_deref()).collect();
    assert_eq!(scores, [Some("20"), Some("20"), Some("0"), Some("0"), None]);
}

#[test]
fn a_day_is_taken_up_to_its_bounds_and_compared_by_the_day() {
    let call = call();
    let judge = QuickJudge::new(&call, Stage::First);
    let lines = Lines::new(&call, &judge.compiled.layout).expect("a plan");
    for (born, taken, met) in [
        ("1899-12-31", false, false),
        ("1900-01-01", true, false),
        ("1900-01-02", true, true),
        ("2008-02-29", true, true),
        ("2008-03-01", true, false),
        ("2026-12-31", true, false),
        ("2027-01-01", false, false),
    ] {
        let line = line("P1", &json!({"born": born}));
        let mut columns = Columns::new(&judge.compiled.layout);
        assert_eq!(lines.read(&line, &mut columns).is_some(), taken, "{born}");
        let read = LineReader::new(&call, "f").read(1, &line);
        assert_eq!(read.is_ok(), taken, "{born}");
        if let Ok(proposal) = read {
            let (found, _) = quick(&call, std::slice::from_ref(&proposal), Stage::First);
            assert_eq!(found[0].reasons.is_empty(), met, "{born}");
            assert_eq!(found, readable(&call, &[proposal], Stage::First));
        }
    }
}

#[test]
fn whether_something_else_is_taken_is_left_where_the_condition_is_open() {
    let call = call();
    let judge = QuickJudge::new(&call, Stage::First);
    let stated = [
        (json!({"works": true, "works_cost": 1}), false),
        (json!({"works": true, "works_cost": null}), false),
        (json!({"works": false, "works_cost": null}), false),
        (json!({"works": null, "works_cost": null}), true),
        (json!({"works": null, "works_cost": 9_000}), true),
    ];
    let lines: Vec<String> = stated
        .iter()
        .map(|(stated, _)| line("P1", stated))
        .collect();
    let proposals = proposals(&call, &lines);
    let mut columns = Columns::new(&judge.compiled.layout);
    for proposal in &proposals {
        columns.push(&judge.compiled.layout, &proposal.facts);
    }
    let left_over = judge.findings(&mut columns).left_over;
    assert_eq!(left_over, stated.map(|(_, left_over)| left_over));
    for proposal in proposals {
        let proposal = [proposal];
        let (found, _) = quick(&call, &proposal, Stage::First);
        assert_eq!(found, readable(&call, &proposal, Stage::First));
    }
}
