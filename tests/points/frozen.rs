//! Values over other proposals, as they were when the ranking was approved.

use bando::assessment::{Evaluated, Stage};
use bando::call::{Call, Received as OverReceived, Type};
use bando::engine::{self, Frozen, Outcome};
use bando::facts::{Proposal, Received};
use bando::report::outcome_json;
use bando::scoring::Marks;
use bando::source::{FileId, Sources, Span};
use bando::text::Language;
use bando::value::Value;

use super::build::*;
use super::ranking::{relative_call, three};

const WORDS: &str = "median of requested of admitted proposals\ncount of proposals with same good";

/// Returns the call, its values given words, and these words.
fn call_in_words() -> (Call, Sources) {
    let mut sources = Sources::default();
    sources.add("avviso.bando", WORDS);
    let mut call = relative_call();
    let end = u32::try_from(WORDS.find('\n').unwrap()).unwrap();
    let place = |start, end| Span {
        file: FileId(0),
        start,
        end,
    };
    call.over_admitted[0].span = place(0, end);
    let good = call.requirements[0].require.clone();
    call.received.push(OverReceived {
        same: vec![good],
        sum: None,
        condition: None,
        ty: Type::Integer,
        span: place(end + 1, u32::try_from(WORDS.len()).unwrap()),
    });
    (call, sources)
}

fn rank(call: &Call, proposals: Vec<Proposal>, marks: &Marks, frozen: Option<&Frozen>) -> Outcome {
    let received = Received {
        proposals,
        ..Received::default()
    };
    engine::rank(call, received, marks, frozen, Stage::First).expect("no tie")
}

fn totals(outcome: &Outcome) -> Vec<Evaluated> {
    let scores = outcome.scores.iter().flatten();
    scores.map(|it| it.total.clone()).collect()
}

#[test]
fn a_later_exclusion_changes_nobodys_points() {
    let (call, sources) = call_in_words();
    let (mut proposals, marks) = three(&call);
    let approved = rank(&call, proposals.clone(), &marks, None);
    let json = outcome_json(&call, &sources, Stage::First, &approved);
    let frozen = Frozen::read(&call, &sources, &json).expect("the values");
    assert_eq!(frozen, approved.frozen);
    proposals[1].facts[2] = Some(Value::YesNo(false));
    proposals[2].facts[1] = Some(whole(40));
    let recomputed = rank(&call, proposals.clone(), &marks, None);
    assert_eq!(recomputed.frozen.over_admitted, [known_points("25")]);
    let again = rank(&call, proposals, &marks, Some(&frozen));
    assert_eq!(totals(&again), ["94", "60"].map(known_points));
    assert_eq!(again.frozen, approved.frozen);
}

#[test]
fn what_was_not_known_is_told_anew() {
    let (call, sources) = call_in_words();
    let (mut proposals, marks) = three(&call);
    let stated = proposals[0].facts[1].take();
    let approved = rank(&call, proposals.clone(), &marks, None);
    let json = outcome_json(&call, &sources, Stage::First, &approved);
    let frozen = Frozen::read(&call, &sources, &json).expect("the values");
    assert_eq!(frozen.over_admitted, [Evaluated::Absent]);
    proposals[0].facts[1] = stated;
    let again = rank(&call, proposals, &marks, Some(&frozen));
    assert_eq!(again.frozen.over_admitted, [known_points("20")]);
}

#[test]
fn numbers_that_no_decimals_write_come_back() {
    let (mut call, sources) = call_in_words();
    call.over_admitted[0].aggregate = bando::call::Aggregate::Mean;
    let (mut proposals, marks) = three(&call);
    proposals[0].facts[1] = Some(whole(11));
    let approved = rank(&call, proposals, &marks, None);
    assert_eq!(approved.frozen.over_admitted, [known_points("61/3")]);
    let json = outcome_json(&call, &sources, Stage::First, &approved);
    assert!(json.contains("\"61/3\""), "{json}");
    assert_eq!(Frozen::read(&call, &sources, &json), Ok(approved.frozen));
}

#[test]
fn values_of_other_rules_are_refused() {
    let (call, sources) = call_in_words();
    let (proposals, marks) = three(&call);
    let approved = rank(&call, proposals, &marks, None);
    let json = outcome_json(&call, &sources, Stage::First, &approved);
    let refused = |call: &Call, json: &str| {
        let why = Frozen::read(call, &sources, json).expect_err("refused");
        why.get(Language::Italian).to_owned()
    };
    let mut other = call.clone();
    other.name = "altro".to_owned();
    assert_eq!(
        refused(&other, &json),
        "è l'esito dell'avviso `call`, non di `altro`"
    );
    let mut fewer = call.clone();
    fewer.received.clear();
    assert_eq!(
        refused(&fewer, &json),
        "valori calcolati sulle altre domande: 1 nell'esito, 0 nelle regole"
    );
    let mut changed = call.clone();
    changed.over_admitted[0].span.end -= 10;
    assert_eq!(
        refused(&changed, &json),
        "contiene il valore di `median of requested of admitted proposals`, le regole chiedono `median of requested of admitted`"
    );
    let broken = json.replace("\"value\": \"20\"", "\"value\": \"venti\"");
    assert_eq!(
        refused(&call, &broken),
        "contiene un valore che non si può leggere: `venti`"
    );
    for wrong in ["", "[]", "{\"call\": 3}", "id,score\n"] {
        assert_eq!(
            refused(&call, wrong),
            "non è l'esito di una graduatoria",
            "{wrong}"
        );
    }
}

#[test]
fn the_program_takes_values_from_an_approved_outcome() {
    use std::fs::{read_to_string, write};
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let proposals = |good: bool| {
        format!(
            r#"[{{"id": "a", "cost": "1000.00", "recipients": 10, "certificates": 5, "good": true}},
                {{"id": "b", "cost": "4000.00", "recipients": 20, "certificates": 0, "good": {good}}}]"#
        )
    };
    write(at("whole.bando"), include_str!("whole.bando")).expect("written");
    let run = |proposals: String, more: &[&str]| {
        write(at("domande.json"), proposals).expect("written");
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("bando");
        command.current_dir(folder.path()).env_clear();
        command.args(["rank", "whole.bando", "domande.json", "--lang", "it"]);
        let output = command.args(more).output().expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stderr))
    };
    let value = |folder: &str| {
        let json = read_to_string(at(folder).join("outcome.json")).expect("the outcome");
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        json["frozen"]["over_admitted"][0]["value"].clone()
    };
    let done = (Some(0), String::new());
    assert_eq!(run(proposals(true), &["--out", "first"]), done);
    assert_eq!(value("first"), "150");
    assert_eq!(run(proposals(false), &["--out", "anew"]), done);
    assert_eq!(value("anew"), "100");
    let frozen = ["--frozen", "first/outcome.json", "--out", "frozen"];
    assert_eq!(run(proposals(false), &frozen), done);
    assert_eq!(value("frozen"), "150");
    for (file, why) in [
        (
            "domande.json",
            "`domande.json`: non è l'esito di una graduatoria",
        ),
        ("nessuno.json", "`nessuno.json`: non esiste"),
    ] {
        let (code, stderr) = run(proposals(true), &["--frozen", file]);
        assert_eq!(code, Some(1));
        assert!(stderr.contains(why), "{stderr}");
    }
}
