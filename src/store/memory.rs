//! What the signer remembers of each archive, outside of it: the last checkpoint it signed.
//!
//! Specification: `docs/archive-format.md`, "The signer's memory". A folder for each archive, named by the
//! leaf hash of entry 0, holding a copy of the checkpoint. An archive that was restored from a backup is
//! older than this memory, and nothing is appended to it: two logs of one archive would be a fork.

use std::path::{Path, PathBuf};

use crate::base::{Digest, limits};
use crate::format::checkpoint::Checkpoint;

#[cfg(feature = "author")]
use super::error::WriteError;
use super::read::{ReadError, read_file};
#[cfg(feature = "author")]
use super::write::{Lock, lock, make_dir, parent_of, replace_file, sync_dir};
#[cfg(feature = "author")]
use crate::format::layout::{Place, TEMPORARY};

/// The memory for one archive.
#[derive(Debug, Clone)]
pub struct Memory {
    path: PathBuf,
}

impl Memory {
    /// The memory of the archive whose entry 0 has this leaf hash, below the program's state folder.
    pub fn of(state: &Path, first: &Digest) -> Self {
        Self { path: state.join(first.to_string()).join("checkpoint") }
    }

    /// The last checkpoint that was signed or seen here; `None` if there is no memory.
    ///
    /// A spoiled memory is an error, not an absence: whoever can spoil it could hide a fork.
    pub fn read(&self) -> Result<Option<Checkpoint>, ReadError> {
        match read_file(&self.path, limits::CHECKPOINT) {
            Ok(bytes) => match Checkpoint::parse(&bytes) {
                Ok(checkpoint) => Ok(Some(checkpoint)),
                Err(_) => Err(ReadError::Spoiled(self.path.clone())),
            },
            Err(e) if e.is_missing() => Ok(None),
            Err(ReadError::NotAFile(p) | ReadError::TooLarge(p, _)) => Err(ReadError::Spoiled(p)),
            Err(e) => Err(e),
        }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Locks the memory: two copies of one archive have a lock each, but share what is remembered of it.
    ///
    /// Sweeps away what an interrupted write left. `what` is named when another program holds the lock.
    #[cfg(feature = "author")]
    pub fn lock(&self, what: &Path, again: impl FnMut() -> bool) -> Result<Lock, WriteError> {
        let folder = parent_of(&self.path);
        make_dir(folder)?;
        let held = lock(&folder.join(Place::Lock.to_string()), what, again)?;
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                // Best effort: it harms nobody.
                let _ = std::fs::remove_file(entry.path());
            }
        }
        Ok(held)
    }

    /// Remembers a checkpoint that is durable in the archive.
    #[cfg(feature = "author")]
    pub fn write(&self, checkpoint: &[u8]) -> Result<(), WriteError> {
        replace_file(&self.path, checkpoint)?;
        // The folder may be new, of a program that was interrupted before it was on disk.
        sync_dir(parent_of(parent_of(&self.path)))
    }

    /// Forgets an archive that never came into being.
    #[cfg(feature = "author")]
    pub fn forget(&self) {
        let folder = parent_of(&self.path);
        let _ = std::fs::remove_dir_all(folder);
        // The folder above, if there was no other archive.
        let _ = std::fs::remove_dir(parent_of(folder));
    }
}

#[cfg(all(test, feature = "author"))]
mod tests {
    use super::*;

    #[test]
    fn a_spoiled_memory_is_not_an_absent_one() {
        let state = tempfile::tempdir().unwrap();
        let memory = Memory::of(state.path(), &Digest([7; 32]));
        assert!(memory.read().unwrap().is_none());
        for spoiled in [b"".as_slice(), b"checkpoint", &[b'x'; 100_000]] {
            memory.write(spoiled).unwrap();
            assert!(matches!(memory.read(), Err(ReadError::Spoiled(p)) if p == memory.path()));
        }
        std::fs::remove_file(memory.path()).unwrap();
        std::fs::create_dir(memory.path()).unwrap();
        assert!(matches!(memory.read(), Err(ReadError::Spoiled(_))));
        memory.forget();
        assert!(memory.read().unwrap().is_none() && !state.path().exists());
    }

    #[test]
    fn a_locked_memory_is_swept() {
        let state = tempfile::tempdir().unwrap();
        let memory = Memory::of(state.path(), &Digest([7; 32]));
        let held = memory.lock(state.path(), || false).unwrap();
        assert!(matches!(memory.lock(state.path(), || false), Err(WriteError::Locked(_))));
        drop(held);
        let torn = memory.path().with_file_name(format!("{TEMPORARY}12345678"));
        std::fs::write(&torn, "x").unwrap();
        let _held = memory.lock(state.path(), || true).unwrap();
        assert!(!torn.exists());
    }
}
