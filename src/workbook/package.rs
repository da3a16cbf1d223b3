//! The package of a workbook: a ZIP archive, opened with distrust.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::WorkbookError;

/// A file, and what is decompressed of it, may have so many bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// What is decompressed may be so many times as long as the file.
const MOST_RATIO: u64 = 200;
/// A package may have so many parts.
const MOST_PARTS: usize = 200;
/// How far from the end of a file its directory may be announced.
const END: usize = 66 * 1024;

/// The parts of a workbook.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be decompressed.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package whose size, number of parts and declared sizes keep within bounds.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, WorkbookError> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > MOST_BYTES {
            return Err(too_long());
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(WorkbookError::old_or_locked());
        }
        if !bytes.starts_with(b"PK") {
            return Err(WorkbookError::no_workbook());
        }
        // Counted before the directory is read, which would take memory for as many as it declares.
        if count(bytes, *b"PK\x01\x02") > MOST_PARTS {
            return Err(too_many_parts());
        }
        let end = bytes.len().saturating_sub(END);
        if count(bytes.get(end..).unwrap_or_default(), *b"PK\x06\x07") > 0 {
            return Err(WorkbookError::broken(
                "è un archivio ZIP64, che nessuna cartella di questa grandezza richiede",
                "it is a ZIP64 archive, which no workbook of this size needs",
            ));
        }
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| WorkbookError::no_workbook())?;
        if archive.len() > MOST_PARTS {
            return Err(too_many_parts());
        }
        let budget = MOST_BYTES.min(length.saturating_mul(MOST_RATIO));
        let mut declared = 0_u64;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|_| unreadable())?;
            declared = declared.saturating_add(part.size());
        }
        if declared > budget {
            return Err(swells());
        }
        Ok(Self {
            archive,
            left: budget,
        })
    }

    /// Decompresses a part; `None` where there is none of this name, capitals aside.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, WorkbookError> {
        let names: Vec<String> = self
            .archive
            .file_names()
            .map(|name| name.map_or_else(|_| String::new(), |name| name.replace('\\', "/")))
            .collect();
        let Some(index) = names.iter().position(|it| it.eq_ignore_ascii_case(name)) else {
            return Ok(None);
        };
        let part = self.archive.by_index(index).map_err(|_| unreadable())?;
        let mut bytes = Vec::new();
        // Declared sizes may lie: one byte too many tells.
        let read = part
            .take(self.left.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|_| unreadable())?;
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(read).ok_or_else(swells)?;
        let text = String::from_utf8(bytes).map_err(|_| {
            WorkbookError::broken(
                &format!("la parte `{name}` non è testo UTF-8"),
                &format!("the part `{name}` is no UTF-8 text"),
            )
        })?;
        Ok(Some(text))
    }
}

fn count(bytes: &[u8], mark: [u8; 4]) -> usize {
    bytes.windows(4).filter(|window| **window == mark).count()
}

fn unreadable() -> WorkbookError {
    WorkbookError::broken(
        "una sua parte non si può decomprimere",
        "a part of it cannot be decompressed",
    )
}

fn too_long() -> WorkbookError {
    WorkbookError::too_large(
        "la cartella di lavoro occupa più di 64 MiB",
        "the workbook takes more than 64 MiB",
    )
}

fn too_many_parts() -> WorkbookError {
    WorkbookError::too_large(
        &format!("la cartella di lavoro ha più di {MOST_PARTS} parti"),
        &format!("the workbook has more than {MOST_PARTS} parts"),
    )
}

fn swells() -> WorkbookError {
    WorkbookError::too_large(
        &format!(
            "decompressa, la cartella di lavoro occupa più di 64 MiB o più di {MOST_RATIO} volte il file"
        ),
        &format!(
            "decompressed, the workbook takes more than 64 MiB or more than {MOST_RATIO} times the file"
        ),
    )
}
