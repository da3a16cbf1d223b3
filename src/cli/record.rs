//! A record on disk: the lists, copies of the inputs, and last the record itself.

use std::path::{Path, PathBuf};

use super::error::CliError;
use super::files::read_file;
use super::write::{Tree, remove_files, write_tree};
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
/// names stands whole beside it. Another outcome gives way only if it may.
pub(super) fn write(folder: &Path, written: &Written<'_>) -> Result<(), CliError> {
    let record = folder.join(RECORD);
    let former = match record.symlink_metadata() {
        Ok(_) => Some(read_file(&record).map_err(CliError::read(&record))?),
        Err(_) => None,
    };
    let other = former.filter(|bytes| bytes != written.json.as_bytes());
    match other {
        Some(_) if !written.replace => {
            return Err(CliError::OtherOutcome {
                path: folder.to_owned(),
            });
        }
        // Between two outcomes there is none: lists of one beside the record of the other would
        // deceive.
        Some(bytes) => remove_former(folder, &bytes)?,
        None => refuse_strangers(folder, written)?,
    }
    let lists = written.lists.iter();
    let lists = lists.map(|list| (list.file, list.text.as_bytes()));
    let published = written.published.iter();
    let published = published.map(|(file, bytes)| (*file, bytes.as_slice()));
    let copies = written.copies.iter();
    let copies = copies.map(|copy| (copy.file.as_str(), copy.bytes.as_slice()));
    write_tree(
        folder,
        &Tree {
            files: copies.chain(lists).chain(published).collect(),
            last: (RECORD, written.json.as_bytes()),
        },
    )?;
    // A list of an earlier call would be taken for this one's.
    let is_written = |name: &str| {
        let mut published = written.published.iter();
        written.lists.iter().any(|list| list.file == name)
            || published.any(|(file, _)| *file == name)
    };
    let all = published_names().into_iter();
    let old = all.filter(|name| !is_written(name));
    remove_files(folder, old)
}

/// Removes a record, and then the inputs that it names.
fn remove_former(folder: &Path, bytes: &[u8]) -> Result<(), CliError> {
    remove_files(folder, [RECORD])?;
    let inputs = Manifest::read(bytes)
        .map(|it| it.inputs)
        .unwrap_or_default();
    let files = inputs.iter().map(|listed| listed.file.as_str());
    remove_files(folder, files.filter(|file| Manifest::is_kept(file)))
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
