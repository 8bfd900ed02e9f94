//! Puts the cosignatures of witnesses beside a checkpoint.
//!
//! Specification: `docs/witnesses.md`, "Where cosignatures lie". Takes files that were checked; replaces one or two. Asks
//! nobody, and signs nothing: whatever it writes can be got again.

use crate::format::layout::Place;
use crate::store::{Dir, Lock, WriteError};

/// Writes the cosignatures over the checkpoint of a size, and then, if it is the published one, that with them. The lock
/// shows that nobody appends.
///
/// Each file counts for itself: if the second cannot be written, the first stands, and the next time finishes it.
pub fn add_cosignatures(
    dir: &Dir,
    _lock: &Lock,
    size: u64,
    cosignatures: &[u8],
    published: Option<&[u8]>,
) -> Result<(), WriteError> {
    // The name of the checkpoint may not be on disk yet, and what speaks of it must not be there before.
    dir.settle(&Place::CheckpointOf(size))?;
    dir.replace(&Place::CosignaturesOf(size), cosignatures)?;
    published.map_or(Ok(()), |bytes| dir.replace(&Place::Checkpoint, bytes))
}
