//! Cuts a file into its blocks, so that one broken block costs one error.

use super::grammar::Rule;
use super::names;
use super::scan::{Kind, Piece};
use crate::text::Language;

/// Words that start a block, with what must follow them where they stand indented.
const STARTS: &[(Rule, Follow)] = &[
    (Rule::kw_call, Follow::Name),
    (Rule::kw_source, Follow::Name),
    (Rule::kw_assumption, Follow::Name),
    (Rule::kw_reading, Follow::Name),
    (Rule::kw_contact, Follow::Name),
    (Rule::kw_document, Follow::Name),
    (Rule::kw_enum, Follow::Name),
    (Rule::kw_group, Follow::Name),
    (Rule::kw_table, Follow::Name),
    (Rule::kw_proposals, Follow::Brace),
    (Rule::kw_facts, Follow::Brace),
    (Rule::kw_parameter, Follow::Name),
    (Rule::kw_define, Follow::Name),
    (Rule::kw_requirement, Follow::Name),
    (Rule::kw_scale, Follow::Name),
    (Rule::kw_grid, Follow::Brace),
    (Rule::kw_weight, Follow::Name),
    (Rule::kw_ranking, Follow::Brace),
    (Rule::kw_envelope, Follow::Brace),
    (Rule::kw_test, Follow::Text),
    (Rule::kw_programme, Follow::Name),
    (Rule::kw_fund, Follow::Name),
    (Rule::kw_body, Follow::Name),
    (Rule::kw_objective, Follow::Code),
    (Rule::kw_action, Follow::Code),
    (Rule::kw_line, Follow::Name),
    (Rule::kw_act, Follow::Name),
];

/// Words that go on with an expression or a block: no name that a block could have.
const JOINING: &[Rule] = &[
    Rule::kw_and,
    Rule::kw_or,
    Rule::kw_is,
    Rule::kw_in,
    Rule::kw_not,
    Rule::kw_has,
    Rule::kw_does_not_have,
    Rule::kw_between,
    Rule::kw_rounded,
    Rule::kw_otherwise,
    Rule::kw_where,
    Rule::kw_have,
    Rule::kw_cite,
    Rule::kw_of,
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Follow {
    Name,
    Code,
    Brace,
    Text,
}

/// Returns the words that start a block.
pub(super) fn block_words(keywords: Language) -> impl Iterator<Item = &'static str> {
    let rules = STARTS.iter().map(|(rule, _)| *rule);
    rules.filter_map(move |rule| names::keyword(rule, keywords))
}

/// Returns the word that starts a block as it is in English files; any other word as it is.
pub(super) fn in_english(word: &str, keywords: Language) -> &str {
    let mut words = block_words(keywords).zip(block_words(Language::English));
    words
        .find(|(start, _)| *start == word)
        .map_or(word, |(_, english)| english)
}

/// Returns the places in `pieces` at which blocks start.
///
/// Where the brackets close, a block starts outside all of them. Where they do not, nothing can
/// be said of inside and outside: then blocks start in the first column.
pub(super) fn block_starts(text: &str, pieces: &[Piece], keywords: Language) -> Vec<usize> {
    let balanced = unbalanced(text, pieces).is_none();
    let mut depth = 0_usize;
    let mut starts = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match piece.kind {
            Kind::Open => depth = depth.saturating_add(1),
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word if piece.leads && (depth == 0 || !balanced) => {
                let next = pieces.get(index.saturating_add(1)).copied();
                if starts_block(text, *piece, next, balanced, keywords) {
                    starts.push(index);
                }
            }
            _ => {}
        }
    }
    starts
}

fn starts_block(
    text: &str,
    piece: Piece,
    next: Option<Piece>,
    balanced: bool,
    keywords: Language,
) -> bool {
    let word = piece.of(text);
    let found = STARTS
        .iter()
        .find(|(rule, _)| names::keyword(*rule, keywords) == Some(word));
    let Some((rule, follow)) = found else {
        return false;
    };
    let opens_brace = next.is_some_and(|next| next.of(text) == "{");
    if piece.flush {
        return !(*rule == Rule::kw_table && opens_brace);
    }
    let fits = next.is_some_and(|next| match follow {
        Follow::Name => next.kind == Kind::Word && !joins(next.of(text), keywords),
        Follow::Code => matches!(next.kind, Kind::Word | Kind::Number),
        Follow::Brace => opens_brace,
        Follow::Text => next.kind == Kind::Text,
    });
    balanced && fits && next.is_some_and(|next| !next.leads)
}

fn joins(word: &str, keywords: Language) -> bool {
    JOINING.iter().any(|rule| {
        let words = names::keyword(*rule, keywords).unwrap_or_default();
        words.split(' ').next() == Some(word)
    })
}

/// What is wrong with a bracket.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bracket {
    /// It is never closed.
    Unclosed(Piece),
    /// It closes nothing.
    ClosesNothing(Piece),
}

/// Finds the first bracket without its other half.
pub(super) fn unbalanced(text: &str, pieces: &[Piece]) -> Option<Bracket> {
    let mut open: Vec<Piece> = Vec::new();
    for piece in pieces {
        match piece.kind {
            Kind::Open => open.push(*piece),
            Kind::Close => match open.pop() {
                Some(opened) if closer(opened.of(text)) == piece.of(text) => {}
                Some(opened) => return Some(Bracket::Unclosed(opened)),
                None => return Some(Bracket::ClosesNothing(*piece)),
            },
            _ => {}
        }
    }
    open.pop().map(Bracket::Unclosed)
}

/// Returns the bracket that closes this one.
pub(super) fn closer(open: &str) -> &'static str {
    match open {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

/// Finds the first place of a block at which more than `limit` brackets and conditions stand
/// inside one another.
///
/// An expression nests without brackets where it holds `where`, `have` or `otherwise`, or a share
/// of a share. Words that start another expression, and the marks between a condition and its
/// value, end such a chain.
pub(super) fn too_deep(
    text: &str,
    pieces: &[Piece],
    limit: usize,
    keywords: Language,
) -> Option<Piece> {
    let mut outer: Vec<usize> = Vec::new();
    let mut chain = 0_usize;
    let mut depth = 0_usize;
    for (index, piece) in pieces.iter().enumerate() {
        let place = Place {
            text,
            pieces,
            index,
            keywords,
        };
        match piece.kind {
            Kind::Open => {
                outer.push(chain);
                chain = 0;
                depth = depth.saturating_add(1);
            }
            Kind::Close => {
                if let Some(resumed) = outer.pop() {
                    depth = depth.saturating_sub(chain.saturating_add(1));
                    chain = resumed;
                }
            }
            Kind::Word | Kind::Mark if place.ends_chain() => {
                depth = depth.saturating_sub(chain);
                chain = 0;
            }
            Kind::Word if place.nests() => {
                chain = chain.saturating_add(1);
                depth = depth.saturating_add(1);
            }
            _ => {}
        }
        if depth > limit {
            return Some(*piece);
        }
    }
    None
}

/// A piece among others.
struct Place<'a> {
    text: &'a str,
    pieces: &'a [Piece],
    index: usize,
    keywords: Language,
}

impl Place<'_> {
    /// Returns the words and marks from here on.
    fn ahead(&self) -> impl Iterator<Item = &str> {
        let ahead = self.pieces.iter().skip(self.index);
        ahead.map(|piece| piece.of(self.text))
    }

    fn before(&self) -> &str {
        let before = self.index.checked_sub(1);
        let piece = before.and_then(|before| self.pieces.get(before));
        piece.map_or("", |piece| piece.of(self.text))
    }

    /// Tells whether this keyword starts here.
    fn is(&self, keyword: Rule) -> bool {
        let words = names::keyword(keyword, self.keywords).unwrap_or_default();
        let mut ahead = self.ahead();
        words.split(' ').all(|word| ahead.next() == Some(word))
    }

    fn nests(&self) -> bool {
        let not = names::keyword(Rule::kw_not, self.keywords);
        if self.is(Rule::kw_otherwise) {
            return !matches!(self.ahead().nth(1), Some(":" | "|"));
        }
        if self.is(Rule::kw_of) {
            return self.before() == "%" && self.ahead().nth(2) == Some("%");
        }
        self.is(Rule::kw_where) || self.is(Rule::kw_have) && Some(self.before()) != not
    }

    fn ends_chain(&self) -> bool {
        let mark = self.ahead().next();
        matches!(mark, Some(":" | "|")) || self.is(Rule::kw_when) || self.is(Rule::kw_require)
    }
}
