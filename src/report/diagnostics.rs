//! Diagnostics, for the terminal and for other programs.

use annotate_snippets::{
    AnnotationKind, Element, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};
use serde::Serialize;

use super::words::{choose, visible};
use crate::diagnostic::{DataPlace, Diagnostic, Label, Place, Severity};
use crate::source::{FileId, Sources, Span};
use crate::text::{Language, Text};

/// Whether text for a terminal is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// No colours.
    #[default]
    Plain,
    /// Colours of a terminal.
    Ansi,
}

/// Returns the diagnostic as people read it: the rule lines it concerns, underlined, and what to
/// do; without a line end.
///
/// # Why does this say "errore"?
/// ```
/// use bando::diagnostic::{Code, DataPlace, Diagnostic};
/// use bando::report::{Colour, render_diagnostic};
/// use bando::source::Sources;
/// use bando::text::{Language, Text};
/// let place = DataPlace { file: "domande.csv".into(), line: Some(7), ..DataPlace::default() };
/// let found = Diagnostic::data(Code::MissingId, place, Text::new("manca l'id", "no id"));
/// let text = render_diagnostic(&found, &Sources::default(), Language::Italian, Colour::Plain);
/// assert_eq!(text, "errore[missing-id]: manca l'id\n--> domande.csv:7");
/// ```
pub fn render_diagnostic(
    diagnostic: &Diagnostic,
    sources: &Sources,
    language: Language,
    colour: Colour,
) -> String {
    let title = level(diagnostic.severity, language)
        .primary_title(diagnostic.message.get(language))
        .id(diagnostic.code.as_str());
    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut elsewhere: Vec<&Label> = Vec::new();
    match &diagnostic.primary.place {
        Place::Data(place) => {
            elements.push(Origin::path(visible(&place.to_string())).into());
            elsewhere.extend(&diagnostic.related);
        }
        Place::Rules(span) => {
            let (here, other): (Vec<&Label>, _) = diagnostic.related.iter().partition(
                |label| matches!(&label.place, Place::Rules(related) if related.file == span.file),
            );
            let mut marks = vec![Mark {
                kind: AnnotationKind::Primary,
                span: *span,
                text: &diagnostic.primary.text,
            }];
            marks.extend(here.iter().filter_map(|label| Mark::context(label)));
            elements.extend(snippet(sources, span.file, &marks, language));
            elsewhere = other;
        }
    }
    for label in elsewhere {
        elements.push(related(label, sources, language));
    }
    if let Some(hint) = &diagnostic.hint {
        let help = Level::HELP.with_name(choose(language, "aiuto", "help"));
        elements.push(help.message(safe(hint, language)).into());
    }
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Ansi => Renderer::styled(),
    };
    renderer.render(&[title.elements(elements)])
}

/// Returns the diagnostic as JSON, with names, lines and columns of its places, in one line.
pub fn diagnostic_json(diagnostic: &Diagnostic, sources: &Sources) -> serde_json::Value {
    let related = diagnostic.related.iter();
    let view = DiagnosticView {
        severity: diagnostic.severity,
        code: diagnostic.code.as_str(),
        message: &diagnostic.message,
        primary: label(&diagnostic.primary, sources),
        related: related.map(|it| label(it, sources)).collect(),
        hint: diagnostic.hint.as_ref(),
    };
    match serde_json::to_value(view) {
        Ok(value) => value,
        Err(_) => unreachable!("the view has only texts and numbers"),
    }
}

#[derive(Serialize)]
struct DiagnosticView<'a> {
    severity: Severity,
    code: &'static str,
    message: &'a Text,
    primary: LabelView<'a>,
    related: Vec<LabelView<'a>>,
    hint: Option<&'a Text>,
}

#[derive(Serialize)]
struct LabelView<'a> {
    place: PlaceView<'a>,
    text: Option<Text>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PlaceView<'a> {
    Rules {
        file: &'a str,
        /// Bytes, counted from 0.
        start: u32,
        end: u32,
        /// Lines and columns count from 1, columns in characters.
        line: usize,
        column: usize,
        end_line: usize,
        end_column: usize,
    },
    Data(&'a DataPlace),
}

fn label<'a>(label: &'a Label, sources: &'a Sources) -> LabelView<'a> {
    LabelView {
        place: place(&label.place, sources),
        text: some(&label.text),
    }
}

fn place<'a>(place: &'a Place, sources: &'a Sources) -> PlaceView<'a> {
    let span = match place {
        Place::Data(place) => return PlaceView::Data(place),
        Place::Rules(span) => *span,
    };
    let (line, column) = sources.line_column(span);
    let end = Span {
        start: span.end,
        ..span
    };
    let (end_line, end_column) = sources.line_column(end);
    PlaceView::Rules {
        file: sources.get(span.file).map_or("", |file| &file.name),
        start: span.start,
        end: span.end,
        line,
        column,
        end_line,
        end_column,
    }
}

fn some(text: &Text) -> Option<Text> {
    (!text.it.is_empty()).then(|| text.clone())
}

fn level(severity: Severity, language: Language) -> Level<'static> {
    let (level, it, en) = match severity {
        Severity::Error => (Level::ERROR, "errore", "error"),
        Severity::Warning => (Level::WARNING, "attenzione", "warning"),
        Severity::Notice => (Level::NOTE, "nota", "note"),
    };
    level.with_name(choose(language, it, en))
}

/// A place of a rule file to be underlined.
#[derive(Clone, Copy)]
struct Mark<'a> {
    kind: AnnotationKind,
    span: Span,
    text: &'a Text,
}

impl<'a> Mark<'a> {
    fn context(label: &'a Label) -> Option<Self> {
        match label.place {
            Place::Rules(span) => Some(Self {
                kind: AnnotationKind::Context,
                span,
                text: &label.text,
            }),
            Place::Data(_) => None,
        }
    }

    /// Returns the mark without the white space at its end, so that it ends with the last word.
    fn trimmed(mut self, text: &str) -> Self {
        let range = self.span.start as usize..self.span.end as usize;
        let kept = text.get(range).map(|marked| marked.trim_end().len());
        if let Some(kept) = kept.filter(|kept| *kept > 0) {
            let kept = u32::try_from(kept).unwrap_or(u32::MAX);
            self.span.end = self.span.start.saturating_add(kept);
        }
        self
    }
}

/// Returns the lines from the first mark to the last; only the file's name where a mark does not
/// fit the file.
fn snippet<'a>(
    sources: &'a Sources,
    file: FileId,
    marks: &[Mark<'a>],
    language: Language,
) -> Option<Element<'a>> {
    let source = sources.get(file)?;
    let marks: Vec<Mark<'_>> = marks
        .iter()
        .map(|mark| mark.trimmed(&source.text))
        .collect();
    let first = marks.iter().map(|mark| mark.span.start as usize).min()?;
    let last = marks.iter().map(|mark| mark.span.end as usize).max()?;
    let fits = |mark: &Mark<'_>| {
        let range = mark.span.start as usize..mark.span.end as usize;
        source.text.get(range).is_some()
    };
    let lines = source.text.get(..first).zip(source.text.get(last..));
    let (Some((before, after)), true) = (lines, marks.iter().all(fits)) else {
        return Some(Origin::path(source.name.as_str()).into());
    };
    // Only these lines are handed on: rendering takes as long as the text it is given.
    let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let end = match after.find('\n') {
        Some(at) => last.saturating_add(at).saturating_add(1),
        None => source.text.len(),
    };
    let line = before.matches('\n').count().saturating_add(1);
    let annotations = marks.iter().map(|mark| {
        let from = (mark.span.start as usize).saturating_sub(start);
        let to = (mark.span.end as usize).saturating_sub(start);
        let words = Some(mark.text.get(language)).filter(|words| !words.is_empty());
        mark.kind.span(from..to).label(words)
    });
    Some(
        Snippet::source(source.text.get(start..end).unwrap_or_default())
            .line_start(line)
            .path(source.name.as_str())
            .annotations(annotations)
            .into(),
    )
}

/// Returns a place in another file, or in data.
fn related<'a>(label: &'a Label, sources: &'a Sources, language: Language) -> Element<'a> {
    let place = match &label.place {
        Place::Data(place) => visible(&place.to_string()),
        Place::Rules(span) => {
            let marks: Vec<_> = Mark::context(label).into_iter().collect();
            match snippet(sources, span.file, &marks, language) {
                Some(snippet) => return snippet,
                None => String::new(),
            }
        }
    };
    let note = Level::NOTE.with_name(choose(language, "nota", "note"));
    note.message(format!("{place}: {}", safe(&label.text, language)))
        .into()
}

fn safe(text: &Text, language: Language) -> String {
    normalize_untrusted_str(text.get(language))
}
