//! The program as people start it: wiring, exit codes, files.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use assert_cmd::cargo::{cargo_bin, cargo_bin_cmd};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{project, text};

const DECREE: &str = "rules/rigenerazione-urbana-2021.bando";
const APPLICATIONS: &str = "examples/rigenerazione-urbana-2021/domande.csv";
const COMMANDS: [&str; 20] = [
    "check",
    "fmt",
    "graph",
    "test",
    "assess",
    "explain",
    "rank",
    "verify",
    "audit",
    "slide",
    "schema",
    "sheets",
    "weights",
    "compare",
    "precheck",
    "programme",
    "serve",
    "new",
    "completions",
    "man",
];

/// Italian, and nothing else from this machine.
fn bando() -> Command {
    let mut command = cargo_bin_cmd!("bando");
    command
        .current_dir(project(""))
        .env_clear()
        .env("LC_ALL", "it_IT.UTF-8");
    command
}

struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run(command: &mut Command) -> Ended {
    let output = command.output().expect("it runs");
    Ended {
        code: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A folder with a rule file of its own, made by `bando new`.
fn started(language: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let ended = run(bando()
        .current_dir(folder.path())
        .args(["new", "prova", "--lang", language]));
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "prova.bando\n"));
    folder
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    names.sort();
    names
}

#[test]
fn wrong_use_ends_with_2() {
    for arguments in [
        &[][..],
        &["unknown"],
        &["check"],
        &["rank", DECREE],
        &["rank", DECREE, "domande.ods"],
        &["rank", DECREE, APPLICATIONS, "--stage", "second"],
        &["rank", DECREE, APPLICATIONS, "--format", "jsonl"],
        &["check", DECREE, "--format", "jsonl"],
        &["check", DECREE, "--format", "xlsx"],
        &["schema", DECREE, "--format", "jsonl"],
        &["check", DECREE, "--lang", "fr"],
        &["new", "Non valido"],
    ] {
        let ended = run(bando().args(arguments));
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (2, ""),
            "{arguments:?}"
        );
        assert!(!ended.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn every_command_explains_itself_with_an_example() {
    for command in COMMANDS {
        let ended = run(bando().args([command, "--help"]));
        assert_eq!(ended.code, 0, "{command}");
        assert!(
            ended.stdout.contains("Esempio:\n  bando "),
            "{}",
            ended.stdout
        );
    }
    assert_eq!(run(bando().arg("--version")).code, 0);
}

#[test]
fn a_missing_file_is_named_in_the_readers_language_and_ends_with_1() {
    let message = |locale: &str, arguments: &[&str]| {
        let ended = run(bando()
            .env("LC_ALL", locale)
            .args(["check", "no/such.bando"])
            .args(arguments));
        assert_eq!((ended.code, ended.stdout.as_str()), (1, ""));
        ended.stderr
    };
    let italian = "errore: non si può leggere `no/such.bando`: non esiste\n";
    let english = "error: cannot read `no/such.bando`: it does not exist\n";
    assert_eq!(message("it_IT.UTF-8", &[]), italian);
    assert_eq!(message("C", &[]), english);
    assert_eq!(message("C", &["--lang", "it"]), italian);
    assert_eq!(message("it_IT.UTF-8", &["--lang", "en"]), english);
}

#[test]
fn the_decree_passes_its_check_and_its_tests() {
    let checked = run(bando().args(["check", DECREE]));
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    assert_eq!(checked.stdout, format!("{DECREE}: nessun errore\n"));
    let tested = run(bando().args(["test", DECREE, "--data", "examples"]));
    assert_eq!(tested.code, 0, "{}{}", tested.stdout, tested.stderr);
    assert!(
        tested.stdout.contains("prove superate: 14, fallite: 0"),
        "{}",
        tested.stdout
    );
    let without_data = run(bando().args(["test", DECREE, "--lang", "en"]));
    assert_eq!(without_data.code, 3);
    assert!(
        without_data.stderr.contains("error[file-not-found]"),
        "{}",
        without_data.stderr
    );
}

#[test]
fn the_decree_is_ranked_and_its_lists_are_written_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("results");
    let rank = || {
        let ended = run(bando()
            .args(["rank", DECREE, APPLICATIONS, "--out"])
            .arg(&out));
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
        let outcome = fs::read_to_string(out.join("outcome.json")).expect("the outcome");
        (ended.stdout, outcome)
    };
    let (summary, outcome) = rank();
    assert!(summary.contains("3.399.271.176,95 €"), "{summary}");
    assert_eq!(
        names_in(&out),
        [
            "funded.csv",
            "graduatoria.xlsx",
            "inputs",
            "not-admitted.csv",
            "outcome.json",
            "ranking.csv",
            "refused-rows.csv",
            "report.html",
            "to-be-completed.csv",
            "waiting.csv",
            "with-reservation.csv"
        ]
    );
    assert_eq!(rank(), (summary, outcome.clone()), "the same bytes again");
    let outcome = json(&outcome);
    assert_eq!(outcome["spent"], "3399271176.95");
    assert_eq!(outcome["left"], "728823.05");
    assert_eq!(outcome["provisional"], false);
    assert_eq!(outcome["counts"]["funded"], 1784);
    let proposals = outcome["proposals"].as_array().expect("proposals");
    assert_eq!(proposals.len(), 2418);
    let first_out = proposals.iter().find(|it| it["id"] == "B91B21001080001");
    let first_out = first_out.expect("Segrate's project");
    assert_eq!(first_out["outcome"], "waiting");
    assert_eq!(
        first_out["reasons"][0]["message"]["it"],
        "servono 4.132.500,00 €, ne restano 728.823,05 €: mancano 3.403.676,95 €; \
         qui la graduatoria si ferma"
    );
    assert_eq!(
        first_out["reasons"][0]["message"]["en"],
        "asks 4,132,500.00 EUR, 728,823.05 EUR are left: short by 3,403,676.95 EUR; \
         the ranking stops here"
    );
    let ranking = fs::read_to_string(out.join("ranking.csv")).expect("the ranking");
    assert_eq!(ranking.lines().count(), 2326);
}

#[test]
fn a_proposal_is_explained_with_rule_values_and_article() {
    let explain = ["explain", DECREE, APPLICATIONS, "B91B21001080001"];
    let ended = run(bando().args(explain));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for words in [
        "Proposta B91B21001080001: ammessa\n",
        "Massimo per comune (under_ceiling): SODDISFATTO",
        "§ D.P.C.M. 21 gennaio 2021, art. 2",
        "richiede: asked_by_comune <= ceiling → sì",
        "inhabitants → 35.492",
    ] {
        assert!(
            ended.stdout.contains(words),
            "no `{words}` in\n{}",
            ended.stdout
        );
    }
    let as_json = json(&run(bando().args(explain).args(["--format", "json"])).stdout);
    assert_eq!(as_json["requirements"][1]["requirement"], "under_ceiling");
    assert_eq!(as_json["requirements"][1]["require"]["value"], "yes");
    let unknown = run(bando().args(["explain", DECREE, APPLICATIONS, "B91B21001080002"]));
    assert_eq!(unknown.code, 1);
    assert!(
        unknown.stderr.contains("nessuna proposta ha l'id"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn assessments_come_a_line_each_as_text_and_as_json_lines() {
    let lines = |format| {
        let ended = run(bando().args(["assess", DECREE, APPLICATIONS, "--format", format]));
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
        ended.stdout
    };
    assert_eq!(lines("text").lines().count(), 2418);
    assert_eq!(lines("jsonl").lines().map(json).count(), 2418);
    assert_eq!(json(&lines("json")).as_array().map(Vec::len), Some(2418));
}

#[test]
fn refused_rows_end_with_4_and_are_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("domande.csv");
    let applications = text(APPLICATIONS).replacen(",2930884.28,", ",\"2.930.884,28\",", 1);
    fs::write(&path, applications).expect("written");
    let out = folder.path().join("out");
    let ended = run(bando()
        .args(["rank", DECREE])
        .arg(&path)
        .arg("--out")
        .arg(&out));
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    assert!(
        ended.stderr.contains("errore[bad-value]"),
        "{}",
        ended.stderr
    );
    assert!(
        ended.stdout.contains("Esito provvisorio"),
        "{}",
        ended.stdout
    );
    let refused = fs::read_to_string(out.join("refused-rows.csv")).expect("the list");
    assert_eq!(refused.lines().count(), 2, "{refused}");
    let outcome = json(&fs::read_to_string(out.join("outcome.json")).expect("the outcome"));
    assert_eq!(outcome["provisional"], true);
}

#[test]
fn a_starter_passes_check_test_and_fmt_in_both_languages() {
    for language in ["it", "en"] {
        let folder = started(language);
        for arguments in [
            &["check", "prova.bando"][..],
            &["test", "prova.bando"],
            &["fmt", "--check", "prova.bando"],
        ] {
            let ended = run(bando().current_dir(folder.path()).args(arguments));
            assert_eq!(
                ended.code, 0,
                "{arguments:?}\n{}{}",
                ended.stdout, ended.stderr
            );
            assert_eq!(ended.stderr, "", "{arguments:?}");
        }
        let again = run(bando().current_dir(folder.path()).args(["new", "prova"]));
        assert_eq!(again.code, 1, "it is never overwritten");
        assert_eq!(names_in(folder.path()), ["prova.bando"]);
    }
}

#[test]
fn a_starter_exists_in_all_four_ways() {
    for (language, keywords, first) in [
        ("it", "it", "\navviso esempio {"),
        ("it", "en", "\ncall esempio {"),
        ("en", "it", "\navviso esempio {"),
        ("en", "en", "\ncall esempio {"),
    ] {
        let arguments = ["new", "--lang", language, "--keywords", keywords];
        let ended = run(bando().args(arguments));
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let version = format!("bando 1 {keywords}\n");
        assert!(ended.stdout.starts_with(&version), "{}", ended.stdout);
        assert!(ended.stdout.contains(first), "{}", ended.stdout);
        let folder = tempfile::tempdir().expect("a folder");
        let named = run(bando()
            .current_dir(folder.path())
            .args(arguments)
            .arg("musica"));
        assert_eq!(named.code, 0, "{}", named.stderr);
        for command in ["check", "test"] {
            let arguments = [command, "musica.bando"];
            let ended = run(bando().current_dir(folder.path()).args(arguments));
            assert_eq!(ended.code, 0, "{}{}", ended.stdout, ended.stderr);
        }
    }
}

#[test]
fn fmt_puts_a_file_into_other_keywords_and_back() {
    let folder = started("en");
    let path = folder.path().join("prova.bando");
    let english = fs::read(&path).expect("a file");
    let fmt = |arguments: &[&str]| {
        run(bando()
            .current_dir(folder.path())
            .arg("fmt")
            .args(arguments))
    };
    assert_eq!(fmt(&["--keywords", "en", "prova.bando"]).stdout, "");
    let only_asked = fmt(&["--check", "--keywords", "it", "prova.bando"]);
    assert_eq!(
        (only_asked.code, only_asked.stdout.as_str()),
        (3, "prova.bando\n")
    );
    assert_eq!(fs::read(&path).expect("a file"), english);
    let ended = fmt(&["--keywords", "it", "prova.bando"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "prova.bando\n"));
    let italian = fs::read_to_string(&path).expect("a file");
    assert!(italian.starts_with("bando 1 it\n"), "{italian}");
    assert_eq!(
        fmt(&["--check", "prova.bando"]).code,
        0,
        "it keeps its words"
    );
    assert_eq!(fmt(&["--keywords", "en", "prova.bando"]).code, 0);
    assert_eq!(fs::read(&path).expect("a file"), english);
}

#[test]
fn fmt_leaves_a_file_whose_names_would_be_keywords() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("prova.bando");
    let text = "bando 1 en\nsource lettura \"Una lettura\"\n";
    fs::write(&path, text).expect("written");
    let arguments = ["fmt", "--keywords", "it", "prova.bando", "--lang", "it"];
    let ended = run(bando().current_dir(folder.path()).args(arguments));
    assert_eq!((ended.code, ended.stdout.as_str()), (3, ""));
    let said = "con le parole chiave italiane, qui `lettura` non sarebbe più un nome";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    assert_eq!(fs::read_to_string(&path).expect("a file"), text);
}

#[test]
fn a_tie_that_matters_ends_with_1_and_writes_nothing() {
    let folder = started("it");
    let row = |id: &str| format!("{id};comune;750.000,00;600.000,00;10/02/2026 10:00\n");
    let rows = format!(
        "domanda;forma;costo;richiesta;arrivo\n{}{}",
        row("A"),
        row("B")
    );
    fs::write(folder.path().join("domande.csv"), rows).expect("written");
    let arguments = ["rank", "prova.bando", "domande.csv", "--out", "out"];
    let ended = run(bando().current_dir(folder.path()).args(arguments));
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (1, ""),
        "{}",
        ended.stderr
    );
    assert!(
        ended.stderr.contains("errore[unresolved-tie]"),
        "{}",
        ended.stderr
    );
    assert!(
        ended
            .stderr
            .contains("`A` (600.000,00 €) e `B` (600.000,00 €)"),
        "{}",
        ended.stderr
    );
    assert_eq!(names_in(folder.path()), ["domande.csv", "prova.bando"]);
}

#[test]
fn wrong_rules_and_failing_tests_end_with_3_at_their_place() {
    let folder = started("it");
    let path = folder.path().join("prova.bando");
    let good = fs::read_to_string(&path).expect("the starter");
    fs::write(
        &path,
        good.replace("richiede forma rientra", "richiede formaa rientra"),
    )
    .expect("written");
    let ended = run(bando()
        .current_dir(folder.path())
        .args(["check", "prova.bando"]));
    assert_eq!((ended.code, ended.stdout.as_str()), (3, ""));
    assert!(
        ended.stderr.contains("errore[unknown-name]"),
        "{}",
        ended.stderr
    );
    assert!(
        ended.stderr.contains("aiuto: forse si intendeva `forma`?"),
        "{}",
        ended.stderr
    );
    assert!(
        !ended.stderr.contains('\u{1b}'),
        "no colours where there is no terminal"
    );
    let as_json =
        run(bando()
            .current_dir(folder.path())
            .args(["check", "prova.bando", "--format", "json"]));
    assert_eq!((as_json.code, as_json.stderr.as_str()), (3, ""));
    assert_eq!(json(&as_json.stdout)[0]["code"], "unknown-name");

    fs::write(
        &path,
        good.replacen("risulta ammessa", "risulta non ammessa", 1),
    )
    .expect("written");
    let ended = run(bando()
        .current_dir(folder.path())
        .args(["test", "prova.bando"]));
    assert_eq!(ended.code, 3);
    assert!(ended.stdout.contains("FALLITA"), "{}", ended.stdout);
    assert!(
        ended
            .stderr
            .contains("atteso `non ammessa`, trovato `ammessa`"),
        "{}",
        ended.stderr
    );
}

#[test]
fn fmt_rewrites_a_file_and_keeps_its_permissions() {
    let folder = started("it");
    let path = folder.path().join("prova.bando");
    let good = fs::read_to_string(&path).expect("the starter");
    fs::write(
        &path,
        good.replace("  fase formale", "      fase    formale"),
    )
    .expect("written");
    let before = fs::metadata(&path).expect("the file").permissions();
    let fmt = |arguments: &[&str]| {
        run(bando()
            .current_dir(folder.path())
            .arg("fmt")
            .args(arguments))
    };
    assert_eq!(fmt(&["--check", "prova.bando"]).code, 3);
    let ended = fmt(&["prova.bando"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "prova.bando\n"));
    assert_eq!(fs::read_to_string(&path).expect("the file"), good);
    assert_eq!(fs::metadata(&path).expect("the file").permissions(), before);
    assert_eq!(names_in(folder.path()), ["prova.bando"]);
    fs::write(&path, "bando 1\n\ncall {").expect("written");
    assert_eq!(fmt(&["prova.bando"]).code, 3);
    assert_eq!(
        fs::read_to_string(&path).expect("the file"),
        "bando 1\n\ncall {"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Process::new(cargo_bin("bando"))
        .current_dir(project(""))
        .args(["assess", DECREE, APPLICATIONS, "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let mut stderr = String::new();
    let mut messages = child.stderr.take().expect("messages");
    messages.read_to_string(&mut stderr).expect("UTF-8");
    let status = child.wait().expect("it ends");
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let ended = run(bando().args(["man", "--out"]).arg(folder.path()));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let mut expected: Vec<String> = COMMANDS.iter().map(|it| format!("bando-{it}.1")).collect();
    expected.push("bando.1".to_owned());
    expected.sort();
    assert_eq!(names_in(folder.path()), expected);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ended = run(bando().args(["completions", shell]));
        assert!(
            ended.code == 0 && ended.stdout.contains("assess"),
            "{shell}"
        );
    }
}

/// The outcome is a matter of rules and proposals alone: not of the machine's locale, its time
/// zone, or the order of the rows.
#[test]
fn the_same_bytes_come_out_in_any_locale_zone_and_order() {
    let folder = tempfile::tempdir().unwrap();
    let csv = fs::read_to_string(project(APPLICATIONS)).unwrap();
    let mut lines: Vec<&str> = csv.lines().collect();
    lines[1..].reverse();
    let reversed = folder.path().join("reversed.csv");
    fs::write(&reversed, lines.join("\n")).unwrap();
    let outcome = |name: &str, zone: &str, locale: &str, proposals: &Path| {
        let out = folder.path().join(name);
        let ended = run(bando()
            .env("TZ", zone)
            .env("LANG", locale)
            .env("LC_ALL", locale)
            .arg("rank")
            .arg(DECREE)
            .arg(proposals)
            .args(["--lang", "it", "--out"])
            .arg(&out));
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        // The copies of other inputs are others, and so are their digests in the record.
        let names = names_in(&out).into_iter();
        let files: Vec<(String, Vec<u8>)> = names
            .filter(|name| name != "inputs")
            .map(|name| {
                let bytes = fs::read(out.join(&name)).unwrap();
                if name != "outcome.json" {
                    return (name, bytes);
                }
                let text = String::from_utf8(bytes).unwrap();
                let (_, after) = text.split_once("  \"call\": ").unwrap();
                (name, after.as_bytes().to_vec())
            })
            .collect();
        files
    };
    let first = outcome("first", "UTC", "C", &project(APPLICATIONS));
    let elsewhere = ["Pacific/Kiritimati", "it_IT.UTF-8"];
    let [zone, locale] = elsewhere;
    let second = outcome("second", zone, locale, &project(APPLICATIONS));
    let third = outcome("third", zone, locale, &reversed);
    assert_eq!(first.len(), 10);
    for ((one, other), turned) in first.iter().zip(&second).zip(&third) {
        assert_eq!((&one.0, &one.0), (&other.0, &turned.0));
        assert!(one.1 == other.1, "{} differs", one.0);
        // Those that name the file of proposals with its digest.
        let names_it = ["graduatoria.xlsx", "report.html"].contains(&one.0.as_str());
        assert!(names_it || one.1 == turned.1, "{} differs", one.0);
    }
}

#[test]
fn a_code_is_explained_in_the_readers_language() {
    let italian = run(bando().args(["check", "--explain", "guard-needed"]));
    assert_eq!(italian.code, 0);
    assert_eq!(italian.stdout, text("docs/diagnostics/it/guard-needed.md"));
    let english = run(bando().args(["check", "--explain", "guard-needed", "--lang", "en"]));
    assert_eq!(english.stdout, text("docs/diagnostics/en/guard-needed.md"));
    let unknown = run(bando().args(["check", "--explain", "gard-needed"]));
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("`guard-needed`"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn units_of_equal_rank_are_named_though_no_money_hangs_on_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("pari.bando");
    let rows = folder.path().join("pari.csv");
    fs::write(
        &rules,
        "bando 1\ncall pari { title \"Pari\" zone Europe/Rome }\nsource a \"Avviso\"\n\
         facts { punti : integer chiesto : money }\n\
         requirement r \"R\" { phase formal cite a require chiesto > 0 EUR else \"No.\" }\n\
         ranking { cite a order by punti descending }\n\
         envelope { 100_000 EUR cite a award chiesto at the limit: stop }\n",
    )
    .expect("written");
    fs::write(
        &rows,
        "id,punti,chiesto\na,10,1000.00\nb,10,2000.00\nc,9,100.00\n",
    )
    .expect("written");
    let ranked = run(bando().arg("rank").arg(&rules).arg(&rows));
    assert_eq!(ranked.code, 0, "{}", ranked.stderr);
    assert!(
        ranked
            .stdout
            .ends_with("A pari merito, senza effetto sugli importi:\n  - 1: a, b\n  totale di controllo chiesto: 3.100,00 €\n"),
        "{}",
        ranked.stdout
    );
}

#[test]
fn a_fact_that_nobody_asks_for_is_said_to_count_at_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("manca.bando");
    let rows = folder.path().join("manca.jsonl");
    let of = |word: &str| {
        format!(
            "bando 1\ncall manca {{ title \"Manca\" zone Europe/Rome }}\nsource a \"Avviso\"\n\
             facts {{ firmata : yes/no }}\n\
             requirement r \"R\" {{ phase formal cite a require firmata else \"No.\" missing {word} }}\n"
        )
    };
    fs::write(&rows, "{\"id\": \"a\"}\n").expect("written");
    let reason = |word: &str| {
        fs::write(&rules, of(word)).expect("written");
        let ranked = run(bando()
            .args(["rank", "--format", "json"])
            .arg(&rules)
            .arg(&rows));
        assert_eq!(ranked.code, 0, "{}", ranked.stderr);
        let proposal = json(&ranked.stdout)["proposals"][0].clone();
        assert_eq!(proposal["outcome"], "to_be_completed");
        proposal["reasons"][0]["message"]["it"]
            .as_str()
            .expect("words")
            .to_owned()
    };
    assert_eq!(reason("ask"), "manca: `firmata`");
    assert_eq!(
        reason("fail"),
        "manca: `firmata`; non verrà chiesto: se manca ancora alla fine, la proposta non è ammessa"
    );
}

#[test]
fn proposals_are_read_from_a_workbook_as_from_csv() {
    let folder = tempfile::tempdir().expect("a folder");
    let some: Vec<String> = text(APPLICATIONS)
        .lines()
        .take(21)
        .map(str::to_owned)
        .collect();
    let csv = folder.path().join("domande.csv");
    fs::write(&csv, some.join("\n")).expect("written");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(&csv)
        .expect("a reader");
    for (row, record) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(record.expect("a row").iter()) {
            sheet.write_string(row, column, cell).expect("written");
        }
    }
    let xlsx = folder.path().join("domande.XLSX");
    workbook.save(&xlsx).expect("saved");
    let assessed = |file: &Path| run(bando().args(["assess", DECREE]).arg(file));
    let (from_csv, from_workbook) = (assessed(&csv), assessed(&xlsx));
    assert_eq!(from_workbook.stdout, from_csv.stdout);
    assert_eq!(from_workbook.code, from_csv.code);
    assert!(!from_csv.stdout.is_empty());
}

#[test]
fn other_workbooks_are_refused_by_their_names() {
    for name in ["domande.xls", "domande.ods", "domande.XLSM", "domande.xlsb"] {
        let ended = run(bando().args(["assess", DECREE, name]));
        assert_eq!(ended.code, 2);
        let message = "di cartelle di lavoro si leggono solo quelle `.xlsx`; aprirla con il foglio di calcolo e salvarla come `.xlsx`";
        assert!(ended.stderr.contains(message), "{}", ended.stderr);
    }
}

#[test]
fn templates_go_to_standard_output_or_to_a_new_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("domande.csv");
    let schema = |format: &str| {
        let mut command = bando();
        command.args(["schema", DECREE, "--format", format, "--data", "examples"]);
        command
    };
    let header = "cup,pop_2018,istat,tipologia,costo,cofinanziamento,richiesta,data_domanda,motivazione,ivsm_2018\n";
    let ended = run(&mut schema("csv"));
    assert_eq!(
        (ended.code, ended.stdout.as_str(), ended.stderr.as_str()),
        (0, header, "")
    );
    let ended = run(schema("csv").arg("--out").arg(&out));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert_eq!(fs::read_to_string(&out).expect("the template"), header);
    let again = run(schema("xlsx").arg("--out").arg(&out));
    assert_eq!(again.code, 1);
    assert_eq!(fs::read_to_string(&out).expect("the template"), header);
    let json = json(&run(&mut schema("json-schema")).stdout);
    assert_eq!(json["title"], "Rigenerazione urbana 2021-2026");
    let workbook = schema("xlsx").output().expect("it runs").stdout;
    assert!(workbook.starts_with(b"PK"));
    let lists = run(bando().args(["schema", "rules/puglia-azione-9.3.bando", "--format", "csv"]));
    assert_eq!(lists.code, 0);
    assert_eq!(
        lists.stderr,
        "nel modello non ci sono gli elenchi `applicant.members`, `partners`, `places`, `budget`: si consegnano in JSON\n"
    );
}
