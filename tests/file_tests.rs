//! Tests on a file of proposals: one proposal, a column, marks read from files; and what a reason
//! cites.

use bando::diagnostic::{Code, Diagnostic};
use bando::engine::{self, TestResult, run_test};
use bando::source::Sources;
use bando::text::Language;

use crate::support::ProjectFiles;

const RULES: &str = r#"bando 1

call prova {
  title "Prova"
  zone Europe/Rome
}

source cts "Codice del Terzo settore"
source act "Atto"
assumption grid "Griglia di prova"

facts {
  runts : yes/no
  cost : money
}

requirement runts "RUNTS" {
  phase formal
  cite cts "art. 11"
  cite assumption grid
  require runts
  else "No"
}

requirement size "Misura" {
  phase formal
  cite act "art. 2"
  require cost <= 450_000 EUR
  else "No"
}

define half : money = (50 % of cost) rounded down to the cent

scale ten { points 0 to 10 step 1 }

grid {
  cite assumption grid
  max 12
  threshold enough 6
  marked { scale ten panel mean rounded half up to 2 places }
  criterion A { max 10 marked }
  criterion C { max 2 points 2 when cost < 100_000 EUR }
}

ranking {
  cite act "art. 3"
  order by score descending
}

envelope {
  100_000 EUR
  cite act "art. 4"
  award half
  at the limit: stop
}

proposals { compare esito, importo, punti, posto, motivi }

"#;

const PROPOSALS: &str = "id,runts,cost,esito,importo,punti,posto,motivi
P1,yes,150000.00,funded,75000.00,8.00,1,
P2,yes,80000.00,attesa,0.00,7.50,2,
P3,no,80000.00,not admitted,,,,runts
P4,yes,90000.00,below threshold,0.00,5.00,,enough
";

const FIRST: &str =
    "proposta,valutatore,criterio,giudizio\nP1,rossi,A,8\nP2,rossi,A,5\nP4,rossi,A,3\n";
const SECOND: &str =
    "proposta,valutatore,criterio,giudizio\nP1,verdi,A,8\nP2,verdi,A,6\nP4,verdi,A,3\n";

fn files() -> ProjectFiles {
    let mut files = ProjectFiles::default();
    for (name, text) in [
        ("domande.csv", PROPOSALS),
        ("voti/rossi.csv", FIRST),
        ("voti/verdi.csv", SECOND),
        (
            "attesi.csv",
            "id;esito;punti\nP1;finanziata;8.00\nP4;sotto la soglia;5\n",
        ),
    ] {
        files.changed.insert(name.to_owned(), text.into());
    }
    files
}

/// Checks the rules with one more test: what is wrong with them, and how the test goes.
fn run(test: &str, files: &ProjectFiles) -> (Vec<Diagnostic>, Option<TestResult>) {
    let mut sources = Sources::default();
    let file = sources.add("prova.bando", format!("{RULES}{test}"));
    let checked = engine::check(&sources, file, files);
    let test = checked.call.as_ref().zip(checked.tests.first());
    let result = test.map(|(call, test)| run_test(call, test, files));
    (checked.diagnostics, result)
}

/// Returns how a test on the file with its marks fails, in English.
fn failures(expects: &str) -> Vec<String> {
    let test = format!("test \"t\" on \"domande.csv\" {{\n  marks \"voti\"\n{expects}\n}}\n");
    let (found, result) = run(&test, &files());
    let result = result.unwrap_or_else(|| panic!("{found:#?}"));
    told(&result.failures)
}

fn told(diagnostics: &[Diagnostic]) -> Vec<String> {
    let messages = diagnostics.iter();
    let messages = messages.map(|it| it.message.get(Language::English).to_owned());
    messages.collect()
}

/// Returns how a test of one proposal fails.
fn failures_of_one(given: &str, expects: &str) -> Vec<String> {
    let test = format!("test \"t\" {{\n  given {{ {given} }}\n  {expects}\n}}\n");
    let (found, result) = run(&test, &ProjectFiles::default());
    let result = result.unwrap_or_else(|| panic!("{found:#?}"));
    told(&result.failures)
}

#[test]
fn a_reason_cites_what_a_test_expects() {
    let given = "runts = no, cost = 1 EUR";
    let none: Vec<String> = Vec::new();
    for cited in [
        "expect not admitted because runts citing cts \"art. 11\"",
        "expect not admitted because runts citing cts citing assumption grid",
        "expect requirement runts unmet citing cts \"art. 11\"",
        "expect requirement size met citing act",
    ] {
        assert_eq!(failures_of_one(given, cited), none, "{cited}");
    }
    assert_eq!(
        failures_of_one(
            given,
            "expect not admitted because runts citing cts \"art. 12\""
        ),
        [
            "what `runts` cites: expected Codice del Terzo settore, art. 12, found Codice del Terzo settore, art. 11; assumption: Griglia di prova"
        ]
    );
    let wrong =
        "test \"t\" {\n  given { runts = no }\n  expect not admitted because runts citing ctt\n}\n";
    let (found, _) = run(wrong, &files());
    assert_eq!(found[0].code, Code::UnknownName);
    let hint = found[0].hint.as_ref().expect("a hint");
    assert_eq!(hint.get(Language::English), "did you mean `cts`?");
}

#[test]
fn one_proposal_of_a_file_comes_out_as_expected() {
    let none: Vec<String> = Vec::new();
    let expects = r#"
  expect proposal "P1" funded
  expect proposal "P1" criterion A = 8
  expect proposal "P1" score = 8
  expect proposal "P1" award = 75_000 EUR
  expect proposal "P1" rank = 1
  expect proposal "P1" half = 75_000 EUR
  expect proposal "P2" waiting
  expect proposal "P2" award = 0 EUR
  expect proposal "P2" score = 7.5
  expect proposal "P3" not admitted because runts citing cts "art. 11"
  expect proposal "P3" requirement size met
  expect proposal "P3" rank = none
  expect proposal "P4" below threshold because enough citing assumption grid
  expect proposal "P4" below threshold
  expect proposal "P4" threshold enough not reached"#;
    assert_eq!(failures(expects), none);
    let expects = r#"
  expect proposal "P1" criterion A = 7
  expect proposal "P1" award = 1 EUR
  expect proposal "P2" rank = 1
  expect proposal "P3" rank = 4
  expect proposal "P3" not admitted because size
  expect proposal "P3" score = 2
  expect proposal "P5" funded
  expect proposal "P4" below threshold because enough citing act"#;
    assert_eq!(
        failures(expects),
        [
            "proposal `P1`, `criterion A`: expected 7, found 8",
            "proposal `P1`, `award`: expected 1.00 EUR, found 75,000.00 EUR",
            "proposal `P2`, `rank`: expected 1, found 2",
            "proposal `P3`, `rank`: expected 4, found `none`",
            "proposal `P3`: expected `because size`, found `because runts`",
            "proposal `P3`, `score`: expected 2, found no points, for the proposal is not admitted",
            "proposal `P5`: expected `funded`, found not among those received",
            "proposal `P4`, what `enough` cites: expected Atto, found assumption: Griglia di prova",
        ]
    );
}

#[test]
fn every_proposal_comes_out_as_a_column_says() {
    let none: Vec<String> = Vec::new();
    let expects = r#"
  expect outcome as column esito with "attesa" = waiting
  expect award as column importo
  expect score as column punti
  expect rank as column posto
  expect reasons as column motivi
  expect outcome as column esito of "attesi.csv"
  expect score as column punti of "attesi.csv""#;
    assert_eq!(failures(expects), none);
    let expects = r#"
  expect outcome as column esito
  expect half as column importo
  expect criterion A as column punti
  expect funded as column posto with "1" = yes, "2" = yes, "" = no
  expect rank as column punti of "attesi.csv""#;
    assert_eq!(
        failures(expects),
        [
            "`outcome` does not agree with column `esito` for 1 proposals of 4",
            "`half` does not agree with column `importo` for 3 proposals of 4",
            "`criterion A` does not agree with column `punti` for 2 proposals of 4",
            "`funded` does not agree with column `posto` for 1 proposals of 4",
            "`rank` does not agree with column `punti` for 2 proposals of 2",
        ]
    );
}

#[test]
fn a_column_that_cannot_be_read_fails_the_test() {
    let mut files = files();
    let mut failures = |text: &str| {
        files.changed.insert("a.csv".to_owned(), text.into());
        let test = "test \"t\" on \"domande.csv\" { marks \"voti\" expect rank as column r of \"a.csv\" }\n";
        told(&run(test, &files).1.expect("a call").failures)
    };
    assert_eq!(failures("id,s\nP1,1\n"), ["`a.csv` has no column `r`"]);
    assert_eq!(
        failures("id,r\nP9,1\n"),
        ["`a.csv` says what to expect of `P9`, which is no proposal"]
    );
    assert_eq!(
        failures("id,r\nP1,1\nP1,1\n"),
        ["`a.csv` says twice what to expect of `P1`"]
    );
    assert_eq!(
        failures("id,r\nP1\n"),
        ["a row of `a.csv` does not have the cells of the header"]
    );
    assert_eq!(
        failures("id,r\n"),
        ["`rank` does not agree with column `r` for 0 proposals of 0"]
    );
}

#[test]
fn what_a_column_cannot_say_is_refused() {
    for (expects, message) in [
        (
            "expect award as column esitto",
            "there is no column under `compare` `esitto`",
        ),
        (
            "expect prize as column importo",
            "there is no definition or outcome `prize`",
        ),
        (
            "expect award as column importo with \"1\" = yes",
            "here the cells of the column are read as they are: no `with` is needed",
        ),
        (
            "expect outcome as column esito with \"F\" = yes",
            "here a word of the column means an outcome, like `not admitted`",
        ),
    ] {
        let test = format!("test \"t\" on \"domande.csv\" {{ {expects} }}\n");
        assert_eq!(told(&run(&test, &files()).0)[0], message, "{expects}");
    }
    let one = "test \"t\" { given { runts = yes } marks \"voti\" expect admitted }\n";
    assert_eq!(
        told(&run(one, &files()).0),
        ["this is only for a test on a file: `test \"…\" on \"file.csv\"`"]
    );
}

#[test]
fn trouble_in_marks_fails_the_test() {
    let test = "test \"t\" on \"domande.csv\" {\n  marks \"voti\" assignments \"incarichi.csv\"\n  expect received 4\n}\n";
    let told_of = |files: &ProjectFiles| {
        let result = run(test, files).1.expect("a call");
        (told(&result.failures), told(&result.notices))
    };
    let mut files = files();
    let (failures, _) = told_of(&files);
    assert_eq!(
        failures,
        ["the file `incarichi.csv` of this test is not there"]
    );
    let assigned = "proposta,valutatore,conflitto\nP1,rossi,\nP1,verdi,\nP2,rossi,\nP2,verdi,\nP4,rossi,\nP4,verdi,sì\n";
    files
        .changed
        .insert("incarichi.csv".to_owned(), assigned.into());
    let (failures, _) = told_of(&files);
    assert_eq!(failures.len(), 1, "{failures:#?}");
    assert!(failures[0].contains("conflict"), "{failures:#?}");
    let assigned = assigned.replace("sì", "");
    files
        .changed
        .insert("incarichi.csv".to_owned(), assigned.into());
    let missing = FIRST.replace("P2,rossi,A,5", "P2,rossi,A,");
    files
        .changed
        .insert("voti/rossi.csv".to_owned(), missing.into());
    let (failures, notices) = told_of(&files);
    assert_eq!(failures, Vec::<String>::new());
    assert_eq!(notices, ["marks by `rossi` are missing, 1 of 3: `P2` A"]);
}

#[test]
fn a_single_proposal_has_points_where_a_ranking_would_give_it_some() {
    let expects = "expect not admitted\n  expect score = 2\n  expect threshold enough not reached";
    assert_eq!(
        failures_of_one("runts = no, cost = 1 EUR", expects),
        [
            "`score`: expected 2, found no points, for the proposal is not admitted",
            "`threshold enough`: expected `not reached`, found no points, for the proposal is not admitted",
        ]
    );
}

/// What is unknown may still be found out; what no longer matters is not.
#[test]
fn nothing_is_to_be_found_out_where_it_no_longer_matters() {
    assert_eq!(
        failures_of_one(
            "runts = no",
            "expect requirement size met\n  expect half = 5 EUR"
        ),
        [
            "`requirement size`: expected `met`, found not examined, for the proposal is not admitted anyway",
            "`half`: expected 5.00 EUR, found `unknown`",
        ]
    );
    let italian = bando::syntax::translate(
        &format!("{RULES}test \"t\" {{ given {{ runts = yes }} expect half = 5 EUR }}\n"),
        Language::Italian,
    );
    let mut sources = Sources::default();
    let file = sources.add("prova.bando", italian.expect("in Italian"));
    let files = ProjectFiles::default();
    let checked = engine::check(&sources, file, &files);
    let call = checked.call.expect("a call");
    let result = run_test(&call, &checked.tests[0], &files);
    assert_eq!(
        result.failures[0].message.it,
        "`half`: atteso 5,00 €, trovato `ignoto`"
    );
}
