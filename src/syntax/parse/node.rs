//! A piece of what the grammar recognised, with its place in the file.

use std::cell::Cell;

use super::super::grammar::{Part, Recognised, Rule};
use super::super::names;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span, Spanned};
use crate::syntax::tree::{Expr, ExprKind};
use crate::text::{Language, Text};

/// What a grammar rule becomes, or the one thing that is wrong with it.
pub(super) type Built<T> = Result<T, Box<Diagnostic>>;

/// Where the text of a block comes from.
pub(in crate::syntax) struct Origin {
    /// The file.
    pub(in crate::syntax) file: FileId,
    /// The byte of the file at which the block starts.
    pub(in crate::syntax) start: usize,
    /// The language of the file's keywords.
    pub(in crate::syntax) keywords: Language,
    /// The parts of expressions made so far, in all blocks.
    pub(in crate::syntax) expressions: Cell<usize>,
}

impl Origin {
    /// Returns the origin of a whole file.
    pub(in crate::syntax) fn whole(file: FileId, keywords: Language) -> Self {
        Self {
            file,
            start: 0,
            keywords,
            expressions: Cell::new(0),
        }
    }

    /// Returns the place of the bytes `start..end` of the block.
    pub(in crate::syntax) fn span(&self, start: usize, end: usize) -> Span {
        let byte = |at: usize| u32::try_from(self.start.saturating_add(at)).unwrap_or(u32::MAX);
        Span {
            file: self.file,
            start: byte(start),
            end: byte(end),
        }
    }
}

/// One piece of a block, recognised as one rule of the grammar.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    block: &'a Recognised<'a>,
    index: usize,
    part: Part,
    origin: &'a Origin,
}

impl<'a> Node<'a> {
    /// Returns the part of `block` with this index.
    pub(super) fn new(block: &'a Recognised<'a>, index: usize, origin: &'a Origin) -> Option<Self> {
        Some(Self {
            block,
            index,
            part: *block.parts.get(index)?,
            origin,
        })
    }

    pub(super) fn rule(&self) -> Rule {
        self.part.rule
    }

    pub(super) fn text(&self) -> &'a str {
        let bytes = self.part.start..self.part.end;
        self.block.text.get(bytes).unwrap_or_default()
    }

    pub(super) fn span(&self) -> Span {
        self.origin.span(self.part.start, self.part.end)
    }

    /// Returns the place of some bytes of this piece, counted from its first.
    pub(super) fn span_within(&self, start: usize, end: usize) -> Span {
        let first = self.part.start;
        self.origin
            .span(first.saturating_add(start), first.saturating_add(end))
    }

    /// Returns the language of the file's keywords.
    pub(super) fn keywords(&self) -> Language {
        self.origin.keywords
    }

    /// Returns the parts that carry a meaning of their own: no keywords, no marks.
    pub(super) fn parts(&self) -> Parts<'a> {
        Parts(self.all_parts())
    }

    /// Returns all parts, keywords and marks too.
    pub(super) fn all_parts(&self) -> AllParts<'a> {
        AllParts {
            block: self.block,
            at: self.index.saturating_add(1),
            end: self.part.next,
            origin: self.origin,
        }
    }

    /// Returns the first part, which the grammar promises.
    pub(super) fn only(&self) -> Node<'a> {
        self.parts().one()
    }

    /// Tells whether this keyword or mark stands directly in this piece.
    pub(super) fn has(&self, token: Rule) -> bool {
        self.all_parts().any(|part| part.rule() == token)
    }

    /// Returns `value`, written here.
    pub(super) fn spanned<T>(&self, value: T) -> Spanned<T> {
        Spanned::new(value, self.span())
    }

    /// Returns an expression written here.
    pub(super) fn expr(&self, kind: ExprKind) -> Expr {
        let made = &self.origin.expressions;
        made.set(made.get().saturating_add(1));
        Expr {
            kind,
            span: self.span(),
        }
    }

    /// Returns an error at this place.
    pub(super) fn error(&self, code: Code, message: Text) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(code, self.span(), message))
    }

    /// Ends a match over the rules that the grammar lets stand here.
    pub(super) fn impossible(&self) -> ! {
        unreachable!("the grammar lets no {:?} stand here", self.rule())
    }
}

/// All parts of a [`Node`], in the order written.
#[derive(Clone)]
pub(super) struct AllParts<'a> {
    block: &'a Recognised<'a>,
    at: usize,
    end: usize,
    origin: &'a Origin,
}

impl<'a> Iterator for AllParts<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        if self.at >= self.end {
            return None;
        }
        let node = Node::new(self.block, self.at, self.origin)?;
        self.at = node.part.next;
        Some(node)
    }
}

/// The parts of a [`Node`] in the order written, without keywords and marks.
pub(super) struct Parts<'a>(AllParts<'a>);

impl<'a> Parts<'a> {
    /// Takes the next part, which the grammar promises.
    pub(super) fn one(&mut self) -> Node<'a> {
        self.next()
            .unwrap_or_else(|| unreachable!("the grammar promises a part"))
    }

    /// Takes the next part if it is of this rule.
    pub(super) fn maybe(&mut self, rule: Rule) -> Option<Node<'a>> {
        let ahead = Self(self.0.clone()).next()?;
        if ahead.rule() == rule {
            self.next()
        } else {
            None
        }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        self.0.find(|part| !names::is_token(part.rule()))
    }
}
