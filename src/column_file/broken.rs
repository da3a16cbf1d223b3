//! Why a file of columns cannot be read.

/// Why a file of columns cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It does not end as such a file does: it is another, or was cut off.
    NoEnd,
    /// What it says of itself is encrypted.
    Encrypted,
    /// What it says of itself cannot be read, or contradicts itself.
    Contents,
    /// What it says of itself takes more room than is accepted.
    LongContents,
    /// It has more columns than are accepted.
    ManyColumns,
    /// It states more rows, or longer lists, than are accepted.
    ManyRows,
    /// Records and lists stand too many levels inside each other.
    Deep,
    /// A leaf cannot be read.
    Leaf {
        /// Its place.
        leaf: usize,
        /// The group of rows, counted from 1.
        group: usize,
        /// Why.
        fault: Fault,
    },
}

/// Why a leaf cannot be read in a group of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is compressed, or its values are written, in a way that is not read.
    Codec(String),
    /// Its pages take more memory than is accepted.
    LongPage,
    /// It cannot be decoded.
    Damaged,
    /// It has more rows than its group, or fewer.
    Rows,
    /// It contradicts the other leaves of its record or list.
    Contradiction,
}
