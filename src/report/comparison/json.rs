//! A comparison as JSON, for programs.

use serde::Serialize;

use super::words::{kind_code, limit_code};
use crate::call::Call;
use crate::comparison::{Allocation, Change, Decided, End};
use crate::engine::{Comparison, Measure};
use crate::number::{Fraction, Money, Rounding};
use crate::text::Text;

/// Returns a comparison as JSON: money in euro and values as text, proposals in the order of their
/// ids, a line end at the end. Factors are rounded towards 1, so that what they promise holds.
pub fn comparison_json(call: &Call, comparison: &Comparison) -> String {
    let view = ComparisonView {
        call: &call.name,
        title: &call.title,
        diagnostic_only: Text::new(
            "la graduatoria dell'avviso resta l'unico esito valido",
            "the ranking of the call remains the only valid outcome",
        ),
        provisional_because: &comparison.provisional,
        at_the_limit: limit_code(comparison.rules.limit),
        value_is: match comparison.measure {
            Measure::Score => "score_times_award",
            Measure::FirstKey => "first_key_times_award",
            Measure::Nothing => "not_measured",
        },
        ranking: allocation(&comparison.legal, None),
        variants: comparison.variants.iter().map(variant).collect(),
        optimum: comparison.best.as_ref().map(|best| OptimumView {
            allocation: allocation(&best.allocation, Some(&best.changes)),
            proved: best.proved,
            bound: best.bound.and_then(plain),
            among: Text::new(
                "scelte in cui ognuno ha l'importo intero o niente, o la parte che ha in graduatoria: altre regole possono dare altre parti, e superare questo limite",
                "choices in which each has the whole award or nothing, or the part that the ranking gives: other rules may give other parts, and exceed this bound",
            ),
        }),
        criteria: comparison
            .criteria
            .iter()
            .map(|(id, reach)| {
                let grid = call.grid.as_ref();
                let criterion = grid.and_then(|grid| grid.criterion(*id));
                ReachView {
                    name: criterion.map(|it| it.name.as_str()),
                    down: end(&reach.down),
                    up: end(&reach.up),
                }
            })
            .collect(),
        shares: comparison
            .shares
            .iter()
            .map(|reach| ReachView {
                name: None,
                down: end(&reach.down),
                up: end(&reach.up),
            })
            .collect(),
        ties: comparison
            .ties
            .iter()
            .map(|tie| TieView {
                score: plain(tie.score),
                funded: &tie.funded,
                unfunded: &tie.unfunded,
                decided_by: match tie.decided {
                    Decided::Key(key) => {
                        let keys = call.ranking.as_ref().map(|it| &it.order_by);
                        let key = keys.and_then(|keys| keys.get(key));
                        format!("key {}", key.map_or("", |key| key.name.as_str()))
                    }
                    Decided::Lot => "lot".to_owned(),
                    Decided::Money => "money".to_owned(),
                },
            })
            .collect(),
        waiting: comparison
            .waiting
            .iter()
            .map(|close| WaitingView {
                unit: &close.unit,
                rank: close.rank,
                pool: close.pool.as_deref(),
                asked: close.full.to_plain(),
                score: close.score.and_then(plain),
                last_funded: close.line.and_then(plain),
                points_short: close.points.and_then(plain),
                euro_short: close.euro.map(Money::to_plain),
                cap: close.cap,
            })
            .collect(),
    };
    match serde_json::to_string_pretty(&view) {
        Ok(mut text) => {
            text.push('\n');
            text
        }
        Err(_) => unreachable!("the view has only texts and numbers"),
    }
}

#[derive(Serialize)]
struct ComparisonView<'a> {
    call: &'a str,
    title: &'a Text,
    diagnostic_only: Text,
    provisional_because: &'a [Text],
    at_the_limit: &'static str,
    value_is: &'static str,
    ranking: AllocationView<'a>,
    variants: Vec<VariantView<'a>>,
    optimum: Option<OptimumView<'a>>,
    criteria: Vec<ReachView<'a>>,
    shares: Vec<ReachView<'a>>,
    ties: Vec<TieView<'a>>,
    waiting: Vec<WaitingView<'a>>,
}

#[derive(Serialize)]
struct AllocationView<'a> {
    funded: usize,
    spent: String,
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<ChangeView<'a>>>,
}

#[derive(Serialize)]
struct ChangeView<'a> {
    proposal: &'a str,
    by_the_ranking: String,
    by_these_rules: String,
}

#[derive(Serialize)]
struct VariantView<'a> {
    rules: String,
    #[serde(flatten)]
    allocation: Option<AllocationView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_decided: Option<&'a Text>,
}

#[derive(Serialize)]
struct OptimumView<'a> {
    #[serde(flatten)]
    allocation: AllocationView<'a>,
    proved: bool,
    bound: Option<String>,
    /// Of which choices the bound is one.
    among: Text,
}

#[derive(Serialize)]
struct ReachView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    down: EndView<'a>,
    up: EndView<'a>,
}

/// A shift from what the rules say: `-0.15` is 15 % of the points, or 15 percentage points, less.
#[derive(Serialize)]
struct EndView<'a> {
    ends: &'static str,
    shift: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<ChangeView<'a>>>,
}

#[derive(Serialize)]
struct TieView<'a> {
    score: Option<String>,
    funded: &'a [String],
    unfunded: &'a [String],
    decided_by: String,
}

#[derive(Serialize)]
struct WaitingView<'a> {
    unit: &'a str,
    rank: u32,
    pool: Option<&'a str>,
    asked: String,
    score: Option<String>,
    last_funded: Option<String>,
    points_short: Option<String>,
    euro_short: Option<String>,
    cap: Option<usize>,
}

fn variant(variant: &crate::engine::Variant) -> VariantView<'_> {
    let result = variant.result.as_ref();
    VariantView {
        rules: kind_code(&variant.kind),
        allocation: result
            .ok()
            .map(|(given, changes)| allocation(given, Some(changes))),
        not_decided: result.err().map(|trouble| &trouble.message),
    }
}

fn allocation<'a>(given: &'a Allocation, changes: Option<&'a [Change]>) -> AllocationView<'a> {
    AllocationView {
        funded: given.awards.len(),
        spent: given.spent.to_plain(),
        value: plain(given.value),
        changes: changes.map(changed),
    }
}

fn changed(changes: &[Change]) -> Vec<ChangeView<'_>> {
    let changes = changes.iter().map(|change| ChangeView {
        proposal: &change.id,
        by_the_ranking: change.before.to_plain(),
        by_these_rules: change.after.to_plain(),
    });
    changes.collect()
}

fn end(end: &End) -> EndView<'_> {
    // Towards nought, so that nothing changes at the number that is told.
    let toward = |at: Fraction| {
        let at = at.round(6, Rounding::Down)?;
        at.to_plain(6)
    };
    match end {
        End::Never => EndView {
            ends: "never",
            shift: None,
            changes: None,
        },
        End::NotBefore(at) => EndView {
            ends: "not_before",
            shift: toward(*at),
            changes: None,
        },
        End::Changes { at, changes } => EndView {
            ends: "changes_beyond",
            shift: toward(*at),
            changes: changes.as_deref().map(changed),
        },
    }
}

fn plain(value: Fraction) -> Option<String> {
    let rounded = value.round(6, Rounding::HalfUp)?;
    rounded.to_plain(rounded.decimals()?)
}
