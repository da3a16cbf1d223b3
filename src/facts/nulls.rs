//! What a record in JSON states as `null`.

use serde_json::Value as Json;

/// Returns the names of what a record in JSON states as `null`, items counted from 1:
/// `partners.2.form`. Of a list of records it is the first that counts; of what is no record in
/// JSON there are none.
///
/// ```
/// use bando::facts::nulls;
/// let names = nulls(br#"{"cost": null, "partners": [{"form": null, "name": "A"}]}"#);
/// assert_eq!(names, ["cost", "partners.1.form"]);
/// ```
pub fn nulls(record: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    if !record.windows(4).any(|it| it == b"null") {
        return names;
    }
    let record = record.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(record);
    let Ok(record) = serde_json::from_slice::<Json>(record) else {
        return names;
    };
    // Of a list of records the first is meant.
    let record = match &record {
        Json::Array(records) => records.first(),
        record => Some(record),
    };
    let mut rest: Vec<_> = record.map(|it| (String::new(), it)).into_iter().collect();
    while let Some((name, value)) = rest.pop() {
        let inside = |part: &str| match name.as_str() {
            "" => part.to_owned(),
            name => format!("{name}.{part}"),
        };
        match value {
            Json::Null => names.push(name),
            Json::Object(fields) => {
                let fields = fields.iter().rev();
                rest.extend(fields.map(|(name, it)| (inside(name), it)));
            }
            Json::Array(items) => {
                let items: Vec<_> = (1_usize..).zip(items).collect();
                let items = items.into_iter().rev();
                rest.extend(items.map(|(place, it)| (inside(&place.to_string()), it)));
            }
            _ => {}
        }
    }
    names
}
