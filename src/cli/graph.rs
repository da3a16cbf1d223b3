//! `bando graph`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::arguments::{DataFolders, Format};
use super::error::CliError;
use super::terminal::Terminal;
use super::{Exit, load};
use crate::report::{graph, graph_dot, graph_json, graph_mermaid, graph_svg};
use crate::text::nearest;

/// Draw what depends on what
///
/// From facts through definitions to requirements, criteria, ranking and envelope; arrows lead
/// from what is used to what uses it.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  bando graph rules/puglia-azione-9.3.bando --draw svg > avviso.svg
  bando graph rules/puglia-azione-9.3.bando --around own_share_floor")]
pub(super) struct GraphArguments {
    /// The rule file
    #[arg(value_name = "CALL")]
    call: PathBuf,
    /// How it is drawn
    #[arg(long, value_enum, value_name = "KIND", default_value = "mermaid")]
    draw: Drawing,
    /// Only what this fact, definition, requirement or criterion depends on, and what depends on it
    #[arg(long, value_name = "NAME")]
    around: Option<String>,
    #[command(flatten)]
    folders: DataFolders,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Drawing {
    /// Text that wikis and code forges draw
    Mermaid,
    /// Text for Graphviz
    Dot,
    /// A picture
    Svg,
}

pub(super) fn run(terminal: &mut Terminal, arguments: &GraphArguments) -> Result<Exit, CliError> {
    let others = arguments.folders.data.iter().map(AsRef::as_ref);
    let rules = load::rules(terminal, &arguments.call, others)?;
    let Some(call) = &rules.checked.call else {
        terminal.diagnostics(&rules.checked.diagnostics, &rules.sources);
        terminal.totals(&rules.checked.diagnostics);
        return Ok(Exit::RulesWrong);
    };
    let mut drawn = graph(call);
    if let Some(name) = &arguments.around {
        drawn = match drawn.around(name) {
            Some(part) => part,
            None => {
                let names = drawn.nodes.iter().map(|node| node.name.as_str());
                return Err(CliError::UnknownName {
                    name: name.clone(),
                    near: nearest(name, names).map(str::to_owned),
                });
            }
        };
    }
    match terminal.format {
        Format::Text => {}
        Format::Json => {
            terminal.result(&graph_json(&drawn))?;
            return Ok(Exit::Done);
        }
        Format::Jsonl => return Err(CliError::FormatOfAssess),
    }
    let language = terminal.language;
    let text = match arguments.draw {
        Drawing::Mermaid => graph_mermaid(&drawn, language),
        Drawing::Dot => graph_dot(&drawn, language),
        Drawing::Svg => graph_svg(&drawn, call.title.get(language), language),
    };
    terminal.result(&text)?;
    Ok(Exit::Done)
}
