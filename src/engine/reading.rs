//! Files of proposals, read, and held against the conditions of the facts.

use crate::assessment::{Case, Later, not_applicable_facts};
use crate::call::{Call, Fact, Type};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::facts::{self, FileKind, Proposal, ProposalsFile, Received};
use crate::number::Money;
use crate::text::Text;
use crate::value::Value;

/// Reads a file of proposals, and points out values that nobody asked for: those of facts whose
/// own condition does not hold. They are taken, and no rule reads them.
pub fn read(call: &Call, file: &ProposalsFile<'_>) -> Received {
    let mut received = facts::read(call, file);
    let found: Vec<Diagnostic> = received
        .proposals
        .iter()
        .flat_map(|proposal| not_applicable(call, file.kind, proposal))
        .collect();
    received.notices.extend(found);
    received
}

/// Returns, for each fact that is money, its name and its sum over the proposals that state it, to
/// be held against the total of the column it came from; `None` where the sum is too large.
pub fn control_totals(call: &Call, proposals: &[Proposal]) -> Vec<(String, Option<Money>)> {
    let facts = call.facts.iter().enumerate();
    facts
        .filter(|(_, fact)| fact.kind == Type::Money)
        .map(|(index, fact)| {
            let stated = proposals.iter().filter_map(|it| match it.facts.get(index) {
                Some(Some(Value::Number(euro))) => Money::from_euro(*euro),
                _ => None,
            });
            (fact.name.clone(), Money::sum(stated))
        })
        .collect()
}

/// Points out what a proposal, read from a file of this kind, states of facts whose own condition
/// does not hold.
pub fn not_applicable(call: &Call, kind: FileKind, proposal: &Proposal) -> Vec<Diagnostic> {
    let case = Case {
        call,
        proposal,
        received: &[],
        later: Later::default(),
    };
    let facts = not_applicable_facts(case).into_iter();
    facts
        .filter_map(|id| Some((call.facts.get(id.index())?, proposal.facts.get(id.index())?)))
        .filter(|(fact, value)| **value != fact.reading.blank)
        .map(|(fact, _)| notice(fact, place(kind, fact, proposal)))
        .collect()
}

fn place(kind: FileKind, fact: &Fact, proposal: &Proposal) -> DataPlace {
    let mut place = proposal.place.clone();
    match kind {
        FileKind::Csv | FileKind::Xlsx => {
            let column = fact.reading.column.as_ref().unwrap_or(&fact.name);
            place.column = Some(column.clone());
        }
        FileKind::Json | FileKind::JsonLines | FileKind::Parquet => {
            let before = place.pointer.unwrap_or_default();
            place.pointer = Some(format!("{before}/{}", fact.name.replace('.', "/")));
        }
    }
    place
}

fn notice(fact: &Fact, place: DataPlace) -> Diagnostic {
    let name = &fact.name;
    Diagnostic::notice(
        Code::FactNotApplicable,
        place,
        Text::new(
            format!("`{name}` non riguarda questa proposta: il valore non conta"),
            format!("`{name}` does not apply to this proposal: the value does not count"),
        ),
    )
    .with_hint(Text::new(
        "togliere il valore, o correggere la risposta da cui il fatto dipende",
        "remove the value, or correct the answer on which the fact depends",
    ))
}
