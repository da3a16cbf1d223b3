//! A record on disk: the lists, copies of the inputs, and last the record itself.

use std::path::{Path, PathBuf};

use super::disk::System;
use super::error::CliError;
use super::files::read_file;
use super::tree::{Tree, write_tree};
use crate::record::{Copy, Manifest, Published, RECORD, published_names};
use crate::report::List;

/// Returns the record that `given` is, or holds if it is a folder.
pub(super) fn record_in(given: &Path) -> PathBuf {
    if given.is_dir() {
        given.join(RECORD)
    } else {
        given.to_owned()
    }
}

/// What is written of an outcome.
pub(super) struct Written<'a> {
    pub(super) lists: &'a [List],
    /// The workbook and the page.
    pub(super) published: &'a [Published],
    pub(super) copies: &'a [Copy],
    pub(super) json: &'a str,
    /// Whether another outcome may give way.
    pub(super) replace: bool,
}

/// Writes an outcome into `folder`. The record comes last: where it stands, everything that it
/// names stands whole beside it. Another outcome gives way only if it may, and with it all that it
/// published: lists of one beside the record of the other would deceive.
pub(super) fn write(folder: &Path, written: &Written<'_>) -> Result<(), CliError> {
    let record = folder.join(RECORD);
    let former = match record.symlink_metadata() {
        Ok(_) => Some(read_file(&record).map_err(CliError::read(&record))?),
        Err(_) => None,
    };
    let is_other = former.as_ref().map(|it| it != written.json.as_bytes());
    match is_other {
        Some(true) if !written.replace => {
            return Err(CliError::OtherOutcome {
                path: folder.to_owned(),
            });
        }
        Some(_) => {}
        None => refuse_strangers(folder, written)?,
    }
    let lists = written.lists.iter();
    let lists = lists.map(|list| (list.file, list.text.as_bytes()));
    let published = written.published.iter();
    let published = published.map(|(file, bytes)| (*file, bytes.as_slice()));
    let copies = written.copies.iter();
    let copies = copies.map(|copy| (copy.file.as_str(), copy.bytes.as_slice()));
    let files: Vec<(&str, &[u8])> = copies.chain(lists).chain(published).collect();
    let former = former.as_deref().map(inputs_of).unwrap_or_default();
    let names = published_names().into_iter().map(str::to_owned);
    let mut gone: Vec<String> = former.into_iter().chain(names).collect();
    gone.retain(|name| !files.iter().any(|(file, _)| file == name));
    let last = (RECORD, written.json.as_bytes());
    write_tree(&System, folder, &Tree { files, gone, last })
}

/// Returns the inputs that a record names and keeps.
fn inputs_of(record: &[u8]) -> Vec<String> {
    let inputs = Manifest::read(record).map(|it| it.inputs);
    let files = inputs.unwrap_or_default().into_iter().map(|it| it.file);
    files.filter(|file| Manifest::is_kept(file)).collect()
}

/// Refuses to write over files that no record of ours names.
fn refuse_strangers(folder: &Path, written: &Written<'_>) -> Result<(), CliError> {
    for copy in written.copies {
        let path = folder.join(&copy.file);
        if path.symlink_metadata().is_ok() {
            let there = read_file(&path).map_err(CliError::read(&path))?;
            if there != copy.bytes && !written.replace {
                return Err(CliError::Exists { path });
            }
        }
    }
    Ok(())
}
