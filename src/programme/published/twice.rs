//! What stands twice in a table and may stand once, in words.

use super::grid::{Grid, Row};
use super::table::{Cell, Line};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;

/// The second of two, with the place of the first.
fn again(place: DataPlace, message: Text, first: (DataPlace, Text), hint: Text) -> Diagnostic {
    let (at, words) = first;
    Diagnostic::data(Code::TableKey, place, message)
        .with_related_data(at, words)
        .with_hint(hint)
}

pub(super) fn title(grid: &Grid, row: &Row, earlier: u64) -> Diagnostic {
    let here = Text::new("il primo è qui", "the first is here");
    again(
        grid.place_of_line(row.line),
        Text::new(
            "un secondo programma nello stesso file",
            "a second programme in one file",
        ),
        (grid.place_of_line(earlier), here),
        Text::new(
            "dividere la tabella, un file per programma",
            "divide the table, one file for each programme",
        ),
    )
}

/// Of objectives, general or specific.
pub(super) fn objective(grid: &Grid, code: &Cell, earlier: &Cell) -> Diagnostic {
    let name = &code.text;
    let here = Text::new("la prima volta qui", "the first time here");
    again(
        grid.place(code.line, code.column),
        Text::new(
            format!("l'obiettivo `{name}` comincia due volte"),
            format!("the objective `{name}` begins twice"),
        ),
        (grid.place(earlier.line, earlier.column), here),
        Text::new(
            "se un salto di pagina ripete il codice, lasciare vuota la seconda cella; altrimenti correggere il codice",
            "if a page break repeats the code, leave the second cell empty; otherwise correct the code",
        ),
    )
}

pub(super) fn subtotal(grid: &Grid, label: &Cell, earlier: u64) -> Diagnostic {
    let name = &label.text;
    let here = Text::new("il primo è qui", "the first is here");
    again(
        grid.place(label.line, label.column),
        Text::new(
            format!("due subtotali per un obiettivo: `{name}`"),
            format!("two subtotals of one objective: `{name}`"),
        ),
        (grid.place_of_line(earlier), here),
        Text::new(
            "correggere il codice di uno dei due, o toglierlo",
            "correct the code of one of them, or remove it",
        ),
    )
}

pub(super) fn total(grid: &Grid, line: u64, earlier: u64) -> Diagnostic {
    let here = Text::new("il primo è qui", "the first is here");
    again(
        grid.place_of_line(line),
        Text::new(
            "un secondo totale generale: una riga di soli importi, o che non nomina un obiettivo",
            "a second grand total: a row of amounts alone, or one that names no objective",
        ),
        (grid.place_of_line(earlier), here),
        Text::new(
            "se una delle due è un subtotale, scrivere il codice del suo obiettivo; se è una riga del programma, il suo soggetto responsabile; un file contiene una sola tabella",
            "if one of them is a subtotal, write the code of its objective; if it is a line of the programme, its body; a file holds one table",
        ),
    )
}

pub(super) fn line(grid: &Grid, line: &Line, earlier: u64) -> Diagnostic {
    let source = line.source.as_ref().map_or("", |it| it.text.as_str());
    let body = &line.body.text;
    let here = Text::new("l'altra è qui", "the other is here");
    again(
        grid.place_of_line(line.line),
        Text::new(
            format!(
                "due righe dello stesso obiettivo specifico con la stessa fonte e lo stesso soggetto (`{source}`, `{body}`): non si distinguono"
            ),
            format!(
                "two lines of one specific objective with one source and one body (`{source}`, `{body}`): nothing tells them apart"
            ),
        ),
        (grid.place_of_line(earlier), here),
        Text::new(
            "unire le due righe, o correggere la fonte o il soggetto di una",
            "join the two lines, or correct the source or the body of one",
        ),
    )
}
