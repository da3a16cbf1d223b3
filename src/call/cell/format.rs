//! How files of data are written: declared in the rule file by example, never guessed.

use std::borrow::Cow;

/// How a file of data is written: declared, never guessed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Format {
    /// The encoding of its text.
    pub encoding: Encoding,
    /// What parts the cells of a CSV record; a comma by default.
    pub separator: Separator,
    /// How numbers are written.
    pub numbers: NumberStyle,
    /// How dates are written.
    pub dates: DateOrder,
}

/// What parts the cells of a CSV record: one ASCII character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separator(pub u8);

impl Default for Separator {
    fn default() -> Self {
        Self(b',')
    }
}

impl Separator {
    /// Returns the separator written in a rule file; `None` for anything that cannot part cells.
    ///
    /// ```
    /// use bando::call::Separator;
    /// assert_eq!(Separator::from_text(";"), Some(Separator(b';')));
    /// assert_eq!(Separator::from_text("\""), None);
    /// ```
    pub fn from_text(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [byte @ (b',' | b';' | b'\t' | b'|')] => Some(Self(*byte)),
            _ => None,
        }
    }
}

/// The encoding of a text file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, a byte order mark at the start tolerated.
    #[default]
    Utf8,
    /// Windows-1252, as old Excel writes it.
    Windows1252,
}

impl Encoding {
    /// Returns the encoding that a rule file calls `word`: `utf-8` or `windows-1252`.
    ///
    /// ```
    /// use bando::call::Encoding;
    /// assert_eq!(Encoding::from_word("windows-1252"), Some(Encoding::Windows1252));
    /// assert_eq!(Encoding::from_word("latin"), None);
    /// ```
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Utf8, Self::Windows1252]
            .into_iter()
            .find(|encoding| encoding.word() == word)
    }

    /// Returns the word by which rule files call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Windows1252 => "windows-1252",
        }
    }
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// What stands before the decimals: `.` or `,`.
    pub point: char,
    /// What may stand between groups of exactly three digits, if anything may.
    pub group: Option<char>,
}

impl Default for NumberStyle {
    fn default() -> Self {
        Self {
            point: '.',
            group: None,
        }
    }
}

impl NumberStyle {
    /// Returns the style of an example such as `1.234,56`; `None` where the example does not
    /// settle it, as `1.234` does not.
    ///
    /// ```
    /// use bando::call::NumberStyle;
    /// let italian = NumberStyle { point: ',', group: Some('.') };
    /// assert_eq!(NumberStyle::from_example("1.234,56"), Some(italian));
    /// assert_eq!(NumberStyle::from_example("1234.56"), Some(NumberStyle::default()));
    /// assert_eq!(NumberStyle::from_example("1.234"), None);
    /// ```
    pub fn from_example(example: &str) -> Option<Self> {
        let (whole, decimals) = example.rsplit_once(['.', ','])?;
        let point = example.chars().rfind(|it| matches!(it, '.' | ','))?;
        // Three decimals could just as well be a group of thousands.
        if !matches!(decimals.len(), 1 | 2) {
            return None;
        }
        let mut groups = whole
            .chars()
            .filter(|character| !character.is_ascii_digit());
        let group = groups.next();
        if group.is_some_and(|group| group == point || !GROUPS.contains(&group)) {
            return None;
        }
        let style = Self { point, group };
        style.plain(example)?;
        Some(style)
    }

    /// Returns an example of a number written so.
    ///
    /// ```
    /// use bando::call::NumberStyle;
    /// assert_eq!(NumberStyle::default().example(), "1234.56");
    /// ```
    pub fn example(self) -> String {
        let group = self.group.map(String::from).unwrap_or_default();
        format!("1{group}234{point}56", point = self.point)
    }

    /// Returns the digits of a number written in this style, with a point before the decimals
    /// and without groups; `None` where it is not written so.
    ///
    /// Groups are of exactly three digits, all or none, and do not start with a nought: `0.123`
    /// is no number of thousands.
    pub(super) fn plain(self, text: &str) -> Option<Cow<'_, str>> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", text),
        };
        let (whole, decimals) = match digits.split_once(self.point) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (digits, None),
        };
        let whole = match self.group {
            Some(group) if whole.contains(group) => Cow::Owned(ungrouped(whole, group)?),
            _ => Cow::Borrowed(whole),
        };
        if !all_digits(&whole) || decimals.is_some_and(|decimals| !all_digits(decimals)) {
            return None;
        }
        let as_it_stands =
            matches!(whole, Cow::Borrowed(_)) && (decimals.is_none() || self.point == '.');
        Some(match decimals {
            _ if as_it_stands => Cow::Borrowed(text),
            Some(decimals) => Cow::Owned(format!("{sign}{whole}.{decimals}")),
            None => Cow::Owned(format!("{sign}{whole}")),
        })
    }
}

/// What may stand between groups of digits.
const GROUPS: [char; 7] = ['.', ',', ' ', '\'', '’', '\u{a0}', '\u{202f}'];

fn ungrouped(whole: &str, group: char) -> Option<String> {
    let mut groups = whole.split(group);
    let first = groups.next()?;
    if !matches!(first.len(), 1..=3) || first.starts_with('0') {
        return None;
    }
    let mut joined = String::from(first);
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined)
}

pub(super) fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// In which order the parts of a date are written, and what parts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// `2026-12-31`
    #[default]
    YearMonthDay,
    /// `31/12/2026`, with this character between.
    DayMonthYear(char),
}

impl DateOrder {
    /// Returns the order of an example such as `31/12/2026`; `None` where the example does not
    /// settle it, as `01/02/2026` does not.
    ///
    /// ```
    /// use bando::call::DateOrder;
    /// assert_eq!(DateOrder::from_example("31/12/2026"), Some(DateOrder::DayMonthYear('/')));
    /// assert_eq!(DateOrder::from_example("2026-12-31"), Some(DateOrder::YearMonthDay));
    /// assert_eq!(DateOrder::from_example("01/02/2026"), None);
    /// ```
    pub fn from_example(example: &str) -> Option<Self> {
        let separator = example.chars().find(|it| !it.is_ascii_digit())?;
        let day_first = Self::DayMonthYear(separator);
        if Self::YearMonthDay.date(example).is_some() {
            return Some(Self::YearMonthDay);
        }
        let date = day_first.date(example)?;
        (matches!(separator, '/' | '.' | '-') && date.day() > 12).then_some(day_first)
    }

    /// Returns an example of a date written so.
    ///
    /// ```
    /// use bando::call::DateOrder;
    /// assert_eq!(DateOrder::DayMonthYear('.').example(), "31.12.2026");
    /// ```
    pub fn example(self) -> String {
        match self {
            Self::YearMonthDay => "2026-12-31".to_owned(),
            Self::DayMonthYear(separator) => format!("31{separator}12{separator}2026"),
        }
    }
}
