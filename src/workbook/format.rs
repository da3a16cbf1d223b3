//! What the format of a cell shows its number as.

use std::collections::BTreeMap;

use super::WorkbookError;
use super::xml::{Xml, XmlReader, attribute};

/// What the format of a cell shows its number as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// A number.
    #[default]
    Number,
    /// A percentage.
    Percent,
    /// A day.
    Date,
    /// A time of day, or a span of time.
    Time,
    /// A day with a time.
    DateTime,
}

/// Returns what each style of the workbook shows numbers as.
pub(super) fn formats(styles: &str) -> Result<Vec<Shown>, WorkbookError> {
    let mut own: BTreeMap<u32, Shown> = BTreeMap::new();
    let mut formats = Vec::new();
    let mut of_cells = false;
    let mut reader = XmlReader::new(styles);
    loop {
        match reader.next()? {
            Xml::Start(start) => match start.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&start, "numFmtId")?.and_then(|it| it.parse().ok());
                    let code = attribute(&start, "formatCode")?;
                    own.extend(id.zip(code.map(|code| shown(&code))));
                }
                "cellXfs" => of_cells = true,
                "xf" if of_cells => {
                    let id = attribute(&start, "numFmtId")?;
                    let id = id.and_then(|it| it.parse().ok()).unwrap_or_default();
                    formats.push(own.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Xml::End(end) if end == "cellXfs" => of_cells = false,
            Xml::Done => return Ok(formats),
            _ => {}
        }
    }
}

/// The formats that every workbook knows without declaring them (ECMA-376, 18.8.30).
fn built_in(id: u32) -> Shown {
    match id {
        9 | 10 => Shown::Percent,
        14..=17 | 27..=31 | 34..=36 | 50..=58 => Shown::Date,
        18..=21 | 32 | 33 | 45..=47 => Shown::Time,
        22 => Shown::DateTime,
        _ => Shown::Number,
    }
}

/// Tells from a format code, such as `dd/mm/yyyy`, what it shows; of several the first, which is
/// for positive numbers.
fn shown(code: &str) -> Shown {
    let (mut day, mut time, mut month, mut percent) = (false, false, false, false);
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            // What stands for itself.
            '\\' | '_' | '*' => drop(characters.next()),
            '"' => drop(characters.find(|it| *it == '"')),
            // Colours, conditions, currencies; hours, minutes and seconds that go on counting.
            '[' => {
                let inside: String = characters.by_ref().take_while(|it| *it != ']').collect();
                let unit = inside.to_ascii_lowercase();
                let counts = |it: char| !unit.is_empty() && unit.chars().all(|other| other == it);
                time |= ['h', 'm', 's'].into_iter().any(counts);
            }
            '%' => percent = true,
            'd' | 'D' | 'y' | 'Y' => day = true,
            'h' | 'H' | 's' | 'S' => time = true,
            'm' | 'M' => month = true,
            _ => {}
        }
    }
    match (day, time, month) {
        (true, true, _) => Shown::DateTime,
        (true, false, _) | (false, false, true) => Shown::Date,
        (false, true, _) => Shown::Time,
        (false, false, false) if percent => Shown::Percent,
        (false, false, false) => Shown::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::{Shown, shown};

    #[test]
    fn a_format_code_tells_what_it_shows() {
        for (code, expected) in [
            ("General", Shown::Number),
            ("0.00", Shown::Number),
            ("#,##0.00 \"€\";[Red]-#,##0.00 \"€\"", Shown::Number),
            ("#,##0\\ [$€-410]", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("@", Shown::Number),
            ("\"giorni \"0", Shown::Number),
            ("0\\d", Shown::Number),
            ("#,##0_m", Shown::Number),
            ("0%", Shown::Percent),
            ("0.00\\ %", Shown::Percent),
            ("0\"%\"", Shown::Number),
            ("dd/mm/yyyy", Shown::Date),
            ("[$-410]d mmmm yyyy;@", Shown::Date),
            ("mmm", Shown::Date),
            ("YYYY-MM-DD", Shown::Date),
            ("dd/mm/yyyy hh:mm", Shown::DateTime),
            ("h:mm AM/PM", Shown::Time),
            ("[h]:mm:ss", Shown::Time),
            ("[mm]", Shown::Time),
            ("[Red]0", Shown::Number),
        ] {
            assert_eq!(shown(code), expected, "{code}");
        }
    }
}
