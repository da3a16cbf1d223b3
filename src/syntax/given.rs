//! Paths that mean the same in every file without a declaration: the moments of the call, the
//! score, the award.

use std::collections::BTreeSet;

use super::tree::{FactEntry, Item, RuleFile, TypeName};
use crate::text::{GIVEN_NAMES, Language, given_name, keyword};

/// What becomes of given paths where a file goes from one language of keywords to another.
pub(super) struct GivenPaths {
    from: Language,
    to: Language,
    /// The names of facts, definitions and variants: they hide given names.
    declared: BTreeSet<String>,
}

impl GivenPaths {
    /// Returns what becomes of the given paths of `tree`.
    pub(super) fn of(tree: &RuleFile, to: Language) -> Self {
        let mut declared = BTreeSet::new();
        for item in &tree.items {
            match item {
                Item::Facts(block) => declare(&block.facts, &mut declared),
                Item::Definition(item) => {
                    declared.insert(item.name.value.clone());
                }
                Item::Enum(item) => {
                    declared.extend(item.variants.iter().map(|(name, _)| name.value.clone()));
                }
                _ => {}
            }
        }
        Self {
            from: tree.keywords,
            to,
            declared,
        }
    }

    /// Returns a path in the other language; `None` if it stays as it is.
    pub(super) fn translated(&self, path: &str) -> Option<String> {
        if let Some((call, moment)) = path.split_once('.') {
            let other = |word, rule| {
                let is = keyword(rule, self.from) == Some(word);
                is.then(|| keyword(rule, self.to)).flatten()
            };
            let call = other(call, "kw_call")?;
            let known = other(moment, "kw_opens").or(other(moment, "kw_closes"));
            // A name that only the other language knows would come to mean something.
            let taken = ["kw_opens", "kw_closes"].map(|it| keyword(it, self.to));
            return match known {
                None if taken.contains(&Some(moment)) => None,
                _ => Some(format!("{call}.{}", known.unwrap_or(moment))),
            };
        }
        let mut given = GIVEN_NAMES.iter().map(|(english, _)| *english);
        let given = given.find(|english| given_name(english, self.from) == path)?;
        (!self.declared.contains(path)).then(|| given_name(given, self.to).to_owned())
    }

    /// Tells whether a path in the other language means something that the file declares.
    pub(super) fn is_hidden(&self, translated: &str) -> bool {
        self.declared.contains(translated)
    }
}

fn declare(entries: &[FactEntry], names: &mut BTreeSet<String>) {
    for entry in entries {
        match entry {
            FactEntry::Record { name, .. } => {
                names.insert(name.value.clone());
            }
            FactEntry::Fact(item) => {
                names.insert(item.name.value.clone());
                if let TypeName::List(fields) = &item.kind.value {
                    declare(fields, names);
                }
            }
        }
    }
}
