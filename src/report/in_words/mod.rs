//! Rules in words of people: the questions in place of the names of facts, each sign as a word.
//!
//! A definition is told where it is used; one that is used twice, or takes a list within a line, is
//! given a letter and told after the rest.

mod condition;
mod items;
mod length;
mod lines;
mod message;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use crate::call::{Call, DefinitionId, Expr, ExprKind, ListId};
use crate::text::{Language, Phrase};

pub(crate) use message::{message, names_value};

/// A longer rule than this says less in words than as it is written.
const MOST_LINES: usize = 80;
/// So many letters are given.
const MOST_LETTERS: usize = 26;
/// Definitions are told within each other so deep.
const MOST_DEEP: usize = 6;

/// A line of a rule, and those under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The words.
    pub(crate) words: Phrase,
    /// What it is made of.
    pub(crate) under: Vec<Line>,
}

/// A rule in words: the line that says it, then what its letters stand for.
///
/// `None` where the rule is too long for words.
pub(crate) fn in_words(call: &Call, rule: &Expr, language: Language) -> Option<Vec<Line>> {
    let mut teller = Teller {
        call,
        language,
        uses: uses(call, rule),
        items: Vec::new(),
        deep: 0,
        letters: Vec::new(),
    };
    let mut lines = vec![teller.told(rule)];
    let mut next = 0_usize;
    while let Some(lettered) = teller.letters.get(next).cloned() {
        teller.items = lettered.items;
        let line = teller.told(lettered.expr);
        let letter = letter(next)?;
        lines.push(line.after(Phrase::own(format!("{letter}: "))));
        next = next.saturating_add(1);
    }
    (lines.iter().map(Line::count).sum::<usize>() <= MOST_LINES).then_some(lines)
}

/// Tells whether a rule, or a definition behind it, names a definition.
pub(crate) fn names_definition(call: &Call, rule: &Expr, id: DefinitionId) -> bool {
    uses(call, rule).contains_key(&id)
}

impl Line {
    fn of(words: Phrase) -> Self {
        Self {
            words,
            under: Vec::new(),
        }
    }

    fn own(words: &str, under: Vec<Self>) -> Self {
        Self {
            words: Phrase::own(words),
            under,
        }
    }

    fn after(mut self, before: Phrase) -> Self {
        self.words = before.then(self.words);
        self
    }

    fn count(&self) -> usize {
        let under = self.under.iter().map(Self::count).sum::<usize>();
        under.saturating_add(1)
    }
}

/// What a letter stands for.
#[derive(Clone)]
struct Lettered<'c> {
    definition: Option<DefinitionId>,
    expr: &'c Expr,
    items: Vec<ListId>,
}

/// Puts one rule into words.
struct Teller<'c> {
    call: &'c Call,
    language: Language,
    /// How often the rule, or a definition behind it, names each definition.
    uses: BTreeMap<DefinitionId, usize>,
    /// The lists whose items are looked at, the innermost last.
    items: Vec<ListId>,
    /// How many definitions are being told within each other.
    deep: usize,
    letters: Vec<Lettered<'c>>,
}

impl<'c> Teller<'c> {
    fn word<'a>(&self, it: &'a str, en: &'a str) -> &'a str {
        super::words::choose(self.language, it, en)
    }

    /// Tells a definition where it is used, if it is used only there.
    fn in_place(
        &mut self,
        id: DefinitionId,
        tell: impl FnOnce(&mut Self, &'c Expr) -> Line,
    ) -> Option<Line> {
        let once = self.uses.get(&id).is_none_or(|uses| *uses <= 1);
        let value = &self.call.definitions.get(id.index())?.value;
        if !once || self.deep >= MOST_DEEP {
            return None;
        }
        self.deep = self.deep.saturating_add(1);
        let line = tell(self, value);
        self.deep = self.deep.saturating_sub(1);
        Some(line)
    }

    /// Returns the letter of a definition, or of another part of the rule.
    fn letter(&mut self, definition: Option<DefinitionId>, expr: &'c Expr) -> Phrase {
        let known = definition.and_then(|id| {
            let mut letters = self.letters.iter();
            letters.position(|it| it.definition == Some(id))
        });
        let place = known.unwrap_or_else(|| {
            let items = match definition {
                Some(_) => Vec::new(),
                None => self.items.clone(),
            };
            // One more than there are letters tells that there are too many.
            if self.letters.len() <= MOST_LETTERS {
                self.letters.push(Lettered {
                    definition,
                    expr,
                    items,
                });
            }
            self.letters.len().saturating_sub(1)
        });
        Phrase::own(letter(place).unwrap_or('?'))
    }
}

fn letter(place: usize) -> Option<char> {
    ('A'..='Z').nth(place)
}

/// Counts how often a rule, or a definition behind it, names each definition.
fn uses(call: &Call, rule: &Expr) -> BTreeMap<DefinitionId, usize> {
    let mut uses = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut rest = vec![rule];
    while let Some(root) = rest.pop() {
        root.visit(&mut |part| {
            if let ExprKind::Definition(id) = part.kind {
                let count: &mut usize = uses.entry(id).or_default();
                *count = count.saturating_add(1);
                if seen.insert(id)
                    && let Some(definition) = call.definitions.get(id.index())
                {
                    rest.push(&definition.value);
                }
            }
        });
    }
    uses
}
