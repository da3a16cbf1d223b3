//! A list as a table: what CSV, workbook and page are all written from.

use super::cells::{Cell, csv_text};

/// Which list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::report) enum Kind {
    /// All that are ranked.
    Ranking,
    /// All that are admitted, of a call without a ranking.
    Admitted,
    /// Those that are given money.
    Funded,
    /// Those for which there is no money.
    Waiting,
    /// Where the money of each pool went.
    Pools,
    /// What of each reserve is counted, released and still held.
    Reserves,
    /// How the awards are split.
    Splits,
    /// Those below a threshold.
    BelowThreshold,
    /// Those that are not admitted.
    NotAdmitted,
    /// Those that are admitted with reservation.
    WithReservation,
    /// Those that left an approved ranking.
    Left,
    /// Those of which something is missing.
    ToBeCompleted,
    /// Those of which points are missing.
    NotScored,
    /// All points.
    Scores,
    /// The rows that could not be read.
    Refused,
}

impl Kind {
    /// All lists.
    const ALL: [Self; 15] = [
        Self::Ranking,
        Self::Admitted,
        Self::Funded,
        Self::Waiting,
        Self::Pools,
        Self::Reserves,
        Self::Splits,
        Self::BelowThreshold,
        Self::NotAdmitted,
        Self::WithReservation,
        Self::Left,
        Self::ToBeCompleted,
        Self::NotScored,
        Self::Scores,
        Self::Refused,
    ];

    /// Returns the name of the list's CSV file.
    pub(in crate::report) fn file(self) -> &'static str {
        match self {
            Self::Ranking => "ranking.csv",
            Self::Admitted => "admitted.csv",
            Self::Funded => "funded.csv",
            Self::Waiting => "waiting.csv",
            Self::Pools => "pools.csv",
            Self::Reserves => "reserves.csv",
            Self::Splits => "splits.csv",
            Self::BelowThreshold => "below-threshold.csv",
            Self::NotAdmitted => "not-admitted.csv",
            Self::WithReservation => "with-reservation.csv",
            Self::Left => "left.csv",
            Self::ToBeCompleted => "to-be-completed.csv",
            Self::NotScored => "not-scored.csv",
            Self::Scores => "scores.csv",
            Self::Refused => "refused-rows.csv",
        }
    }

    /// Returns its short title in Italian and English, which also names a sheet.
    pub(in crate::report) fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Ranking => ("Graduatoria", "Ranking"),
            Self::Admitted => ("Ammesse", "Admitted"),
            Self::Funded => ("Finanziate", "Funded"),
            Self::Waiting => ("Non finanziate", "Not funded"),
            Self::Pools => ("Quote", "Pools"),
            Self::Reserves => ("Riserve", "Reserves"),
            Self::Splits => ("Suddivisione", "Splits"),
            Self::BelowThreshold => ("Sotto soglia", "Below threshold"),
            Self::NotAdmitted => ("Non ammesse", "Not admitted"),
            Self::WithReservation => ("Con riserva", "With reservation"),
            Self::Left => ("Rinunce e revoche", "Renounced or revoked"),
            Self::ToBeCompleted => ("Da completare", "To be completed"),
            Self::NotScored => ("Da valutare", "Not yet scored"),
            Self::Scores => ("Punteggi", "Scores"),
            Self::Refused => ("Righe rifiutate", "Rows refused"),
        }
    }

    /// Returns its full title.
    pub(in crate::report) fn long_title(self) -> (&'static str, &'static str) {
        match self {
            Self::Ranking => ("Graduatoria", "Ranking"),
            Self::Admitted => ("Proposte ammesse", "Proposals admitted"),
            Self::Funded => (
                "Proposte ammesse e finanziate",
                "Proposals admitted and funded",
            ),
            Self::Waiting => (
                "Proposte idonee e non finanziate, e perché",
                "Eligible proposals not funded, and why",
            ),
            Self::Pools => ("Risorse per quota", "Money by pool"),
            Self::Reserves => ("Riserve di risorse", "Money reserved"),
            Self::Splits => (
                "Contributi suddivisi: una riga per ogni proposta e suddivisione",
                "Awards split: a row for each proposal and split",
            ),
            Self::BelowThreshold => (
                "Proposte non idonee: una riga per ogni soglia mancata",
                "Proposals below a threshold: a row for each threshold missed",
            ),
            Self::NotAdmitted => (
                "Proposte non ammesse: una riga per ogni motivo",
                "Proposals not admitted: a row for each reason",
            ),
            Self::WithReservation => (
                "Proposte ammesse con riserva: una riga per ogni motivo",
                "Proposals admitted with reservation: a row for each reason",
            ),
            Self::Left => (
                "Rinunce, revoche e riserve non sciolte",
                "Renunciations, revocations and reservations that failed",
            ),
            Self::ToBeCompleted => (
                "Proposte da completare: una riga per ogni motivo",
                "Proposals to be completed: a row for each reason",
            ),
            Self::NotScored => ("Proposte ancora da valutare", "Proposals not yet scored"),
            Self::Scores => ("Punteggi, criterio per criterio", "Points by criterion"),
            Self::Refused => (
                "Righe che non si sono potute leggere",
                "Rows that could not be read",
            ),
        }
    }
}

/// Returns the names of the files of all lists, also of those that only some calls have.
///
/// ```
/// use bando::report::list_files;
/// assert!(list_files().any(|file| file == "pools.csv"));
/// ```
pub fn list_files() -> impl Iterator<Item = &'static str> {
    Kind::ALL.into_iter().map(Kind::file)
}

/// A list.
#[derive(Clone, Debug)]
pub(in crate::report) struct Table {
    /// Which list it is.
    pub(in crate::report) kind: Kind,
    /// Its columns.
    pub(in crate::report) columns: Vec<Column>,
    /// Its rows, each with a cell for every column.
    pub(in crate::report) rows: Vec<Vec<Cell>>,
}

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Column {
    /// Its heading in data.
    pub(in crate::report) heading: String,
    /// Its heading for people.
    pub(in crate::report) label: String,
    /// Who is shown it.
    pub(in crate::report) shown: Shown,
    /// Whether its amounts are added up at the end.
    pub(in crate::report) total: bool,
    /// Whether it holds points, which all have the same decimals in one list.
    pub(in crate::report) points: bool,
}

/// Who is shown a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Shown {
    /// Everybody.
    Always,
    /// Everybody; on the page it stands in a row of its own, as a sentence would crush the columns.
    Below,
    /// Who opens the workbook: the page would be too wide for paper with it.
    InBook,
    /// Only who reads data: people are told it once, above the list.
    InData,
}

impl Column {
    /// Returns a column with one heading for data and people.
    pub(in crate::report) fn new(heading: impl Into<String>) -> Self {
        let heading = heading.into();
        Self {
            label: heading.clone(),
            heading,
            shown: Shown::Always,
            total: false,
            points: false,
        }
    }

    /// Returns the column with another heading for people.
    pub(in crate::report) fn labelled(self, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            ..self
        }
    }

    /// Returns the column as one that only data have.
    pub(in crate::report) fn in_data(self) -> Self {
        Self {
            shown: Shown::InData,
            ..self
        }
    }

    /// Returns the column as one that the page leaves out.
    pub(in crate::report) fn off_page(self) -> Self {
        Self {
            shown: Shown::InBook,
            ..self
        }
    }

    /// Returns the column as one of sentences, which the page tells in rows of their own.
    pub(in crate::report) fn below(self) -> Self {
        Self {
            shown: Shown::Below,
            ..self
        }
    }

    /// Returns the column as one of points.
    pub(in crate::report) fn of_points(self) -> Self {
        Self {
            points: true,
            ..self
        }
    }

    /// Returns the column as one whose amounts are added up.
    pub(in crate::report) fn added_up(self) -> Self {
        Self {
            total: true,
            ..self
        }
    }
}

impl Table {
    /// Returns the list as CSV.
    pub(in crate::report) fn csv(&self) -> String {
        let headings: Vec<&str> = self.columns.iter().map(|it| it.heading.as_str()).collect();
        csv_text(&headings, &self.rows)
    }

    /// Returns the columns of the workbook, with their places: those of which any cell says
    /// something.
    pub(in crate::report) fn in_book(&self) -> impl Iterator<Item = (usize, &Column)> {
        let columns = self.columns.iter().enumerate();
        columns.filter(|(place, it)| it.shown != Shown::InData && self.says_something(*place))
    }

    /// Returns the columns of the page, with their places.
    pub(in crate::report) fn on_page(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.in_book().filter(|(_, it)| it.shown == Shown::Always)
    }

    /// Returns the columns that the page tells in rows of their own, with their places.
    pub(in crate::report) fn below_rows(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.in_book().filter(|(_, it)| it.shown == Shown::Below)
    }

    /// Returns the cells that are written with the same decimals as those of a column, itself
    /// included.
    pub(in crate::report) fn alike(&self, place: usize) -> impl Iterator<Item = &Cell> {
        let is_points = |place: usize| self.columns.get(place).is_some_and(|it| it.points);
        let of_points = is_points(place);
        let row = move |row| -> Vec<&Cell> {
            let row: &Vec<Cell> = row;
            let cells = row.iter().enumerate();
            let cells =
                cells.filter(|(other, _)| *other == place || (of_points && is_points(*other)));
            cells.map(|(_, cell)| cell).collect()
        };
        self.rows.iter().flat_map(row)
    }

    fn says_something(&self, place: usize) -> bool {
        let mut cells = self.rows.iter().filter_map(|row| row.get(place));
        self.rows.is_empty() || cells.any(|cell| !cell.as_plain().is_empty())
    }
}
