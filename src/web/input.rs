//! What stands in the fields of a form, read as the answer to a question.

use crate::call::{
    Call, CellError, CellErrorKind, DateOrder, Format, NumberStyle, Type, read_cell,
};
use crate::precheck::{Answers, Question};
use crate::text::{Language, Text};
use crate::value::Value;

/// More items than this a form does not take: each has a page for each of its fields.
pub(super) const MOST_ITEMS: usize = 50;
/// The longest answer, in characters.
pub(super) const MOST_CHARACTERS: usize = 2_000;
/// What people, and their spreadsheets, put between groups of digits: no-break, narrow no-break and
/// thin spaces.
const SPACES: [char; 3] = ['\u{a0}', '\u{202f}', '\u{2009}'];
/// The value of the box "none of these".
pub(super) const NONE: &str = "-";

/// Reads the answer to `question` out of the values of its field and puts it among `answers`.
///
/// # Errors
/// What is wrong with it, and how to mend it.
pub(super) fn answer(
    call: &Call,
    answers: &mut Answers,
    question: &Question,
    values: &[&str],
    language: Language,
) -> Result<(), CellError> {
    let Some(kind) = question.kind(call) else {
        return Ok(());
    };
    let written: Vec<&str> = values.iter().map(|it| it.trim()).collect();
    let written: Vec<&str> = written.into_iter().filter(|it| !it.is_empty()).collect();
    if written.is_empty() {
        return Err(missing(kind));
    }
    if written
        .iter()
        .any(|it| it.chars().count() > MOST_CHARACTERS)
    {
        return Err(bad(Text::new(
            format!("la risposta ha più di {MOST_CHARACTERS} caratteri"),
            format!("the answer has more than {MOST_CHARACTERS} characters"),
        )));
    }
    match kind {
        Type::List(_) => {
            let count = written.first().copied().unwrap_or_default();
            answers.state_items(call, question, items(count)?);
        }
        Type::Set(of) => {
            let value = set(call, of, &written)?;
            answers.state(question, value);
        }
        _ => {
            let text = written.first().copied().unwrap_or_default();
            let value = one(call, question, kind, text, language)?;
            answers.state(question, value);
        }
    }
    Ok(())
}

fn items(text: &str) -> Result<usize, CellError> {
    let count = text.parse::<usize>().ok();
    if let Some(count) = count.filter(|it| *it <= MOST_ITEMS) {
        return Ok(count);
    }
    let digits = !text.is_empty() && text.chars().all(|it| it.is_ascii_digit());
    let (message, hint) = if digits {
        (
            Text::new(
                format!("qui se ne possono indicare al più {MOST_ITEMS}"),
                format!("no more than {MOST_ITEMS} can be stated here"),
            ),
            Text::new(
                "chi ne ha di più risponda «Non so», e chieda a chi è indicato nell'avviso",
                "whoever has more may answer “I don't know”, and ask whom the call names",
            ),
        )
    } else {
        (
            Text::new(
                format!("serve un numero intero da 0 a {MOST_ITEMS}"),
                format!("a whole number from 0 to {MOST_ITEMS} is needed"),
            ),
            Text::new(
                "se non ce n'è nessuno scrivere 0",
                "where there are none write 0",
            ),
        )
    };
    Err(CellError {
        hint: Some(hint),
        ..bad(message)
    })
}

fn set(call: &Call, of: crate::call::EnumId, written: &[&str]) -> Result<Value, CellError> {
    let listed = call.enums.get(of.index());
    let none = written.contains(&NONE);
    let members = written.iter().filter(|it| **it != NONE);
    let mut variants = std::collections::BTreeSet::new();
    for name in members {
        let found = listed.and_then(|it| it.variant(name));
        variants.insert(found.ok_or_else(|| missing(Type::Set(of)))?);
    }
    if none && !variants.is_empty() {
        return Err(CellError {
            hint: Some(Text::new(
                "togliere «nessuna di queste voci», o le altre voci scelte",
                "take away “none of these”, or the others chosen",
            )),
            ..bad(Text::new(
                "«nessuna di queste voci» è scelta insieme ad altre",
                "“none of these” is chosen together with others",
            ))
        });
    }
    Ok(Value::Set(variants))
}

fn one(
    call: &Call,
    question: &Question,
    kind: Type,
    text: &str,
    language: Language,
) -> Result<Value, CellError> {
    let mut reading = question.reading(call).cloned().unwrap_or_default();
    // Words and blanks are a matter of tables.
    reading.words.clear();
    reading.blank = None;
    let bare = bare(text, kind);
    let mut read = read_cell(&bare, kind, &reading, &format(language), call.names());
    if read.is_err() && kind.is_number() {
        // Groups of three digits set apart by spaces mean the same in both languages.
        let spaced = bare.replace(SPACES, " ");
        let mut by_spaces = format(language);
        by_spaces.numbers.group = Some(' ');
        let again = read_cell(&spaced, kind, &reading, &by_spaces, call.names());
        read = again.or(read);
    }
    // Whoever writes no groups writes `1234.56` in either language; `1.234` stays what it is in
    // the language of the page.
    if read.is_err() && kind.is_number() && language == Language::English {
        read = read_cell(&bare, kind, &reading, &Format::default(), call.names());
    }
    match read {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(missing(kind)),
        Err(error) => Err(in_form(error, kind)),
    }
}

/// Takes off the unit that people write with an amount.
fn bare(text: &str, kind: Type) -> String {
    let units: &[&str] = match kind {
        Type::Money | Type::Amount => &["€", "EUR", "eur", "euro", "Euro"],
        Type::Percent(_) => &["%"],
        _ => &[],
    };
    let mut bare = text.trim();
    for unit in units {
        bare = bare.strip_suffix(unit).unwrap_or(bare).trim_end();
        bare = bare.strip_prefix(unit).unwrap_or(bare).trim_start();
    }
    bare.to_owned()
}

/// Returns how numbers and dates are written in a language.
fn format(language: Language) -> Format {
    let (point, group) = match language {
        Language::Italian => (',', '.'),
        Language::English => ('.', ','),
    };
    Format {
        numbers: NumberStyle {
            point,
            group: Some(group),
        },
        dates: match language {
            Language::Italian => DateOrder::DayMonthYear('/'),
            Language::English => DateOrder::YearMonthDay,
        },
        ..Format::default()
    }
}

/// Replaces the hints that speak of declarations for files by what a form needs.
fn in_form(error: CellError, kind: Type) -> CellError {
    if error.kind != CellErrorKind::BadValue {
        return error;
    }
    CellError {
        hint: Some(
            example(kind).unwrap_or_else(|| Text::new("correggere la risposta", "mend the answer")),
        ),
        ..error
    }
}

/// Says how a value is written, where that needs saying.
pub(super) fn example(kind: Type) -> Option<Text> {
    let (it, en) = match kind {
        Type::Money | Type::Amount => (
            "Importo in euro, per esempio 50.000,00",
            "Amount in euro, for example 50,000.00",
        ),
        Type::Integer => (
            "Numero intero, per esempio 12",
            "Whole number, for example 12",
        ),
        Type::Decimal(0) => ("Numero, per esempio 12", "Number, for example 12"),
        Type::Decimal(_) | Type::Number => ("Numero, per esempio 12,5", "Number, for example 12.5"),
        Type::Percent(_) => ("Percentuale, per esempio 20", "Percentage, for example 20"),
        Type::Date => (
            "Data, per esempio 31/12/2026",
            "Date as year-month-day, for example 2026-12-31",
        ),
        Type::Instant => (
            "Data e ora, per esempio 31/12/2026 12:00",
            "Date and time, for example 2026-12-31 12:00",
        ),
        Type::TaxCode => (
            "11 cifre, o 16 caratteri per una persona fisica",
            "11 digits, or 16 characters for a natural person",
        ),
        Type::Cup => ("15 caratteri", "15 characters"),
        Type::ComuneCode => ("Codice ISTAT, 6 cifre", "ISTAT code, 6 digits"),
        Type::Iban => (
            "Per un conto italiano, 27 caratteri",
            "For an Italian account, 27 characters",
        ),
        _ => return None,
    };
    Some(Text::new(it, en))
}

fn missing(kind: Type) -> CellError {
    let hint = Text::new(
        "chi non conosce la risposta scelga «Non so»",
        "whoever does not know the answer may choose “I don't know”",
    );
    let message = match kind {
        Type::YesNo | Type::Enum(_) | Type::Row(_) => {
            Text::new("nessuna voce è scelta", "nothing is chosen")
        }
        Type::Set(_) => Text::new(
            "nessuna voce è scelta: se non ne vale nessuna, scegliere «Nessuna di queste voci»",
            "nothing is chosen: where none applies, choose “None of these”",
        ),
        _ => Text::new("manca la risposta", "the answer is missing"),
    };
    CellError {
        hint: Some(hint),
        ..bad(message)
    }
}

fn bad(message: Text) -> CellError {
    CellError {
        kind: CellErrorKind::BadValue,
        message,
        hint: None,
    }
}
