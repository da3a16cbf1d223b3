//! What keeps a table from being read, in words.

use super::grid::{Grid, Row};
use super::rows::is_dash;
use super::table::{AmountCell, Cell};
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
    let words: Vec<&str> = row.filled().map(|column| row.cell(column)).collect();
    let words = words.join(" | ");
    let message = Text::new(
        format!("questa riga non ha importi e non è stata letta: `{words}`"),
        format!("this row has no amounts and was not read: `{words}`"),
    );
    if !among_lines {
        return Diagnostic::notice(Code::MalformedRecord, place, message);
    }
    Diagnostic::data(Code::MalformedRecord, place, message).with_hint(Text::new(
        "se è una nota, toglierla o metterla sopra la tabella; se è una riga del programma, scriverne gli importi; se continua la riga sopra, unirla a quella",
        "if it is a note, take it out or put it above the table; if it is a line of the programme, write its amounts; if it goes on with the row above, join them",
    ))
}

/// A row among the lines that says of itself that it is a note.
pub(super) fn note(grid: &Grid, row: &Row) -> Diagnostic {
    let column = row.filled().next().unwrap_or_default();
    let words = row.cell(column);
    Diagnostic::notice(
        Code::MalformedRecord,
        grid.place(row.line, column),
        Text::new(
            format!("una nota fra le righe, che non entra nel programma: `{words}`"),
            format!("a note among the lines, which does not go into the programme: `{words}`"),
        ),
    )
    .with_hint(Text::new(
        "se la nota cambia un importo, correggerlo nella sua riga, citando la nota",
        "if the note changes an amount, correct it in its line, and cite the note",
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
    let hint = amount_hint(found);
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
    .with_hint(hint)
}

/// Says how to write what stands where an amount belongs.
fn amount_hint(found: &str) -> Text {
    let without_sign = found.trim_start_matches(['+', '\u{2014}']);
    let has_digits = found.contains(|it: char| it.is_ascii_digit());
    let (it, en) = if is_dash(found) {
        (
            "scrivere `0,00` se il trattino vale zero; se l'importo non si conosce, lasciare vuota la cella",
            "write `0,00` where the dash means zero; where the amount is not known, leave the cell empty",
        )
    } else if !has_digits {
        (
            "scrivere l'importo in cifre, come `12.278.400,00`; dove non c'è, lasciare vuota la cella",
            "write the amount in digits, such as `12.278.400,00`; where there is none, leave the cell empty",
        )
    } else if found.bytes().all(|it| it.is_ascii_digit()) && found.len() > 16 {
        (
            "l'importo è troppo grande: verificare che nella cella non siano finite le cifre di due",
            "the amount is too large: make sure that the cell does not hold the digits of two",
        )
    } else if found.bytes().all(|it| it.is_ascii_digit()) {
        (
            "scrivere anche i centesimi, come `500,00`: senza, un numero può essere un codice",
            "write the cents too, as in `500,00`: without them a number may be a code",
        )
    } else if without_sign.len() < found.len() || found.contains(['(', ')']) {
        (
            "scrivere un importo che si toglie con `-` davanti, uno che si aggiunge senza segno: `-3.077.088,00`",
            "write an amount that is taken away with `-` before it, one that is added without a sign: `-3.077.088,00`",
        )
    } else if found.contains(char::is_alphabetic) || found.contains(char::is_whitespace) {
        (
            "nella cella stia solo l'importo, senza parole né spazi: `12.278.400,00`",
            "let the amount stand alone in its cell, without words or spaces: `12.278.400,00`",
        )
    } else {
        (
            "scrivere l'importo con gruppi di tre cifre e due decimali, come `12.278.400,00`",
            "write the amount with groups of three digits and two decimals, such as `12.278.400,00`",
        )
    };
    Text::new(it, en)
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

/// A number, or nothing that could be a name, where the body should stand: the line may be cut short.
pub(super) fn no_name(grid: &Grid, row: &Row, column: usize) -> Diagnostic {
    let found = row.cell(column);
    Diagnostic::data(
        Code::TableCell,
        grid.place(row.line, column),
        Text::new(
            format!("al posto del soggetto responsabile c'è `{found}`"),
            format!("`{found}` stands where the body should be"),
        ),
    )
    .with_hint(Text::new(
        "se la riga è troncata, o l'importo scritto male, riprenderla dall'atto",
        "if the row is cut short, or the amount is badly written, take it from the act",
    ))
}

pub(super) fn negative_total(grid: &Grid, cell: &AmountCell, amount: &Text) -> Diagnostic {
    Diagnostic::data(
        Code::TableCell,
        grid.place(cell.line, cell.column),
        text(|language| {
            let amount = amount.get(language);
            match language {
                Language::Italian => {
                    format!("il totale programma è meno di zero: {amount}; nel file resta da accertare")
                }
                Language::English => format!(
                    "the programme total is less than nought: {amount}; in the file it stays unknown"
                ),
            }
        }),
    )
    .with_hint(Text::new(
        "riprendere l'importo dall'atto; ciò che un atto toglie sta nella colonna dell'atto",
        "take the amount from the act; what an act takes away stands in the act's column",
    ))
}

pub(super) fn unseen(
    grid: &Grid,
    row: &Row,
    column: usize,
    character: char,
    what: &Text,
) -> Diagnostic {
    let code = u32::from(character);
    Diagnostic::data(
        Code::ForbiddenCharacter,
        grid.place(row.line, column),
        text(|language| {
            let what = what.get(language);
            match language {
                Language::Italian => {
                    format!("in questa cella c'è {what} (U+{code:04X}), che non si vede")
                }
                Language::English => {
                    format!("in this cell stands {what} (U+{code:04X}), which cannot be seen")
                }
            }
        }),
    )
    .with_hint(Text::new(
        "cancellare il carattere e riscrivere la parola",
        "delete the character and type the word again",
    ))
}

pub(super) fn beside_title(grid: &Grid, row: &Row, column: usize) -> Diagnostic {
    let found = row.cell(column);
    warning(
        Code::MalformedRecord,
        grid.place(row.line, column),
        Text::new(
            format!("accanto al nome del programma c'è una cella che non è stata letta: `{found}`"),
            format!("a cell beside the programme's name was not read: `{found}`"),
        ),
    )
    .with_hint(Text::new(
        "se fa parte del nome, unirla alla prima cella",
        "if it is part of the name, join it to the first cell",
    ))
}
