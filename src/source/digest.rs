//! Digests: a few digits that stand for the bytes of a file.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Returns the SHA-256 of some bytes in lowercase hexadecimal (FIPS 180-4), as `sha256sum` writes
/// it.
///
/// ```
/// let digest = bando::source::digest(b"abc");
/// assert!(digest.starts_with("ba7816bf") && digest.ends_with("f20015ad"));
/// ```
pub fn digest(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
