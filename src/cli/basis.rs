//! What a ranking rests on, for every command that ranks.

use std::path::PathBuf;

use clap::Args;

use super::Exit;
use super::arguments::{CallAndProposals, Format, StageWord};
use super::error::CliError;
use super::load::{self, Round};
use super::marks::MarksArguments;
use super::terminal::Terminal;
use crate::assessment::Stage;
use crate::engine::Frozen;
use crate::scoring::Marks;

/// The call, the proposals, their marks, the lot and the values that are frozen.
#[derive(Clone, Debug, Args)]
pub(super) struct BasisArguments {
    #[command(flatten)]
    pub(super) input: CallAndProposals,
    #[command(flatten)]
    pub(super) marks: MarksArguments,
    /// The public text that decides the lot, where the call has one
    #[arg(long, value_name = "TEXT")]
    pub(super) seed: Option<String>,
    /// The `outcome.json` of the approved ranking, whose values over other proposals stay
    #[arg(long, value_name = "FILE")]
    frozen: Option<PathBuf>,
}

/// The same, read and checked.
pub(super) struct Basis {
    pub(super) round: Round,
    pub(super) stage: Stage,
    pub(super) marks: Marks,
    pub(super) frozen: Option<Frozen>,
}

impl BasisArguments {
    /// Tells whether an option is given that a record settles by itself.
    pub(super) fn has_options(&self) -> bool {
        let input = &self.input;
        self.marks.is_given()
            || self.seed.is_some()
            || self.frozen.is_some()
            || input.as_of.is_some()
            || !input.folders.data.is_empty()
            || !matches!(input.stage, StageWord::First)
    }

    /// Reads all of it, or says what is wrong; with wrong rules or marks there is nothing to go on
    /// with.
    ///
    /// # Errors
    /// A file that cannot be read, a seed where there is no lot, and a result asked for line by line.
    pub(super) fn read(&self, terminal: &mut Terminal) -> Result<Result<Basis, Exit>, CliError> {
        if terminal.format == Format::Jsonl {
            return Err(CliError::FormatOfAssess);
        }
        let mut round = match load::round(terminal, &self.input)? {
            Ok(round) => round,
            Err(exit) => return Ok(Err(exit)),
        };
        load::seed(&mut round.call, self.seed.as_deref())?;
        let stage = self.input.stage.stage();
        let Some(marks) = self.marks.read(terminal, &mut round, stage)? else {
            return Ok(Err(Exit::Failure));
        };
        let frozen = load::frozen(terminal, &mut round, self.frozen.as_deref())?;
        Ok(Ok(Basis {
            round,
            stage,
            marks,
            frozen,
        }))
    }
}
