//! Pieces of a rule file in words that do not depend on how it is laid out.

use super::file::{parse, prepare, written};
use super::given::GivenPaths;
use super::grammar::{self, Rule};
use super::parse::Origin;
use super::version::keyword_language;
use super::{names, stack};
use crate::source::{FileId, Span};
use crate::text::Language;

/// Returns what stands under each of `spans` with the keywords of `language`, single spaces
/// between the words, and no comments: the same before and after [`super::format()`] and
/// [`super::translate`].
///
/// Where the text cannot be read, the words stay as they are.
///
/// ```
/// use bando::source::{FileId, Span};
/// use bando::{syntax::wording, text::Language};
/// let text = "bando 1\nranking { order by cost # money\n  descending }\n";
/// let place = |from: &str, to: &str| Span {
///     file: FileId(0),
///     start: text.find(from).unwrap() as u32,
///     end: (text.find(to).unwrap() + to.len()) as u32,
/// };
/// let spans = [place("order", "descending")];
/// assert_eq!(wording(text, &spans, Language::Italian), ["ordina per cost decrescente"]);
/// assert_eq!(wording(text, &spans, Language::English), ["order by cost descending"]);
/// ```
pub fn wording(text: &str, spans: &[Span], language: Language) -> Vec<String> {
    let worded = stack::with_room(|| worded(text, spans, language));
    worded.flatten().unwrap_or_else(|| {
        let pieces = spans.iter().map(|span| piece(text, *span));
        pieces.map(|it| joined(it.split_whitespace())).collect()
    })
}

fn worded(text: &str, spans: &[Span], language: Language) -> Option<Vec<String>> {
    if spans.is_empty() {
        return Some(Vec::new());
    }
    let keywords = keyword_language(text);
    let file = FileId(0);
    let tree = parse(text, file).tree?;
    let given = GivenPaths::of(&tree, language);
    let prepared = prepare(text, &Origin::whole(file, keywords)).ok()?;
    let mut out = vec![Vec::new(); spans.len()];
    for (rule, pieces) in prepared.parts() {
        let (offset, block) = written(text, pieces);
        let end = offset.saturating_add(block.len());
        if rule != Rule::block || !spans.iter().any(|span| within(*span, offset, end)) {
            continue;
        }
        let recognised = grammar::read(rule, keywords, block).ok()?;
        let leaves: Vec<_> = recognised.leaves().collect();
        let wanted = spans.iter().zip(&mut out);
        for (span, words) in wanted.filter(|(span, _)| within(**span, offset, end)) {
            for leaf in &leaves {
                let at = offset.saturating_add(leaf.start);
                if at < span.start as usize || at >= span.end as usize {
                    continue;
                }
                let as_written = block.get(leaf.start..leaf.end).unwrap_or_default();
                let path = Some(as_written).filter(|_| leaf.rule == Rule::path);
                let word = names::keyword(leaf.rule, language).map(str::to_owned);
                let word = word.or_else(|| path.and_then(|path| given.translated(path)));
                words.push(word.unwrap_or_else(|| as_written.to_owned()));
            }
        }
    }
    out.iter().all(|words| !words.is_empty()).then(|| {
        let each = out.iter();
        each.map(|words| joined(words.iter().map(String::as_str)))
            .collect()
    })
}

fn within(span: Span, start: usize, end: usize) -> bool {
    (start..end).contains(&(span.start as usize))
}

fn piece(text: &str, span: Span) -> &str {
    let place = span.start as usize..span.end as usize;
    text.get(place).unwrap_or_default()
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}
