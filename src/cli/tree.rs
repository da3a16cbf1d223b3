//! Files that appear together in place of others, or not at all.
//!
//! # Steps
//! 1. Every new file is written and synced under a hidden name. Nothing has changed yet: a full disk
//!    or a broken one is found here.
//! 2. What gives way is moved aside into a hidden folder, the old last file first: from here on
//!    whoever looks finds no whole set, and nobody takes a mixture for one.
//! 3. The new files get their names, all but the last; their folders are synced.
//! 4. The last file gets its name: where it stands, all others do.
//!
//! Where a step up to here fails, those before it are undone, and the old files stand as they did.
//! Where that fails too, the last file stands nowhere, and whoever is told so learns where the old
//! files lie. What was moved aside is removed in the end; if it stays, that is told.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::disk::Disk;
use super::error::CliError;
use super::files::folder_of;

/// Files that appear together.
pub(super) struct Tree<'a> {
    /// The files, by their paths below the folder.
    pub(super) files: Vec<(&'a str, &'a [u8])>,
    /// Files that go, if they are there.
    pub(super) gone: Vec<String>,
    /// The file that comes last: where it stands, the others do.
    pub(super) last: (&'a str, &'a [u8]),
}

/// Writes files into `folder` and folders below it.
pub(super) fn write_tree(disk: &dyn Disk, folder: &Path, tree: &Tree<'_>) -> Result<(), CliError> {
    let mut folders = BTreeSet::from([folder.to_owned()]);
    let mut staged = Vec::with_capacity(tree.files.len());
    for (name, bytes) in tree.files.iter().chain([&tree.last]) {
        let path = folder.join(name);
        let home = folder_of(&path);
        disk.make_folder(&home).map_err(CliError::write(&home))?;
        let inner = home.ancestors().take_while(|it| *it != folder);
        folders.extend(inner.map(Path::to_owned));
        let file = disk.stage(&home, bytes).map_err(CliError::write(&path))?;
        staged.push((file, path));
    }
    let aside = disk.make_hidden(folder).map_err(CliError::write(folder))?;
    let mut swap = Swap {
        disk,
        aside: aside.path(),
        done: Vec::new(),
    };
    let swapped = swap.all(folder, tree, (staged, &folders));
    if let Err(error) = swapped {
        if swap.undo(&folders) {
            return Err(error);
        }
        // What was there is safer under a hidden name than nowhere.
        return Err(CliError::HalfWritten {
            folder: folder.to_owned(),
            last: tree.last.0.to_owned(),
            aside: aside.keep(),
            why: Box::new(error),
        });
    }
    disk.sync(folder).map_err(CliError::write(folder))?;
    let hidden = aside.path().to_owned();
    disk.remove_hidden(aside)
        .map_err(|source| CliError::LeftBehind {
            path: hidden,
            source,
        })
}

/// What has been done, so that it can be undone.
struct Swap<'a> {
    disk: &'a dyn Disk,
    aside: &'a Path,
    done: Vec<Done>,
}

enum Done {
    Aside { from: PathBuf, to: PathBuf },
    Put(PathBuf),
}

impl Swap<'_> {
    fn all(
        &mut self,
        folder: &Path,
        tree: &Tree<'_>,
        (mut staged, folders): (Vec<(NamedTempFile, PathBuf)>, &BTreeSet<PathBuf>),
    ) -> Result<(), CliError> {
        let last = staged.pop();
        if self.set_aside(&folder.join(tree.last.0))? {
            self.disk.sync(folder).map_err(CliError::write(folder))?;
        }
        for name in &tree.gone {
            self.set_aside(&folder.join(name))?;
        }
        for (file, path) in staged {
            self.set_aside(&path)?;
            self.put(file, path)?;
        }
        for folder in folders {
            self.disk.sync(folder).map_err(CliError::write(folder))?;
        }
        match last {
            Some((file, path)) => self.put(file, path),
            None => Ok(()),
        }
    }

    /// Moves a file aside; returns whether there was one.
    fn set_aside(&mut self, path: &Path) -> Result<bool, CliError> {
        let kind = path.symlink_metadata().map(|it| it.file_type());
        // A folder of that name is somebody's own: the new file cannot take its place.
        if kind.map_or(true, |it| it.is_dir()) {
            return Ok(false);
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let to = self.aside.join(format!("{}-{name}", self.done.len()));
        let moved = self.disk.rename(path, &to);
        moved.map_err(CliError::write(path))?;
        let from = path.to_owned();
        self.done.push(Done::Aside { from, to });
        Ok(true)
    }

    fn put(&mut self, file: NamedTempFile, path: PathBuf) -> Result<(), CliError> {
        let put = self.disk.put(file, &path);
        put.map_err(CliError::write(&path))?;
        self.done.push(Done::Put(path));
        Ok(())
    }

    /// Puts everything back, the old last file only once all others are; returns whether they are.
    fn undo(self, folders: &BTreeSet<PathBuf>) -> bool {
        let mut is_whole = true;
        let mut rest = self.done.into_iter().rev().peekable();
        while let Some(done) = rest.next() {
            if rest.peek().is_none() && !is_whole {
                break;
            }
            let undone = match done {
                Done::Aside { from, to } => self.disk.rename(&to, &from),
                Done::Put(path) => self.disk.remove(&path),
            };
            is_whole &= undone.is_ok();
        }
        for folder in folders {
            // The error that made us go back is the one to tell.
            let _ = self.disk.sync(folder);
        }
        is_whole
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;
    use std::{fs, io};

    use tempfile::TempDir;

    use super::super::disk::{HIDDEN, System};
    use super::*;
    use crate::text::Language;

    /// A disk of which a step fails, by its number: that one alone, or it and all behind it.
    struct Failing {
        at: usize,
        for_good: bool,
        step: Cell<usize>,
    }

    impl Failing {
        fn step(&self) -> io::Result<()> {
            let step = self.step.get();
            self.step.set(step.saturating_add(1));
            let fails = step == self.at || (self.for_good && step > self.at);
            if fails {
                Err(io::Error::other("no disk"))
            } else {
                Ok(())
            }
        }
    }

    impl Disk for Failing {
        fn make_folder(&self, folder: &Path) -> io::Result<()> {
            self.step()?;
            System.make_folder(folder)
        }
        fn make_hidden(&self, folder: &Path) -> io::Result<TempDir> {
            self.step()?;
            System.make_hidden(folder)
        }
        fn stage(&self, folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
            self.step()?;
            System.stage(folder, bytes)
        }
        fn put(&self, staged: NamedTempFile, path: &Path) -> io::Result<()> {
            self.step()?;
            System.put(staged, path)
        }
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.step()?;
            System.rename(from, to)
        }
        fn remove(&self, path: &Path) -> io::Result<()> {
            self.step()?;
            System.remove(path)
        }
        fn sync(&self, folder: &Path) -> io::Result<()> {
            self.step()?;
            System.sync(folder)
        }
        fn remove_hidden(&self, folder: TempDir) -> io::Result<()> {
            if let Err(error) = self.step() {
                drop(folder.keep());
                return Err(error);
            }
            System.remove_hidden(folder)
        }
    }

    type Found = BTreeMap<String, String>;

    /// Returns the files of a folder that somebody looks for.
    fn found(folder: &Path) -> Found {
        let mut found = Found::new();
        let mut rest = vec![folder.to_owned()];
        while let Some(inner) = rest.pop() {
            for entry in fs::read_dir(inner).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                if name.contains(HIDDEN) {
                    continue;
                }
                if path.is_dir() {
                    rest.push(path);
                } else {
                    found.insert(name, fs::read_to_string(path).unwrap());
                }
            }
        }
        found
    }

    const OLD: [(&str, &str); 5] = [
        ("outcome.json", "old"),
        ("funded.csv", "old"),
        ("pools.csv", "old"),
        ("inputs/rules/a.bando", "old"),
        ("appunti.txt", "mine"),
    ];

    fn tree() -> Tree<'static> {
        Tree {
            files: vec![
                ("inputs/rules/b.bando", b"new"),
                ("inputs/proposals/p.csv", b"new"),
                ("funded.csv", b"new"),
            ],
            gone: ["pools.csv", "inputs/rules/a.bando", "left.csv"]
                .map(str::to_owned)
                .to_vec(),
            last: ("outcome.json", b"new"),
        }
    }

    fn new() -> Found {
        let tree = tree();
        let files = tree.files.iter().chain([&tree.last]);
        let mut new: Found = files
            .map(|(name, bytes)| {
                let text = String::from_utf8(bytes.to_vec()).unwrap();
                ((*name).to_owned(), text)
            })
            .collect();
        new.insert("appunti.txt".to_owned(), "mine".to_owned());
        new
    }

    /// Writes over the old files on a disk that fails, and returns what stands then and what is
    /// said; `None` once no step is left to fail.
    fn failed(at: usize, for_good: bool, old: &Found) -> Option<(Found, String)> {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("esito");
        for (name, text) in old {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let disk = Failing {
            at,
            for_good,
            step: Cell::new(0),
        };
        let written = write_tree(&disk, &folder, &tree());
        match written {
            Ok(()) => {
                assert!(disk.step.get() <= at, "a failed step is passed over");
                assert_eq!(found(&folder), new());
                None
            }
            Err(error) => {
                let said = error.text().get(Language::English).to_owned();
                assert_eq!(said.contains(HIDDEN), is_hidden_left(&folder), "{said}");
                assert!(said.contains(&*folder.display().to_string()), "{said}");
                let found = if folder.exists() {
                    found(&folder)
                } else {
                    Found::new()
                };
                Some((found, said))
            }
        }
    }

    /// Tells whether anything stays under a hidden name.
    fn is_hidden_left(folder: &Path) -> bool {
        let entries = fs::read_dir(folder).into_iter().flatten();
        let mut names = entries.map(|it| it.unwrap().file_name());
        names.any(|it| it.to_string_lossy().starts_with(HIDDEN))
    }

    fn old() -> Found {
        let old = OLD.iter();
        old.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn whatever_step_fails_the_old_files_stand_or_the_new() {
        let mine = Found::from([("appunti.txt".to_owned(), "mine".to_owned())]);
        for old in [old(), mine] {
            let mut step = 0;
            while let Some((stands, said)) = failed(step, false, &old) {
                assert!(
                    stands == old || stands == new(),
                    "{step}: {said}: {stands:?}"
                );
                step += 1;
            }
            assert!(step > 10, "{step} steps");
        }
    }

    #[test]
    fn on_a_disk_that_is_gone_no_mixture_has_a_record() {
        let old = old();
        let mut step = 0;
        while let Some((stands, said)) = failed(step, true, &old) {
            let is_none = !stands.contains_key("outcome.json");
            let is_whole = stands == old || stands == new();
            assert!(is_whole || is_none, "{step}: {said}: {stands:?}");
            if !is_whole {
                let told = "no `outcome.json` stands there now";
                assert!(said.contains(told), "{step}: {said}");
            }
            step += 1;
        }
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("funded.csv/mine")).unwrap();
        fs::write(root.path().join("outcome.json"), "old").unwrap();
        let error = write_tree(&System, root.path(), &tree()).unwrap_err();
        assert!(error.text().it.contains("funded.csv"), "{error}");
        assert!(root.path().join("funded.csv/mine").is_dir());
        let stands = Found::from([("outcome.json".to_owned(), "old".to_owned())]);
        assert_eq!(found(root.path()), stands);
    }
}
