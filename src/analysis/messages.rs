//! Messages: words with facts in braces.

use super::scope::{Checker, Scope};
use crate::call::{Message, Piece, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Path, Words};
use crate::text::Text;

impl Checker<'_> {
    /// Returns a message from its words, reporting braces that hold no value.
    pub(super) fn message(&mut self, words: &Words) -> Message {
        let it = self.pieces(&words.text.it, words.it);
        let en = match (&words.text.en, words.en) {
            (Some(text), Some(span)) => Some(self.pieces(text, span)),
            _ => None,
        };
        Message { it, en }
    }

    fn pieces(&mut self, text: &str, span: Span) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            let Some((inside, after)) = after.split_once('}') else {
                self.bad_braces(span);
                return pieces;
            };
            rest = after;
            if let Some(path) = path_in(inside, span)
                && let Some(value) = self.path(&path, None, &Scope::default())
            {
                if matches!(value.ty, Type::Amount) {
                    self.unrounded(inside, span);
                }
                pieces.push(Piece::Value(value));
            } else if path_in(inside, span).is_none() {
                self.bad_braces(span);
            }
        }
        if rest.contains('}') {
            self.bad_braces(span);
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        pieces
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

    fn unrounded(&mut self, name: &str, span: Span) {
        self.report(
            Diagnostic::error(
                Code::NeedsRounding,
                span,
                Text::new(
                    format!("`{name}` è un importo non arrotondato: non si può mostrare"),
                    format!("`{name}` is an unrounded amount: it cannot be shown"),
                ),
            )
            .with_hint(Text::new(
                "definirlo con `rounded half up to the cent`",
                "define it with `rounded half up to the cent`",
            )),
        );
    }
}

/// Returns the path between braces, if it is one; it stands where the whole text does.
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
