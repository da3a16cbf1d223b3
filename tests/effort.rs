//! Quantifiers inside quantifiers over lists of any length.

use bando::assessment::{Judgement, NoResultKind, Stage};
use bando::engine;
use bando::facts::{self, FileKind, ProposalsFile, Received};
use bando::report::explanation_text;
use bando::scoring::Marks;
use bando::source::Sources;
use bando::text::Language;

use crate::support::{ProjectFiles, checked};

const RULES: &str = r#"bando 1

call prova {
  title "Prova"
  zone Europe/Rome
}

source act "Atto"

facts {
  partners : list of { code : text, members : list of { code : text } }
  others : list of { code : text }
}

define shared : yes/no = (any of partners where any of others where code = "b") otherwise no
define deep : integer = count of partners where any of members where code = "b"

requirement alone "Da soli" {
  phase formal
  cite act "art. 1"
  require any of partners where (any of others where code = "b")
  else "No"
}

requirement short "Pochi" {
  phase formal
  cite act "art. 2"
  require none of partners where code = "x"
  else "No"
}

requirement not_shared "Non condivisi" {
  phase formal
  cite act "art. 3"
  require shared and deep >= 0
  else "No"
}
"#;

fn received(rules: &str, partners: usize, others: usize) -> (bando::call::Call, Received) {
    let call = checked(rules, &ProjectFiles::default());
    let list = |count, item: &str| vec![item; count].join(",");
    let [partners, others] = [
        list(partners, r#"{"code":"a"}"#),
        list(others, r#"{"code":"b"}"#),
    ];
    let text = format!(r#"[{{"id": "a", "partners": [{partners}], "others": [{others}]}}]"#);
    let file = ProposalsFile {
        name: "domande.json",
        bytes: text.as_bytes(),
        kind: FileKind::Json,
    };
    let received = facts::read(&call, &file);
    assert!(received.refused.is_empty(), "{:#?}", received.refused);
    (call, received)
}

fn judged(partners: usize, others: usize) -> Vec<(Judgement, Vec<NoResultKind>)> {
    let (call, received) = received(RULES, partners, others);
    let all = engine::assess_all(&call, &received, Stage::First);
    let findings = all[0].findings.iter();
    findings
        .map(|it| {
            let reasons = it.unknown.without_result.iter();
            (it.judgement, reasons.map(|it| it.why).collect())
        })
        .collect()
}

/// Each of the others asks for three parts (comparison, field, text), and each partner for one more.
#[test]
fn a_million_steps_are_taken_and_not_one_more() {
    use Judgement::{Met, Unknown};
    let met = (Met, Vec::new());
    let too_many = (Unknown, vec![NoResultKind::TooManySteps]);
    assert_eq!(judged(100, 3_333), [met.clone(), met.clone(), met.clone()]);
    assert_eq!(
        judged(100, 3_334),
        [too_many.clone(), met.clone(), too_many]
    );
}

/// Also with `otherwise`: what takes too long is not absent.
#[test]
fn lists_of_ten_thousand_inside_one_another_are_told_apart_from_absent_ones() {
    use Judgement::{Met, Unknown};
    let too_many = (Unknown, vec![NoResultKind::TooManySteps]);
    let all = judged(10_000, 10_000);
    assert_eq!(all, [too_many.clone(), (Met, Vec::new()), too_many]);
}

#[test]
fn the_explanation_says_so_and_does_not_take_long() {
    let mut sources = Sources::default();
    sources.add("prova.bando", RULES.to_owned());
    let (call, received) = received(RULES, 10_000, 10_000);
    let marks = Marks::default();
    let judged = engine::Explainer::new(&call, &received, &marks, None, Stage::First);
    let explained = judged.explain("a").expect("the proposal");
    let text = explanation_text(&call, &sources, &explained, None, Language::English);
    let (first, _) = text.split_once("\nPochi").expect("the second");
    assert_eq!(
        first,
        "Proposal a: to be completed

Da soli (alone): CANNOT BE TOLD YET
  § Atto, art. 1
  requires: any of partners where (any of others where code = \"b\") → no result
    partners → 10000 items
  a calculation has no result (the lists are too long: it would take more than a
  million steps)
"
    );
}
