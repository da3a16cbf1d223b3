//! Where the envelope comes from: the lines of a programme, and the funds that share it.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::words::choose;
use crate::call::{Call, FromProgramme, LedgerRead, LineHeld, TakenSince};
use crate::engine::{Brought, Outcome, money_text};
use crate::number::Money;
use crate::text::{Language, Text, day_text};

/// Returns sentences on the programme that the envelope of an outcome is taken from; none where the
/// rules name none.
pub(in crate::report) fn funding(
    call: &Call,
    outcome: &Outcome,
    language: Language,
) -> Vec<String> {
    let from = call.envelope.as_ref().and_then(|it| it.programme.as_ref());
    let Some((from, amount)) = from.zip(outcome.envelope) else {
        return Vec::new();
    };
    let word = |it, en| choose(language, it, en);
    let money = |amount| money_text(call, amount, language);
    let title = from.title.get(language);
    let lines: Vec<&str> = from.lines.iter().map(|it| it.name.as_str()).collect();
    let of = match lines.as_slice() {
        [_] => word("linea", "line"),
        _ => word("linee", "lines"),
    };
    let lines = lines.join(", ");
    let date = from.date.map(|date| written(date, language));
    let date = date.unwrap_or_else(|| word("senza data", "no date").to_owned());
    let after = from.act.as_ref().map_or_else(String::new, |act| {
        format!(" {} {act} ({date})", word("dopo l'atto", "after act"))
    });
    let at = from.day.map_or_else(String::new, |day| {
        format!(
            " {} {},",
            word("alla fine del", "at the end of"),
            written(day, language)
        )
    });
    // Without a ledger nobody has looked at what is committed.
    let (with, free) = match from.ledger {
        Some(_) => (word("disponibili", "holding"), word("", " not committed")),
        None => (word("con", "holding"), ""),
    };
    let mut told = vec![format!(
        "{} «{title}» ({}): {of} {lines},{at}{after} {with} {}{free}.",
        word(
            "La dotazione viene dal programma",
            "The envelope comes from the programme"
        ),
        from.file,
        money(from.available),
    )];
    if from.is_open {
        let words = word(
            "Le regole non dicono fino a quando contano gli atti: contano tutti quelli del programma, anche se successivi all'avviso.",
            "The rules do not say up to when acts count: all of the programme do, also those later than the call.",
        );
        told.push(words.to_owned());
    }
    if let Some(taken) = from.taken_since() {
        told.push(of_later_acts(call, from, taken, language));
    }
    let brought = &outcome.brought;
    if !brought.is_empty() {
        told.push(of_slides(call, from, (amount, brought), language));
    }
    if let Some(ledger) = &from.ledger {
        told.push(of_ledger(call, from, ledger, language));
    }
    let funds = funds_of(from, outcome, amount);
    if funds.is_empty() && !is_of_lines(brought) && !from.funds.is_empty() {
        told.push(
            word(
                "Per fondo: non detto, perché gli atti degli scorrimenti possono portare denaro di altri fondi.",
                "By fund: not told, as the acts of the slides may bring money of other funds.",
            )
            .to_owned(),
        );
    }
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
    for reading in &from.readings {
        let head = word("Lettura del programma", "Reading of the programme");
        told.push(format!("{head}: {}", reading.get(language)));
    }
    told
}

/// Says what later acts have taken of what the lines had on the day that counts.
fn of_later_acts(
    call: &Call,
    from: &FromProgramme,
    taken: TakenSince<'_>,
    language: Language,
) -> String {
    let left = from.available.sub(taken.amount).unwrap_or_default();
    let acts = from.later_changes().join(", ");
    let word = choose(language, "dopo l'atto", "after act");
    let (after, then) = taken.after.map_or_else(Default::default, |(act, then)| {
        let of_all = choose(language, "e dopo tutti", "and after all of them");
        let then = money_text(call, then, language);
        (format!(", {word} {act},"), format!(", {of_all} {then}"))
    });
    let [taken, left] = [taken.amount, left].map(|it| money_text(call, it, language));
    match language {
        Language::Italian => format!(
            "Con gli atti successivi che il programma aveva alla graduatoria ({acts}){after} ci sono {taken} in meno: restano {left}{then}."
        ),
        Language::English => format!(
            "With later acts that the programme had at the ranking ({acts}){after} there is {taken} less: {left} are left{then}."
        ),
    }
}

/// Returns the parts of the funds in an envelope; none where they are not known.
fn funds_of<'a>(
    from: &'a FromProgramme,
    outcome: &Outcome,
    amount: Money,
) -> Vec<(&'a Text, Money)> {
    from.funds_of(amount, !is_of_lines(&outcome.brought))
}

/// Tells whether all that slides have given is money that the lines had when the envelope was made:
/// what later acts bring may be of other funds.
fn is_of_lines(brought: &[Brought]) -> bool {
    brought.iter().all(|it| it.is_counted)
}

/// Says what an envelope of `amount` was before the slides, what each act has brought, and what is
/// left of what the lines had.
fn of_slides(
    call: &Call,
    from: &FromProgramme,
    (amount, brought): (Money, &[Brought]),
    language: Language,
) -> String {
    let word = |it, en| choose(language, it, en);
    let text = |amount| money_text(call, amount, language);
    // The envelope is the sum of these: none of the differences is too large.
    let less = |left: Money, right: Money| left.sub(right).unwrap_or_default();
    let first = brought
        .iter()
        .fold(amount, |rest, it| less(rest, it.amount));
    let counted = brought.iter().filter(|it| it.is_counted);
    let left = counted.fold(less(from.available, first), |rest, it| {
        less(rest, it.amount)
    });
    let mut told = format!(
        "{} {}: {} {}",
        word(
            "Con gli scorrimenti la dotazione è di",
            "With the slides the envelope is"
        ),
        text(amount),
        text(first),
        word("della graduatoria", "of the ranking"),
    );
    for it in brought {
        let _ = write!(
            told,
            ", {} {} {}",
            text(it.amount),
            word("con l'atto", "by act"),
            it.act
        );
        if it.is_counted {
            told.push_str(word(
                " (di quanto la graduatoria aveva lasciato)",
                " (of what the ranking had left)",
            ));
        }
    }
    if left > Money::ZERO {
        let _ = write!(
            told,
            "; {} {}",
            word(
                "di quanto le linee avevano restano fuori",
                "of what was held there is left outside"
            ),
            text(left)
        );
    }
    told + "."
}

/// Says what the ledger takes off, and what it does not.
fn of_ledger(call: &Call, from: &FromProgramme, ledger: &LedgerRead, language: Language) -> String {
    let word = |it, en| choose(language, it, en);
    let sum = |part: fn(&LineHeld) -> Money| {
        let sum = Money::sum(from.lines.iter().map(part));
        sum.filter(|it| *it != Money::ZERO)
    };
    let text = |amount| money_text(call, amount, language);
    let none = || word("niente", "nothing").to_owned();
    let mut told = format!(
        "{} ({}): {} {}, {} {}",
        word("Registro", "Ledger"),
        ledger.file,
        word("assegnati", "allocated"),
        sum(|it| it.allocated).map_or_else(none, text),
        word("già impegnati", "committed already"),
        sum(|it| it.committed).map_or_else(none, text),
    );
    if let Some(since) = sum(|it| it.committed_since) {
        let given_back = Money::ZERO.sub(since).filter(|it| *it > Money::ZERO);
        let (head, amount) = match given_back {
            None => (
                word(
                    "dopo quel giorno, non tolti",
                    "after that day, not taken off",
                ),
                since,
            ),
            Some(back) => (
                word(
                    "liberati dopo quel giorno, non aggiunti",
                    "given back after that day, not added",
                ),
                back,
            ),
        };
        let _ = write!(told, "; {head} {}", text(amount));
    }
    told + "."
}

fn written(day: Date, language: Language) -> String {
    day_text(day).get(language).to_owned()
}

/// The programme that an envelope is taken from, as JSON.
#[derive(Serialize)]
pub(super) struct FundingView<'a> {
    file: &'a str,
    sha256: &'a str,
    name: &'a str,
    title: &'a Text,
    /// The ledger whose commitments are taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger: Option<LedgerView<'a>>,
    /// The day at whose end its money counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    /// The act after which its money counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<&'a str>,
    date: Option<String>,
    lines: Vec<LineView<'a>>,
    available: String,
    /// What later acts have taken from the lines, not taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_since: Option<String>,
    /// What slides have given by acts of the programme.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    brought: Vec<BroughtView<'a>>,
    /// The parts of the funds in the envelope; they sum to it. None where later acts have brought some to
    /// lines that the funds do not share alike.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    funds: Vec<FundView<'a>>,
    #[serde(skip_serializing_if = "<[Text]>::is_empty")]
    assumed: &'a [Text],
    #[serde(skip_serializing_if = "<[Text]>::is_empty")]
    readings: &'a [Text],
}

#[derive(Serialize)]
struct LineView<'a> {
    line: &'a str,
    #[serde(flatten)]
    used: Option<UsedView>,
    available: String,
}

#[derive(Serialize)]
struct UsedView {
    allocated: String,
    committed: String,
    committed_since: String,
}

#[derive(Serialize)]
struct LedgerView<'a> {
    file: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct BroughtView<'a> {
    act: &'a str,
    /// Whether it is of what the envelope had left of its lines' money.
    counted: bool,
    amount: String,
}

#[derive(Serialize)]
struct FundView<'a> {
    fund: &'a Text,
    amount: String,
}

/// Returns the programme that the envelope of an outcome is taken from; `None` where the rules name
/// none.
pub(super) fn funding_view<'a>(call: &'a Call, outcome: &'a Outcome) -> Option<FundingView<'a>> {
    let amount = outcome.envelope?;
    let from = call.envelope.as_ref()?.programme.as_ref()?;
    let ledger = from.ledger.as_ref();
    let lines = from.lines.iter().map(|line| LineView {
        line: &line.name,
        used: ledger.map(|_| UsedView {
            allocated: line.allocated.to_plain(),
            committed: line.committed.to_plain(),
            committed_since: line.committed_since.to_plain(),
        }),
        available: line.available().to_plain(),
    });
    let brought = outcome.brought.iter().map(|it| BroughtView {
        act: &it.act,
        counted: it.is_counted,
        amount: it.amount.to_plain(),
    });
    let funds = funds_of(from, outcome, amount).into_iter();
    let funds = funds.map(|(fund, part)| FundView {
        fund,
        amount: part.to_plain(),
    });
    Some(FundingView {
        file: &from.file,
        sha256: &from.digest,
        name: &from.name,
        title: &from.title,
        ledger: ledger.map(|it| LedgerView {
            file: &it.file,
            sha256: &it.digest,
        }),
        day: from.day.map(|it| it.to_string()),
        act: from.act.as_deref(),
        date: from.date.map(|it| it.to_string()),
        lines: lines.collect(),
        available: from.available.to_plain(),
        taken_since: from.taken_since().map(|it| it.amount.to_plain()),
        brought: brought.collect(),
        funds: funds.collect(),
        assumed: &from.assumed,
        readings: &from.readings,
    })
}
