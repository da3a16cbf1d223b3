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

/// Returns the rows of a CSV file by their ids.
fn by_id(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .map(|row: BTreeMap<String, String>| (row["id"].clone(), row));
    rows.collect()
}

/// The points worked out apart from the engine, and by hand in the example's README.
#[test]
fn marks_become_the_points_ranks_and_awards_expected() {
    let folder = tempfile::tempdir().expect("a folder");
    let example_file = |name: &str| format!("examples/puglia-azione-9.3/{name}");
    let ended = assert_cmd::cargo::cargo_bin_cmd!("bando")
        .current_dir(crate::support::project(""))
        .args(["rank", "rules/puglia-azione-9.3.bando", "--lang", "en"])
        .arg(example_file("proposals.jsonl"))
        .args(["--marks", &example_file("marks")])
        .args(["--assignments", &example_file("assignments.csv")])
        .arg("--out")
        .arg(folder.path().join("lists"))
        .output()
        .expect("it runs");
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
    let outcome = std::fs::read_to_string(folder.path().join("lists/outcome.json"));
    let outcome: serde_json::Value = serde_json::from_str(&outcome.expect("it")).expect("JSON");
    let expected = by_id(&example("puglia-azione-9.3/expected-ranking.csv"));
    assert_eq!(expected.len(), 24);
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a number");
    let mut seen = 0;
    for proposal in outcome["proposals"].as_array().expect("proposals") {
        let id = proposal["id"].as_str().expect("an id");
        let Some(row) = expected.get(id) else {
            assert!(proposal["score"].is_null(), "{id} is not admitted");
            continue;
        };
        seen += 1;
        assert_eq!(
            proposal["outcome"],
            row["outcome"].replace(' ', "_"),
            "{id}"
        );
        let rank = proposal["rank"]
            .as_u64()
            .map_or(String::new(), |it| it.to_string());
        assert_eq!(rank, row["rank"], "{id}");
        assert_eq!(proposal["award"], row["award"].as_str(), "{id}");
        let score = &proposal["score"];
        let total = score["score"].as_str().expect("a score");
        assert_eq!(number(total), number(&row["score"]), "{id}");
        for line in score["lines"].as_array().expect("lines") {
            let criterion = line["criterion"].as_str().expect("a name");
            if let Some(points) = row.get(criterion) {
                let found = line["points"].as_str().expect("points");
                assert_eq!(number(found), number(points), "{id} {criterion}");
            }
        }
        let reasons = proposal["reasons"].as_array().expect("reasons").iter();
        let missed: Vec<&str> = reasons
            .filter_map(|it| match it["code"].as_str() {
                Some("suitable") => Some("suitable"),
                Some("enough_quality") => Some("A"),
                Some("enough_innovation") => Some("B"),
                _ => None,
            })
            .collect();
        assert_eq!(missed.join(" "), row["thresholds"], "{id}");
    }
    assert_eq!(seen, 24);
}

/// The table of the districts is made of that of the municipalities.
#[test]
fn districts_have_the_province_the_income_and_the_place_that_their_municipalities_give() {
    use bando::number::{Fraction, Rounding};
    let comuni = rules("tables/comuni_puglia.csv");
    let mut reader = csv::Reader::from_reader(comuni.as_bytes());
    let mut sums: BTreeMap<String, (Fraction, Fraction)> = BTreeMap::new();
    let mut provinces: BTreeMap<String, String> = BTreeMap::new();
    for row in reader.deserialize() {
        let row: BTreeMap<String, String> = row.expect("a row");
        let known = provinces.insert(row["ambito"].clone(), row["sigla"].clone());
        assert!(
            known.is_none_or(|it| it == row["sigla"]),
            "{}",
            row["ambito"]
        );
        let income = &row["reddito_imponibile_medio_2019_keur"];
        if income.is_empty() {
            continue;
        }
        let income = Fraction::from_decimal(income.parse().expect("a number")).expect("it fits");
        let people = Fraction::integer(row["pop_2018"].parse().expect("a number"));
        let (total, all) = sums
            .entry(row["ambito"].clone())
            .or_insert((Fraction::ZERO, Fraction::ZERO));
        *total = total
            .add(income.mul(people).expect("it fits"))
            .expect("it fits");
        *all = all.add(people).expect("it fits");
    }
    let means: BTreeMap<&String, Fraction> = sums
        .iter()
        .map(|(ambito, (total, all))| (ambito, total.div(*all).expect("people")))
        .collect();
    let table = rules("tables/ambiti_puglia.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let mut rows = 0;
    for row in reader.deserialize() {
        let row: BTreeMap<String, String> = row.expect("a row");
        let mean = means[&row["ambito"]];
        let rounded = mean
            .round(3, Rounding::HalfUp)
            .and_then(|it| it.to_plain(3));
        let written: rust_decimal::Decimal =
            row["reddito_medio_pesato_keur"].parse().expect("a number");
        let rounded: rust_decimal::Decimal = rounded.expect("digits").parse().expect("digits");
        assert_eq!(rounded, written, "{}", row["ambito"]);
        let place = means.values().filter(|it| **it < mean).count() + 1;
        assert_eq!(place.to_string(), row["posto_bisogno"], "{}", row["ambito"]);
        assert_eq!(
            provinces[&row["ambito"]], row["provincia"],
            "{}",
            row["ambito"]
        );
        rows += 1;
    }
    assert_eq!((rows, means.len()), (45, 45));
}
