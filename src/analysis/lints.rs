//! What is well formed and still suspicious.

use super::scope::{Checker, Kind};
use crate::call::{Envelope, Expr, ExprKind, Method, Requirement, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::Span;
use crate::syntax::tree::{CallClause, Item, RuleFile};
use crate::text::Text;
use crate::value::Value;

impl Checker<'_> {
    pub(super) fn lints(&mut self, tree: &RuleFile) {
        // What is wrong may be the very use that is missing.
        if tree.unread.is_empty() && !self.diagnostics.iter().any(Diagnostic::is_error) {
            self.unused(tree);
            self.not_read(tree);
            self.constants();
        }
        let mut found = Vec::new();
        for expr in self.expressions() {
            expr.visit(&mut |part| {
                self.rounded_comparison(part, &mut found);
                self.zero_divisor(part, &mut found);
            });
        }
        self.diagnostics.extend(found);
        if self.call.requirements.is_empty()
            && tree.unread.is_empty()
            && !tree
                .items
                .iter()
                .any(|it| matches!(it, Item::Requirement(_)))
        {
            self.report(
                Diagnostic::warning(
                    Code::NothingRequired,
                    tree.version.span,
                    Text::new(
                        "l'avviso non pone alcun requisito: ogni proposta sarebbe ammessa",
                        "the call has no requirement: every proposal would be admitted",
                    ),
                )
                .with_hint(Text::new(
                    "aggiungere almeno un `‹requirement›`",
                    "add at least one `‹requirement›`",
                )),
            );
        }
    }

    /// Returns every expression of the call but those of messages.
    fn expressions(&self) -> Vec<&Expr> {
        let call = &self.call;
        let mut all: Vec<&Expr> = call.definitions.iter().map(|it| &it.value).collect();
        all.extend(call.facts.iter().filter_map(|fact| fact.when.as_ref()));
        for requirement in &call.requirements {
            all.extend(&requirement.applies_when);
            all.push(&requirement.require);
        }
        all.extend(call.documents.iter().filter_map(|it| it.when.as_ref()));
        for received in &call.received {
            all.extend(received.sum.iter().chain(&received.condition));
        }
        for value in &call.over_admitted {
            all.extend(value.value.iter().chain(&value.condition));
        }
        for criterion in call.grid.iter().flat_map(|grid| &grid.criteria) {
            if let Method::Formula(formula) = &criterion.method {
                all.push(formula);
            }
        }
        if let Some(ranking) = &call.ranking {
            all.extend(ranking.order_by.iter().map(|key| &key.value));
        }
        all.extend(call.envelope.iter().flat_map(Envelope::over_proposals));
        all
    }

    fn unused(&mut self, tree: &RuleFile) {
        let mut found: Vec<(Kind, &str, Span)> = Vec::new();
        for item in &tree.items {
            match item {
                Item::Authority(it) => found.push((Kind::Authority, &it.name.value, it.name.span)),
                Item::Enum(it) => found.push((Kind::Enum, &it.name.value, it.name.span)),
                Item::Group(it) => found.push((Kind::Group, &it.name.value, it.name.span)),
                Item::Table(it) => found.push((Kind::Table, &it.name.value, it.name.span)),
                Item::DerivedTable(it) => found.push((Kind::Table, &it.name.value, it.name.span)),
                Item::Scale(it) => found.push((Kind::Scale, &it.name.value, it.name.span)),
                Item::Definition(it) => {
                    found.push((Kind::Definition, &it.name.value, it.name.span));
                }
                _ => {}
            }
        }
        let mut unused: Vec<(String, Span)> = found
            .into_iter()
            .filter(|(kind, name, _)| !self.used.contains(&(*kind, (*name).to_owned())))
            .map(|(_, name, span)| (name.to_owned(), span))
            .collect();
        // Texts and codes also serve to tell proposals apart in lists; the rest serve rules only.
        for fact in &self.call.facts {
            let identifies = fact.kind.is_text();
            if !identifies && !self.used.contains(&(Kind::Fact, fact.name.clone())) {
                unused.push((fact.name.clone(), fact.span));
            }
        }
        for (name, span) in unused {
            self.report(
                Diagnostic::warning(
                    Code::UnusedName,
                    span,
                    Text::new(
                        format!("nessuna regola usa `{name}`"),
                        format!("no rule uses `{name}`"),
                    ),
                )
                .with_hint(Text::new(
                    "toglierlo, o usarlo dove manca",
                    "remove it, or use it where it is missing",
                )),
            );
        }
    }

    fn not_read(&mut self, tree: &RuleFile) {
        let clauses = tree.items.iter().filter_map(|item| match item {
            Item::Call(block) => Some(&block.clauses),
            _ => None,
        });
        for clause in clauses.flatten() {
            let word = match clause.value {
                CallClause::Opens(_) if !self.reads.contains("opens") => "opens",
                CallClause::Closes(_) if !self.reads.contains("closes") => "closes",
                _ => continue,
            };
            self.report(
                Diagnostic::warning(
                    Code::ClosingNotRead,
                    clause.span,
                    Text::new(
                        format!("nessun requisito legge `‹call›.‹{word}›`: da sola questa riga non esclude nessuno"),
                        format!("no requirement reads `‹call›.‹{word}›`: by itself this line excludes nobody"),
                    ),
                )
                .with_hint(Text::new(
                    format!("aggiungere un requisito che confronti la data di arrivo con `‹call›.‹{word}›`"),
                    format!("add a requirement that compares the date of receipt with `‹call›.‹{word}›`"),
                )),
            );
        }
    }

    /// Warns of a comparison of a rounded value.
    fn rounded_comparison(&self, expr: &Expr, found: &mut Vec<Diagnostic>) {
        let sides: Vec<&Expr> = match &expr.kind {
            ExprKind::Compare(_, a, b) => vec![a, b],
            ExprKind::Between(a, b, c) => vec![a, b, c],
            _ => return,
        };
        let Some(rounded) = sides.into_iter().find(|side| self.is_rounded(side)) else {
            return;
        };
        found.push(
            Diagnostic::warning(
                Code::RoundedComparison,
                rounded.span,
                Text::new(
                    "si confronta un valore arrotondato: chi resta di poco sotto il limite potrebbe superarlo",
                    "a rounded value is compared: one that lies just below the limit may pass it",
                ),
            )
            .with_hint(Text::new(
                "confrontare il valore esatto, e arrotondare solo per mostrarlo",
                "compare the exact value, and round only to show it",
            )),
        );
    }

    fn is_rounded(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Round(..) => true,
            ExprKind::Definition(id) => self
                .call
                .definitions
                .get(id.index())
                .is_some_and(|definition| self.is_rounded(&definition.value)),
            ExprKind::Excepted { base, exceptions } => {
                let mut values = exceptions.iter().map(|case| &case.value);
                self.is_rounded(base) || values.any(|value| self.is_rounded(value))
            }
            _ => false,
        }
    }

    /// Warns of a divisor that may be nought.
    fn zero_divisor(&self, expr: &Expr, found: &mut Vec<Diagnostic>) {
        let ExprKind::Product(factors) = &expr.kind else {
            return;
        };
        for (divides, factor) in factors {
            if !divides || self.is_never_zero(factor) {
                continue;
            }
            let least = match factor.ty {
                Type::Money | Type::Amount => "0.01 EUR",
                Type::Percent(_) => "1 %",
                _ => "1",
            };
            found.push(
                Diagnostic::warning(
                    Code::PossibleZeroDivisor,
                    factor.span,
                    Text::new(
                        "questo divisore può essere zero: il risultato mancherebbe",
                        "this divisor may be zero: there would be no result",
                    ),
                )
                .with_hint(Text::new(
                    format!("dare al fatto un minimo, per esempio `‹at least› {least}`"),
                    format!("give the fact a least value, for example `‹at least› {least}`"),
                )),
            );
        }
    }

    fn is_never_zero(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Constant(Value::Number(number)) => !number.is_zero(),
            ExprKind::Fact(id) => {
                let reading = self.call.facts.get(id.index()).map(|fact| &fact.reading);
                let least = reading.and_then(|it| it.least.as_ref());
                let greatest = reading.and_then(|it| it.greatest.as_ref());
                matches!(least, Some(Value::Number(least)) if *least > Fraction::ZERO)
                    || matches!(greatest, Some(Value::Number(most)) if *most < Fraction::ZERO)
            }
            ExprKind::Definition(id) => self
                .call
                .definitions
                .get(id.index())
                .is_some_and(|definition| self.is_never_zero(&definition.value)),
            ExprKind::Product(factors) => factors
                .iter()
                .all(|(divides, factor)| *divides || self.is_never_zero(factor)),
            ExprKind::Negate(inner) => self.is_never_zero(inner),
            ExprKind::Excepted { base, exceptions } => {
                let mut values = exceptions.iter().map(|case| &case.value);
                self.is_never_zero(base) && values.all(|value| self.is_never_zero(value))
            }
            _ => false,
        }
    }

    /// Warns of requirements whose conditions never vary.
    fn constants(&mut self) {
        let mut found = Vec::new();
        for requirement in &self.call.requirements {
            let told = found.len();
            for condition in written_conditions(requirement) {
                self.constant(condition, &mut found);
            }
            if let (Some(applies), true) = (&requirement.applies_when, found.len() == told) {
                self.settled_by(applies, &requirement.require, &mut found);
            }
        }
        self.diagnostics.extend(found);
    }

    /// Warns of a condition that holds, or fails, whatever the facts are.
    fn constant(&self, condition: &Expr, found: &mut Vec<Diagnostic>) {
        let Some(holds) = self.always(condition) else {
            return;
        };
        let (it, en) = if holds {
            ("sempre vera", "always true")
        } else {
            ("sempre falsa", "always false")
        };
        found.push(
            Diagnostic::warning(
                Code::ConstantCondition,
                condition.span,
                Text::new(
                    format!("questa condizione è {it}, qualunque siano i fatti"),
                    format!("this condition is {en}, whatever the facts are"),
                ),
            )
            .with_hint(Text::new(
                "toglierla, o confrontare un fatto",
                "remove it, or compare a fact",
            )),
        );
    }

    /// Warns of a requirement that holds, or fails, wherever it applies.
    fn settled_by(&self, applies: &Expr, require: &Expr, found: &mut Vec<Diagnostic>) {
        let (it, en) = if self.never(&[(applies, true), (require, false)]) {
            ("sempre vero", "always true")
        } else if self.never(&[(applies, true), (require, true)]) {
            ("sempre falso", "always false")
        } else {
            return;
        };
        found.push(
            Diagnostic::warning(
                Code::ConstantCondition,
                require.span,
                Text::new(
                    format!("dove il requisito si applica, questo è {it}"),
                    format!("where the requirement applies, this is {en}"),
                ),
            )
            .with_related(applies.span, Text::new("si applica qui", "it applies here"))
            .with_hint(Text::new(
                "correggere una delle due condizioni",
                "correct one of the two conditions",
            )),
        );
    }

    /// Returns what a condition gives where no facts change that.
    fn always(&self, condition: &Expr) -> Option<bool> {
        if self.never(&[(condition, true)]) {
            return Some(false);
        }
        self.never(&[(condition, false)]).then_some(true)
    }
}

/// Returns the conditions of a requirement and its exceptions as they were written, each once. Of
/// the conditions of exceptions, `clashes` tells which never hold.
fn written_conditions(requirement: &Requirement) -> Vec<&Expr> {
    let mut conditions: Vec<&Expr> = Vec::new();
    for condition in requirement
        .applies_when
        .iter()
        .chain([&requirement.require])
    {
        match &condition.kind {
            ExprKind::Excepted { base, exceptions } => {
                conditions.push(base);
                let values = exceptions.iter().map(|case| &case.value);
                conditions.extend(values.filter(|value| value.span != base.span));
            }
            _ => conditions.push(condition),
        }
    }
    // That a requirement always applies is written nowhere, that none does in two words.
    let names = requirement.exceptions.iter().map(|it| it.span);
    let names: Vec<Span> = names.collect();
    conditions.retain(|it| it.span.start < it.span.end && !names.contains(&it.span));
    conditions
}
