//! What is published beside a record, held against what its outcome makes.

use super::differences::{Difference, DifferenceKind, why_unread};
use super::published::{PAGE, book_and_page, digests, published_names};
use super::recompute::Recomputed;
use crate::report::{List, Publication, ranking_book_file};
use crate::source::{FileError, Files};
use crate::text::{Language, Text};

/// What stands beside a record.
pub(super) struct Beside {
    /// The language in which it is published.
    pub(super) language: Language,
    /// The names of the files that the outcome makes.
    pub(super) names: Vec<&'static str>,
    /// Those that are not what the outcome makes.
    pub(super) differences: Vec<Difference>,
}

/// Holds every file that is published beside a record against the outcome made `now`.
pub(super) fn beside(now: &Recomputed, files: &dyn Files) -> Beside {
    let language = language(now, files);
    let lists = now.lists(language);
    let publication = Publication {
        call: &now.call,
        sources: &now.sources,
        outcome: &now.outcome,
        inputs: &digests(&now.manifest, &now.text),
        language,
    };
    let mut differences = Vec::new();
    let mut names: Vec<&str> = lists.iter().map(|list| list.file).collect();
    for list in lists {
        differences.extend(wrong(list.file, list.text.as_bytes(), files));
    }
    match book_and_page(&publication) {
        Ok((book, page)) => {
            for (name, bytes) in book.into_iter().chain([page]) {
                names.push(name);
                differences.extend(wrong(name, &bytes, files));
            }
        }
        Err(error) => differences.push(Difference::new(
            DifferenceKind::NoOutcome,
            None,
            Text::new(
                format!("dall'esito non viene un foglio di calcolo: {error}"),
                format!("the outcome makes no workbook: {error}"),
            ),
        )),
    }
    let strangers = published_names().into_iter().filter(|name| {
        let is_there = |name| !matches!(files.read(name), Err(FileError::NotFound { .. }));
        !names.contains(name) && is_there(name)
    });
    differences.extend(strangers.map(stranger));
    Beside {
        language,
        names,
        differences,
    }
}

/// Returns the language in which more of the lists are those of the outcome; where neither has more,
/// that of the workbook that is there.
fn language(now: &Recomputed, files: &dyn Files) -> Language {
    let same = |language| {
        let same = |list: &&List| {
            files
                .read(list.file)
                .is_ok_and(|it| it == list.text.as_bytes())
        };
        now.lists(language).iter().filter(same).count()
    };
    let has_book = |language| files.read(ranking_book_file(language)).is_ok();
    let [italian, english] =
        [Language::Italian, Language::English].map(|language| (same(language), has_book(language)));
    if english > italian {
        Language::English
    } else {
        Language::Italian
    }
}

/// Says that a file is missing, or not the one that the outcome makes.
fn wrong(name: &'static str, made: &[u8], files: &dyn Files) -> Option<Difference> {
    let (it, en) = what(name);
    let (kind, it, en) = match files.read(name) {
        Ok(bytes) if bytes == made => return None,
        Ok(bytes) => {
            let (line_it, line_en) = first_line(name, &bytes, made);
            (
                DifferenceKind::Published,
                format!("`{name}` ({it}): diverso da quello che si ricalcola{line_it}"),
                format!("`{name}` ({en}): not the one that is made anew{line_en}"),
            )
        }
        Err(error) => {
            let (why_it, why_en) = why_unread(error);
            (
                DifferenceKind::PublishedMissing,
                format!("`{name}` ({it}): {why_it}"),
                format!("`{name}` ({en}): {why_en}"),
            )
        }
    };
    let about = Some(name.to_owned());
    Some(Difference::new(kind, about, Text::new(it, en)))
}

/// Says from which line on a list differs.
fn first_line(name: &str, bytes: &[u8], made: &[u8]) -> (String, String) {
    if !is_list(name) {
        return Default::default();
    }
    let lines = bytes
        .split(|it| *it == b'\n')
        .zip(made.split(|it| *it == b'\n'));
    let same = lines.take_while(|(there, made)| there == made).count();
    let line = same.saturating_add(1);
    (
        format!(", dalla riga {line}"),
        format!(", from line {line} on"),
    )
}

fn is_list(name: &str) -> bool {
    name.strip_suffix(".csv").is_some()
}

fn what(name: &str) -> (&'static str, &'static str) {
    match name {
        PAGE => ("rapporto", "report"),
        name if is_list(name) => ("elenco", "list"),
        _ => ("foglio di calcolo", "workbook"),
    }
}

/// Says that a file bears the name of one that this outcome does not have.
fn stranger(name: &str) -> Difference {
    let (it, en) = what(name);
    Difference::new(
        DifferenceKind::Stranger,
        Some(name.to_owned()),
        Text::new(
            format!("`{name}` ({it}): questo esito non ha un file con questo nome"),
            format!("`{name}` ({en}): this outcome has no file of this name"),
        ),
    )
}
