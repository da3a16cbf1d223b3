//! Expressions lowered to steps.

use std::collections::BTreeMap;

use super::layout::{Layout, SlotKind};
use super::numbers::Figure;
use super::obstacle::{Construct, Obstacle};
use super::program::{NO, Operation, Program, Truth, YES};
use crate::call::{Call, DefinitionId, Expr, ExprKind, FactId, ListId, Requirement, Type};
use crate::number::Fraction;
use crate::source::Span;
use crate::value::{Comparison, HasKind, Value, VariantId};

/// The construct that is not lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unsupported(pub(super) Construct);

/// What is left to the readable evaluator because a number on the way might be too large.
pub(super) fn too_large() -> Unsupported {
    Unsupported(Construct::Bounds)
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
    /// Whether the steps are for proposals that state all that rules use: nobody asks whether they
    /// do.
    pub(super) all_stated: bool,
    definitions: BTreeMap<DefinitionId, Lowered>,
    pub(super) whens: BTreeMap<FactId, Truth>,
    depth: u32,
    /// The innermost expression that cannot be lowered.
    stuck: Option<Span>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(call: &'a Call, layout: Layout, all_stated: bool) -> Self {
        Self {
            call,
            layout,
            program: Program::default(),
            all_stated,
            definitions: BTreeMap::new(),
            whens: BTreeMap::new(),
            depth: 0,
            stuck: None,
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
    ) -> Result<(Option<Truth>, Truth), Obstacle> {
        if changes_consequence(requirement) {
            return Err(self.obstacle(Unsupported(Construct::Consequence)));
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
    ) -> Result<T, Obstacle> {
        let steps = self.program.steps.len();
        let definitions = self.definitions.clone();
        let whens = self.whens.clone();
        self.depth = 0;
        self.stuck = None;
        lower(self).map_err(|why| {
            self.program.steps.truncate(steps);
            self.definitions = definitions;
            self.whens = whens;
            self.obstacle(why)
        })
    }

    fn obstacle(&mut self, why: Unsupported) -> Obstacle {
        Obstacle {
            construct: why.0,
            span: self.stuck.take(),
        }
    }

    pub(super) fn truth(&mut self, expr: &Expr, scope: Scope) -> Result<Truth, Unsupported> {
        match self.lower(expr, scope)? {
            Lowered::Truth(truth) => Ok(truth),
            Lowered::Figure(_) => Err(Unsupported(Construct::Other)),
        }
    }

    /// Returns a column with the same state in all rows.
    pub(super) fn always(&mut self, state: u8, scope: Scope) -> Truth {
        self.program.truth(scope.table, Operation::FillState(state))
    }

    pub(super) fn lower(&mut self, expr: &Expr, scope: Scope) -> Result<Lowered, Unsupported> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            self.stuck.get_or_insert(expr.span);
            return Err(Unsupported(Construct::Depth));
        }
        let lowered = self.lower_part(expr, scope);
        self.depth = self.depth.saturating_sub(1);
        if lowered.is_err() {
            // The innermost comes first.
            self.stuck.get_or_insert(expr.span);
        }
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
            ExprKind::Table(table) => return self.table(table, scope),
            ExprKind::Excepted { base, exceptions } => {
                return self.excepted(base, exceptions, scope);
            }
            ExprKind::Otherwise(first, second) => return self.otherwise(first, second, scope),
            ExprKind::DateOf(instant) => {
                let instant = self.figure(instant, scope)?;
                return Ok(Lowered::Figure(self.day_of(&instant, scope)));
            }
            ExprKind::Size(set) => {
                let set = self.figure(set, scope)?;
                return Ok(Lowered::Figure(self.size(&set, scope)));
            }
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
                is_comparable(*comparison, left)?;
                let (left, right) = (self.figure(left, scope)?, self.figure(right, scope)?);
                self.compare(*comparison, &left, &right, scope)?
            }
            ExprKind::Compare(comparison, left, right) => {
                let (left, right) = (self.truth(left, scope)?, self.truth(right, scope)?);
                self.agree(*comparison, left, right, scope)?
            }
            ExprKind::Between(value, least, greatest) => {
                use Comparison::{GreaterOrEqual, LessOrEqual};
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
                    Comparison::Equal,
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
        joined.ok_or(Unsupported(Construct::Other))
    }

    pub(super) fn constant(&mut self, value: &Value, scope: Scope) -> Result<Lowered, Unsupported> {
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
            _ => return Err(Unsupported(Construct::Text)),
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

    fn definition(&mut self, id: DefinitionId, scope: Scope) -> Result<Lowered, Unsupported> {
        let found = match self.definitions.get(&id) {
            Some(found) => *found,
            None => {
                let definition = self.call.definitions.get(id.index());
                let definition = definition.ok_or(Unsupported(Construct::Other))?;
                let found = self.lower(&definition.value, Scope::TOP)?;
                self.definitions.insert(id, found);
                found
            }
        };
        Ok(self.spread(found, scope))
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

/// Tells whether an exception changes what follows from a requirement.
pub(super) fn changes_consequence(requirement: &Requirement) -> bool {
    let consequence = requirement.consequence;
    let mut exceptions = requirement.exceptions.iter();
    exceptions.any(|it| it.consequence.is_some_and(|other| other != consequence))
}

/// Refuses what is ordered otherwise than its column, or has none.
pub(super) fn is_comparable(comparison: Comparison, left: &Expr) -> Result<(), Unsupported> {
    let is_order = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    let comparable = left.ty.is_number()
        || matches!(
            left.ty,
            Type::Date | Type::Instant | Type::Enum(_) | Type::Set(_)
        )
        || (matches!(left.ty, Type::Row(_)) && !is_order);
    if comparable {
        Ok(())
    } else {
        Err(Unsupported(Construct::Text))
    }
}

/// Names a construct that is not lowered.
pub(super) fn construct(kind: &ExprKind) -> Construct {
    match kind {
        ExprKind::Field { .. } => Construct::ListInList,
        ExprKind::InTexts(..) | ExprKind::IsValid(_) => Construct::Text,
        ExprKind::Interpolate { .. } => Construct::Interpolation,
        ExprKind::CountingDate(_) | ExprKind::NotInForce => Construct::Dates,
        ExprKind::Received(_) | ExprKind::OverAdmitted(_) | ExprKind::Points(_) => {
            Construct::OtherProposals
        }
        _ => Construct::Other,
    }
}
