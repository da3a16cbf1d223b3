//! How each award is split, in lists, page, workbook and record.

use bando::assessment::Stage;
use bando::call::Split;
use bando::number::{Fraction, Money};
use bando::report::{lists, outcome_json, ranking_book, report_html};
use bando::source::{FileId, Span};
use bando::text::{Language, Text};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::Case;

/// Two splits; three awards, of which the last waits.
const RULES: &str = r#"bando 1

call money { title it "Risorse" en "Money" zone Europe/Rome }
source act "Avviso"
facts { cost : money  points : integer }
requirement R01 "Any" { phase formal cite act "art. 1" require cost > 0 EUR else "no" }
ranking { cite act "art. 3" order by points descending }
envelope {
  1_000.00 EUR
  cite act "art. 4"
  award cost
"#;

const SPLITS: &str = r#"
  split over it "rate" en "tranches" { it "anticipo" en "advance" 50 %, it "saldo" en "balance" 50 % }
  split over it "fonti" en "sources" { "UE" 68 %, it "Stato" en "State" 22.4 %, it "=Regione" en "=Region" 9.6 % }
"#;

const PROPOSALS: &str = "id,cost,points\nP1,0.05,70\nP2,333.33,90\nP3,600.00,80\nP4,900.00,10\n";

fn case(splits: &str) -> Case {
    Case::of(
        &format!("{RULES}{splits}  at the limit: stop\n}}\n"),
        PROPOSALS,
    )
}

fn list(case: &Case, language: Language) -> Option<String> {
    let mut lists = lists(&case.call, &case.outcome, language).into_iter();
    lists.find(|it| it.file == "splits.csv").map(|it| it.text)
}

#[test]
fn each_award_has_a_row_for_each_split() {
    let case = case(SPLITS);
    assert_eq!(
        list(&case, Language::English).as_deref(),
        Some(
            "rank,id,split,awarded,tranches: advance,tranches: balance,sources: UE,sources: State,sources: =Region,provisional\n\
             1,P2,tranches,333.33,166.67,166.66,,,,no\n\
             1,P2,sources,333.33,,,226.66,74.67,32.00,no\n\
             2,P3,tranches,600.00,300.00,300.00,,,,no\n\
             2,P3,sources,600.00,,,408.00,134.40,57.60,no\n\
             3,P1,tranches,0.05,0.03,0.02,,,,no\n\
             3,P1,sources,0.05,,,0.03,0.01,0.01,no\n"
        )
    );
    let italian = list(&case, Language::Italian).expect("the list");
    assert!(italian.starts_with(
        "posizione,id,suddivisione,importo assegnato,rate: anticipo,rate: saldo,fonti: UE,fonti: Stato,fonti: =Regione,provvisoria\n\
         1,P2,rate,333.33,166.67,166.66,,,,no\n\
         1,P2,fonti,333.33,,,226.66,74.67,32.00,no\n"
    ));
}

/// Of 933.38 the State has 22.4 %, 209.08 to the cent; its rows make as much here, and of the
/// advance, half of it, the rows make a cent more.
#[test]
fn totals_are_the_sums_of_the_rows() {
    let case = case(SPLITS);
    let record = outcome_json(&case.call, &case.sources, Stage::First, &case.outcome);
    let record: Value = serde_json::from_str(&record).expect("JSON");
    let part = |it: &str, en: Option<&str>, percent: &str, amount: &str| {
        let name = en.map_or_else(|| json!({ "it": it }), |en| json!({ "it": it, "en": en }));
        json!({ "part": name, "percent": percent, "amount": amount })
    };
    let split = |parts: [[&str; 2]; 2]| {
        let [[advance, balance], _] = parts;
        json!({
            "split": { "it": "rate", "en": "tranches" },
            "parts": [
                part("anticipo", Some("advance"), "50", advance),
                part("saldo", Some("balance"), "50", balance),
            ],
        })
    };
    let sources = |amounts: [&str; 3]| {
        json!({
            "split": { "it": "fonti", "en": "sources" },
            "parts": [
                part("UE", None, "68", amounts[0]),
                part("Stato", Some("State"), "22.4", amounts[1]),
                part("=Regione", Some("=Region"), "9.6", amounts[2]),
            ],
        })
    };
    assert_eq!(
        record["splits"],
        json!([
            split([["466.70", "466.68"], ["", ""]]),
            sources(["634.69", "209.08", "89.61"])
        ])
    );
    assert_eq!(
        record["proposals"][0]["splits"],
        json!([
            split([["0.03", "0.02"], ["", ""]]),
            sources(["0.03", "0.01", "0.01"])
        ])
    );
    assert_eq!(record["proposals"][3]["outcome"], "waiting");
    assert_eq!(record["proposals"][3].get("splits"), None);
}

#[test]
fn the_page_tells_the_totals_and_how_they_are_counted() {
    let page = report_html(&case(SPLITS).publication(Language::English)).replace('\u{a0}', " ");
    let (_, part) = page
        .split_once("<section id=\"splits\">")
        .expect("the part");
    let (part, _) = part.split_once("</section>").expect("its end");
    assert_eq!(
        part,
        "\n<h2>How the awards are split</h2>\n\
         <div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"What comes to each part, of all awards\">\n\
         <table>\n<caption>What comes to each part, of all awards</caption>\n<thead><tr>\
         <th scope=\"col\">Split</th><th scope=\"col\">Part</th>\
         <th scope=\"col\" class=\"number\">Percentage</th><th scope=\"col\" class=\"number\">Total</th></tr></thead>\n<tbody>\n\
         <tr><td>tranches</td><th scope=\"row\">advance</th><td class=\"number\">50 %</td><td class=\"number\">466.70 EUR</td></tr>\n\
         <tr><td>tranches</td><th scope=\"row\">balance</th><td class=\"number\">50 %</td><td class=\"number\">466.68 EUR</td></tr>\n\
         <tr><td>sources</td><th scope=\"row\">UE</th><td class=\"number\">68 %</td><td class=\"number\">634.69 EUR</td></tr>\n\
         <tr><td>sources</td><th scope=\"row\">State</th><td class=\"number\">22.4 %</td><td class=\"number\">209.08 EUR</td></tr>\n\
         <tr><td>sources</td><th scope=\"row\">=Region</th><td class=\"number\">9.6 %</td><td class=\"number\">89.61 EUR</td></tr>\n\
         </tbody>\n</table>\n</div>\n\
         <p class=\"note\">Each award is split by itself into whole cents, by largest remainder: its parts add up to it exactly. \
         A total is the sum of the rows, and may differ by some cents from the percentage of the total. \
         Proposal by proposal: splits.csv, and the sheet “Splits”.</p>\n"
    );
}

#[test]
fn a_call_without_splits_says_nothing_of_them() {
    let case = case("");
    assert_eq!(list(&case, Language::English), None);
    let page = report_html(&case.publication(Language::English));
    let record = outcome_json(&case.call, &case.sources, Stage::First, &case.outcome);
    assert!(!page.contains("split") && !record.contains("split"));
}

/// The sheet has numbers as numbers, and the sum of each column.
#[test]
fn the_workbook_has_a_sheet_of_them() {
    let book = ranking_book(&case(SPLITS).publication(Language::English)).expect("a book");
    let told = super::book::told(&book);
    let (_, sheet) = told.split_once("== Splits").expect("the sheet");
    let (_, rows) = sheet.split_once("\"Rank\"").expect("the header");
    let rows = rows.split("\n== ").next().expect("the sheet");
    assert_eq!(
        rows,
        r#" | "Proposal" | "Split" | "Awarded" | "tranches: advance" | "tranches: balance" | "sources: UE" | "sources: State" | "sources: =Region"
1 | "P2" | "tranches" | 333.33 | 166.67 | 166.66 |  |  |
1 | "P2" | "sources" | 333.33 |  |  | 226.66 | 74.67 | 32
2 | "P3" | "tranches" | 600 | 300 | 300 |  |  |
2 | "P3" | "sources" | 600 |  |  | 408 | 134.4 | 57.6
3 | "P1" | "tranches" | 0.05 | 0.03 | 0.02 |  |  |
3 | "P1" | "sources" | 0.05 |  |  | 0.03 | 0.01 | 0.01
"Total" |  |  |  | 466.7 | 466.68 | 634.69 | 209.08 | 89.61"#
    );
}

/// Percentages with one decimal that make 100.
fn shares() -> impl Strategy<Value = Vec<Fraction>> {
    let cuts = prop::collection::btree_set(1_i128..1_000, 0..6);
    cuts.prop_map(|cuts| {
        let ends = cuts.iter().copied().chain([1_000]);
        let starts = [0].into_iter().chain(cuts.iter().copied());
        let parts = starts.zip(ends).map(|(start, end)| end - start);
        parts
            .map(|part| Fraction::new(part, 1_000).expect("a share"))
            .collect()
    })
}

proptest! {
    #[test]
    fn the_parts_add_up_and_each_is_within_a_cent(
        shares in shares(),
        cents in prop_oneof![0_i64..200, 0_i64..1_000_000_000_000],
    ) {
        let name = Text::italian("parte");
        let split = Split {
            name: name.clone(),
            parts: shares.iter().map(|share| (name.clone(), *share)).collect(),
            span: Span { file: FileId(0), start: 0, end: 0 },
        };
        let parts = split.of(Money::from_cents(cents));
        prop_assert_eq!(parts.len(), shares.len());
        prop_assert_eq!(parts.iter().map(|part| part.cents()).sum::<i64>(), cents);
        let mut rests = Vec::new();
        for (share, part) in shares.iter().zip(&parts) {
            // In thousandths of a cent, by whole numbers alone.
            let exact = share.mul(Fraction::integer(1_000)).and_then(Fraction::to_integer);
            let exact = exact.expect("thousandths") * i128::from(cents);
            let given = i128::from(part.cents()) * 1_000;
            prop_assert!((given - exact).abs() < 1_000);
            rests.push((exact.rem_euclid(1_000), given > exact));
        }
        // Nobody has a cent more where a greater remainder has none, or an equal one before it.
        for (place, (rest, more)) in rests.iter().enumerate() {
            for (other, given) in rests.iter().take(place) {
                prop_assert!(!more || other < rest || *given);
                prop_assert!(!given || other >= rest || *more || *rest == 0);
            }
        }
    }
}
