//! The pages, followed as an applicant does.

use super::server::{Server, file};

/// Returns the value of the hidden field called `name`.
pub(super) fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let at = format!("name=\"{name}\" value=\"");
    let found = page.split(&at).last().filter(|_| page.contains(&at));
    found
        .and_then(|it| it.split('"').next())
        .unwrap_or_default()
}

pub(super) fn unescaped(text: &str) -> String {
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

fn heading(page: &str) -> String {
    let found = page
        .split("<h1")
        .nth(1)
        .unwrap()
        .split("</h1>")
        .next()
        .unwrap();
    let text = found
        .split('>')
        .skip(1)
        .filter_map(|it| it.split('<').next());
    unescaped(&text.collect::<String>())
}

/// Goes through the check, with the answer of `answers` to each question; `None` is "don't know".
fn follow(
    server: &Server,
    path: &str,
    answers: &[(&str, Option<&[&str]>)],
) -> (Vec<String>, String) {
    let mut asked = Vec::new();
    let mut page = server.form(path, &[("go", "start")]).body;
    for _ in 0..40 {
        let question = hidden(&page, "question").to_owned();
        if question.is_empty() {
            break;
        }
        asked.push(question.clone());
        let (answered, put) = (unescaped(hidden(&page, "answers")), hidden(&page, "put"));
        let digest = hidden(&page, "digest");
        let mut fields = vec![
            ("answers", answered.as_str()),
            ("put", put),
            ("digest", digest),
            ("question", question.as_str()),
        ];
        let answer = answers.iter().find(|(name, _)| *name == question);
        let (_, values) = answer.unwrap_or_else(|| panic!("no answer to {question}"));
        match values {
            Some(values) => {
                fields.extend(values.iter().map(|value| ("v", *value)));
                fields.push(("go", "next"));
            }
            None => fields.push(("go", "unknown")),
        }
        page = server.form(path, &fields).body;
    }
    (asked, page)
}

#[test]
fn an_applicant_comes_to_a_result_in_both_languages() {
    let server = Server::start("");
    for (path, cost, verdict) in [
        (
            "/it/avvisi/laboratori/verifica",
            "12.000,50",
            "Può presentare domanda",
        ),
        ("/en/calls/laboratori/check", "12,000.50", "You may apply"),
    ] {
        let (asked, page) = follow(
            &server,
            path,
            &[
                ("form", Some(&["comune"])),
                ("name", Some(&["Il filo"])),
                ("cost", Some(&[cost])),
                ("documents", Some(&["domanda", "progetto"])),
            ],
        );
        assert_eq!(heading(&page), verdict, "{asked:?}");
        assert!(
            !asked
                .iter()
                .any(|it| it == "registered" || it == "partners")
        );
    }
}

#[test]
fn a_refusal_names_every_reason_found_with_its_article() {
    let server = Server::start("");
    let (asked, page) = follow(
        &server,
        "/it/avvisi/laboratori/verifica",
        &[
            ("form", Some(&["persona"])),
            ("cost", Some(&["2000"])),
            ("name", Some(&["x"])),
            ("documents", Some(&["-"])),
            ("partners", Some(&["0"])),
        ],
    );
    assert_eq!(heading(&page), "Non può presentare domanda", "{asked:?}");
    assert!(
        page.contains("Una Persona fisica non può presentare la domanda."),
        "{page}"
    );
    assert!(page.contains("Avviso pubblico di prova, art. 2"), "{page}");
    assert!(page.contains("non ha valore legale"), "{page}");
}

#[test]
fn the_smallest_change_that_helps_is_told_with_its_article() {
    let server = Server::start("");
    let answers =
        r#"{"form":"comune","name":"x","cost":"60000.00","documents":["domanda","progetto"]}"#;
    let asked = |go| [("go", go), ("answers", answers)];
    let path = "/it/avvisi/laboratori/verifica";
    let page = server.form(path, &asked("result")).body;
    assert!(page.contains("value=\"changes\""), "{page}");
    let page = unescaped(&server.form(path, &asked("changes")).body);
    let told = "50.000,00 € invece di 60.000,00 € (10.000,00 € in meno)";
    assert!(page.contains(told), "{page}");
    assert!(
        page.contains("Costo nei limiti: Avviso pubblico di prova, art. 5"),
        "{page}"
    );
    let person = [("go", "changes"), ("answers", r#"{"form":"persona"}"#)];
    let page = server.form(path, &person).body;
    assert!(
        page.contains("Nulla di ciò che si può cambiare basterebbe"),
        "{page}"
    );
}

#[test]
fn what_is_not_known_is_named_and_may_be_answered_later() {
    let server = Server::start("");
    let (asked, page) = follow(
        &server,
        "/it/avvisi/laboratori/verifica",
        &[
            ("form", Some(&["associazione"])),
            ("registered", None),
            ("name", Some(&["Il filo"])),
            ("cost", Some(&["1.000"])),
            ("partners", Some(&["1"])),
            ("partners.1.kind", Some(&["comune"])),
            ("documents", Some(&["domanda", "progetto"])),
        ],
    );
    assert!(asked.contains(&"partners.1.kind".to_owned()), "{asked:?}");
    assert!(!asked.contains(&"partners.1.share".to_owned()), "{asked:?}");
    let told = "Può presentare domanda, ma forse qualcosa andrà sanato";
    assert_eq!(heading(&page), told, "{asked:?}");
    assert!(page.contains("value=\"edit:registered\""), "{page}");
    assert!(page.contains("Si può sanare entro 10 giorni"), "{page}");
}

#[test]
fn an_open_result_names_each_missing_question_once_and_folds_the_rest() {
    let server = Server::start("");
    for (path, go_on, needed) in [
        (
            "/it/avvisi/laboratori/verifica",
            "Continua la verifica",
            "Serve per: Costo nei limiti",
        ),
        (
            "/en/calls/laboratori/check",
            "Go on with the check",
            "Needed for: Cost within the limits",
        ),
    ] {
        let answers = r#"{"form":"associazione"}"#;
        let page = server.form(path, &[("go", "result"), ("answers", answers)]);
        let page = unescaped(&page.body);
        let (before, rest) = page.split_once("<h2 id=\"missing\">").unwrap();
        let (missing, rest) = rest.split_once("</section>").unwrap();
        assert!(before.contains(go_on), "{before}");
        assert!(!before.contains("<h2"), "{before}");
        for name in ["registered", "cost", "partners", "documents"] {
            let asked = format!("value=\"edit:{name}\"");
            assert_eq!(missing.matches(&asked).count(), 1, "{name}: {missing}");
        }
        assert!(missing.contains(needed), "{missing}");
        let folded = "<details><summary id=\"group-waits_for_answers\">";
        assert!(rest.contains(folded), "{rest}");
        // Whoever is kept out is told why; what else is missing would change nothing.
        let refused = [("go", "result"), ("answers", r#"{"form":"persona"}"#)];
        let page = server.form(path, &refused).body;
        assert!(!page.contains("id=\"missing\""), "{page}");
    }
}

#[test]
fn what_comes_to_the_same_either_way_is_not_missing() {
    let server = Server::of(&[file("either.bando")], "");
    let path = "/it/avvisi/comunque/verifica";
    // Not answered yet, or not known.
    for fields in [
        vec![("go", "result")],
        vec![("go", "result"), ("put", "cost registered")],
    ] {
        let page = unescaped(&server.form(path, &fields).body);
        assert_eq!(heading(&page), "Non si può ancora dire", "{page}");
        assert_eq!(
            page.matches("value=\"edit:registered\"").count(),
            2,
            "{page}"
        );
        assert!(!page.contains("value=\"edit:cost\""), "{page}");
        let met = page.split("id=\"group-met\"").nth(1);
        assert!(
            met.is_some_and(|it| it.contains("Un costo qualunque")),
            "{page}"
        );
    }
}

#[test]
fn what_keeps_out_only_together_stands_among_the_reasons() {
    let server = Server::of(&[file("together.bando")], "");
    let path = "/en/calls/insieme/check";
    // Not answered yet, or not known.
    for fields in [
        vec![("go", "result")],
        vec![("go", "result"), ("put", "new")],
    ] {
        let page = unescaped(&server.form(path, &fields).body);
        let (_, reasons) = page.split_once("id=\"group-not_together\"").unwrap();
        let (reasons, rest) = reasons.split_once("</section>").unwrap();
        for told in [
            ">Why you cannot</h2>",
            "by itself would allow a better outcome, but not all of them together.",
            "New only",
            "art. 1",
            "Never new",
            "art. 2",
        ] {
            assert!(reasons.contains(told), "{told}: {page}");
        }
        assert!(!reasons.contains("Small firms"), "{page}");
        // This one makes no difference.
        assert!(rest.contains("Small firms"), "{page}");
    }
    let told = unescaped(&server.form(path, &[("go", "changes")]).body);
    let together = "One by one they could be met, all together not: New only (<span lang=\"it\">Avviso pubblico di prova, art. 1</span>); Never new (<span lang=\"it\">Avviso pubblico di prova, art. 2</span>).";
    assert!(told.contains(together), "{told}");
}

#[test]
fn where_nothing_fails_the_page_says_so_and_on_what_the_result_depends() {
    let server = Server::of(&[file("reserved.bando")], "");
    let fields = [("go", "changes"), ("put", "signed")];
    for (path, told) in [
        (
            "/it/avvisi/riserva/verifica",
            "Con queste risposte nessun requisito manca: il risultato dipende da ciò che non si sa.",
        ),
        (
            "/en/calls/riserva/check",
            "By these answers no requirement fails: the result depends on what is not known.",
        ),
    ] {
        let page = unescaped(&server.form(path, &fields).body);
        assert!(page.contains(told), "{page}");
        assert!(!page.contains("could be tried"), "{page}");
    }
}

#[test]
fn where_no_change_helps_the_requirements_are_named() {
    let server = Server::start("");
    let person = [("go", "changes"), ("answers", r#"{"form":"persona"}"#)];
    for (path, told) in [
        (
            "/it/avvisi/laboratori/verifica",
            "Nulla di ciò che si può cambiare qui soddisfa questi requisiti: Chi può presentare (Avviso pubblico di prova, art. 2).",
        ),
        (
            "/en/calls/laboratori/check",
            "Nothing that can be changed here meets these requirements: Who may apply (<span lang=\"it\">Avviso pubblico di prova, art. 2</span>).",
        ),
    ] {
        let page = unescaped(&server.form(path, &person).body);
        assert!(page.contains(told), "{page}");
    }
}

#[test]
fn an_answer_that_cannot_be_read_is_shown_again_with_its_repair() {
    let server = Server::start("");
    for (path, question, value, told) in [
        (
            "/it/avvisi/laboratori/verifica",
            "cost",
            "12,000.50",
            "per esempio 50.000,00",
        ),
        ("/it/avvisi/laboratori/verifica", "cost", "0", "Errore: "),
        (
            "/en/calls/laboratori/check",
            "cost",
            "12.000,50",
            "for example 50,000.00",
        ),
        (
            "/it/avvisi/laboratori/verifica",
            "partners",
            "tre",
            "da 0 a 50",
        ),
        ("/it/avvisi/laboratori/verifica", "form", "", "scelta"),
    ] {
        let page = server.form(
            path,
            &[("go", "next"), ("question", question), ("v", value)],
        );
        assert_eq!(page.status, 200);
        assert!(page.body.contains(told), "{told}: {}", page.body);
        assert!(page.body.contains("id=\"problem\""), "{}", page.body);
        if !value.is_empty() {
            assert!(
                page.body.contains(&format!("value=\"{value}\"")),
                "{}",
                page.body
            );
        }
    }
}

#[test]
fn italian_within_an_english_page_says_that_it_is() {
    let server = Server::start("");
    let page = unescaped(&server.get("/en/calls/laboratori").body);
    for marked in [
        "<li><span lang=\"it\">Avviso pubblico di prova, art. 2</span></li>",
        "Only when: “Who applies?”: Association</p>",
        "aria-label=\"Rule: Who may apply\"><pre lang=\"it\">",
        "<h4 class=\"h6\">Who may apply</h4>",
    ] {
        assert!(page.contains(marked), "{marked}: {page}");
    }
    let page = unescaped(&server.get("/it/avvisi/laboratori").body);
    assert!(
        page.contains("<li>Avviso pubblico di prova, art. 2</li>"),
        "{page}"
    );
    let refused = [("go", "result"), ("answers", r#"{"form":"persona"}"#)];
    let page = server.form("/en/calls/laboratori/check", &refused).body;
    let marked = "<li><span lang=\"it\">Avviso pubblico di prova, art. 2</span></li>";
    assert!(page.contains(marked), "{page}");
}

#[test]
fn a_call_in_italian_only_is_marked_as_such_on_english_pages() {
    let server = Server::of(&[file("italian.bando")], "");
    let page = unescaped(&server.get("/en/calls/italiano").body);
    for marked in [
        "<h1><span lang=\"it\">Solo in italiano</span></h1>",
        "<li><span lang=\"it\">Avviso pubblico di prova</span></li>",
        "50,000.00 EUR<br><span class=\"citation small\"><span lang=\"it\">Avviso pubblico di prova, art. 3</span></span>",
        "<th scope=\"row\">A <span lang=\"it\">Qualità</span></th>",
        "<li>reading: <span lang=\"it\">Un comune da solo, non associato</span></li>",
        "<li>assumption: <span lang=\"it\">Massimo inventato</span></li>",
    ] {
        assert!(page.contains(marked), "{marked}: {page}");
    }
    let asked = unescaped(
        &server
            .form("/en/calls/italiano/check", &[("go", "start")])
            .body,
    );
    for marked in [
        "<a href=\"/en/calls/italiano\"><span lang=\"it\">Solo in italiano</span></a>",
        "<h1><span lang=\"it\">Chi presenta la domanda?</span></h1>",
        "<label for=\"v0\"><span lang=\"it\">Comune</span></label>",
        "requirement «<span lang=\"it\">Chi può presentare</span>» (<span lang=\"it\">Avviso pubblico di prova</span>, <span lang=\"it\">art. 1</span>).",
    ] {
        assert!(asked.contains(marked), "{marked}: {asked}");
    }
    let answers = [("go", "summary"), ("answers", r#"{"form":"comune"}"#)];
    let summary = unescaped(&server.form("/en/calls/italiano/check", &answers).body);
    let answered = "<dd><span lang=\"it\">Comune</span></dd>";
    assert!(summary.contains(answered), "{summary}");
    let open = server.form("/en/calls/italiano/check", &[("go", "result")]);
    let open = unescaped(&open.body);
    let missing = "<li><span lang=\"it\">Chi presenta la domanda?</span> <button";
    assert!(open.contains(missing), "{open}");
    let needed = "Needed for: <span lang=\"it\">Chi può presentare</span></span>";
    assert!(open.contains(needed), "{open}");
    for (answers, told) in [
        (
            r#"{"form":"comune","requested":"60000.00"}"#,
            "<li><span lang=\"it\">Contributo richiesto</span>: 50,000.00 EUR instead of 60,000.00 EUR (10,000.00 EUR less) <span class=\"citation\">(<span lang=\"it\">Chi può presentare</span>: <span lang=\"it\">Avviso pubblico di prova, art. 1</span>)</span></li>",
        ),
        (
            r#"{"form":"persona","requested":"1.00"}"#,
            "Nothing that can be changed here meets these requirements: <span lang=\"it\">Chi può presentare</span> (<span lang=\"it\">Avviso pubblico di prova, art. 1</span>).",
        ),
    ] {
        let fields = [("go", "changes"), ("answers", answers)];
        let page = unescaped(&server.form("/en/calls/italiano/check", &fields).body);
        assert!(page.contains(told), "{told}: {page}");
    }
    let gone = [
        ("go", "summary"),
        ("answers", r#"{"form":"x"}"#),
        ("digest", "0000"),
    ];
    let page = unescaped(&server.form("/en/calls/italiano/check", &gone).body);
    let told = "<li><span lang=\"it\">Chi presenta la domanda?</span> - your answer is no longer among the choices</li>";
    assert!(page.contains(told), "{page}");
}

/// In words; the name of a fact, as such, where it has no text.
#[test]
fn the_page_of_a_call_says_by_what_proposals_are_ranked() {
    let server = Server::of(&[file("italian.bando")], "");
    let ranked = |address: &str| {
        let page = unescaped(&server.get(address).body);
        let (_, rest) = page.split_once("<ol class=\"ranked\">").unwrap();
        let (list, _) = rest.split_once("</ol>").unwrap();
        list.replace("</li>", "\n").replace("<li>", "")
    };
    assert_eq!(
        ranked("/it/avvisi/italiano"),
        "\
il punteggio (dal più alto)
i punti di «A Qualità» (dal più alto)
«Contributo richiesto» (dal più basso)
«Contributo richiesto» ÷ 2, arrotondato per difetto al centesimo (dal più basso)
il dato «received_at» (dal primo)
Sorteggio: numeri del Lotto
"
    );
    assert_eq!(
        ranked("/en/calls/italiano"),
        "\
the score (highest first)
the points of “A <span lang=\"it\">Qualità</span>” (highest first)
“<span lang=\"it\">Contributo richiesto</span>” (lowest first)
“<span lang=\"it\">Contributo richiesto</span>” ÷ 2, rounded down to the cent (lowest first)
the fact “<span lang=\"it\">received_at</span>” (earliest first)
Lot: <span lang=\"it\">numeri del Lotto</span>
"
    );
}

#[test]
fn digits_may_be_grouped_by_spaces() {
    let server = Server::start("");
    let (it, en) = (
        "/it/avvisi/laboratori/verifica",
        "/en/calls/laboratori/check",
    );
    for (path, written, right) in [
        (it, "12 000,50", true),
        (it, "12\u{a0}000,50 €", true),
        (it, "€ 12\u{202f}000,50", true),
        (en, "12\u{2009}000.50", true),
        (en, "12 000.50 EUR", true),
        // Neither of these says one number only.
        (it, "12 000.50", false),
        (it, "120 00,50", false),
        (it, "1 2000", false),
        (it, "12  000", false),
        (it, "12.000 500", false),
    ] {
        let fields = [("go", "next"), ("question", "cost"), ("v", written)];
        let page = unescaped(&server.form(path, &fields).body);
        assert_eq!(page.contains("12000.50"), right, "{written}: {page}");
        assert_eq!(page.contains("id=\"problem\""), !right, "{written}: {page}");
    }
}

#[test]
fn an_address_without_its_slash_leads_to_the_list() {
    let server = Server::start("");
    for path in ["/it", "/en"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 308, "{path}");
        assert_eq!(answer.header("location"), Some(&*format!("{path}/")));
    }
}

#[test]
fn the_summary_leads_back_to_each_answer() {
    let server = Server::start("");
    let path = "/it/avvisi/laboratori/verifica";
    let answers = r#"{"form":"comune","cost":"2000.00"}"#;
    let fields = [
        ("go", "summary"),
        ("answers", answers),
        ("put", "form cost name"),
    ];
    let page = server.form(path, &fields).body;
    assert!(
        page.contains("2.000,00 €") && page.contains("Non so"),
        "{page}"
    );
    let fields = [
        ("go", "edit:cost"),
        ("answers", answers),
        ("put", "form cost name"),
    ];
    let page = server.form(path, &fields).body;
    assert!(page.contains("value=\"2.000,00\""), "{page}");
    // The same page in the other language, with the answers.
    let fields = [("go", "show"), ("question", "cost"), ("answers", answers)];
    let page = server.form("/en/calls/laboratori/check", &fields).body;
    assert!(
        page.contains("value=\"2,000.00\"") && page.contains("lang=\"en\""),
        "{page}"
    );
}

#[test]
fn the_page_of_a_call_says_what_it_rests_on() {
    let server = Server::start("");
    let page = unescaped(&server.get("/it/avvisi/laboratori").body);
    for words in [
        "Laboratori di quartiere",
        "dal 15/01/2026 ore 09:00 al 31/03/2026 ore 12:00",
        "Aperto",
        "Chi può presentare",
        "Avviso pubblico di prova, art. 2",
        "richiede form rientra in { comune, associazione }",
        "call.bando",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = server.get("/en/calls/laboratori").body;
    assert!(page.contains("Neighbourhood workshops") && page.contains("<html lang=\"en\">"));
}

#[test]
fn whoever_comes_too_late_or_too_early_is_told_on_every_page() {
    let answers =
        r#"{"form":"comune","name":"x","cost":"2000.00","documents":["domanda","progetto"]}"#;
    for (day, told, heading_it, heading_en) in [
        (
            "2026-04-01",
            [
                "L'avviso è chiuso: le domande si presentavano fino al 31/03/2026 ore 12:00.",
                "The call is closed: applications were received until 2026-03-31",
            ],
            "Con queste risposte avrebbe potuto presentare domanda",
            "With these answers you could have applied",
        ),
        (
            "2026-01-14",
            [
                "L'avviso non è ancora aperto: le domande si presentano dal 15/01/2026 ore 09:00",
                "The call is not open yet: applications are received from 2026-01-15",
            ],
            "Potrà presentare domanda",
            "You will be able to apply",
        ),
    ] {
        let server = Server::on(day, &[file("call.bando")], "");
        let pages = [
            ("/it/avvisi/laboratori", told[0], heading_it),
            ("/en/calls/laboratori", told[1], heading_en),
        ];
        for (call, told, head) in pages {
            let check = match call.strip_prefix("/it") {
                Some(_) => format!("{call}/verifica"),
                None => format!("{call}/check"),
            };
            assert!(unescaped(&server.get(call).body).contains(told), "{call}");
            for go in ["start", "summary"] {
                let page = server.form(&check, &[("go", go)]).body;
                assert!(unescaped(&page).contains(told), "{go}: {page}");
            }
            let page = server.form(&check, &[("go", "result"), ("answers", answers)]);
            let page = unescaped(&page.body);
            assert!(page.contains(told), "{page}");
            assert_eq!(heading(&page), head);
        }
    }
    let page = Server::start("").get("/it/avvisi/laboratori").body;
    assert!(!page.contains("class=\"alert"), "{page}");
}

#[test]
fn whoever_wants_every_reason_is_asked_on_after_the_verdict() {
    let server = Server::start("");
    let path = "/it/avvisi/laboratori/verifica";
    let answers = r#"{"form":"persona"}"#;
    let page = server.form(path, &[("go", "result"), ("answers", answers)]);
    assert_eq!(heading(&page.body), "Non può presentare domanda");
    assert!(page.body.contains("value=\"reasons\""), "{}", page.body);
    let mut page = server
        .form(path, &[("go", "reasons"), ("answers", answers)])
        .body;
    let mut asked = Vec::new();
    while !hidden(&page, "question").is_empty() {
        let question = hidden(&page, "question").to_owned();
        assert!(asked.len() < 20, "{asked:?}");
        let value = if question == "cost" { "60.000" } else { "-" };
        let go = if question == "cost" {
            "next"
        } else {
            "unknown"
        };
        let fields = [
            ("go", go),
            ("depth", hidden(&page, "depth")),
            ("question", question.as_str()),
            ("v", value),
            ("answers", &unescaped(hidden(&page, "answers"))),
            ("put", hidden(&page, "put")),
            ("digest", hidden(&page, "digest")),
        ];
        let next = server.form(path, &fields).body;
        asked.push(question);
        page = next;
    }
    assert!(asked.contains(&"cost".to_owned()), "{asked:?}");
    assert_eq!(heading(&page), "Non può presentare domanda");
    let page = unescaped(&page);
    assert!(page.contains("Costo nei limiti"), "{page}");
    assert!(!page.contains("value=\"reasons\""), "{page}");
}

#[test]
fn each_applicant_sees_whom_to_ask_and_the_documents_they_need() {
    let server = Server::start("");
    let rest = r#""name":"x","cost":"2000.00","documents":["domanda","progetto"]"#;
    let statute = "Statuto dell'associazione";
    for (form, shown, maybe) in [
        (r#""form":"comune","#, false, false),
        (
            r#""form":"associazione","registered":true,"partners":[{"kind":"comune"}],"#,
            true,
            false,
        ),
        ("", true, true),
    ] {
        let answers = format!("{{{form}{rest}}}");
        let fields = [("go", "result"), ("answers", answers.as_str())];
        let page = server.form("/it/avvisi/laboratori/verifica", &fields).body;
        let page = unescaped(&page);
        assert!(page.contains("Domanda firmata"), "{page}");
        assert_eq!(page.contains(statute), shown, "{form}: {page}");
        assert_eq!(page.contains("Forse anche questi"), maybe, "{form}");
        assert!(
            page.contains("href=\"mailto:laboratori@example.org\""),
            "{page}"
        );
        assert!(page.contains("Avviso pubblico di prova, art. 12"), "{page}");
    }
    let fields = [("go", "result"), ("answers", r#"{"form":"persona"}"#)];
    let page = server.form("/en/calls/laboratori/check", &fields).body;
    assert!(!page.contains("Signed application"), "{page}");
    assert!(page.contains("Workshops desk"), "{page}");
    let page = unescaped(&server.get("/en/calls/laboratori").body);
    for words in [
        "Statute of the association",
        "form è associazione",
        "the register's office",
        "Monday, 10 to 12",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn one_item_may_be_taken_out() {
    let server = Server::start("");
    let path = "/it/avvisi/laboratori/verifica";
    let fields = [
        ("go", "remove:partners.1"),
        (
            "answers",
            r#"{"partners":[{"kind":"comune"},{"kind":"associazione"},{"kind":"persona"}]}"#,
        ),
        (
            "put",
            "partners partners.1.kind partners.1.share partners.2.kind partners.3.kind",
        ),
    ];
    let page = server.form(path, &fields).body;
    let answers = unescaped(hidden(&page, "answers"));
    assert_eq!(
        answers,
        r#"{"partners":[{"kind":"associazione"},{"kind":"persona"}]}"#
    );
    assert_eq!(
        hidden(&page, "put"),
        "partners partners.1.kind partners.2.kind"
    );
    assert!(page.contains("value=\"remove:partners.2\""), "{page}");
    for odd in [
        "remove:",
        "remove:partners",
        "remove:partners.0",
        "remove:partners.9",
        "remove:form.1",
    ] {
        let page = server.form(path, &[("go", odd), fields[1], fields[2]]);
        assert_eq!(page.status, 200, "{odd}");
    }
}

#[test]
fn a_form_of_another_kind_is_refused_with_a_page() {
    let server = Server::start("");
    for (path, told) in [
        ("/it/avvisi/laboratori/verifica", "Modulo di un altro tipo"),
        ("/en/calls/laboratori/check", "Form of another kind"),
    ] {
        for (kind, body) in [
            (
                "multipart/form-data; boundary=x",
                "--x\r\ncontent-disposition: form-data; name=\"go\"\r\n\r\nsummary\r\n--x--\r\n",
            ),
            ("application/json", r#"{"go": "summary"}"#),
            ("text/plain", "go=summary"),
            (
                "application/x-www-form-urlencoded; charset=iso-8859-1",
                "go=summary",
            ),
        ] {
            let page = server.post(kind, path, body.as_bytes());
            assert_eq!(page.status, 415, "{kind}");
            assert_eq!(heading(&page.body), told, "{kind}");
        }
        let kind = "Application/X-WWW-Form-Urlencoded; charset=UTF-8";
        assert_eq!(server.post(kind, path, b"go=summary").status, 200);
        // `città` in Latin-1: nobody has answered with what UTF-8 makes of it.
        let latin = b"go=next&question=name&v=citt%E0";
        let page = server.post("application/x-www-form-urlencoded", path, latin);
        assert_eq!(page.status, 400);
    }
}

#[test]
fn what_is_not_known_says_so_once_beside_each_question() {
    let server = Server::start("");
    let fields = [
        ("go", "result"),
        ("answers", r#"{"form":"associazione"}"#),
        ("put", "form registered"),
    ];
    let page = unescaped(&server.form("/en/calls/laboratori/check", &fields).body);
    let (_, missing) = page.split_once("<h2 id=\"missing\">").unwrap();
    let (missing, _) = missing.split_once("</section>").unwrap();
    let asked = "Is the association in the register?";
    let line = missing.lines().find(|it| it.contains(asked)).unwrap();
    assert_eq!(line.matches("answer: I don't know").count(), 1, "{line}");
    let hidden = format!("<span class=\"visually-hidden\">: {asked}</span>");
    assert!(line.contains(&hidden), "{line}");
}
