//! The same file in the keywords of the other language.

use std::ops::Range;

use super::file::{Prepared, parse, prepare, written};
use super::format::format;
use super::given::GivenPaths;
use super::grammar::{self, Part, Recognised, Refusal, Rule};
use super::parse::Origin;
use super::scan::Piece;
use super::version::keyword_language;
use super::{names, stack};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::text::{Language, Text};

/// Writes a rule file with the keywords of `language` and the spacing of the house.
///
/// Names, texts and comments stay as the author wrote them, so the tree stays the same but for its
/// places and the language of its keywords. A file that has these keywords already is only
/// formatted.
///
/// # Errors
/// What is wrong with the text, where it cannot be read; each name that would be a keyword in the
/// other language. The places carry `FileId(0)`.
///
/// ```
/// use bando::text::Language;
/// let english = "bando 1 en\nranking {\n  order by cost descending\n}\n";
/// let italian = "bando 1 it\ngraduatoria {\n  ordina per cost decrescente\n}\n";
/// assert_eq!(bando::syntax::translate(english, Language::Italian).as_deref(), Ok(italian));
/// assert_eq!(bando::syntax::translate(italian, Language::English).as_deref(), Ok(english));
/// ```
pub fn translate(text: &str, language: Language) -> Result<String, Vec<Diagnostic>> {
    let file = FileId(0);
    let keywords = keyword_language(text);
    if keywords == language {
        return format(text);
    }
    let parsed = parse(text, file);
    if !parsed.diagnostics.is_empty() {
        return Err(parsed.diagnostics);
    }
    let prepared = prepare(text, &Origin::whole(file, keywords))?;
    let Some(tree) = parsed.tree else {
        return Ok(text.to_owned());
    };
    let translation = Translation {
        text,
        from: keywords,
        to: language,
        given: GivenPaths::of(&tree, language),
    };
    let whole = stack::with_room(|| translation.whole(&prepared));
    format(&whole.unwrap_or_else(|| Ok(text.to_owned()))?)
}

/// A text, and from which keywords to which it goes.
struct Translation<'a> {
    text: &'a str,
    from: Language,
    to: Language,
    given: GivenPaths,
}

/// A leaf of a block, and the bytes of what stands for it.
struct Leaf {
    part: Part,
    written: Range<usize>,
}

impl Part {
    fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Returns its place in the file whose byte `offset` starts the block.
    fn span(self, offset: usize) -> Span {
        let origin = Origin {
            start: offset,
            ..Origin::whole(FileId(0), Language::default())
        };
        origin.span(self.start, self.end)
    }
}

impl Translation<'_> {
    /// Translates block after block; what stands between them stays as it is.
    fn whole(&self, prepared: &Prepared) -> Result<String, Vec<Diagnostic>> {
        let mut out = String::with_capacity(self.text.len());
        let mut clashes = Vec::new();
        let mut at = 0;
        for (rule, pieces) in prepared.parts() {
            let (start, block) = written(self.text, pieces);
            out.push_str(self.text.get(at..start).unwrap_or_default());
            at = start.saturating_add(block.len());
            if rule == Rule::version_line {
                out.push_str(&self.version_line(pieces));
                continue;
            }
            match self.block(start, block) {
                Ok(translated) => out.push_str(&translated),
                Err(found) => clashes.extend(found),
            }
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        if clashes.is_empty() {
            Ok(out)
        } else {
            Err(clashes)
        }
    }

    fn version_line(&self, pieces: &[Piece]) -> String {
        let words = pieces.iter().take(2).map(|piece| piece.of(self.text));
        let language = match self.to {
            Language::Italian => "it",
            Language::English => "en",
        };
        words.chain([language]).collect::<Vec<_>>().join(" ")
    }

    /// Translates the block that starts at the byte `offset`.
    fn block(&self, offset: usize, text: &str) -> Result<String, Vec<Diagnostic>> {
        let Ok(block) = grammar::read(Rule::block, self.from, text) else {
            // Its text was read a moment ago.
            return Ok(text.to_owned());
        };
        let mut out = String::with_capacity(text.len());
        let mut leaves: Vec<Leaf> = Vec::new();
        let mut at = 0;
        for part in block.leaves() {
            out.push_str(text.get(at..part.start).unwrap_or_default());
            let start = out.len();
            out.push_str(&self.leaf(part, text));
            at = part.end;
            let written = start..out.len();
            leaves.push(Leaf { part, written });
        }
        out.push_str(text.get(at..).unwrap_or_default());
        let clash = |leaf: &Leaf| {
            let name = leaf.part.of(text);
            clash(name, leaf.part.span(offset), self.to)
        };
        let is_word = |it: &&Leaf| matches!(it.part.rule, Rule::name | Rule::path | Rule::word);
        let names: Vec<&Leaf> = leaves.iter().filter(is_word).collect();
        let refused = names.iter().filter(|leaf| {
            let from_here = out.get(leaf.written.start..).unwrap_or_default();
            leaf.part.rule != Rule::word && grammar::read(Rule::name, self.to, from_here).is_err()
        });
        let hidden = names.iter().filter_map(|leaf| {
            let path = leaf.part.of(text);
            let given = self.given.translated(path)?;
            let span = leaf.part.span(offset);
            let hides = leaf.part.rule == Rule::path && self.given.is_hidden(&given);
            hides.then(|| hidden(path, &given, span))
        });
        let clashes: Vec<Diagnostic> = refused.map(|leaf| clash(leaf)).chain(hidden).collect();
        if !clashes.is_empty() {
            return Err(clashes);
        }
        // What is read otherwise all the same is the doing of the name there, or just before.
        let changed = self.read_otherwise(&block, &leaves, &out);
        let before = changed.and_then(|byte| {
            let mut names = names.iter().rev();
            names.find(|leaf| leaf.written.start <= byte)
        });
        match changed.and(before.or(names.first())) {
            None => Ok(out),
            Some(leaf) => Err(vec![clash(leaf)]),
        }
    }

    /// Returns what stands for a leaf of a block.
    fn leaf(&self, part: Part, text: &str) -> String {
        let written = part.of(text);
        if let Some(words) = names::keyword(part.rule, self.to) {
            // Comments between the words of a keyword go behind it.
            let comments = written.lines().filter_map(|line| line.split_once('#'));
            let comments = comments.map(|(_, comment)| format!(" #{comment}\n"));
            return words.to_owned() + &comments.collect::<String>();
        }
        let path = Some(written).filter(|_| part.rule == Rule::path);
        let translated = path.and_then(|path| self.given.translated(path));
        translated.unwrap_or_else(|| written.to_owned())
    }

    /// Returns the byte at which a translated block is first read otherwise than it was.
    fn read_otherwise(&self, was: &Recognised<'_>, leaves: &[Leaf], text: &str) -> Option<usize> {
        let is = match grammar::read(Rule::block, self.to, text) {
            Ok(is) => is,
            Err(Refusal::Unexpected { at, .. }) => return Some(at),
            Err(Refusal::TooMuch) => return Some(0),
        };
        let mut parts = was.parts.iter().zip(&is.parts);
        let other = parts.find(|(was, is)| (was.rule, was.next) != (is.rule, is.next));
        let moved = is
            .leaves()
            .zip(leaves)
            .find(|(is, leaf)| is.start != leaf.written.start);
        let longer = is.parts.len() != was.parts.len();
        other
            .map(|(_, is)| is.start)
            .or(moved.map(|(is, _)| is.start))
            .or(longer.then_some(text.len()))
    }
}

/// Reports a name that means something else among the keywords of the other language.
fn clash(name: &str, span: Span, language: Language) -> Diagnostic {
    let (it, en) = match language {
        Language::Italian => ("italiane", "Italian"),
        Language::English => ("inglesi", "English"),
    };
    Diagnostic::error(
        Code::SyntaxError,
        span,
        Text::new(
            format!("con le parole chiave {it}, qui `{name}` non sarebbe più un nome"),
            format!("with {en} keywords, `{name}` would no longer be a name here"),
        ),
    )
    .with_hint(Text::new(
        "dargli un altro nome in tutto il file, poi tradurre",
        "give it another name in the whole file, then translate",
    ))
}

/// Reports a given name that would mean something else.
fn hidden(name: &str, given: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::SyntaxError,
        span,
        Text::new(
            format!("qui `{name}` diventerebbe `{given}`, che nel file è già qualcos'altro"),
            format!("`{name}` would become `{given}` here, which is something else in the file"),
        ),
    )
    .with_hint(Text::new(
        format!("dare un altro nome a `{given}`, poi tradurre"),
        format!("give `{given}` another name, then translate"),
    ))
}
