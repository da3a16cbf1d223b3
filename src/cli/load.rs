//! Rule files and proposals, read and checked.

use std::io;
use std::path::Path;

use super::Exit;
use super::arguments::CallAndProposals;
use super::error::CliError;
use super::files::{Folders, Noted, folder_of, read_file, read_rules};
use super::progress::spinner;
use super::terminal::Terminal;
use crate::analysis::Checked;
use crate::call::{Call, FromProgramme, Test};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{self, Frozen};
use crate::facts::{FileKind, ProposalsFile, Received};
use crate::record::{Given, InputKind};
use crate::source::{FileId, Sources};
use crate::syntax;
use crate::text::{Language, Text};

/// A rule file, checked, with the files that it names.
pub(super) struct Rules {
    pub(super) sources: Sources,
    pub(super) checked: Checked,
    pub(super) folders: Folders,
    /// The rule file and its tables, as they were read.
    pub(super) given: Vec<Given>,
}

impl Round {
    /// Returns the name of the rule file, as shown to people.
    pub(super) fn name(&self) -> &str {
        self.sources
            .get(FileId(0))
            .map_or("", |source| source.name.as_str())
    }
}

/// A call and the proposals received for it.
pub(super) struct Round {
    pub(super) sources: Sources,
    pub(super) call: Call,
    pub(super) tests: Vec<Test>,
    pub(super) received: Received,
    /// What the check warns of about the programme that the envelope comes from.
    pub(super) about_programme: Vec<Diagnostic>,
    /// How long the file of proposals is.
    pub(super) bytes: usize,
    /// Every file, as it was read.
    pub(super) given: Vec<Given>,
}

/// Reads and checks the rule file of a call; files are looked for in its folder, then in `others`.
///
/// # Errors
/// A file that cannot be read, and one that holds a programme.
pub(super) fn rules<'a>(
    terminal: &Terminal,
    path: &Path,
    others: impl IntoIterator<Item = &'a Path>,
) -> Result<Rules, CliError> {
    rules_in(terminal.language, path, others)
}

/// Does the same; what the system says comes in `language`.
pub(super) fn rules_in<'a>(
    language: Language,
    path: &Path,
    others: impl IntoIterator<Item = &'a Path>,
) -> Result<Rules, CliError> {
    let rules = file(language, path, others)?;
    if rules.checked.programme.is_some() {
        return Err(CliError::Programme {
            path: path.to_owned(),
        });
    }
    Ok(rules)
}

/// Reads and checks a rule file or a programme; files are looked for in its folder, then in
/// `others`.
pub(super) fn file<'a>(
    language: Language,
    path: &Path,
    others: impl IntoIterator<Item = &'a Path>,
) -> Result<Rules, CliError> {
    let name = path.display().to_string();
    let bytes = read_rules(path).map_err(CliError::read(path))?;
    let folders = Folders::new(path, others, language);
    let mut sources = Sources::default();
    let mut given = Vec::new();
    let checked = match syntax::decode(&bytes, &name) {
        Ok(text) => {
            let file = sources.add(name, text);
            let noted = Noted::new(&folders);
            let checked = engine::check(&sources, file, &noted);
            let envelope = checked.call.as_ref().and_then(|it| it.envelope.as_ref());
            let programme = envelope.and_then(|it| it.programme.as_ref());
            given.extend(noted.read_so_far().into_iter().map(|(name, bytes)| Given {
                kind: kind_of(programme, &name),
                name,
                bytes,
            }));
            checked
        }
        Err(diagnostic) => Checked {
            call: None,
            tests: Vec::new(),
            programme: None,
            diagnostics: vec![diagnostic],
        },
    };
    given.push(Given {
        kind: InputKind::Rules,
        name: path.display().to_string(),
        bytes,
    });
    Ok(Rules {
        sources,
        checked,
        folders,
        given,
    })
}

/// Tells what a file is that the rules name.
fn kind_of(programme: Option<&FromProgramme>, name: &str) -> InputKind {
    match programme {
        Some(from) if from.file == name => InputKind::Programme,
        Some(from) if from.ledger.as_ref().is_some_and(|it| it.file == name) => InputKind::Ledger,
        _ => InputKind::Table,
    }
}

/// A rule file, checked, that is a call, and how the file of proposals is written.
pub(super) struct CallAndKind {
    rules: Rules,
    pub(super) call: Call,
    pub(super) kind: FileKind,
}

impl CallAndKind {
    /// Returns the rule file and the files it names.
    pub(super) fn sources(&self) -> &Sources {
        &self.rules.sources
    }
}

/// Reads and checks the rule file, then reads the proposals; says what is wrong with either. With
/// wrong rules there is nothing to go on with.
pub(super) fn round(
    terminal: &mut Terminal,
    arguments: &CallAndProposals,
) -> Result<Result<Round, Exit>, CliError> {
    match call_and_kind(terminal, arguments)? {
        Ok(checked) => round_of(terminal, arguments, checked, |path, _| read_file(path)).map(Ok),
        Err(exit) => Ok(Err(exit)),
    }
}

/// Reads and checks the rule file, and says what is wrong with it.
pub(super) fn call_and_kind(
    terminal: &mut Terminal,
    arguments: &CallAndProposals,
) -> Result<Result<CallAndKind, Exit>, CliError> {
    let path = &arguments.proposals;
    let Some(kind) = engine::file_kind(&path.to_string_lossy()) else {
        return Err(CliError::UnknownKind { path: path.clone() });
    };
    let own = folder_of(path);
    let others = arguments.folders.data.iter().map(AsRef::as_ref);
    let mut rules = rules(terminal, &arguments.call, others.chain([own.as_ref()]))?;
    let Some(mut call) = rules.checked.call.take() else {
        terminal.diagnostics(&rules.checked.diagnostics, &rules.sources);
        terminal.totals(&rules.checked.diagnostics);
        return Ok(Err(Exit::RulesWrong));
    };
    call.counting_date = arguments.as_of;
    Ok(Ok(CallAndKind { rules, call, kind }))
}

/// Reads the proposals for a checked call with `read`, and says what is wrong with them.
pub(super) fn round_of(
    terminal: &mut Terminal,
    arguments: &CallAndProposals,
    checked: CallAndKind,
    read: impl FnOnce(&Path, FileKind) -> io::Result<Vec<u8>>,
) -> Result<Round, CliError> {
    let path = &arguments.proposals;
    let CallAndKind { rules, call, kind } = checked;
    let bytes = read(path, kind).map_err(CliError::read(path))?;
    let name = path.display().to_string();
    let received = {
        let _spinner = spinner(
            bytes.len(),
            terminal.choose("lettura delle proposte", "reading the proposals"),
        );
        let file = ProposalsFile {
            name: &name,
            bytes: &bytes,
            kind,
        };
        engine::read(&call, &file)
    };
    tell(terminal, &received, &rules.sources);
    if received.unreadable {
        return Err(CliError::NothingRead { path: path.clone() });
    }
    let length = bytes.len();
    let mut given = rules.given;
    given.push(Given {
        kind: InputKind::Proposals,
        name,
        bytes,
    });
    let mut about_programme = rules.checked.diagnostics;
    about_programme.retain(|it| {
        let codes = [
            Code::LaterAct,
            Code::NoDay,
            Code::TakenSince,
            Code::OtherAction,
        ];
        codes.contains(&it.code)
    });
    Ok(Round {
        sources: rules.sources,
        call,
        tests: rules.checked.tests,
        received,
        about_programme,
        bytes: length,
        given,
    })
}

/// Gives the call the seed of its lot.
pub(super) fn seed(call: &mut Call, seed: Option<&str>) -> Result<(), CliError> {
    let Some(seed) = seed else {
        return Ok(());
    };
    if call.ranking.as_ref().is_none_or(|it| it.lot.is_none()) {
        return Err(CliError::NoLot);
    }
    call.seed = Some(typed_seed(seed)?.to_owned());
    Ok(())
}

/// Returns a seed that whoever redoes the lot can type again: what cannot be seen could not be.
pub(super) fn typed_seed(seed: &str) -> Result<&str, CliError> {
    if seed.trim() != seed || seed.is_empty() || seed.chars().any(char::is_control) {
        return Err(CliError::BadSeed);
    }
    Ok(seed)
}

/// Reads the frozen values of the outcome at `path`, if there is one, and says where they may still
/// change.
pub(super) fn frozen(
    terminal: &mut Terminal,
    round: &mut Round,
    path: Option<&Path>,
) -> Result<Option<Frozen>, CliError> {
    let Some(path) = path else {
        return Ok(None);
    };
    let bytes = read_file(path).map_err(CliError::read(path))?;
    let json = String::from_utf8_lossy(&bytes);
    let frozen =
        Frozen::read(&round.call, &round.sources, &json).map_err(|why| CliError::NotFrozen {
            path: path.to_owned(),
            why,
        })?;
    if frozen.provisional {
        let path = path.display();
        terminal.message(&Text::new(
            format!(
                "`{path}` è un esito provvisorio: i valori che se ne prendono possono ancora cambiare"
            ),
            format!("`{path}` is a provisional outcome: the values taken from it may still change"),
        ));
    }
    round.given.push(Given {
        kind: InputKind::Frozen,
        name: path.display().to_string(),
        bytes,
    });
    Ok(Some(frozen))
}

/// Says what is worth knowing about a file of proposals, errors first.
pub(super) fn tell(terminal: &mut Terminal, received: &Received, sources: &Sources) {
    let errors: Vec<Diagnostic> = received
        .refused
        .iter()
        .flat_map(|row| row.diagnostics.iter().cloned())
        .collect();
    terminal.refusals(&errors, sources);
    terminal.some_diagnostics(&received.notices, sources);
    tell_refused(terminal, received.refused.len());
}

/// Says how many rows were refused, if any.
pub(super) fn tell_refused(terminal: &mut Terminal, rows: usize) {
    match rows {
        0 => {}
        1 => terminal.message(&Text::new("una riga rifiutata", "one row refused")),
        rows => terminal.message(&Text::new(
            format!("{rows} righe rifiutate"),
            format!("{rows} rows refused"),
        )),
    }
}

/// Returns how a command ends that has dealt with all proposals that could be read.
pub(super) fn exit_of(rows_refused: bool) -> Exit {
    if rows_refused {
        Exit::RowsRefused
    } else {
        Exit::Done
    }
}
