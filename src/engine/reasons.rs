//! Reasons in sentences: why not, why not yet, why no money.

use super::candidates::Entry;
use super::outcome::{OutcomeKind, ProposalOutcome, Reason};
use crate::assessment::{Assessment, Finding, Judgement, NoResultKind, Unknown};
use crate::call::{Authority, Call, Citation, Consequence, ExceptionId, Requirement, Type, show};
use crate::facts::RefusedRow;
use crate::number::Money;
use crate::text::{Language, Phrase, Text};
use crate::value::{AuthorityKind, CountWord, Missing, Value};

/// Returns one reason per requirement that is unmet or unknown, in the order of the rule file.
pub fn reasons_of(call: &Call, assessment: &Assessment) -> Vec<Reason> {
    assessment
        .findings
        .iter()
        .filter_map(|finding| {
            let requirement = call.requirements.get(finding.requirement.index())?;
            Some(Reason {
                code: requirement.name.clone(),
                message: message(call, requirement, finding)?,
                citations: citations_behind(call, requirement, finding),
                named: Vec::new(),
            })
        })
        .collect()
}

/// Returns the citations of a requirement as shown, then those of the exceptions in force over one
/// proposal, and of whatever switches one off.
pub fn citations_behind(call: &Call, requirement: &Requirement, finding: &Finding) -> Vec<Text> {
    let citations = findings_citations(requirement, finding);
    let mut texts: Vec<Text> = Vec::new();
    for text in citation_texts(call, citations) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// Returns the same, not yet in words.
pub(super) fn findings_citations<'c>(
    requirement: &'c Requirement,
    finding: &Finding,
) -> Vec<&'c Citation> {
    let mut citations: Vec<&Citation> = requirement.citations.iter().collect();
    for (exception, state) in requirement.exceptions.iter().zip(&finding.exceptions) {
        if state.in_force() == Some(true) {
            citations.extend(&exception.citations);
        } else if state.when == Some(true) {
            let off = state.switched_off_by();
            let off = off.filter_map(|place| exception.unless.get(place));
            citations.extend(off.flat_map(|unless| &unless.citations));
        }
    }
    citations
}

/// Returns the same in one language, in which it stays known what the rules have in one only.
pub fn citation_phrases_behind(
    call: &Call,
    requirement: &Requirement,
    finding: &Finding,
    language: Language,
) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = Vec::new();
    for phrase in citation_phrases(call, findings_citations(requirement, finding), language) {
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    phrases
}

/// Returns the citations as shown: "title, place"; assumptions and readings say what they are.
pub fn citation_texts<'c>(
    call: &Call,
    citations: impl IntoIterator<Item = &'c Citation>,
) -> Vec<Text> {
    let citations = citations.into_iter().filter_map(|citation| {
        let authority = call.authority(citation.authority)?;
        Some((authority, citation))
    });
    citations
        .map(|(authority, citation)| {
            Phrase::text(|language| citation_phrase(authority, citation, language))
        })
        .collect()
}

/// Returns the same in one language, in which it stays known what the rules have in one only.
pub fn citation_phrases<'c>(
    call: &Call,
    citations: impl IntoIterator<Item = &'c Citation>,
    language: Language,
) -> Vec<Phrase> {
    let citations = citations.into_iter().filter_map(|citation| {
        let authority = call.authority(citation.authority)?;
        Some(citation_phrase(authority, citation, language))
    });
    citations.collect()
}

fn citation_phrase(authority: &Authority, citation: &Citation, language: Language) -> Phrase {
    let kind = match (authority.kind, language) {
        (AuthorityKind::Source, _) => "",
        (AuthorityKind::Assumption, Language::Italian) => "ipotesi: ",
        (AuthorityKind::Assumption, Language::English) => "assumption: ",
        (AuthorityKind::Reading, Language::Italian) => "lettura: ",
        (AuthorityKind::Reading, Language::English) => "reading: ",
    };
    let kind = Phrase::own(kind);
    let Some(place) = &citation.place else {
        return kind.then(Phrase::of(&authority.text, language));
    };
    let text = &authority.text;
    if text.en.as_ref().is_none_or(|en| *en == text.it) {
        // In one language, as its place is.
        let whole = Text::italian(format!("{}, {place}", text.it));
        return kind.then(Phrase::of(&whole, language));
    }
    let place = Phrase::of(&Text::italian(place), language);
    kind.then(Phrase::of(text, language)).and(", ").then(place)
}

/// Returns an amount as people read it: `1.234,56 €`, `1,234.56 EUR`.
pub fn money_text(call: &Call, amount: Money, language: Language) -> String {
    let value = Value::Number(amount.euro());
    show(&value, Type::Money, call.names(), language)
}

fn message(call: &Call, requirement: &Requirement, finding: &Finding) -> Option<Text> {
    match finding.judgement {
        Judgement::Unmet => Some(match &finding.message {
            Some(message) => message.clone(),
            None => requirement.title.clone(),
        }),
        Judgement::Unknown if finding.is_reason() => Some(unknown(call, requirement, finding)),
        Judgement::Unknown | Judgement::Met | Judgement::NotApplicable | Judgement::NotExamined => {
            None
        }
    }
}

/// Says what an undecided requirement waits for, and whether anybody will ask for it.
fn unknown(call: &Call, requirement: &Requirement, finding: &Finding) -> Text {
    let why = cannot_be_told(call, &finding.unknown);
    let is_reservation = matches!(finding.consequence, Consequence::Reservation(_));
    if requirement.missing == Missing::Ask || is_reservation || !finding.unknown.waits() {
        return why;
    }
    Text::new(
        format!(
            "{}; non verrà chiesto: se manca ancora alla fine, la proposta non è ammessa",
            why.get(Language::Italian)
        ),
        format!(
            "{}; nobody will ask for it: if it is still missing at the end, the proposal is not admitted",
            why.get(Language::English)
        ),
    )
}

/// Says why an admitted proposal cannot be ranked yet.
pub(super) fn not_rankable(call: &Call, lacking: &Unknown) -> Reason {
    let why = cannot_be_told(call, lacking);
    Reason {
        code: "ranking".to_owned(),
        message: Text::new(
            format!(
                "ammessa, ma non può ancora entrare in graduatoria: {}",
                why.get(Language::Italian)
            ),
            format!(
                "admitted, but it cannot be ranked yet: {}",
                why.get(Language::English)
            ),
        ),
        named: Vec::new(),
        citations: call
            .ranking
            .as_ref()
            .map(|ranking| citation_texts(call, &ranking.citations))
            .unwrap_or_default(),
    }
}

/// Says what something unknown waits for.
pub(super) fn cannot_be_told(call: &Call, unknown: &Unknown) -> Text {
    let mut it = Vec::new();
    let mut en = Vec::new();
    if unknown.waits() {
        let named = |language| {
            let facts: Vec<_> = unknown
                .facts()
                .map(|name| fact_text(call, name, language))
                .collect();
            facts.join(", ")
        };
        it.push(format!("manca: {}", named(Language::Italian)));
        en.push(format!("missing: {}", named(Language::English)));
    }
    for no_result in &unknown.without_result {
        let why = no_result_text(call, no_result.why);
        it.push(why.get(Language::Italian).to_owned());
        en.push(why.get(Language::English).to_owned());
    }
    if it.is_empty() {
        it.push("non si può ancora dire".to_owned());
        en.push("it cannot be told yet".to_owned());
    }
    it.dedup();
    en.dedup();
    Text::new(it.join("; "), en.join("; "))
}

/// Names a fact, with what the applicant is asked for it.
fn fact_text(call: &Call, name: &str, language: Language) -> String {
    match call.fact(name).and_then(|(_, fact)| fact.ask.as_ref()) {
        Some(ask) => format!("`{name}` ({})", ask.get(language)),
        None => format!("`{name}`"),
    }
}

/// Says why an operation has no result.
pub fn no_result_text(call: &Call, why: NoResultKind) -> Text {
    let (it, en) = match why {
        NoResultKind::DivisionByZero => ("divisione per zero", "division by zero"),
        NoResultKind::PointsOutOfOrder => (
            "i punti dell'interpolazione non sono in ordine crescente",
            "the points of the interpolation do not follow one another",
        ),
        NoResultKind::NotInForce => (
            "nessuna versione della regola vale in quel giorno",
            "no version of the rule is in force on that day",
        ),
        NoResultKind::NoItems => ("l'elenco non ha elementi", "the list has no items"),
        NoResultKind::Overflow => (
            "numero troppo grande per essere esatto",
            "number too large to be exact",
        ),
        NoResultKind::PointsOutOfRange => (
            "i punti sono meno di 0 o più del massimo",
            "the points are below 0 or above the maximum",
        ),
        NoResultKind::PanelTooSmall => (
            "i valutatori sono troppo pochi per scartare i voti estremi",
            "there are too few evaluators to drop the extreme marks",
        ),
        NoResultKind::EmptyCell => (
            "la cella della tabella è vuota",
            "the cell of the table is empty",
        ),
        NoResultKind::TooManySteps => (
            "gli elenchi sono troppo lunghi: servirebbe più di un milione di passi",
            "the lists are too long: it would take more than a million steps",
        ),
        NoResultKind::Clash(first, second) => return clash_text(call, first, second),
    };
    Text::new(
        format!("un calcolo non ha risultato ({it})"),
        format!("a calculation has no result ({en})"),
    )
}

fn clash_text(call: &Call, first: ExceptionId, second: ExceptionId) -> Text {
    let named = |id| {
        let found = call.exception(id);
        found.map_or(("", ""), |(target, exception)| {
            (target, exception.name.as_str())
        })
    };
    let ((target, first), (_, second)) = (named(first), named(second));
    Text::new(
        format!(
            "valgono insieme due eccezioni di `{target}`, `{first}` e `{second}`, e le regole non dicono quale prevale"
        ),
        format!(
            "two exceptions of `{target}` hold together, `{first}` and `{second}`, and the rules do not say which goes before"
        ),
    )
}

/// Says why a ranking may still change.
pub(super) fn provisional(
    refused: &[RefusedRow],
    proposals: &[ProposalOutcome],
    assessments: &[Assessment],
    entries: &[Entry],
) -> Vec<Text> {
    let incomplete = entries
        .iter()
        .filter(|entry| entry.incomplete.is_some())
        .count();
    let to_be_completed = proposals
        .iter()
        .filter(|it| it.outcome == OutcomeKind::ToBeCompleted)
        .count()
        .saturating_sub(incomplete);
    let not_scored = proposals
        .iter()
        .filter(|it| it.outcome == OutcomeKind::NotScored)
        .count();
    let waiting_for_others = proposals
        .iter()
        .zip(assessments)
        .filter(|(proposal, assessment)| {
            proposal.is(CountWord::Admitted) && waits_for_others(assessment)
        })
        .count();
    let mut reasons = Vec::new();
    if !refused.is_empty() {
        let rows = refused.len();
        reasons.push(counted(
            rows,
            (
                "una riga è stata rifiutata e non è stata valutata",
                "one row was refused and has not been assessed",
            ),
            (
                "righe sono state rifiutate e non sono state valutate",
                "rows were refused and have not been assessed",
            ),
        ));
    }
    if to_be_completed > 0 {
        reasons.push(counted(
            to_be_completed,
            (
                "una proposta è da completare",
                "one proposal is to be completed",
            ),
            (
                "proposte sono da completare",
                "proposals are to be completed",
            ),
        ));
    }
    if incomplete > 0 {
        reasons.push(counted(
            incomplete,
            (
                "una proposta ammessa non può ancora entrare in graduatoria",
                "one admitted proposal cannot be ranked yet",
            ),
            (
                "proposte ammesse non possono ancora entrare in graduatoria",
                "admitted proposals cannot be ranked yet",
            ),
        ));
    }
    if not_scored > 0 {
        reasons.push(counted(
            not_scored,
            (
                "una proposta ammessa non ha ancora tutti i punti",
                "one admitted proposal does not have all its points yet",
            ),
            (
                "proposte ammesse non hanno ancora tutti i punti",
                "admitted proposals do not have all their points yet",
            ),
        ));
    }
    if waiting_for_others > 0 {
        reasons.push(counted(
            waiting_for_others,
            (
                "una proposta è ammessa con un requisito che dipende da dati mancanti di altre proposte",
                "one proposal is admitted with a requirement that depends on facts missing in others",
            ),
            (
                "proposte sono ammesse con un requisito che dipende da dati mancanti di altre proposte",
                "proposals are admitted with a requirement that depends on facts missing in others",
            ),
        ));
    }
    reasons
}

/// Tells whether a requirement is open only because of what other proposals have not stated.
fn waits_for_others(assessment: &Assessment) -> bool {
    let mut findings = assessment.findings.iter();
    findings.any(|finding| finding.unknown.waits_for_others_only())
}

fn counted(count: usize, one: (&str, &str), many: (&str, &str)) -> Text {
    if count == 1 {
        Text::new(one.0, one.1)
    } else {
        Text::new(format!("{count} {}", many.0), format!("{count} {}", many.1))
    }
}
