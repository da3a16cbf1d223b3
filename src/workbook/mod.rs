//! Workbooks (XLSX): the cells of a sheet, row by row, exactly as they are stored.
//!
//! # Why not a library that reads spreadsheets?
//! Those at hand turn numbers into binary floating point and cells into a rectangle, and trust
//! what a file says of itself: a declared count of texts is enough to make them ask for all the
//! memory there is. Here the digits stay text, a cell costs what it holds, and every part is
//! decompressed within a budget (see [`Workbook::open`]).

mod error;
mod format;
mod number;
mod package;
mod parts;
mod rows;
mod strings;
mod xml;

pub use error::{WorkbookError, WorkbookErrorKind};
pub use format::Shown;
pub use number::{Moment, SheetNumber};
pub use rows::{Cell, Row, Rows, cell_name};

use format::formats;
use package::Package;
use parts::{Parts, SheetPart};
use strings::shared_strings;

/// A workbook, opened.
pub struct Workbook<'a> {
    package: Package<'a>,
    sheets: Vec<SheetPart>,
    /// Whether days are counted from 1904 on.
    from_1904: bool,
    /// How the cells of each style show their numbers.
    formats: Vec<Shown>,
    /// The texts that cells share.
    strings: Vec<String>,
}

/// A sheet of a workbook, decompressed.
pub struct Sheet {
    /// Its name.
    pub name: String,
    text: String,
}

impl<'a> Workbook<'a> {
    /// Opens a workbook: its list of sheets, formats and shared texts are read.
    ///
    /// A file may have 64 MiB and 200 parts; of what it holds 64 MiB are decompressed, and no more
    /// than 200 times the file, whatever sizes it declares.
    ///
    /// # Errors
    /// Where the file is no workbook, is broken, or goes beyond these bounds.
    ///
    /// ```
    /// use bando::workbook::{Workbook, WorkbookErrorKind};
    /// let error = Workbook::open(b"id;cost\n1;2\n").err().unwrap();
    /// assert_eq!(error.kind, WorkbookErrorKind::NoWorkbook);
    /// ```
    pub fn open(bytes: &'a [u8]) -> Result<Self, WorkbookError> {
        let mut package = Package::open(bytes)?;
        let parts = Parts::find(&mut package)?;
        let formats = match package.part(&parts.styles)? {
            Some(text) => formats(&text)?,
            None => Vec::new(),
        };
        let strings = match package.part(&parts.strings)? {
            Some(text) => shared_strings(&text)?,
            None => Vec::new(),
        };
        Ok(Self {
            package,
            sheets: parts.sheets,
            from_1904: parts.from_1904,
            formats,
            strings,
        })
    }

    /// Returns the names of the sheets of cells that people see, in their order.
    pub fn sheets(&self) -> impl Iterator<Item = &str> {
        let visible = self.sheets.iter().filter(|sheet| !sheet.hidden);
        visible.map(|sheet| sheet.name.as_str())
    }

    /// Decompresses the sheet called `name`; `None` where there is none.
    ///
    /// # Errors
    /// Where it is missing or broken, or goes beyond the bounds of the workbook.
    pub fn sheet(&mut self, name: &str) -> Result<Option<Sheet>, WorkbookError> {
        let Some(sheet) = self.sheets.iter().find(|sheet| sheet.name == name) else {
            return Ok(None);
        };
        let text = self.package.part(&sheet.path)?;
        Ok(Some(Sheet {
            name: sheet.name.clone(),
            text: text.ok_or_else(|| WorkbookError::missing(&sheet.path))?,
        }))
    }

    /// Returns the rows of a sheet of this workbook.
    pub fn rows<'s>(&'s self, sheet: &'s Sheet) -> Rows<'s> {
        Rows::new(&sheet.text, &self.strings, &self.formats, self.from_1904)
    }
}
