//! The one write of every build: new files that the user asked for.
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

/// Creates all of these files or none of them.
pub fn create_outputs(files: &[(&Path, &[u8])]) -> Result<(), WriteError> {
    for (at, (path, bytes)) in files.iter().enumerate() {
        create_output(path, bytes).inspect_err(|_| {
            for (made, _) in files.iter().take(at) {
                let _ = fs::remove_file(made);
            }
        })?;
    }
    Ok(())
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

    #[test]
    fn where_one_of_several_files_cannot_be_made_there_is_none_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two, old] = ["one", "two", "old"].map(|name| folder.path().join(name));
        fs::write(&old, b"old").unwrap();
        for second in [&old, &one] {
            let made = create_outputs(&[(&one, b"1"), (second, b"2")]);
            assert!(matches!(made, Err(WriteError::Exists(path)) if path == *second));
            assert!(!one.exists());
        }
        create_outputs(&[(&one, b"1"), (&two, b"2")]).unwrap();
        let read = [&one, &two, &old].map(|path| fs::read(path).unwrap());
        assert_eq!(read, [b"1".to_vec(), b"2".to_vec(), b"old".to_vec()]);
    }
}
