//! Values over the admitted proposals: how many there are, the median of what they ask.

use super::items::Gathered;
use super::received::NAMED;
use super::{Case, Evaluated, evaluate};
use crate::call::{Call, OverAdmitted};

/// Computes the values over the admitted proposals, in the order of [`Call::over_admitted`].
///
/// `admitted` are all proposals admitted, those with reservation included; their order does not
/// matter. A proposal of which the value, or whether it counts, is not known makes the whole
/// unknown, and what it waits for stands under its id: `requested (B91B21001080001)`.
pub fn over_admitted(call: &Call, admitted: &[Case<'_>]) -> Vec<Evaluated> {
    let mut admitted: Vec<&Case<'_>> = admitted.iter().collect();
    admitted.sort_by(|a, b| a.proposal.id.cmp(&b.proposal.id));
    let values = call.over_admitted.iter();
    values.map(|over| value(over, &admitted)).collect()
}

fn value(over: &OverAdmitted, admitted: &[&Case<'_>]) -> Evaluated {
    let mut gathered = Gathered::over(over.aggregate, over.span);
    for case in admitted {
        let of_case = |expr| of_proposal(&case.proposal.id, evaluate(**case, expr));
        let condition = over.condition.as_ref().map(of_case);
        let counts = condition.as_ref().map_or(Some(true), Evaluated::yes_no);
        let value = over.value.as_ref().filter(|_| counts != Some(false));
        let value = value.map(of_case);
        gathered.add(condition.as_ref(), value.as_ref());
    }
    let mut value = gathered.result();
    if let Evaluated::Unknown(unknown) = &mut value {
        // Enough to go on with.
        while unknown.waits_for_others.len() > NAMED {
            unknown.waits_for_others.pop_last();
        }
    }
    value
}

/// Puts the id of the proposal to what its value waits for.
fn of_proposal(id: &str, mut value: Evaluated) -> Evaluated {
    if let Evaluated::Unknown(unknown) = &mut value {
        let own = std::mem::take(&mut unknown.waits_for);
        let named = own.into_iter().map(|fact| format!("{fact} ({id})"));
        unknown.waits_for_others.extend(named);
    }
    value
}
