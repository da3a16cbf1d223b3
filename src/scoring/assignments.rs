//! Who marks which proposal, and who must not.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Columns;
use super::evaluators::Evaluators;
use super::layout::Heading;
use super::tables::{self, MarksFile, Row};
use crate::call::visible;
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::Text;

/// Who marks which proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignments {
    /// Where they were read, as shown to people.
    pub file: String,
    /// The evaluators by name.
    pub evaluators: BTreeSet<String>,
    /// Who is to mark a proposal, by the proposal's id; where it is `None`, every evaluator marks
    /// every proposal.
    pub assigned: Option<BTreeMap<String, BTreeSet<String>>>,
    /// The conflicts of interest declared, by proposal and evaluator.
    pub conflicts: BTreeMap<(String, String), Conflict>,
}

/// A conflict of interest, as it was declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Where it was declared.
    pub place: DataPlace,
    /// What it is.
    pub reason: Option<String>,
}

impl Assignments {
    /// Lets every evaluator mark every proposal.
    ///
    /// # Errors
    /// Where there is no name, a name stands twice, or two differ only in capitals or spaces.
    ///
    /// ```
    /// use bando::scoring::Assignments;
    /// let all = Assignments::all_to_all("rossi, bianchi").unwrap();
    /// assert!(all.assigns("P1", "rossi") && !all.assigns("P1", "verdi"));
    /// assert!(Assignments::all_to_all("Rossi,rossi").is_err());
    /// ```
    pub fn all_to_all(names: &str) -> Result<Self, Vec<Diagnostic>> {
        let place = DataPlace {
            file: "--evaluators".to_owned(),
            ..DataPlace::default()
        };
        let mut evaluators = Evaluators::default();
        let mut errors = Vec::new();
        for name in names.split(',') {
            match evaluators.add(name, &place) {
                Ok(true) => {}
                Ok(false) => errors.push(named_twice(name, place.clone())),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() {
            Ok(Self {
                file: place.file,
                evaluators: evaluators.names(),
                ..Self::default()
            })
        } else {
            Err(errors)
        }
    }

    /// Tells whether the evaluator is to mark the proposal, leaving conflicts aside.
    pub fn assigns(&self, proposal: &str, evaluator: &str) -> bool {
        match &self.assigned {
            Some(assigned) => assigned
                .get(proposal)
                .is_some_and(|panel| panel.contains(evaluator)),
            None => self.evaluators.contains(evaluator),
        }
    }

    /// Returns the conflict that the evaluator has declared for the proposal.
    pub fn conflict(&self, proposal: &str, evaluator: &str) -> Option<&Conflict> {
        self.conflicts
            .get(&(proposal.to_owned(), evaluator.to_owned()))
    }
}

/// Reads who marks which proposal: the columns `proposta`, `valutatore`, `conflitto` and, where
/// somebody wishes, `motivo`; `known` are the ids of the proposals received.
///
/// # Errors
/// Returns everything that is wrong with the file; then none of it is taken.
///
/// ```
/// use bando::scoring::{MarksFile, read_assignments};
/// let known = ["P1".to_owned(), "P2".to_owned()].into();
/// let read = |text: &str| {
///     let file = MarksFile { name: "incarichi.csv", bytes: text.as_bytes() };
///     read_assignments(&file, &known)
/// };
/// let assignments = read("proposta,valutatore,conflitto\nP1,rossi,\nP2,rossi,sì\n").unwrap();
/// assert!(assignments.assigns("P1", "rossi"));
/// assert!(assignments.conflict("P2", "rossi").is_some());
/// assert!(read("proposta,valutatore,conflitto\nP3,rossi,\n").is_err());
/// ```
pub fn read_assignments(
    file: &MarksFile<'_>,
    known: &BTreeSet<String>,
) -> Result<Assignments, Vec<Diagnostic>> {
    let place = file.place();
    let read = tables::read(file).map_err(|error| vec![error])?;
    let wanted = [Heading::Proposal, Heading::Evaluator, Heading::Conflict];
    let columns = match Columns::find(&read.sheets, &wanted, &place) {
        Ok(columns) => columns,
        Err(errors) => return Err([read.broken, errors].concat()),
    };
    let mut reader = Reader {
        columns: &columns,
        known,
        evaluators: Evaluators::default(),
        assigned: BTreeMap::new(),
        conflicts: BTreeMap::new(),
        errors: read.broken,
    };
    for row in columns.rows() {
        if let Err(error) = reader.row(row) {
            reader.errors.push(error);
        }
    }
    if reader.errors.is_empty() && reader.assigned.is_empty() {
        reader.errors.push(no_assignment(place.clone()));
    }
    if !reader.errors.is_empty() {
        return Err(reader.errors);
    }
    let mut assigned: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (proposal, evaluator) in reader.assigned.into_keys() {
        assigned.entry(proposal).or_default().insert(evaluator);
    }
    Ok(Assignments {
        file: place.file,
        evaluators: reader.evaluators.names(),
        assigned: Some(assigned),
        conflicts: reader.conflicts,
    })
}

struct Reader<'a> {
    columns: &'a Columns<'a>,
    known: &'a BTreeSet<String>,
    evaluators: Evaluators,
    /// Where each pair stands.
    assigned: BTreeMap<(String, String), DataPlace>,
    conflicts: BTreeMap<(String, String), Conflict>,
    errors: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn row(&mut self, row: &'a Row) -> Result<(), Diagnostic> {
        let proposal = self.proposal(row)?;
        let evaluator = self.needed(row, Heading::Evaluator)?;
        let place = self.columns.place(row, Heading::Evaluator);
        self.evaluators.add(evaluator, &place)?;
        let pair = (proposal.to_owned(), evaluator.to_owned());
        if self.conflict(row)? {
            let conflict = Conflict {
                place: self.columns.place(row, Heading::Conflict),
                reason: self.words(row, Heading::Reason)?.map(str::to_owned),
            };
            self.conflicts.insert(pair.clone(), conflict);
        }
        match self.assigned.get(&pair) {
            Some(first) => Err(assigned_twice(&pair, place, first.clone())),
            None => {
                self.assigned.insert(pair, place);
                Ok(())
            }
        }
    }

    fn words(&self, row: &'a Row, heading: Heading) -> Result<Option<&'a str>, Diagnostic> {
        self.columns.words(row, heading, Code::BadAssignment)
    }

    fn needed(&self, row: &'a Row, heading: Heading) -> Result<&'a str, Diagnostic> {
        self.words(row, heading)?.ok_or_else(|| {
            let text = heading.text();
            let (it, en) = (&text.it, text.en.as_deref().unwrap_or_default());
            Diagnostic::data(
                Code::BadAssignment,
                self.columns.place(row, heading),
                Text::new(
                    format!("la cella sotto `{it}` è vuota"),
                    format!("the cell under `{en}` is empty"),
                ),
            )
            .with_hint(Text::new(
                "ogni riga dice una proposta e chi la valuta",
                "each row says one proposal and who marks it",
            ))
        })
    }

    fn proposal(&self, row: &'a Row) -> Result<&'a str, Diagnostic> {
        let id = self.needed(row, Heading::Proposal)?;
        if self.known.contains(id) {
            return Ok(id);
        }
        let shown = visible(id);
        let known = self.known.iter().map(String::as_str);
        Err(Diagnostic::data(
            Code::BadAssignment,
            self.columns.place(row, Heading::Proposal),
            Text::new(
                format!("nessuna proposta ha l'identificativo `{shown}`"),
                format!("no proposal has the id `{shown}`"),
            ),
        )
        .with_hint(Text::new(
            "controllarlo nell'elenco delle proposte",
            "check it in the list of proposals",
        ))
        .with_suggestion(id, known))
    }

    fn conflict(&self, row: &'a Row) -> Result<bool, Diagnostic> {
        let Some(word) = self.words(row, Heading::Conflict)? else {
            return Ok(false);
        };
        match word.to_lowercase().as_str() {
            "sì" | "si" | "yes" => Ok(true),
            "no" => Ok(false),
            _ => {
                let shown = visible(word);
                Err(Diagnostic::data(
                    Code::BadAssignment,
                    self.columns.place(row, Heading::Conflict),
                    Text::new(
                        format!("`{shown}` non dice se c'è un conflitto di interessi"),
                        format!("`{shown}` does not say whether there is a conflict of interest"),
                    ),
                )
                .with_hint(Text::new(
                    "scrivere `sì` o `no`; una cella vuota vale `no`",
                    "write `yes` or `no`; an empty cell means `no`",
                )))
            }
        }
    }
}

fn named_twice(name: &str, place: DataPlace) -> Diagnostic {
    let name = visible(name.trim());
    Diagnostic::data(
        Code::BadAssignment,
        place,
        Text::new(
            format!("`{name}` è nominato due volte fra i valutatori"),
            format!("`{name}` is named twice among the evaluators"),
        ),
    )
    .with_hint(Text::new("nominarlo una volta sola", "name them only once"))
}

fn assigned_twice(pair: &(String, String), place: DataPlace, first: DataPlace) -> Diagnostic {
    let (proposal, evaluator) = (visible(&pair.0), visible(&pair.1));
    Diagnostic::data(
        Code::BadAssignment,
        place,
        Text::new(
            format!("la proposta `{proposal}` è assegnata due volte a `{evaluator}`"),
            format!("the proposal `{proposal}` is assigned to `{evaluator}` twice"),
        ),
    )
    .with_related_data(first, Text::new("la prima volta", "the first time"))
    .with_hint(Text::new(
        "tenere una sola delle due righe",
        "keep only one of the two rows",
    ))
}

fn no_assignment(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::BadAssignment,
        place,
        Text::new(
            "il file non assegna nessuna proposta",
            "the file assigns no proposal",
        ),
    )
    .with_hint(Text::new(
        "scrivere una riga per ogni proposta e per ogni suo valutatore",
        "write a row for each proposal and each of its evaluators",
    ))
}
