//! Records and their inputs, in memory: what is found when something in them changes.

use std::fs;

use bando::record::verify;
use bando::text::Language;
use serde_json::Value;

use super::{Kept, recorded};

#[test]
fn a_record_is_confirmed_by_its_own_folder_alone() {
    let folder = recorded();
    for (out, inputs) in [("out", 6), ("then", 7)] {
        let kept = Kept::of(&folder.path().join(out));
        let verified = kept.verify();
        assert_eq!(verified.differences, []);
        assert_eq!((verified.inputs, verified.proposals), (inputs, 4));
    }
}

#[test]
fn the_record_names_its_inputs_and_no_path_of_this_machine() {
    let folder = recorded();
    let kept = Kept::of(&folder.path().join("then"));
    let files: Vec<&str> = kept.0.keys().map(String::as_str).collect();
    assert_eq!(
        files,
        [
            "below-threshold.csv",
            "funded.csv",
            "graduatoria.xlsx",
            "inputs/assignments/incarichi.csv",
            "inputs/frozen/outcome.json",
            "inputs/marks/2-scheda.csv",
            "inputs/marks/scheda.csv",
            "inputs/proposals/domande.csv",
            "inputs/rules/call.bando",
            "inputs/rules/tabelle/comuni.csv",
            "not-admitted.csv",
            "not-scored.csv",
            "outcome.json",
            "ranking.csv",
            "refused-rows.csv",
            "report.html",
            "scores.csv",
            "to-be-completed.csv",
            "waiting.csv",
            "with-reservation.csv",
        ]
    );
    let machine = folder.path().to_str().expect("UTF-8");
    for bytes in kept.0.values() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(machine) && !text.contains("voti/"), "{text}");
    }
    for (copy, original) in [
        ("inputs/rules/call.bando", "call.bando"),
        ("inputs/rules/tabelle/comuni.csv", "tabelle/comuni.csv"),
        ("inputs/proposals/domande.csv", "domande.csv"),
        ("inputs/frozen/outcome.json", "out/outcome.json"),
    ] {
        let original = std::fs::read(folder.path().join(original)).expect("read");
        assert_eq!(kept.0[copy], original, "{copy}");
    }
}

#[test]
fn a_record_has_one_form() {
    let folder = recorded();
    let kept = Kept::of(&folder.path().join("then"));
    let bytes = &kept.0["outcome.json"];
    let value: Value = serde_json::from_slice(bytes).expect("JSON");
    let written = serde_json::to_string_pretty(&value).expect("text") + "\n";
    assert_eq!(String::from_utf8_lossy(bytes), written);
    let mut rest = vec![&value];
    while let Some(value) = rest.pop() {
        match value {
            Value::Number(number) => {
                let digits = number.to_string();
                assert!(digits.bytes().all(|it| it.is_ascii_digit()), "{digits}");
            }
            Value::Array(items) => rest.extend(items),
            Value::Object(entries) => rest.extend(entries.values()),
            _ => {}
        }
    }
}

#[test]
fn any_changed_byte_of_any_file_is_found() {
    let folder = recorded();
    let whole = Kept::of(&folder.path().join("then"));
    // Some places of each file; many in the long run.
    let places = match std::env::var_os("PROPTEST_CASES") {
        Some(_) => 40,
        None => 3,
    };
    for (number, (file, bytes)) in whole.0.iter().enumerate() {
        // Returns whether it is found, by the name of the file where it is not the record itself.
        let is_found = |kept: &Kept| match kept.0.get("outcome.json").map(|it| verify(it, kept)) {
            Some(Ok(verified)) if file == "outcome.json" => !verified.differences.is_empty(),
            Some(Ok(verified)) => {
                let about = verified.differences.iter().map(|it| it.about.as_deref());
                about.filter(|it| *it == Some(file)).count() == 1
            }
            // What is no record any more is found too.
            Some(Err(_)) | None => file == "outcome.json",
        };
        let step = bytes.len().div_ceil(places).max(1);
        let flips = [0x01, 0x20, 0x80].into_iter().cycle().skip(number);
        for (place, flip) in (number % step..bytes.len()).step_by(step).zip(flips) {
            let mut kept = whole.clone();
            kept.0.get_mut(file).expect("the file")[place] ^= flip;
            assert!(is_found(&kept), "{file} at {place}");
        }
        for more in [None, Some(b'\n')] {
            let mut kept = whole.clone();
            let bytes = kept.0.get_mut(file).expect("the file");
            match more {
                Some(more) => bytes.push(more),
                None => drop(bytes.pop()),
            }
            assert!(is_found(&kept), "{file}: {more:?}");
        }
        let mut kept = whole.clone();
        kept.0.remove(file);
        assert!(is_found(&kept), "{file} is missing");
    }
}

#[test]
fn what_is_published_is_confirmed_in_the_language_it_is_in() {
    let folder = recorded();
    let italian = Kept::of(&folder.path().join("out"));
    let ranked = super::RANK.replace("--lang it", "--lang en");
    let ended = super::run(folder.path(), &format!("{ranked} --out english"));
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    let english = Kept::of(&folder.path().join("english"));
    assert_eq!(english.verify().language, Some(Language::English));
    assert_eq!(english.differences(), [""; 0]);
    // All of it is in one language: a list of the other is another list.
    let mut mixed = italian.clone();
    let list = english.0["waiting.csv"].clone();
    mixed.0.insert("waiting.csv".to_owned(), list);
    let said = ["`waiting.csv` (elenco): diverso da quello che si ricalcola, dalla riga 1"];
    assert_eq!(mixed.differences(), said);
    let mut twice = italian;
    let book = english.0["ranking.xlsx"].clone();
    twice.0.insert("ranking.xlsx".to_owned(), book);
    twice.0.insert("pools.csv".to_owned(), Vec::new());
    let said = [
        "`pools.csv` (elenco): questo esito non ha un file con questo nome",
        "`ranking.xlsx` (foglio di calcolo): questo esito non ha un file con questo nome",
    ];
    assert_eq!(twice.differences(), said);
}

#[test]
fn what_differs_is_said_in_the_words_of_the_desk() {
    let folder = recorded();
    let whole = Kept::of(&folder.path().join("out"));
    let mut kept = whole.clone();
    kept.replace(
        "inputs/proposals/domande.csv",
        "P1,T1,40000.00",
        "P1,T1,75000.00",
    );
    let said = kept.differences();
    assert!(
        said[0].starts_with("`inputs/proposals/domande.csv` (proposte) non è più quello del verbale: la sua impronta SHA-256 è "),
        "{said:#?}"
    );
    assert_eq!(
        said[1..],
        [
            "l'importo assegnato: nel verbale `70000.00`, ricalcolato `80000.00`",
            "l'importo che resta: nel verbale `30000.00`, ricalcolato `20000.00`",
            "i valori sulle altre proposte: il verbale dice altro da ciò che si ricalcola (valori su tutte le ammesse)",
            "`P1`: esito: nel verbale finanziata, ricalcolato ammessa e non finanziata; posizione: nel verbale 1, ricalcolato 3; importo richiesto: nel verbale `40000.00`, ricalcolato `75000.00`; importo assegnato: nel verbale `40000.00`, ricalcolato `0.00`; punteggio: nel verbale `17.5`, ricalcolato `7.5`",
            "`P3`: esito: nel verbale ammessa e non finanziata, ricalcolato finanziata; posizione: nel verbale 3, ricalcolato 1; importo assegnato: nel verbale `0.00`, ricalcolato `50000.00`; punteggio: nel verbale `8.75`, ricalcolato `18.75`",
            "`ranking.csv` (elenco): diverso da quello che si ricalcola, dalla riga 2",
            "`funded.csv` (elenco): diverso da quello che si ricalcola, dalla riga 2",
            "`waiting.csv` (elenco): diverso da quello che si ricalcola, dalla riga 2",
            "`scores.csv` (elenco): diverso da quello che si ricalcola, dalla riga 2",
            "`graduatoria.xlsx` (foglio di calcolo): diverso da quello che si ricalcola",
            "`report.html` (rapporto): diverso da quello che si ricalcola",
        ],
        "{said:#?}"
    );
}

#[test]
fn what_is_written_into_a_record_is_found_by_its_sums_and_by_the_inputs() {
    let folder = recorded();
    let whole = Kept::of(&folder.path().join("out"));
    for (from, to, said) in [
        (
            "\"award\": \"30000.00\"",
            "\"award\": \"90000.00\"",
            &[
                "gli importi assegnati nel verbale sono in tutto 130000.00, più della dotazione di 100000.00",
                "`P2`: importo assegnato: nel verbale `90000.00`, ricalcolato `30000.00`",
            ][..],
        ),
        (
            "\"award\": \"30000.00\"",
            "\"award\": \"30000.01\"",
            &[
                "gli importi assegnati nel verbale non danno la somma che il verbale dice",
                "`P2`: importo assegnato: nel verbale `30000.01`, ricalcolato `30000.00`",
            ],
        ),
        ("\"stage\": \"final\"", "\"stage\": \"first\"", &[]),
        (
            "\"counting_date\": \"2026-05-04\"",
            "\"counting_date\": \"2024-05-04\"",
            &["`P2`: "],
        ),
        (
            "\"engine\": \"",
            "\"engine\": \"9",
            &["il verbale è della versione "],
        ),
        (
            "\"form\": 1",
            "\"form\": 0",
            &["la forma del verbale: nel verbale 0, ricalcolato 1"],
        ),
        (
            "  \"stage\"",
            " \"stage\"",
            &["il verbale dice le stesse cose, ma dalla riga "],
        ),
        (
            "  \"stage\": \"final\",",
            "  \"stage\": \"final\",\n  \"nota\": \"approvato\",",
            &["`nota`: nel verbale `approvato`, ricalcolato —"],
        ),
        (
            "\"id\": \"P4\"",
            "\"id\": \"P6\"",
            &[
                "`P4`: è fra le proposte e non nel verbale",
                "`P6`: è nel verbale e non fra le proposte",
            ],
        ),
    ] {
        let mut kept = whole.clone();
        kept.replace("outcome.json", from, to);
        let found = kept.differences();
        // The first stage leaves this outcome as it is, and the record says another.
        assert!(!found.is_empty() || from.contains("stage"), "{to}");
        for said in said {
            assert!(
                found.iter().any(|it| it.starts_with(said)),
                "{said}: {found:#?}"
            );
        }
    }
}

#[test]
fn a_file_outside_the_folder_is_never_read() {
    let folder = recorded();
    let inside = folder.path().join("out/outcome.json");
    let text = std::fs::read_to_string(&inside).expect("read");
    for outside in [
        "../domande.csv",
        "/etc/hostname",
        "inputs/../../domande.csv",
    ] {
        let moved = text.replace("inputs/proposals/domande.csv", outside);
        std::fs::write(&inside, moved).expect("written");
        let ended = super::run(folder.path(), "verify out --lang it");
        assert_eq!(ended.code, 1);
        let said = format!("`{outside}` (proposte): è fuori della cartella del verbale");
        assert!(ended.stdout.contains(&said), "{}", ended.stdout);
    }
}

/// People know no key of the record's form: each is told by its own words.
#[test]
fn no_key_of_the_record_is_told_as_it_stands_there() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("call.bando", SLIDING),
        (
            "p.csv",
            "id,requested,points,social\nA,50.00,9,yes\nB,60.00,8,no\nC,5.00,7,no\n",
        ),
        (
            "e.csv",
            "event,proposal,amount,date,act\nmore money,,10.00,2026-03-01,d1\n",
        ),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
    }
    for arguments in [
        "rank call.bando p.csv --out out",
        "slide out e.csv --out slid",
    ] {
        let ended = super::run(folder.path(), arguments);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
    }
    let whole = Kept::of(&folder.path().join("slid"));
    let record: serde_json::Value =
        serde_json::from_slice(&whole.0["outcome.json"]).expect("a record");
    let keys = |pointer: &str| -> Vec<String> {
        let object = record
            .pointer(pointer)
            .and_then(serde_json::Value::as_object);
        let keys = object
            .unwrap_or_else(|| panic!("{pointer}: {record:#}"))
            .keys();
        let keys = keys.filter(|key| !["record", "proposals"].contains(&key.as_str()));
        keys.map(|key| format!("{pointer}/{key}")).collect()
    };
    let mut tried = 0_usize;
    for pointer in ["", "/slide", "/counts", "/money", "/proposals/1"]
        .into_iter()
        .flat_map(keys)
    {
        let key = pointer.rsplit('/').next().expect("a key");
        if ["stage", "id"].contains(&key) {
            continue;
        }
        let mut changed = record.clone();
        *changed.pointer_mut(&pointer).expect("the value") = serde_json::json!("altro");
        let mut kept = whole.clone();
        let bytes = serde_json::to_string_pretty(&changed)
            .expect("JSON")
            .into_bytes();
        kept.0.insert("outcome.json".to_owned(), bytes);
        let said = kept.differences();
        assert!(!said.is_empty(), "{pointer}");
        assert!(
            !said.iter().any(|it| it.contains(&format!("`{key}`"))),
            "{pointer}: {said:#?}"
        );
        tried += 1;
    }
    assert!(tried > 30, "only {tried} keys tried");
}

const SLIDING: &str = r#"bando 1 en
call small { title it "Piccolo" en "Small" zone Europe/Rome }
source notice "Avviso"
facts { requested : money points : integer social : yes/no }
requirement enough it "Punti" en "Points" { phase formal cite notice "art. 3" require points > 0 else it "No." en "No." }
ranking { cite notice "art. 4" order by points descending }
envelope {
  cite notice "art. 5"
  award requested
  100 EUR
  reserve social it "Sociale" en "Social" 10 % when social
  split over it "anni" en "years" { "2026" 50 %, "2027" 50 % }
  at the limit: pass over
}
"#;
