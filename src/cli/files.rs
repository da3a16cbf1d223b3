//! The files that a rule file names, on this machine's disk.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::error::system_text;
use crate::source::{FileError, Files};
use crate::text::{Language, Text};

/// The bytes of a rule file or programme that are read: one more than the engine takes.
const MOST_RULES: u64 = (1 << 24) + 1;

/// Folders in which files are looked for, in this order.
#[derive(Clone, Debug)]
pub(super) struct Folders {
    folders: Vec<PathBuf>,
    language: Language,
}

impl Folders {
    /// Returns the folder of the rule file, then `others`; folders that name the same are looked
    /// into once. What the system says comes in `language`.
    pub(super) fn new<'a>(
        rule_file: &Path,
        others: impl IntoIterator<Item = &'a Path>,
        language: Language,
    ) -> Self {
        let mut folders = vec![folder_of(rule_file)];
        for folder in others {
            if !folders.iter().any(|known| known == folder) {
                folders.push(folder.to_owned());
            }
        }
        Self { folders, language }
    }
}

impl Files for Folders {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let path = self.find(name)?;
        read_regular(&path).map_err(|error| self.unreadable(&error))
    }

    fn folder(&self, name: &str) -> Result<Option<Vec<String>>, FileError> {
        let path = self.find(name)?;
        if !path.is_dir() {
            return Ok(None);
        }
        let names = || {
            let entries = fs::read_dir(&path)?;
            let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
            names.collect::<io::Result<Vec<String>>>()
        };
        let mut names = names().map_err(|error| self.unreadable(&error))?;
        names.sort();
        Ok(Some(names))
    }
}

impl Folders {
    /// Returns the path of something that a rule file names.
    fn find(&self, name: &str) -> Result<PathBuf, FileError> {
        if !is_plain(name) {
            return Err(FileError::Unsafe);
        }
        for folder in &self.folders {
            let found = folder.canonicalize().and_then(|root| {
                let path = folder.join(name).canonicalize()?;
                Ok((path.starts_with(&root), path))
            });
            return match found {
                // A link may lead out of the folder.
                Ok((false, _)) => Err(FileError::Unsafe),
                Ok((true, path)) => Ok(path),
                Err(error) if is_absent(&error) => continue,
                Err(error) => Err(self.unreadable(&error)),
            };
        }
        Err(FileError::NotFound {
            looked_in: self.folders.iter().map(|it| self.shown(it)).collect(),
        })
    }

    /// Returns what people call a folder.
    fn shown(&self, folder: &Path) -> String {
        if folder != Path::new(".") {
            return folder.display().to_string();
        }
        let here = Text::new("questa cartella", "this folder");
        here.get(self.language).to_owned()
    }

    fn unreadable(&self, error: &io::Error) -> FileError {
        FileError::Unreadable(system_text(error).get(self.language).to_owned())
    }
}

/// Files that keep what was read of them.
#[derive(Debug)]
pub(super) struct Noted<'a> {
    folders: &'a Folders,
    read: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl<'a> Noted<'a> {
    /// Returns the files of `folders`, of which nothing is read yet.
    pub(super) fn new(folders: &'a Folders) -> Self {
        Self {
            folders,
            read: RefCell::default(),
        }
    }

    /// Returns what was read, by the names in the rule file.
    pub(super) fn read_so_far(self) -> BTreeMap<String, Vec<u8>> {
        self.read.into_inner()
    }
}

impl Files for Noted<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.folders.read(name)?;
        let mut read = self.read.borrow_mut();
        read.insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }

    fn folder(&self, name: &str) -> Result<Option<Vec<String>>, FileError> {
        self.folders.folder(name)
    }
}

/// Returns the folder that holds `file`.
pub(super) fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Returns the files in `folder`, and all those below its folder `whole`, by their paths below
/// `folder`; of another folder only its name with a `/`.
pub(super) fn files_below(folder: &Path, whole: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = vec![String::new()];
    while let Some(inner) = rest.pop() {
        for entry in fs::read_dir(folder.join(&inner))? {
            let entry = entry?;
            let name = format!("{inner}{}", entry.file_name().to_string_lossy());
            if !entry.file_type()?.is_dir() {
                found.push(name);
            } else if name == whole || !inner.is_empty() {
                rest.push(name + "/");
            } else {
                found.push(name + "/");
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads the file that the user names: a pipe too, if that is what they name.
pub(super) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    fs::read(path)
}

/// Reads a rule file, as far as it can be taken: a device could be read for ever.
pub(super) fn read_rules(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(MOST_RULES)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file that a rule file names: pipes and devices could be read for ever.
fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    let kind = fs::metadata(path)?;
    if !kind.is_file() && !kind.is_dir() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    read_file(path)
}

/// Tells whether `name` is relative and goes down only, on every system.
fn is_plain(name: &str) -> bool {
    let foreign = name.contains(['\\', '\0']) || name.contains("://") || has_drive(name);
    let mut parts = Path::new(name).components().peekable();
    parts.peek().is_some() && !foreign && parts.all(|part| matches!(part, Component::Normal(_)))
}

fn has_drive(name: &str) -> bool {
    let mut characters = name.chars();
    characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && characters.next() == Some(':')
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(root: &Path, others: &[&Path]) -> Folders {
        let others: Vec<&Path> = others.to_vec();
        Folders::new(&root.join("a.bando"), others, Language::English)
    }

    #[test]
    fn names_that_leave_the_folder_are_unsafe() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("rules");
        fs::create_dir(&inner).unwrap();
        fs::write(root.path().join("secret.csv"), "s").unwrap();
        let unsafe_names = [
            "",
            ".",
            "..",
            "../secret.csv",
            "a/../../secret.csv",
            "/etc/passwd",
            "C:/secret.csv",
            "C:secret.csv",
            "..\\secret.csv",
            "https://example.org/a.csv",
            "file:///etc/passwd",
            "./../secret.csv",
            "a\0b",
        ];
        for name in unsafe_names {
            assert_eq!(
                folders(&inner, &[]).read(name),
                Err(FileError::Unsafe),
                "{name:?}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_may_stay_inside_and_not_lead_outside() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("rules");
        fs::create_dir(&inner).unwrap();
        fs::write(root.path().join("secret.csv"), "s").unwrap();
        fs::write(inner.join("open.csv"), "o").unwrap();
        std::os::unix::fs::symlink("../secret.csv", inner.join("out.csv")).unwrap();
        std::os::unix::fs::symlink("open.csv", inner.join("in.csv")).unwrap();
        assert_eq!(folders(&inner, &[]).read("out.csv"), Err(FileError::Unsafe));
        assert_eq!(folders(&inner, &[]).read("in.csv"), Ok(b"o".to_vec()));
    }

    #[test]
    fn the_folder_of_the_rule_file_comes_before_the_others() {
        let root = tempfile::tempdir().unwrap();
        let (first, second) = (root.path().join("1"), root.path().join("2"));
        fs::create_dir_all(first.join("tables")).unwrap();
        fs::create_dir_all(&second).unwrap();
        fs::write(first.join("tables/a.csv"), "first").unwrap();
        fs::write(second.join("b.csv"), "second").unwrap();
        let folders = folders(&first, &[&second]);
        assert_eq!(folders.read("tables/a.csv"), Ok(b"first".to_vec()));
        assert_eq!(folders.read("b.csv"), Ok(b"second".to_vec()));
        let looked_in = vec![first.display().to_string(), second.display().to_string()];
        assert_eq!(
            folders.read("c.csv"),
            Err(FileError::NotFound { looked_in })
        );
        let here = Folders::new(Path::new("c.bando"), None, Language::Italian);
        let looked_in = vec!["questa cartella".to_owned()];
        assert_eq!(here.read("c.csv"), Err(FileError::NotFound { looked_in }));
        assert!(matches!(
            folders.read("tables"),
            Err(FileError::Unreadable(_))
        ));
    }

    #[test]
    fn a_folder_gives_the_names_in_it_and_a_file_gives_none() {
        let root = tempfile::tempdir().unwrap();
        let (rules, data) = (root.path().join("rules"), root.path().join("data"));
        fs::create_dir_all(data.join("voti")).unwrap();
        fs::create_dir_all(&rules).unwrap();
        fs::write(data.join("voti/b.csv"), "").unwrap();
        fs::write(data.join("voti/a.csv"), "").unwrap();
        let folders = folders(&rules, &[&data]);
        let names = ["a.csv", "b.csv"].map(str::to_owned).to_vec();
        assert_eq!(folders.folder("voti"), Ok(Some(names)));
        assert_eq!(folders.folder("voti/a.csv"), Ok(None));
        assert_eq!(folders.folder("../data/voti"), Err(FileError::Unsafe));
    }
}
