//! Random calls so small that every way of answering can be tried.

use bando::call::{
    Call, Consequence, Expr, ExprKind, FactId, FieldId, ListId, Quantifier, RequirementId,
    Supplier, Type,
};
use bando::precheck::{Answers, Question};
use bando::value::{Comparison, HasKind, Record, Term, Value, VariantId};
use proptest::prelude::*;

use crate::assessment::build::*;

/// A row of choices; where it ends, every choice is the first.
#[derive(Clone, Debug)]
pub(super) struct Choices(Vec<u16>);

pub(super) fn choices() -> impl Strategy<Value = Choices> {
    proptest::collection::vec(any::<u16>(), 0..160).prop_map(Choices)
}

const COMPARISONS: [Comparison; 6] = [
    Comparison::LessOrEqual,
    Comparison::Greater,
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::GreaterOrEqual,
];

/// Numbers are asked for from this to that.
const LEAST: i128 = 0;
const GREATEST: i128 = 2;
/// Lists are tried with so many items.
pub(super) const MOST_ITEMS: usize = 2;

impl Choices {
    pub(super) fn pick(&mut self, count: usize) -> usize {
        usize::from(self.0.pop().unwrap_or(0)) % count
    }

    fn chance(&mut self, of: usize) -> bool {
        self.pick(of) == of - 1
    }

    /// Returns a call of up to five short requirements that look at few facts.
    pub(super) fn crowded_call(&mut self) -> Call {
        let mut call = empty_call();
        for (name, kind) in [
            ("a", Type::YesNo),
            ("b", Type::YesNo),
            ("n", Type::Integer),
            ("not_stated", Type::YesNo),
            ("office", Type::YesNo),
            ("other_office", Type::YesNo),
            ("found", Type::Integer),
        ] {
            let when = self.chance(9).then(|| self.few(&call, 0));
            add_fact(&mut call, name, kind, when);
            let fact = call.facts.last_mut().unwrap();
            if kind == Type::Integer {
                fact.reading.least = Some(whole(LEAST));
                fact.reading.greatest = Some(whole(GREATEST));
            }
            fact.changeable = self.pick(4) > 0;
            if matches!(name, "office" | "other_office" | "found") {
                fact.supplier = Supplier::Office;
            }
        }
        for name in ["first", "second", "third", "fourth", "fifth"]
            .into_iter()
            .take(2 + self.pick(4))
        {
            let depth = u32::try_from(self.pick(3)).unwrap();
            let require = self.few(&call, depth);
            let exception = self.chance(5).then(|| self.few(&call, 0));
            self.add_requirement(&mut call, name, require, None, exception);
        }
        call
    }

    /// Returns a condition of a few facts.
    fn few(&mut self, call: &Call, depth: u32) -> Expr {
        if depth > 0 {
            let parts = vec![self.few(call, depth - 1), self.few(call, depth - 1)];
            return test(if self.chance(2) {
                ExprKind::And(parts)
            } else {
                ExprKind::Or(parts)
            });
        }
        let facts = (0..).map(FactId).zip(&call.facts);
        let facts: Vec<_> = facts.map(|(id, it)| (id, it.kind)).collect();
        if facts.is_empty() {
            return yes_no(self.chance(2));
        }
        let (id, kind) = facts[self.pick(facts.len())];
        let fact = expr(ExprKind::Fact(id), kind);
        match kind {
            Type::YesNo if self.chance(2) => not(fact),
            Type::YesNo => fact,
            _ => {
                let right = if self.chance(4) {
                    self.number(call, 0)
                } else {
                    number(i128::try_from(self.pick(3)).unwrap())
                };
                compare(COMPARISONS[self.pick(6)], fact, right)
            }
        }
    }

    /// Returns a call of two or three answers of each kind; with a list, if so wanted.
    pub(super) fn call(&mut self, with_list: bool) -> Call {
        let mut call = empty_call();
        let mut kinds = vec![
            ("a", Type::YesNo),
            ("b", Type::YesNo),
            ("m", Type::Integer),
            ("n", Type::Integer),
            ("form", FORM),
            ("kinds", FORMS),
            ("office", Type::YesNo),
        ];
        if with_list {
            let fields = [("good", Type::YesNo, None), ("aid", Type::Integer, None)];
            let list = add_list(&mut call, "partners", fields);
            call.lists[0].fields[1].reading.least = Some(whole(0));
            call.lists[0].fields[1].reading.greatest = Some(whole(1));
            if self.chance(3) {
                call.lists[0].fields[1].when = Some(field(0, 0, Type::YesNo));
            }
            kinds.insert(2, ("partners", Type::List(list)));
        }
        for (name, kind) in kinds {
            let when = self.chance(5).then(|| self.condition(&call, 1));
            add_fact(&mut call, name, kind, when);
            let fact = call.facts.last_mut().unwrap();
            if kind == Type::Integer {
                fact.reading.least = Some(whole(LEAST));
                fact.reading.greatest = Some(whole(GREATEST));
            }
            fact.changeable = self.chance(2);
            let list = matches!(kind, Type::List(_));
            if name == "office" || self.chance(5) && !list {
                fact.supplier = Supplier::Office;
            }
        }
        let value = self.condition(&call, 1);
        add_definition(&mut call, value);
        let value = self.number(&call, 1);
        add_definition(&mut call, value);
        for name in ["first", "second", "third"]
            .into_iter()
            .take(1 + self.pick(3))
        {
            let require = self.condition(&call, 3);
            let applies = self.chance(3).then(|| self.condition(&call, 2));
            let exception = self.chance(4).then(|| self.condition(&call, 1));
            self.add_requirement(&mut call, name, require, applies, exception);
        }
        call
    }

    fn add_requirement(
        &mut self,
        call: &mut Call,
        name: &str,
        require: Expr,
        applies: Option<Expr>,
        exception: Option<Expr>,
    ) {
        let term = Term {
            days: 5,
            working: false,
        };
        let consequences = [
            Consequence::Refusal,
            Consequence::Remedy(term),
            Consequence::Reservation(None),
        ];
        let [consequence, other] = [(); 2].map(|()| consequences[self.pick(3)]);
        let not_required = self.chance(2);
        let id = RequirementId(u32::try_from(call.requirements.len()).unwrap());
        let added = add_requirement(call, name, require);
        added.applies_when = applies;
        added.consequence = consequence;
        if let Some(when) = exception {
            let mut exception = bando::call::Exception {
                name: "exception".to_owned(),
                title: None,
                citations: Vec::new(),
                when,
                unless: Vec::new(),
                not_required,
                message: None,
                consequence: None,
                span: SPAN,
            };
            if !not_required {
                exception.consequence = Some(other);
            }
            added.except(id, vec![(exception, None)]);
        }
    }

    fn condition(&mut self, call: &Call, depth: u32) -> Expr {
        if depth == 0 {
            return self.atom(call);
        }
        let inside = depth - 1;
        match self.pick(6) {
            0 | 1 => self.atom(call),
            2 => not(self.condition(call, inside)),
            3 => test(ExprKind::And(vec![
                self.condition(call, inside),
                self.condition(call, inside),
            ])),
            4 => test(ExprKind::Or(vec![
                self.condition(call, inside),
                self.condition(call, inside),
            ])),
            _ => {
                let one = self.condition(call, inside);
                // The same again, the other way round: `p or not p`.
                test(ExprKind::Or(vec![not(one.clone()), one]))
            }
        }
    }

    fn atom(&mut self, call: &Call) -> Expr {
        let of = |kind: Type| {
            let facts = (0..).map(FactId).zip(&call.facts);
            let facts = facts.filter(move |(_, fact)| fact.kind == kind);
            facts
                .map(|(id, fact)| expr(ExprKind::Fact(id), fact.kind))
                .collect::<Vec<_>>()
        };
        let any = |choices: &mut Self, kind: Type| {
            let facts = of(kind);
            (!facts.is_empty()).then(|| facts[choices.pick(facts.len())].clone())
        };
        let found = match self.pick(7) {
            0 => any(self, Type::YesNo),
            1 | 2 => {
                let (left, right) = (self.number(call, 1), self.number(call, 1));
                Some(compare(COMPARISONS[self.pick(6)], left, right))
            }
            3 => {
                let variants = self.variants();
                any(self, FORM).map(|form| test(ExprKind::InVariants(Box::new(form), variants)))
            }
            4 => {
                let kind = [HasKind::Any, HasKind::All, HasKind::None][self.pick(3)];
                let variants = self.variants();
                any(self, FORMS).map(|it| test(ExprKind::Has(kind, Box::new(it), variants)))
            }
            5 if !call.definitions.is_empty() => Some(expr(
                ExprKind::Definition(bando::call::DefinitionId(0)),
                Type::YesNo,
            )),
            _ => self.of_list(call),
        };
        found.unwrap_or_else(|| yes_no(self.chance(2)))
    }

    fn variants(&mut self) -> std::collections::BTreeSet<VariantId> {
        let first = u16::try_from(self.pick(3)).unwrap();
        let second = u16::try_from(self.pick(3)).unwrap();
        [first, second].map(VariantId).into()
    }

    fn of_list(&mut self, call: &Call) -> Option<Expr> {
        let list = call.facts.iter().position(|it| it.name == "partners")?;
        let list = expr(
            ExprKind::Fact(FactId(u32::try_from(list).unwrap())),
            Type::List(ListId(0)),
        );
        let good = || field(0, 0, Type::YesNo);
        let aid = || field(0, 1, Type::Integer);
        Some(match self.pick(5) {
            0 => test(ExprKind::IsEmpty(Box::new(list))),
            1 => test(quantified(Quantifier::Any, list, Some(good()), None).kind),
            2 => {
                let body = compare(Comparison::Greater, aid(), number(0));
                test(quantified(Quantifier::All, list, None, Some(body)).kind)
            }
            3 => {
                let sum = quantified(Quantifier::Sum, list, None, Some(aid()));
                let right = self.number(call, 0);
                compare(COMPARISONS[self.pick(6)], sum, right)
            }
            _ => {
                let count = quantified(Quantifier::Count, list, Some(good()), None);
                compare(Comparison::GreaterOrEqual, count, number(1))
            }
        })
    }

    fn number(&mut self, call: &Call, depth: u32) -> Expr {
        let facts = (0..).map(FactId).zip(&call.facts);
        let facts: Vec<FactId> = facts
            .filter(|(_, fact)| fact.kind == Type::Integer)
            .map(|(id, _)| id)
            .collect();
        match self.pick(4) {
            0 | 1 if !facts.is_empty() => {
                expr(ExprKind::Fact(facts[self.pick(facts.len())]), Type::Integer)
            }
            2 if depth > 0 => expr(
                ExprKind::Sum(vec![
                    (false, self.number(call, depth - 1)),
                    (self.chance(2), self.number(call, depth - 1)),
                ]),
                Type::Integer,
            ),
            3 if call.definitions.len() > 1 => {
                let id = bando::call::DefinitionId(1);
                expr(ExprKind::Definition(id), Type::Integer)
            }
            _ => number(i128::try_from(self.pick(4)).unwrap()),
        }
    }

    /// Returns some answers, "I don't know" among them.
    pub(super) fn answers(&mut self, call: &Call) -> Answers {
        let mut answers = Answers::none(call);
        for (id, fact) in (0..).map(FactId).zip(&call.facts) {
            if fact.supplier != Supplier::Applicant {
                continue;
            }
            let question = Question::of(id);
            let list = matches!(fact.kind, Type::List(_));
            match self.pick(6) {
                // Of a list of which nothing is known only samples are looked at.
                5 if !list => answers.do_not_know(&question),
                1..=3 if fact.kind == Type::List(ListId(0)) => {
                    let count = self.pick(MOST_ITEMS + 1);
                    answers.state_items(call, &question, count);
                    for item in 0..count {
                        for field in [0, 1] {
                            let question = question.field(item, FieldId(field));
                            let values = values(question.kind(call).unwrap());
                            match self.pick(5) {
                                0 => answers.do_not_know(&question),
                                1 | 2 => {
                                    let value = values[self.pick(2)].clone();
                                    answers.state(&question, value);
                                }
                                _ => {}
                            }
                        }
                    }
                }
                1..=3 if !list => {
                    let values = values(fact.kind);
                    answers.state(&question, values[self.pick(values.len())].clone());
                }
                _ => {}
            }
        }
        answers
    }
}

/// Returns every value that an answer of a type has in these calls; of a number in a list only
/// the first two.
pub(super) fn values(kind: Type) -> Vec<Value> {
    match kind {
        Type::YesNo => vec![Value::YesNo(false), Value::YesNo(true)],
        Type::Enum(_) => (0..3).map(variant).collect(),
        Type::Set(_) => (0..8_u16)
            .map(|set| {
                (0..3)
                    .filter(|it| set & (1 << it) != 0)
                    .collect::<Vec<u16>>()
            })
            .map(|set| variants(&set))
            .collect(),
        Type::List(_) => {
            let items: Vec<Record> = [(false, 0), (false, 1), (true, 0), (true, 1)]
                .into_iter()
                .map(|(good, aid)| Record {
                    fields: vec![Some(Value::YesNo(good)), Some(whole(aid))],
                })
                .collect();
            let pairs = items
                .iter()
                .flat_map(|one| items.iter().map(|two| vec![one.clone(), two.clone()]));
            let ones = items.iter().map(|one| vec![one.clone()]);
            let lists = [Vec::new()].into_iter().chain(ones).chain(pairs);
            lists.map(Value::List).collect()
        }
        _ => (LEAST..=GREATEST).map(whole).collect(),
    }
}
