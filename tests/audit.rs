//! Wrong results that readers of the whole program found, each once.

use std::fs;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use tempfile::TempDir;

const HEAD: &str = "bando 1\n\
    call t { title \"T\" zone Europe/Rome missing ask }\n\
    source a \"Avviso\"\n\
    proposals { id from id separator \";\" numbers like \"1.234,56\" dates like \"31/12/2026\" }\n";

/// The exit code, standard output, and `outcome.json` if it was written.
struct Ended {
    code: i32,
    stdout: String,
    outcome: Option<Value>,
}

fn bando() -> Command {
    let mut command = cargo_bin_cmd!("bando");
    command.env_clear().env("LC_ALL", "it_IT.UTF-8");
    command
}

/// Runs one command on rules and proposals that stand in a folder of their own.
fn run(rules: &str, name: &str, proposals: &str, arguments: &[&str]) -> Ended {
    let folder: TempDir = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("r.bando"), format!("{HEAD}{rules}")).expect("written");
    fs::write(folder.path().join(name), proposals).expect("written");
    let output = bando()
        .current_dir(folder.path())
        .args([arguments[0], "r.bando"])
        .args((arguments[0] != "check").then_some(name))
        .args(&arguments[1..])
        .output()
        .expect("it runs");
    let outcome = fs::read_to_string(folder.path().join("out/outcome.json"));
    Ended {
        code: output.status.code().expect("a code"),
        stdout: String::from_utf8(output.stdout).expect("text"),
        outcome: outcome
            .ok()
            .map(|it| serde_json::from_str(&it).expect("JSON")),
    }
}

fn proposal<'a>(outcome: &'a Value, id: &str) -> &'a Value {
    let proposals = outcome["proposals"].as_array().expect("proposals");
    proposals
        .iter()
        .find(|it| it["id"] == id)
        .expect("the proposal")
}

/// `450.000 EUR` is how an Italian writes 450 thousand euro; it may not be read as 450.
#[test]
fn a_point_before_three_digits_is_refused_in_rules() {
    for condition in ["c <= 450.000 EUR", "n <= 15.000"] {
        let rules = format!(
            "facts {{ c : money n : integer }}\n\
             requirement w \"W\" {{ phase formal cite a \"1\" require {condition} else \"no\" }}\n"
        );
        assert_eq!(run(&rules, "d.csv", "", &["check"]).code, 3, "{condition}");
    }
}

/// A share of more than the whole cannot be reached: the clause would never act.
#[test]
fn the_least_share_to_give_is_at_most_the_whole() {
    let rules = "facts { c : money }\n\
        requirement r \"R\" { phase formal cite a \"1\" require c > 0 EUR else \"{c}\" }\n\
        ranking { cite a \"2\" order by c descending }\n\
        envelope { 10 EUR cite a \"3\" award c\n\
          at the limit: give what is left, if at least 140 %, then stop }\n";
    assert_eq!(run(rules, "d.csv", "", &["check"]).code, 3);
}

/// `language.md`, allocation: an award of zero is not funded.
#[test]
fn a_member_whose_part_is_zero_is_not_funded() {
    let rules = "facts { c : money g : code p : integer }\n\
        requirement r \"R\" { phase formal cite a \"1\" require c > 0 EUR else \"{c}\" }\n\
        ranking { cite a \"2\" group by g order by p descending }\n\
        envelope { 10 EUR cite a \"3\" award c at the limit: give what is left }\n";
    let rows = "id;c;g;p\na;33,34;G;1\nb;33,33;G;1\nc;0,01;G;1\n";
    let ended = run(rules, "d.csv", rows, &["rank", "--out", "out"]);
    let outcome = ended.outcome.expect("an outcome");
    let none = proposal(&outcome, "c");
    assert_eq!(none["award"], "0.00");
    assert_eq!(none["outcome"], "waiting");
}

/// A refused row was still received: who sent it may not pass for having sent one proposal less.
#[test]
fn a_refused_row_does_not_settle_how_many_an_applicant_sent() {
    let rules = "facts { who : tax code c : money }\n\
        define sent : integer = count of received proposals with same who\n\
        requirement once \"Una\" { phase formal cite a \"1\" require sent <= 1 else \"{sent}\" }\n";
    let rows = "id;who;c\na;00000010157;60,00\nb;00000010157;60.00\n";
    let ended = run(
        rules,
        "d.csv",
        rows,
        &["assess", "--explain", "--format", "jsonl"],
    );
    assert_eq!(ended.code, 4);
    let assessed: Value = serde_json::from_str(ended.stdout.trim()).expect("one line");
    assert_eq!(assessed["id"], "a");
    assert_ne!(assessed["requirements"][0]["judgement"], "met");
}

/// `language.md`, lists: in the pre-check the values over received proposals are unknown.
#[test]
fn the_pre_check_knows_nothing_of_other_proposals() {
    let rules = "facts { who : tax code c : money }\n\
        define sent : integer = count of received proposals with same who\n\
        requirement once \"Una\" { phase formal cite a \"1\" require sent <= 1 else \"{sent}\" }\n\
        requirement pays \"Costo\" { phase formal cite a \"2\" require c > 1 EUR else \"{c}\" }\n";
    let rows = "id;who;c\na;00000010157;60,00\n";
    let arguments = [
        "assess",
        "--explain",
        "--stage",
        "pre-check",
        "--format",
        "jsonl",
    ];
    let ended = run(rules, "d.csv", rows, &arguments);
    let assessed: Value = serde_json::from_str(ended.stdout.trim()).expect("one line");
    assert_eq!(assessed["requirements"][0]["judgement"], "unknown");
}

/// A file that cannot be read at all is a failure, not a call without proposals.
#[test]
fn an_unreadable_file_of_proposals_writes_no_lists() {
    let rules = "facts { c : money }\n\
        requirement r \"R\" { phase formal cite a \"1\" require c > 0 EUR else \"{c}\" }\n\
        ranking { cite a \"2\" order by c descending }\n\
        envelope { 10 EUR cite a \"3\" award c at the limit: stop }\n";
    let ended = run(
        rules,
        "d.json",
        "[{\"id\":\"a\",",
        &["rank", "--out", "out"],
    );
    assert!(ended.outcome.is_none(), "an empty ranking was written");
    assert_eq!(ended.code, 1);
}

/// `language.md`, values: where a column is `optional`, every use says `otherwise`.
#[test]
fn a_cell_that_may_be_empty_is_used_with_otherwise() {
    let folder: TempDir = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("t.csv"), "istat,income\n001,\n").expect("written");
    let rules = format!(
        "{HEAD}table towns from \"t.csv\" key istat {{ istat : code income : decimal 2 optional }}\n\
         facts {{ town : row of towns by istat }}\n\
         requirement w \"W\" {{ phase formal cite a \"1\" require town.income > 1 else \"no\" }}\n"
    );
    fs::write(folder.path().join("r.bando"), rules).expect("written");
    let checked = bando()
        .current_dir(folder.path())
        .args(["check", "r.bando"])
        .output()
        .expect("it runs");
    assert_eq!(checked.status.code(), Some(3));
}

/// `language.md`, unknown: what all completions share is the admission.
#[test]
fn a_condition_that_changes_nothing_is_not_asked_for() {
    let rules = "enum K { x, y }\n\
        facts { k : K ok : yes/no when k is x }\n\
        requirement w \"W\" { phase formal cite a \"1\" applies when k is x require ok else \"no\" }\n\
        test \"t\" { given { k = unknown ok = yes } expect admitted }\n";
    let ended = run(rules, "d.csv", "", &["check"]);
    assert_eq!(ended.code, 0);
    let folder: TempDir = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("r.bando"), format!("{HEAD}{rules}")).expect("written");
    let tested = bando()
        .current_dir(folder.path())
        .args(["test", "r.bando"])
        .output()
        .expect("it runs");
    assert_eq!(tested.status.code(), Some(0));
}
