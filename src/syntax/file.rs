//! A whole file: its limits, its version line, its blocks one by one.

use std::cell::Cell;

use super::grammar::{self, Refusal, Rule};
use super::parse::{self, Origin};
use super::scan::{Kind, Piece, scan};
use super::tree::{Item, RuleFile, UnreadBlock};
use super::{characters, expected, names, split, stack, trouble, version};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::text::{Language, Text};

/// What a file may have at most.
struct Limits {
    /// Its size, in MiB.
    mebibytes: usize,
    blocks: usize,
    /// Words, numbers and signs: some three times those of an ordinary file of the largest size.
    pieces: usize,
}

/// What the rule file of a call may have.
const OF_A_CALL: Limits = Limits {
    mebibytes: 1,
    blocks: 10_000,
    pieces: 300_000,
};

/// What a programme may have, whose lines and acts go on for years.
const OF_A_PROGRAMME: Limits = Limits {
    mebibytes: 16,
    blocks: 40_000,
    pieces: 1_200_000,
};

/// The brackets and conditions that may stand inside one another.
const DEEPEST: usize = 64;

/// The parts of expressions that a rule file may have.
const MOST_EXPRESSIONS: usize = 100_000;

/// What became of the text of a rule file.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The blocks that could be read, even if others could not; `None` only if the version or a
    /// limit of the engine forbids to use any of them.
    pub tree: Option<RuleFile>,
    /// What is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the text of a rule file.
///
/// A broken block costs one error; the others are read all the same. The outcome depends on the
/// text alone: on no setting, and not on the thread.
///
/// ```
/// use bando::source::FileId;
/// let parsed = bando::syntax::parse("bando 1\nranking { order by score descending }\n", FileId(0));
/// assert!(parsed.diagnostics.is_empty());
/// assert_eq!(parsed.tree.unwrap().items.len(), 1);
/// ```
pub fn parse(text: &str, file: FileId) -> Parsed {
    let keywords = version::keyword_language(text);
    let whole = Origin::whole(file, keywords);
    let outcome = prepare(text, &whole).and_then(|prepared| {
        stack::with_room(|| read_blocks(text, file, keywords, &prepared))
            .unwrap_or_else(|| Err(vec![no_room(&whole)]))
    });
    let mut parsed = outcome.unwrap_or_else(|diagnostics| Parsed {
        tree: None,
        diagnostics,
    });
    let diagnostics = std::mem::take(&mut parsed.diagnostics).into_iter();
    parsed.diagnostics = diagnostics.map(|it| it.in_keywords_of(keywords)).collect();
    parsed
}

/// A text that keeps the limits, cut into blocks.
pub(super) struct Prepared {
    /// The version line.
    pub(super) version: version::Version,
    /// The pieces of each block, never none.
    pub(super) blocks: Vec<Vec<Piece>>,
}

impl Prepared {
    /// Returns the version line and the blocks, each with the rule that reads it.
    pub(super) fn parts(&self) -> impl Iterator<Item = (Rule, &[Piece])> {
        let blocks = self
            .blocks
            .iter()
            .map(|block| (Rule::block, block.as_slice()));
        std::iter::once((Rule::version_line, self.version.line.as_slice())).chain(blocks)
    }
}

/// Checks whatever must hold of the text as a whole, and cuts it into blocks.
pub(super) fn prepare(text: &str, whole: &Origin) -> Result<Prepared, Vec<Diagnostic>> {
    let limits = limits(text, whole.keywords);
    let mebibytes = limits.mebibytes;
    if text.len().div_ceil(1 << 20) > mebibytes {
        return Err(vec![limit(
            whole.span(0, 0),
            &format!("il file è più grande di {mebibytes} MiB"),
            &format!("the file is larger than {mebibytes} MiB"),
        )]);
    }
    let forbidden = characters::check(text, whole.file);
    if !forbidden.is_empty() {
        return Err(forbidden);
    }
    let pieces = scan(text);
    let most = limits.pieces;
    if let Some(last) = pieces.get(most) {
        return Err(vec![limit(
            whole.span(last.start, last.end),
            &format!("il file ha più di {most} parole, numeri e segni"),
            &format!("the file has more than {most} words, numbers and signs"),
        )]);
    }
    let version = version::read(text, &pieces, whole).map_err(|error| vec![error])?;
    let pieces = pieces.get(version.line.len()..).unwrap_or_default();
    let blocks = cut(text, pieces, whole.keywords);
    let most = limits.blocks;
    if let Some(first) = blocks.get(most).and_then(|block| block.first()) {
        return Err(vec![limit(
            whole.span(first.start, first.end),
            &format!("il file ha più di {most} blocchi"),
            &format!("the file has more than {most} blocks"),
        )]);
    }
    let deep = blocks
        .iter()
        .find_map(|block| split::too_deep(text, block, DEEPEST, whole.keywords));
    if let Some(piece) = deep {
        return Err(vec![
            Diagnostic::error(
                Code::TooDeep,
                whole.span(piece.start, piece.end),
                Text::new(
                    format!("più di {DEEPEST} parentesi e condizioni una dentro l'altra"),
                    format!("more than {DEEPEST} brackets and conditions inside one another"),
                ),
            )
            .with_hint(Text::new(
                "dare un nome alle parti interne con `‹define›`",
                "give names to the inner parts with `‹define›`",
            )),
        ]);
    }
    Ok(Prepared { version, blocks })
}

/// Returns what a file may have: a programme says what it is at the start of a line.
fn limits(text: &str, keywords: Language) -> Limits {
    let word = names::keyword(Rule::kw_programme, keywords).unwrap_or_default();
    let leads = |line: &str| {
        let rest = line.strip_prefix(word);
        rest.is_some_and(|rest| rest.starts_with([' ', '\t']))
    };
    if text.lines().any(leads) {
        OF_A_PROGRAMME
    } else {
        OF_A_CALL
    }
}

fn cut(text: &str, pieces: &[Piece], keywords: Language) -> Vec<Vec<Piece>> {
    let mut starts = split::block_starts(text, pieces, keywords);
    if starts.first() != Some(&0) && !pieces.is_empty() {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([pieces.len()]);
    let ranges = starts.iter().zip(ends);
    ranges
        .map(|(start, end)| pieces.get(*start..end).unwrap_or_default().to_vec())
        .collect()
}

fn read_blocks(
    text: &str,
    file: FileId,
    keywords: Language,
    prepared: &Prepared,
) -> Result<Parsed, Vec<Diagnostic>> {
    let mut reader = Reader {
        text,
        whole: Origin::whole(file, keywords),
        items: Vec::new(),
        unread: Vec::new(),
        diagnostics: Vec::new(),
    };
    for block in &prepared.blocks {
        reader.block(block)?;
    }
    Ok(Parsed {
        tree: Some(RuleFile {
            version: prepared.version.number,
            keywords,
            items: reader.items,
            unread: reader.unread,
        }),
        diagnostics: reader.diagnostics,
    })
}

struct Reader<'a> {
    text: &'a str,
    whole: Origin,
    items: Vec<Item>,
    unread: Vec<UnreadBlock>,
    diagnostics: Vec<Diagnostic>,
}

/// Why a block could not be read.
struct Failure {
    diagnostic: Diagnostic,
    /// The piece at which it failed, where that looks like the start of another block.
    restart: Option<usize>,
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostic,
            restart: None,
        }
    }
}

impl Reader<'_> {
    /// Reads one block, or notes what is wrong with it.
    ///
    /// # Errors
    /// Everything wrong so far, where nothing more can be read.
    fn block(&mut self, pieces: &[Piece]) -> Result<(), Vec<Diagnostic>> {
        match self.read(pieces)? {
            Ok(item) => self.items.push(item),
            Err(failure) => match failure.restart.and_then(|at| pieces.split_at_checked(at)) {
                None => self.unread(pieces, failure),
                Some((before, after)) => {
                    for part in [before, after] {
                        match self.read(part)? {
                            Ok(item) => self.items.push(item),
                            Err(failure) => self.unread(part, failure),
                        }
                    }
                }
            },
        }
        Ok(())
    }

    /// Notes a block that could not be read, and what it would have been called.
    fn unread(&mut self, pieces: &[Piece], failure: Failure) {
        let mut words = pieces.iter().map(|piece| piece.of(self.text));
        let keyword = words.next().unwrap_or_default();
        self.unread.push(UnreadBlock {
            keyword: split::in_english(keyword, self.whole.keywords).to_owned(),
            name: words.next().unwrap_or_default().to_owned(),
        });
        self.diagnostics.push(failure.diagnostic);
    }

    fn read(&mut self, pieces: &[Piece]) -> Result<Result<Item, Failure>, Vec<Diagnostic>> {
        if let Some(error) = trouble::meaningless(self.text, pieces, &self.whole) {
            return Ok(Err(error.into()));
        }
        if let Some(bracket) = split::unbalanced(self.text, pieces) {
            return Ok(Err(trouble::bracket(self.text, bracket, &self.whole).into()));
        }
        let (start, text) = written(self.text, pieces);
        let origin = Origin {
            file: self.whole.file,
            start,
            keywords: self.whole.keywords,
            expressions: Cell::new(self.whole.expressions.get()),
        };
        let built = match grammar::read(Rule::block, origin.keywords, text) {
            Ok(block) => parse::block(&block, &origin).map_err(|error| Failure::from(*error)),
            Err(Refusal::Unexpected { at, expected }) => {
                let at = at.saturating_add(start);
                Err(Failure {
                    diagnostic: expected::unexpected(self.text, pieces, at, &expected, &self.whole),
                    restart: self.restart(pieces, at),
                })
            }
            Err(Refusal::TooMuch) => {
                return Err(self.give_up(
                    pieces,
                    "il blocco è troppo lungo o troppo intricato per essere letto",
                    "the block is too long or too intricate to be read",
                ));
            }
        };
        self.whole.expressions.set(origin.expressions.get());
        if origin.expressions.get() > MOST_EXPRESSIONS {
            return Err(self.give_up(
                pieces,
                &format!("il file ha più di {MOST_EXPRESSIONS} parti di espressioni"),
                &format!("the file has more than {MOST_EXPRESSIONS} parts of expressions"),
            ));
        }
        Ok(built)
    }

    /// Returns the piece at byte `at` if it leads a line in the first column, outside brackets.
    fn restart(&self, pieces: &[Piece], at: usize) -> Option<usize> {
        let index = pieces.iter().position(|piece| piece.start == at)?;
        let piece = pieces.get(index)?;
        let before = pieces.get(..index)?;
        let outside = split::unbalanced(self.text, before).is_none();
        (index > 0 && piece.leads && piece.flush && piece.kind == Kind::Word && outside)
            .then_some(index)
    }

    fn give_up(&mut self, pieces: &[Piece], italian: &str, english: &str) -> Vec<Diagnostic> {
        let span = pieces.first().map_or(self.whole.span(0, 0), |first| {
            self.whole.span(first.start, first.end)
        });
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        diagnostics.push(limit(span, italian, english));
        diagnostics
    }
}

/// Returns the text of a block and its first byte.
pub(super) fn written<'a>(text: &'a str, pieces: &[Piece]) -> (usize, &'a str) {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return (0, "");
    };
    (
        first.start,
        text.get(first.start..last.end).unwrap_or_default(),
    )
}

fn limit(span: Span, italian: &str, english: &str) -> Diagnostic {
    Diagnostic::error(Code::LimitExceeded, span, Text::new(italian, english)).with_hint(Text::new(
        "togliere ciò che non serve, e portare gli elenchi lunghi in una tabella: `‹table› … ‹from› \"….csv\"`",
        "remove what is not needed, and move long lists into a table: `‹table› … ‹from› \"….csv\"`",
    ))
}

fn no_room(whole: &Origin) -> Diagnostic {
    Diagnostic::error(
        Code::LimitExceeded,
        whole.span(0, 0),
        Text::new(
            "la memoria non basta per leggere il file",
            "there is not enough memory to read the file",
        ),
    )
}
