//! The house's spacing: the same words, comments and line breaks, evenly set.

use super::file::{Prepared, parse, prepare, written};
use super::grammar::{self, Rule};
use super::layout::{Event, Writer};
use super::parse::Origin;
use super::scan::Piece;
use super::stack;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// Writes a rule file with the spacing of the house: two spaces for each open bracket, one level
/// more where a line goes on, single spaces between words, at most one blank line.
///
/// Words, comments and line breaks stay as the author wrote them, so the tree stays the same but
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
    let prepared = prepare(text, &Origin::whole(file))?;
    Ok(stack::with_room(|| write(text, &prepared)).unwrap_or_else(|| text.to_owned()))
}

fn write(text: &str, prepared: &Prepared) -> String {
    let mut writer = Writer::new(text);
    let blocks = prepared.blocks.iter().map(|block| (Rule::block, block));
    for (rule, pieces) in [(Rule::version_line, &prepared.version.line)]
        .into_iter()
        .chain(blocks)
    {
        for event in events(rule, text, pieces) {
            writer.take(event);
        }
    }
    writer.finish()
}

/// Returns the leaves of what the grammar recognised, in the order of the text, with the starts
/// and ends of the pieces that the layout shows.
fn events(rule: Rule, text: &str, pieces: &[Piece]) -> Vec<Event> {
    let (offset, text) = written(text, pieces);
    let Ok(pairs) = grammar::read(rule, text) else {
        return Vec::new();
    };
    let mut events = Vec::new();
    let mut opened = None;
    for token in pairs.tokens() {
        match token {
            pest::Token::Start { rule, pos } => {
                events.push(Event::Starts(rule));
                opened = Some(pos.pos());
            }
            pest::Token::End { rule, pos } => {
                if let Some(start) = opened.take() {
                    events.pop();
                    if rule != Rule::EOI {
                        events.push(Event::Leaf {
                            rule,
                            start: offset.saturating_add(start),
                            end: offset.saturating_add(pos.pos()),
                        });
                    }
                } else {
                    events.push(Event::Ends);
                }
            }
        }
    }
    events
}
