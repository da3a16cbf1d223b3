//! The same rules in English and in Italian keywords.

use std::path::PathBuf;

use bando::diagnostic::{Code, Diagnostic, Severity};
use bando::engine;
use bando::source::{FileId, Sources};
use bando::syntax::{format, keyword_language, parse, translate};
use bando::text::{KEYWORDS, Language, in_keywords_of, keyword};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};

use crate::grammar::{good_texts, tree};
use crate::support::{ProjectFiles, project};

/// Returns the tree of a text, without places, as if its keywords were English.
pub(crate) fn tree_in_any_words(text: &str) -> String {
    tree(text)
        .replacen("keywords: Italian", "keywords: English", 1)
        .replace("\"punteggio\"", "\"score\"")
        .replace("\"esito\"", "\"outcome\"")
        .replace("\"posizione\"", "\"rank\"")
        .replace("\"motivi\"", "\"reasons\"")
        .replace("\"contributo\"", "\"award\"")
}

/// A text that says the language of its keywords, for `bando 1` is short for `bando 1 en`.
pub(crate) fn saying_its_language(text: &str) -> String {
    if keyword_language(text) == Language::English {
        text.replacen("bando 1 en", "bando 1", 1)
            .replacen("bando 1", "bando 1 en", 1)
    } else {
        text.to_owned()
    }
}

/// Returns the other language of keywords.
pub(crate) fn other(language: Language) -> Language {
    match language {
        Language::English => Language::Italian,
        Language::Italian => Language::English,
    }
}

fn in_words_of(text: &str, language: Language) -> String {
    translate(text, language).unwrap_or_else(|found| panic!("{found:#?}\n{text}"))
}

fn in_italian(text: &str) -> String {
    in_words_of(text, Language::Italian)
}

/// Returns the rule files of the cases of diagnostics that can be read in either language.
fn cases() -> Vec<(PathBuf, String)> {
    let folder = std::fs::read_dir(project("tests/diagnostics")).expect("the cases");
    let paths = folder.map(|entry| entry.expect("a file").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "bando"))
        .collect();
    paths.sort();
    let texts = paths.into_iter().map(|path| {
        let text = std::fs::read_to_string(&path).expect("a text");
        (path, text)
    });
    texts
        .filter(|(_, text)| parse(text, FileId(0)).diagnostics.is_empty())
        .filter(|(_, text)| keyword_language(text) == Language::English)
        .filter(|(_, text)| translate(text, Language::Italian).is_ok())
        .collect()
}

fn check(text: &str) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let file = sources.add("test.bando", text);
    engine::check(&sources, file, &ProjectFiles::default()).diagnostics
}

#[test]
fn a_file_has_the_same_tree_in_both_languages_and_comes_back_as_it_was() {
    let files = good_texts().into_iter().chain(cases());
    for (path, text) in files {
        let text = format(&text).expect("an even form");
        let from = keyword_language(&text);
        let other = in_words_of(&text, other(from));
        assert_ne!(keyword_language(&other), from);
        let path = path.display();
        assert_eq!(format(&other).as_deref(), Ok(&*other), "{path}");
        assert_eq!(
            tree_in_any_words(&other),
            tree_in_any_words(&text),
            "{path}"
        );
        assert_eq!(
            in_words_of(&other, from),
            saying_its_language(&text),
            "{path}"
        );
    }
}

#[test]
fn a_file_has_the_same_faults_in_both_languages() {
    for (path, text) in cases() {
        let codes = |text: &str| -> Vec<Code> { check(text).iter().map(|it| it.code).collect() };
        assert_eq!(
            codes(&in_italian(&text)),
            codes(&text),
            "{}",
            path.display()
        );
    }
}

#[test]
fn the_rules_of_the_project_are_sound_in_italian() {
    for (path, text) in good_texts() {
        if path.starts_with(project("rules")) {
            let mut found = check(&in_italian(&text));
            // An act of Sardinia's programme did allocate more than its total.
            found.retain(|it| it.severity != Severity::Notice && it.code != Code::AboveTotal);
            assert_eq!(found, [], "{}", path.display());
        }
    }
}

#[test]
fn messages_name_keywords_in_the_words_of_the_file() {
    for (path, text) in cases() {
        for found in check(&in_italian(&text)) {
            let shown = std::format!("{found:?}");
            assert!(!shown.contains(['‹', '›']), "{}: {shown}", path.display());
        }
    }
}

#[test]
fn every_marked_word_of_a_message_is_a_keyword() {
    for (place, literal) in literals() {
        for marked in literal.split('‹').skip(1) {
            let Some((words, _)) = marked.split_once('›') else {
                panic!("{place}: {literal}");
            };
            if words.contains('{') || words.is_empty() {
                continue;
            }
            let italian = in_keywords_of(&std::format!("‹{words}›"), Language::Italian);
            let same = [
                "ranking", "urn", "it", "en", "no", "EUR", "min-max", "z-score", "AMPI", "email",
            ];
            let same = same.contains(&words);
            assert!(italian != words || same, "{place}: `{words}` is no keyword");
        }
    }
}

/// Words in backticks that are keywords and mean something else where they stand.
const NO_KEYWORDS: &[(&str, &str)] = &[
    ("call/cell/codes.rs", "no"),
    ("call/cell/codes.rs", "yes"),
    ("engine/new_money.rs", "act"),
    ("facts/json_record.rs", "id"),
    ("facts/notation.rs", "no"),
    ("facts/notation.rs", "yes"),
    ("facts/schema/words.rs", "no"),
    ("facts/schema/words.rs", "yes"),
    ("syntax/version.rs", "en"),
    ("syntax/version.rs", "it"),
];

#[test]
fn messages_mark_the_keywords_they_name() {
    let words: Vec<&str> = KEYWORDS
        .iter()
        .flat_map(|(_, english, _)| english.split(' '))
        .filter(|word| *word != "EUR")
        .collect();
    let mut unmarked = Vec::new();
    for (place, literal) in literals() {
        for quoted in literal.split('`').skip(1).step_by(2) {
            let keyword = |word: &str| words.contains(&word);
            let first = quoted.split([' ', ':', '…']).next().unwrap_or_default();
            let all = quoted.split(' ').all(keyword);
            let led = keyword(first) && quoted.contains('…');
            let known = NO_KEYWORDS
                .iter()
                .any(|(file, it)| place == *file && *it == quoted);
            if (all || led) && !known {
                unmarked.push(std::format!("{place}: `{quoted}`"));
            }
        }
    }
    assert!(
        unmarked.is_empty(),
        "write ‹…› around these:\n{}",
        unmarked.join("\n")
    );
}

/// Returns the texts written in the source below the command line, each with its file.
fn literals() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for stage in [
        "analysis",
        "assessment",
        "call",
        "engine",
        "facts",
        "selection",
        "syntax",
    ] {
        let mut folders = vec![project("src").join(stage)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).expect("a text");
                let mut literals = Literals(Vec::new());
                literals.visit_file(&syn::parse_file(&text).expect("Rust"));
                let place = path.strip_prefix(project("src")).expect("a source file");
                let place = place.display().to_string();
                found.extend(literals.0.into_iter().map(|it| (place.clone(), it)));
            }
        }
    }
    assert!(found.len() > 500, "only {} texts found", found.len());
    found
}

struct Literals(Vec<String>);

impl Visit<'_> for Literals {
    fn visit_lit_str(&mut self, literal: &syn::LitStr) {
        self.0.push(literal.value());
    }

    fn visit_attribute(&mut self, _: &syn::Attribute) {}

    fn visit_item_mod(&mut self, module: &syn::ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_macro(&mut self, found: &syn::Macro) {
        let parts = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
        for part in found.parse_body_with(parts).into_iter().flatten() {
            self.visit_expr(&part);
        }
    }
}

#[test]
fn a_name_that_is_a_keyword_in_the_other_language_is_named() {
    let italian = translate(
        "bando 1\nfacts { e : money }\ndefine altrimenti : money = sum of media of e\n\
         cite_nothing\n",
        Language::Italian,
    );
    assert!(italian.is_err(), "what cannot be read is not translated");
    let places = |text: &str, language| -> Vec<String> {
        let found = translate(text, language).expect_err("a clash");
        let said = found.into_iter().map(|it| {
            let bando::diagnostic::Place::Rules(span) = it.primary.place else {
                panic!("a place in the text");
            };
            let name = &text[span.start as usize..span.end as usize];
            let message = it.message.get(Language::English).to_owned();
            assert!(message.contains(&std::format!("`{name}`")), "{message}");
            name.to_owned()
        });
        said.collect()
    };
    assert_eq!(
        places(
            "bando 1\nfacts { e : money }\ndefine altrimenti : money = sum of media of e\n",
            Language::Italian
        ),
        ["e", "altrimenti", "media", "e"]
    );
    assert_eq!(
        places("bando 1\nsource lettura \"x\"\n", Language::Italian),
        ["lettura"]
    );
    assert_eq!(
        places(
            "bando 1\nranking { cite lettura \"art. 1\" order by x ascending }\n",
            Language::Italian
        ),
        ["lettura"]
    );
    assert_eq!(
        places("bando 1 it\nfatti { none : importo }\n", Language::English),
        ["none"]
    );
    // Only where the next word makes it a keyword.
    let free = "bando 1 en\nenum Size { media, grande }\n";
    let italian = "bando 1 it\ntipologia Size { media, grande }\n";
    assert_eq!(translate(free, Language::Italian).as_deref(), Ok(italian));
}

#[test]
fn comments_inside_a_keyword_of_several_words_stay() {
    let english = "bando 1\nrequirement x { require a is # whether\n  not # still\n  empty }\n";
    let italian = "bando 1 it\nrequisito x { richiede a non è # whether\n  vuoto }\n";
    let two = "bando 1 it\nenvelope_x\n";
    assert!(translate(two, Language::English).is_err());
    let translated = in_italian(english);
    assert_eq!(tree_in_any_words(&translated), tree(english));
    assert!(
        translated.contains("# whether") && translated.contains("# still"),
        "{translated}"
    );
    let back = translate(italian, Language::English).expect("English");
    assert!(back.contains("is not # whether\n"), "{back}");
}

#[test]
fn a_fact_may_be_called_like_the_end_of_the_type_above_it() {
    for name in ["fiscale", "comune", "ora"] {
        let english = std::format!("bando 1 en\nfacts {{\n  x : code\n  {name} : tax code\n}}\n");
        assert_eq!(
            tree_in_any_words(&in_italian(&english)),
            tree(&english),
            "{name}"
        );
    }
}

#[test]
fn the_moments_of_the_call_are_keywords() {
    let english = "bando 1 en\ndefine late : yes/no = sent > call.closes or sent < call.opens\n";
    let italian =
        "bando 1 it\ndefinizione late : sì/no = sent > avviso.chiusura o sent < avviso.apertura\n";
    assert_eq!(
        translate(english, Language::Italian).as_deref(),
        Ok(italian)
    );
    assert_eq!(
        translate(italian, Language::English).as_deref(),
        Ok(english)
    );
    assert_eq!(tree_in_any_words(italian), tree(english));
    for (english, italian) in [
        ("call.closed", "avviso.closed"),
        ("call.chiusura", "call.chiusura"),
        ("avviso.closes", "avviso.closes"),
    ] {
        let english = std::format!("bando 1 en\ndefine x : date = {english}\n");
        let italian = std::format!("bando 1 it\ndefinizione x : data = {italian}\n");
        assert_eq!(in_italian(&english), italian);
        assert_eq!(tree_in_any_words(&italian), tree(&english));
        assert_eq!(in_words_of(&italian, Language::English), english);
    }
}

#[test]
fn the_score_has_its_name_in_each_language_unless_the_file_declares_it() {
    let english = "bando 1 en\nranking {\n  order by score descending\n}\n";
    let italian = "bando 1 it\ngraduatoria {\n  ordina per punteggio decrescente\n}\n";
    assert_eq!(
        translate(english, Language::Italian).as_deref(),
        Ok(italian)
    );
    assert_eq!(
        translate(italian, Language::English).as_deref(),
        Ok(english)
    );
    let declared =
        "bando 1 en\nfacts { score : decimal 2 }\nranking { order by score descending }\n";
    assert!(in_italian(declared).contains("ordina per score decrescente"));
    let hidden =
        "bando 1 en\ndefine punteggio : integer = 1\nranking { order by score descending }\n";
    let found = translate(hidden, Language::Italian).expect_err("a clash");
    assert_eq!(
        found[0].message.get(Language::English),
        "`score` would become `punteggio` here, which is something else in the file"
    );
}

#[test]
fn keywords_can_be_looked_up() {
    assert_eq!(keyword("kw_call", Language::Italian), Some("avviso"));
    assert_eq!(keyword("kw_nothing", Language::Italian), None);
    assert_eq!(in_keywords_of("a ‹b", Language::Italian), "a ‹b");
    assert_eq!(
        in_keywords_of("‹kw_funded_many in part›", Language::Italian),
        "finanziate in parte"
    );
}
