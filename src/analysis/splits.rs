//! How each award is split: its parts make the whole, and each has a name of its own.

use super::scope::Checker;
use crate::call::{Split, Type, show};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Fraction, Money};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{SplitClause, Words};
use crate::text::{Language, Text};
use crate::value::Value;

impl Checker<'_> {
    /// Adds a split to those before it.
    pub(super) fn split(&mut self, clause: &SplitClause, splits: &mut Vec<Split>, span: Span) {
        let SplitClause {
            name,
            parts: written,
        } = clause;
        if let Some(first) = splits.iter().find(|it| alike(&it.name, &name.text)) {
            self.twice(name, &first.name, first.span);
        }
        let split = Split {
            name: name.text.clone(),
            parts: written
                .iter()
                .map(|(part, share)| (part.text.clone(), share.value))
                .collect(),
            span,
        };
        for (place, (part, share)) in written.iter().enumerate() {
            let mut earlier = written.iter().take(place);
            if let Some((first, _)) = earlier.find(|(it, _)| alike(&it.text, &part.text)) {
                self.twice(part, &first.text, first.span);
            }
            if share.value.is_zero() {
                self.nothing_for(part, share.span);
            }
        }
        let mut shares = split.parts.iter();
        let whole = shares.try_fold(Fraction::ZERO, |sum, (_, share)| sum.add(*share));
        match whole {
            Some(Fraction::ONE) if !split.of(Money::ZERO).is_empty() => {}
            Some(whole) if whole != Fraction::ONE => self.not_whole(&split, whole),
            _ => self.too_fine(span),
        }
        splits.push(split);
    }

    /// Reports a name that another has, in either language.
    fn twice(&mut self, name: &Words, other: &Text, first: Span) {
        let word = if name.text.it == other.it {
            name.text.it.clone()
        } else {
            name.text.get(Language::English).to_owned()
        };
        self.duplicate(&Spanned::new(word, name.span), first);
    }

    fn nothing_for(&mut self, part: &Words, span: Span) {
        let [it, en] = [Language::Italian, Language::English].map(|it| part.text.get(it));
        self.report(
            Diagnostic::error(
                Code::NoMoney,
                span,
                Text::new(
                    format!("la parte `{it}` è di zero: non avrebbe mai nulla"),
                    format!("the part `{en}` is zero: it would never have anything"),
                ),
            )
            .with_hint(Text::new(
                "scrivere una percentuale, o togliere la parte",
                "write a percentage, or remove the part",
            )),
        );
    }

    fn not_whole(&mut self, split: &Split, whole: Fraction) {
        let text = |language| {
            let whole = show(
                &Value::Number(whole),
                Type::Percent(None),
                self.call.names(),
                language,
            );
            (split.name.get(language), whole)
        };
        let ((name_it, it), (name_en, en)) = (text(Language::Italian), text(Language::English));
        let found = Diagnostic::error(
            Code::SharesDiffer,
            split.span,
            Text::new(
                format!("le parti di `{name_it}` fanno {it}, non 100 %"),
                format!("the parts of `{name_en}` make {en}, not 100 %"),
            ),
        )
        .with_hint(Text::new(
            "correggere le percentuali",
            "correct the percentages",
        ));
        self.report(found);
    }

    fn too_fine(&mut self, span: Span) {
        self.report(
            Diagnostic::error(
                Code::InexactLiteral,
                span,
                Text::new(
                    "queste percentuali hanno troppe cifre: insieme non si possono contare esattamente",
                    "these percentages have too many digits: together they cannot be counted exactly",
                ),
            )
            .with_hint(Text::new(
                "scrivere percentuali con meno decimali",
                "write percentages with fewer decimals",
            )),
        );
    }
}

/// Tells whether two texts read the same in either language.
fn alike(one: &Text, other: &Text) -> bool {
    one.it == other.it || one.get(Language::English) == other.get(Language::English)
}
