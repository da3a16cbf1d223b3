//! Expressions: names resolved, types found.

use super::literals::as_read;
use super::operators::of;
use super::scope::{Checker, GridWritten, Kind, Scope};
use crate::call::{ColumnId, Expr, ExprKind, FactId, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, LiteralKind, Path};
use crate::text::Text;
use crate::value::Value;

/// What a path turned out to be.
pub(super) enum Found {
    /// A value, and how many of the path's names it took.
    Value(Expr, usize),
    /// Something is wrong with it, and has been reported.
    Reported,
    /// Nothing.
    Nothing,
}

impl Checker<'_> {
    /// Types an expression; `expected` tells which enum bare names belong to. Reports and gives
    /// `None` where something is wrong.
    pub(super) fn expr(
        &mut self,
        tree: &tree::Expr,
        expected: Option<Type>,
        scope: &Scope,
    ) -> Option<Expr> {
        let span = tree.span;
        match &tree.kind {
            tree::ExprKind::Literal(literal) => self.literal_expr(literal, expected, span),
            tree::ExprKind::Path(path) => self.path(path, expected, scope),
            tree::ExprKind::Or(parts) => {
                let parts = self.conditions(parts, scope)?;
                Some(of(ExprKind::Or(parts), Type::YesNo, span))
            }
            tree::ExprKind::And(parts) => {
                let parts = self.conditions(parts, scope)?;
                Some(of(ExprKind::And(parts), Type::YesNo, span))
            }
            tree::ExprKind::Not(part) => {
                let part = self.condition(part, scope)?;
                Some(of(ExprKind::Not(Box::new(part)), Type::YesNo, span))
            }
            tree::ExprKind::Compare(left, comparison, right) => {
                self.compare(left, comparison, right, span, scope)
            }
            tree::ExprKind::Between(value, least, greatest) => {
                self.between(value, least, greatest, span, scope)
            }
            tree::ExprKind::Is {
                value,
                negated,
                variant,
            } => self.is_variant(value, *negated, variant, span, scope),
            tree::ExprKind::IsEmpty { value, negated } => {
                self.is_empty(value, *negated, span, scope)
            }
            tree::ExprKind::IsValid { value, negated } => {
                self.is_valid(value, *negated, span, scope)
            }
            tree::ExprKind::In {
                value,
                negated,
                members,
            } => self.is_in(value, *negated, members, span, scope),
            tree::ExprKind::Has {
                value,
                how,
                members,
            } => self.has(value, *how, members, span, scope),
            tree::ExprKind::Sum(terms) => self.sum(terms, span, scope),
            tree::ExprKind::Product(factors) => self.product(factors, span, scope),
            tree::ExprKind::Negate(value) => self.negate(value, span, scope),
            tree::ExprKind::PercentOf(share, value) => self.percent_of(share, value, span, scope),
            tree::ExprKind::Round {
                value,
                rounding,
                places,
            } => self.round(value, *rounding, *places, expected, span, scope),
            tree::ExprKind::Otherwise(value, instead) => {
                self.otherwise(value, instead, expected, span, scope)
            }
            tree::ExprKind::Extreme { least, values } => self.extreme(*least, values, span, scope),
            tree::ExprKind::FirstOf { cases, otherwise } => {
                self.first_of(cases, otherwise.as_deref(), expected, span, scope)
            }
            tree::ExprKind::Table(table) => self.table_rule(table, expected, span, scope),
            tree::ExprKind::Versions(it) => self.versions(it, expected, span, scope),
            tree::ExprKind::DateOf(value) => self.date_of(value, span, scope),
            tree::ExprKind::Quantified(it) => self.quantified(it, span, scope),
            tree::ExprKind::Received(it) => self.received(it, span, scope),
            tree::ExprKind::Admitted(it) => self.admitted(it, span, scope),
            tree::ExprKind::Interpolation { of, points } => {
                self.interpolation(of, points, span, scope)
            }
        }
    }

    /// Types an expression that must be yes or no.
    pub(super) fn condition(&mut self, tree: &tree::Expr, scope: &Scope) -> Option<Expr> {
        let expr = self.expr(tree, Some(Type::YesNo), scope)?;
        if expr.ty == Type::YesNo {
            return Some(expr);
        }
        let (it, en) = self.type_name(expr.ty);
        self.report(
            Diagnostic::error(
                Code::TypeMismatch,
                tree.span,
                Text::new(
                    format!("qui serve una condizione, non {it}"),
                    format!("a condition is needed here, not {en}"),
                ),
            )
            .with_hint(Text::new(
                "confrontarlo con qualcosa, per esempio con `=`, `<=`, `‹is›`, `‹has›`",
                "compare it with something, for example with `=`, `<=`, `‹is›`, `‹has›`",
            )),
        );
        None
    }

    fn conditions(&mut self, parts: &[tree::Expr], scope: &Scope) -> Option<Vec<Expr>> {
        let typed: Vec<Option<Expr>> = parts
            .iter()
            .map(|part| self.condition(part, scope))
            .collect();
        typed.into_iter().collect()
    }

    fn literal_expr(
        &mut self,
        literal: &LiteralKind,
        expected: Option<Type>,
        span: Span,
    ) -> Option<Expr> {
        let (value, ty) = match literal {
            LiteralKind::YesNo(yes) => (Value::YesNo(*yes), Type::YesNo),
            LiteralKind::Number(number, 0) => (Value::Number(*number), Type::Integer),
            LiteralKind::Number(number, places) => {
                let places = u8::try_from(*places).unwrap_or(u8::MAX);
                (Value::Number(*number), Type::Decimal(places))
            }
            LiteralKind::Percent(share) => {
                let places = share.decimals().unwrap_or_default().saturating_sub(2);
                let places = u8::try_from(places).unwrap_or(u8::MAX);
                (Value::Number(*share), Type::Percent(Some(places)))
            }
            LiteralKind::Money(euro) => {
                self.whole_cents(*euro, span)?;
                (Value::Number(*euro), Type::Money)
            }
            LiteralKind::DateTime(at) if at.time.is_some() => {
                (Value::Instant(self.instant(*at, span)?), Type::Instant)
            }
            LiteralKind::DateTime(at) => (Value::Date(self.date(*at, span)?), Type::Date),
            LiteralKind::Text(text) => {
                let text = as_read(text, expected.unwrap_or(Type::Text));
                (Value::Text(text), Type::Text)
            }
            LiteralKind::Name(_)
            | LiteralKind::Set(_)
            | LiteralKind::List(_)
            | LiteralKind::Unknown => {
                self.error(
                    Code::TypeMismatch,
                    span,
                    "questo valore può stare solo in un test",
                    "this value may stand in a test only",
                );
                return None;
            }
        };
        Some(of(ExprKind::Constant(value), ty, span))
    }

    /// Resolves a path to a value.
    pub(super) fn path(
        &mut self,
        path: &Path,
        expected: Option<Type>,
        scope: &Scope,
    ) -> Option<Expr> {
        if let Some(Type::Enum(id) | Type::Set(id)) = expected
            && let [name] = path.names.as_slice()
            && !self.is_value(&name.value, scope)
        {
            let variant = self.variant(id, name)?;
            let kind = ExprKind::Constant(Value::Variant(variant));
            return Some(of(kind, Type::Enum(id), path.span));
        }
        let (expr, taken) = match self.find(path, scope) {
            Found::Value(expr, taken) => (expr, taken),
            Found::Reported => return None,
            Found::Nothing => {
                self.nothing_called(path, scope);
                return None;
            }
        };
        let mut expr = expr;
        for name in path.names.iter().skip(taken) {
            expr = self.column(expr, name)?;
        }
        expr.span = path.span;
        Some(expr)
    }

    fn find(&mut self, path: &Path, scope: &Scope) -> Found {
        let mut prefixes: Vec<(String, usize)> = Vec::new();
        for (count, name) in (1_usize..).zip(&path.names) {
            let prefix = match prefixes.last() {
                Some((before, _)) => format!("{before}.{}", name.value),
                None => name.value.clone(),
            };
            prefixes.push((prefix, count));
        }
        for (name, count) in prefixes.iter().rev() {
            for (depth, list) in scope.outwards() {
                if let Some(field) = self.field(list, name) {
                    let ty = self
                        .call
                        .lists
                        .get(list.index())
                        .and_then(|list| list.fields.get(field.index()))
                        .map_or(Type::Text, |field| field.kind);
                    return Found::Value(
                        of(ExprKind::Field { depth, field }, ty, path.span),
                        *count,
                    );
                }
            }
            if let Some(id) = self.facts.get(name).copied() {
                return Found::Value(self.fact_expr(id, path.span), *count);
            }
            if self.broken.contains(name) {
                return Found::Reported;
            }
        }
        let Some((first, _)) = prefixes.first() else {
            return Found::Nothing;
        };
        if scope.raw && self.definition_names.contains(first) {
            self.raw_only(path);
            return Found::Reported;
        }
        if let Some((id, ty)) = self.definitions.get(first).copied() {
            self.mark(Kind::Definition, first);
            return Found::Value(of(ExprKind::Definition(id), ty, path.span), 1);
        }
        if first == "call" {
            return self.call_value(path);
        }
        self.points_value(path, scope)
    }

    fn fact_expr(&mut self, id: FactId, span: Span) -> Expr {
        self.mark_fact(id);
        let ty = self
            .call
            .facts
            .get(id.index())
            .map_or(Type::Text, |fact| fact.kind);
        of(ExprKind::Fact(id), ty, span)
    }

    /// Resolves `call.opens` and `call.closes`.
    fn call_value(&mut self, path: &Path) -> Found {
        let value = match path.names.get(1).map(|name| name.value.as_str()) {
            Some("opens") => {
                self.reads.insert("opens");
                self.call.opens
            }
            Some("closes") => {
                self.reads.insert("closes");
                self.call.closes
            }
            _ => {
                let [call, opens, closes] = self.words(["call", "opens", "closes"]);
                let names = path.names.iter().skip(1).map(|name| name.value.as_str());
                let written = std::iter::once(call.as_str()).chain(names);
                self.unknown(
                    &written.collect::<Vec<_>>().join("."),
                    path.span,
                    ("il dato", "value"),
                    &[opens, closes].map(|moment| format!("{call}.{moment}")),
                );
                return Found::Reported;
            }
        };
        match value {
            Some(at) => Found::Value(
                of(
                    ExprKind::Constant(Value::Instant(at)),
                    Type::Instant,
                    path.span,
                ),
                2,
            ),
            None => {
                let word = path.names.get(1).map_or("", |name| name.value.as_str());
                // What could not be read may well say it.
                if self.broken.contains(&format!("call.{word}")) {
                    return Found::Reported;
                }
                self.report(
                    Diagnostic::error(
                        Code::MissingPart,
                        path.span,
                        Text::new(
                            format!("il blocco `‹call›` non dice `‹{word}›`"),
                            format!("the `‹call›` block does not say `‹{word}›`"),
                        ),
                    )
                    .with_hint(Text::new(
                        format!("aggiungervi per esempio `‹{word}› 2026-03-31 12:00`"),
                        format!("add to it for example `‹{word}› 2026-03-31 12:00`"),
                    )),
                );
                Found::Reported
            }
        }
    }

    fn raw_only(&mut self, path: &Path) {
        self.report(
            Diagnostic::error(
                Code::RawFactsOnly,
                path.span,
                Text::new(
                    format!("qui si possono usare solo fatti, non `{}`", path.dotted()),
                    format!("only facts may be used here, not `{}`", path.dotted()),
                ),
            )
            .with_hint(Text::new(
                "scrivere per esteso che cosa serve, con i fatti stessi",
                "write out what is needed, with the facts themselves",
            )),
        );
    }

    /// Takes a column of a row.
    fn column(&mut self, row: Expr, name: &tree::Name) -> Option<Expr> {
        let Type::Row(table) = row.ty else {
            let (it, en) = self.type_name(row.ty);
            self.error(
                Code::UnknownName,
                name.span,
                format!("`{}` non esiste: prima del punto c'è {it}", name.value),
                format!(
                    "there is no `{}`: what stands before the dot is {en}",
                    name.value
                ),
            );
            return None;
        };
        let columns = &self.call.tables.get(table.index())?.columns;
        let Some(index) = columns.iter().position(|it| it.name == name.value) else {
            let known: Vec<String> = columns.iter().map(|it| it.name.clone()).collect();
            self.unknown(&name.value, name.span, ("la colonna", "column"), &known);
            return None;
        };
        let ty = columns.get(index)?.kind;
        let column = ColumnId(u32::try_from(index).ok()?);
        let span = row.span;
        let row = Box::new(row);
        Some(of(ExprKind::Column { row, column }, ty, span))
    }

    /// Tells whether a single name is a value here.
    fn is_value(&self, name: &str, scope: &Scope) -> bool {
        self.facts.contains_key(name)
            || self.definitions.contains_key(name)
            || self.broken.contains(name)
            || scope
                .outwards()
                .any(|(_, list)| self.field(list, name).is_some())
    }

    fn nothing_called(&mut self, path: &Path, scope: &Scope) {
        if self.facts_unread || (self.grid_written == GridWritten::Unread && scope.points) {
            return;
        }
        let name = path.dotted();
        if self.is_given(&name, "score") && scope.points {
            self.no_grid(path);
            return;
        }
        let later = self.facts_written.get(&name);
        if let Some(later) = later.filter(|it| it.start > path.span.start).copied() {
            self.declared_later(&name, path.span, later);
            return;
        }
        let mut known: Vec<String> = self.facts.keys().cloned().collect();
        known.extend(self.definitions.keys().cloned());
        for (_, list) in scope.outwards() {
            if let Some(list) = self.call.lists.get(list.index()) {
                known.extend(list.fields.iter().map(|field| field.name.clone()));
            }
        }
        let inside: Vec<String> = known
            .iter()
            .filter(|fact| fact.starts_with(&format!("{name}.")))
            .map(|fact| format!("`{fact}`"))
            .collect();
        if inside.is_empty() {
            self.unknown_word(
                &name,
                path.span,
                ("il fatto o la definizione", "fact or definition"),
                &known,
                &["kw_yes", "kw_no"],
            );
            return;
        }
        let list = inside.join(", ");
        self.report(
            Diagnostic::error(
                Code::TypeMismatch,
                path.span,
                Text::new(
                    format!("`{name}` raccoglie più fatti"),
                    format!("`{name}` holds several facts"),
                ),
            )
            .with_hint(Text::new(
                format!("nominarne uno: {list}"),
                format!("name one of them: {list}"),
            )),
        );
    }

    /// Says that a fact reads another one before that is there.
    fn declared_later(&mut self, name: &str, span: Span, later: Span) {
        self.report(
            Diagnostic::error(
                Code::UnknownName,
                span,
                Text::new(
                    format!("il fatto `{name}` è dichiarato più sotto"),
                    format!("the fact `{name}` is declared further down"),
                ),
            )
            .with_related(later, Text::new("è dichiarato qui", "it is declared here"))
            .with_hint(Text::new(
                format!(
                    "`‹when›` legge solo i fatti che stanno sopra: spostare `{name}` sopra questo"
                ),
                format!(
                    "`‹when›` reads only facts that stand above it: move `{name}` above this one"
                ),
            )),
        );
    }
}
