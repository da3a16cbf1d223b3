//! What would change the outcome, as the page of the result shows it.

use super::super::carried::Carried;
use super::super::verdict::{Judged, Verdict};
use super::check::Seen;
use super::money::cited;
use super::words::Words;
use crate::call::{Call, Requirement, RequirementId};
use crate::precheck::{Changes, Verdict as Settled};
use crate::report::{depends_on, not_mended, then_depends, titles};
use crate::text::{Language, Phrase};

/// What would change the outcome.
pub(super) enum Mending {
    /// Nothing needs to.
    NotNeeded,
    /// Whoever wants to know may ask.
    Offered,
    /// No requirement fails: it depends on what is not known.
    NothingFails {
        /// What then depends on what is not stated or found yet, in words.
        depends: Option<Words>,
        /// Whether everything was looked at.
        complete: bool,
    },
    /// All of this together.
    Found {
        /// What to change.
        steps: Vec<MendingStep>,
        /// What then depends on what is not stated or found yet, in words.
        depends: Option<Words>,
        /// What fails all the same, in words.
        remaining: Option<Words>,
        /// Whether no smaller change can be.
        complete: bool,
    },
    /// Nothing that the applicant can change.
    Nothing {
        /// The requirements that fail, in words.
        failing: Vec<Words>,
        /// Whether everything was looked at.
        complete: bool,
    },
}

pub(super) struct MendingStep {
    pub(super) words: Words,
    pub(super) requirements: Words,
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
            let failing = not_mended(&changes, language).into_iter();
            let failing = failing.map(|(head, ids)| named(call, head, ids, language));
            Mending::Nothing {
                failing: failing.collect(),
                complete,
            }
        }
        Changes::Mend(mend) => {
            let steps = mend.changes.iter().map(|change| MendingStep {
                words: Words::phrase(&change.phrase(call, language), call.keywords, language),
                requirements: Words::joined(
                    requirements(call, &change.mends).map(|it| {
                        let title = Words::of(&it.title, call.keywords, language);
                        let mut cited = cited(call, &it.citations, language).into_iter();
                        match cited.next() {
                            Some(first) => title.then(Words::own(": ")).then(first),
                            None => title,
                        }
                    }),
                    "; ",
                ),
            });
            let remaining = requirements(call, &mend.remaining);
            let remaining = remaining.map(|it| Words::of(&it.title, call.keywords, language));
            Mending::Found {
                steps: steps.collect(),
                depends: depends(call, &mend.to_be_stated, then_depends(language), language),
                remaining: (!mend.remaining.is_empty()).then(|| Words::joined(remaining, "; ")),
                complete: mend.complete,
            }
        }
    }
}

fn requirements<'c>(
    call: &'c Call,
    ids: &'c [RequirementId],
) -> impl Iterator<Item = &'c Requirement> {
    let found = ids.iter();
    found.filter_map(|it| call.requirements.get(it.index()))
}

/// Names the requirements that depend on what is not stated or found yet.
fn depends(call: &Call, ids: &[RequirementId], head: &str, language: Language) -> Option<Words> {
    (!ids.is_empty()).then(|| named(call, head, ids, language))
}

/// Says something of some requirements.
fn named(call: &Call, head: &str, ids: &[RequirementId], language: Language) -> Words {
    let titles = titles(call, ids, language);
    let sentence = Phrase::own(format!("{head}: ")).then(titles).and(".");
    Words::phrase(&sentence, call.keywords, language)
}
