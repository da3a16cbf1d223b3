//! Where the envelope comes from: the lines of a programme, and the funds that share it.

use super::words::choose;
use crate::call::Call;
use crate::engine::money_text;
use crate::number::Money;
use crate::text::Language;

/// Returns sentences on the programme that an envelope of `amount` is taken from; none where the
/// rules name none.
pub(super) fn funding(call: &Call, amount: Money, language: Language) -> Vec<String> {
    let from = call.envelope.as_ref().and_then(|it| it.programme.as_ref());
    let Some(from) = from else {
        return Vec::new();
    };
    let word = |it, en| choose(language, it, en);
    let money = |amount| money_text(call, amount, language);
    let title = from.title.get(language);
    let lines: Vec<&str> = from.lines.iter().map(|(name, _)| name.as_str()).collect();
    let of = match lines.as_slice() {
        [_] => word("linea", "line"),
        _ => word("linee", "lines"),
    };
    let lines = lines.join(", ");
    let after = from.act.as_ref().map_or_else(String::new, |act| {
        format!(" {} {act}", word("dopo l'atto", "after act"))
    });
    let mut told = vec![format!(
        "{} «{title}» ({}): {of} {lines},{after} {} {}.",
        word(
            "La dotazione viene dal programma",
            "The envelope comes from the programme"
        ),
        from.file,
        word("disponibili", "holding"),
        money(from.available),
    )];
    let funds = from.funds_of(amount);
    if !funds.is_empty() {
        let funds: Vec<String> = funds
            .into_iter()
            .map(|(fund, part)| format!("{} {}", fund.get(language), money(part)))
            .collect();
        let head = word("Per fondo", "By fund");
        told.push(format!("{head}: {}.", funds.join("; ")));
    }
    for assumed in &from.assumed {
        let head = word("Ipotesi del programma", "Assumption of the programme");
        told.push(format!("{head}: {}", assumed.get(language)));
    }
    told
}
