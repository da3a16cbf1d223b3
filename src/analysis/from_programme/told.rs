//! What is wrong with an envelope that comes from a programme.

use super::super::possible::texts;
use crate::call::{ActOfLines, Call, FromProgramme, LineHeld, TakenSince};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::number::Money;
use crate::programme::{Line, LineId, Moment, Programme};
use crate::source::{Span, Spanned};
use crate::text::{Language, Text, day_text};

/// The lines that a message names before it only counts them.
pub(super) const NAMED: usize = 8;

/// An envelope that its lines cannot cover.
pub(crate) fn not_covered(
    call: &Call,
    span: Span,
    amount: Money,
    from: &FromProgramme,
) -> Diagnostic {
    let short = amount.sub(from.available).unwrap_or_default();
    let all = [amount, from.available];
    let [amount_it, held_it] = texts(call, all, Language::Italian);
    let [amount_en, held_en] = texts(call, all, Language::English);
    let [short_it, _] = texts(call, [short, short], Language::Italian);
    let [short_en, _] = texts(call, [short, short], Language::English);
    let lines = names_of_lines(from);
    let (of_it, of_en, holds) = match from.lines.as_slice() {
        [_] => ("la linea", "line", "holds"),
        _ => ("le linee", "lines", "hold"),
    };
    let have = if from.lines.len() == 1 { "ha" } else { "hanno" };
    let [taken_it, taken_en] =
        [Language::Italian, Language::English].map(|it| taken(call, from, it));
    Diagnostic::error(
        Code::EnvelopeNotCovered,
        span,
        Text::new(
            format!(
                "la dotazione è di {amount_it} e {of_it} {lines} del programma {have} {held_it}{taken_it}: mancano {short_it}"
            ),
            format!(
                "the envelope is {amount_en} and {of_en} {lines} of the programme {holds} {held_en}{taken_en}: {short_en} are missing"
            ),
        ),
    )
    .with_related(
        from.span,
        Text::new("la linea è indicata qui", "the line is named here"),
    )
    .with_hint(Text::new(
        "ridurre la dotazione, o aggiungere al programma l'atto che porta il denaro che manca",
        "lower the envelope, or add to the programme the act that brings the money that is missing",
    ))
}

/// Says what others have taken of the money, where a ledger tells; nothing where it does not.
fn taken(call: &Call, from: &FromProgramme, language: Language) -> String {
    if from.ledger.is_none() {
        return String::new();
    }
    let sum = |part: fn(&LineHeld) -> Money| Money::sum(from.lines.iter().map(part));
    let sums = sum(|it| it.allocated).zip(sum(|it| it.committed));
    let (allocated, committed) = sums.unwrap_or_default();
    let [allocated, committed] = texts(call, [allocated, committed], language);
    match language {
        Language::Italian => format!(" (assegnati {allocated}, già impegnati {committed})"),
        Language::English => format!(" ({allocated} allocated, {committed} committed already)"),
    }
}

/// Returns the names of the lines that an envelope is taken from, each in backticks.
fn names_of_lines(from: &FromProgramme) -> String {
    let names = from.lines.iter().map(|it| format!("`{}`", it.name));
    names.collect::<Vec<_>>().join(", ")
}

/// Lines that hold nothing by the day or act that counts.
pub(in super::super) fn holds_nothing(call: &Call, from: &FromProgramme) -> Diagnostic {
    let lines = names_of_lines(from);
    let (of_it, of_en) = match from.lines.as_slice() {
        [_] => ("la linea {} non ha nulla", "line {} holds nothing"),
        _ => ("le linee {} non hanno nulla", "lines {} hold nothing"),
    };
    let (at_it, at_en) = match (from.day, &from.act) {
        (Some(day), _) => (
            format!("alla fine del {}", day_text(day).it),
            format!("at the end of {day}"),
        ),
        (None, Some(act)) => (format!("dopo l'atto `{act}`"), format!("after act `{act}`")),
        (None, None) => ("prima di ogni atto".to_owned(), "before any act".to_owned()),
    };
    let later = from.acts.iter();
    let later = later.filter(|it| !it.is_counted && it.brings > Money::ZERO);
    let later: Vec<&ActOfLines> = later.collect();
    let hint = if later.is_empty() {
        Text::new(
            "aggiungere al programma l'atto che porta il denaro, o nominare un'altra linea",
            "add to the programme the act that brings the money, or name another line",
        )
    } else {
        let [later_it, later_en] = [Language::Italian, Language::English].map(|language| {
            let named = later.iter().map(|it| match it.date {
                Some(date) => format!("`{}` ({})", it.name, day_text(date).get(language)),
                None => format!("`{}`", it.name),
            });
            named.collect::<Vec<_>>().join(", ")
        });
        Text::new(
            format!("il denaro viene con {later_it}: scrivere un giorno o un atto da cui conta"),
            format!("the money comes with {later_en}: write a day or act at which it counts"),
        )
    };
    let (of_it, of_en) = (of_it.replace("{}", &lines), of_en.replace("{}", &lines));
    // What the lines hold may be committed.
    let is_held = from.lines.iter().any(|it| it.allocated > Money::ZERO);
    let (taken_it, taken_en) = (
        taken(call, from, Language::Italian),
        taken(call, from, Language::English),
    );
    let (of_it, of_en, hint) = if is_held {
        (
            format!("{lines}: niente è libero{taken_it}"),
            format!("{lines}: nothing is free{taken_en}"),
            Text::new(
                "scrivere un giorno a cui c'è denaro libero, o disimpegnarne",
                "write a day on which money is free, or have some decommitted",
            ),
        )
    } else {
        (of_it, of_en, hint)
    };
    Diagnostic::error(
        Code::NoMoney,
        from.span,
        Text::new(
            format!("la dotazione è di zero: {at_it} {of_it}"),
            format!("the envelope is zero: {at_en} {of_en}"),
        ),
    )
    .with_hint(hint)
}

/// Acts after the day that counts have taken money that the envelope may give.
pub(super) fn taken_since(
    call: &Call,
    from: &FromProgramme,
    (taken, left): (TakenSince<'_>, Money),
) -> Diagnostic {
    let after = |word: &str| {
        let after = taken.after.map(|(act, _)| format!(", {word} `{act}`,"));
        after.unwrap_or_default()
    };
    let (after_it, after_en) = (after("dopo"), after("after"));
    let acts: Vec<String> = from
        .later_changes()
        .iter()
        .map(|it| format!("`{it}`"))
        .collect();
    let acts = acts.join(", ");
    let [taken_it, left_it] = texts(call, [taken.amount, left], Language::Italian);
    let [taken_en, left_en] = texts(call, [taken.amount, left], Language::English);
    Diagnostic::warning(
        Code::TakenSince,
        from.span,
        Text::new(
            format!("dopo il giorno o l'atto che conta, altri atti ({acts}) lasciano{after_it} {taken_it} in meno: restano {left_it}, e la dotazione può superarli"),
            format!("after the day or act that counts, other acts ({acts}) leave{after_en} {taken_en} less: {left_en} are left, and the envelope may be more"),
        ),
    )
    .with_hint(Text::new(
        format!("scrivere una dotazione di al massimo {left_it}, o un giorno o un atto successivo"),
        format!("write an envelope of at most {left_en}, or a later day or act"),
    ))
}

/// The money is taken from lines of these other actions.
pub(super) fn other_action(call: &Call, others: &[String], span: Span) -> Diagnostic {
    let others = others.join(", ");
    let own = call.actions.iter().map(|it| format!("`{it}`"));
    let own = own.collect::<Vec<_>>().join(", ");
    Diagnostic::warning(
        Code::OtherAction,
        span,
        Text::new(
            format!("la dotazione viene da una linea dell'azione {others}, e l'avviso è dell'azione {own}"),
            format!("the envelope comes from a line of action {others}, and the call is of action {own}"),
        ),
    )
    .with_hint(Text::new(
        "scegliere la linea dell'azione dell'avviso, o correggere l'azione, qui o nel programma",
        "choose the line of the call's action, or correct the action, here or in the programme",
    ))
}

/// A ledger that cannot be read; what else is wrong inside it is for its own command to say.
pub(super) fn ledger_refused(file: &Spanned<String>, errors: &[Diagnostic]) -> Diagnostic {
    let name = &file.value;
    let first = errors.first();
    let why = |language| {
        let line = first.and_then(|it| match &it.primary.place {
            Place::Data(place) => place.line,
            Place::Rules(_) => None,
        });
        let line = line.map_or_else(String::new, |line| format!(":{line}"));
        let why = first.map_or("", |it| it.message.get(language));
        format!("{line}: {why}")
    };
    let (it, en) = (why(Language::Italian), why(Language::English));
    Diagnostic::error(
        Code::BadValue,
        file.span,
        Text::new(
            format!("il registro non si può leggere; `{name}`{it}"),
            format!("the ledger cannot be read; `{name}`{en}"),
        ),
    )
    .with_hint(Text::new(
        format!("`bando programme show FILE --ledger {name}` dice tutto ciò che non va"),
        format!("`bando programme show FILE --ledger {name}` says all that is wrong"),
    ))
}

/// A ledger whose envelope states no day; `is_act` where it states an act instead.
pub(super) fn ledger_needs_a_day(span: Span, is_act: bool) -> Diagnostic {
    let (it, en) = if is_act {
        ("non basta un atto", "an act is not enough")
    } else {
        ("occorre un giorno", "a day is needed")
    };
    Diagnostic::error(
        Code::MissingPart,
        span,
        Text::new(
            format!("con un registro {it}: gli impegni si contano a un giorno, e quelli che l'avviso stesso prenderà poi non gli tolgono denaro"),
            format!("with a ledger {en}: commitments are counted on a day, and those that the call itself makes later take no money from it"),
        ),
    )
    .with_hint(Text::new(
        "scrivere il giorno, per esempio `‹as of› 2018-06-30`, o togliere il registro",
        "write the day, for example `‹as of› 2018-06-30`, or remove the ledger",
    ))
}

pub(super) fn no_moment(span: Span, why: &Text) -> Diagnostic {
    let (it, en) = (&why.it, why.get(Language::English));
    Diagnostic::error(
        Code::InvalidDate,
        span,
        Text::new(
            format!("non si può dire che cosa c'era quel giorno: {it}"),
            format!("it cannot be told what there was on that day: {en}"),
        ),
    )
    .with_hint(Text::new(
        "nominare l'atto, `‹as of› ‹act› …`, o scrivere nel programma una data supposta, citando l'ipotesi",
        "name the act, `‹as of› ‹act› …`, or write a supposed date in the programme, and cite the assumption",
    ))
}

pub(super) fn no_line(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::AmbiguousLine,
        span,
        Text::new(
            "nessuna linea del programma ha tutto ciò che si chiede",
            "no line of the programme has all that is asked for",
        ),
    )
    .with_hint(Text::new(
        "togliere una delle indicazioni, o scrivere il nome della linea",
        "remove one of the conditions, or write the name of the line",
    ))
}

pub(super) fn several_lines(
    call: &Call,
    programme: &Programme,
    lines: &[LineId],
    moment: Moment,
    span: Span,
) -> Diagnostic {
    let listed = |language| {
        let named = lines.iter().take(NAMED).filter_map(|id| {
            let line = programme.line(*id)?;
            let body = programme.bodies.get(line.body.0)?.title.get(language);
            let held = programme.allocation(*id, moment)?;
            let [held, _] = texts(call, [held, held], language);
            Some(format!("`{}` ({body}, {held})", line.name))
        });
        let mut named: Vec<String> = named.collect();
        if lines.len() > NAMED {
            named.push("…".to_owned());
        }
        named.join(", ")
    };
    let count = lines.len();
    let hint = match telling_apart(programme, lines) {
        Some(choice) => Text::new(
            format!(
                "aggiungere ciò che le distingue, per esempio {choice}, o prenderle tutte con `‹sum of lines› …`"
            ),
            format!(
                "add what tells them apart, for example {choice}, or take them all with `‹sum of lines› …`"
            ),
        ),
        None => Text::new(
            "scrivere il nome della linea, o prenderle tutte con `‹sum of lines› …`",
            "write the name of the line, or take them all with `‹sum of lines› …`",
        ),
    };
    Diagnostic::error(
        Code::AmbiguousLine,
        span,
        Text::new(
            format!(
                "{count} linee del programma rispondono: {}",
                listed(Language::Italian)
            ),
            format!(
                "{count} lines of the programme answer: {}",
                listed(Language::English)
            ),
        ),
    )
    .with_hint(hint)
}

/// Returns what to add so that the first of some lines is the only one that answers: the first that no
/// other of them has.
fn telling_apart(programme: &Programme, lines: &[LineId]) -> Option<String> {
    let (first, others) = lines.split_first()?;
    let first = programme.line(*first)?;
    let others: Vec<&Line> = others.iter().filter_map(|it| programme.line(*it)).collect();
    let body = Some(programme.bodies.get(first.body.0)?.name.as_str());
    let action = first.action.and_then(|it| programme.actions.get(it.0));
    let fund = first.fund.and_then(|it| programme.funds.get(it.0));
    let objective = programme.objectives.get(first.objective.0);
    // A whole objective holds its parts: only one that no other line is under tells.
    let under = |line: &Line| {
        let mut wholes = programme.objective_and_wholes(line.objective);
        wholes.any(|it| it == first.objective)
    };
    let choices = [
        (
            "action",
            action.map(|it| it.name.as_str()),
            others.iter().all(|it| it.action != first.action),
        ),
        ("body", body, others.iter().all(|it| it.body != first.body)),
        (
            "fund",
            fund.map(|it| it.name.as_str()),
            others
                .iter()
                .all(|it| it.fund != first.fund && it.shares.is_empty()),
        ),
        (
            "objective",
            objective.map(|it| it.titled.name.as_str()),
            !others.iter().any(|it| under(it)),
        ),
    ];
    let mut choices = choices.into_iter();
    choices.find_map(|(keyword, name, alone)| {
        let name = name.filter(|_| alone)?;
        Some(format!("`‹{keyword}› {name}`"))
    })
}
