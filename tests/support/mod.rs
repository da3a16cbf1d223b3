//! What tests share.

pub(crate) mod call;
