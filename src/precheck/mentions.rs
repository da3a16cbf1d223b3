//! Which facts and fields each requirement looks at, and through which of its parts.

use std::collections::{BTreeMap, BTreeSet};

use super::domain::in_order;
use crate::call::{Call, Expr, ExprKind, FactId, FieldId, ListId, Requirement, Type};

/// A fact, or a field of the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Fact(FactId),
    Field(ListId, FieldId),
}

/// What one requirement looks at.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    /// For each fact and field the largest parts that look at nothing else: what two values give
    /// the same for in all of them, the requirement cannot tell apart.
    pub(super) parts: BTreeMap<Source, Vec<Part>>,
    /// The smallest comparisons that look at several facts or fields.
    pub(super) joint: Vec<Joint>,
}

/// A part of an expression that looks at one fact or field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) expr: Expr,
    /// Whether it looks at a field of an item that is not the innermost: it cannot be evaluated for
    /// an item alone.
    pub(super) deep: bool,
}

/// A comparison of numbers, days or texts of several facts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Joint {
    pub(super) left: Expr,
    pub(super) right: Expr,
    pub(super) sources: BTreeSet<Source>,
    /// Whether it stands in a quantifier and looks at its items.
    pub(super) in_items: bool,
}

impl Joint {
    /// Tells whether two facts are compared.
    pub(super) fn is_between(&self, one: FactId, other: FactId) -> bool {
        let looks = |id| self.sources.contains(&Source::Fact(id));
        one != other && looks(one) && looks(other)
    }

    /// Tells whether the two sides are equal along a line: where two facts are multiplied, or a
    /// quotient is set against a third, they are so along a curve.
    pub(super) fn is_straight(&self, call: &Call) -> bool {
        let facts = |expr: &Expr| facts_behind(call, expr);
        let all: BTreeSet<FactId> = facts(&self.left)
            .union(&facts(&self.right))
            .copied()
            .collect();
        let mut straight = true;
        each_behind(call, [&self.left, &self.right], &mut |part| {
            if let ExprKind::Product(factors) = &part.kind {
                let of = |divides: bool| {
                    let factors = factors.iter().filter(move |(it, _)| *it == divides);
                    factors
                        .filter(|(_, factor)| !facts(factor).is_empty())
                        .count()
                };
                let (multiplied, divided) = (of(false), of(true));
                straight &= multiplied <= 1 && divided <= 1 && (divided == 0 || all.len() <= 2);
            }
        });
        straight
    }
}

/// Returns the numbers, days and instants that an expression looks at.
fn facts_behind(call: &Call, expr: &Expr) -> BTreeSet<FactId> {
    let mut found = BTreeSet::new();
    each_behind(call, [expr], &mut |part| {
        if let ExprKind::Fact(id) = &part.kind
            && call
                .facts
                .get(id.index())
                .is_some_and(|it| in_order(it.kind))
        {
            found.insert(*id);
        }
    });
    found
}

/// Calls `see` with every part of some expressions and of the definitions that they name.
pub(super) fn each_behind<'e>(
    call: &'e Call,
    roots: impl IntoIterator<Item = &'e Expr>,
    see: &mut impl FnMut(&Expr),
) {
    let mut rest: Vec<&Expr> = roots.into_iter().collect();
    let mut seen = BTreeSet::new();
    while let Some(root) = rest.pop() {
        root.visit(&mut |part| {
            see(part);
            if let ExprKind::Definition(id) = &part.kind
                && seen.insert(*id)
                && let Some(definition) = call.definitions.get(id.index())
            {
                rest.push(&definition.value);
            }
        });
    }
}

/// What an expression looks at.
#[derive(Clone, Debug, Default)]
struct Looks {
    sources: BTreeSet<Source>,
    /// It looks at something else too: values over other proposals.
    others: bool,
    deep: bool,
    fields: bool,
}

/// Finds what every requirement of a call looks at, in their order.
pub(super) fn mentions(call: &Call) -> Vec<Mentions> {
    let mut survey = Survey::new(call);
    call.requirements.iter().map(|it| survey.of(it)).collect()
}

struct Survey<'c> {
    call: &'c Call,
    definitions: Vec<Looks>,
    /// The lists around the items of each list, the innermost last, itself included.
    around: Vec<Vec<ListId>>,
}

impl<'c> Survey<'c> {
    fn new(call: &'c Call) -> Self {
        let mut survey = Self {
            call,
            definitions: Vec::new(),
            around: Vec::new(),
        };
        for list in (0..).map(ListId).take(call.lists.len()) {
            let mut around = vec![list];
            while let Some(outer) = around.first().and_then(|it| outer_list(call, *it))
                && !around.contains(&outer)
            {
                around.insert(0, outer);
            }
            survey.around.push(around);
        }
        for definition in &call.definitions {
            let looks = survey.looks(&definition.value, &[]);
            survey.definitions.push(looks);
        }
        survey
    }

    fn of(&mut self, requirement: &Requirement) -> Mentions {
        let mut mentions = Mentions::default();
        let mut rest: Vec<(&'c Expr, Vec<ListId>)> = Vec::new();
        let call = self.call;
        let Some(requirement) = call
            .requirements
            .iter()
            .find(|it| it.name == requirement.name)
        else {
            return mentions;
        };
        let excepted = requirement.exceptions.iter().flat_map(|it| {
            let unless = it.unless.iter().map(|it| &it.when);
            [&it.when].into_iter().chain(unless)
        });
        let roots = requirement
            .applies_when
            .iter()
            .chain([&requirement.require]);
        rest.extend(roots.chain(excepted).map(|root| (root, Vec::new())));
        let mut seen = BTreeSet::new();
        let mut seen_sources = BTreeSet::new();
        while let Some((root, stack)) = rest.pop() {
            self.gather(root, &stack, &mut mentions);
            let mut named = Vec::new();
            root.visit(&mut |part| {
                if let ExprKind::Definition(id) = &part.kind {
                    named.push(*id);
                }
            });
            for id in named {
                if seen.insert(id)
                    && let Some(definition) = call.definitions.get(id.index())
                {
                    rest.push((&definition.value, Vec::new()));
                }
            }
            let looks = self.looks(root, &stack);
            let mut sources: Vec<Source> = looks.sources.into_iter().collect();
            sources.extend(Self::inner_fields(root, &stack));
            for source in sources {
                if !seen_sources.insert(source) {
                    continue;
                }
                match source {
                    Source::Fact(id) => {
                        let when = call.facts.get(id.index()).and_then(|it| it.when.as_ref());
                        rest.extend(when.map(|when| (when, Vec::new())));
                    }
                    Source::Field(list, field) => {
                        let fields = call.lists.get(list.index());
                        let field = fields.and_then(|it| it.fields.get(field.index()));
                        let when = field.and_then(|it| it.when.as_ref());
                        let around = self.around.get(list.index()).cloned();
                        rest.extend(when.map(|when| (when, around.unwrap_or_default())));
                    }
                }
            }
        }
        mentions
    }

    /// Returns every field that is looked at somewhere inside an expression.
    fn inner_fields(expr: &Expr, stack: &[ListId]) -> BTreeSet<Source> {
        let mut fields = BTreeSet::new();
        let mut rest = vec![(expr, stack.to_vec())];
        while let Some((expr, stack)) = rest.pop() {
            if let ExprKind::Field { depth, field } = &expr.kind
                && let Some(list) = at_depth(&stack, *depth)
            {
                fields.insert(Source::Field(list, *field));
            }
            rest.extend(parts(expr, &stack));
        }
        fields
    }

    fn gather(&self, expr: &Expr, stack: &[ListId], mentions: &mut Mentions) {
        let looks = self.looks(expr, stack);
        let mut sources = looks.sources.iter();
        match (sources.next(), sources.next()) {
            (None, _) => {}
            (Some(only), None) if !looks.others => {
                let part = Part {
                    expr: expr.clone(),
                    deep: looks.deep,
                };
                let parts = mentions.parts.entry(*only).or_default();
                if !parts.contains(&part) {
                    parts.push(part);
                }
                // What is asked of items is asked of their fields.
                for (inside, stack) in parts_in_items(expr, stack) {
                    self.gather(inside, &stack, mentions);
                }
            }
            _ => {
                let pairs: Vec<(&Expr, &Expr)> = match &expr.kind {
                    ExprKind::Compare(_, left, right) => vec![(left, right)],
                    ExprKind::Between(value, least, greatest) => {
                        vec![(value, least), (value, greatest)]
                    }
                    _ => Vec::new(),
                };
                for (left, right) in pairs {
                    mentions.joint.push(Joint {
                        left: left.clone(),
                        right: right.clone(),
                        sources: looks.sources.clone(),
                        in_items: looks.fields,
                    });
                }
                for (part, stack) in parts(expr, stack) {
                    self.gather(part, &stack, mentions);
                }
            }
        }
    }

    /// Tells what an expression looks at; items of quantifiers inside it are part of their list.
    fn looks(&self, expr: &Expr, stack: &[ListId]) -> Looks {
        let mut looks = Looks::default();
        let mut rest = vec![(expr, stack.to_vec())];
        while let Some((part, inner)) = rest.pop() {
            match &part.kind {
                ExprKind::Fact(id) => {
                    looks.sources.insert(Source::Fact(*id));
                }
                ExprKind::Field { depth, field } => {
                    let inside = inner.len().saturating_sub(stack.len());
                    let out = usize::try_from(*depth).unwrap_or(usize::MAX);
                    if out >= inside {
                        looks.fields = true;
                        looks.deep |= out > inside;
                        match at_depth(&inner, *depth) {
                            Some(list) => {
                                looks.sources.insert(Source::Field(list, *field));
                            }
                            None => looks.others = true,
                        }
                    }
                }
                ExprKind::Definition(id) => match self.definitions.get(id.index()) {
                    Some(named) => {
                        looks.sources.extend(&named.sources);
                        looks.others |= named.others;
                    }
                    None => looks.others = true,
                },
                ExprKind::Received(_) | ExprKind::OverAdmitted(_) | ExprKind::Points(_) => {
                    looks.others = true;
                }
                _ => rest.extend(parts(part, &inner)),
            }
        }
        looks
    }
}

/// Returns the parts of an expression, each with the lists around it.
fn parts<'e>(expr: &'e Expr, stack: &[ListId]) -> Vec<(&'e Expr, Vec<ListId>)> {
    match &expr.kind {
        ExprKind::Quantified { list, item, .. } => {
            let mut inner = stack.to_vec();
            inner.push(item.list);
            let inside = [item.filter.as_deref(), item.body.as_deref()];
            let inside = inside.into_iter().flatten();
            let inside = inside.map(|part| (part, inner.clone()));
            [(&**list, stack.to_vec())]
                .into_iter()
                .chain(inside)
                .collect()
        }
        _ => expr
            .parts()
            .into_iter()
            .map(|it| (it, stack.to_vec()))
            .collect(),
    }
}

/// Returns what quantifiers somewhere in an expression ask of their items.
fn parts_in_items<'e>(expr: &'e Expr, stack: &[ListId]) -> Vec<(&'e Expr, Vec<ListId>)> {
    let mut found = Vec::new();
    let mut rest = vec![(expr, stack.to_vec())];
    while let Some((expr, stack)) = rest.pop() {
        for (part, inner) in parts(expr, &stack) {
            if inner.len() > stack.len() {
                found.push((part, inner));
            } else {
                rest.push((part, inner));
            }
        }
    }
    found
}

fn at_depth(stack: &[ListId], depth: u32) -> Option<ListId> {
    let depth = usize::try_from(depth).ok()?;
    stack.iter().rev().nth(depth).copied()
}

fn outer_list(call: &Call, list: ListId) -> Option<ListId> {
    let lists = (0..).map(ListId).zip(&call.lists);
    let mut holders =
        lists.filter(|(_, it)| it.fields.iter().any(|it| it.kind == Type::List(list)));
    holders.next().map(|(id, _)| id)
}
