//! The lists of an outcome, as CSV for people with a spreadsheet.

use std::collections::BTreeMap;

use super::cells::{Cell, csv_text};
use super::words;
use super::words::{choose, yes_no};
use crate::assessment::{Admission, Assessment};
use crate::call::{Call, OrderKey, Requirement, Type, show, show_plain};
use crate::diagnostic::{DataPlace, Place};
use crate::engine::{Outcome, ProposalOutcome, Reason, value_of_key};
use crate::number::Money;
use crate::scoring::Score;
use crate::selection::{Key, Selection, Unit};
use crate::text::Language;
use crate::value::Value;

/// A list: the name of its file and what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The file's name.
    pub file: &'static str,
    /// The CSV text, UTF-8.
    pub text: String,
}

/// Returns every list of an outcome, also those without rows, headed and worded in `language`.
///
/// Amounts are written `1234.56`. Text that a spreadsheet could take for a formula starts with
/// `'`.
pub fn lists(call: &Call, outcome: &Outcome, language: Language) -> Vec<List> {
    let maker = Maker {
        call,
        outcome,
        language,
    };
    let first = match &outcome.selection {
        Some(selection) => List {
            file: "ranking.csv",
            text: maker.ranking(selection),
        },
        None => List {
            file: "admitted.csv",
            text: maker.admitted(),
        },
    };
    let reasons = |file, admission| List {
        file,
        text: maker.reasons(admission),
    };
    let mut lists = vec![
        first,
        reasons("not-admitted.csv", Admission::NotAdmitted),
        reasons("with-reservation.csv", Admission::WithReservation),
        reasons("to-be-completed.csv", Admission::ToBeCompleted),
        List {
            file: "refused-rows.csv",
            text: maker.refused(),
        },
    ];
    if let Some(grid) = &call.grid {
        lists.extend(maker.score_lists(grid));
    }
    lists
}

/// What lists are made of.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) call: &'a Call,
    pub(super) outcome: &'a Outcome,
    pub(super) language: Language,
}

impl<'a> Maker<'a> {
    pub(super) fn word(self, it: &'static str, en: &'static str) -> &'static str {
        choose(self.language, it, en)
    }

    fn yes_no(self, yes: bool) -> Cell {
        Cell::plain(yes_no(yes, self.language))
    }

    /// Every list says whether it may still change.
    pub(super) fn provisional(self) -> Cell {
        self.yes_no(!self.outcome.provisional.is_empty())
    }

    /// Returns CSV in which every row says too whether values over other proposals were taken from
    /// an earlier outcome, where they were.
    pub(super) fn csv(self, mut headings: Vec<&str>, mut rows: Vec<Vec<Cell>>) -> String {
        if self.outcome.kept.is_some() {
            headings.push(self.word("valori congelati", "frozen values"));
            for row in &mut rows {
                row.push(self.yes_no(true));
            }
        }
        csv_text(&headings, &rows)
    }

    fn ranking(self, selection: &Selection) -> String {
        let grouped = self.is_grouped();
        let mut headings = vec![self.word("posizione", "rank")];
        if grouped {
            headings.push(self.word("unità", "unit"));
        }
        headings.push("id");
        headings.extend(self.published_headings());
        headings.extend(self.score_headings());
        headings.extend(self.keys().map(|(_, key)| key.name.as_str()));
        if self.outcome.envelope.is_some() {
            headings.push(self.word("importo richiesto", "requested"));
            headings.push(self.word("importo assegnato", "awarded"));
        }
        headings.extend([
            self.word("esito", "outcome"),
            self.word("con riserva", "with reservation"),
            self.word("motivo", "reason"),
            self.word("provvisoria", "provisional"),
        ]);
        let proposals = self.outcome.proposals.iter().enumerate();
        let by_id: BTreeMap<&str, (usize, &ProposalOutcome)> = proposals
            .map(|(place, proposal)| (proposal.id.as_str(), (place, proposal)))
            .collect();
        let rows: Vec<Vec<Cell>> = selection
            .units
            .iter()
            .flat_map(|unit| unit.members.iter().map(move |member| (unit, member)))
            .filter_map(|(unit, member)| {
                let (place, proposal) = by_id.get(member.id.as_str())?;
                let score = self.outcome.scores.get(*place);
                Some(self.ranked(unit, proposal, score.and_then(Option::as_ref)))
            })
            .collect();
        self.csv(headings, rows)
    }

    fn is_grouped(self) -> bool {
        let ranking = self.call.ranking.as_ref();
        ranking.is_some_and(|ranking| ranking.group_by.is_some())
    }

    /// Returns the keys that stand in columns of their own, with their places.
    fn keys(self) -> impl Iterator<Item = (usize, &'a OrderKey)> {
        let ranking = self.call.ranking.iter();
        let keys = ranking.flat_map(|ranking| &ranking.order_by).enumerate();
        keys.filter(move |(_, key)| !self.is_in_score(&key.value))
    }

    fn ranked(self, unit: &Unit, proposal: &ProposalOutcome, score: Option<&Score>) -> Vec<Cell> {
        let mut row = vec![Cell::plain(unit.rank.to_string())];
        if self.is_grouped() {
            row.push(Cell::text(&unit.id));
        }
        row.push(Cell::text(&proposal.id));
        row.extend(self.published(proposal));
        row.extend(self.score_cells(score));
        row.extend(self.keys().map(|(place, order)| {
            let key = unit.keys.get(place);
            key.map_or_else(|| Cell::text(""), |key| self.key(order, key))
        }));
        if self.outcome.envelope.is_some() {
            row.push(Cell::plain(
                proposal.full.map(Money::to_plain).unwrap_or_default(),
            ));
            row.push(Cell::plain(proposal.award.to_plain()));
        }
        let reason = proposal
            .reasons
            .iter()
            .find(|reason| reason.code == "envelope");
        row.extend([
            Cell::text(words::outcome(proposal.outcome, self.language)),
            self.yes_no(proposal.admission == Admission::WithReservation),
            Cell::text(reason.map_or("", |reason| reason.message.get(self.language))),
            self.provisional(),
        ]);
        row
    }

    fn key(self, order: &OrderKey, key: &Key) -> Cell {
        self.value(value_of_key(key, order.value.ty).as_ref(), order.value.ty)
    }

    pub(super) fn published_headings(self) -> impl Iterator<Item = &'a str> {
        let columns = self.call.proposals.publish.iter();
        columns.map(move |column| column.heading.get(self.language))
    }

    pub(super) fn published(self, proposal: &ProposalOutcome) -> impl Iterator<Item = Cell> {
        let columns = self.call.proposals.publish.iter();
        columns
            .zip(&proposal.published)
            .map(move |(column, value)| self.value(value.as_ref(), column.value.ty))
    }

    fn value(self, value: Option<&Value>, ty: Type) -> Cell {
        let names = self.call.names();
        match value {
            Some(Value::Text(text)) => Cell::text(text),
            Some(value @ (Value::Number(_) | Value::Date(_) | Value::Instant(_))) => {
                Cell::Plain(show_plain(value, ty, names))
            }
            Some(value) => Cell::Text(show(value, ty, names, self.language)),
            None => Cell::text(""),
        }
    }

    fn admitted(self) -> String {
        let mut headings = vec!["id"];
        headings.extend(self.published_headings());
        headings.extend([
            self.word("esito", "outcome"),
            self.word("con riserva", "with reservation"),
            self.word("provvisoria", "provisional"),
        ]);
        let rows: Vec<Vec<Cell>> = self
            .outcome
            .proposals
            .iter()
            .filter(|it| it.admission <= Admission::WithReservation)
            .map(|proposal| {
                let mut row = vec![Cell::text(&proposal.id)];
                row.extend(self.published(proposal));
                row.extend([
                    Cell::text(words::outcome(proposal.outcome, self.language)),
                    self.yes_no(proposal.admission == Admission::WithReservation),
                    self.provisional(),
                ]);
                row
            })
            .collect();
        self.csv(headings, rows)
    }

    /// One row per reason of every proposal of that admission.
    fn reasons(self, admission: Admission) -> String {
        let mut headings = vec!["id"];
        headings.extend(self.published_headings());
        headings.extend([
            self.word("requisito", "requirement"),
            self.word("titolo", "title"),
            self.word("motivo", "reason"),
            self.word("scarto dal limite", "distance to the limit"),
            self.word("riferimenti", "citations"),
            self.word("termine", "term"),
            self.word("provvisoria", "provisional"),
        ]);
        let rows: Vec<Vec<Cell>> = self
            .outcome
            .proposals
            .iter()
            .zip(&self.outcome.assessments)
            .filter(|(proposal, _)| proposal.admission == admission)
            .flat_map(|(proposal, assessment)| {
                let reasons = proposal.reasons.iter();
                reasons
                    .filter(|reason| reason.code != "envelope" && !self.is_about_points(reason))
                    .map(move |reason| self.reason(proposal, assessment, reason))
            })
            .collect();
        self.csv(headings, rows)
    }

    fn reason(
        self,
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
        let mut row = vec![Cell::text(&proposal.id)];
        row.extend(self.published(proposal));
        row.extend([
            Cell::text(&reason.code),
            Cell::text(requirement.map_or("", |it| it.title.get(self.language))),
            Cell::text(reason.message.get(self.language)),
            Cell::text(self.distance(assessment, &reason.code)),
            Cell::text(self.citations(reason)),
            Cell::text(term),
            self.provisional(),
        ]);
        row
    }

    pub(super) fn citations(self, reason: &Reason) -> String {
        let citations = reason.citations.iter();
        let citations: Vec<_> = citations.map(|it| it.get(self.language)).collect();
        citations.join("; ")
    }

    fn requirement(self, name: &str) -> Option<&'a Requirement> {
        self.call.requirements.iter().find(|it| it.name == name)
    }

    fn distance(self, assessment: &Assessment, requirement: &str) -> String {
        let shortfalls: Vec<_> = assessment
            .findings
            .iter()
            .filter(|finding| {
                let found = self.call.requirements.get(finding.requirement.index());
                found.is_some_and(|it| it.name == requirement)
            })
            .flat_map(|finding| &finding.shortfalls)
            .map(|shortfall| words::shortfall(self.call, shortfall, self.language))
            .collect();
        shortfalls.join("; ")
    }

    /// One row per thing that is wrong with a row.
    fn refused(self) -> String {
        let headings = [
            "file",
            self.word("riga", "line"),
            self.word("colonna", "column"),
            "id",
            self.word("codice", "code"),
            self.word("errore", "error"),
            self.word("rimedio", "repair"),
        ];
        let mut rows = Vec::new();
        for row in &self.outcome.refused {
            for diagnostic in &row.diagnostics {
                let place = match &diagnostic.primary.place {
                    Place::Data(place) => place,
                    Place::Rules(_) => &row.place,
                };
                let id = place.proposal.as_ref().or(row.place.proposal.as_ref());
                let hint = diagnostic.hint.as_ref();
                rows.push(vec![
                    Cell::text(file_name(&place.file)),
                    Cell::plain(line_text(place)),
                    Cell::text(column_text(place)),
                    Cell::text(id.map_or("", String::as_str)),
                    Cell::text(diagnostic.code.as_str()),
                    Cell::text(diagnostic.message.get(self.language)),
                    Cell::text(hint.map_or("", |hint| hint.get(self.language))),
                ]);
            }
        }
        csv_text(&headings, &rows)
    }
}

/// The folders of this machine are nobody else's business.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

fn line_text(place: &DataPlace) -> String {
    place.line.map(|line| line.to_string()).unwrap_or_default()
}

fn column_text(place: &DataPlace) -> &str {
    let column = place.column.as_deref().or(place.pointer.as_deref());
    column.unwrap_or_default()
}
