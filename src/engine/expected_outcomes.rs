//! What a test expects of one proposal of a file, held against what became of it.

use std::collections::BTreeSet;

use super::expectations::{Run, code, failed, named, same};
use super::outcome::ProposalOutcome;
use super::reasons::{citation_texts, findings_citations, money_text};
use super::standing::threshold_of;
use super::words::{count_word, outcome_words};
use crate::assessment::Judgement;
use crate::call::{Citation, CitedBy, Expectation, RequirementId};
use crate::diagnostic::Diagnostic;
use crate::number::Money;
use crate::source::Span;
use crate::text::{Language, Text, given_name};
use crate::value::CountWord;

impl Run<'_> {
    /// Says how one proposal of the file differs from what is expected of it, if it does.
    pub(super) fn of_one(
        &self,
        id: &str,
        expectation: &Expectation,
        span: Span,
    ) -> Option<Diagnostic> {
        let Some(place) = self.proposals.iter().position(|it| it.id == id) else {
            let nothing = Text::new("non è fra quelle ricevute", "not among those received");
            let ids = self.proposals.iter().map(|it| it.id.as_str());
            let expected = match expectation {
                Expectation::Outcome(word) => code(count_word(*word)),
                _ => code("‹received›"),
            };
            let absent = failed(span, &named(id), &expected, &nothing);
            return Some(absent.with_suggestion(id, ids));
        };
        let alone = Run {
            proposals: self.proposals.get(place..=place)?,
            assessments: self.assessments.get(place..=place)?,
            ..*self
        };
        let mut differs = alone.failure(expectation, span)?;
        let says_whose = matches!(
            expectation,
            Expectation::Outcome(_) | Expectation::Because(_)
        );
        if !says_whose {
            let it = |language| named(id).get(language).to_owned();
            differs.message = Text::new(
                format!("{}, {}", it(Language::Italian), differs.message.it),
                format!(
                    "{}, {}",
                    it(Language::English),
                    differs.message.get(Language::English)
                ),
            );
        }
        Some(differs)
    }

    /// Returns what became of the one proposal looked at.
    fn outcome_of_one(&self) -> Option<&ProposalOutcome> {
        let id = &self.proposals.first()?.id;
        let outcome = self.outcome?;
        outcome.proposals.iter().find(|it| it.id == *id)
    }

    pub(super) fn outcome_differs(&self, word: CountWord, span: Span) -> Option<Diagnostic> {
        let found = self.outcome_of_one()?;
        if found.is(word) {
            return None;
        }
        let (expected, what) = (code(count_word(word)), code(outcome_words(found)));
        let differs = failed(span, &named(&found.id), &expected, &what);
        let why = found.reasons.first().map(|reason| reason.message.clone());
        Some(match why {
            Some(why) => differs.with_label(why),
            None => differs,
        })
    }

    /// Says how the requirements unmet or unknown are others than these, if they are.
    pub(super) fn because_differs(
        &self,
        expected: &[RequirementId],
        span: Span,
    ) -> Option<Diagnostic> {
        let assessment = self.assessments.first()?;
        let expected: BTreeSet<RequirementId> = expected.iter().copied().collect();
        let behind = self.behind(assessment);
        if behind == expected {
            return None;
        }
        let words = |ids: &BTreeSet<RequirementId>| {
            let names: Vec<_> = ids.iter().map(|id| self.requirement(*id)).collect();
            match names.as_slice() {
                [] => Text::new("nessun motivo", "no reason"),
                names => code(&format!("‹because› {}", names.join(", "))),
            }
        };
        let subject = self.subject(assessment);
        let differs = failed(span, &subject, &words(&expected), &words(&behind));
        Some(self.with_findings(differs, assessment))
    }

    /// Says that a reason does not rest on what it should, if so.
    pub(super) fn citation_missing(
        &self,
        by: CitedBy,
        citation: &Citation,
        span: Span,
    ) -> Option<Diagnostic> {
        let assessment = self.assessments.first()?;
        let (name, cited): (&str, Vec<&Citation>) = match by {
            CitedBy::Requirement(id) => {
                let id = self.first_version(id);
                let findings = assessment.findings.iter();
                let of_name = findings.filter(|it| self.first_version(it.requirement) == id);
                let cited = of_name
                    .filter(|it| it.judgement != Judgement::NotApplicable || self.is_only(id))
                    .filter_map(|it| {
                        let requirement = self.call.requirements.get(it.requirement.index())?;
                        Some(findings_citations(requirement, it))
                    });
                (self.requirement(id), cited.flatten().collect())
            }
            CitedBy::Threshold(criterion) => {
                let grid = self.call.grid.as_ref()?;
                let (threshold, cited) = threshold_of(grid, criterion)?;
                (threshold.name.as_str(), cited.iter().collect())
            }
        };
        let is_meant = |it: &&Citation| {
            it.authority == citation.authority
                && (citation.place.is_none() || it.place == citation.place)
        };
        if cited.iter().any(is_meant) {
            return None;
        }
        let listed = |citations: Vec<&Citation>| {
            let texts = citation_texts(self.call, citations);
            let say = |language| {
                let texts: Vec<_> = texts.iter().map(|it| it.get(language)).collect();
                texts.join("; ")
            };
            if texts.is_empty() {
                Text::new("nulla", "nothing")
            } else {
                Text::new(say(Language::Italian), say(Language::English))
            }
        };
        let subject = Text::new(
            format!("ciò che `{name}` cita"),
            format!("what `{name}` cites"),
        );
        Some(failed(
            span,
            &subject,
            &listed(vec![citation]),
            &listed(cited),
        ))
    }

    /// Tells whether a requirement has one version only.
    fn is_only(&self, id: RequirementId) -> bool {
        let name = self.requirement(id);
        let versions = self.call.requirements.iter();
        versions.filter(|it| it.name == name).count() == 1
    }

    pub(super) fn rank_differs(&self, expected: Option<u64>, span: Span) -> Option<Diagnostic> {
        let found = self.outcome_of_one()?;
        let rank = found.rank.map(u64::from);
        if rank == expected {
            return None;
        }
        let shown = |rank: Option<u64>| match rank {
            Some(rank) => same(&rank.to_string()),
            None => code("‹kw_none›"),
        };
        let name = code(given_name("rank", self.call.keywords));
        let differs = failed(span, &name, &shown(expected), &shown(rank));
        Some(differs.with_label(code(outcome_words(found))))
    }

    /// Says how what a proposal is awarded differs from this, if it does.
    pub(super) fn given_differs(&self, expected: Option<Money>, span: Span) -> Option<Diagnostic> {
        let found = self.outcome_of_one()?;
        let given = found.full.map(|_| found.award);
        if given == expected {
            return None;
        }
        let shown = |amount: Option<Money>| match amount {
            Some(amount) => Text::new(
                money_text(self.call, amount, Language::Italian),
                money_text(self.call, amount, Language::English),
            ),
            None => code("‹kw_unknown›"),
        };
        let name = code(given_name("award", self.call.keywords));
        let differs = failed(span, &name, &shown(expected), &shown(given));
        Some(differs.with_label(code(outcome_words(found))))
    }
}
