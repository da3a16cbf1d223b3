//! Where each page is, in each language.

use form_urlencoded::byte_serialize;

use crate::text::Language;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// The list of calls.
    List,
    /// The page of a call.
    Call(&'a str),
    /// Its guided check.
    Check(&'a str),
}

impl<'a> Place<'a> {
    /// Returns the address of the page.
    pub(super) fn address(self, language: Language) -> String {
        match (self, language) {
            (Self::List, Language::Italian) => "/it/".to_owned(),
            (Self::List, Language::English) => "/en/".to_owned(),
            (Self::Call(id), Language::Italian) => format!("/it/avvisi/{}", escaped(id)),
            (Self::Call(id), Language::English) => format!("/en/calls/{}", escaped(id)),
            (Self::Check(id), Language::Italian) => format!("/it/avvisi/{}/verifica", escaped(id)),
            (Self::Check(id), Language::English) => format!("/en/calls/{}/check", escaped(id)),
        }
    }

    /// Returns the language of an address, and the call it names, if it names one.
    pub(super) fn read(path: &'a str) -> (Language, Option<String>) {
        let language = if path.starts_with("/en/") {
            Language::English
        } else {
            Language::Italian
        };
        let id = path.split('/').nth(3);
        (language, id.map(unescaped))
    }
}

/// Returns the address of the page of the call whose check is at this one, if there is such a call's
/// name in it.
pub(in crate::web) fn call_above(path: &str) -> Option<String> {
    let above = path
        .strip_suffix("/verifica")
        .or_else(|| path.strip_suffix("/check"))?;
    let (language, id) = Place::read(above);
    Some(Place::Call(&id?).address(language))
}

fn escaped(id: &str) -> String {
    let escaped: String = byte_serialize(id.as_bytes()).collect();
    escaped.replace('+', "%20")
}

/// Returns a part of an address as it was before it was escaped.
pub(in crate::web) fn unescaped(part: &str) -> String {
    let pair = format!("x={}", part.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
