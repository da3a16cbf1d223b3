//! Exceptions: which are in force, and which value is taken.

use super::kleene::{Junction, not};
use super::leaves::Evaluator;
use super::unknown::AllNeeded;
use super::{Case, Evaluated, NoResultKind, Step, Unknown};
use crate::call::{ExceptedCase, Exception, ExceptionId, Expr, ExprKind, Target};
use crate::source::Span;

/// What becomes of an exception over one proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionState {
    /// Whether its condition holds; `None` where that cannot be told.
    pub when: Option<bool>,
    /// Whether each `unless`, in the order written, would switch it off; `None` where that cannot
    /// be told.
    pub unless: Vec<Option<bool>>,
}

impl ExceptionState {
    /// Tells whether the exception is in force; `None` where that cannot be told.
    ///
    /// ```
    /// use bando::assessment::ExceptionState;
    /// let state = ExceptionState { when: Some(true), unless: vec![Some(false), Some(true)] };
    /// assert_eq!(state.in_force(), Some(false));
    /// ```
    pub fn in_force(&self) -> Option<bool> {
        if self.when == Some(false) || self.unless.contains(&Some(true)) {
            return Some(false);
        }
        (self.when == Some(true) && !self.unless.contains(&None)).then_some(true)
    }

    /// Returns the places of the `unless` that switch the exception off, where its condition does
    /// not fail.
    pub fn switched_off_by(&self) -> impl Iterator<Item = usize> {
        let fails = self.when == Some(false);
        let places = self.unless.iter().enumerate();
        places
            .filter(move |(_, off)| !fails && **off == Some(true))
            .map(|(place, _)| place)
    }
}

/// An exception in an explanation, with the steps of its parts.
#[derive(Clone, Copy, Debug)]
pub struct ExplainedException<'s> {
    /// Which exception.
    pub exception: ExceptionId,
    /// Its condition.
    pub when: &'s Step<'s>,
    /// What switches it off, one step per `unless`.
    pub unless: &'s [Step<'s>],
    /// The value where it is in force.
    pub value: &'s Step<'s>,
}

impl ExplainedException<'_> {
    /// Returns what becomes of the exception.
    pub fn state(&self) -> ExceptionState {
        ExceptionState {
            when: self.when.value.yes_no(),
            unless: self.unless.iter().map(|it| it.value.yes_no()).collect(),
        }
    }
}

impl Step<'_> {
    /// Returns the base and the exceptions of a step that has some.
    pub fn excepted(&self) -> Option<(&Self, Vec<ExplainedException<'_>>)> {
        let ExprKind::Excepted { exceptions, .. } = &self.expr.kind else {
            return None;
        };
        let (base, mut rest) = self.inputs.split_first()?;
        let mut explained = Vec::new();
        for case in exceptions {
            let (when, after) = rest.split_first()?;
            let (unless, after) = after.split_at_checked(case.unless.len())?;
            let (value, after) = after.split_first()?;
            rest = after;
            explained.push(ExplainedException {
                exception: case.exception,
                when,
                unless,
                value,
            });
        }
        Some((base, explained))
    }
}

/// Returns what becomes of each exception of a requirement or definition over one proposal.
pub fn exception_states(case: Case<'_>, target: Target) -> Vec<ExceptionState> {
    let exceptions = match target {
        Target::Definition(id) => {
            let definition = case.call.definitions.get(id.index());
            definition.map(|it| &it.exceptions)
        }
        Target::Requirement(id) => {
            let requirement = case.call.requirements.get(id.index());
            requirement.map(|it| &it.exceptions)
        }
    };
    Evaluator::new(case).states(exceptions.map_or(&[], Vec::as_slice))
}

impl<'a> Evaluator<'a> {
    pub(super) fn states(&mut self, exceptions: &'a [Exception]) -> Vec<ExceptionState> {
        exceptions
            .iter()
            .map(|exception| ExceptionState {
                when: self.evaluate(&exception.when).yes_no(),
                unless: exception
                    .unless
                    .iter()
                    .map(|it| self.evaluate(&it.when).yes_no())
                    .collect(),
            })
            .collect()
    }

    /// Tells whether an exception is in force.
    pub(super) fn holds(&mut self, case: &'a ExceptedCase) -> Evaluated {
        let mut holds = Junction::and();
        let mut fails = holds.add(&self.evaluate(&case.when));
        for unless in &case.unless {
            fails = fails || holds.add(&not(&self.evaluate(unless)));
        }
        holds.result()
    }

    pub(super) fn excepted(
        &mut self,
        span: Span,
        base: &'a Expr,
        exceptions: &'a [ExceptedCase],
    ) -> Evaluated {
        let mut branches = Branches::default();
        for case in exceptions {
            let holds = self.holds(case);
            branches.add(case.exception, &holds, || self.evaluate(&case.value));
        }
        branches.result(span, || self.evaluate(base))
    }
}

/// Takes the value of a base with exceptions, out of the values of all parts in order.
pub(super) fn excepted<E: AsRef<Evaluated>>(
    span: Span,
    exceptions: &[ExceptedCase],
    inputs: &[E],
) -> Evaluated {
    let mut inputs = inputs.iter().map(AsRef::as_ref);
    let mut next = || inputs.next().unwrap_or(&Evaluated::Absent);
    let base = next();
    let mut branches = Branches::default();
    for case in exceptions {
        let mut holds = Junction::and();
        holds.add(next());
        for _ in &case.unless {
            holds.add(&not(next()));
        }
        let value = next();
        branches.add(case.exception, &holds.result(), || value.clone());
    }
    branches.result(span, || base.clone())
}

/// The values that may be taken: of the exceptions that hold, and of those that still may.
#[derive(Debug, Default)]
struct Branches {
    certain: Vec<(ExceptionId, Evaluated)>,
    possible: Vec<Evaluated>,
    /// Why it is open whether some hold.
    open: Unknown,
}

impl Branches {
    /// Adds an exception, asking for its value only if that may be taken.
    fn add(&mut self, id: ExceptionId, holds: &Evaluated, value: impl FnOnce() -> Evaluated) {
        match holds.yes_no() {
            Some(false) => {}
            Some(true) => self.certain.push((id, value())),
            None => {
                self.open.take_in(holds);
                self.possible.push(value());
            }
        }
    }

    /// Returns the value on which all branches agree. Where two exceptions hold and differ there is
    /// none, whatever else comes out.
    fn result(self, span: Span, base: impl FnOnce() -> Evaluated) -> Evaluated {
        if let Some((first, second)) = self.clash() {
            let why = NoResultKind::Clash(first, second);
            return Evaluated::Unknown(Unknown::no_result(span, why));
        }
        let Self {
            certain,
            possible,
            mut open,
        } = self;
        let mut certain: Vec<Evaluated> = certain.into_iter().map(|(_, value)| value).collect();
        if certain.is_empty() {
            if possible.is_empty() {
                return base();
            }
            let mut branches = possible;
            branches.push(base());
            return agreed(&branches).unwrap_or_else(|| {
                // That none of them ever has a value is something they can agree on too.
                if branches.iter().all(Evaluated::is_hopeless) {
                    open = Unknown::default();
                }
                for value in &branches {
                    open.take_in(value);
                }
                open.evaluated()
            });
        }
        if certain.len() == 1 && possible.is_empty() {
            return certain.pop().unwrap_or(Evaluated::Absent);
        }
        // Those that hold are all needed: where one never has a value, nor has the whole.
        let hopeless = certain.iter().filter(|value| value.is_hopeless());
        if let Some(missing) = AllNeeded::of(hopeless).missing() {
            return missing;
        }
        certain.extend(possible);
        agreed(&certain).unwrap_or_else(|| {
            for value in &certain {
                open.take_in(value);
            }
            open.evaluated()
        })
    }

    /// Returns the first two exceptions that hold and differ.
    fn clash(&self) -> Option<(ExceptionId, ExceptionId)> {
        let mut known = self
            .certain
            .iter()
            .filter(|(_, value)| value.known().is_some());
        let (first, value) = known.next()?;
        let (second, _) = known.find(|(_, other)| other != value)?;
        Some((*first, *second))
    }
}

/// Returns the value that all branches have, if they have one.
fn agreed(branches: &[Evaluated]) -> Option<Evaluated> {
    let (first, others) = branches.split_first()?;
    let agree = first.known().is_some() && others.iter().all(|other| other == first);
    agree.then(|| first.clone())
}
