//! Cuts a file into its blocks, so that one broken block costs one error.

use super::scan::{Kind, Piece};

/// Words that start a block, with what must follow them where they stand indented.
const STARTS: &[(&str, Follow)] = &[
    ("call", Follow::Name),
    ("source", Follow::Name),
    ("assumption", Follow::Name),
    ("reading", Follow::Name),
    ("enum", Follow::Name),
    ("group", Follow::Name),
    ("table", Follow::Name),
    ("proposals", Follow::Brace),
    ("facts", Follow::Brace),
    ("parameter", Follow::Name),
    ("define", Follow::Name),
    ("requirement", Follow::Name),
    ("scale", Follow::Name),
    ("grid", Follow::Brace),
    ("ranking", Follow::Brace),
    ("envelope", Follow::Brace),
    ("test", Follow::Text),
];

/// Words that go on with an expression or a block: no name that a block could have.
const JOINING: &[&str] = &[
    "and",
    "or",
    "is",
    "in",
    "not",
    "has",
    "does",
    "between",
    "rounded",
    "otherwise",
    "where",
    "have",
    "cite",
    "of",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Follow {
    Name,
    Brace,
    Text,
}

/// Returns the words that start a block.
pub(super) fn block_words() -> impl Iterator<Item = &'static str> {
    STARTS.iter().map(|(word, _)| *word)
}

/// Returns the places in `pieces` at which blocks start.
///
/// Where the brackets close, a block starts outside all of them. Where they do not, nothing can
/// be said of inside and outside: then blocks start in the first column.
pub(super) fn block_starts(text: &str, pieces: &[Piece]) -> Vec<usize> {
    let balanced = unbalanced(text, pieces).is_none();
    let mut depth = 0_usize;
    let mut starts = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match piece.kind {
            Kind::Open => depth = depth.saturating_add(1),
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word if piece.leads && (depth == 0 || !balanced) => {
                let next = pieces.get(index.saturating_add(1));
                if starts_block(text, *piece, next.copied(), balanced) {
                    starts.push(index);
                }
            }
            _ => {}
        }
    }
    starts
}

fn starts_block(text: &str, piece: Piece, next: Option<Piece>, balanced: bool) -> bool {
    let word = piece.of(text);
    let Some((_, follow)) = STARTS.iter().find(|(start, _)| *start == word) else {
        return false;
    };
    let opens_brace = next.is_some_and(|next| next.of(text) == "{");
    if piece.flush {
        return !(word == "table" && opens_brace);
    }
    let fits = next.is_some_and(|next| match follow {
        Follow::Name => next.kind == Kind::Word && !JOINING.contains(&next.of(text)),
        Follow::Brace => opens_brace,
        Follow::Text => next.kind == Kind::Text,
    });
    balanced && fits && next.is_some_and(|next| !next.leads)
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
pub(super) fn too_deep(text: &str, pieces: &[Piece], limit: usize) -> Option<Piece> {
    let mut outer: Vec<usize> = Vec::new();
    let mut chain = 0_usize;
    let mut depth = 0_usize;
    let mut before = "";
    for (index, piece) in pieces.iter().enumerate() {
        let word = piece.of(text);
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
            Kind::Word | Kind::Mark if ends_chain(word) => {
                depth = depth.saturating_sub(chain);
                chain = 0;
            }
            Kind::Word => {
                let mut ahead = pieces.iter().skip(index).map(|piece| piece.of(text));
                let (_, next, after) = (ahead.next(), ahead.next(), ahead.next());
                if nests(word, before, next, after) {
                    chain = chain.saturating_add(1);
                    depth = depth.saturating_add(1);
                }
            }
            _ => {}
        }
        if depth > limit {
            return Some(*piece);
        }
        before = word;
    }
    None
}

fn nests(word: &str, before: &str, next: Option<&str>, after: Option<&str>) -> bool {
    match word {
        "where" => true,
        "have" => before != "not",
        "otherwise" => !matches!(next, Some(":" | "|")),
        "of" => before == "%" && after == Some("%"),
        _ => false,
    }
}

fn ends_chain(word: &str) -> bool {
    matches!(word, "when" | "require" | ":" | "|")
}
