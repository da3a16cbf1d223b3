//! Ordered cases and tables in the text: typed, complete, no case in vain.

use std::collections::{BTreeMap, BTreeSet};

use super::operators::of;
use super::scope::{Checker, Scope};
use super::types::{is_text, join};
use crate::call::{Case, EnumId, Expr, ExprKind, TableRule, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, TableCell, TableExpr};
use crate::text::Text;
use crate::value::{Value, VariantId};

/// Tables with more combinations of keys than this are not proved complete; they need a last row
/// of `otherwise`.
const MOST_COMBINATIONS: usize = 10_000;

/// The values that fit each key of a row; `None` for any.
type Cells = Vec<Option<Vec<Value>>>;

impl Checker<'_> {
    pub(super) fn first_of(
        &mut self,
        cases: &[(tree::Expr, tree::Expr)],
        otherwise: Option<&tree::Expr>,
        expected: Option<Type>,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let mut typed: Vec<Case> = Vec::new();
        let mut sound = true;
        for (condition, value) in cases {
            let condition = self.condition(condition, scope);
            let value = self.expr(value, expected, scope);
            match (condition, value) {
                (Some(condition), Some(value)) => typed.push(Case { condition, value }),
                _ => sound = false,
            }
        }
        if let Some(value) = otherwise {
            let condition = of(
                ExprKind::Constant(Value::YesNo(true)),
                Type::YesNo,
                value.span,
            );
            match self.expr(value, expected, scope) {
                Some(value) => typed.push(Case { condition, value }),
                None => sound = false,
            }
        }
        if !sound {
            return None;
        }
        let ty = self.common(typed.iter().map(|case| &case.value))?;
        self.complete_cases(&typed, otherwise.is_some(), span)?;
        Some(of(ExprKind::FirstOf(typed), ty, span))
    }

    /// Returns the type that all values share.
    pub(super) fn common<'e>(&mut self, values: impl Iterator<Item = &'e Expr>) -> Option<Type> {
        let mut first: Option<&Expr> = None;
        let mut ty: Option<Type> = None;
        for value in values {
            match ty {
                None => {
                    first = Some(value);
                    ty = Some(value.ty);
                }
                Some(before) => match join(before, value.ty) {
                    Some(joined) => ty = Some(joined),
                    None => {
                        self.do_not_mix(first?, value);
                        return None;
                    }
                },
            }
        }
        ty
    }

    /// Reports cases that can never apply, and cases that are missing.
    fn complete_cases(&mut self, cases: &[Case], otherwise: bool, span: Span) -> Option<()> {
        // What earlier cases have settled, for each value they ask about.
        let mut settled: Vec<(&Expr, Domain)> = Vec::new();
        let mut all_settled = false;
        let last = cases.len().saturating_sub(1);
        for (index, case) in cases.iter().enumerate() {
            let is_otherwise = otherwise && index == last;
            if all_settled {
                let place = if is_otherwise {
                    case.value.span
                } else {
                    case.condition.span
                };
                self.unreachable(place);
                continue;
            }
            if is_otherwise {
                return Some(());
            }
            let Some((subject, domain, taken)) = self.question(&case.condition) else {
                continue;
            };
            let known = match settled.iter_mut().find(|(it, _)| **it == *subject) {
                Some((_, known)) => known,
                None => {
                    settled.push((subject, domain));
                    match settled.last_mut() {
                        Some((_, known)) => known,
                        None => continue,
                    }
                }
            };
            let before = known.left.len();
            known.left.retain(|value| !taken.contains(value));
            if known.left.len() == before {
                self.unreachable(case.condition.span);
            }
            all_settled = known.left.is_empty();
        }
        if all_settled || otherwise {
            return Some(());
        }
        let example = settled.first().and_then(|(subject, domain)| {
            let value = domain.left.iter().next()?;
            Some(self.value_name(subject.ty, *value))
        });
        let (it, en) = match example {
            Some(name) => (
                format!("non è detto che cosa vale per `{name}`"),
                format!("what holds for `{name}` is not said"),
            ),
            None => (
                "non è detto che cosa vale quando nessuna condizione si avvera".to_owned(),
                "what holds when none of the conditions does is not said".to_owned(),
            ),
        };
        self.report(
            Diagnostic::error(Code::MissingCase, span, Text::new(it, en)).with_hint(Text::new(
                "aggiungere un ultimo caso `‹otherwise› : …`",
                "add a last case `‹otherwise› : …`",
            )),
        );
        None
    }

    fn unreachable(&mut self, span: Span) {
        self.report(
            Diagnostic::warning(
                Code::UnreachableCase,
                span,
                Text::new(
                    "questo caso non si può mai presentare: i precedenti lo coprono già",
                    "this case can never apply: those before it cover it already",
                ),
            )
            .with_hint(Text::new(
                "toglierlo, o spostarlo più in alto",
                "remove it, or move it up",
            )),
        );
    }

    /// Returns what a condition asks about, all it could be, and for which of these it holds;
    /// `None` where it is not about one variant or one yes/no.
    fn question<'e>(&self, condition: &'e Expr) -> Option<(&'e Expr, Domain, BTreeSet<u32>)> {
        let domain = self.domain(condition)?;
        match &condition.kind {
            ExprKind::InVariants(subject, variants) => {
                let domain = self.domain(subject)?;
                let taken = variants.iter().map(|it| u32::from(it.0)).collect();
                Some((subject, domain, taken))
            }
            ExprKind::Not(inner) => {
                let (subject, domain, taken) = self.question(inner)?;
                let rest = domain.left.difference(&taken).copied().collect();
                Some((subject, domain, rest))
            }
            ExprKind::Fact(_) | ExprKind::Field { .. } | ExprKind::Definition(_) => {
                Some((condition, domain, BTreeSet::from([1])))
            }
            _ => None,
        }
    }

    /// Returns all that a variant or a yes/no could be.
    fn domain(&self, expr: &Expr) -> Option<Domain> {
        let count = match expr.ty {
            Type::YesNo => 2,
            Type::Enum(id) => u32::try_from(self.all_variants(id).len()).ok()?,
            _ => return None,
        };
        Some(Domain {
            left: (0..count).collect(),
        })
    }

    fn value_name(&self, ty: Type, value: u32) -> String {
        match ty {
            Type::Enum(id) => {
                let variant = VariantId(u16::try_from(value).unwrap_or_default());
                self.variant_name(id, variant)
            }
            _ if value == 0 => "no".to_owned(),
            _ => "yes".to_owned(),
        }
    }

    pub(super) fn table_rule(
        &mut self,
        table: &TableExpr,
        expected: Option<Type>,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let keys: Vec<Option<Expr>> = table
            .keys
            .iter()
            .map(|key| self.path(key, None, scope))
            .collect();
        let keys: Vec<Expr> = keys.into_iter().collect::<Option<_>>()?;
        for key in &keys {
            let exact = matches!(key.ty, Type::Enum(_) | Type::YesNo | Type::Integer);
            if !exact && !is_text(key.ty) {
                let (it, en) = self.type_name(key.ty);
                self.error(
                    Code::TypeMismatch,
                    key.span,
                    format!(
                        "una tabella si legge per voci, sì/no, numeri interi o codici, non per {it}"
                    ),
                    format!("a table is read by variants, yes/no, integers or codes, not by {en}"),
                );
                return None;
            }
        }
        let mut rows: Vec<(Cells, Expr)> = Vec::new();
        let mut spans = Vec::new();
        let mut sound = true;
        for row in &table.rows {
            let cells = self.row_cells(row, &keys);
            let value = self.expr(&row.value, expected, scope);
            match (cells, value) {
                (Some(cells), Some(value)) => {
                    rows.push((cells, value));
                    spans.push(row.span);
                }
                _ => sound = false,
            }
        }
        if !sound {
            return None;
        }
        let ty = self.common(rows.iter().map(|(_, value)| value))?;
        self.complete_rows(&keys, &rows, &spans, span)?;
        Some(of(ExprKind::Table(TableRule { keys, rows }), ty, span))
    }

    fn row_cells(&mut self, row: &tree::TableRow, keys: &[Expr]) -> Option<Cells> {
        if row.cells.len() != keys.len() {
            let (wanted, found) = (keys.len(), row.cells.len());
            self.report(
                Diagnostic::error(
                    Code::MissingPart,
                    row.span,
                    Text::new(
                        format!("la riga ha {found} celle davanti al valore, l'intestazione {wanted}"),
                        format!("the row has {found} cells before its value, the header {wanted}"),
                    ),
                )
                .with_hint(Text::new(
                    "una cella per ogni colonna, separate da `|`; più valori in una cella, da virgole",
                    "one cell for each column, parted by `|`; several values in one cell, by commas",
                )),
            );
            return None;
        }
        let mut cells = Vec::new();
        for (cell, key) in row.cells.iter().zip(keys) {
            cells.push(match cell {
                TableCell::Otherwise(_) => None,
                TableCell::OneOf(literals) => {
                    let values: Vec<Option<Value>> = literals
                        .iter()
                        .map(|literal| self.literal(literal, key.ty))
                        .collect();
                    Some(values.into_iter().collect::<Option<_>>()?)
                }
            });
        }
        Some(cells)
    }

    /// Reports rows that can never apply, and combinations that no row fits.
    fn complete_rows(
        &mut self,
        keys: &[Expr],
        rows: &[(Cells, Expr)],
        spans: &[Span],
        span: Span,
    ) -> Option<()> {
        let domains: Option<Vec<Vec<Value>>> = keys.iter().map(|key| self.values_of(key)).collect();
        let combinations = domains.as_ref().and_then(|domains| {
            domains
                .iter()
                .try_fold(1_usize, |product, domain| product.checked_mul(domain.len()))
                .filter(|product| *product <= MOST_COMBINATIONS)
        });
        let (Some(domains), Some(count)) = (domains, combinations) else {
            let last = rows.last().map(|(cells, _)| cells);
            if last.is_some_and(|cells| cells.iter().all(Option::is_none)) {
                return Some(());
            }
            self.missing_row(span, None);
            return None;
        };
        let mut used = vec![false; rows.len()];
        let mut missing = None;
        for number in 0..count {
            let combination = nth_combination(&domains, number);
            let row = rows.iter().position(|(cells, _)| fits(cells, &combination));
            match row.and_then(|row| used.get_mut(row)) {
                Some(used) => *used = true,
                None => missing = missing.or(Some(combination)),
            }
        }
        for (used, span) in used.iter().zip(spans) {
            if !used {
                self.unreachable(*span);
            }
        }
        if let Some(combination) = missing {
            let names: Vec<String> = keys
                .iter()
                .zip(&combination)
                .map(|(key, value)| match (key.ty, value) {
                    (Type::Enum(id), Value::Variant(variant)) => self.variant_name(id, *variant),
                    (_, Value::YesNo(true)) => "yes".to_owned(),
                    _ => "no".to_owned(),
                })
                .collect();
            self.missing_row(span, Some(names.join(" | ")));
            return None;
        }
        Some(())
    }

    fn missing_row(&mut self, span: Span, example: Option<String>) {
        let (it, en) = match example {
            Some(example) => (
                format!("nessuna riga vale per `{example}`"),
                format!("no row fits `{example}`"),
            ),
            None => (
                "la tabella non dice che cosa vale per tutti gli altri valori".to_owned(),
                "the table does not say what holds for all other values".to_owned(),
            ),
        };
        self.report(
            Diagnostic::error(Code::MissingCase, span, Text::new(it, en)).with_hint(Text::new(
                "aggiungere la riga, o un'ultima riga `‹otherwise› | …`",
                "add the row, or a last row `‹otherwise› | …`",
            )),
        );
    }

    fn values_of(&self, key: &Expr) -> Option<Vec<Value>> {
        match key.ty {
            Type::YesNo => Some(vec![Value::YesNo(false), Value::YesNo(true)]),
            Type::Enum(id) => Some(self.variants_of(id)),
            _ => None,
        }
    }

    fn variants_of(&self, id: EnumId) -> Vec<Value> {
        self.all_variants(id)
            .into_iter()
            .map(Value::Variant)
            .collect()
    }
}

/// What a value could still be: variants by place, or 0 for no and 1 for yes.
struct Domain {
    left: BTreeSet<u32>,
}

/// Returns combination `number` of one value from each domain.
fn nth_combination(domains: &[Vec<Value>], number: usize) -> Vec<Value> {
    let mut rest = number;
    let mut values: BTreeMap<usize, Value> = BTreeMap::new();
    for (index, domain) in domains.iter().enumerate().rev() {
        let place = rest.checked_rem(domain.len()).unwrap_or_default();
        rest = rest.checked_div(domain.len()).unwrap_or_default();
        if let Some(value) = domain.get(place) {
            values.insert(index, value.clone());
        }
    }
    values.into_values().collect()
}

fn fits(cells: &Cells, combination: &[Value]) -> bool {
    cells
        .iter()
        .zip(combination)
        .all(|(cell, value)| cell.as_ref().is_none_or(|cell| cell.contains(value)))
}
