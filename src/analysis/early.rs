//! What is used before it can be known: points, and values over the admitted proposals.

use super::expressions::Found;
use super::operators::of;
use super::scope::{Checker, GridWritten, Scope};
use crate::call::{Expr, ExprKind, Piece, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Path, RuleFile};
use crate::text::Text;

/// What an expression rests on that is known only once all proposals are assessed.
#[derive(Clone, Debug)]
pub(super) struct Late {
    /// The value over the admitted proposals.
    value: Span,
    /// The definitions that lead to it, the nearest first.
    through: Vec<String>,
}

impl Checker<'_> {
    /// Resolves the name of the score or of a criterion.
    pub(super) fn points_value(&mut self, path: &Path, scope: &Scope) -> Found {
        let Some(name) = path.names.first().map(|name| &name.value) else {
            return Found::Nothing;
        };
        let criterion = self.criteria.get(name).map(|(id, _)| *id);
        let is_score = self.is_given(name, "score") && self.grid_written == GridWritten::Yes;
        if !is_score && !self.criterion_names.contains(name) {
            return Found::Nothing;
        }
        if !scope.points {
            self.points_too_early(path);
            return Found::Reported;
        }
        if !is_score && criterion.is_none() {
            // The criterion is wrong, and has been reported.
            return Found::Reported;
        }
        Found::Value(of(ExprKind::Points(criterion), Type::Number, path.span), 1)
    }

    /// Reports a score where nothing is scored.
    pub(super) fn no_grid(&mut self, path: &Path) {
        self.report(
            Diagnostic::error(
                Code::UnknownName,
                path.span,
                Text::new(
                    "non c'è un punteggio: manca il blocco `‹grid›`",
                    "there is no score: the `‹grid›` block is missing",
                ),
            )
            .with_hint(Text::new(
                "aggiungere `‹grid› { ‹max› 100 ‹criterion› A { … } }`, o ordinare per un fatto",
                "add `‹grid› { ‹max› 100 ‹criterion› A { … } }`, or order by a fact",
            )),
        );
    }

    fn points_too_early(&mut self, path: &Path) {
        let name = path.dotted();
        self.report(
            Diagnostic::error(
                Code::TooEarly,
                path.span,
                Text::new(
                    format!("`{name}` viene dalla valutazione: si conosce solo dopo"),
                    format!("`{name}` comes from the evaluation: it is known only after it"),
                ),
            )
            .with_hint(Text::new(
                "i punteggi servono in `‹order by›`, `‹award›` e `‹publish›`; per fermare chi ne ha pochi scrivere `‹threshold›` o `‹minimum›` nella griglia",
                "points serve in `‹order by›`, `‹award›` and `‹publish›`; to stop those who have few write `‹threshold›` or `‹minimum›` in the grid",
            )),
        );
    }

    /// Warns of points that decide nothing.
    pub(super) fn score_used(&mut self, tree: &RuleFile) {
        let Some(grid) = &self.call.grid else { return };
        let unread = |word: &str| tree.unread.iter().any(|block| block.keyword == word);
        let decides =
            grid.threshold.is_some() || grid.criteria.iter().any(|it| it.minimum.is_some());
        let (span, it, en, hint) = match &self.call.ranking {
            Some(ranking) => {
                let mut used = false;
                for key in &ranking.order_by {
                    key.value
                        .visit(&mut |part| used |= part.kind == ExprKind::Points(None));
                }
                if used {
                    return;
                }
                (
                    ranking.span,
                    "le proposte ricevono un punteggio, ma la graduatoria non ne tiene conto",
                    "the proposals are scored, but the ranking takes no account of it",
                    Text::new(
                        "aggiungere `‹score descending›` a `‹order by›`",
                        "add `‹score descending›` to `‹order by›`",
                    ),
                )
            }
            None if decides || unread("ranking") => return,
            None => (
                grid.span,
                "le proposte ricevono un punteggio che non decide nulla: non c'è né una soglia né una graduatoria",
                "the proposals get a score that decides nothing: there is neither a threshold nor a ranking",
                Text::new(
                    "aggiungere `‹ranking› { ‹order by score descending› }`, o una soglia",
                    "add `‹ranking› { ‹order by score descending› }`, or a threshold",
                ),
            ),
        };
        self.report(
            Diagnostic::warning(Code::ScoreNotUsed, span, Text::new(it, en)).with_hint(hint),
        );
    }

    /// Notes what a definition rests on, when it has been typed; definitions come in an order in
    /// which each needs only earlier ones.
    pub(super) fn note_late(&mut self, value: &Expr) {
        let late = self.late_in(value).map(|(_, late)| late);
        self.late.push(late);
    }

    /// Returns where an expression uses something known only late, and what that is.
    fn late_in(&self, expr: &Expr) -> Option<(Span, Late)> {
        let mut found: Vec<(Span, Late)> = Vec::new();
        expr.visit(&mut |part| match &part.kind {
            ExprKind::OverAdmitted(_) => found.push((
                part.span,
                Late {
                    value: part.span,
                    through: Vec::new(),
                },
            )),
            ExprKind::Definition(id) => {
                if let Some(Some(late)) = self.late.get(id.index())
                    && let Some(definition) = self.call.definitions.get(id.index())
                {
                    let mut late = late.clone();
                    late.through.insert(0, definition.name.clone());
                    found.push((part.span, late));
                }
            }
            _ => {}
        });
        found.into_iter().min_by_key(|(span, _)| *span)
    }

    /// Reports values over the admitted proposals that decide who is admitted, or that rest on
    /// one another.
    pub(super) fn too_early(&mut self) {
        let mut found = Vec::new();
        for requirement in &self.call.requirements {
            let conditions = requirement
                .applies_when
                .iter()
                .chain([&requirement.require]);
            let changed = requirement.exceptions.iter().flat_map(|it| &it.message);
            let messages = changed.chain([&requirement.message]);
            let pieces = messages.flat_map(|it| it.it.iter().chain(it.en.iter().flatten()));
            let shown = pieces.filter_map(|piece| match piece {
                Piece::Value(value) => Some(value),
                Piece::Words(_) => None,
            });
            for expr in conditions.chain(shown) {
                found.extend(self.late_in(expr).map(|late| (late, true)));
            }
        }
        for value in &self.call.over_admitted {
            for expr in value.value.iter().chain(&value.condition) {
                found.extend(self.late_in(expr).map(|late| (late, false)));
            }
        }
        for ((span, late), in_requirement) in found {
            let path = match late.through.as_slice() {
                [] | [_] => String::new(),
                names => format!(" ({})", names.join(" -> ")),
            };
            let (it, en) = if in_requirement {
                (
                    format!(
                        "questo valore si conosce solo quando è deciso chi è ammesso, e qui lo si decide{path}"
                    ),
                    format!(
                        "this value is known only once it is decided who is admitted, and here that is decided{path}"
                    ),
                )
            } else {
                (
                    format!("un valore sulle proposte ammesse non può fondarsi su un altro{path}"),
                    format!("a value over the admitted proposals cannot rest on another one{path}"),
                )
            };
            let mut diagnostic = Diagnostic::error(Code::TooEarly, span, Text::new(it, en));
            if late.value != span {
                diagnostic = diagnostic.with_related(
                    late.value,
                    Text::new(
                        "qui si guardano tutte le proposte ammesse",
                        "all admitted proposals are looked at here",
                    ),
                );
            }
            let hint = if in_requirement {
                Text::new(
                    "usarlo solo dalla griglia in poi, o scrivere il requisito con i dati della proposta",
                    "use it from the grid onward only, or write the requirement with the proposal's own facts",
                )
            } else {
                Text::new(
                    "scrivere per esteso, con fatti e definizioni di una sola proposta",
                    "write it out, with facts and definitions of one proposal",
                )
            };
            self.report(diagnostic.with_hint(hint));
        }
    }
}
