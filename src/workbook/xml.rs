//! Reading XML, one event after the other.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::WorkbookError;

/// One event; an empty element comes as its start and its end.
pub(super) enum Xml<'a> {
    /// An element starts.
    Start(BytesStart<'a>),
    /// The element called so, without prefix, ends.
    End(String),
    /// Text between tags.
    Text(Cow<'a, str>),
    /// The end of the part.
    Done,
}

/// A part, being read.
pub(super) struct XmlReader<'a>(Reader<&'a [u8]>);

impl<'a> XmlReader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        Self(reader)
    }

    /// Returns the next event that matters.
    pub(super) fn next(&mut self) -> Result<Xml<'a>, WorkbookError> {
        loop {
            return Ok(match self.0.read_event().map_err(|_| no_xml())? {
                Event::Start(start) => Xml::Start(start),
                Event::End(end) => Xml::End(end.local_name().as_ref().to_owned()),
                Event::Text(text) => Xml::Text(Cow::Owned(text.xml10_content().into_owned())),
                Event::CData(text) => Xml::Text(text.into_inner()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().map_err(|_| no_xml())?;
                    match character {
                        Some(character) => Xml::Text(Cow::Owned(character.to_string())),
                        // Nothing a document declares itself is resolved: it could stand for
                        // any length.
                        None => resolve_predefined_entity(reference.as_ref())
                            .map(|text| Xml::Text(Cow::Borrowed(text)))
                            .ok_or_else(no_xml)?,
                    }
                }
                Event::Eof => Xml::Done,
                _ => continue,
            });
        }
    }

    /// Reads on to the end of the element called `name`, which has started, and returns its text.
    pub(super) fn text_of(&mut self, name: &str) -> Result<String, WorkbookError> {
        let mut text = String::new();
        let mut depth = 0_u32;
        loop {
            match self.next()? {
                Xml::Text(more) if depth == 0 => text.push_str(&more),
                Xml::Text(_) => {}
                Xml::Start(_) => depth = depth.saturating_add(1),
                Xml::End(end) if depth == 0 && end == name => return Ok(text),
                Xml::End(_) => depth = depth.saturating_sub(1),
                Xml::Done => return Err(no_xml()),
            }
        }
    }
}

/// Returns what an attribute says, by its name without prefix.
pub(super) fn attribute<'s>(
    start: &'s BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'s, str>>, WorkbookError> {
    // Looking for attributes that stand twice would take a time that grows as their square.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| no_xml())?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_| no_xml())?;
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// Says that a part is not what a spreadsheet writes.
pub(super) fn no_xml() -> WorkbookError {
    WorkbookError::broken(
        "una sua parte non è scritta come deve",
        "a part of it is not written as it must be",
    )
}
