//! What lists are made of, and the cells that many of them share.

use super::cells::Cell;
use super::persons::{Persons, is_person, may_name};
use super::table::Column;
use crate::call::{Call, ExprKind, Requirement, Type, show};
use crate::engine::{Outcome, ProposalOutcome, Reason};
use crate::number::{Fraction, Money};
use crate::report::words::{capital, choose, yes_no};
use crate::text::Language;
use crate::value::{CountWord, Value};

/// How data head the column of ids.
pub(in crate::report) const ID: &str = "id";

/// What lists are made of.
#[derive(Clone, Debug)]
pub(in crate::report) struct Maker<'a> {
    pub(in crate::report) call: &'a Call,
    pub(in crate::report) outcome: &'a Outcome,
    pub(in crate::report) language: Language,
    pub(in crate::report) persons: Persons,
}

impl<'a> Maker<'a> {
    /// Gets ready to make the lists of an outcome.
    pub(in crate::report) fn new(call: &'a Call, outcome: &'a Outcome, language: Language) -> Self {
        Self {
            call,
            outcome,
            language,
            persons: Persons::of(call, outcome, language),
        }
    }

    pub(in crate::report) fn word(&self, it: &'static str, en: &'static str) -> &'static str {
        choose(self.language, it, en)
    }

    /// Returns a column with its heading in Italian and English; people read it as a title.
    pub(super) fn column(&self, it: &'static str, en: &'static str) -> Column {
        let heading = self.word(it, en);
        Column::new(heading).labelled(capital(heading))
    }

    /// Returns the column of [`Maker::id`].
    pub(super) fn id_column(&self) -> Column {
        Column::new(ID).labelled(self.word("Proposta", "Proposal"))
    }

    pub(super) fn yes_no(&self, yes: bool) -> Cell {
        Cell::text(yes_no(yes, self.language))
    }

    /// Every list says whether it may still change.
    pub(super) fn provisional(&self) -> Cell {
        self.yes_no(!self.outcome.provisional.is_empty())
    }

    /// Returns the column of [`Maker::provisional`].
    pub(super) fn provisional_column(&self) -> Column {
        self.column("provvisoria", "provisional").in_data()
    }

    /// Returns the column of [`Maker::reserved`].
    pub(super) fn reserved_column(&self) -> Column {
        self.column("con riserva", "with reservation")
    }

    pub(super) fn reserved(&self, proposal: &ProposalOutcome) -> Cell {
        self.yes_no(proposal.is(CountWord::WithReservation))
    }

    pub(super) fn id(&self, proposal: &ProposalOutcome) -> Cell {
        Cell::text(self.persons.id(&proposal.id))
    }

    pub(super) fn published_columns(&self) -> impl Iterator<Item = Column> {
        let columns = self.call.proposals.publish.iter();
        columns.map(|column| Column::new(column.heading.get(self.language)))
    }

    /// Returns what the call publishes of a proposal; of a natural person nothing that would name
    /// them. What stands in a table names nobody.
    pub(super) fn published(&self, proposal: &ProposalOutcome) -> impl Iterator<Item = Cell> {
        let columns = self.call.proposals.publish.iter();
        columns.zip(&proposal.published).map(|(column, value)| {
            let of_table = matches!(column.value.kind, ExprKind::Column { .. });
            if is_person(proposal) && may_name(column.value.ty) && !of_table {
                return self.unnamed(proposal);
            }
            self.value(value.as_ref(), column.value.ty)
        })
    }

    /// Returns what stands in place of what would name a natural person.
    pub(super) fn unnamed(&self, proposal: &ProposalOutcome) -> Cell {
        let (id, language) = (self.persons.id(&proposal.id), self.language);
        Cell::text(match language {
            Language::Italian => format!("(persona fisica: {id})"),
            Language::English => format!("(natural person: {id})"),
        })
    }

    pub(super) fn value(&self, value: Option<&Value>, ty: Type) -> Cell {
        let names = self.call.names();
        match value {
            Some(Value::Text(text)) => Cell::text(text),
            Some(value @ (Value::Number(_) | Value::Date(_) | Value::Instant(_))) => {
                Cell::value(value.clone(), ty, names)
            }
            Some(value) => Cell::text(show(value, ty, names, self.language)),
            None => Cell::text(""),
        }
    }

    pub(super) fn number(&self, number: Fraction) -> Cell {
        self.value(Some(&Value::Number(number)), Type::Number)
    }

    pub(super) fn count(&self, count: impl Into<i128>) -> Cell {
        let number = Value::Number(Fraction::integer(count.into()));
        self.value(Some(&number), Type::Integer)
    }

    pub(super) fn money(&self, amount: Option<Money>) -> Cell {
        let value = amount.map(|amount| Value::Number(amount.euro()));
        self.value(value.as_ref(), Type::Money)
    }

    /// Returns a reason without what would name a natural person: what a requirement tells them is
    /// for them alone, so others are told its title.
    pub(in crate::report) fn message(&self, proposal: &ProposalOutcome, reason: &Reason) -> String {
        match self.requirement(&reason.code) {
            Some(requirement) if is_person(proposal) => {
                requirement.title.get(self.language).to_owned()
            }
            _ => {
                let own = proposal.unit.as_deref();
                let mut message = reason.message.get(self.language).to_owned();
                for name in reason.named.iter().filter(|it| !publishes(proposal, it)) {
                    let unnamed =
                        self.word("chi ha lo stesso valore", "whoever has the same value");
                    message = message.replace(&format!("`{name}`"), unnamed);
                }
                quoted(&self.persons.without_names(own, &message), self.language)
            }
        }
    }

    pub(in crate::report) fn citations(&self, reason: &Reason) -> String {
        let citations = reason.citations.iter();
        let citations: Vec<_> = citations.map(|it| it.get(self.language)).collect();
        citations.join("; ")
    }

    pub(in crate::report) fn requirement(&self, name: &str) -> Option<&'a Requirement> {
        self.call.requirements.iter().find(|it| it.name == name)
    }
}

/// Tells whether a proposal that is no natural person's publishes a text as its own.
fn publishes(proposal: &ProposalOutcome, text: &str) -> bool {
    let mut published = proposal.published.iter().flatten();
    !is_person(proposal) && published.any(|it| matches!(it, Value::Text(own) if own == text))
}

/// Puts names between the quotation marks that people print, in place of those of a terminal.
fn quoted(message: &str, language: Language) -> String {
    let (open, close) = match language {
        Language::Italian => ("«", "»"),
        Language::English => ("“", "”"),
    };
    let pieces: Vec<&str> = message.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return message.to_owned();
    }
    let mut text = String::new();
    for (place, piece) in pieces.iter().enumerate() {
        match (place, place.is_multiple_of(2)) {
            (0, _) => {}
            (_, true) => text.push_str(close),
            (_, false) => text.push_str(open),
        }
        text.push_str(piece);
    }
    text
}
