//! Exceptions that hold together and differ, and exceptions that change nothing.
//!
//! What goes before is only what is written: two exceptions of one requirement or definition must
//! never hold together, or say the same where they do.

use super::operators::of;
use super::regions::{Found, find};
use super::scope::Checker;
use crate::call::{
    Call, ExceptedCase, Exception, Expr, ExprKind, FactId, Requirement, Type, written,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::Text;
use crate::value::{Comparison, Value};

/// A requirement or definition with its exceptions.
struct Target<'c> {
    name: &'c str,
    /// Under which condition it applies, whatever its exceptions say.
    applies: Option<&'c Expr>,
    base: &'c Expr,
    exceptions: Vec<Branch<'c>>,
    /// `None` for a definition.
    requirement: Option<&'c Requirement>,
}

/// An exception, with what holds where it is in force.
struct Branch<'c> {
    exception: &'c Exception,
    /// `None` where nothing is required.
    value: Option<&'c Expr>,
}

/// A way in which two exceptions may differ, with what a test would expect of the first, or of the
/// second.
struct Difference {
    conditions: Vec<Expr>,
    expected: String,
}

impl Checker<'_> {
    /// Reports what is wrong with the exceptions of each requirement and definition.
    pub(super) fn clashes(&mut self) {
        let mut found = Vec::new();
        // What is wrong elsewhere may be why a condition seems never to hold.
        let sound = !self.diagnostics.iter().any(Diagnostic::is_error);
        for target in targets(&self.call) {
            for (place, first) in target.exceptions.iter().enumerate() {
                if sound {
                    self.idle(&target, first, &mut found);
                }
                for second in target.exceptions.iter().skip(place.saturating_add(1)) {
                    found.extend(clash(&self.call, &target, first, second));
                }
            }
        }
        self.diagnostics.extend(found);
    }

    /// Warns of an exception, or of something that switches it off, without any effect.
    fn idle(&self, target: &Target<'_>, branch: &Branch<'_>, found: &mut Vec<Diagnostic>) {
        let exception = branch.exception;
        let name = &exception.name;
        let never = |more: &[Expr]| {
            let mut conditions: Vec<Expr> = target.applies.into_iter().cloned().collect();
            conditions.extend(more.iter().cloned());
            find(&self.call, &conditions) == Found::None
        };
        if never(std::slice::from_ref(&exception.when)) {
            found.push(without_effect(
                exception.when.span,
                (
                    format!("l'eccezione `{name}` non si può mai presentare"),
                    format!("the exception `{name}` can never apply"),
                ),
            ));
            return;
        }
        let mut idle = false;
        for unless in &exception.unless {
            if never(&[exception.when.clone(), unless.when.clone()]) {
                idle = true;
                found.push(without_effect(
                    unless.when.span,
                    (
                        format!("`{}` non esclude mai l'eccezione `{name}`", unless.name),
                        format!(
                            "`{}` never switches the exception `{name}` off",
                            unless.name
                        ),
                    ),
                ));
            }
        }
        if idle {
            return;
        }
        let holds = holds(exception);
        if never(&holds) {
            found.push(without_effect(
                exception.span,
                (
                    format!("l'eccezione `{name}` è sempre esclusa"),
                    format!("the exception `{name}` is always switched off"),
                ),
            ));
            return;
        }
        let says_more = exception.message.is_some()
            || target.requirement.is_some_and(|requirement| {
                let consequence = exception.consequence.unwrap_or(requirement.consequence);
                consequence != requirement.consequence
            });
        let (Some(value), false) = (branch.value, says_more) else {
            return;
        };
        let same = value == target.base
            || differing(target.base, value).into_iter().all(|difference| {
                never(&holds.iter().cloned().chain(difference).collect::<Vec<_>>())
            });
        if same {
            found.push(without_effect(
                exception.span,
                (
                    format!("l'eccezione `{name}` non cambia nulla: vale già la regola generale"),
                    format!("the exception `{name}` changes nothing: the rule says the same"),
                ),
            ));
        }
    }
}

fn targets(call: &Call) -> Vec<Target<'_>> {
    let definitions = call.definitions.iter().filter_map(|definition| {
        let ExprKind::Excepted { base, exceptions } = &definition.value.kind else {
            return None;
        };
        let values = exceptions.iter().map(|case| &case.value);
        Some(Target {
            name: &definition.name,
            applies: None,
            base,
            exceptions: definition
                .exceptions
                .iter()
                .zip(values)
                .map(|(exception, value)| Branch {
                    exception,
                    value: Some(value),
                })
                .collect(),
            requirement: None,
        })
    });
    let requirements = call.requirements.iter().filter_map(|requirement| {
        let applies = requirement.applies_when.as_ref();
        let applies = applies.map(|it| it.narrowed().map_or(it, |(base, _)| base));
        let none: &[ExceptedCase] = &[];
        let (base, cases) = match &requirement.require.kind {
            ExprKind::Excepted { base, exceptions } => (&**base, exceptions.as_slice()),
            _ => (&requirement.require, none),
        };
        let mut values = cases.iter().map(|case| &case.value);
        let exceptions: Vec<Branch<'_>> = requirement
            .exceptions
            .iter()
            .map(|exception| Branch {
                exception,
                value: if exception.not_required {
                    None
                } else {
                    values.next()
                },
            })
            .collect();
        (!exceptions.is_empty()).then_some(Target {
            name: &requirement.name,
            applies,
            base,
            exceptions,
            requirement: Some(requirement),
        })
    });
    requirements.chain(definitions).collect()
}

/// Returns the conditions by which an exception is in force.
fn holds(exception: &Exception) -> Vec<Expr> {
    let unless = exception.unless.iter().map(|it| not(&it.when));
    std::iter::once(exception.when.clone())
        .chain(unless)
        .collect()
}

fn not(condition: &Expr) -> Expr {
    let kind = ExprKind::Not(Box::new(condition.clone()));
    of(kind, Type::YesNo, condition.span)
}

/// Returns the ways in which two values can differ: conditions, one of which holds then.
fn differing(first: &Expr, second: &Expr) -> Vec<Vec<Expr>> {
    if first == second {
        return Vec::new();
    }
    if first.ty == Type::YesNo {
        return vec![
            vec![first.clone(), not(second)],
            vec![not(first), second.clone()],
        ];
    }
    let sides = [first, second].map(|it| Box::new(it.clone()));
    let [left, right] = sides;
    let kind = ExprKind::Compare(Comparison::NotEqual, left, right);
    vec![vec![of(kind, Type::YesNo, second.span)]]
}

/// Returns the ways in which two exceptions that hold together can differ.
fn differences(
    call: &Call,
    target: &Target<'_>,
    first: &Branch<'_>,
    second: &Branch<'_>,
) -> Vec<Difference> {
    let of_requirement = |word: &str, by: &Branch<'_>| {
        let by = &by.exception.name;
        format!(
            "‹expect requirement› {} ‹{word}› ‹by exception› {by}",
            target.name
        )
    };
    let difference = |conditions, expected| Difference {
        conditions,
        expected,
    };
    let Some(requirement) = target.requirement else {
        let (Some(a), Some(b)) = (first.value, second.value) else {
            return Vec::new();
        };
        let expected = expected_value(call, target.name, [(first, a), (second, b)]);
        let ways = differing(a, b).into_iter();
        return ways.map(|it| difference(it, expected.clone())).collect();
    };
    match (first.value, second.value) {
        (None, None) => Vec::new(),
        (None, Some(_)) => vec![difference(
            Vec::new(),
            of_requirement("not applicable", first),
        )],
        (Some(_), None) => vec![difference(
            Vec::new(),
            of_requirement("not applicable", second),
        )],
        (Some(a), Some(b)) => {
            let of = |it: &Branch<'_>| it.exception.consequence.unwrap_or(requirement.consequence);
            if of(first) != of(second) {
                let unmet = of_requirement("unmet", first);
                return vec![
                    difference(vec![not(a)], unmet),
                    difference(vec![not(b)], of_requirement("unmet", second)),
                ];
            }
            let by = [first, second].map(|it| of_requirement("met", it));
            differing(a, b)
                .into_iter()
                .zip(by)
                .map(|(conditions, expected)| difference(conditions, expected))
                .collect()
        }
    }
}

/// Returns what a test would expect of a definition: the value of an exception, where that is
/// written out.
fn expected_value(call: &Call, name: &str, values: [(&Branch<'_>, &Expr); 2]) -> String {
    let literals = values.iter().filter_map(|(branch, value)| {
        let ExprKind::Constant(constant) = &value.kind else {
            return None;
        };
        let literal = written(call, constant, value.ty)?;
        Some((branch, literal))
    });
    match literals.into_iter().next() {
        Some((branch, literal)) => {
            let by = &branch.exception.name;
            format!("‹expect› {name} = {literal} ‹by exception› {by}")
        }
        None => format!("‹expect› {name} = ‹kw_unknown›"),
    }
}

/// Reports two exceptions that can hold together and differ, or of which that cannot be told.
fn clash(
    call: &Call,
    target: &Target<'_>,
    first: &Branch<'_>,
    second: &Branch<'_>,
) -> Option<Diagnostic> {
    let mut together: Vec<Expr> = target.applies.into_iter().cloned().collect();
    together.extend(holds(first.exception));
    together.extend(holds(second.exception));
    let mut decided = true;
    for difference in differences(call, target, first, second) {
        let mut conditions = together.clone();
        conditions.extend(difference.conditions);
        match find(call, &conditions) {
            Found::None => {}
            Found::Undecided => decided = false,
            Found::Example(facts) => {
                let test = test(call, [first, second], &facts, &difference.expected);
                return Some(clashing(target, first, second, test));
            }
        }
    }
    (!decided).then(|| undecided(target, first, second))
}

/// Returns a test on which two exceptions clash; `None` where no literals say what is needed.
fn test(
    call: &Call,
    branches: [&Branch<'_>; 2],
    facts: &[(FactId, Value)],
    expected: &str,
) -> Option<String> {
    let [first, second] = branches.map(|it| &it.exception.name);
    let mut lines = vec![
        format!("‹test› \"{first}, {second}\" {{"),
        "  ‹given› {".to_owned(),
    ];
    for (id, value) in facts {
        let fact = call.facts.get(id.index())?;
        lines.push(format!(
            "    {} = {}",
            fact.name,
            written(call, value, fact.kind)?
        ));
    }
    lines.extend(["  }".to_owned(), format!("  {expected}"), "}".to_owned()]);
    Some(lines.join("\n"))
}

fn clashing(
    target: &Target<'_>,
    first: &Branch<'_>,
    second: &Branch<'_>,
    test: Option<String>,
) -> Diagnostic {
    let [a, b] = [first, second].map(|it| &it.exception.name);
    let of = target.name;
    let diagnostic = Diagnostic::error(
        Code::ClashingExceptions,
        second.exception.span,
        Text::new(
            format!("le eccezioni `{a}` e `{b}` di `{of}` possono valere insieme, e non dicono la stessa cosa"),
            format!("the exceptions `{a}` and `{b}` of `{of}` may hold together, and do not say the same"),
        ),
    )
    .with_related(
        first.exception.span,
        Text::new("l'altra è questa", "this is the other"),
    );
    let (it, en) = (
        "dire quale prevale: nell'altra, `‹unless›` con la condizione e l'articolo",
        "say which goes before: in the other, `‹unless›` with the condition and the article",
    );
    diagnostic.with_hint(match test {
        None => Text::new(it, en),
        Some(test) => Text::new(
            format!("{it}. Su questa proposta valgono tutte e due; il test dice che cosa deve uscirne:\n{test}"),
            format!("{en}. On this proposal both hold; the test says what is to come out:\n{test}"),
        ),
    })
}

fn undecided(target: &Target<'_>, first: &Branch<'_>, second: &Branch<'_>) -> Diagnostic {
    let [a, b] = [first, second].map(|it| &it.exception.name);
    let of = target.name;
    Diagnostic::warning(
        Code::UndecidedExceptions,
        second.exception.span,
        Text::new(
            format!("non si può stabilire se le eccezioni `{a}` e `{b}` di `{of}` valgono insieme e si contraddicono"),
            format!("it cannot be told whether the exceptions `{a}` and `{b}` of `{of}` hold together and contradict each other"),
        ),
    )
    .with_related(
        first.exception.span,
        Text::new("l'altra è questa", "this is the other"),
    )
    .with_hint(Text::new(
        "se può accadere, dire quale prevale: nell'altra, `‹unless›` con la condizione e l'articolo; dove accade, l'esito resta ignoto",
        "if it may happen, say which goes before: in the other, `‹unless›` with the condition and the article; where it happens, the outcome stays unknown",
    ))
}

fn without_effect(span: Span, (it, en): (String, String)) -> Diagnostic {
    Diagnostic::warning(Code::ExceptionWithoutEffect, span, Text::new(it, en)).with_hint(Text::new(
        "toglierla, o correggere la condizione",
        "remove it, or correct the condition",
    ))
}
