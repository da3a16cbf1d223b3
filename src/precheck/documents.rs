//! Which documents an applicant has to prepare, as far as the answers tell.

use super::answers::Answers;
use super::domain::{case, proposal};
use crate::assessment::{Evaluated, evaluate};
use crate::call::{Call, Document};
use crate::value::Value;

/// A document that an applicant has to prepare.
#[derive(Clone, Copy, Debug)]
pub struct Needed<'c> {
    /// Which.
    pub document: &'c Document,
    /// Whether it is needed for certain; where not, that depends on what has not been answered.
    pub certain: bool,
}

/// Returns the documents that an applicant with these answers has to prepare, or may have to, in the
/// order of the call.
///
/// ```
/// use bando::call::Call;
/// use bando::precheck::{Answers, documents};
/// let call = Call::empty(jiff::tz::TimeZone::UTC);
/// assert!(documents(&call, &Answers::none(&call)).is_empty());
/// ```
pub fn documents<'c>(call: &'c Call, answers: &Answers) -> Vec<Needed<'c>> {
    let proposal = proposal(answers.facts().to_vec());
    let case = case(call, &proposal);
    let needed = call.documents.iter().filter_map(|document| {
        let certain = match document.when.as_ref().map(|when| evaluate(case, when)) {
            None | Some(Evaluated::Known(Value::YesNo(true))) => true,
            Some(Evaluated::Known(_) | Evaluated::Absent) => return None,
            Some(Evaluated::Unknown(_)) => false,
        };
        Some(Needed { document, certain })
    });
    needed.collect()
}
