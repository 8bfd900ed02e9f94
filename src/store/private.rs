//! Reading private key files: what is in them, and who else may read them.
//!
//! Specification: `docs/keys.md`, "Who may read a private key". Decides nothing: the caller refuses or warns.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::ReadError;

/// Reads a file of at most `limit` bytes, with its permissions (the nine bits of `chmod`; 0 where a system has none).
///
/// They are those of the very file that was read, not of one that had its name before.
pub fn read_private(path: &Path, limit: u64) -> Result<(Vec<u8>, u32), ReadError> {
    // Opening a pipe would wait for somebody to write.
    let before = std::fs::metadata(path).map_err(|e| ReadError::io(path, e))?;
    if !before.is_file() {
        return Err(ReadError::NotAFile(path.to_owned()));
    }
    let read = || -> io::Result<_> {
        let file = File::open(path)?;
        let mode = permissions(&file)?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes)?;
        Ok((bytes, mode))
    };
    let (bytes, mode) = read().map_err(|e| ReadError::io(path, e))?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge(path.to_owned(), limit));
    }
    Ok((bytes, mode))
}

#[cfg(unix)]
fn permissions(file: &File) -> io::Result<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(file.metadata()?.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn permissions(_: &File) -> io::Result<u32> {
    Ok(0)
}

/// Whether a file lies in a folder or below, wherever links lead; not if one of them is not there.
pub fn lies_in(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn a_file_comes_with_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        fs::write(&path, "key").unwrap();
        for mode in [0o600, 0o640, 0o604, 0o755] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(read_private(&path, 3).unwrap(), (b"key".to_vec(), mode));
        }
        assert!(matches!(read_private(&path, 2), Err(ReadError::TooLarge(..))));
        assert!(matches!(read_private(folder.path(), 9), Err(ReadError::NotAFile(_))));
        assert!(read_private(&folder.path().join("b.key"), 9).unwrap_err().is_missing());
    }

    #[test]
    fn links_do_not_hide_where_a_file_lies() {
        let folder = tempfile::tempdir().unwrap();
        let [public, keys] = ["public", "keys"].map(|name| folder.path().join(name));
        fs::create_dir_all(public.join("below")).unwrap();
        fs::write(public.join("below/a.key"), "").unwrap();
        symlink(public.join("below"), &keys).unwrap();
        assert!(lies_in(&keys.join("a.key"), &public) && lies_in(&keys.join("a.key"), folder.path()));
        assert!(!lies_in(&public, &keys) && !lies_in(&keys.join("a.key"), &folder.path().join("pub")));
    }
}
