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

/// The root of the tree of `size` leaves that has this leaf at `index`, by its inclusion proof (RFC 9162, 2.1.3.2);
/// `None` if the proof is not of the length that such a leaf has.
pub fn root_by(path: &[Digest], leaf: Digest, index: u64, size: u64) -> Option<Digest> {
    let mut last = size.checked_sub(1).filter(|last| index <= *last)?;
    let (mut index, mut hash) = (index, leaf);
    for beside in path {
        if last == 0 {
            return None;
        }
        if index % 2 == 1 || index == last {
            hash = node_hash(beside, &hash);
            // The levels at which the node stood alone and was handed up.
            while index.is_multiple_of(2) && index != 0 {
                (index, last) = (index / 2, last / 2);
            }
        } else {
            hash = node_hash(&hash, beside);
        }
        (index, last) = (index / 2, last / 2);
    }
    (last == 0).then_some(hash)
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

    /// The inclusion proof of a leaf: the hashes beside the way up to the root, from the leaf on (RFC 6962, 2.1.1);
    /// `None` beyond the end.
    pub fn path(&self, index: u64) -> Option<Vec<Digest>> {
        let index = usize::try_from(index).ok().filter(|i| (*i as u64) < self.size())?;
        let beside = |(level, nodes): (usize, &Vec<Digest>)| nodes.get((index >> level) ^ 1).copied();
        Some(self.levels.iter().enumerate().filter_map(beside).collect())
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

    #[test]
    fn a_proof_of_each_leaf_leads_to_the_root_and_no_other_does() {
        for size in 1..=40 {
            let leaves = leaves(size as usize);
            let tree = Tree::of(leaves.clone());
            assert_eq!(tree.path(size), None);
            for (leaf, index) in leaves.iter().zip(0..) {
                let path = tree.path(index).unwrap();
                assert_eq!(root_by(&path, *leaf, index, size), Some(tree.root()), "{index} of {size}");
                // Another place, another leaf, another size.
                for other in (0..size).filter(|i| *i != index) {
                    assert_ne!(root_by(&path, *leaf, other, size), Some(tree.root()));
                }
                assert_ne!(root_by(&path, leaf_hash(b"another"), index, size), Some(tree.root()));
                assert_eq!(root_by(&path, *leaf, size, size), None);
                // Truncated, with a hash too many, with two exchanged, with one altered.
                for at in 0..path.len() {
                    let mut bad = path.clone();
                    bad.remove(at);
                    assert_ne!(root_by(&bad, *leaf, index, size), Some(tree.root()));
                    let mut bad = path.clone();
                    bad.insert(at, *leaf);
                    assert_ne!(root_by(&bad, *leaf, index, size), Some(tree.root()));
                    let mut bad = path.clone();
                    bad[at].0[31] ^= 1;
                    assert_ne!(root_by(&bad, *leaf, index, size), Some(tree.root()));
                    let mut bad = path.clone();
                    bad.swap(at, 0);
                    assert_eq!(root_by(&bad, *leaf, index, size) == Some(tree.root()), bad == path);
                }
            }
        }
        assert_eq!(root_by(&[], leaf_hash(b""), 0, 0), None);
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
