//! A programme at a moment: what its lines hold, what is committed, paid and free; by objective,
//! body and fund; act by act.

mod book;
mod diff;
mod json;
mod page;
mod sections;
mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::words::choose;
use crate::number::{Money, group_digits};
use crate::programme::ledger::Use;
use crate::programme::{Act, ActId, Cited, LineId, Moment, Programme};
use crate::text::{Language, Text};
use crate::value::AuthorityKind;

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
    /// Whether there is a ledger, whose days say which acts came before.
    pub has_ledger: bool,
    /// What was done with the money of its lines by then; nothing where there is no ledger.
    pub uses: &'a BTreeMap<LineId, Use>,
    /// In which language.
    pub language: Language,
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
    title: String,
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
}

impl ProgrammeView<'_> {
    fn word<'w>(&self, it: &'w str, en: &'w str) -> &'w str {
        choose(self.language, it, en)
    }

    fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.language)
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
        match self.language {
            Language::Italian => date.strftime("%d/%m/%Y").to_string(),
            Language::English => date.to_string(),
        }
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

    /// Names an act with its number and date, or says that they are not known.
    fn act(&self, act: &Act) -> String {
        let number = act.number.as_ref().map(|it| format!("n. {it}"));
        let number = number.unwrap_or_else(|| self.word("senza numero", "no number").to_owned());
        let date = act.date.map(|date| self.date(date));
        let date = date.unwrap_or_else(|| self.word("senza data", "no date").to_owned());
        format!("{} ({number}, {date})", act.name)
    }

    /// Names a line by its objective, action and body.
    fn line_title(&self, id: LineId) -> String {
        let programme = self.programme;
        let Some(line) = programme.line(id) else {
            return String::new();
        };
        let objective = programme.objectives.get(line.objective.0);
        let action = line.action.and_then(|it| programme.actions.get(it.0));
        let body = programme.bodies.get(line.body.0);
        let parts = [
            objective.map(|it| it.titled.name.as_str()),
            action.map(|it| it.name.as_str()),
            body.map(|it| self.text(&it.title)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Returns each act up to the moment, with what it gave, what it took, and what all lines held
    /// after it.
    fn acts(&self) -> Vec<(String, [Money; 3])> {
        let acts = self.programme.acts_until(self.moment).iter().enumerate();
        let acts = acts.filter_map(|(index, act)| {
            let sum = |gives: bool| {
                let changes = act.changes.iter();
                let changes = changes.filter(|it| if gives { it.to } else { it.from }.is_some());
                Money::sum(changes.map(|it| it.amount))
            };
            let held = self.programme.allocations(Moment::After(ActId(index)))?;
            let figures = [sum(true)?, sum(false)?, Money::sum(held)?];
            Some((self.act(act), figures))
        });
        acts.collect()
    }

    /// Returns what the programme is only assumed on and how it was read, each once, with what it is.
    fn notes(&self) -> Vec<(&'static str, String)> {
        let (assumption, reading) = match self.language {
            Language::Italian => ("Ipotesi", "Lettura"),
            Language::English => ("Assumption", "Reading"),
        };
        let assumed = self.assumed().into_iter().map(|it| (assumption, it));
        let readings = self.readings().into_iter().map(|it| (reading, it));
        assumed.chain(readings).collect()
    }

    /// Says of how many assumptions and readings the notes tell.
    fn rests_on(&self) -> String {
        let (assumed, readings) = (self.assumed().len(), self.readings().len());
        let count = |count: usize, [it, its, en, ens]: [&str; 4]| {
            let word = match count {
                0 => return None,
                1 => self.word(it, en),
                _ => self.word(its, ens),
            };
            Some(format!("{count} {word}"))
        };
        let parts = [
            count(assumed, ["ipotesi", "ipotesi", "assumption", "assumptions"]),
            count(readings, ["lettura", "letture", "reading", "readings"]),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let head = self.word(
            "Queste cifre si fondano anche su",
            "These figures also rest on",
        );
        let rest = self.word(
            "di ciò che gli atti non dicono: in fondo alla pagina",
            "of what the acts do not say: at the end of the page",
        );
        let and = self.word(" e ", " and ");
        format!("{head} {} {rest}", parts.join(and))
    }

    /// Returns how what is unclear in the programme was read, each once.
    fn readings(&self) -> Vec<String> {
        self.cited(self.citations(), AuthorityKind::Reading)
    }

    /// Returns what all that is shown rests on: the programme, its names and lines, the acts up to the
    /// moment and what they change.
    fn citations(&self) -> impl Iterator<Item = &Cited> {
        let programme = self.programme;
        let objectives = programme.objectives.iter().map(|it| &it.titled);
        let titled = programme.funds.iter().chain(&programme.bodies);
        let titled = titled.chain(objectives).chain(&programme.actions);
        let lines = programme.lines.iter().flat_map(|it| &it.citations);
        let acts = programme.acts_until(self.moment).iter().flat_map(|act| {
            let changes = act.changes.iter().flat_map(|it| &it.citations);
            changes.chain(&act.citations)
        });
        let own = programme.citations.iter();
        let titled = titled.flat_map(|it| &it.citations);
        own.chain(titled).chain(lines).chain(acts)
    }

    fn cited<'c>(
        &self,
        cited: impl Iterator<Item = &'c Cited>,
        kind: AuthorityKind,
    ) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for it in cited.filter(|it| it.kind == kind) {
            let text = self.text(&it.text).to_owned();
            if !found.contains(&text) {
                found.push(text);
            }
        }
        found
    }

    /// Returns what the programme is only assumed on, each once.
    fn assumed(&self) -> Vec<String> {
        let mut found = self.cited(self.citations(), AuthorityKind::Assumption);
        // Only days ask when an act without one was.
        let by_day = self.day.is_some() || self.has_ledger;
        let before = self.programme.before_every_day().filter(|_| by_day);
        found.extend(before.map(|it| self.text(&it).to_owned()));
        if !self.has_ledger {
            let it = "nessun registro è stato dato: qui nulla risulta impegnato o pagato, e tutto libero (con `--ledger` si vede)";
            let en = "no ledger was given: nothing shows as committed or paid here, and everything as free (`--ledger` tells)";
            found.push(self.word(it, en).to_owned());
        }
        found
    }
}
