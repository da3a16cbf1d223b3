//! Tables written in the text: what their keys and cells are.

use super::operators::{is_ordered, of};
use super::scope::{Checker, Scope};
use crate::call::{Expr, ExprKind, KeyCell, KeyRange, TableRow, TableRule, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{self, CellPart, Literal, TableCell, TableExpr};
use crate::text::Text;
use crate::value::Value;

impl Checker<'_> {
    pub(super) fn table_rule(
        &mut self,
        table: &TableExpr,
        expected: Option<Type>,
        span: Span,
        scope: &Scope,
    ) -> Option<Expr> {
        let mut keys = self.table_keys(table, scope)?;
        let day = self.rows_counting_date(table, scope)?;
        let mut rows = Vec::new();
        let mut all_days = Vec::new();
        let mut sound = true;
        for row in &table.rows {
            let cells = self.row_cells(row, &keys);
            let days = match &row.dates {
                Some(dates) => self.days(dates).map(Some),
                None => Some(None),
            };
            let value = self.expr(&row.value, expected, scope);
            match (cells, days, value) {
                (Some(mut cells), Some(days), Some(value)) => {
                    if !day.is_empty() {
                        cells.insert(0, days.map_or(KeyCell::Otherwise, |days| days.cell()));
                    }
                    rows.push(TableRow { cells, value });
                    all_days.push(days);
                }
                _ => sound = false,
            }
        }
        if !sound {
            return None;
        }
        let ty = self.common(rows.iter().map(|row| &row.value))?;
        keys.splice(0..0, day);
        let rule = TableRule { keys, rows };
        self.complete_rows(table, &rule, &all_days, span, scope)?;
        Some(of(ExprKind::Table(rule), ty, span))
    }

    fn table_keys(&mut self, table: &TableExpr, scope: &Scope) -> Option<Vec<Expr>> {
        let keys = table.keys.iter();
        let keys = keys.map(|key| self.expr(key, None, scope));
        let keys: Vec<Option<Expr>> = keys.collect();
        let keys: Vec<Expr> = keys.into_iter().collect::<Option<_>>()?;
        for key in &keys {
            let listed = matches!(key.ty, Type::Enum(_) | Type::YesNo) || key.ty.is_text();
            if !listed && !is_ordered(key.ty) {
                let (it, en) = self.type_name(key.ty);
                self.error(
                    Code::TypeMismatch,
                    key.span,
                    format!(
                        "una tabella si legge per voci, sì/no, numeri, importi, date o codici, non per {it}"
                    ),
                    format!(
                        "a table is read by variants, yes/no, numbers, money, dates or codes, not by {en}"
                    ),
                );
                return None;
            }
        }
        Some(keys)
    }

    fn row_cells(&mut self, row: &tree::TableRow, keys: &[Expr]) -> Option<Vec<KeyCell>> {
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
        let cells: Vec<Option<KeyCell>> = row
            .cells
            .iter()
            .zip(keys)
            .map(|(cell, key)| self.key_cell(cell, key))
            .collect();
        cells.into_iter().collect()
    }

    fn key_cell(&mut self, cell: &TableCell, key: &Expr) -> Option<KeyCell> {
        let TableCell::OneOf(parts) = cell else {
            return Some(KeyCell::Otherwise);
        };
        let ranges: Vec<Option<KeyRange>> = parts
            .iter()
            .map(|part| self.key_range(part, key.ty))
            .collect();
        let ranges = ranges.into_iter().collect::<Option<_>>()?;
        Some(KeyCell::OneOf(ranges))
    }

    fn key_range(&mut self, part: &CellPart, ty: Type) -> Option<KeyRange> {
        match part {
            CellPart::Value(literal) => self.literal(literal, ty).map(KeyRange::Value),
            CellPart::Limit(comparison, limit) => {
                let limit = self.range_end(limit, ty)?;
                Some(KeyRange::Limit(comparison.value, limit))
            }
            CellPart::Between(least, greatest) => {
                let (low, high) = (self.range_end(least, ty), self.range_end(greatest, ty));
                let (low, high) = (low?, high?);
                if low > high {
                    self.ends_turned(Span {
                        end: greatest.span.end,
                        ..least.span
                    });
                    return None;
                }
                Some(KeyRange::Between(low, high))
            }
        }
    }

    fn range_end(&mut self, literal: &Literal, ty: Type) -> Option<Value> {
        if is_ordered(ty) {
            return self.literal(literal, ty);
        }
        let (it, en) = self.type_name(ty);
        self.report(
            Diagnostic::error(
                Code::TypeMismatch,
                literal.span,
                Text::new(
                    format!("{it} non ha un ordine: niente sta sotto, sopra o in mezzo"),
                    format!("{en} has no order: nothing lies below, above or between"),
                ),
            )
            .with_hint(Text::new(
                "elencare i valori, separati da virgole",
                "list the values, parted by commas",
            )),
        );
        None
    }
}
