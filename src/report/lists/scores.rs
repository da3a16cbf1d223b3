//! The lists of points, and of those whose points do not suffice.

use super::cells::Cell;
use super::maker::Maker;
use super::table::{Column, Kind, Table};
use crate::assessment::Evaluated;
use crate::call::{Criterion, CriterionId, Expr, ExprKind, Grid};
use crate::engine::{OutcomeKind, ProposalOutcome, Reason, points_text, threshold_of};
use crate::report::words;
use crate::scoring::{Score, ThresholdFinding};
use crate::value::Value;

impl<'a> Maker<'a> {
    /// Returns the lists that a call with a grid has besides the others.
    pub(super) fn score_lists(&self, grid: &'a Grid) -> Vec<Table> {
        vec![
            self.scores(grid),
            self.below_threshold(grid),
            self.not_scored(),
        ]
    }

    /// Returns the columns of the score and of the outermost criteria.
    pub(super) fn score_columns(&self) -> Vec<Column> {
        let Some(grid) = &self.call.grid else {
            return Vec::new();
        };
        let outermost = grid.criteria.iter().filter(|it| it.parent.is_none());
        [self.column("punteggio", "score").of_points()]
            .into_iter()
            .chain(outermost.map(|it| self.criterion_column(it)))
            .collect()
    }

    /// People are told how many points a criterion gives at most.
    fn criterion_column(&self, criterion: &Criterion) -> Column {
        let most = points_text(self.call, criterion.max, self.language);
        let label = format!("{} (max {most})", criterion.name);
        Column::new(&criterion.name).labelled(label).of_points()
    }

    /// Returns the score and the points of the outermost criteria.
    pub(super) fn score_cells(&self, score: Option<&Score>) -> Vec<Cell> {
        let (Some(grid), Some(score)) = (&self.call.grid, score) else {
            let columns = self.score_columns();
            return columns.iter().map(|_| Cell::text("")).collect();
        };
        let lines = score.lines.iter().zip(&grid.criteria);
        let outermost = lines.filter(|(_, criterion)| criterion.parent.is_none());
        [&score.total]
            .into_iter()
            .chain(outermost.map(|(line, _)| &line.points))
            .map(|points| self.points(points))
            .collect()
    }

    /// Tells whether the columns of the score show the value already.
    pub(super) fn is_in_score(&self, expr: &Expr) -> bool {
        let outermost = |id: CriterionId| {
            let grid = self.call.grid.as_ref();
            let criterion = grid.and_then(|grid| grid.criterion(id));
            criterion.is_some_and(|criterion| criterion.parent.is_none())
        };
        match expr.kind {
            ExprKind::Points(criterion) => criterion.is_none_or(outermost),
            _ => false,
        }
    }

    /// One row per proposal with points: the ranked in their order, then the others.
    fn scores(&self, grid: &'a Grid) -> Table {
        let mut columns = vec![self.id_column(), self.column("posizione", "rank")];
        columns.extend(self.published_columns());
        columns.extend(grid.criteria.iter().map(|it| self.criterion_column(it)));
        columns.extend([
            self.column("punteggio", "score").of_points(),
            self.column("esito", "outcome"),
            self.provisional_column(),
        ]);
        let mut scored: Vec<_> = self.scored().collect();
        scored.sort_by_key(|(proposal, _)| (proposal.rank.is_none(), proposal.rank));
        let rows = scored.into_iter().map(|(proposal, score)| {
            let rank = proposal.rank.map(|rank| self.count(rank));
            let mut row = vec![self.id(proposal), rank.unwrap_or_else(|| Cell::text(""))];
            row.extend(self.published(proposal));
            row.extend(score.lines.iter().map(|line| self.points(&line.points)));
            row.extend([
                self.points(&score.total),
                Cell::text(words::outcome(proposal.outcome, self.language)),
                self.provisional(),
            ]);
            row
        });
        Table {
            kind: Kind::Scores,
            rows: rows.collect(),
            columns,
        }
    }

    /// One row per threshold missed.
    fn below_threshold(&self, grid: &'a Grid) -> Table {
        let mut columns = vec![self.id_column()];
        columns.extend(self.published_columns());
        let mut scores = self.score_columns().into_iter();
        columns.extend(scores.next());
        columns.extend(scores.map(Column::off_page));
        columns.extend([
            self.column("soglia", "threshold"),
            self.column("titolo", "title"),
            self.column("motivo", "reason"),
            self.column("punti mancanti", "points short").of_points(),
            self.column("riferimenti", "citations"),
            self.provisional_column(),
        ]);
        let below = self
            .scored()
            .filter(|(proposal, _)| proposal.outcome == OutcomeKind::BelowThreshold);
        let rows = below.flat_map(|(proposal, score)| {
            let reasons = proposal.reasons.iter();
            reasons.filter_map(move |reason| {
                let finding = missed_of(grid, score, &reason.code)?;
                Some(self.missed(grid, proposal, score, finding, reason))
            })
        });
        Table {
            kind: Kind::BelowThreshold,
            rows: rows.collect(),
            columns,
        }
    }

    fn missed(
        &self,
        grid: &Grid,
        proposal: &ProposalOutcome,
        score: &Score,
        finding: &ThresholdFinding,
        reason: &Reason,
    ) -> Vec<Cell> {
        let threshold = threshold_of(grid, finding.criterion).map(|(threshold, _)| threshold);
        let title = threshold.map_or("", |it| it.title.get(self.language));
        let most = finding.points.range().map(|(_, most)| most);
        let short = threshold.zip(most);
        let short = short.and_then(|(threshold, most)| threshold.points.sub(most));
        let mut row = vec![self.id(proposal)];
        row.extend(self.published(proposal));
        row.extend(self.score_cells(Some(score)));
        row.extend([
            Cell::text(&reason.code),
            Cell::text(title),
            Cell::text(self.message(proposal, reason)),
            short.map_or_else(|| Cell::text(""), |short| self.number(short)),
            Cell::text(self.citations(reason)),
            self.provisional(),
        ]);
        row
    }

    /// One row per proposal of which some points are not known.
    fn not_scored(&self) -> Table {
        let mut columns = vec![self.id_column()];
        columns.extend(self.published_columns());
        columns.extend([
            self.column("motivo", "reason"),
            self.column("riferimenti", "citations"),
            self.provisional_column(),
        ]);
        let proposals = self.outcome.proposals.iter();
        let open = proposals.filter(|it| it.outcome == OutcomeKind::NotScored);
        let rows = open.flat_map(|proposal| {
            let reasons = proposal.reasons.iter();
            let of_score = reasons.filter(|reason| reason.code == "score");
            of_score.map(move |reason| {
                let mut row = vec![self.id(proposal)];
                row.extend(self.published(proposal));
                row.extend([
                    Cell::text(self.message(proposal, reason)),
                    Cell::text(self.citations(reason)),
                    self.provisional(),
                ]);
                row
            })
        });
        Table {
            kind: Kind::NotScored,
            rows: rows.collect(),
            columns,
        }
    }

    /// Tells whether a reason is about points, and so has lists of its own.
    pub(super) fn is_about_points(&self, reason: &Reason) -> bool {
        let Some(grid) = &self.call.grid else {
            return false;
        };
        let minima = grid.criteria.iter().filter_map(|it| it.minimum.as_ref());
        let mut thresholds = grid.threshold.iter().chain(minima);
        reason.code == "score" || thresholds.any(|it| it.name == reason.code)
    }

    fn scored(&self) -> impl Iterator<Item = (&'a ProposalOutcome, &'a Score)> {
        let scores = self.outcome.proposals.iter().zip(&self.outcome.scores);
        scores.filter_map(|(proposal, score)| Some((proposal, score.as_ref()?)))
    }

    fn points(&self, points: &Evaluated) -> Cell {
        match points.known() {
            Some(Value::Number(points)) => self.number(*points),
            _ => Cell::text(""),
        }
    }
}

fn missed_of<'s>(grid: &Grid, score: &'s Score, name: &str) -> Option<&'s ThresholdFinding> {
    score.thresholds.iter().find(|finding| {
        let threshold = threshold_of(grid, finding.criterion);
        threshold.is_some_and(|(threshold, _)| threshold.name == name)
    })
}
