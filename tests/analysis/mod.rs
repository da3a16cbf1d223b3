//! Which expressions the checker takes, and what it says of the others.

mod grid;
mod regions;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bando::call::ExprKind;
use bando::diagnostic::{Diagnostic, Place};
use bando::engine;
use bando::source::Sources;

use crate::support::{ProjectFiles, checked, text};

/// Codes about the file as a whole, which every line of the table would repeat.
const NOISE: [&str; 3] = ["unused-name", "nothing-required", "closing-not-read"];

#[test]
fn expressions_are_taken_or_refused_as_the_table_says() {
    let base = text("tests/analysis/base.bando");
    let table = text("tests/analysis/expressions.txt");
    let mut wrong = Vec::new();
    let mut tried = 0;
    for line in table.lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        // The expression may hold bars itself.
        let (declared, rest) = line.split_once('|').expect("a type");
        let (expression, expected) = rest.rsplit_once('|').expect("an expectation");
        let (declared, expression, expected) =
            (declared.trim(), expression.trim(), expected.trim());
        let found = codes(
            &base
                .replace("TYPE", declared)
                .replace("EXPRESSION", expression),
        );
        let found = if found.is_empty() {
            "ok".to_owned()
        } else {
            found.join(" ")
        };
        tried += 1;
        if found != expected {
            wrong.push(format!(
                "{declared} | {expression} | {found}, not {expected}"
            ));
        }
    }
    assert!(tried > 100, "only {tried} lines");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn check(rules: &str) -> Vec<Diagnostic> {
    let comuni = "istat,province,population\n071001,Foggia,2338\n";
    let files = ProjectFiles {
        changed: BTreeMap::from([("comuni.csv".to_owned(), comuni.into())]),
    };
    let mut sources = Sources::default();
    let file = sources.add("base.bando", rules);
    engine::check(&sources, file, &files).diagnostics
}

fn codes(rules: &str) -> Vec<String> {
    let codes = check(rules).into_iter().map(|it| it.code.to_string());
    codes
        .filter(|code| !NOISE.contains(&code.as_str()))
        .collect()
}

#[test]
fn a_broken_block_costs_one_error_and_the_rest_is_checked() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    for (from, to) in [
        ("enum Form {", "enum Form ["),
        ("  cost : money at least", "  cost ; money at least"),
        ("key istat {", "key {"),
        ("percent = rate + rate", "percent = rate + + rate )"),
        ("source act \"Atto\"", "source act Atto"),
    ] {
        assert!(base.contains(from));
        let broken = format!(
            "{}\ndefine wrong : money = 5\n\ndefine uses : yes/no = form is comune and cost < 5 EUR and rate_twice > 5 % and place.population > 5\n\n\
             requirement r \"R\" {{\n  phase formal\n  cite act\n  require cost > 5 EUR\n  else \"No\"\n}}\n",
            base.replace(from, to)
        );
        let errors: Vec<String> = check(&broken)
            .into_iter()
            .filter(Diagnostic::is_error)
            .map(|it| it.code.to_string())
            .collect();
        assert_eq!(errors.len(), 2, "{to}: {errors:?}");
        assert!(
            errors.contains(&"unit-mismatch".to_owned()),
            "{to}: {errors:?}"
        );
    }
}

#[test]
fn a_circle_is_reported_once_with_every_use() {
    for length in [1, 2, 3, 50] {
        let mut rules =
            text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
        for number in 0..length {
            let next = (number + 1) % length;
            let _ = writeln!(rules, "\ndefine c{number} : percent = c{next} + 1 %");
        }
        let circles: Vec<Diagnostic> = check(&rules)
            .into_iter()
            .filter(Diagnostic::is_error)
            .collect();
        assert_eq!(circles.len(), 1, "{circles:#?}");
        assert_eq!(circles[0].code.as_str(), "cyclic-definition");
        assert_eq!(circles[0].related.len(), length);
        assert!(
            circles[0]
                .related
                .iter()
                .all(|it| matches!(it.place, Place::Rules(_)))
        );
        let message = circles[0].message.en.clone().unwrap_or_default();
        assert!(message.contains("c0 -> "), "{message}");
    }
}

#[test]
fn definitions_may_stand_in_any_order_and_chain_far() {
    let mut rules =
        text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    for number in 0..5_000 {
        let _ = writeln!(
            rules,
            "\ndefine d{number} : percent = d{} + 1 %",
            number + 1
        );
    }
    rules.push_str("\ndefine d5000 : percent = rate\n");
    let errors: Vec<Diagnostic> = check(&rules)
        .into_iter()
        .filter(Diagnostic::is_error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_name_that_nothing_has_is_reported_also_in_the_requirement_of_that_name() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    let sound = "\nrequirement size \"Size\" {\n  phase formal\n  cite act\n  applies when cost > 1_000 EUR\n  require months > 3\n  else \"No {months}\"\n}\n";
    assert!(codes(&format!("{base}{sound}")).is_empty());
    for (from, to) in [
        ("cite act", "cite act cite size"),
        ("phase formal", "phase size"),
        ("applies when cost > 1_000 EUR", "applies when size"),
        ("require months > 3", "require size > 3"),
        ("{months}", "{size}"),
    ] {
        let found = codes(&format!("{base}{}", sound.replace(from, to)));
        assert_eq!(found, ["unknown-name"], "{to}");
    }
}

#[test]
fn a_time_beyond_those_that_can_be_held_is_reported() {
    let base = text("tests/analysis/base.bando")
        .replace("define tried : TYPE = EXPRESSION", "")
        .replace("zone Europe/Rome", "zone America/New_York");
    let rules = "\nrequirement late \"Late\" {\n  phase formal\n  cite act\n  require received_at <= 9999-12-31 23:59\n  else \"No\"\n}\n";
    assert_eq!(codes(&format!("{base}{rules}")), ["invalid-date"]);
}

#[test]
fn a_cell_that_may_be_empty_is_used_with_an_otherwise_only() {
    let base = text("tests/analysis/base.bando")
        .replace("population : integer", "population : integer optional");
    for (expression, expected) in [
        ("place.population otherwise 0", ""),
        ("(place.population + 1) otherwise 0", ""),
        ("place.population", "guard-needed"),
        (
            "first of { place.population > 3 : 1, otherwise : 2 }",
            "guard-needed",
        ),
        (
            "count of received proposals with same place.population",
            "guard-needed",
        ),
        (
            "count of received proposals with same letter where place.population > 3",
            "guard-needed",
        ),
    ] {
        let tried = base
            .replace("TYPE", "integer")
            .replace("EXPRESSION", expression);
        assert_eq!(codes(&tried).join(" "), expected, "{expression}");
    }
}

#[test]
fn how_a_file_is_written_is_said_once() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    let said = "id from cup\n  sheet \"Domande\"\n  encoding utf-8\n  separator \",\"\n  numbers like \"1234.56\"\n  dates like \"2026-12-31\"\n";
    let proposals = |clauses: &str| format!("{base}\nproposals {{\n  {clauses}}}\n");
    assert!(codes(&proposals(said)).is_empty());
    for clause in said.lines() {
        let found = codes(&proposals(&format!("{said}  {}\n", clause.trim())));
        assert_eq!(found, ["repeated-part"], "{clause}");
    }
    let twice = base.replace(
        "  istat : code",
        "  separator \",\" separator \",\"\n  istat : code",
    );
    assert_eq!(codes(&twice), ["repeated-part"]);
}

#[test]
fn a_requirement_may_not_bear_the_name_of_another_reason() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    for (name, expected) in [
        ("size", ""),
        ("ranking", "shadowed-name"),
        ("envelope", "shadowed-name"),
    ] {
        let rules = format!(
            "{base}\nrequirement {name} \"Size\" {{\n  phase formal\n  cite act\n  require months > 3\n  else \"No\"\n}}\n"
        );
        assert_eq!(codes(&rules).join(" "), expected, "{name}");
    }
}

#[test]
fn a_record_may_not_bear_the_name_of_a_fact_beside_it() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    for fact in [
        "budget { own_part : money }",
        "budget : list of { part { a : money } part : money }",
    ] {
        let twice = if fact.contains("list") {
            base.replace("budget : money", fact)
        } else {
            base.replace("budget : money", &format!("budget : money\n    {fact}"))
        };
        assert_eq!(codes(&twice), ["duplicate-name"], "{fact}");
    }
}

#[test]
fn a_word_in_data_stands_for_one_thing() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    let once = [
        ("young : yes/no", "young : yes/no with \"1\" = yes"),
        (
            "kinds : set of Form",
            "kinds : set of Form split \";\" with \"1\" = comune",
        ),
        (
            "population : integer",
            "population : integer with \"1\" = 1",
        ),
    ];
    for (from, to) in once {
        let found = codes(&base.replace(
            from,
            &format!("{to}, \"2\" = {}", to.rsplit(' ').next().unwrap_or("")),
        ));
        assert!(
            !found.contains(&"repeated-part".to_owned()),
            "{to}: {found:?}"
        );
        let found = codes(&base.replace(
            from,
            &format!("{to}, \"1\" = {}", to.rsplit(' ').next().unwrap_or("")),
        ));
        assert!(
            found.contains(&"repeated-part".to_owned()),
            "{to}: {found:?}"
        );
    }
}

#[test]
fn bounds_that_leave_nothing_between_them_are_refused() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    for (from, to) in [
        (
            "months : integer at least 1",
            "months : integer at least 2 at most 1",
        ),
        (
            "sent_on : date",
            "sent_on : date at least 2026-02-02 at most 2026-02-01",
        ),
        (
            "received_at : instant",
            "received_at : instant at least 2026-02-02 10:00 at most 2026-02-02 09:59",
        ),
    ] {
        assert_eq!(
            codes(&base.replace(from, to)),
            ["constant-condition"],
            "{to}"
        );
    }
}

#[test]
fn a_cell_is_corrected_once_and_a_key_never() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    let corrected = |corrections: &str| {
        codes(&base.replace(
            "  population : integer\n",
            &format!("  population : integer\n  {corrections}\n"),
        ))
    };
    let one = "correct \"071001\" population = 5 cite act";
    assert!(corrected(one).is_empty());
    assert_eq!(
        corrected(&format!("{one} correct \"071001\" population = 6 cite act")),
        ["repeated-part"]
    );
    assert_eq!(
        corrected("correct \"071001\" istat = \"071002\" cite act"),
        ["type-mismatch"]
    );
}

/// Whoever checks a tree without the diagnostics of its reading must get no part of a call.
#[test]
fn a_tree_with_an_unread_block_is_no_call() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    let broken = format!("{base}\nrequirement size \"Size\" {{\n  require ) 3\n}}\n");
    for (rules, sound) in [(&base, true), (&broken, false)] {
        let mut sources = Sources::default();
        let file = sources.add("base.bando", rules.as_str());
        let tree = bando::syntax::parse(rules, file).tree.expect("a tree");
        let comuni = "istat,province,population\n071001,Foggia,2338\n";
        let files = ProjectFiles {
            changed: BTreeMap::from([("comuni.csv".to_owned(), comuni.into())]),
        };
        assert_eq!(bando::analysis::check(&tree, &files).call.is_some(), sound);
    }
}

#[test]
fn a_ratio_is_rounded_alike_on_either_side_of_a_comparison() {
    let base = text("tests/analysis/base.bando").replace("TYPE", "yes/no");
    let comuni = "istat,province,population\n071001,Foggia,2338\n";
    let files = ProjectFiles {
        changed: BTreeMap::from([("comuni.csv".to_owned(), comuni.into())]),
    };
    for (condition, places) in [
        ("own / cost rounded half up to 2 places >= 20 %", 4),
        ("20 % <= own / cost rounded half up to 2 places", 4),
        (
            "own / cost rounded half up to 2 places between 10 % and 20 %",
            4,
        ),
        ("own / cost rounded half up to 2 places >= 0.20", 2),
        ("0.20 <= own / cost rounded half up to 2 places", 2),
    ] {
        let call = checked(&base.replace("EXPRESSION", condition), &files);
        let tried = call.definitions.iter().find(|it| it.name == "tried");
        let mut found = Vec::new();
        tried.expect("the definition").value.visit(&mut |part| {
            if let ExprKind::Round(number, _) = &part.kind {
                found.push(number.places);
            }
        });
        assert_eq!(found, [places], "{condition}");
    }
}

/// A quote that is opened and never closed would swallow every row behind it.
#[test]
fn a_table_with_an_open_or_stray_quote_is_refused() {
    let rules = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    let sound = "istat,province,population\n071001,Foggia,2338\n071002,Foggia,956\n";
    let found = |table: &str| -> Vec<String> {
        let files = ProjectFiles {
            changed: BTreeMap::from([("comuni.csv".to_owned(), table.into())]),
        };
        let mut sources = Sources::default();
        let file = sources.add("base.bando", rules.as_str());
        let diagnostics = engine::check(&sources, file, &files).diagnostics;
        let errors = diagnostics.into_iter().filter(Diagnostic::is_error);
        errors.map(|it| it.code.to_string()).collect()
    };
    assert_eq!(found(sound), [""; 0]);
    for (from, to) in [
        ("Foggia,2338", "\"Foggia,2338"),
        ("2338", "\"2338"),
        ("2338", "2338,\"a note"),
        ("2338", "2338,\"a \"note\""),
    ] {
        let errors = found(&sound.replacen(from, to, 1));
        assert!(
            errors.contains(&"table-cell".to_owned()),
            "{to}: {errors:?}"
        );
    }
}

/// A condition that is the same for every proposal requires nothing, or excludes everybody.
#[test]
fn conditions_that_never_vary_are_warned_of() {
    let base = text("tests/analysis/base.bando").replace("define tried : TYPE = EXPRESSION", "");
    for (condition, warned) in [
        ("1 <= 1", true),
        ("1 < 1", true),
        ("2 > 1", true),
        ("2 >= 3", true),
        ("1 = 1", true),
        ("1 != 1", true),
        ("months = months", true),
        ("months < months", true),
        ("form in { comune, regione, societa }", true),
        ("young and no", true),
        ("young or yes", true),
        ("months <= 1", false),
        ("form in Public", false),
        ("young or form is comune", false),
    ] {
        let rules = format!(
            "{base}\nrequirement r \"R\" {{\n  phase formal\n  cite act\n  require {condition}\n  else \"No\"\n}}\n"
        );
        let found: Vec<Diagnostic> = check(&rules)
            .into_iter()
            .filter(|it| it.code.as_str() == "constant-condition")
            .collect();
        assert_eq!(found.len(), usize::from(warned), "{condition}");
        let message = found.first().and_then(|it| it.message.en.clone());
        if let Some(message) = message {
            let always_true = ["1 <= 1", "2 > 1", "1 = 1", "months = months"];
            let says_true = message.contains("always true");
            let is_true = always_true.contains(&condition)
                || condition.starts_with("form in {")
                || condition == "young or yes";
            assert_eq!(says_true, is_true, "{condition}: {message}");
        }
    }
}
