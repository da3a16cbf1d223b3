//! Any text at all, and sound files changed at random.

use bando::diagnostic::Diagnostic;
use bando::source::FileId;
use bando::syntax::{format, keyword_language, parse, translate};
use bando::text::Language;
use proptest::prelude::*;

use crate::keywords::{other, saying_its_language, tree_in_any_words as in_any_words};
use crate::support::rules;

/// What a text may be changed into at one place.
const PATCHES: &[&str] = &[
    "",
    " ",
    "\n",
    "\n\n\n",
    "\t",
    "# x\n",
    " # x\n",
    "\"",
    "\\",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "|",
    "=",
    "<",
    "-",
    "+",
    "*",
    "/",
    "%",
    ".",
    "0",
    "1_000",
    "2026-01-15",
    "a",
    "x.y",
    "è",
    "\u{200B}",
    "\r\n",
    "not ",
    "and ",
    " or ",
    "in ",
    "is ",
    "has ",
    "any of ",
    "where ",
    "have ",
    "otherwise ",
    "least of { ",
    "first of { ",
    "table { ",
    "count of ",
    "20 % of ",
    " rounded down to the cent ",
    "cite ",
    "when ",
    "with ",
    "from ",
    "define ",
    "facts { ",
    "test \"x\" ",
    "expect ",
    "given { ",
    "EUR ",
    "it \"x\" ",
    "unknown",
    "none",
    "bando 1 it\n",
    "non ",
    " e ",
    " o ",
    " è ",
    " non è ",
    "rientra in ",
    "comprende ",
    "almeno uno di ",
    "in cui ",
    "rispetta ",
    "altrimenti ",
    "minimo fra { ",
    "primo caso fra { ",
    "tabella { ",
    "20 % di ",
    " arrotondato per difetto al centesimo ",
    "cita ",
    "quando ",
    "definizione ",
    "risulta ",
    "perché ",
    "sì",
    "sì/no",
];

/// A change: where, how many characters go, what comes instead.
type Change = (prop::sample::Index, usize, prop::sample::Index);

fn changed(text: &str, changes: &[Change]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (place, gone, patch) in changes {
        let start = place.index(characters.len() + 1);
        let end = (start + gone).min(characters.len());
        characters.splice(start..end, PATCHES[patch.index(PATCHES.len())].chars());
    }
    characters.into_iter().collect()
}

/// What holds of every text: reading it ends, and where nothing is wrong with it, its even form
/// has the same tree and stays as it is.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text, FileId(0));
    if !parsed.diagnostics.is_empty() {
        prop_assert!(format(text).is_err());
        return Ok(());
    }
    let even = format(text).expect("an even form");
    prop_assert_eq!(super::tree(&even), super::tree(text));
    let again = format(&even).expect("an even form");
    prop_assert_eq!(&again, &even);
    says_the_same_in_other_words(&even)
}

/// What holds of every text that can be read: in the other keywords it has the same tree, and from
/// there it comes back as it was; or a name in it is a keyword there.
fn says_the_same_in_other_words(text: &str) -> Result<(), TestCaseError> {
    let from = keyword_language(text);
    let translated = match translate(text, other(from)) {
        Ok(translated) => translated,
        Err(found) => {
            let says = |it: &Diagnostic| {
                let said = ["non sarebbe più un nome", "è già qualcos'altro"];
                said.iter().any(|said| it.message.it.contains(said))
            };
            prop_assert!(!found.is_empty() && found.iter().all(says), "{:?}", found);
            return Ok(());
        }
    };
    prop_assert_eq!(in_any_words(&translated), in_any_words(text));
    let back = translate(&translated, from).expect("the words it came from");
    prop_assert_eq!(super::tree(&back), super::tree(text));
    if !text.contains('#') {
        prop_assert_eq!(saying_its_language(&back), saying_its_language(text));
    }
    Ok(())
}

fn change() -> impl Strategy<Value = Change> {
    (
        any::<prop::sample::Index>(),
        0_usize..4,
        any::<prop::sample::Index>(),
    )
}

proptest! {
    #![proptest_config(crate::support::cases(48))]

    #[test]
    fn any_text_comes_to_an_end(text in "\\PC*", start in prop::sample::select(vec!["", "bando 1\n"])) {
        holds(&std::format!("{start}{text}"))?;
    }

    #[test]
    fn any_words_of_the_language_come_to_an_end(
        words in prop::collection::vec(prop::sample::select(PATCHES), 0..60),
    ) {
        holds(&std::format!("bando 1\n{}", words.concat()))?;
    }

    #[test]
    fn a_file_changed_at_random_comes_to_an_end(changes in prop::collection::vec(change(), 1..6)) {
        holds(&changed(&rules("rigenerazione-urbana-2021.bando"), &changes))?;
    }
}

proptest! {
    #![proptest_config(crate::support::cases(256))]

    #[test]
    fn a_small_file_changed_at_random_keeps_its_tree_when_set_evenly(
        which in any::<prop::sample::Index>(),
        italian in any::<bool>(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let texts = super::good_texts();
        let (_, text) = which.get(&texts);
        if text.len() < 4_000 {
            let text = in_either_words(text, italian);
            holds(&changed(&text, &changes))?;
        }
    }

    /// Blank space between any two parts may be any other blank space, as long as blocks and the
    /// version keep their lines.
    #[test]
    fn blank_space_inside_blocks_means_nothing(
        which in any::<prop::sample::Index>(),
        italian in any::<bool>(),
        places in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4), 1..12),
    ) {
        let texts = super::good_texts();
        let (_, text) = which.get(&texts);
        prop_assume!(text.len() < 4_000);
        let text = in_either_words(text, italian);
        let respaced = respaced(&text, &places);
        prop_assert_eq!(super::tree(&respaced), super::tree(&text));
        holds(&respaced)?;
    }
}

fn in_either_words(text: &str, italian: bool) -> String {
    if italian {
        translate(text, Language::Italian).expect("no name that is a keyword")
    } else {
        text.to_owned()
    }
}

/// Replaces single spaces outside texts and comments, and inside brackets.
fn respaced(text: &str, places: &[(prop::sample::Index, usize)]) -> String {
    let mut spaces = Vec::new();
    let (mut depth, mut quoted, mut comment, mut escaped) = (0, false, false, false);
    for (at, character) in text.char_indices() {
        match character {
            '\n' => comment = false,
            _ if comment => {}
            '"' if !escaped => quoted = !quoted,
            '#' if !quoted => comment = true,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ' ' if !quoted && depth > 0 => spaces.push(at),
            _ => {}
        }
        escaped = character == '\\' && !escaped;
    }
    let mut chosen: Vec<(usize, usize)> = places
        .iter()
        .filter(|_| !spaces.is_empty())
        .map(|(place, how)| (*place.get(&spaces), *how))
        .collect();
    chosen.sort_unstable();
    chosen.dedup_by_key(|(at, _)| *at);
    let mut respaced = text.to_owned();
    for (at, how) in chosen.into_iter().rev() {
        let blank = ["   ", "\n", "\n\n\n# (\"\n  ", " # {\r\n\t"][how];
        respaced.replace_range(at..=at, blank);
    }
    respaced
}
