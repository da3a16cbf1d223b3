//! The known name nearest to one that is not known.

/// Returns the candidate nearest to `name`, if its edit distance is at most a third of the
/// length of `name` (at least 1). Where several are as near, one that begins like `name` comes
/// first, then the first in order of the alphabet.
///
/// ```
/// use bando::text::nearest;
/// assert_eq!(nearest("comun", ["comune", "regione"]), Some("comune"));
/// assert_eq!(nearest("fact", ["act", "facts"]), Some("facts"));
/// assert_eq!(nearest("xyz", ["comune", "regione"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = name.chars().count().div_euclid(3).max(1);
    let folded = name.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .map(|candidate| {
            let other = candidate.to_lowercase();
            let begins_otherwise = folded.chars().next() != other.chars().next();
            (edit_distance(&folded, &other), begins_otherwise, candidate)
        })
        .filter(|(distance, ..)| *distance <= limit)
        .min()
        .map(|(.., candidate)| candidate)
}

/// Counts the insertions, deletions and replacements between two words.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = i;
        let mut previous = i.saturating_add(1);
        let mut next = vec![previous];
        for (b, above) in right.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal.saturating_add(usize::from(a != *b));
            previous = replaced
                .min(above.saturating_add(1))
                .min(previous.saturating_add(1));
            next.push(previous);
            diagonal = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
