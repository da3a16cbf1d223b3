//! Points as people read them, and as data.

use bando::assessment::Stage;
use bando::call::{Call, Panel};
use bando::engine::{self, Explained, Outcome};
use bando::facts::Received;
use bando::report::{explanation_json, explanation_text, lists, outcome_json, summary_text};
use bando::scoring::Marks;
use bando::source::{FileId, Sources, Span};
use bando::text::Language;
use bando::value::Value;

use super::build::*;
use super::ranking::call;

/// The call of the ranking tests with two parts under the marked criterion, premiums and
/// roundings; its formula has words.
fn round() -> (Call, Sources, Received, Marks) {
    let mut call = call();
    let mut sources = Sources::default();
    sources.add("avviso.bando", "extra");
    let words = Span {
        file: FileId(0),
        start: 0,
        end: 5,
    };
    let grid = call.grid.as_mut().unwrap();
    if let bando::call::Method::Formula(expr) = &mut grid.criteria[1].method {
        expr.span = words;
    }
    grid.criteria[0].method = bando::call::Method::Sum;
    let computed = grid.criteria.pop();
    for (name, panel) in [("A1", Panel::Mean), ("A2", Panel::TrimmedMean(1))] {
        add(grid, "A", name, "30", marked(panel)).rounding = Some(half_up(2));
    }
    grid.criteria.extend(computed);
    add(grid, "", "F", "5", constant_points("1/3")).premium = true;
    grid.threshold.as_mut().unwrap().before_premiums = true;
    grid.rounding = Some(half_up(1));
    let mut marks = marks(grid, "bianchi rossi verdi", &[]);
    for (id, a1, a2) in [
        ("a", "8 7 7", "9 5 8"),
        ("b", "1 1 -", "2 2 2"),
        ("c", "9 9 -", "9 9 9"),
    ] {
        for (criterion, words) in [("A1", a1), ("A2", a2)] {
            for (evaluator, word) in ["bianchi", "rossi", "verdi"]
                .into_iter()
                .zip(words.split(' '))
            {
                if word != "-" {
                    mark(&mut marks, grid, id, criterion, evaluator, word);
                }
            }
        }
    }
    let (a1, _) = grid.named("A1").unwrap();
    let given = marks.given.get_mut(&("a".to_owned(), a1)).unwrap();
    given.get_mut("rossi").unwrap().note = Some("analisi\u{1b} generica".to_owned());
    let facts = [whole(20), whole(10), Value::YesNo(true)];
    let received = Received {
        proposals: ["a", "b", "c"]
            .map(|id| proposal(id, facts.clone().map(Some).into()))
            .into(),
        ..Received::default()
    };
    (call, sources, received, marks)
}

fn explained<T>(id: &str, tell: impl FnOnce(&Call, &Sources, &Explained<'_>) -> T) -> T {
    let (call, sources, received, marks) = round();
    let judged = engine::Explainer::new(&call, &received, &marks, None, Stage::First);
    tell(&call, &sources, &judged.explain(id).expect("the proposal"))
}

fn outcome() -> (Call, Sources, Outcome) {
    let (call, sources, received, marks) = round();
    let outcome = engine::rank(&call, received, &marks, None, Stage::First).expect("no tie");
    (call, sources, outcome)
}

fn score_of(id: &str, language: Language) -> String {
    let text = explained(id, |call, sources, explained| {
        explanation_text(call, sources, explained, None, language)
    });
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    let head = match language {
        Language::Italian => "\nPunteggio",
        Language::English => "\nScore",
    };
    text[text.find(head).expect("a score") + 1..].to_owned()
}

#[test]
fn a_score_explains_itself_line_by_line() {
    assert_eq!(
        score_of("a", Language::Italian),
        include_str!("score_it.txt")
    );
    assert_eq!(
        score_of("c", Language::English),
        include_str!("score_en.txt")
    );
}

#[test]
fn a_score_is_exact_as_json() {
    let json = explained("a", |call, sources, explained| {
        explanation_json(call, sources, Stage::First, explained, None)
    });
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let score = &json["score"];
    assert_eq!(score["score"], "66.3");
    assert_eq!(score["before_premiums"], "66");
    assert_eq!(score["lines"][4]["points"], "1/3");
    assert_eq!(score["lines"][3]["formula"]["rule"], "extra");
    assert_eq!(
        score["lines"][1]["marks"][1]["note"],
        "analisi\u{1b} generica"
    );
    assert_eq!(score["thresholds"][1]["threshold"], "minimo");
    assert_eq!(score["thresholds"][1]["reached"], true);
    let (call, sources, outcome) = outcome();
    let json = outcome_json(&call, &sources, Stage::First, &outcome);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["counts"]["below_threshold"], 1);
    assert_eq!(json["counts"]["not_scored"], 1);
    assert_eq!(json["proposals"][0]["score"]["lines"][4]["points"], "1/3");
    let open = &json["proposals"][2]["score"]["lines"][1];
    assert_eq!(open["points"], serde_json::Value::Null);
    assert_eq!(open["between"], serde_json::json!(["18", "28"]));
    assert_eq!(open["waits_for"], serde_json::json!(["A1 (verdi)"]));
}

#[test]
fn lists_show_points_thresholds_and_what_is_still_to_come() {
    let (call, _, outcome) = outcome();
    let all = lists(&call, &outcome, Language::Italian);
    let texts: Vec<_> = all
        .iter()
        .filter(|it| !it.text.starts_with("file,"))
        .map(|it| format!("== {}\n{}", it.file, it.text))
        .collect();
    assert_eq!(texts.concat(), include_str!("lists_it.txt"));
}

#[test]
fn the_summary_counts_who_is_below_and_who_is_open() {
    let (call, _, outcome) = outcome();
    let text = summary_text(&call, &outcome, Language::Italian);
    for line in ["sotto soglia", "da valutare"] {
        let line = text.lines().find(|it| it.contains(line)).expect("the line");
        assert!(line.ends_with(" 1"), "{line}");
    }
    assert!(
        text.contains("una proposta ammessa non ha ancora tutti i punti"),
        "{text}"
    );
}
