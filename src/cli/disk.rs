//! What writing asks of a disk, step by step.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile, TempDir};

/// With what the names of files begin that nobody looks for.
pub(super) const HIDDEN: &str = ".bando-";

/// The steps of writing: tests let any of them fail.
pub(super) trait Disk {
    /// Makes a folder and those above it, where they are missing.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes a folder in `folder` under a name that nobody looks for.
    fn make_hidden(&self, folder: &Path) -> io::Result<TempDir>;
    /// Writes and syncs a file in `folder` under a name that nobody looks for.
    fn stage(&self, folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile>;
    /// Gives a staged file its name.
    fn put(&self, staged: NamedTempFile, path: &Path) -> io::Result<()>;
    /// Gives a file another name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the names in a folder last.
    fn sync(&self, folder: &Path) -> io::Result<()>;
    /// Removes a folder that nobody looks for, with what is in it.
    fn remove_hidden(&self, folder: TempDir) -> io::Result<()>;
}

/// The disk of this machine.
pub(super) struct System;

impl Disk for System {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn make_hidden(&self, folder: &Path) -> io::Result<TempDir> {
        Builder::new().prefix(HIDDEN).tempdir_in(folder)
    }

    fn stage(&self, folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
        stage(folder, bytes, None)
    }

    fn put(&self, staged: NamedTempFile, path: &Path) -> io::Result<()> {
        staged.persist(path).map(drop).map_err(|it| it.error)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync(&self, folder: &Path) -> io::Result<()> {
        sync_folder(folder)
    }

    fn remove_hidden(&self, folder: TempDir) -> io::Result<()> {
        folder.close()
    }
}

/// Writes and syncs a file under a name that nobody looks for.
pub(super) fn stage(
    folder: &Path,
    bytes: &[u8],
    like: Option<Permissions>,
) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(HIDDEN);
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
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}
