//! A programme as a workbook: a summary, a sheet for each question, what lines held act after act.

mod page;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, FormatAlign, Workbook, Worksheet, XlsxError};

use self::page::{Figure, Page, begin, for_paper};
use super::ProgrammeView;
use crate::number::Money;
use crate::programme::{ActId, Line, LineId, Moment};
use crate::report::sheets::{LINE_HEIGHT, formats, lines_of};

/// Returns a programme as a workbook.
///
/// Amounts are numbers, and what is not known of them is words; no cell becomes a formula. The same
/// programme gives the same bytes.
///
/// # Errors
/// Where the workbook cannot be put together: a sheet has no room for all lines.
pub fn programme_book(view: &ProgrammeView<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(view.text(&view.programme.title))
            .set_author("bando")
            // The day of making would change the bytes, and nobody needs it.
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    summary(workbook.add_worksheet(), view)?;
    lines(workbook.add_worksheet(), view)?;
    let all = view.word("In tutto", "In all");
    for section in view.sections().iter().filter(|it| it.code != "lines") {
        let heads = [
            (view.word("voce", "item"), 22),
            (view.word("titolo", "title"), 48),
        ];
        let heads = heads.into_iter().chain(figures(view)).collect();
        let mut page = Page::new(workbook.add_worksheet(), view, section.title, heads)?;
        for row in &section.rows {
            page.item(row)?;
            page.figures(view, &row.sums)?;
            page.next();
        }
        page.sums(all, &page::figures(view, &view.whole()))?;
        page.legend(&view.legend(section))?;
        page.finish(view)?;
    }
    over_acts(workbook.add_worksheet(), view)?;
    workbook.save_to_buffer()
}

/// Returns the headings of the figures, each with the width of its column.
fn figures<'a>(view: &ProgrammeView<'a>) -> impl Iterator<Item = (&'a str, u16)> {
    view.headings().into_iter().map(|head| (head, page::AMOUNT))
}

/// Writes what the programme comes to, and what it is only assumed on.
fn summary(sheet: &mut Worksheet, view: &ProgrammeView<'_>) -> Result<(), XlsxError> {
    const WIDE: u16 = 90;
    let name = view.word("Riepilogo", "Summary");
    let mut row = begin(sheet, view, name)?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, page::AMOUNT)?;
    sheet.set_column_width(2, WIDE)?;
    let whole = view.whole();
    let heads = view.headings();
    for (head, figure) in heads.into_iter().zip(page::figures(view, &whole)) {
        sheet.write_string_with_format(row, 0, head, &formats::header())?;
        figure.write(sheet, (row, 1), false)?;
        row = row.saturating_add(1);
    }
    for (head, assumed) in view.notes() {
        row = row.saturating_add(1);
        let title = formats::title().set_align(FormatAlign::Top);
        sheet.write_string_with_format(row, 0, head, &title)?;
        sheet.merge_range(
            row,
            1,
            row,
            2,
            &page::text(&assumed.bare()),
            &formats::prose(),
        )?;
        let lines = lines_of(&assumed.bare(), page::AMOUNT.saturating_add(WIDE));
        sheet.set_row_height(row, lines.saturating_mul(LINE_HEIGHT))?;
    }
    for (head, file) in view.files() {
        row = row.saturating_add(1);
        sheet.write_string_with_format(row, 0, head, &formats::title())?;
        let words = format!("{}, SHA-256 {}", file.name, file.digest);
        sheet.merge_range(row, 1, row, 2, &page::text(&words), &formats::prose())?;
    }
    for_paper(sheet, view, name, None)
}

/// Writes every line with all that it belongs to, to be filtered by.
fn lines(sheet: &mut Worksheet, view: &ProgrammeView<'_>) -> Result<(), XlsxError> {
    let heads = [
        (view.word("linea", "line"), 20),
        (view.word("obiettivo", "objective"), 10),
        (view.word("azione", "action"), 11),
        (view.word("soggetto", "body"), 16),
        (view.word("fondo", "fund"), 8),
        (view.word("a che cosa serve", "what it is for"), 44),
    ];
    let heads = heads.into_iter().chain(figures(view)).collect();
    let name = view.word("Per linea", "By line");
    let mut page = Page::new(sheet, view, name, heads)?;
    for ((_, line), sums) in view.programme.lines().zip(view.own()) {
        let belongs = belongs(view, line);
        let title = line.title.as_ref().map_or("", |it| view.text(it));
        let words = std::iter::once(line.name.as_str())
            .chain(belongs)
            .chain([title]);
        page.words(&words.collect::<Vec<_>>())?;
        page.figures(view, &sums)?;
        page.next();
    }
    let all = view.word("In tutto", "In all");
    page.sums(all, &page::figures(view, &view.whole()))?;
    let sections = view.sections();
    if let Some(section) = sections.iter().find(|it| it.code == "lines") {
        page.legend(&view.legend(section))?;
    }
    page.finish(view)
}

/// Returns the objective, action, body and fund of a line.
fn belongs<'a>(view: &ProgrammeView<'a>, line: &'a Line) -> [&'a str; 4] {
    let programme = view.programme;
    let objective = programme.objectives.get(line.objective.0);
    let action = line.action.and_then(|it| programme.actions.get(it.0));
    let body = programme.bodies.get(line.body.0);
    let fund = line.fund.and_then(|it| programme.funds.get(it.0));
    [
        objective.map_or("", |it| it.titled.name.as_str()),
        action.map_or("", |it| it.name.as_str()),
        body.map_or("", |it| it.title.get(view.language)),
        fund.map_or("", |it| it.title.get(view.language)),
    ]
}

/// Writes what each line held after each act.
fn over_acts(sheet: &mut Worksheet, view: &ProgrammeView<'_>) -> Result<(), XlsxError> {
    let acts = view.acts();
    let name = view.word("Atto per atto", "Act by act");
    let heads = [
        (view.word("linea", "line"), 30),
        (
            view.word("obiettivo · azione · soggetto", "objective · action · body"),
            46,
        ),
    ];
    // Each column holds what a line had then, not what the act brought.
    let after = view.word("dopo l'atto", "held after act");
    let after = acts.iter().map(|(act, title, _)| match title {
        Some(title) => format!("{after} {act}: {}", title.bare()),
        None => format!("{after} {act}"),
    });
    let after: Vec<String> = after.collect();
    let after = after.iter().map(|it| (it.as_str(), 24));
    let mut page = Page::new(sheet, view, name, heads.into_iter().chain(after).collect())?;
    let held = (0..acts.len()).map(|act| view.programme.allocations(Moment::After(ActId(act))));
    let held: Vec<Vec<Money>> = held.map(Option::unwrap_or_default).collect();
    for (LineId(index), line) in view.programme.lines() {
        page.words(&[&line.name, &view.line_title(LineId(index)).bare()])?;
        for (column, held) in (2..).zip(&held) {
            let amount = held.get(index).copied().unwrap_or_default();
            page.amount(column, amount)?;
        }
        page.next();
    }
    let rows = [
        view.word("l'atto aggiunge", "the act adds"),
        view.word("l'atto toglie", "the act takes away"),
        view.word("poi in tutto", "then in all"),
    ];
    for (index, title) in rows.into_iter().enumerate() {
        let amounts = acts.iter().filter_map(|(_, _, amounts)| amounts.get(index));
        let amounts: Vec<Figure> = amounts.map(|it| Figure::Amount(*it)).collect();
        page.sums(title, &amounts)?;
    }
    page.finish(view)
}
