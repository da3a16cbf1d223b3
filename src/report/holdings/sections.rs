//! What the lines of a programme hold by line, objective, action, body and fund. No table leaves money
//! out: what belongs to no action or fund has a row of its own.

use super::{ProgrammeView, Row, Section, Sums};
use crate::programme::ledger::Use;
use crate::programme::{Line, LineId, ObjectiveId, Titled};
use crate::report::words::choose;
use crate::text::Phrase;

/// The sums of some groups of lines; `None` of a group without lines, and of one whose sum is too large.
type Groups = Vec<Option<Sums>>;

impl ProgrammeView<'_> {
    /// Returns the tables: by line, objective, action, body and fund.
    pub(super) fn sections(&self) -> Vec<Section> {
        let programme = self.programme;
        let own = self.own();
        let lines = programme.lines().zip(&own);
        let lines = lines.map(|((id, line), sums)| Row {
            name: line.name.clone(),
            title: self.line_title(id),
            description: self.description(id),
            level: 0,
            sums: *sums,
        });
        let by_objective = self.grouped(programme.objectives.len(), &own, |line, _| {
            let wholes = programme.objective_and_wholes(line.objective);
            wholes.map(|it| (it.0, None)).collect()
        });
        let titled = |all: &[Titled]| -> Vec<(String, Phrase)> {
            let all = all.iter();
            all.map(|it| (it.name.clone(), self.phrase(&it.title)))
                .collect()
        };
        let actions = self.grouped(programme.actions.len(), &own, |line, _| {
            line.action.map(|it| (it.0, None)).into_iter().collect()
        });
        let actions = rows(titled(&programme.actions), actions);
        let bodies = self.grouped(programme.bodies.len(), &own, |line, _| {
            vec![(line.body.0, None)]
        });
        let funds = self.grouped(programme.funds.len(), &own, |line, (id, own)| {
            match (line.fund, line.shares.is_empty()) {
                (_, false) => self.parts(id, own),
                (Some(fund), true) => vec![(fund.0, None)],
                (None, true) => Vec::new(),
            }
        });
        let funds = rows(titled(&programme.funds), funds);
        let section = |code, it, en, rows: Vec<Row>| Section {
            code,
            title: choose(self.language, it, en),
            rows,
        };
        let objectives = self.objectives(by_objective);
        let bodies = rows(titled(&programme.bodies), bodies);
        let is_nobodys = |line: &Line| line.fund.is_none() && line.shares.is_empty();
        let sections = [
            section("lines", "Per linea", "By line", lines.collect()),
            section("objectives", "Per obiettivo", "By objective", objectives),
            section(
                "actions",
                "Per azione",
                "By action",
                self.with_rest(actions, &own, |it| it.action.is_none()),
            ),
            section(
                "bodies",
                "Per soggetto responsabile",
                "By responsible body",
                bodies,
            ),
            section(
                "funds",
                "Per fondo",
                "By fund",
                self.with_rest(funds, &own, is_nobodys),
            ),
        ];
        let sections = sections.into_iter();
        sections.filter(|it| !it.rows.is_empty()).collect()
    }

    /// Returns the objectives, each above its parts.
    fn objectives(&self, sums: Groups) -> Vec<Row> {
        let all = self.programme.objectives.iter().zip(sums).enumerate();
        let rows = all.filter_map(|(index, (objective, sums))| {
            let wholes = self.programme.objective_and_wholes(ObjectiveId(index));
            let mut path: Vec<ObjectiveId> = wholes.collect();
            path.reverse();
            let row = Row {
                name: objective.titled.name.clone(),
                title: self.phrase(&objective.titled.title),
                description: None,
                level: path.len().saturating_sub(1),
                sums: sums?,
            };
            Some((path, row))
        });
        let mut rows: Vec<(Vec<ObjectiveId>, Row)> = rows.collect();
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Returns what each line holds, in their order. A checked programme has no sum that is too large.
    pub(super) fn own(&self) -> Vec<Sums> {
        let held = self.programme.allocations(self.moment).unwrap_or_default();
        let lines = self.programme.lines().zip(held);
        let own = lines.map(|((id, line), allocated)| {
            let Use { committed, paid } = self.uses.get(&id).copied().unwrap_or_default();
            Some(Sums {
                total: line.total.unwrap_or_default(),
                unknown: line.total.is_none(),
                allocated,
                committed,
                paid,
                free: allocated.sub(committed)?,
            })
        });
        own.collect::<Option<_>>().unwrap_or_default()
    }

    /// Returns the sum of all lines.
    pub(super) fn whole(&self) -> Sums {
        let own = self.own();
        let sum = own.iter().try_fold(Sums::default(), |sum, it| sum.and(*it));
        sum.unwrap_or_default()
    }

    /// Adds up lines by the groups to which they belong, as a whole or with a part.
    fn grouped(
        &self,
        groups: usize,
        own: &[Sums],
        of: impl Fn(&Line, (LineId, &Sums)) -> Vec<(usize, Option<Sums>)>,
    ) -> Groups {
        let mut sums: Vec<(bool, Option<Sums>)> = vec![(false, Some(Sums::default())); groups];
        for ((id, line), own) in self.programme.lines().zip(own) {
            for (group, part) in of(line, (id, own)) {
                if let Some((has_lines, sum)) = sums.get_mut(group) {
                    *has_lines = true;
                    *sum = sum.and_then(|it| it.and(part.unwrap_or(*own)));
                }
            }
        }
        let sums = sums.into_iter();
        sums.map(|(has_lines, sum)| sum.filter(|_| has_lines))
            .collect()
    }

    /// Adds to rows what the lines hold that belong to none of them.
    fn with_rest(
        &self,
        mut rows: Vec<Row>,
        own: &[Sums],
        is_rest: impl Fn(&Line) -> bool,
    ) -> Vec<Row> {
        if rows.is_empty() {
            return rows;
        }
        let rest = self.grouped(1, own, |line, _| {
            let group = is_rest(line).then_some((0, None));
            group.into_iter().collect()
        });
        let name = self.word("non indicato", "not stated").to_owned();
        rows.extend(rest.into_iter().flatten().map(|sums| Row {
            title: Phrase::own(&name),
            name: name.clone(),
            description: None,
            level: 0,
            sums,
        }));
        rows
    }

    /// Divides what a line holds among the funds that share it; every row adds up to the cent.
    fn parts(&self, line: LineId, own: &Sums) -> Vec<(usize, Option<Sums>)> {
        let programme = self.programme;
        let planned = programme.by_fund(line, [own.total]).unwrap_or_default();
        let used = [own.allocated, own.committed, own.paid];
        let used = programme.by_fund(line, used).unwrap_or_default();
        let funds = used.into_iter().zip(planned);
        let funds = funds.map(|((fund, [allocated, committed, paid]), (_, [total]))| {
            let sums = Sums {
                total,
                unknown: own.unknown,
                allocated,
                committed,
                paid,
                free: allocated.sub(committed).unwrap_or_default(),
            };
            (fund.0, Some(sums))
        });
        funds.collect()
    }
}

/// Puts names and titles beside their sums.
fn rows(names: Vec<(String, Phrase)>, sums: Groups) -> Vec<Row> {
    let rows = names.into_iter().zip(sums);
    let rows = rows.filter_map(|((name, title), sums)| {
        Some(Row {
            name,
            title,
            description: None,
            level: 0,
            sums: sums?,
        })
    });
    rows.collect()
}
