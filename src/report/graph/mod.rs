//! What depends on what in a call: facts, definitions, requirements, documents, criteria, weights,
//! ranking, envelope.

mod dot;
mod json;
mod mermaid;
mod svg;

use std::collections::{BTreeMap, BTreeSet};

use crate::call::{Call, Criterion, CriterionId, Expr, ExprKind, Method, PoolShares, Type};
use crate::text::{Language, Text};

pub use dot::graph_dot;
pub use json::graph_json;
pub use mermaid::graph_mermaid;
pub use svg::graph_svg;

/// What stands at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// A fact.
    Fact,
    /// An imported table.
    Table,
    /// A parameter.
    Parameter,
    /// A definition.
    Definition,
    /// A requirement.
    Requirement,
    /// A document to prepare.
    Document,
    /// A criterion of the grid.
    Criterion,
    /// An equity weight.
    Weight,
    /// The ranking.
    Ranking,
    /// The envelope.
    Envelope,
}

/// One thing of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its name: `applicant.form`.
    pub name: String,
    /// Its title, where it has one.
    pub title: Option<Text>,
}

/// What depends on what. Edges lead from what is used to what uses it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// The nodes: facts, tables, parameters and definitions, requirements, documents, criteria, weights,
    /// ranking, envelope, each in the order written.
    pub nodes: Vec<Node>,
    /// Pairs of places in `nodes`, in their order, none twice.
    pub edges: BTreeSet<(usize, usize)>,
}

/// Returns what depends on what in `call`.
///
/// ```
/// use bando::{call::Call, report};
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// assert!(report::graph(&call).nodes.is_empty());
/// ```
pub fn graph(call: &Call) -> Graph {
    let mut builder = Builder {
        call,
        graph: Graph::default(),
        places: BTreeMap::new(),
    };
    builder.nodes();
    builder.edges();
    builder.graph
}

impl Graph {
    /// Keeps what the thing called `name` depends on, however far, and what depends on it; `None`
    /// where nothing has this name.
    pub fn around(&self, name: &str) -> Option<Self> {
        let of_this_name = (0..self.nodes.len())
            .filter(|place| self.nodes.get(*place).is_some_and(|node| node.name == name));
        let start: BTreeSet<usize> = of_this_name.collect();
        if start.is_empty() {
            return None;
        }
        let used = self.reached(&start, |(from, to)| (to, from));
        let users = self.reached(&start, |edge| edge);
        let kept: Vec<usize> = used.union(&users).copied().collect();
        let new: BTreeMap<usize, usize> = kept.iter().copied().zip(0..).collect();
        Some(Self {
            nodes: kept
                .iter()
                .filter_map(|place| self.nodes.get(*place).cloned())
                .collect(),
            edges: self
                .edges
                .iter()
                .filter_map(|(from, to)| Some((*new.get(from)?, *new.get(to)?)))
                .collect(),
        })
    }

    fn reached(
        &self,
        start: &BTreeSet<usize>,
        along: impl Fn((usize, usize)) -> (usize, usize),
    ) -> BTreeSet<usize> {
        let mut reached = start.clone();
        let mut rest: Vec<usize> = start.iter().copied().collect();
        while let Some(place) = rest.pop() {
            for edge in &self.edges {
                let (from, to) = along(*edge);
                if from == place && reached.insert(to) {
                    rest.push(to);
                }
            }
        }
        reached
    }
}

impl NodeKind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: &'static [Self] = &[
        Self::Fact,
        Self::Table,
        Self::Parameter,
        Self::Definition,
        Self::Requirement,
        Self::Document,
        Self::Criterion,
        Self::Weight,
        Self::Ranking,
        Self::Envelope,
    ];

    /// Returns what people call it.
    pub fn word(self) -> Text {
        match self {
            Self::Fact => Text::new("fatto", "fact"),
            Self::Table => Text::new("tabella", "table"),
            Self::Parameter => Text::new("parametro", "parameter"),
            Self::Definition => Text::new("definizione", "definition"),
            Self::Requirement => Text::new("requisito", "requirement"),
            Self::Document => Text::new("documento", "document"),
            Self::Criterion => Text::new("criterio", "criterion"),
            Self::Weight => Text::new("peso", "weight"),
            Self::Ranking => Text::new("graduatoria", "ranking"),
            Self::Envelope => Text::new("dotazione", "envelope"),
        }
    }

    /// Returns the colour behind it: light enough for black text.
    fn colour(self) -> &'static str {
        match self {
            Self::Fact => "#e8f1fb",
            Self::Table => "#e6f4ea",
            Self::Parameter => "#fff4d6",
            Self::Definition => "#f3f3f3",
            Self::Requirement => "#fde7e3",
            Self::Document => "#eef0d5",
            Self::Criterion => "#efe6fa",
            Self::Weight => "#fbeef6",
            Self::Ranking | Self::Envelope => "#dff3f4",
        }
    }
}

impl Node {
    /// Returns the lines that people read: the name, then the title.
    fn lines(&self, language: Language) -> Vec<String> {
        let name = match self.kind {
            NodeKind::Ranking | NodeKind::Envelope => self.kind.word().get(language).to_owned(),
            _ => self.name.clone(),
        };
        let title = self.title.as_ref().map(|it| it.get(language).to_owned());
        [Some(name), title].into_iter().flatten().collect()
    }
}

/// Nodes are told apart by kind and place: a requirement may be called like a fact, and versions
/// of a requirement share a name.
type Place = (NodeKind, usize);

struct Builder<'a> {
    call: &'a Call,
    graph: Graph,
    places: BTreeMap<Place, usize>,
}

impl<'a> Builder<'a> {
    fn nodes(&mut self) {
        let call = self.call;
        for (index, fact) in call.facts.iter().enumerate() {
            self.node(NodeKind::Fact, index, &fact.name, None);
        }
        for (index, table) in call.tables.iter().enumerate() {
            self.node(NodeKind::Table, index, &table.name, None);
        }
        for (index, definition) in call.definitions.iter().enumerate() {
            self.node(kind_of(definition.parameter), index, &definition.name, None);
        }
        for (index, requirement) in call.requirements.iter().enumerate() {
            let title = Some(&requirement.title);
            self.node(NodeKind::Requirement, index, &requirement.name, title);
        }
        for (index, document) in call.documents.iter().enumerate() {
            let title = Some(&document.title);
            self.node(NodeKind::Document, index, &document.name, title);
        }
        for (index, criterion) in self.criteria().iter().enumerate() {
            let title = Some(&criterion.title);
            self.node(NodeKind::Criterion, index, &criterion.name, title);
        }
        for (index, weight) in call.weights.iter().enumerate() {
            self.node(NodeKind::Weight, index, &weight.name, None);
        }
        if call.ranking.is_some() {
            self.node(NodeKind::Ranking, 0, "ranking", None);
        }
        if call.envelope.is_some() {
            self.node(NodeKind::Envelope, 0, "envelope", None);
        }
    }

    fn node(&mut self, kind: NodeKind, index: usize, name: &str, title: Option<&Text>) {
        self.places.insert((kind, index), self.graph.nodes.len());
        self.graph.nodes.push(Node {
            kind,
            name: name.to_owned(),
            title: title.cloned(),
        });
    }

    fn criteria(&self) -> &'a [Criterion] {
        self.call.grid.as_ref().map_or(&[], |grid| &grid.criteria)
    }

    fn edges(&mut self) {
        let call = self.call;
        for (index, table) in call.tables.iter().enumerate() {
            if let Some(derivation) = &table.derivation {
                let from = (NodeKind::Table, derivation.from.index());
                self.edge(from, (NodeKind::Table, index));
            }
        }
        for (index, weight) in call.weights.iter().enumerate() {
            let table = (NodeKind::Table, weight.table.index());
            self.edge(table, (NodeKind::Weight, index));
        }
        for (index, fact) in call.facts.iter().enumerate() {
            let user = (NodeKind::Fact, index);
            self.uses(user, fact.when.as_ref());
            if let Type::Row(table) = fact.kind {
                self.edge((NodeKind::Table, table.index()), user);
            }
            if let Type::List(list) = fact.kind {
                let fields = call.lists.get(list.index()).map(|it| &it.fields);
                for field in fields.into_iter().flatten() {
                    if let Type::Row(table) = field.kind {
                        self.edge((NodeKind::Table, table.index()), user);
                    }
                }
            }
        }
        for (index, definition) in call.definitions.iter().enumerate() {
            self.uses((kind_of(definition.parameter), index), [&definition.value]);
        }
        for (index, requirement) in call.requirements.iter().enumerate() {
            let user = (NodeKind::Requirement, index);
            self.uses(user, requirement.applies_when.as_ref());
            self.uses(user, [&requirement.require]);
        }
        for (index, document) in call.documents.iter().enumerate() {
            self.uses((NodeKind::Document, index), document.when.as_ref());
        }
        for (index, criterion) in self.criteria().iter().enumerate() {
            let user = (NodeKind::Criterion, index);
            if let Method::Formula(formula) = &criterion.method {
                self.uses(user, [formula]);
            }
            if let Some(CriterionId(parent)) = criterion.parent {
                self.edge(user, (NodeKind::Criterion, parent as usize));
            }
        }
        if let Some(ranking) = &call.ranking {
            let user = (NodeKind::Ranking, 0);
            self.uses(user, ranking.order_by.iter().map(|key| &key.value));
            self.uses(user, ranking.group_by.as_ref());
        }
        if let Some(envelope) = &call.envelope {
            let user = (NodeKind::Envelope, 0);
            self.uses(user, envelope.over_proposals());
            self.uses(user, envelope.amounts());
            self.edge((NodeKind::Ranking, 0), user);
            if let Some(PoolShares::Weight(name)) = envelope.pools.as_ref().map(|it| &it.shares)
                && let Some(index) = call.weights.iter().position(|it| it.name == *name)
            {
                self.edge((NodeKind::Weight, index), user);
            }
        }
    }

    fn uses(&mut self, user: Place, exprs: impl IntoIterator<Item = &'a Expr>) {
        let mut found = Vec::new();
        let mut rest: Vec<&'a Expr> = exprs.into_iter().collect();
        while let Some(expr) = rest.pop() {
            rest.extend(expr.parts());
            match &expr.kind {
                ExprKind::Fact(id) => found.push((NodeKind::Fact, id.index())),
                ExprKind::Definition(id) => {
                    let definition = self.call.definitions.get(id.index());
                    let parameter = definition.is_some_and(|it| it.parameter);
                    found.push((kind_of(parameter), id.index()));
                }
                ExprKind::Received(id) => {
                    let received = self.call.received.get(id.0 as usize);
                    if let Some(received) = received {
                        rest.extend(&received.same);
                        rest.extend(received.sum.iter().chain(&received.condition));
                    }
                }
                ExprKind::OverAdmitted(id) => {
                    let value = self.call.over_admitted.get(id.0 as usize);
                    if let Some(value) = value {
                        rest.extend(value.value.iter().chain(&value.condition));
                    }
                }
                ExprKind::Points(Some(id)) => found.push((NodeKind::Criterion, id.index())),
                ExprKind::Points(None) => {
                    let criteria = self.criteria().iter().enumerate();
                    let outermost = criteria.filter(|(_, it)| it.parent.is_none());
                    found.extend(outermost.map(|(index, _)| (NodeKind::Criterion, index)));
                }
                _ => {}
            }
        }
        for place in found {
            self.edge(place, user);
        }
    }

    fn edge(&mut self, from: Place, to: Place) {
        if let (Some(from), Some(to)) = (self.places.get(&from), self.places.get(&to))
            && from != to
        {
            self.graph.edges.insert((*from, *to));
        }
    }
}

fn kind_of(parameter: bool) -> NodeKind {
    if parameter {
        NodeKind::Parameter
    } else {
        NodeKind::Definition
    }
}
