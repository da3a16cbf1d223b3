//! Calls, questions and requirements as JSON. Texts come in both languages.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::super::calls::{ServedCall, reception};
use crate::call::{Call, Consequence, Document, EnumId, Phase, Supplier, Type};
use crate::engine::{citation_texts, envelope_of};
use crate::precheck::{Ask, why};
use crate::text::{Phrase, Text};
use crate::value::AuthorityKind;

/// Returns a call in short.
pub(super) fn line(served: &ServedCall, as_of: Option<Date>) -> Json {
    let call = &served.call;
    json!({
        "id": served.id(),
        "title": text(&call.title),
        "actions": call.actions,
        "opens": call.opens.map(|it| it.to_string()),
        "closes": call.closes.map(|it| it.to_string()),
        "reception": reception(call, as_of).code(),
        "digest": served.digest,
    })
}

/// Returns a call with all that an applicant may want to know of it.
pub(super) fn whole(served: &ServedCall, as_of: Option<Date>) -> Json {
    let call = &served.call;
    let mut whole = line(served, as_of);
    let requirements = call.requirements.iter().map(|it| {
        json!({
            "requirement": it.name,
            "title": text(&it.title),
            "phase": match it.phase {
                Phase::Receipt => "receipt",
                Phase::Formal => "formal",
                Phase::Substantive => "substantive",
            },
            "consequence": consequence(it.consequence),
            "citations": texts(&citation_texts(call, &it.citations)),
            "rule": served.sources.slice(it.span),
        })
    });
    let facts = call.facts.iter().map(|it| {
        json!({
            "fact": it.name,
            "ask": it.ask.as_ref().map(text),
            "type": type_name(it.kind),
            "changeable": it.changeable,
            "supplier": match it.supplier {
                Supplier::Applicant => "applicant",
                Supplier::Office => "office",
                Supplier::Commission => "commission",
            },
            "when": it.when.as_ref().map(|when| served.sources.slice(when.span)),
        })
    });
    let criteria = call.grid.iter().flat_map(|grid| &grid.criteria).map(|it| {
        json!({
            "criterion": it.name,
            "title": text(&it.title),
            "max": it.max.decimals().and_then(|places| it.max.to_plain(places)),
            "premium": it.premium,
        })
    });
    let authorities = call.authorities.iter().map(|it| {
        json!({
            "name": it.name,
            "kind": match it.kind {
                AuthorityKind::Source => "source",
                AuthorityKind::Assumption => "assumption",
                AuthorityKind::Reading => "reading",
            },
            "text": text(&it.text),
            "urn": it.urn,
        })
    });
    let (requirements, facts): (Vec<Json>, Vec<Json>) = (requirements.collect(), facts.collect());
    let (criteria, authorities): (Vec<Json>, Vec<Json>) =
        (criteria.collect(), authorities.collect());
    if let Some(fields) = whole.as_object_mut() {
        let envelope = envelope_of(call).map(crate::number::Money::to_plain);
        fields.insert("envelope".to_owned(), json!(envelope));
        fields.insert("requirements".to_owned(), requirements.into());
        fields.insert("facts".to_owned(), facts.into());
        let documents = call.documents.iter().map(|it| {
            json!({
                "document": it.name,
                "title": text(&it.title),
                "when": it.when.as_ref().map(|when| served.sources.slice(when.span)),
                "comes_from": it.comes_from.as_ref().map(text),
                "citations": texts(&citation_texts(call, &it.citations)),
            })
        });
        fields.insert("documents".to_owned(), documents.collect());
        fields.insert("contacts".to_owned(), contacts(call));
        fields.insert("criteria".to_owned(), criteria.into());
        fields.insert("authorities".to_owned(), authorities.into());
        let files = served.files.iter();
        let files = files.map(|(name, sum)| json!({"name": name, "sha256": sum}));
        fields.insert("files".to_owned(), files.collect());
    }
    whole
}

/// Returns a question, and why it is asked.
pub(super) fn question(served: &ServedCall, asked: &Ask) -> Json {
    let (call, question) = (&served.call, &asked.question);
    let field = question.field_of(call);
    let ask = match field {
        Some(field) => field.ask.as_ref(),
        None => question.fact(call).and_then(|it| it.ask.as_ref()),
    };
    let kind = question.kind(call).unwrap_or(Type::Text);
    let requirements = asked.because.iter();
    let requirements = requirements.filter_map(|it| call.requirements.get(it.index()));
    let requirements: Vec<&str> = requirements.map(|it| it.name.as_str()).collect();
    json!({
        "name": question.name(call),
        "ask": ask.map(text),
        "type": type_name(kind),
        "choices": choices(call, kind),
        "decides": requirements,
        "proved": asked.proved,
        "why": text(&Phrase::text(|language| why(call, asked, language))),
    })
}

/// Returns a document to prepare.
pub(super) fn document(call: &Call, document: &Document, certain: bool) -> Json {
    json!({
        "document": document.name,
        "title": text(&document.title),
        "certain": certain,
        "comes_from": document.comes_from.as_ref().map(text),
        "citations": texts(&citation_texts(call, &document.citations)),
    })
}

/// Returns whom to ask.
pub(super) fn contacts(call: &Call) -> Json {
    let contacts = call.contacts.iter().map(|it| {
        json!({
            "contact": it.name,
            "office": text(&it.office),
            "email": it.email,
            "telephone": it.telephone,
            "page": it.page,
            "hours": it.hours.as_ref().map(text),
            "citations": texts(&citation_texts(call, &it.citations)),
        })
    });
    contacts.collect()
}

fn texts(texts: &[Text]) -> Json {
    texts.iter().map(text).collect()
}

pub(super) fn consequence(consequence: Consequence) -> Json {
    let (kind, term) = match consequence {
        Consequence::Refusal => ("refusal", None),
        Consequence::Remedy(term) => ("remedy", Some(term)),
        Consequence::Reservation(term) => ("reservation", term),
    };
    json!({
        "kind": kind,
        "days": term.map(|it| it.days),
        "working_days": term.map(|it| it.working),
    })
}

fn choices(call: &Call, kind: Type) -> Option<Json> {
    let of: EnumId = match kind {
        Type::Enum(of) | Type::Set(of) => of,
        _ => return None,
    };
    let variants = call.enums.get(of.index())?.variants.iter();
    let variants = variants.map(|it| json!({"value": it.name, "label": text(&it.label)}));
    Some(variants.collect())
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::YesNo => "yes_no",
        Type::Integer => "integer",
        Type::Decimal(_) | Type::Number => "decimal",
        Type::Percent(_) => "percent",
        Type::Money | Type::Amount => "money",
        Type::Date => "date",
        Type::Instant => "instant",
        Type::Text => "text",
        Type::Code => "code",
        Type::TaxCode => "tax_code",
        Type::Cup => "cup",
        Type::ComuneCode => "comune_code",
        Type::Iban => "iban",
        Type::Enum(_) => "enum",
        Type::Set(_) => "set",
        Type::Row(_) => "row",
        Type::List(_) => "list",
    }
}

fn text(text: &Text) -> Json {
    json!({"it": text.it, "en": text.en})
}
