//! Random well-typed calls and proposals, made from a row of choices so that a failing case
//! shrinks: every choice 0 is the simplest one.

use bando::assessment::{Evaluated, Unknown};
use bando::call::{
    Call, Consequence, Exception, Expr, ListId, Message, Piece, Quantifier, Received,
    RequirementId, Type,
};
use bando::facts::Proposal;
use bando::number::Fraction;
use bando::value::{Missing, Record, RowId, Term, Value};
use proptest::prelude::*;

use super::build::*;
use super::random_expr::{Place, raw};

/// A row of choices, long enough for a call with some proposals.
pub(super) fn choices() -> impl Strategy<Value = Choices> {
    proptest::collection::vec(any::<u16>(), 0..900).prop_map(|left| Choices { left, span: 0 })
}

#[derive(Clone, Debug)]
pub(super) struct Choices {
    left: Vec<u16>,
    pub(super) span: u32,
}

impl Choices {
    pub(super) fn pick(&mut self, count: usize) -> usize {
        usize::from(self.left.pop().unwrap_or(0)) % count.max(1)
    }

    pub(super) fn chance(&mut self, of: usize) -> bool {
        self.pick(of) == of - 1
    }

    pub(super) fn one_of<T: Clone>(&mut self, options: &[T]) -> T {
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
            ("paid", Type::YesNo, None),
        ];
        let list = inner.map(|inner| ("staff", Type::List(inner), None));
        let id = add_list(call, name, fields.into_iter().chain(list));
        let conditional = self.chance(2);
        if conditional {
            let when = self.one_of(&[field(0, 0, Type::YesNo), not(field(0, 0, Type::YesNo))]);
            call.lists[id.index()].fields[2].when = Some(when.clone());
            call.lists[id.index()].fields[3].when = Some(when);
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
        let consequences = [
            Consequence::Refusal,
            Consequence::Remedy(term),
            Consequence::Reservation(Some(term)),
        ];
        let consequence = self.one_of(&consequences);
        let mut exceptions: Vec<(Exception, Option<Expr>)> = Vec::new();
        for name in ["one", "two"].into_iter().take(self.pick(3)) {
            let when = match exceptions.first() {
                Some((first, _)) if !self.chance(3) => first.when.clone(),
                _ => self.expr(call, Type::YesNo, &raw(1)),
            };
            let mut added = exception(name, when);
            if self.chance(2) {
                let off = self.expr(call, Type::YesNo, &raw(0));
                added.unless.push(unless("off", off));
            }
            let mut require = None;
            match self.pick(3) {
                0 => require = Some(self.expr(call, Type::YesNo, &place.inside())),
                1 => added.not_required = true,
                _ => added.consequence = Some(self.one_of(&consequences)),
            }
            exceptions.push((added, require));
        }
        let id = RequirementId(u32::try_from(call.requirements.len()).unwrap());
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
        added.except(id, exceptions);
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

    /// Returns what is known of other proposals, and of the points of this one, as it might have
    /// come out.
    pub(super) fn others_of(&mut self, call: &Call) -> Others {
        let points = |choices: &mut Self| match choices.pick(3) {
            0 => known(choices.value(call, Type::Number)),
            1 => waiting(&["mark (Q)"]),
            _ => Evaluated::Unknown(Unknown {
                waits_for_others: ["flag (Q)".to_owned()].into(),
                range: Some((Fraction::ZERO, Fraction::integer(2))),
                ..Unknown::default()
            }),
        };
        Others {
            received: self.received_of(call),
            over_admitted: vec![points(self)],
            points: vec![points(self), points(self)],
        }
    }

    pub(super) fn received_of(&mut self, call: &Call) -> Vec<Evaluated> {
        let of_one = |choices: &mut Self| match choices.pick(3) {
            0 => Evaluated::Known(choices.value(call, Type::Integer)),
            1 => waiting(&["size (Q)"]),
            _ => Evaluated::Unknown(Unknown {
                waits_for_others: ["flag (Q)".to_owned()].into(),
                range: Some((Fraction::ONE, Fraction::integer(3))),
                ..Unknown::default()
            }),
        };
        vec![of_one(self), of_one(self)]
    }
}

/// What is known of other proposals, and of the points of this one.
#[derive(Clone, Debug)]
pub(super) struct Others {
    pub(super) received: Vec<Evaluated>,
    pub(super) over_admitted: Vec<Evaluated>,
    pub(super) points: Vec<Evaluated>,
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
                    Some(Value::YesNo(true)),
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
