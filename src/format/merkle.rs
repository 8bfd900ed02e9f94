//! The hash tree of RFC 6962, section 2.1, with every level kept.
//!
//! Specification: RFC 6962, and `docs/archive-format.md`, "Hashing". A node without a right sibling is
//! handed up unchanged, which gives the same roots as the recursive definition there. Keeping the levels
//! makes an appended or changed leaf cost log n hashes, and makes the tiles of C2SP tlog-tiles plain slices.

use crate::base::{Digest, Sha256};

/// Hash of a leaf: SHA-256 over 0x00 and its bytes.
pub fn leaf_hash(leaf: &[u8]) -> Digest {
    let mut hash = Sha256::new();
    hash.update(&[0]).update(leaf);
    hash.finish()
}

/// Hash of an inner node: SHA-256 over 0x01 and its children.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut hash = Sha256::new();
    hash.update(&[1]).update(&left.0).update(&right.0);
    hash.finish()
}

/// A tree over leaf hashes.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// `levels[0]` are the leaf hashes, the last level is the root alone.
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    /// The empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// A tree over these leaf hashes.
    pub fn of(leaves: Vec<Digest>) -> Self {
        let mut tree = Self { levels: vec![leaves] };
        tree.rehash(0);
        tree
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |l| l.len() as u64)
    }

    /// The root; of the empty tree, the SHA-256 of nothing.
    pub fn root(&self) -> Digest {
        self.levels.last().and_then(|l| l.first()).copied().unwrap_or_else(|| Sha256::of(b""))
    }

    /// Adds a leaf at the end.
    pub fn push(&mut self, leaf: Digest) {
        self.insert(self.size() as usize, leaf);
    }

    /// Puts a leaf before the one at `index` (or at the end).
    pub fn insert(&mut self, index: usize, leaf: Digest) {
        if self.levels.is_empty() {
            self.levels.push(Vec::new());
        }
        let index = index.min(self.levels[0].len());
        self.levels[0].insert(index, leaf);
        self.rehash(index);
    }

    /// Changes the leaf at `index`; nothing happens beyond the end.
    pub fn set(&mut self, index: usize, leaf: Digest) {
        let Some(slot) = self.levels.first_mut().and_then(|l| l.get_mut(index)) else { return };
        *slot = leaf;
        let mut i = index;
        for level in 1..self.levels.len() {
            i /= 2;
            self.levels[level][i] = parent(&self.levels[level - 1], i);
        }
    }

    /// The nodes `[start, start + count)` of a level, if they are there.
    pub fn nodes(&self, level: usize, start: usize, count: usize) -> Option<&[Digest]> {
        self.levels.get(level)?.get(start..start.checked_add(count)?)
    }

    /// Computes everything above the leaves from `first` on.
    fn rehash(&mut self, first: usize) {
        let mut first = first;
        let mut level = 0;
        while self.levels[level].len() > 1 {
            let count = self.levels[level].len().div_ceil(2);
            first /= 2;
            let fresh: Vec<_> = (first..count).map(|i| parent(&self.levels[level], i)).collect();
            if self.levels.len() == level + 1 {
                self.levels.push(Vec::new());
            }
            self.levels[level + 1].truncate(first);
            self.levels[level + 1].extend(fresh);
            level += 1;
        }
    }
}

fn parent(children: &[Digest], i: usize) -> Digest {
    match children.get(2 * i + 1) {
        Some(right) => node_hash(&children[2 * i], right),
        None => children[2 * i],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 6962, 2.1, word for word.
    fn recursive(leaves: &[Digest]) -> Digest {
        match leaves.len() {
            0 => Sha256::of(b""),
            1 => leaves[0],
            n => {
                let k = n.next_power_of_two() / 2;
                node_hash(&recursive(&leaves[..k]), &recursive(&leaves[k..]))
            }
        }
    }

    fn leaves(n: usize) -> Vec<Digest> {
        (0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect()
    }

    /// The roots that certificate-transparency implementations share as test data: sizes 0, 1 and 8 of
    /// the inputs "", 00, 10, 2021, 3031, 40414243, 5051525354555657, 606162…6f.
    #[test]
    fn known_roots_come_out() {
        let inputs = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let mut tree = Tree::new();
        assert_eq!(
            tree.root().to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        for hex in inputs {
            tree.push(leaf_hash(&base16ct::lower::decode_vec(hex).unwrap()));
            if tree.size() == 1 {
                assert_eq!(
                    tree.root().to_string(),
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
                );
            }
        }
        assert_eq!(
            tree.root().to_string(),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn every_size_agrees_with_the_definition() {
        let all = leaves(70);
        let mut tree = Tree::new();
        for n in 0..all.len() {
            assert_eq!(tree.root(), recursive(&all[..n]), "size {n}");
            assert_eq!(Tree::of(all[..n].to_vec()).root(), tree.root());
            tree.push(all[n]);
        }
    }

    proptest! {
        #[test]
        fn inserting_and_changing_agree_with_the_definition(steps in prop::collection::vec((any::<bool>(), 0usize..40, any::<u8>()), 0..40)) {
            let mut plain = Vec::new();
            let mut tree = Tree::new();
            for (insert, at, byte) in steps {
                let leaf = leaf_hash(&[byte]);
                if insert {
                    plain.insert(at.min(plain.len()), leaf);
                    tree.insert(at, leaf);
                } else if at < plain.len() {
                    plain[at] = leaf;
                    tree.set(at, leaf);
                }
                prop_assert_eq!(tree.root(), recursive(&plain));
            }
        }
    }
}
