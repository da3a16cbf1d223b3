//! Reserves and weighed pools, in lists, page, workbook, summary and record.

use bando::assessment::Stage;
use bando::report::{lists, outcome_json, ranking_book, report_html, summary_text};
use bando::text::Language;

use super::Case;
use crate::support::ProjectFiles;

/// Two of three pools have the odd cents' claim; a reserve that counts only whom the money of all
/// would not have reached, and one that counts every member.
const RULES: &str = r#"bando 1

call money { title it "Risorse" en "Money" zone Europe/Rome }
source act "Avviso"
table places from "territories.csv" key key { key : code name : text people : integer }
facts { place : row of places by key  cost : money  points : integer  young : yes/no  late : yes/no }
requirement R01 "Any" { phase formal cite act "art. 1" require cost > 0 EUR else "no" }
weight equity over places { cite act "art. 2" 100 % share of people }
ranking { cite act "art. 3" order by points descending }
"#;

const POOLS: &str = r#"envelope {
  100.00 EUR
  cite act "art. 4"
  award cost
  pools by place weight equity
  leftovers to one ranking
  at the limit: stop
}
"#;

const RESERVES: &str = r#"envelope {
  100.00 EUR
  cite act "art. 4"
  award cost
  reserve young "Young" 30.00 EUR, in addition, when young
  reserve late "Late" 20.00 EUR when late
  at the limit: pass over
}
"#;

const PROPOSALS: &str = "id,place,cost,points,young,late\n\
    P1,A,40.00,90,yes,no\nP2,B,20.00,80,no,yes\nP3,C,10.00,70,no,no\nP4,A,30.00,60,yes,no\nP5,B,9.00,50,no,no\n";

fn case(envelope: &str) -> Case {
    let mut files = ProjectFiles::default();
    let table = "key,name,people\nA,Alfa,10\nB,Beta,10\nC,Gamma,10\n";
    let changed = &mut files.changed;
    changed.insert("territories.csv".to_owned(), table.into());
    Case::with(&files, &format!("{RULES}{envelope}"), PROPOSALS)
}

/// Returns some columns of a list of the case in English, a row a line.
fn columns(case: &Case, file: &str, headings: &[&str]) -> String {
    let lists = lists(&case.call, &case.outcome, Language::English);
    let list = lists.iter().find(|list| list.file == file).expect("a list");
    let rows: Vec<Vec<&str>> = list
        .text
        .lines()
        .map(|it| it.split(',').collect())
        .collect();
    let places = headings.iter().map(|heading| {
        let place = rows[0].iter().position(|it| it == heading);
        place.unwrap_or_else(|| panic!("no column {heading}: {:?}", rows[0]))
    });
    let places: Vec<usize> = places.collect();
    let told = rows.iter().skip(1).map(|row| {
        let cells: Vec<&str> = places.iter().map(|place| row[*place]).collect();
        cells.join(" | ") + "\n"
    });
    told.collect()
}

/// A member funded on merit stands apart from one that the reserve funds in addition.
#[test]
fn a_member_on_merit_and_one_in_addition_are_told_apart() {
    let case = case(RESERVES);
    let headings = [
        "id",
        "reserve",
        "of this by the reserve",
        "awarded",
        "outcome",
    ];
    assert_eq!(
        columns(&case, "ranking.csv", &headings),
        "P1 | Young | 0.00 | 40.00 | funded\n\
         P2 | Late | 20.00 | 20.00 | funded\n\
         P3 |  |  | 10.00 | funded\n\
         P4 | Young | 30.00 | 30.00 | funded\n\
         P5 |  |  | 0.00 | waiting\n"
    );
    let page = report_html(&case.publication(Language::Italian));
    assert!(page.contains("Di cui sulla riserva"), "{page}");
    assert!(ranking_book(&case.publication(Language::Italian)).is_ok());
}

/// 100.00 among three that are equal: the odd cent is one of three equal claims.
#[test]
fn a_tie_for_the_last_cent_of_the_pools_is_told_everywhere() {
    let case = case(POOLS);
    let said = "Pari diritto all'ultimo centesimo, che nell'ordine delle chiavi va a: A (Alfa);\n\
        non a: B (Beta), C (Gamma)\n";
    let summary = summary_text(&case.call, &case.outcome, Language::Italian);
    assert!(summary.contains(said), "{summary}");
    let page = report_html(&case.publication(Language::English));
    let said = "Equal claims to the last cent, which in the order of the keys goes to: A (Alfa); not to: B (Beta), C (Gamma)";
    assert!(page.contains(said), "{page}");
    let record = outcome_json(&case.call, &case.sources, Stage::First, &case.outcome);
    let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
    let tie = serde_json::json!({"with": ["A"], "without": ["B", "C"]});
    assert_eq!(record["money"]["pools_tie"], tie);
}

/// From a pool's cents back to each indicator, on the page itself.
#[test]
fn the_page_shows_the_indicators_of_each_pool() {
    let case = case(POOLS);
    let page = report_html(&case.publication(Language::Italian)).replace('\u{a0}', " ");
    for said in [
        "La dotazione è ripartita così: 100 % in proporzione a people.",
        "<th scope=\"row\">A (Alfa)</th><td class=\"number\">10</td><td class=\"number\">≈ 33,333333 %</td><td class=\"number\">≈ 33,333333</td><td class=\"number\">33,34 €</td>",
        "quota 33,34 €; avuti in tutto ",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // Pools that nobody weighs have no such table.
    assert!(!report_html(&Case::small().publication(Language::Italian)).contains("ripartita così"));
}
