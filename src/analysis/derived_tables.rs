//! Tables made from others: rows of equal values become one.

use std::collections::BTreeMap;

use super::derived_cells::{Aggregate, Counted, Empty, Group, Rounds, Source};
use super::fitting::kind_fits;
use super::hints::how_to_round;
use super::scope::{Checker, next_id};
use super::types::{is_money, is_plain_number};
use crate::call::{Column, ColumnId, Derivation, LeftOut, Table, TableId, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{
    DerivedCell, DerivedColumn, DerivedTable, DerivedValue, Item, Name, Rounded, RuleFile,
    WhereEmpty,
};
use crate::text::Text;
use crate::value::{RowId, Value};

/// More rows left out than this are counted, not named.
const MOST_NAMED: usize = 10;

impl Checker<'_> {
    /// Makes the tables that are made from others, each of those above it.
    pub(super) fn derived_tables(&mut self, tree: &RuleFile) {
        for item in &tree.items {
            if let Item::DerivedTable(block) = item
                && self.derived_table(block).is_none()
            {
                // What names it is no further error.
                self.unread.insert(block.name.value.clone());
            }
        }
    }

    fn derived_table(&mut self, block: &DerivedTable) -> Option<()> {
        if let Some((_, first)) = self.tables.get(&block.name.value) {
            let first = *first;
            self.duplicate(&block.name, first);
            return None;
        }
        let from = self.table_named(&block.from)?;
        let source = self.call.tables.get(from.index())?.clone();
        let key = self.group_column(block, &source)?;
        let mut groups: BTreeMap<String, Vec<RowId>> = BTreeMap::new();
        for row in (0..).map(RowId).take(source.rows.len()) {
            if let Some(Value::Text(value)) = source.cell(row, key) {
                groups.entry(value.clone()).or_default().push(row);
            }
        }
        let groups: Vec<Group> = groups.into_iter().collect();
        let mut table = Table {
            name: block.name.value.clone(),
            file: source.file.clone(),
            digest: source.digest.clone(),
            columns: vec![Column {
                name: block.group_by.value.clone(),
                kind: Type::Code,
                optional: false,
            }],
            key: ColumnId(0),
            rows: groups
                .iter()
                .map(|(key, _)| vec![Some(Value::Text(key.clone()))])
                .collect(),
            index: groups
                .iter()
                .map(|(key, _)| key.clone())
                .zip((0..).map(RowId))
                .collect(),
            derivation: None,
        };
        let mut left_out = Vec::new();
        for item in &block.columns {
            let first = std::iter::once(&block.group_by)
                .chain(block.columns.iter().map(|column| &column.name))
                .take_while(|name| name.span != item.name.span)
                .find(|name| name.value == item.name.value);
            if let Some(first) = first {
                self.duplicate(&item.name, first.span);
                return None;
            }
            let (kind, cells) = self.derived_column(item, from, &source, &groups, &mut left_out)?;
            for (row, cell) in table.rows.iter_mut().zip(cells) {
                row.push(cell);
            }
            table.columns.push(Column {
                name: item.name.value.clone(),
                kind,
                optional: item.optional,
            });
        }
        table.derivation = Some(Derivation { from, left_out });
        let id = TableId(next_id(&self.call.tables));
        self.tables
            .insert(block.name.value.clone(), (id, block.name.span));
        self.call.tables.push(table);
        Some(())
    }

    /// Returns the column by which rows are put together.
    fn group_column(&mut self, block: &DerivedTable, source: &Table) -> Option<ColumnId> {
        let name = &block.group_by;
        let (id, column) = self.source_column(name, source)?;
        if column.kind == Type::Code && !column.optional {
            return Some(id);
        }
        self.error(
            Code::TypeMismatch,
            name.span,
            format!(
                "si raggruppa per una colonna di tipo `‹code›` sempre presente: `{}` non lo è",
                name.value
            ),
            format!(
                "rows are grouped by a `‹code›` that is never empty: `{}` is none",
                name.value
            ),
        );
        None
    }

    fn source_column(&mut self, name: &Name, source: &Table) -> Option<(ColumnId, Column)> {
        let found = (0..)
            .map(ColumnId)
            .zip(&source.columns)
            .find(|(_, column)| column.name == name.value);
        if let Some((id, column)) = found {
            return Some((id, column.clone()));
        }
        let known: Vec<String> = source.columns.iter().map(|it| it.name.clone()).collect();
        self.unknown(&name.value, name.span, ("la colonna", "column"), &known);
        None
    }

    fn derived_column(
        &mut self,
        item: &DerivedColumn,
        from: TableId,
        source: &Table,
        groups: &[Group],
        left_out: &mut Vec<LeftOut>,
    ) -> Option<(Type, Vec<Option<Value>>)> {
        let declared = self.type_of(&item.kind)?;
        let aggregate = self.aggregate(item, declared, source)?;
        let reckoned = Source { table: source }.cells(groups, &aggregate, item.optional);
        let (cells, rows) = match reckoned {
            Ok(reckoned) => reckoned,
            Err(why) => {
                let told = Diagnostic::error(Code::DerivedCell, item.value.span, why.message);
                self.report(told.with_hint(why.hint));
                return None;
            }
        };
        if !rows.is_empty() {
            self.told_left_out(from, &rows, item.value.span);
            left_out.push(LeftOut {
                column: item.name.value.clone(),
                rows,
            });
        }
        Some((declared, cells))
    }

    /// Says which rows a column does not count.
    fn told_left_out(&mut self, from: TableId, rows: &[RowId], span: Span) {
        let Some(table) = self.call.tables.get(from.index()) else {
            return;
        };
        let named: Vec<String> = rows
            .iter()
            .take(MOST_NAMED)
            .map(|row| table.row_name(*row))
            .collect();
        let (named, all) = (named.join(", "), rows.len());
        let more = match all.saturating_sub(MOST_NAMED) {
            0 => (String::new(), String::new()),
            more => (format!(" e altre {more}"), format!(" and {more} more")),
        };
        let name = table.name.clone();
        let told = Diagnostic::notice_in_rules(
            Code::EmptyCellsLeftOut,
            span,
            Text::new(
                format!(
                    "righe di `{name}` tralasciate perché hanno la cella vuota: {named}{}",
                    more.0
                ),
                format!(
                    "rows of `{name}` left out because their cell is empty: {named}{}",
                    more.1
                ),
            ),
        );
        self.report(told);
    }

    fn aggregate(
        &mut self,
        item: &DerivedColumn,
        declared: Type,
        source: &Table,
    ) -> Option<Aggregate> {
        let span = item.value.span;
        match &item.value.value {
            DerivedValue::Same(name) => {
                let (column, found) = self.source_column(name, source)?;
                self.must_fit(found.kind, declared, span)?;
                if found.optional && !item.optional {
                    self.may_be_empty(
                        name,
                        "dichiarare `‹optional›` anche questa colonna",
                        "declare this column as `‹optional›` too",
                    );
                    return None;
                }
                Some(Aggregate::Same(column))
            }
            DerivedValue::Rows => {
                self.must_fit(Type::Integer, declared, span)?;
                Some(Aggregate::Rows)
            }
            DerivedValue::Sum(of, rounded) => {
                let (of, kind) = self.counted(of, source)?;
                let rounding = self.rounded_to(kind, *rounded, declared, span)?;
                Some(Aggregate::Sum { of, rounding })
            }
            DerivedValue::Mean {
                of,
                weighted_by,
                rounded,
            } => {
                let (of, kind) = self.counted(of, source)?;
                let weight = match weighted_by {
                    Some(weight) => Some(self.counted(weight, source)?.0),
                    None => None,
                };
                let mean = if is_money(kind) {
                    Type::Amount
                } else if matches!(kind, Type::Percent(_)) {
                    Type::Percent(None)
                } else {
                    Type::Number
                };
                let rounding = self.rounded_to(mean, *rounded, declared, span)?;
                Some(Aggregate::Mean {
                    of,
                    weight,
                    rounding,
                })
            }
            DerivedValue::Least(of) | DerivedValue::Greatest(of) => {
                let (of, kind) = self.counted(of, source)?;
                self.must_fit(kind, declared, span)?;
                let greatest = matches!(item.value.value, DerivedValue::Greatest(_));
                Some(Aggregate::Extreme { of, greatest })
            }
        }
    }

    /// Returns a column of numbers, with what its empty cells are.
    fn counted(&mut self, cell: &DerivedCell, source: &Table) -> Option<(Counted, Type)> {
        let (column, found) = self.source_column(&cell.column, source)?;
        if !is_plain_number(found.kind) && !is_money(found.kind) {
            let (it, en) = self.type_name(found.kind);
            let name = &cell.column;
            self.error(
                Code::TypeMismatch,
                name.span,
                format!("qui serve una colonna di numeri, `{}` è {it}", name.value),
                format!(
                    "a column of numbers is needed here, `{}` is {en}",
                    name.value
                ),
            );
            return None;
        }
        let empty = match &cell.empty {
            WhereEmpty::Refused if found.optional => {
                self.may_be_empty(
                    &cell.column,
                    "dire con `‹otherwise› …` che cosa vale allora, o aggiungere `‹leaving out empty cells›`",
                    "say with `‹otherwise› …` what holds then, or add `‹leaving out empty cells›`",
                );
                return None;
            }
            WhereEmpty::Refused => Empty::Never,
            WhereEmpty::LeftOut => Empty::LeftOut,
            WhereEmpty::Otherwise(literal) => match self.literal(literal, found.kind)? {
                Value::Number(number) => Empty::Counts(number),
                _ => return None,
            },
        };
        let counted = Counted { column, empty };
        Some((counted, found.kind))
    }

    /// Reports a column whose empty cells nothing is said about.
    pub(super) fn may_be_empty(&mut self, name: &Name, hint_it: &str, hint_en: &str) {
        let column = &name.value;
        self.report(
            Diagnostic::error(
                Code::GuardNeeded,
                name.span,
                Text::new(
                    format!("una cella di `{column}` può essere vuota: la colonna è `‹optional›`"),
                    format!("a cell of `{column}` may be empty: the column is `‹optional›`"),
                ),
            )
            .with_hint(Text::new(hint_it, hint_en)),
        );
    }

    /// Returns how a number is rounded, if its type then fits the declared one.
    fn rounded_to(
        &mut self,
        kind: Type,
        rounded: Option<Rounded>,
        declared: Type,
        span: Span,
    ) -> Option<Rounds> {
        let Some(Rounded { rounding, places }) = rounded else {
            self.must_fit(kind, declared, span)?;
            return Some(None);
        };
        let kept = u8::try_from(places).unwrap_or(u8::MAX);
        let (after, places) = match kind {
            Type::Money | Type::Amount if places <= 2 => (Type::Money, places),
            Type::Money | Type::Amount => (Type::Amount, places),
            Type::Percent(_) => (Type::Percent(Some(kept)), places.saturating_add(2)),
            _ if places == 0 => (Type::Integer, places),
            _ => (Type::Decimal(kept), places),
        };
        self.must_fit(after, declared, span)?;
        Some(Some((rounding, places)))
    }

    /// Reports a value that is not of the declared type.
    fn must_fit(&mut self, kind: Type, declared: Type, span: Span) -> Option<()> {
        if kind_fits(kind, declared) {
            return Some(());
        }
        let (it, en) = self.type_name(kind);
        let (needed_it, needed_en) = self.type_name(declared);
        let both = |of: fn(Type) -> bool| of(kind) && of(declared);
        let diagnostic = if both(is_money) || both(is_plain_number) {
            Diagnostic::error(
                Code::NeedsRounding,
                span,
                Text::new(
                    format!("prima va arrotondato: qui serve {needed_it}, questo è {it}"),
                    format!("this must be rounded first: {needed_en} is needed here, this is {en}"),
                ),
            )
            .with_hint(how_to_round(declared))
        } else {
            Diagnostic::error(
                Code::TypeMismatch,
                span,
                Text::new(
                    format!("qui serve {needed_it}, questo è {it}"),
                    format!("{needed_en} is needed here, this is {en}"),
                ),
            )
        };
        self.report(diagnostic);
        None
    }
}
