//! What is said where a mark cannot be taken.

use super::assignments::Conflict;
use super::layout::Heading;
use crate::call::{Criterion, Method, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;

pub(super) fn other_call(theirs: &str, ours: &str, place: DataPlace) -> Diagnostic {
    let theirs = visible(theirs);
    Diagnostic::data(
        Code::WrongSheet,
        place,
        Text::new(
            format!("la scheda è dell'avviso `{theirs}`, e questo è `{ours}`"),
            format!("the sheet is of the call `{theirs}`, and this is `{ours}`"),
        ),
    )
    .with_hint(Text::new(
        "togliere la scheda, o leggerla con le regole del suo bando",
        "remove the sheet, or read it with the rules of its call",
    ))
}

pub(super) fn other_basis(place: DataPlace) -> Diagnostic {
    Diagnostic::notice(
        Code::WrongSheet,
        place,
        Text::new(
            "i criteri o le scale sono cambiati da quando la scheda è stata preparata",
            "the criteria or scales have changed since the sheet was made",
        ),
    )
    .with_hint(Text::new(
        "controllare se i giudizi già dati valgono ancora, o consegnare una scheda nuova",
        "check whether the marks given still hold, or hand out a new sheet",
    ))
}

pub(super) fn note_alone(place: DataPlace) -> Diagnostic {
    Diagnostic::notice(
        Code::MissingMark,
        place,
        Text::new(
            "c'è una nota senza giudizio: non è presa",
            "there is a note without a mark: it is not taken",
        ),
    )
    .with_hint(Text::new(
        "scrivere il giudizio, o togliere la nota",
        "write the mark, or remove the note",
    ))
}

pub(super) fn note_reckoned(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::BadMark,
        place,
        Text::new(
            "il foglio di calcolo ha preso la nota per una formula o una data",
            "the spreadsheet has taken the note for a formula or a date",
        ),
    )
    .with_hint(Text::new(
        "riscriverla senza `=`, `+`, `-` o `@` all'inizio",
        "write it again without `=`, `+`, `-` or `@` at its start",
    ))
}

pub(super) fn stranger(evaluator: &str, place: DataPlace) -> Diagnostic {
    let evaluator = visible(evaluator);
    Diagnostic::data(
        Code::MarkNotAssigned,
        place,
        Text::new(
            format!("`{evaluator}` non è fra i valutatori"),
            format!("`{evaluator}` is not among the evaluators"),
        ),
    )
    .with_hint(Text::new(
        "aggiungere il valutatore agli incarichi, o togliere i suoi giudizi",
        "add the evaluator to the assignments, or remove their marks",
    ))
}

pub(super) fn not_assigned(proposal: &str, evaluator: &str, place: DataPlace) -> Diagnostic {
    let (proposal, evaluator) = (visible(proposal), visible(evaluator));
    Diagnostic::data(
        Code::MarkNotAssigned,
        place,
        Text::new(
            format!("la proposta `{proposal}` non è assegnata a `{evaluator}`"),
            format!("the proposal `{proposal}` is not assigned to `{evaluator}`"),
        ),
    )
    .with_hint(Text::new(
        "aggiungere la riga agli incarichi, o togliere il giudizio",
        "add the row to the assignments, or remove the mark",
    ))
}

pub(super) fn sheet_of_another(written: &str, owner: &str, place: DataPlace) -> Diagnostic {
    let (written, owner) = (visible(written), visible(owner));
    Diagnostic::data(
        Code::MarkNotAssigned,
        place,
        Text::new(
            format!("nella scheda di `{owner}` c'è un giudizio di `{written}`"),
            format!("the sheet of `{owner}` holds a mark by `{written}`"),
        ),
    )
    .with_hint(Text::new(
        "ogni valutatore compila la propria scheda",
        "each evaluator fills in their own sheet",
    ))
}

pub(super) fn changed_cell(wanted: &str, place: DataPlace) -> Diagnostic {
    let wanted = visible(wanted);
    Diagnostic::data(
        Code::UnknownMarkTarget,
        place,
        Text::new(
            format!("la cella è stata cambiata: nella scheda consegnata al valutatore qui c'era `{wanted}`"),
            format!("the cell has been changed: the sheet given to the evaluator had `{wanted}` here"),
        ),
    )
    .with_hint(Text::new(
        "rimettere quello che c'era, o riportare i voti in una scheda nuova: non si sa a che cosa è dato questo voto",
        "put back what was there, or copy the marks into a new sheet: nobody can tell what this mark is given to",
    ))
}

pub(super) fn added_row(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::UnknownMarkTarget,
        place,
        Text::new(
            "la riga non c'era nella scheda consegnata al valutatore",
            "the row was not in the sheet given to the evaluator",
        ),
    )
    .with_hint(Text::new(
        "toglierla; se manca una proposta, aggiungerla agli incarichi e preparare una scheda nuova",
        "remove it; if a proposal is missing, add it to the assignments and make a new sheet",
    ))
}

pub(super) fn by_nobody(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::MarkNotAssigned,
        place,
        Text::new(
            "non è detto di chi è il giudizio",
            "nobody is named as the author of the mark",
        ),
    )
    .with_hint(Text::new(
        "scrivere il nome sotto `valutatore`",
        "write the name under `evaluator`",
    ))
}

pub(super) fn conflict(
    proposal: &str,
    evaluator: &str,
    conflict: &Conflict,
    place: DataPlace,
) -> Diagnostic {
    let (proposal, evaluator) = (visible(proposal), visible(evaluator));
    let declared = match &conflict.reason {
        Some(reason) => {
            let reason = visible(reason);
            Text::new(
                format!("dichiarato qui: {reason}"),
                format!("declared here: {reason}"),
            )
        }
        None => Text::new("dichiarato qui", "declared here"),
    };
    Diagnostic::data(
        Code::ConflictOfInterest,
        place,
        Text::new(
            format!(
                "`{evaluator}` ha dichiarato un conflitto di interessi sulla proposta `{proposal}`, e la giudica"
            ),
            format!(
                "`{evaluator}` has declared a conflict of interest on the proposal `{proposal}`, and marks it"
            ),
        ),
    )
    .with_related_data(conflict.place.clone(), declared)
    .with_hint(Text::new(
        "togliere il giudizio; se il conflitto non c'è, correggere gli incarichi",
        "remove the mark; if there is no conflict, correct the assignments",
    ))
}

pub(super) fn without(heading: Heading, place: DataPlace) -> Diagnostic {
    let message = match heading {
        Heading::Criterion => Text::new(
            "c'è un giudizio senza criterio",
            "there is a mark without a criterion",
        ),
        _ => Text::new(
            "c'è un giudizio senza l'identificativo della proposta",
            "there is a mark without the id of its proposal",
        ),
    };
    Diagnostic::data(Code::UnknownMarkTarget, place, message).with_hint(Text::new(
        "scrivere proposta e criterio, o togliere il giudizio",
        "write proposal and criterion, or remove the mark",
    ))
}

pub(super) fn not_marked(criterion: &Criterion, place: DataPlace) -> Diagnostic {
    let name = &criterion.name;
    let message = match criterion.method {
        Method::Sum => Text::new(
            format!("il criterio `{name}` non si giudica: è la somma delle sue parti"),
            format!("the criterion `{name}` is not marked: it is the sum of its parts"),
        ),
        _ => Text::new(
            format!("il criterio `{name}` non si giudica: i suoi punti si calcolano"),
            format!("the criterion `{name}` is not marked: its points are computed"),
        ),
    };
    Diagnostic::data(Code::UnknownMarkTarget, place, message)
        .with_hint(Text::new("togliere il giudizio", "remove the mark"))
}

pub(super) fn twice(
    proposal: &str,
    criterion: &str,
    evaluator: &str,
    place: DataPlace,
    first: DataPlace,
) -> Diagnostic {
    let (proposal, evaluator) = (visible(proposal), visible(evaluator));
    Diagnostic::data(
        Code::DuplicateMark,
        place,
        Text::new(
            format!("`{evaluator}` giudica due volte il criterio `{criterion}` della proposta `{proposal}`"),
            format!("`{evaluator}` marks the criterion `{criterion}` of the proposal `{proposal}` twice"),
        ),
    )
    .with_related_data(first, Text::new("la prima volta", "the first time"))
    .with_hint(Text::new(
        "tenere un solo giudizio; se c'è una copia della scheda, togliere il file che non vale",
        "keep only one mark; if there is a copy of the sheet, remove the file that does not count",
    ))
}
