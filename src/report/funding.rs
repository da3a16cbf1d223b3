//! Where the envelope comes from: the lines of a programme, and the funds that share it.

use serde::Serialize;

use super::words::choose;
use crate::call::Call;
use crate::engine::money_text;
use crate::number::Money;
use crate::text::{Language, Text};

/// Returns sentences on the programme that an envelope of `amount` is taken from; none where the
/// rules name none.
pub(in crate::report) fn funding(call: &Call, amount: Money, language: Language) -> Vec<String> {
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
    let date = from.date.map(|date| match language {
        Language::Italian => date.strftime("%d/%m/%Y").to_string(),
        Language::English => date.to_string(),
    });
    let date = date.unwrap_or_else(|| word("senza data", "no date").to_owned());
    let after = from.act.as_ref().map_or_else(String::new, |act| {
        format!(" {} {act} ({date})", word("dopo l'atto", "after act"))
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

/// The programme that an envelope is taken from, as JSON.
#[derive(Serialize)]
pub(super) struct FundingView<'a> {
    file: &'a str,
    sha256: &'a str,
    name: &'a str,
    title: &'a Text,
    /// The act after which its money counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<&'a str>,
    date: Option<String>,
    lines: Vec<LineView<'a>>,
    available: String,
    /// The parts of the funds in the envelope; they sum to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    funds: Vec<FundView<'a>>,
    #[serde(skip_serializing_if = "<[Text]>::is_empty")]
    assumed: &'a [Text],
}

#[derive(Serialize)]
struct LineView<'a> {
    line: &'a str,
    available: String,
}

#[derive(Serialize)]
struct FundView<'a> {
    fund: &'a Text,
    amount: String,
}

/// Returns the programme that an envelope of `amount` is taken from; `None` where the rules name none.
pub(super) fn funding_view(call: &Call, amount: Option<Money>) -> Option<FundingView<'_>> {
    let from = call.envelope.as_ref()?.programme.as_ref()?;
    let lines = from.lines.iter().map(|(line, held)| LineView {
        line,
        available: held.to_plain(),
    });
    let funds = from.funds_of(amount?).into_iter();
    let funds = funds.map(|(fund, part)| FundView {
        fund,
        amount: part.to_plain(),
    });
    Some(FundingView {
        file: &from.file,
        sha256: &from.digest,
        name: &from.name,
        title: &from.title,
        act: from.act.as_deref(),
        date: from.date.map(|it| it.to_string()),
        lines: lines.collect(),
        available: from.available.to_plain(),
        funds: funds.collect(),
        assumed: &from.assumed,
    })
}
