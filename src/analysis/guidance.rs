//! What applicants are told: whom to ask and what to prepare.

use super::declarations::Seen;
use super::scope::{Checker, Scope};
use crate::call::{Contact, Document};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{
    ContactBlock, ContactClause, DocumentBlock, DocumentClause, Item, RuleFile,
};
use crate::text::Text;

impl Checker<'_> {
    pub(super) fn guidance(&mut self, tree: &RuleFile) {
        let mut contacts: Vec<(&str, Span)> = Vec::new();
        let mut documents: Vec<(&str, Span)> = Vec::new();
        for item in &tree.items {
            let (named, name) = match item {
                Item::Contact(block) => (&mut contacts, &block.name),
                Item::Document(block) => (&mut documents, &block.name),
                _ => continue,
            };
            if let Some((_, first)) = named.iter().find(|(it, _)| *it == name.value) {
                self.duplicate(name, *first);
                continue;
            }
            named.push((&name.value, name.span));
            match item {
                Item::Contact(block) => self.contact(block),
                Item::Document(block) => self.document(block),
                _ => {}
            }
        }
    }

    fn contact(&mut self, block: &ContactBlock) {
        let mut contact = Contact {
            name: block.name.value.clone(),
            office: block.office.text.clone(),
            email: None,
            telephone: None,
            page: None,
            hours: None,
            citations: Vec::new(),
        };
        let mut seen = Seen::default();
        for clause in &block.clauses {
            let word = match &clause.value {
                ContactClause::Email(email) => {
                    self.written_so(email, is_email(&email.value), &EMAIL);
                    contact.email = Some(email.value.clone());
                    "email"
                }
                ContactClause::Telephone(number) => {
                    self.written_so(number, is_telephone(&number.value), &TELEPHONE);
                    contact.telephone = Some(number.value.clone());
                    "telephone"
                }
                ContactClause::Page(page) => {
                    self.written_so(page, is_page(&page.value), &PAGE);
                    contact.page = Some(page.value.clone());
                    "page"
                }
                ContactClause::Hours(words) => {
                    contact.hours = Some(words.text.clone());
                    "hours"
                }
                ContactClause::Cite(citation) => {
                    contact.citations.extend(self.citations([citation]));
                    continue;
                }
            };
            self.once(&mut seen, word, clause.span);
        }
        let ways = ["email", "telephone", "page"];
        if ways.iter().all(|way| seen.span(way).is_none()) {
            self.report(
                Diagnostic::error(
                    Code::MissingPart,
                    block.name.span,
                    Text::new(
                        "non si dice come raggiungere questo ufficio",
                        "it is not said how to reach this office",
                    ),
                )
                .with_hint(Text::new(
                    "aggiungere `‹email› \"…\"`, `‹telephone› \"…\"` o `‹page› \"https://…\"`",
                    "add `‹email› \"…\"`, `‹telephone› \"…\"` or `‹page› \"https://…\"`",
                )),
            );
        }
        self.call.contacts.push(contact);
    }

    fn document(&mut self, block: &DocumentBlock) {
        let mut document = Document {
            name: block.name.value.clone(),
            title: block.title.text.clone(),
            when: None,
            comes_from: None,
            citations: Vec::new(),
            span: block.name.span,
        };
        let mut seen = Seen::default();
        for clause in &block.clauses {
            let word = match &clause.value {
                DocumentClause::When(condition) => {
                    document.when = self.condition(condition, &Scope::default());
                    "when"
                }
                DocumentClause::ComesFrom(words) => {
                    document.comes_from = Some(words.text.clone());
                    "comes from"
                }
                DocumentClause::Cite(citation) => {
                    document.citations.extend(self.citations([citation]));
                    if seen.span("cite").is_none() {
                        self.once(&mut seen, "cite", clause.span);
                    }
                    continue;
                }
            };
            self.once(&mut seen, word, clause.span);
        }
        self.complete(&seen, &["cite"], "document", block.name.span);
        self.call.documents.push(document);
    }

    fn written_so(&mut self, written: &Spanned<String>, right: bool, what: &Written) {
        if right {
            return;
        }
        self.report(
            Diagnostic::error(
                Code::BadValue,
                written.span,
                Text::new(
                    format!("`{}` non è {}", written.value, what.it),
                    format!("`{}` is not {}", written.value, what.en),
                ),
            )
            .with_hint(Text::new(
                format!("per esempio `{}`", what.example),
                format!("for example `{}`", what.example),
            )),
        );
    }
}

/// How something is written.
struct Written {
    it: &'static str,
    en: &'static str,
    example: &'static str,
}

const EMAIL: Written = Written {
    it: "un indirizzo di posta elettronica",
    en: "an e-mail address",
    example: "ufficio@example.org",
};
const TELEPHONE: Written = Written {
    it: "un numero di telefono",
    en: "a telephone number",
    example: "+39 080 0000000",
};
const PAGE: Written = Written {
    it: "l'indirizzo di una pagina",
    en: "the address of a page",
    example: "https://www.example.org/bando",
};

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, place)| {
        let dotted = place.split('.').count() >= 2 && place.split('.').all(|it| !it.is_empty());
        !name.is_empty() && dotted && is_one_word(text) && !place.contains('@')
    })
}

fn is_telephone(text: &str) -> bool {
    let known = |letter: char| letter.is_ascii_digit() || "+ ()/.-".contains(letter);
    text.chars().all(known) && text.chars().filter(char::is_ascii_digit).count() >= 3
}

/// Only what a browser opens as a page: no other scheme may stand in a link.
fn is_page(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or(text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty()) && is_one_word(text)
}

fn is_one_word(text: &str) -> bool {
    let odd =
        |letter: char| letter.is_whitespace() || letter.is_control() || "<>\"'".contains(letter);
    !text.contains(odd)
}
