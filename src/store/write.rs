//! Durable writes, as few verbs as will do: create a new file, replace a file, make a folder, remove, lock.
//!
//! Specification: `docs/archive-format.md`, "Appending". A file is written under a temporary name, put on
//! disk, then given its name, then its folder is put on disk: whoever sees the name sees the whole file.
//! A failed verb leaves at most a temporary file, which the next append sweeps away.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::read::Dir;
use crate::base::{Lang, Say, lang};
use crate::format::layout::{Place, TEMPORARY};

/// Why something could not be written. What was there before is unchanged.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// A file of that name is there already; nothing is overwritten.
    Exists(PathBuf),
    /// Another program is writing to this archive.
    Locked(PathBuf),
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl Say for WriteError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Exists(p) => {
                let p = p.display();
                lang::say!(lang, "{p} gibt es schon", "{p} exists already")
            }
            Self::Locked(p) => {
                let p = p.display();
                lang::say!(
                    lang,
                    "ein anderes Programm schreibt gerade in {p}",
                    "another program is writing to {p}"
                )
            }
            Self::Io(p, e) => {
                let p = p.display();
                lang::say!(lang, "{p} lässt sich nicht schreiben ({e})", "{p} cannot be written ({e})")
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Exists(_) => None,
            Self::Locked(_) => Some(lang::say!(
                lang,
                "Kurz warten und den Befehl wiederholen.",
                "Wait a moment and run the command again."
            )),
            Self::Io(_, e) => match e.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(lang::say!(
                    lang,
                    "Platz schaffen und den Befehl wiederholen.",
                    "Make room and run the command again."
                )),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Some(lang::say!(
                    lang,
                    "Schreibrechte prüfen und den Befehl wiederholen.",
                    "Check the permission to write and run the command again."
                )),
                _ => None,
            },
        }
    }
}

lang::error_that_says!(WriteError);

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> WriteError + '_ {
    move |e| WriteError::Io(path.to_owned(), e)
}

/// Makes a folder and those above it; each is on disk afterwards.
pub fn make_dir(path: &Path) -> Result<(), WriteError> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    let parent = parent_of(path);
    make_dir(parent)?;
    match fs::create_dir(path) {
        Ok(()) => sync_dir(parent),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(e) => Err(WriteError::Io(path.to_owned(), e)),
    }
}

/// Creates a file that must not exist yet. `secret` files can be read by their owner only.
pub fn create_file(path: &Path, bytes: &[u8], secret: bool) -> Result<(), WriteError> {
    let temporary = write_temporary(path, bytes, secret)?;
    temporary.persist_noclobber(path).map_err(|e| match e.error.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => WriteError::Io(path.to_owned(), e.error),
    })?;
    sync_dir(parent_of(path))
}

/// Puts a file in the place of the one that is there, if there is one.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let temporary = write_temporary(path, bytes, false)?;
    temporary.persist(path).map_err(|e| WriteError::Io(path.to_owned(), e.error))?;
    sync_dir(parent_of(path))
}

fn write_temporary(path: &Path, bytes: &[u8], secret: bool) -> Result<NamedTempFile, WriteError> {
    let folder = parent_of(path);
    make_dir(folder)?;
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

fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    }
}

/// Puts a folder's entries on disk. Windows has no such call and needs none.
fn sync_dir(path: &Path) -> Result<(), WriteError> {
    #[cfg(unix)]
    fs::File::open(path).and_then(|d| d.sync_all()).map_err(io_at(path))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
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

    /// Removes a file or an empty folder by its path with `/`, and folders above it that become empty.
    pub fn remove(&self, path: &str) -> Result<(), WriteError> {
        let mut parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        let full = |parts: &[&str]| parts.iter().fold(self.root().to_owned(), |p, part| p.join(part));
        let first = full(&parts);
        let gone = if path.ends_with('/') { fs::remove_dir(&first) } else { fs::remove_file(&first) };
        gone.map_err(io_at(&first))?;
        parts.pop();
        while parts.len() > 1 && fs::remove_dir(full(&parts)).is_ok() {
            parts.pop();
        }
        sync_dir(&full(&parts))
    }

    /// Locks the archive for writing until the lock is dropped.
    pub fn lock(&self) -> Result<Lock, WriteError> {
        make_dir(self.root())?;
        let path = self.path(&Place::Lock);
        let file = fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(io_at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(fs::TryLockError::WouldBlock) => Err(WriteError::Locked(self.root().to_owned())),
            Err(fs::TryLockError::Error(e)) => Err(WriteError::Io(path, e)),
        }
    }
}

/// The right to write to an archive; given back when dropped, also when the program is killed.
#[derive(Debug)]
pub struct Lock {
    _file: fs::File,
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
    fn removing_the_last_file_removes_its_folders() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Dir::new(dir.path());
        archive.create(&Place::Pdf("p".parse().unwrap(), 1), b"x").unwrap();
        archive.create(&Place::CheckpointOf(1), b"x").unwrap();
        archive.remove("policies/p/1/p-v1.pdf").unwrap();
        let listing = archive.list().unwrap();
        assert_eq!(listing.inside, ["checkpoints/1", "policies/"]);
    }

    #[test]
    fn only_one_writer_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Dir::new(dir.path());
        let held = archive.lock().unwrap();
        assert!(matches!(archive.lock(), Err(WriteError::Locked(_))));
        drop(held);
        assert!(archive.lock().is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn links_in_an_archive_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let archive = Dir::new(dir.path());
        fs::write(dir.path().join("x"), "x").unwrap();
        std::os::unix::fs::symlink("x", dir.path().join("checkpoint")).unwrap();
        assert!(matches!(archive.read(&Place::Checkpoint, 10), Err(super::super::ReadError::NotAFile(_))));
    }
}
