//! The words in which a test speaks of admissions, findings and outcomes: keywords, marked as
//! messages mark them.

use super::outcome::ProposalOutcome;
use crate::assessment::{Admission, Judgement};
use crate::text::{Language, in_keywords_of};
use crate::value::{AdmissionWord, CountWord};

/// Returns the admission that a test means.
pub(super) fn admission_of(word: AdmissionWord) -> Admission {
    match word {
        AdmissionWord::Admitted => Admission::Admitted,
        AdmissionWord::WithReservation => Admission::WithReservation,
        AdmissionWord::ToBeCompleted => Admission::ToBeCompleted,
        AdmissionWord::NotAdmitted => Admission::NotAdmitted,
    }
}

/// Returns the admission in the words of a test, ready to be put into one.
pub(super) fn admission_word(admission: Admission) -> &'static str {
    match admission {
        Admission::Admitted => "‹admitted›",
        Admission::WithReservation => "‹admitted with reservation›",
        Admission::ToBeCompleted => "‹to be completed›",
        Admission::NotAdmitted => "‹not admitted›",
    }
}

/// Returns the judgement in the words of a test.
pub(super) fn judgement_word(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Met => "‹met›",
        Judgement::Unmet => "‹unmet›",
        Judgement::Unknown | Judgement::NotExamined => "‹kw_undecided›",
        Judgement::NotApplicable => "‹not applicable›",
    }
}

/// Returns the word as a test writes it of one proposal.
pub(super) fn count_word(word: CountWord) -> &'static str {
    match word {
        CountWord::Received => "‹received›",
        CountWord::Admitted => "‹admitted›",
        CountWord::WithReservation => "‹with reservation›",
        CountWord::ToBeCompleted => "‹to be completed›",
        CountWord::NotAdmitted => "‹not admitted›",
        CountWord::Ranked => "‹ranked›",
        CountWord::Funded => "‹funded›",
        CountWord::FundedInPart => "‹funded in part›",
        CountWord::Waiting => "‹waiting›",
        CountWord::BelowThreshold => "‹below threshold›",
        CountWord::NotScored => "‹not scored›",
        CountWord::Units => "‹units›",
    }
}

/// Returns the word as a test writes it of several proposals.
pub(super) fn count_words(word: CountWord) -> &'static str {
    match word {
        CountWord::Received => "‹kw_received_many›",
        CountWord::Admitted => "‹kw_admitted_many›",
        CountWord::NotAdmitted => "‹not kw_admitted_many›",
        CountWord::Funded => "‹kw_funded_many›",
        CountWord::FundedInPart => "‹kw_funded_many in part›",
        other => count_word(other),
    }
}

/// Returns the outcome that a word of a file means, in Italian or English: any word with which a
/// test could speak of a proposal.
pub(super) fn meant(word: &str) -> Option<CountWord> {
    let said = |marked: &str| {
        let mut languages = [Language::Italian, Language::English].into_iter();
        languages.any(|language| in_keywords_of(marked, language) == word)
    };
    let mut words = COUNT_WORDS.iter().copied();
    words.find(|it| said(count_word(*it)) || said(count_words(*it)))
}

/// The words that a test has for what becomes of a proposal.
const COUNT_WORDS: &[CountWord] = &[
    CountWord::Received,
    CountWord::Admitted,
    CountWord::WithReservation,
    CountWord::ToBeCompleted,
    CountWord::NotAdmitted,
    CountWord::Ranked,
    CountWord::Funded,
    CountWord::FundedInPart,
    CountWord::Waiting,
    CountWord::BelowThreshold,
    CountWord::NotScored,
];

/// Returns what became of a proposal, in the word that a test would expect.
pub(super) fn outcome_words(outcome: &ProposalOutcome) -> &'static str {
    let told = [
        CountWord::NotAdmitted,
        CountWord::ToBeCompleted,
        CountWord::BelowThreshold,
        CountWord::NotScored,
        CountWord::FundedInPart,
        CountWord::Funded,
        CountWord::Waiting,
        CountWord::Ranked,
        CountWord::WithReservation,
    ];
    let word = told.into_iter().find(|word| outcome.is(*word));
    count_word(word.unwrap_or(CountWord::Admitted))
}
