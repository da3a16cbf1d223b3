//! The words for admissions, outcomes and comparisons, and lines of text.

use crate::assessment::{Admission, Finding, Judgement, Shortfall, Stage, Unknown};
use crate::call::{Call, Consequence, Type, invisible, show};
use crate::engine::OutcomeKind;
use crate::number::Fraction;
use crate::text::Language;
use crate::value::{Comparison, Term, Value};

/// How wide a line of text for a terminal may be.
pub(super) const WIDTH: usize = 80;

/// Returns `text` with its control characters made visible, so that data cannot steer a terminal.
///
/// ```
/// use bando::report::visible;
/// assert_eq!(visible("A\u{1b}[2J"), "A\u{241b}[2J");
/// ```
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{0}'..='\u{1f}' => {
                let picture = 0x2400_u32.saturating_add(u32::from(character));
                char::from_u32(picture).unwrap_or('\u{fffd}')
            }
            '\u{2028}' | '\u{2029}' => '\u{fffd}',
            other if other.is_control() || invisible(other) => '\u{fffd}',
            other => other,
        })
        .collect()
}

/// Chooses between the Italian and the English words.
pub(super) fn choose<'a>(language: Language, it: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Italian => it,
        Language::English => en,
    }
}

/// Returns the words with a capital letter at their beginning.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Returns what people call the reason with this code; most bear the name of a requirement.
pub(super) fn reason_code(code: &str, language: Language) -> &str {
    match code {
        "envelope" => choose(language, "dotazione", code),
        "score" => choose(language, "punteggio", code),
        name => name,
    }
}

/// Returns "sì" or "no", "yes" or "no".
pub(super) fn yes_no(yes: bool, language: Language) -> &'static str {
    match (yes, language) {
        (true, Language::Italian) => "sì",
        (true, Language::English) => "yes",
        (false, _) => "no",
    }
}

/// Returns the admission for people.
pub(super) fn admission(admission: Admission, language: Language) -> &'static str {
    let (it, en) = match admission {
        Admission::Admitted => ("ammessa", "admitted"),
        Admission::WithReservation => ("ammessa con riserva", "admitted with reservation"),
        Admission::ToBeCompleted => ("da completare", "to be completed"),
        Admission::NotAdmitted => ("non ammessa", "not admitted"),
    };
    choose(language, it, en)
}

/// Returns the admission for data.
pub(super) fn admission_code(admission: Admission) -> &'static str {
    match admission {
        Admission::Admitted => "admitted",
        Admission::WithReservation => "with_reservation",
        Admission::ToBeCompleted => "to_be_completed",
        Admission::NotAdmitted => "not_admitted",
    }
}

/// Returns the outcome for people.
pub(super) fn outcome(kind: OutcomeKind, language: Language) -> &'static str {
    let (it, en) = match kind {
        OutcomeKind::Funded => ("finanziata", "funded"),
        OutcomeKind::FundedInPart => ("finanziata in parte", "funded in part"),
        OutcomeKind::Waiting => ("ammessa e non finanziata", "waiting"),
        OutcomeKind::Admitted => ("ammessa", "admitted"),
        OutcomeKind::NotScored => ("da valutare", "not yet scored"),
        OutcomeKind::BelowThreshold => ("sotto soglia", "below the threshold"),
        OutcomeKind::ToBeCompleted => ("da completare", "to be completed"),
        OutcomeKind::NotAdmitted => ("non ammessa", "not admitted"),
        OutcomeKind::Left => ("uscita dalla graduatoria", "left the ranking"),
    };
    choose(language, it, en)
}

/// Returns the outcome for data.
pub(crate) fn outcome_code(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Funded => "funded",
        OutcomeKind::FundedInPart => "funded_in_part",
        OutcomeKind::Waiting => "waiting",
        OutcomeKind::Admitted => "admitted",
        OutcomeKind::NotScored => "not_scored",
        OutcomeKind::BelowThreshold => "below_threshold",
        OutcomeKind::ToBeCompleted => "to_be_completed",
        OutcomeKind::NotAdmitted => "not_admitted",
        OutcomeKind::Left => "left",
    }
}

/// Every outcome.
const OUTCOMES: [OutcomeKind; 9] = [
    OutcomeKind::Funded,
    OutcomeKind::FundedInPart,
    OutcomeKind::Waiting,
    OutcomeKind::Admitted,
    OutcomeKind::NotScored,
    OutcomeKind::BelowThreshold,
    OutcomeKind::ToBeCompleted,
    OutcomeKind::NotAdmitted,
    OutcomeKind::Left,
];

/// Returns the outcome for people that `code` stands for in data.
pub(crate) fn outcome_of_code(code: &str, language: Language) -> Option<&'static str> {
    let mut all = OUTCOMES.into_iter();
    let kind = all.find(|kind| outcome_code(*kind) == code)?;
    Some(outcome(kind, language))
}

/// Returns the code of the outcome that a list writes so, in either language.
pub(crate) fn outcome_of_words(words: &str) -> Option<&'static str> {
    let languages = [Language::Italian, Language::English];
    let mut all = OUTCOMES.into_iter();
    let kind = all.find(|kind| languages.iter().any(|it| outcome(*kind, *it) == words))?;
    Some(outcome_code(kind))
}

/// Returns the judgement for people.
pub(super) fn judgement(finding: &Finding, language: Language) -> &'static str {
    let (it, en) = match finding.judgement {
        Judgement::Unknown if finding.harmless => {
            ("soddisfatto, o non si applica", "met, or not applicable")
        }
        Judgement::Met => ("soddisfatto", "met"),
        Judgement::Unmet => ("non soddisfatto", "unmet"),
        Judgement::Unknown => ("non si può ancora dire", "cannot be told yet"),
        Judgement::NotApplicable => ("non si applica", "not applicable"),
        Judgement::NotExamined => ("non esaminato", "not examined"),
    };
    choose(language, it, en)
}

/// Returns the judgement for data.
pub(super) fn judgement_code(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Met => "met",
        Judgement::Unmet => "unmet",
        Judgement::Unknown => "unknown",
        Judgement::NotApplicable => "not_applicable",
        Judgement::NotExamined => "not_examined",
    }
}

/// Returns the stage for data.
pub(super) fn stage_code(stage: Stage) -> &'static str {
    match stage {
        Stage::PreCheck => "pre_check",
        Stage::First => "first",
        Stage::Final => "final",
    }
}

/// Returns the stage that `code` stands for in data.
pub(crate) fn stage_of_code(code: &str) -> Option<Stage> {
    let all = [Stage::PreCheck, Stage::First, Stage::Final];
    all.into_iter().find(|stage| stage_code(*stage) == code)
}

/// Returns the comparison as rule files write it.
pub(super) fn comparison_sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// Returns within how many days something is to be supplied; empty where no term is stated.
pub(crate) fn term(consequence: Consequence, language: Language) -> String {
    match consequence {
        Consequence::Remedy(term) | Consequence::Reservation(Some(term)) => days(term, language),
        Consequence::Refusal | Consequence::Reservation(None) => String::new(),
    }
}

fn days(term: Term, language: Language) -> String {
    let (it, en) = match (term.days, term.working) {
        (1, false) => ("giorno", "day"),
        (1, true) => ("giorno lavorativo", "working day"),
        (_, false) => ("giorni", "days"),
        (_, true) => ("giorni lavorativi", "working days"),
    };
    format!("{} {}", term.days, choose(language, it, en))
}

/// Says how far a value is from its limit: "valore 12,00 €, richiesto al più 10,00 €: differenza
/// 2,00 €".
pub(crate) fn shortfall(call: &Call, shortfall: &Shortfall, language: Language) -> String {
    let shown = |value| show(value, shortfall.ty, call.names(), language);
    let words = comparison_words(shortfall.comparison, shortfall.ty, language);
    let (value, limit) = (shown(&shortfall.value), shown(&shortfall.limit));
    let sentence = match language {
        Language::Italian => format!("valore {value}, richiesto {words} {limit}"),
        Language::English => format!("value {value}, required {words} {limit}"),
    };
    match shortfall.distance {
        None => sentence,
        Some(distance) if distance.is_zero() => format!(
            "{sentence}: {}",
            choose(language, "pari al limite", "equal to the limit")
        ),
        Some(distance) => format!(
            "{sentence}: {} {}",
            choose(language, "differenza", "difference"),
            distance_text(call, distance, shortfall.ty, language)
        ),
    }
}

/// Differences of percentages are percentage points.
fn distance_text(call: &Call, distance: Fraction, ty: Type, language: Language) -> String {
    let points = match ty {
        Type::Percent(_) => distance.mul(Fraction::integer(100)),
        _ => None,
    };
    match points {
        Some(points) => format!(
            "{} {}",
            show(&Value::Number(points), Type::Number, call.names(), language),
            choose(language, "punti percentuali", "percentage points")
        ),
        None => show(&Value::Number(distance), ty, call.names(), language),
    }
}

pub(super) fn comparison_words(
    comparison: Comparison,
    ty: Type,
    language: Language,
) -> &'static str {
    let of_time = matches!(ty, Type::Date | Type::Instant);
    let (it, en) = match (comparison, of_time) {
        (Comparison::Equal, _) => ("uguale a", "equal to"),
        (Comparison::NotEqual, _) => ("diverso da", "other than"),
        (Comparison::Less, false) => ("meno di", "less than"),
        (Comparison::LessOrEqual, false) => ("al più", "at most"),
        (Comparison::Greater, false) => ("più di", "more than"),
        (Comparison::GreaterOrEqual, false) => ("almeno", "at least"),
        (Comparison::Less, true) => ("prima del", "before"),
        (Comparison::LessOrEqual, true) => ("entro il", "not after"),
        (Comparison::Greater, true) => ("dopo il", "after"),
        (Comparison::GreaterOrEqual, true) => ("dal", "not before"),
    };
    choose(language, it, en)
}

/// Names the facts that something unknown waits for, parted by commas.
pub(super) fn waits_for(unknown: &Unknown) -> String {
    unknown.facts().collect::<Vec<_>>().join(", ")
}

/// What a number is of, written behind it.
const UNITS: [&str; 3] = ["€", "EUR", "%"];

/// Returns the text with spaces that do not break between a number and its unit.
pub(super) fn tied(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split_inclusive(' ') {
        let is_unit = is_unit(piece) && out.trim_end().ends_with(|it: char| it.is_ascii_digit());
        if is_unit && out.ends_with(' ') {
            out.pop();
            out.push('\u{a0}');
        }
        out.push_str(piece);
    }
    out
}

/// Tells whether a word is a unit, with or without a sign behind it.
fn is_unit(word: &str) -> bool {
    let mut units = UNITS.iter().filter_map(|unit| word.strip_prefix(unit));
    units.any(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Returns the words of a text, a number with its unit as one.
fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if is_unit(word) && last.ends_with(|it: char| it.is_ascii_digit()) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Breaks `text` into lines of at most [`WIDTH`] characters; the first starts with `first`, the
/// others are indented as far.
pub(crate) fn wrap(first: &str, text: &str) -> String {
    let indent = " ".repeat(first.chars().count());
    let mut out = String::new();
    let mut line = first.to_owned();
    let mut bare = true;
    for word in words_of(text) {
        let wanted = line
            .chars()
            .count()
            .saturating_add(word.chars().count())
            .saturating_add(usize::from(!bare));
        if !bare && wanted > WIDTH {
            out.push_str(line.trim_end());
            out.push('\n');
            line.clone_from(&indent);
            bare = true;
        }
        if !bare {
            line.push(' ');
        }
        line.push_str(&word);
        bare = false;
    }
    out.push_str(line.trim_end());
    out.push('\n');
    out
}
