//! Words, codes, variants, sets and rows.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::format::all_digits;
use super::{CellError, Names, Reading, Type, visible};
use crate::call::{EnumId, Table, TableId};
use crate::text::Text;
use crate::text::nearest;
use crate::value::{Value, VariantId};

/// In a table with more keys than this, only those that begin alike are searched for a near one.
const FEW_KEYS: usize = 256;
/// Keys of so many signs may be tax codes of persons, or accounts.
const LONG_KEY: usize = 16;
/// So many keys of a table are named.
const MOST_KEYS: usize = 5;

/// Reads a word that the rule file declares.
pub(super) fn word(text: &str, kind: Type, reading: &Reading) -> Result<Value, CellError> {
    let declared = reading
        .words
        .iter()
        .find(|(word, _)| word.nfc().eq(text.chars()));
    declared.map(|(_, value)| value.clone()).ok_or_else(|| {
        let message = Text::new(
            format!("`{}` non è fra le parole dichiarate", visible(text)),
            format!("`{}` is not among the words declared", visible(text)),
        );
        let error = match kind {
            Type::Enum(_) | Type::Set(_) | Type::Row(_) => CellError::unknown(message),
            _ => CellError::bad(message),
        };
        error.with_hint(words_hint(text, reading))
    })
}

fn words_hint(text: &str, reading: &Reading) -> Text {
    let words = || reading.words.iter().map(|(word, _)| word.as_str());
    if let Some(near) = nearest(text, words()) {
        return did_you_mean(near);
    }
    let listed: Vec<String> = words()
        .take(5)
        .map(|word| format!("`{}`", visible(word)))
        .collect();
    let more = if words().count() > listed.len() {
        ", …"
    } else {
        ""
    };
    let listed = listed.join(", ");
    Text::new(
        format!(
            "le parole dichiarate sono {listed}{more}; altre si aggiungono nelle regole con `‹with›`"
        ),
        format!("the words declared are {listed}{more}; others are added to the rules by `‹with›`"),
    )
}

fn did_you_mean(near: &str) -> Text {
    let near = visible(near);
    Text::new(
        format!("forse si intendeva `{near}`?"),
        format!("did you mean `{near}`?"),
    )
}

/// Reads yes or no where the rule file declares no words.
pub(super) fn yes_no(text: &str) -> Result<Value, CellError> {
    match text {
        "yes" | "sì" => Ok(Value::YesNo(true)),
        "no" => Ok(Value::YesNo(false)),
        _ => {
            let shown = visible(text);
            Err(CellError::bad(Text::new(
                format!("`{shown}` non è né `sì` né `no`"),
                format!("`{shown}` is neither `yes` nor `no`"),
            ))
            .with_hint(Text::new(
                format!("scrivere `sì` o `no`, oppure dichiarare le parole nelle regole: `‹with› \"{shown}\" = ‹yes›, \"…\" = ‹no›`"),
                format!("write `yes` or `no`, or declare the words in the rules: `‹with› \"{shown}\" = ‹yes›, \"…\" = ‹no›`"),
            )))
        }
    }
}

/// Reads a set: parts by the declared separator, each a word or the name of a variant.
pub(super) fn set(
    text: &str,
    id: EnumId,
    reading: &Reading,
    names: Names<'_>,
) -> Result<Value, CellError> {
    let parts: Vec<&str> = match reading.split.as_deref() {
        Some(separator) if !separator.is_empty() => text.split(separator).map(str::trim).collect(),
        _ => vec![text],
    };
    let mut seen = BTreeSet::new();
    let mut variants = BTreeSet::new();
    for part in parts {
        if part.is_empty() {
            let shown = visible(text);
            return Err(CellError::bad(Text::new(
                format!("in `{shown}` c'è un separatore senza nulla accanto"),
                format!("in `{shown}` there is a separator with nothing beside it"),
            ))
            .with_hint(Text::new(
                "togliere il separatore di troppo",
                "remove that separator",
            )));
        }
        if !seen.insert(part) {
            let part = visible(part);
            return Err(CellError::bad(Text::new(
                format!("`{part}` è scritto due volte"),
                format!("`{part}` is written twice"),
            ))
            .with_hint(Text::new("toglierne uno", "remove one of them")));
        }
        if reading.words.is_empty() {
            variants.insert(variant(part, id, names)?);
            continue;
        }
        match word(part, Type::Set(id), reading)? {
            Value::Variant(variant) => {
                variants.insert(variant);
            }
            Value::Set(more) => variants.extend(more),
            _ => {}
        }
    }
    Ok(Value::Set(variants))
}

/// Finds a variant by its name, or by a label that no other has.
pub(super) fn variant(text: &str, id: EnumId, names: Names<'_>) -> Result<VariantId, CellError> {
    let known = names.enums.get(id.index());
    if let Some(variant) = known.and_then(|known| known.variant(text)) {
        return Ok(variant);
    }
    let shown = visible(text);
    let Some(known) = known else {
        return Err(CellError::unknown(not_in(&shown, "")));
    };
    let labelled = |is_so: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let labels = known.variants.iter().map(|variant| &variant.label);
        let labels = labels.map(|label| {
            let labels = [Some(&label.it), label.en.as_ref()];
            labels.into_iter().flatten().any(|label| is_so(label))
        });
        let labels = labels.enumerate().filter(|(_, so)| *so);
        labels.map(|(place, _)| place).collect()
    };
    if let [one] = *labelled(&|label| label.trim().nfc().eq(text.chars()))
        && let Some(variant) = known.variants.get(one)
        && let Some(found) = known.variant(&variant.name)
    {
        return Ok(found);
    }
    let folded = text.to_lowercase();
    let by_label = labelled(&|label| label.to_lowercase() == folded);
    let by_label = by_label.first().and_then(|it| known.variants.get(*it));
    let candidates = known.variants.iter().map(|variant| variant.name.as_str());
    let near = by_label
        .map(|variant| variant.name.as_str())
        .or_else(|| nearest(text, candidates));
    let hint = near.map_or_else(
        || {
            let some = known.variants.iter().take(5);
            let listed: Vec<String> = some.map(|variant| format!("`{}`", variant.name)).collect();
            let more = if known.variants.len() > listed.len() {
                ", …"
            } else {
                ""
            };
            let listed = listed.join(", ");
            Text::new(
                format!("i valori sono {listed}{more}"),
                format!("the values are {listed}{more}"),
            )
        },
        did_you_mean,
    );
    Err(CellError::unknown(not_in(&shown, &known.name)).with_hint(hint))
}

fn not_in(shown: &str, list: &str) -> Text {
    Text::new(
        format!("`{shown}` non è fra i valori di `{list}`"),
        format!("`{shown}` is not among the values of `{list}`"),
    )
}

/// Reads a code: any text on one line that a spreadsheet has not cut short.
pub(super) fn code(text: &str) -> Result<Value, CellError> {
    if !cut_short(text) {
        return Ok(Value::Text(text.to_owned()));
    }
    let shown = visible(text);
    Err(CellError::bad(Text::new(
        format!("`{shown}` è un codice che il foglio di calcolo ha trasformato in numero, perdendone le cifre"),
        format!("`{shown}` is a code that the spreadsheet has turned into a number, losing its digits"),
    ))
    .with_hint(Text::new(
        "formattare la colonna come testo e riscrivere il codice",
        "format the column as text and write the code again",
    )))
}

/// Tells whether a text is what spreadsheets make of long codes: `1.23E+15`.
pub(crate) fn cut_short(text: &str) -> bool {
    text.split_once("E+").is_some_and(|(mantissa, exponent)| {
        let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
        whole.len() == 1 && all_digits(whole) && all_digits(decimals) && all_digits(exponent)
    })
}

pub(super) fn lost_zero(whole: &str) -> Text {
    let whole = visible(whole);
    Text::new(
        format!(
            "il foglio di calcolo ha tolto lo zero iniziale: è `{whole}`; formattare la colonna come testo"
        ),
        format!(
            "the spreadsheet has dropped the leading zero: it is `{whole}`; format the column as text"
        ),
    )
}

/// Says where to look for a key: few codes are named, but nothing by which persons are known, as
/// whoever fills in a form on the web reads this too.
fn where_to_look(table: &Table, is_open: bool) -> Text {
    if !is_open || table.index.len() > MOST_KEYS {
        let name = &table.name;
        return Text::new(
            format!("cercare il valore nella tabella `{name}`"),
            format!("look the value up in the table `{name}`"),
        );
    }
    let keys = table.index.keys();
    let keys: Vec<String> = keys.map(|key| format!("`{}`", visible(key))).collect();
    let keys = keys.join(", ");
    Text::new(
        format!("le chiavi della tabella sono {keys}"),
        format!("the keys of the table are {keys}"),
    )
}

/// Finds the row with this key.
pub(super) fn row(text: &str, id: TableId, names: Names<'_>) -> Result<Value, CellError> {
    let Some(table) = names.tables.get(id.index()) else {
        return Err(CellError::unknown(not_in(&visible(text), "")));
    };
    if let Some(row) = table.index.get(text) {
        return Ok(Value::Row(*row));
    }
    let key = table
        .columns
        .get(table.key.index())
        .map_or("", |column| column.name.as_str());
    // Digits stand before letters: where the last key is short, no key is a person's tax code.
    let ends = [table.index.first_key_value(), table.index.last_key_value()];
    let is_open = ends.iter().flatten().all(|(key, _)| key.len() < LONG_KEY);
    let (shown, name) = (visible(text), &table.name);
    let message = Text::new(
        format!("`{shown}` non è fra i valori di `{key}` nella tabella `{name}`"),
        format!("`{shown}` is not among the values of `{key}` in table `{name}`"),
    );
    let padded = (1..=3)
        .map(|zeros| format!("{}{text}", "0".repeat(zeros)))
        .find(|padded| table.index.contains_key(padded));
    let near = || {
        let keys = || table.index.keys().map(String::as_str);
        if table.index.len() <= FEW_KEYS {
            return nearest(text, keys()).map(did_you_mean);
        }
        let half = text.chars().count().div_ceil(2);
        let beginning: String = text.chars().take(half).collect();
        let from = table.index.range(beginning.clone()..);
        let alike = from
            .map(|(key, _)| key.as_str())
            .take_while(|key| key.starts_with(&beginning))
            .take(FEW_KEYS);
        nearest(text, alike).map(did_you_mean)
    };
    let hint = match padded {
        Some(padded) if is_open => lost_zero(&padded),
        _ if is_open => near().unwrap_or_else(|| where_to_look(table, true)),
        _ => where_to_look(table, false),
    };
    Err(CellError::unknown(message).with_hint(hint))
}
