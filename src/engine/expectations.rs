//! What a test expects, held against what came out.

use std::collections::BTreeSet;

use super::judging::{Judged, is_scored};
use super::outcome::Outcome;
use super::reasons::money_text;
use super::words::{admission_of, admission_word, count_words, judgement_word};
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
use crate::source::{Files, Span};
use crate::text::{Language, Text, given_name};
use crate::value::{AdmissionWord, FindingWord, Value};

/// Everything that a test has brought about.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    pub(super) call: &'a Call,
    pub(super) files: &'a dyn Files,
    pub(super) proposals: &'a [Proposal],
    /// One for each proposal, in their order.
    pub(super) assessments: &'a [Assessment],
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
            Expectation::Of(id, expectation) => self.of_one(id, expectation, span),
            Expectation::Outcome(word) => self.outcome_differs(*word, span),
            Expectation::Because(expected) => self.because_differs(expected, span),
            Expectation::Citing(by, citation) => self.citation_missing(*by, citation, span),
            Expectation::Rank(rank) => self.rank_differs(*rank, span),
            Expectation::Column {
                what,
                column,
                file,
                cells,
            } => self.column_differs(*what, column, file.as_deref(), cells, span),
            Expectation::Award(amount) if self.outcome.is_some() => {
                self.given_differs(*amount, span)
            }
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

    /// Returns the points of a proposal, if it is to have any: as in a ranking, those not admitted
    /// have none unless the grid gives points to every proposal.
    pub(super) fn score(&self, proposal: &Proposal, assessment: &Assessment) -> Option<Score> {
        is_scored(self.call, assessment)
            .then(|| score(self.case(proposal), self.marks))
            .flatten()
    }

    /// Returns each proposal with its assessment.
    pub(super) fn each(&self) -> impl Iterator<Item = (&Proposal, &Assessment)> {
        self.proposals.iter().zip(self.assessments)
    }

    fn admission(
        &self,
        word: AdmissionWord,
        because: &[RequirementId],
        span: Span,
    ) -> Option<Diagnostic> {
        let expected: BTreeSet<RequirementId> = because.iter().copied().collect();
        self.assessments.iter().find_map(|assessment| {
            let behind = self.behind(assessment);
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

    /// Returns the requirements unmet or unknown, by their first versions.
    pub(super) fn behind(&self, assessment: &Assessment) -> BTreeSet<RequirementId> {
        let findings = assessment.findings.iter();
        findings
            .filter(|it| it.is_reason())
            .map(|it| self.first_version(it.requirement))
            .collect()
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
        self.assessments.iter().find_map(|assessment| {
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
                &found_word(found.judgement),
            );
            Some(self.with_findings(diagnostic, assessment))
        })
    }

    fn waits_for(&self, facts: &[String], span: Span) -> Option<Diagnostic> {
        let expected: BTreeSet<&str> = facts.iter().map(String::as_str).collect();
        self.assessments.iter().find_map(|assessment| {
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
                &code("‹waits for›"),
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
        let mut cases = self.each();
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

    pub(super) fn case<'s>(&'s self, proposal: &'s Proposal) -> Case<'s> {
        self.judged.case(self.call, proposal, &[])
    }

    fn value(
        &self,
        name: &str,
        expr: &Expr,
        expected: Option<&Value>,
        span: Span,
    ) -> Option<Diagnostic> {
        self.each().find_map(|(proposal, assessment)| {
            let score = self.score(proposal, assessment);
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
                None => code("‹kw_unknown›"),
            };
            let found = match &found {
                Evaluated::Known(value) => self.shown(value, expr.ty),
                Evaluated::Absent => Text::new(
                    "niente, perché non si applica a questa proposta",
                    "nothing, for it does not apply to this proposal",
                ),
                Evaluated::Unknown(_) => code("‹kw_unknown›"),
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

    /// Names the proposal, where there is more than one.
    pub(super) fn subject(&self, assessment: &Assessment) -> Text {
        match self.outcome {
            None => Text::new("la proposta", "the proposal"),
            Some(_) => named(&assessment.proposal),
        }
    }

    pub(super) fn requirement(&self, id: RequirementId) -> &str {
        self.call
            .requirements
            .get(id.index())
            .map_or("", |it| it.name.as_str())
    }

    /// Returns the first requirement of the same name: tests name no single version.
    pub(super) fn first_version(&self, id: RequirementId) -> RequirementId {
        let name = self.requirement(id);
        let mut all = (0..).map(RequirementId).zip(&self.call.requirements);
        all.find(|(_, it)| it.name == name)
            .map_or(id, |(first, _)| first)
    }

    pub(super) fn because(
        &self,
        admission: Admission,
        requirements: &BTreeSet<RequirementId>,
    ) -> Text {
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

    pub(super) fn shown(&self, value: &Value, ty: Type) -> Text {
        let names = self.call.names();
        Text::new(
            show(value, ty, names, Language::Italian),
            show(value, ty, names, Language::English),
        )
    }

    /// Points at the requirements that stand behind an assessment.
    pub(super) fn with_findings(
        &self,
        mut diagnostic: Diagnostic,
        assessment: &Assessment,
    ) -> Diagnostic {
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

/// Names one proposal of a file.
pub(super) fn named(id: &str) -> Text {
    Text::new(format!("la proposta `{id}`"), format!("proposal `{id}`"))
}

/// Says what became of a requirement. Of what no longer matters nothing is to be found out.
fn found_word(judgement: Judgement) -> Text {
    match judgement {
        Judgement::NotExamined => Text::new(
            "non esaminato, perché la proposta non è comunque ammessa",
            "not examined, for the proposal is not admitted anyway",
        ),
        other => code(judgement_word(other)),
    }
}

pub(super) fn same(words: &str) -> Text {
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
