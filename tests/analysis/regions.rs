//! What the search for a proposal on which conditions hold finds.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bando::analysis::regions::{Found, find};
use bando::call::{Call, Type, show_plain};
use bando::engine;
use bando::source::Sources;
use bando::text::Language;

use crate::support::{ProjectFiles, text};

const BASE: &str = r#"bando 1

call base {
  title "Base"
  opens 2026-01-15 09:00
  closes 2026-03-31 12:00
  zone Europe/Rome
}

source act "Atto"

enum Form { comune, regione, societa }
group Public of Form { comune, regione }

table comuni from "comuni.csv" key istat {
  istat : code
  province : text
  population : integer
  income : decimal 3 optional
  coastal : yes/no
}

facts {
  cost : money
  requested : money
  population : integer at least 0
  months : integer at least 1 at most 36
  index : decimal 2
  rate : percent
  rounded_rate : percent 2
  form : Form
  kinds : set of Form
  letter : code
  tax : tax code
  young : yes/no
  sent_on : date
  received_at : instant
  bounded_at : instant at least 2026-01-15 09:00 at most 2026-03-31 12:00
  place : row of comuni by istat
  runts : yes/no when form is societa
  partners : list of { undertaking : yes/no }
}

parameter ceiling : money = 100_000 EUR cite act

define share : percent = first of {
  form is comune : 20 %
  population >= 5_000 : 60 %
  otherwise : 40 %
}

parameter aid : money {
  from 2020-01-01 to 2023-12-31 : 200_000 EUR
  from 2024-01-01               : 300_000 EUR
} as of sent_on cite act

define by_form : integer = table {
  form            | points
  comune, regione | 1
  otherwise       | 3
}
"#;

const COMUNI: &str = "istat,province,population,income,coastal
071001,Foggia,2338,,no
071024,Foggia,147036,14.5,no
071036,Foggia,5000,16.25,yes
";

#[test]
fn the_search_finds_what_the_table_says() {
    let files = ProjectFiles {
        changed: BTreeMap::from([("comuni.csv".to_owned(), COMUNI.into())]),
    };
    let mut wrong = Vec::new();
    let mut tried = 0;
    for line in text("tests/analysis/regions.txt").lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let (conditions, expected) = line.rsplit_once('|').expect("an expectation");
        let mut rules = BASE.to_owned();
        for (number, condition) in conditions.split(';').enumerate() {
            let _ = writeln!(rules, "define c{number} : yes/no = {condition}");
        }
        let call = check(&rules, &files);
        let conditions: Vec<_> = call
            .definitions
            .iter()
            .filter(|it| it.kind == Type::YesNo)
            .map(|it| it.value.clone())
            .collect();
        let found = shown(&call, find(&call, &conditions));
        tried += 1;
        if found != expected.trim() {
            wrong.push(format!("{line}\n  gives {found}"));
        }
    }
    assert!(tried > 60, "only {tried} lines");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn check(rules: &str, files: &ProjectFiles) -> Call {
    let mut sources = Sources::default();
    let file = sources.add("base.bando", rules);
    let checked = engine::check(&sources, file, files);
    let wrong: Vec<&str> = checked
        .diagnostics
        .iter()
        .filter(|it| it.is_error())
        .map(|it| it.message.get(Language::English))
        .collect();
    checked
        .call
        .unwrap_or_else(|| panic!("{wrong:?} in\n{rules}"))
}

fn shown(call: &Call, found: Found) -> String {
    let facts = match found {
        Found::None => return "none".to_owned(),
        Found::Undecided => return "undecided".to_owned(),
        Found::Example(facts) => facts,
    };
    let facts = facts.iter().map(|(id, value)| {
        let fact = &call.facts[id.index()];
        let value = show_plain(value, fact.kind, call.names());
        format!("{} = {value}", fact.name)
    });
    facts.collect::<Vec<_>>().join(", ")
}
