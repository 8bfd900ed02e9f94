//! Reads the log of an archive: checkpoint, entry bundles and hash tiles, and holds them against each other.
//!
//! Specification: `docs/archive-format.md`, "Verification", steps 1 to 3. Takes a folder; gives the entries'
//! bytes and the tree over them, or what is wrong with which file. Does not look into the entries.

use rayon::prelude::*;

use super::finding::{Finding, What, Where};
use crate::base::{Digest, Lang, Say as _, limits};
use crate::format::checkpoint::Checkpoint;
use crate::format::layout::Place;
use crate::format::merkle::{Tree, leaf_hash};
use crate::format::tile;
use crate::store::{Dir, ReadError};

/// The log of an archive, as bytes that hang together.
#[derive(Debug)]
pub struct Loaded {
    /// The newest committed checkpoint.
    pub checkpoint: Checkpoint,
    /// Size that the file `checkpoint` names, smaller when an append was interrupted.
    pub published: u64,
    /// The entries' bytes.
    pub entries: Vec<Vec<u8>>,
    /// The tree over their leaf hashes.
    pub tree: Tree,
}

/// Where a place is named in findings.
pub fn file(place: &Place) -> Where {
    Where::File(place.to_string())
}

/// The finding of a file that could not be read.
pub fn unread(place: &Place, error: &ReadError) -> Finding {
    let what = if error.is_missing() { What::Missing } else { What::Unreadable(error.fact(Lang::En)) };
    Finding::failure(file(place), what)
}

/// Reads the newest committed checkpoint: `checkpoint`, or a later `checkpoints/<size>` of an append that
/// was interrupted after its commit point.
pub fn newest(dir: &Dir) -> Result<(Checkpoint, u64), Finding> {
    let published = read_checkpoint(dir, &Place::Checkpoint);
    if published.as_ref().is_ok_and(|c| c.tree.size == 0) {
        // Every archive begins with a founding charter: nothing was ever committed without entries.
        return Err(Finding::failure(file(&Place::Checkpoint), What::Root));
    }
    let mut size = published.as_ref().map_or(0, |c| c.tree.size);
    let published_size = size;
    let mut newest = None;
    // Appends commit one entry after the other, so at most a few checkpoints are ahead.
    while dir.has(&Place::CheckpointOf(size + 1)) {
        size += 1;
        newest = Some(Place::CheckpointOf(size));
    }
    match (newest, published) {
        // Without any `checkpoint` only the very first append can have been interrupted.
        (Some(place), Err(e)) if e.what == What::Missing && size == 1 => {
            Ok((read_checkpoint(dir, &place)?, 0))
        }
        (Some(place), Ok(_)) => Ok((read_checkpoint(dir, &place)?, published_size)),
        (None, Ok(checkpoint)) => Ok((checkpoint, published_size)),
        (_, Err(e)) => Err(e),
    }
}

/// Reads one checkpoint file.
pub fn read_checkpoint(dir: &Dir, place: &Place) -> Result<Checkpoint, Finding> {
    let bytes = dir.read(place, limits::CHECKPOINT).map_err(|e| unread(place, &e))?;
    Checkpoint::parse(&bytes).map_err(|e| Finding::failure(file(place), What::Checkpoint(e)))
}

/// Reads the log. If the bundles do not give the checkpoint's root, the files at fault are named.
pub fn load(dir: &Dir) -> Result<Loaded, Vec<Finding>> {
    let (checkpoint, published) = newest(dir).map_err(|f| vec![f])?;
    let entries = entries(dir, checkpoint.tree.size).map_err(|mut bad| {
        bad.extend(unfounded(dir, &checkpoint));
        bad
    })?;
    let leaves: Vec<_> = entries.par_iter().map(|e| leaf_hash(e)).collect();
    let tree = Tree::of(leaves);
    if tree.root() == checkpoint.tree.root {
        return Ok(Loaded { checkpoint, published, entries, tree });
    }
    Err(blame(dir, &checkpoint, &tree))
}

/// Bundles that are read at a time: a checkpoint can claim any size, so reading stops soon after the first
/// bundle that is not there.
const AT_A_TIME: u64 = 256;

fn entries(dir: &Dir, size: u64) -> Result<Vec<Vec<u8>>, Vec<Finding>> {
    let mut entries = Vec::new();
    let count = size.div_ceil(tile::WIDTH);
    for start in (0..count).step_by(AT_A_TIME as usize) {
        let some = (start..count.min(start + AT_A_TIME)).into_par_iter();
        let bundles: Vec<_> = some
            .map(|n| bundle(dir, n, u16::try_from(size - n * tile::WIDTH).unwrap_or(256).min(256)))
            .collect();
        let (good, bad): (Vec<_>, Vec<_>) = bundles.into_iter().partition(Result::is_ok);
        if !bad.is_empty() {
            return Err(bad.into_iter().filter_map(Result::err).collect());
        }
        entries.extend(good.into_iter().flatten().flatten());
    }
    Ok(entries)
}

/// `checkpoint`, when it names a size whose own checkpoint is not there or says otherwise: then it, rather
/// than what is missing, was altered.
fn unfounded(dir: &Dir, checkpoint: &Checkpoint) -> Option<Finding> {
    let own = read_checkpoint(dir, &Place::CheckpointOf(checkpoint.tree.size));
    let founded = own.is_ok_and(|c| c.tree == checkpoint.tree);
    (!founded).then(|| Finding::failure(file(&Place::Checkpoint), What::Root))
}

/// Reads the first `width` entries of bundle `n`; from the full one where the partial one was tidied away.
pub fn bundle(dir: &Dir, n: u64, width: u16) -> Result<Vec<Vec<u8>>, Finding> {
    let place = Place::Entries(n, width);
    let full = Place::Entries(n, 256);
    let (place, has) = match dir.read(&place, limits::BUNDLE) {
        // A partial bundle may be gone once the full one is there (C2SP tlog-tiles).
        Err(e) if e.is_missing() && width < 256 && dir.has(&full) => {
            (full.clone(), dir.read(&full, limits::BUNDLE).map(|bytes| (bytes, 256)))
        }
        other => (place, other.map(|bytes| (bytes, width))),
    };
    let (bytes, has) = has.map_err(|e| unread(&place, &e))?;
    let altered = || Finding::failure(file(&place), What::Altered);
    let mut entries = tile::split(&bytes, has).ok_or_else(altered)?;
    entries.truncate(usize::from(width));
    Ok(entries.into_iter().map(<[u8]>::to_vec).collect())
}

/// Finds out which files make the root differ, with the hash tiles as second opinion.
fn blame(dir: &Dir, checkpoint: &Checkpoint, tree: &Tree) -> Vec<Finding> {
    let mut leaves = Vec::new();
    let mut altered = Vec::new();
    for (n, width) in tile::bundles(tree.size()) {
        let at = tile::TileAt { level: 0, n, width };
        let Ok(bytes) = dir.read(&Place::Tile(at), limits::TILE) else { break };
        let (hashes, _) = bytes.as_chunks::<32>();
        leaves.extend(hashes.iter().map(|h| Digest(*h)));
        if tile::content(tree, at).is_none_or(|c| c != bytes) {
            altered.push(Finding::failure(file(&Place::Entries(n, width)), What::Altered));
        }
    }
    let tiles_are_right =
        leaves.len() as u64 == tree.size() && Tree::of(leaves).root() == checkpoint.tree.root;
    if tiles_are_right && !altered.is_empty() {
        return altered;
    }
    let place = if checkpoint_is_published(dir, checkpoint) {
        Place::Checkpoint
    } else {
        Place::CheckpointOf(checkpoint.tree.size)
    };
    vec![Finding::failure(file(&place), What::Root)]
}

fn checkpoint_is_published(dir: &Dir, checkpoint: &Checkpoint) -> bool {
    read_checkpoint(dir, &Place::Checkpoint).is_ok_and(|c| c.tree == checkpoint.tree)
}

/// Checks every hash tile that the log consists of, and the older partial ones that are still there.
pub fn check_tiles(dir: &Dir, tree: &Tree, others: &[tile::TileAt]) -> Vec<Finding> {
    let needed = tile::tiles(tree.size());
    let extra = others.iter().filter(|t| !needed.contains(t)).map(|t| (*t, false));
    let all: Vec<_> = needed.iter().map(|t| (*t, true)).chain(extra).collect();
    all.into_par_iter()
        .filter_map(|(at, needed)| {
            let place = Place::Tile(at);
            let content = tile::content(tree, at);
            match dir.read(&place, limits::TILE) {
                Ok(bytes) if Some(&bytes) == content.as_ref() => None,
                Ok(_) => Some(Finding::failure(file(&place), What::Altered)),
                Err(e) if e.is_missing() && !needed => None,
                // A partial tile may be gone once the full one is there, which then begins like it.
                Err(e) => {
                    let full = Place::Tile(tile::TileAt { width: 256, ..at });
                    let begins = |b: Vec<u8>| content.is_some_and(|c| b.starts_with(&c));
                    match dir.read(&full, limits::TILE) {
                        Ok(bytes) if e.is_missing() => {
                            (!begins(bytes)).then(|| Finding::failure(file(&full), What::Altered))
                        }
                        _ => Some(unread(&place, &e)),
                    }
                }
            }
        })
        .collect()
}

/// Checks the older partial bundles that are still there: each is the beginning of the newest.
pub fn check_bundles(dir: &Dir, entries: &[Vec<u8>], others: &[(u64, u16)]) -> Vec<Finding> {
    others
        .par_iter()
        .filter_map(|(n, width)| {
            let place = Place::Entries(*n, *width);
            let start = n.saturating_mul(tile::WIDTH) as usize;
            let part = entries.get(start..start.saturating_add(usize::from(*width)));
            let expected = part.and_then(|p| tile::bundle(p.iter().map(Vec::as_slice)));
            match dir.read(&place, limits::BUNDLE) {
                Ok(bytes) if Some(&bytes) == expected.as_ref() => None,
                Ok(_) => Some(Finding::failure(file(&place), What::Altered)),
                // An append tidies them away once the full one is there, perhaps just now.
                Err(e) if e.is_missing() => None,
                Err(e) => Some(unread(&place, &e)),
            }
        })
        .collect()
}
