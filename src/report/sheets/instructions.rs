//! The sheet that says how to fill in the other.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::{SheetsRequest, fitting, formats};
use crate::call::{Criterion, ScaleKind};
use crate::engine::ProposalToMark;
use crate::scoring::shown_word;

/// The columns that running text goes across.
const COLUMNS: u16 = 4;
/// So many characters fit a line across all columns.
const LINE: usize = 100;
/// How high a line is.
const HEIGHT: u32 = 15;
/// More characters than this do not stand in a cell.
const MOST_CHARACTERS: usize = 1_000;

/// Writes the instructions.
pub(super) fn write(
    sheet: &mut Worksheet,
    request: &SheetsRequest<'_>,
    evaluator: &str,
    proposals: &[ProposalToMark],
) -> Result<(), XlsxError> {
    sheet.set_name(request.instructions_sheet())?;
    sheet.protect();
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    for (column, width) in (0..).zip([18_u16, 58, 14, 18]) {
        sheet.set_column_width(column, width)?;
    }
    let mut page = Page { sheet, row: 0 };
    page.title(request.word("Scheda di valutazione", "Evaluation sheet"))?;
    page.prose(request.call.title.get(request.language))?;
    page.prose(&format!(
        "{}: {evaluator}",
        request.word("Valutatore", "Evaluator")
    ))?;
    let marks = request.grid.marked().count();
    page.prose(&counts(request, proposals.len(), marks))?;
    page.list(
        request.word("Come si compila", "How to fill it in"),
        &how(request),
    )?;
    page.list(
        request.word("Che cosa non fare", "What not to do"),
        &how_not(request),
    )?;
    scales(&mut page, request)?;
    criteria(&mut page, request)
}

fn counts(request: &SheetsRequest<'_>, proposals: usize, criteria: usize) -> String {
    let marks = proposals.saturating_mul(criteria);
    let labels = [
        (request.word("Proposte", "Proposals"), proposals),
        (request.word("Criteri", "Criteria"), criteria),
        (request.word("Giudizi da dare", "Marks to give"), marks),
    ];
    let labels = labels.map(|(label, count)| format!("{label}: {count}"));
    labels.join(" · ")
}

fn how(request: &SheetsRequest<'_>) -> Vec<String> {
    let sheet = request.marks_sheet();
    let texts = [
        (
            format!(
                "Nel foglio «{sheet}» ogni riga è un criterio di una proposta. Il giudizio si scrive nella colonna «giudizio», le ragioni nella colonna «nota»: sono le sole celle che si possono cambiare."
            ),
            format!(
                "In the sheet “{sheet}” each row is one criterion of one proposal. The mark goes in the column “mark”, the reasons in the column “note”: only these cells can be changed."
            ),
        ),
        (
            "Dove la scala è fatta di parole, il giudizio si sceglie dall'elenco della cella; dove è fatta di punti, si scrive il numero. Le scale sono qui sotto.".to_owned(),
            "Where the scale is made of words, choose the mark from the list of the cell; where it is made of points, write the number. The scales stand below.".to_owned(),
        ),
        (
            "Una cella vuota è un giudizio che manca ancora, e non vale zero: finché manca, il punteggio della proposta non si può dire.".to_owned(),
            "An empty cell is a mark that is still missing, and not nought: as long as it is missing, the score of the proposal cannot be told.".to_owned(),
        ),
        (
            "Alla fine salvare il file con lo stesso nome, nel formato .xlsx, e riconsegnarlo.".to_owned(),
            "At the end save the file under the same name, in the .xlsx format, and hand it in.".to_owned(),
        ),
    ];
    chosen(request, &texts)
}

fn how_not(request: &SheetsRequest<'_>) -> Vec<String> {
    let texts = [
        (
            "Non giudicare una proposta verso la quale c'è un conflitto di interessi: dichiararlo prima, e la proposta sarà tolta dalla scheda.".to_owned(),
            "Do not mark a proposal with which there is a conflict of interest: declare it first, and the proposal will be taken out of the sheet.".to_owned(),
        ),
        (
            "Non scrivere formule al posto dei giudizi: sono rifiutate.".to_owned(),
            "Do not write formulas in place of marks: they are refused.".to_owned(),
        ),
        (
            "Non cambiare identificativi, criteri e intestazioni, non aggiungere e non copiare righe.".to_owned(),
            "Do not change ids, criteria and headings, and neither add nor copy rows.".to_owned(),
        ),
        (
            "Non passare la scheda a un altro valutatore: porta il nome di chi la compila.".to_owned(),
            "Do not pass the sheet on to another evaluator: it bears the name of the one who fills it in.".to_owned(),
        ),
    ];
    chosen(request, &texts)
}

fn chosen<const N: usize>(
    request: &SheetsRequest<'_>,
    texts: &[(String, String); N],
) -> Vec<String> {
    let texts = texts.iter();
    texts
        .map(|(it, en)| request.word(it, en).to_owned())
        .collect()
}

fn scales(page: &mut Page<'_>, request: &SheetsRequest<'_>) -> Result<(), XlsxError> {
    for scale in &request.grid.scales {
        page.gap();
        page.title(&format!(
            "{} {}",
            request.word("Scala", "Scale"),
            scale.name
        ))?;
        match &scale.kind {
            ScaleKind::Coefficients(words) => {
                page.header(&[
                    request.word("giudizio", "mark"),
                    request.word("quota del massimo", "share of the maximum"),
                ])?;
                for word in words {
                    let shown = shown_word(word, words, request.language);
                    page.row(&[shown, &request.share(word.share)])?;
                }
            }
            ScaleKind::Points {
                least,
                greatest,
                step,
            } => {
                let [least, greatest, step] =
                    [least, greatest, step].map(|number| request.number(*number));
                let it = format!(
                    "Un numero da {least} a {greatest}, a passi di {step}; {greatest} dà il massimo del criterio, e gli altri in proporzione."
                );
                let en = format!(
                    "A number from {least} to {greatest}, in steps of {step}; {greatest} gives the maximum of the criterion, and the others in proportion."
                );
                page.prose(request.word(&it, &en))?;
            }
        }
    }
    Ok(())
}

fn criteria(page: &mut Page<'_>, request: &SheetsRequest<'_>) -> Result<(), XlsxError> {
    page.gap();
    page.title(request.word("Criteri da giudicare", "Criteria to mark"))?;
    page.header(&[
        request.word("criterio", "criterion"),
        request.word("titolo", "title"),
        request.word("massimo", "maximum"),
        request.word("scala", "scale"),
    ])?;
    for (_, criterion, marking) in request.grid.marked() {
        let scale = request.grid.scales.get(marking.scale.index());
        page.row(&[
            &criterion.name,
            &path(request, criterion),
            &request.number(criterion.max),
            scale.map_or("", |scale| scale.name.as_str()),
        ])?;
    }
    Ok(())
}

/// Returns the titles from the outermost criterion down to this one.
fn path(request: &SheetsRequest<'_>, criterion: &Criterion) -> String {
    let mut titles = vec![criterion.title.get(request.language)];
    let mut parent = criterion.parent;
    // A criterion stands behind the one that it is a part of.
    while let Some(above) = parent.and_then(|id| request.grid.criterion(id)) {
        titles.push(above.title.get(request.language));
        parent = above.parent;
    }
    titles.reverse();
    titles.join(" › ")
}

/// A sheet that is written from the top down.
struct Page<'s> {
    sheet: &'s mut Worksheet,
    row: u32,
}

impl Page<'_> {
    fn gap(&mut self) {
        self.row = self.row.saturating_add(1);
    }

    fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        let text = fitting(text, MOST_CHARACTERS);
        let format = formats::title();
        self.sheet
            .write_string_with_format(self.row, 0, text, &format)?;
        self.gap();
        Ok(())
    }

    /// Writes running text across the columns, as high as it needs.
    fn prose(&mut self, text: &str) -> Result<(), XlsxError> {
        let text = fitting(text, MOST_CHARACTERS);
        let last = COLUMNS.saturating_sub(1);
        self.sheet
            .merge_range(self.row, 0, self.row, last, &text, &formats::prose())?;
        let lines = text.chars().count().div_ceil(LINE).max(1);
        let lines = u32::try_from(lines).unwrap_or(1);
        self.sheet
            .set_row_height(self.row, lines.saturating_mul(HEIGHT))?;
        self.gap();
        Ok(())
    }

    fn list(&mut self, title: &str, texts: &[String]) -> Result<(), XlsxError> {
        self.gap();
        self.title(title)?;
        for (number, text) in (1_u32..).zip(texts) {
            self.prose(&format!("{number}. {text}"))?;
        }
        Ok(())
    }

    fn header(&mut self, texts: &[&str]) -> Result<(), XlsxError> {
        self.cells(texts, &formats::header())
    }

    fn row(&mut self, texts: &[&str]) -> Result<(), XlsxError> {
        self.cells(texts, &formats::locked(false))
    }

    fn cells(&mut self, texts: &[&str], format: &Format) -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(texts) {
            let text = fitting(text, MOST_CHARACTERS);
            self.sheet
                .write_string_with_format(self.row, column, text, format)?;
        }
        self.gap();
        Ok(())
    }
}
