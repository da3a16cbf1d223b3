//! Numbers in words.

/// The words of the numbers that people spell out, in Italian and English.
const WORDS: &[(&str, &str, u32)] = &[
    ("due", "two", 2),
    ("tre", "three", 3),
    ("quattro", "four", 4),
    ("cinque", "five", 5),
    ("sei", "six", 6),
    ("sette", "seven", 7),
    ("otto", "eight", 8),
    ("nove", "nine", 9),
    ("dieci", "ten", 10),
    ("undici", "eleven", 11),
    ("dodici", "twelve", 12),
    ("quindici", "fifteen", 15),
    ("diciotto", "eighteen", 18),
    ("venti", "twenty", 20),
    ("ventiquattro", "twenty_four", 24),
    ("trenta", "thirty", 30),
    ("trentasei", "thirty_six", 36),
    ("quaranta", "forty", 40),
    ("cinquanta", "fifty", 50),
    ("sessanta", "sixty", 60),
    ("settanta", "seventy", 70),
    ("ottanta", "eighty", 80),
    ("novanta", "ninety", 90),
    ("cento", "hundred", 100),
    ("mille", "thousand", 1_000),
];

/// Returns the number that a word spells out, where it is one that people do.
///
/// ```
/// use bando::text::number_in_words;
/// assert_eq!(number_in_words("dieci"), Some(10));
/// assert_eq!(number_in_words("comune"), None);
/// ```
pub fn number_in_words(word: &str) -> Option<u32> {
    let found = WORDS.iter().find(|(it, en, _)| *it == word || *en == word);
    found.map(|(_, _, number)| *number)
}
