//! The sums of a record, taken again from its own figures alone.

use serde_json::Value;

use super::differences::{Difference, DifferenceKind};
use crate::number::{Money, parse_plain};
use crate::text::Text;

/// Says where the awards of a record are more than its envelope, or not what it says was spent.
pub(super) fn wrong_sums(record: &Value) -> Option<Difference> {
    let envelope = money(record.get("envelope"))?;
    let proposals = record.get("proposals").and_then(Value::as_array)?;
    let awards = proposals.iter().map(|it| money(it.get("award")));
    let awards: Option<Vec<Money>> = awards.collect();
    let sum = awards.and_then(Money::sum);
    let spent = money(record.get("spent"));
    let message = match sum {
        Some(sum) if sum <= envelope && Some(sum) == spent => return None,
        Some(sum) if sum > envelope => Text::new(
            format!(
                "gli importi assegnati nel verbale sono in tutto {}, più della dotazione di {}",
                sum.to_plain(),
                envelope.to_plain()
            ),
            format!(
                "the awards in the record are {} in all, more than the envelope of {}",
                sum.to_plain(),
                envelope.to_plain()
            ),
        ),
        _ => Text::new(
            "gli importi assegnati nel verbale non danno la somma che il verbale dice",
            "the awards in the record do not make the sum that the record states",
        ),
    };
    Some(Difference::new(DifferenceKind::Sum, None, message))
}

fn money(value: Option<&Value>) -> Option<Money> {
    let euro = parse_plain(value?.as_str()?)?;
    Money::from_euro(euro)
}
