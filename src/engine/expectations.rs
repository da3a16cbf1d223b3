//! What a test expects, held against what came out.

use std::collections::BTreeSet;

use super::judging::Judged;
use super::outcome::Outcome;
use super::reasons::money_text;
use super::words::{
    admission_of, admission_word, count_word, count_words, judgement_word, outcome_words,
};
use crate::assessment::{
    Admission, Assessment, Case, Evaluated, ExceptionState, Judgement, evaluate, exception_states,
};
use crate::call::{
    Call, DefinitionId, ExceptionId, Expectation, Expr, ExprKind, RequirementId, Target, Type, show,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::facts::Proposal;
use crate::number::Money;
use crate::scoring::{Marks, Score, score};
use crate::source::Span;
use crate::text::{Language, Text, given_name};
use crate::value::{AdmissionWord, CountWord, FindingWord, Value};

/// How many proposals a failure names before it only counts them.
const NAMED: usize = 5;

/// Everything that a test has brought about.
pub(super) struct Run<'a> {
    pub(super) call: &'a Call,
    pub(super) proposals: &'a [Proposal],
    pub(super) marks: &'a Marks,
    pub(super) judged: &'a Judged,
    /// `None` where no expectation needs it, or where there is none to be had.
    pub(super) outcome: Option<&'a Outcome>,
}

impl Run<'_> {
    /// Says how the run differs from `expectation`, if it does.
    pub(super) fn failure(&self, expectation: &Expectation, span: Span) -> Option<Diagnostic> {
        match expectation {
            Expectation::Admission(word, because) => self.admission(*word, because, span),
            Expectation::Finding(requirement, word) => self.finding(*requirement, *word, span),
            Expectation::Definition(id, value) => self.definition(*id, value.as_ref(), span),
            Expectation::InForce(expected) => self.in_force(expected, span),
            Expectation::Count(word, count) => {
                let found = self.outcome?.count(*word);
                (found != *count).then(|| {
                    let (expected, found) = (count.to_string(), found.to_string());
                    failed(
                        span,
                        &code(count_words(*word)),
                        &same(&expected),
                        &same(&found),
                    )
                })
            }
            Expectation::Spent(amount) => {
                let spent = self.outcome?.selection.as_ref().map(|it| it.spent);
                self.money("‹spent›", *amount, spent, span)
            }
            Expectation::Left(amount) => {
                let left = self.outcome?.selection.as_ref().and_then(|it| it.left);
                self.money("‹left›", *amount, left, span)
            }
            Expectation::Proposal(id, word) => self.proposal(id, *word, span),
            Expectation::Column {
                what,
                column,
                cells,
            } => self.column(*what, column, cells, span),
            Expectation::Award(amount) => {
                let award = &self.call.envelope.as_ref()?.award;
                let amount = amount.map(|it| Value::Number(it.euro()));
                self.value(
                    given_name("award", self.call.keywords),
                    award,
                    amount.as_ref(),
                    span,
                )
            }
            Expectation::WaitsFor(facts) => self.waits_for(facts, span),
            Expectation::Score(_)
            | Expectation::Points(..)
            | Expectation::Threshold { .. }
            | Expectation::BelowThreshold(_) => self.points_failure(expectation, span),
        }
    }

    /// Returns the points of a proposal, admitted or not: a test may be about them alone.
    pub(super) fn score(&self, proposal: &Proposal) -> Option<Score> {
        score(self.case(proposal), self.marks)
    }

    fn admission(
        &self,
        word: AdmissionWord,
        because: &[RequirementId],
        span: Span,
    ) -> Option<Diagnostic> {
        let expected: BTreeSet<RequirementId> = because.iter().copied().collect();
        self.judged.assessments.iter().find_map(|assessment| {
            let behind: BTreeSet<RequirementId> = assessment
                .findings
                .iter()
                .filter(|it| matches!(it.judgement, Judgement::Unmet | Judgement::Unknown))
                .map(|it| self.first_version(it.requirement))
                .collect();
            let agrees = admission_of(word) == assessment.admission
                && (expected.is_empty() || expected == behind);
            if agrees {
                return None;
            }
            let expected = self.because(admission_of(word), &expected);
            let found = self.because(assessment.admission, &behind);
            let diagnostic = failed(span, &self.subject(assessment), &expected, &found);
            Some(self.with_findings(diagnostic, assessment))
        })
    }

    fn finding(
        &self,
        requirement: RequirementId,
        word: FindingWord,
        span: Span,
    ) -> Option<Diagnostic> {
        let expected = match word {
            FindingWord::Met => Judgement::Met,
            FindingWord::Unmet => Judgement::Unmet,
            FindingWord::Unknown => Judgement::Unknown,
            FindingWord::NotApplicable => Judgement::NotApplicable,
        };
        self.judged.assessments.iter().find_map(|assessment| {
            let mut versions = assessment
                .findings
                .iter()
                .filter(|it| self.first_version(it.requirement) == requirement);
            let first = versions.clone().next()?;
            let found = versions
                .find(|it| it.judgement != Judgement::NotApplicable)
                .unwrap_or(first);
            // What no longer matters is unknown all the same.
            let judgement = match found.judgement {
                Judgement::NotExamined => Judgement::Unknown,
                other => other,
            };
            if judgement == expected {
                return None;
            }
            let diagnostic = failed(
                span,
                &code(&format!("‹requirement› {}", self.requirement(requirement))),
                &code(judgement_word(expected)),
                &code(judgement_word(found.judgement)),
            );
            Some(self.with_findings(diagnostic, assessment))
        })
    }

    fn waits_for(&self, facts: &[String], span: Span) -> Option<Diagnostic> {
        let expected: BTreeSet<&str> = facts.iter().map(String::as_str).collect();
        self.judged.assessments.iter().find_map(|assessment| {
            let unknown = assessment
                .findings
                .iter()
                .filter(|it| it.judgement == Judgement::Unknown);
            let found: BTreeSet<&str> = unknown.flat_map(|it| it.unknown.facts()).collect();
            if found == expected {
                return None;
            }
            let listed = |facts: BTreeSet<&str>| {
                if facts.is_empty() {
                    return Text::new("nulla", "nothing");
                }
                code(&facts.into_iter().collect::<Vec<_>>().join(", "))
            };
            let diagnostic = failed(
                span,
                &code("waits for"),
                &listed(expected.clone()),
                &listed(found),
            );
            Some(self.with_findings(diagnostic, assessment))
        })
    }

    fn definition(
        &self,
        id: DefinitionId,
        expected: Option<&Value>,
        span: Span,
    ) -> Option<Diagnostic> {
        let definition = self.call.definitions.get(id.index())?;
        let expr = Expr {
            kind: ExprKind::Definition(id),
            ty: definition.kind,
            span,
        };
        self.value(&definition.name, &expr, expected, span)
            .map(|it| it.with_related(definition.span, Text::new("definito qui", "defined here")))
    }

    /// Exceptions are told by name: of a requirement with versions, each version has its own.
    fn in_force(&self, expected: &[ExceptionId], span: Span) -> Option<Diagnostic> {
        let (target, (of, _)) = expected
            .first()
            .and_then(|id| Some((id.target, self.call.exception(*id)?)))?;
        let name = |id: &ExceptionId| {
            let (_, exception) = self.call.exception(*id)?;
            Some(exception.name.as_str())
        };
        let expected: BTreeSet<&str> = expected.iter().filter_map(name).collect();
        let shown = |names: &BTreeSet<&str>| {
            let names: Vec<&str> = names.iter().copied().collect();
            match names.as_slice() {
                [] => Text::new("nessuna", "none"),
                names => code(&names.join(", ")),
            }
        };
        let mut cases = self.proposals.iter().zip(&self.judged.assessments);
        cases.find_map(|(proposal, assessment)| {
            let states: Vec<(Target, Vec<ExceptionState>)> = match target {
                Target::Definition(_) => {
                    vec![(target, exception_states(self.case(proposal), target))]
                }
                Target::Requirement(id) => assessment
                    .findings
                    .iter()
                    .filter(|it| self.first_version(it.requirement) == self.first_version(id))
                    .map(|it| {
                        let version = Target::Requirement(it.requirement);
                        (version, it.exceptions.clone())
                    })
                    .collect(),
            };
            let found: BTreeSet<&str> = states
                .iter()
                .flat_map(|(target, states)| (0..).zip(states).map(move |it| (*target, it)))
                .filter(|(_, (_, state))| state.in_force() == Some(true))
                .filter_map(|(target, (place, _))| name(&ExceptionId { target, place }))
                .collect();
            if found == expected {
                return None;
            }
            let subject = Text::new(
                format!("le eccezioni di `{of}` in vigore"),
                format!("the exceptions of `{of}` in force"),
            );
            Some(failed(span, &subject, &shown(&expected), &shown(&found)))
        })
    }

    fn case<'s>(&'s self, proposal: &'s Proposal) -> Case<'s> {
        self.judged.case(self.call, proposal, &[])
    }

    fn value(
        &self,
        name: &str,
        expr: &Expr,
        expected: Option<&Value>,
        span: Span,
    ) -> Option<Diagnostic> {
        self.proposals.iter().find_map(|proposal| {
            let score = self.score(proposal);
            let points = score.as_ref().map(Score::points).unwrap_or_default();
            let case = self.judged.case(self.call, proposal, &points);
            let found = evaluate(case, expr);
            let agrees = match (&found, expected) {
                (Evaluated::Known(found), Some(expected)) => found == expected,
                (Evaluated::Unknown(_), None) => true,
                _ => false,
            };
            if agrees {
                return None;
            }
            let expected = match expected {
                Some(value) => self.shown(value, expr.ty),
                None => code("‹unknown›"),
            };
            let found = match &found {
                Evaluated::Known(value) => self.shown(value, expr.ty),
                Evaluated::Absent => Text::new(
                    "niente, perché non si applica a questa domanda",
                    "nothing, for it does not apply to this proposal",
                ),
                Evaluated::Unknown(_) => code("‹unknown›"),
            };
            Some(failed(span, &code(name), &expected, &found))
        })
    }

    fn money(
        &self,
        word: &str,
        expected: Money,
        found: Option<Money>,
        span: Span,
    ) -> Option<Diagnostic> {
        if found == Some(expected) {
            return None;
        }
        let shown = |amount| {
            Text::new(
                money_text(self.call, amount, Language::Italian),
                money_text(self.call, amount, Language::English),
            )
        };
        let found = match found {
            Some(amount) => shown(amount),
            None => Text::new("nessuna dotazione", "no envelope"),
        };
        Some(failed(span, &code(word), &shown(expected), &found))
    }

    fn proposal(&self, id: &str, word: CountWord, span: Span) -> Option<Diagnostic> {
        let outcome = self.outcome?;
        let subject = Text::new(format!("la domanda `{id}`"), format!("proposal `{id}`"));
        let Some(found) = outcome.proposals.iter().find(|it| it.id == id) else {
            let nothing = Text::new("non è fra quelle ricevute", "not among those received");
            let ids = outcome.proposals.iter().map(|it| it.id.as_str());
            let expected = code(count_word(word));
            return Some(failed(span, &subject, &expected, &nothing).with_suggestion(id, ids));
        };
        if found.is(word) {
            return None;
        }
        let diagnostic = failed(
            span,
            &subject,
            &code(count_word(word)),
            &code(outcome_words(found)),
        );
        let why = found.reasons.first().map(|reason| reason.message.clone());
        Some(match why {
            Some(why) => diagnostic.with_label(why),
            None => diagnostic,
        })
    }

    fn column(
        &self,
        what: CountWord,
        column: &str,
        cells: &[(String, bool)],
        span: Span,
    ) -> Option<Diagnostic> {
        let outcome = self.outcome?;
        let differing: Vec<String> = self
            .proposals
            .iter()
            .zip(&outcome.proposals)
            .filter_map(|(proposal, found)| {
                let cell = proposal.compare.get(column).map_or("", String::as_str);
                let expected = cells.iter().find(|(word, _)| word == cell);
                let agrees = expected.is_some_and(|(_, yes)| *yes == found.is(what));
                (!agrees).then(|| format!("`{}` (\"{cell}\", {})", found.id, outcome_words(found)))
            })
            .collect();
        if differing.is_empty() && !self.proposals.is_empty() {
            return None;
        }
        let some: Vec<_> = differing.iter().take(NAMED).cloned().collect();
        let (some, more) = (
            some.join(", "),
            if differing.len() > NAMED { ", …" } else { "" },
        );
        let (count, all) = (differing.len(), self.proposals.len());
        let word = count_words(what);
        Some(
            Diagnostic::error(
                Code::TestFailed,
                span,
                Text::new(
                    format!("`{word}` non concorda con la colonna `{column}` per {count} domande su {all}"),
                    format!("`{word}` does not agree with column `{column}` for {count} proposals of {all}"),
                ),
            )
              .with_label(same(&format!("{some}{more}"))),
        )
    }

    /// Names the proposal, where there is more than one.
    fn subject(&self, assessment: &Assessment) -> Text {
        let id = &assessment.proposal;
        match self.judged.assessments.len() {
            0 | 1 => Text::new("la domanda", "the proposal"),
            _ => Text::new(format!("la domanda `{id}`"), format!("proposal `{id}`")),
        }
    }

    fn requirement(&self, id: RequirementId) -> &str {
        self.call
            .requirements
            .get(id.index())
            .map_or("", |it| it.name.as_str())
    }

    /// Returns the first requirement of the same name: tests name no single version.
    fn first_version(&self, id: RequirementId) -> RequirementId {
        let name = self.requirement(id);
        let mut all = (0..).map(RequirementId).zip(&self.call.requirements);
        all.find(|(_, it)| it.name == name)
            .map_or(id, |(first, _)| first)
    }

    fn because(&self, admission: Admission, requirements: &BTreeSet<RequirementId>) -> Text {
        let word = admission_word(admission);
        if requirements.is_empty() {
            return code(word);
        }
        let names: Vec<_> = requirements
            .iter()
            .map(|id| self.requirement(*id))
            .collect();
        code(&format!("{word} ‹because› {}", names.join(", ")))
    }

    fn shown(&self, value: &Value, ty: Type) -> Text {
        let names = self.call.names();
        Text::new(
            show(value, ty, names, Language::Italian),
            show(value, ty, names, Language::English),
        )
    }

    /// Points at the requirements that stand behind an assessment.
    fn with_findings(&self, mut diagnostic: Diagnostic, assessment: &Assessment) -> Diagnostic {
        for finding in &assessment.findings {
            let Some(requirement) = self.call.requirements.get(finding.requirement.index()) else {
                continue;
            };
            let text = match (finding.judgement, &finding.message) {
                (Judgement::Unmet, Some(message)) => message.clone(),
                (Judgement::Unmet, None) => code("‹unmet›"),
                (Judgement::Unknown, _) => {
                    let waits: Vec<_> = finding.unknown.facts().collect();
                    let waits = waits.join(", ");
                    Text::new(
                        format!("non si può dire: manca {waits}"),
                        format!("it cannot be told: {waits} is missing"),
                    )
                }
                _ => continue,
            };
            diagnostic = diagnostic.with_related(requirement.require.span, text);
        }
        diagnostic
    }
}

fn same(words: &str) -> Text {
    Text::italian(words)
}

/// Returns words of a rule file, which read the same in every language.
pub(super) fn code(words: &str) -> Text {
    Text::italian(format!("`{words}`"))
}

pub(super) fn failed(span: Span, subject: &Text, expected: &Text, found: &Text) -> Diagnostic {
    let part = |text: &Text, language| text.get(language).to_owned();
    let it = |text| part(text, Language::Italian);
    let en = |text| part(text, Language::English);
    Diagnostic::error(
        Code::TestFailed,
        span,
        Text::new(
            format!(
                "{}: atteso {}, trovato {}",
                it(subject),
                it(expected),
                it(found)
            ),
            format!(
                "{}: expected {}, found {}",
                en(subject),
                en(expected),
                en(found)
            ),
        ),
    )
}
