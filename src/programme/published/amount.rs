//! Amounts as tables print them, told from codes.

use crate::number::{Money, group_digits};
use crate::text::Text;

/// Which signs part the digits of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// Between groups of three digits.
    pub group: char,
    /// Before the cents.
    pub point: char,
}

impl NumberStyle {
    /// Returns the style of an example such as `1.234,56`.
    ///
    /// ```
    /// use bando::programme::published::NumberStyle;
    /// let italian = NumberStyle::from_example("1.234,56").unwrap();
    /// assert_eq!((italian.group, italian.point), ('.', ','));
    /// assert_eq!(NumberStyle::from_example("1234"), None);
    /// ```
    pub fn from_example(example: &str) -> Option<Self> {
        let signs = example.strip_prefix('1')?.strip_suffix("56")?;
        let mut signs = signs.splitn(2, "234");
        let sign = |part: &str| {
            let mut characters = part.chars();
            let first = characters.next()?;
            (characters.next().is_none() && !first.is_alphanumeric()).then_some(first)
        };
        let (group, point) = (sign(signs.next()?)?, sign(signs.next()?)?);
        (group != point).then_some(Self { group, point })
    }
}

/// How an amount is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// With groups and cents: `12.278.400,00`.
    Usual,
    /// Without cents: `23.778.400`.
    WithoutCents,
    /// With cents, and no sign between its thousands: `12278400,00`.
    WithoutGroups,
}

/// Reads an amount in euro; `None` for what is none, such as the code `7.1.1`.
///
/// What has no cents must have groups of three digits, and a sign between them: that tells an amount
/// from a code.
///
/// ```
/// use bando::programme::published::{NumberStyle, parse_amount};
/// let style = NumberStyle { group: '.', point: ',' };
/// let cents = |text| parse_amount(text, style).map(|(amount, _)| amount.cents());
/// assert_eq!(cents("12.278.400,00"), Some(1_227_840_000));
/// assert_eq!(cents("23.778.400"), Some(2_377_840_000));
/// assert_eq!(cents("-3.077.088,00"), Some(-307_708_800));
/// assert_eq!(cents("\u{2013}500,00"), Some(-50_000));
/// assert_eq!(cents("0,00"), Some(0));
/// for none in ["7.1.1", "11.1.3", "7", "1.2345,00", "12.27,00", "1,5", "due milioni", "-"] {
///     assert_eq!(cents(none), None, "{none}");
/// }
/// ```
pub fn parse_amount(text: &str, style: NumberStyle) -> Option<(Money, Writing)> {
    let bare = text.trim_start_matches('€').trim_end_matches('€').trim();
    let unsigned = bare.strip_prefix(['-', '\u{2212}', '\u{2013}']);
    let digits = unsigned.unwrap_or(bare);
    let (whole, cents) = match digits.split_once(style.point) {
        Some((whole, cents)) => (whole, Some(cents)),
        None => (digits, None),
    };
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if cents.is_some_and(|cents| cents.len() != 2 || !plain(cents)) {
        return None;
    }
    let groups: Vec<&str> = whole.split(style.group).collect();
    let (first, rest) = groups.split_first()?;
    let grouped = !rest.is_empty();
    let fits = plain(first)
        && rest.iter().all(|group| group.len() == 3 && plain(group))
        && (!grouped || first.len() <= 3);
    let writing = match (cents, grouped) {
        (None, false) => return None,
        (None, true) => Writing::WithoutCents,
        (Some(_), false) if first.len() > 3 => Writing::WithoutGroups,
        (Some(_), _) => Writing::Usual,
    };
    if !fits {
        return None;
    }
    let number: i64 = format!("{}{}", groups.concat(), cents.unwrap_or("00"))
        .parse()
        .ok()?;
    let signed = if unsigned.is_some() {
        number.checked_neg()?
    } else {
        number
    };
    Some((Money::from_cents(signed), writing))
}

/// Returns an amount for people: `12.278.400,00` in Italian, `12,278,400.00` in English.
pub fn amount_text(amount: Money) -> Text {
    let plain = amount.to_plain();
    Text::new(
        group_digits(&plain, '.', ','),
        group_digits(&plain, ',', '.'),
    )
}
