//! What the rules cost: the same proposals under other rules, beside the ranking that stands.

use std::collections::{BTreeMap, BTreeSet};

use super::{Frozen, Ranked, ranked, trouble};
use crate::assessment::{Evaluated, Stage};
use crate::call::{Call, CriterionId, ExprKind, PoolShares, Ranking, Weight};
use crate::comparison::{
    Allocation, Change, Closeness, Effort, End, Reach, Shift, TieAtTheLine, bound_by, changes,
    closeness, optimum, reach, search_by_steps, ties,
};
use crate::diagnostic::Diagnostic;
use crate::facts::Received;
use crate::number::Fraction;
use crate::scoring::{Marks, Score};
use crate::selection::{Candidate, Candidates, Key, Pools, Rules, Selection, decide};
use crate::territory;
use crate::text::Text;
use crate::value::{Limit, Value};

/// What is asked beside the ranking that stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Weights of the rule file, by their names, that share the envelope out instead.
    pub weights: Vec<String>,
    /// Other parts for the shares of the weight that the call uses, in their order; they make 1.
    pub parts: Option<Vec<Fraction>>,
}

/// The ranking that stands, and what other rules would have given. It is no ranking itself.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The rules of the call.
    pub rules: Rules,
    /// The ranking that stands.
    pub selection: Selection,
    /// What it gives.
    pub legal: Allocation,
    /// What measures the worth of an award.
    pub measure: Measure,
    /// The same proposals under other rules.
    pub variants: Vec<Variant>,
    /// The best that the same money could do; `None` where nothing measures worth, or a number is
    /// too large.
    pub best: Option<Best>,
    /// For each criterion, how far the factor on its points can go.
    pub criteria: Vec<(CriterionId, Reach)>,
    /// For each share of the weight, how far its part can go.
    pub shares: Vec<Reach>,
    /// Who is equal at the line.
    pub ties: Vec<TieAtTheLine>,
    /// How near each unit came that was given nothing.
    pub waiting: Vec<Closeness>,
    /// On which pool each proposal draws.
    pub pool_of: BTreeMap<String, String>,
    /// Why the ranking may still change; empty where it is final.
    pub provisional: Vec<Text>,
}

/// What measures the worth of an award: it is multiplied with the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The score.
    Score,
    /// The first key of the ranking, where the call has no grid.
    FirstKey,
    /// Nothing does.
    Nothing,
}

/// The same proposals under other rules.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Which rules.
    pub kind: VariantKind,
    /// What they give, and to whom another amount; or why they rank nobody.
    pub result: Result<(Allocation, Vec<Change>), Box<Diagnostic>>,
}

/// Other rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariantKind {
    /// Another way at the limit.
    Limit(Limit),
    /// The whole envelope as one pool.
    WithoutPools,
    /// Pools by another weight.
    Weight(String),
    /// Pools by the same weight with other parts.
    Parts(Vec<Fraction>),
}

/// The best that the same money could do, as far as it was found.
#[derive(Clone, Debug)]
pub struct Best {
    /// What it gives.
    pub allocation: Allocation,
    /// To whom another amount.
    pub changes: Vec<Change>,
    /// What no choice exceeds, in points × euro.
    pub bound: Option<Fraction>,
    /// Whether it was searched to the end.
    pub proved: bool,
}

/// Compares what the rules give with what others would; `None` where the call shares out no
/// envelope by a ranking, or a sum is too large.
///
/// # Errors
/// Those of [`super::rank`]; other weights that give no shares.
pub fn compare(
    call: &Call,
    received: &Received,
    marks: &Marks,
    frozen: Option<&Frozen>,
    stage: Stage,
    asked: &Asked,
) -> Result<Option<Comparison>, Diagnostic> {
    let round = ranked(call, received, marks, frozen, stage)?;
    let (Some(ranking), Some(selection)) = (&call.ranking, &round.selection) else {
        return Ok(None);
    };
    let candidates = round.candidates();
    let ready = Candidates::new(&candidates).map_err(|error| {
        trouble::selection(call, ranking, &candidates, &error).in_keywords_of(call.keywords)
    })?;
    let comparer = Comparer {
        call,
        ranking,
        candidates: &candidates,
        ready: &ready,
        rules: &round.rules,
        scores: worths(call, ranking, &round),
    };
    let Some(legal) = Allocation::of(selection, &comparer.scores.1) else {
        return Ok(None);
    };
    if round.rules.envelope.is_none() {
        return Ok(None);
    }
    let variants = comparer.variants(&legal, asked)?;
    let score = comparer.key_of_the_score();
    let first = comparer.first_key();
    Ok(Some(Comparison {
        measure: comparer.scores.0,
        variants,
        best: comparer.best(selection, &legal),
        criteria: comparer.criteria(&round, received),
        shares: comparer.shares(&legal),
        ties: score
            .or(first)
            .map_or_else(Vec::new, |key| ties(selection, key)),
        waiting: closeness(selection, score.or(first)),
        pool_of: comparer.pools(),
        provisional: round.provisional(call, received, &round.proposals(call, &BTreeSet::new())),
        rules: round.rules.clone(),
        selection: selection.clone(),
        legal,
    }))
}

struct Comparer<'a> {
    call: &'a Call,
    ranking: &'a Ranking,
    candidates: &'a [Candidate],
    /// The same, for the many selections that a comparison makes of them.
    ready: &'a Candidates<'a>,
    rules: &'a Rules,
    scores: (Measure, BTreeMap<String, Fraction>),
}

impl Comparer<'_> {
    fn variants(&self, legal: &Allocation, asked: &Asked) -> Result<Vec<Variant>, Diagnostic> {
        let give = Limit::Give {
            at_least: None,
            then_pass_over: false,
        };
        let mut kinds: Vec<_> = [Limit::Stop, Limit::PassOver, give]
            .into_iter()
            .filter(|limit| {
                std::mem::discriminant(limit) != std::mem::discriminant(&self.rules.limit)
            })
            .map(VariantKind::Limit)
            .collect();
        if self.rules.pools.is_some() {
            kinds.push(VariantKind::WithoutPools);
        }
        kinds.extend(asked.weights.iter().cloned().map(VariantKind::Weight));
        kinds.extend(asked.parts.clone().map(VariantKind::Parts));
        let variants = kinds.into_iter().map(|kind| {
            let rules = self.rules_of(&kind)?;
            let result = self.select(&rules).and_then(|selection| {
                let allocation = Allocation::of(&selection, &self.scores.1);
                let allocation = allocation.ok_or_else(|| self.overflow())?;
                let changes = changes(legal, &allocation);
                Ok((allocation, changes))
            });
            Ok(Variant {
                kind,
                result: result.map_err(Box::new),
            })
        });
        variants.collect()
    }

    fn rules_of(&self, kind: &VariantKind) -> Result<Rules, Diagnostic> {
        let mut rules = self.rules.clone();
        match kind {
            VariantKind::Limit(limit) => rules.limit = *limit,
            VariantKind::WithoutPools => rules.pools = None,
            VariantKind::Weight(name) => {
                if let Some(weight) = self.call.weight(name) {
                    self.share_out(&mut rules, weight)?;
                }
            }
            VariantKind::Parts(parts) => {
                if let Some(weight) = self.weight() {
                    let mut weight = weight.clone();
                    for (term, part) in weight.terms.iter_mut().zip(parts) {
                        term.part = *part;
                    }
                    self.share_out(&mut rules, &weight)?;
                }
            }
        }
        Ok(rules)
    }

    fn share_out(&self, rules: &mut Rules, weight: &Weight) -> Result<(), Diagnostic> {
        let Some((pools, envelope)) = rules.pools.as_mut().zip(rules.envelope) else {
            return Ok(());
        };
        let shares = territory::shares(self.call, weight, envelope).map_err(|error| {
            trouble::no_shares(self.call, weight.span, weight, &error)
                .in_keywords_of(self.call.keywords)
        })?;
        let shares = shares.shares.into_iter();
        *pools = Pools {
            shares: shares.map(|share| (share.part.key, share.amount)).collect(),
            leftovers: pools.leftovers,
        };
        Ok(())
    }

    fn select(&self, rules: &Rules) -> Result<Selection, Diagnostic> {
        let decision = decide(self.ready, rules);
        let selection = decision.and_then(|decision| decision.selection());
        selection.map_err(|error| {
            trouble::selection(self.call, self.ranking, self.candidates, &error)
                .in_keywords_of(self.call.keywords)
        })
    }

    fn overflow(&self) -> Diagnostic {
        let error = crate::selection::SelectionError::Overflow;
        trouble::selection(self.call, self.ranking, self.candidates, &error)
            .in_keywords_of(self.call.keywords)
    }

    fn best(&self, selection: &Selection, legal: &Allocation) -> Option<Best> {
        let (measure, scores) = &self.scores;
        if *measure == Measure::Nothing {
            return None;
        }
        let bound = bound_by(self.rules, selection, scores)?;
        let effort = Effort::for_items(bound.model.items.len());
        let found = optimum(&bound.model, &bound.start, effort)?;
        let awards = found.chosen.iter().filter_map(|it| bound.awards.get(*it));
        let allocation = Allocation::new(awards.flatten().cloned(), scores)?;
        Some(Best {
            changes: changes(legal, &allocation),
            allocation,
            bound: found.bound,
            proved: found.proved,
        })
    }

    fn criteria(&self, round: &Ranked, received: &Received) -> Vec<(CriterionId, Reach)> {
        let grid = self.call.grid.iter().flat_map(|grid| &grid.criteria);
        let Some(key) = self.key_of_the_score() else {
            return Vec::new();
        };
        let reaches = (0..).map(CriterionId).zip(grid).filter_map(|(id, _)| {
            let scores = received.proposals.iter().zip(&round.scores);
            let rates = scores.filter_map(|(proposal, score)| {
                let line = score.as_ref()?.lines.get(id.index())?;
                Some((proposal.id.clone(), number(&line.points)?))
            });
            let rates = rates.collect();
            let shift = Shift {
                key,
                rates: &rates,
                least: Fraction::integer(-1),
            };
            Some((id, reach(self.candidates, self.rules, shift)?))
        });
        reaches.collect()
    }

    /// Tells for each share of the weight how far its part can go, the others giving way in
    /// proportion.
    fn shares(&self, legal: &Allocation) -> Vec<Reach> {
        let Some(weight) = self.weight().filter(|weight| weight.terms.len() > 1) else {
            return Vec::new();
        };
        let whole_points = |part: Fraction| {
            let points = part.mul(Fraction::integer(100))?;
            points.numerator().checked_div(points.denominator())
        };
        let reaches = weight.terms.iter().enumerate().map(|(place, term)| {
            let rest = Fraction::ONE.sub(term.part)?;
            let go = |direction: i128, most: Fraction| -> Option<End> {
                let end = search_by_steps(whole_points(most)?, |shift| {
                    let part = term.part.add(shift.mul(Fraction::integer(direction))?)?;
                    self.with_part(legal, weight, place, part)
                })?;
                let turned = |at: Fraction| at.mul(Fraction::integer(direction));
                Some(match end {
                    End::Never => End::Never,
                    End::NotBefore(at) => End::NotBefore(turned(at)?),
                    End::Changes { at, changes } => End::Changes {
                        at: turned(at)?,
                        changes,
                    },
                })
            };
            Some(Reach {
                down: go(-1, term.part)?,
                up: go(1, rest)?,
            })
        });
        reaches.collect::<Option<_>>().unwrap_or_default()
    }

    /// Returns whose money changes where one share has this part and the others what is left.
    fn with_part(
        &self,
        legal: &Allocation,
        weight: &Weight,
        place: usize,
        part: Fraction,
    ) -> Option<Vec<Change>> {
        let mut weight = weight.clone();
        let before = weight.terms.get(place)?.part;
        let factor = Fraction::ONE.sub(part)?.div(Fraction::ONE.sub(before)?)?;
        for (other, term) in weight.terms.iter_mut().enumerate() {
            term.part = if other == place {
                part
            } else {
                term.part.mul(factor)?
            };
        }
        let mut rules = self.rules.clone();
        self.share_out(&mut rules, &weight).ok()?;
        let selection = self.select(&rules).ok()?;
        let allocation = Allocation::of(&selection, &self.scores.1)?;
        Some(changes(legal, &allocation))
    }

    /// Returns the weight by which the call shares the envelope out.
    fn weight(&self) -> Option<&Weight> {
        weight_of(self.call)
    }

    fn key_of_the_score(&self) -> Option<usize> {
        let mut keys = self.ranking.order_by.iter();
        keys.position(|key| key.value.kind == ExprKind::Points(None))
    }

    fn first_key(&self) -> Option<usize> {
        matches!(self.scores.0, Measure::FirstKey).then_some(0)
    }

    fn pools(&self) -> BTreeMap<String, String> {
        let candidates = self.candidates.iter();
        let pools = candidates.filter_map(|it| Some((it.id.clone(), it.pool.clone()?)));
        pools.collect()
    }
}

/// Returns the weight by which a call shares its envelope out, where it does so by one.
pub(crate) fn weight_of(call: &Call) -> Option<&Weight> {
    let pools = call.envelope.as_ref()?.pools.as_ref()?;
    match &pools.shares {
        PoolShares::Weight(name) => call.weight(name),
        PoolShares::Money(_) | PoolShares::Parts(_) => None,
    }
}

/// Returns what measures the worth of an award, and how much that is for each candidate.
fn worths(call: &Call, ranking: &Ranking, round: &Ranked) -> (Measure, BTreeMap<String, Fraction>) {
    if call.grid.is_some() {
        let scores = round.scores.iter().flatten();
        let scores = scores
            .filter_map(|score: &Score| Some((score.proposal.clone(), number(&score.total)?)));
        return (Measure::Score, scores.collect());
    }
    let first = ranking.order_by.first().filter(|key| key.descending);
    let candidates = round.candidates();
    let keys: Option<BTreeMap<String, Fraction>> = candidates
        .iter()
        .map(|candidate| match candidate.keys.first()? {
            Key::Number(number) => Some((candidate.id.clone(), *number)),
            Key::Text(_) => None,
        })
        .collect();
    match keys.filter(|_| first.is_some_and(|key| key.value.ty.is_number())) {
        Some(keys) => (Measure::FirstKey, keys),
        None => (Measure::Nothing, BTreeMap::new()),
    }
}

fn number(points: &Evaluated) -> Option<Fraction> {
    match points {
        Evaluated::Known(Value::Number(number)) => Some(*number),
        _ => None,
    }
}
