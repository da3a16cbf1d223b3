//! What an evaluator writes in a cell, against the scale of its criterion.

use std::collections::BTreeSet;

use super::tables::Cell;
use crate::call::{Coefficient, Scale, ScaleKind, visible};
use crate::number::{Fraction, parse_plain};
use crate::text::{Language, Text, nearest};

/// Why a cell holds no mark of its scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoMark {
    /// What is wrong.
    pub(super) message: Text,
    /// What to do.
    pub(super) hint: Text,
}

/// Reads a mark: how it is written, and the share of the maximum that it gives.
pub(super) fn judge(cell: &Cell, scale: &Scale) -> Result<(String, Fraction), NoMark> {
    let trouble = |message| {
        Err(NoMark {
            message,
            hint: what_fits(scale),
        })
    };
    match (cell, &scale.kind) {
        (Cell::Formula, _) => trouble(Text::new(
            "la cella contiene una formula: un giudizio lo scrive chi valuta, non il foglio di calcolo",
            "the cell holds a formula: a mark is written by the evaluator, not by the spreadsheet",
        )),
        (Cell::Date, _) => trouble(Text::new(
            "il foglio di calcolo ha trasformato il giudizio in una data",
            "the spreadsheet has turned the mark into a date",
        )),
        (Cell::Error(error), _) => trouble(Text::new(
            format!("la cella mostra l'errore `{error}`"),
            format!("the cell shows the error `{error}`"),
        )),
        (Cell::Other(other), _) => trouble(not_on(&visible(other), scale)),
        (Cell::Text(text), ScaleKind::Coefficients(words)) => word(text, words, scale),
        (Cell::Number(number), ScaleKind::Coefficients(words)) => {
            word(&plain(*number), words, scale)
        }
        (Cell::Number(number), ScaleKind::Points { .. }) => points(*number, scale),
        (Cell::Text(text), ScaleKind::Points { .. }) => match written_number(text, scale) {
            Some(number) => points(number, scale),
            None => trouble(Text::new(
                format!("`{}` non è un numero della scala", visible(text)),
                format!("`{}` is no number of the scale", visible(text)),
            )),
        },
    }
}

/// Returns the word of a scale that sheets offer: its label in `language`, or its name where a
/// label stands for two.
///
/// ```
/// use bando::call::Coefficient;
/// use bando::number::Fraction;
/// use bando::scoring::shown_word;
/// use bando::text::{Language, Text};
/// let good = Coefficient {
///     name: "buono".to_owned(),
///     label: Text::new("Buono", "Good"),
///     share: Fraction::new(4, 5).unwrap(),
/// };
/// let scale = [good];
/// assert_eq!(shown_word(&scale[0], &scale, Language::English), "Good");
/// ```
pub fn shown_word<'s>(
    word: &'s Coefficient,
    scale: &'s [Coefficient],
    language: Language,
) -> &'s str {
    let label = word.label.get(language);
    let meant = meant_by(label, scale);
    let sure = label == label.trim() && meant.len() == 1 && meant.contains(&word.name.as_str());
    if sure { label } else { &word.name }
}

/// Returns the names of the words that a text can mean: the word of that name, or those labelled
/// so.
fn meant_by<'s>(text: &str, scale: &'s [Coefficient]) -> BTreeSet<&'s str> {
    let named = scale.iter().find(|word| word.name == text);
    if let Some(word) = named {
        return BTreeSet::from([word.name.as_str()]);
    }
    let labelled = |word: &&Coefficient| {
        [Language::Italian, Language::English]
            .into_iter()
            .any(|language| word.label.get(language) == text)
    };
    let words = scale.iter().filter(labelled);
    words.map(|word| word.name.as_str()).collect()
}

fn word(text: &str, words: &[Coefficient], scale: &Scale) -> Result<(String, Fraction), NoMark> {
    let meant = meant_by(text, words);
    let mut found = words
        .iter()
        .filter(|word| meant.contains(word.name.as_str()));
    let shown = visible(text);
    match (found.next(), found.next()) {
        (Some(word), None) => Ok((text.to_owned(), word.share)),
        (Some(one), Some(other)) => Err(NoMark {
            message: Text::new(
                format!("`{shown}` può essere `{}` o `{}`", one.name, other.name),
                format!("`{shown}` may be `{}` or `{}`", one.name, other.name),
            ),
            hint: Text::new("scrivere uno dei due nomi", "write one of the two names"),
        }),
        (None, _) => Err(NoMark {
            message: not_on(&shown, scale),
            hint: near_word(text, words).unwrap_or_else(|| what_fits(scale)),
        }),
    }
}

fn near_word(text: &str, words: &[Coefficient]) -> Option<Text> {
    let known = words.iter().flat_map(|word| {
        let labels = [Language::Italian, Language::English].map(|it| word.label.get(it));
        labels.into_iter().chain([word.name.as_str()])
    });
    let near = visible(nearest(text, known)?);
    Some(Text::new(
        format!("forse si intendeva `{near}`?"),
        format!("did you mean `{near}`?"),
    ))
}

fn points(number: Fraction, scale: &Scale) -> Result<(String, Fraction), NoMark> {
    let ScaleKind::Points {
        least,
        greatest,
        step,
    } = scale.kind
    else {
        unreachable!("the scale counts points");
    };
    let written = plain(number);
    let trouble = |message| {
        Err(NoMark {
            message,
            hint: what_fits(scale),
        })
    };
    if number < least || number > greatest {
        return trouble(Text::new(
            format!("`{}` è fuori dalla scala", comma(&written)),
            format!("`{written}` lies outside the scale"),
        ));
    }
    let steps = number.sub(least).and_then(|it| it.div(step));
    if steps.and_then(Fraction::to_integer).is_none() {
        return trouble(Text::new(
            format!("`{}` cade fra due passi della scala", comma(&written)),
            format!("`{written}` falls between two steps of the scale"),
        ));
    }
    match number.div(greatest) {
        Some(share) => Ok((written, share)),
        None => trouble(not_on(&written, scale)),
    }
}

/// Reads a number written by hand, with a comma or a point before its decimals. Three decimals
/// where the scale has fewer are thousands just as well, and are not guessed at.
fn written_number(text: &str, scale: &Scale) -> Option<Fraction> {
    let ScaleKind::Points {
        least,
        greatest,
        step,
    } = scale.kind
    else {
        return None;
    };
    let plain = text.replacen(',', ".", 1);
    let decimals = plain.split_once('.').map_or(0, |(_, after)| after.len());
    let needed = [least, greatest, step].into_iter();
    let needed = needed.filter_map(Fraction::decimals).max().unwrap_or(0);
    if decimals == 3 && needed < 3 {
        return None;
    }
    parse_plain(&plain)
}

fn not_on(shown: &str, scale: &Scale) -> Text {
    let name = &scale.name;
    if name.is_empty() {
        return Text::new(
            format!("`{shown}` non è fra i giudizi della scala"),
            format!("`{shown}` is not among the marks of the scale"),
        );
    }
    Text::new(
        format!("`{shown}` non è fra i giudizi della scala `{name}`"),
        format!("`{shown}` is not among the marks of the scale `{name}`"),
    )
}

/// Says what the marks of a scale are.
fn what_fits(scale: &Scale) -> Text {
    match &scale.kind {
        ScaleKind::Coefficients(words) => {
            let listed = |language| {
                let each = words.iter();
                let each = each.map(|it| format!("`{}`", visible(shown_word(it, words, language))));
                each.collect::<Vec<_>>().join(", ")
            };
            Text::new(
                format!("i giudizi sono {}", listed(Language::Italian)),
                format!("the marks are {}", listed(Language::English)),
            )
        }
        ScaleKind::Points {
            least,
            greatest,
            step,
        } => {
            let [least, greatest, step] = [least, greatest, step].map(|it| plain(*it));
            Text::new(
                format!(
                    "il giudizio è un numero da {} a {}, a passi di {}",
                    comma(&least),
                    comma(&greatest),
                    comma(&step)
                ),
                format!("the mark is a number from {least} to {greatest}, in steps of {step}"),
            )
        }
    }
}

/// Returns the digits of a number, with a point before its decimals.
fn plain(number: Fraction) -> String {
    let digits = number.decimals().and_then(|places| number.to_plain(places));
    digits.unwrap_or_else(|| format!("{}/{}", number.numerator(), number.denominator()))
}

fn comma(plain: &str) -> String {
    plain.replace('.', ",")
}
