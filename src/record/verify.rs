//! A record, held against the inputs kept beside it.

use serde::Deserialize;
use serde_json::Value;

use super::copies::{Copy, InputKind};
use super::differences::{Difference, DifferenceKind, differences};
use super::manifest::{FORM, Listed, Manifest};
use super::recompute::{Recomputed, recompute};
use super::sums::wrong_sums;
use crate::assessment::Stage;
use crate::report::{List, stage_of_code};
use crate::source::{FileError, Files, digest};
use crate::text::Text;

/// What holding a record against its inputs gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The SHA-256 of the record's bytes.
    pub digest: String,
    /// How many inputs it names.
    pub inputs: usize,
    /// How many proposals were ranked anew, where that could be done.
    pub proposals: usize,
    /// Everything that differs; nothing where the record is confirmed byte for byte.
    pub differences: Vec<Difference>,
}

/// Holds the record `bytes` against its inputs: their digests, and the outcome made of them again.
/// Lists that stand beside it must be those of the outcome, in either language. `files` are those
/// of the record's folder.
///
/// # Errors
/// Says why `bytes` are no record.
pub fn verify(bytes: &[u8], files: &dyn Files) -> Result<Verified, Text> {
    let (head, then) = read(bytes)?;
    let manifest = &head.record;
    let mut verified = Verified {
        digest: digest(bytes),
        inputs: manifest.inputs.len(),
        proposals: 0,
        differences: Vec::new(),
    };
    verified.differences.extend(wrong_sums(&then));
    let (copies, changed) = kept(manifest, files);
    verified.differences.extend(changed);
    if copies.len() < manifest.inputs.len() {
        return Ok(verified);
    }
    match recompute(manifest.settings(), head.stage, &copies) {
        Ok(now) => {
            verified.proposals = now.outcome.proposals.len();
            verified
                .differences
                .extend(differences(bytes, &then, &now.text));
            verified.differences.extend(wrong_lists(&now, files));
        }
        Err(why) => {
            let why = why.text(&copies);
            verified.differences.push(Difference::new(
                DifferenceKind::NoOutcome,
                None,
                Text::new(
                    format!("dai file di ingresso non viene nessun esito: {}", why.it),
                    format!(
                        "the inputs make no outcome: {}",
                        why.en.as_ref().unwrap_or(&why.it)
                    ),
                ),
            ));
        }
    }
    let chain = broken_chain(manifest, head.stage, &copies);
    verified.differences.extend(chain);
    Ok(verified)
}

/// Reads the inputs of a record, in their order, and says which are no longer those recorded.
pub(super) fn kept(manifest: &Manifest, files: &dyn Files) -> (Vec<Copy>, Vec<Difference>) {
    let mut copies = Vec::new();
    let mut differences = Vec::new();
    for listed in &manifest.inputs {
        match input(listed, files) {
            Ok((copy, difference)) => {
                copies.push(copy);
                differences.extend(difference);
            }
            Err(difference) => differences.push(difference),
        }
    }
    copies.sort_by(|a, b| (a.kind, &a.file).cmp(&(b.kind, &b.file)));
    (copies, differences)
}

/// Follows the chain of slides back: each record before must come from the inputs that it had.
fn broken_chain(manifest: &Manifest, stage: Stage, copies: &[Copy]) -> Vec<Difference> {
    let of = |kind| copies.iter().filter(move |copy: &&Copy| copy.kind == kind);
    let slides = of(InputKind::Events).count();
    let mut broken = Vec::new();
    for (number, former) in of(InputKind::Former).enumerate() {
        let mut seen = [0_usize; 2];
        let then = copies.iter().filter(|copy| {
            let [formers, events] = &mut seen;
            let count = match copy.kind {
                InputKind::Former => formers,
                InputKind::Events => events,
                _ => return true,
            };
            *count = count.saturating_add(1);
            *count <= number
        });
        let then: Vec<Copy> = then.cloned().collect();
        // The lot may have been drawn since; never another one.
        let mut settings = manifest.settings();
        if Manifest::read(&former.bytes).is_some_and(|it| it.seed.is_none()) {
            settings.seed = None;
        }
        let made = recompute(settings, stage, &then);
        if made.is_err() || made.is_ok_and(|made| made.text.as_bytes() != former.bytes) {
            broken.push(former.file.clone());
        }
    }
    if of(InputKind::Former).count() != slides {
        broken.push("outcome.json".to_owned());
    }
    let told = broken.into_iter().map(|file| {
        let message = Text::new(
            format!("`{file}`: la catena dei verbali non torna: questo non viene dai file di ingresso che aveva"),
            format!("`{file}`: the chain of records is broken: this one does not come from the inputs that it had"),
        );
        Difference::new(DifferenceKind::Chain, Some(file), message)
    });
    told.collect()
}

/// What must be known of a record before it can be held against anything.
pub(super) struct Head {
    pub(super) record: Manifest,
    pub(super) stage: Stage,
}

#[derive(Deserialize)]
struct WrittenHead {
    record: Manifest,
    stage: String,
}

pub(super) fn read(bytes: &[u8]) -> Result<(Head, Value), Text> {
    let none = || {
        Text::new(
            "non è il verbale di un esito: manca la parte `record`, o non si può leggere",
            "it is not the record of an outcome: the part `record` is missing, or cannot be read",
        )
    };
    let then: Value = serde_json::from_slice(bytes).map_err(|_| none())?;
    let head = WrittenHead::deserialize(&then).map_err(|_| none())?;
    if head.record.form > FORM {
        return Err(Text::new(
            format!(
                "è un verbale di forma {}: serve un programma più recente",
                head.record.form
            ),
            format!(
                "it is a record of form {}: it needs a newer engine",
                head.record.form
            ),
        ));
    }
    let stage = stage_of_code(&head.stage).ok_or_else(none)?;
    let record = head.record;
    Ok((Head { record, stage }, then))
}

/// Reads an input, and says whether its digest is another.
fn input(listed: &Listed, files: &dyn Files) -> Result<(Copy, Option<Difference>), Difference> {
    let (it, en) = what(listed.kind);
    let file = &listed.file;
    let bytes = files.read(file).map_err(|error| {
        let (why_it, why_en) = match error {
            FileError::NotFound { .. } => ("non c'è".to_owned(), "is missing".to_owned()),
            FileError::Unsafe => (
                "è fuori della cartella del verbale".to_owned(),
                "is outside the folder of the record".to_owned(),
            ),
            FileError::Unreadable(why) => (
                format!("non si può leggere: {why}"),
                format!("cannot be read: {why}"),
            ),
        };
        Difference::new(
            DifferenceKind::InputMissing,
            Some(file.clone()),
            Text::new(
                format!("`{file}` ({it}): {why_it}"),
                format!("`{file}` ({en}): {why_en}"),
            ),
        )
    })?;
    let (now, then) = (digest(&bytes), &listed.sha256);
    let changed = (now != *then).then(|| {
        Difference::new(
            DifferenceKind::InputChanged,
            Some(file.clone()),
            Text::new(
                format!(
                    "`{file}` ({it}) non è più quello del verbale: la sua impronta SHA-256 è {now}, nel verbale {then}"
                ),
                format!(
                    "`{file}` ({en}) is no longer that of the record: its SHA-256 is {now}, in the record {then}"
                ),
            ),
        )
    });
    let copy = Copy {
        kind: listed.kind,
        file: file.clone(),
        bytes,
    };
    Ok((copy, changed))
}

fn what(kind: InputKind) -> (&'static str, &'static str) {
    match kind {
        InputKind::Rules => ("regole", "rules"),
        InputKind::Table => ("tabella", "table"),
        InputKind::Proposals => ("proposte", "proposals"),
        InputKind::Assignments => ("incarichi", "assignments"),
        InputKind::Marks => ("voti", "marks"),
        InputKind::Frozen => ("esito approvato prima", "outcome approved before"),
        InputKind::Former => ("verbale precedente", "record before"),
        InputKind::Events => ("eventi", "events"),
    }
}

/// Returns the lists beside the record that say something else than the outcome, in whatever
/// language. A list that is not there says nothing.
fn wrong_lists(now: &Recomputed, files: &dyn Files) -> Vec<Difference> {
    let [italian, english] = &now.lists;
    let same = |list: &List, bytes: &[u8]| list.text.as_bytes() == bytes;
    let each = italian.iter().zip(english);
    each.filter(|(it, en)| {
        let beside = files.read(it.file);
        beside.is_ok_and(|bytes| !same(it, &bytes) && !same(en, &bytes))
    })
    .map(|(list, _)| {
        let file = list.file;
        Difference::new(
            DifferenceKind::List,
            Some(file.to_owned()),
            Text::new(
                format!("l'elenco `{file}` non è quello che viene dall'esito"),
                format!("the list `{file}` is not the one that the outcome makes"),
            ),
        )
    })
    .collect()
}
