//! What every build does to a folder: make it, put it on disk, lock it; and a file that a lock guards.
//!
//! Specification: `docs/archive-format.md`, "Appending". Takes paths; what it gives back is on disk. Creates and replaces
//! no file of an archive.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::error::WriteError;

pub(super) fn io_at(path: &Path) -> impl FnOnce(io::Error) -> WriteError + '_ {
    move |e| WriteError::Io(path.to_owned(), e)
}

/// Makes a folder and those above it; each is on disk afterwards.
pub fn make_dir(path: &Path) -> Result<(), WriteError> {
    make_dir_for(path, false)
}

pub(super) fn make_dir_for(path: &Path, secret: bool) -> Result<(), WriteError> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    let parent = parent_of(path);
    make_dir(parent)?;
    #[cfg_attr(not(unix), allow(unused_mut))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    if secret {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    }
    #[cfg(not(unix))]
    let _ = secret;
    match builder.create(path) {
        Ok(()) => sync_dir(parent).inspect_err(|_| {
            // Whoever finds the folder takes it to be on disk.
            let _ = fs::remove_dir(path);
        }),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(e) => Err(WriteError::Io(path.to_owned(), e)),
    }
}

pub(super) fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    }
}

/// Puts a folder's entries on disk. Windows has no such call and needs none.
pub(super) fn sync_dir(path: &Path) -> Result<(), WriteError> {
    #[cfg(unix)]
    fs::File::open(path).and_then(|d| d.sync_all()).map_err(io_at(path))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Locks a file, which is made if need be; `what` is named when another program holds it.
pub(super) fn lock(path: &Path, what: &Path, mut again: impl FnMut() -> bool) -> Result<Lock, WriteError> {
    let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(io_at(path))?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(fs::TryLockError::WouldBlock) if again() => {}
            Err(fs::TryLockError::WouldBlock) => return Err(WriteError::Locked(what.to_owned())),
            Err(fs::TryLockError::Error(e)) => return Err(WriteError::Io(path.to_owned(), e)),
        }
    }
}

/// The right to write to an archive; given back when dropped, also when the program is killed.
#[derive(Debug)]
pub struct Lock {
    _file: fs::File,
}

/// Puts a file in the place of the one that is there, by way of a temporary one that nobody else writes: a lock that the
/// caller holds sees to that.
pub(super) fn replace_alone(path: &Path, temporary: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let write = || -> io::Result<()> {
        let mut file = fs::File::create(temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(temporary, path)
    };
    write().map_err(|e| {
        let _ = fs::remove_file(temporary);
        WriteError::Io(path.to_owned(), e)
    })?;
    sync_dir(parent_of(path))
}
