//! Names, texts and citations.

use super::super::grammar::Rule;
use super::super::names;
use super::node::{Built, Node};
use crate::diagnostic::Code;
use crate::source::Spanned;
use crate::syntax::tree::{Citation, Name, Path, Words};
use crate::text::{Language, Text};
use crate::value::AuthorityKind;

/// `own_share`; also any other bare word taken as it is written.
pub(super) fn name(node: &Node<'_>) -> Name {
    node.spanned(node.text().to_owned())
}

/// The keywords that [`word`] reads.
const WORDS: &[Rule] = &[
    Rule::kw_receipt,
    Rule::kw_formal,
    Rule::kw_substantive,
    Rule::kw_pre_check,
    Rule::kw_first_stage,
    Rule::kw_final,
    Rule::kw_applicant,
    Rule::kw_office,
    Rule::kw_commission,
];

/// `phase formal`: a keyword as it is in English files, or whatever other word was written.
pub(super) fn word(node: &Node<'_>) -> Built<Name> {
    let Some(word) = node.all_parts().last() else {
        node.impossible();
    };
    if let Some(keyword) = names::keyword(word.rule(), Language::English) {
        return Ok(word.spanned(keyword.to_owned()));
    }
    // The tree tells an English keyword in an Italian file from the keyword it is not.
    let said = |rule: &&Rule| names::keyword(**rule, Language::English) == Some(word.text());
    match WORDS.iter().find(said) {
        None => Ok(name(&word)),
        Some(rule) => {
            let meant = names::keyword(*rule, node.keywords()).unwrap_or_default();
            let error = word.error(
                Code::SyntaxError,
                Text::new(
                    format!("`{}` non è una parola della lingua", word.text()),
                    format!("`{}` is no word of the language", word.text()),
                ),
            );
            Err(Box::new(error.with_hint(Text::new(
                format!("la parola della lingua è `{meant}`"),
                format!("the word of the language is `{meant}`"),
            ))))
        }
    }
}

/// `applicant.form`
pub(super) fn path(node: &Node<'_>) -> Path {
    let mut start = 0_usize;
    let names = node
        .text()
        .split('.')
        .map(|part| {
            let end = start.saturating_add(part.len());
            let name = Spanned::new(part.to_owned(), node.span_within(start, end));
            start = end.saturating_add(1);
            name
        })
        .collect();
    let path = Path {
        names,
        span: node.span(),
    };
    path.in_english(node.keywords())
}

/// `"Sì, \"con riserva\""`
pub(super) fn string(node: &Node<'_>) -> Spanned<String> {
    let quoted = node.text();
    let inner = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(quoted);
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            _ => text.push(character),
        }
    }
    node.spanned(text)
}

/// `pop_2018` or `"Esito finale"`
pub(super) fn column_name(node: &Node<'_>) -> Spanned<String> {
    let part = node.only();
    match part.rule() {
        Rule::string => string(&part),
        _ => name(&part),
    }
}

/// `it "Comune" en "Municipality"`
pub(super) fn words(node: &Node<'_>) -> Words {
    let mut english_first = false;
    let mut texts = Vec::new();
    for part in node.all_parts() {
        match part.rule() {
            Rule::kw_en if texts.is_empty() => english_first = true,
            Rule::string => texts.push(string(&part)),
            _ => {}
        }
    }
    if english_first {
        texts.reverse();
    }
    let mut texts = texts.into_iter();
    let Some(it) = texts.next() else {
        node.impossible();
    };
    let en = texts.next();
    Words {
        it: it.span,
        en: en.as_ref().map(|en| en.span),
        text: Text {
            it: it.value,
            en: en.map(|en| en.value),
        },
        span: node.span(),
    }
}

/// `cite assumption grid`
pub(super) fn cite(node: &Node<'_>) -> Citation {
    let mut parts = node.parts();
    Citation {
        kind: parts
            .maybe(Rule::authority_kind)
            .map(|kind| kind.spanned(authority_kind(&kind))),
        name: name(&parts.one()),
        place: parts.next().map(|place| string(&place)),
        span: node.span(),
    }
}

/// `source`, `assumption` or `reading`
pub(super) fn authority_kind(node: &Node<'_>) -> AuthorityKind {
    if node.has(Rule::kw_source) {
        AuthorityKind::Source
    } else if node.has(Rule::kw_assumption) {
        AuthorityKind::Assumption
    } else {
        AuthorityKind::Reading
    }
}
