//! What is shown of a programme: its funds to the cent, what it rests on, what acts changed.

use std::fs;

use bando::number::Money;
use bando::programme::{self, LineId};
use bando::source::FileId;
use bando::syntax::parse;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::{run, started};
use crate::support::cases;

/// A programme of one line that three funds share.
fn shared(shares: [i64; 3]) -> String {
    let [a, b, c] = shares;
    format!(
        "bando 1 en\n\nprogramme demo {{\n  title \"Demo\"\n  cite whole\n}}\nsource dgr \"DGR\"\n\
         reading whole \"Of the whole\"\nassumption of_line \"Of the line\"\n\
         reading of_fund \"Of the fund\"\nassumption of_change \"Of the change\"\n\
         fund a \"A\" cite of_fund\nfund b \"B\"\nfund c \"C\"\nbody one \"One\"\n\
         objective 1 \"All\"\nline alpha {{\n  objective 1\n  body one\n  total unknown\n  \
         shares a {a} %, b {b} %, c {c} %\n  cite of_line\n}}\n\
         act a1 {{\n  number \"1\"\n  date 2017-01-01\n  cite dgr\n  add 10_000.04 EUR to alpha\n}}\n\
         act a2 {{\n  number \"2\"\n  date 2018-01-01\n  cite dgr\n  \
         add 500 EUR to alpha cite of_change\n}}\n"
    )
}

fn folder_of(programme: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("programme.bando"), programme).expect("written");
    folder
}

fn json(folder: &tempfile::TempDir, arguments: &str) -> Value {
    let ended = run(
        folder.path(),
        &format!("programme {arguments} --format json"),
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    serde_json::from_str(&ended.stdout).expect("JSON")
}

/// Of 4 cents and of 3 of them the largest remainders give the funds 2, 2, 0 and 1, 1, 1.
#[test]
fn no_fund_has_less_than_nothing_free() {
    let folder = folder_of(&shared([43, 43, 14]));
    let ledger = "id,date,movement,line,amount,of\n1,2017-02-01,commitment,alpha,10000.03,\n";
    fs::write(folder.path().join("ledger.csv"), ledger).expect("written");
    let shown = json(
        &folder,
        "show programme.bando --ledger ledger.csv --at 2017-12-31",
    );
    let funds = shown["by"]["funds"].as_array().expect("funds");
    let told = funds.iter().map(|fund| {
        let part = |name: &str| fund[name].as_str().expect("an amount").to_owned();
        ["allocated", "committed", "free"].map(part)
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ["4300.02", "4300.02", "0.00"],
            ["4300.02", "4300.01", "0.01"],
            ["1400.00", "1400.00", "0.00"],
        ]
    );
}

#[test]
fn funds_share_amounts_within_one_another_to_the_cent() {
    // A cent or two apart largest remainders cross most often.
    let amounts = (0_i64..200, 0_i64..3, 0_i64..3);
    let drawn = (1_i64..50, 1_i64..50, amounts);
    let mut runner = TestRunner::new(cases(1_000));
    let ran = runner.run(&drawn, |(a, b, (paid, committed, all))| {
        let text = shared([a, b, 100 - a - b]);
        let tree = parse(&text, FileId(0)).tree.expect("a tree");
        let programme = programme::check(&tree).programme.expect("a programme");
        let amounts = [paid + committed + all, paid + committed, paid];
        let amounts = amounts.map(Money::from_cents);
        let parts = programme.by_fund(LineId(0), amounts).expect("shares");
        for (place, amount) in amounts.into_iter().enumerate() {
            let sum = Money::sum(parts.iter().map(|(_, of_fund)| of_fund[place]));
            prop_assert_eq!(sum, Some(amount));
        }
        for (_, [all, committed, paid]) in parts {
            prop_assert!(Money::ZERO <= paid && paid <= committed && committed <= all);
        }
        Ok(())
    });
    ran.expect("parts within one another");
}

#[test]
fn all_that_a_programme_rests_on_is_shown_once_up_to_the_act() {
    let folder = folder_of(&shared([50, 30, 20]));
    let whole = json(&folder, "show programme.bando");
    let found = [&whole["assumed"], &whole["readings"]].map(Value::to_string);
    let no_ledger = "No ledger was given: nothing shows as committed or paid here, and everything as free (`--ledger` tells)";
    assert_eq!(
        found,
        [
            &format!(r#"["Of the line","Of the change","{no_ledger}"]"#),
            r#"["Of the whole","Of the fund"]"#
        ]
    );
    let first = json(&folder, "show programme.bando --act a1");
    let assumed = format!(r#"["Of the line","{no_ledger}"]"#);
    assert_eq!(first["assumed"].to_string(), assumed);
}

/// The tables come first: what they rest on is told in one line above them, and whole below.
#[test]
fn a_page_tells_what_it_rests_on_below_its_tables() {
    let folder = folder_of(&shared([50, 30, 20]));
    let ended = run(
        folder.path(),
        "programme show programme.bando --html page.html --lang en",
    );
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let page = fs::read_to_string(folder.path().join("page.html")).expect("a page");
    let place = |words: &str| {
        page.find(words)
            .unwrap_or_else(|| panic!("{words}: {page}"))
    };
    assert!(place("<a href=\"#notes\">") < place("<table>"));
    assert!(place("3 assumptions and 2 readings") < place("<table>"));
    assert!(place("Act by act") < place("id=\"notes\""));
    assert!(place("id=\"notes\"") < place("Of the change"));
}

/// Objectives stand above their parts, each of which the sum counts once; a text that the programme has
/// in Italian alone is marked as Italian on an English page.
#[test]
fn objectives_stand_above_their_parts_and_texts_have_their_language() {
    let line = |name: &str, objective: &str, body: &str| {
        format!("linea {name} {{ obiettivo {objective} soggetto {body} totale 100 EUR }}\n")
    };
    let programme = "bando 1 it\n\nprogramma prova { titolo it \"Prova\" en \"Trial\" }\n\
         fonte dgr \"DGR\"\nsoggetto uno it \"Uno\" en \"One\"\nsoggetto due \"Due\"\n\
         obiettivo 1.1.1 di 1.1 \"Parte di parte\"\nobiettivo 2 \"Secondo\"\n\
         obiettivo 1.1 di 1 \"Parte\"\nobiettivo 1 \"Primo\"\n"
        .to_owned()
        + &line("aa", "1.1.1", "uno")
        + &line("bb", "2", "due")
        + &line("cc", "1", "due");
    let folder = folder_of(&programme);
    let ended = run(
        folder.path(),
        "programme show programme.bando --html page.html --lang en",
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let page = fs::read_to_string(folder.path().join("page.html")).expect("a page");
    let start = page.find("<h2>By objective").expect("the objectives");
    let part = &page[start..];
    let part = &part[..part.find("</section>").expect("its end")];
    let rows = part.lines().filter(|it| it.starts_with("<tr>"));
    let rows: Vec<&str> = rows
        .map(|row| {
            row.split("</th><td class=\"number\">")
                .next()
                .expect("a head")
        })
        .collect();
    let marked = |class: &str, code: &str, title: &str| {
        format!(
            "<tr><th scope=\"row\" class=\"item{class}\">{code}<br><span class=\"note\"><span lang=\"it\">{title}</span></span>"
        )
    };
    assert_eq!(
        rows,
        [
            marked("", "2", "Secondo"),
            marked("", "1", "Primo"),
            marked(" part", "1.1", "Parte"),
            marked(" part of-part", "1.1.1", "Parte di parte"),
        ]
    );
    assert!(
        part.contains("In all</th><td class=\"number\">300.00<"),
        "{part}"
    );
    assert!(part.contains("the sum counts them once"), "{part}");
    // What is there in both languages is not marked.
    assert!(page.contains("<h1>Trial</h1>"), "{page}");
    assert!(page.contains("1.1.1 · One<"), "{page}");
    assert!(page.contains("2 · <span lang=\"it\">Due</span>"), "{page}");
}

#[test]
fn a_difference_tells_the_whole_programme_too() {
    let folder = folder_of(&shared([50, 30, 20]));
    let told = json(&folder, "diff programme.bando --from a1 --to a2");
    assert_eq!(
        told["whole"].to_string(),
        r#"{"before":"10000.04","after":"10500.04","difference":"500.00"}"#
    );
}

/// Whoever mistypes an act is told which there are.
#[test]
fn an_act_that_is_not_there_is_answered_with_those_that_are() {
    let folder = started(&[]);
    for (arguments, told) in [
        (
            "programme show programma-7.bando --act c --lang en",
            "error: the programme has no act `c`: it has `a`, `b`\n",
        ),
        (
            "programme diff programma-7.bando --from DGR --lang it",
            "errore: il programma non ha un atto `DGR`: ha `a`, `b`\n",
        ),
    ] {
        let ended = run(folder.path(), arguments);
        assert_eq!(ended.stderr, told);
        assert_ne!(ended.code, 0);
    }
}
