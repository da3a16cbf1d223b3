//! The lines of a file of movements.

/// Where the lines of a file end.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    ends: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        let numbered = bytes.iter().enumerate();
        let ends = numbered.filter(|(_, byte)| **byte == b'\n');
        Self {
            bytes,
            ends: ends.map(|(at, _)| at).collect(),
        }
    }

    /// Returns the line of a row, counted from 1: what reads CSV counts the end of the line before as the
    /// beginning of a row, where that end is of two bytes.
    pub(super) fn at(&self, position: Option<&csv::Position>) -> Option<u64> {
        let start = usize::try_from(position?.byte()).ok()?;
        let rest = self.bytes.get(start..)?;
        let empty = rest.iter().take_while(|it| matches!(it, b'\r' | b'\n'));
        let start = start.checked_add(empty.count())?;
        let before = self.ends.partition_point(|end| *end < start);
        u64::try_from(before).ok()?.checked_add(1)
    }
}
