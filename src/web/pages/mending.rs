//! What would change the outcome, as the page of the result shows it.

use super::super::carried::Carried;
use super::super::verdict::{Judged, Verdict};
use super::check::Seen;
use crate::call::{Call, RequirementId};
use crate::engine::citation_texts;
use crate::precheck::{Changes, Verdict as Settled};
use crate::report::{depends_on, not_mended, then_depends, titles, visible};
use crate::text::Language;

/// What would change the outcome.
pub(super) enum Mending {
    /// Nothing needs to.
    NotNeeded,
    /// Whoever wants to know may ask.
    Offered,
    /// No requirement fails: it depends on what is not known.
    NothingFails {
        /// What then depends on what is not stated or found yet, in words.
        depends: Option<String>,
        /// Whether everything was looked at.
        complete: bool,
    },
    /// All of this together.
    Found {
        /// What to change.
        steps: Vec<MendingStep>,
        /// What then depends on what is not stated or found yet, in words.
        depends: Option<String>,
        /// What fails all the same, in words.
        remaining: Option<String>,
        /// Whether no smaller change can be.
        complete: bool,
    },
    /// Nothing that the applicant can change.
    Nothing {
        /// The requirements that fail, in words.
        failing: Vec<String>,
        /// Whether everything was looked at.
        complete: bool,
    },
}

pub(super) struct MendingStep {
    pub(super) words: String,
    pub(super) requirements: String,
}

/// Returns what would change the outcome, if it is `wanted`.
pub(super) fn mending(
    seen: &Seen<'_>,
    carried: &Carried,
    judged: &Judged,
    wanted: bool,
) -> Mending {
    let fails = matches!(
        judged.outlook.verdict,
        Verdict::Settled(Settled::MayNotApply | Settled::OnceRemedied | Settled::WithReservation)
    );
    if !fails {
        return Mending::NotNeeded;
    }
    if !wanted {
        return Mending::Offered;
    }
    let (call, language) = (&seen.served.call, seen.language);
    match seen.served.precheck.changes(&carried.answers) {
        Changes::NothingFails {
            to_be_stated,
            complete,
        } => Mending::NothingFails {
            depends: depends(call, &to_be_stated, depends_on(language), language),
            complete,
        },
        changes @ Changes::None { complete, .. } => {
            let failing = not_mended(call, &changes, language).into_iter();
            let failing = failing.map(|(head, titles)| visible(&format!("{head}: {titles}.")));
            Mending::Nothing {
                failing: failing.collect(),
                complete,
            }
        }
        Changes::Mend(mend) => {
            let steps = mend.changes.iter().map(|change| {
                let mends = change.mends.iter();
                let mends = mends.filter_map(|it| call.requirements.get(it.index()));
                let titles: Vec<String> = mends
                    .map(|it| {
                        let cited = citation_texts(call, &it.citations);
                        let title = it.title.get(language);
                        match cited.first() {
                            Some(first) => format!("{title}: {}", first.get(language)),
                            None => title.to_owned(),
                        }
                    })
                    .collect();
                MendingStep {
                    words: visible(change.text(call).get(language)),
                    requirements: visible(&titles.join("; ")),
                }
            });
            let remaining = mend.remaining.iter();
            let remaining = remaining.filter_map(|it| call.requirements.get(it.index()));
            let remaining: Vec<&str> = remaining.map(|it| it.title.get(language)).collect();
            Mending::Found {
                steps: steps.collect(),
                depends: depends(call, &mend.to_be_stated, then_depends(language), language),
                remaining: (!remaining.is_empty()).then(|| visible(&remaining.join("; "))),
                complete: mend.complete,
            }
        }
    }
}

/// Names the requirements that depend on what is not stated or found yet.
fn depends(call: &Call, ids: &[RequirementId], head: &str, language: Language) -> Option<String> {
    let titles = titles(call, ids, language);
    (!ids.is_empty()).then(|| visible(&format!("{head}: {titles}.")))
}
