//! The search: a formula is taken apart until one box is left that nothing forbids.

use std::collections::BTreeMap;

use super::domain::Domain;
use super::example::example;
use super::formula::Formula;
use super::variables::Variables;
use crate::call::Expr;
use crate::value::Value;

/// More boxes than this are not looked at.
const MOST_BOXES: usize = 20_000;

/// More steps than this are not taken.
const MOST_STEPS: usize = 1_000_000;

/// What a search has found.
#[derive(Clone, Debug)]
pub(in crate::analysis) enum Outcome {
    /// These facts, and fields of items, make it hold.
    Example(Vec<(Expr, Value)>),
    /// Nothing does.
    None,
    /// It cannot be told.
    Undecided,
}

/// Looks for values by which all `formulas` hold.
pub(super) fn search(variables: &Variables<'_>, formulas: Vec<Formula>) -> Outcome {
    let whole = Formula::all(formulas);
    let mut search = Search {
        variables,
        steps: 0,
        undecided: false,
    };
    let mut first = Region::default();
    let mut regions = Vec::new();
    if search.assume(&mut first, &whole) {
        regions.push(first);
    }
    let mut boxes: usize = 0;
    while let Some(mut region) = regions.pop() {
        boxes = boxes.saturating_add(1);
        if boxes > MOST_BOXES || search.steps > MOST_STEPS {
            return Outcome::Undecided;
        }
        if !search.settle(&mut region) {
            continue;
        }
        // Where it is known already that it cannot be told, only an example changes that.
        if search.undecided && !search.is_plain(&region) {
            continue;
        }
        let Some(options) = Search::narrowest(&mut region) else {
            match example(variables, &region.domains).filter(|_| !region.perhaps) {
                Some(values) => return Outcome::Example(values),
                None => search.undecided = true,
            }
            continue;
        };
        let mut narrower = search.split(&region, options);
        narrower.reverse();
        regions.extend(narrower);
    }
    if search.undecided {
        Outcome::Undecided
    } else {
        Outcome::None
    }
}

/// Part of all that could be, and what must still hold in it.
#[derive(Clone, Debug, Default)]
struct Region<'f> {
    /// What each variable can be, of those that matter.
    domains: BTreeMap<usize, Domain>,
    /// Whether something must hold that is not looked into.
    perhaps: bool,
    /// Of each of these, one must hold.
    open: Vec<&'f [Formula]>,
}

struct Search<'v, 'c> {
    variables: &'v Variables<'c>,
    steps: usize,
    undecided: bool,
}

impl Search<'_, '_> {
    /// Adds what must hold; tells whether that still may be.
    fn assume<'f>(&mut self, region: &mut Region<'f>, formula: &'f Formula) -> bool {
        let mut rest = vec![formula];
        while let Some(formula) = rest.pop() {
            match formula {
                Formula::Holds => {}
                Formula::Fails => return false,
                Formula::Perhaps => region.perhaps = true,
                Formula::Within(variable, domain) => {
                    if !self.narrow(region, *variable, domain) {
                        return false;
                    }
                }
                Formula::All(parts) => rest.extend(parts),
                Formula::Any(options) => region.open.push(options),
            }
        }
        true
    }

    fn narrow(&mut self, region: &mut Region<'_>, variable: usize, domain: &Domain) -> bool {
        self.steps = self.steps.saturating_add(domain.weight());
        let both = match region.domains.get(&variable) {
            Some(before) => before.and(domain),
            None => domain.clone(),
        };
        let possible = !both.is_empty();
        region.domains.insert(variable, both);
        possible
    }

    /// Takes in what follows already; tells whether all may still hold.
    fn settle(&mut self, region: &mut Region<'_>) -> bool {
        loop {
            let mut changed = false;
            for options in std::mem::take(&mut region.open) {
                if options.iter().any(|it| self.follows(region, it)) {
                    continue;
                }
                let mut possible = options.iter().filter(|it| self.may_hold(region, it));
                match (possible.next(), possible.next()) {
                    (None, _) => return false,
                    (Some(only), None) => {
                        changed = true;
                        if !self.assume(region, only) {
                            return false;
                        }
                    }
                    _ => region.open.push(options),
                }
            }
            if !changed {
                return true;
            }
            if self.steps > MOST_STEPS {
                return true;
            }
        }
    }

    /// Tells whether a formula is seen to hold in all of a region.
    fn follows(&mut self, region: &Region<'_>, formula: &Formula) -> bool {
        match formula {
            Formula::Holds => true,
            Formula::Within(variable, domain) => {
                self.steps = self.steps.saturating_add(domain.weight());
                let known = region.domains.get(variable);
                known.is_some_and(|known| domain.covers(known))
            }
            Formula::All(parts) => parts.iter().all(|part| self.follows(region, part)),
            Formula::Fails | Formula::Perhaps | Formula::Any(_) => false,
        }
    }

    /// Tells whether a formula is not seen to fail in all of a region.
    fn may_hold(&mut self, region: &Region<'_>, formula: &Formula) -> bool {
        match formula {
            Formula::Fails => false,
            Formula::Within(variable, domain) => {
                self.steps = self.steps.saturating_add(domain.weight());
                let known = region.domains.get(variable);
                known.is_none_or(|known| !known.and(domain).is_empty())
            }
            Formula::All(parts) => parts.iter().all(|part| self.may_hold(region, part)),
            Formula::Holds | Formula::Perhaps | Formula::Any(_) => true,
        }
    }

    /// Takes out the choice with the fewest options.
    fn narrowest<'f>(region: &mut Region<'f>) -> Option<&'f [Formula]> {
        let (place, _) = region
            .open
            .iter()
            .enumerate()
            .min_by_key(|(_, options)| options.len())?;
        Some(region.open.remove(place))
    }

    /// Returns one region for each option; of those before it that are plain, none holds there.
    fn split<'f>(&mut self, region: &Region<'f>, options: &'f [Formula]) -> Vec<Region<'f>> {
        let mut regions = Vec::new();
        let mut rest = region.clone();
        for option in options {
            let mut chosen = rest.clone();
            if self.assume(&mut chosen, option) {
                regions.push(chosen);
            }
            if let Formula::Within(variable, domain) = option
                && let Some(left) = self.without(*variable, domain)
                && !self.narrow(&mut rest, *variable, &left)
            {
                break;
            }
        }
        regions
    }

    fn without(&self, variable: usize, domain: &Domain) -> Option<Domain> {
        let universe = &self.variables.all.get(variable)?.universe;
        domain.left_of(universe)
    }

    /// Tells whether a region rests on nothing but facts.
    fn is_plain(&self, region: &Region<'_>) -> bool {
        !region.perhaps
            && region
                .domains
                .keys()
                .all(|variable| self.variables.is_stated(*variable))
    }
}
