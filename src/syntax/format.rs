//! The house's spacing: the same words, comments and line breaks, evenly set.

use super::file::{Prepared, parse, prepare, written};
use super::grammar::{self, Part, Rule};
use super::layout::{Event, Writer};
use super::parse::Origin;
use super::scan::{Piece, scan};
use super::version::keyword_language;
use super::{names, stack};
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::text::Language;

/// Writes a rule file with the spacing of the house: two spaces for each open bracket, one level
/// more where a line goes on, single spaces between words, at most one blank line.
///
/// Words, comments and line breaks between them stay as the author wrote them, so the tree stays the same but
/// for its places. What is formatted once does not change when it is formatted again.
///
/// # Errors
/// What is wrong with the text, where it cannot be read; the places carry `FileId(0)`.
///
/// ```
/// let text = "bando 1\nranking   {\norder by score   descending }\n\n\n\n";
/// let even = "bando 1\nranking {\n  order by score descending }\n";
/// assert_eq!(bando::syntax::format(text).as_deref(), Ok(even));
/// ```
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let file = FileId(0);
    let parsed = parse(text, file);
    if !parsed.diagnostics.is_empty() {
        return Err(parsed.diagnostics);
    }
    let keywords = keyword_language(text);
    let prepared = prepare(text, &Origin::whole(file, keywords))?;
    let written = stack::with_room(|| write(text, &prepared, keywords));
    Ok(written.unwrap_or_else(|| text.to_owned()))
}

fn write(text: &str, prepared: &Prepared, keywords: Language) -> String {
    let mut writer = Writer::new(text);
    for (rule, pieces) in prepared.parts() {
        for event in events(rule, keywords, text, pieces) {
            writer.take(event);
        }
    }
    writer.finish()
}

/// Returns the leaves of what the grammar recognised, in the order of the text, with the starts
/// and ends of the pieces that the layout shows.
fn events(rule: Rule, keywords: Language, text: &str, pieces: &[Piece]) -> Vec<Event> {
    let (offset, text) = written(text, pieces);
    let Ok(recognised) = grammar::read(rule, keywords, text) else {
        return Vec::new();
    };
    let mut events = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    for (index, part) in recognised.parts.iter().enumerate() {
        while ends.last() == Some(&index) {
            ends.pop();
            events.push(Event::Ends);
        }
        if part.next > index.saturating_add(1) {
            ends.push(part.next);
            events.push(Event::Starts(part.rule));
        } else if part.rule != Rule::EOI {
            events.extend(leaves(*part, keywords, text, offset));
        }
    }
    events.extend(ends.iter().map(|_| Event::Ends));
    events
}

/// Returns a leaf of the grammar as one leaf of the layout. The words of a keyword stand on one
/// line; only where comments stand between them, each is a leaf.
fn leaves(part: Part, keywords: Language, text: &str, offset: usize) -> Vec<Event> {
    let leaf = |start: usize, end: usize, words| Event::Leaf {
        rule: part.rule,
        start: offset.saturating_add(start),
        end: offset.saturating_add(end),
        words,
    };
    let written = text.get(part.start..part.end).unwrap_or_default();
    let words = names::keyword(part.rule, keywords);
    if words.is_none() || !written.contains('#') {
        return vec![leaf(part.start, part.end, words)];
    }
    let at = |byte: usize| part.start.saturating_add(byte);
    scan(written)
        .iter()
        .map(|word| leaf(at(word.start), at(word.end), None))
        .collect()
}
