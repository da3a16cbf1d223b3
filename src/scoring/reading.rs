//! The sheets of the evaluators, read back.

use std::collections::{BTreeMap, BTreeSet};

use super::assignments::Assignments;
use super::basis::basis_digest;
use super::columns::Columns;
use super::evaluators::Evaluators;
use super::layout::{Heading, Stamp};
use super::missing;
use super::row::{Reading, Taken};
use super::tables::{self, MarksFile};
use super::trouble;
use super::{Mark, Marks};
use crate::call::{Call, CriterionId, Grid};
use crate::diagnostic::{DataPlace, Diagnostic};

/// What marks are read for.
#[derive(Clone, Copy, Debug)]
pub struct MarksRequest<'a> {
    /// The call.
    pub call: &'a Call,
    /// Its grid.
    pub grid: &'a Grid,
    /// Who marks which proposal; where nobody says, whoever hands in a sheet marks all of them.
    pub assignments: Option<&'a Assignments>,
    /// The ids of all proposals that were sent.
    pub known: &'a BTreeSet<String>,
    /// The ids of those that are to be marked.
    pub to_mark: &'a BTreeSet<String>,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarksRead {
    /// The marks; `None` where anything is wrong: marks are never taken by half.
    pub marks: Option<Marks>,
    /// Everything that is wrong, in the order of the files, and then what is worth knowing.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the marks from files: sheets that [`crate::report::marking_sheet`] made, and workbooks or
/// CSV files with the columns `proposta`, `valutatore`, `criterio`, `giudizio` and, where somebody
/// wishes, `nota`. The sheets made here need no column `valutatore`: they say whose they are.
///
/// An empty cell is a mark that is still missing; it is pointed out, and no error.
///
/// ```
/// use bando::call::{Call, Criterion, Grid, Marking, Method, Panel, Scale, ScaleId, ScaleKind};
/// # use bando::source::{FileId, Span};
/// use bando::number::Fraction;
/// use bando::scoring::{MarksFile, MarksRequest, read_marks};
/// use bando::text::Text;
/// # let span = Span { file: FileId(0), start: 0, end: 0 };
/// let points = ScaleKind::Points {
///     least: Fraction::ZERO,
///     greatest: Fraction::integer(10),
///     step: Fraction::ONE,
/// };
/// let marking = Marking { scale: ScaleId(0), panel: Panel::Mean };
/// # let criterion = |name: &str, method| Criterion {
/// #     name: name.to_owned(), title: Text::italian(""), parent: None, premium: false,
/// #     max: Fraction::integer(10), minimum: None, method, rounding: None,
/// #     citations: Vec::new(), span,
/// # };
/// let grid = Grid {
///     scales: vec![Scale { name: "ten".to_owned(), kind: points, span }],
///     criteria: vec![criterion("A1", Method::Marked(marking))],
/// #     citations: Vec::new(), max: Fraction::integer(10), threshold: None, rounding: None,
/// #     everyone: false, span,
/// };
/// let all = ["P1".to_owned(), "P2".to_owned()].into();
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// let request = MarksRequest {
///     call: &call, grid: &grid, assignments: None, known: &all, to_mark: &all,
/// };
/// let text = "proposta,valutatore,criterio,giudizio\nP1,rossi,A1,8\nP2,rossi,A1,\n";
/// let read = read_marks(&request, &[MarksFile { name: "a.csv", bytes: text.as_bytes() }]);
/// assert_eq!(read.marks.unwrap().given.len(), 1);
/// assert_eq!(read.diagnostics[0].message.it, "di `rossi` mancano giudizi, 1 su 2: `P2` A1");
/// ```
pub fn read_marks(request: &MarksRequest<'_>, files: &[MarksFile<'_>]) -> MarksRead {
    let mut reader = Reader {
        request,
        evaluators: Evaluators::default(),
        files: BTreeMap::new(),
        given: BTreeMap::new(),
        strangers: BTreeSet::new(),
        errors: Vec::new(),
        notices: Vec::new(),
    };
    for file in files {
        reader.file(file);
    }
    reader.finish()
}

/// Whose mark it is: proposal, criterion, evaluator.
type Key = (String, CriterionId, String);

struct Reader<'a> {
    request: &'a MarksRequest<'a>,
    evaluators: Evaluators,
    /// The first file in which each evaluator is named.
    files: BTreeMap<String, DataPlace>,
    /// The marks, each with its place; without one where it cannot be read.
    given: BTreeMap<Key, (Option<Mark>, DataPlace)>,
    /// The files with marks of evaluators that nobody has assigned, as told already.
    strangers: BTreeSet<(String, String)>,
    errors: Vec<Diagnostic>,
    notices: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self, file: &MarksFile<'_>) {
        let tables = match tables::read(file) {
            Ok(tables) => tables,
            Err(error) => return self.errors.push(error),
        };
        self.errors.extend(tables.broken);
        let stamp = tables.stamp.as_ref();
        if !stamp.is_none_or(|stamp| self.is_of_this_call(stamp, file)) {
            return;
        }
        let mut wanted = vec![Heading::Proposal, Heading::Criterion, Heading::Mark];
        if stamp.is_none() {
            wanted.push(Heading::Evaluator);
        }
        let columns = match Columns::find(&tables.sheets, &wanted, &file.place()) {
            Ok(columns) => columns,
            Err(errors) => return self.errors.extend(errors),
        };
        if let Some(stamp) = stamp
            && self.may_mark(&stamp.evaluator)
        {
            self.name(&stamp.evaluator, &file.place());
        }
        let reading = Reading {
            request: self.request,
            columns: &columns,
            stamp,
        };
        for row in columns.rows() {
            let taken = reading.row(row);
            self.take(taken, &file.place());
        }
    }

    /// Tells whether a sheet was made for this call, and says where it was made for other criteria.
    fn is_of_this_call(&mut self, stamp: &Stamp, file: &MarksFile<'_>) -> bool {
        let call = &self.request.call.name;
        if stamp.call != *call {
            let error = trouble::other_call(&stamp.call, call, file.place());
            self.errors.push(error);
            return false;
        }
        if stamp.basis != basis_digest(self.request.grid) {
            self.notices.push(trouble::other_basis(file.place()));
        }
        true
    }

    /// Tells whether somebody is among the evaluators, where it is said who they are.
    fn may_mark(&self, evaluator: &str) -> bool {
        let assignments = self.request.assignments;
        assignments.is_none_or(|it| it.evaluators.contains(evaluator))
    }

    /// Notes an evaluator, with the place that names them.
    fn name(&mut self, evaluator: &str, place: &DataPlace) {
        let file = DataPlace {
            file: place.file.clone(),
            ..DataPlace::default()
        };
        self.files.entry(evaluator.to_owned()).or_insert(file);
        self.errors
            .extend(self.evaluators.add(evaluator, place).err());
    }

    fn take(&mut self, taken: Taken, file: &DataPlace) {
        self.errors.extend(taken.errors);
        self.notices.extend(taken.notices);
        let Some((evaluator, place)) = taken.evaluator else {
            return;
        };
        if !self.may_mark(&evaluator) {
            let pair = (file.file.clone(), evaluator.clone());
            if taken.marked && self.strangers.insert(pair) {
                let assignments = self.request.assignments;
                let known = assignments.iter().flat_map(|it| &it.evaluators);
                let error = trouble::stranger(&evaluator, place);
                let error = error.with_suggestion(&evaluator, known.map(String::as_str));
                self.errors.push(error);
            }
            return;
        }
        if !self.files.contains_key(&evaluator) {
            self.name(&evaluator, &place);
        }
        let Some((proposal, criterion)) = taken.target else {
            return;
        };
        if let Some(assignments) = self.request.assignments {
            let conflict = assignments.conflict(&proposal, &evaluator);
            if let Some(conflict) = conflict {
                let error = trouble::conflict(&proposal, &evaluator, conflict, taken.place);
                return self.errors.push(error);
            }
            if !assignments.assigns(&proposal, &evaluator) {
                let error = trouble::not_assigned(&proposal, &evaluator, taken.place);
                return self.errors.push(error);
            }
        }
        let name = self.request.grid.criterion(criterion);
        let name = name.map(|it| it.name.clone()).unwrap_or_default();
        let key = (proposal, criterion, evaluator);
        match self.given.get(&key) {
            Some((_, first)) => {
                let error = trouble::twice(&key.0, &name, &key.2, taken.place, first.clone());
                self.errors.push(error);
            }
            None => {
                self.given.insert(key, (taken.mark, taken.place));
            }
        }
    }

    fn finish(self) -> MarksRead {
        if !self.errors.is_empty() {
            let mut diagnostics = self.errors;
            diagnostics.extend(self.notices);
            return MarksRead {
                marks: None,
                diagnostics,
            };
        }
        let mut marks = match self.request.assignments {
            Some(assignments) => assignments.without_marks(),
            None => Marks {
                evaluators: self.evaluators.names(),
                ..Marks::default()
            },
        };
        for ((proposal, criterion, evaluator), (mark, _)) in self.given {
            let by_evaluator = marks.given.entry((proposal, criterion)).or_default();
            by_evaluator.extend(mark.map(|mark| (evaluator, mark)));
        }
        let mut diagnostics = self.notices;
        diagnostics.extend(missing::missing(self.request, &marks, &self.files));
        if let Some(assignments) = self.request.assignments {
            diagnostics.extend(assignments.unassigned(self.request.to_mark));
        }
        MarksRead {
            marks: Some(marks),
            diagnostics,
        }
    }
}
