//! The names of evaluators, told apart with care.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use crate::call::{invisible, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;

/// A name with more characters than this is refused.
const MOST_CHARACTERS: usize = 100;

/// The evaluators named so far, each with the place of its first naming.
#[derive(Debug, Default)]
pub(super) struct Evaluators {
    by_fold: BTreeMap<String, (String, DataPlace)>,
}

impl Evaluators {
    /// Adds a name; tells whether it is new. Names that differ only in capitals or in spaces are
    /// surely meant for one person, and are refused.
    pub(super) fn add(&mut self, name: &str, place: &DataPlace) -> Result<bool, Diagnostic> {
        let name: String = name.trim().nfc().collect();
        check(&name, place)?;
        let fold: String = name.to_lowercase().split_whitespace().collect();
        match self.by_fold.get(&fold) {
            Some((known, _)) if *known == name => Ok(false),
            Some((known, first)) => Err(almost_alike(&name, known, place, first)),
            None => {
                self.by_fold.insert(fold, (name, place.clone()));
                Ok(true)
            }
        }
    }

    /// Returns all names.
    pub(super) fn names(self) -> BTreeSet<String> {
        self.by_fold.into_values().map(|(name, _)| name).collect()
    }
}

fn check(name: &str, place: &DataPlace) -> Result<(), Diagnostic> {
    let (code, message, hint) = if name.is_empty() {
        (
            Code::BadAssignment,
            Text::new("un valutatore non ha nome", "an evaluator has no name"),
            Text::new("scriverne il nome", "write the name"),
        )
    } else if name.chars().count() > MOST_CHARACTERS {
        let shown = visible(name);
        (
            Code::LimitExceeded,
            Text::new(
                format!("il nome `{shown}` ha più di {MOST_CHARACTERS} caratteri"),
                format!("the name `{shown}` has more than {MOST_CHARACTERS} characters"),
            ),
            Text::new("accorciarlo", "shorten it"),
        )
    } else if name.chars().any(|it| it.is_control() || invisible(it)) {
        let shown = visible(name);
        (
            Code::ForbiddenCharacter,
            Text::new(
                format!("il nome `{shown}` contiene un carattere che non si vede"),
                format!("the name `{shown}` holds a character that cannot be seen"),
            ),
            Text::new("riscriverlo a mano", "write it again by hand"),
        )
    } else {
        return Ok(());
    };
    Err(Diagnostic::data(code, place.clone(), message).with_hint(hint))
}

fn almost_alike(name: &str, known: &str, place: &DataPlace, first: &DataPlace) -> Diagnostic {
    let (name, known) = (visible(name), visible(known));
    Diagnostic::data(
        Code::BadAssignment,
        place.clone(),
        Text::new(
            format!("i valutatori `{known}` e `{name}` differiscono solo per maiuscole o spazi"),
            format!("the evaluators `{known}` and `{name}` differ only in capitals or spaces"),
        ),
    )
    .with_related_data(first.clone(), Text::new("l'altro", "the other one"))
    .with_hint(Text::new(
        "scrivere il nome sempre allo stesso modo",
        "write the name always in the same way",
    ))
}
