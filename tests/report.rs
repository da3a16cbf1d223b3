//! Diagnostics, lists and outcomes as they are written.

use std::collections::BTreeMap;

use bando::assessment::{Admission, Assessment, Stage};
use bando::call::{Call, Envelope, Expr, ExprKind, OrderKey, ProposalsFormat, Ranking, Type};
use bando::diagnostic::{Code, DataPlace, Diagnostic};
use bando::engine::{Outcome, OutcomeKind, ProposalOutcome, Reason};
use bando::facts::RefusedRow;
use bando::number::{Fraction, Money};
use bando::report::{
    Cell, Colour, csv_text, diagnostic_json, lists, outcome_json, render_diagnostic,
};
use bando::selection::{Key, Member, Selection, Unit, UnitResult};
use bando::source::{FileId, Sources, Span};
use bando::text::{Language, Text};
use bando::value::{Limit, Value};

const RULES: &str =
    "bando 1\n\nenum Età { è_già_così it \"Perché è così\" }\nfacts {\n  età : Eta\n}\n";

fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.add("rules/età.bando", RULES);
    sources
}

/// The place of the `nth` occurrence of `words`, counted from 0.
fn place(words: &str, nth: usize) -> Span {
    let (start, found) = RULES
        .match_indices(words)
        .nth(nth)
        .expect("stands in the rules");
    Span {
        file: FileId(0),
        start: u32::try_from(start).expect("a small file"),
        end: u32::try_from(start + found.len()).expect("a small file"),
    }
}

fn unknown_name() -> Diagnostic {
    Diagnostic::error(
        Code::UnknownName,
        place("Eta", 0),
        Text::new("nessun tipo si chiama `Eta`", "no type is called `Eta`"),
    )
    .with_label(Text::new("usato qui", "used here"))
    .with_related(
        place("Età", 0),
        Text::new("questo c'è", "there is this one"),
    )
    .with_suggestion("Eta", ["Età"])
}

#[test]
fn a_diagnostic_underlines_the_right_place_after_accents() {
    let shown = render_diagnostic(
        &unknown_name(),
        &sources(),
        Language::Italian,
        Colour::Plain,
    );
    assert_eq!(
        shown,
        "\
errore[unknown-name]: nessun tipo si chiama `Eta`
 --> rules/età.bando:5:9
  |
3 | enum Età { è_già_così it \"Perché è così\" }
  |      --- questo c'è
4 | facts {
5 |   età : Eta
  |         ^^^ usato qui
  |
  = aiuto: forse si intendeva `Età`?"
    );
}

#[test]
fn a_diagnostic_underlines_past_accents_on_its_own_line() {
    let found = Diagnostic::warning(
        Code::UnusedName,
        place("\"Perché è così\"", 0),
        Text::new("questa etichetta non serve", "this label is not used"),
    );
    let shown = render_diagnostic(&found, &sources(), Language::English, Colour::Plain);
    assert_eq!(
        shown,
        "\
warning[unused-name]: this label is not used
 --> rules/età.bando:3:26
  |
3 | enum Età { è_già_così it \"Perché è così\" }
  |                          ^^^^^^^^^^^^^^^"
    );
}

#[test]
fn a_diagnostic_in_data_names_file_line_column_and_proposal() {
    let place = DataPlace {
        file: "domande.csv".to_owned(),
        line: Some(12),
        column: Some("costo".to_owned()),
        proposal: Some("B\u{1b}[31m1".to_owned()),
        ..DataPlace::default()
    };
    let found = Diagnostic::data(
        Code::BadValue,
        place,
        Text::new("`12,5` non è un importo", "`12,5` is no amount"),
    )
    .with_hint(Text::new("scrivere `12.50`", "write `12.50`"));
    let shown = render_diagnostic(&found, &sources(), Language::Italian, Colour::Plain);
    assert_eq!(
        shown,
        "\
errore[bad-value]: `12,5` non è un importo
--> domande.csv:12 costo [B\u{241b}[31m1]
 = aiuto: scrivere `12.50`"
    );
}

#[test]
fn a_diagnostic_whose_place_does_not_fit_its_file_is_still_shown() {
    let mut found = unknown_name();
    found.related.clear();
    for (start, end) in [(0, 9_999), (14, 15), (9_000, 9_001), (16, 10)] {
        let span = Span {
            file: FileId(0),
            start,
            end,
        };
        found.primary.place = bando::diagnostic::Place::Rules(span);
        let shown = render_diagnostic(&found, &sources(), Language::Italian, Colour::Plain);
        assert!(shown.contains("nessun tipo"), "{shown}");
    }
}

#[test]
fn a_diagnostic_at_the_end_of_the_file_is_shown_there() {
    let end = u32::try_from(RULES.len()).expect("a small file");
    let span = Span {
        file: FileId(0),
        start: end,
        end,
    };
    let found = Diagnostic::error(
        Code::SyntaxError,
        span,
        Text::new("manca una graffa", "a brace is missing"),
    );
    let shown = render_diagnostic(&found, &sources(), Language::Italian, Colour::Plain);
    assert_eq!(
        shown,
        "\
errore[syntax-error]: manca una graffa
 --> rules/età.bando:7:1
  |
7 |
  | ^"
    );
}

#[test]
fn colours_change_nothing_but_colours() {
    let plain = render_diagnostic(
        &unknown_name(),
        &sources(),
        Language::Italian,
        Colour::Plain,
    );
    let coloured = render_diagnostic(&unknown_name(), &sources(), Language::Italian, Colour::Ansi);
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').expect("a colour ends in m").1;
    }
    bare.push_str(rest);
    assert_ne!(plain, coloured);
    assert_eq!(plain, bare);
}

#[test]
fn a_diagnostic_as_json_has_both_languages_and_lines_and_columns() {
    let json = diagnostic_json(&unknown_name(), &sources());
    assert_eq!(
        serde_json::to_string_pretty(&json).expect("it is JSON"),
        r#"{
  "severity": "error",
  "code": "unknown-name",
  "message": {
    "it": "nessun tipo si chiama `Eta`",
    "en": "no type is called `Eta`"
  },
  "primary": {
    "place": {
      "file": "rules/età.bando",
      "start": 76,
      "end": 79,
      "line": 5,
      "column": 9,
      "end_line": 5,
      "end_column": 12
    },
    "text": {
      "it": "usato qui",
      "en": "used here"
    }
  },
  "related": [
    {
      "place": {
        "file": "rules/età.bando",
        "start": 14,
        "end": 18,
        "line": 3,
        "column": 6,
        "end_line": 3,
        "end_column": 9
      },
      "text": {
        "it": "questo c'è",
        "en": "there is this one"
      }
    }
  ],
  "hint": {
    "it": "forse si intendeva `Età`?",
    "en": "did you mean `Età`?"
  }
}"#
    );
}

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
        actions: Vec::new(),
        opens: None,
        closes: None,
        zone: jiff::tz::TimeZone::UTC,
        authorities: Vec::new(),
        enums: Vec::new(),
        tables: Vec::new(),
        lists: Vec::new(),
        facts: Vec::new(),
        definitions: Vec::new(),
        received: Vec::new(),
        requirements: Vec::new(),
        ranking: Some(Ranking {
            citations: Vec::new(),
            group_by: None,
            order_by: vec![OrderKey {
                value: constant(Type::Decimal(1)),
                name: "punti".to_owned(),
                descending: true,
            }],
            span: NOWHERE,
        }),
        envelope: Some(Envelope {
            amount: Money::from_cents(100_000),
            citations: Vec::new(),
            award: constant(Type::Money),
            limit: Limit::Stop,
            span: NOWHERE,
        }),
        proposals: ProposalsFormat::default(),
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
    }
}

fn reason(code: &str, it: &str, en: &str, citation: &str) -> Reason {
    Reason {
        code: code.to_owned(),
        message: Text::new(it, en),
        citations: vec![Text::new(citation, citation)],
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
        keys: vec![Key::Number(Fraction::new(points, 10).expect("a fraction"))],
        members: vec![Member {
            id: id.to_owned(),
            full,
            award,
        }],
        full,
        result,
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
        proposals,
        selection: Some(Selection {
            units: vec![
                unit(
                    "=A1",
                    1,
                    95,
                    60_000,
                    UnitResult::Funded {
                        left: Money::from_cents(100_000),
                    },
                ),
                unit(
                    "B2",
                    2,
                    -15,
                    50_050,
                    UnitResult::Short {
                        left,
                        short,
                        ends_walk: true,
                    },
                ),
            ],
            spent: Money::from_cents(60_000),
            left: Some(left),
        }),
        envelope: Some(Money::from_cents(100_000)),
        refused: vec![RefusedRow {
            place: place.clone(),
            diagnostics: vec![Diagnostic::data(
                Code::BadValue,
                place,
                Text::new("`x` non è un importo", "`x` is no amount"),
            )],
        }],
        provisional: vec![Text::new(
            "una riga è stata rifiutata",
            "one row was refused",
        )],
    }
}

const OUTCOME: &str = r#"{
  "call": "piccolo",
  "title": {
    "it": "Avviso piccolo",
    "en": "Small call"
  },
  "stage": "first",
  "provisional": true,
  "provisional_because": [
    {
      "it": "una riga è stata rifiutata",
      "en": "one row was refused"
    }
  ],
  "envelope": "1000.00",
  "spent": "600.00",
  "left": "400.00",
  "counts": {
    "received": 3,
    "refused_rows": 1,
    "admitted": 2,
    "with_reservation": 1,
    "to_be_completed": 0,
    "not_admitted": 1,
    "ranked": 2,
    "units": 2,
    "funded": 1,
    "funded_in_part": 0,
    "waiting": 1
  },
  "proposals": [
    {
      "id": "=A1",
      "outcome": "funded",
      "admission": "with_reservation",
      "with_reservation": true,
      "rank": 1,
      "unit": "=A1",
      "requested": "600.00",
      "award": "600.00",
      "reasons": []
    },
    {
      "id": "B2",
      "outcome": "waiting",
      "admission": "admitted",
      "with_reservation": false,
      "rank": 2,
      "unit": "B2",
      "requested": "500.50",
      "award": "0.00",
      "reasons": [
        {
          "code": "envelope",
          "message": {
            "it": "servono 500,50 €",
            "en": "asks 500.50 EUR"
          },
          "citations": [
            {
              "it": "Avviso, art. 9",
              "en": "Avviso, art. 9"
            }
          ]
        }
      ]
    },
    {
      "id": "C3",
      "outcome": "not_admitted",
      "admission": "not_admitted",
      "with_reservation": false,
      "rank": null,
      "unit": null,
      "requested": null,
      "award": "0.00",
      "reasons": [
        {
          "code": "età",
          "message": {
            "it": "troppo presto, davvero",
            "en": "too early, really"
          },
          "citations": [
            {
              "it": "Avviso, art. 2",
              "en": "Avviso, art. 2"
            }
          ]
        },
        {
          "code": "costo",
          "message": {
            "it": "costa troppo",
            "en": "costs too much"
          },
          "citations": [
            {
              "it": "Avviso, art. 3",
              "en": "Avviso, art. 3"
            }
          ]
        }
      ]
    }
  ]
}
"#;

#[test]
fn an_outcome_is_written_whole_as_json() {
    assert_eq!(outcome_json(&call(), Stage::First, &outcome()), OUTCOME);
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
        "posizione,id,punti,importo richiesto,importo assegnato,esito,con riserva,motivo,provvisoria\n\
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
            "not-admitted.csv",
            "ranking.csv",
            "refused-rows.csv",
            "to-be-completed.csv",
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
        let text = bando::report::summary_text(&call, &outcome(), language);
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
    let text = bando::report::summary_text(&call, &outcome(), Language::Italian);
    assert!(
        text.contains("1.000,00 €") && text.contains("Esito provvisorio"),
        "{text}"
    );
}
