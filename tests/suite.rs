//! The one test binary.

#[cfg(test)]
mod facts;
#[cfg(test)]
mod numbers;
#[cfg(test)]
mod support;
