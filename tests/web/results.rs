//! What a result says of requirements that hang together, or on what is not known.

use super::in_words::words;
use super::server::{Server, file};

/// Returns the words of the result's own part of a page.
fn result(server: &Server, path: &str, answers: &str) -> String {
    let page = server.form(path, &[("go", "result"), ("answers", answers)]);
    let words = words(&page.body);
    let end = words
        .find("A chi chiedere")
        .or(words.find("Review the answers"));
    let end = end.or(words.find("Rivedi le risposte")).unwrap();
    words[..end].to_owned()
}

#[test]
fn requirements_that_cannot_be_met_together_name_the_applicants_own_answers() {
    let server = Server::of(&[file("missing.bando")], "");
    let told = result(&server, "/en/calls/mancante/check", r#"{"enrolled":false}"#);
    let wanted = "\
Why you cannot
Each of these requirements by itself would allow a better outcome, but not all of them together.
  Enrolment
  You answered: Is it enrolled? - no
    Has it a grant already? (the office checks it)
    [it] Avviso pubblico di prova, art. 1
  One grant only
    Has it a grant already? (the office checks it)
    [it] Avviso pubblico di prova, art. 2
";
    assert!(told.contains(wanted), "{told}");
    let told = result(
        &server,
        "/it/avvisi/mancante/verifica",
        r#"{"enrolled":false}"#,
    );
    assert!(told.contains("  Ha risposto: È iscritto? - no\n"), "{told}");
}

#[test]
fn what_only_the_office_finds_is_checked_later_also_while_an_answer_is_missing() {
    let server = Server::of(&[file("missing.bando")], "");
    let answers = r#"{"enrolled":null,"adds_up":true}"#;
    let page = [("go", "result"), ("answers", answers), ("put", "enrolled")];
    let page = words(&server.form("/en/calls/mancante/check", &page).body);
    assert!(!page.contains("What the answers do not yield"), "{page}");
    let wanted = "\
What is checked later (1)
It depends on what the office or the commission establish, or on the other proposals: it is not asked here.
  One grant only
    Has it a grant already? (the office checks it)
";
    assert!(page.contains(wanted), "{page}");
}

#[test]
fn a_reservation_that_is_only_possible_is_told_as_such() {
    let server = Server::of(&[file("missing.bando")], "");
    let put = ("put", "enrolled adds_up");
    for (path, adds_up, told) in [
        (
            "/en/calls/mancante/check",
            "null",
            "You may apply, perhaps with reservation\nNo requirement keeps you out. Whether admission would be with reservation depends on what you answered that you do not know.",
        ),
        (
            "/en/calls/mancante/check",
            "false",
            "You may apply, with reservation\nNo requirement keeps you out, but for those below admission would be with reservation.",
        ),
        (
            "/it/avvisi/mancante/verifica",
            "null",
            "Può presentare domanda, forse con riserva\nNessun requisito la esclude. Da ciò che ha risposto di non sapere dipende se l'ammissione sarebbe con riserva.",
        ),
    ] {
        let answers = format!(r#"{{"enrolled":true,"adds_up":{adds_up}}}"#);
        let fields = [("go", "result"), ("answers", answers.as_str()), put];
        let page = words(&server.form(path, &fields).body);
        assert!(page.contains(told), "{page}");
    }
}
