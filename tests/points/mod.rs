//! Criteria, marks, thresholds, and the ranking by points.

mod admitted;
mod build;
mod frozen;
mod lines;
mod properties;
mod ranking;
mod reports;
mod thresholds;
