//! What a requirement tells whoever does not meet it, before anybody has answered.

use crate::call::{Call, DefinitionId, Expr, ExprKind, Message, Piece, show_phrase};
use crate::text::{Language, Phrase, Text};

/// Returns a message with dots where a value of the proposal stands.
pub(crate) fn message(call: &Call, message: &Message, language: Language) -> Phrase {
    let (pieces, lone) = pieces(message, language);
    let words = pieces.iter().map(|piece| match piece {
        Piece::Words(words) if lone => Phrase::of(&Text::italian(words), language),
        Piece::Words(words) => Phrase::own(words),
        Piece::Value(expr) => match fixed(call, expr) {
            Some(expr) => match &expr.kind {
                ExprKind::Constant(value) => show_phrase(value, expr.ty, call.names(), language),
                _ => Phrase::own("…"),
            },
            None => Phrase::own("…"),
        },
    });
    Phrase::joined(words, "")
}

/// Tells whether a message names the value of a definition.
pub(crate) fn names_value(message: &Message, id: DefinitionId) -> bool {
    let (pieces, _) = pieces(message, Language::Italian);
    pieces.iter().any(|piece| match piece {
        Piece::Value(expr) => expr.kind == ExprKind::Definition(id),
        Piece::Words(_) => false,
    })
}

/// Returns the pieces in a language, and whether there are no others in another.
fn pieces(message: &Message, language: Language) -> (&[Piece], bool) {
    let Some(en) = &message.en else {
        return (&message.it, true);
    };
    let lone = en.len() == message.it.len()
        && en.iter().zip(&message.it).all(|pair| match pair {
            (Piece::Words(en), Piece::Words(it)) => en == it,
            (Piece::Value(en), Piece::Value(it)) => en == it,
            _ => false,
        });
    match language {
        Language::Italian => (&message.it, lone),
        Language::English => (en, lone),
    }
}

/// Returns the value that is the same for every proposal.
fn fixed<'c>(call: &'c Call, expr: &'c Expr) -> Option<&'c Expr> {
    match &expr.kind {
        ExprKind::Constant(_) => Some(expr),
        ExprKind::Definition(id) => {
            let value = &call.definitions.get(id.index())?.value;
            matches!(value.kind, ExprKind::Constant(_)).then_some(value)
        }
        _ => None,
    }
}
