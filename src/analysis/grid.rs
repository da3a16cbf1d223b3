//! The grid: its own lines, thresholds, how marks become points.

use super::criteria::{Line, Within};
use super::declarations::Seen;
use super::scope::{Checker, Kind};
use crate::call::{CriterionId, Grid, Number, Panel, Scale, ScaleId, Threshold};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::syntax::tree::{
    FloorItem, GridBlock, GridClause, Item, MarkingClause, Name, PanelWord, Rounded, RuleFile,
};
use crate::text::Text;

/// Names that no threshold can have: by them, reasons that no threshold gives are told apart.
pub(super) const REASON_NAMES: &[&str] = &["ranking", "envelope", "grid", "score"];

/// How marks become points, as far as it has been said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    pub(super) scale: Option<ScaleId>,
    pub(super) panel: Option<Panel>,
    pub(super) rounding: Option<Number>,
    /// Whether something of it is wrong, and has been reported.
    pub(super) broken: bool,
}

impl Checker<'_> {
    /// Checks scales and grid.
    pub(super) fn grid(&mut self, tree: &RuleFile) {
        let scales = self.scales(tree);
        let mut first: Option<&GridBlock> = None;
        for item in &tree.items {
            let Item::Grid(block) = item else { continue };
            match first {
                Some(first) => self.repeated("grid", block.span, first.span),
                None => first = Some(block),
            }
        }
        if let Some(block) = first {
            self.grid_block(block, scales);
        }
    }

    fn grid_block(&mut self, block: &GridBlock, scales: Vec<Scale>) {
        let mut seen = Seen::default();
        let mut max: Option<Spanned<Fraction>> = None;
        let mut grid = Grid {
            citations: Vec::new(),
            max: Fraction::ZERO,
            threshold: None,
            rounding: None,
            everyone: false,
            scales,
            criteria: Vec::new(),
            span: block.span,
        };
        let mut marks = Marks::default();
        // What is said once for all criteria may stand after them.
        for clause in &block.clauses {
            let word = match &clause.value {
                GridClause::Cite(citation) => {
                    grid.citations.extend(self.citations([citation]));
                    continue;
                }
                GridClause::Criterion(_) => continue,
                GridClause::Max(points) => {
                    max = max.or(Some(*points));
                    "max"
                }
                GridClause::Threshold(_) if grid.threshold.is_some() => "threshold",
                GridClause::Threshold(item) => {
                    let title = Text::new("Punteggio minimo", "Minimum score");
                    grid.threshold = self.floor(item, "score_minimum", title, None, clause.span);
                    "threshold"
                }
                GridClause::Marking(clauses) => {
                    marks = self.marking(clauses, Marks::default());
                    "marked"
                }
                GridClause::ScoreRounded(rounded) => {
                    grid.rounding = Some(number(*rounded));
                    "score"
                }
                GridClause::EveryProposal => {
                    grid.everyone = true;
                    "for every proposal"
                }
            };
            self.once(&mut seen, word, clause.span);
        }
        self.complete(&seen, &["max"], "grid", block.span);
        let mut lines: Vec<Line> = Vec::new();
        for clause in &block.clauses {
            if let GridClause::Criterion(item) = &clause.value {
                let within = Within {
                    parent: None,
                    premium: item.premium,
                    marks,
                    citations: &grid.citations,
                };
                self.criterion(item, &within, &mut lines);
            }
        }
        self.grid_rests_on_something(block, &lines);
        self.maxima(max, &lines);
        if let (Some(threshold), Some(max)) = (&grid.threshold, max) {
            self.reachable_score(threshold, max, &lines);
        }
        grid.max = max.map_or(Fraction::ZERO, |max| max.value);
        grid.criteria = lines.into_iter().map(|line| line.criterion).collect();
        self.call.grid = Some(grid);
    }

    /// Reports a grid without criteria, and one that nothing stands behind.
    fn grid_rests_on_something(&mut self, block: &GridBlock, lines: &[Line]) {
        let is_criterion = |it: &Spanned<GridClause>| matches!(it.value, GridClause::Criterion(_));
        if !block.clauses.iter().any(is_criterion) {
            self.complete(&Seen::default(), &["criterion"], "grid", block.span);
        }
        let mut without = lines.iter().filter(|it| it.criterion.citations.is_empty());
        if let Some(line) = without.next() {
            let name = &line.criterion.name;
            self.report(
                Diagnostic::warning(
                    Code::MissingPart,
                    line.criterion.span,
                    Text::new(
                        format!("la griglia non dice su che cosa si fonda `{name}`"),
                        format!("the grid does not say what `{name}` rests on"),
                    ),
                )
                .with_hint(Text::new(
                    "aggiungere `‹cite› …` alla griglia o al criterio",
                    "add `‹cite› …` to the grid or to the criterion",
                )),
            );
        }
    }

    /// Returns what points must reach, and notes its name.
    pub(super) fn floor(
        &mut self,
        item: &FloorItem,
        default: &str,
        title: Text,
        criterion: Option<CriterionId>,
        span: Span,
    ) -> Option<Threshold> {
        let name = match &item.name {
            Some(name) => name.clone(),
            None => Name::new(default.to_owned(), span),
        };
        if let Some((_, first)) = self.thresholds.get(&name.value) {
            let first = *first;
            self.duplicate(&name, first);
            return None;
        }
        self.reason_name(&name);
        for word in [&item.before_premiums, &item.unrounded] {
            if let [first, second, ..] = word.as_slice() {
                let written = if word == &item.unrounded {
                    "unrounded"
                } else {
                    "before premiums"
                };
                self.repeated(written, *second, *first);
            }
        }
        if item.points.value.is_zero() {
            self.report(
                Diagnostic::warning(
                    Code::ConstantCondition,
                    item.points.span,
                    Text::new(
                        "un minimo di 0 punti è sempre raggiunto",
                        "a minimum of 0 points is always reached",
                    ),
                )
                .with_hint(Text::new(
                    "toglierlo, o scrivere i punti richiesti",
                    "remove it, or write the points required",
                )),
            );
        }
        self.thresholds
            .insert(name.value.clone(), (criterion, name.span));
        Some(Threshold {
            name: name.value.clone(),
            title: match &item.title {
                Some(words) => words.text.clone(),
                None => title,
            },
            points: item.points.value,
            before_premiums: !item.before_premiums.is_empty(),
            unrounded: !item.unrounded.is_empty(),
            span,
        })
    }

    /// Reports a threshold or requirement that cannot bear its name.
    pub(super) fn reason_name(&mut self, name: &Name) {
        if REASON_NAMES.contains(&name.value.as_str()) {
            self.report(
                Diagnostic::error(
                    Code::ShadowedName,
                    name.span,
                    Text::new(
                        format!(
                            "un requisito o una soglia non può chiamarsi `{}`",
                            name.value
                        ),
                        format!("no requirement or threshold can be called `{}`", name.value),
                    ),
                )
                .with_hint(Text::new("dargli un altro nome", "give it another name")),
            );
        }
    }

    /// Returns `base` with what is said here.
    pub(super) fn marking(&mut self, clauses: &[Spanned<MarkingClause>], base: Marks) -> Marks {
        let mut seen = Seen::default();
        let mut marks = base;
        for clause in clauses {
            let word = match &clause.value {
                MarkingClause::Scale(name) => {
                    marks.scale = self.scale_named(name);
                    marks.broken |= marks.scale.is_none();
                    "scale"
                }
                MarkingClause::Panel(word) => {
                    marks.panel = Some(self.panel(word));
                    "panel"
                }
                MarkingClause::Rounded(rounded) => {
                    marks.rounding = Some(number(*rounded));
                    "rounded"
                }
            };
            self.once(&mut seen, word, clause.span);
        }
        marks
    }

    fn scale_named(&mut self, name: &Name) -> Option<ScaleId> {
        if let Some((id, _)) = self.scales.get(&name.value).copied() {
            self.mark(Kind::Scale, &name.value);
            return Some(id);
        }
        let known: Vec<String> = self.scales.keys().cloned().collect();
        self.unknown(&name.value, name.span, ("la scala", "scale"), &known);
        None
    }

    fn panel(&mut self, word: &PanelWord) -> Panel {
        match word {
            PanelWord::Mean => Panel::Mean,
            PanelWord::Median => Panel::Median,
            PanelWord::Trimmed(dropped) => {
                if dropped.value == 0 {
                    self.bad_scale(
                        dropped.span,
                        ("così non si toglie nessun voto", "this drops no mark"),
                        (
                            "scrivere `‹panel mean›`, o quanti voti togliere da ogni lato",
                            "write `‹panel mean›`, or how many marks to drop at each end",
                        ),
                    );
                }
                Panel::TrimmedMean(dropped.value)
            }
        }
    }
}

/// Returns how a number is rounded.
pub(super) fn number(rounded: Rounded) -> Number {
    Number {
        places: rounded.places,
        rounding: rounded.rounding,
    }
}
