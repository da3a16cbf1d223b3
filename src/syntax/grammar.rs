//! The generated parsers, one for each language of keywords, and the fixed effort they may take.

use std::num::NonZeroUsize;
use std::sync::Once;

use pest::error::{Error, ErrorVariant};
use pest::iterators::Pairs;
use pest::{Parser as _, RuleType};

use crate::text::Language;

/// The parser made from `grammar/bando.pest` and the words of `grammar/keywords.en.pest`; its rules
/// are those of every file.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/bando.pest"]
#[grammar = "../grammar/keywords.en.pest"]
struct English;

mod italian {
    //! The same grammar over Italian words.

    /// The parser made from `grammar/bando.pest` and the words of `grammar/keywords.it.pest`.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/bando.pest"]
    #[grammar = "../grammar/keywords.it.pest"]
    pub(super) struct Italian;
}

/// The steps that reading one block may take: ten times what 64 KiB of ordinary rules need, and
/// at least twice what 64 KiB of the densest do.
const STEPS: usize = 10_000_000;

/// Why a text could not be read.
pub(super) enum Refusal {
    /// It does not follow the grammar: at this byte one of these rules should have begun.
    Unexpected {
        /// The byte.
        at: usize,
        /// The rules.
        expected: Vec<Rule>,
    },
    /// It takes more effort than the engine spends.
    TooMuch,
}

/// A text and the parts that the grammar recognised in it, each followed by those inside it.
pub(super) struct Recognised<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// The parts, in the order in which they start.
    pub(super) parts: Vec<Part>,
}

impl Recognised<'_> {
    /// Returns the parts without parts of their own: keywords, names, numbers, texts and marks.
    pub(super) fn leaves(&self) -> impl Iterator<Item = Part> {
        let parts = self.parts.iter().enumerate();
        let leaves = parts.filter(|(index, part)| part.next == index.saturating_add(1));
        leaves.map(|(_, part)| *part)
    }
}

/// One part of a text, recognised as one rule of the grammar.
#[derive(Clone, Copy)]
pub(super) struct Part {
    /// The rule.
    pub(super) rule: Rule,
    /// Its first byte.
    pub(super) start: usize,
    /// The byte after its last one.
    pub(super) end: usize,
    /// The index of the first part after those inside it.
    pub(super) next: usize,
}

/// Reads the whole of `text` as `rule`, with the keywords of `language`.
pub(super) fn read(rule: Rule, language: Language, text: &str) -> Result<Recognised<'_>, Refusal> {
    static LIMIT: Once = Once::new();
    LIMIT.call_once(|| pest::set_call_limit(NonZeroUsize::new(STEPS)));
    match language {
        Language::English => recognised(text, English::parse(rule, text), |rule| rule),
        Language::Italian => {
            let pairs = italian::Italian::parse(in_italian(rule), text);
            recognised(text, pairs, in_english)
        }
    }
}

/// Returns the rule of the Italian parser that stands where `rule` stands among the English ones.
fn in_italian(rule: Rule) -> italian::Rule {
    let place = Rule::all_rules().iter().position(|it| *it == rule);
    let there = place.and_then(|place| italian::Rule::all_rules().get(place));
    there.copied().unwrap_or(italian::Rule::EOI)
}

/// Returns the rule of the English parser that stands where `rule` stands among the Italian ones.
fn in_english(rule: italian::Rule) -> Rule {
    // The end of the text comes first among the rules, and is not listed.
    let place = (rule as usize).checked_sub(1);
    let there = place.and_then(|place| Rule::all_rules().get(place));
    there.copied().unwrap_or(Rule::EOI)
}

fn recognised<'a, R: RuleType>(
    text: &'a str,
    read: Result<Pairs<'a, R>, Error<R>>,
    rule_of: fn(R) -> Rule,
) -> Result<Recognised<'a>, Refusal> {
    let pairs = read.map_err(|error| refusal(error, rule_of))?;
    let mut parts: Vec<Part> = Vec::new();
    let mut open = Vec::new();
    for token in pairs.tokens() {
        match token {
            pest::Token::Start { rule, pos } => {
                open.push(parts.len());
                parts.push(Part {
                    rule: rule_of(rule),
                    start: pos.pos(),
                    end: pos.pos(),
                    next: 0,
                });
            }
            pest::Token::End { pos, .. } => {
                let next = parts.len();
                if let Some(part) = open.pop().and_then(|index| parts.get_mut(index)) {
                    part.end = pos.pos();
                    part.next = next;
                }
            }
        }
    }
    Ok(Recognised { text, parts })
}

fn refusal<R: RuleType>(error: Error<R>, rule_of: fn(R) -> Rule) -> Refusal {
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    match error.variant {
        ErrorVariant::ParsingError { positives, .. } => Refusal::Unexpected {
            at,
            expected: positives.into_iter().map(rule_of).collect(),
        },
        ErrorVariant::CustomError { .. } => Refusal::TooMuch,
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, italian, read};
    use crate::syntax::names;
    use crate::text::{KEYWORDS, Language};

    const GRAMMAR: &str = include_str!("../../grammar/bando.pest");

    const LANGUAGES: [Language; 2] = [Language::English, Language::Italian];

    /// Returns each rule that the grammar file spells out, with the comment line above it.
    fn rules() -> Vec<(Rule, Option<&'static str>)> {
        let above = std::iter::once("").chain(GRAMMAR.lines());
        above
            .zip(GRAMMAR.lines())
            .filter_map(|(above, line)| {
                let (name, body) = line.split_once('=')?;
                let rule = Rule::all_rules()
                    .iter()
                    .find(|rule| format!("{rule:?}") == name.trim())?;
                let silent = body.trim_start().starts_with('_');
                // Above a word of the language stand the words for it in other languages.
                let example = above
                    .strip_prefix("// ")
                    .filter(|_| !names::is_token(*rule));
                (!silent).then_some((*rule, example))
            })
            .collect()
    }

    #[test]
    fn every_rule_has_an_example_that_it_reads() {
        let rules = rules();
        assert!(rules.len() > 190, "only {} rules found", rules.len());
        for (rule, example) in rules {
            // Above a keyword stands its Italian word.
            let example = match example {
                Some(example) => example.split("   (").next().unwrap_or_default().trim_end(),
                None if names::is_mark(rule) || rule == Rule::comparator => continue,
                None => panic!("{rule:?} has no example"),
            };
            let Ok(read) = read(rule, Language::English, example) else {
                panic!("{rule:?} does not read `{example}`");
            };
            let end = read.parts.first().map_or(0, |part| part.end);
            assert_eq!(end, example.len(), "{rule:?}");
        }
    }

    #[test]
    fn both_parsers_have_the_same_rules_in_the_same_order() {
        let english: Vec<String> = Rule::all_rules()
            .iter()
            .map(|it| format!("{it:?}"))
            .collect();
        let italian = italian::Rule::all_rules().iter();
        let italian: Vec<String> = italian.map(|it| format!("{it:?}")).collect();
        assert_eq!(english, italian);
        for rule in Rule::all_rules().iter().chain([&Rule::EOI]) {
            assert_eq!(super::in_english(super::in_italian(*rule)), *rule);
        }
    }

    #[test]
    fn keywords_are_called_what_they_are() {
        let is_keyword = |rule: &&Rule| format!("{rule:?}").starts_with("kw_");
        let rules: Vec<&Rule> = Rule::all_rules().iter().filter(is_keyword).collect();
        let named: Vec<String> = rules.iter().map(|rule| format!("{rule:?}")).collect();
        let listed: Vec<&str> = KEYWORDS.iter().map(|(rule, ..)| *rule).collect();
        assert_eq!(named, listed);
        for rule in rules {
            for language in LANGUAGES {
                let words = names::keyword(*rule, language).expect("a keyword");
                for spaced in [words.to_owned(), words.replace(' ', " # and\n\t")] {
                    let end = read(*rule, language, &spaced).map(|it| it.parts[0].end);
                    assert_eq!(end.ok(), Some(spaced.len()), "{rule:?} is not `{spaced}`");
                }
                for other in [format!("{words}s"), words.replace(' ', "")] {
                    if other != words {
                        assert!(read(*rule, language, &other).is_err(), "{rule:?}: {other}");
                    }
                }
            }
        }
    }

    #[test]
    fn words_that_start_or_join_expressions_are_no_names() {
        for (language, words) in [
            (
                Language::English,
                "all any at least none not no of or otherwise is in sum yes",
            ),
            (
                Language::Italian,
                "almeno altrimenti ciascuno di e esattamente nessuno non no o tabella vuoto",
            ),
        ] {
            for word in words.split(' ') {
                assert!(read(Rule::name, language, word).is_err(), "{word}");
            }
        }
        assert!(read(Rule::name, Language::Italian, "s\u{ec}").is_err());
        for free in [
            "media", "minimo", "numero", "primo", "al", "in", "compreso", "noto", "elenco",
        ] {
            assert!(read(Rule::name, Language::Italian, free).is_ok(), "{free}");
        }
    }
}
