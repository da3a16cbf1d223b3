//! Exceptions of requirements and definitions: their parts, all there and none twice.

use std::collections::BTreeMap;

use super::declarations::Seen;
use super::scope::{Checker, Scope};
use crate::call::{Citation, Consequence, Exception, Expr, Type, Unless};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{
    self, ExceptionBlock, ExceptionClause, Name, RequirementBlock, RequirementClause, UnlessBlock,
    UnlessClause,
};
use crate::text::Text;

/// The names of the exceptions of one requirement or definition, and of what switches them off.
type Names = BTreeMap<String, Span>;

impl Checker<'_> {
    /// Returns the exceptions of a requirement, each with what it requires, if it says so; `None`
    /// where one is wrong.
    pub(super) fn requirement_exceptions(
        &mut self,
        block: &RequirementBlock,
    ) -> Option<Vec<(Exception, Option<Expr>)>> {
        let mut names = Names::new();
        let blocks = block.clauses.iter().filter_map(|it| match &it.value {
            RequirementClause::Exception(block) => Some(block),
            _ => None,
        });
        let checked: Vec<_> = blocks
            .map(|block| {
                let exception = self.exception(block, &mut names);
                self.changes_something(block).and(exception)
            })
            .collect();
        checked.into_iter().collect()
    }

    /// Returns the exceptions of a definition, each with its value; `None` where one is wrong.
    pub(super) fn definition_exceptions(
        &mut self,
        exceptions: &[(ExceptionBlock, tree::Expr)],
        kind: Type,
    ) -> Option<Vec<(Exception, Expr)>> {
        let mut names = Names::new();
        let checked: Vec<_> = exceptions
            .iter()
            .map(|(block, value)| {
                let exception = self.exception(block, &mut names);
                let value = self.expr_of(value, kind, &Scope::default())?;
                Some((exception?.0, value))
            })
            .collect();
        checked.into_iter().collect()
    }

    fn exception(
        &mut self,
        block: &ExceptionBlock,
        names: &mut Names,
    ) -> Option<(Exception, Option<Expr>)> {
        let fresh = self.fresh(&block.name, names);
        let scope = Scope::default();
        let mut seen = Seen::default();
        let (mut when, mut require, mut message) = (None, None, None);
        let mut citations: Vec<Citation> = Vec::new();
        let mut unless: Vec<Option<Unless>> = Vec::new();
        let mut consequence = None;
        let mut not_required = false;
        for clause in &block.clauses {
            let word = match &clause.value {
                ExceptionClause::Cite(citation) => {
                    citations.extend(self.citations([citation]));
                    if seen.span("cite").is_none() {
                        self.once(&mut seen, "cite", clause.span);
                    }
                    continue;
                }
                ExceptionClause::Unless(block) => {
                    unless.push(self.unless(block, names));
                    continue;
                }
                ExceptionClause::When(condition) => {
                    when = self.condition(condition, &scope);
                    "when"
                }
                ExceptionClause::Require(condition) => {
                    require = Some(self.condition(condition, &scope));
                    "require"
                }
                ExceptionClause::NotRequired => {
                    not_required = true;
                    "not required"
                }
                ExceptionClause::Else(words) => {
                    message = Some(self.message(words));
                    "else"
                }
                ExceptionClause::Remedy(term) => {
                    consequence = Some(Consequence::Remedy(*term));
                    "remedy"
                }
                ExceptionClause::Reservation(term) => {
                    consequence = Some(Consequence::Reservation(*term));
                    "reservation"
                }
            };
            self.once(&mut seen, word, clause.span);
        }
        self.exclude_each_other(&seen, "remedy", "reservation");
        for other in ["require", "else", "remedy", "reservation"] {
            self.exclude_each_other(&seen, "not required", other);
        }
        self.complete(&seen, &["cite", "when"], "exception", block.name.span);
        let require = match require {
            Some(require) => Some(require?),
            None => None,
        };
        let exception = Exception {
            name: block.name.value.clone(),
            title: block.title.as_ref().map(|title| title.text.clone()),
            citations,
            when: when?,
            unless: unless.into_iter().collect::<Option<_>>()?,
            not_required,
            message,
            consequence,
            span: block.name.span,
        };
        fresh.then_some((exception, require))
    }

    fn unless(&mut self, block: &UnlessBlock, names: &mut Names) -> Option<Unless> {
        let fresh = self.fresh(&block.name, names);
        let mut seen = Seen::default();
        let mut when = None;
        let mut citations: Vec<Citation> = Vec::new();
        for clause in &block.clauses {
            match &clause.value {
                UnlessClause::Cite(citation) => {
                    citations.extend(self.citations([citation]));
                    if seen.span("cite").is_none() {
                        self.once(&mut seen, "cite", clause.span);
                    }
                }
                UnlessClause::When(condition) => {
                    when = self.condition(condition, &Scope::default());
                    self.once(&mut seen, "when", clause.span);
                }
            }
        }
        self.complete(&seen, &["cite", "when"], "unless", block.name.span);
        let unless = Unless {
            name: block.name.value.clone(),
            title: block.title.as_ref().map(|title| title.text.clone()),
            citations,
            when: when?,
            span: block.name.span,
        };
        fresh.then_some(unless)
    }

    /// Tells whether no other exception of the same requirement or definition, nor what switches
    /// one off, has this name.
    fn fresh(&mut self, name: &Name, names: &mut Names) -> bool {
        if let Some(first) = names.get(&name.value) {
            let first = *first;
            self.duplicate(name, first);
            return false;
        }
        names.insert(name.value.clone(), name.span);
        true
    }

    /// Reports an exception of a requirement that says nothing of its own.
    fn changes_something(&mut self, block: &ExceptionBlock) -> Option<()> {
        let idle = |clause: &ExceptionClause| {
            matches!(
                clause,
                ExceptionClause::Cite(_) | ExceptionClause::When(_) | ExceptionClause::Unless(_)
            )
        };
        if !block.clauses.iter().all(|clause| idle(&clause.value)) {
            return Some(());
        }
        self.report(
            Diagnostic::error(
                Code::MissingPart,
                block.name.span,
                Text::new(
                    format!(
                        "l'eccezione `{}` non dice che cosa cambia",
                        block.name.value
                    ),
                    format!(
                        "the exception `{}` does not say what it changes",
                        block.name.value
                    ),
                ),
            )
            .with_hint(Text::new(
                "aggiungere `‹require› …`, o `‹not required›` se allora non è richiesto nulla",
                "add `‹require› …`, or `‹not required›` if nothing is required then",
            )),
        );
        None
    }
}
