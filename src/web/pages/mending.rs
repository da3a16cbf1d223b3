//! What would change the outcome, as the page of the result shows it.

use super::super::carried::Carried;
use super::super::verdict::{Judged, Verdict};
use super::check::Seen;
use crate::engine::citation_texts;
use crate::precheck::{Changes, Verdict as Settled};
use crate::report::visible;

/// What would change the outcome.
pub(super) enum Mending {
    /// Nothing needs to.
    NotNeeded,
    /// Whoever wants to know may ask.
    Offered,
    /// All of this together.
    Found {
        /// What to change.
        steps: Vec<MendingStep>,
        /// What fails all the same, in words.
        remaining: Option<String>,
        /// Whether no smaller change can be.
        complete: bool,
    },
    /// Nothing that the applicant can change; whether everything was looked at.
    Nothing(bool),
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
        Changes::NothingFails => Mending::NotNeeded,
        Changes::None { complete, .. } => Mending::Nothing(complete),
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
                remaining: (!remaining.is_empty()).then(|| visible(&remaining.join("; "))),
                complete: mend.complete,
            }
        }
    }
}
