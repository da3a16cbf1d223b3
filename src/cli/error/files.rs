//! Files and folders that cannot be read, written, or taken for what they should be.

use std::io;
use std::path::Path;

use super::CliError;
use crate::text::{Language, Text};

pub(in crate::cli) fn told(verb: (&str, &str), what: &str, error: &io::Error) -> Text {
    let why = system_text(error);
    Text::new(
        format!("{} `{what}`: {}", verb.0, why.get(Language::Italian)),
        format!("{} `{what}`: {}", verb.1, why.get(Language::English)),
    )
}

pub(in crate::cli) fn system_text(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::NotFound => Text::new("non esiste", "it does not exist"),
        io::ErrorKind::PermissionDenied => Text::new(
            "il sistema non lo permette",
            "the system does not permit it",
        ),
        io::ErrorKind::IsADirectory => Text::new("è una cartella", "it is a folder"),
        io::ErrorKind::NotADirectory => Text::new(
            "una parte del percorso non è una cartella",
            "part of the path is no folder",
        ),
        io::ErrorKind::AlreadyExists => Text::new("esiste già", "it exists already"),
        io::ErrorKind::Unsupported => Text::new("non è un file comune", "it is no regular file"),
        io::ErrorKind::StorageFull => Text::new("il disco è pieno", "the disk is full"),
        io::ErrorKind::ReadOnlyFilesystem => {
            Text::new("il disco è di sola lettura", "the disk is read-only")
        }
        _ => Text::italian(error.to_string()),
    }
}

pub(super) fn half_written(folder: &Path, last: &str, aside: &Path, why: &CliError) -> Text {
    let (folder, aside, why) = (folder.display(), aside.display(), why.text());
    let (it, en) = (why.get(Language::Italian), why.get(Language::English));
    Text::new(
        format!(
            "{it}; e non si è potuto rimettere com'era `{folder}`: ora vi manca `{last}`, e gli altri file non sono da usare. I file di prima stanno in `{aside}`, con un numero davanti al nome. Quando il disco torna a funzionare: ripetere il comando con `--replace`, oppure rimettere a mano quei file al loro posto, `{last}` per ultimo; poi cancellare `{aside}`"
        ),
        format!(
            "{en}; and `{folder}` could not be put back as it was: no `{last}` stands there now, and the other files are not to be used. The old files lie in `{aside}`, with a number before their names. Once the disk works again: run the command again with `--replace`, or put those files back in their places by hand, `{last}` last; then delete `{aside}`"
        ),
    )
}

pub(super) fn left_behind(path: &Path, error: &io::Error) -> Text {
    let (path, why) = (path.display(), system_text(error));
    let (it, en) = (why.get(Language::Italian), why.get(Language::English));
    Text::new(
        format!(
            "tutto è stato scritto e vale, ma la cartella nascosta `{path}` con i file di prima non si è potuta togliere ({it}): cancellarla a mano"
        ),
        format!(
            "everything is written and holds, but the hidden folder `{path}` with the old files could not be removed ({en}): delete it by hand"
        ),
    )
}

pub(super) fn other_outcome(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!(
            "`{path}` contiene già un altro esito, che resta com'è: scegliere un'altra cartella, o aggiungere `--replace` per sostituirlo"
        ),
        format!(
            "`{path}` holds another outcome already, which stays as it is: choose another folder, or add `--replace` to put this one in its place"
        ),
    )
}

pub(super) fn unknown_kind(path: &Path) -> Text {
    let ending = path.extension().and_then(|it| it.to_str());
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    let path = path.display();
    if ["xls", "xlsm", "xlsb", "ods"].contains(&ending.as_str()) {
        return Text::new(
            format!(
                "`{path}`: di cartelle di lavoro si leggono solo quelle `.xlsx`; aprirla con il foglio di calcolo e salvarla come `.xlsx`"
            ),
            format!(
                "`{path}`: of workbooks only `.xlsx` can be read; open it in the spreadsheet and save it as `.xlsx`"
            ),
        );
    }
    Text::new(
        format!(
            "`{path}`: un file di proposte finisce in `.csv`, `.xlsx`, `.json`, `.jsonl`, `.ndjson` o `.parquet`"
        ),
        format!(
            "`{path}`: a file of proposals ends in `.csv`, `.xlsx`, `.json`, `.jsonl`, `.ndjson` or `.parquet`"
        ),
    )
}

pub(super) fn nothing_read(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!("`{path}` non si può leggere come file di proposte: non è stato scritto nulla"),
        format!("`{path}` cannot be read as a file of proposals: nothing was written"),
    )
}
