//! The envelope that comes from a programme: its lines, what they have, whether they cover it.

mod held;
mod later;
mod told;

use jiff::civil::Date;

use super::scope::Checker;
use crate::call::{Envelope, FromProgramme, LedgerRead, LineHeld};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::programme::ledger::{Ledger, read_ledger};
use crate::programme::{self, ActId, LineId, Moment, Programme};
use crate::source::{FileId, Span, Spanned, digest};
use crate::syntax::tree::{self, AsOf, LineChoice, LinesChosen};
use crate::syntax::{decode, parse};
use crate::text::Text;
use crate::value::AuthorityKind;

pub(crate) use held::acts_of_lines;
use held::{fund_shares, funds, held, rests_on};
pub(super) use told::holds_nothing;
pub(crate) use told::not_covered;

/// Reads the file of a programme; `None` where it is none, or anything is wrong with it.
pub(crate) fn programme_of(name: &str, bytes: &[u8]) -> Option<Programme> {
    let text = decode(bytes, name).ok()?;
    let parsed = parse(&text, FileId(u32::MAX));
    let sound = parsed.diagnostics.is_empty();
    programme::check(&parsed.tree.filter(|_| sound)?).programme
}

impl Checker<'_> {
    /// Reads the programme, its ledger, and what its lines have for the envelope.
    pub(super) fn lines_of_programme(
        &mut self,
        from: &tree::FromProgramme,
    ) -> Option<FromProgramme> {
        let bytes = self.file(&from.file)?;
        let programme = self.programme(&from.file, &bytes)?;
        let ledger = from
            .ledger
            .as_ref()
            .map(|file| self.ledger(&programme, file).map(|it| (file, it)));
        let moment = self.moment(&programme, from);
        let shown = moment.map_or_else(|| programme.now(), |(moment, _)| moment);
        let lines = self.chosen(&programme, &from.lines, shown, from.span)?;
        let is_open = from.as_of.is_none()
            && from.ledger.is_none()
            && self.no_moment_stated(&programme, &lines, from.span);
        self.of_its_action(&programme, &lines, from.span);
        let (moment, day) = moment?;
        // A ledger that cannot be read has been reported, after all that is wrong beside it.
        let ledger = match ledger {
            Some(ledger) => Some(ledger?),
            None => None,
        };
        let used = ledger.as_ref().map(|(_, (_, ledger))| ledger);
        let held = held(&programme, used, &lines, moment, day)?;
        let available = Money::sum(held.iter().map(LineHeld::available))?;
        let act = match moment {
            Moment::Before => None,
            Moment::After(act) => programme.act(act),
        };
        let undated = programme.before_every_day().filter(|_| day.is_some());
        let rests = |kind| rests_on(&programme, &lines, moment, kind);
        let mut assumed = rests(AuthorityKind::Assumption);
        let readings = rests(AuthorityKind::Reading);
        assumed.extend(undated);
        Some(FromProgramme {
            file: from.file.value.clone(),
            digest: digest(&bytes),
            ledger: ledger.as_ref().map(|(file, (digest, _))| LedgerRead {
                file: file.value.clone(),
                digest: digest.clone(),
            }),
            name: programme.name.clone(),
            title: programme.title.clone(),
            day,
            is_open,
            act: act.map(|it| it.name.clone()),
            date: act.and_then(|it| it.date),
            acts: acts_of_lines(&programme, &lines, moment)?,
            funds: funds(&programme, &lines, &held).unwrap_or_default(),
            fund_shares: fund_shares(&programme, &lines),
            lines: held,
            available,
            assumed,
            readings,
            span: from.span,
        })
    }

    /// Reads the file of a programme; what is wrong inside it is for the check of that file to say.
    fn programme(&mut self, file: &Spanned<String>, bytes: &[u8]) -> Option<Programme> {
        let name = &file.value;
        let programme = programme_of(name, bytes);
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

    /// Reads the ledger of a programme, with its digest.
    fn ledger(
        &mut self,
        programme: &Programme,
        file: &Spanned<String>,
    ) -> Option<(String, Ledger)> {
        let bytes = self.file(file)?;
        match read_ledger(programme, &file.value, &bytes) {
            Ok(ledger) => Some((digest(&bytes), ledger)),
            Err(errors) => {
                self.report(told::ledger_refused(file, &errors));
                None
            }
        }
    }

    /// Finds when the money counts: after an act, at the end of a day, or now where neither is said.
    fn moment(
        &mut self,
        programme: &Programme,
        from: &tree::FromProgramme,
    ) -> Option<(Moment, Option<Date>)> {
        match &from.as_of {
            None => match &from.ledger {
                None => Some((programme.now(), None)),
                Some(file) => {
                    self.report(told::ledger_needs_a_day(file.span, false));
                    None
                }
            },
            Some(AsOf::Act(act)) if from.ledger.is_some() => {
                self.report(told::ledger_needs_a_day(act.span, true));
                None
            }
            Some(AsOf::Act(act)) => {
                let found: Option<ActId> = programme.act_called(&act.value);
                if found.is_none() {
                    let acts = programme.acts.iter();
                    let known: Vec<String> = acts.map(|it| it.name.clone()).collect();
                    let what = ("nel programma l'atto", "act of the programme called");
                    self.unknown(&act.value, act.span, what, &known);
                }
                found.map(|act| (Moment::After(act), None))
            }
            Some(AsOf::Day(written)) => {
                let day = self.date(written.value, written.span)?;
                match programme.on(day) {
                    Ok(moment) => Some((moment, Some(day))),
                    Err(act) => {
                        let why = programme.not_placed(act);
                        self.report(told::no_moment(written.span, &why));
                        None
                    }
                }
            }
        }
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
                self.report(told::no_line(span));
                None
            }
            [_, _, ..] if !is_sum => {
                self.report(told::several_lines(
                    &self.call, programme, &chosen, moment, span,
                ));
                None
            }
            _ => Some(chosen),
        }
    }

    /// Warns of lines of another action than those of the call, by the same scheme.
    fn of_its_action(&mut self, programme: &Programme, lines: &[LineId], span: Span) {
        let scheme = |name: &str| name.split_once(':').map(|(it, _)| it.to_owned());
        let mut others: Vec<String> = Vec::new();
        for line in lines {
            let action = programme.line(*line).and_then(|it| it.action);
            let Some(action) = action.and_then(|it| programme.actions.get(it.0)) else {
                continue;
            };
            let own = &self.call.actions;
            let is_comparable = own.iter().any(|it| scheme(it) == scheme(&action.name));
            let name = format!("`{}`", action.name);
            if is_comparable && !own.contains(&action.name) && !others.contains(&name) {
                others.push(name);
            }
        }
        if !others.is_empty() {
            let found = told::other_action(&self.call, &others, span);
            self.diagnostics.push(found);
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

    /// Reports an envelope that is more than its lines hold, whatever the day that counts, and one that
    /// may be more than later acts have left.
    pub(super) fn covered(&mut self, envelope: &Envelope) {
        let Some(from) = &envelope.programme else {
            return;
        };
        let range = self.range(&envelope.amount);
        if let Some(least) = range.least.and_then(Money::from_euro)
            && least > from.available
        {
            let found = not_covered(&self.call, envelope.amount.span, least, from);
            self.report(found);
            return;
        }
        let Some(taken) = from.taken_since() else {
            return;
        };
        let left = from.available.sub(taken.amount).unwrap_or_default();
        let most = range.greatest.and_then(Money::from_euro);
        if most.is_none_or(|most| most > left) {
            let found = told::taken_since(&self.call, from, (taken, left));
            self.diagnostics.push(found);
        }
    }
}
