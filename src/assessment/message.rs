//! Messages with values in them.

use super::leaves::Evaluator;
use super::{Case, Evaluated};
use crate::call::{Message, Piece, show};
use crate::text::{Language, Text};

/// How a value that is not known reads in a message, in Italian and in English.
pub(crate) const UNKNOWN: (&str, &str) = ("(non noto)", "(unknown)");

/// Returns a message of a requirement with the values of one proposal.
///
/// A value that is not known reads `(non noto)`, one that does not apply `(non pertinente)`.
pub fn message(case: Case<'_>, message: &Message) -> Text {
    message_in(&mut Evaluator::new(case), message)
}

pub(super) fn message_in<'a>(evaluator: &mut Evaluator<'a>, message: &'a Message) -> Text {
    let it = words(evaluator, &message.it, Language::Italian);
    match &message.en {
        Some(en) => Text::new(it, words(evaluator, en, Language::English)),
        None => Text::italian(it),
    }
}

fn words<'a>(evaluator: &mut Evaluator<'a>, pieces: &'a [Piece], language: Language) -> String {
    let mut words = String::new();
    for piece in pieces {
        match piece {
            Piece::Words(piece) => words.push_str(piece),
            Piece::Value(expr) => {
                let shown = match (evaluator.evaluate(expr), language) {
                    (Evaluated::Known(value), _) => {
                        show(&value, expr.ty, evaluator.case.call.names(), language)
                    }
                    (Evaluated::Unknown(_), Language::Italian) => UNKNOWN.0.to_owned(),
                    (Evaluated::Unknown(_), Language::English) => UNKNOWN.1.to_owned(),
                    (Evaluated::Absent, Language::Italian) => "(non pertinente)".to_owned(),
                    (Evaluated::Absent, Language::English) => "(not applicable)".to_owned(),
                };
                words.push_str(&shown);
            }
        }
    }
    words
}
