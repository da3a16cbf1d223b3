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

/// The steps that reading one block may take: some forty times what 64 KiB of ordinary rules need.
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
