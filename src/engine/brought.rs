//! What slides have given by acts of the programme from which the envelope comes.

use super::events::Slide;
use crate::call::{ActOfLines, Call};
use crate::number::Money;
use crate::selection::Event;

/// What slides have given by one act of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The name of the act.
    pub act: String,
    /// Whether the envelope counts the act: then this is of what it had left of its lines' money.
    pub is_counted: bool,
    /// How much.
    pub amount: Money,
}

/// Adds to what the acts have brought what a slide gives by them, in the order of its events; nothing
/// where the envelope comes from no programme. Returns `None` where a sum is too large.
pub(super) fn bring(brought: &mut Vec<Brought>, call: &Call, slide: &Slide) -> Option<()> {
    for happened in &slide.events {
        let Event::MoreMoney { amount, .. } = &happened.event else {
            continue;
        };
        let mut acts = acts(call, slide).iter();
        let Some(act) = acts.find(|it| it.answers_to(&happened.act)) else {
            continue;
        };
        match brought.iter_mut().find(|it| it.act == act.name) {
            Some(brought) => brought.amount = brought.amount.add(*amount)?,
            None => brought.push(Brought {
                act: act.name.clone(),
                is_counted: act.is_counted,
                amount: *amount,
            }),
        }
    }
    Some(())
}

/// Returns the acts of the programme as it stands at a slide; none where there is no programme.
pub(super) fn acts<'a>(call: &'a Call, slide: &'a Slide) -> &'a [ActOfLines] {
    let envelope = call.envelope.as_ref();
    let from = envelope.and_then(|it| it.programme.as_ref());
    from.map_or(&[], |from| slide.acts.as_deref().unwrap_or(&from.acts))
}
