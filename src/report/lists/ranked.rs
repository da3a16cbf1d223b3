//! The ranking, those with money, those without, and the admitted of a call that ranks nobody.

use std::collections::BTreeMap;

use super::cells::Cell;
use super::line::{Line, short};
use super::maker::Maker;
use super::persons::{is_person, may_name};
use super::table::{Column, Kind, Table};
use crate::assessment::Admission;
use crate::call::{ExprKind, OrderKey, Type};
use crate::engine::{OutcomeKind, ProposalOutcome, value_of_key};
use crate::number::Money;
use crate::report::words;
use crate::scoring::Score;
use crate::selection::{Key, Rests, Selection, Unit};
use crate::text::Language;

/// A ranked proposal with its unit and its points.
#[derive(Clone, Copy)]
pub(super) struct Ranked<'a> {
    pub(super) unit: &'a Unit,
    pub(super) proposal: &'a ProposalOutcome,
    score: Option<&'a Score>,
}

/// Whether the page shows the points of each criterion.
#[derive(Clone, Copy)]
enum Criteria {
    Shown,
    OffPage,
}

impl<'a> Maker<'a> {
    /// All that are ranked, in their order.
    pub(super) fn ranking(&self, selection: &'a Selection) -> Table {
        let has_envelope = self.outcome.envelope.is_some();
        let mut columns = self.place_columns(Criteria::Shown);
        if has_envelope {
            columns.push(self.column("importo richiesto", "requested").added_up());
            columns.push(self.column("importo assegnato", "awarded").added_up());
        }
        columns.extend([
            self.column("esito", "outcome"),
            self.reserved_column(),
            self.column("motivo", "reason").in_data(),
            self.provisional_column(),
        ]);
        let row = |ranked: Ranked<'a>| {
            let proposal = ranked.proposal;
            let mut row = self.place(ranked);
            if has_envelope {
                row.push(self.money(proposal.full));
                row.push(self.money(Some(proposal.award)));
            }
            row.extend([
                Cell::text(words::outcome(proposal.outcome, self.language)),
                self.reserved(proposal),
                self.in_money(proposal),
                self.provisional(),
            ]);
            row
        };
        Table {
            kind: Kind::Ranking,
            columns,
            rows: self.ranked(selection).map(row).collect(),
        }
    }

    /// Those that are given money, with what is given up to each.
    pub(super) fn funded(&self, selection: &'a Selection) -> Table {
        let mut columns = self.place_columns(Criteria::OffPage);
        columns.extend([
            self.column("importo richiesto", "requested").added_up(),
            self.column("importo assegnato", "awarded").added_up(),
            self.column("importo progressivo", "cumulative"),
            self.column("esito", "outcome"),
            self.reserved_column(),
            self.provisional_column(),
        ]);
        let mut given = Some(Money::ZERO);
        let funded = self.ranked(selection).filter(|it| {
            matches!(
                it.proposal.outcome,
                OutcomeKind::Funded | OutcomeKind::FundedInPart
            )
        });
        let rows = funded.map(|ranked| {
            let proposal = ranked.proposal;
            given = given.and_then(|sum| sum.add(proposal.award));
            let mut row = self.place(ranked);
            row.extend([
                self.money(proposal.full),
                self.money(Some(proposal.award)),
                self.money(given),
                Cell::text(words::outcome(proposal.outcome, self.language)),
                self.reserved(proposal),
                self.provisional(),
            ]);
            row
        });
        Table {
            kind: Kind::Funded,
            rows: rows.collect(),
            columns,
        }
    }

    /// Those for which there is no money, and how far they came.
    pub(super) fn waiting(&self, selection: &'a Selection) -> Table {
        let line = Line::of(self.call, selection);
        let rests = Rests::of(selection);
        let mut columns = self.place_columns(Criteria::OffPage);
        columns.extend([
            self.column("importo richiesto", "requested").added_up(),
            if selection.pools.is_empty() {
                self.column("distanza dall'ultima finanziata", "behind the last funded")
            } else {
                self.column(
                    "distanza dall'ultima finanziata della quota",
                    "behind the last funded of the pool",
                )
            },
            self.short_column(),
        ]);
        if line.comes_down() {
            columns.push(self.column("risorse per arrivare fin qui", "money to come down here"));
        }
        columns.extend([
            self.reserved_column().off_page(),
            self.column("motivo", "reason").below(),
            self.provisional_column(),
        ]);
        let waiting = self
            .ranked(selection)
            .filter(|it| it.proposal.outcome == OutcomeKind::Waiting);
        let rows = waiting.map(|ranked| {
            let proposal = ranked.proposal;
            let behind = line.points_behind(ranked.unit);
            let mut row = self.place(ranked);
            row.extend([
                self.money(proposal.full),
                behind.map_or_else(|| Cell::text(""), |behind| self.number(behind)),
                self.money(short(&rests, ranked.unit)),
            ]);
            if line.comes_down() {
                row.push(self.money(line.to_come(ranked.unit)));
            }
            row.extend([
                self.reserved(proposal),
                self.in_money(proposal),
                self.provisional(),
            ]);
            row
        });
        Table {
            kind: Kind::Waiting,
            rows: rows.collect(),
            columns,
        }
    }

    /// Returns the column of what was lacking when its turn came.
    pub(in crate::report) fn short_column(&self) -> Column {
        self.column("importo mancante", "short by")
    }

    /// Those that left an approved ranking since, and why.
    pub(super) fn left(&self, selection: &'a Selection) -> Table {
        let mut columns = self.place_columns(Criteria::OffPage);
        columns.extend([
            self.column("importo richiesto", "requested").added_up(),
            self.column("motivo", "reason"),
            self.provisional_column(),
        ]);
        let left = self
            .ranked(selection)
            .filter(|it| it.proposal.outcome == OutcomeKind::Left);
        let rows = left.map(|ranked| {
            let mut row = self.place(ranked);
            row.extend([
                self.money(ranked.proposal.full),
                self.in_money(ranked.proposal),
                self.provisional(),
            ]);
            row
        });
        Table {
            kind: Kind::Left,
            rows: rows.collect(),
            columns,
        }
    }

    /// The admitted of a call that ranks nobody.
    pub(super) fn admitted(&self) -> Table {
        let mut columns = vec![self.id_column()];
        columns.extend(self.published_columns());
        columns.extend([
            self.column("esito", "outcome"),
            self.reserved_column(),
            self.provisional_column(),
        ]);
        let proposals = self.outcome.proposals.iter();
        let admitted = proposals.filter(|it| it.admission <= Admission::WithReservation);
        let rows = admitted.map(|proposal| {
            let mut row = vec![self.id(proposal)];
            row.extend(self.published(proposal));
            row.extend([
                Cell::text(words::outcome(proposal.outcome, self.language)),
                self.reserved(proposal),
                self.provisional(),
            ]);
            row
        });
        Table {
            kind: Kind::Admitted,
            rows: rows.collect(),
            columns,
        }
    }

    pub(super) fn ranked(
        &self,
        selection: &'a Selection,
    ) -> impl Iterator<Item = Ranked<'a>> + use<'a> {
        let outcome = self.outcome;
        let proposals = outcome.proposals.iter().enumerate();
        let by_id: BTreeMap<&str, (usize, &ProposalOutcome)> = proposals
            .map(|(place, proposal)| (proposal.id.as_str(), (place, proposal)))
            .collect();
        let units = selection.units.iter();
        let members = units.flat_map(|unit| unit.members.iter().map(move |it| (unit, it)));
        members.filter_map(move |(unit, member)| {
            let (place, proposal) = by_id.get(member.id.as_str())?;
            let score = outcome.scores.get(*place).and_then(Option::as_ref);
            Some(Ranked {
                unit,
                proposal,
                score,
            })
        })
    }

    /// Returns the columns of rank, id, what is published, points and keys.
    fn place_columns(&self, criteria: Criteria) -> Vec<Column> {
        let mut columns = vec![self.column("posizione", "rank")];
        if self.is_grouped() {
            columns.push(self.column("unità", "unit"));
        }
        columns.push(self.id_column());
        columns.extend(self.published_columns());
        if self.has_pools() {
            columns.push(self.column("quota", "pool"));
        }
        if self.has_reserves() {
            columns.push(self.column("riserva di risorse", "reserve"));
            columns.push(
                self.column("di cui sulla riserva", "of this by the reserve")
                    .added_up(),
            );
        }
        let mut scores = self.score_columns().into_iter();
        columns.extend(scores.next());
        columns.extend(scores.map(|column| match criteria {
            Criteria::Shown => column,
            Criteria::OffPage => column.off_page(),
        }));
        // The further keys only part those who are equal.
        columns.extend(self.keys().map(|(place, key)| match place {
            0 => Column::new(self.key_heading(key)),
            _ => Column::new(self.key_heading(key)).in_data(),
        }));
        columns
    }

    fn place(&self, ranked: Ranked<'_>) -> Vec<Cell> {
        let Ranked {
            unit,
            proposal,
            score,
        } = ranked;
        let mut row = vec![self.count(unit.rank)];
        if self.is_grouped() {
            row.push(Cell::text(self.persons.unit(&unit.id)));
        }
        row.push(self.id(proposal));
        row.extend(self.published(proposal));
        if self.has_pools() {
            row.push(Cell::text(unit.pool.as_deref().unwrap_or_default()));
        }
        if self.has_reserves() {
            row.push(Cell::text(self.reserve(unit.reserve)));
            row.push(self.money(by_reserve(proposal, unit)));
        }
        row.extend(self.score_cells(score));
        row.extend(self.keys().map(|(place, order)| {
            let key = unit.keys.get(place);
            key.map_or_else(|| Cell::text(""), |key| self.key(proposal, order, key))
        }));
        row
    }

    fn has_pools(&self) -> bool {
        let envelope = self.call.envelope.as_ref();
        envelope.is_some_and(|it| it.pools.is_some())
    }

    fn has_reserves(&self) -> bool {
        let envelope = self.call.envelope.as_ref();
        envelope.is_some_and(|it| !it.reserves.is_empty())
    }

    /// Returns what people call the reserve at a place.
    pub(super) fn reserve(&self, place: Option<usize>) -> &'a str {
        let reserves = self.call.envelope.as_ref().map(|it| &it.reserves);
        let reserve = reserves.zip(place).and_then(|(all, place)| all.get(place));
        reserve.map_or("", |it| it.called(self.language))
    }

    /// Tells whether proposals are ranked in groups.
    pub(in crate::report) fn is_grouped(&self) -> bool {
        let ranking = self.call.ranking.as_ref();
        ranking.is_some_and(|ranking| ranking.group_by.is_some())
    }

    /// Returns the keys that stand in columns of their own, with their places.
    fn keys(&self) -> impl Iterator<Item = (usize, &'a OrderKey)> {
        let ranking = self.call.ranking.iter();
        let keys = ranking.flat_map(|ranking| &ranking.order_by).enumerate();
        let is_published = |key: &OrderKey| {
            let mut published = self.call.proposals.publish.iter();
            published.any(|it| it.value.kind == key.value.kind)
        };
        keys.filter(move |(_, key)| !self.is_in_score(&key.value) && !is_published(key))
    }

    /// Returns what people call a key: what is asked for it, and else its name in quotes, which is a
    /// word of the rule file.
    fn key_heading(&self, key: &OrderKey) -> String {
        let asked = match key.value.kind {
            ExprKind::Fact(_) => self
                .call
                .fact(&key.name)
                .and_then(|(_, it)| it.ask.as_ref()),
            _ => None,
        };
        match (asked, self.language) {
            (Some(asked), language) => asked.get(language).to_owned(),
            (None, Language::Italian) => format!("«{}»", key.name),
            (None, Language::English) => format!("“{}”", key.name),
        }
    }

    fn key(&self, proposal: &ProposalOutcome, order: &OrderKey, key: &Key) -> Cell {
        let ty: Type = order.value.ty;
        if is_person(proposal) && may_name(ty) {
            return self.unnamed(proposal);
        }
        self.value(value_of_key(key, ty).as_ref(), ty)
    }

    /// Returns the reason in money, if there is one.
    fn in_money(&self, proposal: &ProposalOutcome) -> Cell {
        let mut reasons = proposal.reasons.iter();
        let reason = reasons.find(|reason| reason.code == "envelope");
        Cell::text(reason.map_or_else(String::new, |reason| self.message(proposal, reason)))
    }
}

/// Returns what a member of a reserve is given that counts in it; nothing where it belongs to none,
/// or is given nothing. Whoever is funded on merit is given all of it outside the reserve.
fn by_reserve(proposal: &ProposalOutcome, unit: &Unit) -> Option<Money> {
    unit.reserve.filter(|_| proposal.award > Money::ZERO)?;
    let mut members = unit.members.iter();
    let member = members.find(|member| member.id == proposal.id)?;
    let grants = member.grants.iter().filter(|it| it.reserve.is_some());
    Money::sum(grants.map(|grant| grant.amount))
}
