//! The sheet with the marks.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, IgnoreError,
    ProtectionOptions, Worksheet, XlsxError,
};

use super::{SheetsRequest, fitting, formats, stamp};
use crate::call::{Criterion, Scale, ScaleId, ScaleKind, show};
use crate::engine::ProposalToMark;
use crate::number::Fraction;
use crate::scoring::Heading;
use crate::text::Language;

/// More characters than this of what a call publishes, or of a title, do not stand in a cell.
const MOST_CHARACTERS: usize = 1_000;
/// More characters than this do not stand in the box that says why a mark is refused.
const MOST_IN_BOX: usize = 250;
/// A4.
const PAPER: u8 = 9;

/// Writes a row for each criterion of each proposal.
pub(super) fn write(
    sheet: &mut Worksheet,
    request: &SheetsRequest<'_>,
    evaluator: &str,
    proposals: &[ProposalToMark],
) -> Result<(), XlsxError> {
    sheet.set_name(request.marks_sheet())?;
    let columns = Columns::of(request);
    header(sheet, request, &columns)?;
    let mut scales: Vec<(u32, ScaleId)> = Vec::new();
    let mut row = 1;
    for (proposal, banded) in proposals.iter().zip([false, true].into_iter().cycle()) {
        for (_, criterion, marking) in request.grid.marked() {
            let words = is_of_words(request, marking.scale);
            let line = Line { row, banded, words };
            line.write(sheet, request, &columns, proposal, criterion)?;
            scales.push((row, marking.scale));
            row = row.saturating_add(1);
        }
    }
    for (first, last, scale) in runs(&scales) {
        if let Some(found) = request.grid.scales.get(scale.index()) {
            let rule = validation(request, scale, found)?;
            sheet.add_data_validation(first, columns.mark, last, columns.mark, &rule)?;
        }
    }
    dress(sheet, request, evaluator, &columns, row)
}

/// Returns what each row marks, by the number that spreadsheets give the row.
pub(super) fn lines(
    request: &SheetsRequest<'_>,
    proposals: &[ProposalToMark],
) -> BTreeMap<u32, (String, String)> {
    let marks = proposals.iter().flat_map(|proposal| {
        let criteria = request.grid.marked();
        criteria.map(|(_, criterion, _)| (shown(&proposal.id), shown(&criterion.name)))
    });
    (2..).zip(marks).collect()
}

/// Returns a text as its cell holds it.
fn shown(text: &str) -> String {
    fitting(text, MOST_CHARACTERS)
}

/// Which column holds what; those published stand between the first and the criterion.
struct Columns {
    criterion: u16,
    title: u16,
    max: u16,
    mark: u16,
    note: u16,
}

impl Columns {
    fn of(request: &SheetsRequest<'_>) -> Self {
        let published = request.call.proposals.publish.len();
        let criterion = u16::try_from(published)
            .unwrap_or(u16::MAX)
            .saturating_add(1);
        Self {
            criterion,
            title: criterion.saturating_add(1),
            max: criterion.saturating_add(2),
            mark: criterion.saturating_add(3),
            note: criterion.saturating_add(4),
        }
    }
}

/// How wide columns are, in letters.
const ID_WIDTH: u16 = 20;
const PUBLISHED_WIDTH: u16 = 30;
const CRITERION_WIDTH: u16 = 10;
const TITLE_WIDTH: u16 = 50;
/// How high a line is, in points.
pub(in crate::report) const LINE_HEIGHT: u32 = 15;
/// A row is at most 409 points high.
const MOST_LINES: u32 = 27;

fn header(
    sheet: &mut Worksheet,
    request: &SheetsRequest<'_>,
    columns: &Columns,
) -> Result<(), XlsxError> {
    let format = formats::header();
    let word = |heading: Heading| heading.text().get(request.language).to_owned();
    let mut write = |column: u16, text: &str, width: u16| {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, text, &format)?;
        Ok::<(), XlsxError>(())
    };
    write(0, &word(Heading::Proposal), ID_WIDTH)?;
    for (column, published) in (1..).zip(&request.call.proposals.publish) {
        let heading = fitting(published.heading.get(request.language), MOST_CHARACTERS);
        // A published column must not be taken for one of those that are read back.
        let heading = match Heading::read(&heading) {
            Some(_) => format!("{heading} ({})", request.word("pubblicato", "published")),
            None => heading,
        };
        write(column, &heading, PUBLISHED_WIDTH)?;
    }
    write(
        columns.criterion,
        &word(Heading::Criterion),
        CRITERION_WIDTH,
    )?;
    write(columns.title, request.word("titolo", "title"), TITLE_WIDTH)?;
    write(
        columns.max,
        request.word("massimo", "maximum"),
        CRITERION_WIDTH,
    )?;
    write(columns.mark, &word(Heading::Mark), 18)?;
    write(columns.note, &word(Heading::Note), 50)
}

struct Line {
    row: u32,
    banded: bool,
    words: bool,
}

impl Line {
    fn write(
        &self,
        sheet: &mut Worksheet,
        request: &SheetsRequest<'_>,
        columns: &Columns,
        proposal: &ProposalToMark,
        criterion: &Criterion,
    ) -> Result<(), XlsxError> {
        let locked = formats::locked(self.banded);
        let mut lines = 1_u32;
        let mut write = |column: u16, text: &str, width: u16| {
            let text = shown(text);
            lines = lines.max(lines_of(&text, width));
            sheet.write_string_with_format(self.row, column, text, &locked)?;
            Ok::<(), XlsxError>(())
        };
        write(0, &proposal.id, ID_WIDTH)?;
        let published = request.call.proposals.publish.iter();
        for (column, (heading, value)) in (1..).zip(published.zip(&proposal.published)) {
            let (names, kind) = (request.call.names(), heading.value.ty);
            let shown = value
                .as_ref()
                .map(|value| show(value, kind, names, request.language));
            write(column, &shown.unwrap_or_default(), PUBLISHED_WIDTH)?;
        }
        write(columns.criterion, &criterion.name, CRITERION_WIDTH)?;
        write(
            columns.title,
            criterion.title.get(request.language),
            TITLE_WIDTH,
        )?;
        write(columns.max, &request.number(criterion.max), CRITERION_WIDTH)?;
        // Not every program makes a row as high as its text when the file is opened.
        sheet.set_row_height(self.row, lines.saturating_mul(LINE_HEIGHT))?;
        let mark = if self.words {
            formats::open_words()
        } else {
            formats::open()
        };
        sheet.write_blank(self.row, columns.mark, &mark)?;
        sheet.write_blank(self.row, columns.note, &formats::open_words())?;
        Ok(())
    }
}

/// Returns how many lines a text takes in a column of this width, by a cautious reckoning: words do
/// not break where a line is full.
pub(in crate::report) fn lines_of(text: &str, width: u16) -> u32 {
    let letters = usize::from(width).saturating_sub(4).max(1);
    let lines = text
        .split('\n')
        .map(|line| line.chars().count().div_ceil(letters).max(1));
    u32::try_from(lines.sum::<usize>()).map_or(MOST_LINES, |lines| lines.min(MOST_LINES))
}

fn is_of_words(request: &SheetsRequest<'_>, scale: ScaleId) -> bool {
    let scale = request.grid.scales.get(scale.index());
    scale.is_some_and(|scale| matches!(scale.kind, ScaleKind::Coefficients(_)))
}

/// Joins neighbouring rows of one scale.
fn runs(scales: &[(u32, ScaleId)]) -> Vec<(u32, u32, ScaleId)> {
    let mut runs: Vec<(u32, u32, ScaleId)> = Vec::new();
    for (row, scale) in scales {
        match runs.last_mut() {
            Some((_, last, same)) if same == scale => *last = *row,
            _ => runs.push((*row, *row, *scale)),
        }
    }
    runs
}

/// Returns what a spreadsheet lets people write in the cell of a mark.
fn validation(
    request: &SheetsRequest<'_>,
    id: ScaleId,
    scale: &Scale,
) -> Result<DataValidation, XlsxError> {
    let (rule, message) = match &scale.kind {
        ScaleKind::Coefficients(words) => (
            DataValidation::new().allow_list_formula(stamp::words(id, words.len())),
            request
                .word(
                    "Scegliere un giudizio dall'elenco, o lasciare la cella vuota.",
                    "Choose a mark from the list, or leave the cell empty.",
                )
                .to_owned(),
        ),
        ScaleKind::Points {
            least,
            greatest,
            step,
        } => {
            let plain = |number: Fraction| {
                let digits = number.decimals().and_then(|places| number.to_plain(places));
                Formula::new(digits.unwrap_or_default())
            };
            let between = DataValidationRule::Between(plain(*least), plain(*greatest));
            let [least, greatest, step] =
                [least, greatest, step].map(|number| request.number(*number));
            (
                DataValidation::new().allow_decimal_number_formula(between),
                match request.language {
                    Language::Italian => format!(
                        "Scrivere un numero da {least} a {greatest}, a passi di {step}, o lasciare la cella vuota."
                    ),
                    Language::English => format!(
                        "Write a number from {least} to {greatest}, in steps of {step}, or leave the cell empty."
                    ),
                },
            )
        }
    };
    rule.set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title(request.word("Giudizio non valido", "No such mark"))?
        .set_error_message(fitting(&message, MOST_IN_BOX))
}

/// Protects, freezes and prints.
fn dress(
    sheet: &mut Worksheet,
    request: &SheetsRequest<'_>,
    evaluator: &str,
    columns: &Columns,
    rows: u32,
) -> Result<(), XlsxError> {
    let last = rows.saturating_sub(1);
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    sheet.set_freeze_panes(1, 1)?;
    sheet.autofilter(0, 0, last, columns.note)?;
    // Ids and maxima are text on purpose.
    sheet.ignore_error_range(0, 0, last, columns.max, IgnoreError::NumberStoredAsText)?;
    if rows > 1 {
        sheet.set_selection(1, columns.mark, 1, columns.mark)?;
    }
    sheet.set_landscape();
    sheet.set_paper_size(PAPER);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    let page = request.word("pagina &P di &N", "page &P of &N");
    let call = &request.call.name;
    // Whatever stands behind a lone `&` would be taken for an order.
    let evaluator = evaluator.replace('&', "&&");
    sheet.set_footer(format!("&L{call}&C{evaluator}&R{page}"));
    Ok(())
}
