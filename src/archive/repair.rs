//! What an append does first: refuse an older copy, sweep leftovers away, finish what was interrupted.
//!
//! Specification: `docs/archive-format.md`, "Appending", "After a crash". Before the commit point a crash
//! is rolled back, after it only forward; nothing that was signed is ever deleted.

use super::append::{AppendError, Signer};
use crate::base::{Digest, Id};
use crate::format::checkpoint::Checkpoint;
use crate::format::layout::Place;
use crate::store::{Dir, Lock, Memory, WriteError};

/// Refuses when the memory knows a larger log, or another one: the signer's, or that of readers on this machine.
///
/// `root_at` gives the root that the log here had at a size.
pub fn check_memory(
    memory: &Memory,
    size: u64,
    root_at: impl Fn(u64) -> Option<Digest>,
) -> Result<(), AppendError> {
    for known in [memory.read(), memory.read_seen()] {
        let Some(seen) = known.map_err(AppendError::Read)?.map(|c| c.tree) else { continue };
        if seen.size > size {
            return Err(AppendError::Restored { here: size, seen: seen.size });
        }
        if root_at(seen.size) != Some(seen.root) {
            return Err(AppendError::Forked { seen: seen.size });
        }
    }
    Ok(())
}

/// Removes files that an interrupted append left and that no checkpoint covers.
pub fn sweep(dir: &Dir, _lock: &Lock, leftovers: &[String]) -> Result<(), WriteError> {
    dir.remove(leftovers)
}

/// Puts on disk what an interrupted append committed: its name may not be there yet, and what builds on it must not be
/// there before.
pub fn settle(dir: &Dir, _lock: &Lock, newest: &Checkpoint) -> Result<(), WriteError> {
    dir.settle(&Place::CheckpointOf(newest.tree.size))
}

/// Finishes an append that was interrupted after its commit point: memory, manifests, then `checkpoint`.
///
/// `manifests` are those of the policies that got a record since `checkpoint`; others stay as they are.
pub fn finish(
    dir: &Dir,
    lock: &Lock,
    newest: &Checkpoint,
    memory: &Memory,
    manifests: Vec<(Id, String)>,
    archive: Signer<'_>,
) -> Result<(), WriteError> {
    settle(dir, lock, newest)?;
    let bytes = newest.note.bytes();
    memory.write(&bytes)?;
    for (id, text) in manifests {
        dir.replace(&Place::Manifest(id), &archive.note(text).bytes())?;
    }
    dir.replace(&Place::Checkpoint, &bytes)
}
