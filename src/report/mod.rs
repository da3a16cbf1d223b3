//! Text, CSV and JSON out of diagnostics, assessments and outcomes.
//!
//! Every function gives text and writes nothing; the same input gives the same bytes. Text for
//! people comes in the language asked for; JSON holds both.

mod assessments;
mod book;
mod comparison;
mod compiled;
mod coverage;
mod criteria;
mod diagnostics;
mod exceptions;
mod explain;
mod funding;
mod graph;
mod holdings;
#[cfg(feature = "web")]
mod in_words;
mod kept;
mod lists;
mod money;
mod mutation;
mod outcome;
mod page;
mod pool_shares;
mod pools_added;
mod precheck;
mod publication;
mod published;
mod score;
mod sheets;
mod splits;
mod steps;
mod summary;
mod ties;
mod verdicts;
mod weights;
mod weights_json;
mod words;

pub use assessments::{FindingFrame, assessment_json, assessment_line, assessments_json};
pub use book::{BookError, ranking_book, ranking_book_file};

pub use comparison::{comparison_json, comparison_lists, comparison_text};
pub use compiled::{compiled_json, compiled_text};
pub use coverage::{coverage_json, coverage_text};
pub use diagnostics::{Colour, diagnostic_json, render_diagnostic};
pub use explain::{explanation_json, explanation_text};
pub use graph::{Graph, Node, NodeKind, graph, graph_dot, graph_json, graph_mermaid, graph_svg};
pub use holdings::{
    ProgrammeView, ShownFile, ShownLedger, programme_book, programme_difference_json,
    programme_difference_text, programme_html, programme_json, programme_text,
};
#[cfg(feature = "web")]
pub(crate) use in_words::{
    Line as RuleLine, in_words, message as message_in_words, names_definition, names_value,
};
pub use lists::{Cell, List, ListCells, csv_text, list_cells, list_files, listed_ids, lists};
pub use mutation::{mutation_json, mutation_text};
pub use outcome::outcome_json;
pub(crate) use outcome::outcome_with;
pub use page::report_html;
pub use precheck::{changes_json, changes_text, precheck_json, precheck_text};
#[cfg(feature = "web")]
pub(crate) use precheck::{depends_on, not_mended, own_answers, then_depends, titles};
pub use publication::{Input, Publication};
pub use published::{
    actions_json, actions_text, published_json, reconciliation_json, reconciliation_text,
};
pub use sheets::{SheetError, SheetsRequest, marking_sheet, sheet_files};
pub use summary::{summary_text, totals_text};
pub use verdicts::{VerdictWriter, explained_verdict_json, status_code, verdict_json};
pub use weights::weights_text;
pub use weights_json::weights_json;
pub use words::visible;
pub(crate) use words::wrap;
pub(crate) use words::{outcome_code, outcome_of_code, outcome_of_words, stage_of_code};
#[cfg(feature = "web")]
pub(crate) use words::{shortfall as shortfall_text, term as term_text};
