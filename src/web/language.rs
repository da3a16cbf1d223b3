//! In which language somebody is addressed.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

use crate::text::Language;

/// Returns the language that the header of a browser prefers; Italian where it names neither.
///
/// Languages are taken by their weight, then in the order written (RFC 9110, 12.5.4).
pub(super) fn preferred(headers: &HeaderMap) -> Language {
    let header = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut best: Option<(u32, Language)> = None;
    for part in header.split(',').take(32) {
        let (range, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        let language = match range
            .trim()
            .get(..2)
            .map(str::to_ascii_lowercase)
            .as_deref()
        {
            Some("it") => Language::Italian,
            Some("en") => Language::English,
            _ => continue,
        };
        let weight = thousandths(weight.trim());
        if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
            best = Some((weight, language));
        }
    }
    best.map_or(Language::Italian, |(_, language)| language)
}

/// Returns a weight such as `q=0.8` in thousandths; nothing else weighs anything.
fn thousandths(weight: &str) -> u32 {
    let number = weight.strip_prefix("q=").unwrap_or_default().trim();
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let digits: String = format!("{decimals:0<3}").chars().take(3).collect();
    match (whole, digits.parse::<u32>()) {
        ("1", _) => 1_000,
        ("0", Ok(part)) => part,
        _ => 0,
    }
}

/// Returns the code of a language, as addresses and `lang` attributes write it.
pub(super) fn code(language: Language) -> &'static str {
    match language {
        Language::Italian => "it",
        Language::English => "en",
    }
}

/// Returns the other language.
pub(super) fn other(language: Language) -> Language {
    match language {
        Language::Italian => Language::English,
        Language::English => Language::Italian,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_is_there_is_taken() {
        let of = |header: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, header.parse().unwrap());
            code(preferred(&headers))
        };
        for (header, wanted) in [
            ("it-IT,it;q=0.9,en;q=0.8", "it"),
            ("en-GB,en;q=0.9", "en"),
            ("en;q=0.5,it;q=0.7", "it"),
            ("de,fr;q=0.9", "it"),
            ("de, en;q=0.1", "en"),
            ("en;q=0, *", "it"),
            ("en;q=banana", "it"),
            (";;,,;q=", "it"),
        ] {
            assert_eq!(of(header), wanted, "{header}");
        }
    }
}
