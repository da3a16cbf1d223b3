//! What tests expect of reasons, of citations, and of the proposals of a file.

use super::scope::{Checker, GridWritten, Kind};
use crate::call::{CellMeaning, CitedBy, ColumnOf, Expectation, MarksFrom, RequirementId, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{self, Literal, LiteralKind, Name, Reason, TestBlock};
use crate::text::{Text, given_name};
use crate::value::Value;

impl Checker<'_> {
    /// Reports marks that a test cannot read.
    pub(super) fn marks_may_be_read(
        &mut self,
        block: &TestBlock,
        first: Option<&MarksFrom>,
        span: Span,
    ) -> bool {
        if self.for_such_a_test(true, block, span).is_none() {
            return false;
        }
        if let Some(first) = first {
            let diagnostic = Diagnostic::error(
                Code::RepeatedPart,
                span,
                Text::new(
                    "i voti del test sono già detti",
                    "the marks of the test are said already",
                ),
            );
            let here = Text::new("la prima volta qui", "the first time here");
            let hint = Text::new(
                "per più file di voti indicare la cartella che li contiene",
                "for several files of marks name the folder that holds them",
            );
            self.report(diagnostic.with_related(first.span, here).with_hint(hint));
            return false;
        }
        if self.grid_written == GridWritten::No {
            self.error(
                Code::TypeMismatch,
                span,
                "l'avviso non ha una griglia: non c'è nulla da votare",
                "the call has no grid: there is nothing to mark",
            );
            return false;
        }
        true
    }

    pub(super) fn requirements_behind(&mut self, because: &[Reason]) -> Option<Vec<RequirementId>> {
        let named = because.iter().map(|it| self.requirement_named(&it.name));
        // Every one that is wrong is reported.
        let named: Vec<_> = named.collect();
        named.into_iter().collect()
    }

    /// Returns the requirements that `because` names behind what became of a proposal of a file.
    pub(super) fn because_expected(&mut self, tree: &tree::Expectation) -> Option<Expectation> {
        match tree {
            tree::Expectation::Outcome { because, .. } if !because.is_empty() => {
                self.requirements_behind(because).map(Expectation::Because)
            }
            _ => None,
        }
    }

    /// Returns what is expected to be cited.
    pub(super) fn citations_expected(&mut self, tree: &tree::Expectation) -> Vec<Expectation> {
        let mut expected = Vec::new();
        let mut cited = |checker: &mut Self, by: Option<CitedBy>, citing: &[tree::Citation]| {
            for citation in checker.citations(citing) {
                expected.extend(by.map(|by| Expectation::Citing(by, citation)));
            }
        };
        match tree {
            tree::Expectation::Admission { because, .. }
            | tree::Expectation::Outcome { because, .. } => {
                for reason in because {
                    let id = self.requirements.get(&reason.name.value).copied();
                    cited(self, id.map(CitedBy::Requirement), &reason.citing);
                }
            }
            tree::Expectation::BelowThreshold(reasons) => {
                for reason in reasons {
                    let found = self.thresholds.get(&reason.name.value).copied();
                    let by = found.map(|(criterion, _)| CitedBy::Threshold(criterion));
                    cited(self, by, &reason.citing);
                }
            }
            tree::Expectation::Finding {
                requirement,
                citing,
                ..
            } => {
                let id = self.requirements.get(&requirement.value).copied();
                cited(self, id.map(CitedBy::Requirement), citing);
            }
            _ => {}
        }
        expected
    }

    /// `rank = 3`, or `rank = none`
    pub(super) fn rank_expected(&mut self, value: &Literal) -> Option<Expectation> {
        if matches!(&value.kind, LiteralKind::Set(names) if names.is_empty()) {
            return Some(Expectation::Rank(None));
        }
        let number = match self.literal(value, Type::Integer)? {
            Value::Number(number) => number.to_integer(),
            _ => None,
        };
        let rank = number.and_then(|it| u64::try_from(it).ok());
        Some(Expectation::Rank(Some(rank?)))
    }

    pub(super) fn column_expected(
        &mut self,
        what: &tree::ColumnOf,
        column: &Spanned<String>,
        file: Option<&Spanned<String>>,
        with: &[(Spanned<String>, Spanned<tree::CellMeaning>)],
    ) -> Option<Expectation> {
        let known = &self.call.proposals.compare;
        if file.is_none() && !known.contains(&column.value) {
            let known = known.clone();
            self.unknown(
                &column.value,
                column.span,
                (
                    "fra quelle di `‹compare›` la colonna",
                    "column under `‹compare›`",
                ),
                &known,
            );
            return None;
        }
        let what = match what {
            tree::ColumnOf::Word(word) => ColumnOf::Word(word.value),
            tree::ColumnOf::Criterion(name) => ColumnOf::Points(self.criterion_named(name)?),
            tree::ColumnOf::Named(name) => self.named_in_column(name)?,
        };
        let mut cells = Vec::new();
        for (word, meaning) in with {
            let fits = match (what, meaning.value) {
                (ColumnOf::Word(_), tree::CellMeaning::YesNo(yes)) => CellMeaning::YesNo(yes),
                (ColumnOf::Outcome, tree::CellMeaning::Outcome(word)) => CellMeaning::Outcome(word),
                _ => {
                    self.meaning_does_not_fit(what, meaning.span);
                    return None;
                }
            };
            cells.push((word.value.clone(), fits));
        }
        Some(Expectation::Column {
            what,
            column: column.value.clone(),
            file: file.map(|it| it.value.clone()),
            cells,
        })
    }

    fn named_in_column(&mut self, name: &Name) -> Option<ColumnOf> {
        if let Some((id, _)) = self.definitions.get(&name.value).copied() {
            self.mark(Kind::Definition, &name.value);
            return Some(ColumnOf::Definition(id));
        }
        if self.broken.contains(&name.value) {
            return None;
        }
        let scored = self.grid_written != GridWritten::No;
        let given = [
            ("outcome", ColumnOf::Outcome, true),
            ("reasons", ColumnOf::Reasons, true),
            ("rank", ColumnOf::Rank, self.has_ranking),
            ("score", ColumnOf::Score, scored),
            ("award", ColumnOf::Award, self.has_envelope),
        ];
        let given: Vec<_> = given.into_iter().filter(|(.., there)| *there).collect();
        let found = given
            .iter()
            .find(|(word, ..)| self.is_given(&name.value, word));
        if let Some((_, what, _)) = found {
            return Some(*what);
        }
        let words = given.iter().map(|(word, ..)| *word);
        let mut known: Vec<String> = words
            .map(|word| given_name(word, self.call.keywords).to_owned())
            .collect();
        known.extend(self.definitions.keys().cloned());
        let what = ("la definizione o l'esito", "definition or outcome");
        self.unknown(&name.value, name.span, what, &known);
        None
    }

    fn meaning_does_not_fit(&mut self, what: ColumnOf, span: Span) {
        let (it, en) = match what {
            ColumnOf::Word(_) => (
                "qui una parola della colonna vuol dire `‹yes›` o `‹no›`",
                "here a word of the column means `‹yes›` or `‹no›`",
            ),
            ColumnOf::Outcome => (
                "qui una parola della colonna vuol dire un esito, come `‹not admitted›`",
                "here a word of the column means an outcome, like `‹not admitted›`",
            ),
            _ => (
                "qui le celle della colonna si leggono come sono: `‹with›` non serve",
                "here the cells of the column are read as they are: no `‹with›` is needed",
            ),
        };
        self.error(Code::TypeMismatch, span, it, en);
    }
}
