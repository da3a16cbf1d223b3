//! What goes wrong around a run: files, names on the command line. Never what is wrong with rules
//! or data.

mod files;
mod names;
mod slides;
mod text;

use std::io;
use std::path::{Path, PathBuf};

use super::Exit;
use crate::report::SheetError;
use crate::text::Text;

pub(super) use files::{system_text, told};

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
    /// Files that could neither be written all nor put back.
    #[error("`{}` is neither the old outcome nor the new", folder.display())]
    HalfWritten {
        /// The folder.
        folder: PathBuf,
        /// The file without which nobody takes the folder for whole.
        last: String,
        /// Where the old files lie.
        aside: PathBuf,
        /// What failed first.
        why: Box<CliError>,
    },
    /// A hidden folder with the old files, which the new ones have replaced.
    #[error("`{}` stays behind", path.display())]
    LeftBehind {
        /// The folder.
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
    /// A rule file and a list, and no proposals.
    #[error("no published list is named")]
    NoPublished,
    /// Options that a record settles by itself.
    #[error("a record settles this by itself")]
    RecordSettles,
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
        /// Those of the programme.
        known: Vec<String>,
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
            | Self::NoPublished
            | Self::RecordSettles
            | Self::NoEnvelope
            | Self::NotLarger
            | Self::WorkbookToTerminal => Exit::Usage,
            #[cfg(feature = "web")]
            Self::Serve(trouble) => trouble.exit(),
            Self::Read { .. }
            | Self::Write { .. }
            | Self::HalfWritten { .. }
            | Self::LeftBehind { .. }
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
}
