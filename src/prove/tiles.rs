//! Inclusion proofs in the log, from its hash tiles.
//!
//! Specification: RFC 6962, 2.1.1; C2SP tlog-tiles (<https://c2sp.org/tlog-tiles>). Reads only the tiles beside the
//! way from an entry to the root: three for 100,000 entries. Does not check them: a proof shows itself whether it
//! leads to the root.

use std::collections::HashMap;

use crate::base::{Digest, limits};
use crate::format::layout::Place;
use crate::format::merkle::node_hash;
use crate::format::tile::{TileAt, WIDTH};
use crate::store::Dir;
use crate::verify::{self, Finding, What, Where};

/// The hash tiles of a log of one size, as far as they were read.
pub struct Tiles<'a> {
    dir: &'a Dir,
    size: u64,
    read: HashMap<(u8, u64), Vec<Digest>>,
}

impl<'a> Tiles<'a> {
    /// The tiles of a log; nothing is read yet.
    pub fn new(dir: &'a Dir, size: u64) -> Self {
        Self { dir, size, read: HashMap::new() }
    }

    /// The inclusion proof of an entry, from the entry on.
    pub fn path(&mut self, index: u64) -> Result<Vec<Digest>, Finding> {
        let mut path = Vec::new();
        let mut level = 0;
        while self.nodes(level) > 1 {
            let beside = (index >> level) ^ 1;
            if beside < self.nodes(level) {
                path.push(self.node(level, beside)?);
            }
            level += 1;
        }
        Ok(path)
    }

    /// How many nodes a level has, the incomplete one at the right edge included.
    fn nodes(&self, level: u32) -> u64 {
        self.size.div_ceil(1 << level)
    }

    /// A node of the tree.
    fn node(&mut self, level: u32, n: u64) -> Result<Digest, Finding> {
        if (n + 1) << level > self.size {
            // Incomplete: made of what is below, the right half of which may be absent.
            let left = self.node(level - 1, 2 * n)?;
            if 2 * n + 1 == self.nodes(level - 1) {
                return Ok(left);
            }
            return Ok(node_hash(&left, &self.node(level - 1, 2 * n + 1)?));
        }
        // A tile has every eighth level; those between are made of its hashes.
        let (tile, up) = ((level / 8) as u8, level % 8);
        let first = n << up;
        let hashes = self.tile(tile, first / WIDTH)?;
        let from = (first % WIDTH) as usize;
        let mut nodes = hashes.get(from..from + (1 << up)).map(<[Digest]>::to_vec).unwrap_or_default();
        while let [_, _, ..] = nodes.as_slice() {
            nodes = nodes.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
        }
        let place = Place::Tile(self.at(tile, first / WIDTH));
        nodes.first().copied().ok_or_else(|| Finding::failure(Where::File(place.to_string()), What::Altered))
    }

    fn at(&self, level: u8, n: u64) -> TileAt {
        let hashes = self.size >> (8 * u32::from(level));
        TileAt { level, n, width: u16::try_from(hashes - n * WIDTH).unwrap_or(256).min(256) }
    }

    fn tile(&mut self, level: u8, n: u64) -> Result<&[Digest], Finding> {
        if !self.read.contains_key(&(level, n)) {
            let at = self.at(level, n);
            let read = |at| self.dir.read(&Place::Tile(at), limits::TILE);
            // A partial tile may be gone once the full one is there, which then begins like it.
            let bytes = match read(at) {
                Err(e) if e.is_missing() && at.width < 256 => read(TileAt { width: 256, ..at }).or(Err(e)),
                other => other,
            };
            let bytes = bytes.map_err(|e| verify::unread(&Place::Tile(at), &e))?;
            let hashes = bytes.as_chunks::<32>().0.iter().map(|h| Digest(*h)).collect();
            self.read.insert((level, n), hashes);
        }
        Ok(self.read.get(&(level, n)).map(Vec::as_slice).unwrap_or_default())
    }
}
