//! Tiles of hashes and bundles of entries.
//!
//! Specification: C2SP tlog-tiles v0.1.0 (<https://c2sp.org/tlog-tiles>), and `docs/archive-format.md`,
//! "Tiles". A tile holds up to 256 hashes one after the other; a bundle holds up to 256 entries, each
//! behind its length in two bytes, most significant first.

use super::merkle::Tree;
use crate::base::limits;

/// Entries a bundle, hashes a tile.
pub const WIDTH: u64 = 256;

/// A tile's place: level, number, and how many of the 256 hashes it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileAt {
    /// 0 for leaf hashes; a hash of level L stands for 256^L leaves.
    pub level: u8,
    /// Number within the level.
    pub n: u64,
    /// 1 to 256; below 256 the tile is partial.
    pub width: u16,
}

/// Every tile that a log of this size consists of, at their width in it.
pub fn tiles(size: u64) -> Vec<TileAt> {
    let mut all = Vec::new();
    for level in 0..8u8 {
        let hashes = size >> (8 * u32::from(level));
        if hashes == 0 {
            break;
        }
        all.extend((0..hashes / WIDTH).map(|n| TileAt { level, n, width: 256 }));
        if !hashes.is_multiple_of(WIDTH) {
            all.push(TileAt { level, n: hashes / WIDTH, width: (hashes % WIDTH) as u16 });
        }
    }
    all
}

/// The bundles of a log of this size: number and width.
pub fn bundles(size: u64) -> Vec<(u64, u16)> {
    tiles(size).into_iter().filter(|t| t.level == 0).map(|t| (t.n, t.width)).collect()
}

/// The content of a tile, if the tree is large enough for it.
pub fn content(tree: &Tree, at: TileAt) -> Option<Vec<u8>> {
    let (start, width) = (at.n.checked_mul(WIDTH)?, u64::from(at.width));
    // Only complete subtrees count: the tree hands up the incomplete one at the right edge as well.
    let complete = tree.size() >> (8 * u32::from(at.level));
    if start.checked_add(width)? > complete {
        return None;
    }
    let nodes = tree.nodes(8 * usize::from(at.level), start as usize, width as usize)?;
    Some(nodes.iter().flat_map(|d| d.0).collect())
}

/// Writes entries as a bundle; `None` if one is too large for its length field.
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for entry in entries {
        out.extend_from_slice(&u16::try_from(entry.len()).ok()?.to_be_bytes());
        out.extend_from_slice(entry);
    }
    Some(out)
}

/// Splits a bundle that must hold exactly `width` entries; `None` if it does not.
pub fn split(bytes: &[u8], width: u16) -> Option<Vec<&[u8]>> {
    if bytes.len() as u64 > limits::BUNDLE {
        return None;
    }
    let mut rest = bytes;
    let mut entries = Vec::with_capacity(usize::from(width));
    while let Some((length, tail)) =
        rest.split_first_chunk::<2>().filter(|_| entries.len() < usize::from(width))
    {
        let (entry, tail) = tail.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(entry);
        rest = tail;
    }
    (rest.is_empty() && entries.len() == usize::from(width)).then_some(entries)
}

#[cfg(test)]
mod tests {
    use super::super::merkle::leaf_hash;
    use super::*;

    #[test]
    fn the_tiles_of_a_size_are_those_of_the_specification() {
        let at = |level, n, width| TileAt { level, n, width };
        assert_eq!(tiles(0), []);
        assert_eq!(tiles(256), [at(0, 0, 256), at(1, 0, 1)]);
        // The worked example of C2SP tlog-tiles: 70,000 entries.
        let all = tiles(70_000);
        assert_eq!(all.iter().filter(|t| t.level == 0).count(), 274);
        assert!(all.contains(&at(0, 273, 112)) && all.contains(&at(1, 0, 256)));
        assert!(all.contains(&at(1, 1, 17)) && all.contains(&at(2, 0, 1)));
        assert_eq!(all.len(), 277);
    }

    #[test]
    fn tiles_of_a_higher_level_hold_complete_subtrees_only() {
        let leaves: Vec<_> = (0..700u32).map(|i| leaf_hash(&i.to_be_bytes())).collect();
        let tree = Tree::of(leaves.clone());
        let whole = content(&tree, TileAt { level: 1, n: 0, width: 2 }).unwrap();
        assert_eq!(whole[32..], Tree::of(leaves[256..512].to_vec()).root().0);
        assert_eq!(content(&tree, TileAt { level: 1, n: 0, width: 3 }), None);
        assert_eq!(content(&tree, TileAt { level: 0, n: 2, width: 189 }), None);
        assert_eq!(content(&tree, TileAt { level: 0, n: u64::MAX, width: 1 }), None);
    }

    #[test]
    fn a_bundle_comes_back_and_a_spoiled_one_does_not() {
        let entries: [&[u8]; 3] = [b"a", b"", b"ccc"];
        let bytes = bundle(entries).unwrap();
        assert_eq!(bytes, b"\0\x01a\0\0\0\x03ccc");
        assert_eq!(split(&bytes, 3).unwrap(), entries);
        assert_eq!(split(&bytes, 2), None);
        assert_eq!(split(&bytes, 4), None);
        assert_eq!(split(&bytes[..bytes.len() - 1], 3), None);
        assert_eq!(split(&[bytes.as_slice(), b"\0"].concat(), 3), None);
        assert_eq!(bundle([vec![0; 65_536].as_slice()]), None);
    }
}
