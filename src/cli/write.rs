//! Files that appear whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{System, stage, sync_folder};
use super::error::CliError;
use super::files::folder_of;
use super::tree::{Tree, write_tree};

/// Writes all files into `folder`, which is made if it is missing, all of them or none.
pub(super) fn write_files(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), CliError> {
    let Some((last, files)) = files.split_last() else {
        return fs::create_dir_all(folder).map_err(CliError::write(folder));
    };
    let tree = Tree {
        files: files.to_vec(),
        gone: Vec::new(),
        last: *last,
    };
    write_tree(&System, folder, &tree)
}

/// Writes new files into `folder`, which is made if it is missing; if any of them is there already,
/// none is written.
pub(super) fn write_new_files(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), CliError> {
    let paths = files.iter().map(|(name, _)| folder.join(name));
    for path in paths {
        if path.symlink_metadata().is_ok() {
            return Err(CliError::Exists { path });
        }
    }
    write_files(folder, files)
}

/// Removes files from `folder` that are there.
pub(super) fn remove_files<'a>(
    folder: &Path,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), CliError> {
    for name in names {
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(CliError::write(&path)(error));
            }
            _ => {}
        }
    }
    sync_folder(folder).map_err(CliError::write(folder))
}

/// Writes a new file, and never over one that is there.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let folder = folder_of(path);
    let file = stage(&folder, bytes, None).map_err(CliError::write(path))?;
    file.persist_noclobber(path)
        .map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => CliError::Exists {
                path: path.to_owned(),
            },
            _ => CliError::write(path)(error.error),
        })?;
    sync_folder(&folder).map_err(CliError::write(path))
}

/// Writes a file anew that is there already; its permissions stay, and a link to it stays a link.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    replace_target(path, bytes).map_err(CliError::write(path))
}

fn replace_target(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target: PathBuf = path.canonicalize()?;
    let folder = folder_of(&target);
    let permissions = fs::metadata(&target)?.permissions();
    let file = stage(&folder, bytes, Some(permissions))?;
    file.persist(&target).map_err(|error| error.error)?;
    sync_folder(&folder)
}
