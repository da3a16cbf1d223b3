//! What the page allows a browser to do: to use its own style, and nothing else.

use sha2::{Digest as _, Sha256};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Returns the content security policy of a page with this style: no scripts, no requests.
pub(in crate::report) fn policy(style: &str) -> String {
    let digest = base64(&Sha256::digest(style.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
}

/// Writes bytes in the letters that policies use.
///
/// Source: RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for triple in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |group, place| {
            let byte = triple.get(place).copied().unwrap_or_default();
            (group << 8) | usize::from(byte)
        });
        for place in 0..4_usize {
            let shift = 18_usize.saturating_sub(place.saturating_mul(6));
            let letter = LETTERS.get((group >> shift) & 63).copied();
            text.push(match letter {
                Some(letter) if place <= triple.len() => char::from(letter),
                _ => '=',
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn bytes_are_written_as_the_standard_has_them() {
        let written =
            ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|it| base64(it.as_bytes()));
        let standard = [
            "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy",
        ];
        assert_eq!(written, standard);
    }
}
