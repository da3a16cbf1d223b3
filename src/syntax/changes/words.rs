//! Operators, quantifiers and orders, each replaced by its neighbour.

use super::super::grammar::{Part, Rule};
use super::super::names;
use super::{SmallChange, Walk};

/// Returns the changes of the words and signs of a part.
pub(super) fn changes(walk: &Walk<'_>, part: Part) -> Vec<SmallChange> {
    let replaced = |after: &str| vec![walk.change(part.start, part.end, after)];
    let word = |rule| names::keyword(rule, walk.keywords).unwrap_or_default();
    match part.rule {
        Rule::comparator => replaced(neighbour(walk.text(part.start, part.end))),
        Rule::plus => replaced("-"),
        Rule::minus => replaced("+"),
        Rule::times => replaced("/"),
        Rule::divide => replaced("*"),
        Rule::yes if walk.parent_is(Rule::value) => replaced(word(Rule::kw_no)),
        Rule::no if walk.parent_is(Rule::value) => replaced(word(Rule::kw_yes)),
        Rule::negation => without_first(walk, part, Rule::kw_not),
        Rule::in_members => match walk.inside(part).first() {
            Some(first) if first.rule == Rule::kw_not => without_first(walk, part, Rule::kw_not),
            Some(first) => {
                let after = format!("{} {}", word(Rule::kw_not), word(Rule::kw_in));
                vec![walk.change(first.start, first.end, after)]
            }
            None => Vec::new(),
        },
        Rule::has_members => has_members(walk, part),
        Rule::before_premiums | Rule::unrounded => replaced(""),
        Rule::give | Rule::pass_over => replaced(word(Rule::kw_stop)),
        Rule::stop => replaced(&format!("{} {}", word(Rule::kw_pass), word(Rule::kw_over))),
        Rule::direction => direction(walk, part).into_iter().collect(),
        _ => other_word(walk, part).map_or_else(Vec::new, |rule| replaced(word(rule))),
    }
}

/// Returns the keyword that stands for the neighbour of this one, where it stands.
fn other_word(walk: &Walk<'_>, part: Part) -> Option<Rule> {
    let parent = walk.parent()?.rule;
    Some(match (parent, part.rule) {
        (Rule::conjunction, Rule::kw_and) => Rule::kw_or,
        (Rule::expression, Rule::kw_or) => Rule::kw_and,
        (Rule::is_variant, Rule::kw_is) => Rule::kw_is_not,
        (Rule::is_variant, Rule::kw_is_not) => Rule::kw_is,
        (Rule::does_not_have, Rule::kw_does_not_have) => Rule::kw_has,
        (Rule::any_of, Rule::kw_any) => Rule::kw_none,
        (Rule::any_of, Rule::kw_none) | (Rule::all_of, Rule::kw_each) => Rule::kw_any,
        (Rule::number_of, Rule::kw_at_least) => Rule::kw_at_most,
        (Rule::number_of, Rule::kw_at_most) => Rule::kw_at_least,
        (Rule::extreme_of, Rule::kw_least) => Rule::kw_greatest,
        (Rule::extreme_of, Rule::kw_greatest) => Rule::kw_least,
        (Rule::panel | Rule::mean_of, Rule::kw_mean) => Rule::kw_median,
        (Rule::panel | Rule::median_of, Rule::kw_median) => Rule::kw_mean,
        (Rule::order_key, Rule::kw_ascending) => Rule::kw_descending,
        (Rule::order_key, Rule::kw_descending) => Rule::kw_ascending,
        _ => return None,
    })
}

/// Returns the comparison that differs from this one in the bound itself, or is its contrary.
fn neighbour(comparator: &str) -> &'static str {
    match comparator {
        "=" => "!=",
        "!=" => "=",
        "<" => "<=",
        "<=" => "<",
        ">" => ">=",
        _ => ">",
    }
}

/// Takes away the first word of a part, if it is this one.
fn without_first(walk: &Walk<'_>, part: Part, unwanted: Rule) -> Vec<SmallChange> {
    let inside = walk.inside(part);
    match inside.as_slice() {
        [first, second, ..] if first.rule == unwanted => {
            let kept = walk.text(second.start, part.end);
            vec![walk.change(first.start, part.end, kept)]
        }
        _ => Vec::new(),
    }
}

/// `has any of { … }`, `has all of { … }`, `has none of { … }`, `has ets`
fn has_members(walk: &Walk<'_>, part: Part) -> Vec<SmallChange> {
    let word = |rule| names::keyword(rule, walk.keywords).unwrap_or_default();
    let inside = walk.inside(part);
    let [first, second, ..] = inside.as_slice() else {
        return Vec::new();
    };
    let has = |quantifier| format!("{} {}", word(Rule::kw_has), word(quantifier));
    match (first.rule, second.rule) {
        (Rule::kw_has_none, _) => {
            vec![walk.change(first.start, first.end, has(Rule::kw_any))]
        }
        // Of one member any is as good as all.
        (Rule::kw_has, Rule::kw_any | Rule::kw_each) if is_of_one(walk, part) => Vec::new(),
        (Rule::kw_has, Rule::kw_any) => {
            vec![walk.change(second.start, second.end, word(Rule::kw_each))]
        }
        (Rule::kw_has, Rule::kw_each) => {
            vec![walk.change(second.start, second.end, word(Rule::kw_any))]
        }
        (Rule::kw_has, _) => {
            let other = word(Rule::kw_does_not_have);
            vec![walk.change(first.start, first.end, other)]
        }
        _ => Vec::new(),
    }
}

fn is_of_one(walk: &Walk<'_>, part: Part) -> bool {
    let parts = walk.block.parts.iter();
    let within = parts.filter(|it| it.start >= part.start && it.end <= part.end);
    let names = within.clone().filter(|it| it.rule == Rule::name).count();
    let braces = within.filter(|it| it.rule == Rule::brace_open).count();
    names == 1 && braces == 1
}

/// `up`, `down`, `half up`
fn direction(walk: &Walk<'_>, part: Part) -> Option<SmallChange> {
    let word = |rule| names::keyword(rule, walk.keywords).unwrap_or_default();
    let inside = walk.inside(part);
    let other = match inside.first()?.rule {
        Rule::kw_up | Rule::kw_half => Rule::kw_down,
        _ => Rule::kw_up,
    };
    Some(walk.change(part.start, part.end, word(other)))
}
