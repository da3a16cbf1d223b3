//! Small changes of the rules that tests should notice.
//!
//! Each bound is shifted by the smallest step of its kind, each operator replaced by its
//! neighbour. A change after which every test still passes is a place where the rules could be
//! wrong and nobody would see it. A change that the checker refuses is none: nobody could make it
//! unseen. Some changes mean nothing: no test can tell `a <= 5` from `a < 6` where `a` is a whole
//! number.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::call::{Call, Test};
use crate::source::{FileError, FileId, Files, Sources, Span};
use crate::syntax::{SmallChange, small_changes};

use super::{check, run_test};

/// One small change of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// Where it was made.
    pub span: Span,
    /// What is written there.
    pub before: String,
    /// What was written there instead; nothing where the words went away.
    pub after: String,
}

/// What tests make of the small changes of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mutation {
    /// How many changes were tried; those that the checker refuses are not among them.
    pub tried: usize,
    /// Those that no test noticed, in the order of their places.
    pub unnoticed: Vec<Mutant>,
}

/// Makes every small change of a rule file, one at a time, and runs its tests on each until one
/// fails.
///
/// The file must be without error, and its tests must pass on it as it is.
///
/// ```
/// use bando::engine::mutate;
/// use bando::source::{FileError, Files, Sources};
/// # struct None;
/// # impl Files for None {
/// #     fn read(&self, _: &str) -> Result<Vec<u8>, FileError> {
/// #         Err(FileError::NotFound { looked_in: Vec::new() })
/// #     }
/// # }
/// let rules = r#"bando 1
/// call c { title "C" zone Europe/Rome }
/// source act "Act"
/// facts { months : integer }
/// requirement long "Long" { phase formal cite act "art. 1" require months <= 18 else "No" }
/// test "on the bound" { given { months = 18 } expect admitted }
/// "#;
/// let mut sources = Sources::default();
/// let file = sources.add("c.bando", rules);
/// let mutation = mutate(&sources, file, &None);
/// assert_eq!(mutation.tried, 3);
/// assert_eq!(mutation.unnoticed[0].after, "19");
/// ```
pub fn mutate(sources: &Sources, file: FileId, files: &dyn Files) -> Mutation {
    let mut mutation = Mutation::default();
    let Some(source) = sources.get(file) else {
        return mutation;
    };
    let files = Remembered::new(files);
    let mut order = Order::default();
    for change in small_changes(&source.text, file) {
        let Some((call, tests)) = changed(&source.name, &source.text, &change, &files) else {
            continue;
        };
        mutation.tried = mutation.tried.saturating_add(1);
        if !order.is_noticed(&call, &tests, &files) {
            mutation.unnoticed.push(Mutant {
                span: change.span,
                before: change.before,
                after: change.after,
            });
        }
    }
    mutation
}

/// Returns the call and the tests of a rule file with one change; `None` where it is refused.
fn changed(
    name: &str,
    text: &str,
    change: &SmallChange,
    files: &dyn Files,
) -> Option<(Call, Vec<Test>)> {
    let mut sources = Sources::default();
    let file = sources.add(name, change.made(text)?);
    let checked = check(&sources, file, files);
    Some((checked.call?, checked.tests))
}

/// In which order the tests are run: what noticed one change often notices the next, and those on
/// files of proposals take longest.
#[derive(Default)]
struct Order {
    places: Vec<usize>,
}

impl Order {
    fn is_noticed(&mut self, call: &Call, tests: &[Test], files: &dyn Files) -> bool {
        if self.places.len() != tests.len() {
            self.places = (0..tests.len()).collect();
            let on_file = |place: &usize| tests.get(*place).is_some_and(|test| test.on.is_some());
            self.places.sort_by_key(on_file);
        }
        let fails = |place: &usize| {
            let test = tests.get(*place);
            test.is_some_and(|test| !run_test(call, test, files).passed())
        };
        let Some(found) = self.places.iter().position(fails) else {
            return false;
        };
        let place = self.places.remove(found);
        let on_file = tests.get(place).is_some_and(|test| test.on.is_some());
        // A test on a file goes no further than before the other tests on files.
        let front = if on_file {
            let first = |it: &usize| tests.get(*it).is_some_and(|test| test.on.is_some());
            let front = self.places.iter().position(first);
            front.unwrap_or(self.places.len())
        } else {
            0
        };
        self.places.insert(front, place);
        true
    }
}

/// Files read once, however often the rules name them.
struct Remembered<'a> {
    files: &'a dyn Files,
    read: RefCell<BTreeMap<String, Result<Vec<u8>, FileError>>>,
}

impl<'a> Remembered<'a> {
    fn new(files: &'a dyn Files) -> Self {
        Self {
            files,
            read: RefCell::default(),
        }
    }
}

impl Files for Remembered<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let mut read = self.read.borrow_mut();
        let found = read.entry(name.to_owned());
        found.or_insert_with(|| self.files.read(name)).clone()
    }

    fn folder(&self, name: &str) -> Result<Option<Vec<String>>, FileError> {
        self.files.folder(name)
    }
}
