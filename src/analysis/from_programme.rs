//! The envelope that comes from a programme: its lines, what they hold, whether they cover it.

use super::possible::texts;
use super::scope::Checker;
use crate::call::{Call, Envelope, FromProgramme};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::programme::{self, ActId, LineId, Moment, Programme};
use crate::source::{FileId, Span, Spanned, digest};
use crate::syntax::tree::{self, LineChoice, LinesChosen, Name};
use crate::syntax::{decode, parse};
use crate::text::{Language, Text};
use crate::value::AuthorityKind;

/// The lines that a message names before it only counts them.
const NAMED: usize = 8;

impl Checker<'_> {
    /// Reads the programme and what its lines hold for the envelope.
    pub(super) fn lines_of_programme(
        &mut self,
        from: &tree::FromProgramme,
    ) -> Option<FromProgramme> {
        let bytes = self.file(&from.file)?;
        let programme = self.programme(&from.file, &bytes)?;
        let moment = self.moment(&programme, from.as_of.as_ref());
        let shown = moment.unwrap_or_else(|| programme.now());
        let lines = self.chosen(&programme, &from.lines, shown, from.span)?;
        let moment = moment?;
        let held: Option<Vec<(LineId, Money)>> = lines
            .iter()
            .map(|line| Some((*line, programme.allocation(*line, moment)?)))
            .collect();
        let held = held.unwrap_or_default();
        let available = Money::sum(held.iter().map(|(_, money)| *money))?;
        let named = held.iter().filter_map(|(line, money)| {
            let line = programme.line(*line)?;
            Some((line.name.clone(), *money))
        });
        let act = match moment {
            Moment::Before => None,
            Moment::After(act) => programme.act(act),
        };
        Some(FromProgramme {
            file: from.file.value.clone(),
            digest: digest(&bytes),
            name: programme.name.clone(),
            title: programme.title.clone(),
            act: act.map(|it| it.name.clone()),
            date: act.and_then(|it| it.date),
            lines: named.collect(),
            available,
            funds: funds(&programme, &held).unwrap_or_default(),
            assumed: assumed(&programme, &lines, moment),
            span: from.span,
        })
    }

    /// Reads the file of a programme; what is wrong inside it is for the check of that file to say.
    fn programme(&mut self, file: &Spanned<String>, bytes: &[u8]) -> Option<Programme> {
        let name = &file.value;
        let tree = decode(bytes, name).map(|text| parse(&text, FileId(u32::MAX)));
        let whole = tree.ok().filter(|it| it.diagnostics.is_empty());
        let programme = whole.and_then(|it| programme::check(&it.tree?).programme);
        if programme.is_none() {
            self.report(
                Diagnostic::error(
                    Code::BadValue,
                    file.span,
                    Text::new(
                        format!("`{name}` non è il file di un programma, o contiene errori"),
                        format!("`{name}` is not the file of a programme, or has errors"),
                    ),
                )
                .with_hint(Text::new(
                    format!("`bando check {name}` dice quali"),
                    format!("`bando check {name}` says which"),
                )),
            );
        }
        programme
    }

    /// Finds the act after which the money counts; the last one where none is named.
    fn moment(&mut self, programme: &Programme, act: Option<&Name>) -> Option<Moment> {
        let Some(act) = act else {
            return Some(programme.now());
        };
        let found: Option<ActId> = programme.act_called(&act.value);
        if found.is_none() {
            let known: Vec<String> = programme.acts.iter().map(|it| it.name.clone()).collect();
            let what = ("nel programma l'atto", "act of the programme called");
            self.unknown(&act.value, act.span, what, &known);
        }
        found.map(Moment::After)
    }

    /// Finds the lines that are meant: one, unless the rules say the sum.
    fn chosen(
        &mut self,
        programme: &Programme,
        lines: &LinesChosen,
        moment: Moment,
        span: Span,
    ) -> Option<Vec<LineId>> {
        let choices = match lines {
            LinesChosen::Named(name) => {
                let found = programme.line_called(&name.value);
                if found.is_none() {
                    let known: Vec<String> =
                        programme.lines.iter().map(|it| it.name.clone()).collect();
                    let what = ("nel programma la linea", "line of the programme called");
                    self.unknown(&name.value, name.span, what, &known);
                }
                return found.map(|line| vec![line]);
            }
            LinesChosen::One(choices) | LinesChosen::Sum(choices) => choices,
        };
        if !self.choices_known(programme, choices) {
            return None;
        }
        let chosen = programme.chosen(choices);
        let is_sum = matches!(lines, LinesChosen::Sum(_));
        match chosen.as_slice() {
            [] => {
                self.report(no_line(span));
                None
            }
            [_, _, ..] if !is_sum => {
                self.report(several_lines(&self.call, programme, &chosen, moment, span));
                None
            }
            _ => Some(chosen),
        }
    }

    fn choices_known(&mut self, programme: &Programme, choices: &[LineChoice]) -> bool {
        let mut known = true;
        for choice in choices {
            let others = programme.alternatives(choice);
            if others.is_empty() {
                continue;
            }
            known = false;
            let others: Vec<String> = others.into_iter().map(str::to_owned).collect();
            let what = match choice {
                LineChoice::Objective(_) => (
                    "nel programma l'obiettivo",
                    "objective of the programme called",
                ),
                LineChoice::Action(_) => {
                    ("nel programma l'azione", "action of the programme called")
                }
                LineChoice::Body(_) => {
                    ("nel programma il soggetto", "body of the programme called")
                }
                LineChoice::Fund(_) => ("nel programma il fondo", "fund of the programme called"),
            };
            self.unknown(&choice.name().value, choice.name().span, what, &others);
        }
        known
    }

    /// Reports an envelope that is more than its lines hold, whatever the day that counts.
    pub(super) fn covered(&mut self, envelope: &Envelope) {
        let least = self
            .range(&envelope.amount)
            .least
            .and_then(Money::from_euro);
        if let (Some(least), Some(from)) = (least, &envelope.programme)
            && least > from.available
        {
            let found = not_covered(&self.call, envelope.amount.span, least, from);
            self.report(found);
        }
    }
}

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
    let lines: Vec<String> = from.lines.iter().map(|(it, _)| format!("`{it}`")).collect();
    let lines = lines.join(", ");
    let (of_it, of_en, holds) = match from.lines.as_slice() {
        [_] => ("la linea", "line", "holds"),
        _ => ("le linee", "lines", "hold"),
    };
    let have = if from.lines.len() == 1 { "ha" } else { "hanno" };
    Diagnostic::error(
        Code::EnvelopeNotCovered,
        span,
        Text::new(
            format!(
                "la dotazione è di {amount_it} e {of_it} {lines} del programma {have} {held_it}: mancano {short_it}"
            ),
            format!(
                "the envelope is {amount_en} and {of_en} {lines} of the programme {holds} {held_en}: {short_en} are missing"
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

fn no_line(span: Span) -> Diagnostic {
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

fn several_lines(
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
    .with_hint(Text::new(
        "aggiungere ciò che le distingue, per esempio `‹body› …`, o prenderle tutte con `‹sum of lines› …`",
        "add what tells them apart, for example `‹body› …`, or take them all with `‹sum of lines› …`",
    ))
}

/// Adds up the parts of the funds; `None` where a line does not say who shares it.
fn funds(programme: &Programme, held: &[(LineId, Money)]) -> Option<Vec<(Text, Money)>> {
    let mut sums = vec![Money::ZERO; programme.funds.len()];
    for (line, money) in held {
        for (fund, part) in programme.by_fund(*line, *money)? {
            let sum = sums.get_mut(fund.0)?;
            *sum = sum.add(part)?;
        }
    }
    let shares = held.iter().filter_map(|(line, _)| programme.line(*line));
    let used: Vec<usize> = shares
        .flat_map(|line| line.shares.iter().map(|(fund, _)| fund.0))
        .collect();
    let funds = programme.funds.iter().zip(sums).enumerate();
    let funds = funds.filter(|(index, _)| used.contains(index));
    Some(
        funds
            .map(|(_, (fund, sum))| (fund.title.clone(), sum))
            .collect(),
    )
}

/// Returns what the money of these lines is only assumed on, each once.
fn assumed(programme: &Programme, lines: &[LineId], moment: Moment) -> Vec<Text> {
    let chosen = |id: &Option<LineId>| id.is_some_and(|id| lines.contains(&id));
    let mut found: Vec<Text> = Vec::new();
    for act in programme.acts_until(moment) {
        let mut changes = act
            .changes
            .iter()
            .filter(|it| chosen(&it.from) || chosen(&it.to));
        let Some(first) = changes.next() else {
            continue;
        };
        let cited = std::iter::once(first).chain(changes);
        let cited = cited.flat_map(|it| &it.citations).chain(&act.citations);
        for it in cited.filter(|it| it.kind == AuthorityKind::Assumption) {
            if !found.contains(&it.text) {
                found.push(it.text.clone());
            }
        }
    }
    found
}
