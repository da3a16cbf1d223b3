//! Exceptions of requirements and definitions.

use super::{
    Call, Citation, Consequence, Definition, DefinitionId, ExceptedCase, Expr, ExprKind, Message,
    Requirement, RequirementId, Type,
};
use crate::source::Span;
use crate::text::Text;
use crate::value::Value;

/// An exception of a requirement or definition. What it does not state it inherits.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Its name; nothing else in its requirement or definition is called so.
    pub name: String,
    /// Its title, if it has one.
    pub title: Option<Text>,
    /// What it rests on; at least one.
    pub citations: Vec<Citation>,
    /// When it holds, unless something switches it off.
    pub when: Expr,
    /// What switches it off.
    pub unless: Vec<Unless>,
    /// Whether nothing is required where it holds.
    pub not_required: bool,
    /// What a proposal that does not meet the requirement is told where it holds.
    pub message: Option<Message>,
    /// What becomes of a proposal that does not meet the requirement where it holds.
    pub consequence: Option<Consequence>,
    /// Where its name was written.
    pub span: Span,
}

/// What switches an exception off.
#[derive(Clone, Debug)]
pub struct Unless {
    /// Its name; nothing else in its requirement or definition is called so.
    pub name: String,
    /// Its title, if it has one.
    pub title: Option<Text>,
    /// What it rests on; at least one.
    pub citations: Vec<Citation>,
    /// When it does.
    pub when: Expr,
    /// Where its name was written.
    pub span: Span,
}

/// What an exception changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A definition.
    Definition(DefinitionId),
    /// A requirement.
    Requirement(RequirementId),
}

/// An exception of a [`Call`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExceptionId {
    /// What it changes.
    pub target: Target,
    /// Its place among the exceptions of that.
    pub place: u32,
}

impl Exception {
    /// Returns the exception as a part of an expression, with its value there.
    fn case(&self, exception: ExceptionId, value: Expr) -> ExceptedCase {
        ExceptedCase {
            exception,
            when: self.when.clone(),
            unless: self.unless.iter().map(|it| it.when.clone()).collect(),
            value,
        }
    }
}

impl Expr {
    /// Returns the base of a condition whose exceptions can only make it fail: nowhere else does
    /// the condition hold.
    pub fn narrowed(&self) -> Option<(&Self, &[ExceptedCase])> {
        let ExprKind::Excepted { base, exceptions } = &self.kind else {
            return None;
        };
        let no = ExprKind::Constant(Value::YesNo(false));
        let mut values = exceptions.iter().map(|case| &case.value);
        let narrows = values.all(|value| value.kind == no || *value == **base);
        narrows.then_some((&**base, exceptions.as_slice()))
    }
}

impl Requirement {
    /// Gives the requirement its exceptions, each with what it requires instead; `None` where it
    /// does not say so.
    pub fn except(&mut self, id: RequirementId, exceptions: Vec<(Exception, Option<Expr>)>) {
        let target = Target::Requirement(id);
        let numbered = || ids(target).zip(&exceptions);
        if exceptions
            .iter()
            .any(|(exception, _)| exception.not_required)
        {
            // That a requirement always applies is written nowhere.
            let nowhere = Span {
                end: self.span.start,
                ..self.span
            };
            let base = self.applies_when.clone();
            let base = base.unwrap_or_else(|| answer(true, nowhere));
            let cases = numbered().map(|(id, (exception, _))| {
                let value = if exception.not_required {
                    answer(false, exception.span)
                } else {
                    base.clone()
                };
                exception.case(id, value)
            });
            self.applies_when = Some(excepted(&base, cases.collect()));
        }
        // Where an exception says that nothing is required, nothing is required there.
        let required = numbered().filter(|(_, (exception, _))| !exception.not_required);
        let cases: Vec<_> = required
            .map(|(id, (exception, require))| {
                let require = require.as_ref().unwrap_or(&self.require);
                exception.case(id, require.clone())
            })
            .collect();
        if !cases.is_empty() {
            self.require = excepted(&self.require, cases);
        }
        self.exceptions = exceptions.into_iter().map(|(it, _)| it).collect();
    }
}

impl Definition {
    /// Gives the definition its exceptions, each with its value.
    pub fn except(&mut self, id: DefinitionId, exceptions: Vec<(Exception, Expr)>) {
        let cases: Vec<_> = ids(Target::Definition(id))
            .zip(&exceptions)
            .map(|(id, (exception, value))| exception.case(id, value.clone()))
            .collect();
        if !cases.is_empty() {
            self.value = excepted(&self.value, cases);
        }
        self.exceptions = exceptions.into_iter().map(|(it, _)| it).collect();
    }
}

impl Call {
    /// Returns an exception, with the name of what it changes.
    pub fn exception(&self, id: ExceptionId) -> Option<(&str, &Exception)> {
        let (name, exceptions) = match id.target {
            Target::Definition(id) => {
                let definition = self.definitions.get(id.index())?;
                (&definition.name, &definition.exceptions)
            }
            Target::Requirement(id) => {
                let requirement = self.requirements.get(id.index())?;
                (&requirement.name, &requirement.exceptions)
            }
        };
        let place = usize::try_from(id.place).ok()?;
        Some((name, exceptions.get(place)?))
    }
}

/// Returns the ids of the exceptions of `target`, in the order written.
fn ids(target: Target) -> impl Iterator<Item = ExceptionId> {
    (0..).map(move |place| ExceptionId { target, place })
}

fn excepted(base: &Expr, exceptions: Vec<ExceptedCase>) -> Expr {
    Expr {
        kind: ExprKind::Excepted {
            base: Box::new(base.clone()),
            exceptions,
        },
        ty: base.ty,
        span: base.span,
    }
}

fn answer(yes: bool, span: Span) -> Expr {
    Expr {
        kind: ExprKind::Constant(Value::YesNo(yes)),
        ty: Type::YesNo,
        span,
    }
}
