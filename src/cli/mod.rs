//! The command line: one file per command. Results go to standard output, messages to standard
//! error.

mod arguments;
mod assess;
mod assess_lines;
#[cfg(feature = "parquet")]
mod assess_parquet;
mod audit;
mod basis;
mod check;
mod compare;
mod completions;
mod disk;
mod entries;
mod error;
mod explain;
mod files;
mod fmt;
mod graph;
mod italian;
mod judging;
mod load;
mod long_lines;
mod man;
mod marks;
mod new;
mod precheck;
mod programme;
mod progress;
mod publish;
mod rank;
mod record;
mod schema;
#[cfg(feature = "web")]
mod serve;
mod sheets;
mod slide;
mod terminal;
mod test;
mod tree;
mod verify;
mod weights;
mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use error::CliError;
use terminal::Terminal;

use crate::text::Language;

/// Runs the command that the program was started with.
pub fn main() -> ExitCode {
    #[cfg(feature = "parquet")]
    say_nothing_of_damaged_columns();
    run(std::env::args_os())
}

/// Keeps quiet about panics that only say that a file of columns is damaged: it is refused with a
/// message of its own.
#[cfg(feature = "parquet")]
fn say_nothing_of_damaged_columns() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !crate::column_file::is_guarded() {
            usual(panic);
        }
    }));
}

/// Runs the command in `arguments`, of which the first is the program's name.
fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&typed) {
        Ok(arguments) => arguments,
        Err(usage) => {
            match terminal::language_of(&typed) {
                Language::Italian => italian::show(&usage, &typed),
                // Where even this cannot be written there is nobody left to tell.
                Language::English => drop(usage.print()),
            }
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    let mut terminal = Terminal::new(&arguments.options);
    let exit = match dispatch(&mut terminal, arguments.command) {
        Ok(exit) => exit,
        Err(error) if error.is_broken_pipe() => Exit::Done,
        Err(error) => {
            terminal.failure(&error);
            error.exit()
        }
    };
    ExitCode::from(exit.code())
}

fn dispatch(terminal: &mut Terminal, command: Command) -> Result<Exit, CliError> {
    if terminal.template.is_some() && !matches!(command, Command::Schema(_)) {
        return Err(CliError::FormatOfSchema);
    }
    match command {
        Command::Check(arguments) => check::run(terminal, &arguments),
        Command::Fmt(arguments) => fmt::run(terminal, &arguments),
        Command::Test(arguments) => test::run(terminal, &arguments),
        Command::Assess(arguments) => assess::run(terminal, &arguments),
        Command::Explain(arguments) => explain::run(terminal, &arguments),
        Command::Rank(arguments) => rank::run(terminal, &arguments),
        Command::Slide(arguments) => slide::run(terminal, &arguments),
        Command::Compare(arguments) => compare::run(terminal, &arguments),
        Command::Audit(arguments) => audit::run(terminal, &arguments),
        Command::Verify(arguments) => verify::run(terminal, &arguments),
        Command::Schema(arguments) => schema::run(terminal, &arguments),
        Command::Graph(arguments) => graph::run(terminal, &arguments),
        #[cfg(feature = "web")]
        Command::Serve(arguments) => serve::run(terminal, &arguments),
        Command::Sheets(arguments) => sheets::run(terminal, &arguments),
        Command::Weights(arguments) => weights::run(terminal, &arguments),
        Command::Programme(arguments) => programme::run(terminal, &arguments),
        Command::Precheck(arguments) => precheck::run(terminal, &arguments),
        Command::New(arguments) => new::run(terminal, &arguments),
        Command::Completions(arguments) => completions::run(terminal, &arguments),
        Command::Man(arguments) => man::run(terminal, &arguments),
    }
}

/// How a command ended; the greater number does not mean the worse end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// All is done.
    Done,
    /// It could not be done: a file, a tie.
    Failure,
    /// The command was called wrongly.
    Usage,
    /// The rule file, or one of its tests, is wrong.
    RulesWrong,
    /// Done, but some rows could not be taken.
    RowsRefused,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failure => 1,
            Self::Usage => 2,
            Self::RulesWrong => 3,
            Self::RowsRefused => 4,
        }
    }

    /// Returns how a command ends that did several things: a failure outweighs wrong rules.
    fn and(self, other: Self) -> Self {
        let both = [self, other];
        [
            Self::Failure,
            Self::Usage,
            Self::RulesWrong,
            Self::RowsRefused,
        ]
        .into_iter()
        .find(|exit| both.contains(exit))
        .unwrap_or(Self::Done)
    }
}
