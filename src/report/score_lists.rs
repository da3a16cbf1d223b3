//! The lists of points, and of those whose points do not suffice.

use super::cells::Cell;
use super::lists::{List, Maker};
use super::words;
use crate::assessment::Evaluated;
use crate::call::{CriterionId, Expr, ExprKind, Grid, Type, show_plain};
use crate::engine::{OutcomeKind, ProposalOutcome, Reason, threshold_of};
use crate::number::{Fraction, Rounding};
use crate::scoring::{Score, ThresholdFinding};
use crate::value::Value;

/// Points that no decimals write are rounded to so many, and say so.
const PLACES: u32 = 6;

impl<'a> Maker<'a> {
    /// Returns the lists that a call with a grid has besides the others.
    pub(super) fn score_lists(self, grid: &'a Grid) -> Vec<List> {
        vec![
            List {
                file: "scores.csv",
                text: self.scores(grid),
            },
            List {
                file: "below-threshold.csv",
                text: self.below_threshold(grid),
            },
            List {
                file: "not-scored.csv",
                text: self.not_scored(),
            },
        ]
    }

    /// Returns the headings of the score and of the outermost criteria.
    pub(super) fn score_headings(self) -> Vec<&'a str> {
        let Some(grid) = &self.call.grid else {
            return Vec::new();
        };
        let outermost = grid.criteria.iter().filter(|it| it.parent.is_none());
        let names = outermost.map(|it| it.name.as_str());
        [self.word("punteggio", "score")]
            .into_iter()
            .chain(names)
            .collect()
    }

    /// Returns the score and the points of the outermost criteria.
    pub(super) fn score_cells(self, score: Option<&Score>) -> Vec<Cell> {
        let (Some(grid), Some(score)) = (&self.call.grid, score) else {
            return self
                .score_headings()
                .iter()
                .map(|_| Cell::text(""))
                .collect();
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
    pub(super) fn is_in_score(self, expr: &Expr) -> bool {
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
    fn scores(self, grid: &'a Grid) -> String {
        let mut headings = vec!["id", self.word("posizione", "rank")];
        headings.extend(self.published_headings());
        headings.extend(grid.criteria.iter().map(|it| it.name.as_str()));
        headings.extend([
            self.word("punteggio", "score"),
            self.word("esito", "outcome"),
            self.word("provvisoria", "provisional"),
        ]);
        let mut scored: Vec<_> = self.scored().collect();
        scored.sort_by_key(|(proposal, _)| (proposal.rank.is_none(), proposal.rank));
        let rows = scored.into_iter().map(|(proposal, score)| {
            let rank = proposal.rank.map(|rank| rank.to_string());
            let mut row = vec![
                Cell::text(&proposal.id),
                Cell::plain(rank.unwrap_or_default()),
            ];
            row.extend(self.published(proposal));
            row.extend(score.lines.iter().map(|line| self.points(&line.points)));
            row.extend([
                self.points(&score.total),
                Cell::text(words::outcome(proposal.outcome, self.language)),
                self.provisional(),
            ]);
            row
        });
        self.csv(headings, rows.collect())
    }

    /// One row per threshold missed.
    fn below_threshold(self, grid: &'a Grid) -> String {
        let mut headings = vec!["id"];
        headings.extend(self.published_headings());
        headings.extend(self.score_headings());
        headings.extend([
            self.word("soglia", "threshold"),
            self.word("titolo", "title"),
            self.word("motivo", "reason"),
            self.word("punti mancanti", "points short"),
            self.word("riferimenti", "citations"),
            self.word("provvisoria", "provisional"),
        ]);
        let below = self
            .scored()
            .filter(|(proposal, _)| proposal.outcome == OutcomeKind::BelowThreshold);
        let rows = below.flat_map(|(proposal, score)| {
            let reasons = proposal.reasons.iter();
            reasons.filter_map(move |reason| {
                let finding = missed(grid, score, &reason.code)?;
                Some(self.missed(grid, proposal, score, finding, reason))
            })
        });
        self.csv(headings, rows.collect())
    }

    fn missed(
        self,
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
        let mut row = vec![Cell::text(&proposal.id)];
        row.extend(self.published(proposal));
        row.extend(self.score_cells(Some(score)));
        row.extend([
            Cell::text(&reason.code),
            Cell::text(title),
            Cell::text(reason.message.get(self.language)),
            short.map_or_else(|| Cell::text(""), |short| self.number(short)),
            Cell::text(self.citations(reason)),
            self.provisional(),
        ]);
        row
    }

    /// One row per proposal of which some points are not known.
    fn not_scored(self) -> String {
        let mut headings = vec!["id"];
        headings.extend(self.published_headings());
        headings.extend([
            self.word("motivo", "reason"),
            self.word("riferimenti", "citations"),
            self.word("provvisoria", "provisional"),
        ]);
        let proposals = self.outcome.proposals.iter();
        let open = proposals.filter(|it| it.outcome == OutcomeKind::NotScored);
        let rows = open.flat_map(|proposal| {
            let reasons = proposal.reasons.iter();
            let of_score = reasons.filter(|reason| reason.code == "score");
            of_score.map(move |reason| {
                let mut row = vec![Cell::text(&proposal.id)];
                row.extend(self.published(proposal));
                row.extend([
                    Cell::text(reason.message.get(self.language)),
                    Cell::text(self.citations(reason)),
                    self.provisional(),
                ]);
                row
            })
        });
        self.csv(headings, rows.collect())
    }

    /// Tells whether a reason is about points, and so has lists of its own.
    pub(super) fn is_about_points(self, reason: &Reason) -> bool {
        let Some(grid) = &self.call.grid else {
            return false;
        };
        let minima = grid.criteria.iter().filter_map(|it| it.minimum.as_ref());
        let mut thresholds = grid.threshold.iter().chain(minima);
        reason.code == "score" || thresholds.any(|it| it.name == reason.code)
    }

    fn scored(self) -> impl Iterator<Item = (&'a ProposalOutcome, &'a Score)> {
        let scores = self.outcome.proposals.iter().zip(&self.outcome.scores);
        scores.filter_map(|(proposal, score)| Some((proposal, score.as_ref()?)))
    }

    fn points(self, points: &Evaluated) -> Cell {
        match points.known() {
            Some(Value::Number(points)) => self.number(*points),
            _ => Cell::text(""),
        }
    }

    /// A fraction such as 1/3 would be a day to a spreadsheet.
    fn number(self, number: Fraction) -> Cell {
        let value = Value::Number(number);
        match number.round(PLACES, Rounding::HalfUp) {
            Some(rounded) if number.decimals().is_none() => {
                let rounded = rounded.to_plain(PLACES).unwrap_or_default();
                Cell::text(format!("≈ {rounded}"))
            }
            _ => Cell::plain(show_plain(&value, Type::Number, self.call.names())),
        }
    }
}

fn missed<'s>(grid: &Grid, score: &'s Score, name: &str) -> Option<&'s ThresholdFinding> {
    score.thresholds.iter().find(|finding| {
        let threshold = threshold_of(grid, finding.criterion);
        threshold.is_some_and(|(threshold, _)| threshold.name == name)
    })
}
