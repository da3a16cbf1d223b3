//! What may be wrong with a file of columns (Parquet), in words: the column and what to do, as those
//! who had the file written need them.

use super::Received;
use super::rows;
use crate::call::visible;
use crate::column_file::{Broken, CellKind, ColumnFile, Fault, Node};
use crate::diagnostic::{Code, DataPlace, Diagnostic};
use crate::text::{Language, Text};

pub(super) fn place_of(file: &str) -> DataPlace {
    DataPlace {
        file: file.to_owned(),
        ..DataPlace::default()
    }
}

pub(super) fn refuse(name: &str, diagnostic: Diagnostic) -> Received {
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
pub(super) fn unopened(name: &str, broken: &Broken) -> Diagnostic {
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
        Broken::ManyColumns => (
            "ha più di 10.000 colonne",
            "it has more than 10,000 columns",
            (
                "togliere quelle che nessuno legge, o passare a JSON Lines",
                "leave out those that nobody reads, or change to JSON Lines",
            ),
        ),
        Broken::ManyRows => (
            "dichiara più righe, o elenchi più lunghi, di quanti se ne accettano per la sua lunghezza",
            "it states more rows, or longer lists, than are accepted for its length",
            WRITE_LESS,
        ),
        Broken::Deep => (
            "le colonne stanno una dentro l'altra a troppi livelli",
            "columns stand inside each other at too many levels",
            (
                "scriverlo con meno livelli, o passare a JSON Lines",
                "write it with fewer levels, or change to JSON Lines",
            ),
        ),
    };
    malformed(place, &Text::new(it, en), hint)
}

/// Says why a file could not be read on.
pub(super) fn unreadable(file: &ColumnFile, name: &str, broken: &Broken) -> Diagnostic {
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
            "la colonna contraddice le altre dello stesso gruppo o dello stesso elenco".to_owned(),
            "the column contradicts the others of its record or list".to_owned(),
            WRITE_AGAIN,
        ),
    };
    let why = Text::new(
        format!("{it} (gruppo di righe {group})"),
        format!("{en} (row group {group})"),
    );
    malformed(place, &why, hint)
}

/// Says that a row holds too much text.
pub(super) fn too_wide(place: DataPlace) -> Diagnostic {
    rows::too_long(place).with_hint(Text::new(
        "accorciarne i testi, o togliere le colonne che nessuno legge",
        "shorten its texts, or leave out columns that nobody reads",
    ))
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

pub(super) fn wrong_kinds(node: &Node, pointer: &str, file: &str, wrong: &mut Vec<Diagnostic>) {
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

pub(super) fn no_text_ids(pointer: &str, file: &str) -> Diagnostic {
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
