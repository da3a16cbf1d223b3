//! The order of the rows changes nothing.

use bando::assessment::Stage;
use bando::engine;
use bando::facts::{FileKind, ProposalsFile};
use bando::record::{Given, InputKind, Manifest, Settings, copies, record_text};
use bando::scoring::Marks;
use bando::source::{FileError, Files, Sources};
use proptest::prelude::*;

use super::PROPOSALS;
use crate::support::{cases, text};

struct Tables;

impl Files for Tables {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        Ok(text(&format!("tests/record/{name}")).into())
    }
}

/// Returns the record of these rows, as if they had stood in a file whose digest does not change.
fn record(rows: &[&str]) -> String {
    let mut sources = Sources::default();
    let file = sources.add("call.bando", text("tests/record/call.bando"));
    let call = engine::check(&sources, file, &Tables).call.expect("a call");
    let (header, _) = PROPOSALS.split_once('\n').expect("a header");
    let written = format!("{header}\n{}\n", rows.join("\n"));
    let file = ProposalsFile {
        name: "domande.csv",
        bytes: written.as_bytes(),
        kind: FileKind::Csv,
    };
    let received = engine::read(&call, &file);
    let outcome = engine::rank(&call, received, &Marks::default(), None, Stage::First);
    let given = Given {
        kind: InputKind::Proposals,
        name: "domande.csv".to_owned(),
        bytes: Vec::new(),
    };
    let manifest = Manifest::new(Settings::default(), &copies(vec![given]));
    record_text(
        &call,
        &sources,
        Stage::First,
        &outcome.expect("no tie"),
        &manifest,
    )
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn shuffled_rows_make_the_same_record(
        rows in Just(PROPOSALS.lines().skip(1).collect::<Vec<_>>()).prop_shuffle()
    ) {
        let rows_as_they_came: Vec<&str> = PROPOSALS.lines().skip(1).collect();
        prop_assert_eq!(record(&rows), record(&rows_as_they_came));
    }
}
