//! Italian tax codes.
