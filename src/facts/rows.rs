//! What CSV and JSON share: ids, limits, and the rows put in order.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::{Proposal, Received, RefusedRow};
use crate::call::{CellError, CellErrorKind, cut_short, invisible, visible};
use crate::diagnostic::{Code, DataPlace, Diagnostic, Label, Place};
use crate::text::Text;
use crate::value::Value;

/// A record with more bytes than this is refused.
pub(super) const MOST_BYTES: usize = 256 * 1024;
/// An id with more characters than this is refused.
pub(super) const MOST_ID_CHARACTERS: usize = 256;
/// More places than this are not listed in one message.
const MOST_PLACES: usize = 3;

/// One row of a file, taken or refused.
pub(super) struct Row {
    /// Where it stands.
    pub place: DataPlace,
    /// Its proposal's id, where it could be read.
    pub id: Option<String>,
    /// What it states of the facts, as far as it could be read.
    pub facts: Vec<Option<Value>>,
    /// The cells that only tests read.
    pub compare: BTreeMap<String, String>,
    /// Everything that is wrong with it.
    pub errors: Vec<Diagnostic>,
}

impl Row {
    /// Returns a row that states nothing.
    pub(super) fn empty(place: DataPlace) -> Self {
        Self {
            place,
            id: None,
            facts: Vec::new(),
            compare: BTreeMap::new(),
            errors: Vec::new(),
        }
    }

    /// Returns a row that is refused, its id unread.
    pub(super) fn refused(place: DataPlace, diagnostic: Diagnostic) -> Self {
        Self {
            errors: vec![diagnostic],
            ..Self::empty(place)
        }
    }
}

/// Refuses a file as a whole.
pub(super) fn refuse_file(place: DataPlace, diagnostics: Vec<Diagnostic>) -> Received {
    Received {
        refused: vec![RefusedRow {
            place,
            diagnostics,
            facts: Vec::new(),
        }],
        unreadable: true,
        ..Received::default()
    }
}

/// Returns a proposal's id in its one form: composed (NFC), without spaces around it.
pub(super) fn proposal_id(text: &str, place: &DataPlace) -> Result<String, Box<Diagnostic>> {
    let id: String = text.trim().nfc().collect();
    if id.is_empty() {
        return Err(Box::new(missing_id(place)));
    }
    let shown = visible(&id);
    let lost = |it| it == char::REPLACEMENT_CHARACTER;
    let (code, it, en, hint) = if text.chars().count() > MOST_ID_CHARACTERS {
        (
            Code::LimitExceeded,
            format!("l'identificativo `{shown}` ha più di {MOST_ID_CHARACTERS} caratteri"),
            format!("the id `{shown}` has more than {MOST_ID_CHARACTERS} characters"),
            Text::new("accorciarlo", "shorten it"),
        )
    } else if id
        .chars()
        .any(|it| it.is_control() || invisible(it) || lost(it))
    {
        (
            Code::ForbiddenCharacter,
            format!(
                "l'identificativo `{shown}` contiene un carattere che non si vede o è andato perso"
            ),
            format!("the id `{shown}` holds a character that cannot be seen or has been lost"),
            Text::new("riscriverlo a mano", "write it again by hand"),
        )
    } else if cut_short(&id) {
        (
            Code::BadValue,
            format!(
                "l'identificativo `{shown}` è stato trasformato in numero dal foglio di calcolo e ha perso cifre"
            ),
            format!(
                "the id `{shown}` was turned into a number by the spreadsheet and has lost digits"
            ),
            Text::new(
                "formattare la colonna come testo e riscriverlo",
                "format the column as text and write it again",
            ),
        )
    } else {
        return Ok(id);
    };
    Err(Box::new(
        Diagnostic::data(code, place.clone(), Text::new(it, en)).with_hint(hint),
    ))
}

/// Says that a proposal has no id.
pub(super) fn missing_id(place: &DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::MissingId,
        place.clone(),
        Text::new(
            "la proposta non ha identificativo",
            "the proposal has no id",
        ),
    )
    .with_hint(Text::new(
        "ogni proposta ne vuole uno suo, per esempio il numero di protocollo",
        "each proposal needs one of its own, such as the protocol number",
    ))
}

/// Says that a record is too long.
pub(super) fn too_long(place: DataPlace) -> Diagnostic {
    Diagnostic::data(
        Code::LimitExceeded,
        place,
        Text::new(
            "la proposta occupa più di 256 KiB",
            "the proposal takes more than 256 KiB",
        ),
    )
    .with_hint(Text::new(
        "controllare che non manchino virgolette di chiusura o un a capo",
        "check that no closing quote or line end is missing",
    ))
}

/// Places what is wrong with a cell.
pub(super) fn cell_diagnostic(error: CellError, place: DataPlace) -> Diagnostic {
    let code = match error.kind {
        CellErrorKind::BadValue => Code::BadValue,
        CellErrorKind::UnknownCode => Code::UnknownCode,
        CellErrorKind::OutOfBounds => Code::OutOfBounds,
    };
    let mut diagnostic = Diagnostic::data(code, place, error.message);
    diagnostic.hint = error.hint;
    diagnostic
}

/// Puts the rows of a file in order: proposals by id, refused rows as they stand in the file. Rows
/// that share an id are all refused, since nobody can tell which one counts; a row refused for
/// another reason still claims its id.
pub(super) fn finish(mut rows: Vec<Row>) -> Received {
    let mut by_id: BTreeMap<String, Vec<DataPlace>> = BTreeMap::new();
    for row in &rows {
        if let Some(id) = &row.id {
            by_id.entry(id.clone()).or_default().push(row.place.clone());
        }
    }
    for row in &mut rows {
        let Some(id) = &row.id else { continue };
        let places = by_id.get(id).map(Vec::as_slice).unwrap_or_default();
        if places.len() > 1 {
            row.errors.push(duplicate(id, &row.place, places));
        }
    }
    let mut received = Received::default();
    for row in rows {
        match row.id {
            Some(id) if row.errors.is_empty() => received.proposals.push(Proposal {
                id,
                facts: row.facts,
                compare: row.compare,
                place: row.place,
            }),
            _ => received.refused.push(RefusedRow {
                place: row.place,
                diagnostics: row.errors,
                facts: row.facts,
            }),
        }
    }
    received.proposals.sort_by(|a, b| a.id.cmp(&b.id));
    received.notices = look_alikes(&received.proposals);
    received
}

/// Returns the proposal of a row that is judged by itself.
pub(super) fn one(row: Row) -> Result<Proposal, RefusedRow> {
    let place = row.place.clone();
    let mut received = finish(vec![row]);
    match received.proposals.pop() {
        Some(proposal) => Ok(proposal),
        None => Err(received.refused.pop().unwrap_or_else(|| RefusedRow {
            place,
            diagnostics: Vec::new(),
            facts: Vec::new(),
        })),
    }
}

fn duplicate(id: &str, place: &DataPlace, places: &[DataPlace]) -> Diagnostic {
    let others: Vec<&DataPlace> = places
        .iter()
        .filter(|other| *other != place)
        .take(MOST_PLACES)
        .collect();
    let left = places.len().saturating_sub(others.len()).saturating_sub(1);
    let here = std::iter::once(&place).chain(&others);
    let mut spots: Vec<String> = here.map(|it| spot(it)).collect();
    if left > 0 {
        spots.push(format!("… (+{left})"));
    }
    let spots = spots.join(", ");
    let (it, en) = match place.pointer {
        Some(_) => ("elementi", "items"),
        None => ("righe", "lines"),
    };
    let mut diagnostic = Diagnostic::data(
        Code::DuplicateProposal,
        place.clone(),
        Text::new(
            format!("la proposta `{id}` sta più volte nel file ({it} {spots}): nessuna è presa"),
            format!("the proposal `{id}` stands more than once in the file ({en} {spots}): none is taken"),
        ),
    )
    .with_hint(Text::new(
        "tenere solo quella che vale, o dare a ciascuna il suo identificativo",
        "keep only the one that counts, or give each its own id",
    ));
    diagnostic.related = others
        .into_iter()
        .map(|other| Label {
            place: Place::Data(other.clone()),
            text: Text::new("anche qui", "here too"),
        })
        .collect();
    diagnostic
}

/// Writes where a row stands in its file.
fn spot(place: &DataPlace) -> String {
    match (&place.pointer, place.line) {
        (Some(pointer), _) => format!("`{pointer}`"),
        (None, Some(line)) => line.to_string(),
        (None, None) => String::new(),
    }
}

/// Points out proposals whose ids differ only in capitals or in spaces: taken, since they differ,
/// but perhaps sent twice.
fn look_alikes(proposals: &[Proposal]) -> Vec<Diagnostic> {
    let mut alike: BTreeMap<String, Vec<&Proposal>> = BTreeMap::new();
    for proposal in proposals {
        let folded = proposal.id.to_lowercase();
        let folded: String = folded.split_whitespace().collect();
        alike.entry(folded).or_default().push(proposal);
    }
    let mut notices = Vec::new();
    for group in alike.into_values() {
        let [first, others @ ..] = group.as_slice() else {
            continue;
        };
        for other in others {
            let (one, two) = (&first.id, &other.id);
            let mut notice = Diagnostic::notice(
                Code::DuplicateProposal,
                other.place.clone(),
                Text::new(
                    format!("`{one}` e `{two}` differiscono solo per maiuscole o spazi"),
                    format!("`{one}` and `{two}` differ only in capitals or spaces"),
                ),
            )
            .with_hint(Text::new(
                "controllare che non sia la stessa proposta; sono state prese entrambe",
                "check that they are not the same proposal; both were taken",
            ));
            notice.related.push(Label {
                place: Place::Data(first.place.clone()),
                text: Text::new("l'altra", "the other one"),
            });
            notices.push(notice);
        }
    }
    notices
}
