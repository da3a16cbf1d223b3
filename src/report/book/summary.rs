//! The first sheet: what the outcome comes to, and what the other sheets hold.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::cells::Spot;
use super::{begin, for_paper};
use crate::call::Type;
use crate::number::Fraction;
use crate::report::funding::funding;
use crate::report::lists::{Cell, Maker, Table};
use crate::report::pool_shares::pool_ties;
use crate::report::publication::Publication;
use crate::report::sheets::formats;
use crate::report::summary::{Figure, summary_lines};
use crate::report::words::capital;
use crate::value::Value;

/// Writes the summary.
pub(super) fn write(
    sheet: &mut Worksheet,
    publication: &Publication<'_>,
    maker: &Maker<'_>,
    tables: &[Table],
) -> Result<(), XlsxError> {
    let name = publication.word("Riepilogo", "Summary");
    let mut row = begin(sheet, publication, name, name)?;
    sheet.set_column_width(0, 34)?;
    sheet.set_column_width(1, 22)?;
    sheet.set_column_width(2, 66)?;
    for line in summary_lines(publication.call, publication.outcome, publication.language) {
        let label = if line.is_part {
            format!("    {}", line.label)
        } else {
            capital(line.label)
        };
        write_row(
            sheet,
            publication,
            row,
            &[Cell::text(label), figure(publication, line.figure)],
        )?;
        row = row.saturating_add(1);
    }
    row = row.saturating_add(1);
    let heads = [
        ("Foglio", "Sheet"),
        ("Righe", "Rows"),
        ("Che cosa contiene", "What it holds"),
    ];
    for (column, (it, en)) in (0..).zip(heads) {
        let head = publication.word(it, en);
        sheet.write_string_with_format(row, column, head, &formats::header())?;
    }
    for table in tables {
        row = row.saturating_add(1);
        let (it, en) = table.kind.title();
        let (long_it, long_en) = table.kind.long_title();
        let rows = u64::try_from(table.rows.len()).unwrap_or(u64::MAX);
        let cells = [
            Cell::text(publication.word(it, en)),
            figure(publication, Figure::Count(rows)),
            Cell::text(publication.word(long_it, long_en)),
        ];
        write_row(sheet, publication, row, &cells)?;
    }
    for notice in notices(publication, maker) {
        row = row.saturating_add(2);
        sheet.write_string(row, 0, notice)?;
    }
    for_paper(sheet, publication, name, None)
}

fn notices(publication: &Publication<'_>, maker: &Maker<'_>) -> Vec<String> {
    let persons = maker.persons.any().then(|| publication.persons_notice());
    let kept = publication.kept_notice().into_iter();
    let (call, outcome) = (publication.call, publication.outcome);
    let ties = pool_ties(call, outcome, publication.language);
    let funds = funding(call, outcome, publication.language).into_iter();
    let notices = kept.chain(ties).chain(persons.map(str::to_owned));
    funds.chain(notices).collect()
}

fn figure(publication: &Publication<'_>, figure: Figure) -> Cell {
    let (number, ty) = match figure {
        Figure::Count(count) => (Fraction::integer(i128::from(count)), Type::Number),
        Figure::Money(amount) => (amount.euro(), Type::Money),
    };
    Cell::value(Value::Number(number), ty, publication.call.names())
}

fn write_row(
    sheet: &mut Worksheet,
    publication: &Publication<'_>,
    row: u32,
    cells: &[Cell],
) -> Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        let spot = Spot {
            row,
            column,
            places: 0,
            is_total: false,
            call: publication.call,
            language: publication.language,
        };
        spot.write(sheet, cell)?;
    }
    Ok(())
}
