//! The rule files of the project over proposals made at random of what their own fields may hold:
//! the readable evaluator, the explained one and compiled rules say the same.

use std::sync::LazyLock;

use bando::assessment::Stage;
use bando::call::{Call, Expr, ExprKind, Field, FieldId, ListId, Method, Type};
use bando::engine::{self, Explainer, quick_verdicts, verdicts};
use bando::facts::{self, FileKind, Proposal, ProposalsFile, Received};
use bando::number::Fraction;
use bando::scoring::Marks;
use bando::value::{Record, RowId, Value, VariantId};
use proptest::prelude::*;

use super::build::proposal;
use crate::support::{ProjectFiles, cases, checked, example, rules};

/// So many proposals are drawn at a time.
const PROPOSALS: usize = 60;

/// A rule file, and the values that its facts are drawn from.
struct Sample {
    call: Call,
    /// Of each fact, what proposals of the examples state.
    stated: Vec<Vec<Value>>,
    /// What the rules mention.
    mentioned: Vec<Value>,
}

static SAMPLES: LazyLock<[Sample; 2]> = LazyLock::new(|| {
    [
        sample(
            "puglia-azione-9.3.bando",
            "puglia-azione-9.3/proposals.jsonl",
            FileKind::JsonLines,
        ),
        sample(
            "rigenerazione-urbana-2021.bando",
            "rigenerazione-urbana-2021/domande.csv",
            FileKind::Csv,
        ),
    ]
});

fn sample(file: &str, proposals: &'static str, kind: FileKind) -> Sample {
    let call = checked(&rules(file), &ProjectFiles::default());
    let bytes = example(proposals);
    let file = ProposalsFile {
        name: proposals,
        bytes: bytes.as_bytes(),
        kind,
    };
    let received = facts::read(&call, &file);
    let few = received.proposals.iter().take(40);
    let few: Vec<&Proposal> = few.collect();
    let stated = (0..call.facts.len())
        .map(|fact| few.iter().filter_map(|it| it.facts[fact].clone()).collect())
        .collect();
    let mut mentioned = Vec::new();
    for expr in expressions(&call) {
        expr.visit(&mut |part| {
            if let ExprKind::Constant(value) = &part.kind {
                mentioned.push(value.clone());
            }
        });
    }
    Sample {
        call,
        stated,
        mentioned,
    }
}

fn expressions(call: &Call) -> Vec<&Expr> {
    let definitions = call.definitions.iter().map(|it| &it.value);
    let requirements = call.requirements.iter();
    let conditions = requirements.flat_map(|it| it.applies_when.iter().chain([&it.require]));
    let criteria = call.grid.iter().flat_map(|grid| &grid.criteria);
    let formulas = criteria.filter_map(|it| match &it.method {
        Method::Formula(formula) => Some(formula),
        _ => None,
    });
    definitions.chain(conditions).chain(formulas).collect()
}

/// A row of numbers that one number begins.
struct Numbers(u64);

impl Numbers {
    fn pick(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count.max(1)
    }
}

impl Sample {
    fn proposal(&self, numbers: &mut Numbers, id: &str) -> Proposal {
        let facts = self.call.facts.iter().zip(&self.stated);
        let facts = facts.map(|(fact, stated)| {
            let unknown = numbers.pick(12) == 0;
            let stated: Vec<&Value> = stated.iter().collect();
            let value = self.value(numbers, fact.kind, &stated);
            value.filter(|_| !unknown)
        });
        proposal(id, facts.collect())
    }

    /// Draws a value like those stated; `None` where there is nothing to draw from.
    fn value(&self, numbers: &mut Numbers, kind: Type, stated: &[&Value]) -> Option<Value> {
        // Mostly what the examples say, or hardly any proposal would pass anything.
        if !stated.is_empty() && numbers.pick(4) != 0 && !matches!(kind, Type::List(_)) {
            return Some(stated[numbers.pick(stated.len())].clone());
        }
        match kind {
            Type::YesNo => Some(Value::YesNo(numbers.pick(2) == 0)),
            Type::Enum(id) => {
                let variants = self.call.enums[id.index()].variants.len();
                Some(Value::Variant(variant(numbers.pick(variants))))
            }
            Type::Set(id) => {
                let variants = self.call.enums[id.index()].variants.len();
                let some = (0..numbers.pick(4)).map(|_| variant(numbers.pick(variants)));
                Some(Value::Set(some.collect()))
            }
            Type::Row(id) => {
                let rows = self.call.tables[id.index()].rows.len();
                let row = u32::try_from(numbers.pick(rows)).unwrap();
                Some(Value::Row(RowId(row)))
            }
            Type::List(id) => Some(self.list(numbers, id, stated)),
            _ => self.mentioned(numbers, kind, stated),
        }
    }

    fn list(&self, numbers: &mut Numbers, id: ListId, stated: &[&Value]) -> Value {
        let fields: &[Field] = &self.call.lists[id.index()].fields;
        let records = stated.iter().filter_map(|it| match it {
            Value::List(records) => Some(records),
            _ => None,
        });
        let records: Vec<&Record> = records.flatten().collect();
        let items = (0..numbers.pick(4)).map(|_| Record {
            fields: (0..)
                .map(FieldId)
                .zip(fields)
                .map(|(field, it)| {
                    let known = records.iter();
                    let known = known.filter_map(|it| it.fields[field.index()].as_ref());
                    let known: Vec<&Value> = known.collect();
                    let unknown = numbers.pick(12) == 0;
                    let value = self.value(numbers, it.kind, &known);
                    value.filter(|_| !unknown)
                })
                .collect(),
        });
        Value::List(items.collect())
    }

    /// Draws a value of the kind of those stated that the rules mention, or one next to it.
    fn mentioned(&self, numbers: &mut Numbers, kind: Type, stated: &[&Value]) -> Option<Value> {
        let like: Vec<&Value> = self
            .mentioned
            .iter()
            .chain(stated.iter().copied())
            .filter(|value| match value {
                Value::Number(_) => kind.is_number(),
                Value::Date(_) => kind == Type::Date,
                Value::Instant(_) => kind == Type::Instant,
                Value::Text(_) => matches!(kind, Type::Text | Type::Code),
                _ => false,
            })
            .collect();
        let value = like.get(numbers.pick(like.len()))?;
        let Value::Number(number) = value else {
            return Some((*value).clone());
        };
        let steps = [0, 0, 1, -1][numbers.pick(4)];
        let step = match kind {
            Type::Integer => Fraction::integer(steps),
            _ => Fraction::new(steps, 100)?,
        };
        let moved = number.add(step)?;
        let moved = match kind {
            Type::Integer => Fraction::integer(moved.numerator() / moved.denominator()),
            _ => moved,
        };
        Some(Value::Number(moved))
    }
}

fn variant(place: usize) -> VariantId {
    VariantId(u16::try_from(place).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..cases(6) })]
    #[test]
    fn the_rule_files_are_judged_alike_in_all_three_ways(begin in any::<u64>()) {
        let mut numbers = Numbers(begin);
        for sample in SAMPLES.iter() {
            let call = &sample.call;
            let proposals = (0..PROPOSALS).map(|at| sample.proposal(&mut numbers, &format!("P{at:03}")));
            let received = Received { proposals: proposals.collect(), ..Received::default() };
            let marks = Marks::default();
            for stage in [Stage::PreCheck, Stage::First, Stage::Final] {
                let readable = verdicts(call, &received, stage);
                prop_assert_eq!(&quick_verdicts(call, &received, stage), &readable);
                let explainer = Explainer::new(call, &received, &marks, None, stage);
                for assessment in engine::assess_all(call, &received, stage) {
                    let shown = explainer.explain(&assessment.proposal).expect("the proposal");
                    prop_assert_eq!(&shown.assessment.assessment, &assessment);
                }
            }
        }
    }
}

/// How many proposals come to what, so that the property above is not about nothing.
#[test]
fn proposals_drawn_for_the_rule_files_come_to_every_end() {
    let mut numbers = Numbers(1);
    for sample in SAMPLES.iter() {
        let proposals = (0..200).map(|at| sample.proposal(&mut numbers, &format!("P{at:03}")));
        let received = Received {
            proposals: proposals.collect(),
            ..Received::default()
        };
        let found = quick_verdicts(&sample.call, &received, Stage::First);
        let statuses: std::collections::BTreeSet<_> = found.iter().map(|it| it.status).collect();
        assert!(statuses.len() >= 2, "{statuses:?}");
        let reasons: std::collections::BTreeSet<_> =
            found.iter().flat_map(|it| &it.reasons).collect();
        let named = sample.call.requirements.len();
        assert!(reasons.len() * 4 >= named * 3, "{reasons:?} of {named}");
    }
}
