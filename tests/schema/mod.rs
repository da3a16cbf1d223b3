//! Schemas and templates for those who hand proposals in.

mod law;
mod templates;
mod values;
