//! Bando: one rule file is the call.

pub mod analysis;
pub mod assessment;
pub mod audit;
pub mod call;
pub mod cli;
pub mod comparison;
pub mod compiled;
pub mod diagnostic;
pub mod engine;
pub mod facts;
pub mod number;
pub mod precheck;
pub mod programme;
pub mod record;
pub mod report;
pub mod scoring;
pub mod selection;
pub mod source;
pub mod syntax;
pub mod territory;
pub mod text;
pub mod value;
#[cfg(feature = "web")]
pub mod web;
pub mod workbook;
