//! The texts that the cells of a workbook share.

use super::WorkbookError;
use super::xml::{Xml, XmlReader, no_xml};

/// Returns the shared texts in their order.
pub(super) fn shared_strings(text: &str) -> Result<Vec<String>, WorkbookError> {
    let mut strings = Vec::new();
    let mut reader = XmlReader::new(text);
    loop {
        match reader.next()? {
            Xml::Start(start) if start.local_name().as_ref() == "si" => {
                strings.push(rich_text(&mut reader, "si")?);
            }
            Xml::Done => return Ok(strings),
            _ => {}
        }
    }
}

/// Reads on to the end of the element called `name`, and returns the text of its runs; how it is
/// pronounced is left out.
pub(super) fn rich_text(reader: &mut XmlReader<'_>, name: &str) -> Result<String, WorkbookError> {
    let mut text = String::new();
    loop {
        match reader.next()? {
            Xml::Start(start) if start.local_name().as_ref() == "t" => {
                text.push_str(&reader.text_of("t")?);
            }
            Xml::Start(start) if start.local_name().as_ref() == "rPh" => loop {
                match reader.next()? {
                    Xml::End(end) if end == "rPh" => break,
                    Xml::Done => return Err(no_xml()),
                    _ => {}
                }
            },
            Xml::End(end) if end == name => return Ok(unescaped(&text)),
            Xml::Done => return Err(no_xml()),
            _ => {}
        }
    }
}

/// Resolves what spreadsheets write for characters that XML cannot hold: `_x000D_`. A text that
/// says so itself comes as `_x005F_x000D_`.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        let code = after.split_at_checked(4).filter(|(code, behind)| {
            behind.starts_with('_') && code.bytes().all(|it| it.is_ascii_hexdigit())
        });
        let character = code.and_then(|(code, behind)| {
            let number = u32::from_str_radix(code, 16).ok()?;
            Some((char::from_u32(number)?, behind.get(1..)?))
        });
        plain.push_str(before);
        match character {
            Some((character, behind)) => {
                plain.push(character);
                rest = behind;
            }
            None => {
                plain.push_str("_x");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}
