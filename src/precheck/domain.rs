//! Which answers a question can have that make a difference: a few values that stand for all.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Span, Timestamp};

use super::grid::Grid;
use super::mentions::{Mentions, Part, Source};
use super::samples;
use super::thresholds::Thresholds;
use crate::assessment::{Case, Evaluated, Later, evaluate, evaluate_in_item};
use crate::call::{Call, Expr, ExprKind, FactId, Field, FieldId, ListId, Reading, Type};
use crate::diagnostic::DataPlace;
use crate::facts::Proposal;
use crate::value::{Record, Value, VariantId};

/// Of no question more answers are told apart.
pub(super) const MOST_CELLS: usize = 64;
/// Of no enumeration more subsets are looked at.
const MOST_SUBSETS: usize = 1_024;

/// Some answers to a question.
#[derive(Clone, Debug, Default)]
pub(super) struct Domain {
    /// The answers, at most [`MOST_CELLS`].
    pub(super) values: Vec<Value>,
    /// Whether each answer that there is has the same consequences as one of them.
    pub(super) extent: Extent,
    /// Of numbers, days and instants, the answers on either side of where something turns, in
    /// order: the nearest with other consequences is among them, wherever one starts.
    pub(super) turning: Vec<Value>,
}

/// How far a [`Domain`] goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Extent {
    /// Every answer is like one of those in the domain, for all requirements.
    Whole,
    /// Every answer is, for a requirement that compares it with constants only.
    Thresholds,
    /// They are samples.
    #[default]
    Samples,
}

/// The answers to a question that one requirement does not tell apart.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    /// Each group as the set of places in the domain.
    pub(super) groups: Vec<u64>,
    /// Whether every answer is in one of them.
    pub(super) exact: bool,
}

/// What the domains of a call are worked out with: the call as if every fact were there.
pub(super) struct Surveyor<'a> {
    pub(super) call: &'a Call,
    bare: Call,
    blank: Proposal,
    mentions: &'a [Mentions],
}

impl<'a> Surveyor<'a> {
    pub(super) fn new(call: &'a Call, mentions: &'a [Mentions]) -> Self {
        let mut bare = call.clone();
        bare.facts.iter_mut().for_each(|fact| fact.when = None);
        let fields = bare.lists.iter_mut().flat_map(|list| &mut list.fields);
        fields.for_each(|field| field.when = None);
        Self {
            blank: proposal(vec![None; call.facts.len()]),
            call,
            bare,
            mentions,
        }
    }

    /// Returns the domain of every fact and field that some requirement looks at.
    pub(super) fn all(&self) -> BTreeMap<Source, Domain> {
        let mut domains: BTreeMap<Source, Domain> = BTreeMap::new();
        let sources: BTreeSet<Source> = self
            .mentions
            .iter()
            .flat_map(|it| it.parts.keys())
            .copied()
            .collect();
        // Lists are made of what their fields hold, so they come last, the innermost first.
        let (lists, others): (Vec<_>, Vec<_>) = sources
            .into_iter()
            .partition(|it| matches!(self.kind(*it), Some(Type::List(_))));
        for source in others {
            domains.insert(source, self.domain(source));
        }
        for source in lists.into_iter().rev() {
            let Some(Type::List(list)) = self.kind(source) else {
                continue;
            };
            let values = samples::lists(self.call, list, &domains);
            domains.insert(source, self.told_apart(source, values, Extent::Thresholds));
        }
        domains
    }

    /// Returns, for one requirement, the answers to a question that it does not tell apart.
    pub(super) fn groups(&self, mentions: &Mentions, source: Source, domain: &Domain) -> Groups {
        let parts = mentions.parts.get(&source).map_or(&[][..], Vec::as_slice);
        let exact = match domain.extent {
            Extent::Whole => true,
            Extent::Thresholds => self.against_constants(source, parts),
            Extent::Samples => false,
        };
        let mut groups: Vec<(Vec<Evaluated>, u64)> = Vec::new();
        for (bit, value) in bits().zip(&domain.values) {
            let signature = self.signature(parts, source, value);
            match groups.iter_mut().find(|(it, _)| *it == signature) {
                Some((_, group)) => *group |= bit,
                None => groups.push((signature, bit)),
            }
        }
        let groups = groups.into_iter().map(|(_, group)| group).collect();
        Groups { groups, exact }
    }

    /// Tells whether a requirement does nothing else with a fact or field than to compare it with
    /// constants, each of which is in its domain.
    fn against_constants(&self, source: Source, parts: &[Part]) -> bool {
        match self.kind(source) {
            Some(Type::List(_)) => parts.iter().all(|part| only_whether_empty(&part.expr)),
            Some(kind) if kind.is_text() => {
                let exprs = parts.iter().map(|it| &it.expr);
                !parts.iter().any(|it| it.deep) && samples::texts(self.call, kind, exprs).1
            }
            _ => self.thresholds(source, &parts.iter().collect::<Vec<_>>()).1,
        }
    }

    fn parts(&self, source: Source) -> Vec<&Part> {
        let all = self.mentions.iter();
        all.filter_map(|it| it.parts.get(&source))
            .flatten()
            .collect()
    }

    fn kind(&self, source: Source) -> Option<Type> {
        match source {
            Source::Fact(id) => Some(self.call.facts.get(id.index())?.kind),
            Source::Field(list, id) => Some(self.field(list, id)?.kind),
        }
    }

    fn field(&self, list: ListId, id: FieldId) -> Option<&Field> {
        self.call.lists.get(list.index())?.fields.get(id.index())
    }

    fn reading(&self, source: Source) -> Option<&Reading> {
        match source {
            Source::Fact(id) => Some(&self.call.facts.get(id.index())?.reading),
            Source::Field(list, id) => Some(&self.field(list, id)?.reading),
        }
    }

    fn domain(&self, source: Source) -> Domain {
        let (Some(kind), Some(reading)) = (self.kind(source), self.reading(source)) else {
            return Domain::default();
        };
        let parts = self.parts(source);
        let (values, extent) = match kind {
            Type::YesNo => (vec![Value::YesNo(false), Value::YesNo(true)], Extent::Whole),
            Type::Enum(id) => {
                let variants = self
                    .call
                    .enums
                    .get(id.index())
                    .map_or(0, |it| it.variants.len());
                (
                    variant_ids(variants).map(Value::Variant).collect(),
                    Extent::Whole,
                )
            }
            Type::Set(id) => {
                let variants = self
                    .call
                    .enums
                    .get(id.index())
                    .map_or(0, |it| it.variants.len());
                subsets(variants, &parts)
            }
            Type::Row(id) => {
                let rows = self
                    .call
                    .tables
                    .get(id.index())
                    .map_or(0, |it| it.rows.len());
                let rows = (0..).map(crate::value::RowId).take(rows);
                (rows.map(Value::Row).collect(), Extent::Whole)
            }
            Type::Text | Type::Code | Type::TaxCode | Type::Cup | Type::ComuneCode | Type::Iban => {
                let (values, _) = samples::texts(self.call, kind, parts.iter().map(|it| &it.expr));
                (values, Extent::Thresholds)
            }
            Type::Integer
            | Type::Decimal(_)
            | Type::Percent(_)
            | Type::Number
            | Type::Money
            | Type::Amount
            | Type::Date
            | Type::Instant => {
                let grid = Grid::new(kind, reading);
                match grid.all_values(MOST_CELLS) {
                    Some(all) => (all, Extent::Whole),
                    None => {
                        let (thresholds, _) = self.thresholds(source, &parts);
                        (grid.around(&thresholds), Extent::Thresholds)
                    }
                }
            }
            Type::List(_) => (Vec::new(), Extent::Samples),
        };
        let turning = if in_order(kind) {
            values.clone()
        } else {
            Vec::new()
        };
        Domain {
            turning,
            ..self.told_apart(source, values, extent)
        }
    }

    /// Returns the values at which what the parts give may change, and whether these are all.
    fn thresholds(&self, source: Source, parts: &[&Part]) -> (BTreeSet<Value>, bool) {
        let variable = match source {
            Source::Fact(id) => ExprKind::Fact(id),
            Source::Field(_, field) => ExprKind::Field { depth: 0, field },
        };
        let mut thresholds = Thresholds::new(self.case(&self.blank), &variable);
        for part in parts {
            if part.deep {
                thresholds.exact = false;
            } else {
                thresholds.add(&part.expr);
            }
        }
        (thresholds.values, thresholds.exact)
    }

    /// Keeps one of the values that no requirement tells apart.
    fn told_apart(&self, source: Source, values: Vec<Value>, extent: Extent) -> Domain {
        let parts = self.parts(source);
        let in_order = self.kind(source).is_some_and(in_order);
        let mut seen: Vec<Vec<Evaluated>> = Vec::new();
        let mut kept = Vec::new();
        let mut extent = extent;
        for value in values {
            let parts = parts.iter().copied();
            let signature = self.signature_of(parts, source, &value);
            // Values in order stay so: of each stretch the first is kept.
            let like = if in_order {
                seen.last() == Some(&signature)
            } else {
                seen.contains(&signature)
            };
            if like {
                continue;
            }
            if kept.len() >= MOST_CELLS {
                extent = Extent::Samples;
                break;
            }
            seen.push(signature);
            kept.push(value);
        }
        Domain {
            values: kept,
            extent,
            turning: Vec::new(),
        }
    }

    fn signature(&self, parts: &[Part], source: Source, value: &Value) -> Vec<Evaluated> {
        self.signature_of(parts.iter(), source, value)
    }

    fn signature_of<'p>(
        &self,
        parts: impl Iterator<Item = &'p Part>,
        source: Source,
        value: &Value,
    ) -> Vec<Evaluated> {
        match source {
            Source::Fact(id) => {
                let mut with = self.blank.clone();
                if let Some(slot) = with.facts.get_mut(id.index()) {
                    *slot = Some(value.clone());
                }
                parts
                    .map(|part| evaluate(self.case(&with), &part.expr))
                    .collect()
            }
            Source::Field(list, id) => {
                let fields = self
                    .call
                    .lists
                    .get(list.index())
                    .map_or(0, |it| it.fields.len());
                let mut record = Record {
                    fields: vec![None; fields],
                };
                if let Some(slot) = record.fields.get_mut(id.index()) {
                    *slot = Some(value.clone());
                }
                let holder = Expr {
                    kind: ExprKind::Fact(FactId(u32::MAX)),
                    ty: Type::List(list),
                    span: crate::source::Span {
                        file: crate::source::FileId(0),
                        start: 0,
                        end: 0,
                    },
                };
                let case = self.case(&self.blank);
                let evaluated = parts.map(|part| {
                    if part.deep {
                        Evaluated::Known(value.clone())
                    } else {
                        evaluate_in_item(case, &holder, &record, &part.expr)
                    }
                });
                evaluated.collect()
            }
        }
    }

    fn case<'s>(&'s self, proposal: &'s Proposal) -> Case<'s> {
        case(&self.bare, proposal)
    }
}

/// Returns a proposal that states these facts.
pub(super) fn proposal(facts: Vec<Option<Value>>) -> Proposal {
    Proposal {
        id: String::new(),
        facts,
        compare: BTreeMap::new(),
        place: DataPlace::default(),
    }
}

/// Returns a proposal before a call while nothing is known of others.
pub(super) fn case<'a>(call: &'a Call, proposal: &'a Proposal) -> Case<'a> {
    Case {
        call,
        proposal,
        received: &[],
        later: Later::default(),
    }
}

/// Tells whether the values of a type lie on a line.
pub(super) fn in_order(kind: Type) -> bool {
    kind.is_number() || matches!(kind, Type::Date | Type::Instant)
}

/// Returns the bit of each place in a domain.
pub(super) fn bits() -> impl Iterator<Item = u64> {
    std::iter::successors(Some(1_u64), |bit| bit.checked_mul(2))
}

fn variant_ids(count: usize) -> impl Iterator<Item = VariantId> {
    (0..).map(VariantId).take(count)
}

/// Returns the subsets of an enumeration: all, or where these are too many those of the variants
/// that are named, and one that is not.
fn subsets(count: usize, parts: &[&Part]) -> (Vec<Value>, Extent) {
    let mut chosen: Vec<VariantId> = variant_ids(count).collect();
    let mut exact = true;
    if count > 9 {
        let mut named = BTreeSet::new();
        for part in parts {
            exact &= part.expr.ty == Type::YesNo;
            part.expr.visit(&mut |it| match &it.kind {
                ExprKind::Has(_, _, variants) => named.extend(variants.iter().copied()),
                ExprKind::Size(_) | ExprKind::Definition(_) => exact = false,
                _ => {}
            });
        }
        let other = chosen.iter().find(|it| !named.contains(it)).copied();
        exact &= named.len() <= 9;
        chosen = named.into_iter().take(9).chain(other).collect();
    }
    let mut sets: Vec<BTreeSet<VariantId>> = vec![BTreeSet::new()];
    for variant in chosen {
        let with = sets.clone().into_iter().map(|mut set| {
            set.insert(variant);
            set
        });
        sets.extend(with.collect::<Vec<_>>());
        if sets.len() >= MOST_SUBSETS {
            break;
        }
    }
    let extent = if exact {
        Extent::Whole
    } else {
        Extent::Samples
    };
    (sets.into_iter().map(Value::Set).collect(), extent)
}

fn only_whether_empty(expr: &Expr) -> bool {
    let mut only = expr.ty == Type::YesNo;
    expr.visit(&mut |part| {
        only &= matches!(
            part.kind,
            ExprKind::Fact(_)
                | ExprKind::Not(_)
                | ExprKind::And(_)
                | ExprKind::Or(_)
                | ExprKind::IsEmpty(_)
                | ExprKind::Constant(_)
        );
    });
    only
}

/// Moves a day or instant by so many steps.
pub(super) fn moved(value: &Value, steps: i64) -> Option<Value> {
    match value {
        Value::Date(date) => {
            let days = Span::new().try_days(steps).ok()?;
            Some(Value::Date(date.checked_add(days).ok()?))
        }
        Value::Instant(instant) => {
            let second = instant.as_second().checked_add(steps)?;
            Some(Value::Instant(Timestamp::from_second(second).ok()?))
        }
        _ => None,
    }
}
