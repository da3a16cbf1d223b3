//! What keeps a table from being read, in words.

use super::grid::{Grid, Row};
use super::table::{Cell, Line};
use super::telling::{text, warning};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::{Language, Text};

/// Sorts diagnostics by line; what is about the whole file comes first.
pub(super) fn in_order(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|it| match &it.primary.place {
        Place::Data(place) => place.line,
        Place::Rules(_) => None,
    });
}

/// A row of words alone: lost among the lines, a remark elsewhere.
pub(super) fn words(grid: &Grid, row: &Row, among_lines: bool) -> Diagnostic {
    let column = row.filled().next().unwrap_or_default();
    let place = grid.place(row.line, column);
    let words = row.cell(column);
    let message = Text::new(
        format!("questa riga non ha importi e non è stata letta: `{words}`"),
        format!("this row has no amounts and was not read: `{words}`"),
    );
    if !among_lines {
        return Diagnostic::notice(Code::MalformedRecord, place, message);
    }
    Diagnostic::data(Code::MalformedRecord, place, message).with_hint(Text::new(
        "se è una riga del programma, scriverne gli importi; se continua la riga sopra, unirla a quella",
        "if it is a line of the programme, write its amounts; if it goes on with the row above, join them",
    ))
}

pub(super) fn no_body(grid: &Grid, row: &Row) -> Diagnostic {
    Diagnostic::data(
        Code::TableCell,
        grid.place_of_line(row.line),
        Text::new(
            "dopo gli importi manca il soggetto responsabile",
            "the body that answers for the line is missing behind its amounts",
        ),
    )
    .with_hint(Text::new(
        "scrivere il soggetto responsabile dopo l'ultimo importo; se la riga è un subtotale, farla cominciare con `totale` e il codice dell'obiettivo",
        "write the body behind the last amount; if the row is a subtotal, let it begin with `totale` and the code of the objective",
    ))
}

pub(super) fn outside(grid: &Grid, row: &Row, column: usize) -> Diagnostic {
    let words = row.cell(column);
    Diagnostic::data(
        Code::MalformedRecord,
        grid.place(row.line, column),
        Text::new(
            format!("contando dal soggetto responsabile all'indietro, questa cella non è di nessuna colonna: `{words}`"),
            format!("counted backwards from the body, this cell belongs to no column: `{words}`"),
        ),
    )
    .with_hint(Text::new(
        "la riga ha celle in più o in meno delle altre: confrontarla con l'atto",
        "the row has more or fewer cells than the others: hold it against the act",
    ))
}

pub(super) fn amount_among_words(grid: &Grid, cell: &Cell, role: &Text) -> Diagnostic {
    let found = &cell.text;
    Diagnostic::data(
        Code::TableCell,
        grid.place(cell.line, cell.column),
        text(|language| match language {
            Language::Italian => format!(
                "nella colonna {} c'è un importo: `{found}`",
                role.get(language)
            ),
            Language::English => {
                format!(
                    "an amount stands in the column {}: `{found}`",
                    role.get(language)
                )
            }
        }),
    )
    .with_hint(Text::new(
        "la riga ha celle in più o in meno delle altre: confrontarla con l'atto",
        "the row has more or fewer cells than the others: hold it against the act",
    ))
}

pub(super) fn no_amount(grid: &Grid, row: &Row, column: usize, role: &Text) -> Diagnostic {
    let found = row.cell(column);
    Diagnostic::data(
        Code::TableCell,
        grid.place(row.line, column),
        text(|language| match language {
            Language::Italian => format!(
                "`{found}` non è un importo (colonna {})",
                role.get(language)
            ),
            Language::English => {
                format!("`{found}` is no amount (column {})", role.get(language))
            }
        }),
    )
    .with_hint(Text::new(
        "scrivere l'importo in cifre, come `12.278.400,00`; dove non c'è, lasciare vuota la cella",
        "write the amount in digits, such as `12.278.400,00`; where there is none, leave the cell empty",
    ))
}

pub(super) fn no_code(grid: &Grid, cell: &Cell, role: &Text) -> Diagnostic {
    let found = &cell.text;
    Diagnostic::data(
        Code::TableCell,
        grid.place(cell.line, cell.column),
        text(|language| match language {
            Language::Italian => format!(
                "in `{found}` non c'è un codice come `7.1` (colonna {})",
                role.get(language)
            ),
            Language::English => format!(
                "`{found}` holds no code such as `7.1` (column {})",
                role.get(language)
            ),
        }),
    )
    .with_hint(Text::new(
        "scrivere il codice in cifre con punti; una fonte si scrive `FSE - 9.1.4`",
        "write the code in digits with points; a source is written `FSE - 9.1.4`",
    ))
}

pub(super) fn objective_again(grid: &Grid, code: &Cell, earlier: &Cell) -> Diagnostic {
    let name = &code.text;
    Diagnostic::data(
        Code::TableKey,
        grid.place(code.line, code.column),
        Text::new(
            format!("l'obiettivo `{name}` comincia due volte"),
            format!("the objective `{name}` begins twice"),
        ),
    )
    .with_related_data(
        grid.place(earlier.line, earlier.column),
        Text::new("la prima volta qui", "the first time here"),
    )
    .with_hint(Text::new(
        "se un salto di pagina ripete il codice, lasciare vuota la seconda cella; altrimenti correggere il codice",
        "if a page break repeats the code, leave the second cell empty; otherwise correct the code",
    ))
}

pub(super) fn no_objective(grid: &Grid, row: &Row) -> Diagnostic {
    Diagnostic::data(
        Code::MissingPart,
        grid.place_of_line(row.line),
        Text::new(
            "questa riga non ha un obiettivo, né sopra di sé",
            "this line has no objective, nor is there one above it",
        ),
    )
    .with_hint(Text::new(
        "scrivere il codice dell'obiettivo nella prima riga che gli appartiene",
        "write the objective's code in the first line that belongs to it",
    ))
}

pub(super) fn words_without_code(grid: &Grid, row: &Row, cell: &Cell, role: &Text) -> Diagnostic {
    let found = &cell.text;
    Diagnostic::data(
        Code::MissingPart,
        grid.place(row.line, cell.column),
        text(|language| match language {
            Language::Italian => {
                format!("prima di `{found}` manca il {}", role.get(language))
            }
            Language::English => {
                format!("the {} is missing before `{found}`", role.get(language))
            }
        }),
    )
    .with_hint(Text::new(
        "riprendere il codice dall'atto",
        "take the code from the act",
    ))
}

pub(super) fn unknown_fund(
    grid: &Grid,
    source: &Cell,
    fund: &str,
    schemes: &[(String, String)],
) -> Diagnostic {
    let known: Vec<&str> = schemes.iter().map(|(name, _)| name.as_str()).collect();
    let known = known.join("`, `");
    warning(
        Code::UnknownCode,
        grid.place(source.line, source.column),
        Text::new(
            format!("non si sa di quale numerazione sono le azioni di `{fund}`: il profilo conosce `{known}`"),
            format!("it is not known whose numbering the actions of `{fund}` follow: the profile knows `{known}`"),
        ),
    )
    .with_hint(Text::new(
        format!("correggere la fonte, o aggiungere al profilo `actions of {fund} = …`"),
        format!("correct the source, or add `actions of {fund} = …` to the profile"),
    ))
}

pub(super) fn sum_of_nothing<'a>(
    grid: &Grid,
    row: &Row,
    label: usize,
    code: &str,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let known = known.join("`, `");
    let hint = if known.is_empty() {
        Text::new(
            "un subtotale sta sotto le righe del suo obiettivo",
            "a subtotal stands below the lines of its objective",
        )
    } else {
        Text::new(
            format!("correggere il codice: qui sopra ci sono `{known}`"),
            format!("correct the code: above there are `{known}`"),
        )
    };
    Diagnostic::data(
        Code::UnknownName,
        grid.place(row.line, label),
        Text::new(
            format!(
                "nessun obiettivo qui sopra ha il codice `{code}`: il subtotale non è di nessuno"
            ),
            format!("no objective above has the code `{code}`: the subtotal is nobody's"),
        ),
    )
    .with_hint(hint)
}

pub(super) fn subtotal_again(grid: &Grid, row: &Row, label: usize, earlier: u64) -> Diagnostic {
    let name = row.cell(label);
    Diagnostic::data(
        Code::TableKey,
        grid.place(row.line, label),
        Text::new(
            format!("due subtotali per un obiettivo: `{name}`"),
            format!("two subtotals of one objective: `{name}`"),
        ),
    )
    .with_related_data(
        grid.place_of_line(earlier),
        Text::new("il primo è qui", "the first is here"),
    )
    .with_hint(Text::new(
        "correggere il codice di uno dei due, o toglierlo",
        "correct the code of one of them, or remove it",
    ))
}

pub(super) fn total_again(grid: &Grid, row: &Row, earlier: u64) -> Diagnostic {
    Diagnostic::data(
        Code::TableKey,
        grid.place_of_line(row.line),
        Text::new(
            "un secondo totale generale: solo importi, senza soggetto responsabile",
            "a second grand total: only amounts, and no body",
        ),
    )
    .with_related_data(
        grid.place_of_line(earlier),
        Text::new("il primo è qui", "the first is here"),
    )
    .with_hint(Text::new(
        "se è una riga del programma, scriverne il soggetto responsabile; un file contiene una sola tabella",
        "if it is a line of the programme, write its body; a file holds one table",
    ))
}

pub(super) fn few_sums(grid: &Grid, row: &Row, found: usize, needed: usize) -> Diagnostic {
    Diagnostic::data(
        Code::MalformedRecord,
        grid.place_of_line(row.line),
        Text::new(
            format!("un totale ha {needed} importi uno accanto all'altro; qui le celle piene sono {found}"),
            format!("a total has {needed} amounts one beside the other; here {found} cells are filled"),
        ),
    )
    .with_hint(Text::new(
        "scrivere anche gli importi che sono zero (`0,00`), e nient'altro in quella riga",
        "write the amounts that are nought too (`0,00`), and nothing else in that row",
    ))
}

pub(super) fn same_key(grid: &Grid, line: &Line, earlier: u64) -> Diagnostic {
    let source = line.source.as_ref().map_or("", |it| it.text.as_str());
    let body = &line.body.text;
    Diagnostic::data(
        Code::TableKey,
        grid.place_of_line(line.line),
        Text::new(
            format!("due righe dello stesso obiettivo specifico con la stessa fonte e lo stesso soggetto (`{source}`, `{body}`): non si distinguono"),
            format!("two lines of one specific objective with one source and one body (`{source}`, `{body}`): nothing tells them apart"),
        ),
    )
    .with_related_data(
        grid.place_of_line(earlier),
        Text::new("l'altra è qui", "the other is here"),
    )
    .with_hint(Text::new(
        "unire le due righe, o correggere la fonte o il soggetto di una",
        "join the two lines, or correct the source or the body of one",
    ))
}
