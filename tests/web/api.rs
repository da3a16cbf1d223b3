//! The interface for programs, and its description.

use serde_json::{Value, json};

use super::server::{Server, file};

const ASSESSMENTS: &str = "/api/v1/calls/laboratori/assessments";

#[test]
fn partial_answers_get_a_verdict_and_the_next_question() {
    let server = Server::start("");
    let nothing = server.json(ASSESSMENTS, "{}").json();
    assert_eq!(nothing["verdict"], "not_yet_known");
    assert!(nothing["next_question"]["name"].is_string());
    let person = server.json(ASSESSMENTS, r#"{"form": "persona"}"#).json();
    assert_eq!(person["verdict"], "may_not_apply");
    assert_eq!(person["next_question"], Value::Null);
    assert_eq!(person["requirements"][0]["requirement"], "who");
    assert_eq!(person["requirements"][0]["standing"], "blocks");
    let next = server.json(
        "/api/v1/calls/laboratori/next-question",
        r#"{"form": "comune"}"#,
    );
    let next = next.json();
    assert_eq!(next["requirements"], Value::Null);
    assert!(next["next_question"]["decides"][0].is_string());
    let whole = r#"{"id": "P1", "form": "comune", "name": "x", "cost": "2000.00",
        "documents": ["domanda", "progetto"]}"#;
    let whole = server.json(ASSESSMENTS, whole).json();
    assert_eq!(whole["verdict"], "may_apply");
    assert_eq!(whole["documents"][0]["document"], "domanda");
    assert_eq!(whole["documents"][1], Value::Null);
    assert_eq!(whole["contacts"][0]["email"], "laboratori@example.org");
}

#[test]
fn a_closed_call_is_closed_whatever_the_answers() {
    let server = Server::on("2026-04-01", &[file("call.bando")], "");
    for (body, by_answers) in [
        (r#"{"form": "persona"}"#, "may_not_apply"),
        (
            r#"{"form": "comune", "name": "x", "cost": "2000.00",
                "documents": ["domanda", "progetto"]}"#,
            "may_apply",
        ),
    ] {
        for path in [ASSESSMENTS, "/api/v1/calls/laboratori/next-question"] {
            let told = server.json(path, body).json();
            assert_eq!(told["reception"], "closed");
            assert_eq!(told["verdict"], "closed");
            assert_eq!(told["verdict_by_answers"], by_answers);
        }
    }
}

#[test]
fn null_is_not_known_and_every_reason_may_be_asked_for() {
    let server = Server::start("");
    let next = "/api/v1/calls/laboratori/next-question";
    let first = server.json(next, "{}").json();
    let name = first["next_question"]["name"].as_str().unwrap().to_owned();
    let unknown = json!({ (name.as_str()): null }).to_string();
    let second = server.json(next, &unknown).json();
    assert_ne!(second["next_question"]["name"], json!(name));
    let partner = r#"{"form": "associazione", "registered": true, "name": "x", "cost": "2000.00",
        "documents": ["domanda", "progetto"], "partners": [{"kind": null}]}"#;
    let told = server.json(next, partner).json();
    assert_eq!(told["verdict"], "cannot_be_said", "{told}");
    let person = r#"{"form": "persona"}"#;
    assert_eq!(
        server.json(next, person).json()["next_question"],
        Value::Null
    );
    let more = server.json(&format!("{next}?depth=every_reason"), person);
    assert_eq!(more.json()["verdict"], "may_not_apply");
    assert!(more.json()["next_question"]["name"].is_string());
}

#[test]
fn what_keeps_out_only_together_has_a_standing_of_its_own() {
    let server = Server::of(&[file("together.bando")], "");
    for answers in ["{}", r#"{"new": null}"#] {
        let told = server.json("/api/v1/calls/insieme/assessments", answers);
        let told = told.json();
        assert_eq!(told["verdict"], "may_not_apply", "{told}");
        let requirements = told["requirements"].as_array().unwrap().iter();
        let standings: Vec<&Value> = requirements.map(|it| &it["standing"]).collect();
        assert_eq!(
            standings,
            ["not_together", "not_together", "not_examined"],
            "{told}"
        );
        let told = server.json("/api/v1/calls/insieme/changes", answers).json();
        assert_eq!(told["changes"], "none");
        assert_eq!(told["together"], json!(["young", "old"]));
        assert_eq!(told["untold"], json!([]));
    }
}

#[test]
fn a_value_that_does_not_count_is_pointed_out() {
    let server = Server::start("");
    let answers = r#"{"form": "comune", "registered": true}"#;
    for path in [ASSESSMENTS, "/api/v1/calls/laboratori/next-question"] {
        let told = server.json(path, answers).json();
        assert_eq!(
            told["notices"],
            json!([{
                "pointer": "/registered",
                "code": "fact-not-applicable",
                "message": {
                    "it": "`registered` non riguarda questa proposta: il valore non conta",
                    "en": "`registered` does not apply to this proposal: the value does not count",
                },
                "hint": {
                    "it": "togliere il valore, o correggere la risposta da cui il fatto dipende",
                    "en": "remove the value, or correct the answer on which the fact depends",
                },
            }]),
            "{path}"
        );
        let told = server.json(path, r#"{"form": "comune", "registered": null}"#);
        assert_eq!(told.json()["notices"], json!([]), "{path}");
    }
}

#[test]
fn the_schema_says_what_null_means_of_answers() {
    let server = Server::start("");
    let schema = server.get("/api/v1/calls/laboratori/schema").json();
    let told = schema["description"].as_str().unwrap();
    assert!(told.contains("`null` vale «non so»"), "{told}");
    assert!(!told.contains("proposta"), "{told}");
}

#[test]
fn nobody_finds_for_the_office_what_it_finds() {
    let server = Server::start("");
    let path = "/api/v1/calls/laboratori/assessments";
    let own = r#""form":"comune","name":"x","cost":"2000.00","documents":["domanda","progetto"]"#;
    let late = format!("{{{own},\"received_at\":\"2026-05-01T12:00:00\"}}");
    let answer = server.json(path, &late);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["verdict"], "may_apply", "{}", answer.body);
    let notice = json!([{
        "pointer": "/received_at",
        "code": "not-for-the-applicant",
        "message": {
            "it": "`received_at` lo accertano gli uffici: il valore non conta",
            "en": "`received_at` is for the office to find: the value does not count",
        },
        "hint": {
            "it": "togliere il valore: la verifica guarda ciò che vale comunque lo si accerti",
            "en": "leave the value out: the pre-check looks at what holds however it turns out",
        },
    }]);
    assert_eq!(answer.json()["notices"], notice);
    let unknown = format!("{{{own},\"received_at\":null}}");
    assert_eq!(server.json(path, &unknown).json()["notices"], json!([]));
    let check = "/it/avvisi/laboratori/verifica";
    let page = server
        .form(check, &[("go", "result"), ("answers", &late)])
        .body;
    assert!(page.contains("Può presentare domanda"), "{page}");
    let page = server.form(check, &[("go", "edit:received_at")]).body;
    assert!(!page.contains("value=\"received_at\""), "{page}");
}

#[test]
fn each_requirement_names_the_questions_that_it_misses() {
    let server = Server::of(&[file("missing.bando")], "");
    let told = server
        .json(
            "/api/v1/calls/mancante/assessments",
            r#"{"enrolled": null}"#,
        )
        .json();
    let missing = told["requirements"].as_array().unwrap().iter();
    let missing: Vec<&Value> = missing.map(|it| &it["missing"]).collect();
    // What the office finds is not the applicant's to answer.
    assert_eq!(
        missing,
        [&json!(["enrolled"]), &json!([]), &json!(["adds_up"])],
        "{told}"
    );
    assert_eq!(
        told["requirements"][0]["waits_for"],
        json!(["enrolled", "other"])
    );
    let next = server
        .json("/api/v1/calls/mancante/next-question", "{}")
        .json();
    assert_eq!(next["next_question"]["proved"], true, "{next}");
}

#[test]
fn a_depth_that_there_is_not_is_refused() {
    let server = Server::start("");
    for path in ["assessments", "next-question"] {
        let at = |depth: &str| format!("/api/v1/calls/laboratori/{path}?depth={depth}");
        for depth in ["verdict", "every_reason"] {
            assert_eq!(server.json(&at(depth), "{}").status, 200);
        }
        for depth in ["", "every-reason", "1"] {
            let answer = server.json(&at(depth), "{}");
            assert_eq!(answer.status, 400);
            assert_eq!(answer.json()["type"], "urn:bando:problem:parameter");
        }
    }
}

#[test]
fn what_would_change_the_outcome_is_told() {
    let server = Server::start("");
    let changes = "/api/v1/calls/laboratori/changes";
    let told = server.json(changes, r#"{"form": "comune", "cost": "60000.00"}"#);
    let told = told.json();
    assert_eq!(told["changes"], "mend");
    assert_eq!(told["facts"][0]["to"], "50000.00");
    let told = server.json(changes, r#"{"form": "persona"}"#).json();
    assert_eq!(told["changes"], "none");
    let told = server.json(changes, r#"{"form": "comune"}"#).json();
    assert_eq!(told["changes"], "nothing_fails");
}

#[test]
fn every_fault_is_named_at_its_pointer() {
    let server = Server::start("");
    let body = r#"{"form": "regno", "cost": "1.234,56", "nothing": 1,
        "partners": [{"share": 0.001}], "cost": 2}"#;
    let problem = server.json(ASSESSMENTS, body);
    assert_eq!(problem.status, 422);
    assert_eq!(
        problem.header("content-type"),
        Some("application/problem+json")
    );
    let problem = problem.json();
    let errors = problem["errors"].as_array().unwrap().iter();
    let found: Vec<_> = errors
        .map(|it| (it["pointer"].clone(), it["code"].clone()))
        .collect();
    assert_eq!(
        found,
        [
            (json!("/cost"), json!("duplicate-field")),
            (json!("/form"), json!("unknown-code")),
            (json!("/cost"), json!("bad-value")),
            (json!("/nothing"), json!("unknown-field")),
            (json!("/partners/0/share"), json!("bad-value")),
        ]
    );
    assert_eq!(server.json(ASSESSMENTS, "[").status, 400);
    assert_eq!(server.json(ASSESSMENTS, "{} {}").status, 400);
    assert_eq!(server.json(ASSESSMENTS, "").status, 400);
    assert_eq!(server.form(ASSESSMENTS, &[]).status, 415);
    let absent = server.json("/api/v1/calls/nothing/assessments", "{}");
    assert_eq!(absent.status, 404);
    assert_eq!(
        absent.header("content-type"),
        Some("application/problem+json")
    );
}

#[test]
fn a_body_in_another_encoding_is_refused_never_read_as_utf_8() {
    let server = Server::start("");
    for (kind, status) in [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/json;charset=\"UTF-8\"", 200),
        ("application/json; charset=latin1", 415),
        ("application/json; charset=utf-16", 415),
        ("application/json; charset", 415),
        ("application/json; charset=utf-8; charset=latin1", 415),
        ("text/json", 415),
    ] {
        let answer = server.post(kind, ASSESSMENTS, b"{}");
        assert_eq!(answer.status, status, "{kind}: {}", answer.body);
    }
    let latin = b"{\"name\": \"citt\xe0\"}";
    let answer = server.post("application/json", ASSESSMENTS, latin);
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert_eq!(answer.json()["type"], "urn:bando:problem:not-json");
    assert_eq!(answer.json()["errors"][0]["code"], "invalid-encoding");
}

#[test]
fn it_is_said_from_where_items_are_counted() {
    let server = Server::start("");
    let body = r#"{"partners": [{"kind": "comune"}, {"kind": "regno"}]}"#;
    let told = server.json(ASSESSMENTS, body).json();
    assert_eq!(told["errors"][0]["pointer"], "/partners/1/kind");
    let said = "a pointer counts the items of a list from 0, a message from 1";
    assert!(told["detail"].as_str().unwrap().contains(said), "{told}");
}

#[test]
fn the_schema_takes_what_the_interface_takes() {
    let server = Server::start("");
    let schema = server.get("/api/v1/calls/laboratori/schema").json();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for (body, right) in [
        (json!({}), true),
        (json!({"cost": "10.00", "form": null}), true),
        (json!({"cost": "10,00"}), false),
        (json!({"nothing": 1}), false),
    ] {
        assert_eq!(schema.is_valid(&body), right, "{body}");
        let status = server.json(ASSESSMENTS, &body.to_string()).status;
        assert_eq!(status == 200, right, "{body}");
    }
}

/// Finds what `$ref`s name, in one document.
fn resolved(document: &Value, schema: &Value) -> Value {
    let mut whole = schema.clone();
    if let Some(fields) = whole.as_object_mut() {
        fields.insert("components".to_owned(), document["components"].clone());
    }
    whole
}

#[test]
fn the_description_is_true_of_every_answer() {
    let server = Server::start("");
    let document = server.get("/api/v1/openapi.json").json();
    let paths = document["paths"].as_object().unwrap();
    let name = "laboratori";
    let mut seen = 0;
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            let sent = [
                ("{}", 200),
                (r#"{"form":"persona"}"#, 200),
                (r#"{"form":1}"#, 422),
                (r#"{"form":"persona","cost":"60000.00"}"#, 200),
                (r#"{"form":"comune","cost":"60000.00"}"#, 200),
                ("[", 400),
            ];
            let sent = if method == "post" {
                &sent[..]
            } else {
                &sent[..1]
            };
            for (body, status) in sent {
                for (id, status) in [(name, *status), ("nothing", 404)] {
                    let at = path.replace("{call}", id);
                    if at == *path && id == "nothing" {
                        continue;
                    }
                    let answer = match method.as_str() {
                        "post" => server.json(&at, body),
                        _ => server.get(&at),
                    };
                    assert_eq!(answer.status, status, "{method} {at}");
                    let told = &operation["responses"][status.to_string()];
                    let kind = answer.header("content-type").unwrap();
                    let schema = &told["content"][kind]["schema"];
                    assert!(
                        schema.is_object(),
                        "{method} {path} {status} {kind}: {told}"
                    );
                    let validator =
                        jsonschema::validator_for(&resolved(&document, schema)).unwrap();
                    let errors: Vec<_> = validator
                        .iter_errors(&answer.json())
                        .map(|it| format!("{it} at {}", it.instance_path()))
                        .collect();
                    assert!(
                        errors.is_empty(),
                        "{method} {at}: {errors:?}\n{}",
                        answer.body
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen >= 15, "only {seen} answers compared");
}
