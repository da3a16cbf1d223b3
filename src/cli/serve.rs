//! `bando serve`

use std::collections::BTreeSet;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::arguments::{DataFolders, Format};
use super::error::{CliError, told};
use super::files::read_file;
use super::terminal::Terminal;
use super::{Exit, load};
use crate::diagnostic::Diagnostic;
use crate::report::{Colour, render_diagnostic, visible};
use crate::source::digest;
use crate::text::{Language, Text};
use crate::web::{Config, ConfigError, ServeError, ServedCall, serve};

/// Serve the pre-check: pages for applicants and an API
///
/// Everything comes from the rule files; what applicants answer is kept nowhere. The server
/// listens on this machine only, unless told otherwise, and stops on SIGTERM once the requests
/// under way are answered. On SIGHUP it reads the rule files again; a wrong file never takes the
/// place of a right one.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando serve rules/puglia-azione-9.3.bando
  bando serve rules/puglia-azione-9.3.bando --check
  bando serve first.bando second.bando --listen 127.0.0.1:9000 --metrics 127.0.0.1:9090
  bando serve avviso.bando --config bando-serve.toml")]
pub(super) struct ServeArguments {
    /// The rule files, one for each call
    #[arg(required = true, value_name = "CALL")]
    calls: Vec<PathBuf>,
    /// Only say what is wrong with rule files and configuration; serve nothing
    #[arg(long)]
    check: bool,
    /// The address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// The address and port of the metrics, apart from the pages [default: no metrics]
    #[arg(long, value_name = "ADDRESS:PORT")]
    metrics: Option<SocketAddr>,
    /// A file of settings and limits, in TOML
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The day on which dated rules are counted [default: the day it is]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    folders: DataFolders,
}

/// Why the pre-check cannot be served.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServeTrouble {
    /// The server cannot run.
    #[error(transparent)]
    Server(ServeError),
    /// A file of settings with something wrong in it.
    #[error("`{}` is no configuration", path.display())]
    NoConfig {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: ConfigError,
    },
    /// A pipe or a device in the place of a rule file.
    #[error("`{}` is no file", path.display())]
    NoFile {
        /// What should be one.
        path: PathBuf,
    },
    /// Programmes only.
    #[error("no call")]
    NoCall,
    /// Two rule files with calls of one name.
    #[error("two calls named `{name}`")]
    CallTwice {
        /// The name.
        name: String,
    },
}

impl ServeTrouble {
    /// Returns the words for people.
    pub(super) fn text(&self) -> Text {
        match self {
            Self::Server(ServeError::Listen { address, source }) => told(
                ("non si può ascoltare su", "cannot listen on"),
                &address.to_string(),
                source,
            ),
            Self::Server(ServeError::System(source)) => {
                told(("non si può servire", "cannot serve"), "HTTP", source)
            }
            Self::NoConfig { path, why } => {
                let (path, message) = (path.display(), visible(&why.message));
                let (mut it, mut en) = (String::new(), String::new());
                if let Some(line) = why.line {
                    it = format!("riga {line}: ");
                    en = format!("line {line}: ");
                }
                Text::new(
                    format!("`{path}` non è una configurazione: {it}{message}"),
                    format!("`{path}` is no configuration: {en}{message}"),
                )
            }
            Self::NoFile { path } => {
                let path = visible(&path.display().to_string());
                Text::new(
                    format!(
                        "`{path}` non è un file ordinario: un avviso servito si legge da un file, che si possa rileggere"
                    ),
                    format!(
                        "`{path}` is no regular file: a call that is served is read from a file, which can be read again"
                    ),
                )
            }
            Self::NoCall => Text::new(
                "nessuno di questi file ha un avviso: non c'è nulla da servire",
                "none of these files has a call: there is nothing to serve",
            ),
            Self::CallTwice { name } => Text::new(
                format!(
                    "due file di regole hanno un avviso di nome `{name}`: ciascuno vuole il suo, perché è il suo indirizzo"
                ),
                format!(
                    "two rule files have a call named `{name}`: each needs its own, as it is its address"
                ),
            ),
        }
    }

    /// Returns how the command ends.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Server(_) => Exit::Failure,
            Self::NoConfig { .. } | Self::NoFile { .. } | Self::NoCall | Self::CallTwice { .. } => {
                Exit::Usage
            }
        }
    }
}

pub(super) fn run(terminal: &mut Terminal, arguments: &ServeArguments) -> Result<Exit, CliError> {
    if terminal.format == Format::Jsonl {
        return Err(CliError::FormatOfAssess);
    }
    let config = config(arguments)?;
    let mut wrong = false;
    let mut calls = Vec::new();
    let mut paths = Vec::new();
    for path in &arguments.calls {
        match read(terminal.language, path, &arguments.folders)? {
            Read::Call(call) => {
                calls.push(*call);
                paths.push(path.clone());
            }
            Read::Programme => left_out(terminal, path),
            Read::Wrong(found) => {
                terminal.diagnostics(&found.diagnostics, &found.sources);
                wrong = true;
            }
        }
    }
    distinct(&calls)?;
    if calls.is_empty() && !wrong {
        return Err(ServeTrouble::NoCall.into());
    }
    if wrong {
        return Ok(Exit::RulesWrong);
    }
    if arguments.check {
        let words = terminal.choose("nessun errore", "no errors");
        for path in &paths {
            let name = visible(&path.display().to_string());
            terminal.result(&format!("{name}: {words}\n"))?;
        }
        return Ok(Exit::Done);
    }
    log();
    let again = {
        let (paths, served) = (arguments.calls.clone(), paths);
        let folders = arguments.folders.clone();
        Box::new(move || read_again(&paths, &served, &folders))
    };
    let ready = |address: SocketAddr, metrics: Option<SocketAddr>| {
        terminal.message(&Text::new(
            format!("in ascolto su http://{address}/ (Ctrl-C per fermare)"),
            format!("listening on http://{address}/ (Ctrl-C stops it)"),
        ));
        if let Some(metrics) = metrics {
            terminal.message(&Text::new(
                format!("contatori su http://{metrics}/metrics"),
                format!("metrics on http://{metrics}/metrics"),
            ));
        }
    };
    match serve(config, calls, again, ready) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => Err(ServeTrouble::Server(error).into()),
    }
}

fn config(arguments: &ServeArguments) -> Result<Config, CliError> {
    let mut config = match &arguments.config {
        Some(path) => {
            let bytes = read_file(path).map_err(CliError::read(path))?;
            let text = String::from_utf8_lossy(&bytes);
            Config::read(&text).map_err(|why| ServeTrouble::NoConfig {
                path: path.clone(),
                why,
            })?
        }
        None => Config::default(),
    };
    config.listen = arguments.listen.unwrap_or(config.listen);
    config.metrics = arguments.metrics.or(config.metrics);
    config.as_of = arguments.as_of;
    Ok(config)
}

/// What a file given to serve holds.
enum Read {
    Call(Box<ServedCall>),
    /// A programme stands beside the calls that take their money from it.
    Programme,
    Wrong(Wrong),
}

/// What is wrong with a rule file.
struct Wrong {
    diagnostics: Vec<Diagnostic>,
    sources: crate::source::Sources,
}

fn read(language: Language, path: &Path, folders: &DataFolders) -> Result<Read, CliError> {
    // A pipe or a device could be read for ever, and is not there to be read again.
    let kind = fs::metadata(path).map_err(CliError::read(path))?;
    if !kind.is_file() && !kind.is_dir() {
        return Err(ServeTrouble::NoFile {
            path: path.to_owned(),
        }
        .into());
    }
    let others = folders.data.iter().map(AsRef::as_ref);
    let rules = load::file(language, path, others)?;
    let files = rules.given.iter().map(|given| {
        let name = Path::new(&given.name).file_name();
        let name = name.map_or_else(|| given.name.clone(), |it| it.to_string_lossy().into());
        (name, digest(&given.bytes))
    });
    let files = files.collect();
    Ok(match rules.checked.call {
        Some(call) => Read::Call(Box::new(ServedCall::new(call, rules.sources, files))),
        None if rules.checked.programme.is_some() => Read::Programme,
        None => Read::Wrong(Wrong {
            diagnostics: rules.checked.diagnostics,
            sources: rules.sources,
        }),
    })
}

/// Says that a programme is not served.
fn left_out(terminal: &mut Terminal, path: &Path) {
    let path = visible(&path.display().to_string());
    terminal.message(&Text::new(
        format!("`{path}` è un programma, non un avviso: non si serve"),
        format!("`{path}` is a programme, not a call: it is not served"),
    ));
}

/// Makes sure that no two calls have one address.
fn distinct(calls: &[ServedCall]) -> Result<(), CliError> {
    let mut seen = BTreeSet::new();
    let again = calls.iter().find(|it| !seen.insert(it.id()));
    again.map_or(Ok(()), |it| {
        let name = it.id().to_owned();
        Err(ServeTrouble::CallTwice { name }.into())
    })
}

/// Reads all rule files again, of which `served` were calls: the calls, or all that is wrong, in the words of the log, which is
/// English whoever reads the pages.
fn read_again(
    paths: &[PathBuf],
    served: &[PathBuf],
    folders: &DataFolders,
) -> Result<Vec<ServedCall>, Vec<String>> {
    let language = Language::English;
    let mut calls = Vec::new();
    let mut wrong = Vec::new();
    for path in paths {
        match read(language, path, folders) {
            Ok(Read::Call(call)) => calls.push(*call),
            Ok(Read::Programme) if served.contains(path) => wrong.push(format!(
                "`{}` is a programme now, and was a call",
                visible(&path.display().to_string())
            )),
            Ok(Read::Programme) => {}
            Ok(Read::Wrong(found)) => wrong.extend(
                found
                    .diagnostics
                    .iter()
                    .map(|it| render_diagnostic(it, &found.sources, language, Colour::Plain)),
            ),
            Err(error) => wrong.push(error.text().get(language).to_owned()),
        }
    }
    if let Err(error) = distinct(&calls) {
        wrong.push(error.text().get(language).to_owned());
    }
    if calls.is_empty() && wrong.is_empty() {
        wrong.push(ServeTrouble::NoCall.text().get(language).to_owned());
    }
    if wrong.is_empty() {
        Ok(calls)
    } else {
        Err(wrong)
    }
}

/// Has the server write its log, one JSON object a line, to standard error. A panic is told by its
/// place alone: its words might hold answers.
fn log() {
    let writer = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_writer(std::io::stderr);
    // A program that uses the library may have a log of its own.
    let _ = writer.try_init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "panic");
    }));
}
