//! Which bodies are read, by what they say they are.

/// Tells whether a body of this kind is of the `wanted` kind, in UTF-8: the only encoding that JSON has
/// between systems (RFC 8259, 8.1), and that forms of ours are sent in.
pub(super) fn is_utf_8(kind: &str, wanted: &str) -> bool {
    let mut parts = kind.split(';').map(str::trim);
    let is_wanted = parts
        .next()
        .is_some_and(|it| it.eq_ignore_ascii_case(wanted));
    is_wanted
        && parts.all(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let value = value.trim().trim_matches('"');
            !name.trim().eq_ignore_ascii_case("charset") || value.eq_ignore_ascii_case("utf-8")
        })
}
