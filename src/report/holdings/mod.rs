//! A programme at a moment: what its lines hold, what is committed, paid and free; by objective,
//! body and fund; act by act.

mod book;
mod diff;
mod json;
mod page;
mod text;

use std::collections::BTreeMap;

use super::words::choose;
use crate::number::{Money, group_digits};
use crate::programme::ledger::Use;
use crate::programme::{Act, ActId, LineId, Moment, Programme};
use crate::text::{Language, Text};

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

    /// Says up to which act the programme is shown.
    fn moment(&self) -> String {
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
        let date = act.date.map(|date| match self.language {
            Language::Italian => date.strftime("%d/%m/%Y").to_string(),
            Language::English => date.to_string(),
        });
        let date = date.unwrap_or_else(|| self.word("senza data", "no date").to_owned());
        format!("{} ({number}, {date})", act.name)
    }

    /// Returns what the lines for which `of` holds have together; `None` if there are none, or their
    /// sum is too large.
    fn sums(&self, of: impl Fn(LineId) -> bool) -> Option<Sums> {
        let mut sums: Option<Sums> = None;
        for (id, line) in self.programme.lines().filter(|(id, _)| of(*id)) {
            let allocated = self.programme.allocation(id, self.moment)?;
            let Use { committed, paid } = self.uses.get(&id).copied().unwrap_or_default();
            let before = sums.unwrap_or_default();
            sums = Some(Sums {
                total: before.total.add(line.total.unwrap_or_default())?,
                unknown: before.unknown || line.total.is_none(),
                allocated: before.allocated.add(allocated)?,
                committed: before.committed.add(committed)?,
                paid: before.paid.add(paid)?,
                free: before.free.add(allocated.sub(committed)?)?,
            });
        }
        sums
    }

    fn row(&self, name: &str, title: &str, of: impl Fn(LineId) -> bool) -> Option<Row> {
        Some(Row {
            name: name.to_owned(),
            title: title.to_owned(),
            sums: self.sums(of)?,
        })
    }

    /// Returns the sum of all lines.
    fn whole(&self) -> Sums {
        self.sums(|_| true).unwrap_or_default()
    }

    /// Returns the tables: by line, objective, action, body and fund.
    fn sections(&self) -> Vec<Section> {
        let programme = self.programme;
        let line = |id| programme.line(id);
        let lines = programme.lines().filter_map(|(id, line)| {
            let title = self.line_title(id);
            self.row(&line.name, &title, |it| it == id)
        });
        let objectives = programme.objectives.iter().filter_map(|objective| {
            let titled = &objective.titled;
            self.row(&titled.name, self.text(&titled.title), |id| {
                let own = line(id).map(|it| it.objective);
                own.into_iter()
                    .flat_map(|own| programme.objective_and_wholes(own))
                    .any(|it| {
                        let found = programme.objectives.get(it.0);
                        found.is_some_and(|it| it.titled.name == titled.name)
                    })
            })
        });
        let actions = programme.actions.iter().enumerate();
        let actions = actions.filter_map(|(index, action)| {
            self.row(&action.name, self.text(&action.title), |id| {
                line(id).is_some_and(|it| it.action.is_some_and(|it| it.0 == index))
            })
        });
        let bodies = programme.bodies.iter().enumerate();
        let bodies = bodies.filter_map(|(index, body)| {
            let of = |id| line(id).is_some_and(|it| it.body.0 == index);
            self.row(&body.name, self.text(&body.title), of)
        });
        let funds = programme.funds.iter().enumerate();
        let funds = funds.filter_map(|(index, fund)| {
            self.row(&fund.name, self.text(&fund.title), |id| {
                line(id).is_some_and(|it| it.fund.is_some_and(|it| it.0 == index))
            })
        });
        let section = |code, it, en, rows: Vec<Row>| Section {
            code,
            title: choose(self.language, it, en),
            rows,
        };
        let sections = [
            section("lines", "Per linea", "By line", lines.collect()),
            section(
                "objectives",
                "Per obiettivo",
                "By objective",
                objectives.collect(),
            ),
            section("actions", "Per azione", "By action", actions.collect()),
            section(
                "bodies",
                "Per soggetto responsabile",
                "By responsible body",
                bodies.collect(),
            ),
            section("funds", "Per fondo", "By fund", funds.collect()),
        ];
        let sections = sections.into_iter();
        sections.filter(|it| !it.rows.is_empty()).collect()
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

    /// Returns what the programme is only assumed on, each once.
    fn assumed(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let acts = self.programme.acts_until(self.moment);
        let cited = acts.iter().flat_map(|act| &act.citations);
        for it in self.programme.citations.iter().chain(cited) {
            let text = self.text(&it.text).to_owned();
            if it.kind == crate::value::AuthorityKind::Assumption && !found.contains(&text) {
                found.push(text);
            }
        }
        found
    }
}
