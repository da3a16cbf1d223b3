//! Lots that anybody can draw again.

use std::fmt::Write;

use sha2::{Digest as _, Sha256};

/// Returns the number by which a lot puts a unit in order, the least first: the SHA-256 digest of
/// the seed, a line feed and the unit's id, as 64 lowercase hexadecimal digits.
///
/// A proposal that stands alone is drawn by its own id. A group is drawn once, by its name: so it
/// has one ticket, however many members it has.
///
/// ```
/// use bando::selection::lot_digest;
/// // printf '%s\n%s' 'abc' '1' | sha256sum
/// assert_eq!(
///     lot_digest("abc", "1"),
///     "42be4acdebc7bc82896234906cf71b161c4f881bd22bb16888df636ddaca9fc2"
/// );
/// ```
pub fn lot_digest(seed: &str, unit: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(seed.as_bytes());
    hasher.update(b"\n");
    hasher.update(unit.as_bytes());
    let mut digits = String::new();
    for byte in hasher.finalize() {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
