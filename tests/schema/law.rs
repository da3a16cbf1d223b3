//! The law of the JSON Schema: what it accepts is read, and what is read it accepts.

use bando::call::{Call, Type};
use bando::diagnostic::{Code, Diagnostic, Place};
use bando::facts::schema::json_schema;
use bando::facts::{FileKind, ProposalsFile, read};
use bando::text::Language;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::values::choices;
use crate::support::cases;

/// Returns what is wrong with a proposal, as far as a schema could see it.
fn wrong_with_the_shape(call: &Call, proposal: &Json) -> Vec<Diagnostic> {
    let text = proposal.to_string();
    let file = ProposalsFile {
        name: "f",
        bytes: text.as_bytes(),
        kind: FileKind::Json,
    };
    let refused = read(call, &file).refused;
    let wrong = refused.into_iter().flat_map(|row| row.diagnostics);
    wrong
        .filter(|it| it.code != Code::OutOfBounds || !is_of_an_instant(call, it))
        .collect()
}

/// Tells whether it is an instant that is wrong: its bounds are left to the reader.
fn is_of_an_instant(call: &Call, wrong: &Diagnostic) -> bool {
    let Place::Data(place) = &wrong.primary.place else {
        panic!("trouble with data is placed in data");
    };
    let pointer = place.pointer.as_deref().unwrap_or_default();
    let name = pointer.trim_start_matches('/').replace('/', ".");
    let field = name.splitn(3, '.').nth(2).unwrap_or_default();
    let fact = call.facts.iter().find(|fact| fact.name == name);
    let fields = call.lists.iter().flat_map(|list| &list.fields);
    let field = fields
        .filter(|_| name.starts_with("partners."))
        .find(|it| it.name == field);
    let kinds = [fact.map(|it| it.kind), field.map(|it| it.kind)];
    kinds.contains(&Some(Type::Instant))
}

/// Holds the law against a call and proposals.
fn hold(call: &Call, proposals: impl IntoIterator<Item = Json>) -> Result<(), TestCaseError> {
    let schema = json_schema(call, Language::Italian, &|_| String::new());
    let schema: Json = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    for proposal in proposals {
        let wrong = wrong_with_the_shape(call, &proposal);
        if validator.is_valid(&proposal) {
            prop_assert!(wrong.is_empty(), "accepted: {proposal}\n{wrong:#?}");
        } else if wrong.is_empty() {
            let errors = validator.iter_errors(&proposal).map(|it| it.to_string());
            let errors: Vec<String> = errors.collect();
            prop_assert!(errors.is_empty(), "read: {proposal}\n{errors:#?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_the_schema_accepts_is_read_and_what_is_read_it_accepts(mut choices in choices()) {
        let call = choices.call_of_one_fact();
        let proposals: Vec<Json> = (0..30).map(|_| choices.proposal_of_one_fact(&call)).collect();
        hold(&call, proposals)?;
    }

    #[test]
    fn the_law_holds_of_whole_proposals_too(mut choices in choices()) {
        let call = choices.call();
        let proposals: Vec<Json> = (0..6).map(|_| choices.proposal(&call)).collect();
        hold(&call, proposals)?;
    }
}
