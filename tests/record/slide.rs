//! Slides: records chained to the one before.

use std::fs;

use serde_json::Value;

use super::{Kept, run};
use crate::support::project;

const CALL: &str = r#"bando 1 it

avviso piccolo { titolo it "Piccolo" fuso Europe/Rome }
fonte avviso "Avviso"
proposte { separatore ";" numeri come "1.234,56" date come "31/12/2026" }
fatti {
  requested : importo
  points : intero
  papers : sì/no
}
requisito papers it "Documenti" { fase formale cita avviso "art. 3" richiede papers motivo it "Mancano documenti." riserva entro 10 giorni }
graduatoria { cita avviso "art. 4" ordina per points decrescente }
dotazione { 100_000.00 EUR cita avviso "art. 5" assegna requested al limite: fermarsi }
"#;

const PROPOSALS: &str = "id;requested;points;papers\n\
    A;60.000,00;50;sì\nB;30.000,00;40;no\nC;20.000,00;30;sì\nD;40.000,00;20;no\nE;1.000,00;10;sì\n";

const FIRST: &str = "evento;proposta;importo;data;atto\n\
    più risorse;;5.000,00;01/03/2026;DGR 12/2026\n\
    riserva sciolta;B;;02/03/2026;nota prot. 7\n\
    rinuncia;C;;03/03/2026;nota prot. 9\n";

const SECOND: &str = "event,proposal,amount,date,act\n\
    revocation,A,,04/04/2026,determina 3\nreservation failed,D,,05/04/2026,determina 4\n";

/// A folder with the record of a ranking in `out`, and those of two slides.
fn slid() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for (name, text) in [
        ("call.bando", CALL),
        ("p.csv", PROPOSALS),
        ("uno.csv", FIRST),
        ("due.csv", SECOND),
    ] {
        fs::write(at(name), text).expect("written");
    }
    for arguments in [
        "rank call.bando p.csv --out out --lang it",
        "slide out uno.csv --out out-1 --lang it",
        "slide out-1/outcome.json due.csv --out out-2 --lang it",
    ] {
        let ended = run(folder.path(), arguments);
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{arguments}");
    }
    folder
}

/// Returns the outcome and award of each proposal, and whether its reservation is open.
fn awards(kept: &Kept) -> Vec<String> {
    let record: Value = serde_json::from_slice(&kept.0["outcome.json"]).expect("JSON");
    let proposals = record["proposals"].as_array().expect("proposals");
    let words = |it: &Value| {
        let text = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
        let open = if it["with_reservation"] == true {
            " open"
        } else {
            ""
        };
        format!("{} {} {}{open}", text("id"), text("outcome"), text("award"))
    };
    proposals.iter().map(words).collect()
}

#[test]
fn money_added_and_freed_goes_down_the_ranking_and_nobody_else_loses() {
    let folder = slid();
    let of = |name: &str| Kept::of(&folder.path().join(name));
    assert_eq!(
        awards(&of("out")),
        [
            "A funded 60000.00",
            "B funded 30000.00 open",
            "C waiting 0.00",
            "D waiting 0.00 open",
            "E waiting 0.00",
        ]
    );
    // 10,000 left, 5,000 added: C has left, D asks 40,000, and the ranking stops there.
    assert_eq!(
        awards(&of("out-1")),
        [
            "A funded 60000.00",
            "B funded 30000.00",
            "C left 0.00",
            "D waiting 0.00 open",
            "E waiting 0.00",
        ]
    );
    assert_eq!(
        awards(&of("out-2")),
        [
            "A left 0.00",
            "B funded 30000.00",
            "C left 0.00",
            "D left 0.00",
            "E funded 1000.00",
        ]
    );
}

#[test]
fn each_record_holds_the_digest_of_the_one_before_and_the_chain_is_followed() {
    let folder = slid();
    let last = Kept::of(&folder.path().join("out-2"));
    assert_eq!(last.differences(), [""; 0]);
    let inputs: Vec<&String> = last
        .0
        .keys()
        .filter(|it| it.starts_with("inputs/"))
        .collect();
    assert_eq!(
        inputs,
        [
            "inputs/events/001-uno.csv",
            "inputs/events/002-due.csv",
            "inputs/former/000-outcome.json",
            "inputs/former/001-outcome.json",
            "inputs/proposals/p.csv",
            "inputs/rules/call.bando",
        ]
    );
    for (former, out) in [("000", "out"), ("001", "out-1")] {
        let record = fs::read(folder.path().join(out).join("outcome.json")).expect("read");
        assert_eq!(
            last.0[&format!("inputs/former/{former}-outcome.json")],
            record
        );
        let digest = bando::source::digest(&record);
        let text = String::from_utf8_lossy(&last.0["outcome.json"]);
        assert!(text.contains(&digest), "{text}");
    }
    let mut kept = last.clone();
    kept.replace("inputs/former/000-outcome.json", "60000.00", "50000.00");
    let said = kept.differences();
    assert!(
        said[0].starts_with(
            "`inputs/former/000-outcome.json` (verbale precedente) non è più quello del verbale"
        ),
        "{said:#?}"
    );
    assert!(
        said.iter().any(|it| it
            .starts_with("`inputs/former/000-outcome.json`: la catena dei verbali non torna")),
        "{said:#?}"
    );
    let mut kept = last.clone();
    kept.replace("inputs/events/001-uno.csv", "rinuncia;C", "rinuncia;E");
    let said = kept.differences();
    assert!(
        said.iter()
            .any(|it| it.starts_with("`inputs/former/001-outcome.json`: la catena")),
        "{said:#?}"
    );
    assert!(
        said.iter()
            .any(|it| it.starts_with("`C`: esito: nel verbale uscita dalla graduatoria")),
        "{said:#?}"
    );
}

#[test]
fn events_that_do_not_fit_are_refused_at_their_line() {
    let folder = slid();
    let header = "evento;proposta;importo;data;atto\n";
    for (events, why) in [
        ("evento;proposta\n", "la prima riga deve avere le colonne"),
        (header, "non c'è nessun evento"),
        (
            "rinuncia;Z;;;atto 1\n",
            "eventi.csv:2`: nessuna proposta ha l'id `Z`",
        ),
        (
            "rinuncia;A;;;atto 1\nrevoca;A;;;atto 1\n",
            "eventi.csv:3`: `A` esce dalla graduatoria già con la riga 2",
        ),
        ("rinuncia;A;;;\n", "eventi.csv:2`: manca l'atto"),
        ("rinuncia;;;;atto 1\n", "eventi.csv:2`: manca la proposta"),
        (
            "rinuncia;A;10,00;;atto 1\n",
            "un evento riguarda una proposta, o porta un importo",
        ),
        ("più risorse;;;;atto 1\n", "manca l'importo"),
        (
            "più risorse;A;10,00;;atto 1\n",
            "un evento riguarda una proposta, o porta un importo",
        ),
        ("più risorse;;1.00;;atto 1\n", "`1.00` non è un importo"),
        ("più risorse;;-1,00;;atto 1\n", "-1,00 € è meno di zero"),
        ("più risorse;;1,00;2026-01-01;atto 1\n", "`2026-01-01`"),
        (
            "riserva sciolta;A;;;atto 1\n",
            "`A` non è ammessa con una riserva ancora aperta",
        ),
        ("scomparsa;A;;;atto 1\n", "`scomparsa` non è un evento"),
        (
            "rinuncia;A\n",
            "le celle o le virgolette non tornano con l'intestazione",
        ),
    ] {
        let events = if events.starts_with("evento") {
            events.to_owned()
        } else {
            format!("{header}{events}")
        };
        fs::write(folder.path().join("eventi.csv"), events).expect("written");
        let ended = run(folder.path(), "slide out eventi.csv --out no --lang it");
        assert_eq!((ended.code, ended.stdout.as_str()), (1, ""), "{why}");
        assert!(ended.stderr.contains(why), "{why}: {}", ended.stderr);
        assert!(!folder.path().join("no").exists());
    }
    fs::write(
        folder.path().join("out/inputs/proposals/p.csv"),
        PROPOSALS.replace("60.000", "61.000"),
    )
    .expect("written");
    let ended = run(folder.path(), "slide out uno.csv --lang it");
    assert_eq!(ended.code, 1);
    assert!(
        ended
            .stderr
            .contains("i suoi file di ingresso non lo confermano"),
        "{}",
        ended.stderr
    );
}

/// D.M. 4 April 2022: 900,861,965.41 euro more; the 541 projects waiting ask 878,113,448.61.
#[test]
fn the_slide_of_2022_funds_every_project_that_waited() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let rank = format!(
        "rank rules/rigenerazione-urbana-2021.bando examples/rigenerazione-urbana-2021/domande.csv --out {}",
        place("out")
    );
    assert_eq!(run(&project(""), &rank).code, 0);
    let slide = format!(
        "slide {} examples/rigenerazione-urbana-2021/slide-2022.csv --format json",
        place("out")
    );
    let ended = run(&project(""), &slide);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let record: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(record["counts"]["funded"], 2325);
    assert_eq!(record["counts"]["waiting"], 0);
    assert_eq!(record["envelope"], "4300861965.41");
    assert_eq!(record["spent"], "4277384625.56");
    assert_eq!(record["left"], "23477339.85");
}

#[test]
fn the_invented_slide_of_puglia_funds_those_that_come_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| {
        let path = folder.path().join(name);
        path.to_str().expect("UTF-8").to_owned()
    };
    let at = "examples/puglia-azione-9.3";
    let rank = format!(
        "rank rules/puglia-azione-9.3.bando {at}/proposals.jsonl --marks {at}/marks --assignments {at}/assignments.csv --out {}",
        place("lists")
    );
    assert_eq!(run(&project(""), &rank).code, 0);
    let slide = format!(
        "slide {} {at}/slide.csv --out {}",
        place("lists"),
        place("slide")
    );
    let ended = run(&project(""), &slide);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let kept = Kept::of(&folder.path().join("slide"));
    assert_eq!(kept.differences(), [""; 0]);
    let awards = awards(&kept);
    for one in [
        "P08 funded 117000.00",
        "P13 waiting 0.00",
        "P14 funded 90000.00",
        "P15 funded 90000.00",
        "P16 funded 45000.00",
        "P18 left 0.00",
        "P22 left 0.00",
    ] {
        assert!(awards.contains(&one.to_owned()), "{one}: {awards:#?}");
    }
    let record: Value = serde_json::from_slice(&kept.0["outcome.json"]).expect("JSON");
    assert_eq!(record["left"], "16499.50");
    // Worked out by hand in the README beside the proposals.
    let pools = record["money"]["pools"].as_array().expect("pools");
    let shares = pools.iter().map(|it| it["share"].as_str().expect("text"));
    assert_eq!(
        shares.collect::<Vec<_>>(),
        [
            "462031.41",
            "299513.94",
            "350983.49",
            "492919.05",
            "555475.75",
            "289076.36"
        ]
    );
    assert_eq!(record["envelope"], "2450000.00");
}

#[test]
fn the_chart_of_a_slide_draws_who_left_as_gone() {
    let folder = slid();
    let page = |name: &str| {
        let path = folder.path().join(name).join("report.html");
        let page = fs::read_to_string(path).expect("the page");
        let (_, chart) = page.split_once("id=\"chart-title\"").expect("the chart");
        chart.split_once("</svg>").expect("its end").0.to_owned()
    };
    let gone = "fill=\"#f2f2f2\" stroke=\"#5c5c5c\" stroke-dasharray=\"5 4\"";
    // Nobody has left before the first slide, and C in it, and A and D in the second: a column each, and
    // what the look means.
    for (name, columns) in [("out", 0), ("out-1", 1), ("out-2", 3)] {
        let chart = page(name);
        let legend = columns.min(1);
        assert_eq!(chart.matches(gone).count(), columns + legend, "{name}");
        let meaning = chart.matches("uscita dalla graduatoria").count();
        assert_eq!(meaning, legend, "{name}");
    }
}
