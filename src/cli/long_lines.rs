//! Lines of which a very long one is not held: it is refused for its length, whatever it says.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use super::files::read_file;
use crate::facts::FileKind;

/// So much of a line is held; what the readers take is shorter.
pub(super) const LONGEST: usize = 1 << 20;
/// Of the rest so much is looked at in one go.
const AT_ONCE: u64 = 1 << 16;

/// Reads a file of proposals; of lines of JSON that are too long only the beginning.
pub(super) fn read_proposals(path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
    if kind != FileKind::JsonLines || !std::fs::metadata(path)?.is_file() {
        return read_file(path);
    }
    let mut lines = BufReader::new(File::open(path)?);
    let mut bytes = Vec::new();
    while read_line(&mut lines, &mut bytes)? {}
    Ok(bytes)
}

/// Adds the next line to `bytes`, or so much of it that it is still too long and, where it is no
/// text, still none; tells whether there is one.
pub(super) fn read_line(source: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<bool> {
    let start = bytes.len();
    let read = source
        .by_ref()
        .take(LONGEST as u64)
        .read_until(b'\n', bytes)?;
    if read < LONGEST || bytes.ends_with(b"\n") {
        return Ok(read > 0);
    }
    // Of a character that is cut in two the beginning belongs to the rest.
    let text = std::str::from_utf8(bytes.get(start..).unwrap_or_default());
    let whole = text.map_or_else(|it| it.valid_up_to(), str::len);
    let mut rest = bytes.split_off(start.saturating_add(whole));
    let mut is_blank = true;
    loop {
        let read = source.by_ref().take(AT_ONCE).read_until(b'\n', &mut rest)?;
        let ended = read == 0 || rest.ends_with(b"\n");
        let whole = match std::str::from_utf8(&rest) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() && !ended => error.valid_up_to(),
            Err(error) => {
                let bad = rest.get(error.valid_up_to()..).unwrap_or_default();
                bytes.extend(bad.iter().take(4));
                rest.clear();
                0
            }
        };
        if rest.contains(&0) {
            bytes.push(0);
        }
        let behind = rest.split_off(whole.min(rest.len()));
        is_blank &= std::str::from_utf8(&rest).is_ok_and(|it| it.trim().is_empty());
        let ends = rest.ends_with(b"\n");
        rest = behind;
        if ended {
            // A line with something on it stays one.
            bytes.extend(if is_blank { b"".as_slice() } else { b"..." });
            bytes.extend(if ends { b"\n".as_slice() } else { b"" });
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of so many bytes, of which only a few thousand exist at a time, and a short one.
    struct Endless {
        piece: Vec<u8>,
        pieces: usize,
        end: &'static [u8],
    }

    impl io::Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let found = self.fill_buf()?;
            let count = found.len().min(into.len());
            into[..count].copy_from_slice(&found[..count]);
            self.consume(count);
            Ok(count)
        }
    }

    impl BufRead for Endless {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            Ok(if self.pieces > 0 {
                &self.piece
            } else {
                self.end
            })
        }

        fn consume(&mut self, count: usize) {
            if self.pieces == 0 {
                self.end = &self.end[count..];
            } else if count < self.piece.len() {
                // The rest of a piece comes again: it is the same letter over and over.
                self.piece.truncate(self.piece.len().saturating_sub(count));
            } else {
                self.pieces = self.pieces.saturating_sub(1);
            }
        }
    }

    #[test]
    fn of_a_line_of_a_gigabyte_a_megabyte_is_held() {
        let mut source = Endless {
            piece: vec![b'x'; 1 << 13],
            pieces: 1 << 17,
            end: b"\nnext",
        };
        let mut bytes = Vec::new();
        assert!(read_line(&mut source, &mut bytes).unwrap());
        assert_eq!(bytes.len(), LONGEST + 4);
        assert!(bytes.ends_with(b"x...\n") && bytes.capacity() <= 3 * LONGEST);
        assert_eq!(source.pieces, 0);
        bytes.clear();
        assert!(read_line(&mut source, &mut bytes).unwrap());
        assert_eq!(bytes, b"next");
        bytes.clear();
        assert!(!read_line(&mut source, &mut bytes).unwrap());
    }

    #[test]
    fn what_is_cut_of_a_line_takes_nothing_from_what_is_said_of_it() {
        let cut = |line: &[u8]| {
            let (mut source, mut bytes) = (line, b"before\n".to_vec());
            assert!(read_line(&mut source, &mut bytes).unwrap());
            assert!(source.is_empty());
            assert!(bytes.starts_with(b"before\n") && bytes.len() < LONGEST + 20);
            bytes
        };
        let line = |rest: &[u8]| [vec![b' '; LONGEST - 1], rest.to_vec()].concat();
        let long = |rest: &str| line(rest.repeat(100_000).as_bytes());
        // Letters of two, three and four bytes, cut anywhere, are text; and something stands there.
        for rest in ["è", "€", "𝄞", "aè€𝄞"] {
            let text = String::from_utf8(cut(&long(rest))).expect("text");
            assert!(text.ends_with("..."), "{rest}");
        }
        // Blank to the end is blank.
        assert!(cut(&long(" \t")).trim_ascii_end().ends_with(b"before"));
        assert!(cut(&line(b"\n")).ends_with(b" \n"));
        // No text, somewhere far behind, or only at the end.
        for bad in [b"\xff".as_slice(), b"\xc3", b"\xe2\x82", b"\xc3\n"] {
            let far = [long("è"), bad.to_vec()].concat();
            assert!(String::from_utf8(cut(&far)).is_err(), "{bad:?}");
        }
        let null = [long("x"), vec![0], vec![b'x'; 99]].concat();
        assert!(cut(&null).contains(&0));
    }
}
