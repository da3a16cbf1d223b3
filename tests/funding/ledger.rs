//! Envelopes less what other calls have committed, and slides whose money an act must bring.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::{Ended, run, started, told};

const LINE: &str = "line action adp:9.1.4 body urbane";

/// What other calls have committed on the line of Urban quarters.
const LEDGER: &str = "id,date,movement,line,amount,of\n\
    1,2026-01-10,commitment,urbane_914,1000000.00,\n\
    2,2026-01-20,payment,,400000.00,1\n\
    3,2026-01-25,decommitment,,100000.00,1\n\
    4,2026-03-10,commitment,urbane_914,20000.00,\n";

/// A folder with a call whose envelope is what its line has on a day, less what is committed.
fn with_ledger(ledger: &str, line: &str) -> tempfile::TempDir {
    let from = "from programme \"programma-7.bando\"";
    let whole = format!("{from} {LINE}");
    let folder = started(&[(
        whole.as_str(),
        &format!("{from} with ledger \"ledger.csv\" {line}"),
    )]);
    fs::write(folder.path().join("ledger.csv"), ledger).expect("written");
    folder
}

fn rank(folder: &tempfile::TempDir, rest: &str) -> Ended {
    let ended = run(
        folder.path(),
        &format!("rank call.bando proposals.csv {rest}"),
    );
    assert!(ended.code == 0 || ended.code == 1, "{}", ended.stderr);
    ended
}

#[test]
fn an_envelope_is_less_what_other_calls_have_committed() {
    let folder = with_ledger(LEDGER, &format!("{LINE} as of 2026-02-28"));
    for language in ["it", "en"] {
        let ended = rank(&folder, &format!("--lang {language}"));
        ended.is_done();
        told(&format!("committed_{language}.txt"), &ended.stdout);
    }
    // Before the first commitment all of it is there.
    for (when, envelope) in [
        (" as of 2026-01-09", "3,220,000.00 EUR"),
        (" as of 2026-01-10", "2,220,000.00 EUR"),
        (" as of 2026-01-25", "2,320,000.00 EUR"),
        (" as of 2026-03-10", "2,300,000.00 EUR"),
    ] {
        let folder = with_ledger(LEDGER, &format!("{LINE}{when}"));
        let ended = rank(&folder, "--lang en");
        let line = ended.stdout.lines().find(|it| it.starts_with("  envelope"));
        let line = line.unwrap_or_else(|| panic!("{}", ended.stderr));
        assert!(line.ends_with(&format!(" {envelope}")), "{when}: {line}");
    }
}

#[test]
fn an_envelope_that_others_have_taken_is_refused_with_what_is_missing() {
    for (line, name) in [
        (format!("{LINE} as of 2026-02-28"), "taken"),
        (
            "sum of lines action adp:9.1.4 as of 2026-03-11".to_owned(),
            "taken_sum",
        ),
    ] {
        let ledger = format!("{LEDGER}5,2026-03-11,commitment,sii_914,2499999.99,\n");
        let folder = with_ledger(&ledger, &line);
        let call = folder.path().join("call.bando");
        let text = fs::read_to_string(&call).expect("the call");
        let text = text.replace("envelope {\n", "envelope {\n  2_320_000.01 EUR\n");
        fs::write(&call, text).expect("written");
        let mut said = String::new();
        for language in ["it", "en"] {
            let ended = run(
                folder.path(),
                &format!("rank call.bando proposals.csv --lang {language}"),
            );
            assert_eq!(
                (ended.code, ended.stdout.as_str()),
                (3, ""),
                "{}",
                ended.stderr
            );
            said += &ended.stderr;
        }
        told(&format!("{name}.txt"), &said);
    }
}

#[test]
fn what_is_wrong_with_a_ledger_or_its_day_is_told_in_the_rule_file() {
    let on_day = format!("{LINE} as of 2026-02-28");
    let wrong = [
        (
            LEDGER.replace("commitment,urbane", "commitment,urbana"),
            on_day.clone(),
        ),
        // What the call itself commits later would take money from it.
        (LEDGER.to_owned(), LINE.to_owned()),
        (LEDGER.to_owned(), format!("{LINE} as of act b")),
        (LEDGER.to_owned(), format!("{LINE} as of 2026-02-30")),
        (LEDGER.replace("1000000.00", "9000000.00"), on_day.clone()),
        // All that the line holds is committed.
        (LEDGER.replace("1000000.00", "3220000.00").replace("3,2026-01-25,decommitment,,100000.00,1\n4,2026-03-10,commitment,urbane_914,20000.00,\n", ""), on_day),
        // All that is wrong is told in one run.
        (
            LEDGER.replace("commitment,urbane", "commitment,urbana"),
            "line action adp:9.1.9 body urbane as of 2026-02-30".to_owned(),
        ),
    ];
    let mut said = String::new();
    for (ledger, line) in wrong {
        let folder = with_ledger(&ledger, &line);
        let ended = run(folder.path(), "check call.bando --lang it");
        assert_eq!(ended.code, 3, "{}", ended.stdout);
        said += &ended.stderr;
        said += &ended.stdout;
    }
    told("ledger_wrong_it.txt", &said);
}

#[test]
fn the_record_keeps_the_ledger_and_verify_reckons_it_again() {
    let folder = with_ledger(LEDGER, &format!("{LINE} as of 2026-02-28"));
    let ended = rank(&folder, "--lang en --out out");
    ended.is_done();
    // The record stands by itself: what becomes of the ledger afterwards does not matter.
    fs::write(folder.path().join("ledger.csv"), "").expect("written");
    let verified = run(folder.path(), "verify out --lang en");
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    let record = fs::read_to_string(folder.path().join("out/outcome.json")).expect("a record");
    let record: Value = serde_json::from_str(&record).expect("JSON");
    let inputs = record["record"]["inputs"].as_array().expect("inputs");
    let kinds: Vec<&str> = inputs.iter().filter_map(|it| it["kind"].as_str()).collect();
    assert_eq!(kinds, ["rules", "programme", "ledger", "proposals"]);
    assert_eq!(record["programme"]["ledger"]["sha256"], inputs[2]["sha256"]);
    told("committed.json", &format!("{:#}\n", record["programme"]));
    // Another ledger is another envelope, and the record does not stand.
    let kept = folder.path().join("out/inputs/rules/ledger.csv");
    fs::write(&kept, LEDGER.replace("1000000.00", "1000000.01")).expect("written");
    let changed = run(folder.path(), "verify out --lang en");
    assert_ne!(changed.code, 0, "{}", changed.stdout);
    assert!(changed.stdout.contains("ledger.csv"), "{}", changed.stdout);
    assert!(changed.stdout.contains("envelope"), "{}", changed.stdout);
}

/// A ranking of which B waits: 3,000,000.00 of its 3,220,000.00 are asked for by B alone.
fn ranked(line: &str) -> tempfile::TempDir {
    let folder = started(&[(LINE, line)]);
    let ended = rank(&folder, "--lang en --out out");
    ended.is_done();
    folder
}

fn slide(folder: &tempfile::TempDir, events: &str, rest: &str) -> Ended {
    let text = format!("event,proposal,amount,date,act\n{events}");
    fs::write(folder.path().join("events.csv"), text).expect("written");
    run(
        folder.path(),
        &format!("slide out events.csv --lang en {rest}"),
    )
}

/// The programme with a further act, of 2027.
fn later(folder: &tempfile::TempDir, changes: &str) {
    let path = folder.path().join("programma-7.bando");
    let programme = fs::read_to_string(path).expect("the programme");
    let act = "\nact c {\n  number \"12/3\"\n  date 2027-03-06\n  cite tabella \"colonna C\"\n";
    let programme = format!("{programme}{act}{changes}}}\n");
    fs::write(folder.path().join("later.bando"), programme).expect("written");
}

#[test]
fn new_money_of_a_slide_needs_an_act_that_brings_it() {
    let folder = ranked(LINE);
    later(
        &folder,
        "  add 700_000 EUR to urbane_914\n  add 9_000_000 EUR to sii_914\n}\n\nact e {\n  \
         number unknown\n  date unknown\n  cite tabella\n  cite assumption senza_data\n  \
         add 1 EUR to urbane_914\n",
    );
    let money = |amount: &str, act: &str| format!("more money,,{amount},2027-03-06,{act}\n");
    let mut said = String::new();
    for (events, rest) in [
        // An act of another world, a misspelt one, one that is in the envelope already.
        (money("780000.00", "DGR 12/3"), ""),
        (money("780000.00", "c"), ""),
        (money("780000.00", "b"), ""),
        // The newer programme has the act, and it brings the lines of the call 700,000.00.
        (money("700000.01", "c"), "--programme later.bando"),
        (
            money("400000.00", "c") + &money("300000.01", "12/3"),
            "--programme later.bando",
        ),
        // Nobody gives money before the act that brings it.
        (
            "more money,,1.00,2027-03-05,c\n".to_owned(),
            "--programme later.bando",
        ),
        (
            "more money,,1.00,2027-03-05,e\n".to_owned(),
            "--programme later.bando",
        ),
        (money("1.00", "c"), "--programme call.bando"),
        (money("1.00", "c"), "--programme events.csv"),
    ] {
        let ended = slide(&folder, &events, rest);
        assert_ne!(ended.code, 0, "{events}");
        assert_eq!(ended.stdout, "", "{events}");
        said = said + &events + "=> " + &ended.stderr;
    }
    told("slide_refused.txt", &said);
}

#[test]
fn a_slide_keeps_the_programme_whose_act_brings_its_money() {
    let folder = ranked(LINE);
    later(&folder, "  add 800_000 EUR to urbane_914\n");
    let first = "more money,,500000.00,2027-03-06,c\n";
    let slid = slide(&folder, first, "--programme later.bando --out slid");
    assert_eq!((slid.code, slid.stderr.as_str()), (0, ""));
    let verified = run(folder.path(), "verify slid --lang en");
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    // A second slide knows the programme of the first, and what is left of the act.
    let again = |amount: &str, out: &str| {
        let text =
            format!("event,proposal,amount,date,act\nmore money,,{amount},2027-04-01,12/3\n");
        fs::write(folder.path().join("events.csv"), text).expect("written");
        run(
            folder.path(),
            &format!("slide slid events.csv --lang en {out}"),
        )
    };
    let refused = again("300000.01", "");
    assert_eq!(
        refused.stderr.lines().next(),
        Some(
            "`events.csv:2`: act `c` brings the lines of the call 300,000.00 EUR more: 0.01 EUR are missing of 300,000.01 EUR; lower the amount, or name the act that brings them"
        )
    );
    let both = |rows: &str| {
        let text = format!("event,proposal,amount,date,act\n{rows}");
        fs::write(folder.path().join("events.csv"), text).expect("written");
        run(folder.path(), "slide slid events.csv --lang en")
    };
    let refused = both("more money,,300000.00,2027-04-01,c\nmore money,,0.01,2027-04-01,12/3\n");
    assert_eq!(
        refused.stderr.lines().next(),
        Some(
            "`events.csv:3`: `c`: nothing is left of what the act brings the lines of the call: name the act that brings this money"
        )
    );
    let second = again("300000.00", "--out second");
    assert_eq!((second.code, second.stderr.as_str()), (0, ""));
    let verified = run(folder.path(), "verify second --lang en");
    assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
    // The record falls with the programme that it keeps.
    let kept = folder
        .path()
        .join("second/inputs/programmes/001-later.bando");
    let programme = fs::read_to_string(&kept).expect("the programme of the first slide");
    fs::write(&kept, programme.replace("800_000", "700_000")).expect("written");
    let changed = run(folder.path(), "verify second --lang en");
    assert_ne!(changed.code, 0);
    assert!(
        changed.stdout.contains("001-later.bando"),
        "{}",
        changed.stdout
    );
    assert!(changed.stdout.contains("0.00 EUR"), "{}", changed.stdout);
}

/// What an act brought, one took away for two months, and another brought again.
#[test]
fn a_slide_gives_what_the_lines_have_from_its_day_on() {
    let folder = ranked(LINE);
    let act = |name: &str, date: &str, change: &str| {
        format!(
            "}}\n\nact {name} {{\n  number \"{name}\"\n  date {date}\n  cite tabella \"colonna D\"\n  {change} urbane_914\n"
        )
    };
    let acts = act("d", "2027-05-01", "take away 700_000 EUR from")
        + &act("e", "2027-07-01", "add 600_000 EUR to");
    later(&folder, &format!("  add 800_000 EUR to urbane_914\n{acts}"));
    let mut said = String::new();
    for events in [
        // What `d` took was missing on the day, or will be two months later.
        "more money,,100000.01,2027-06-30,c\n",
        "more money,,100000.01,2027-04-01,c\n",
        "more money,,100000.00,2027-06-30,c\n",
        // From `e` on it is there again, but not what another slide gave.
        "more money,,700000.00,2027-07-01,c\n",
        "more money,,600000.01,2027-07-01,c\nmore money,,100000.00,2027-04-01,c\n",
        "more money,,600000.00,2027-07-01,c\nmore money,,100000.00,2027-04-01,c\n",
        "more money,,100000.00,2027-04-01,c\nmore money,,0.01,2027-06-30,c\n",
    ] {
        let ended = slide(&folder, events, "--programme later.bando");
        let lines = ended.stderr.lines().take(1).map(str::to_owned);
        let last = ended.stdout.lines().find(|it| it.starts_with("  envelope"));
        let lines = lines.chain(last.map(str::to_owned));
        said = said + events + "=> " + &lines.collect::<Vec<_>>().join("\n") + "\n";
    }
    told("slide_there_again.txt", &said);
}

#[test]
fn money_that_the_programme_no_longer_has_is_not_given() {
    // An act after `c` has taken away most of what `c` brought.
    let folder = ranked(LINE);
    later(
        &folder,
        "  add 800_000 EUR to urbane_914\n}\n\nact d {\n  number \"13/3\"\n  date 2027-05-01\n  \
         cite tabella \"colonna D\"\n  take away 700_000 EUR from urbane_914\n",
    );
    let ended = slide(
        &folder,
        "more money,,100000.01,2027-06-01,c\n",
        "--programme later.bando",
    );
    assert_eq!(
        ended.stderr.lines().next(),
        Some(
            "`events.csv:2`: after act `d` the lines of the call have 100,000.00 EUR left beyond what is given already: 0.01 EUR are missing of 100,000.01 EUR"
        )
    );
    let ended = slide(
        &folder,
        "more money,,100000.00,2027-06-01,c\n",
        "--programme later.bando",
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    // A slide took the money of act 12/3; a programme that calls it otherwise does not give it again.
    later(&folder, "  add 800_000 EUR to urbane_914\n");
    let ended = slide(
        &folder,
        "more money,,800000.00,2027-06-01,12/3\n",
        "--programme later.bando --out slid",
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let path = folder.path().join("later.bando");
    let programme = fs::read_to_string(&path).expect("the programme");
    fs::write(&path, programme.replace("12/3", "14/3")).expect("written");
    fs::write(
        folder.path().join("events.csv"),
        "event,proposal,amount,date,act\nmore money,,800000.00,2027-07-01,c\n",
    )
    .expect("written");
    let ended = run(
        folder.path(),
        "slide slid events.csv --lang en --programme later.bando",
    );
    assert_ne!(ended.code, 0, "{}", ended.stdout);
    assert!(
        ended.stderr.starts_with(
            "`events.csv`: an earlier slide has given money by act `12/3`, and the programme given no longer has it"
        ),
        "{}",
        ended.stderr
    );
}

#[test]
fn the_acts_of_an_envelope_are_not_rewritten_by_a_slide() {
    let folder = ranked(LINE);
    later(&folder, "  add 800_000 EUR to urbane_914\n");
    let path = folder.path().join("later.bando");
    let programme = fs::read_to_string(&path).expect("the programme");
    for (from, to, why) in [
        (
            "add 3_220_000 EUR",
            "add 3_320_000 EUR",
            "`later.bando` the acts of which the envelope is made give line `urbane_914` 3,320,000.00 EUR, and 3,220,000.00 EUR in the record",
        ),
        ("act b {", "act d {", "no longer has act `b`"),
        (
            "urbane_914",
            "urbane_915",
            "`later.bando` no longer has line `urbane_914`, from which the envelope comes",
        ),
        (
            "programme programma_7",
            "programme programma_8",
            "is programme `programma_8`, and the envelope comes from programme `programma_7`",
        ),
    ] {
        fs::write(&path, programme.replace(from, to)).expect("written");
        let money = "more money,,1.00,2027-03-06,c\n";
        let ended = slide(&folder, money, "--programme later.bando");
        assert_ne!(ended.code, 0);
        assert!(ended.stderr.contains(why), "{}", ended.stderr);
    }
}

/// What the envelope left may be given by an act that it counts, if that act brought some of it.
#[test]
fn an_act_that_brought_nothing_is_no_source_of_what_is_left() {
    let folder = started(&[("envelope {\n", "envelope {\n  3_000_000 EUR\n")]);
    later(
        &folder,
        "  take away 100_000 EUR from urbane_914\n}\n\nact d {\n  number \"13/3\"\n  \
         date 2027-05-01\n  cite tabella \"colonna D\"\n  add 20_000 EUR to urbane_914\n",
    );
    fs::rename(
        folder.path().join("later.bando"),
        folder.path().join("programma-7.bando"),
    )
    .expect("renamed");
    assert_eq!(rank(&folder, "--lang en --out out").code, 0);
    let slid = |events: &[(&str, &str)]| {
        let rows = events.iter();
        let rows = rows.map(|(amount, act)| format!("more money,,{amount},2027-06-01,{act}\n"));
        let ended = slide(&folder, &rows.collect::<String>(), "");
        let first = ended.stderr.lines().next();
        (ended.code, first.unwrap_or_default().to_owned())
    };
    assert_eq!(slid(&[("20000.00", "d"), ("120000.00", "b")]).0, 0);
    assert_eq!(slid(&[("140000.00", "d")]).0, 0);
    for (events, why) in [
        (
            [("1.00", "c")].as_slice(),
            "`events.csv:2`: `c`: the act brings no money to the lines of the call: name the act that brings this money",
        ),
        (
            &[("140000.00", "d"), ("0.01", "b")],
            "`events.csv:3`: act `b` is in the envelope already, which leaves the lines nothing: name the act that brings 0.01 EUR",
        ),
        (
            &[("20000.00", "d"), ("120000.01", "b")],
            "`events.csv:3`: act `b` is in the envelope already, which leaves the lines 120,000.00 EUR: 0.01 EUR are missing of 120,000.01 EUR; name the act that brings them",
        ),
    ] {
        assert_eq!(slid(events), (1, why.to_owned()));
    }
}

/// Where the money of a slide comes from is told act by act: neither what the envelope has left is
/// money of the ranking, nor is money of a later act shared by the funds of the line as it was.
#[test]
fn a_slide_tells_what_each_act_has_brought() {
    let folder = started(&[("envelope {\n", "envelope {\n  3_000_000 EUR\n")]);
    rank(&folder, "--lang en --out out").is_done();
    later(&folder, "  add 800_000 EUR to urbane_914\n");
    let money = |amount: &str, act: &str| format!("more money,,{amount},2027-06-01,{act}\n");
    let of_c = money("700000.00", "c");
    let mut said = String::new();
    for events in [
        // More than the line has in all; less than that, and of the later act all the same; what the
        // envelope left, with and without money of the later act; nothing.
        of_c.clone(),
        money("100000.00", "12/3"),
        money("220000.00", "b"),
        of_c + &money("100000.00", "b") + &money("20000.00", "12/3"),
        "renunciation,A,,2027-06-01,letter\n".to_owned(),
    ] {
        said += &events;
        for language in ["en", "it"] {
            let text = format!("event,proposal,amount,date,act\n{events}");
            fs::write(folder.path().join("events.csv"), text).expect("written");
            let ended = run(
                folder.path(),
                &format!(
                    "slide out events.csv --programme later.bando --lang {language} --out {language}"
                ),
            );
            assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
            let path = folder.path().join(language);
            let record = fs::read_to_string(path.join("outcome.json")).expect("a record");
            let record: Value = serde_json::from_str(&record).expect("JSON");
            let from = ["The envelope comes", "La dotazione viene"];
            let until = ["Assumption of", "Ipotesi del"];
            let begins = from.iter().find_map(|it| ended.stdout.find(it));
            let ends = until.iter().find_map(|it| ended.stdout.find(it));
            let (begins, ends) = begins.zip(ends).expect("the sentences");
            said += ended.stdout.get(begins..ends).expect("the sentences");
            said = format!("{said}{:#}\n", record["programme"]["brought"]);
            fs::remove_dir_all(path).expect("removed");
        }
    }
    told("slide_brought.txt", &said);
}

#[test]
fn money_given_back_after_the_day_is_told_and_not_added() {
    let folder = with_ledger(LEDGER, &format!("{LINE} as of 2026-01-20"));
    for (language, words) in [
        (
            "en",
            "; given back after that day, not added 80,000.00 EUR.",
        ),
        (
            "it",
            "; liberati dopo quel giorno, non aggiunti 80.000,00 €.",
        ),
    ] {
        let ended = rank(&folder, &format!("--lang {language}"));
        let told = ended.stdout.replace('\n', " ");
        assert!(told.contains(words), "{told}");
    }
}

/// On a day between two acts the first has given its money and the second has not; an act without a
/// date before them counts on every day, and one behind them on none.
#[test]
fn an_envelope_is_what_acts_have_given_by_a_day() {
    let dated = crate::support::text("tests/diagnostics/tables/programma-datato.bando");
    let act = |name: &str| {
        format!(
            "act {name} {{\n  number unknown\n  date unknown\n  cite dgr\n  \
             cite assumption no_day\n  add 10_000 EUR to urbane_914\n}}\n"
        )
    };
    let assumption = "assumption no_day \"The act has no day\"\nact a {";
    let assumed = dated.replace("act a {", assumption);
    let before = dated.replace("act a {", &format!("{}{}", act("early"), assumption));
    let after = assumed.replace("act b {", &format!("{}act b {{", act("undated")));
    for (programme, day, expected) in [
        (&dated, "2017-05-22", Err("the envelope is zero")),
        (&dated, "2017-05-23", Ok("3,220,000.00")),
        (&dated, "2018-03-05", Ok("3,220,000.00")),
        (&dated, "2018-03-06", Ok("4,220,000.00")),
        (&before, "2017-05-22", Ok("10,000.00")),
        (&before, "2018-03-05", Ok("3,230,000.00")),
        (&after, "2017-05-22", Err("the envelope is zero")),
        (
            &after,
            "2018-03-05",
            Err("act `undated` has no date, and stands after an act that has one"),
        ),
        (&after, "2018-03-06", Ok("4,230,000.00")),
    ] {
        let folder = started(&[(LINE, &format!("{LINE} as of {day}"))]);
        fs::write(folder.path().join("programma-7.bando"), programme).expect("written");
        let ended = run(folder.path(), "rank call.bando proposals.csv --lang en");
        let said = format!("{day}: {}{}", ended.stdout, ended.stderr);
        match expected {
            Ok(amount) => {
                let line = ended.stdout.lines().find(|it| it.starts_with("  envelope"));
                let envelope = format!(" {amount} EUR");
                assert!(line.is_some_and(|it| it.ends_with(&envelope)), "{said}");
            }
            Err(words) => {
                assert_eq!(ended.code, 3, "{said}");
                assert!(said.contains(words), "{said}");
            }
        }
    }
}

/// A call that opens on a day is warned of later acts, unless it says that they count.
#[test]
fn a_day_that_is_stated_is_no_later_act() {
    let folder = started(&[]);
    for name in ["later-act.bando", "tables/programma-datato.bando"] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let text = crate::support::text(&format!("tests/diagnostics/{name}"));
        fs::write(path, text).expect("written");
    }
    let path = folder.path().join("later-act.bando");
    let call = fs::read_to_string(&path).expect("the call");
    for (when, is_warned) in [
        ("", true),
        (" as of 2018-01-15", false),
        (" as of act b", false),
    ] {
        let line = "line urbane_914";
        fs::write(&path, call.replace(line, &format!("{line}{when}"))).expect("written");
        let ended = run(folder.path(), "check later-act.bando --lang en");
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let said = ended.stderr + &ended.stdout;
        assert_eq!(said.contains("[later-act]"), is_warned, "{when}: {said}");
        assert!(!said.contains("[no-day]"), "{when}: {said}");
    }
}

/// Whoever only ranks is warned as whoever checks is, and finds it in what is published.
#[test]
fn ranking_warns_of_acts_that_count_only_because_no_day_is_stated() {
    let dated = [
        (
            "act a {\n  number unknown\n  date unknown\n",
            "act a {\n  number \"1\"\n  date 2018-01-01\n",
        ),
        (
            "act b {\n  number unknown\n  date unknown\n",
            "act b {\n  number \"2\"\n  date 2026-03-06\n",
        ),
    ];
    for (when, opens, code) in [
        ("", "  opens 2026-01-15 09:00\n", Some("later-act")),
        ("", "", Some("no-day")),
        (" as of 2026-03-06", "", None),
    ] {
        let folder = started(&[
            ("  opens 2026-01-15 09:00\n", opens),
            (LINE, &format!("{LINE}{when}")),
        ]);
        let path = folder.path().join("programma-7.bando");
        let mut programme = fs::read_to_string(&path).expect("the programme");
        for (from, to) in dated {
            assert!(programme.contains(from), "{programme}");
            programme = programme.replace(from, to);
        }
        fs::write(&path, programme).expect("written");
        let ended = rank(&folder, "--lang en --out out");
        for known in ["later-act", "no-day"] {
            let is_told = ended.stderr.contains(&format!("warning[{known}]"));
            assert_eq!(is_told, code == Some(known), "{}", ended.stderr);
        }
        let report = fs::read_to_string(folder.path().join("out/report.html")).expect("a report");
        for published in [ended.stdout.replace('\n', " "), report] {
            let is_told = published.contains("The rules do not say up to when acts count");
            assert_eq!(is_told, code.is_some(), "{when}{opens}: {published}");
        }
    }
}

/// What the ledger of the record commits after the day that counts is of the money that a slide would
/// give: it warns where too little is left.
#[test]
fn a_slide_warns_of_money_that_the_ledger_commits_after_the_day() {
    for (amount, is_warned) in [("200000.00", false), ("200000.01", true)] {
        let folder = with_ledger(LEDGER, &format!("{LINE} as of 2026-02-28"));
        let path = folder.path().join("call.bando");
        let call = fs::read_to_string(&path).expect("the call");
        fs::write(
            &path,
            call.replace("envelope {\n", "envelope {\n  2_100_000 EUR\n"),
        )
        .expect("written");
        rank(&folder, "--lang en --out out").is_done();
        let ended = slide(&folder, &format!("more money,,{amount},2027-06-01,b\n"), "");
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let warning = "warning: `events.csv:2`: the ledger of the record (`ledger.csv`) commits 20,000.00 EUR after the day that counts: beyond the envelope the lines still have 200,000.00 EUR, and the slides give 200,000.01 EUR; make sure from the ledger of today, by `bando programme show --ledger`, that this money is free\n";
        assert_eq!(ended.stderr, if is_warned { warning } else { "" });
    }
}

/// What acts after the day that counts have taken is told; and warned of where the envelope may be more
/// than they leave.
#[test]
fn what_later_acts_have_taken_is_told() {
    let mut said = String::new();
    for (amount, is_warned) in [
        ("", true),
        ("  3_190_000.01 EUR\n", true),
        ("  3_190_000 EUR\n", false),
    ] {
        let folder = started(&[
            ("envelope {\n", &format!("envelope {{\n{amount}")),
            (LINE, &format!("{LINE} as of act b")),
        ]);
        later(
            &folder,
            "  take away 30_000 EUR from urbane_914\n}\n\nact d {\n  number \"13/3\"\n  \
             date 2027-05-01\n  cite tabella \"colonna D\"\n  add 20_000 EUR to urbane_914\n",
        );
        fs::rename(
            folder.path().join("later.bando"),
            folder.path().join("programma-7.bando"),
        )
        .expect("renamed");
        for language in ["en", "it"] {
            let checked = run(
                folder.path(),
                &format!("check call.bando --lang {language}"),
            );
            let checked = checked.stdout + &checked.stderr;
            assert_eq!(checked.contains("[taken-since]"), is_warned, "{checked}");
            let ended = rank(&folder, &format!("--lang {language} --out {language}"));
            assert_eq!(ended.stderr.contains("[taken-since]"), is_warned);
            let from = ["The envelope comes", "La dotazione viene"];
            let begins = from.iter().find_map(|it| ended.stdout.find(it));
            said += ended
                .stdout
                .get(begins.expect("it is said")..)
                .expect("sentences");
        }
        let record = fs::read_to_string(folder.path().join("en/outcome.json")).expect("a record");
        let record: Value = serde_json::from_str(&record).expect("JSON");
        assert_eq!(record["programme"]["taken_since"], "30000.00");
        // A slide changes nothing of what the lines had, and keeps it.
        let events = "event,proposal,amount,date,act\nrenunciation,A,,2027-06-01,letter\n";
        fs::write(folder.path().join("events.csv"), events).expect("written");
        let after = run(
            folder.path(),
            "slide en events.csv --lang en --format json --out slid",
        );
        let record: Value = serde_json::from_str(&after.stdout).expect("JSON");
        assert_eq!(record["programme"]["taken_since"], "30000.00");
    }
    told("taken_since.txt", &said);
}

/// What later acts take of money that a commitment gave back after the day is none of the envelope's.
#[test]
fn what_was_given_back_is_taken_before_the_envelope() {
    let less = "leave 30,000.00 EUR less: 190,000.00 EUR are left";
    for (given_back, said) in [("50000.00", None), ("10000.00", Some(less))] {
        let head = "id,date,movement,line,amount,of\n";
        let commitment = "1,2026-01-10,commitment,urbane_914,3000000.00,\n";
        let decommitment = format!("2,2026-03-01,decommitment,,{given_back},1\n");
        let ledger = format!("{head}{commitment}{decommitment}");
        let folder = with_ledger(&ledger, &format!("{LINE} as of 2026-02-28"));
        later(&folder, "  take away 40_000 EUR from urbane_914\n");
        let path = |name: &str| folder.path().join(name);
        fs::rename(path("later.bando"), path("programma-7.bando")).expect("renamed");
        let checked = run(folder.path(), "check call.bando --lang en");
        let checked = checked.stdout + &checked.stderr;
        assert_eq!(
            checked.contains("[taken-since]"),
            said.is_some(),
            "{checked}"
        );
        assert!(checked.contains(said.unwrap_or_default()), "{checked}");
    }
}

/// Where no day is stated the call is warned of acts that are later or may be, and each repair that is
/// offered can be written as it stands: it ends the warning, and the last one changes no envelope.
#[test]
fn every_repair_of_a_day_that_is_not_stated_can_be_written() {
    let opens = "  opens 2026-01-15 09:00\n";
    let act = |name: &str, date: &str| {
        format!(
            "act {name} {{\n  number unknown\n  date {date}\n  cite tabella\n  \
             cite assumption senza_data\n  add 10_000 EUR to urbane_914\n}}\n"
        )
    };
    let mut said = String::new();
    for days in [
        ["unknown", "unknown", "unknown"].as_slice(),
        &["2025-05-23", "2026-03-06"],
        &["2025-05-23", "unknown", "2026-03-06"],
        &["2025-05-23", "unknown", "2026-01-15"],
        &["2025-05-23", "2026-03-06", "unknown"],
        &["2025-05-23", "unknown", "unknown"],
        &["2026-03-06", "2026-03-06", "unknown", "2026-03-07"],
        &["unknown", "2026-03-06"],
    ] {
        for opening in [opens, "  closes 2026-01-20 09:00\n", ""] {
            let folder = started(&[(opens, opening)]);
            let path = folder.path().join("programma-7.bando");
            let mut programme = fs::read_to_string(&path).expect("the programme");
            let names = ["c", "d", "e", "f"];
            for (name, day) in names.iter().zip(days) {
                programme += &act(name, day);
            }
            fs::write(&path, programme).expect("written");
            let ranked = rank(&folder, "--lang en");
            let envelope = |ended: &Ended| {
                let mut lines = ended.stdout.lines();
                let line = lines.find_map(|it| it.strip_prefix("  envelope "));
                line.expect("an envelope").trim().to_owned()
            };
            let checked = run(folder.path(), "check call.bando --lang en");
            let checked = checked.stdout + &checked.stderr;
            let told = |line: &&str| line.contains("[later-act]") || line.contains("[no-day]");
            let warned = checked.lines().skip_while(|it| !told(it));
            let warned = warned.filter(|it| told(it) || it.contains("= help"));
            let warned: Vec<&str> = warned.take(2).collect();
            let _ = writeln!(said, "{days:?}{}", opening.trim_end());
            let _ = writeln!(said, "  {} {}", envelope(&ranked), warned.join("\n  "));
            let path = folder.path().join("call.bando");
            let call = fs::read_to_string(&path).expect("the call");
            let repairs = warned.iter().filter(|it| it.contains("= help"));
            for repair in repairs.flat_map(|it| it.split('`').skip(1).step_by(2)) {
                fs::write(&path, call.replace(LINE, &format!("{LINE} {repair}"))).expect("written");
                let ended = rank(&folder, "--lang en");
                let checked = run(folder.path(), "check call.bando --lang en");
                assert_eq!((checked.code, ended.code), (0, 0), "{}", ended.stderr);
                let checked = checked.stdout + &checked.stderr;
                assert!(!checked.lines().any(|it| told(&it)), "{checked}");
                let _ = writeln!(said, "  {} {repair}", envelope(&ended));
            }
        }
    }
    told("day_not_stated.txt", &said);
}

/// What an envelope leaves of what its line has may be given later, by the act that brought it; what
/// an act after it brings, too. Renunciations need none.
#[test]
fn what_an_envelope_left_and_later_acts_are_new_money_too() {
    let folder = ranked("sum of lines action adp:9.1.4 as of act a");
    let events = "more money,,3220000.00,2027-03-06,b\n";
    assert_eq!(slide(&folder, events, "").code, 0);
    let ended = slide(&folder, "more money,,3220000.01,2027-03-06,b\n", "");
    assert!(
        ended.stderr.contains("0.01 EUR are missing"),
        "{}",
        ended.stderr
    );
    let ended = slide(&folder, "renunciation,A,,2027-03-06,letter\n", "");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let folder = started(&[("envelope {\n", "envelope {\n  3_000_000 EUR\n")]);
    assert_eq!(rank(&folder, "--lang en --out out").code, 0);
    assert_eq!(
        slide(&folder, "more money,,220000.00,2027-03-06,b\n", "").code,
        0
    );
    let ended = slide(&folder, "more money,,220000.01,2027-03-06,b\n", "");
    assert!(
        ended.stderr.contains("leaves the lines 220,000.00 EUR"),
        "{}",
        ended.stderr
    );
}

/// An act that somebody puts into the programme by the day that counts was not in the envelope.
#[test]
fn an_act_put_in_before_the_day_that_counts_is_told() {
    let folder = ranked(&format!("{LINE} as of 2026-12-31"));
    let path = folder.path().join("programma-7.bando");
    let programme = fs::read_to_string(path).expect("the programme");
    let act = |date: &str| {
        let act = format!(
            "\nact c {{\n  number \"12/3\"\n  date {date}\n  cite tabella \"colonna C\"\n  add 5 EUR to urbane_914\n}}\n"
        );
        fs::write(folder.path().join("later.bando"), programme.clone() + &act).expect("written");
        slide(
            &folder,
            "more money,,5.00,2027-06-01,c\n",
            "--programme later.bando",
        )
    };
    let ended = act("2026-12-31");
    assert_eq!(
        (ended.code, ended.stderr.as_str()),
        (
            0,
            "warning: `events.csv`: in `later.bando` act `c` is of 2026-12-31, not after the day that counts (2026-12-31), and was not there at the ranking: the envelope of then takes no account of it; check its date\n"
        )
    );
    let ended = act("2027-01-01");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
}
