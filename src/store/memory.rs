//! What is remembered of each archive, outside of it: the last checkpoint that was signed here, and the newest that was
//! seen by a reader.
//!
//! Specification: `docs/archive-format.md`, "What is remembered". A folder for each archive, named by the leaf hash of
//! entry 0, with a copy of each checkpoint: `checkpoint` is the signer's, `seen` the readers'. An archive that was restored
//! from a backup is older than this memory, and nothing is appended to it: two logs of one archive would be a fork.

use std::path::{Path, PathBuf};

use crate::base::{Digest, limits};
use crate::format::checkpoint::Checkpoint;

#[cfg(feature = "author")]
use super::disk::{Lock, sync_dir};
use super::disk::{lock, make_dir, parent_of, replace_alone};
use super::error::WriteError;
use super::read::{ReadError, read_file};
#[cfg(feature = "author")]
use super::write::replace_file;
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

    /// The last checkpoint that was signed here; `None` if there is none.
    ///
    /// A spoiled memory is an error, not an absence: whoever can spoil it could hide a fork.
    pub fn read(&self) -> Result<Option<Checkpoint>, ReadError> {
        read(&self.path)
    }

    /// The newest checkpoint that a reader saw here; `None` if there is none.
    pub fn read_seen(&self) -> Result<Option<Checkpoint>, ReadError> {
        read(&self.seen())
    }

    /// Remembers a checkpoint that a reader saw, unless a larger one was seen before. The signer's memory is left alone: it
    /// also tells whose leftovers an interrupted append may sweep.
    ///
    /// While another reader writes, asks `again` whether to try once more.
    pub fn see(&self, checkpoint: &Checkpoint, again: impl FnMut() -> bool) -> Result<(), WriteError> {
        let folder = parent_of(&self.path);
        make_dir(folder)?;
        let _held = lock(&folder.join(READERS), folder, again)?;
        match self.read_seen() {
            Ok(known) if known.as_ref().is_none_or(|c| c.tree.size < checkpoint.tree.size) => {
                // No name that a signer sweeps away.
                replace_alone(&self.seen(), &folder.join("seen.new"), &checkpoint.note.bytes())
            }
            // What was spoiled meanwhile is told by whoever reads it next, and not covered up.
            _ => Ok(()),
        }
    }

    fn seen(&self) -> PathBuf {
        self.path.with_file_name("seen")
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

/// The lock of the readers, who never wait for a signer: he may be asked for a passphrase.
const READERS: &str = ".lock-seen";

fn read(path: &Path) -> Result<Option<Checkpoint>, ReadError> {
    match read_file(path, limits::CHECKPOINT) {
        Ok(bytes) => match Checkpoint::parse(&bytes) {
            Ok(checkpoint) => Ok(Some(checkpoint)),
            Err(_) => Err(ReadError::Spoiled(path.to_owned())),
        },
        Err(e) if e.is_missing() => Ok(None),
        Err(ReadError::NotAFile(p) | ReadError::TooLarge(p, _)) => Err(ReadError::Spoiled(p)),
        Err(e) => Err(e),
    }
}

#[cfg(test)]
mod seen_tests {
    use super::*;
    use crate::format::checkpoint;
    use crate::format::record::Tree;

    fn checkpoint(size: u64) -> Checkpoint {
        let text = checkpoint::text("o.example", &Tree { size, root: Digest([size as u8; 32]) });
        Checkpoint::parse(format!("{text}\n— o.example YWFhYWE=\n").as_bytes()).unwrap()
    }

    #[test]
    fn the_newest_that_was_seen_is_remembered_beside_the_signers() {
        let state = tempfile::tempdir().unwrap();
        let memory = Memory::of(state.path(), &Digest([7; 32]));
        assert!(memory.read_seen().unwrap().is_none());
        for (size, remembered) in [(3, 3), (5, 5), (4, 5), (5, 5), (6, 6)] {
            memory.see(&checkpoint(size), || false).unwrap();
            assert_eq!(memory.read_seen().unwrap(), Some(checkpoint(remembered)));
        }
        assert!(memory.read().unwrap().is_none(), "the signer's memory is his alone");
        let mut names: Vec<_> =
            std::fs::read_dir(parent_of(memory.path())).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [READERS, "seen"]);
    }

    #[test]
    fn a_spoiled_memory_of_readers_is_neither_absent_nor_covered_up() {
        let state = tempfile::tempdir().unwrap();
        let memory = Memory::of(state.path(), &Digest([7; 32]));
        memory.see(&checkpoint(1), || false).unwrap();
        std::fs::write(memory.seen(), "spoiled").unwrap();
        assert!(matches!(memory.read_seen(), Err(ReadError::Spoiled(p)) if p == memory.seen()));
        memory.see(&checkpoint(2), || false).unwrap();
        assert_eq!(std::fs::read(memory.seen()).unwrap(), b"spoiled");
    }

    #[test]
    fn where_nothing_can_be_written_it_is_an_error() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("file");
        std::fs::write(&file, "").unwrap();
        let memory = Memory::of(&file, &Digest([7; 32]));
        assert!(matches!(memory.see(&checkpoint(1), || false), Err(WriteError::Io(..))));
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
