//! What applicants are told of answers that no longer count.

use super::pages::{hidden, unescaped};
use super::server::{Server, file};

const IT: &str = "/it/avvisi/laboratori/verifica";
const EN: &str = "/en/calls/laboratori/check";

/// Answers given under other rules.
const BEFORE: &str = r#"{"form":"marziano","old":1,"partners":[{"role":1,"kind":"comune"},{"kind":"x"}],
    "documents":["domanda","zz"],"cost":"-3","name":"Il filo"}"#;

/// Returns the words of the notices of a page, a line for each block.
fn notices(page: &str) -> String {
    let notices = page.split("role=\"status\">").skip(1);
    let notices = notices.filter_map(|it| it.split("</div>").next());
    let text = notices.collect::<String>().replace('\n', "");
    let text = text
        .replace("</p>", "\n")
        .replace("</li>", "\n")
        .replace("<li>", "- ");
    let bare = text
        .split('<')
        .map(|it| it.split_once('>').map_or(it, |(_, text)| text));
    unescaped(&bare.collect::<String>())
}

/// Sends what a page's form carries on, and what is given besides.
fn carried_on(server: &Server, path: &str, page: &str, besides: &[(&str, &str)]) -> String {
    let answers = unescaped(hidden(page, "answers"));
    let mut fields = vec![("answers", answers.as_str())];
    for name in ["put", "digest", "told", "lost"] {
        fields.push((name, hidden(page, name)));
    }
    fields.extend(besides);
    server.form(path, &fields).body
}

#[test]
fn what_no_longer_holds_is_told_in_words_of_the_form_until_one_has_gone_on() {
    let server = Server::start("");
    let before = [("go", "summary"), ("answers", BEFORE), ("digest", "0000")];
    let page = server.form(EN, &before).body;
    let told = "\
The rules have changed since you began. The answers were read again under the rules as they are now: check them in the summary.
These no longer hold, and do not count:
- Who applies? - your answer is no longer among the choices
- an answer to a question that is no longer asked
- Who are the partners? No. 1: an answer to a question that is no longer asked
- Who are the partners? No. 2: What is it? - your answer is no longer among the choices
- Which documents are ready? - your answer is no longer among the choices
- How much does the project cost? - your answer is no longer accepted
";
    assert_eq!(notices(&page), told);
    // Whoever looks at the same page in the other language has not gone on.
    let other = carried_on(&server, IT, &page, &[("go", hidden(&page, "told"))]);
    let told_in_italian = "\
Le regole sono cambiate da quando ha cominciato. Le risposte sono state rilette con le regole di adesso: controllarle nel riepilogo.
Non vale più, e non conta:
- Chi presenta la domanda? - la sua risposta non è più fra quelle possibili
- una risposta a una domanda che non si pone più
- Chi sono i partner? N. 1: una risposta a una domanda che non si pone più
- Chi sono i partner? N. 2: Che cos'è? - la sua risposta non è più fra quelle possibili
- Quali documenti sono pronti? - la sua risposta non è più fra quelle possibili
- Quanto costa il progetto? - la sua risposta non è più ammessa
";
    assert_eq!(notices(&other), told_in_italian);
    let question = carried_on(&server, EN, &other, &[("go", "edit:cost")]);
    assert_eq!(notices(&question), "");
    let result = carried_on(&server, EN, &question, &[("go", "result")]);
    assert_eq!(notices(&result), "");
}

#[test]
fn whoever_is_at_a_question_when_the_rules_change_is_told_until_it_is_answered() {
    let server = Server::start("");
    let told = |page: &str| notices(page).contains("The rules have changed");
    let fields = [("go", "show"), ("question", "cost"), ("digest", "0000")];
    let page = server.form(EN, &fields).body;
    assert!(told(&page), "{page}");
    let wrong = [("go", "next"), ("question", "cost"), ("v", "much")];
    let page = carried_on(&server, EN, &page, &wrong);
    assert!(told(&page), "{page}");
    let right = [("go", "next"), ("question", "cost"), ("v", "2,000")];
    let page = carried_on(&server, EN, &page, &right);
    assert!(!told(&page), "{page}");
    assert!(unescaped(&page).contains(r#""cost":"2000.00""#), "{page}");
}

#[test]
fn a_link_that_cannot_be_read_is_called_a_link_and_leads_back_to_the_call() {
    let server = Server::start("");
    for (path, title, back) in [
        (IT, "Collegamento non leggibile", "/it/avvisi/laboratori"),
        (EN, "Unreadable link", "/en/calls/laboratori"),
    ] {
        let page = server.get(&format!("{path}?answers=%7B%22form"));
        assert_eq!(page.status, 400);
        assert!(
            page.body.contains(&format!("<h1>{title}</h1>")),
            "{}",
            page.body
        );
        assert!(
            page.body.contains(&format!("<a href=\"{back}\">")),
            "{}",
            page.body
        );
        let form = server.form(path, &[("go", "next"), ("answers", "{")]);
        assert!(!form.body.contains(title), "{}", form.body);
        assert!(
            form.body.contains(&format!("<a href=\"{back}\">")),
            "{}",
            form.body
        );
    }
}

#[test]
fn what_the_office_finds_is_left_out_and_that_is_said() {
    let server = Server::of(&[file("in_words.bando")], "");
    let late = r#"{"received_at":"2026-05-01T12:00:00"}"#;
    let page = server
        .form(
            "/en/calls/parole/check",
            &[("go", "summary"), ("answers", late)],
        )
        .body;
    let told =
        "Among the answers was what the office or the commission finds: it does not count here.\n";
    assert_eq!(notices(&page), told);
}
