//! Values over other proposals, as they were when the ranking was approved.

use bando::assessment::{Evaluated, Stage};
use bando::call::{Call, Received as OverReceived, Type};
use bando::engine::{self, Frozen, Outcome};
use bando::facts::{Proposal, Received};
use bando::report::outcome_json;
use bando::scoring::Marks;
use bando::source::{FileId, Sources, Span};
use bando::text::Language;
use bando::value::Value;

use super::build::*;
use super::ranking::{relative_call, three};

const WORDS: &str = "median of requested of admitted proposals\ncount of proposals with same good";

/// Returns the call, its values given words, and these words.
fn call_in_words() -> (Call, Sources) {
    let mut sources = Sources::default();
    sources.add("avviso.bando", WORDS);
    let mut call = relative_call();
    let end = u32::try_from(WORDS.find('\n').unwrap()).unwrap();
    let place = |start, end| Span {
        file: FileId(0),
        start,
        end,
    };
    call.over_admitted[0].span = place(0, end);
    let good = call.requirements[0].require.clone();
    call.received.push(OverReceived {
        same: vec![good],
        sum: None,
        condition: None,
        ty: Type::Integer,
        span: place(end + 1, u32::try_from(WORDS.len()).unwrap()),
    });
    (call, sources)
}

fn rank(call: &Call, proposals: Vec<Proposal>, marks: &Marks, frozen: Option<&Frozen>) -> Outcome {
    let received = Received {
        proposals,
        ..Received::default()
    };
    engine::rank(call, received, marks, frozen, Stage::First).expect("no tie")
}

fn totals(outcome: &Outcome) -> Vec<Evaluated> {
    let scores = outcome.scores.iter().flatten();
    scores.map(|it| it.total.clone()).collect()
}

#[test]
fn a_later_exclusion_changes_nobodys_points() {
    let (call, sources) = call_in_words();
    let (mut proposals, marks) = three(&call);
    let approved = rank(&call, proposals.clone(), &marks, None);
    let json = outcome_json(&call, &sources, Stage::First, &approved);
    let frozen = Frozen::read(&call, &sources, &json).expect("the values");
    assert_eq!(frozen, approved.frozen);
    proposals[1].facts[2] = Some(Value::YesNo(false));
    proposals[2].facts[1] = Some(whole(40));
    let recomputed = rank(&call, proposals.clone(), &marks, None);
    assert_eq!(recomputed.frozen.over_admitted, [known_points("25")]);
    let again = rank(&call, proposals, &marks, Some(&frozen));
    assert_eq!(totals(&again), ["94", "60"].map(known_points));
    assert_eq!(again.frozen, approved.frozen);
}

#[test]
fn what_was_not_known_is_told_anew() {
    let (call, sources) = call_in_words();
    let (mut proposals, marks) = three(&call);
    let stated = proposals[0].facts[1].take();
    let approved = rank(&call, proposals.clone(), &marks, None);
    let json = outcome_json(&call, &sources, Stage::First, &approved);
    let frozen = Frozen::read(&call, &sources, &json).expect("the values");
    assert_eq!(frozen.over_admitted, [Evaluated::Absent]);
    proposals[0].facts[1] = stated;
    let again = rank(&call, proposals, &marks, Some(&frozen));
    assert_eq!(again.frozen.over_admitted, [known_points("20")]);
}

#[test]
fn numbers_that_no_decimals_write_come_back() {
    let (mut call, sources) = call_in_words();
    call.over_admitted[0].aggregate = bando::call::Aggregate::Mean;
    let (mut proposals, marks) = three(&call);
    proposals[0].facts[1] = Some(whole(11));
    let approved = rank(&call, proposals, &marks, None);
    assert_eq!(approved.frozen.over_admitted, [known_points("61/3")]);
    let json = outcome_json(&call, &sources, Stage::First, &approved);
    assert!(json.contains("\"61/3\""), "{json}");
    assert_eq!(Frozen::read(&call, &sources, &json), Ok(approved.frozen));
}

#[test]
fn values_of_other_rules_are_refused() {
    let (call, sources) = call_in_words();
    let (proposals, marks) = three(&call);
    let approved = rank(&call, proposals, &marks, None);
    let json = outcome_json(&call, &sources, Stage::First, &approved);
    let refused = |call: &Call, json: &str| {
        let why = Frozen::read(call, &sources, json).expect_err("refused");
        why.get(Language::Italian).to_owned()
    };
    let mut other = call.clone();
    other.name = "altro".to_owned();
    assert_eq!(
        refused(&other, &json),
        "è l'esito dell'avviso `call`, non di `altro`"
    );
    let mut fewer = call.clone();
    fewer.received.clear();
    assert_eq!(
        refused(&fewer, &json),
        "valori calcolati sulle altre proposte: 1 nell'esito, 0 nelle regole"
    );
    let mut changed = call.clone();
    changed.over_admitted[0].span.end -= 10;
    assert_eq!(
        refused(&changed, &json),
        "contiene il valore di `median of requested of admitted proposals`, le regole chiedono `median of requested of admitted`"
    );
    let broken = json.replace("\"value\": \"20\"", "\"value\": \"venti\"");
    assert_eq!(
        refused(&call, &broken),
        "contiene un valore che non si può leggere: `venti`"
    );
    for wrong in ["", "[]", "{\"call\": 3}", "id,score\n"] {
        assert_eq!(
            refused(&call, wrong),
            "non è l'esito di una graduatoria",
            "{wrong}"
        );
    }
}

#[test]
fn the_program_takes_values_from_an_approved_outcome() {
    use std::fs::{read_to_string, write};
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let proposals = |good: bool| {
        format!(
            r#"[{{"id": "a", "cost": "1000.00", "recipients": 10, "certificates": 5, "good": true}},
                {{"id": "b", "cost": "4000.00", "recipients": 20, "certificates": 0, "good": {good}}}]"#
        )
    };
    write(at("whole.bando"), include_str!("whole.bando")).expect("written");
    let run = |proposals: String, more: &[&str]| {
        write(at("domande.json"), proposals).expect("written");
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("bando");
        command.current_dir(folder.path()).env_clear();
        command.args(["rank", "whole.bando", "domande.json", "--lang", "it"]);
        let output = command.args(more).output().expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stderr))
    };
    let value = |folder: &str| {
        let json = read_to_string(at(folder).join("outcome.json")).expect("the outcome");
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        json["frozen"]["over_admitted"][0]["value"].clone()
    };
    let done = (Some(0), String::new());
    assert_eq!(run(proposals(true), &["--out", "first"]), done);
    assert_eq!(value("first"), "150");
    assert_eq!(run(proposals(false), &["--out", "anew"]), done);
    assert_eq!(value("anew"), "100");
    let frozen = ["--frozen", "first/outcome.json", "--out", "frozen"];
    let (code, stderr) = run(proposals(false), &frozen);
    // Without marks nobody has all points.
    assert_eq!(
        (code, stderr.as_str()),
        (
            Some(0),
            "`first/outcome.json` è un esito provvisorio: i valori che se ne prendono possono ancora cambiare\n"
        )
    );
    assert_eq!(value("frozen"), "150");
    for (file, why) in [
        (
            "domande.json",
            "`domande.json`: non è l'esito di una graduatoria",
        ),
        ("nessuno.json", "`nessuno.json`: non esiste"),
    ] {
        let (code, stderr) = run(proposals(true), &["--frozen", file]);
        assert_eq!(code, Some(1));
        assert!(stderr.contains(why), "{stderr}");
    }
}

/// A call with a value over the received and one over the admitted proposals.
const SHARED: &str = "bando 1 en

call shared { title \"Shared\" zone Europe/Rome }
source avviso \"Avviso\"
proposals { id from id }
facts { town : code cost : money fair : yes/no }
define of_town : integer = count of received proposals with same town
define middle : money = median of cost of admitted proposals rounded half up to the cent
requirement fair \"Fair\" { phase formal cite avviso \"art. 1\" require fair else \"Not fair.\" }
requirement few \"Few\" { phase formal cite avviso \"art. 2\" require of_town <= 2 else \"{of_town} of one town.\" }
ranking { cite avviso \"art. 3\" order by cost - middle descending }
";

/// Returns an outcome without what it rests on: other rule files have other digests.
fn after_the_record(outcome: &str) -> &str {
    outcome.split_once("\"call\": ").expect("an outcome").1
}

/// Runs the program in a folder; returns its code, its results and its messages.
fn bando(folder: &std::path::Path, arguments: &str) -> (i32, String, String) {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("bando");
    command.current_dir(folder).env_clear();
    let output = command
        .args(arguments.split(' '))
        .output()
        .expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let code = output.status.code().expect("a code");
    (code, text(output.stdout), text(output.stderr))
}

#[test]
fn other_keywords_comments_and_spaces_leave_frozen_values_their_rules() {
    use std::fs::{read_to_string, write};
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder.join("call.bando"), SHARED).expect("written");
    let proposals = "id,town,cost,fair\nP1,a,10.00,yes\nP2,a,20.00,yes\nP3,b,40.00,yes\n";
    write(folder.join("p.csv"), proposals).expect("written");
    let (code, _, stderr) = bando(folder, "rank call.bando p.csv --out first");
    assert_eq!((code, stderr.as_str()), (0, ""));
    let json = read_to_string(folder.join("first/outcome.json")).expect("the outcome");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        json["frozen"]["over_admitted"][0]["rule"],
        serde_json::json!({
            "it": "mediana di cost di proposte ammesse",
            "en": "median of cost of admitted proposals",
        })
    );
    assert!(json["frozen"].get("kept").is_none());
    let again = "rank call.bando p.csv --frozen first/outcome.json --format json";
    let (_, expected, _) = bando(folder, again);
    let italian = bando::syntax::translate(SHARED, Language::Italian).expect("Italian");
    assert!(
        italian.contains("mediana di cost di proposte ammesse"),
        "{italian}"
    );
    for same in [
        italian,
        bando::syntax::format(SHARED).expect("evenly set"),
        SHARED.replace("median of cost", "median   of # of what\n cost"),
    ] {
        write(folder.join("call.bando"), &same).expect("written");
        let (code, stdout, stderr) = bando(folder, again);
        assert_eq!((code, stderr.as_str()), (0, ""));
        assert_eq!(after_the_record(&stdout), after_the_record(&expected));
    }
    let other = SHARED.replace("median of cost", "mean of cost");
    write(folder.join("call.bando"), other).expect("written");
    let (code, _, stderr) = bando(folder, again);
    assert_eq!(code, 1);
    assert!(stderr.contains("it holds the value of `median of cost of admitted proposals`, the rules ask for `mean of cost of admitted proposals`"), "{stderr}");
}

#[test]
fn summary_lists_and_outcome_say_that_values_are_frozen_and_which_are_not() {
    use std::fs::{read_to_string, write};
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder.join("call.bando"), SHARED).expect("written");
    let save = |text: &str| write(folder.join("p.csv"), text).expect("written");
    // What town P2 is of is not known yet: so for neither is known how many are of its town.
    save("id,town,cost,fair\nP1,a,10.00,yes\nP2,,20.00,yes\n");
    let (code, stdout, stderr) = bando(folder, "rank call.bando p.csv --out first --lang it");
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(!stdout.contains("esito approvato"), "{stdout}");
    save("id,town,cost,fair\nP1,a,10.00,yes\nP2,a,20.00,yes\nP3,b,40.00,no\n");
    let frozen = "rank call.bando p.csv --frozen first/outcome.json --out then --lang";
    let (code, stdout, stderr) = bando(folder, &format!("{frozen} it"));
    assert_eq!(code, 0);
    assert_eq!(
        stderr,
        "`first/outcome.json` è un esito provvisorio: i valori che se ne prendono possono ancora cambiare\n"
    );
    let said = "Valori sulle altre proposte: quelli dell'esito approvato.\n\
        \u{20} - quell'esito era provvisorio: i suoi valori possono ancora cambiare\n\
        \u{20} - calcolati adesso, perché allora non c'erano, per: P3\n\
        \u{20} - calcolati adesso, perché allora non si conoscevano: 2\n";
    assert!(stdout.contains(said), "{stdout}");
    let json = read_to_string(folder.join("then/outcome.json")).expect("the outcome");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let kept = serde_json::json!({"provisional": true, "absent": ["P3"], "unknown_then": 2});
    assert_eq!(json["frozen"]["kept"], kept);
    for list in [
        "ranking.csv",
        "not-admitted.csv",
        "with-reservation.csv",
        "to-be-completed.csv",
    ] {
        let first = read_to_string(folder.join("first").join(list)).expect("the list");
        let header = first.lines().next().expect("a header");
        assert!(!header.contains("congelati"), "{header}");
        let text = read_to_string(folder.join("then").join(list)).expect("the list");
        let mut lines = text.lines();
        assert_eq!(
            lines.next(),
            Some(format!("{header},valori congelati").as_str())
        );
        assert!(lines.all(|line| line.ends_with(",sì")), "{text}");
    }
}
