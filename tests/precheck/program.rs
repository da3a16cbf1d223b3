//! The command `bando precheck`.

use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

use crate::support::project;

const CALL: &str = "rules/puglia-azione-9.3.bando";
/// A call whose cost must lie between 1,000 and 50,000 euro.
const RANGE: &str = "tests/web/call.bando";

fn run(answers: &str, arguments: &[&str]) -> (i32, String, String) {
    run_on(CALL, answers, arguments)
}

fn run_on(call: &str, answers: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("answers.json");
    std::fs::write(&path, answers).unwrap();
    let mut command = cargo_bin_cmd!("bando");
    command.current_dir(project("")).env_clear();
    command.args(["precheck", call]).arg(path).args(arguments);
    if !arguments.contains(&"--as-of") {
        command.args(["--as-of", "2026-02-16"]);
    }
    let output = command.output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// Returns a call that wants more points than its commission may give: so many times ten, and five.
pub(super) fn points_out_of_reach(findings: usize) -> String {
    let facts = (0..findings).map(|it| format!("  o{it} : yes/no by commission\n"));
    let facts = facts.collect::<Vec<_>>().concat();
    let points = (0..findings).map(|it| format!(" + (first of {{ o{it} : 10 otherwise : 0 }})"));
    let points = points.collect::<Vec<_>>().concat();
    let wanted = findings * 10 + 10;
    format!(
        "bando 1 en\n\ncall points {{\n  title \"Points\"\n  zone Europe/Rome\n}}\n\n\
         source n \"Notice\"\n\nfacts {{\n{facts}  years : integer ask \"Years?\"\n}}\n\
         define points : integer = years{points}\n\nrequirement enough \"Enough points\" {{\n  \
         phase formal\n  cite n \"art. 1\"\n  require points >= {wanted}\n  else \"No.\"\n}}\n"
    )
}

#[test]
fn what_the_commission_may_find_is_looked_at_once() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("points.bando");
    for findings in [6, 8, 10] {
        std::fs::write(&path, points_out_of_reach(findings)).unwrap();
        let (code, told, errors) =
            run_on(path.to_str().unwrap(), r#"{"years": 5}"#, &["--lang", "en"]);
        assert_eq!(code, 0, "{errors}");
        assert!(told.starts_with("You cannot apply."), "{findings}: {told}");
    }
}

/// Returns a call with a limit that is chosen by a definition, which is chosen by another, and so on.
fn limit_by_many_definitions(kind: &str, values: [&str; 2], count: usize) -> String {
    let chosen = (1..count).map(|it| {
        let before = it - 1;
        format!("define d{it} : {kind} = first of {{ b : d{before} otherwise : d{before} }}\n")
    });
    let chosen = chosen.collect::<Vec<_>>().concat();
    let last = count - 1;
    let [one, other] = values;
    format!(
        "bando 1 en\n\ncall limits {{\n  title \"Limits\"\n  zone Europe/Rome\n}}\n\n\
         source n \"Notice\"\n\nfacts {{\n  b : yes/no ask \"B?\"\n  e : {kind} ask \"E?\"\n}}\n\
         define d0 : {kind} = first of {{ b : {one} otherwise : {other} }}\n{chosen}\n\
         requirement late \"Late enough\" {{\n  phase formal\n  cite n \"art. 1\"\n  \
         require e >= d{last}\n  else \"No.\"\n}}\n"
    )
}

#[test]
fn a_definition_named_very_often_is_looked_into_once() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("limits.bando");
    for (kind, values, below) in [
        ("date", ["2026-01-01", "2026-02-01"], "2025-12-31"),
        ("money", ["10 EUR", "20 EUR"], "9.00"),
    ] {
        std::fs::write(&path, limit_by_many_definitions(kind, values, 22)).unwrap();
        let path = path.to_str().unwrap();
        let started = std::time::Instant::now();
        let (_, told, _) = run_on(path, "{}", &["--lang", "en"]);
        assert!(told.starts_with("Next question (e)"), "{kind}: {told}");
        let answers = format!("{{\"e\": \"{below}\"}}");
        let (code, told, errors) = run_on(path, &answers, &["--lang", "en"]);
        assert_eq!(code, 0, "{errors}");
        // Below either limit, whichever counts.
        assert!(told.starts_with("You cannot apply."), "{kind}: {told}");
        assert!(started.elapsed().as_secs() < 30, "{kind} took too long");
    }
}

#[test]
fn the_next_question_is_told_with_its_reason() {
    let (code, told, _) = run("{}", &["--lang", "it"]);
    assert_eq!(code, 0);
    assert!(
        told.starts_with(
            "\
Prossima domanda (applicant.form)
  Chi presenta la proposta?
  Serve per "
        ),
        "{told}"
    );
    assert!(
        told.contains("«Proponente fra i beneficiari» (POR Puglia"),
        "{told}"
    );
    let (_, told, _) = run(
        "{}",
        &[
            "--lang",
            "en",
            "--unknown",
            "applicant.form",
            "--format",
            "json",
        ],
    );
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["step"], "ask");
    assert_eq!(told["question"], "lines");
    assert_eq!(told["proved"], true);
}

#[test]
fn the_verdict_is_told_as_soon_as_it_is_settled() {
    let answers = r#"{ "applicant": { "form": "persona_fisica" } }"#;
    let (code, told, _) = run(answers, &["--lang", "en"]);
    assert_eq!(code, 0);
    assert!(
        told.starts_with("You cannot apply.\n\nNot met:\n- Applicant among the beneficiaries"),
        "{told}"
    );
    let widest = told.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{told}");
    let (_, told, _) = run(answers, &["--lang", "en", "--every-reason"]);
    assert!(told.starts_with("Next question"), "{told}");
    let (_, told, _) = run(answers, &["--lang", "it", "--changes"]);
    assert!(
        told.starts_with("Nulla di ciò che si può cambiare qui soddisfa questi requisiti"),
        "{told}"
    );
}

#[test]
fn documents_and_contacts_are_told_with_the_verdict() {
    let answers = r#"{
        "form": "associazione", "registered": true, "name": "x", "cost": "2000.00",
        "documents": ["domanda", "progetto"], "partners": [{"kind": "comune"}]
    }"#;
    let (code, told, _) = run_on(RANGE, answers, &["--lang", "it"]);
    assert_eq!(code, 0);
    let after = told
        .split_once("\nDocumenti da preparare")
        .map(|(_, it)| it);
    assert_eq!(
        after,
        Some(
            ":
- Domanda firmata
  § Avviso pubblico di prova, art. 7
- Statuto dell'associazione
  si ottiene da: l'ufficio del registro
  § Avviso pubblico di prova, art. 7

A chi chiedere:
- Sportello dei laboratori
  email: laboratori@example.org
  telefono: +39 080 0000000
  pagina: https://www.example.org/laboratori
  orario: lunedì, 10-12
  § Avviso pubblico di prova, art. 12
"
        ),
        "{told}"
    );
}

#[test]
fn a_fact_that_is_not_there_is_told() {
    let (code, _, told) = run("{}", &["--lang", "en", "--unknown", "month"]);
    assert_eq!(code, 2);
    assert!(told.contains("months"), "{told}");
}

#[test]
fn a_cost_above_its_range_comes_down_to_the_nearer_end() {
    let answers = r#"{
        "form": "comune", "name": "x", "cost": "60000.00", "documents": ["domanda", "progetto"]
    }"#;
    let (code, told, _) = run_on(RANGE, answers, &["--lang", "it", "--changes"]);
    assert_eq!(code, 0);
    assert_eq!(
        told,
        "\
Basterebbe questo perché nessun requisito manchi:
- Quanto costa il progetto? 50.000,00 € invece di 60.000,00 € (10.000,00 € in
  meno)
  per: Costo nei limiti (Avviso pubblico di prova, art. 5)
"
    );
    let answers = answers.replace("60000.00", "10.00");
    let (_, told, _) = run_on(RANGE, &answers, &["--lang", "en", "--changes"]);
    assert_eq!(
        told,
        "\
This would be enough for no requirement to fail:
- How much does the project cost? 1,000.00 EUR instead of 10.00 EUR (990.00 EUR
  more)
  for: Cost within the limits (Avviso pubblico di prova, art. 5)
"
    );
}

#[test]
fn whoever_comes_too_late_is_told_first() {
    let answers = r#"{ "applicant": { "form": "persona_fisica" } }"#;
    let late = ["--lang", "it", "--as-of", "2026-04-01"];
    let (code, told, _) = run(answers, &late);
    assert_eq!(code, 0);
    assert!(
        told.starts_with(
            "\
L'avviso è chiuso: le domande si presentavano fino al 31/03/2026 ore 12:00. Non
si può più presentare domanda.

Con queste risposte non avrebbe comunque potuto presentare domanda.
"
        ),
        "{told}"
    );
    let (_, told, _) = run(answers, &[&late[..], &["--format", "json"]].concat());
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["reception"], "closed");
    assert_eq!(told["verdict"], "closed");
    assert_eq!(told["verdict_by_answers"], "may_not_apply");
    let (_, told, _) = run("{}", &["--lang", "en", "--as-of", "2026-01-14"]);
    assert!(told.starts_with("The call is not open yet"), "{told}");
}

#[test]
fn null_is_not_known_and_what_is_missing_is_not_answered_yet() {
    let asked = |answers: &str| {
        let (code, told, _) = run(answers, &["--lang", "en", "--format", "json"]);
        assert_eq!(code, 0, "{told}");
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        told["question"].as_str().map(str::to_owned)
    };
    let first = Some("applicant.form".to_owned());
    assert_eq!(asked("{}"), first);
    assert_eq!(asked(r#"{"applicant": {}}"#), first);
    for not_known in [
        r#"{"applicant": {"form": null}}"#,
        "\u{feff}{\"id\": \"1\", \"applicant\": {\"form\": null}}",
        r#"[{"id": "1", "applicant": {"form": null}}]"#,
        r#"{"applicant": null}"#,
    ] {
        assert_eq!(asked(not_known).as_deref(), Some("lines"), "{not_known}");
    }
}

/// The table of the decree holds only the municipalities that applied: of any other it is not said that
/// it may apply, nor that it may not.
#[test]
fn a_municipality_that_the_table_does_not_hold_is_asked_for_its_inhabitants() {
    let call = "rules/rigenerazione-urbana-2021.bando";
    let rest = r#""letter": "A", "cost": "10.00", "own_money": "5.00", "requested": "5.00", "sent_on": "2021-05-20""#;
    let told = |answers: &str| {
        let answers = format!("{{{rest}{answers}}}");
        run_on(call, &answers, &["--lang", "en", "--as-of", "2021-05-20"]).1
    };
    let asked = told("");
    assert!(asked.starts_with("Next question (inhabitants)"), "{asked}");
    let small = told(r#", "inhabitants": 3000, "comune": null"#);
    assert!(small.starts_with("It cannot be said yet."), "{small}");
    assert!(small.contains("- Eligible municipality (who)"), "{small}");
    let large = told(r#", "inhabitants": 20000, "comune": null"#);
    assert!(large.starts_with("You may apply."), "{large}");
    let listed = told(r#", "inhabitants": 3000, "comune": "001008""#);
    assert!(listed.starts_with("You cannot apply."), "{listed}");
}
