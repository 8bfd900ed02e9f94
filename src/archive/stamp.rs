//! Adds a time stamp to the newest checkpoint.
//!
//! Specification: `docs/archive-format.md`, "Appending". Takes a stamp that was checked; writes one new file, which
//! the next entry logs, or puts it in the place of one that was of no use. Asks nobody.

use super::append::AppendError;
use crate::base::{Digest, Sha256, limits};
use crate::format::layout::Place;
use crate::store::{Dir, Lock, WriteError};

/// Writes the stamp over the checkpoint of a size, which must be the newest. The lock shows that nobody appends.
pub fn add_stamp(dir: &Dir, _lock: &Lock, size: u64, token: &[u8]) -> Result<(), WriteError> {
    // The name of the checkpoint may not be on disk yet, and what speaks of it must not be there before.
    dir.settle(&Place::CheckpointOf(size))?;
    dir.create(&Place::StampOf(size), token)
}

/// Puts the stamp over the newest checkpoint, which is of that size, in the place of the one that is there. No entry
/// names that one: only those of earlier checkpoints are named.
pub fn replace_stamp(dir: &Dir, _lock: &Lock, size: u64, token: &[u8]) -> Result<(), WriteError> {
    dir.settle(&Place::CheckpointOf(size))?;
    dir.replace(&Place::StampOf(size), token)
}

/// The stamp of the newest checkpoint, for the entry that logs it: none if it has none.
pub fn unlogged(dir: &Dir, sizes: impl Iterator<Item = u64>) -> Result<Vec<(u64, Digest)>, AppendError> {
    let mut found = Vec::new();
    for size in sizes {
        let place = Place::StampOf(size);
        match dir.read(&place, limits::STAMP) {
            Ok(bytes) => {
                // Its name may not be on disk yet, and the entry that names it must not be there before.
                dir.settle(&place)?;
                found.push((size, Sha256::of(&bytes)));
            }
            Err(e) if e.is_missing() => {}
            Err(e) => return Err(AppendError::Read(e)),
        }
    }
    Ok(found)
}
