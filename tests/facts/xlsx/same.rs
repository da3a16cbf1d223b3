//! A set of proposals is the same from CSV and from a workbook that a spreadsheet has written.

#![expect(
    clippy::float_arithmetic,
    reason = "what spreadsheets store is binary floating point"
)]

use std::fmt::Write as _;

use bando::call::{Call, NumberStyle, Type};
use bando::facts::{FileKind, Proposal, ProposalsFile, read};
use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::{COLUMNS, call};
use crate::support::{ProjectFiles, cases, checked, example, rules};

/// What a proposal states: cents, months, thousandths, hundredths of a percent, day, seconds of
/// the day.
type Stated = (
    Option<u32>,
    Option<u16>,
    Option<u16>,
    Option<u16>,
    Option<u32>,
    Option<u32>,
);

fn day(days: u32) -> jiff::civil::Date {
    let first = jiff::civil::date(2000, 1, 1);
    first
        .checked_add(jiff::Span::new().days(i64::from(days)))
        .unwrap()
}

/// Writes the proposals as CSV, in the style of the call.
fn as_csv(stated: &[Stated]) -> Vec<u8> {
    let mut text = COLUMNS.join(";") + "\n";
    for (number, (cents, months, thousandths, share, days, seconds)) in stated.iter().enumerate() {
        let decimal = |value: u32, places: usize| {
            let digits = format!("{value:0>width$}", width = places + 1);
            let (whole, rest) = digits.split_at(digits.len() - places);
            format!("{whole},{rest}")
        };
        let or_empty = |text: Option<String>| text.unwrap_or_default();
        let date = days.map(|days| day(days).strftime("%d/%m/%Y").to_string());
        let time = days.zip(*seconds).map(|(days, seconds)| {
            let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
            let date = day(days).strftime("%d/%m/%Y").to_string();
            format!("{date} {hours:02}:{minutes:02}:{:02}", seconds % 60)
        });
        let _ = writeln!(
            text,
            "0{number};{};{};{};{};{};{};sì;1;asp;Casa;80017210727;001058",
            or_empty(cents.map(|it| decimal(it, 2))),
            or_empty(months.map(|it| it.to_string())),
            or_empty(thousandths.map(|it| decimal(u32::from(it), 3))),
            or_empty(share.map(|it| decimal(u32::from(it), 2))),
            or_empty(date),
            or_empty(time),
        );
    }
    text.into_bytes()
}

/// Writes the proposals as a workbook: numbers, percentages and dates in their own cells.
fn as_xlsx(stated: &[Stated]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let percent = Format::new().set_num_format("0.00%");
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm:ss");
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write_string(0, column, name).unwrap();
    }
    for (row, (cents, months, thousandths, share, days, seconds)) in (1..).zip(stated) {
        sheet.write_string(row, 0, format!("0{}", row - 1)).unwrap();
        if let Some(cents) = cents {
            sheet
                .write_number(row, 1, f64::from(*cents) / 100.0)
                .unwrap();
        }
        if let Some(months) = months {
            sheet.write_number(row, 2, *months).unwrap();
        }
        if let Some(thousandths) = thousandths {
            // As a sum would leave it: not quite the decimal that it shows.
            let value = f64::from(*thousandths) * 0.001;
            sheet.write_number(row, 3, value).unwrap();
        }
        if let Some(share) = share {
            let value = f64::from(*share) * 0.0001;
            sheet
                .write_number_with_format(row, 4, value, &percent)
                .unwrap();
        }
        if let Some(days) = days {
            let day = day(*days);
            let on = ExcelDateTime::from_ymd(
                u16::try_from(day.year()).unwrap(),
                u8::try_from(day.month()).unwrap(),
                u8::try_from(day.day()).unwrap(),
            )
            .unwrap();
            sheet
                .write_datetime_with_format(row, 5, &on, &date)
                .unwrap();
            if let Some(seconds) = seconds {
                let at = on
                    .and_hms(
                        u16::try_from(seconds / 3600).unwrap(),
                        u8::try_from(seconds / 60 % 60).unwrap(),
                        seconds % 60,
                    )
                    .unwrap();
                sheet
                    .write_datetime_with_format(row, 6, &at, &moment)
                    .unwrap();
            }
        }
        sheet.write_boolean(row, 7, true).unwrap();
        sheet.write_number(row, 8, 1).unwrap();
        for (column, text) in (9..).zip(["asp", "Casa", "80017210727", "001058"]) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// Returns what was read, places aside; nothing may be refused.
fn proposals(call: &Call, kind: FileKind, bytes: &[u8]) -> Vec<Proposal> {
    let name = "f";
    let received = read(call, &ProposalsFile { name, bytes, kind });
    let wrong = received.refused.iter().flat_map(|row| &row.diagnostics);
    let wrong: Vec<String> = wrong.map(super::one_line).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mut proposals = received.proposals;
    for proposal in &mut proposals {
        proposal.place = bando::diagnostic::DataPlace::default();
    }
    proposals
}

fn stated() -> impl Strategy<Value = Stated> {
    (
        proptest::option::of(any::<u32>()),
        proptest::option::of(any::<u16>()),
        proptest::option::of(any::<u16>()),
        proptest::option::of(any::<u16>()),
        // Times of the nights in which the clocks change are refused both ways.
        proptest::option::of((0_u32..40_000).prop_filter("a night of change", |days| {
            !(matches!(day(*days).month(), 3 | 10) && day(*days).day() >= 25)
        })),
        proptest::option::of(0_u32..86_400),
    )
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn csv_and_workbook_state_the_same(stated in proptest::collection::vec(stated(), 0..12)) {
        let mut call = call();
        let from_workbook = proposals(&call, FileKind::Xlsx, &as_xlsx(&stated));
        call.proposals.format.separator = bando::call::Separator(b';');
        let from_csv = proposals(&call, FileKind::Csv, &as_csv(&stated));
        prop_assert_eq!(from_csv, from_workbook);
    }

    /// Fifteen digits, the nearest to what another reader sees.
    #[test]
    fn numbers_keep_the_digits_that_spreadsheets_show(
        numbers in proptest::collection::vec((-1e14_f64..1e14, 0_i32..12), 1..20),
    ) {
        let numbers: Vec<f64> = numbers.iter().map(|(it, less)| it / 10_f64.powi(*less)).collect();
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, number) in (0..).zip(&numbers) {
            sheet.write_number(row, 0, *number).unwrap();
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let mut ours = bando::workbook::Workbook::open(&bytes).unwrap();
        let sheet = ours.sheet("Sheet1").unwrap().unwrap();
        let ours = ours.rows(&sheet).map(|row| match &row.unwrap().cells[..] {
            [(0, bando::workbook::Cell::Number(number))] => number.plain.clone(),
            other => panic!("{other:?}"),
        });
        let mut theirs: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
        let theirs = theirs.worksheet_range("Sheet1").unwrap();
        let theirs = theirs.rows().map(|row| match row[0] {
            Data::Float(number) => number,
            ref other => panic!("{other:?}"),
        });
        for ((ours, theirs), number) in ours.zip(theirs).zip(&numbers) {
            prop_assert!((theirs - number).abs() < f64::EPSILON * number.abs().max(1e-300));
            // Half a step of the fifteenth digit.
            let off = (ours.parse::<f64>().unwrap() - theirs).abs();
            prop_assert!(off <= theirs.abs() * 5.1e-15, "{} for {}", ours, theirs);
            if format!("{theirs:.14e}").parse() == Ok(theirs) {
                prop_assert_eq!(ours.parse(), Ok(theirs));
            }
            let digits = ours.trim_start_matches(['-', '0', '.']).bytes();
            prop_assert!(digits.filter(u8::is_ascii_digit).count() <= 15);
        }
    }
}

/// The decree of 2021, its numbers and dates in cells of their own.
#[test]
fn the_proposals_of_the_decree_are_the_same_from_a_workbook() {
    let call = checked(
        &rules("rigenerazione-urbana-2021.bando"),
        &ProjectFiles::default(),
    );
    assert_eq!(call.proposals.format.numbers, NumberStyle::default());
    let csv = example("rigenerazione-urbana-2021/domande.csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let kind_of = |name: &str| {
        let mut facts = call.facts.iter();
        let of = |reading: &bando::call::Reading, fact: &str| {
            reading.column.as_deref() == Some(name) || (reading.column.is_none() && fact == name)
        };
        facts
            .find(|fact| of(&fact.reading, &fact.name))
            .map(|fact| fact.kind)
    };
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (column, name) in (0..).zip(&header) {
        sheet.write_string(0, column, name).unwrap();
    }
    let mut counts = [0; 3];
    for (row, record) in (1..).zip(reader.records()) {
        let record = record.unwrap();
        for ((column, name), cell) in (0..).zip(&header).zip(&record) {
            let number = cell.parse::<f64>().ok();
            match (kind_of(name), number) {
                _ if cell.is_empty() => {}
                (Some(Type::Money | Type::Integer | Type::Decimal(_)), Some(number)) => {
                    sheet.write_number(row, column, number).unwrap();
                    counts[0] += 1;
                }
                (Some(Type::Date), _) => {
                    let day = ExcelDateTime::parse_from_str(cell).unwrap();
                    sheet
                        .write_datetime_with_format(row, column, &day, &date)
                        .unwrap();
                    counts[1] += 1;
                }
                _ => {
                    sheet.write_string(row, column, cell).unwrap();
                    counts[2] += 1;
                }
            }
        }
    }
    assert!(counts[0] > 4000, "{counts:?}");
    let bytes = workbook.save_to_buffer().unwrap();
    let from_csv = proposals(&call, FileKind::Csv, csv.as_bytes());
    assert_eq!(from_csv.len(), 2418);
    assert_eq!(from_csv, proposals(&call, FileKind::Xlsx, &bytes));
}
