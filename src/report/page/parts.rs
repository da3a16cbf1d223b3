//! The parts of the page, in their order.

use super::html::Html;
use super::{Page, basis, splits};
use crate::report::lists::Kind;
use crate::report::words::choose;
use crate::text::Language;

/// A part of the page with a title of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Glance,
    Ranking,
    Admitted,
    Waiting,
    Left,
    Pools,
    Reserves,
    Splits,
    Below,
    NotAdmitted,
    Reservation,
    Open,
    Criteria,
    Basis,
    Digests,
}

impl Part {
    /// All of them.
    pub(super) const ALL: [Self; 15] = [
        Self::Glance,
        Self::Ranking,
        Self::Admitted,
        Self::Waiting,
        Self::Left,
        Self::Pools,
        Self::Reserves,
        Self::Splits,
        Self::Below,
        Self::NotAdmitted,
        Self::Reservation,
        Self::Open,
        Self::Criteria,
        Self::Basis,
        Self::Digests,
    ];

    /// Returns where links to it lead.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Glance => "glance",
            Self::Ranking => "ranking",
            Self::Admitted => "admitted",
            Self::Waiting => "waiting",
            Self::Left => "left",
            Self::Pools => "pools",
            Self::Reserves => "reserves",
            Self::Splits => "splits",
            Self::Below => "below",
            Self::NotAdmitted => "not-admitted",
            Self::Reservation => "reservation",
            Self::Open => "open",
            Self::Criteria => "criteria",
            Self::Basis => "basis",
            Self::Digests => "digests",
        }
    }

    /// Returns its title.
    pub(super) fn title(self, language: Language) -> &'static str {
        let (it, en) = match self {
            Self::Glance => ("In breve", "At a glance"),
            Self::Ranking => ("Graduatoria", "Ranking"),
            Self::Admitted => ("Proposte ammesse", "Proposals admitted"),
            Self::Waiting => ("Chi aspetta, e quanto manca", "Who waits, and how far"),
            Self::Left => ("Rinunce e revoche", "Renunciations and revocations"),
            Self::Pools => ("Risorse per quota", "Money by pool"),
            Self::Reserves => ("Riserve di risorse", "Money reserved"),
            Self::Splits => ("Come si dividono i contributi", "How the awards are split"),
            Self::Below => ("Sotto soglia", "Below the threshold"),
            Self::NotAdmitted => ("Non ammesse, e perché", "Not admitted, and why"),
            Self::Reservation => ("Ammesse con riserva", "Admitted with reservation"),
            Self::Open => ("Ancora da decidere", "Still open"),
            Self::Criteria => ("Criteri", "Criteria"),
            Self::Basis => ("Su che cosa poggiano le regole", "What the rules rest on"),
            Self::Digests => ("Come si ricalcola", "How to compute it again"),
        };
        choose(language, it, en)
    }

    /// Tells whether this outcome has the part.
    pub(super) fn is_in(self, page: &Page<'_, '_>) -> bool {
        let call = page.publication.call;
        match self {
            Self::Glance | Self::NotAdmitted | Self::Reservation | Self::Digests => true,
            Self::Ranking => page.table(Kind::Ranking).is_some(),
            Self::Admitted => page.table(Kind::Admitted).is_some(),
            Self::Waiting => page.table(Kind::Waiting).is_some(),
            Self::Left => page.table(Kind::Left).is_some(),
            Self::Pools => page.table(Kind::Pools).is_some(),
            Self::Reserves => page.table(Kind::Reserves).is_some(),
            Self::Splits => page.table(Kind::Splits).is_some(),
            Self::Below => page.table(Kind::BelowThreshold).is_some(),
            Self::Open => page.has_rows(Kind::ToBeCompleted) || page.has_rows(Kind::NotScored),
            Self::Criteria => call.grid.is_some(),
            Self::Basis => !call.authorities.is_empty(),
        }
    }

    /// Adds what stands below its title.
    pub(super) fn write(self, page: &Page<'_, '_>, html: &mut Html) {
        match self {
            Self::Glance => page.glance(html),
            Self::Ranking => page.ranking(html),
            Self::Admitted => page.list(html, Kind::Admitted),
            Self::Waiting => page.waiting(html),
            Self::Left => page.list(html, Kind::Left),
            Self::Pools => page.pools(html),
            Self::Reserves => page.reserves(html),
            Self::Splits => splits::draw(html, page.publication),
            Self::Below => page.list(html, Kind::BelowThreshold),
            Self::NotAdmitted => page.list(html, Kind::NotAdmitted),
            Self::Reservation => page.list(html, Kind::WithReservation),
            Self::Open => page.open(html),
            Self::Criteria => page.criteria(html),
            Self::Basis => basis::authorities(html, page.publication),
            Self::Digests => basis::digests(html, page.publication),
        }
    }
}
