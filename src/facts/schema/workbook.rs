//! The workbook that is filled in by hand: a sheet of proposals, one of help, one of lists.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime,
    Format, Formula, Workbook, Worksheet, XlsxError,
};

use super::columns::{TemplateColumn, columns};
use super::lists::ChoiceList;
use super::{ConditionText, instructions, words};
use crate::call::{Call, Fact, Type};
use crate::text::{Language, Text};
use crate::value::Value;

/// The last row of a sheet, counted from 0.
const LAST_ROW: u32 = 1_048_575;
/// A title of help has no more characters than this.
const MOST_TITLE: usize = 32;
/// A text of help has no more characters than this.
const MOST_HELP: usize = 255;
/// A cell holds no more characters than this.
const MOST_CELL: usize = 32_767;

/// Returns a workbook (XLSX) with the columns of [`csv_template`](super::csv_template), to be
/// filled in by hand: identifiers are kept as text, values chosen from lists, bounds checked, and
/// a second sheet explains every column.
///
/// The same call gives the same bytes: nothing in it says when it was made.
///
/// # Errors
/// Where the call does not fit a workbook, for instance because it has more than 16,384 columns.
///
/// ```
/// use bando::call::Call;
/// use bando::facts::schema::workbook_template;
/// use bando::text::Language;
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// let workbook = || workbook_template(&call, Language::Italian, &|_| String::new());
/// assert!(workbook().unwrap().starts_with(b"PK"));
/// assert_eq!(workbook(), workbook());
/// ```
pub fn workbook_template(
    call: &Call,
    language: Language,
    condition: ConditionText<'_>,
) -> Result<Vec<u8>, Text> {
    write(call, language, condition).map_err(|_| {
        Text::new(
            "il modello non sta in un foglio di calcolo: ha troppe colonne, o un elenco troppo lungo; resta il modello CSV",
            "the template does not fit a spreadsheet: it has too many columns, or a list that is too long; there is still the CSV template",
        )
    })
}

fn write(
    call: &Call,
    language: Language,
    condition: ConditionText<'_>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = cut(call.title.get(language), MOST_HELP);
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&made),
    );
    let columns = columns(call);
    let lists = lists_of(call, &columns);
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(call, language))?;
    sheet.set_freeze_panes(1, 1)?;
    let bold = Format::new().set_bold();
    for (place, column) in (0..).zip(&columns) {
        write_text(sheet, 0, place, column.name, &bold)?;
        let width = column.name.chars().count().clamp(10, 40);
        sheet.set_column_width(place, u8::try_from(width).unwrap_or(40).saturating_add(2))?;
        sheet.set_column_format(place, &format_of(column))?;
        let validation = validation(call, column, &lists, language)?;
        sheet.add_data_validation(1, place, LAST_ROW, place, &validation)?;
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(words::choose(language, "Istruzioni", "Instructions"))?;
    instructions::write(sheet, call, &columns, language, condition)?;
    if !lists.is_empty() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(words::choose(language, LISTS.0, LISTS.1))?;
        write_lists(sheet, call, &lists, language)?;
    }
    workbook.save_to_buffer()
}

/// Returns what the sheet of proposals is called: as the rule file says, if it does.
pub(super) fn sheet_name(call: &Call, language: Language) -> &str {
    let usual = words::choose(language, "Proposte", "Proposals");
    call.proposals.sheet.as_deref().unwrap_or(usual)
}

/// What the sheet of lists is called.
const LISTS: (&str, &str) = ("Elenchi", "Lists");

/// Writes a text that is never taken for a formula or a number.
pub(super) fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let text = cut(text, MOST_CELL);
    sheet.write_string_with_format(row, column, text, format)?;
    Ok(())
}

/// Returns the lists from which the columns are chosen, each once.
fn lists_of<'a>(call: &'a Call, columns: &[TemplateColumn<'a>]) -> Vec<ChoiceList<'a>> {
    let mut lists: Vec<ChoiceList<'a>> = Vec::new();
    for fact in columns.iter().flat_map(|column| &column.facts) {
        if let Some(list) = ChoiceList::of(call, fact)
            && !lists.iter().any(|known| known.is(&list))
        {
            lists.push(list);
        }
    }
    lists
}

/// Writes the lists, two columns each: what stands in the cells, and what it means.
fn write_lists(
    sheet: &mut Worksheet,
    call: &Call,
    lists: &[ChoiceList<'_>],
    language: Language,
) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    for ((list, written), meaning) in lists.iter().zip((0..).step_by(2)).zip((1..).step_by(2)) {
        write_text(sheet, 0, written, list.name, &bold)?;
        sheet.set_column_width(written, 24_u8)?;
        sheet.set_column_width(meaning, 40_u8)?;
        for (row, choice) in (1..).zip(list.choices(call, language)) {
            write_text(sheet, row, written, choice.written, &text)?;
            if !choice.meaning.is_empty() {
                write_text(sheet, row, meaning, choice.meaning, &text)?;
            }
        }
    }
    Ok(())
}

/// Returns how the cells of a column are kept: as text wherever a spreadsheet would drop noughts
/// or read a number or a day where none is meant. A percentage is text too: a spreadsheet makes
/// 0.2 of 20 %.
fn format_of(column: &TemplateColumn<'_>) -> Format {
    let format = match column.facts.as_slice() {
        [fact] if !column.id && fact.reading.words.is_empty() => match fact.kind {
            Type::Integer => "0",
            Type::Money | Type::Amount => "#,##0.00",
            Type::Decimal(_) | Type::Number => "General",
            Type::Date => "dd/mm/yyyy",
            Type::Instant => "dd/mm/yyyy hh:mm",
            _ => "@",
        },
        _ => "@",
    };
    Format::new().set_num_format(format)
}

/// Returns what the spreadsheet checks of a column's cells, and what it says beside them.
fn validation(
    call: &Call,
    column: &TemplateColumn<'_>,
    lists: &[ChoiceList<'_>],
    language: Language,
) -> Result<DataValidation, XlsxError> {
    let mut help = Vec::new();
    if column.id {
        help.push(words::ID.get(language).to_owned());
    }
    for fact in &column.facts {
        help.extend(fact.ask.as_ref().map(|ask| ask.get(language).to_owned()));
        help.push(instructions::form(call, fact, language));
    }
    let help = cut(&help.join("\n"), MOST_HELP);
    let rule = match column.facts.as_slice() {
        [fact] if !column.id => rule(call, fact, lists, language),
        _ => DataValidation::new().allow_any_value(),
    };
    rule.set_input_title(cut(column.name, MOST_TITLE))?
        .set_input_message(help.clone())?
        .set_error_title(words::choose(
            language,
            "Valore non ammesso",
            "Not accepted",
        ))?
        .set_error_message(help)
}

fn rule(call: &Call, fact: &Fact, lists: &[ChoiceList<'_>], language: Language) -> DataValidation {
    let free = DataValidation::new();
    let several = matches!(fact.kind, Type::Set(_)) && fact.reading.split.is_some();
    if let Some(list) = ChoiceList::of(call, fact) {
        let place = lists.iter().position(|known| known.is(&list));
        let count = list.choices(call, language).len();
        return match place.and_then(|place| cells_of(place, count, language)) {
            Some(cells) if !several => free.allow_list_formula(Formula::new(cells)),
            _ => free.allow_any_value(),
        };
    }
    let bound = |bound: &Option<Value>| match bound {
        Some(Value::Number(number)) => number.to_plain(number.decimals()?),
        _ => None,
    };
    let most = || "999999999999999".to_owned();
    let least = bound(&fact.reading.least).unwrap_or_else(|| format!("-{}", most()));
    let greatest = bound(&fact.reading.greatest).unwrap_or_else(most);
    let between = DataValidationRule::Between(Formula::new(least), Formula::new(greatest));
    match fact.kind {
        Type::YesNo => {
            let words = words::choose(language, "\"sì,no\"", "\"yes,no\"");
            free.allow_list_formula(Formula::new(words))
        }
        Type::Integer => free.allow_whole_number_formula(between),
        Type::Decimal(_) | Type::Number | Type::Money | Type::Amount => {
            free.allow_decimal_number_formula(between)
        }
        Type::Date => day_rule(fact),
        _ => free.allow_any_value(),
    }
}

/// Returns where a list stands on its sheet, as a formula: `Elenchi!$A$2:$A$9`.
fn cells_of(place: usize, count: usize, language: Language) -> Option<String> {
    let column = u16::try_from(place.checked_mul(2)?).ok()?;
    let column = rust_xlsxwriter::utility::column_number_to_name(column);
    let sheet = words::choose(language, LISTS.0, LISTS.1);
    let last = count.checked_add(1)?;
    (count > 0).then(|| format!("{sheet}!${column}$2:${column}${last}"))
}

/// A spreadsheet knows no day before 1900: where one may be meant it only warns.
fn day_rule(fact: &Fact) -> DataValidation {
    let day = |bound: &Option<Value>| match bound {
        Some(Value::Date(date)) if date.year() >= 1900 => Some(format!(
            "DATE({},{},{})",
            date.year(),
            date.month(),
            date.day()
        )),
        _ => None,
    };
    let (least, greatest) = (day(&fact.reading.least), day(&fact.reading.greatest));
    let style = match &least {
        Some(_) => DataValidationErrorStyle::Stop,
        None => DataValidationErrorStyle::Warning,
    };
    let least = least.unwrap_or_else(|| "DATE(1900,1,1)".to_owned());
    let greatest = greatest.unwrap_or_else(|| "DATE(9999,12,31)".to_owned());
    DataValidation::new()
        .allow_date_formula(DataValidationRule::Between(
            Formula::new(least),
            Formula::new(greatest),
        ))
        .set_error_style(style)
}

/// Returns the beginning of a text that fits `most` characters, as spreadsheets count them.
fn cut(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut length = 1_usize;
    for character in text.chars() {
        length = length.saturating_add(character.len_utf16());
        if length > most {
            break;
        }
        short.push(character);
    }
    short.push('…');
    short
}
