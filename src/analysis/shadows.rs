//! Names that would hide others.

use super::scope::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{FactEntry, Item, Name, RuleFile, TypeName};
use crate::text::{Language, Text, keyword};

impl Checker<'_> {
    /// Reports facts, fields and definitions that hide one another, or the call itself.
    pub(super) fn shadowed_names(&mut self, tree: &RuleFile) {
        self.shadowed_fields(tree);
        self.names_of_the_call(tree);
    }

    /// Reports fields of lists that hide a name of the top level.
    fn shadowed_fields(&mut self, tree: &RuleFile) {
        let mut outer = self.fact_roots.clone();
        for item in &tree.items {
            if let Item::Definition(definition) = item {
                outer.insert(definition.name.value.clone(), definition.name.span);
            }
        }
        for item in &tree.items {
            if let Item::Facts(block) = item {
                for name in block.facts.iter().flat_map(field_names) {
                    if let Some(first) = outer.get(&name.value) {
                        let diagnostic = Diagnostic::error(
                            Code::ShadowedName,
                            name.span,
                            Text::new(
                                format!(
                                    "il campo `{}` ha il nome di qualcos'altro, e qui lo nasconderebbe",
                                    name.value
                                ),
                                format!(
                                    "the field `{}` has the name of something else, and would hide it here",
                                    name.value
                                ),
                            ),
                        )
                        .with_related(*first, Text::new("l'altro è qui", "the other is here"))
                        .with_hint(Text::new("cambiare uno dei due nomi", "rename one of them"));
                        self.report(diagnostic);
                    }
                }
            }
        }
    }

    /// Reports facts, fields and definitions that bear the name by which paths mean the call itself.
    fn names_of_the_call(&mut self, tree: &RuleFile) {
        let names = tree.items.iter().flat_map(|item| match item {
            Item::Facts(block) => {
                let fields = block.facts.iter().flat_map(field_names);
                block.facts.iter().map(entry_name).chain(fields).collect()
            }
            Item::Definition(definition) => vec![&definition.name],
            _ => Vec::new(),
        });
        for name in names {
            let word = |language| keyword("kw_call", language);
            if [Language::English, Language::Italian]
                .map(word)
                .contains(&Some(&name.value))
            {
                let diagnostic = Diagnostic::error(
                    Code::ShadowedName,
                    name.span,
                    Text::new(
                        format!(
                            "`{}` sta per l'avviso stesso, come in `‹call›.‹closes›`",
                            name.value
                        ),
                        format!(
                            "`{}` stands for the call itself, as in `‹call›.‹closes›`",
                            name.value
                        ),
                    ),
                )
                .with_hint(Text::new("dargli un altro nome", "give it another name"));
                self.report(diagnostic);
            }
        }
    }
}

/// Returns the name of a fact or record.
pub(super) fn entry_name(entry: &FactEntry) -> &Name {
    match entry {
        FactEntry::Record { name, .. } => name,
        FactEntry::Fact(item) => &item.name,
    }
}

/// Returns the names of the fields of lists at or below an entry.
fn field_names(entry: &FactEntry) -> Vec<&Name> {
    match entry {
        FactEntry::Record { facts, .. } => facts.iter().flat_map(field_names).collect(),
        FactEntry::Fact(item) => match &item.kind.value {
            TypeName::List(fields) => fields
                .iter()
                .flat_map(|field| {
                    let mut names = vec![entry_name(field)];
                    names.extend(field_names(field));
                    names
                })
                .collect(),
            _ => Vec::new(),
        },
    }
}
