//! Durable writes, as few verbs as will do: create a new file, replace a file, remove, lock.
//!
//! Specification: `docs/archive-format.md`, "Appending". A file is written under a temporary name, put on
//! disk, then given its name, then its folder is put on disk: whoever sees the name sees the whole file.
//! A failed verb leaves at most a temporary file, which the next append sweeps away.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use super::disk::{Lock, io_at, lock, make_dir, make_dir_for, parent_of, sync_dir};
use super::error::WriteError;
use super::read::Dir;
use crate::format::layout::{Place, TEMPORARY};

/// Creates a file that must not exist yet. `secret` files, and a folder made for one, are their owner's only.
pub fn create_file(path: &Path, bytes: &[u8], secret: bool) -> Result<(), WriteError> {
    let temporary = write_temporary(path, bytes, secret)?;
    temporary.persist_noclobber(path).map_err(|e| match e.error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => WriteError::Io(path.to_owned(), e.error),
    })?;
    sync_dir(parent_of(path))
}

/// Creates all of these files, secret ones or others, or none of them.
pub fn create_files(files: &[(&Path, &[u8], bool)]) -> Result<(), WriteError> {
    for (at, (path, bytes, secret)) in files.iter().enumerate() {
        create_file(path, bytes, *secret).inspect_err(|_| {
            take_back(&files[..at]);
        })?;
    }
    Ok(())
}

/// Removes files that [`create_files`] made, as far as that is possible: best effort, after something else failed.
pub fn take_back(files: &[(&Path, &[u8], bool)]) {
    for (made, ..) in files {
        let _ = fs::remove_file(made);
    }
}

/// Puts a file in the place of the one that is there, if there is one.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let temporary = write_temporary(path, bytes, false)?;
    temporary.persist(path).map_err(|e| WriteError::Io(path.to_owned(), e.error))?;
    sync_dir(parent_of(path))
}

fn write_temporary(path: &Path, bytes: &[u8], secret: bool) -> Result<NamedTempFile, WriteError> {
    let folder = parent_of(path);
    make_dir_for(folder, secret)?;
    let mut builder = Builder::new();
    builder.prefix(TEMPORARY).rand_bytes(8);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(if secret { 0o600 } else { 0o644 }));
    }
    #[cfg(not(unix))]
    let _ = secret;
    let mut file = builder.tempfile_in(folder).map_err(io_at(path))?;
    file.write_all(bytes).map_err(io_at(path))?;
    file.as_file().sync_all().map_err(io_at(path))?;
    Ok(file)
}

impl Dir {
    /// Creates a file of the archive.
    pub fn create(&self, place: &Place, bytes: &[u8]) -> Result<(), WriteError> {
        create_file(&self.path(place), bytes, false)
    }

    /// Replaces a file of the archive.
    pub fn replace(&self, place: &Place, bytes: &[u8]) -> Result<(), WriteError> {
        replace_file(&self.path(place), bytes)
    }

    /// Puts on disk what an interrupted writer may have left in memory only: a file, and its name.
    pub fn settle(&self, place: &Place) -> Result<(), WriteError> {
        let path = self.path(place);
        // Windows puts a file on disk only for who may write to it.
        let file = fs::OpenOptions::new().read(true).write(cfg!(windows)).open(&path);
        file.and_then(|f| f.sync_all()).map_err(io_at(&path))?;
        sync_dir(parent_of(&path))
    }

    /// Removes files and empty folders (with a final `/`) by their paths, and the folders above that become
    /// empty. All are tried; what is not there is gone already. Gives the first error.
    pub fn remove<P: AsRef<str>>(&self, paths: impl IntoIterator<Item = P>) -> Result<(), WriteError> {
        let mut first = Ok(());
        let mut changed = BTreeSet::new();
        for path in paths {
            let path = path.as_ref();
            let mut parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
            let full = |parts: &[&str]| parts.iter().fold(self.root().to_owned(), |p, part| p.join(part));
            let target = full(&parts);
            let done = if path.ends_with('/') { fs::remove_dir(&target) } else { fs::remove_file(&target) };
            if let Err(e) = gone(done) {
                first = first.and(Err(WriteError::Io(target, e)));
                continue;
            }
            parts.pop();
            while !parts.is_empty() && gone(fs::remove_dir(full(&parts))).is_ok() {
                parts.pop();
            }
            changed.insert(full(&parts));
        }
        for folder in changed.iter().filter(|f| f.is_dir()) {
            first = first.and(sync_dir(folder));
        }
        first
    }

    /// Locks the archive for writing until the lock is dropped. While another program holds it, asks `again`
    /// whether to try once more.
    pub fn lock(&self, again: impl FnMut() -> bool) -> Result<Lock, WriteError> {
        make_dir(self.root())?;
        lock(&self.path(&Place::Lock), self.root(), again)
    }
}

pub(super) fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_created_once_and_nothing_else_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/c");
        create_file(&path, b"one", false).unwrap();
        assert!(matches!(create_file(&path, b"two", false), Err(WriteError::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        replace_file(&path, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn of_several_files_all_are_created_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let [key, crt] = ["private/a.key", "a.crt"].map(|name| dir.path().join(name));
        fs::create_dir(&crt).unwrap();
        let made = create_files(&[(&key, b"key", true), (&crt, b"crt", false)]);
        assert!(made.is_err() && !key.exists() && crt.is_dir());
        fs::remove_dir(&crt).unwrap();
        create_files(&[(&key, b"key", true), (&crt, b"crt", false)]).unwrap();
        assert_eq!((fs::read(&key).unwrap(), fs::read(&crt).unwrap()), (b"key".to_vec(), b"crt".to_vec()));
    }

    #[test]
    fn removing_the_last_file_removes_its_folders() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Dir::new(dir.path());
        archive.create(&Place::Pdf("p".parse().unwrap(), 1), b"x").unwrap();
        archive.create(&Place::CheckpointOf(1), b"x").unwrap();
        // A second time, nothing is there to remove.
        for _ in 0..2 {
            archive.remove(["policies/p/1/p-v1.pdf"]).unwrap();
            let listing = archive.list().unwrap();
            assert_eq!((listing.inside, listing.beside), (vec!["checkpoints/1".to_owned()], vec![]));
        }
        // What is in the way is named, and the rest is removed all the same.
        archive.create(&Place::Heads(1), b"x").unwrap();
        assert!(archive.remove(["checkpoints", "heads/1"]).is_err());
        assert!(!archive.has(&Place::Heads(1)));
    }

    #[cfg(unix)]
    #[test]
    fn files_of_an_archive_are_for_all_and_secret_ones_for_their_owner() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let mode = |p: &str| fs::metadata(dir.path().join(p)).unwrap().permissions().mode() & 0o777;
        create_file(&dir.path().join("keys/private/k"), b"x", true).unwrap();
        create_file(&dir.path().join("keys/k.pub"), b"x", false).unwrap();
        // What the umask takes away from a new file, to compare with.
        fs::write(dir.path().join("plain"), "x").unwrap();
        assert_eq!([mode("keys/private"), mode("keys/private/k")], [0o700, 0o600]);
        assert_eq!(mode("keys/k.pub"), mode("plain") & 0o644);
    }

    #[test]
    fn only_one_writer_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Dir::new(dir.path());
        let mut held = Some(archive.lock(|| false).unwrap());
        assert!(matches!(archive.lock(|| false), Err(WriteError::Locked(_))));
        let mut asked = 0;
        let second = archive.lock(|| {
            asked += 1;
            if asked == 3 {
                // A program that another test starts may hold the descriptor a moment longer.
                held = None;
            }
            true
        });
        assert!(second.is_ok() && asked >= 3);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_an_archive_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Dir::new(dir.path());
        fs::write(dir.path().join("x"), "x").unwrap();
        std::os::unix::fs::symlink("x", dir.path().join("checkpoint")).unwrap();
        assert!(matches!(archive.read(&Place::Checkpoint, 10), Err(super::super::ReadError::NotAFile(_))));
        // A link in the place of a folder is listed as what it is, so that a check refuses it.
        std::os::unix::fs::symlink("/", dir.path().join("tile")).unwrap();
        assert_eq!(archive.list().unwrap().inside, ["tile"]);
    }
}
