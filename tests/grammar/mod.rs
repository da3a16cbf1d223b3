//! What the grammar takes and refuses, and how it is set out.

mod hostile;
mod mutations;

use std::path::PathBuf;

use bando::diagnostic::{Diagnostic, Place};
use bando::source::{FileId, Sources};
use bando::syntax::{format, parse};
use bando::text::Language;

use crate::support::{project, text};

/// Returns the files of a folder beside this one, by name.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = project("tests/grammar").join(folder);
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn read(path: &PathBuf) -> String {
    std::fs::read_to_string(path).expect("a text")
}

/// Returns the files that follow the grammar: the rules of the project and one file for each
/// kind of block.
pub(crate) fn good_texts() -> Vec<(PathBuf, String)> {
    let rules = std::fs::read_dir(project("rules")).expect("the rules");
    let rules = rules.map(|entry| entry.expect("a file").path());
    let rules = rules.filter(|path| path.extension().is_some_and(|it| it == "bando"));
    let all = files("good").into_iter().chain(rules);
    all.map(|path| (path.clone(), read(&path))).collect()
}

/// Returns the tree of a text that follows the grammar, with all places left out.
pub(crate) fn tree(text: &str) -> String {
    let parsed = parse(text, FileId(0));
    assert!(parsed.diagnostics.is_empty(), "{text}\n{}", report(text));
    without_places(&std::format!("{:?}", parsed.tree.expect("a tree")))
}

fn without_places(printed: &str) -> String {
    let mut parts = printed.split("Span { file");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    kept
}

/// Returns what is wrong with a text, a line for each.
fn report(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("test.bando", text);
    let line_of = |diagnostic: Diagnostic| {
        let Place::Rules(span) = diagnostic.primary.place else {
            panic!("a place in the text: {diagnostic:?}");
        };
        let (line, column) = sources.line_column(span);
        let message = diagnostic.message.get(Language::English);
        let hint = diagnostic.hint.map_or(String::new(), |hint| {
            std::format!(" ({})", hint.get(Language::English))
        });
        let code = diagnostic.code;
        std::format!("# error[{code}] {line}:{column} {message}{hint}\n")
    };
    parse(text, file)
        .diagnostics
        .into_iter()
        .map(line_of)
        .collect()
}

#[test]
fn good_files_have_nothing_wrong_and_are_evenly_set() {
    for (path, text) in good_texts() {
        assert_eq!(report(&text), "", "{}", path.display());
        assert_eq!(format(&text).as_deref(), Ok(&*text), "{}", path.display());
    }
}

/// Each file of `bad` ends with what is wrong with it.
#[test]
fn bad_files_are_refused_as_they_say() {
    let mut differing = Vec::new();
    for path in files("bad") {
        let whole = read(&path);
        let (said, text): (Vec<&str>, Vec<&str>) = whole
            .split_inclusive('\n')
            .partition(|line| line.starts_with("# error["));
        let found = report(&text.concat());
        assert!(!found.is_empty(), "{} has nothing wrong", path.display());
        if found != said.concat() {
            differing.push(std::format!("{}:\n{found}", path.display()));
        }
        assert!(format(&text.concat()).is_err(), "{}", path.display());
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn messages_are_good_prose_in_both_languages() {
    for path in files("bad") {
        for diagnostic in parse(&read(&path), FileId(0)).diagnostics {
            let texts = [Some(&diagnostic.message), diagnostic.hint.as_ref()];
            for text in texts.into_iter().flatten() {
                let english = text.en.as_deref().expect("English words");
                assert_ne!(text.it, english);
                for words in [&*text.it, english] {
                    let first = words.chars().next().expect("a word");
                    assert!(first.is_lowercase() || first == '`', "{words}");
                    assert!(!words.ends_with('.') && !words.contains('\n'), "{words}");
                }
            }
        }
    }
}

#[test]
fn a_broken_block_leaves_the_others() {
    let text = text("tests/grammar/bad/several_broken_blocks.bando");
    let parsed = parse(&text, FileId(0));
    let tree = parsed.tree.expect("a tree");
    assert_eq!((tree.items.len(), tree.unread.len()), (2, 6));

    let text = self::text("tests/grammar/bad/misspelled_block.bando");
    let tree = parse(&text, FileId(0)).tree.expect("a tree");
    assert_eq!(tree.items.len(), 2, "the ranking and the definition");

    let text = self::text("tests/grammar/bad/unclosed_brace.bando");
    let tree = parse(&text, FileId(0)).tree.expect("a tree");
    assert_eq!(tree.items.len(), 1, "the next requirement");
}

/// Each file of `uneven` has its even form beside it.
#[test]
fn uneven_files_are_set_evenly() {
    for path in files("uneven") {
        if path.extension().is_some_and(|it| it == "bando") {
            let text = read(&path);
            let even = read(&path.with_extension("even"));
            assert_eq!(format(&text).as_deref(), Ok(&*even), "{}", path.display());
            assert_eq!(format(&even).as_deref(), Ok(&*even), "{}", path.display());
            assert_eq!(tree(&text), tree(&even));
        }
    }
}

/// Each line of `same.txt` has two expressions; `==` between them says that their trees are the
/// same, `!=` that they are not.
#[test]
fn expressions_bind_as_the_table_says() {
    let expression = |text: &str| tree(&std::format!("bando 1\ndefine x : money = {text}\n"));
    for line in text("tests/grammar/same.txt").lines() {
        let same = line.split_once(" == ");
        let other = line.split_once(" != ");
        let Some((left, right)) = same.or(other) else {
            assert!(line.is_empty() || line.starts_with('#'), "{line}");
            continue;
        };
        let equal = expression(left) == expression(right);
        assert_eq!(equal, same.is_some(), "{line}");
    }
}

/// Each paragraph of `trees.txt` has a block and, indented, what must stand in its tree.
#[test]
fn trees_hold_what_was_written() {
    let table = text("tests/grammar/trees.txt");
    let mut tree = String::new();
    for line in table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        match line.strip_prefix("  ") {
            None => tree = self::tree(&std::format!("bando 1\n{line}\n")),
            Some(part) => assert!(tree.contains(part), "{part}\nis not in\n{tree}"),
        }
    }
}
