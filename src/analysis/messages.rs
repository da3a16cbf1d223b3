//! Messages: words with facts in braces.

use super::scope::{Checker, Scope};
use crate::call::{Message, Piece};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Path, Words};
use crate::text::{Language, Text};

impl Checker<'_> {
    /// Returns a message from its words, reporting braces that hold no value.
    pub(super) fn message(&mut self, words: &Words) -> Message {
        let it = self.pieces(&words.text.it, words.it);
        let en = match (&words.text.en, words.en) {
            (Some(text), Some(span)) => Some(self.pieces(text, span)),
            // Words without a language serve both, each with its own way of writing numbers.
            _ if words.span == words.it => Some(it.clone()),
            _ => None,
        };
        Message { it, en }
    }

    fn pieces(&mut self, text: &str, span: Span) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, opened)) = rest.split_once('{') {
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            let Some((inside, after)) = opened.split_once('}') else {
                self.open_brace(place(text, span, opened, 1));
                return pieces;
            };
            let place = place(text, span, opened, inside.len().saturating_add(2));
            rest = after;
            match path_in(inside, place) {
                None => self.bad_braces(place),
                Some(path) => {
                    // Texts stay as they are where keywords are translated.
                    let path = path.in_english(Language::Italian);
                    if let Some(value) = self.path(&path, None, &Scope::default()) {
                        pieces.push(Piece::Value(value));
                    }
                }
            }
        }
        if let Some((_, after)) = rest.split_once('}') {
            self.bad_braces(place(text, span, after, 1));
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        pieces
    }

    fn open_brace(&mut self, span: Span) {
        self.report(
            Diagnostic::error(
                Code::SyntaxError,
                span,
                Text::new(
                    "questa graffa si apre e non si chiude",
                    "this brace is opened and not closed",
                ),
            )
            .with_hint(Text::new(
                "chiuderla con `}` subito dopo il nome",
                "close it with `}` right after the name",
            )),
        );
    }

    fn bad_braces(&mut self, span: Span) {
        self.report(
            Diagnostic::error(
                Code::SyntaxError,
                span,
                Text::new(
                    "fra graffe va il nome di un fatto o di una definizione",
                    "braces hold the name of a fact or definition",
                ),
            )
            .with_hint(Text::new(
                "per esempio `{applicant.form}`",
                "for example `{applicant.form}`",
            )),
        );
    }
}

/// Returns where a part of a text in quotes stands: `length` bytes, of which the first stands just
/// before `rest`; the whole text where that cannot be told.
fn place(text: &str, span: Span, rest: &str, length: usize) -> Span {
    let whole = usize::try_from(span.end.saturating_sub(span.start)).ok();
    let before = text.len().saturating_sub(rest.len());
    // Without a `\` every byte stands where it was written, one behind the opening quote.
    let start = u32::try_from(before).map(|before| span.start.saturating_add(before));
    match (start, u32::try_from(length)) {
        (Ok(start), Ok(length)) if text.len().checked_add(2) == whole => Span {
            file: span.file,
            start,
            end: start.saturating_add(length),
        },
        _ => span,
    }
}

/// Returns the path between braces, if it is one; it stands where they do.
fn path_in(inside: &str, span: Span) -> Option<Path> {
    let names: Vec<_> = inside
        .trim()
        .split('.')
        .map(|name| Spanned::new(name.to_owned(), span))
        .collect();
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || it == '_')
    };
    names
        .iter()
        .all(|name| is_name(&name.value))
        .then_some(Path { names, span })
}
