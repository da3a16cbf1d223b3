//! Expressions lowered to steps.

use std::collections::BTreeMap;

use super::layout::{Layout, SlotKind};
use super::numbers::Figure;
use super::program::{NO, Operation, Program, Truth, YES};
use crate::call::{
    Call, Case, DefinitionId, Expr, ExprKind, FactId, FieldId, ListId, Requirement, Type,
};
use crate::number::Fraction;
use crate::value::{HasKind, Value, VariantId};

/// Why something is left to the readable evaluator: the construct that is not lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unsupported(pub(super) &'static str);

/// What is left to the readable evaluator because a number on the way might be too large.
pub(super) fn too_large() -> Unsupported {
    Unsupported("a number without close bounds")
}

/// More definitions inside each other than this are left to the readable evaluator.
const DEEPEST: u32 = 64;

/// What an expression became.
#[derive(Clone, Copy, Debug)]
pub(super) enum Lowered {
    /// Numbers, days, instants, or sets of bits.
    Figure(Figure),
    /// Yes or no.
    Truth(Truth),
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope {
    /// The table for whose rows it has values: 0, or that of a list's items.
    pub(super) table: usize,
    /// The list of the items, where it stands in one.
    pub(super) list: Option<ListId>,
}

impl Scope {
    /// Among the proposals.
    pub(super) const TOP: Self = Self {
        table: 0,
        list: None,
    };
}

/// A call being lowered.
pub(super) struct Lowering<'a> {
    pub(super) call: &'a Call,
    pub(super) layout: Layout,
    pub(super) program: Program,
    definitions: BTreeMap<DefinitionId, Lowered>,
    whens: BTreeMap<FactId, Truth>,
    depth: u32,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(call: &'a Call) -> Self {
        Self {
            call,
            layout: Layout::new(),
            program: Program::default(),
            definitions: BTreeMap::new(),
            whens: BTreeMap::new(),
            depth: 0,
        }
    }

    pub(super) fn finish(self) -> (Layout, Program) {
        (self.layout, self.program)
    }

    /// Lowers when a requirement applies, and what it requires. Steps of one that cannot be lowered
    /// to the end are taken back.
    pub(super) fn requirement(
        &mut self,
        requirement: &Requirement,
    ) -> Result<(Option<Truth>, Truth), Unsupported> {
        if !requirement.exceptions.is_empty() {
            return Err(Unsupported("exceptions"));
        }
        self.whole(|lowering| {
            let applies = requirement.applies_when.as_ref();
            let applies = applies
                .map(|it| lowering.truth(it, Scope::TOP))
                .transpose()?;
            Ok((applies, lowering.truth(&requirement.require, Scope::TOP)?))
        })
    }

    /// Takes back the steps that were added on the way to an error.
    pub(super) fn whole<T>(
        &mut self,
        lower: impl FnOnce(&mut Self) -> Result<T, Unsupported>,
    ) -> Result<T, Unsupported> {
        let steps = self.program.steps.len();
        let definitions = self.definitions.clone();
        let whens = self.whens.clone();
        self.depth = 0;
        let lowered = lower(self);
        if lowered.is_err() {
            self.program.steps.truncate(steps);
            self.definitions = definitions;
            self.whens = whens;
        }
        lowered
    }

    pub(super) fn truth(&mut self, expr: &Expr, scope: Scope) -> Result<Truth, Unsupported> {
        match self.lower(expr, scope)? {
            Lowered::Truth(truth) => Ok(truth),
            Lowered::Figure(_) => Err(Unsupported("a number as yes or no")),
        }
    }

    /// Returns a column with the same state in all rows.
    pub(super) fn always(&mut self, state: u8, scope: Scope) -> Truth {
        self.program.truth(scope.table, Operation::FillState(state))
    }

    pub(super) fn lower(&mut self, expr: &Expr, scope: Scope) -> Result<Lowered, Unsupported> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            return Err(Unsupported("a very deep expression"));
        }
        let lowered = self.lower_part(expr, scope);
        self.depth = self.depth.saturating_sub(1);
        lowered
    }

    fn lower_part(&mut self, expr: &Expr, scope: Scope) -> Result<Lowered, Unsupported> {
        let table = scope.table;
        let truth = match &expr.kind {
            ExprKind::Constant(value) => return self.constant(value, scope),
            ExprKind::Fact(id) => return self.fact(*id, scope),
            ExprKind::Field { depth: 0, field } => return self.field(*field, scope),
            ExprKind::Definition(id) => return self.definition(*id, scope),
            ExprKind::Column { row, column } => {
                return self.looked_up(row, *column, expr.ty, scope);
            }
            ExprKind::InTexts(of, texts) => self.text_looked_up(of, texts, scope)?,
            ExprKind::FirstOf(cases) => return self.first_of(cases, scope),
            ExprKind::Sum(terms) => {
                let terms = self.flagged(terms, scope)?;
                return self.sum(&terms, scope).map(Lowered::Figure);
            }
            ExprKind::Product(factors) => {
                let factors = self.flagged(factors, scope)?;
                return self.product(&factors, scope).map(Lowered::Figure);
            }
            ExprKind::Negate(part) => {
                let part = self.figure(part, scope)?;
                return self.sum(&[(true, part)], scope).map(Lowered::Figure);
            }
            ExprKind::Round(number, part) => {
                let part = self.figure(part, scope)?;
                return self.round(*number, &part, scope).map(Lowered::Figure);
            }
            ExprKind::Least(parts) | ExprKind::Greatest(parts) => {
                let greatest = matches!(expr.kind, ExprKind::Greatest(_));
                let figures = parts.iter().map(|part| self.figure(part, scope));
                let figures = figures.collect::<Result<Vec<_>, _>>()?;
                return self.extreme(greatest, &figures, scope).map(Lowered::Figure);
            }
            ExprKind::Quantified {
                quantifier,
                list,
                item,
            } => {
                return self.quantified(*quantifier, list, item, scope);
            }
            ExprKind::And(parts) => self.joined(parts, scope, Operation::And)?,
            ExprKind::Or(parts) => self.joined(parts, scope, Operation::Or)?,
            ExprKind::Not(part) => {
                let part = self.truth(part, scope)?;
                self.program.truth(table, Operation::Not(part))
            }
            ExprKind::Compare(comparison, left, right) if left.ty != Type::YesNo => {
                is_comparable(left)?;
                let (left, right) = (self.figure(left, scope)?, self.figure(right, scope)?);
                self.compare(*comparison, &left, &right, scope)?
            }
            ExprKind::Between(value, least, greatest) => {
                use crate::value::Comparison::{GreaterOrEqual, LessOrEqual};
                let value = self.figure(value, scope)?;
                let (least, greatest) = (self.figure(least, scope)?, self.figure(greatest, scope)?);
                let above = self.compare(GreaterOrEqual, &value, &least, scope)?;
                let below = self.compare(LessOrEqual, &value, &greatest, scope)?;
                self.program.truth(table, Operation::And(above, below))
            }
            ExprKind::InVariants(of, variants) => self.has(HasKind::Any, of, variants, scope)?,
            ExprKind::Has(kind, of, variants) => self.has(*kind, of, variants, scope)?,
            ExprKind::IsEmpty(of) if matches!(of.ty, Type::Set(_)) => {
                let set = self.figure(of, scope)?;
                self.compare(
                    crate::value::Comparison::Equal,
                    &set,
                    &Figure::constant(Fraction::ZERO)?,
                    scope,
                )?
            }
            ExprKind::IsEmpty(of) => self.is_empty(of, scope)?,
            other => return Err(Unsupported(construct(other))),
        };
        Ok(Lowered::Truth(truth))
    }

    fn flagged(
        &mut self,
        parts: &[(bool, Expr)],
        scope: Scope,
    ) -> Result<Vec<(bool, Figure)>, Unsupported> {
        let figures = parts.iter();
        let figures = figures.map(|(flag, part)| Ok((*flag, self.figure(part, scope)?)));
        figures.collect()
    }

    fn joined(
        &mut self,
        parts: &[Expr],
        scope: Scope,
        join: fn(Truth, Truth) -> Operation,
    ) -> Result<Truth, Unsupported> {
        let truths = parts.iter().map(|part| self.truth(part, scope));
        let truths = truths.collect::<Result<Vec<_>, _>>()?;
        let joined = truths
            .into_iter()
            .reduce(|a, b| self.program.truth(scope.table, join(a, b)));
        joined.ok_or(Unsupported("nothing joined"))
    }

    fn constant(&mut self, value: &Value, scope: Scope) -> Result<Lowered, Unsupported> {
        if let Value::YesNo(yes) = value {
            return Ok(Lowered::Truth(
                self.always(if *yes { YES } else { NO }, scope),
            ));
        }
        let kind = match value {
            Value::Number(number) => return Ok(Lowered::Figure(Figure::constant(*number)?)),
            Value::Date(_) => SlotKind::Day,
            Value::Instant(_) => SlotKind::Second,
            Value::Variant(_) | Value::Set(_) => SlotKind::Bits,
            _ => return Err(Unsupported("a text written out")),
        };
        let whole = super::layout::cell(value, kind).ok_or(too_large())?;
        // The bits are what counts: no other unit.
        Ok(Lowered::Figure(Figure {
            number: None,
            known: None,
            unit: Fraction::ONE,
            bounds: (whole, whole),
        }))
    }

    fn fact(&mut self, id: FactId, scope: Scope) -> Result<Lowered, Unsupported> {
        let fact = self.call.facts.get(id.index());
        let when = fact.and_then(|fact| fact.when.as_ref());
        let when = match (when, self.whens.get(&id)) {
            (None, _) => None,
            (_, Some(found)) => Some(*found),
            (Some(when), None) => {
                let when = self.truth(when, Scope::TOP)?;
                self.whens.insert(id, when);
                Some(when)
            }
        };
        let column = self.layout.add_fact(self.call, id);
        let column = column.ok_or(Unsupported("a text or a long enum"))?;
        let stated = self.stated(0, column, when)?;
        Ok(self.spread(stated, scope))
    }

    fn field(&mut self, id: FieldId, scope: Scope) -> Result<Lowered, Unsupported> {
        let list = scope.list.ok_or(Unsupported("a field outside its list"))?;
        let column = self.layout.add_field(self.call, list, id);
        let column = column.ok_or(Unsupported("a text or a long enum"))?;
        let field = self
            .call
            .lists
            .get(list.index())
            .and_then(|it| it.fields.get(id.index()));
        let when = field.and_then(|field| field.when.as_ref());
        let when = when.map(|when| self.truth(when, scope)).transpose()?;
        self.stated(scope.table, column, when)
    }

    /// Returns a column of the proposals, known only where its condition holds.
    fn stated(
        &mut self,
        table: usize,
        column: usize,
        when: Option<Truth>,
    ) -> Result<Lowered, Unsupported> {
        let slot = *self.layout.slot(table, column).ok_or(too_large())?;
        let mut state = Truth::Slot(column);
        if let Some(when) = when {
            let applies = self.program.truth(table, Operation::IsYes(when));
            state = self.program.truth(table, Operation::Mask(state, applies));
        }
        let unit = match slot.kind {
            SlotKind::YesNo => return Ok(Lowered::Truth(state)),
            SlotKind::Number(places) => {
                let units = 10_i128.checked_pow(places).ok_or(too_large())?;
                Fraction::new(1, units).ok_or(too_large())?
            }
            SlotKind::Bits | SlotKind::Day | SlotKind::Second | SlotKind::Row => Fraction::ONE,
        };
        Ok(Lowered::Figure(Figure {
            number: Some(super::program::Number::Slot(column)),
            known: Some(state),
            unit,
            bounds: (slot.least, slot.greatest),
        }))
    }

    /// Returns what is known of the proposals as the rows of `scope` see it.
    fn spread(&mut self, lowered: Lowered, scope: Scope) -> Lowered {
        if scope.table == 0 {
            return lowered;
        }
        match lowered {
            Lowered::Truth(truth) => Lowered::Truth(
                self.program
                    .truth(scope.table, Operation::SpreadState(truth)),
            ),
            Lowered::Figure(figure) => Lowered::Figure(Figure {
                number: figure
                    .number
                    .map(|it| self.program.number(scope.table, Operation::Spread(it))),
                known: figure
                    .known
                    .map(|it| self.program.truth(scope.table, Operation::SpreadState(it))),
                ..figure
            }),
        }
    }

    fn definition(&mut self, id: DefinitionId, scope: Scope) -> Result<Lowered, Unsupported> {
        let found = match self.definitions.get(&id) {
            Some(found) => *found,
            None => {
                let definition = self.call.definitions.get(id.index());
                let definition = definition.ok_or(Unsupported("a definition"))?;
                let found = self.lower(&definition.value, Scope::TOP)?;
                self.definitions.insert(id, found);
                found
            }
        };
        Ok(self.spread(found, scope))
    }

    fn first_of(&mut self, cases: &[Case], scope: Scope) -> Result<Lowered, Unsupported> {
        let yes = ExprKind::Constant(Value::YesNo(true));
        let Some((last, others)) = cases
            .split_last()
            .filter(|(last, _)| last.condition.kind == yes)
        else {
            return Err(Unsupported("`first of` without `otherwise`"));
        };
        let mut found = self.lower(&last.value, scope)?;
        for case in others.iter().rev() {
            let condition = self.truth(&case.condition, scope)?;
            found = match (self.lower(&case.value, scope)?, found) {
                (Lowered::Truth(yes), Lowered::Truth(no)) => {
                    let operation = Operation::Choose(condition, yes, no);
                    Lowered::Truth(self.program.truth(scope.table, operation))
                }
                (Lowered::Figure(yes), Lowered::Figure(no)) => {
                    Lowered::Figure(self.choose_figure(condition, &yes, &no, scope)?)
                }
                _ => return Err(Unsupported("cases of different types")),
            };
        }
        Ok(found)
    }

    fn has<'v>(
        &mut self,
        kind: HasKind,
        of: &Expr,
        variants: impl IntoIterator<Item = &'v VariantId>,
        scope: Scope,
    ) -> Result<Truth, Unsupported> {
        let set = self.figure(of, scope)?;
        let bits = variants.into_iter().fold(0_i64, |bits, variant| {
            bits | 1_i64.checked_shl(u32::from(variant.0)).unwrap_or_default()
        });
        let column = self.column(&set, scope);
        let operation = match kind {
            HasKind::Any | HasKind::None => Operation::AnyBits(column, bits),
            HasKind::All => Operation::AllBits(column, bits),
        };
        let mut found = self.program.truth(scope.table, operation);
        if kind == HasKind::None {
            found = self.program.truth(scope.table, Operation::Not(found));
        }
        Ok(match set.known {
            None => found,
            Some(known) => self
                .program
                .truth(scope.table, Operation::Mask(found, known)),
        })
    }
}

/// Refuses what is ordered otherwise than its column.
fn is_comparable(left: &Expr) -> Result<(), Unsupported> {
    let comparable = left.ty.is_number()
        || matches!(
            left.ty,
            Type::Date | Type::Instant | Type::Enum(_) | Type::Set(_)
        );
    if comparable {
        Ok(())
    } else {
        Err(Unsupported("a comparison of texts"))
    }
}

/// Names a construct that is not lowered.
fn construct(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::Field { .. } => "a list in a list",
        ExprKind::InTexts(..) => "a text among others",
        ExprKind::Size(_) => "the size of a set",
        ExprKind::IsValid(_) => "`is valid`",
        ExprKind::Interpolate { .. } => "`interpolation`",
        ExprKind::Otherwise(..) => "`otherwise`",
        ExprKind::Table(_) => "a table in the text",
        ExprKind::Excepted { .. } => "exceptions",
        ExprKind::CountingDate(_) | ExprKind::NotInForce => "rules with dates",
        ExprKind::DateOf(_) => "`date of`",
        ExprKind::Received(_) | ExprKind::OverAdmitted(_) | ExprKind::Points(_) => {
            "values over other proposals"
        }
        _ => "a comparison of yes and no",
    }
}
