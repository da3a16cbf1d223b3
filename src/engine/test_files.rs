//! The files that a test names: proposals, marks, assignments.

use std::collections::BTreeSet;

use super::marking::proposals_to_mark;
use super::testing::file_kind;
use crate::assessment::Stage;
use crate::call::{Call, Grid, MarksFrom, Test};
use crate::diagnostic::{Code, Diagnostic};
use crate::facts::{self, ProposalsFile, Received};
use crate::scoring::{
    Marks, MarksFile, MarksRead, MarksRequest, can_hold_marks, read_assignments, read_marks,
};
use crate::source::{FileError, Files, Span};
use crate::text::Text;

/// Reads the proposals of a test on a file.
pub(super) fn read_proposals(
    call: &Call,
    test: &Test,
    name: &str,
    files: &dyn Files,
) -> Result<Received, Diagnostic> {
    let kind = file_kind(name).ok_or_else(|| {
        Diagnostic::error(
            Code::TestFailed,
            test.span,
            Text::new(
                format!("`{name}` non è un file di proposte"),
                format!("`{name}` is not a file of proposals"),
            ),
        )
        .with_hint(Text::new(
            "usare un file `.csv`, `.xlsx`, `.json` o `.jsonl`",
            "use a `.csv`, `.xlsx`, `.json` or `.jsonl` file",
        ))
    })?;
    let bytes = files.read(name);
    let bytes = bytes.map_err(|error| unreadable(test.span, name, &error))?;
    let file = ProposalsFile {
        name,
        bytes: &bytes,
        kind,
    };
    Ok(facts::read(call, &file))
}

/// Reads the marks of a test on a file, all of them or none, with everything to be said of them.
pub(super) fn read_marks_of_test(
    call: &Call,
    grid: &Grid,
    from: &MarksFrom,
    received: &Received,
    stage: Stage,
    files: &dyn Files,
) -> (Marks, Vec<Diagnostic>) {
    let read = marks_read(call, grid, from, received, stage, files);
    match read {
        Ok(read) => (read.marks.unwrap_or_default(), read.diagnostics),
        Err(errors) => (Marks::default(), errors),
    }
}

fn marks_read(
    call: &Call,
    grid: &Grid,
    from: &MarksFrom,
    received: &Received,
    stage: Stage,
    files: &dyn Files,
) -> Result<MarksRead, Vec<Diagnostic>> {
    let known = received.ids();
    let assignments = match &from.assignments {
        None => None,
        Some(name) => {
            let bytes = files.read(name);
            let bytes = bytes.map_err(|error| vec![unreadable(from.span, name, &error)])?;
            let file = MarksFile {
                name,
                bytes: &bytes,
            };
            Some(read_assignments(&file, &known)?)
        }
    };
    let mut sheets = Vec::new();
    for name in names(from, files)? {
        let bytes = files.read(&name);
        let bytes = bytes.map_err(|error| vec![unreadable(from.span, &name, &error)])?;
        sheets.push((name, bytes));
    }
    let sheets: Vec<MarksFile<'_>> = sheets
        .iter()
        .map(|(name, bytes)| MarksFile { name, bytes })
        .collect();
    let to_mark: BTreeSet<String> = proposals_to_mark(call, received, stage)
        .into_iter()
        .map(|it| it.id)
        .collect();
    let request = MarksRequest {
        call,
        grid,
        assignments: assignments.as_ref(),
        known: &known,
        to_mark: &to_mark,
    };
    Ok(read_marks(&request, &sheets))
}

/// Returns the names of the files of marks: of the one named, or of those in the folder named.
fn names(from: &MarksFrom, files: &dyn Files) -> Result<Vec<String>, Vec<Diagnostic>> {
    let folder = files.folder(&from.files);
    let Some(inside) = folder.map_err(|error| vec![unreadable(from.span, &from.files, &error)])?
    else {
        return Ok(vec![from.files.clone()]);
    };
    // Spreadsheets leave some of these beside a file that is open.
    let is_left = |name: &str| name.starts_with("~$") || name.starts_with(".~lock.");
    let marks = inside
        .into_iter()
        .filter(|name| can_hold_marks(name) && !is_left(name));
    let folder = from.files.trim_end_matches('/');
    let names: Vec<String> = marks.map(|name| format!("{folder}/{name}")).collect();
    if names.is_empty() {
        return Err(vec![
            Diagnostic::error(
                Code::FileNotFound,
                from.span,
                Text::new(
                    format!("nella cartella `{folder}` non c'è nessun file di voti"),
                    format!("the folder `{folder}` holds no file of marks"),
                ),
            )
            .with_hint(Text::new(
                "metterci i file `.xlsx` o `.csv` dei valutatori",
                "put the evaluators' `.xlsx` or `.csv` files there",
            )),
        ]);
    }
    Ok(names)
}

/// Says why a file that a test names cannot be had.
pub(super) fn unreadable(span: Span, name: &str, error: &FileError) -> Diagnostic {
    match error {
        FileError::NotFound { looked_in } => Diagnostic::error(
            Code::FileNotFound,
            span,
            Text::new(
                format!("il file `{name}` di questo test non c'è"),
                format!("the file `{name}` of this test is not there"),
            ),
        )
        .with_hint(Text::new(
            format!(
                "metterlo in {}, o indicare un'altra cartella con `--data`",
                looked_in.join(", ")
            ),
            format!(
                "put it in {}, or name another folder with `--data`",
                looked_in.join(", ")
            ),
        )),
        FileError::Unsafe => Diagnostic::error(
            Code::UnsafePath,
            span,
            Text::new(
                format!("il nome `{name}` esce dalla cartella del file delle regole"),
                format!("the name `{name}` leaves the folder of the rule file"),
            ),
        )
        .with_hint(Text::new(
            "usare un nome relativo, senza `..` né collegamenti che portino fuori",
            "use a relative name, without `..` or links that lead outside",
        )),
        FileError::Unreadable(why) => Diagnostic::error(
            Code::FileNotFound,
            span,
            Text::new(
                format!("il file `{name}` non si può leggere: {why}"),
                format!("the file `{name}` cannot be read: {why}"),
            ),
        ),
    }
}
