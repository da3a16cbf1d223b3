//! The generated parser, and the fixed effort it may take.

use std::num::NonZeroUsize;
use std::sync::Once;

use pest::Parser as _;
use pest::error::{Error, ErrorVariant};
use pest::iterators::Pairs;

/// The parser made from `grammar/bando.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/bando.pest"]
struct Grammar;

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

/// Reads the whole of `text` as `rule`.
pub(super) fn read(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Refusal> {
    static LIMIT: Once = Once::new();
    LIMIT.call_once(|| pest::set_call_limit(NonZeroUsize::new(STEPS)));
    Grammar::parse(rule, text).map_err(refusal)
}

fn refusal(error: Error<Rule>) -> Refusal {
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    match error.variant {
        ErrorVariant::ParsingError { positives, .. } => Refusal::Unexpected {
            at,
            expected: positives,
        },
        ErrorVariant::CustomError { .. } => Refusal::TooMuch,
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, read};
    use crate::syntax::names;

    const GRAMMAR: &str = include_str!("../../grammar/bando.pest");

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
        assert!(rules.len() > 300, "only {} rules found", rules.len());
        for (rule, example) in rules {
            let example = match example {
                Some(example) => example.split("   (").next().unwrap_or_default().trim_end(),
                None if names::is_token(rule) || rule == Rule::comparator => continue,
                None => panic!("{rule:?} has no example"),
            };
            let Ok(mut pairs) = read(rule, example) else {
                panic!("{rule:?} does not read `{example}`");
            };
            let read = pairs.next().map_or("", |pair| pair.as_str());
            assert_eq!(read, example, "{rule:?}");
        }
    }

    #[test]
    fn keywords_are_called_what_they_are() {
        let keywords = Rule::all_rules()
            .iter()
            .filter(|rule| format!("{rule:?}").starts_with("kw_"));
        for rule in keywords {
            let word = names::keyword(*rule).unwrap_or_else(|| panic!("{rule:?} has no name"));
            assert!(read(*rule, word).is_ok(), "{rule:?} is not `{word}`");
            assert!(
                read(*rule, &format!("{word}s")).is_err(),
                "{rule:?} reads too little"
            );
        }
    }
}
