//! The law of the JSON Schema: what it accepts is read, and what is read it accepts.

use bando::call::{Call, Format, Reading, Type, read_cell};
use bando::diagnostic::{Code, Diagnostic, Place};
use bando::facts::schema::json_schema;
use bando::facts::{FileKind, ProposalsFile, read};
use bando::text::Language;
use jiff::civil::DateTime;
use proptest::prelude::*;
use serde_json::Value as Json;
use unicode_normalization::UnicodeNormalization as _;

use super::values::choices;
use crate::support::cases;

/// Returns what is wrong with a proposal, as far as a schema could see it that judges `judged`.
fn wrong_with_the_shape(call: &Call, proposal: &Json, judged: &Json) -> Vec<Diagnostic> {
    let text = proposal.to_string();
    let file = ProposalsFile {
        name: "f",
        bytes: text.as_bytes(),
        kind: FileKind::Json,
    };
    let refused = read(call, &file).refused;
    let wrong = refused.into_iter().flat_map(|row| row.diagnostics);
    wrong
        .filter(|it| !left_to_the_reader(call, judged, it))
        .collect()
}

/// Tells whether something is wrong that the documentation of the law leaves to the reader.
fn left_to_the_reader(call: &Call, judged: &Json, wrong: &Diagnostic) -> bool {
    let Place::Data(place) = &wrong.primary.place else {
        panic!("trouble with data is placed in data");
    };
    let at = place.pointer.as_deref().unwrap_or_default();
    let value = judged.pointer(at).and_then(Json::as_str);
    match wrong.code {
        // The bytes of an id, where its characters are not too many.
        Code::LimitExceeded => at == "/id" && value.is_some_and(|id| id.chars().count() <= 256),
        Code::OutOfBounds => is_instant(call, at),
        Code::BadValue => {
            is_instant(call, at) && value.is_some_and(|it| has_no_one_time(call, it.trim()))
        }
        _ => false,
    }
}

fn is_instant(call: &Call, pointer: &str) -> bool {
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

/// Tells whether a time is skipped, comes twice, or lies beyond the calendar: it would be read if
/// it were of another day.
fn has_no_one_time(call: &Call, text: &str) -> bool {
    let (reading, format) = (Reading::default(), Format::default());
    let of_another_day = format!("2025-01-01{}", text.get(10..).unwrap_or_default());
    if read_cell(
        &of_another_day,
        Type::Instant,
        &reading,
        &format,
        call.names(),
    )
    .is_err()
    {
        return false;
    }
    let offset = text.contains(['Z', '+']) || text.rfind('-') > Some(10);
    let local: Result<DateTime, _> = text.parse();
    let ambiguous = local.is_ok_and(|it| call.zone.to_ambiguous_timestamp(it).is_ambiguous());
    (ambiguous && !offset) || text.starts_with("9999-12-3")
}

/// Returns a proposal written in the usual way: texts composed and without spaces around them,
/// long numbers as texts.
fn usual(value: &Json) -> Json {
    match value {
        Json::String(text) => text.trim().nfc().collect::<String>().into(),
        Json::Number(number) => {
            let plain = plain(&number.to_string());
            let digits = plain.trim_start_matches('-');
            let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
            if whole.len() > 15 || decimals.len() > 13 {
                plain.into()
            } else {
                value.clone()
            }
        }
        Json::Array(items) => items.iter().map(usual).collect(),
        Json::Object(fields) => {
            let fields = fields.iter();
            fields.map(|(key, it)| (key.clone(), usual(it))).collect()
        }
        _ => value.clone(),
    }
}

/// Returns a number without exponent, and without noughts that say nothing.
fn plain(number: &str) -> String {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let exponent: i32 = exponent.parse().unwrap();
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => ("-", mantissa),
        None => ("", mantissa),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // Noughts enough on both sides, then the point where the exponent puts it.
    let noughts = "0".repeat(400);
    let digits = format!("{noughts}{whole}{decimals}{noughts}");
    let point = i32::try_from(noughts.len() + whole.len()).unwrap() + exponent;
    let (whole, decimals) = digits.split_at(usize::try_from(point).unwrap());
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    match decimals.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        decimals => format!("{sign}{whole}.{decimals}"),
    }
}

/// Holds the law against a call and proposals.
fn hold(call: &Call, proposals: impl IntoIterator<Item = Json>) -> Result<(), TestCaseError> {
    let schema = json_schema(call, Language::Italian, &|_| String::new());
    let schema: Json = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    for proposal in proposals {
        if validator.is_valid(&proposal) {
            let wrong = wrong_with_the_shape(call, &proposal, &proposal);
            prop_assert!(wrong.is_empty(), "accepted: {proposal}\n{wrong:#?}");
        }
        let usual = usual(&proposal);
        if wrong_with_the_shape(call, &proposal, &usual).is_empty() {
            let errors = validator.iter_errors(&usual).map(|it| it.to_string());
            let errors: Vec<String> = errors.collect();
            prop_assert!(errors.is_empty(), "read: {usual}\n{errors:#?}");
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
