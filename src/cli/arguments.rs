//! What the command line understands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::assess::AssessArguments;
use super::audit::AuditArguments;
use super::check::CheckArguments;
use super::compare::CompareArguments;
use super::completions::CompletionsArguments;
use super::explain::ExplainArguments;
use super::fmt::FmtArguments;
use super::graph::GraphArguments;
use super::man::ManArguments;
use super::new::NewArguments;
use super::precheck::PrecheckArguments;
use super::programme::ProgrammeArguments;
use super::rank::RankArguments;
use super::schema::SchemaArguments;
#[cfg(feature = "web")]
use super::serve::ServeArguments;
use super::sheets::SheetsArguments;
use super::slide::SlideArguments;
use super::test::TestArguments;
use super::verify::VerifyArguments;
use super::weights::WeightsArguments;
use crate::assessment::Stage;
use crate::text::Language;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failure: a file that cannot be read or written, marks or assignments with errors, a tie that
     the rules leave open, a record that is not confirmed, a published list that departs from the
     rules
  2  wrong use of the command line
  3  the rule file or one of its tests is wrong
  4  done, but some rows of the proposals were refused

First steps:
  bando new avviso        write a commented rule file, avviso.bando
  bando check avviso.bando
  bando test avviso.bando";

/// A rule engine for public calls for proposals: one rule file is the call.
#[derive(Debug, Parser)]
#[command(name = "bando", version, after_long_help = EXIT_CODES, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) options: Options,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options that every command understands.
#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    /// The language of messages and lists [default: Italian in an Italian locale, else English]
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    pub(super) lang: Option<Lang>,
    /// Whether messages are coloured; `auto` asks the terminal and honours `NO_COLOR`
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub(super) color: When,
    /// How results are written; `jsonl` only by `assess`, the last three only by `schema`
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "FORMAT",
        default_value = "text"
    )]
    pub(super) format: FormatWord,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(CheckArguments),
    Fmt(FmtArguments),
    Test(TestArguments),
    Assess(AssessArguments),
    Explain(ExplainArguments),
    Rank(RankArguments),
    Compare(CompareArguments),
    Verify(VerifyArguments),
    Audit(AuditArguments),
    Slide(SlideArguments),
    Schema(SchemaArguments),
    Graph(GraphArguments),
    Sheets(SheetsArguments),
    Weights(WeightsArguments),
    #[cfg(feature = "web")]
    Serve(ServeArguments),
    Precheck(PrecheckArguments),
    Programme(ProgrammeArguments),
    New(NewArguments),
    Completions(CompletionsArguments),
    Man(ManArguments),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Lang {
    It,
    En,
}

impl Lang {
    pub(super) fn language(self) -> Language {
        match self {
            Self::It => Language::Italian,
            Self::En => Language::English,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

/// What may follow `--format`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatWord {
    /// Text for people
    Text,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// A JSON Schema of one proposal
    JsonSchema,
    /// A CSV file with a header and no rows
    Csv,
    /// A workbook to fill in
    Xlsx,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    Jsonl,
}

/// What template of proposals is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Template {
    JsonSchema,
    Csv,
    Xlsx,
}

impl FormatWord {
    /// Returns how results are written: those of a template are the template.
    pub(super) fn format(self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Jsonl => Format::Jsonl,
            Self::Text | Self::JsonSchema | Self::Csv | Self::Xlsx => Format::Text,
        }
    }

    /// Returns the template that is named.
    pub(super) fn template(self) -> Option<Template> {
        match self {
            Self::JsonSchema => Some(Template::JsonSchema),
            Self::Csv => Some(Template::Csv),
            Self::Xlsx => Some(Template::Xlsx),
            Self::Text | Self::Json | Self::Jsonl => None,
        }
    }
}

/// Where else the files named in a rule file are looked for.
#[derive(Clone, Debug, Args)]
pub(super) struct DataFolders {
    /// A further folder for files that the rule file names; its own folder comes first
    #[arg(long, value_name = "FOLDER")]
    pub(super) data: Vec<PathBuf>,
}

/// A rule file and a file of proposals.
#[derive(Clone, Debug, Args)]
pub(super) struct CallAndProposals {
    /// The rule file
    #[arg(value_name = "CALL")]
    pub(super) call: PathBuf,
    /// The proposals: a `.csv`, `.xlsx`, `.json`, `.jsonl`, `.ndjson` or `.parquet` file
    #[arg(value_name = "PROPOSALS")]
    pub(super) proposals: PathBuf,
    /// At which point of the procedure proposals are assessed
    #[arg(long, value_enum, value_name = "STAGE", default_value = "first")]
    pub(super) stage: StageWord,
    /// The day on which dated rules are counted where a proposal does not tell, as 2026-01-31
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    #[command(flatten)]
    pub(super) folders: DataFolders,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StageWord {
    /// The applicant tries it out
    PreCheck,
    /// What is missing may still be asked for
    First,
    /// Terms for completion are over
    Final,
}

impl StageWord {
    pub(super) fn stage(self) -> Stage {
        match self {
            Self::PreCheck => Stage::PreCheck,
            Self::First => Stage::First,
            Self::Final => Stage::Final,
        }
    }
}
