//! A long file of proposals, some entries at a time: lines of JSON, or records of CSV, which take
//! more than one line where a cell in quotes does.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use super::long_lines::{LONGEST, read_line};
use crate::call::{Call, Encoding, Flaw, Records};
use crate::compiled::id_at_start;
use crate::facts::{FileKind, RowReader};

/// So many entries are taken in one go.
const ENTRIES: usize = 1_024;
/// Or entries of so many bytes, if that is less.
const BYTES: usize = 1 << 21;
const BUFFER: usize = 1 << 16;
/// A file with an entry of more lines is read whole: its quotes are not closed. So is one with a record
/// of CSV longer than [`LONGEST`].
const MOST_LINES: u64 = 1_000;

/// A file that may be judged as it is read.
pub(super) struct Entries<'p> {
    path: &'p Path,
    /// What parts the cells of a record; lines of JSON have none.
    separator: Option<u8>,
    /// The header of CSV, and how many lines it takes with those before it.
    pub(super) header: String,
    header_lines: u64,
}

/// The entries of a file, read on.
pub(super) struct Reader<'e> {
    entries: &'e Entries<'e>,
    file: BufReader<File>,
    /// The number of the next line.
    line: u64,
    /// A line of JSON; the room is kept.
    bytes: Vec<u8>,
}

/// Some entries of the file. The room is kept.
#[derive(Default)]
pub(super) struct Batch {
    text: String,
    /// Where each entry ends in the text, and the number of its first line.
    ends: Vec<(usize, u64)>,
}

impl<'p> Entries<'p> {
    /// Looks at a file; `None` where it can only be read whole.
    pub(super) fn of(call: &Call, kind: FileKind, path: &'p Path) -> io::Result<Option<Self>> {
        let is_text = call.proposals.format.encoding == Encoding::Utf8;
        let separator = match kind {
            FileKind::JsonLines => None,
            FileKind::Csv if is_text => Some(call.proposals.format.separator.0),
            _ => return Ok(None),
        };
        if !std::fs::metadata(path)?.is_file() {
            return Ok(None);
        }
        let mut entries = Self {
            path,
            separator,
            header: String::new(),
            header_lines: 0,
        };
        if separator.is_some() && !entries.find_header()? {
            return Ok(None);
        }
        Ok(Some(entries))
    }

    /// Reads the header; tells whether the file has one that ends where its line does.
    fn find_header(&mut self) -> io::Result<bool> {
        let mut reader = self.open()?;
        let mut header = String::new();
        while header.trim_end_matches(['\r', '\n']).is_empty() {
            let is_first = reader.line == 1;
            if reader.look(&mut header)? != Some(true) {
                return Ok(false);
            }
            if is_first && header.starts_with('\u{feff}') {
                header.remove(0);
            }
        }
        self.header_lines = reader.line.saturating_sub(1);
        self.header = header;
        Ok(true)
    }

    /// Returns a reader of the entries behind the header.
    pub(super) fn open(&self) -> io::Result<Reader<'_>> {
        let mut reader = Reader {
            entries: self,
            file: BufReader::with_capacity(BUFFER, File::open(self.path)?),
            line: 1,
            bytes: Vec::new(),
        };
        let mut header = String::new();
        while reader.line <= self.header_lines && reader.next(&mut header)? {}
        Ok(reader)
    }

    /// Tells whether each entry has an id, and they are [`Rising`].
    pub(super) fn rise(&self, rows: Option<&RowReader<'_>>) -> io::Result<bool> {
        let mut reader = self.open()?;
        let mut rising = Rising::default();
        let mut entry = String::new();
        let mut is_first = true;
        loop {
            match reader.look(&mut entry)? {
                Some(true) => {}
                Some(false) => return Ok(true),
                None => return Ok(false),
            }
            // A line that is too long claims no id: it is refused unread. Only a file that is read whole
            // tells what it is by how it begins.
            let is_long = rows.is_none() && entry.len() > LONGEST;
            if is_long && is_first {
                return Ok(false);
            }
            is_first = false;
            if entry.trim().is_empty() || is_long {
                continue;
            }
            let id = match rows {
                None if !entry.ends_with(['\n', '}']) => return Ok(false),
                None => id_at_start(&entry).map(str::to_owned),
                Some(rows) => match rows.id(&entry) {
                    None => continue,
                    id => id,
                },
            };
            if !id.is_some_and(|id| rising.goes_on_with(id)) {
                return Ok(false);
            }
        }
    }

    /// Tells whether an entry ends inside quotes.
    fn is_open(&self, entry: &str) -> bool {
        let Some(separator) = self.separator.filter(|_| entry.contains('"')) else {
            return false;
        };
        let last = Records::new(entry, separator).last();
        last.is_some_and(|it| it.flaw == Some(Flaw::OpenQuote))
    }
}

/// Ids, each greater than the one before and none like it but for capitals: no two are one, or look
/// like one, and they come in the order in which verdicts are written.
#[derive(Default)]
pub(super) struct Rising {
    before: String,
    capitals: bool,
    small: bool,
}

impl Rising {
    /// Tells whether the next id keeps it so.
    pub(super) fn goes_on_with(&mut self, id: String) -> bool {
        let is_plain = id.bytes().all(|byte| (b'!'..0x7f).contains(&byte));
        let rises = is_plain && id > self.before;
        self.capitals |= id.bytes().any(|byte| byte.is_ascii_uppercase());
        self.small |= id.bytes().any(|byte| byte.is_ascii_lowercase());
        self.before = id;
        rises && !(self.capitals && self.small)
    }
}

/// Tells whether lines end the way that `read_line` takes them to, and nothing says that the file is
/// no text.
fn has_plain_ends(entry: &str) -> bool {
    let returns = entry.matches('\r').count();
    returns == entry.matches("\r\n").count() && !entry.contains('\0')
}

impl Reader<'_> {
    /// Adds the next entry to `text`; tells whether there is one.
    fn next(&mut self, text: &mut String) -> io::Result<bool> {
        let (start, line) = (text.len(), self.line);
        if self.entries.separator.is_none() {
            return self.next_line(text);
        }
        loop {
            let mut rest = self.file.by_ref().take(LONGEST as u64);
            if rest.read_line(text)? == 0 {
                break;
            }
            self.line = self.line.saturating_add(1);
            let entry = text.get(start..).unwrap_or_default();
            let is_long = self.line.saturating_sub(line) >= MOST_LINES || entry.len() >= LONGEST;
            if is_long || !self.entries.is_open(entry) {
                break;
            }
        }
        Ok(self.line > line)
    }

    /// Adds the next line to `text`, if it is text; tells whether there is one.
    fn next_line(&mut self, text: &mut String) -> io::Result<bool> {
        self.bytes.clear();
        let found = read_line(&mut self.file, &mut self.bytes)?;
        let line = std::str::from_utf8(&self.bytes);
        text.push_str(line.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?);
        self.line = self.line.saturating_add(u64::from(found));
        Ok(found)
    }

    /// Reads the next entry in place of `entry`; tells whether there is one, `None` where what is
    /// wrong with it must be said of the whole file, or it may not end where its line does.
    fn look(&mut self, entry: &mut String) -> io::Result<Option<bool>> {
        entry.clear();
        match self.next(entry) {
            Ok(found) => {
                let is_short = self.entries.separator.is_none() || entry.len() < LONGEST;
                let whole = is_short && !self.entries.is_open(entry);
                Ok((whole && has_plain_ends(entry)).then_some(found))
            }
            // Not UTF-8.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads the next entries in place of those of a batch.
    pub(super) fn fill(&mut self, batch: &mut Batch) -> io::Result<()> {
        batch.text.clear();
        batch.ends.clear();
        while batch.ends.len() < ENTRIES && batch.text.len() < BYTES {
            let line = self.line;
            if !self.next(&mut batch.text)? {
                break;
            }
            batch.ends.push((batch.text.len(), line));
        }
        Ok(())
    }
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the entries that hold something, each with the number of its first line.
    pub(super) fn entries(&self) -> impl Iterator<Item = (u64, &str)> {
        let mut start = 0;
        let entries = self.ends.iter().map(move |(end, line)| {
            let entry = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            (*line, entry.strip_suffix('\n').unwrap_or(entry))
        });
        entries.filter(|(_, entry)| !entry.trim().is_empty())
    }
}
