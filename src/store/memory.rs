//! What the signer remembers of each archive, outside of it: the last checkpoint it signed.
//!
//! Specification: `docs/archive-format.md`, "The signer's memory". A folder for each archive, named by the
//! leaf hash of entry 0, holding a copy of the checkpoint. An archive that was restored from a backup is
//! older than this memory, and nothing is appended to it: two logs of one archive would be a fork.

use std::path::{Path, PathBuf};

use crate::base::{Digest, limits};
use crate::format::checkpoint::Checkpoint;

use super::read::{ReadError, read_file};
#[cfg(feature = "author")]
use super::write::{WriteError, replace_file};

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
                Err(_) => Err(ReadError::NotAFile(self.path.clone())),
            },
            Err(e) if e.is_missing() => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Remembers a checkpoint that is durable in the archive.
    #[cfg(feature = "author")]
    pub fn write(&self, checkpoint: &[u8]) -> Result<(), WriteError> {
        replace_file(&self.path, checkpoint)
    }
}
