//! Proposals from a file of columns (Parquet): a row reads as the JSON object it would be.
//!
//! So the two take and refuse the same. What one column has that no row could mend, such as floats
//! or a name that no fact has, is said once, of the file.

use std::borrow::Cow;

use ::parquet::file::reader::ChunkReader;

use super::json_record::JsonReader;
use super::json_text::{Json, JsonKind};
use super::rows::{self, Row};
use super::{Proposal, ProposalsFile, Received, RefusedRow};
use crate::call::{Call, visible};
use crate::column_file::{
    Batch, Batches, Broken, CellKind, ColumnFile, Cursor, Fault, Leaf, MOST_TEXT, Node, Stored,
};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::{Language, Text};

/// Reads a file of columns.
pub(super) fn read(call: &Call, file: &ProposalsFile<'_>) -> Received {
    let bytes = bytes::Bytes::copy_from_slice(file.bytes);
    match ParquetReader::new(call, file.name, bytes) {
        Err(refused) => *refused,
        Ok(reader) => {
            let mut found = Vec::new();
            for batch in reader.batches() {
                match batch {
                    Ok(batch) => found.extend(reader.rows(&batch)),
                    Err(broken) => {
                        return refuse(file.name, unreadable(&reader.file, file.name, &broken));
                    }
                }
            }
            rows::finish(found)
        }
    }
}

/// Reads proposals from a file of columns some rows at a time, as [`super::read`] reads the file,
/// but for what takes all rows: that no two share an id.
pub struct ParquetReader<'c> {
    call: &'c Call,
    name: &'c str,
    reader: JsonReader<'c>,
    file: ColumnFile,
}

impl<'c> ParquetReader<'c> {
    /// Opens the file called `name`.
    ///
    /// # Errors
    /// What is wrong with the file as a whole or with its columns.
    pub fn new<S: ChunkReader + 'static>(
        call: &'c Call,
        name: &'c str,
        source: S,
    ) -> Result<Self, Box<Received>> {
        let file = ColumnFile::open(source)
            .map_err(|broken| Box::new(refuse(name, unopened(name, &broken))))?;
        let reader = Self {
            call,
            name,
            reader: JsonReader::of_columns(call, name),
            file,
        };
        let wrong = reader.wrong_columns();
        if wrong.is_empty() {
            Ok(reader)
        } else {
            let place = place_of(name);
            Err(Box::new(rows::refuse_file(place, wrong)))
        }
    }

    /// Returns the columns that are read, by their names.
    pub fn columns(&self) -> impl Iterator<Item = &(String, Node)> {
        self.file
            .columns
            .iter()
            .filter(|(name, node)| self.reads(name, node))
    }

    /// Reads the rows.
    pub fn batches(&self) -> Batches<'_> {
        let wanted: Vec<usize> = self.columns().flat_map(|(_, node)| node.leaves()).collect();
        self.file.batches(|place| wanted.contains(&place))
    }

    /// Returns the column of the ids; `None` where no column of texts holds them.
    pub fn ids(&self) -> Option<Leaf> {
        let mut ids = self.columns().filter(|(name, _)| name == "id");
        match (ids.next(), ids.next()) {
            (Some((_, Node::Cell(leaf))), None) if leaf.kind == CellKind::Text => Some(*leaf),
            _ => None,
        }
    }

    /// Reads the rows of a batch, in their order.
    pub fn proposals(&self, batch: &Batch) -> Vec<Result<Proposal, Box<RefusedRow>>> {
        let rows = self.rows(batch).into_iter();
        let keywords = self.call.keywords;
        rows.map(|row| rows::one(row).map_err(|it| Box::new(it.in_keywords_of(keywords))))
            .collect()
    }

    fn rows(&self, batch: &Batch) -> Vec<Row> {
        let mut cursors = Cursors::new(self.columns().map(|(_, node)| node), batch);
        let rows = (batch.first..).zip(batch.text_bytes());
        rows.map(|(line, text_bytes)| {
            let columns = self.columns();
            let fields = columns.map(|(name, node)| {
                let value = cursors.value(node, 0, line);
                (Cow::Borrowed(name.as_str()), value)
            });
            let kind = JsonKind::Object(fields.collect());
            let place = self.reader.place(line, None);
            if text_bytes > MOST_TEXT {
                return Row::refused(place.clone(), rows::too_long(place));
            }
            self.reader.row(&Json { line, kind }, place)
        })
        .collect()
    }

    /// Tells whether a column is read at all: what the rules ignore is not, nor what only tests read
    /// and is no plain value.
    fn reads(&self, name: &str, node: &Node) -> bool {
        let listed = |names: &[String]| names.iter().any(|it| it == name);
        let is_fact = self.call.facts.iter().any(|fact| {
            fact.name == name || fact.name.split_once('.').is_some_and(|it| it.0 == name)
        });
        let is_plain = matches!(node, Node::Cell(leaf)
            if !matches!(leaf.kind, CellKind::Float | CellKind::Other));
        let is_compared = listed(&self.call.proposals.compare);
        is_fact
            || name == "id"
            || (is_compared && is_plain)
            || !(is_compared || listed(&self.call.proposals.ignore))
    }

    /// Finds what no row could mend: the types of columns, and their names. Those are what would be
    /// said of a row in which nothing is stated.
    fn wrong_columns(&self) -> Vec<Diagnostic> {
        let mut wrong = Vec::new();
        for (name, node) in self.columns() {
            let pointer = format!("/{name}");
            let before = wrong.len();
            wrong_kinds(node, &pointer, self.name, &mut wrong);
            let is_text = matches!(node, Node::Cell(leaf) if leaf.kind == CellKind::Text);
            if name == "id" && !is_text && wrong.len() == before {
                wrong.push(no_text_ids(&pointer, self.name));
            }
        }
        if !wrong.is_empty() {
            return wrong;
        }
        let blank = self.columns().map(|(name, node)| {
            let kind = match (name.as_str(), node) {
                ("id", Node::Cell(leaf)) if leaf.kind == CellKind::Text => {
                    JsonKind::Text(Cow::Borrowed("id"))
                }
                _ => unstated(node),
            };
            (Cow::Borrowed(name.as_str()), Json { line: 1, kind })
        });
        let kind = JsonKind::Object(blank.collect());
        let row = self
            .reader
            .row(&Json { line: 1, kind }, place_of(self.name));
        let mut errors = row.errors;
        for error in &mut errors {
            // The column is wrong, not its first row.
            if let crate::diagnostic::Place::Data(place) = &mut error.primary.place {
                place.line = None;
                place.proposal = None;
            }
        }
        errors
    }
}

fn place_of(file: &str) -> DataPlace {
    DataPlace {
        file: file.to_owned(),
        ..DataPlace::default()
    }
}

fn refuse(name: &str, diagnostic: Diagnostic) -> Received {
    rows::refuse_file(place_of(name), vec![diagnostic])
}

fn malformed(place: DataPlace, why: &Text, hint: (&str, &str)) -> Diagnostic {
    let (it, en) = (&why.it, why.get(Language::English));
    let message = Text::new(
        format!("il file Parquet non si può leggere: {it}"),
        format!("the Parquet file cannot be read: {en}"),
    );
    let hint = Text::new(hint.0, hint.1);
    Diagnostic::data(Code::MalformedRecord, place, message).with_hint(hint)
}

const WRITE_AGAIN: (&str, &str) = (
    "farlo scrivere di nuovo dal programma che lo ha prodotto, o passare a CSV o JSON Lines",
    "have it written again by the program that made it, or change to CSV or JSON Lines",
);
const WRITE_LESS: (&str, &str) = (
    "dividerlo in più file, o scriverlo con meno righe per gruppo, o passare a JSON Lines",
    "split it into several files, or write it with fewer rows to a group, or change to JSON Lines",
);
const WRITE_SHORTER: (&str, &str) = (
    "scriverlo senza statistiche di colonna e con meno gruppi di righe, o passare a JSON Lines",
    "write it without statistics of columns and with fewer row groups, or change to JSON Lines",
);

/// Says why a file could not be opened.
fn unopened(name: &str, broken: &Broken) -> Diagnostic {
    let place = place_of(name);
    let (it, en, hint) = match broken {
        Broken::NoEnd => (
            "non finisce come un file Parquet: è un file di altro tipo, o ne manca una parte",
            "it does not end as a Parquet file does: it is a file of another kind, or part of it is missing",
            WRITE_AGAIN,
        ),
        Broken::Encrypted => (
            "è cifrato",
            "it is encrypted",
            ("scriverlo senza cifratura", "write it without encryption"),
        ),
        Broken::Contents | Broken::Leaf { .. } => (
            "la descrizione del contenuto, alla fine del file, è rovinata",
            "the description of its contents, at the end of the file, is damaged",
            WRITE_AGAIN,
        ),
        Broken::LongContents => (
            "la descrizione del contenuto, alla fine del file, è più lunga di quanto si accetta",
            "the description of its contents, at the end of the file, is longer than is accepted",
            WRITE_SHORTER,
        ),
        Broken::ManyRows => (
            "dichiara più righe, o elenchi più lunghi, di quanti se ne accettano per la sua lunghezza",
            "it states more rows, or longer lists, than are accepted for its length",
            WRITE_LESS,
        ),
        Broken::Deep => (
            "le colonne stanno una dentro l'altra a troppi livelli",
            "columns stand inside each other at too many levels",
            WRITE_AGAIN,
        ),
    };
    malformed(place, &Text::new(it, en), hint)
}

/// Says why a file could not be read on.
fn unreadable(file: &ColumnFile, name: &str, broken: &Broken) -> Diagnostic {
    let Broken::Leaf { leaf, group, fault } = broken else {
        return unopened(name, broken);
    };
    let place = column_at(&pointer_to(file, *leaf), name);
    let (it, en, hint) = match fault {
        Fault::Codec(codec) => {
            let codec = visible(codec);
            (
                format!("la colonna è scritta con `{codec}`, che qui non si legge"),
                format!("the column is written with `{codec}`, which is not read here"),
                (
                    "scriverla senza compressione, o con `ZSTD` o `SNAPPY`, e con la codifica usuale",
                    "write it without compression, or with `ZSTD` or `SNAPPY`, and in the usual encoding",
                ),
            )
        }
        Fault::LongPage => (
            "la colonna occuperebbe più memoria di quanta se ne accetta".to_owned(),
            "the column would take more memory than is accepted".to_owned(),
            WRITE_LESS,
        ),
        Fault::Damaged => (
            "la colonna è rovinata".to_owned(),
            "the column is damaged".to_owned(),
            WRITE_AGAIN,
        ),
        Fault::Rows => (
            "la colonna non ha tante righe quante ne dichiara il file".to_owned(),
            "the column does not have as many rows as the file states".to_owned(),
            WRITE_AGAIN,
        ),
        Fault::Contradiction => (
            "la colonna contraddice le altre della stessa struttura o dello stesso elenco"
                .to_owned(),
            "the column contradicts the others of its struct or list".to_owned(),
            WRITE_AGAIN,
        ),
    };
    let why = Text::new(
        format!("{it} (gruppo di righe {group})"),
        format!("{en} (row group {group})"),
    );
    malformed(place, &why, hint)
}

/// Returns where a leaf stands, as a pointer into the JSON that a row would be.
fn pointer_to(file: &ColumnFile, leaf: usize) -> String {
    fn inside(node: &Node, leaf: usize) -> Option<String> {
        match node {
            Node::Cell(cell) => (cell.place == leaf).then(String::new),
            Node::List(_, _, item) => inside(item, leaf),
            Node::Record(_, fields) => fields
                .iter()
                .find_map(|(name, field)| inside(field, leaf).map(|rest| format!("/{name}{rest}"))),
            Node::Other => None,
        }
    }
    let mut columns = file.columns.iter();
    let found = columns.find_map(|(name, node)| Some(format!("/{name}{}", inside(node, leaf)?)));
    found.unwrap_or_default()
}

fn first_leaf(node: &Node) -> Option<usize> {
    node.leaves().first().copied()
}

fn wrong_kinds(node: &Node, pointer: &str, file: &str, wrong: &mut Vec<Diagnostic>) {
    match node {
        Node::Record(_, fields) => {
            for (name, field) in fields {
                wrong_kinds(field, &format!("{pointer}/{name}"), file, wrong);
            }
        }
        Node::List(_, _, item) => wrong_kinds(item, pointer, file, wrong),
        Node::Cell(leaf) if leaf.kind == CellKind::Float => wrong.push(floats(pointer, file)),
        Node::Cell(leaf) if leaf.kind != CellKind::Other => {}
        Node::Cell(_) | Node::Other => wrong.push(other_kind(pointer, file)),
    }
}

fn column_at(pointer: &str, file: &str) -> DataPlace {
    DataPlace {
        pointer: Some(pointer.to_owned()),
        ..place_of(file)
    }
}

fn floats(pointer: &str, file: &str) -> Diagnostic {
    Diagnostic::data(
        Code::BadValue,
        column_at(pointer, file),
        Text::new(
            "la colonna contiene numeri in virgola mobile, che non tengono tutte le cifre decimali",
            "the column holds floating-point numbers, which do not keep all decimal digits",
        ),
    )
    .with_hint(Text::new(
        "scriverla come decimale, per esempio `DECIMAL(18, 2)`, come intero o come testo",
        "write it as a decimal, such as `DECIMAL(18, 2)`, as an integer or as a text",
    ))
}

fn no_text_ids(pointer: &str, file: &str) -> Diagnostic {
    Diagnostic::data(
        Code::BadValue,
        column_at(pointer, file),
        Text::new(
            "gli identificativi stanno in una colonna che non è di testo",
            "the ids stand in a column that is not of text",
        ),
    )
    .with_hint(Text::new(
        "scriverla come testo (`VARCHAR`): un numero perde gli zeri iniziali",
        "write it as text (`VARCHAR`): a number loses its leading zeros",
    ))
}

fn other_kind(pointer: &str, file: &str) -> Diagnostic {
    Diagnostic::data(
        Code::BadValue,
        column_at(pointer, file),
        Text::new(
            "la colonna è di un tipo che qui non si legge",
            "the column is of a type that is not read here",
        ),
    )
    .with_hint(Text::new(
        "scriverla come testo, intero, decimale, data, istante, sì o no, o elenco di questi; quella che nessuno legge si toglie, o si nomina sotto `‹proposals›` con `‹ignore›`",
        "write it as text, integer, decimal, date, timestamp, boolean, or a list of these; one that nobody reads is removed, or named under `‹proposals›` with `‹ignore›`",
    ))
}

/// Returns what a column reads as where nothing is stated in it but its records.
fn unstated(node: &Node) -> JsonKind<'_> {
    let field = |node| Json {
        line: 1,
        kind: unstated(node),
    };
    match node {
        Node::Record(_, fields) => JsonKind::Object(
            fields
                .iter()
                .map(|(name, it)| (Cow::Borrowed(name.as_str()), field(it)))
                .collect(),
        ),
        Node::List(_, _, item) if matches!(**item, Node::Record(..)) => {
            JsonKind::List(vec![field(item)])
        }
        Node::List(..) | Node::Cell(_) | Node::Other => JsonKind::Null,
    }
}

/// A place among the cells of each leaf.
struct Cursors<'b> {
    leaves: Vec<(usize, Cursor<'b>)>,
}

impl<'b> Cursors<'b> {
    fn new<'n>(nodes: impl Iterator<Item = &'n Node>, batch: &'b Batch) -> Self {
        let leaves = nodes
            .flat_map(Node::leaves)
            .filter_map(|place| Some((place, batch.leaf(place)?.start())));
        Self {
            leaves: leaves.collect(),
        }
    }

    fn at(&mut self, place: usize) -> Option<&mut (usize, Cursor<'b>)> {
        self.leaves.iter_mut().find(|(it, _)| *it == place)
    }

    /// Tells how much is there of what comes next, and how many lists go on with it.
    fn peek(&mut self, node: &Node) -> (i16, i16) {
        let leaf = first_leaf(node).and_then(|it| self.at(it));
        leaf.and_then(|(_, cursor)| cursor.peek())
            .unwrap_or((-1, 0))
    }

    /// Passes over the one cell that each leaf has where a record or a list is missing.
    fn pass(&mut self, node: &Node) {
        for place in node.leaves() {
            if let Some((_, cursor)) = self.at(place) {
                cursor.take(i16::MAX);
            }
        }
    }

    /// Reads what comes next, inside so many lists.
    fn value<'n>(&mut self, node: &'n Node, lists: i16, line: u64) -> Json<'n>
    where
        'b: 'n,
    {
        let kind = self.kind(node, lists, line);
        Json { line, kind }
    }

    fn kind<'n>(&mut self, node: &'n Node, lists: i16, line: u64) -> JsonKind<'n>
    where
        'b: 'n,
    {
        match node {
            Node::Other => JsonKind::Null,
            Node::Cell(leaf) => {
                let stored = self
                    .at(leaf.place)
                    .and_then(|(_, cursor)| cursor.take(leaf.level));
                stored.map_or(JsonKind::Null, |it| of_stored(it, leaf.kind))
            }
            Node::Record(level, _) if *level > 0 && self.peek(node).0 < *level => {
                self.pass(node);
                JsonKind::Null
            }
            Node::Record(_, fields) => {
                let fields = fields.iter().map(|(name, field)| {
                    let value = self.value(field, lists, line);
                    (Cow::Borrowed(name.as_str()), value)
                });
                JsonKind::Object(fields.collect())
            }
            Node::List(stated, item_level, item) => {
                let (level, _) = self.peek(node);
                if level < *item_level {
                    self.pass(node);
                    return if level < *stated {
                        JsonKind::Null
                    } else {
                        JsonKind::List(Vec::new())
                    };
                }
                let mut items = Vec::new();
                loop {
                    items.push(self.value(item, lists.saturating_add(1), line));
                    if self.peek(node).1 <= lists {
                        return JsonKind::List(items);
                    }
                }
            }
        }
    }
}

/// Returns what a stored value reads as in JSON.
fn of_stored(stored: Stored<'_>, kind: CellKind) -> JsonKind<'_> {
    match (stored, kind) {
        (Stored::YesNo(yes), _) => JsonKind::YesNo(yes),
        (_, CellKind::Number(_)) => JsonKind::Number(stored.written(kind)),
        _ => JsonKind::Text(stored.written(kind)),
    }
}
