//! What applicants are told: whom to ask, and which documents to prepare.

use super::{Citation, Expr};
use crate::source::Span;
use crate::text::Text;

/// Whom to ask.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its name.
    pub name: String,
    /// The office.
    pub office: Text,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Its telephone number.
    pub telephone: Option<String>,
    /// The address of its page.
    pub page: Option<String>,
    /// When it answers.
    pub hours: Option<Text>,
    /// What this rests on.
    pub citations: Vec<Citation>,
}

/// A document to prepare.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Text,
    /// Who needs it; everybody, where nothing is said.
    pub when: Option<Expr>,
    /// Where it comes from.
    pub comes_from: Option<Text>,
    /// What asks for it; at least one.
    pub citations: Vec<Citation>,
    /// Where it was written.
    pub span: Span,
}
