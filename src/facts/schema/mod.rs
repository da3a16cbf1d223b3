//! Schemas and templates: what a proposal may state, made from the checked call alone.
//!
//! # The law of the JSON Schema
//! [`json_schema`] describes one proposal as the reader of JSON takes it, and the two agree:
//!
//! 1. A proposal that the schema accepts is never refused for its shape.
//! 2. A proposal that is not refused for its shape is accepted by the schema.
//!
//! For a schema judges texts and numbers as they stand. That is why the reader of JSON is stricter
//! than that of tables, where people write: around what is no free text
//! it takes no spaces, names and keys have to be composed (NFC), and numbers with more than 15 digits
//! before the point or 13 after it stand in quotes, as few programs keep so many.
//!
//! Its shape is all that one proposal shows by itself: fields, types, digits, bounds, the
//! calendar, the hours that clocks skip or show twice, names and keys. No schema can see the
//! following, so they are left to the reader:
//!
//! - what makes a text no JSON, and keys that stand twice in an object (`duplicate-field`);
//! - how long it is in bytes: a proposal of more than 256 KiB (`limit-exceeded`), brackets nested
//!   deeper than 128 in a field that nobody reads (`too-deep`);
//! - the bounds of an instant, which may be written with any offset (`out-of-bounds`);
//! - what other proposals say: an id that stands twice (`duplicate-proposal`).
//!
//! Validators that reckon with binary fractions may refuse a JSON number such as 0.07 that the
//! schema accepts; texts they all judge alike, which is why the descriptions recommend them.
//!
//! # The templates
//! [`csv_template`] is the header that the reader of CSV wants, in the declared encoding and with
//! the declared separator, and nothing else: read back it holds no proposal and nothing is wrong
//! with it. [`workbook_template`] has the same columns, with lists to choose from, bounds and help.
//! Lists of records fit neither ([`lists_left_out`]): they are handed in as JSON.

mod characters;
mod clocks;
mod columns;
mod dates;
mod digits;
mod instructions;
mod json;
mod lists;
mod numbers;
mod types;
mod words;
mod workbook;

pub use columns::{csv_template, lists_left_out};
pub use json::json_schema;
pub use workbook::workbook_template;

use crate::call::Expr;

/// Returns how a condition is written in the rule file.
pub type ConditionText<'a> = &'a dyn Fn(&Expr) -> String;
