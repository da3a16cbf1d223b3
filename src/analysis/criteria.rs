//! Criteria: their parts, or how their points are found.

use super::declarations::Seen;
use super::grid::{Marks, number};
use super::scope::{Checker, next_id};
use crate::call::{Citation, Criterion, CriterionId, Marking, Method};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::syntax::tree::{CriterionClause, CriterionItem, MarkingClause, Name};
use crate::text::{Language, Text};

/// What a criterion has from the grid, or from the criterion it is a part of.
pub(super) struct Within<'a> {
    pub(super) parent: Option<CriterionId>,
    pub(super) premium: bool,
    pub(super) marks: Marks,
    pub(super) citations: &'a [Citation],
}

/// A criterion, with where its maximum is written.
pub(super) struct Line {
    pub(super) criterion: Criterion,
    pub(super) max: Option<Span>,
}

impl Checker<'_> {
    /// Checks a criterion and its parts, and adds them to the lines of the grid.
    pub(super) fn criterion(
        &mut self,
        item: &CriterionItem,
        within: &Within<'_>,
        lines: &mut Vec<Line>,
    ) {
        let id = CriterionId(next_id(lines));
        let named = self.criterion_name(&item.name);
        if named {
            let name = item.name.value.clone();
            self.criteria.insert(name, (id, item.name.span));
        }
        let mut own = Own::of(item);
        let mut citations = self.citations(own.citations());
        if citations.is_empty() {
            citations = within.citations.to_vec();
        }
        let max = self.clauses(item, &mut own);
        let title = match &item.title {
            Some(words) => words.text.clone(),
            None => Text::italian(&item.name.value),
        };
        let minimum = own.minimum.filter(|_| named).and_then(|(minimum, span)| {
            let name = format!("{}_minimum", item.name.value);
            let minimum_title = Text::new(
                format!("Punteggio minimo: {}", title.it),
                format!("Minimum score: {}", title.get(Language::English)),
            );
            self.floor(minimum, &name, minimum_title, Some(id), span)
        });
        let mut rounding = own.rounding;
        let mut method = Method::Sum;
        if let Some((rule, _)) = own.points {
            let (formula, rounded) = self.points(rule, rounding.is_some());
            rounding = rounding.or(rounded);
            match formula {
                Some(formula) => method = Method::Formula(formula),
                None => _ = self.broken.insert(item.name.value.clone()),
            }
        } else if let Some((clauses, span)) = own.marked {
            let marks = self.marking(clauses, within.marks);
            rounding = rounding.or(marks.rounding);
            match self.marked(marks, span) {
                Some(marking) => method = Method::Marked(marking),
                None => _ = self.broken.insert(item.name.value.clone()),
            }
        }
        if let (Some(max), Some(minimum)) = (max, &minimum) {
            self.reachable_minimum(minimum.points, minimum.span, max);
        }
        if let (Some(max), Method::Formula(formula)) = (max, &method) {
            self.points_in_range(formula, max, rounding);
        }
        lines.push(Line {
            criterion: Criterion {
                name: item.name.value.clone(),
                title,
                parent: within.parent,
                premium: within.premium,
                max: max.map_or(Fraction::ZERO, |max| max.value),
                minimum,
                method,
                rounding,
                citations: citations.clone(),
                span: item.name.span,
            },
            max: max.map(|max| max.span),
        });
        let inside = Within {
            parent: Some(id),
            premium: within.premium,
            marks: within.marks,
            citations: &citations,
        };
        for part in own.parts {
            self.criterion(part, &inside, lines);
        }
    }

    /// Reports what stands twice in a criterion, what it lacks, and what excludes something else.
    fn clauses(&mut self, item: &CriterionItem, own: &mut Own<'_>) -> Option<Spanned<Fraction>> {
        let mut seen = Seen::default();
        for clause in &item.clauses {
            let word = match &clause.value {
                CriterionClause::Max(_) => "max",
                CriterionClause::Minimum(_) => "minimum",
                CriterionClause::Points(_) => "points",
                CriterionClause::Rounded(_) => "rounded",
                CriterionClause::Marked(clauses) => {
                    let is_rounded = |it: &&Spanned<MarkingClause>| {
                        matches!(it.value, MarkingClause::Rounded(_))
                    };
                    if let Some(rounded) = clauses.iter().find(is_rounded) {
                        self.once(&mut seen, "rounded", rounded.span);
                    }
                    "marked"
                }
                CriterionClause::Cite(_) | CriterionClause::Part(_) => continue,
            };
            self.once(&mut seen, word, clause.span);
        }
        self.complete(&seen, &["max"], "criterion", item.name.span);
        let part = own.parts.first().map(|part| part.name.span);
        let mut methods = [
            ("points", own.points.map(|(_, span)| span)),
            ("marked", own.marked.map(|(_, span)| span)),
            ("criterion", part),
        ]
        .into_iter()
        .filter_map(|(word, span)| Some((word, span?)));
        match (methods.next(), methods.next()) {
            (None, _) => self.no_method(&item.name),
            (Some(first), Some(second)) => self.two_methods(first, second),
            (Some(_), None) => {}
        }
        own.max
    }

    fn no_method(&mut self, name: &Name) {
        self.report(
            Diagnostic::error(
                Code::MissingPart,
                name.span,
                Text::new(
                    format!("non è detto da dove vengono i punti di `{}`", name.value),
                    format!("where the points of `{}` come from is not said", name.value),
                ),
            )
            .with_hint(Text::new(
                "aggiungere `‹points› …`, `‹marked›`, o le sue parti: `‹criterion› …`",
                "add `‹points› …`, `‹marked›`, or its parts: `‹criterion› …`",
            )),
        );
    }

    fn two_methods(&mut self, (first, first_span): (&str, Span), (second, span): (&str, Span)) {
        self.report(
            Diagnostic::error(
                Code::RepeatedPart,
                span,
                Text::new(
                    format!(
                        "`{first}` e `{second}` si escludono: i punti vengono da una parte sola"
                    ),
                    format!(
                        "`{first}` and `{second}` exclude each other: points come from one place"
                    ),
                ),
            )
            .with_related(first_span, Text::new("l'altro è qui", "the other is here"))
            .with_hint(Text::new(
                "tenerne uno solo, o dividere il criterio in parti",
                "keep one of them, or divide the criterion into parts",
            )),
        );
    }

    /// Returns how marks become points, or reports what is not said about it.
    fn marked(&mut self, marks: Marks, span: Span) -> Option<Marking> {
        if let (Some(scale), Some(panel)) = (marks.scale, marks.panel) {
            return Some(Marking { scale, panel });
        }
        if marks.broken {
            return None;
        }
        let ((it, en), clause) = if marks.scale.is_none() {
            (
                (
                    "non è detto su quale scala si danno i voti",
                    "on which scale marks are given is not said",
                ),
                "scale …",
            )
        } else {
            (
                (
                    "non è detto come i voti della commissione diventano uno solo",
                    "how the marks of the panel become one is not said",
                ),
                "panel mean",
            )
        };
        self.report(
            Diagnostic::error(Code::MissingPart, span, Text::new(it, en)).with_hint(Text::new(
                format!("aggiungere `{clause}` qui, o una volta per tutte: `‹marked› {{ … }}` nella griglia"),
                format!("add `{clause}` here, or once for all: `‹marked› {{ … }}` in the grid"),
            )),
        );
        None
    }

    /// Tells whether a criterion can bear its name, or reports why it cannot.
    fn criterion_name(&mut self, name: &Name) -> bool {
        let value = &name.value;
        let definition = self.definitions.get(value).copied();
        let definition = definition
            .and_then(|(id, _)| self.call.definitions.get(id.index()))
            .map(|definition| definition.span);
        let criterion = self.criteria.get(value).map(|(_, span)| *span);
        let first = criterion
            .or_else(|| self.fact_roots.get(value).copied())
            .or(definition);
        if let Some(first) = first {
            self.duplicate(name, first);
            return false;
        }
        if self.is_given(value, "score") || ["call", "avviso"].contains(&value.as_str()) {
            self.report(
                Diagnostic::error(
                    Code::ShadowedName,
                    name.span,
                    Text::new(
                        format!("un criterio non può chiamarsi `{value}`"),
                        format!("a criterion cannot be called `{value}`"),
                    ),
                )
                .with_hint(Text::new("dargli un altro nome", "give it another name")),
            );
            return false;
        }
        true
    }
}

/// What is written between the braces of a criterion, each the first time.
struct Own<'t> {
    max: Option<Spanned<Fraction>>,
    minimum: Option<(&'t crate::syntax::tree::FloorItem, Span)>,
    points: Option<(&'t crate::syntax::tree::PointsRule, Span)>,
    marked: Option<(&'t [Spanned<MarkingClause>], Span)>,
    rounding: Option<crate::call::Number>,
    citations: Vec<&'t crate::syntax::tree::Citation>,
    parts: Vec<&'t CriterionItem>,
}

impl<'t> Own<'t> {
    fn of(item: &'t CriterionItem) -> Self {
        let mut own = Own {
            max: None,
            minimum: None,
            points: None,
            marked: None,
            rounding: None,
            citations: Vec::new(),
            parts: Vec::new(),
        };
        for clause in &item.clauses {
            let span = clause.span;
            match &clause.value {
                CriterionClause::Cite(citation) => own.citations.push(citation),
                CriterionClause::Max(max) => own.max = own.max.or(Some(*max)),
                CriterionClause::Minimum(it) => own.minimum = own.minimum.or(Some((it, span))),
                CriterionClause::Points(it) => own.points = own.points.or(Some((it, span))),
                CriterionClause::Marked(it) => own.marked = own.marked.or(Some((it, span))),
                CriterionClause::Rounded(it) => {
                    own.rounding = own.rounding.or(Some(number(*it)));
                }
                CriterionClause::Part(part) => own.parts.push(part),
            }
        }
        own
    }

    fn citations(&self) -> impl Iterator<Item = &'t crate::syntax::tree::Citation> + use<'t> {
        self.citations.clone().into_iter()
    }
}
