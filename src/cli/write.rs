//! Files that appear whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::error::CliError;
use super::files::folder_of;

/// Files that appear together.
pub(super) struct Tree<'a> {
    /// The files, by their paths below the folder.
    pub(super) files: Vec<(&'a str, &'a [u8])>,
    /// The file that comes last: where it stands, the others do.
    pub(super) last: (&'a str, &'a [u8]),
}

/// Writes all files into `folder`, which is made if it is missing: first every file is written
/// and synced under another name, then all are renamed in the order given.
pub(super) fn write_files(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), CliError> {
    let Some((last, files)) = files.split_last() else {
        return fs::create_dir_all(folder).map_err(CliError::write(folder));
    };
    let files = files.to_vec();
    write_tree(folder, &Tree { files, last: *last })
}

/// Writes files into `folder` and folders below it as [`write_files`] does; before the last one is
/// renamed, the names of the others are safe on the disk.
pub(super) fn write_tree(folder: &Path, tree: &Tree<'_>) -> Result<(), CliError> {
    let mut folders = BTreeSet::from([folder.to_owned()]);
    let mut staged = Vec::with_capacity(tree.files.len());
    for (name, bytes) in tree.files.iter().chain([&tree.last]) {
        let path = folder.join(name);
        let home = folder_of(&path);
        fs::create_dir_all(&home).map_err(CliError::write(&home))?;
        folders.extend(
            home.ancestors()
                .take_while(|it| *it != folder)
                .map(Path::to_owned),
        );
        let file = stage(&home, bytes, None).map_err(CliError::write(&path))?;
        staged.push((file, path));
    }
    let last = staged.pop();
    for (file, path) in staged {
        put(file, &path)?;
    }
    for folder in &folders {
        sync_folder(folder).map_err(CliError::write(folder))?;
    }
    if let Some((file, path)) = last {
        put(file, &path)?;
    }
    sync_folder(folder).map_err(CliError::write(folder))
}

fn put(file: NamedTempFile, path: &Path) -> Result<(), CliError> {
    let persisted = file.persist(path);
    persisted
        .map(drop)
        .map_err(|error| CliError::write(path)(error.error))
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

/// Writes and syncs a file under a name that nobody looks for.
fn stage(folder: &Path, bytes: &[u8], like: Option<Permissions>) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".bando-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the user's umask leaves, as for any file made by a program.
        builder.permissions(Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(permissions) = like {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes renames last; where folders cannot be opened there is nothing to sync.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}
