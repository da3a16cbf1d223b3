//! Criteria, marks, thresholds, and the ranking by points.

mod admitted;
mod build;
mod frozen;
mod language;
mod lines;
mod properties;
mod ranking;
mod reports;
mod thresholds;
