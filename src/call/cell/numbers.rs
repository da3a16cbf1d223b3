//! Numbers, digit for digit, in the declared style.

use super::format::all_digits;
use super::{CellError, NumberStyle, Type, visible};
use crate::number::{Fraction, Money, parse_plain};
use crate::text::Text;
use crate::value::Value;

/// More digits than this are refused, never rounded.
const MOST_DIGITS: usize = 28;

/// Reads a number of type `kind`.
pub(super) fn number(text: &str, kind: Type, style: NumberStyle) -> Result<Value, CellError> {
    let figure = match kind {
        Type::Percent(_) => text.strip_suffix('%').unwrap_or(text).trim_end_matches(' '),
        _ => text,
    };
    let Some(plain) = style.plain(figure) else {
        return Err(not_so_written(text, figure, kind, style));
    };
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    if digits > MOST_DIGITS {
        return Err(CellError::bad(Text::new(
            format!(
                "`{}` ha {digits} cifre; se ne accettano al massimo {MOST_DIGITS}",
                visible(text)
            ),
            format!(
                "`{}` has {digits} digits; at most {MOST_DIGITS} are accepted",
                visible(text)
            ),
        )));
    }
    let places = plain
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    if let Some(most) = most_places(kind)
        && places > most
    {
        return Err(too_many_places(text, figure, most, style));
    }
    let value = parse_plain(&plain).and_then(|number| match kind {
        Type::Percent(_) => number.div(Fraction::integer(100)),
        Type::Money => Money::from_euro(number).map(Money::euro),
        _ => Some(number),
    });
    value.map(Value::Number).ok_or_else(|| {
        CellError::bad(Text::new(
            format!("`{}` è troppo grande", visible(text)),
            format!("`{}` is too large", visible(text)),
        ))
    })
}

/// Returns how many decimals a number of this type may be written with.
fn most_places(kind: Type) -> Option<usize> {
    match kind {
        Type::Integer => Some(0),
        Type::Money => Some(2),
        Type::Decimal(places) | Type::Percent(Some(places)) => Some(usize::from(places)),
        _ => None,
    }
}

fn too_many_places(text: &str, figure: &str, most: usize, style: NumberStyle) -> CellError {
    let text = visible(text);
    let error = CellError::bad(match most {
        0 => Text::new(
            format!("`{text}` ha decimali: qui va un numero intero"),
            format!("`{text}` has decimals: a whole number is needed here"),
        ),
        1 => Text::new(
            format!("`{text}` ha più di un decimale"),
            format!("`{text}` has more than one decimal"),
        ),
        _ => Text::new(
            format!("`{text}` ha più di {most} decimali"),
            format!("`{text}` has more than {most} decimals"),
        ),
    });
    error.with_hint(other_style(figure, most, style))
}

fn not_so_written(text: &str, figure: &str, kind: Type, style: NumberStyle) -> CellError {
    let example = style.example();
    let text = visible(text);
    let message = match kind {
        Type::Money => Text::new(
            format!("`{text}` non è un importo scritto come `{example}`"),
            format!("`{text}` is not an amount written like `{example}`"),
        ),
        Type::Integer => Text::new(
            format!("`{text}` non è un numero intero"),
            format!("`{text}` is not a whole number"),
        ),
        Type::Percent(_) => Text::new(
            format!("`{text}` non è una percentuale, con il numero scritto come `{example}`"),
            format!("`{text}` is not a percentage, with its number written like `{example}`"),
        ),
        _ => Text::new(
            format!("`{text}` non è un numero scritto come `{example}`"),
            format!("`{text}` is not a number written like `{example}`"),
        ),
    };
    let most = most_places(kind).unwrap_or(MOST_DIGITS);
    let hint = habit(figure).or_else(|| other_style(figure, most, style));
    CellError::bad(message).with_hint(hint)
}

/// Names the habit behind a number that is written as no style has it.
fn habit(figure: &str) -> Option<Text> {
    let upper = figure.to_uppercase();
    if figure.contains('€') || upper.contains("EUR") {
        return Some(Text::new(
            "togliere il simbolo o la sigla dell'euro: basta il numero",
            "remove the euro sign or word: the number is enough",
        ));
    }
    let mantissa_and_exponent = upper.split_once('E');
    if let Some((mantissa, exponent)) = mantissa_and_exponent
        && mantissa.starts_with(|it: char| it.is_ascii_digit() || it == '-')
        && all_digits(exponent.trim_start_matches(['+', '-']))
    {
        return Some(Text::new(
            "scrivere tutte le cifre, senza esponente: nel foglio di calcolo formattare la colonna come numero o testo",
            "write all digits, without an exponent: in the spreadsheet format the column as number or text",
        ));
    }
    if figure.starts_with('+') {
        return Some(Text::new("togliere il segno `+`", "remove the `+` sign"));
    }
    if figure.starts_with(['−', '–', '—', '(']) {
        return Some(Text::new(
            "scrivere il segno meno con il trattino semplice, attaccato al numero: `-5`",
            "write the minus sign as a plain hyphen right before the number: `-5`",
        ));
    }
    if figure.contains(['\u{a0}', '\u{202f}']) {
        return Some(Text::new(
            "togliere gli spazi non separabili fra le cifre",
            "remove the non-breaking spaces between the digits",
        ));
    }
    if figure.contains('%') {
        return Some(Text::new("togliere il segno `%`", "remove the `%` sign"));
    }
    if !figure.contains(|it: char| it.is_ascii_digit()) {
        return Some(Text::new(
            "se il dato manca, lasciare vuota la cella",
            "where the value is missing, leave the cell empty",
        ));
    }
    None
}

/// Proposes the style in which the number could be read, where there is one: as a declaration for
/// the whole file, since no cell decides for itself.
fn other_style(figure: &str, most: usize, declared: NumberStyle) -> Option<Text> {
    let style = |point, group| NumberStyle { point, group };
    let fits = |style: &NumberStyle| {
        style.plain(figure).is_some_and(|plain| {
            plain
                .split_once('.')
                .map_or(0, |(_, decimals)| decimals.len())
                <= most
        })
    };
    let candidates = [
        style('.', None),
        style(',', None),
        style(',', Some('.')),
        style('.', Some(',')),
        style(',', Some(' ')),
        style(',', Some('\'')),
        style('.', Some('\'')),
        style(',', Some('’')),
        style('.', Some('’')),
        style('.', Some(' ')),
    ];
    let found = candidates
        .into_iter()
        .find(|style| *style != declared && fits(style))?;
    let example = found.example();
    Some(Text::new(
        format!(
            "se tutti i numeri del file sono scritti come `{example}`, dichiararlo nelle regole: `‹numbers like› \"{example}\"`"
        ),
        format!(
            "if all numbers of the file are written like `{example}`, declare it in the rules: `‹numbers like› \"{example}\"`"
        ),
    ))
}
