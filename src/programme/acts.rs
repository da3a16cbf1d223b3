//! The acts of a programme, and what the lines hold after each.

use super::check::Checker;
use super::declare::named;
use super::names::{date, money, repeated};
use super::{Act, Change, LineId};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Money;
use crate::source::Span;
use crate::syntax::tree::{ActBlock, ActClause, ChangeItem, Item, Name, ProgrammeItem, RuleFile};
use crate::text::{Text, day_text};
use crate::value::AuthorityKind;
use jiff::civil::Date;

impl Checker {
    /// Reads the acts, which stand in their order.
    pub(super) fn acts(&mut self, tree: &RuleFile) {
        let mut latest: Option<(Date, Span)> = None;
        for item in &tree.items {
            let Item::Programme(ProgrammeItem::Act(block)) = item else {
                continue;
            };
            let declared = self.acts.declare(&block.name);
            let place = self.programme.acts.len();
            if self.taken(declared).is_none() {
                self.partial.get_or_insert(place);
                continue;
            }
            let (act, is_whole) = self.act(block);
            if !is_whole {
                self.partial.get_or_insert(place);
            }
            if let Some(date) = act.date {
                let place = date_place(block).unwrap_or(block.name.span);
                self.in_order(&block.name, date, place, latest);
                latest = Some((date, place));
            }
            self.programme.acts.push(act);
        }
    }

    /// Reads an act; tells whether all that it changes could be read.
    fn act(&mut self, block: &ActBlock) -> (Act, bool) {
        let (mut number_at, mut date_at) = (None, None);
        let (mut is_whole, mut is_dated) = (true, true);
        let mut act = Act {
            name: block.name.value.clone(),
            title: block.title.as_ref().map(|title| title.text.clone()),
            number: None,
            date: None,
            citations: Vec::new(),
            changes: Vec::new(),
            span: block.name.span,
        };
        for clause in &block.clauses {
            match &clause.value {
                ActClause::Number(number) => {
                    if let Some(first) = number_at.replace(clause.span) {
                        self.report(repeated(&named("kw_act_number"), clause.span, first));
                    }
                    act.number = number.as_ref().map(|it| it.value.clone());
                }
                ActClause::Date(written) => {
                    if let Some(first) = date_at.replace(clause.span) {
                        self.report(repeated(&named("date"), clause.span, first));
                    }
                    let date = written.as_ref().map(date).transpose();
                    is_dated = date.is_ok();
                    act.date = self.taken(date).flatten();
                }
                ActClause::Cite(citation) => act.citations.extend(self.citations([citation])),
                ActClause::Change(change) => {
                    let change = self.change(change, clause.span);
                    is_whole &= change.is_some();
                    act.changes.extend(change);
                }
            }
        }
        let parts = [("kw_act_number", number_at), ("date", date_at)];
        let missing = parts.iter().filter(|(_, at)| at.is_none());
        let missing: Vec<&str> = missing.map(|(word, _)| *word).collect();
        if !missing.is_empty() {
            self.missing(&missing, block.name.span, "act");
        } else if act.citations.is_empty() {
            self.not_cited(&block.name);
        } else if act.number.is_none() || (act.date.is_none() && is_dated) {
            self.assumed(&act, block);
        }
        (act, is_whole)
    }

    fn change(&mut self, item: &ChangeItem, span: Span) -> Option<Change> {
        let amount = self.taken(money(&item.amount));
        let mut line = |name: &Option<Name>| {
            let name = name.as_ref()?;
            let found = self.lines.find(name);
            Some(self.found(found, name).map(LineId))
        };
        let (from, to) = (line(&item.from), line(&item.to));
        let citations = self.citations(&item.citations);
        if amount == Some(Money::ZERO) {
            self.report(
                Diagnostic::error(
                    Code::NoMoney,
                    item.amount.span,
                    Text::new("una variazione di zero euro", "a change of no euro"),
                )
                .with_hint(Text::new("toglierla", "remove it")),
            );
        }
        if let (Some(Some(from)), Some(Some(to))) = (from, to)
            && from == to
        {
            self.report(
                Diagnostic::error(
                    Code::NoMoney,
                    span,
                    Text::new(
                        "il denaro resta sulla stessa linea",
                        "the money stays on the same line",
                    ),
                )
                .with_hint(Text::new(
                    "togliere la variazione, o correggere una delle due linee",
                    "remove the change, or correct one of the two lines",
                )),
            );
        }
        // A line that could not be found has been reported: half a change would be another one, and so
        // is a change of nothing.
        if from == Some(None) || to == Some(None) || amount == Some(Money::ZERO) {
            return None;
        }
        Some(Change {
            amount: amount?,
            from: from.flatten(),
            to: to.flatten(),
            citations,
            span,
        })
    }

    fn in_order(&mut self, name: &Name, date: Date, at: Span, latest: Option<(Date, Span)>) {
        let act = &name.value;
        let date_it = day_text(date).it;
        if let Some(from) = self.programme.from.filter(|from| date < *from) {
            let from_it = day_text(from).it;
            self.report(
                Diagnostic::error(
                    Code::InvalidDate,
                    at,
                    Text::new(
                        format!(
                            "l'atto `{act}` è del {date_it} e il programma comincia il {from_it}"
                        ),
                        format!("act `{act}` is of {date}, and the programme begins on {from}"),
                    ),
                )
                .with_hint(Text::new(
                    "correggere la data dell'atto o l'inizio del programma",
                    "correct the date of the act, or the day on which the programme begins",
                )),
            );
        }
        if let Some((before, place)) = latest.filter(|(latest, _)| date < *latest) {
            let before_it = day_text(before).it;
            self.report(
                Diagnostic::error(
                    Code::InvalidDate,
                    at,
                    Text::new(
                        format!(
                            "l'atto `{act}` è del {date_it} e sta dopo un atto del {before_it}"
                        ),
                        format!("act `{act}` is of {date} and stands after an act of {before}"),
                    ),
                )
                .with_related(place, Text::new("l'atto successivo", "the later act"))
                .with_hint(Text::new(
                    "mettere gli atti in ordine di data: ciascuno cambia ciò che trova",
                    "put the acts in the order of their dates: each changes what it finds",
                )),
            );
        }
    }

    fn not_cited(&mut self, name: &Name) {
        let act = &name.value;
        self.report(
            Diagnostic::error(
                Code::MissingPart,
                name.span,
                Text::new(
                    format!("l'atto `{act}` non dice su che cosa si fonda"),
                    format!("act `{act}` does not say what it rests on"),
                ),
            )
            .with_hint(Text::new(
                "aggiungere `‹cite›` e la fonte, o `‹cite› ‹assumption›` se è un'ipotesi",
                "add `‹cite›` and the source, or `‹cite› ‹assumption›` where it is assumed",
            )),
        );
    }

    /// Asks that an act without a number or date say that this is so.
    fn assumed(&mut self, act: &Act, block: &ActBlock) {
        let assumed = |it: &super::Cited| it.kind == AuthorityKind::Assumption;
        if act.citations.iter().any(assumed) {
            return;
        }
        let (it, en) = if act.number.is_none() {
            ("il numero", "number")
        } else {
            ("la data", "date")
        };
        let name = &block.name.value;
        self.report(
            Diagnostic::error(
                Code::MissingPart,
                block.name.span,
                Text::new(
                    format!("dell'atto `{name}` non si conosce {it}, e nessuna ipotesi lo dice"),
                    format!("the {en} of act `{name}` is not known, and no assumption says so"),
                ),
            )
            .with_hint(Text::new(
                "aggiungere `‹cite› ‹assumption›` e il nome di un'ipotesi che dica che cosa si è supposto",
                "add `‹cite› ‹assumption›` and the name of an assumption that says what is supposed",
            )),
        );
    }
}

fn date_place(block: &ActBlock) -> Option<Span> {
    block.clauses.iter().find_map(|clause| match clause.value {
        ActClause::Date(_) => Some(clause.span),
        _ => None,
    })
}
