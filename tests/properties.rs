//! What must hold of the whole flow, always.

use bando::assessment::Stage;
use bando::engine::{self, Outcome};
use bando::facts::{self, FileKind, ProposalsFile};
use bando::report;
use bando::scoring::Marks;
use bando::source::Sources;
use proptest::prelude::*;

use crate::support::{ProjectFiles, checked, example, rules};

fn outcome(rules: &str, rows: &str) -> String {
    let call = checked(rules, &ProjectFiles::default());
    let file = ProposalsFile {
        name: "domande.csv",
        bytes: rows.as_bytes(),
        kind: FileKind::Csv,
    };
    let received = facts::read(&call, &file);
    let outcome: Outcome =
        engine::rank(&call, received, &Marks::default(), None, Stage::First).expect("no tie");
    report::outcome_json(&call, &Sources::default(), Stage::First, &outcome)
}

fn decree() -> String {
    rules("rigenerazione-urbana-2021.bando")
}

/// Every 20th application, so that each case is quick.
fn some_rows() -> (String, Vec<String>) {
    let csv = example("rigenerazione-urbana-2021/domande.csv");
    let mut lines = csv.lines().map(str::to_owned);
    let header = lines.next().expect("a header");
    (header, lines.step_by(20).collect())
}

fn lines(header: &str, rows: &[String]) -> String {
    format!("{header}\n{}\n", rows.join("\n"))
}

proptest! {
    #![proptest_config(crate::support::cases(16))]

    /// The order of the proposals changes no byte of the outcome.
    #[test]
    fn shuffled_proposals_give_the_same_bytes(rows in Just(some_rows().1).prop_shuffle()) {
        let (header, unshuffled) = some_rows();
        prop_assert_eq!(
            outcome(&decree(), &lines(&header, &rows)),
            outcome(&decree(), &lines(&header, &unshuffled))
        );
    }

    /// The order of the blocks of a rule file changes no outcome but the order of the reasons.
    #[test]
    fn shuffled_blocks_give_the_same_outcomes(seed in Just(blocks()).prop_shuffle()) {
        let (header, rows) = some_rows();
        let shuffled = format!("bando 1\n\n{}\n", seed.join("\n\n"));
        let rows = lines(&header, &rows);
        let without_reasons = |json: &str| -> Vec<(String, String, String)> {
            let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
            let proposals = json["proposals"].as_array().expect("proposals").clone();
            proposals
                .iter()
                .map(|it| (it["id"].to_string(), it["outcome"].to_string(), it["award"].to_string()))
                .collect()
        };
        prop_assert_eq!(
            without_reasons(&outcome(&shuffled, &rows)),
            without_reasons(&outcome(&decree(), &rows))
        );
    }
}

/// The blocks of the decree's rule file but its version line and its tests.
fn blocks() -> Vec<String> {
    let text = decree();
    let without_comments: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let blocks = without_comments.join("\n");
    blocks
        .split("\n\n")
        .map(|block| block.trim().to_owned())
        .filter(|block| !block.is_empty() && block != "bando 1" && !block.starts_with("test "))
        .collect()
}
