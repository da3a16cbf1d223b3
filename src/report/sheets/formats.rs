//! How cells look.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// A4.
const PAPER: u8 = 9;
/// The green of the header.
const HEADER: u32 = 0x00D9_EAD3;
/// The grey between one proposal and the next.
const BAND: u32 = 0x00F3_F3F3;
/// The yellow of the cells that may be filled in.
const OPEN: u32 = 0x00FF_F9DB;
/// The grey of lines.
const LINE: u32 = 0x00B7_B7B7;

/// Returns the format of the header.
pub(in crate::report) fn header() -> Format {
    bordered()
        .set_bold()
        .set_background_color(HEADER)
        .set_align(FormatAlign::VerticalCenter)
}

/// Returns the format of a cell that nobody may change; every other proposal is banded.
pub(in crate::report) fn locked(banded: bool) -> Format {
    if banded {
        bordered().set_background_color(BAND)
    } else {
        bordered()
    }
}

/// Returns the format of a cell to be filled in.
pub(in crate::report) fn open() -> Format {
    bordered().set_background_color(OPEN).set_unlocked()
}

/// Returns the format of a cell to be filled in with words, whatever they look like.
pub(in crate::report) fn open_words() -> Format {
    open().set_num_format("@")
}

/// Returns the format of running text.
pub(in crate::report) fn prose() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Returns the format of a title above running text.
pub(in crate::report) fn title() -> Format {
    Format::new().set_bold()
}

/// Makes a sheet fit for paper: across, as wide as a page; `header` is the row that every page repeats.
pub(in crate::report) fn for_paper(
    sheet: &mut Worksheet,
    header: Option<u32>,
    footer: &str,
) -> Result<(), XlsxError> {
    sheet.set_landscape();
    sheet.set_paper_size(PAPER);
    sheet.set_print_fit_to_pages(1, 0);
    if let Some(row) = header {
        sheet.set_repeat_rows(row, row)?;
    }
    sheet.set_footer(footer);
    Ok(())
}

/// Returns the format of every cell in a table.
pub(in crate::report) fn bordered() -> Format {
    Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(LINE)
}
