//! What people write in words where the language has signs: comparisons, sets, amounts, numbers.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::grammar::Rule;
use super::scan::{Kind, Piece};
use crate::text::Text;

/// Words of comparisons, each with its sign, and with the sign where `non` or `not` goes before.
const COMPARISONS: &[(&str, &str, &str)] = &[
    ("almeno", ">=", "<"),
    ("fewer", "<", ">="),
    ("greater", ">", "<="),
    ("inferiore", "<", ">="),
    ("inferiori", "<", ">="),
    ("less", "<", ">="),
    ("maggiore", ">", "<="),
    ("minore", "<", ">="),
    ("more", ">", "<="),
    ("oltre", ">", "<="),
    ("superiore", ">", "<="),
    ("superiori", ">", "<="),
];

/// Signs of other languages, each with the one of this: two pieces where they are apart.
const SIGNS: &[(&str, &str, &str)] = &[
    ("=", "=", "="),
    ("=", ">", ">="),
    ("=", "<", "<="),
    ("<", ">", "!="),
];

/// Returns how to write in signs what stands at `index` in words.
pub(super) fn in_signs(
    text: &str,
    pieces: &[Piece],
    index: usize,
    expected: &[Rule],
) -> Option<Text> {
    let found = pieces.get(index)?;
    let before = index.checked_sub(1).and_then(|index| pieces.get(index));
    let after = pieces.get(index.saturating_add(1));
    let lower = |piece: Option<&Piece>| {
        piece.map_or_else(String::new, |piece| piece.of(text).to_lowercase())
    };
    let (word, last, next) = (lower(Some(found)), lower(before), lower(after));
    if let Some((_, plain, refused)) = COMPARISONS.iter().find(|(it, ..)| *it == word) {
        let (said, sign) = if matches!(last.as_str(), "non" | "not") {
            (format!("{last} {word}"), refused)
        } else {
            (word, plain)
        };
        return Some(sign_for(&said, sign));
    }
    if word == "al" && next == "più" {
        return Some(sign_for("al più", "<="));
    }
    if word == "più" && next == "di" {
        return Some(sign_for("più di", ">"));
    }
    let one_of = match word.as_str() {
        "fra" | "tra" => matches!(last.as_str(), "una" | "uno" | "un"),
        "of" => last == "one",
        _ => false,
    };
    if one_of {
        return Some(Text::new(
            format!("invece di «{last} {word}» si scrive `‹in› {{ …, … }}`, senza `‹is›`"),
            format!("instead of “{last} {word}” write `‹in› {{ …, … }}`, without `‹is›`"),
        ));
    }
    if found.kind == Kind::Number && matches!(last.as_str(), "eur" | "euro") {
        let amount = found.of(text);
        return Some(Text::new(
            format!("la valuta sta dopo l'importo: `{amount} EUR`"),
            format!("the currency stands behind the amount: `{amount} EUR`"),
        ));
    }
    let touches = before.is_some_and(|before| before.end == found.start);
    let double = SIGNS
        .iter()
        .find(|(one, two, _)| last == *one && word == *two);
    if let Some((one, two, sign)) = double.filter(|_| touches) {
        return Some(sign_for(&format!("{one}{two}"), sign));
    }
    if word == "-" && matches!(last.as_str(), "add" | "aggiunge") && !touches {
        return Some(Text::new(
            "ciò che un atto toglie si scrive `‹take away› … ‹from› …`, senza segno",
            "what an act takes is written `‹take away› … ‹from› …`, without a sign",
        ));
    }
    if word == "-" && matches!(last.as_str(), "total" | "totale") && !touches {
        return Some(Text::new(
            "un totale non è meno di zero; ciò che un atto toglie si scrive nell'atto, `‹take away› … ‹from› …`",
            "a total is not less than nought; what an act takes is written in the act, `‹take away› … ‹from› …`",
        ));
    }
    let before = before.filter(|it| it.kind == Kind::Word)?;
    let joined = |piece: &Piece| format!("{}_{}", before.of(text), piece.of(text));
    if word == "-" && !next.is_empty() {
        let name = after.map(joined)?;
        return Some(Text::new(
            format!("nei nomi non c'è `-`: scrivere `{name}`"),
            format!("names have no `-`: write `{name}`"),
        ));
    }
    let one_name = found.kind == Kind::Word && before.leads && expected.contains(&Rule::colon);
    one_name.then(|| {
        let name = joined(found);
        Text::new(
            format!("nei nomi non ci sono spazi: scrivere `{name}`"),
            format!("names have no spaces: write `{name}`"),
        )
    })
}

fn sign_for(said: &str, sign: &str) -> Text {
    Text::new(
        format!("invece di «{said}» si scrive `{sign}`"),
        format!("instead of “{said}” write `{sign}`"),
    )
}

/// Returns what to write instead of a sign that the language does not have.
pub(super) fn known_sign(character: char) -> Option<Text> {
    let sign = match character {
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        '×' => "*",
        '÷' => "/",
        '−' | '–' => "-",
        '&' => "‹and›",
        '€' => {
            return Some(Text::new(
                "gli importi si scrivono `5_000 EUR`",
                "amounts are written `5_000 EUR`",
            ));
        }
        _ => return None,
    };
    Some(sign_for(&character.to_string(), sign))
}

/// Returns what to write instead of a word that has accents and so is no name.
pub(super) fn without_accents(written: &str) -> Option<Text> {
    match written.to_lowercase().as_str() {
        "ammissibilità" => Some(Text::new(
            "le fasi sono `‹receipt›`, `‹formal›` e `‹substantive›`",
            "the phases are `‹receipt›`, `‹formal›` and `‹substantive›`",
        )),
        _ => {
            let plain: String = written
                .nfd()
                .filter(|letter| !is_combining_mark(*letter))
                .collect();
            let sound = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.');
            plain
                .chars()
                .all(sound)
                .then(|| Text::new(format!("scrivere `{plain}`"), format!("write `{plain}`")))
        }
    }
}
