//! Digits that are greater or smaller than others, as patterns.

/// Returns the patterns of the digits as many as these that are greater.
pub(super) fn greater(digits: &str) -> impl Iterator<Item = String> {
    prefixes(digits).filter_map(move |(before, digit)| {
        let behind = digits.len().saturating_sub(before.len()).saturating_sub(1);
        Some(above(before, digit)? + &any(behind))
    })
}

/// Returns the patterns of the digits as many as these that are smaller.
pub(super) fn smaller(digits: &str) -> impl Iterator<Item = String> {
    prefixes(digits).filter_map(move |(before, digit)| {
        let behind = digits.len().saturating_sub(before.len()).saturating_sub(1);
        Some(below(before, digit)? + &any(behind))
    })
}

/// Returns each digit with what stands before it.
pub(super) fn prefixes(text: &str) -> impl Iterator<Item = (&str, char)> {
    text.char_indices()
        .filter(|(_, character)| character.is_ascii_digit())
        .filter_map(|(place, digit)| Some((text.split_at_checked(place)?.0, digit)))
}

/// Returns the pattern of what starts like this and goes on with a greater digit.
pub(super) fn above(before: &str, digit: char) -> Option<String> {
    let next = char::from_u32(u32::from(digit).checked_add(1)?)?;
    class(next, Some('9')).map(|class| format!("{before}{class}"))
}

/// Returns the pattern of what starts like this and goes on with a smaller digit.
pub(super) fn below(before: &str, digit: char) -> Option<String> {
    let last = char::from_u32(u32::from(digit).checked_sub(1)?);
    class('0', last).map(|class| format!("{before}{class}"))
}

/// Returns the pattern of one digit between two; `None` where there is none.
fn class(first: char, last: Option<char>) -> Option<String> {
    let last = last?;
    match first.cmp(&last) {
        std::cmp::Ordering::Less => Some(format!("[{first}-{last}]")),
        std::cmp::Ordering::Equal => Some(first.to_string()),
        std::cmp::Ordering::Greater => None,
    }
}

fn any(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "[0-9]".to_owned(),
        count => format!("[0-9]{{{count}}}"),
    }
}
