//! Why a requirement is not met that no answer still open, and nothing found later, can meet.

use super::domain::case;
use super::ends::{bends, ends};
use super::question::Question;
use super::round::Round;
use crate::assessment::{
    Case, Finding, Judged, Judgement, Shortfall, UNKNOWN, Unknown, judge_in_full, words_if_unmet,
};
use crate::call::{Call, RequirementId, Type};
use crate::facts::Proposal;
use crate::text::Text;
use crate::value::{RowId, Value, VariantId};

/// So many cases are looked at; where there are more, no limit is told.
const MOST_CASES: usize = 64;

/// Returns what is told of a requirement that is not met whatever is answered or found: where the
/// cases differ, what is said in the most favourable.
pub(super) fn refusal(round: &Round<'_>, judged: &Judged) -> Finding {
    let call = round.precheck.call();
    let requirement = judged.finding.requirement;
    let mut search = Cases {
        call,
        requirement,
        proposal: round.proposal.clone(),
        found: Vec::new(),
        all: true,
        at_ends: false,
    };
    search.look();
    let mut finding = Finding {
        judgement: Judgement::Unmet,
        unknown: Unknown::default(),
        ..judged.finding.clone()
    };
    let words = words_if_unmet(case(call, &round.proposal), requirement);
    let words = words.as_ref().map(without_gaps);
    (finding.message, finding.shortfalls) = told(search, words);
    finding
}

/// What is said in one case.
type Told = (Option<Text>, Vec<Shortfall>);

/// Returns a message in which what is not known is left open, and that this makes no difference is said.
fn without_gaps(message: &Text) -> Text {
    let said = |words: &str, gap, whatever| {
        if words.contains(gap) {
            format!("{} ({whatever})", words.replace(gap, "…"))
        } else {
            words.to_owned()
        }
    };
    Text {
        it: said(
            &message.it,
            UNKNOWN.0,
            "dipende da ciò che non è ancora noto, ma non è soddisfatto in nessun caso",
        ),
        en: message.en.as_ref().map(|en| {
            said(
                en,
                UNKNOWN.1,
                "it depends on what is not known yet, but is met in no case",
            )
        }),
    }
}

/// Returns what may be said of all cases; `words` have gaps where these differ.
fn told(cases: Cases<'_>, words: Option<Text>) -> Told {
    let Cases {
        found,
        all,
        at_ends,
        ..
    } = cases;
    let Some(first) = found.first().filter(|_| all) else {
        return (words, Vec::new());
    };
    if !at_ends && found.iter().all(|it| alike(it, first)) {
        return first.clone();
    }
    match mildest(&found) {
        Some((Some(message), shortfalls)) => (Some(at_best(message)), shortfalls.clone()),
        _ => (words, Vec::new()),
    }
}

/// Tells whether the same is said in two cases, wherever in the rules that is written.
fn alike((message, shortfalls): &Told, (other, others): &Told) -> bool {
    let limit = |it: &Shortfall| (it.value.clone(), it.comparison, it.limit.clone());
    let limits = shortfalls.iter().map(limit);
    message == other && limits.eq(others.iter().map(limit))
}

/// Returns what is said in the most favourable case: that with the smallest distance from the limit,
/// where there is but one limit in each, and nothing else is compared.
fn mildest(found: &[Told]) -> Option<&Told> {
    let mut mildest: Option<(&Told, &Shortfall)> = None;
    for told in found {
        let [shortfall] = told.1.as_slice() else {
            return None;
        };
        let distance = shortfall.distance?;
        if let Some((_, other)) = mildest {
            if other.comparison != shortfall.comparison || other.ty != shortfall.ty {
                return None;
            }
            if other.distance.is_some_and(|it| it <= distance) {
                continue;
            }
        }
        mildest = Some((told, shortfall));
    }
    mildest.map(|(told, _)| told)
}

fn at_best(message: &Text) -> Text {
    Text {
        it: format!("Nel caso più favorevole: {}", message.it),
        en: message
            .en
            .as_ref()
            .map(|en| format!("In the most favourable case: {en}")),
    }
}

/// The ways of answering what a requirement waits for.
struct Cases<'c> {
    call: &'c Call,
    requirement: RequirementId,
    proposal: Proposal,
    /// What is said in each.
    found: Vec<Told>,
    /// Whether these are all.
    all: bool,
    /// Whether of some number only the ends were looked at, one of which is the most favourable.
    at_ends: bool,
}

impl Cases<'_> {
    fn look(&mut self) {
        let judged = judge_in_full(self.case(), self.requirement);
        let Some(judged) = judged.filter(|_| self.found.len() < MOST_CASES) else {
            self.all = false;
            return;
        };
        if judged.finding.judgement == Judgement::Unmet {
            let Finding {
                message,
                shortfalls,
                ..
            } = judged.finding;
            self.found.push((message, shortfalls));
            return;
        }
        let Some((question, values, at_ends)) = self.next(judged.unknown()) else {
            self.all = false;
            return;
        };
        self.at_ends |= at_ends;
        for value in values {
            if !self.all {
                break;
            }
            question.put(&mut self.proposal.facts, Some(value));
            self.look();
        }
        question.put(&mut self.proposal.facts, None);
    }

    /// Returns what to look at next, with its values, and whether these are only some of them: what
    /// has few before the numbers.
    fn next(&self, unknown: &Unknown) -> Option<(Question, Vec<Value>, bool)> {
        let waits = unknown.waits_for.iter();
        let waits = waits.map(|name| Question::named(self.call, name));
        let waits: Vec<Question> = waits.collect::<Option<_>>()?;
        let few = waits.iter().find_map(|question| {
            let values = every(self.call, question.kind(self.call)?)?;
            Some((question.clone(), values, false))
        });
        if few.is_some() {
            return few;
        }
        let requirement = self.call.requirements.get(self.requirement.index())?;
        let found = waits.first()?;
        let values = ends(self.case(), requirement, found).or_else(|| match waits.as_slice() {
            [only] => bends(self.case(), self.requirement, requirement, only),
            _ => None,
        })?;
        Some((found.clone(), values, true))
    }

    fn case(&self) -> Case<'_> {
        case(self.call, &self.proposal)
    }
}

/// Returns every value of a type, where they are few.
fn every(call: &Call, kind: Type) -> Option<Vec<Value>> {
    let values: Vec<Value> = match kind {
        Type::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
        Type::Enum(id) => {
            let variants = &call.enums.get(id.index())?.variants;
            let ids = (0..).map(VariantId).take(variants.len());
            ids.map(Value::Variant).collect()
        }
        Type::Row(id) => {
            let rows = call.tables.get(id.index())?.rows.len();
            (0..).map(RowId).take(rows).map(Value::Row).collect()
        }
        _ => return None,
    };
    (values.len() <= MOST_CASES).then_some(values)
}
