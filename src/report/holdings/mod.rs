//! A programme at a moment: what its lines hold, what is committed, paid and free; by objective,
//! body and fund; act by act.

mod book;
mod diff;
mod json;
mod notes;
mod over_acts;
mod page;
mod sections;
mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::words::choose;
use crate::number::{Money, group_digits};
use crate::programme::ledger::Use;
use crate::programme::{Act, LineId, Moment, Programme};
use crate::text::{Language, Phrase, Text, day_text};

pub use book::programme_book;
pub use diff::{programme_difference_json, programme_difference_text};
pub use json::programme_json;
pub use page::programme_html;
pub use text::programme_text;

/// What is shown of a programme.
#[derive(Clone, Copy, Debug)]
pub struct ProgrammeView<'a> {
    /// The programme.
    pub programme: &'a Programme,
    /// Up to which act.
    pub moment: Moment,
    /// The day at whose end that is, where one was asked for.
    pub day: Option<Date>,
    /// The file it was read from.
    pub file: &'a ShownFile,
    /// The ledger, whose days say which acts came before; `None` where none was given.
    pub ledger: Option<&'a ShownLedger>,
    /// What was done with the money of its lines by then; nothing where there is no ledger.
    pub uses: &'a BTreeMap<LineId, Use>,
    /// Whether it is only told what acts changed, which is asked of no ledger.
    pub acts_alone: bool,
    /// In which language.
    pub language: Language,
}

/// A file that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFile {
    /// Its name, without its folders.
    pub name: String,
    /// Its SHA-256, in hexadecimal digits.
    pub digest: String,
}

/// The ledger of which it is shown what was done with the money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownLedger {
    /// The file it was read from.
    pub file: ShownFile,
    /// How many of its movements are counted.
    pub movements: usize,
    /// The day of the last of these.
    pub last: Option<Date>,
}

/// What some lines hold together.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// What the programme plans for the lines of which it says so.
    total: Money,
    /// Whether it does not say of some.
    unknown: bool,
    allocated: Money,
    committed: Money,
    paid: Money,
    free: Money,
}

/// Writes figures in columns so wide, and never two without spaces between: what is wider takes the
/// room that those before it leave.
fn write_figures(out: &mut String, figures: &[String], width: usize) {
    let mut written = 0_usize;
    for (end, figure) in (1_usize..).zip(figures) {
        let room = end.saturating_mul(width).saturating_sub(written);
        let room = room.max(figure.chars().count().saturating_add(2));
        let _ = write!(out, "{figure:>room$}");
        written = written.saturating_add(room);
    }
    out.push('\n');
}

impl Sums {
    /// Adds what other lines hold; `None` where a sum is too large.
    fn and(self, other: Self) -> Option<Self> {
        Some(Self {
            total: self.total.add(other.total)?,
            unknown: self.unknown || other.unknown,
            allocated: self.allocated.add(other.allocated)?,
            committed: self.committed.add(other.committed)?,
            paid: self.paid.add(other.paid)?,
            free: self.free.add(other.free)?,
        })
    }
}

/// A row of a table: some lines, and what they hold.
#[derive(Clone, Debug)]
struct Row {
    name: String,
    title: Phrase,
    /// What its money is for, where it says so.
    description: Option<Phrase>,
    /// Of how many rows it is a part, and counted in each: an objective of others.
    level: usize,
    sums: Sums,
}

/// Rows that answer one question.
#[derive(Clone, Debug)]
struct Section {
    /// Its name in data.
    code: &'static str,
    title: &'static str,
    rows: Vec<Row>,
}

impl Section {
    /// Tells whether its rows have codes that people know, rather than names that rule files write.
    fn has_codes(&self) -> bool {
        matches!(self.code, "objectives" | "actions")
    }

    /// Tells whether some rows are parts of others.
    fn has_levels(&self) -> bool {
        self.rows.iter().any(|it| it.level > 0)
    }

    /// Tells whether what is planned is not known of some lines.
    fn is_unknown(&self) -> bool {
        self.rows.iter().any(|it| it.sums.unknown)
    }
}

impl ProgrammeView<'_> {
    fn word<'w>(&self, it: &'w str, en: &'w str) -> &'w str {
        choose(self.language, it, en)
    }

    fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.language)
    }

    fn phrase(&self, text: &Text) -> Phrase {
        Phrase::of(text, self.language)
    }

    /// Returns the language of texts that the programme has in one only, where the page is in another.
    fn foreign(&self) -> Option<Language> {
        Some(self.programme.keywords).filter(|it| *it != self.language)
    }

    /// Says what stands below a table: what the sign before an amount means, and which rows are counted
    /// in others.
    fn legend(&self, section: &Section) -> Vec<&'static str> {
        let at_least = choose(
            self.language,
            "≥: almeno; di alcune linee il programma non dice il totale.",
            "≥: at least; of some lines the programme does not state the total.",
        );
        let parts = choose(
            self.language,
            "Le righe rientrate fanno parte di quella sopra: il totale le conta una volta.",
            "Rows set in are part of the one above: the sum counts them once.",
        );
        let signs = [
            (section.is_unknown(), at_least),
            (section.has_levels(), parts),
        ];
        let signs = signs.into_iter();
        signs.filter(|(is, _)| *is).map(|(_, it)| it).collect()
    }

    /// Returns digits as people read them: `1.234,56` or `1,234.56`.
    fn money(&self, amount: Money) -> String {
        match self.language {
            Language::Italian => group_digits(&amount.to_plain(), '.', ','),
            Language::English => group_digits(&amount.to_plain(), ',', '.'),
        }
    }

    /// Returns what is planned; what is not known of some lines can only add to it.
    fn total(&self, sums: &Sums) -> String {
        match (sums.unknown, sums.total) {
            (false, total) => self.money(total),
            (true, Money::ZERO) => self.word("da accertare", "unknown").to_owned(),
            (true, total) => format!("≥ {}", self.money(total)),
        }
    }

    /// Returns what the columns are called.
    fn headings(&self) -> [&'static str; 5] {
        match self.language {
            Language::Italian => ["previsto", "assegnato", "impegnato", "pagato", "libero"],
            Language::English => ["planned", "allocated", "committed", "paid", "free"],
        }
    }

    /// Returns the figures of a row, in the order of the headings.
    fn figures(&self, sums: &Sums) -> [String; 5] {
        let Sums {
            allocated,
            committed,
            paid,
            free,
            ..
        } = *sums;
        let [a, b, c, d] = [allocated, committed, paid, free].map(|it| self.money(it));
        [self.total(sums), a, b, c, d]
    }

    /// Says up to which day and act the programme is shown.
    fn moment(&self) -> String {
        let act = self.moment_of_acts();
        match self.day {
            Some(day) => {
                let at = self.word("alla fine del", "at the end of");
                format!("{at} {}, {act}", self.date(day))
            }
            None => act,
        }
    }

    fn date(&self, date: Date) -> String {
        day_text(date).get(self.language).to_owned()
    }

    fn moment_of_acts(&self) -> String {
        match self.moment {
            Moment::Before => self.word("prima di ogni atto", "before any act").to_owned(),
            Moment::After(id) => {
                let act = self.programme.act(id).map(|act| self.act(act));
                let after = self.word("dopo l'atto", "after act");
                format!("{after} {}", act.unwrap_or_default())
            }
        }
    }

    /// Says which movements are counted; `None` where there is no ledger.
    fn movements(&self) -> Option<String> {
        let ledger = self.ledger?;
        let word = self.word("registro", "ledger");
        let count = ledger.movements;
        let movements = match count {
            1 => self.word("movimento", "movement"),
            _ => self.word("movimenti", "movements"),
        };
        let last = ledger.last.map(|it| {
            let last = self.word("l'ultimo del", "the last of");
            format!(", {last} {}", self.date(it))
        });
        let name = &ledger.file.name;
        Some(format!(
            "{word}: {name}, {count} {movements}{}",
            last.unwrap_or_default()
        ))
    }

    /// Returns the files that are shown, each with what it is.
    fn files(&self) -> Vec<(&str, &ShownFile)> {
        let programme = (self.word("Programma", "Programme"), self.file);
        let ledger = self.ledger.map(|it| &it.file);
        let ledger = ledger.map(|it| (self.word("Registro", "Ledger"), it));
        [programme].into_iter().chain(ledger).collect()
    }

    /// Returns the acts that stand between a moment and this one.
    fn acts_between(&self, from: Moment) -> &[Act] {
        let before = self.programme.acts_until(from).len();
        let all = self.programme.acts_until(self.moment);
        all.get(before..).unwrap_or_default()
    }

    /// Returns what people read of an act, where it says so.
    fn act_title(&self, act: &Act) -> Option<Phrase> {
        act.title.as_ref().map(|it| self.phrase(it))
    }

    /// Returns what the money of a line is for, where it says so.
    fn description(&self, id: LineId) -> Option<Phrase> {
        let title = self.programme.line(id)?.title.as_ref()?;
        Some(self.phrase(title))
    }

    /// Names an act with its number and date, or says that they are not known.
    fn act(&self, act: &Act) -> String {
        let number = act.number.as_ref().map(|it| format!("n. {it}"));
        let number = number.unwrap_or_else(|| self.word("senza numero", "no number").to_owned());
        let date = act.date.map(|date| self.date(date));
        let date = date.unwrap_or_else(|| self.word("senza data", "no date").to_owned());
        format!("{} ({number}, {date})", act.name)
    }

    /// Names a line by its objective, action and body.
    fn line_title(&self, id: LineId) -> Phrase {
        let programme = self.programme;
        let Some(line) = programme.line(id) else {
            return Phrase::default();
        };
        let objective = programme.objectives.get(line.objective.0);
        let action = line.action.and_then(|it| programme.actions.get(it.0));
        let body = programme.bodies.get(line.body.0);
        let parts = [
            objective.map(|it| Phrase::own(&it.titled.name)),
            action.map(|it| Phrase::own(&it.name)),
            body.map(|it| self.phrase(&it.title)),
        ];
        Phrase::joined(parts.into_iter().flatten(), " · ")
    }
}
