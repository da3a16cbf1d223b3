//! Rules that hold from one day to another: versions of a value, requirements in force for a time.

use jiff::civil::Date;

use super::operators::of;
use super::scope::{Checker, Scope};
use crate::call::{Case, Expr, ExprKind, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, Dates, RequirementBlock, RequirementClause, VersionsExpr};
use crate::text::{Text, day_text};
use crate::value::{Comparison, Value};

/// The days on which something holds, both ends included; an end that is open is `None`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) span: Span,
}

impl Checker<'_> {
    /// Types the versions of a value: outside the days of all of them it has none.
    pub(super) fn versions(
        &mut self,
        tree: &VersionsExpr,
        expected: Option<Type>,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let day = self.counting_date(tree.as_of.as_deref(), span, &Scope::default());
        let mut days = Vec::new();
        let mut values = Vec::new();
        for version in &tree.versions {
            days.push(self.days(&version.dates));
            values.push(self.expr(&version.value, expected, scope));
        }
        let days: Vec<Days> = days.into_iter().collect::<Option<_>>()?;
        let values: Vec<Expr> = values.into_iter().collect::<Option<_>>()?;
        let day = day?;
        self.follow_one_another(&days)?;
        let ty = self.common(values.iter())?;
        let mut cases: Vec<Case> = days
            .iter()
            .zip(values)
            .filter_map(|(days, value)| {
                let condition = days.include(&day)?;
                Some(Case { condition, value })
            })
            .collect();
        cases.push(Case {
            condition: of(ExprKind::Constant(Value::YesNo(true)), Type::YesNo, span),
            value: of(ExprKind::NotInForce, ty, span),
        });
        Some(of(ExprKind::FirstOf(cases), ty, span))
    }

    /// Returns the condition under which a requirement is in force, if it says from when to when.
    pub(super) fn in_force(&mut self, block: &RequirementBlock) -> Option<Expr> {
        let (mut dates, mut day) = (None, None);
        for clause in &block.clauses {
            match &clause.value {
                RequirementClause::InForce(it) => dates = dates.or(Some(it)),
                RequirementClause::AsOf(it) => day = day.or(Some(it)),
                _ => {}
            }
        }
        let Some(dates) = dates else {
            if let Some(day) = day {
                self.report(
                    Diagnostic::error(
                        Code::MissingPart,
                        day.span,
                        Text::new(
                            "questo giorno non serve: il requisito non dice da quando a quando vale",
                            "this day counts for nothing: the requirement does not say from when to when it holds",
                        ),
                    )
                    .with_hint(Text::new(
                        "aggiungere `‹in force kw_since› … ‹kw_until› …`, o togliere `‹as of›`",
                        "add `‹in force kw_since› … ‹kw_until› …`, or remove `‹as of›`",
                    )),
                );
            }
            return None;
        };
        let day = self.counting_date(day, dates.span, &Scope::default());
        let days = self.days(dates)?;
        let name = block.name.value.clone();
        self.requirement_days.entry(name).or_default().push(days);
        days.include(&day?)
    }

    /// Reports requirements of one name that are in force at the same time, and days between
    /// them on which none is.
    pub(super) fn requirement_days(&mut self) {
        for days in std::mem::take(&mut self.requirement_days).into_values() {
            self.follow_one_another(&days);
        }
    }

    /// Returns the day on which something dated is counted: its own, read in `scope`, or the
    /// call's.
    pub(super) fn counting_date(
        &mut self,
        own: Option<&tree::Expr>,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let of_call = self.as_of.clone();
        let Some(tree) = own.or(of_call.as_ref()) else {
            if self.broken.contains("call.as_of") {
                return None;
            }
            self.report(
                Diagnostic::error(
                    Code::MissingPart,
                    span,
                    Text::new(
                        "non è detto in quale giorno si guarda quale versione vale",
                        "nothing says on which day to look which version is in force",
                    ),
                )
                .with_hint(Text::new(
                    "scrivere nel blocco `‹call›` per esempio `‹as of date of› received_at`",
                    "write in the `‹call›` block for example `‹as of date of› received_at`",
                )),
            );
            return None;
        };
        // The call's own day is read before anything else: it can rest on facts only.
        let of_call = Scope {
            raw: true,
            ..Scope::default()
        };
        let scope = if own.is_none() { &of_call } else { scope };
        let day = self.expr_of(tree, Type::Date, scope)?;
        let span = day.span;
        Some(of(ExprKind::CountingDate(Box::new(day)), Type::Date, span))
    }

    pub(super) fn days(&mut self, dates: &Dates) -> Option<Days> {
        let mut day = |at: &Option<crate::source::Spanned<tree::DateTime>>| match at {
            Some(at) => self.date(at.value, at.span).map(Some),
            None => Some(None),
        };
        let (from, to) = (day(&dates.from), day(&dates.to));
        let days = Days {
            from: from?,
            to: to?,
            span: dates.span,
        };
        if let (Some(from), Some(to)) = (days.from, days.to)
            && to < from
        {
            self.report(
                Diagnostic::error(
                    Code::InvalidDate,
                    dates.span,
                    Text::new(
                        format!("il {} viene prima del {}", italian(to), italian(from)),
                        format!("{to} comes before {from}"),
                    ),
                )
                .with_hint(Text::new(
                    "scrivere prima il giorno in cui comincia, poi quello in cui finisce, compresi tutti e due",
                    "write the day on which it begins, then the one on which it ends, both included",
                )),
            );
            return None;
        }
        Some(days)
    }

    /// Reports days that two versions share, and days between versions that none has.
    fn follow_one_another(&mut self, days: &[Days]) -> Option<()> {
        let mut sorted = days.to_vec();
        sorted.sort_by_key(|it| (it.from, it.to, it.span));
        let mut sound = Some(());
        for pair in sorted.windows(2) {
            let [earlier, later] = pair else { continue };
            let next = match earlier.to {
                Some(to) => to.tomorrow().ok(),
                None => None,
            };
            match (next, later.from) {
                (Some(next), Some(from)) if next == from => {}
                (Some(next), Some(from)) if next < from => self.hole(earlier, later, next, from),
                _ => {
                    self.overlap(earlier, later);
                    sound = None;
                }
            }
        }
        sound
    }

    fn overlap(&mut self, earlier: &Days, later: &Days) {
        let example = later.from.or(earlier.to);
        let (it, en) = match example {
            Some(day) => (
                format!("il {} valgono due versioni", italian(day)),
                format!("two versions are in force on {day}"),
            ),
            None => (
                "valgono due versioni insieme".to_owned(),
                "two versions are in force at once".to_owned(),
            ),
        };
        self.report(
            Diagnostic::error(Code::OverlappingDates, later.span, Text::new(it, en))
                .with_related(
                    earlier.span,
                    Text::new("l'altra è qui", "the other is here"),
                )
                .with_hint(Text::new(
                    "far finire la prima il giorno prima che cominci la seconda",
                    "let the first end on the day before the second begins",
                )),
        );
    }

    fn hole(&mut self, earlier: &Days, later: &Days, first: Date, next: Date) {
        let last = next.yesterday().unwrap_or(first);
        self.report(
            Diagnostic::warning(
                Code::DatesHole,
                later.span,
                Text::new(
                    format!(
                        "dal {} al {} non vale nessuna versione",
                        italian(first),
                        italian(last)
                    ),
                    format!("no version is in force from {first} to {last}"),
                ),
            )
            .with_related(
                earlier.span,
                Text::new("la versione prima finisce qui", "the version before ends here"),
            )
            .with_hint(Text::new(
                "se è voluto va bene così; altrimenti far cominciare la seconda il giorno dopo la fine della prima",
                "if this is meant, leave it; otherwise let the second begin on the day after the first ends",
            )),
        );
    }
}

impl Days {
    /// Returns the condition that `day` is one of these days; `None` where each is.
    fn include(&self, day: &Expr) -> Option<Expr> {
        let end = |date: Date| {
            let constant = ExprKind::Constant(Value::Date(date));
            Box::new(of(constant, Type::Date, self.span))
        };
        let day = Box::new(day.clone());
        let kind = match (self.from, self.to) {
            (Some(from), Some(to)) => ExprKind::Between(day, end(from), end(to)),
            (Some(from), None) => ExprKind::Compare(Comparison::GreaterOrEqual, day, end(from)),
            (None, Some(to)) => ExprKind::Compare(Comparison::LessOrEqual, day, end(to)),
            (None, None) => return None,
        };
        Some(of(kind, Type::YesNo, self.span))
    }
}

pub(super) fn italian(date: Date) -> String {
    day_text(date).it
}
