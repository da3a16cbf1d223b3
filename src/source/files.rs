//! Files that rule files name: read by whoever runs the engine, never by the engine itself.

/// Where the files named in a rule file come from.
pub trait Files {
    /// Returns the bytes of the file called `name` in the rule file.
    ///
    /// # Errors
    /// Says why there are none.
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError>;

    /// Returns the names of the files in the folder called `name`, in the order of their bytes;
    /// `None` where `name` is no folder.
    ///
    /// # Errors
    /// Says why the folder cannot be looked into.
    fn folder(&self, name: &str) -> Result<Option<Vec<String>>, FileError> {
        let _ = name;
        Ok(None)
    }
}

/// Why a file named in a rule file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// It is in none of these folders.
    NotFound {
        /// The folders, as shown to people.
        looked_in: Vec<String>,
    },
    /// Its name leaves the folder of the rule file.
    Unsafe,
    /// It is there and cannot be read, in the words of the system.
    Unreadable(String),
}
