//! One row per reason of every proposal that is not simply admitted.

use super::cells::Cell;
use super::maker::Maker;
use super::persons::is_person;
use super::table::{Kind, Table};
use crate::assessment::{Admission, Assessment};
use crate::engine::{ProposalOutcome, Reason};
use crate::report::words;
use crate::value::CountWord;

impl Maker<'_> {
    /// One row per reason of every proposal of that admission.
    pub(super) fn reasons(&self, kind: Kind, admission: CountWord) -> Table {
        let mut columns = vec![self.id_column()];
        columns.extend(self.published_columns());
        columns.extend([
            self.column("requisito", "requirement"),
            self.column("titolo", "title"),
            self.column("motivo", "reason"),
            self.column("scarto dal limite", "distance to the limit"),
            self.column("riferimenti", "citations"),
            self.column("termine", "term"),
            self.provisional_column(),
        ]);
        let proposals = self.outcome.proposals.iter();
        let rows = proposals
            .zip(&self.outcome.assessments)
            .filter(|(proposal, _)| proposal.is(admission))
            .flat_map(|(proposal, assessment)| {
                self.reasons_to_show(proposal)
                    .map(|reason| self.reason(proposal, assessment, reason))
            });
        Table {
            kind,
            rows: rows.collect(),
            columns,
        }
    }

    /// Returns the reasons that are neither about money nor about points: those have lists of their
    /// own.
    fn reasons_to_show<'p>(
        &self,
        proposal: &'p ProposalOutcome,
    ) -> impl Iterator<Item = &'p Reason> {
        let reasons = proposal.reasons.iter();
        reasons.filter(|reason| reason.code != "envelope" && !self.is_about_points(reason))
    }

    fn reason(
        &self,
        proposal: &ProposalOutcome,
        assessment: &Assessment,
        reason: &Reason,
    ) -> Vec<Cell> {
        let requirement = self.requirement(&reason.code);
        // To whom is not admitted no term is given.
        let term = requirement
            .filter(|_| proposal.admission != Admission::NotAdmitted)
            .map(|it| words::term(it.consequence, self.language))
            .unwrap_or_default();
        let mut row = vec![self.id(proposal)];
        row.extend(self.published(proposal));
        row.extend([
            Cell::text(&reason.code),
            Cell::text(requirement.map_or("", |it| it.title.get(self.language))),
            Cell::text(self.message(proposal, reason)),
            Cell::text(self.distance(proposal, assessment, &reason.code)),
            Cell::text(self.citations(reason)),
            Cell::text(term),
            self.provisional(),
        ]);
        row
    }

    fn distance(
        &self,
        proposal: &ProposalOutcome,
        assessment: &Assessment,
        requirement: &str,
    ) -> String {
        let shortfalls: Vec<_> = assessment
            .findings
            .iter()
            .filter(|finding| {
                let found = self.call.requirements.get(finding.requirement.index());
                found.is_some_and(|it| it.name == requirement)
            })
            .flat_map(|finding| &finding.shortfalls)
            .filter(|shortfall| !(is_person(proposal) && shortfall.ty.is_text()))
            .map(|shortfall| words::shortfall(self.call, shortfall, self.language))
            .collect();
        shortfalls.join("; ")
    }
}
