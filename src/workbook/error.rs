//! Why a workbook cannot be read.

use crate::text::Text;

/// Why a workbook cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkbookError {
    /// Which kind of trouble.
    pub kind: WorkbookErrorKind,
    /// What is wrong, for people; lowercase, no final period.
    pub message: Text,
    /// What to do.
    pub hint: Text,
}

/// Which kind of trouble a workbook gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkbookErrorKind {
    /// It is something else.
    NoWorkbook,
    /// It is broken, or says what no spreadsheet writes.
    Broken,
    /// It goes beyond a limit.
    TooLarge,
}

impl WorkbookError {
    /// Says that the file is no workbook.
    pub(super) fn no_workbook() -> Self {
        Self {
            kind: WorkbookErrorKind::NoWorkbook,
            message: Text::new(
                "il file non è una cartella di lavoro Excel (`.xlsx`)",
                "the file is no Excel workbook (`.xlsx`)",
            ),
            hint: save_again(),
        }
    }

    /// Says that the file is a workbook of before 2007, or one with a password.
    pub(super) fn old_or_locked() -> Self {
        Self {
            message: Text::new(
                "il file è una cartella di lavoro nel vecchio formato `.xls`, o protetta da una password",
                "the file is a workbook in the old `.xls` format, or locked by a password",
            ),
            hint: Text::new(
                "salvarlo come `.xlsx` senza password",
                "save it as `.xlsx` without a password",
            ),
            ..Self::no_workbook()
        }
    }

    /// Says that the file is broken; `it` and `en` say in what.
    pub(super) fn broken(it: &str, en: &str) -> Self {
        Self {
            kind: WorkbookErrorKind::Broken,
            message: Text::new(
                format!("la cartella di lavoro è danneggiata: {it}"),
                format!("the workbook is broken: {en}"),
            ),
            hint: save_again(),
        }
    }

    /// Says that a part is missing.
    pub(super) fn missing(part: &str) -> Self {
        Self::broken(
            &format!("manca la parte `{part}`"),
            &format!("the part `{part}` is missing"),
        )
    }

    /// Says that the file goes beyond a limit.
    pub(super) fn too_large(it: &str, en: &str) -> Self {
        Self {
            kind: WorkbookErrorKind::TooLarge,
            message: Text::new(it, en),
            hint: Text::new(
                "copiare i soli dati in una cartella di lavoro nuova, o consegnarli in CSV",
                "copy the data alone to a new workbook, or hand them in as CSV",
            ),
        }
    }
}

fn save_again() -> Text {
    Text::new(
        "aprirlo con il foglio di calcolo e salvarlo di nuovo come `.xlsx`",
        "open it in the spreadsheet and save it again as `.xlsx`",
    )
}
