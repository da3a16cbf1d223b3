//! Dates and amounts: plain in data, as people write them in messages.

use bando::assessment::Stage;
use bando::engine;
use bando::facts::{FileKind, ProposalsFile};
use bando::report::{lists, outcome_json};
use bando::scoring::Marks;
use bando::source::Sources;
use bando::text::Language;

use crate::support::{ProjectFiles, checked};

const RULES: &str = r#"bando 1

call data {
  title it "Prova" en "Trial"
  zone Europe/Rome
}

source act "Atto"

proposals {
  publish sent_on, received_at, cost, rate
}

facts {
  sent_on : date
  received_at : instant
  cost : money
  rate : percent
}

requirement in_time it "Nei termini" en "In time" {
  phase formal
  cite act
  require sent_on <= 2026-03-31
  else it "Inviata il {sent_on}, ricevuta il {received_at}, costo {cost}, quota {rate}."
    en "Sent on {sent_on}, received on {received_at}, cost {cost}, share {rate}."
}

requirement affordable it "Costo" en "Cost" {
  phase formal
  cite act
  require cost <= 1_000_000 EUR
  else it "Troppo." en "Too much."
}
"#;

/// Ranks one proposal that meets nothing, and returns its list of reasons and the JSON.
fn told(language: Language) -> (String, String) {
    let call = checked(RULES, &ProjectFiles::default());
    let file = ProposalsFile {
        name: "f.csv",
        bytes: b"id,sent_on,received_at,cost,rate\n\
            a,2026-11-22,2026-11-22 09:05,1234567.89,12.5\n",
        kind: FileKind::Csv,
    };
    let received = engine::read(&call, &file);
    let outcome =
        engine::rank(&call, received, &Marks::default(), None, Stage::First).expect("an outcome");
    let list = lists(&call, &outcome, language)
        .into_iter()
        .find(|list| list.file == "not-admitted.csv");
    let json = outcome_json(&call, &Sources::default(), Stage::First, &outcome);
    (list.expect("the list").text, json)
}

#[test]
fn lists_hold_plain_data_and_messages_in_the_words_of_the_language() {
    let (it, json) = told(Language::Italian);
    assert_eq!(
        it,
        "id,sent_on,received_at,cost,rate,requisito,titolo,motivo,scarto dal limite,riferimenti,termine,provvisoria\n\
         a,2026-11-22,2026-11-22T09:05:00+01:00,1234567.89,12.5,in_time,Nei termini,\
         \"Inviata il 22/11/2026, ricevuta il 22/11/2026 ore 09:05, costo 1.234.567,89 €, quota 12,5 %.\",\
         \"valore 22/11/2026, richiesto entro il 31/03/2026\",Atto,,no\n\
         a,2026-11-22,2026-11-22T09:05:00+01:00,1234567.89,12.5,affordable,Costo,Troppo.,\
         \"valore 1.234.567,89 €, richiesto al più 1.000.000,00 €: differenza 234.567,89 €\",Atto,,no\n"
    );
    let (en, _) = told(Language::English);
    assert_eq!(
        en.lines().nth(1),
        Some(
            "a,2026-11-22,2026-11-22T09:05:00+01:00,1234567.89,12.5,in_time,In time,\
             \"Sent on 2026-11-22, received on 2026-11-22 09:05, cost 1,234,567.89 EUR, share 12.5 %.\",\
             \"value 2026-11-22, required not after 2026-03-31\",Atto,,no"
        )
    );
    for data in [
        r#""value": "1234567.89""#,
        r#""limit": "1000000.00""#,
        r#""value": "2026-11-22""#,
        r#""limit": "2026-03-31""#,
    ] {
        assert!(json.contains(data), "no {data} in {json}");
    }
}
