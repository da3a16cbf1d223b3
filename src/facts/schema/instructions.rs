//! The sheet that explains every column of the workbook.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::columns::{TemplateColumn, lists_left_out};
use super::lists::{Choice, ChoiceList};
use super::workbook::{sheet_name, write_text};
use super::{ConditionText, words};
use crate::call::{Call, Fact, show};
use crate::text::Language;

/// Of a longer list only the beginning is written out.
const MOST_CHOICES: usize = 12;

/// The headings, with the width of their columns.
const HEADINGS: [(&str, &str, u8); 7] = [
    ("Colonna", "Column", 24),
    ("Che cosa si chiede", "What is asked", 40),
    ("Come si scrive", "How it is written", 34),
    ("Valori ammessi", "Values accepted", 44),
    ("Chi lo fornisce", "Who states it", 20),
    ("Quando serve", "When it is needed", 30),
    ("Cella vuota", "Empty cell", 24),
];

/// Writes the sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    call: &Call,
    columns: &[TemplateColumn<'_>],
    language: Language,
    condition: ConditionText<'_>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let plain = Format::new();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    write_text(sheet, 0, 0, call.title.get(language), &bold)?;
    let mut row = 1_u32;
    for line in introduction(call, language) {
        write_text(sheet, row, 0, &line, &plain)?;
        row = row.saturating_add(1);
    }
    row = row.saturating_add(1);
    for (place, (it, en, width)) in (0..).zip(HEADINGS) {
        sheet.set_column_width(place, width)?;
        write_text(sheet, row, place, words::choose(language, it, en), &bold)?;
    }
    for column in columns {
        for cells in rows(call, column, language, condition) {
            row = row.saturating_add(1);
            for (place, cell) in (0..).zip(&cells) {
                write_text(sheet, row, place, cell, &wrapped)?;
            }
        }
    }
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn introduction(call: &Call, language: Language) -> Vec<String> {
    let sheet = sheet_name(call, language);
    let mut lines = vec![match language {
        Language::Italian => format!(
            "Nel foglio «{sheet}» ogni riga dopo la prima è una proposta. I nomi delle colonne, nella prima riga, non si cambiano e nessuna colonna si toglie; dove un dato non si conosce la cella resta vuota."
        ),
        Language::English => format!(
            "On the sheet “{sheet}” each row after the first is a proposal. The names of the columns, in the first row, are not changed and no column is removed; where a value is not known the cell stays empty."
        ),
    }];
    let lists = lists_left_out(call);
    if !lists.is_empty() {
        let words = words::choose(
            language,
            "Questi elenchi non stanno in un foglio e si consegnano in JSON:",
            "These lists do not fit a sheet and are handed in as JSON:",
        );
        lines.push(format!("{words} {}", lists.join(", ")));
    }
    lines
}

/// Returns the rows about a column: one for each fact read from it, and one for the id.
fn rows(
    call: &Call,
    column: &TemplateColumn<'_>,
    language: Language,
    condition: ConditionText<'_>,
) -> Vec<[String; 7]> {
    let id = column.id.then(|| {
        let mut cells = [const { String::new() }; 7];
        let [name, asked, written, ..] = &mut cells;
        column.name.clone_into(name);
        words::ID.get(language).clone_into(asked);
        words::choose(language, "testo", "text").clone_into(written);
        cells
    });
    let facts = column.facts.iter().map(|fact| {
        let when = fact.when.as_ref();
        let when = when.map(|when| words::only_if(&condition(when), language));
        let blank = fact.reading.blank.as_ref();
        [
            column.name.to_owned(),
            fact.ask
                .as_ref()
                .map_or_else(|| fact.name.clone(), |ask| ask.get(language).to_owned()),
            form(call, fact, language),
            choices(call, fact, language),
            words::supplier(fact.supplier, language).to_owned(),
            when.unwrap_or_else(|| words::choose(language, "sempre", "always").to_owned()),
            blank.map_or_else(
                || words::choose(language, "non si conosce", "not known").to_owned(),
                |blank| show(blank, fact.kind, call.names(), language),
            ),
        ]
    });
    id.into_iter().chain(facts).collect()
}

/// Says how a fact is written, and within which bounds.
pub(super) fn form(call: &Call, fact: &Fact, language: Language) -> String {
    let form = words::cell_form(fact.kind, &fact.reading, call, language);
    match words::range(fact.kind, &fact.reading, call.names(), language) {
        Some(range) => format!("{form}, {range}"),
        None => form,
    }
}

/// Lists what may be chosen.
fn choices(call: &Call, fact: &Fact, language: Language) -> String {
    let Some(list) = ChoiceList::of(call, fact) else {
        return String::new();
    };
    let all = list.choices(call, language);
    let some = all.iter().take(MOST_CHOICES).map(|choice| match choice {
        Choice {
            written,
            meaning: "",
        } => (*written).to_owned(),
        Choice { written, meaning } => format!("{written} ({meaning})"),
    });
    let mut some: Vec<String> = some.collect();
    if all.len() > some.len() {
        let sheet = words::choose(
            language,
            "… gli altri nel foglio «Elenchi»",
            "… the others on the sheet “Lists”",
        );
        some.push(sheet.to_owned());
    }
    some.join("; ")
}
