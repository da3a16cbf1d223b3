//! `bando weights`, as people see it.

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

use crate::support::{project, text};

const PUGLIA: &str = "rules/puglia-azione-9.3.bando";

/// Runs `bando weights` and returns how it ended, what it printed, and what it said.
fn weights(arguments: &[&str]) -> (i32, String, String) {
    let mut command = cargo_bin_cmd!("bando");
    command.current_dir(project("")).env_clear();
    let output = command
        .arg("weights")
        .args(arguments)
        .output()
        .expect("it runs");
    (
        output.status.code().expect("it ends by itself"),
        String::from_utf8(output.stdout).expect("UTF-8"),
        String::from_utf8(output.stderr).expect("UTF-8"),
    )
}

#[test]
fn the_shares_of_puglia_are_shown_step_by_step_within_eighty_columns() {
    for language in ["it", "en"] {
        let (code, page, said) = weights(&[
            PUGLIA,
            "--lang",
            language,
            "--envelope",
            "3220000",
            "--steps",
        ]);
        assert_eq!((code, said.as_str()), (0, ""));
        let path = format!("tests/territory/puglia.{language}.txt");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(project(&path), &page).expect("it is written");
        }
        assert_eq!(page, text(&path), "{path}");
        assert!(
            page.lines().all(|line| line.chars().count() <= 80),
            "{page}"
        );
    }
}

#[test]
fn the_call_s_own_envelope_is_shared_out_where_none_is_said() {
    let (_, page, _) = weights(&[PUGLIA, "--lang", "en"]);
    assert!(page.contains("2,400,000.00 EUR shared out"), "{page}");
    assert!(page.contains("071044 (Roseto"), "{page}");
}

#[test]
fn json_holds_every_step_exactly() {
    let arguments = [
        PUGLIA,
        "--envelope",
        "3_220_000.00",
        "--compare",
        "4000000",
        "--format",
        "json",
    ];
    let (code, page, _) = weights(&arguments);
    assert_eq!(code, 0);
    let told: Value = serde_json::from_str(&page).expect("JSON");
    let told = &told[0];
    assert_eq!(told["envelope"], "3220000.00");
    assert_eq!(told["larger"]["losing"], serde_json::json!([]));
    assert_eq!(
        told["left_out"][0]["rows"],
        serde_json::json!(["071044", "075096", "075098"])
    );
    let brindisi = &told["territories"][1];
    assert_eq!(brindisi["key"], "BR");
    assert_eq!(brindisi["amount"], "393646.89");
    assert_eq!(brindisi["indexes"][0]["value"]["exact"], "1800/2789");
    assert_eq!(
        brindisi["indexes"][0]["indicators"][0]["value"]["exact"],
        "129/8"
    );
    assert_eq!(brindisi["shares"][2]["share"]["rounded"], "0.166666666667");
    assert_eq!(brindisi["claim"]["rounded"], "393646.885968022398");
}

#[test]
fn what_cannot_be_shared_out_is_said() {
    let decree = "rules/rigenerazione-urbana-2021.bando";
    for (arguments, code, said) in [
        (&[decree][..], 1, "has no weight"),
        (&[PUGLIA, "--weight", "equality"], 2, "equity"),
        (&[PUGLIA, "--compare", "2400000"], 2, "larger"),
        (
            &[PUGLIA, "--envelope", "12.345"],
            2,
            "needed, like 3220000.00",
        ),
        (&[PUGLIA, "--envelope", "-5"], 2, ""),
    ] {
        let (ended, _, message) = weights(arguments);
        assert_eq!(ended, code, "{arguments:?}: {message}");
        assert!(message.contains(said), "{arguments:?}: {message}");
    }
}

/// The envelope may have versions: which one counts is seen on a day.
#[test]
fn the_envelope_is_that_of_the_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = r#"bando 1
call a { title "A" zone Europe/Rome as of sent }
source act "Avviso"
table t from "t.csv" key k { k : code people : integer }
facts { place : row of t by k  cost : money  sent : date }
parameter money_there : money {
  from 2026-01-01 to 2026-12-31 : 1_000.00 EUR
  from 2027-01-01 : 3_000.00 EUR
}
  cite act "art. 1"
requirement R01 "Any" { phase formal cite act "art. 1" require cost > 0 EUR else "no" }
weight w over t { cite act "art. 2" 100 % share of people }
ranking { cite act "art. 3" order by cost descending }
envelope { money_there cite act "art. 4" award cost pools by place weight w leftovers to one ranking at the limit: stop }
"#;
    let path = folder.path().join("a.bando");
    std::fs::write(&path, rules).expect("written");
    std::fs::write(folder.path().join("t.csv"), "k,people\nX,1\nY,3\n").expect("written");
    let path = path.to_str().expect("UTF-8");
    for (day, of_x) in [("2026-05-04", " 250.00 EUR"), ("2027-05-04", " 750.00 EUR")] {
        let (code, page, said) = weights(&[path, "--as-of", day, "--lang", "en"]);
        assert_eq!((code, said.as_str()), (0, ""), "{page}");
        assert!(page.contains(of_x), "{page}");
    }
    let (code, _, said) = weights(&[path, "--lang", "it"]);
    assert_eq!(code, 2);
    assert!(said.contains("--as-of 2026-01-31"), "{said}");
}
