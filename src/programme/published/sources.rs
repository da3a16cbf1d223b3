//! What is wrong with the source of a line, in words.

use super::grid::Grid;
use super::table::Cell;
use super::telling::warning;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Text;

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

/// A source that reads as a fund and an action, though no dash parts them.
pub(super) fn no_dash(grid: &Grid, source: &Cell, fund: &str, code: &str) -> Diagnostic {
    let whole = &source.text;
    Diagnostic::notice(
        Code::UnevenSpelling,
        grid.place(source.line, source.column),
        Text::new(
            format!("`{whole}` è senza trattino: letto come fondo `{fund}` e azione `{code}`"),
            format!("`{whole}` has no dash: read as fund `{fund}` and action `{code}`"),
        ),
    )
    .with_hint(Text::new(
        format!("scrivere `{fund} - {code}`"),
        format!("write `{fund} - {code}`"),
    ))
}

/// A source that names a fund alone.
pub(super) fn no_action(grid: &Grid, source: &Cell) -> Diagnostic {
    let found = &source.text;
    warning(
        Code::MissingPart,
        grid.place(source.line, source.column),
        Text::new(
            format!("`{found}` nomina un fondo e nessuna azione: la riga non è di nessuna azione"),
            format!("`{found}` names a fund and no action: the line belongs to none"),
        ),
    )
    .with_hint(Text::new(
        "se l'atto dice l'azione, scriverla come `FSE - 9.1.4`",
        "if the act tells the action, write it like `FSE - 9.1.4`",
    ))
}
