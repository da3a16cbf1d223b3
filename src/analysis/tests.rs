//! The `test` blocks of a rule file, checked like the rest.

use std::collections::BTreeMap;

use super::scope::{Checker, GridWritten, Kind};
use crate::call::{
    Exception, ExceptionId, Expectation, MarksFrom, RequirementId, Target, Test, TestMark,
    TestStage,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{
    self, Assignment, Item, LiteralKind, Name, RuleFile, TestBlock, TestClause,
};
use crate::text::Text;
use crate::value::Value;

impl Checker<'_> {
    pub(super) fn tests(&mut self, tree: &RuleFile) -> Vec<Test> {
        let mut tests: Vec<Test> = Vec::new();
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for item in &tree.items {
            let Item::Test(block) = item else {
                continue;
            };
            if let Some(first) = names.get(&block.name.value).and_then(|it| tests.get(*it)) {
                let first = first.span;
                self.duplicate(&block.name, first);
                continue;
            }
            let (given, marks) = match &block.like {
                None => (vec![None; self.call.facts.len()], Vec::new()),
                Some(like) => {
                    let base = names.get(&like.value).and_then(|it| tests.get(*it));
                    match base.map(|test| (test.given.clone(), test.marks.clone())) {
                        Some(base) => base,
                        None => {
                            let known: Vec<String> = names.keys().cloned().collect();
                            self.unknown(
                                &like.value,
                                like.span,
                                ("prima di questo il test", "earlier test"),
                                &known,
                            );
                            continue;
                        }
                    }
                }
            };
            names.insert(block.name.value.clone(), tests.len());
            let test = self.test(block, given, marks);
            tests.push(test);
        }
        tests
    }

    fn test(
        &mut self,
        block: &TestBlock,
        mut given: Vec<Option<Value>>,
        mut marks: Vec<TestMark>,
    ) -> Test {
        let mut stage = TestStage::First;
        let mut marks_from = None;
        let mut expectations = Vec::new();
        for clause in &block.clauses {
            match &clause.value {
                TestClause::Given(assignments) => {
                    for assignment in assignments {
                        self.assign(assignment, &mut given);
                    }
                }
                TestClause::Marks(written) => {
                    self.test_marks(written, block, clause.span, &mut marks);
                }
                TestClause::MarksFrom { files, assignments } => {
                    if self.marks_may_be_read(block, marks_from.as_ref(), clause.span) {
                        marks_from = Some(MarksFrom {
                            files: files.value.clone(),
                            assignments: assignments.as_ref().map(|it| it.value.clone()),
                            span: clause.span,
                        });
                    }
                }
                TestClause::Stage(name) => stage = self.stage(name).unwrap_or(stage),
                TestClause::Expect(expectation) => {
                    let checked = self.expectations(expectation, block, clause.span);
                    expectations.extend(checked.into_iter().map(|it| (it, clause.span)));
                }
            }
        }
        let expects = |clause: &Spanned<TestClause>| matches!(clause.value, TestClause::Expect(_));
        if !block.clauses.iter().any(expects) {
            self.report(
                Diagnostic::error(
                    Code::MissingPart,
                    block.name.span,
                    Text::new("il test non si aspetta nulla", "the test expects nothing"),
                )
                .with_hint(Text::new(
                    "aggiungere per esempio `‹expect admitted›`",
                    "add for example `‹expect admitted›`",
                )),
            );
        }
        Test {
            name: block.name.value.clone(),
            given,
            marks,
            on: block.on.as_ref().map(|on| on.value.clone()),
            marks_from,
            stage,
            expectations,
            span: block.name.span,
        }
    }

    fn assign(&mut self, assignment: &Assignment, given: &mut [Option<Value>]) {
        let name = assignment.path.dotted();
        let Some(id) = self.facts.get(&name).copied() else {
            if self.facts_unread || self.broken.contains(&name) {
                return;
            }
            let known: Vec<String> = self.facts.keys().cloned().collect();
            self.unknown(&name, assignment.path.span, ("il fatto", "fact"), &known);
            return;
        };
        let Some(fact) = self.call.facts.get(id.index()) else {
            return;
        };
        let kind = fact.kind;
        let reading = fact.reading.clone();
        let value = if assignment.value.kind == LiteralKind::Unknown {
            None
        } else {
            let Some(value) = self.literal(&assignment.value, kind) else {
                return;
            };
            self.keeps_within(&value, kind, &reading, assignment.value.span);
            Some(value)
        };
        if let Some(slot) = given.get_mut(id.index()) {
            *slot = value;
        }
    }

    fn stage(&mut self, name: &Name) -> Option<TestStage> {
        match name.value.as_str() {
            "pre_check" => Some(TestStage::PreCheck),
            "first" => Some(TestStage::First),
            "final" => Some(TestStage::Final),
            _ => {
                let known = self.words(["pre_check", "kw_first_stage", "final"]);
                self.unknown(&name.value, name.span, ("l'esame", "stage"), &known);
                None
            }
        }
    }

    /// Returns all that one line expects.
    fn expectations(
        &mut self,
        tree: &tree::Expectation,
        block: &TestBlock,
        span: Span,
    ) -> Vec<Expectation> {
        let on_file = matches!(
            tree,
            tree::Expectation::Count { .. }
                | tree::Expectation::Money { .. }
                | tree::Expectation::Proposal { .. }
                | tree::Expectation::Column { .. }
        );
        if self.for_such_a_test(on_file, block, span).is_none() {
            return Vec::new();
        }
        match tree {
            tree::Expectation::Proposal { id, of } => self
                .of_one(&of.value, true)
                .into_iter()
                .map(|it| Expectation::Of(id.value.clone(), Box::new(it)))
                .collect(),
            tree::Expectation::Count { what, count } => {
                vec![Expectation::Count(what.value, count.value)]
            }
            tree::Expectation::Money { left, amount } => {
                let money = self.whole_cents(amount.value, amount.span);
                let expected = |money| match left {
                    true => Expectation::Left(money),
                    false => Expectation::Spent(money),
                };
                money.map(expected).into_iter().collect()
            }
            tree::Expectation::Column {
                what,
                column,
                file,
                with,
            } => {
                let column = self.column_expected(what, column, file.as_ref(), with);
                column.into_iter().collect()
            }
            one => self.of_one(one, false),
        }
    }

    /// Returns all that one line expects of one proposal, alone or among those of a file.
    fn of_one(&mut self, tree: &tree::Expectation, on_file: bool) -> Vec<Expectation> {
        let Some(checked) = self.expectation(tree, on_file) else {
            return Vec::new();
        };
        let in_force = self.by_exception(tree, &checked);
        let mut all = vec![checked];
        all.extend(in_force);
        all.extend(self.because_expected(tree));
        all.extend(self.citations_expected(tree));
        all
    }

    fn expectation(&mut self, tree: &tree::Expectation, on_file: bool) -> Option<Expectation> {
        Some(match tree {
            tree::Expectation::Admission { admission, because } => {
                let because = self.requirements_behind(because)?;
                Expectation::Admission(admission.value, because)
            }
            tree::Expectation::Outcome { word, .. } => Expectation::Outcome(word.value),
            tree::Expectation::Finding {
                requirement,
                finding,
                ..
            } => Expectation::Finding(self.requirement_named(requirement)?, finding.value),
            tree::Expectation::Points { criterion, value } => {
                let id = self.criterion_named(criterion)?;
                self.points_expected(value, |points| Expectation::Points(id, points))?
            }
            tree::Expectation::Threshold { threshold, reached } => Expectation::Threshold {
                criterion: self.threshold_named(threshold)?.0,
                reached: *reached,
            },
            tree::Expectation::BelowThreshold(reasons) => {
                let names: Vec<_> = reasons.iter().map(|it| &it.name).collect();
                for name in &names {
                    self.threshold_named(name)?;
                }
                Expectation::BelowThreshold(names.iter().map(|it| it.value.clone()).collect())
            }
            tree::Expectation::WaitsFor(names) => {
                for name in names {
                    self.fact_named(name)?;
                }
                Expectation::WaitsFor(names.iter().map(|it| it.value.clone()).collect())
            }
            tree::Expectation::Value { name, value, .. } => {
                self.value_expected(name, value, on_file)?
            }
            tree::Expectation::Proposal { .. }
            | tree::Expectation::Count { .. }
            | tree::Expectation::Money { .. }
            | tree::Expectation::Column { .. } => return None,
        })
    }

    /// Reports what is only for a test on a file, or only for a test without one.
    pub(super) fn for_such_a_test(
        &mut self,
        on_file: bool,
        block: &TestBlock,
        span: Span,
    ) -> Option<()> {
        if on_file == block.on.is_some() {
            return Some(());
        }
        let (it, en) = if on_file {
            (
                "questo vale solo per un test su un file: `‹test› \"…\" ‹on› \"file.csv\"`",
                "this is only for a test on a file: `‹test› \"…\" ‹on› \"file.csv\"`",
            )
        } else {
            (
                "questo vale solo per una proposta sola, non per un file",
                "this is only for a single proposal, not for a file",
            )
        };
        self.error(Code::TypeMismatch, span, it, en);
        None
    }

    /// Returns what `by exception` expects, where it is written.
    fn by_exception(
        &mut self,
        tree: &tree::Expectation,
        checked: &Expectation,
    ) -> Option<Expectation> {
        let (tree::Expectation::Finding { by, .. } | tree::Expectation::Value { by, .. }) = tree
        else {
            return None;
        };
        if by.is_empty() {
            return None;
        }
        let known: Vec<(ExceptionId, String)> = match checked {
            Expectation::Finding(id, _) => self.exceptions_of_versions(*id),
            Expectation::Definition(id, _) => {
                let definition = self.call.definitions.get(id.index())?;
                named(Target::Definition(*id), &definition.exceptions).collect()
            }
            _ => return None,
        };
        let names: Vec<String> = known.iter().map(|(_, name)| name.clone()).collect();
        let mut expected = Vec::new();
        for name in by {
            match known.iter().find(|(_, it)| *it == name.value) {
                Some((id, _)) => expected.push(*id),
                None => self.unknown(&name.value, name.span, ("l'eccezione", "exception"), &names),
            }
        }
        (expected.len() == by.len()).then_some(Expectation::InForce(expected))
    }

    /// Returns the exceptions of a requirement, those of its other versions too.
    fn exceptions_of_versions(&self, id: RequirementId) -> Vec<(ExceptionId, String)> {
        let requirements = &self.call.requirements;
        let name = requirements.get(id.index()).map(|it| &it.name);
        let versions = (0..).map(RequirementId).zip(requirements);
        versions
            .filter(|(_, version)| Some(&version.name) == name)
            .flat_map(|(id, version)| named(Target::Requirement(id), &version.exceptions))
            .collect()
    }

    fn value_expected(
        &mut self,
        name: &Name,
        value: &tree::Literal,
        on_file: bool,
    ) -> Option<Expectation> {
        let unknown = value.kind == LiteralKind::Unknown;
        if let Some((id, kind)) = self.definitions.get(&name.value).copied() {
            let value = if unknown {
                None
            } else {
                Some(self.literal(value, kind)?)
            };
            self.mark(Kind::Definition, &name.value);
            return Some(Expectation::Definition(id, value));
        }
        if self.broken.contains(&name.value) {
            return None;
        }
        if self.is_given(&name.value, "score") && self.grid_written != GridWritten::No {
            return self.points_expected(value, Expectation::Score);
        }
        if self.is_given(&name.value, "award") && self.has_envelope {
            return self.award_expected(value);
        }
        if self.is_given(&name.value, "rank") && on_file && self.has_ranking {
            return self.rank_expected(value);
        }
        let known: Vec<String> = self.definitions.keys().cloned().collect();
        self.unknown(
            &name.value,
            name.span,
            ("la definizione", "definition"),
            &known,
        );
        None
    }

    pub(super) fn requirement_named(&mut self, name: &Name) -> Option<RequirementId> {
        if let Some(id) = self.requirements.get(&name.value) {
            return Some(*id);
        }
        let known: Vec<String> = self.requirements.keys().cloned().collect();
        self.unknown(
            &name.value,
            name.span,
            ("il requisito", "requirement"),
            &known,
        );
        None
    }
}

/// Returns exceptions with their names.
fn named(target: Target, exceptions: &[Exception]) -> impl Iterator<Item = (ExceptionId, String)> {
    let places = (0..).zip(exceptions);
    places.map(move |(place, it)| (ExceptionId { target, place }, it.name.clone()))
}
