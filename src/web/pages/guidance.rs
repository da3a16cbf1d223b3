//! Whom to ask, and which documents to prepare, as pages show them.

use super::super::carried::Carried;
use super::money::cited;
use super::rules::Told;
use super::words::Words;
use crate::call::{Call, Document};
use crate::precheck::documents;
use crate::report::visible;
use crate::text::Language;

/// Whom to ask.
pub(super) struct ContactShown {
    pub(super) office: Words,
    pub(super) email: Option<String>,
    pub(super) telephone: Option<String>,
    pub(super) page: Option<String>,
    pub(super) hours: Option<Words>,
    pub(super) citations: Vec<Words>,
}

/// A document to prepare.
pub(super) struct DocumentShown {
    pub(super) title: Words,
    pub(super) comes_from: Option<Words>,
    /// Who needs it.
    pub(super) when: Option<Told>,
    pub(super) citations: Vec<Words>,
}

/// Returns whom to ask.
pub(super) fn contacts(call: &Call, language: Language) -> Vec<ContactShown> {
    let shown = call.contacts.iter().map(|it| ContactShown {
        office: Words::of(&it.office, call.keywords, language),
        email: it.email.as_deref().map(visible),
        telephone: it.telephone.as_deref().map(visible),
        page: it.page.as_deref().map(visible),
        hours: it
            .hours
            .as_ref()
            .map(|it| Words::of(it, call.keywords, language)),
        citations: cited(call, &it.citations, language),
    });
    shown.collect()
}

/// Returns a document; `when` says who needs it.
pub(super) fn document(
    call: &Call,
    document: &Document,
    when: Option<Told>,
    language: Language,
) -> DocumentShown {
    DocumentShown {
        title: Words::of(&document.title, call.keywords, language),
        comes_from: document
            .comes_from
            .as_ref()
            .map(|it| Words::of(it, call.keywords, language)),
        when,
        citations: cited(call, &document.citations, language),
    }
}

/// Returns the documents that an applicant needs for certain, and those that depend on what has not
/// been answered.
pub(super) fn needed(
    call: &Call,
    carried: &Carried,
    language: Language,
) -> (Vec<DocumentShown>, Vec<DocumentShown>) {
    let (certain, open): (Vec<_>, Vec<_>) = documents(call, &carried.answers)
        .into_iter()
        .partition(|it| it.certain);
    let shown = |all: Vec<crate::precheck::Needed<'_>>| {
        let all = all.into_iter();
        all.map(|it| document(call, it.document, None, language))
            .collect()
    };
    (shown(certain), shown(open))
}
