//! A call with a grid, from its text to its lists.

use bando::assessment::Stage;
use bando::call::Test;
use bando::engine::{self, OutcomeKind, run_test};
use bando::facts::{self, FileKind, ProposalsFile};
use bando::report::explanation_text;
use bando::scoring::{Mark, Marks};
use bando::source::Sources;
use bando::text::Language;

use super::build::points;
use crate::support::ProjectFiles;

const RULES: &str = include_str!("whole.bando");
const PROPOSALS: &str = r#"[
    {"id": "a", "cost": "1000.00", "recipients": 10, "certificates": 5, "good": true},
    {"id": "b", "cost": "4000.00", "recipients": 20, "certificates": 0, "good": true},
    {"id": "c", "cost": "9000.00", "recipients": 30, "certificates": 9, "good": true}
]"#;

fn files() -> ProjectFiles {
    let mut files = ProjectFiles::default();
    files
        .changed
        .insert("domande.json".to_owned(), PROPOSALS.into());
    files
}

fn checked(rules: &str) -> bando::analysis::Checked {
    let mut sources = Sources::default();
    let file = sources.add("whole.bando", rules);
    let checked = engine::check(&sources, file, &files());
    assert!(checked.call.is_some(), "{:#?}", checked.diagnostics);
    checked
}

/// Returns what a test of the rules says where it fails, in both languages.
fn failures(rules: &str) -> Vec<[String; 2]> {
    let checked = checked(rules);
    let call = checked.call.unwrap();
    let run = |test: &Test| run_test(&call, test, &files()).failures;
    let failures = checked.tests.iter().flat_map(run);
    failures
        .map(|it| {
            [Language::Italian, Language::English]
                .map(|language| it.message.get(language).to_owned())
        })
        .collect()
}

#[test]
fn a_call_with_a_grid_passes_its_tests() {
    assert_eq!(failures(RULES), Vec::<[String; 2]>::new());
}

#[test]
fn a_test_of_points_says_what_was_expected_and_what_was_found() {
    for (from, to, it, en) in [
        (
            "expect score = 71.5",
            "expect score = 70",
            "`score`: atteso 70, trovato 71,5",
            "`score`: expected 70, found 71.5",
        ),
        (
            "expect criterion A1 = 32",
            "expect criterion A1 = unknown",
            "`criterion A1`: atteso `unknown`, trovato 32",
            "`criterion A1`: expected `unknown`, found 32",
        ),
        (
            "expect criterion A = unknown",
            "expect criterion A = 52",
            "`criterion A`: atteso 52, trovato `unknown`, manca A1",
            "`criterion A`: expected 52, found `unknown`, A1 is missing",
        ),
        (
            "expect threshold idoneita not reached",
            "expect threshold idoneita reached",
            "`threshold idoneita`: atteso `reached`, trovato `not reached`, 33,5",
            "`threshold idoneita`: expected `reached`, found `not reached`, 33.5",
        ),
        (
            "expect below threshold because idoneita, qualita",
            "expect below threshold because qualita",
            "la proposta: atteso `below threshold because qualita`, trovato `below threshold because idoneita, qualita`",
            "the proposal: expected `below threshold because qualita`, found `below threshold because idoneita, qualita`",
        ),
        (
            "expect threshold idoneita reached",
            "expect below threshold",
            "la proposta: atteso `below threshold`, trovato nessuna soglia mancata",
            "the proposal: expected `below threshold`, found no threshold missed",
        ),
        (
            "expect proposal \"a\" not scored",
            "expect proposal \"a\" below threshold",
            "la proposta `a`: atteso `below threshold`, trovato `not scored`",
            "proposal `a`: expected `below threshold`, found `not scored`",
        ),
        (
            "expect not scored 3",
            "expect below threshold 1",
            "`below threshold`: atteso 1, trovato 0",
            "`below threshold`: expected 1, found 0",
        ),
    ] {
        assert!(RULES.contains(from), "{from}");
        let found = failures(&RULES.replacen(from, to, 1));
        assert_eq!(found, [[it.to_owned(), en.to_owned()]], "{to}");
    }
}

#[test]
fn marks_of_a_panel_rank_the_proposals() {
    let call = checked(RULES).call.unwrap();
    let grid = call.grid.as_ref().unwrap();
    let mut marks = Marks {
        evaluators: ["x", "y", "z"].map(str::to_owned).into(),
        ..Marks::default()
    };
    for (id, a1, a2) in [
        ("a", "0.8 0.8 1", "1 1 0"),
        ("b", "1 1 1", "1 1 1"),
        ("c", "0 0.6 0", "1 1 1"),
    ] {
        for (criterion, shares) in [("A1", a1), ("A2", a2)] {
            let (criterion, _) = grid.named(criterion).unwrap();
            let given = marks.given.entry((id.to_owned(), criterion)).or_default();
            for (evaluator, share) in ["x", "y", "z"].into_iter().zip(shares.split(' ')) {
                let mark = Mark {
                    written: share.to_owned(),
                    share: points(share),
                    note: None,
                };
                given.insert(evaluator.to_owned(), mark);
            }
        }
    }
    let file = ProposalsFile {
        name: "domande.json",
        bytes: PROPOSALS.as_bytes(),
        kind: FileKind::Json,
    };
    let received = facts::read(&call, &file);
    let outcome = engine::rank(&call, received, &marks, None, Stage::First).expect("no tie");
    let found: Vec<_> = outcome
        .proposals
        .iter()
        .map(|it| (it.outcome, it.rank, it.award.to_plain()))
        .collect();
    let funded = |rank, award: &str| (OutcomeKind::Funded, Some(rank), award.to_owned());
    assert_eq!(
        found,
        [
            funded(1, "1000.00"),
            funded(2, "4000.00"),
            (OutcomeKind::BelowThreshold, None, "0.00".to_owned())
        ]
    );
    let below = outcome.proposals[2].reasons.iter().map(|it| {
        (
            it.message.get(Language::Italian),
            it.citations[0].get(Language::Italian),
        )
    });
    assert_eq!(
        below.collect::<Vec<_>>(),
        [
            (
                "Punteggio minimo: punti senza premialità 20, richiesti almeno 60: mancano 40",
                "Avviso, art. 9"
            ),
            (
                "Qualità minima: punti 20, richiesti almeno 30: mancano 10",
                "Avviso, art. 9, lett. a"
            )
        ]
    );
}

#[test]
fn an_explanation_shows_what_was_written_and_not_what_stands_behind_it() {
    let mut sources = Sources::default();
    let rules = sources.add("whole.bando", RULES);
    let call = engine::check(&sources, rules, &files()).call.unwrap();
    let file = ProposalsFile {
        name: "domande.json",
        bytes: PROPOSALS.as_bytes(),
        kind: FileKind::Json,
    };
    let received = facts::read(&call, &file);
    let marks = Marks::default();
    let judged = engine::Explainer::new(&call, &received, &marks, None, Stage::First);
    let explained = judged.explain("a").unwrap();
    let text = explanation_text(&call, &sources, &explained, None, Language::Italian);
    let premium = "  F Premialità: 2 su 5\n      \
                   1 for each full 2 of certificates at most 5 → 2\n        \
                   certificates → 5\n";
    assert!(text.contains(premium), "{text}");
}
