//! What a call, a programme or a file of proposals does not have.

use std::path::Path;

use crate::report::SheetError;
use crate::text::Text;

pub(super) fn unknown((it, en): (&str, &str), name: &str, near: Option<&str>) -> Text {
    let (near_it, near_en) = did_you_mean(near);
    Text::new(
        format!("{it} `{name}`{near_it}"),
        format!("{en} `{name}`{near_en}"),
    )
}

fn did_you_mean(near: Option<&str>) -> (String, String) {
    near.map_or_else(Default::default, |near| {
        (
            format!("; forse si intendeva `{near}`?"),
            format!("; did you mean `{near}`?"),
        )
    })
}

pub(super) fn no_act(act: &str, known: &[String]) -> Text {
    let (it, en) = if known.is_empty() {
        ("non ne ha nessuno".to_owned(), "it has none".to_owned())
    } else {
        let known = known.join("`, `");
        (format!("ha `{known}`"), format!("it has `{known}`"))
    };
    Text::new(
        format!("il programma non ha un atto `{act}`: {it}"),
        format!("the programme has no act `{act}`: {en}"),
    )
}

pub(super) fn a_programme(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!(
            "`{path}` è un programma, non un avviso: qui serve il file delle regole di un avviso"
        ),
        format!("`{path}` is a programme, not a call: the rule file of a call is needed here"),
    )
}

pub(super) fn no_programme(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!("`{path}` è un avviso, non un programma"),
        format!("`{path}` is a call, not a programme"),
    )
}

pub(super) fn refused_proposal(id: &str, place: &str) -> Text {
    Text::new(
        format!(
            "la proposta `{id}` è stata rifiutata alla lettura ({place}): gli errori sono qui sopra"
        ),
        format!("the proposal `{id}` was refused on reading ({place}): its errors stand above"),
    )
}

pub(super) fn nothing_to_mark(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!(
            "`{path}` non ha criteri che la commissione giudica: non ci sono giudizi da dare o da leggere"
        ),
        format!(
            "`{path}` has no criterion that the panel marks: there are no marks to give or to read"
        ),
    )
}

pub(super) fn no_sheet(evaluator: &str, error: &SheetError) -> Text {
    match error {
        SheetError::TooManyRows => Text::new(
            format!(
                "`{evaluator}` ha più giudizi da dare di quante righe ha un foglio di calcolo: dividere le proposte fra più valutatori"
            ),
            format!(
                "`{evaluator}` has more marks to give than a spreadsheet has rows: share the proposals among more evaluators"
            ),
        ),
        SheetError::Unwritable(why) => Text::new(
            format!("la scheda di `{evaluator}` non si può scrivere: {why}"),
            format!("the sheet of `{evaluator}` cannot be written: {why}"),
        ),
    }
}

pub(super) fn no_weights(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!(
            "in `{path}` non c'è nessun peso (`weight`, `peso`): nulla da ripartire fra territori"
        ),
        format!("`{path}` has no weight: nothing is shared out among territories"),
    )
}
