//! Workbooks as evaluators hand them in: opened by another program, filled in, saved anew.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

/// What somebody writes in a cell.
#[derive(Clone, Debug)]
pub(super) enum Written {
    Text(String),
    /// Nothing any more.
    Nothing,
    Number(f64),
    Formula(&'static str, &'static str),
    Date,
    YesNo(bool),
}

/// A cell: the sheet's name, and row and column counted from 0.
pub(super) type Spot = (String, u32, u16);

/// Returns every cell of a workbook.
pub(super) fn cells(bytes: &[u8]) -> BTreeMap<Spot, Data> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut found = BTreeMap::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).expect("a sheet");
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            let row = top + u32::try_from(row).unwrap();
            let column = u16::try_from(left + u32::try_from(column).unwrap()).unwrap();
            found.insert((name.clone(), row, column), cell.clone());
        }
    }
    found
}

/// Saves a workbook anew, with some of its cells written over.
pub(super) fn saved(bytes: &[u8], edits: &[(&str, u32, u16, Written)]) -> Vec<u8> {
    let names = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let names: Vec<String> = names.sheet_names();
    let mut all: BTreeMap<Spot, Written> = cells(bytes)
        .into_iter()
        .filter_map(|(spot, cell)| match cell {
            Data::String(text) => Some((spot, Written::Text(text))),
            Data::Float(number) => Some((spot, Written::Number(number))),
            Data::Empty => None,
            other => panic!("{other:?}"),
        })
        .collect();
    for (sheet, row, column, written) in edits {
        all.insert(((*sheet).to_owned(), *row, *column), written.clone());
    }
    let mut workbook = Workbook::new();
    let all_names = all.keys().map(|(name, _, _)| name.clone());
    let mut order = names;
    order.extend(all_names.filter(|name| name != "bando"));
    order.dedup();
    let mut done = Vec::new();
    for name in order {
        if done.contains(&name) {
            continue;
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name).unwrap();
        sheet.set_hidden(name == "bando");
        for ((_, row, column), written) in all.iter().filter(|((it, _, _), _)| *it == name) {
            let (row, column) = (*row, *column);
            match written {
                Written::Text(text) => sheet.write_string(row, column, text),
                Written::Nothing => Ok(&mut *sheet),
                Written::Number(number) => sheet.write_number(row, column, *number),
                Written::Formula(formula, result) => {
                    let formula = Formula::new(*formula).set_result(*result);
                    sheet.write_formula(row, column, formula)
                }
                Written::Date => sheet.write_datetime_with_format(
                    row,
                    column,
                    ExcelDateTime::from_ymd(2026, 5, 8).unwrap(),
                    &Format::new().set_num_format("dd/mm/yyyy"),
                ),
                Written::YesNo(yes) => sheet.write_boolean(row, column, *yes),
            }
            .unwrap();
        }
        done.push(name);
    }
    workbook.save_to_buffer().unwrap()
}

/// Returns one of the parts that a workbook is packed of.
pub(super) fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    let mut part = archive.by_name(name).expect("the part");
    part.read_to_string(&mut text).expect("UTF-8");
    text
}

/// Returns the names of all parts.
pub(super) fn parts(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    archive
        .file_names()
        .map(|it| it.unwrap().into_owned())
        .collect()
}
