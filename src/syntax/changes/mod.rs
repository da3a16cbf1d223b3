//! Small changes of a rule file, made on its text.
//!
//! Each number, date and operator that decides something is replaced by its neighbour. A change
//! concerns words that the author wrote and nothing else: what the engine makes of them (of
//! `1 for each full 5 % of …` a rounded quotient) is never touched. Whether the text still means
//! something afterwards is for the checker to say.

mod numbers;
mod words;

use super::file::{parse, prepare, written};
use super::grammar::{self, Part, Recognised, Rule};
use super::parse::Origin;
use super::version::keyword_language;
use super::{names, stack};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::text::Language;

/// One small change of a rule file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SmallChange {
    /// What it replaces.
    pub span: Span,
    /// What is written there.
    pub before: String,
    /// What is written there afterwards; nothing where the words go away.
    pub after: String,
}

impl SmallChange {
    /// Returns the text of the file with this change made; `None` where the change is not of it.
    pub fn made(&self, text: &str) -> Option<String> {
        let (start, end) = (self.span.start as usize, self.span.end as usize);
        let before = text.get(..start)?;
        let after = text.get(end..)?;
        (text.get(start..end)? == self.before).then(|| format!("{before}{}{after}", self.after))
    }
}

/// Returns every small change of a rule file, in the order of the text: bounds one smallest step up
/// and down (a cent, a day, a second, a point of percentage, a unit of the last place written),
/// operators, quantifiers and orders replaced by their neighbours. Tests stay as they are. Of a
/// file with an error there are none.
///
/// ```
/// use bando::source::FileId;
/// let text = "bando 1\nrequirement long { require months <= 18 }\n";
/// let changes = bando::syntax::small_changes(text, FileId(0));
/// let after: Vec<&str> = changes.iter().map(|it| it.after.as_str()).collect();
/// assert_eq!(after, ["<", "17", "19"]);
/// assert!(changes[0].made(text).unwrap().contains("months < 18"));
/// ```
pub fn small_changes(text: &str, file: FileId) -> Vec<SmallChange> {
    let keywords = keyword_language(text);
    let parsed = parse(text, file);
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return Vec::new();
    }
    let Ok(prepared) = prepare(text, &Origin::whole(file, keywords)) else {
        return Vec::new();
    };
    let found = stack::with_room(|| {
        let mut found = Vec::new();
        for pieces in &prepared.blocks {
            let (start, block) = written(text, pieces);
            if let Ok(block) = grammar::read(Rule::block, keywords, block) {
                let origin = Origin {
                    start,
                    ..Origin::whole(file, keywords)
                };
                Walk {
                    block: &block,
                    origin: &origin,
                    keywords,
                    file: text,
                    around: Vec::new(),
                }
                .within(0, block.parts.len(), &mut found);
            }
        }
        found
    });
    let mut found = found.unwrap_or_default();
    found.sort();
    found.dedup();
    found
}

/// A walk over the parts of one block.
struct Walk<'a> {
    block: &'a Recognised<'a>,
    origin: &'a Origin,
    keywords: Language,
    /// The text of the whole file.
    file: &'a str,
    /// The parts around the one looked at, the innermost last.
    around: Vec<Part>,
}

impl Walk<'_> {
    fn within(&mut self, from: usize, end: usize, found: &mut Vec<SmallChange>) {
        let mut at = from;
        while at < end {
            let Some(part) = self.block.parts.get(at).copied() else {
                return;
            };
            if !decides_nothing(part.rule) && !self.is_unread_moment(part.rule) {
                let inside = at.saturating_add(1);
                // Blanks behind its last word are no part of what was written.
                let written = self.block.parts.get(inside..part.next).unwrap_or_default();
                let part = Part {
                    end: written
                        .iter()
                        .map(|it| self.end_of(*it))
                        .max()
                        .unwrap_or(part.end),
                    ..part
                };
                self.changes_of(part, found);
                self.around.push(part);
                self.within(inside, part.next, found);
                self.around.pop();
            }
            at = part.next;
        }
    }

    /// Tells whether this is when the call opens or closes, and no rule asks.
    fn is_unread_moment(&self, rule: Rule) -> bool {
        let moment = match rule {
            Rule::opens => Rule::kw_opens,
            Rule::closes => Rule::kw_closes,
            _ => return false,
        };
        let words = [Rule::kw_call, moment].map(|it| names::keyword(it, self.keywords));
        let path = words.map(Option::unwrap_or_default).join(".");
        !self.file.contains(&path)
    }

    fn changes_of(&self, part: Part, found: &mut Vec<SmallChange>) {
        let made = words::changes(self, part)
            .into_iter()
            .chain(numbers::changes(self, part));
        found.extend(made);
    }

    /// Returns the end of a word, number or mark; of anything larger nothing.
    fn end_of(&self, part: Part) -> usize {
        let inner = self.block.parts.get(part.next.saturating_sub(1));
        let is_leaf = inner.is_some_and(|it| it.start == part.start && it.rule == part.rule);
        if is_leaf { part.end } else { 0 }
    }

    fn parent(&self) -> Option<Part> {
        self.around.last().copied()
    }

    fn parent_is(&self, rule: Rule) -> bool {
        self.parent().is_some_and(|it| it.rule == rule)
    }

    fn text(&self, start: usize, end: usize) -> &str {
        self.block.text.get(start..end).unwrap_or_default()
    }

    /// Returns the parts directly inside `part`.
    fn inside(&self, part: Part) -> Vec<Part> {
        let own =
            |it: &Part| it.rule == part.rule && it.start == part.start && it.next == part.next;
        let Some(index) = self.block.parts.iter().position(own) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut at = index.saturating_add(1);
        while at < part.next {
            let Some(inner) = self.block.parts.get(at).copied() else {
                break;
            };
            at = inner.next;
            found.push(inner);
        }
        found
    }

    /// Replaces the bytes `start..end` of the block.
    fn change(&self, start: usize, end: usize, after: impl Into<String>) -> SmallChange {
        SmallChange {
            span: self.origin.span(start, end),
            before: self.text(start, end).to_owned(),
            after: after.into(),
        }
    }
}

/// Tells whether nothing below a part decides what becomes of a proposal, or nothing that a test
/// could see: how data is read, what people are told, the terms within which they answer.
fn decides_nothing(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::test_block
            | Rule::authority
            | Rule::contact_block
            | Rule::document_block
            | Rule::enum_item
            | Rule::group_item
            | Rule::table_block
            | Rule::proposals_block
            | Rule::type_name
            | Rule::title
            | Rule::action
            | Rule::words
            | Rule::cite
            | Rule::else_words
            | Rule::term
            | Rule::with_words
            | Rule::blank
            | Rule::at_least
            | Rule::at_most
            | Rule::path
    )
}
