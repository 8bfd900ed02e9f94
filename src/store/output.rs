//! The one write of every build: a new file that the user asked for.
//!
//! Specification: `docs/architecture.md`, "Layers". Takes a path and bytes; nothing is overwritten, and a file that
//! could not be written whole is taken away again.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::error::WriteError;

/// Creates a file that must not exist yet, in a folder that does; it is on disk afterwards.
pub fn create_output(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |e: io::Error| match e.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => WriteError::Io(path.to_owned(), e),
    };
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|e| {
        let _ = fs::remove_file(path);
        failed(e)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_never_in_a_folder_that_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        create_output(&path, b"one").unwrap();
        assert!(matches!(create_output(&path, b"two"), Err(WriteError::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert!(matches!(create_output(&path.join("below"), b""), Err(WriteError::Io(..))));
    }
}
