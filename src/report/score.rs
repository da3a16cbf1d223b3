//! The points of a proposal, line by line: as JSON, and for people.

use serde::Serialize;

use super::assessments::no_result_code;
use super::steps::{StepView, Writer};
use super::words::{choose, visible, waits_for, wrap};
use crate::assessment::{Evaluated, Unknown};
use crate::call::{Call, Criterion, CriterionId, Grid, Method, Panel, Threshold, Type, show_plain};
use crate::engine::{citation_texts, no_result_text, points_text, threshold_of};
use crate::number::Fraction;
use crate::scoring::{ExplainedScore, Line, Mark, Score, ThresholdFinding};
use crate::source::Sources;
use crate::text::{Language, Text};
use crate::value::Value;

/// Points as JSON: exact, `26/3` where no decimals write them; nothing where they are not known.
#[derive(Serialize)]
pub(super) struct ScoreView<'a> {
    score: Option<String>,
    max: String,
    unrounded: Option<String>,
    before_premiums: Option<String>,
    lines: Vec<LineView<'a>>,
    thresholds: Vec<ThresholdView<'a>>,
}

#[derive(Serialize)]
struct LineView<'a> {
    criterion: &'a str,
    title: &'a Text,
    points: Option<String>,
    unrounded: Option<String>,
    max: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    between: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waits_for: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    without_result: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marks: Vec<MarkView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<StepView>,
}

#[derive(Serialize)]
struct MarkView<'a> {
    evaluator: &'a str,
    mark: Option<&'a str>,
    share: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct ThresholdView<'a> {
    threshold: &'a str,
    title: &'a Text,
    criterion: Option<&'a str>,
    points: Option<String>,
    required: String,
    reached: Option<bool>,
    citations: Vec<Text>,
}

impl<'a> ScoreView<'a> {
    pub(super) fn of(call: &'a Call, grid: &'a Grid, score: &'a Score) -> Self {
        let lines = score.lines.iter().zip(&grid.criteria);
        let thresholds = score.thresholds.iter();
        Self {
            score: exact(call, &score.total),
            max: exact_number(call, grid.max),
            unrounded: exact(call, &score.unrounded),
            before_premiums: exact(call, &score.before_premiums),
            lines: lines
                .map(|(line, criterion)| line_view(call, line, criterion))
                .collect(),
            thresholds: thresholds
                .filter_map(|finding| threshold_view(call, grid, finding))
                .collect(),
        }
    }

    /// Returns the same with the steps of what is computed.
    pub(super) fn explained(
        call: &'a Call,
        sources: &Sources,
        grid: &'a Grid,
        explained: &'a ExplainedScore<'a>,
    ) -> Self {
        let mut view = Self::of(call, grid, &explained.score);
        for (line, view) in explained.score.lines.iter().zip(&mut view.lines) {
            let step = explained.formulas.get(&line.criterion);
            view.formula = step.map(|step| StepView::of(step, call, sources));
        }
        view
    }
}

fn line_view<'a>(call: &Call, line: &'a Line, criterion: &'a Criterion) -> LineView<'a> {
    let open = match &line.points {
        Evaluated::Unknown(unknown) => Some(unknown),
        _ => None,
    };
    let range = open.and_then(|it| it.range);
    let no_results = open.into_iter().flat_map(|it| &it.without_result);
    LineView {
        criterion: &criterion.name,
        title: &criterion.title,
        points: exact(call, &line.points),
        unrounded: exact(call, &line.unrounded),
        max: exact_number(call, criterion.max),
        between: range.map(|(least, most)| [exact_number(call, least), exact_number(call, most)]),
        waits_for: open.into_iter().flat_map(Unknown::facts).collect(),
        without_result: no_results.map(|it| no_result_code(it.why)).collect(),
        marks: line
            .marks
            .iter()
            .map(|(evaluator, mark)| MarkView {
                evaluator,
                mark: mark.as_ref().map(|mark| mark.written.as_str()),
                share: mark.as_ref().map(|mark| exact_number(call, mark.share)),
                note: mark.as_ref().and_then(|mark| mark.note.as_deref()),
            })
            .collect(),
        formula: None,
    }
}

fn threshold_view<'a>(
    call: &Call,
    grid: &'a Grid,
    finding: &ThresholdFinding,
) -> Option<ThresholdView<'a>> {
    let (threshold, citations) = threshold_of(grid, finding.criterion)?;
    let criterion = finding.criterion.and_then(|id| grid.criterion(id));
    Some(ThresholdView {
        threshold: &threshold.name,
        title: &threshold.title,
        criterion: criterion.map(|it| it.name.as_str()),
        points: exact(call, &finding.points),
        required: exact_number(call, threshold.points),
        reached: reached(finding),
        citations: citation_texts(call, citations),
    })
}

fn reached(finding: &ThresholdFinding) -> Option<bool> {
    match finding.reached {
        Evaluated::Known(Value::YesNo(reached)) => Some(reached),
        _ => None,
    }
}

fn exact(call: &Call, points: &Evaluated) -> Option<String> {
    let value = points.known()?;
    Some(show_plain(value, Type::Number, call.names()))
}

fn exact_number(call: &Call, number: Fraction) -> String {
    show_plain(&Value::Number(number), Type::Number, call.names())
}

/// Returns the score as people read it: each criterion with its points, where they come from, and
/// whether they reach what they must.
pub(super) fn score_text(
    call: &Call,
    sources: &Sources,
    explained: &ExplainedScore<'_>,
    language: Language,
) -> String {
    let Some(grid) = &call.grid else {
        return String::new();
    };
    let mut teller = Teller {
        call,
        grid,
        language,
        writer: Writer::new(call, sources, language),
        out: String::new(),
    };
    teller.score(explained);
    teller.out
}

struct Teller<'a> {
    call: &'a Call,
    grid: &'a Grid,
    language: Language,
    writer: Writer<'a>,
    out: String,
}

impl Teller<'_> {
    fn word<'w>(&self, it: &'w str, en: &'w str) -> &'w str {
        choose(self.language, it, en)
    }

    fn number(&self, number: Fraction) -> String {
        points_text(self.call, number, self.language)
    }

    fn say(&mut self, indent: usize, text: &str) {
        self.out.push_str(&wrap(&" ".repeat(indent), text));
    }

    fn score(&mut self, explained: &ExplainedScore<'_>) {
        let score = &explained.score;
        let head = self.word("Punteggio", "Score");
        let line = format!("{head}: {}", self.of_most(&score.total, self.grid.max));
        self.say(0, &line);
        for line in &score.lines {
            self.line(explained, line);
        }
        self.rounding(2, &score.unrounded, &score.total);
        let premiums = self.grid.criteria.iter().any(|it| it.premium);
        if premiums {
            let head = self.word("senza premialità", "without premiums");
            let line = format!("{head}: {}", self.points(&score.before_premiums));
            self.say(2, &line);
        }
        self.threshold(2, score, None);
    }

    fn line(&mut self, explained: &ExplainedScore<'_>, line: &Line) {
        let Some(criterion) = self.grid.criterion(line.criterion) else {
            return;
        };
        let indent = 2_usize.saturating_mul(self.depth(criterion));
        let deeper = indent.saturating_add(4);
        let title = visible(criterion.title.get(self.language));
        let points = self.of_most(&line.points, criterion.max);
        self.say(indent, &format!("{} {title}: {points}", criterion.name));
        match &criterion.method {
            Method::Sum => {}
            Method::Formula(_) => {
                if let Some(step) = explained.formulas.get(&line.criterion) {
                    let whole = self.writer.whole(step);
                    self.say(deeper, &whole);
                    let inputs = deeper.saturating_add(2);
                    self.writer.inputs(step, inputs, &mut self.out);
                }
            }
            Method::Marked(marking) => self.marks(deeper, line, criterion, marking.panel),
        }
        if !matches!(criterion.method, Method::Sum) {
            // A mark that is missing is shown as such already.
            self.open(deeper, &line.points, line.marks.is_empty());
        }
        self.rounding(deeper, &line.unrounded, &line.points);
        self.threshold(deeper, &explained.score, Some(line.criterion));
    }

    /// Returns how deep a criterion stands, the outermost 1. Parts stand behind what they are
    /// parts of, so this comes to an end.
    fn depth(&self, criterion: &Criterion) -> usize {
        let mut depth = 1_usize;
        let mut above = criterion.parent;
        while let Some(parent) = above.and_then(|id| self.grid.criterion(id)) {
            depth = depth.saturating_add(1);
            above = parent.parent.filter(|_| depth <= self.grid.criteria.len());
        }
        depth
    }

    fn marks(&mut self, indent: usize, line: &Line, criterion: &Criterion, panel: Panel) {
        for (evaluator, mark) in &line.marks {
            let mark = match mark {
                Some(mark) => self.mark(mark),
                None => self.word("manca il voto", "no mark yet").to_owned(),
            };
            self.say(indent, &format!("{}: {mark}", visible(evaluator)));
        }
        let Some(Value::Number(points)) = line.unrounded.known() else {
            return;
        };
        if let Some(share) = points.div(criterion.max) {
            let panel = self.panel(panel);
            let (share, most) = (self.number(share), self.number(criterion.max));
            let points = self.number(*points);
            self.say(indent, &format!("{panel}: {share} × {most} = {points}"));
        }
    }

    fn mark(&self, mark: &Mark) -> String {
        let share = self.number(mark.share);
        let mut text = format!("{} ({share})", visible(&mark.written));
        if let Some(note) = &mark.note {
            text.push_str(" – ");
            text.push_str(&visible(note));
        }
        text
    }

    fn panel(&self, panel: Panel) -> String {
        match (panel, self.language) {
            (Panel::Mean, _) => self.word("media", "mean").to_owned(),
            (Panel::Median, _) => self.word("mediana", "median").to_owned(),
            (Panel::TrimmedMean(dropped), Language::Italian) => {
                format!("media senza i voti estremi ({dropped} per parte)")
            }
            (Panel::TrimmedMean(dropped), Language::English) => {
                format!("mean without the extreme marks ({dropped} on each side)")
            }
        }
    }

    /// Says why points are not known.
    fn open(&mut self, indent: usize, points: &Evaluated, with_missing: bool) {
        let Evaluated::Unknown(unknown) = points else {
            return;
        };
        if with_missing && unknown.waits() {
            let head = self.word("manca", "missing");
            let line = format!("{head}: {}", visible(&waits_for(unknown)));
            self.say(indent, &line);
        }
        for no_result in &unknown.without_result {
            let why = no_result_text(self.call, no_result.why);
            self.say(indent, why.get(self.language));
        }
    }

    fn rounding(&mut self, indent: usize, exact: &Evaluated, rounded: &Evaluated) {
        if let (Some(Value::Number(from)), Some(Value::Number(to))) =
            (exact.known(), rounded.known())
            && from != to
        {
            let (from, to) = (self.number(*from), self.number(*to));
            let line = match self.language {
                Language::Italian => format!("arrotondato da {from} a {to}"),
                Language::English => format!("rounded from {from} to {to}"),
            };
            self.say(indent, &line);
        }
    }

    fn threshold(&mut self, indent: usize, score: &Score, criterion: Option<CriterionId>) {
        let mut findings = score.thresholds.iter();
        let Some(finding) = findings.find(|it| it.criterion == criterion) else {
            return;
        };
        let Some((threshold, citations)) = threshold_of(self.grid, finding.criterion) else {
            return;
        };
        let line = self.finding(threshold, finding);
        self.say(indent, &line);
        let deeper = indent.saturating_add(2);
        for citation in citation_texts(self.call, citations) {
            self.say(deeper, &format!("§ {}", citation.get(self.language)));
        }
    }

    fn finding(&self, threshold: &Threshold, finding: &ThresholdFinding) -> String {
        let title = visible(threshold.title.get(self.language));
        let limit = self.number(threshold.points);
        let least = self.word("richiesti almeno", "required at least");
        let points = self.points(&finding.points);
        let counted = if threshold.before_premiums {
            self.word(" senza premialità", " without premiums")
        } else {
            ""
        };
        let verdict = match reached(finding) {
            Some(true) => self.word("soglia raggiunta", "reached").to_owned(),
            Some(false) => {
                let most = finding.points.range().map(|(_, most)| most);
                let short = most.and_then(|most| threshold.points.sub(most));
                let short = short.map(|it| self.number(it)).unwrap_or_default();
                let (it, en) = match finding.points {
                    Evaluated::Known(_) => ("mancano", "short by"),
                    _ => ("mancano almeno", "short by at least"),
                };
                let missed = self.word("soglia NON raggiunta", "NOT reached");
                format!("{missed}, {} {short}", self.word(it, en))
            }
            None => self
                .word("non si può ancora dire", "cannot be told yet")
                .to_owned(),
        };
        format!(
            "{title} ({}): {points}{counted}, {least} {limit}: {verdict}",
            threshold.name
        )
    }

    fn of_most(&self, points: &Evaluated, max: Fraction) -> String {
        let of = self.word("su", "of");
        format!("{} {of} {}", self.points(points), self.number(max))
    }

    fn points(&self, points: &Evaluated) -> String {
        match (points.known(), points.range()) {
            (Some(Value::Number(points)), _) => self.number(*points),
            (_, Some((least, most))) => {
                let (least, most) = (self.number(least), self.number(most));
                match self.language {
                    Language::Italian => format!("da {least} a {most}"),
                    Language::English => format!("{least} to {most}"),
                }
            }
            _ => self.word("non noto", "not known").to_owned(),
        }
    }
}
