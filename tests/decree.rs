//! The decree of 30 December 2021, recomputed from its 2,418 applications.
//!
//! The expected figures are those of the decree's text and annexes (`examples/…/SOURCES.md`).

use std::collections::BTreeMap;

use bando::assessment::Judgement;
use bando::engine::{Outcome, OutcomeKind};
use bando::number::Money;

use crate::support::{Lot, example, rules};

const DECREE: &str = "rigenerazione-urbana-2021.bando";
const APPLICATIONS: &str = "rigenerazione-urbana-2021/domande.csv";

/// A project of Orvieto, the only one of its comune; it asks for its whole cost.
const ONE_OF_ITS_COMUNE: &str = "I44E21002090001";

fn decree() -> Lot {
    Lot::new(&rules(DECREE), &example(APPLICATIONS))
}

fn funded(outcome: &Outcome) -> usize {
    count(outcome, OutcomeKind::Funded)
}

fn count(outcome: &Outcome, kind: OutcomeKind) -> usize {
    let proposals = outcome.proposals.iter();
    proposals.filter(|it| it.outcome == kind).count()
}

fn left(outcome: &Outcome) -> String {
    let selection = outcome.selection.as_ref().expect("a ranking");
    selection.left.expect("an envelope").to_string()
}

#[test]
fn the_same_1784_projects_are_funded_to_the_cent() {
    let outcome = decree().outcome();
    let selection = outcome.selection.as_ref().expect("a ranking");
    assert_eq!(funded(&outcome), 1784);
    assert_eq!(count(&outcome, OutcomeKind::Waiting), 541);
    assert_eq!(count(&outcome, OutcomeKind::NotAdmitted), 93);
    assert_eq!(selection.units.len(), 641);
    assert_eq!(selection.spent.to_string(), "3,399,271,176.95");
    assert_eq!(left(&outcome), "728,823.05");
    assert!(outcome.provisional.is_empty());
    let asked = selection.units.iter().map(|unit| unit.full);
    let asked = Money::sum(asked).map(|money| money.to_string());
    assert_eq!(asked.as_deref(), Some("4,277,384,625.56"));
}

#[test]
fn every_application_has_the_outcome_of_the_decree() {
    let lot = decree();
    let outcome = lot.outcome();
    for (ours, row) in outcome.proposals.iter().zip(lot.rows_by("cup").values()) {
        assert_eq!(ours.id, row["cup"]);
        let admitted = match ours.admission {
            bando::assessment::Admission::Admitted => "Sì",
            bando::assessment::Admission::WithReservation => "Sì, con riserva",
            _ => "No",
        };
        assert_eq!(admitted, row["ammesso"], "{}", ours.id);
        assert_eq!(
            ours.rank.is_some(),
            row["in_graduatoria"] == "1",
            "{}",
            ours.id
        );
        let award = if row["finanziato"] == "1" {
            row["richiesta"].clone()
        } else {
            "0".to_owned()
        };
        let award = bando::number::parse_plain(&award).and_then(Money::from_euro);
        assert_eq!(Some(ours.award), award, "{}", ours.id);
    }
}

#[test]
fn reasons_for_refusal_are_those_of_the_decree() {
    let outcome = decree().outcome();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    let mut with_two = Vec::new();
    for proposal in &outcome.proposals {
        if proposal.outcome == OutcomeKind::NotAdmitted {
            for reason in &proposal.reasons {
                *reasons.entry(&reason.code).or_default() += 1;
            }
            if proposal.reasons.len() > 1 {
                with_two.push(proposal.id.as_str());
            }
        }
    }
    assert_eq!(
        reasons,
        BTreeMap::from([("coherent", 75), ("indicator", 16), ("still_wanted", 3)])
    );
    assert_eq!(with_two.len(), 1);
}

#[test]
fn the_walk_stops_at_segrate_short_by_3_403_676_95() {
    let outcome = decree().outcome();
    let segrate = outcome.proposals.iter();
    let segrate: Vec<_> = segrate.filter(|it| it.id == "B91B21001080001").collect();
    assert_eq!(segrate[0].outcome, OutcomeKind::Waiting);
    let reason = &segrate[0].reasons[0];
    let message = reason.message.en.as_deref().unwrap_or_default();
    assert!(message.contains("3,403,676.95"), "{message}");
    assert!(
        reason.message.it.contains("3.403.676,95"),
        "{}",
        reason.message.it
    );
}

#[test]
fn passing_over_by_comune_funds_1786() {
    let outcome = decree()
        .rule("at the limit: stop", "at the limit: pass over")
        .outcome();
    assert_eq!(funded(&outcome), 1786);
    assert_eq!(left(&outcome), "158,823.05");
}

#[test]
fn passing_over_by_project_ties_two_projects_of_voghera() {
    let by_project = decree()
        .rule("at the limit: stop", "at the limit: pass over")
        .rule("  group by comune\n", "");
    let tie = by_project.trouble();
    assert_eq!(tie.code, bando::diagnostic::Code::UnresolvedTie);
    let message = tie.message.en.unwrap_or_default();
    for part in ["C17H20003100001", "C17H20003110001", "35,000.00"] {
        assert!(message.contains(part), "{message}");
    }
    let outcome = by_project
        .rule("ivsm descending", "ivsm descending, cup ascending")
        .outcome();
    assert_eq!(funded(&outcome), 1786);
    assert_eq!(left(&outcome), "33,823.05");
}

#[test]
fn without_the_second_term_278_applications_are_late() {
    let outcome = decree()
        .rule(" or (cup_ready_in_time and sent_on <= 2021-06-09)", "")
        .outcome();
    assert_eq!(unmet(&outcome, "in_time"), 278);
}

#[test]
fn without_the_two_corrections_10_applications_of_the_two_towns_fail() {
    let corrections = "  correct \"041067\" chief_town = yes cite assumption capoluoghi\n  \
                       correct \"090070\" chief_town = yes cite assumption capoluoghi\n";
    let lot = decree().rule(corrections, "");
    let outcome = lot.outcome();
    let before = decree().outcome();
    let changed: Vec<&str> = outcome
        .proposals
        .iter()
        .zip(&before.proposals)
        .filter(|(now, then)| now.admission != then.admission)
        .map(|(now, _)| now.id.as_str())
        .collect();
    assert_eq!(changed.len(), 10);
    let rows = lot.rows_by("cup");
    assert!(
        changed
            .iter()
            .all(|id| ["041067", "090070"].contains(&rows[*id]["istat"].as_str()))
    );
}

fn unmet(outcome: &Outcome, requirement: &str) -> usize {
    let proposals = outcome.proposals.iter();
    proposals
        .filter(|it| it.reasons.iter().any(|reason| reason.code == requirement))
        .count()
}

/// For each coded rule, a change of one application that breaks it and no other.
#[test]
fn each_rule_is_broken_by_one_altered_row_alone() {
    let broken = [
        ("intervention", "tipologia", "D"),
        ("in_time", "data_domanda", "2021-06-10"),
        ("adds_up", "costo", "4846736.01"),
        (
            "coherent",
            "motivazione",
            "Richiesta non coerente con gli interventi previsti all'articolo 3, comma 1 del DPCM 21/01/2021",
        ),
        (
            "indicator",
            "motivazione",
            "Inadempiente indicatore (target PNRR), comunicato Ministero dell'Interno del 25/05/2021",
        ),
        (
            "still_wanted",
            "motivazione",
            "Rinuncia comunicata con mail del 3/12/2021",
        ),
        (
            "target_clear",
            "motivazione",
            "Chiarimenti target a pena esclusione entro 10 gg da pubblicazione",
        ),
    ];
    for (requirement, column, value) in broken {
        let lot = decree().cell("cup", ONE_OF_ITS_COMUNE, column, value);
        assert_eq!(lot.unmet_of(ONE_OF_ITS_COMUNE), [requirement]);
    }
    let dear = decree()
        .cell("cup", ONE_OF_ITS_COMUNE, "costo", "25000000.00")
        .cell("cup", ONE_OF_ITS_COMUNE, "cofinanziamento", "0")
        .cell("cup", ONE_OF_ITS_COMUNE, "richiesta", "25000000.00");
    assert_eq!(dear.unmet_of(ONE_OF_ITS_COMUNE), ["under_ceiling"]);
    let istat = decree().rows_by("cup")[ONE_OF_ITS_COMUNE]["istat"].clone();
    let small = decree()
        .cell("cup", ONE_OF_ITS_COMUNE, "pop_2018", "15000")
        .table_cell("istat", &istat, "capoluogo", "0");
    assert_eq!(small.unmet_of(ONE_OF_ITS_COMUNE), ["who"]);
    let large_enough = decree()
        .cell("cup", ONE_OF_ITS_COMUNE, "pop_2018", "15001")
        .table_cell("istat", &istat, "capoluogo", "0");
    assert_eq!(large_enough.unmet_of(ONE_OF_ITS_COMUNE), [""; 0]);
}

/// The ceilings change at 50,000 and above 100,000 inhabitants, to the inhabitant and the cent.
#[test]
fn ceilings_change_at_their_sizes() {
    let istat = decree().rows_by("cup")[ONE_OF_ITS_COMUNE]["istat"].clone();
    for (population, ceiling) in [
        ("15001", "5000000.00"),
        ("49999", "5000000.00"),
        ("50000", "10000000.00"),
        ("100000", "10000000.00"),
        ("100001", "20000000.00"),
    ] {
        let asking = |amount: &str| {
            decree()
                .cell("cup", ONE_OF_ITS_COMUNE, "pop_2018", population)
                .table_cell("istat", &istat, "capoluogo", "0")
                .cell("cup", ONE_OF_ITS_COMUNE, "costo", amount)
                .cell("cup", ONE_OF_ITS_COMUNE, "cofinanziamento", "0")
                .cell("cup", ONE_OF_ITS_COMUNE, "richiesta", amount)
        };
        let at = asking(ceiling);
        assert_eq!(at.unmet_of(ONE_OF_ITS_COMUNE), [""; 0], "{population}");
        let above = asking(&ceiling.replace(".00", ".01"));
        assert_eq!(above.unmet_of(ONE_OF_ITS_COMUNE), ["under_ceiling"]);
    }
}

#[test]
fn a_bad_row_is_listed_and_stops_no_other() {
    let lot = decree().cell("cup", ONE_OF_ITS_COMUNE, "richiesta", "1.234,56");
    let outcome = lot.outcome();
    assert_eq!(outcome.proposals.len(), 2417);
    assert_eq!(outcome.refused.len(), 1);
    assert!(!outcome.provisional.is_empty());
}

#[test]
fn every_requirement_of_every_application_is_judged() {
    let outcome = decree().outcome();
    assert_eq!(outcome.assessments.len(), 2418);
    for assessment in &outcome.assessments {
        assert_eq!(assessment.findings.len(), 9);
        let judged = |finding: &bando::assessment::Finding| {
            matches!(finding.judgement, Judgement::Met | Judgement::Unmet)
        };
        assert!(assessment.findings.iter().all(judged));
    }
}
