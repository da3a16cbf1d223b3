//! A record, held against the inputs kept beside it.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::beside::beside;
use super::copies::{Copy, InputKind, slide_of};
use super::differences::{Difference, DifferenceKind, differences, why_unread};
use super::manifest::{FORM, Listed, Manifest};
use super::published::{RECORD, published_names, what};
use super::recompute::recompute;
use super::sums::wrong_sums;
use crate::assessment::Stage;
use crate::report::stage_of_code;
use crate::source::{Files, digest};
use crate::text::{Language, Text};

/// What holding a record against its inputs gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The SHA-256 of the record's bytes.
    pub digest: String,
    /// How many inputs it names.
    pub inputs: usize,
    /// How many proposals were ranked anew, where that could be done.
    pub proposals: usize,
    /// The files that the outcome makes beside the record, where that could be told.
    pub published: Vec<&'static str>,
    /// The language in which they are published.
    pub language: Option<Language>,
    /// Everything that differs; nothing where the record is confirmed byte for byte.
    pub differences: Vec<Difference>,
    /// Every file that belongs to the record or is told of in a difference.
    known: BTreeSet<String>,
}

impl Verified {
    /// Returns which of the files found in the record's folder have nothing to do with it.
    pub fn others<'f>(&self, found: &'f [String]) -> Vec<&'f str> {
        let found = found.iter().map(String::as_str);
        found.filter(|file| !self.known.contains(*file)).collect()
    }
}

/// Holds the record `bytes` against its inputs: their digests, and the outcome made of them again.
/// The lists, the workbook and the page beside it must be those of the outcome, all in one language.
/// `files` are those of the record's folder.
///
/// # Errors
/// Says why `bytes` are no record.
pub fn verify(bytes: &[u8], files: &dyn Files) -> Result<Verified, Text> {
    let (head, then) = read(bytes)?;
    let manifest = &head.record;
    let inputs = manifest.inputs.iter().map(|it| it.file.clone());
    let mut verified = Verified {
        digest: digest(bytes),
        inputs: manifest.inputs.len(),
        proposals: 0,
        published: Vec::new(),
        language: None,
        differences: Vec::new(),
        known: inputs.chain([RECORD.to_owned()]).collect(),
    };
    let (copies, changed) = kept(manifest, files);
    verified.differences.extend(changed);
    if copies.len() == manifest.inputs.len() {
        held(&mut verified, (bytes, &then), &head, &copies, files);
        let chain = broken_chain(manifest, head.stage, &copies);
        verified.differences.extend(chain);
    }
    verified.differences.extend(wrong_sums(&then));
    if verified.published.is_empty() {
        let names = published_names().into_iter().map(str::to_owned);
        verified.known.extend(names);
    }
    let told = verified.differences.iter();
    let told: Vec<_> = told.filter_map(|it| it.about.clone()).collect();
    verified.known.extend(told);
    Ok(verified)
}

/// Holds a record, and what is published beside it, against the outcome that its inputs make.
fn held(
    verified: &mut Verified,
    (bytes, then): (&[u8], &Value),
    head: &Head,
    copies: &[Copy],
    files: &dyn Files,
) {
    let manifest = &head.record;
    match recompute(manifest.settings(), head.stage, copies) {
        Ok(mut now) => {
            // An input that has changed is told already.
            if !verified.differences.is_empty() {
                now.with_digests_of(manifest);
            }
            verified.proposals = now.outcome.proposals.len();
            let found = differences(bytes, then, &now.text);
            verified.differences.extend(found);
            let beside = beside(&now, files);
            let names = beside.names.iter().map(|name| (*name).to_owned());
            verified.known.extend(names);
            verified.published = beside.names;
            verified.language = Some(beside.language);
            verified.differences.extend(beside.differences);
        }
        Err(why) => {
            let why = why.text(copies);
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
pub(super) fn broken_chain(manifest: &Manifest, stage: Stage, copies: &[Copy]) -> Vec<Difference> {
    let of = |kind| copies.iter().filter(move |copy: &&Copy| copy.kind == kind);
    let slides = of(InputKind::Events).count();
    let mut broken = Vec::new();
    for (number, former) in of(InputKind::Former).enumerate() {
        let mut seen = [0_usize; 2];
        let then = copies.iter().filter(|copy| {
            let [formers, events] = &mut seen;
            let count = match copy.kind {
                InputKind::LaterProgramme => {
                    return slide_of(copy).is_some_and(|slide| slide <= number);
                }
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
    let what = what(listed.kind);
    let [it, en] = [Language::Italian, Language::English].map(|language| what.get(language));
    let file = &listed.file;
    let bytes = files.read(file).map_err(|error| {
        let (why_it, why_en) = why_unread(error);
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
