//! Why a ledger refuses a movement.

use jiff::civil::Date;

use super::super::names::in_italian;
use super::super::{Act, ActId, LineId, Programme};
use crate::number::Money;
use crate::text::{Language, Text, day_text};

/// Why a ledger refuses a movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Another movement has its id.
    SameId,
    /// The movement before it is of this later day.
    OutOfOrder(Date),
    /// It has no amount.
    NoAmount,
    /// Its amount is this one, which is not above nought.
    NotAboveNought(Money),
    /// A commitment that names no line.
    NoLine,
    /// It does not say which movement it is about.
    NoReference,
    /// No earlier movement has that id.
    UnknownReference,
    /// It is about a movement that is no commitment.
    NoCommitment,
    /// A commitment that says which other movement it is about.
    CommitmentOfAnother,
    /// It names another line than this one of its commitment.
    OtherLine(LineId),
    /// It would undo what undoes another.
    ReversalOfReversal,
    /// What it would undo is undone already.
    ReversedAlready,
    /// The commitment that it is about is undone.
    CommitmentReversed,
    /// It states another amount than this one of what it would undo.
    OtherAmount(Money),
    /// The day of this act, which stands after one with a day, is not known: so it cannot be told what
    /// there was.
    Undated(ActId),
    /// There is not so much.
    Short {
        /// Where it is missing.
        of: Holder,
        /// What there is.
        held: Money,
        /// What is missing.
        short: Money,
        /// Whether it would undo another, so that it has no amount of its own.
        undoes: bool,
        /// The next act that brings the line money, where a line is short of it.
        comes: Option<ActId>,
    },
    /// An act before it takes away what is committed.
    ActTakesCommitted {
        /// The act.
        act: ActId,
        /// The line.
        line: LineId,
        /// What is missing.
        short: Money,
    },
    /// A sum is too large to be counted in cents.
    TooLarge,
}

/// Who has less than a movement takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A line, of what is not committed.
    Line(LineId),
    /// The commitment of this id, of what is not paid.
    Commitment(String),
    /// The commitment of this id, of what is paid.
    Payments(String),
}

impl Refused {
    /// Says why, and what to do.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each refusal, with its words in two languages"
    )]
    pub fn texts(&self, programme: &Programme) -> (Text, Text) {
        match self {
            Self::SameId => (
                Text::new(
                    "un altro movimento ha lo stesso identificativo",
                    "another movement has the same id",
                ),
                Text::new("darne uno diverso a ciascuno", "give each one of its own"),
            ),
            Self::OutOfOrder(last) => (
                Text::new(
                    format!("il movimento viene dopo uno del {}", day_text(*last).it),
                    format!("the movement stands after one of {last}"),
                ),
                Text::new(
                    "scrivere i movimenti in ordine di data: il registro si allunga soltanto",
                    "write the movements in the order of their days: a ledger only grows",
                ),
            ),
            Self::NoAmount => (
                Text::new("manca l'importo", "there is no amount"),
                Text::new(
                    "scrivere un importo come `1234.56`",
                    "write an amount like `1234.56`",
                ),
            ),
            Self::NotAboveNought(amount) => (
                Text::new(
                    format!("l'importo {} non è maggiore di zero", in_italian(*amount)),
                    format!("the amount {amount} EUR is not above nought"),
                ),
                Text::new(
                    "scrivere un importo come `1234.56`; per togliere denaro si usano disimpegno e storno",
                    "write an amount like `1234.56`; decommitment and reversal take money back",
                ),
            ),
            Self::NoLine => (
                Text::new(
                    "l'impegno non dice su quale linea",
                    "the commitment names no line",
                ),
                Text::new(
                    "scrivere il nome di una linea del programma",
                    "write the name of a line of the programme",
                ),
            ),
            Self::NoReference | Self::UnknownReference | Self::NoCommitment => self.reference(),
            Self::CommitmentOfAnother => (
                Text::new(
                    "un impegno non si riferisce a un altro movimento",
                    "a commitment is about no other movement",
                ),
                Text::new(
                    "lasciare vuota l'ultima colonna, o correggere il movimento",
                    "leave the last column empty, or correct the movement",
                ),
            ),
            Self::OtherLine(line) => {
                let line = programme.line(*line).map_or("", |it| it.name.as_str());
                (
                    Text::new(
                        format!("l'impegno a cui si riferisce è sulla linea `{line}`"),
                        format!("the commitment that it is about is on line `{line}`"),
                    ),
                    Text::new(
                        "lasciare vuota la linea, o correggere il riferimento",
                        "leave the line empty, or correct the reference",
                    ),
                )
            }
            Self::ReversalOfReversal
            | Self::ReversedAlready
            | Self::CommitmentReversed
            | Self::OtherAmount(_) => self.reversal(),
            Self::Undated(act) => {
                let why = programme.not_placed(*act);
                let (it, en) = (&why.it, why.get(Language::English));
                (
                    Text::new(
                        format!("non si può dire che cosa c'era quel giorno: {it}"),
                        format!("it cannot be told what there was on that day: {en}"),
                    ),
                    Text::new(
                        "scrivere nel programma la data dell'atto, anche supposta, citando l'ipotesi",
                        "write the date of the act in the programme, even a supposed one, and cite the assumption",
                    ),
                )
            }
            Self::Short {
                of,
                held,
                short,
                undoes,
                comes,
            } => {
                let comes = comes.and_then(|it| programme.act(it));
                let repair = match comes {
                    Some(act) if !undoes => money_comes(act),
                    _ => of.repair(*undoes),
                };
                (of.short(programme, *held, *short), repair)
            }
            Self::ActTakesCommitted { act, line, short } => {
                let (act_it, act_en) = programme.act(*act).map(called).unwrap_or_default();
                let line = programme.line(*line).map_or("", |it| it.name.as_str());
                (
                    Text::new(
                        format!(
                            "l'atto {act_it} toglie alla linea `{line}` {} già impegnati",
                            in_italian(*short)
                        ),
                        format!(
                            "act {act_en} takes {short} EUR from line `{line}` that are committed already"
                        ),
                    ),
                    Text::new(
                        "disimpegnare prima, o correggere l'atto",
                        "decommit first, or correct the act",
                    ),
                )
            }
            Self::TooLarge => (
                Text::new(
                    "la somma è troppo grande per essere contata in centesimi",
                    "the sum is too large to be counted in cents",
                ),
                Text::new("correggere l'importo", "correct the amount"),
            ),
        }
    }

    fn reference(&self) -> (Text, Text) {
        let (it, en) = match self {
            Self::NoReference => (
                "il movimento non dice a quale altro si riferisce",
                "the movement does not say which other it is about",
            ),
            Self::UnknownReference => (
                "nessun movimento precedente ha questo identificativo",
                "no earlier movement has this id",
            ),
            _ => (
                "il movimento a cui si riferisce non è un impegno",
                "the movement that it is about is no commitment",
            ),
        };
        let hint = Text::new(
            "scrivere l'identificativo di un impegno precedente, o del movimento da stornare",
            "write the id of an earlier commitment, or of the movement to reverse",
        );
        (Text::new(it, en), hint)
    }

    fn reversal(&self) -> (Text, Text) {
        let message = match self {
            Self::ReversalOfReversal => {
                Text::new("uno storno non si storna", "a reversal is not reversed")
            }
            Self::OtherAmount(amount) => Text::new(
                format!(
                    "lo storno vale per intero, e il movimento è di {}",
                    in_italian(*amount)
                ),
                format!("a reversal is of the whole, and the movement is of {amount} EUR"),
            ),
            Self::CommitmentReversed => Text::new(
                "l'impegno a cui si riferisce è stornato",
                "the commitment that it is about is reversed",
            ),
            _ => Text::new(
                "il movimento è già stornato",
                "the movement is reversed already",
            ),
        };
        let hint = match self {
            Self::OtherAmount(_) => Text::new(
                "lasciare vuoto l'importo; per togliere una parte si usa il disimpegno",
                "leave the amount empty; decommitment takes a part back",
            ),
            Self::CommitmentReversed => Text::new(
                "riferirsi a un impegno che vale, o scriverne prima uno nuovo",
                "name a commitment that stands, or enter a new one first",
            ),
            _ => Text::new(
                "scrivere di nuovo il movimento come doveva essere",
                "enter the movement again as it should have been",
            ),
        };
        (message, hint)
    }
}

/// Returns an act's name with its day, in Italian and in English.
fn called(act: &Act) -> (String, String) {
    let name = &act.name;
    match act.date.map(day_text) {
        Some(day) => (
            format!("`{name}` ({})", day.it),
            format!("`{name}` ({})", day.get(Language::English)),
        ),
        None => (format!("`{name}`"), format!("`{name}`")),
    }
}

fn money_comes(act: &Act) -> Text {
    let (it, en) = called(act);
    Text::new(
        format!("ridurre l'importo, o impegnare da quando c'è altro denaro, con l'atto {it}"),
        format!("lower the amount, or commit when more money is there, with act {en}"),
    )
}

impl Holder {
    /// Returns what to do where it holds too little; `undoes` tells of a movement that undoes another.
    fn repair(&self, undoes: bool) -> Text {
        match self {
            Self::Line(_) if undoes => Text::new(
                "il denaro tornato alla linea è già impegnato altrove, o un atto lo ha tolto: disimpegnare prima altrove sulla linea, o scrivere un nuovo impegno di ciò che resta",
                "what came back to the line is committed elsewhere by now, or an act has taken it: decommit elsewhere on the line first, or enter a new commitment of what is left",
            ),
            Self::Commitment(_) if undoes => Text::new(
                "stornare prima i pagamenti e i disimpegni di quell'impegno",
                "reverse the payments and decommitments of that commitment first",
            ),
            _ => Text::new(
                "ridurre l'importo; una linea non impegna più di quanto ha, un impegno non paga più di quanto impegna",
                "lower the amount; a line commits no more than it holds, a commitment pays no more than it commits",
            ),
        }
    }

    fn short(&self, programme: &Programme, held: Money, short: Money) -> Text {
        let (held_it, short_it) = (in_italian(held), in_italian(short));
        let (it, en) = match self {
            Self::Line(line) => {
                let line = programme.line(*line).map_or("", |it| it.name.as_str());
                (
                    format!("la linea `{line}` ha ancora {held_it}"),
                    format!("line `{line}` has {held} EUR left"),
                )
            }
            Self::Commitment(id) => (
                format!("sull'impegno `{id}` restano {held_it} da pagare"),
                format!("of commitment `{id}` {held} EUR are not paid yet"),
            ),
            Self::Payments(id) => (
                format!("sull'impegno `{id}` sono pagati {held_it}"),
                format!("of commitment `{id}` {held} EUR are paid"),
            ),
        };
        Text::new(
            format!("{it}: mancano {short_it}"),
            format!("{en}: {short} EUR are missing"),
        )
    }
}
