//! Facts that may be absent, and cells that may be empty: every use of such a fact must stand
//! under the fact's own condition, or say `otherwise`; every use of such a cell must say it.

use super::operators::of;
use super::scope::Checker;
use crate::call::{ColumnId, Expr, ExprKind, FieldId, ListId, Method, Type};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::Text;
use crate::value::HasKind;

/// What is certain where an expression stands.
#[derive(Clone, Default)]
struct Certain {
    conditions: Vec<Expr>,
    items: Vec<ListId>,
}

impl Certain {
    /// Returns what is certain where `condition` holds too.
    fn and(&self, condition: &Expr) -> Self {
        let mut more = self.clone();
        more.conditions.push(condition.clone());
        more
    }

    /// Returns what is certain inside a quantifier over `list`.
    fn inside(&self, list: ListId) -> Self {
        let mut items = self.items.clone();
        items.push(list);
        Self {
            conditions: self.conditions.iter().map(|it| deeper(it, 1)).collect(),
            items,
        }
    }
}

/// Says how the header of a table names a key that may not be there.
fn in_header() -> Text {
    Text::new(
        "dire nell'intestazione, fra parentesi, che cosa vale allora: `(… ‹otherwise› …)`",
        "say in the header, in brackets, what holds then: `(… ‹otherwise› …)`",
    )
}

impl Checker<'_> {
    pub(super) fn guards(&mut self) {
        let mut found = Vec::new();
        let none = Certain::default();
        for fact in &self.call.facts {
            if let Some(when) = &fact.when {
                self.guard(when, &none, &mut found);
            }
        }
        for (list, number) in self.call.lists.iter().zip(0_u32..) {
            for field in &list.fields {
                if let Some(when) = &field.when {
                    let inside = Certain {
                        conditions: Vec::new(),
                        items: vec![ListId(number)],
                    };
                    self.guard(when, &inside, &mut found);
                }
            }
        }
        for definition in &self.call.definitions {
            self.guard(&definition.value, &none, &mut found);
        }
        for received in &self.call.received {
            for part in received.same.iter().chain(&received.condition) {
                self.guard(part, &none, &mut found);
            }
            if let Some(sum) = &received.sum {
                let certain = match &received.condition {
                    Some(condition) => none.and(condition),
                    None => none.clone(),
                };
                self.guard(sum, &certain, &mut found);
            }
        }
        for value in &self.call.over_admitted {
            let mut certain = none.clone();
            if let Some(condition) = &value.condition {
                self.guard(condition, &none, &mut found);
                certain = none.and(condition);
            }
            if let Some(taken) = &value.value {
                self.guard(taken, &certain, &mut found);
            }
        }
        for requirement in &self.call.requirements {
            let certain = match &requirement.applies_when {
                Some(condition) => {
                    self.guard(condition, &none, &mut found);
                    none.and(condition)
                }
                None => none.clone(),
            };
            self.guard(&requirement.require, &certain, &mut found);
        }
        for when in self.call.documents.iter().filter_map(|it| it.when.as_ref()) {
            self.guard(when, &none, &mut found);
        }
        for criterion in self.call.grid.iter().flat_map(|grid| &grid.criteria) {
            if let Method::Formula(formula) = &criterion.method {
                self.guard(formula, &none, &mut found);
            }
        }
        if let Some(ranking) = &self.call.ranking {
            for key in ranking
                .order_by
                .iter()
                .map(|key| &key.value)
                .chain(&ranking.group_by)
            {
                self.guard(key, &none, &mut found);
            }
        }
        if let Some(envelope) = &self.call.envelope {
            for expr in envelope.over_proposals() {
                self.guard(expr, &none, &mut found);
            }
        }
        // An exception inherits what it does not state, and what is wrong with it.
        let mut told: Vec<Diagnostic> = Vec::new();
        for diagnostic in found {
            if !told.contains(&diagnostic) {
                told.push(diagnostic);
            }
        }
        self.diagnostics.extend(told);
    }

    fn guard(&self, expr: &Expr, certain: &Certain, found: &mut Vec<Diagnostic>) {
        match &expr.kind {
            ExprKind::Fact(id) => {
                let fact = self.call.facts.get(id.index());
                if let Some((fact, when)) = fact.and_then(|fact| Some((fact, fact.when.as_ref()?)))
                {
                    self.need(&fact.name, expr, when, certain, found);
                }
            }
            ExprKind::Field { depth, field } => {
                let list = certain.items.iter().rev().nth(*depth as usize);
                if let Some((name, when)) = list.and_then(|list| self.field_when(*list, *field)) {
                    self.need(name, expr, &deeper(when, *depth), certain, found);
                }
            }
            ExprKind::Column { row, column } => {
                self.guard(row, certain, found);
                self.filled(expr, row.ty, *column, found);
            }
            // Where another part does not hold, the whole is settled whatever this part is.
            ExprKind::And(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    let others = parts.iter().enumerate().filter(|(it, _)| *it != index);
                    let certain =
                        others.fold(certain.clone(), |certain, (_, other)| certain.and(other));
                    self.guard(part, &certain, found);
                }
            }
            ExprKind::Or(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    let others = parts.iter().enumerate().filter(|(it, _)| *it != index);
                    let certain = others.fold(certain.clone(), |certain, (_, other)| {
                        certain.and(&not(other))
                    });
                    self.guard(part, &certain, found);
                }
            }
            ExprKind::FirstOf(cases) => {
                let mut certain = certain.clone();
                for case in cases {
                    self.guard(&case.condition, &certain, found);
                    self.guard(&case.value, &certain.and(&case.condition), found);
                    certain = certain.and(&not(&case.condition));
                }
            }
            ExprKind::Excepted { base, exceptions } => {
                let mut rule = certain.clone();
                // Where the base fails, exceptions that cannot make it hold change nothing.
                let certain = &match expr.narrowed() {
                    Some(_) => certain.and(base),
                    None => certain.clone(),
                };
                for case in exceptions {
                    let off = case.unless.iter();
                    let holds = off
                        .clone()
                        .fold(certain.clone(), |it, off| it.and(&not(off)));
                    self.guard(&case.when, &holds, found);
                    for (index, part) in case.unless.iter().enumerate() {
                        let others = case.unless.iter().enumerate();
                        let others = others.filter(|(it, _)| *it != index);
                        let certain = others.fold(certain.and(&case.when), |it, (_, other)| {
                            it.and(&not(other))
                        });
                        self.guard(part, &certain, found);
                    }
                    self.guard(&case.value, &holds.and(&case.when), found);
                    if case.unless.is_empty() {
                        rule = rule.and(&not(&case.when));
                    }
                }
                self.guard(base, &rule, found);
            }
            ExprKind::Otherwise(_, instead) => self.guard(instead, certain, found),
            ExprKind::Table(table) => {
                for key in &table.keys {
                    let before = found.len();
                    self.guard(key, certain, found);
                    for diagnostic in found.iter_mut().skip(before) {
                        let here = diagnostic.primary.place == Place::Rules(key.span);
                        diagnostic.hint = here.then(in_header).or(diagnostic.hint.take());
                    }
                }
                for row in &table.rows {
                    self.guard(&row.value, certain, found);
                }
            }
            ExprKind::Quantified { list, item, .. } => {
                self.guard(list, certain, found);
                let mut inside = certain.inside(item.list);
                if let Some(filter) = &item.filter {
                    self.guard(filter, &inside, found);
                    inside = inside.and(filter);
                }
                if let Some(body) = &item.body {
                    self.guard(body, &inside, found);
                }
            }
            _ => expr
                .parts()
                .into_iter()
                .for_each(|part| self.guard(part, certain, found)),
        }
    }

    fn field_when(&self, list: ListId, field: FieldId) -> Option<(&str, &Expr)> {
        let field = self
            .call
            .lists
            .get(list.index())?
            .fields
            .get(field.index())?;
        Some((&field.name, field.when.as_ref()?))
    }

    /// Reports a cell that may be empty.
    fn filled(&self, user: &Expr, row: Type, column: ColumnId, found: &mut Vec<Diagnostic>) {
        let Type::Row(table) = row else { return };
        let table = self.call.tables.get(table.index());
        let Some(column) = table.and_then(|table| table.columns.get(column.index())) else {
            return;
        };
        if !column.optional {
            return;
        }
        let name = &column.name;
        found.push(
            Diagnostic::error(
                Code::GuardNeeded,
                user.span,
                Text::new(
                    format!("una cella di `{name}` può essere vuota: la colonna è `‹optional›`"),
                    format!("a cell of `{name}` may be empty: the column is `‹optional›`"),
                ),
            )
            .with_hint(Text::new(
                "dire con `‹otherwise›` che cosa vale allora",
                "say with `‹otherwise›` what holds then",
            )),
        );
    }

    fn need(
        &self,
        name: &str,
        user: &Expr,
        when: &Expr,
        certain: &Certain,
        found: &mut Vec<Diagnostic>,
    ) {
        let mut known = Vec::new();
        for condition in &certain.conditions {
            self.conjuncts(condition, &mut known);
        }
        let mut needed = Vec::new();
        self.conjuncts(when, &mut needed);
        if needed
            .iter()
            .all(|needed| known.iter().any(|known| implies(known, needed)))
        {
            return;
        }
        found.push(
            Diagnostic::error(
                Code::GuardNeeded,
                user.span,
                Text::new(
                    format!("`{name}` non c'è sempre: dipende da una condizione"),
                    format!("`{name}` is not always there: it depends on a condition"),
                ),
            )
            .with_related(
                when.span,
                Text::new("la condizione è questa", "this is the condition"),
            )
            .with_hint(match &user.kind {
                ExprKind::Field { .. } => Text::new(
                    "mettere la stessa condizione dopo `‹where›`, o dire il valore con `‹otherwise›`",
                    "put the same condition after `‹where›`, or state a value with `‹otherwise›`",
                ),
                _ => Text::new(
                    "mettere la stessa condizione in `‹applies when›`, o dire il valore con `‹otherwise›`",
                    "put the same condition in `‹applies when›`, or state a value with `‹otherwise›`",
                ),
            }),
        );
    }

    /// Collects the parts of a condition that all hold where it holds, in a normal form.
    fn conjuncts(&self, condition: &Expr, out: &mut Vec<Expr>) {
        match &condition.kind {
            ExprKind::And(parts) => parts.iter().for_each(|part| self.conjuncts(part, out)),
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::Or(parts) => parts
                    .iter()
                    .for_each(|part| self.conjuncts(&not(part), out)),
                ExprKind::InVariants(value, variants) => {
                    if let Type::Enum(id) = value.ty {
                        let rest = self
                            .all_variants(id)
                            .difference(variants)
                            .copied()
                            .collect();
                        let kind = ExprKind::InVariants(value.clone(), rest);
                        out.push(of(kind, Type::YesNo, condition.span));
                    }
                }
                ExprKind::Has(HasKind::Any, value, members) => {
                    let kind = ExprKind::Has(HasKind::None, value.clone(), members.clone());
                    out.push(of(kind, Type::YesNo, condition.span));
                }
                ExprKind::Has(HasKind::None, value, members) => {
                    let kind = ExprKind::Has(HasKind::Any, value.clone(), members.clone());
                    out.push(of(kind, Type::YesNo, condition.span));
                }
                _ => out.push(condition.clone()),
            },
            ExprKind::Excepted { .. } => match condition.narrowed() {
                Some((base, exceptions)) => {
                    self.conjuncts(base, out);
                    let failing = exceptions.iter().filter(|it| it.value != *base);
                    for case in failing.filter(|it| it.unless.is_empty()) {
                        self.conjuncts(&not(&case.when), out);
                    }
                }
                None => out.push(condition.clone()),
            },
            // A definition that is a condition holds where what it says holds.
            ExprKind::Definition(id) => {
                out.push(condition.clone());
                if let Some(definition) = self.call.definitions.get(id.index()) {
                    self.conjuncts(&definition.value, out);
                }
            }
            _ => out.push(condition.clone()),
        }
    }
}

/// Returns that `condition` does not hold.
fn not(condition: &Expr) -> Expr {
    match &condition.kind {
        ExprKind::Not(inner) => (**inner).clone(),
        _ => of(
            ExprKind::Not(Box::new(condition.clone())),
            Type::YesNo,
            condition.span,
        ),
    }
}

/// Tells whether `needed` holds wherever `known` does; both are in normal form.
fn implies(known: &Expr, needed: &Expr) -> bool {
    if known == needed {
        return true;
    }
    match (&known.kind, &needed.kind) {
        (ExprKind::InVariants(a, some), ExprKind::InVariants(b, more))
        | (ExprKind::Has(HasKind::Any, a, some), ExprKind::Has(HasKind::Any, b, more)) => {
            a == b && some.is_subset(more)
        }
        (ExprKind::Has(HasKind::All, a, some), ExprKind::Has(HasKind::Any, b, more)) => {
            a == b && !some.is_disjoint(more)
        }
        (ExprKind::Has(HasKind::All, a, some), ExprKind::Has(HasKind::All, b, less))
        | (ExprKind::Has(HasKind::None, a, some), ExprKind::Has(HasKind::None, b, less)) => {
            a == b && less.is_subset(some)
        }
        (ExprKind::Has(HasKind::Any | HasKind::All, a, some), ExprKind::Not(inner)) => {
            matches!(&inner.kind, ExprKind::IsEmpty(b) if a == b) && !some.is_empty()
        }
        _ => false,
    }
}

/// Returns the condition as seen from `by` quantifiers further in: a list's own conditions, and
/// the filters of quantifiers, are the only ones that speak of items.
fn deeper(expr: &Expr, by: u32) -> Expr {
    let mut moved = expr.clone();
    move_fields(&mut moved, 0, by);
    moved
}

/// Adds `by` to the depth of every field that belongs to a quantifier outside the expression,
/// which stands `inside` quantifiers of its own.
fn move_fields(expr: &mut Expr, inside: u32, by: u32) {
    match &mut expr.kind {
        ExprKind::Field { depth, .. } if *depth >= inside => *depth = depth.saturating_add(by),
        ExprKind::Quantified { list, item, .. } => {
            move_fields(list, inside, by);
            let inside = inside.saturating_add(1);
            for part in [&mut item.filter, &mut item.body].into_iter().flatten() {
                move_fields(part, inside, by);
            }
        }
        _ => expr
            .parts_mut()
            .into_iter()
            .for_each(|part| move_fields(part, inside, by)),
    }
}
