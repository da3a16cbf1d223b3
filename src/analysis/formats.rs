//! How files of data are written, as the rules declare it.

use super::declarations::Seen;
use super::scope::Checker;
use crate::call::{DateOrder, Encoding, Format, NumberStyle, Separator};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::FormatClause;
use crate::text::Text;

impl Checker<'_> {
    /// Returns a format from its clauses, reporting words that say nothing, or say it twice.
    pub(super) fn format<'t>(
        &mut self,
        clauses: impl IntoIterator<Item = (&'t FormatClause, Span)>,
    ) -> Format {
        let mut format = Format::default();
        let mut seen = Seen::default();
        for (clause, span) in clauses {
            let word = match clause {
                FormatClause::Encoding(_) => "encoding",
                FormatClause::Separator(_) => "separator",
                FormatClause::Numbers(_) => "numbers like",
                FormatClause::Dates(_) => "dates like",
            };
            self.once(&mut seen, word, span);
            match clause {
                FormatClause::Encoding(word) => match Encoding::from_word(&word.value) {
                    Some(encoding) => format.encoding = encoding,
                    None => self.bad_format(word.span, "`utf-8`, `windows-1252`"),
                },
                FormatClause::Separator(text) => match Separator::from_text(&text.value) {
                    Some(separator) => format.separator = separator,
                    None => self.bad_format(text.span, "`\",\"`, `\";\"`, `\"|\"`"),
                },
                FormatClause::Numbers(text) => match NumberStyle::from_example(&text.value) {
                    Some(style) => format.numbers = style,
                    None => self.bad_format(
                        text.span,
                        "`\"1234.56\"`, `\"1234,56\"`, `\"1.234,56\"`, `\"1,234.56\"`",
                    ),
                },
                FormatClause::Dates(text) => match DateOrder::from_example(&text.value) {
                    Some(order) => format.dates = order,
                    None => self.bad_format(text.span, "`\"2026-12-31\"`, `\"31/12/2026\"`"),
                },
            }
        }
        format
    }

    fn bad_format(&mut self, span: Span, known: &str) {
        self.report(
            Diagnostic::error(
                Code::TypeMismatch,
                span,
                Text::new("questo formato non è noto", "this format is not known"),
            )
            .with_hint(Text::new(
                format!("si può scrivere {known}"),
                format!("write one of {known}"),
            )),
        );
    }
}
