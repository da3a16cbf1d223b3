//! What the files of the sheets are called.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::report::words::choose;
use crate::text::Language;

/// More characters than this of an evaluator's name do not go into the name of the file.
const MOST_CHARACTERS: usize = 60;

/// Returns the name of each evaluator's file: letters, digits and dashes only, so that it names a
/// file in its folder on any system, and no two alike.
///
/// ```
/// use bando::report::sheet_files;
/// use bando::text::Language;
/// let evaluators = ["../Niccolò D'Amico".to_owned(), "rossi".to_owned()].into();
/// let files = sheet_files(&evaluators, Language::Italian);
/// let names: Vec<&str> = files.values().map(String::as_str).collect();
/// assert_eq!(names, ["scheda-niccolo-d-amico.xlsx", "scheda-rossi.xlsx"]);
/// ```
pub fn sheet_files(evaluators: &BTreeSet<String>, language: Language) -> BTreeMap<String, String> {
    let first = choose(language, "scheda", "sheet");
    let mut taken = BTreeSet::new();
    let mut files = BTreeMap::new();
    for evaluator in evaluators {
        let plain = format!("{first}{}", plain(evaluator));
        let numbered = (2..).map(|number: u64| format!("{plain}-{number}"));
        let mut candidates = std::iter::once(plain.clone()).chain(numbered);
        // There are more numbers than evaluators.
        let name = candidates.find(|name| !taken.contains(name));
        let name = name.unwrap_or(plain);
        taken.insert(name.clone());
        files.insert(evaluator.clone(), format!("{name}.xlsx"));
    }
    files
}

/// Returns the letters and digits of a name, small and without accents, with a dash before each
/// word.
fn plain(name: &str) -> String {
    let letters = name.nfd().filter(|letter| !is_combining_mark(*letter));
    let letters = letters.flat_map(char::to_lowercase).take(MOST_CHARACTERS);
    let mut plain = String::new();
    let mut between = true;
    for letter in letters {
        if !letter.is_alphanumeric() {
            between = true;
            continue;
        }
        if between {
            plain.push('-');
            between = false;
        }
        plain.push(letter);
    }
    plain
}
