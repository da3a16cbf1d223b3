//! Random well-typed calls and proposals, made from a row of choices so that a failing case
//! shrinks: every choice 0 is the simplest one.

use std::collections::BTreeSet;

use bando::assessment::{Evaluated, Unknown};
use bando::call::{
    self, Call, ColumnId, Consequence, DefinitionId, Expr, ExprKind, ListId, Message, Number,
    Piece, Quantifier, Received, ReceivedId, TableRule, Type,
};
use bando::facts::Proposal;
use bando::number::{Fraction, Rounding};
use bando::value::{Comparison, HasKind, Missing, Record, RowId, Term, Value, VariantId};
use proptest::prelude::*;

use super::build::*;

/// A row of choices, long enough for a call with some proposals.
pub(super) fn choices() -> impl Strategy<Value = Choices> {
    proptest::collection::vec(any::<u16>(), 0..700).prop_map(|left| Choices { left, span: 0 })
}

#[derive(Clone, Debug)]
pub(super) struct Choices {
    left: Vec<u16>,
    span: u32,
}

/// Where an expression stands: the lists around it, the innermost last, and how deep it may grow.
#[derive(Clone)]
struct Place {
    lists: Vec<ListId>,
    /// Only facts, cells and constants.
    raw: bool,
    depth: u32,
}

impl Place {
    fn inside(&self) -> Self {
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
    pub(super) fn pick(&mut self, count: usize) -> usize {
        usize::from(self.left.pop().unwrap_or(0)) % count.max(1)
    }

    pub(super) fn chance(&mut self, of: usize) -> bool {
        self.pick(of) == of - 1
    }

    fn one_of<T: Clone>(&mut self, options: &[T]) -> T {
        options[self.pick(options.len())].clone()
    }

    /// Returns a call with facts of every kind, definitions, values over proposals, requirements.
    pub(super) fn call(&mut self) -> Call {
        let mut call = empty_call();
        let inner = self.list(&mut call, "staff", None);
        let outer = self.list(&mut call, "partners", Some(inner));
        let kinds = [
            ("flag", Type::YesNo),
            ("other", Type::YesNo),
            ("size", Type::Integer),
            ("cost", Type::Money),
            ("form", FORM),
            ("kinds", FORMS),
            ("place", PLACE),
            ("partners", Type::List(outer)),
            ("code", Type::TaxCode),
            ("day", Type::Date),
            ("sent", Type::Instant),
        ];
        for (name, kind) in kinds {
            let when = self
                .chance(4)
                .then(|| self.expr(&call, Type::YesNo, &raw(2)));
            add_fact(&mut call, name, kind, when);
        }
        for _ in 0..2 {
            let received = self.received(&call);
            call.received.push(received);
        }
        let place = Place {
            raw: false,
            ..raw(3)
        };
        let count = self.over_list(&call, &place, Quantifier::Count);
        add_definition(&mut call, count);
        for _ in 0..3 {
            let ty = self.one_of(&[Type::YesNo, Type::Number]);
            let value = self.expr(&call, ty, &place);
            add_definition(&mut call, value);
        }
        for name in ["first", "second", "third"] {
            self.requirement(&mut call, name, &place);
        }
        call
    }

    fn list(&mut self, call: &mut Call, name: &str, inner: Option<ListId>) -> ListId {
        let fields = [
            ("good", Type::YesNo, None),
            ("form", FORM, None),
            ("aid", Type::Integer, None),
        ];
        let list = inner.map(|inner| ("staff", Type::List(inner), None));
        let id = add_list(call, name, fields.into_iter().chain(list));
        let conditional = self.chance(2);
        if conditional {
            let when = self.one_of(&[field(0, 0, Type::YesNo), not(field(0, 0, Type::YesNo))]);
            call.lists[id.index()].fields[2].when = Some(when);
        }
        id
    }

    fn received(&mut self, call: &Call) -> Received {
        let keys = [FORM, PLACE, Type::YesNo, Type::Integer];
        let same = (0..=self.pick(2)).map(|_| {
            let ty = self.one_of(&keys);
            self.expr(call, ty, &raw(0))
        });
        let same = same.collect();
        let sum = self
            .chance(2)
            .then(|| self.expr(call, Type::Integer, &raw(1)));
        let condition = self
            .chance(2)
            .then(|| self.expr(call, Type::YesNo, &raw(1)));
        Received {
            same,
            sum,
            condition,
            ty: Type::Integer,
            span: SPAN,
        }
    }

    fn requirement(&mut self, call: &mut Call, name: &str, place: &Place) {
        let require = self.expr(call, Type::YesNo, place);
        let applies = self.chance(2).then(|| self.expr(call, Type::YesNo, place));
        let term = Term {
            days: 5,
            working: true,
        };
        let consequence = self.one_of(&[
            Consequence::Refusal,
            Consequence::Remedy(term),
            Consequence::Reservation(Some(term)),
        ]);
        let missing = self.one_of(&[Missing::Ask, Missing::Fail]);
        let shown = self.expr(call, Type::Number, &place.inside());
        let added = add_requirement(call, name, require);
        added.applies_when = applies;
        added.consequence = consequence;
        added.missing = missing;
        added.message = Message {
            it: vec![Piece::Words("è ".to_owned()), Piece::Value(shown)],
            en: None,
        };
    }

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
    fn expr(&mut self, call: &Call, ty: Type, place: &Place) -> Expr {
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
            let fields = (0..).zip(&call.lists[list.index()].fields);
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
            }
        }
        if options.is_empty() || self.chance(4) {
            let value = self.value(call, ty);
            return self.make(ExprKind::Constant(value), ty);
        }
        let (kind, ty) = self.one_of(&options);
        self.make(kind, ty)
    }

    fn choice(&mut self, call: &Call, ty: Type, inside: &Place) -> Expr {
        if self.chance(2) {
            let key_type = self.one_of(&[Type::YesNo, FORM, Type::Integer]);
            let keys = vec![
                self.expr(call, key_type, inside),
                self.expr(call, Type::YesNo, inside),
            ];
            let mut rows = Vec::new();
            for _ in 0..=self.pick(2) {
                let pattern = keys.iter().map(|key| {
                    let values = (0..=self.pick(2)).map(|_| self.value(call, key.ty));
                    let values = values.collect();
                    (!self.chance(3)).then_some(values)
                });
                let pattern = pattern.collect();
                rows.push((pattern, self.expr(call, ty, inside)));
            }
            rows.push((vec![None, None], self.expr(call, ty, inside)));
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

    fn condition(&mut self, call: &Call, place: &Place) -> Expr {
        let inside = place.inside();
        let kind = match self.pick(11) {
            0 | 1 => {
                let ty = self.one_of(&[Type::Integer, FORM, Type::Date, PLACE, Type::TaxCode]);
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
        let kind = match self.pick(9) {
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

    fn over_list(&mut self, call: &Call, place: &Place, quantifier: Quantifier) -> Expr {
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
            && let Some(Type::List(id)) = call.lists[inner.index()].fields.get(3).map(|it| it.kind)
            && self.chance(2)
        {
            return (field(0, 3, Type::List(id)), id);
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

    /// Returns a value of a type, out of few.
    pub(super) fn value(&mut self, call: &Call, ty: Type) -> Value {
        match ty {
            Type::YesNo => Value::YesNo(self.chance(2)),
            Type::List(list) => {
                let items = (0..self.pick(3)).map(|_| self.record(call, list));
                Value::List(items.collect())
            }
            Type::Number => match self.pick(7) {
                5 => Value::Number(Fraction::new(1, 2).unwrap()),
                6 => whole(i128::MAX / 2),
                small => whole(i128::try_from(small).unwrap() - 1),
            },
            _ => self.one_of(&domain(ty)),
        }
    }

    fn record(&mut self, call: &Call, list: ListId) -> Record {
        let kinds = call.lists[list.index()].fields.iter().map(|it| it.kind);
        Record {
            fields: kinds.map(|kind| self.stated(call, kind)).collect(),
        }
    }

    fn stated(&mut self, call: &Call, kind: Type) -> Option<Value> {
        (self.pick(5) != 0).then(|| self.value(call, kind))
    }

    pub(super) fn proposal(&mut self, call: &Call, id: &str) -> Proposal {
        let kinds = call.facts.iter().map(|fact| fact.kind);
        proposal(id, kinds.map(|kind| self.stated(call, kind)).collect())
    }

    /// Returns values over received proposals, as they might have come out.
    pub(super) fn received_of(&mut self, call: &Call) -> Vec<Evaluated> {
        let of_one = |choices: &mut Self| match choices.pick(3) {
            0 => Evaluated::Known(choices.value(call, Type::Integer)),
            1 => waiting(&["size (Q)"]),
            _ => Evaluated::Unknown(Unknown {
                waits_for: ["flag (Q)".to_owned()].into(),
                range: Some((Fraction::ONE, Fraction::integer(3))),
                ..Unknown::default()
            }),
        };
        vec![of_one(self), of_one(self)]
    }
}

fn raw(depth: u32) -> Place {
    Place {
        lists: Vec::new(),
        raw: true,
        depth,
    }
}

fn is_number(ty: Type) -> bool {
    matches!(ty, Type::Integer | Type::Money | Type::Number)
}

/// Returns every value a fact of a type is given here; of lists a few.
pub(super) fn domain(ty: Type) -> Vec<Value> {
    let date = |text: &str| Value::Date(text.parse().unwrap());
    let instant = |text: &str| Value::Instant(text.parse().unwrap());
    match ty {
        Type::YesNo => vec![Value::YesNo(false), Value::YesNo(true)],
        Type::Enum(_) => (0..3).map(variant).collect(),
        Type::Set(_) => vec![variants(&[]), variants(&[0]), variants(&[1, 2])],
        Type::Row(_) => (0..3).map(|row| Value::Row(RowId(row))).collect(),
        Type::Date => vec![date("2026-01-01"), date("2026-01-02")],
        Type::Instant => vec![
            instant("2026-01-01T10:00:00Z"),
            instant("2026-01-01T23:00:00Z"),
        ],
        Type::TaxCode => vec![text("00000000000"), text("RSSMRA80A01H501X")],
        Type::List(list) => {
            let staff = if list == ListId(1) {
                vec![Some(records([]))]
            } else {
                Vec::new()
            };
            let item = |good, form, aid| {
                let mut fields = vec![
                    Some(Value::YesNo(good)),
                    Some(variant(form)),
                    Some(whole(aid)),
                ];
                fields.extend(staff.clone());
                fields
            };
            vec![
                records([]),
                records([item(true, 0, 0)]),
                records([item(false, 1, 2), item(true, 2, 1)]),
            ]
        }
        _ => (0..3).map(whole).collect(),
    }
}
