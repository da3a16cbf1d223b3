//! Numbers, amounts, dates and the other values written out.

use super::super::grammar::Rule;
use super::blocks::name_set;
use super::node::{Built, Node};
use super::words::{path, string};
use crate::diagnostic::Code;
use crate::number::{Fraction, parse_plain};
use crate::source::Spanned;
use crate::syntax::tree::{Assignment, DateTime, Literal, LiteralKind};
use crate::text::Text;

/// `450_000.00 EUR`
pub(super) fn literal(node: &Node<'_>) -> Built<Literal> {
    let part = node.only();
    let kind = match part.rule() {
        Rule::yes => LiteralKind::YesNo(true),
        Rule::no => LiteralKind::YesNo(false),
        Rule::unknown => LiteralKind::Unknown,
        Rule::empty_set => LiteralKind::Set(Vec::new()),
        Rule::date_time => LiteralKind::DateTime(date_time(&part)),
        Rule::literal_amount | Rule::cell_amount => amount(&part)?,
        Rule::string => LiteralKind::Text(string(&part).value),
        Rule::name_set => LiteralKind::Set(name_set(&part)),
        Rule::record_list => LiteralKind::List(
            part.parts()
                .map(|item| record(&item))
                .collect::<Built<_>>()?,
        ),
        Rule::name => LiteralKind::Name(part.text().to_owned()),
        _ => part.impossible(),
    };
    Ok(Literal {
        kind,
        span: node.span(),
    })
}

/// `{ form = societa, undertaking = yes }`
pub(super) fn record(node: &Node<'_>) -> Built<Vec<Assignment>> {
    node.parts().map(|part| assignment(&part)).collect()
}

fn assignment(node: &Node<'_>) -> Built<Assignment> {
    let mut parts = node.parts();
    Ok(Assignment {
        path: path(&parts.one()),
        value: literal(&parts.one())?,
    })
}

/// `-20 %`, `450_000.00 EUR` or a plain number; what else stands behind the number is not read.
pub(super) fn amount(node: &Node<'_>) -> Built<LiteralKind> {
    let digits = node.only();
    let (mut value, decimals) = number(&digits)?;
    if node.has(Rule::negative) {
        value = value.negate().ok_or_else(|| inexact(&digits))?;
    }
    Ok(if node.has(Rule::percent_sign) {
        LiteralKind::Percent(percent(value).ok_or_else(|| inexact(&digits))?)
    } else if node.has(Rule::kw_eur) {
        whole_euro_or_cents(&digits, decimals)?;
        LiteralKind::Money(value)
    } else {
        LiteralKind::Number(value, decimals)
    })
}

fn percent(value: Fraction) -> Option<Fraction> {
    value.div(Fraction::integer(100))
}

/// `40 %`, within a piece that holds just one number.
pub(super) fn percentage(node: &Node<'_>) -> Built<Fraction> {
    let digits = node.only();
    let (value, _) = number(&digits)?;
    percent(value).ok_or_else(|| inexact(&digits))
}

/// `450_000.00 EUR`, in euro
pub(super) fn money_amount(node: &Node<'_>) -> Built<Spanned<Fraction>> {
    let digits = node.only();
    let (value, decimals) = number(&digits)?;
    whole_euro_or_cents(&digits, decimals)?;
    Ok(node.spanned(value))
}

/// `3_400_000_000.00`, with the number of decimals written
pub(super) fn number(node: &Node<'_>) -> Built<(Fraction, u32)> {
    let (whole, decimals) = node.text().split_once('.').unwrap_or((node.text(), ""));
    if !grouped_by_three(whole) || decimals.contains('_') {
        return Err(node.error(
            Code::SyntaxError,
            Text::new(
                "cifre separate in modo irregolare: `_` sta fra gruppi di tre cifre intere, come in `1_250_000`",
                "oddly grouped digits: `_` stands between groups of three whole digits, as in `1_250_000`",
            ),
        ));
    }
    let places = u32::try_from(decimals.len()).map_err(|_| inexact(node))?;
    let plain = node.text().replace('_', "");
    let value = parse_plain(&plain).ok_or_else(|| inexact(node))?;
    Ok((value, places))
}

fn grouped_by_three(whole: &str) -> bool {
    let Some((first, rest)) = whole.split_once('_') else {
        return true;
    };
    (1..=3).contains(&first.len()) && rest.split('_').all(|group| group.len() == 3)
}

/// Refuses `450.000 EUR`: whoever writes it in Italian means thousands.
fn whole_euro_or_cents(node: &Node<'_>, decimals: u32) -> Built<()> {
    let written = node.text();
    let (whole, thousands) = written.split_once('.').unwrap_or((written, ""));
    if decimals != 3 || whole.len() > 3 || whole.starts_with('0') {
        return Ok(());
    }
    let mut error = node.error(
        Code::InexactLiteral,
        Text::new(
            format!(
                "`{written} EUR` si può leggere in due modi: un importo ha due decimali o nessuno"
            ),
            format!("`{written} EUR` can be read in two ways: an amount has two decimals or none"),
        ),
    );
    error.hint = Some(Text::new(
        format!("per le migliaia scrivere `{whole}_{thousands} EUR`"),
        format!("write `{whole}_{thousands} EUR` for thousands"),
    ));
    Err(error)
}

fn inexact(node: &Node<'_>) -> Box<crate::diagnostic::Diagnostic> {
    node.error(
        Code::InexactLiteral,
        Text::new(
            "il numero ha più di 28 cifre e non può essere conservato esattamente",
            "the number has more than 28 digits and cannot be kept exactly",
        ),
    )
}

/// `1_784`: a count, no larger than its type holds
pub(super) fn whole_number<T: TryFrom<i128>>(node: &Node<'_>, most: T) -> Built<T>
where
    i128: From<T>,
{
    let (value, _) = number(node)?;
    let most = i128::from(most);
    value
        .to_integer()
        .filter(|value| *value <= most)
        .and_then(|value| T::try_from(value).ok())
        .ok_or_else(|| {
            node.error(
                Code::LimitExceeded,
                Text::new(
                    format!("il numero è troppo grande: qui al massimo {most}"),
                    format!("the number is too large: at most {most} here"),
                ),
            )
        })
}

/// `2026-01-15 09:00`
pub(super) fn date_time(node: &Node<'_>) -> DateTime {
    let mut parts = node.parts();
    let day = day(&parts.one());
    let time = parts.next().map(|time| {
        let mut numbers = time.text().split(':');
        let mut next = || two_digits(numbers.next().unwrap_or("00"), &time);
        (next(), next(), next())
    });
    DateTime { time, ..day }
}

/// `2026-01-15`
pub(super) fn day(date: &Node<'_>) -> DateTime {
    let mut numbers = date.text().split('-');
    let mut next = || numbers.next().unwrap_or_default();
    DateTime {
        year: next().parse().unwrap_or_else(|_| date.impossible()),
        month: two_digits(next(), date),
        day: two_digits(next(), date),
        time: None,
    }
}

fn two_digits(text: &str, node: &Node<'_>) -> u8 {
    text.parse().unwrap_or_else(|_| node.impossible())
}
