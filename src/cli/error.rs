//! What goes wrong around a run: files, names on the command line. Never what is wrong with rules
//! or data.

use std::io;
use std::path::{Path, PathBuf};

use super::Exit;
use crate::report::SheetError;
use crate::text::{Language, Text};

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        source: io::Error,
    },
    /// The pre-check cannot be served.
    #[cfg(feature = "web")]
    #[error(transparent)]
    Serve(#[from] super::serve::ServeTrouble),
    /// A file that would be written is there already.
    #[error("`{}` exists already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A folder that holds another outcome.
    #[error("`{}` holds another outcome", path.display())]
    OtherOutcome {
        /// The folder.
        path: PathBuf,
    },
    /// A published list that cannot be read.
    #[error("`{}` cannot be compared", path.display())]
    NoList {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: Text,
    },
    /// A file that is no record.
    #[error("`{}` is no record", path.display())]
    NoRecord {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: Text,
    },
    /// Events that do not fit the ranking, each of which has been told.
    #[error("`{}` does not fit the ranking", path.display())]
    Events {
        /// The file.
        path: PathBuf,
        /// How many things are wrong.
        count: usize,
    },
    /// A ranking that cannot slide.
    #[error("no slide is possible")]
    NoSlide(Text),
    /// The lot is drawn already.
    #[error("the lot is drawn, with `{0}`")]
    OtherSeed(String),
    /// A file of proposals whose name does not say how it is written.
    #[error("`{}` is no file of proposals", path.display())]
    UnknownKind {
        /// The file.
        path: PathBuf,
    },
    /// A programme, where the rules of a call are needed.
    #[error("`{}` is a programme, not a call", path.display())]
    Programme {
        /// The file.
        path: PathBuf,
    },
    /// The rules of a call, where a programme is needed.
    #[error("`{}` is a call, not a programme", path.display())]
    NoProgramme {
        /// The file.
        path: PathBuf,
    },
    /// An act that the programme does not have.
    #[error("no act `{act}`")]
    NoAct {
        /// The act asked for.
        act: String,
        /// One that is like it.
        near: Option<String>,
    },
    /// Nothing was received under this id.
    #[error("no proposal `{id}`")]
    UnknownProposal {
        /// The id asked for.
        id: String,
        /// An id that is like it.
        near: Option<String>,
    },
    /// The proposal was refused when it was read.
    #[error("the proposal `{id}` was refused")]
    RefusedProposal {
        /// The id asked for.
        id: String,
        /// Where its row stands.
        place: String,
    },
    /// The file of proposals cannot be read at all.
    #[error("no proposal could be read")]
    NothingRead {
        /// The file.
        path: PathBuf,
    },
    /// An outcome from which no frozen values can be taken.
    #[error("cannot take values from `{}`", path.display())]
    NotFrozen {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: Text,
    },
    /// No message has this code.
    #[error("no code `{word}`")]
    UnknownCode {
        /// The code asked for.
        word: String,
        /// A code that is like it.
        near: Option<String>,
    },
    /// Nothing in the call has this name.
    #[error("nothing is called `{name}`")]
    UnknownName {
        /// The name asked for.
        name: String,
        /// A name that is like it.
        near: Option<String>,
    },
    /// The name cannot name a call.
    #[error("`{name}` cannot name a call")]
    BadName {
        /// The name.
        name: String,
    },
    /// The panel marks nothing in this call.
    #[error("`{}` leaves nothing to mark", path.display())]
    NothingToMark {
        /// The rule file.
        path: PathBuf,
    },
    /// The call shares nothing out among territories.
    #[error("`{}` has no weight", path.display())]
    NoWeights {
        /// The rule file.
        path: PathBuf,
    },
    /// Neither the call nor the command names an envelope.
    #[error("no envelope")]
    NoEnvelope,
    /// The envelope to compare with is not the larger one.
    #[error("the other envelope is not larger")]
    NotLarger,
    /// A weight does not share this envelope out.
    #[error("the envelope cannot be shared out")]
    NoShares(Text),
    /// What is asked of a comparison has no meaning for the call.
    #[error("nothing to compare")]
    Incomparable {
        /// Why.
        why: Text,
    },
    /// A sheet cannot be made.
    #[error("no sheet for `{evaluator}`")]
    Sheet {
        /// Whose sheet it is.
        evaluator: String,
        source: SheetError,
    },
    /// Nothing that says how a published table is laid out.
    #[error("no such profile")]
    NoProfile {
        /// Why.
        why: Text,
    },
    /// The workbook of a ranking cannot be put together.
    #[error("no workbook: {0}")]
    NoBook(String),
    /// The format makes no sense for the command.
    #[error("`jsonl` is for `assess` only")]
    FormatOfAssess,
    /// The format is one of templates.
    #[error("`json-schema`, `csv` and `xlsx` are for `schema` only")]
    FormatOfSchema,
    /// A workbook would be written to a terminal.
    #[error("a workbook needs a file")]
    WorkbookToTerminal,
    /// A seed for a call without a lot.
    #[error("the call has no lot")]
    NoLot,
    /// A seed that nobody could type again.
    #[error("the seed cannot be typed again")]
    BadSeed,
    /// The call does not fit a workbook.
    #[error("the template cannot be made")]
    NoTemplate(Text),
    /// Standard output cannot be written.
    #[error("cannot write the result")]
    Output(#[source] io::Error),
}

impl CliError {
    /// Returns an error about reading `path`.
    pub(super) fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Read { path, source }
    }

    /// Returns an error about writing `path`.
    pub(super) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }

    /// Tells whether whoever reads the output has gone: no error of ours.
    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Returns the code with which the program ends.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::UnknownKind { .. }
            | Self::Programme { .. }
            | Self::NoProgramme { .. }
            | Self::NoAct { .. }
            | Self::NoProfile { .. }
            | Self::UnknownCode { .. }
            | Self::UnknownName { .. }
            | Self::BadName { .. }
            | Self::Incomparable { .. }
            | Self::FormatOfAssess
            | Self::FormatOfSchema
            | Self::NoLot
            | Self::BadSeed
            | Self::OtherSeed(_)
            | Self::NoEnvelope
            | Self::NotLarger
            | Self::WorkbookToTerminal => Exit::Usage,
            #[cfg(feature = "web")]
            Self::Serve(trouble) => trouble.exit(),
            Self::Read { .. }
            | Self::Write { .. }
            | Self::Exists { .. }
            | Self::OtherOutcome { .. }
            | Self::NoRecord { .. }
            | Self::Events { .. }
            | Self::NoSlide(_)
            | Self::NoList { .. }
            | Self::UnknownProposal { .. }
            | Self::RefusedProposal { .. }
            | Self::NothingRead { .. }
            | Self::NothingToMark { .. }
            | Self::Sheet { .. }
            | Self::NoBook(_)
            | Self::NotFrozen { .. }
            | Self::NoTemplate(_)
            | Self::NoWeights { .. }
            | Self::NoShares(_)
            | Self::Output(_) => Exit::Failure,
        }
    }

    /// Says that a file is a call where a programme is needed, or the other way round.
    fn other_file(&self, path: &Path) -> Text {
        match self {
            Self::Programme { .. } => a_programme(path),
            _ => no_programme(path),
        }
    }

    /// Returns what to tell people.
    pub(super) fn text(&self) -> Text {
        match self {
            Self::Read { path, source } => told(
                ("non si può leggere", "cannot read"),
                &path.display().to_string(),
                source,
            ),
            Self::Write { path, source } => told(
                ("non si può scrivere", "cannot write"),
                &path.display().to_string(),
                source,
            ),
            #[cfg(feature = "web")]
            Self::Serve(trouble) => trouble.text(),
            Self::Output(source) => told(("non si può scrivere", "cannot write"), "stdout", source),
            Self::OtherOutcome { path } => other_outcome(path),
            Self::NotFrozen { path, why }
            | Self::NoRecord { path, why }
            | Self::NoList { path, why } => Text::new(
                format!("`{}`: {}", path.display(), why.get(Language::Italian)),
                format!("`{}`: {}", path.display(), why.get(Language::English)),
            ),
            Self::Exists { path } => Text::new(
                format!("`{}` esiste già; non viene sovrascritto", path.display()),
                format!("`{}` exists already and is not overwritten", path.display()),
            ),
            Self::UnknownKind { path } => unknown_kind(path),
            Self::Programme { path } | Self::NoProgramme { path } => self.other_file(path),
            Self::NoAct { act, near } => no_act(act, near.as_deref()),
            Self::RefusedProposal { id, place } => refused_proposal(id, place),
            Self::NothingRead { path } => nothing_read(path),
            Self::UnknownName { name, near } => unknown(
                (
                    "niente nell'avviso si chiama",
                    "nothing in the call is called",
                ),
                name,
                near.as_deref(),
            ),
            Self::UnknownCode { word, near } => unknown(
                ("nessun messaggio ha il codice", "no message has the code"),
                word,
                near.as_deref(),
            ),
            Self::UnknownProposal { id, near } => unknown(
                ("nessuna proposta ha l'id", "no proposal has the id"),
                id,
                near.as_deref(),
            ),
            Self::BadName { name } => Text::new(
                format!(
                    "`{name}` non può essere il nome di un avviso: servono lettere minuscole, cifre e `_`, con una lettera all'inizio"
                ),
                format!(
                    "`{name}` cannot name a call: use lowercase letters, digits and `_`, a letter first"
                ),
            ),
            Self::NothingToMark { path } => nothing_to_mark(path),
            Self::Incomparable { why } | Self::NoProfile { why } => why.clone(),
            Self::Sheet { evaluator, source } => no_sheet(evaluator, source),
            Self::NoBook(why) => Text::new(
                format!("il foglio di calcolo della graduatoria non si può comporre: {why}"),
                format!("the workbook of the ranking cannot be put together: {why}"),
            ),
            Self::FormatOfAssess => Text::new(
                "`--format jsonl` vale solo per `bando assess`",
                "`--format jsonl` is for `bando assess` only",
            ),
            Self::FormatOfSchema => Text::new(
                "`--format json-schema`, `csv` e `xlsx` valgono solo per `bando schema`",
                "`--format json-schema`, `csv` and `xlsx` are for `bando schema` only",
            ),
            Self::WorkbookToTerminal => Text::new(
                "un foglio di calcolo non si può mostrare qui: dire in quale file scriverlo, con `--out modello.xlsx`",
                "a workbook cannot be shown here: say into which file to write it, with `--out template.xlsx`",
            ),
            Self::NoLot => Text::new(
                "questo avviso non prevede un sorteggio: togliere `--seed`",
                "this call has no lot: remove `--seed`",
            ),
            Self::BadSeed => Text::new(
                "il testo sorteggiato è vuoto, comincia o finisce con uno spazio, o contiene caratteri invisibili: scriverlo come è stato pubblicato",
                "the text drawn is empty, begins or ends with a space, or holds characters that cannot be seen: write it as it was published",
            ),
            Self::NoTemplate(text) | Self::NoShares(text) => text.clone(),
            Self::NoSlide(why) => no_slide(why),
            Self::Events { path, count } => events(path, *count),
            Self::OtherSeed(drawn) => other_seed(drawn),
            Self::NoWeights { path } => no_weights(path),
            Self::NoEnvelope => Text::new(
                "l'avviso non ha una dotazione, o non si sa quale sua versione vale: dire quale ripartire, con `--envelope 3220000`, o in che giorno, con `--as-of 2026-01-31`",
                "the call has no envelope, or it is not known which version counts: say which to share out, with `--envelope 3220000`, or on which day, with `--as-of 2026-01-31`",
            ),
            Self::NotLarger => Text::new(
                "`--compare` vuole una dotazione maggiore di quella ripartita",
                "`--compare` needs an envelope larger than the one shared out",
            ),
        }
    }
}

fn no_slide(why: &Text) -> Text {
    Text::new(
        format!(
            "lo scorrimento non si può fare: {}",
            why.get(Language::Italian)
        ),
        format!("no slide is possible: {}", why.get(Language::English)),
    )
}

fn other_seed(drawn: &str) -> Text {
    Text::new(
        format!("il sorteggio è già avvenuto, con `{drawn}`: togliere `--seed`"),
        format!("the lot is drawn already, with `{drawn}`: remove `--seed`"),
    )
}

fn events(path: &Path, count: usize) -> Text {
    let path = path.display();
    match count {
        1 => Text::new(
            format!("`{path}`: un errore da correggere; lo scorrimento non è stato fatto"),
            format!("`{path}`: one error to mend; there was no slide"),
        ),
        _ => Text::new(
            format!("`{path}`: {count} errori da correggere; lo scorrimento non è stato fatto"),
            format!("`{path}`: {count} errors to mend; there was no slide"),
        ),
    }
}

fn refused_proposal(id: &str, place: &str) -> Text {
    Text::new(
        format!(
            "la proposta `{id}` è stata rifiutata alla lettura ({place}): gli errori sono qui sopra"
        ),
        format!("the proposal `{id}` was refused on reading ({place}): its errors stand above"),
    )
}

fn no_programme(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!("`{path}` è un avviso, non un programma"),
        format!("`{path}` is a call, not a programme"),
    )
}

fn no_act(act: &str, near: Option<&str>) -> Text {
    let (it, en) = did_you_mean(near);
    Text::new(
        format!("il programma non ha un atto `{act}`{it}"),
        format!("the programme has no act `{act}`{en}"),
    )
}

fn a_programme(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!(
            "`{path}` è un programma, non un avviso: qui serve il file delle regole di un avviso"
        ),
        format!("`{path}` is a programme, not a call: the rule file of a call is needed here"),
    )
}

fn nothing_read(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!("`{path}` non si può leggere come file di proposte: non è stato scritto nulla"),
        format!("`{path}` cannot be read as a file of proposals: nothing was written"),
    )
}

fn no_weights(path: &Path) -> Text {
    let path = path.display();
    Text::new(
        format!(
            "in `{path}` non c'è nessun peso (`weight`, `peso`): nulla da ripartire fra territori"
        ),
        format!("`{path}` has no weight: nothing is shared out among territories"),
    )
}

/// Says that a file's name is none of a file of proposals; of a workbook that cannot be read, what
/// to make of it.
fn unknown_kind(path: &Path) -> Text {
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
            "`{path}`: un file di proposte finisce in `.csv`, `.xlsx`, `.json`, `.jsonl` o `.ndjson`"
        ),
        format!(
            "`{path}`: a file of proposals ends in `.csv`, `.xlsx`, `.json`, `.jsonl` or `.ndjson`"
        ),
    )
}

/// Says that there is no such thing, and what has nearly that name.
fn unknown((it, en): (&str, &str), name: &str, near: Option<&str>) -> Text {
    let (near_it, near_en) = did_you_mean(near);
    Text::new(
        format!("{it} `{name}`{near_it}"),
        format!("{en} `{name}`{near_en}"),
    )
}

fn other_outcome(path: &Path) -> Text {
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

fn did_you_mean(near: Option<&str>) -> (String, String) {
    near.map_or_else(Default::default, |near| {
        (
            format!("; forse si intendeva `{near}`?"),
            format!("; did you mean `{near}`?"),
        )
    })
}

fn nothing_to_mark(path: &Path) -> Text {
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

fn no_sheet(evaluator: &str, error: &SheetError) -> Text {
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

pub(super) fn told(verb: (&str, &str), what: &str, error: &io::Error) -> Text {
    let why = system_text(error);
    Text::new(
        format!("{} `{what}`: {}", verb.0, why.get(Language::Italian)),
        format!("{} `{what}`: {}", verb.1, why.get(Language::English)),
    )
}

/// Says what the system says, in words where there are some.
pub(super) fn system_text(error: &io::Error) -> Text {
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
