//! Random well-typed expressions.

use std::collections::BTreeSet;

use bando::call::{
    self, Call, ColumnId, CriterionId, DefinitionId, ExceptedCase, ExceptionId, Expr, ExprKind,
    KeyCell, KeyRange, ListId, Number, OverAdmittedId, Quantifier, ReceivedId, TableRow, TableRule,
    Target, Type,
};
use bando::number::Rounding;
use bando::value::{Comparison, HasKind, VariantId};

use super::build::*;
use super::random_call::Choices;

/// Where an expression stands: the lists around it, the innermost last, and how deep it may grow.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) lists: Vec<ListId>,
    /// Only facts, cells and constants.
    pub(super) raw: bool,
    pub(super) depth: u32,
}

impl Place {
    pub(super) fn inside(&self) -> Self {
        Self {
            depth: self.depth - 1,
            ..self.clone()
        }
    }

    fn items_of(&self, list: ListId) -> Self {
        let mut inside = self.inside();
        inside.lists.push(list);
        inside
    }
}

const COMPARISONS: [Comparison; 6] = [
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::LessOrEqual,
    Comparison::Greater,
    Comparison::GreaterOrEqual,
];

impl Choices {
    fn make(&mut self, kind: ExprKind, ty: Type) -> Expr {
        self.span += 1;
        Expr {
            kind,
            ty,
            span: span(self.span),
        }
    }

    fn boxed(&mut self, call: &Call, ty: Type, place: &Place) -> Box<Expr> {
        Box::new(self.expr(call, ty, place))
    }

    /// Returns an expression of a type; all numbers count as one type.
    pub(super) fn expr(&mut self, call: &Call, ty: Type, place: &Place) -> Expr {
        if place.depth == 0 || self.pick(5) == 0 {
            return self.leaf(call, ty, place);
        }
        let inside = place.inside();
        let chosen = self.pick(7);
        if chosen == 0 {
            let first = self.boxed(call, ty, &inside);
            let second = self.boxed(call, ty, &inside);
            return self.make(ExprKind::Otherwise(first, second), ty);
        }
        if chosen == 1 {
            return self.choice(call, ty, &inside);
        }
        match ty {
            Type::YesNo => self.condition(call, place),
            Type::Date => {
                let instant = self.boxed(call, Type::Instant, &inside);
                self.make(ExprKind::DateOf(instant), ty)
            }
            _ if is_number(ty) => self.number(call, place),
            _ => self.leaf(call, ty, place),
        }
    }

    fn leaf(&mut self, call: &Call, ty: Type, place: &Place) -> Expr {
        let fits = |other: Type| other == ty || (is_number(ty) && is_number(other));
        let mut options = Vec::new();
        for (depth, list) in (0..).zip(place.lists.iter().rev()) {
            // Of all that may be named here, fields are what this place is about.
            let fields = (0..).zip(&call.lists[list.index()].fields);
            let fields = (0..3).flat_map(|_| fields.clone());
            options.extend(
                fields
                    .filter(|(_, field)| fits(field.kind))
                    .map(|(at, it)| {
                        (
                            ExprKind::Field {
                                depth,
                                field: call::FieldId(at),
                            },
                            it.kind,
                        )
                    }),
            );
        }
        let facts = (0..).map(call::FactId).zip(&call.facts);
        options.extend(
            facts
                .filter(|(_, fact)| fits(fact.kind))
                .map(|(id, fact)| (ExprKind::Fact(id), fact.kind)),
        );
        if !place.raw {
            let definitions = (0..).map(DefinitionId).zip(&call.definitions);
            options.extend(
                definitions
                    .filter(|(_, definition)| fits(definition.kind))
                    .map(|(id, definition)| (ExprKind::Definition(id), definition.kind)),
            );
            if is_number(ty) {
                for id in 0..2 {
                    options.push((ExprKind::Received(ReceivedId(id)), Type::Integer));
                }
                let median = ExprKind::OverAdmitted(OverAdmittedId(0));
                options.push((median, Type::Number));
                for criterion in [None, Some(CriterionId(0))] {
                    options.push((ExprKind::Points(criterion), Type::Number));
                }
            }
        }
        if options.is_empty() || self.chance(4) {
            let value = self.value(call, ty);
            return self.make(ExprKind::Constant(value), ty);
        }
        let (kind, ty) = self.one_of(&options);
        self.make(kind, ty)
    }

    fn excepted(&mut self, call: &Call, ty: Type, inside: &Place) -> Expr {
        let base = self.boxed(call, ty, inside);
        let cases = (0..=self.pick(2)).map(|_| ExceptedCase {
            exception: ExceptionId {
                target: Target::Definition(DefinitionId(0)),
                place: 0,
            },
            when: self.expr(call, Type::YesNo, inside),
            unless: (0..self.pick(2))
                .map(|_| self.expr(call, Type::YesNo, inside))
                .collect(),
            value: if self.chance(3) {
                (*base).clone()
            } else {
                self.expr(call, ty, inside)
            },
        });
        let mut exceptions: Vec<_> = cases.collect();
        let first = exceptions[0].when.clone();
        for (case, place) in exceptions.iter_mut().zip(0..) {
            case.exception.place = place;
            // Some hold together.
            if self.chance(2) {
                case.when = first.clone();
            }
        }
        self.make(ExprKind::Excepted { base, exceptions }, ty)
    }

    fn choice(&mut self, call: &Call, ty: Type, inside: &Place) -> Expr {
        if self.chance(3) {
            return self.excepted(call, ty, inside);
        }
        if self.chance(2) {
            let key_type = self.one_of(&[Type::YesNo, FORM, Type::Integer]);
            let keys = vec![
                self.expr(call, key_type, inside),
                self.expr(call, Type::YesNo, inside),
            ];
            let mut rows = Vec::new();
            for _ in 0..=self.pick(2) {
                let pattern = keys.iter().map(|key| {
                    let ranges = (0..=self.pick(2)).map(|_| self.range(call, key.ty));
                    let ranges = ranges.collect();
                    if self.chance(3) {
                        KeyCell::Otherwise
                    } else {
                        KeyCell::OneOf(ranges)
                    }
                });
                rows.push(TableRow {
                    cells: pattern.collect(),
                    value: self.expr(call, ty, inside),
                });
            }
            rows.push(TableRow {
                cells: vec![KeyCell::Otherwise, KeyCell::Otherwise],
                value: self.expr(call, ty, inside),
            });
            return self.make(ExprKind::Table(TableRule { keys, rows }), ty);
        }
        let mut cases = Vec::new();
        for _ in 0..=self.pick(2) {
            cases.push(call::Case {
                condition: self.expr(call, Type::YesNo, inside),
                value: self.expr(call, ty, inside),
            });
        }
        cases.push(call::Case {
            condition: yes_no(true),
            value: self.expr(call, ty, inside),
        });
        self.make(ExprKind::FirstOf(cases), ty)
    }

    fn range(&mut self, call: &Call, ty: Type) -> KeyRange {
        let value = self.value(call, ty);
        match self.pick(if ty == Type::Integer { 4 } else { 1 }) {
            0 | 1 => KeyRange::Value(value),
            2 => KeyRange::Limit(self.one_of(&COMPARISONS[2..]), value),
            _ => KeyRange::Between(value, self.value(call, ty)),
        }
    }

    fn condition(&mut self, call: &Call, place: &Place) -> Expr {
        let inside = place.inside();
        let kind = match self.pick(13) {
            9 | 10 => {
                let quantifier = self.one_of(&[Quantifier::Count, Quantifier::CountDistinct]);
                let count = self.over_list(call, place, quantifier);
                let limit = number(i128::try_from(self.pick(3)).unwrap());
                let comparison = self.one_of(&COMPARISONS);
                ExprKind::Compare(comparison, Box::new(count), Box::new(limit))
            }
            0 | 1 => {
                let ty = self.one_of(&[
                    Type::Integer,
                    FORM,
                    Type::Date,
                    PLACE,
                    Type::TaxCode,
                    Type::YesNo,
                ]);
                let comparison = self.one_of(if is_number(ty) || ty == Type::Date {
                    &COMPARISONS
                } else {
                    &COMPARISONS[..2]
                });
                let left = self.boxed(call, ty, &inside);
                let right = self.boxed(call, ty, &inside);
                ExprKind::Compare(comparison, left, right)
            }
            2 => ExprKind::And(self.exprs(call, Type::YesNo, &inside)),
            3 => ExprKind::Or(self.exprs(call, Type::YesNo, &inside)),
            4 => ExprKind::Not(self.boxed(call, Type::YesNo, &inside)),
            5 => {
                let [value, least, greatest] =
                    [(); 3].map(|()| self.boxed(call, Type::Integer, &inside));
                ExprKind::Between(value, least, greatest)
            }
            6 => ExprKind::InVariants(self.boxed(call, FORM, &inside), self.variants()),
            7 => {
                let kind = self.one_of(&[HasKind::Any, HasKind::All, HasKind::None]);
                ExprKind::Has(kind, self.boxed(call, FORMS, &inside), self.variants())
            }
            8 => match self.pick(4) {
                0 => ExprKind::IsValid(self.boxed(call, Type::TaxCode, &inside)),
                1 => {
                    let codes = ["00000000000".to_owned()].into();
                    ExprKind::InTexts(self.boxed(call, Type::TaxCode, &inside), codes)
                }
                2 => ExprKind::IsEmpty(self.boxed(call, FORMS, &inside)),
                _ => {
                    let (list, _) = self.some_list(call, place);
                    ExprKind::IsEmpty(Box::new(list))
                }
            },
            _ => {
                let limit = u32::try_from(self.pick(3)).unwrap();
                let comparison = self.one_of(&COMPARISONS);
                let quantifier = self.one_of(&[
                    Quantifier::Any,
                    Quantifier::All,
                    Quantifier::None,
                    Quantifier::Number(comparison, limit),
                ]);
                return self.over_list(call, place, quantifier);
            }
        };
        self.make(kind, Type::YesNo)
    }

    fn number(&mut self, call: &Call, place: &Place) -> Expr {
        let inside = place.inside();
        let ty = Type::Number;
        let kind = match self.pick(11) {
            7 => ExprKind::Size(self.boxed(call, FORMS, &inside)),
            8 => self.interpolation(call, &inside),
            0 => ExprKind::Sum(self.terms(call, &inside)),
            1 => ExprKind::Product(self.terms(call, &inside)),
            2 => ExprKind::Negate(self.boxed(call, ty, &inside)),
            3 => {
                let rounding = self.one_of(&[Rounding::HalfUp, Rounding::Up]);
                let number = Number {
                    places: 0,
                    rounding,
                };
                ExprKind::Round(number, self.boxed(call, ty, &inside))
            }
            4 => ExprKind::Least(self.exprs(call, ty, &inside)),
            5 => ExprKind::Greatest(self.exprs(call, ty, &inside)),
            6 => {
                let column = self.one_of(&[ColumnId(1), ColumnId(2)]);
                let row = self.boxed(call, PLACE, &inside);
                ExprKind::Column { row, column }
            }
            _ => {
                let quantifier = self.one_of(&[
                    Quantifier::Count,
                    Quantifier::Sum,
                    Quantifier::Mean,
                    Quantifier::CountDistinct,
                    Quantifier::Least,
                    Quantifier::Greatest,
                ]);
                return self.over_list(call, place, quantifier);
            }
        };
        self.make(kind, ty)
    }

    /// Mostly between stated points; sometimes between points of which nobody knows the order.
    fn interpolation(&mut self, call: &Call, inside: &Place) -> ExprKind {
        let of = self.boxed(call, Type::Number, inside);
        let points = (0..2 + self.pick(2)).map(|place| {
            let place = if self.pick(4) == 3 {
                self.expr(call, Type::Number, inside)
            } else {
                number(i128::try_from(place).unwrap())
            };
            (place, self.expr(call, Type::Number, inside))
        });
        let points = points.collect();
        ExprKind::Interpolate { of, points }
    }

    pub(super) fn over_list(&mut self, call: &Call, place: &Place, quantifier: Quantifier) -> Expr {
        let (list, id) = self.some_list(call, place);
        let items = place.items_of(id);
        let filter = match quantifier {
            Quantifier::Any | Quantifier::None => true,
            _ => self.chance(2),
        };
        let filter = filter.then(|| self.expr(call, Type::YesNo, &items));
        let body = match quantifier {
            Quantifier::All => Some(Type::YesNo),
            Quantifier::Any | Quantifier::None | Quantifier::Number(..) | Quantifier::Count => None,
            Quantifier::CountDistinct => Some(self.one_of(&[FORM, Type::Integer])),
            _ => Some(Type::Integer),
        };
        let body = body.map(|ty| self.expr(call, ty, &items));
        let mut expr = quantified(quantifier, list, filter, body);
        self.span += 1;
        expr.span = span(self.span);
        expr
    }

    /// Returns a list that can be named here: a fact, or a list in an item.
    fn some_list(&mut self, call: &Call, place: &Place) -> (Expr, ListId) {
        let outer = call
            .facts
            .iter()
            .position(|fact| matches!(fact.kind, Type::List(_)));
        let innermost = place.lists.last();
        if let Some(inner) = innermost
            && let Some(Type::List(id)) = call.lists[inner.index()].fields.get(4).map(|it| it.kind)
            && self.chance(2)
        {
            return (field(0, 4, Type::List(id)), id);
        }
        match outer {
            Some(at) => {
                let Type::List(id) = call.facts[at].kind else {
                    unreachable!("found as a list")
                };
                let fact = ExprKind::Fact(call::FactId(u32::try_from(at).unwrap()));
                (expr(fact, Type::List(id)), id)
            }
            // A condition of a fact before the list: nothing to name yet.
            None => (constant(records([]), Type::List(ListId(0))), ListId(0)),
        }
    }

    fn exprs(&mut self, call: &Call, ty: Type, place: &Place) -> Vec<Expr> {
        (0..2 + self.pick(2))
            .map(|_| self.expr(call, ty, place))
            .collect()
    }

    fn terms(&mut self, call: &Call, place: &Place) -> Vec<(bool, Expr)> {
        let terms = self.exprs(call, Type::Number, place);
        terms
            .into_iter()
            .map(|term| (self.chance(2), term))
            .collect()
    }

    fn variants(&mut self) -> BTreeSet<VariantId> {
        [0, 1, 2]
            .into_iter()
            .filter(|_| self.chance(2))
            .map(VariantId)
            .collect()
    }
}

pub(super) fn raw(depth: u32) -> Place {
    Place {
        lists: Vec::new(),
        raw: true,
        depth,
    }
}

fn is_number(ty: Type) -> bool {
    matches!(ty, Type::Integer | Type::Money | Type::Number)
}
