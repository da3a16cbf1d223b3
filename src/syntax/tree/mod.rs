//! The tree of a rule file: what was written, with its places, nothing resolved.
//!
//! Lists that could be long are flat (`Sum`, `And`, …), so that no tree is deeper than the
//! nesting of its brackets.

mod blocks;
mod data;
mod derived;
mod expressions;
mod grid;
mod guidance;
mod programme;
mod ranking;
mod rules;
mod tests;
mod weight;

use crate::source::{Span, Spanned};
use crate::text::{Language, Text, keyword};

pub use blocks::*;
pub use data::*;
pub use derived::*;
pub use expressions::*;
pub use grid::*;
pub use guidance::*;
pub use programme::*;
pub use ranking::*;
pub use rules::*;
pub use tests::*;
pub use weight::*;

/// A name as written.
pub type Name = Spanned<String>;

/// A dotted name as written: `applicant.form`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The names between the dots; at least one.
    pub names: Vec<Name>,
    /// The whole path.
    pub span: Span,
}

/// A quoted text as written, in one or two languages, with the place of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The text.
    pub text: Text,
    /// Where the Italian (or only) literal stands, quotes included.
    pub it: Span,
    /// Where the English literal stands, quotes included.
    pub en: Option<Span>,
    /// The whole of it.
    pub span: Span,
}

/// A rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFile {
    /// The language version, 1.
    pub version: Spanned<u32>,
    /// The language of its keywords.
    pub keywords: Language,
    /// The blocks and lines at the top level, in the order written.
    pub items: Vec<Item>,
    /// The blocks that could not be read: reported already, and what they would have named is no
    /// further error.
    pub unread: Vec<UnreadBlock>,
}

/// A block that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadBlock {
    /// Its first word, as it is in English files: `enum`, `facts`, …
    pub keyword: String,
    /// Its second, the name of whatever it would have declared.
    pub name: String,
}

/// One block or line at the top level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `call name { … }`
    Call(CallBlock),
    /// `source`, `assumption` or `reading`.
    Authority(AuthorityItem),
    /// `contact name "office" { … }`
    Contact(ContactBlock),
    /// `document name "title" { … }`
    Document(DocumentBlock),
    /// `enum Name { … }`
    Enum(EnumItem),
    /// `group Name of Enum { … }`
    Group(GroupItem),
    /// `table name from "file" key column { … }`
    Table(TableBlock),
    /// `table name from table group by column { … }`
    DerivedTable(DerivedTable),
    /// `proposals { … }`
    Proposals(ProposalsBlock),
    /// `facts { … }`
    Facts(FactsBlock),
    /// `parameter name : type = value` or `define name : type = value`.
    Definition(DefinitionItem),
    /// `requirement name "title" { … }`
    Requirement(RequirementBlock),
    /// `scale name { … }`
    Scale(ScaleBlock),
    /// `grid { … }`
    Grid(GridBlock),
    /// `weight name over table { … }`
    Weight(WeightBlock),
    /// `ranking { … }`
    Ranking(RankingBlock),
    /// `envelope { … }`
    Envelope(EnvelopeBlock),
    /// `test "name" { … }`
    Test(TestBlock),
    /// A block or line of a programme file.
    Programme(ProgrammeItem),
}

impl RuleFile {
    /// Tells whether the file is a programme's rather than a call's.
    ///
    /// ```
    /// use bando::source::FileId;
    /// let tree = |text: &str| bando::syntax::parse(text, FileId(0)).tree.unwrap();
    /// assert!(tree("bando 1\nprogramme demo { title \"Demo\" }\n").is_programme());
    /// assert!(!tree("bando 1\nranking { order by score descending }\n").is_programme());
    /// ```
    pub fn is_programme(&self) -> bool {
        let unread = |keyword: &str| self.unread.iter().any(|block| block.keyword == keyword);
        let block = |item: &Item| matches!(item, Item::Programme(ProgrammeItem::Programme(_)));
        let part = |item: &Item| matches!(item, Item::Programme(_));
        let call = |item: &Item| matches!(item, Item::Call(_));
        self.items.iter().any(block)
            || unread("programme")
            || self.items.iter().any(part) && !self.items.iter().any(call) && !unread("call")
    }
}

/// The keyword that stands for the call itself in a path.
const CALL: &str = "kw_call";

/// The keywords for what paths know of it.
const MOMENTS: [&str; 2] = ["kw_opens", "kw_closes"];

impl Path {
    /// Returns the path as it would be written in a file with English keywords: the words of
    /// `call.opens` and `call.closes` are keywords.
    ///
    /// ```
    /// use bando::source::{FileId, Span, Spanned};
    /// use bando::syntax::tree::Path;
    /// use bando::text::Language;
    /// let span = Span { file: FileId(0), start: 0, end: 0 };
    /// let names = ["avviso", "chiusura"].map(|name| Spanned::new(name.to_owned(), span)).to_vec();
    /// let path = Path { names, span };
    /// assert_eq!(path.clone().in_english(Language::English).dotted(), "avviso.chiusura");
    /// assert_eq!(path.in_english(Language::Italian).dotted(), "call.closes");
    /// ```
    #[must_use]
    pub fn in_english(mut self, keywords: Language) -> Self {
        let is = |name: &Name, rule, language| {
            let word = keyword(rule, language);
            Some(name.value.as_str()) == word
        };
        if let [call, moment] = self.names.as_mut_slice()
            && is(call, CALL, keywords)
        {
            let known = MOMENTS.iter().find(|rule| is(moment, rule, keywords));
            let mut english = MOMENTS
                .iter()
                .map(|rule| is(moment, rule, Language::English));
            if known.is_none() && english.any(|is| is) {
                return self;
            }
            for (name, rule) in [(call, Some(&CALL)), (moment, known)] {
                let word = rule.and_then(|rule| keyword(rule, Language::English));
                if let Some(word) = word {
                    word.clone_into(&mut name.value);
                }
            }
        }
        self
    }

    /// Returns the path as written, without spaces: `applicant.form`.
    pub fn dotted(&self) -> String {
        self.names
            .iter()
            .map(|name| name.value.as_str())
            .collect::<Vec<_>>()
            .join(".")
    }
}
