//! Which parts a workbook has: sheets, formats, shared texts.

use std::collections::BTreeMap;

use super::WorkbookError;
use super::package::Package;
use super::xml::{Xml, XmlReader, attribute};

/// Where the parts of a workbook are.
pub(super) struct Parts {
    pub(super) sheets: Vec<SheetPart>,
    pub(super) styles: String,
    pub(super) strings: String,
    pub(super) from_1904: bool,
}

/// A sheet of cells.
pub(super) struct SheetPart {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) hidden: bool,
}

/// What a part points to: the last word of the kind of pointer, and the path.
struct Target {
    kind: String,
    path: String,
}

impl Parts {
    /// Follows the pointers from the root of the package to the workbook, and from there on.
    pub(super) fn find(package: &mut Package<'_>) -> Result<Self, WorkbookError> {
        let root = targets(package, "_rels/.rels", "")?;
        let workbook = root
            .values()
            .find(|target| target.kind == "officeDocument")
            .ok_or_else(WorkbookError::no_workbook)?;
        let (folder, file) = workbook
            .path
            .rsplit_once('/')
            .unwrap_or(("", &workbook.path));
        let slash = if folder.is_empty() { "" } else { "/" };
        let pointers = format!("{folder}{slash}_rels/{file}.rels");
        let targets = targets(package, &pointers, folder)?;
        let text = package
            .part(&workbook.path)?
            .ok_or_else(WorkbookError::no_workbook)?;
        let path_of = |kind: &str| {
            let mut targets = targets.values();
            let found = targets.find(|target| target.kind == kind);
            found.map_or_else(String::new, |target| target.path.clone())
        };
        let mut parts = Self {
            sheets: Vec::new(),
            styles: path_of("styles"),
            strings: path_of("sharedStrings"),
            from_1904: false,
        };
        let mut reader = XmlReader::new(&text);
        loop {
            let start = match reader.next()? {
                Xml::Start(start) => start,
                Xml::Done => return Ok(parts),
                _ => continue,
            };
            match start.local_name().as_ref() {
                "sheet" => {
                    let name = attribute(&start, "name")?.unwrap_or_default();
                    let pointer = attribute(&start, "id")?.unwrap_or_default();
                    let state = attribute(&start, "state")?;
                    // Sheets of charts and dialogs have no cells.
                    let target = targets.get(pointer.as_ref());
                    if let Some(target) = target.filter(|it| it.kind == "worksheet") {
                        parts.sheets.push(SheetPart {
                            name: name.into_owned(),
                            path: target.path.clone(),
                            hidden: state.is_some_and(|it| it != "visible"),
                        });
                    }
                }
                "workbookPr" => {
                    let from_1904 = attribute(&start, "date1904")?;
                    parts.from_1904 |= from_1904.is_some_and(|it| it == "1" || it == "true");
                }
                _ => {}
            }
        }
    }
}

/// Reads what the part beside `pointers` points to, by id; paths start in `folder`.
fn targets(
    package: &mut Package<'_>,
    pointers: &str,
    folder: &str,
) -> Result<BTreeMap<String, Target>, WorkbookError> {
    let text = package
        .part(pointers)?
        .ok_or_else(WorkbookError::no_workbook)?;
    let mut found = BTreeMap::new();
    let mut reader = XmlReader::new(&text);
    loop {
        let start = match reader.next()? {
            Xml::Start(start) if start.local_name().as_ref() == "Relationship" => start,
            Xml::Done => return Ok(found),
            _ => continue,
        };
        let id = attribute(&start, "Id")?.unwrap_or_default();
        let kind = attribute(&start, "Type")?.unwrap_or_default();
        let target = attribute(&start, "Target")?.unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        let path = path(folder, &target);
        found.insert(id.into_owned(), Target { kind, path });
    }
}

/// Returns the path of a target: from the root where it starts with `/`, else from `folder`.
fn path(folder: &str, target: &str) -> String {
    let whole = match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
