//! What the page of a question says of itself.

use super::pages::unescaped;
use super::server::Server;

const EN: &str = "/en/calls/laboratori/check";
const PARTNERS: &str =
    r#"{"form":"associazione","partners":[{"kind":"persona"},{}],"cost":"2000.00"}"#;

fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page
        .split_once(before)
        .unwrap_or_else(|| panic!("{before}: {page}"));
    rest.split_once(after).unwrap().0
}

#[test]
fn title_and_legend_name_the_item_of_the_list_and_the_title_the_call() {
    let server = Server::start("");
    for (path, title, legend) in [
        (
            EN,
            "Who are the partners? No. 2: What is it? - Neighbourhood workshops - Check of requirements",
            "<span class=\"within\">Who are the partners? No. 2:</span> What is it?",
        ),
        (
            "/it/avvisi/laboratori/verifica",
            "Chi sono i partner? N. 2: Che cos'è? - Laboratori di quartiere - Verifica dei requisiti",
            "<span class=\"within\">Chi sono i partner? N. 2:</span> Che cos'è?",
        ),
    ] {
        let fields = [("go", "edit:partners.2.kind"), ("answers", PARTNERS)];
        let page = unescaped(&server.form(path, &fields).body);
        assert_eq!(between(&page, "<title>", "</title>"), title);
        assert_eq!(between(&page, "<legend><h1>", "</h1></legend>"), legend);
        let fields = [("go", "edit:partners.2.share"), ("answers", PARTNERS)];
        let page = unescaped(&server.form(path, &fields).body);
        let label = between(&page, "<h1><label for=\"v\">", "</label></h1>");
        assert!(label.starts_with("<span class=\"within\">"), "{label}");
    }
    let list = server.get("/en/").body;
    assert_eq!(
        between(&list, "<title>", "</title>"),
        "Calls - Check of requirements"
    );
}

#[test]
fn why_a_question_is_asked_is_told_whenever_it_is_shown() {
    let server = Server::start("");
    let why = |fields: &[(&str, &str)]| {
        let page = unescaped(&server.form(EN, fields).body);
        between(&page, "Why we ask</summary>\n<p>", "</p>").to_owned()
    };
    let cost = "It is needed for the requirement «Cost within the limits» (<span lang=\"it\">Avviso pubblico di prova</span>, <span lang=\"it\">art. 5</span>).";
    let answers = (
        "answers",
        r#"{"form":"comune","name":"x","documents":["domanda","progetto"]}"#,
    );
    // When it comes next, in the other language, after an error.
    assert_eq!(why(&[("go", "on"), answers]), cost);
    assert_eq!(why(&[("go", "show"), ("question", "cost"), answers]), cost);
    let wrong = [("go", "next"), ("question", "cost"), ("v", "much"), answers];
    assert_eq!(why(&wrong), cost);
    // To be changed, where it has been answered.
    let given =
        r#"{"form":"comune","name":"x","cost":"2000.00","documents":["domanda","progetto"]}"#;
    assert_eq!(why(&[("go", "edit:cost"), ("answers", given)]), cost);
    // Nothing is needed of what makes no difference.
    let refused = [
        ("go", "edit:cost"),
        ("answers", r#"{"form":"persona","cost":"2000.00"}"#),
    ];
    let page = server.form(EN, &refused).body;
    assert!(!page.contains("Why we ask"), "{page}");
}

#[test]
fn too_many_items_are_refused_with_the_reason() {
    let server = Server::start("");
    for (written, told) in [
        (
            "60",
            "No more than 50 can be stated here</strong> - Whoever has more may answer “I don't know”, and ask whom the call names",
        ),
        (
            "three",
            "A whole number from 0 to 50 is needed</strong> - Where there are none write 0",
        ),
    ] {
        let fields = [("go", "next"), ("question", "partners"), ("v", written)];
        let page = unescaped(&server.form(EN, &fields).body);
        assert!(page.contains(told), "{page}");
    }
}

#[test]
fn whoever_changes_the_number_of_items_is_told_what_goes_with_them() {
    let server = Server::start("");
    let told = "A smaller number takes away the last ones, with their answers; “I don't know” takes away all.";
    let fields = [("go", "edit:partners"), ("answers", PARTNERS)];
    let page = unescaped(&server.form(EN, &fields).body);
    assert!(page.contains(told), "{page}");
    let page = unescaped(&server.form(EN, &[("go", "edit:partners")]).body);
    assert!(!page.contains(told), "{page}");
}

#[test]
fn each_item_has_its_line_in_the_summary_where_it_may_be_removed() {
    let server = Server::start("");
    let fields = [("go", "summary"), ("answers", PARTNERS)];
    let page = server.form(EN, &fields).body;
    let words = super::in_words::words(&page);
    let wanted = "\
Who applies?
Association
Change: Who applies?
How much does the project cost?
2,000.00 EUR
Change: How much does the project cost?
Who are the partners? How many?
2
Change: Who are the partners? How many?
Who are the partners? No. 1 Remove: Who are the partners? No. 1
What is it?
Natural person
Change: Who are the partners? No. 1: What is it?
Who are the partners? No. 2 Remove: Who are the partners? No. 2
No answers so far.
 Go on with the check";
    assert!(words.contains(wanted), "{words}");
}

#[test]
fn a_closed_call_offers_no_check_of_whether_one_may_and_no_documents_to_prepare() {
    let call = [super::server::file("call.bando")];
    for (day, button, prepare) in [
        ("2026-04-01", "Check whether you could have applied", false),
        ("2026-02-16", "Check whether you may apply", true),
    ] {
        let server = Server::on(day, &call, "");
        let page = server.get("/en/calls/laboratori").body;
        assert!(page.contains(button), "{page}");
        let answers =
            r#"{"form":"comune","name":"x","cost":"2000.00","documents":["domanda","progetto"]}"#;
        let page = server
            .form(EN, &[("go", "result"), ("answers", answers)])
            .body;
        assert_eq!(page.contains("Documents to prepare"), prepare, "{page}");
    }
}
