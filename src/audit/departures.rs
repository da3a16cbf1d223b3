//! Where a published list is not what the rules give, and by how much.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::choose;
use super::claims::Claim;
use super::reading::{Claimed, Row, Said};
use super::scope::{Scope, plural};
use crate::call::{Call, Type, show, visible};
use crate::engine::{Outcome, ProposalOutcome, money_text};
use crate::number::{Fraction, Money};
use crate::report::{outcome_code, outcome_of_code};
use crate::scoring::Score;
use crate::text::{Language, Text};
use crate::value::Value;

/// Something in which a published list departs from the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The proposal's id.
    pub proposal: String,
    /// The line of the list; `None` where the list does not name the proposal.
    pub line: Option<u64>,
    /// The column, where one is concerned.
    pub column: Option<String>,
    /// What the column claims.
    pub claim: Option<Claim>,
    /// What is published more than the rules give, less than nought where it is less: places,
    /// points or euro.
    pub difference: Option<Fraction>,
    /// All of it, for people.
    pub message: Text,
}

/// Compares every row with the outcome; `known` are the places of the proposals by their ids.
pub(super) fn departures(
    call: &Call,
    outcome: &Outcome,
    known: &BTreeMap<&str, usize>,
    (scope, rows): (Scope, &[Row]),
) -> Vec<Departure> {
    let mut found = Vec::new();
    let mut named = BTreeSet::new();
    for row in rows {
        let Some(place) = known.get(row.id.as_str()) else {
            found.push(whole(row, NOT_RECEIVED));
            continue;
        };
        if !named.insert(row.id.as_str()) && !scope.has_reasons() {
            found.push(whole(row, TWICE));
            continue;
        }
        let Some(ours) = outcome.proposals.get(*place) else {
            continue;
        };
        let rules = Rules {
            call,
            ours,
            score: outcome.scores.get(*place).and_then(Option::as_ref),
        };
        let each = row.claims.iter();
        let mut departures: Vec<_> = each.filter_map(|it| rules.departure(row, it)).collect();
        // Where a cell says it already, it is not told twice.
        let is_told = departures.iter().any(|it| {
            let claim = it.claim.as_ref();
            claim.is_some_and(|it| matches!(it, Claim::Outcome | Claim::Award | Claim::Is(_)))
        });
        if scope.is_exact() && !ours.is(scope.of) && !is_told {
            departures.push(rules.out_of_place(row, scope));
        }
        found.extend(departures);
    }
    let missing = outcome.proposals.iter();
    let missing = missing.filter(|it| it.is(scope.of) && !named.contains(it.id.as_str()));
    found.extend(missing.map(|it| Departure {
        proposal: it.id.clone(),
        line: None,
        column: None,
        claim: None,
        difference: None,
        message: sentence(&it.id, None, MISSING),
    }));
    found.sort_by(|a, b| (&a.proposal, a.line).cmp(&(&b.proposal, b.line)));
    found
}

const NOT_RECEIVED: (&str, &str) = (
    "è nell'elenco, ma non fra le proposte",
    "is in the list, but not among the proposals",
);
const TWICE: (&str, &str) = (
    "sta due volte nell'elenco",
    "stands in the list more than once",
);
const MISSING: (&str, &str) = (
    "manca dall'elenco, e secondo le regole vi sta",
    "is missing from the list, where the rules put it",
);

fn whole(row: &Row, words: (&str, &str)) -> Departure {
    Departure {
        proposal: row.id.clone(),
        line: Some(row.line),
        column: None,
        claim: None,
        difference: None,
        message: sentence(&row.id, Some(row.line), words),
    }
}

fn sentence(id: &str, line: Option<u64>, words: (&str, &str)) -> Text {
    let id = visible(id);
    let (it, en) = match line {
        Some(line) => (format!(" (riga {line})"), format!(" (line {line})")),
        None => Default::default(),
    };
    Text::new(
        format!("`{id}`{it}: {}", words.0),
        format!("`{id}`{en}: {}", words.1),
    )
}

/// What the rules give one proposal.
struct Rules<'a> {
    call: &'a Call,
    ours: &'a ProposalOutcome,
    score: Option<&'a Score>,
}

impl Rules<'_> {
    fn departure(&self, row: &Row, claimed: &Claimed) -> Option<Departure> {
        let departure = |difference, it: &str, en: &str| Departure {
            proposal: row.id.clone(),
            line: Some(row.line),
            column: Some(claimed.heading.clone()),
            claim: Some(claimed.claim.clone()),
            difference,
            message: sentence(&row.id, Some(row.line), (it, en)),
        };
        if let Said::Unclear(why) = &claimed.value {
            let heading = visible(&claimed.heading);
            let en = why.en.as_ref().unwrap_or(&why.it);
            return Some(departure(
                None,
                &format!("colonna `{heading}`: {}", why.it),
                &format!("column `{heading}`: {en}"),
            ));
        }
        let (declared, difference) = self.compare(claimed)?;
        let [it, en] = [Language::Italian, Language::English]
            .map(|language| self.words(claimed, &declared, difference, language));
        Some(departure(difference, &it, &en))
    }

    /// Says that the proposal does not belong in the list.
    fn out_of_place(&self, row: &Row, scope: Scope) -> Departure {
        let (it, en) = plural(scope.of);
        let outcome = outcome_code(self.ours.outcome);
        let [is_it, is_en] = [Language::Italian, Language::English].map(|language| {
            let mut words = outcome_of_code(outcome, language)
                .unwrap_or_default()
                .to_owned();
            if let Some(reason) = self.ours.reasons.first() {
                words.push_str("; ");
                words.push_str(reason.message.get(language));
            }
            words
        });
        let it = format!("è fra le {it}, e secondo le regole non lo è: {is_it}");
        let en = format!("is among the {en}, and by the rules it is not: {is_en}");
        whole(row, (&it, &en))
    }

    /// Returns what the rules give and how much more is published; `None` where they agree.
    fn compare(&self, claimed: &Claimed) -> Option<(Said, Option<Fraction>)> {
        let number = |declared: Option<Fraction>| {
            let declared = declared.map_or(Said::Nothing, Said::Number);
            (declared != claimed.value).then(|| {
                let difference = match (&claimed.value, &declared) {
                    (Said::Number(said), Said::Number(is)) => said.sub(*is),
                    _ => None,
                };
                (declared, difference)
            })
        };
        match &claimed.claim {
            Claim::Rank => number(self.ours.rank.map(|it| Fraction::integer(it.into()))),
            // A list need not say these of everyone.
            Claim::Score | Claim::Requested | Claim::Outcome if claimed.value == Said::Nothing => {
                None
            }
            Claim::Score => number(self.score.and_then(total)),
            Claim::Requested => number(self.ours.full.map(Money::euro)),
            Claim::Award => {
                let declared = self.ours.award.euro();
                let said = match claimed.value {
                    Said::Number(said) => said,
                    _ => Fraction::ZERO,
                };
                (said != declared).then(|| (Said::Number(declared), said.sub(declared)))
            }
            Claim::Outcome => {
                let declared = Said::Outcome(outcome_code(self.ours.outcome));
                (declared != claimed.value).then_some((declared, None))
            }
            Claim::Is(word) => {
                let declared = Said::YesNo(self.ours.is(*word));
                (declared != claimed.value).then_some((declared, None))
            }
        }
    }

    fn words(
        &self,
        claimed: &Claimed,
        declared: &Said,
        difference: Option<Fraction>,
        language: Language,
    ) -> String {
        let word = |it, en| choose(language, it, en);
        let claim = claimed.claim.text();
        let shown = |said: &Said| self.shown(&claimed.claim, said, language);
        let mut words = format!(
            "{}: {} {}, {} {}",
            claim.get(language),
            word("pubblicato", "published"),
            if claimed.value == Said::Nothing {
                "—".to_owned()
            } else {
                shown(&claimed.value)
            },
            word("secondo le regole", "by the rules"),
            shown(declared),
        );
        if let Some(difference) = difference {
            let size = difference.abs().unwrap_or(difference);
            let size = shown(&Said::Number(size));
            let by = match (&claimed.claim, difference.is_negative()) {
                (Claim::Rank, false) => format!("{} {size}", word("più in basso di", "lower by")),
                (Claim::Rank, true) => format!("{} {size}", word("più in alto di", "higher by")),
                (_, false) => format!("{size} {}", word("in più", "too much")),
                (_, true) => format!("{size} {}", word("in meno", "too little")),
            };
            let _ = write!(words, " ({by})");
        }
        // Who is left out is told why.
        if let Some(reason) = self.reason(&claimed.claim) {
            words.push_str("; ");
            words.push_str(reason.get(language));
        }
        words
    }

    fn reason(&self, claim: &Claim) -> Option<&Text> {
        let about_outcome = match claim {
            Claim::Outcome | Claim::Award | Claim::Is(_) => true,
            Claim::Rank => self.ours.rank.is_none(),
            Claim::Score | Claim::Requested => false,
        };
        let reason = self.ours.reasons.first().filter(|_| about_outcome);
        reason.map(|it| &it.message)
    }

    fn shown(&self, claim: &Claim, said: &Said, language: Language) -> String {
        let word = |it: &str, en: &str| choose(language, it, en).to_owned();
        match said {
            Said::Number(number) => match (claim, Money::from_euro(*number)) {
                (Claim::Requested | Claim::Award, Some(money)) => {
                    money_text(self.call, money, language)
                }
                _ => show(
                    &Value::Number(*number),
                    Type::Number,
                    self.call.names(),
                    language,
                ),
            },
            Said::YesNo(true) => word("sì", "yes"),
            Said::YesNo(false) => word("no", "no"),
            Said::Outcome(code) => {
                let words = outcome_of_code(code, language);
                words.unwrap_or_default().to_owned()
            }
            Said::Nothing | Said::Unclear(_) => "—".to_owned(),
        }
    }
}

fn total(score: &Score) -> Option<Fraction> {
    match score.total.known()? {
        Value::Number(number) => Some(*number),
        _ => None,
    }
}
