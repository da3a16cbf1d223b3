//! Diagnostics as people and programs read them.

use bando::diagnostic::{Code, DataPlace, Diagnostic, Place};
use bando::report::{Colour, diagnostic_json, render_diagnostic};
use bando::source::{FileId, Sources, Span};
use bando::text::{Language, Text};

const RULES: &str =
    "bando 1\n\nenum Età { è_già_così it \"Perché è così\" }\nfacts {\n  età : Eta\n}\n";

fn sources() -> Sources {
    let mut sources = Sources::default();
    sources.add("rules/età.bando", RULES);
    sources
}

/// The place of the `nth` occurrence of `words`, counted from 0.
fn place(words: &str, nth: usize) -> Span {
    let (start, found) = RULES
        .match_indices(words)
        .nth(nth)
        .expect("stands in the rules");
    Span {
        file: FileId(0),
        start: u32::try_from(start).expect("a small file"),
        end: u32::try_from(start + found.len()).expect("a small file"),
    }
}

fn unknown_name() -> Diagnostic {
    Diagnostic::error(
        Code::UnknownName,
        place("Eta", 0),
        Text::new("nessun tipo si chiama `Eta`", "no type is called `Eta`"),
    )
    .with_label(Text::new("usato qui", "used here"))
    .with_related(
        place("Età", 0),
        Text::new("questo c'è", "there is this one"),
    )
    .with_suggestion("Eta", ["Età"])
}

#[test]
fn a_diagnostic_underlines_the_right_place_after_accents() {
    let shown = render_diagnostic(
        &unknown_name(),
        &sources(),
        Language::Italian,
        Colour::Plain,
    );
    assert_eq!(
        shown,
        "\
errore[unknown-name]: nessun tipo si chiama `Eta`
 --> rules/età.bando:5:9
  |
3 | enum Età { è_già_così it \"Perché è così\" }
  |      --- questo c'è
4 | facts {
5 |   età : Eta
  |         ^^^ usato qui
  |
  = aiuto: forse si intendeva `Età`?"
    );
}

#[test]
fn a_diagnostic_underlines_past_accents_on_its_own_line() {
    let found = Diagnostic::warning(
        Code::UnusedName,
        place("\"Perché è così\"", 0),
        Text::new("questa etichetta non serve", "this label is not used"),
    );
    let shown = render_diagnostic(&found, &sources(), Language::English, Colour::Plain);
    assert_eq!(
        shown,
        "\
warning[unused-name]: this label is not used
 --> rules/età.bando:3:26
  |
3 | enum Età { è_già_così it \"Perché è così\" }
  |                          ^^^^^^^^^^^^^^^"
    );
}

#[test]
fn white_space_at_the_end_of_a_place_is_not_underlined() {
    let place = place("età : Eta\n}\n", 0);
    let span = Span {
        end: place.end - 2,
        ..place
    };
    let found = Diagnostic::error(Code::UnusedName, span, Text::italian("non serve"));
    let shown = render_diagnostic(&found, &sources(), Language::Italian, Colour::Plain);
    assert!(
        shown.ends_with("5 |   età : Eta\n  |   ^^^^^^^^^"),
        "{shown}"
    );
}

#[test]
fn a_diagnostic_in_data_names_file_line_column_and_proposal() {
    let place = DataPlace {
        file: "domande.csv".to_owned(),
        line: Some(12),
        column: Some("costo".to_owned()),
        proposal: Some("B\u{1b}[31m1".to_owned()),
        ..DataPlace::default()
    };
    let found = Diagnostic::data(
        Code::BadValue,
        place,
        Text::new("`12,5` non è un importo", "`12,5` is no amount"),
    )
    .with_hint(Text::new("scrivere `12.50`", "write `12.50`"));
    let shown = render_diagnostic(&found, &sources(), Language::Italian, Colour::Plain);
    assert_eq!(
        shown,
        "\
errore[bad-value]: `12,5` non è un importo
--> domande.csv:12 costo [B\u{241b}[31m1]
 = aiuto: scrivere `12.50`"
    );
}

#[test]
fn a_diagnostic_whose_place_does_not_fit_its_file_is_still_shown() {
    let mut found = unknown_name();
    found.related.clear();
    for (start, end) in [(0, 9_999), (14, 15), (9_000, 9_001), (16, 10)] {
        let span = Span {
            file: FileId(0),
            start,
            end,
        };
        found.primary.place = Place::Rules(span);
        let shown = render_diagnostic(&found, &sources(), Language::Italian, Colour::Plain);
        assert!(shown.contains("nessun tipo"), "{shown}");
    }
}

#[test]
fn a_diagnostic_at_the_end_of_the_file_is_shown_there() {
    let end = u32::try_from(RULES.len()).expect("a small file");
    let span = Span {
        file: FileId(0),
        start: end,
        end,
    };
    let found = Diagnostic::error(
        Code::SyntaxError,
        span,
        Text::new("manca una graffa", "a brace is missing"),
    );
    let shown = render_diagnostic(&found, &sources(), Language::Italian, Colour::Plain);
    assert_eq!(
        shown,
        "\
errore[syntax-error]: manca una graffa
 --> rules/età.bando:7:1
  |
7 |
  | ^"
    );
}

#[test]
fn colours_change_nothing_but_colours() {
    let plain = render_diagnostic(
        &unknown_name(),
        &sources(),
        Language::Italian,
        Colour::Plain,
    );
    let coloured = render_diagnostic(&unknown_name(), &sources(), Language::Italian, Colour::Ansi);
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').expect("a colour ends in m").1;
    }
    bare.push_str(rest);
    assert_ne!(plain, coloured);
    assert_eq!(plain, bare);
}

#[test]
fn a_diagnostic_as_json_has_both_languages_and_lines_and_columns() {
    let json = diagnostic_json(&unknown_name(), &sources());
    assert_eq!(
        serde_json::to_string_pretty(&json).expect("it is JSON"),
        r#"{
  "severity": "error",
  "code": "unknown-name",
  "message": {
    "it": "nessun tipo si chiama `Eta`",
    "en": "no type is called `Eta`"
  },
  "primary": {
    "place": {
      "file": "rules/età.bando",
      "start": 76,
      "end": 79,
      "line": 5,
      "column": 9,
      "end_line": 5,
      "end_column": 12
    },
    "text": {
      "it": "usato qui",
      "en": "used here"
    }
  },
  "related": [
    {
      "place": {
        "file": "rules/età.bando",
        "start": 14,
        "end": 18,
        "line": 3,
        "column": 6,
        "end_line": 3,
        "end_column": 9
      },
      "text": {
        "it": "questo c'è",
        "en": "there is this one"
      }
    }
  ],
  "hint": {
    "it": "forse si intendeva `Età`?",
    "en": "did you mean `Età`?"
  }
}"#
    );
}
