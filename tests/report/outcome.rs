//! Lists and outcomes as they are written.

use std::collections::BTreeMap;

use bando::assessment::{Admission, Assessment, Stage};
use bando::call::{Call, Envelope, Expr, ExprKind, OrderKey, Ranking, Type};
use bando::diagnostic::{Code, DataPlace, Diagnostic};
use bando::engine::{Frozen, Outcome, OutcomeKind, ProposalOutcome, Reason};
use bando::facts::RefusedRow;
use bando::number::{Fraction, Money};
use bando::report::{Cell, csv_text, lists, outcome_json, summary_text};
use bando::selection::{Key, Member, Room, Selection, Unit, UnitResult, Walk};
use bando::source::{FileId, Sources, Span};
use bando::text::{Language, Text};
use bando::value::{Limit, Value};

#[test]
fn text_cells_that_look_like_formulas_are_quoted_and_numbers_are_not() {
    let cases = [
        (Cell::text("=1+1"), "'=1+1"),
        (Cell::text("+39080"), "'+39080"),
        (Cell::text("-5"), "'-5"),
        (Cell::text("@SUM(A1)"), "'@SUM(A1)"),
        (Cell::text("\t=1"), "'\t=1"),
        (Cell::text("\r=1"), "\"'\r=1\""),
        (Cell::text("\n=1"), "\"'\n=1\""),
        (Cell::text("＝1"), "'＝1"),
        (Cell::text("＋1"), "'＋1"),
        (Cell::text("－1"), "'－1"),
        (Cell::text("＠A"), "'＠A"),
        (Cell::text("=\"a\""), "\"'=\"\"a\"\"\""),
        (
            Cell::text("Comune di Bari, Puglia"),
            "\"Comune di Bari, Puglia\"",
        ),
        (Cell::text("a=1"), "a=1"),
        (Cell::text("B91B21001080001"), "B91B21001080001"),
        (Cell::text("007"), "007"),
        (Cell::plain("-1234.56"), "-1234.56"),
        (Cell::plain("98.43483183"), "98.43483183"),
    ];
    for (cell, written) in cases {
        let text = csv_text(&["a", "b"], &[vec![cell.clone(), Cell::plain("0")]]);
        assert_eq!(text, format!("a,b\n{written},0\n"), "{cell:?}");
    }
}

const NOWHERE: Span = Span {
    file: FileId(0),
    start: 0,
    end: 0,
};

fn constant(ty: Type) -> Expr {
    Expr {
        kind: ExprKind::Constant(Value::Number(Fraction::ONE)),
        ty,
        span: NOWHERE,
    }
}

fn call() -> Call {
    Call {
        name: "piccolo".to_owned(),
        title: Text::new("Avviso piccolo", "Small call"),
        ranking: Some(Ranking {
            citations: Vec::new(),
            group_by: None,
            order_by: vec![OrderKey {
                value: constant(Type::Decimal(1)),
                name: "punti".to_owned(),
                descending: true,
            }],
            lot: None,
            span: NOWHERE,
        }),
        envelope: Some(Envelope {
            amount: constant(Type::Money),
            programme: None,
            citations: Vec::new(),
            award: constant(Type::Money),
            splits: Vec::new(),
            pools: None,
            caps: Vec::new(),
            reserves: Vec::new(),
            limit: Limit::Stop,
            span: NOWHERE,
        }),
        ..Call::empty(jiff::tz::TimeZone::UTC)
    }
}

fn proposal(id: &str, outcome: OutcomeKind, reasons: Vec<Reason>) -> ProposalOutcome {
    ProposalOutcome {
        id: id.to_owned(),
        outcome,
        admission: Admission::Admitted,
        rank: None,
        unit: None,
        full: None,
        award: Money::ZERO,
        reasons,
        published: Vec::new(),
        natural_person: false,
    }
}

fn reason(code: &str, it: &str, en: &str, citation: &str) -> Reason {
    Reason {
        code: code.to_owned(),
        message: Text::new(it, en),
        citations: vec![Text::new(citation, citation)],
        named: Vec::new(),
    }
}

fn unit(id: &str, rank: u32, points: i128, cents: i64, result: UnitResult) -> Unit {
    let full = Money::from_cents(cents);
    let award = match result {
        UnitResult::Funded { .. } => full,
        _ => Money::ZERO,
    };
    Unit {
        id: id.to_owned(),
        rank,
        keys: vec![Key::Number(Fraction::new(points, 10).expect("a fraction"))].into(),
        lot: None,
        members: vec![Member {
            id: id.to_owned(),
            full,
            caps: Vec::new().into(),
            award,
            grants: Vec::new(),
            departure: None,
        }],
        full,
        pool: None,
        reserve: None,
        earlier: Vec::new(),
        result,
    }
}

fn room(left: Money) -> Room {
    Room {
        left,
        pool: None,
        money: left,
        held: Money::ZERO,
    }
}

fn selection(left: Money, short: Money) -> Selection {
    Selection {
        units: vec![
            unit(
                "=A1",
                1,
                95,
                60_000,
                UnitResult::Funded {
                    walk: Walk::First,
                    room: room(Money::from_cents(100_000)),
                    reserve: None,
                },
            ),
            unit(
                "B2",
                2,
                -15,
                50_050,
                UnitResult::Short {
                    walk: Walk::First,
                    room: room(left),
                    short,
                    closes: true,
                },
            ),
        ],
        spent: Money::from_cents(60_000),
        left: Some(left),
        pools: Vec::new(),
        reserves: Vec::new(),
        awaits_lot: None,
    }
}

fn outcome() -> Outcome {
    let left = Money::from_cents(40_000);
    let short = Money::from_cents(10_050);
    let waiting = reason(
        "envelope",
        "servono 500,50 €",
        "asks 500.50 EUR",
        "Avviso, art. 9",
    );
    let proposals = vec![
        ProposalOutcome {
            admission: Admission::WithReservation,
            rank: Some(1),
            unit: Some("=A1".to_owned()),
            full: Some(Money::from_cents(60_000)),
            award: Money::from_cents(60_000),
            ..proposal("=A1", OutcomeKind::Funded, Vec::new())
        },
        ProposalOutcome {
            rank: Some(2),
            unit: Some("B2".to_owned()),
            full: Some(Money::from_cents(50_050)),
            ..proposal("B2", OutcomeKind::Waiting, vec![waiting])
        },
        ProposalOutcome {
            admission: Admission::NotAdmitted,
            ..proposal(
                "C3",
                OutcomeKind::NotAdmitted,
                vec![
                    reason(
                        "età",
                        "troppo presto, davvero",
                        "too early, really",
                        "Avviso, art. 2",
                    ),
                    reason("costo", "costa troppo", "costs too much", "Avviso, art. 3"),
                ],
            )
        },
    ];
    let assessment = |it: &ProposalOutcome| Assessment {
        proposal: it.id.clone(),
        findings: Vec::new(),
        admission: it.admission,
    };
    let place = DataPlace {
        file: "d.csv".to_owned(),
        line: Some(5),
        column: Some("costo".to_owned()),
        ..DataPlace::default()
    };
    Outcome {
        assessments: proposals.iter().map(assessment).collect(),
        scores: vec![None; proposals.len()],
        frozen: Frozen::default(),
        kept: None,
        moved: None,
        brought: Vec::new(),
        added: Vec::new(),
        proposals,
        selection: Some(selection(left, short)),
        envelope: Some(Money::from_cents(100_000)),
        refused: vec![RefusedRow {
            place: place.clone(),
            diagnostics: vec![Diagnostic::data(
                Code::BadValue,
                place,
                Text::new("`x` non è un importo", "`x` is no amount"),
            )],
            facts: Vec::new(),
        }],
        provisional: vec![Text::new(
            "una riga è stata rifiutata",
            "one row was refused",
        )],
        warnings: Vec::new(),
    }
}

#[test]
fn an_outcome_is_written_whole_as_json() {
    assert_eq!(
        outcome_json(&call(), &Sources::default(), Stage::First, &outcome()),
        include_str!("outcome.json")
    );
}

#[test]
fn every_list_is_written_with_the_headings_of_its_language() {
    let written = |language| -> BTreeMap<&str, String> {
        let lists = lists(&call(), &outcome(), language);
        lists.into_iter().map(|it| (it.file, it.text)).collect()
    };
    let italian = written(Language::Italian);
    assert_eq!(
        italian["ranking.csv"],
        "posizione,id,«punti»,importo richiesto,importo assegnato,esito,con riserva,motivo,provvisoria\n\
         1,'=A1,9.5,600.00,600.00,finanziata,sì,,sì\n\
         2,B2,-1.5,500.50,0.00,ammessa e non finanziata,no,\"servono 500,50 €\",sì\n"
    );
    assert_eq!(
        italian["not-admitted.csv"],
        "id,requisito,titolo,motivo,scarto dal limite,riferimenti,termine,provvisoria\n\
         C3,età,,\"troppo presto, davvero\",,\"Avviso, art. 2\",,sì\n\
         C3,costo,,costa troppo,,\"Avviso, art. 3\",,sì\n"
    );
    assert_eq!(
        italian["refused-rows.csv"],
        "file,riga,colonna,id,codice,errore,rimedio\n\
         d.csv,5,costo,,bad-value,`x` non è un importo,\n"
    );
    let english = written(Language::English);
    assert_eq!(
        english["to-be-completed.csv"],
        "id,requirement,title,reason,distance to the limit,citations,term,provisional\n"
    );
    assert_eq!(
        english.keys().copied().collect::<Vec<_>>(),
        [
            "funded.csv",
            "not-admitted.csv",
            "ranking.csv",
            "refused-rows.csv",
            "to-be-completed.csv",
            "waiting.csv",
            "with-reservation.csv"
        ]
    );
}

#[test]
fn a_call_without_ranking_lists_the_admitted() {
    let mut call = call();
    call.ranking = None;
    call.envelope = None;
    let mut outcome = outcome();
    outcome.selection = None;
    outcome.envelope = None;
    let first = lists(&call, &outcome, Language::English).remove(0);
    assert_eq!(first.file, "admitted.csv");
    assert_eq!(
        first.text,
        "id,outcome,with reservation,provisional\n'=A1,funded,yes,yes\nB2,waiting,no,yes\n"
    );
}

#[test]
fn the_summary_keeps_within_eighty_columns() {
    let mut call = call();
    call.title =
        Text::italian("Interventi per l'innovazione sociale e la partecipazione ".repeat(4));
    for language in [Language::Italian, Language::English] {
        let text = summary_text(&call, &outcome(), language);
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
    let text = summary_text(&call, &outcome(), Language::Italian);
    assert!(
        text.contains("1.000,00 €") && text.contains("Esito provvisorio"),
        "{text}"
    );
}
