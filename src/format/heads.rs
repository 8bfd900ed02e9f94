//! The last record of every stream: one line a stream, sorted bytewise.
//!
//! Specification: `docs/archive-format.md`, "Heads". Each entry of the log commits to the root over these
//! lines as they stand after it.
//!
//! ```text
//! @charter 0 <SHA-256 of the record note>
//! social-media-konzept 1 <SHA-256 of the record note>
//! ```

use std::collections::BTreeMap;

use super::entry::decimal;
use super::merkle::{Tree, leaf_hash};
use super::record::Stream;
use crate::base::{Digest, limits};

/// The heads, with the tree over their lines.
#[derive(Debug, Clone, Default)]
pub struct Heads {
    lines: BTreeMap<Stream, (u64, Digest)>,
    tree: Tree,
    order: Vec<Stream>,
}

impl Heads {
    /// No streams.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the record at `index` the head of its stream.
    pub fn set(&mut self, stream: Stream, index: u64, record: Digest) {
        let leaf = leaf(&stream, index, &record);
        match self.order.binary_search(&stream) {
            Ok(at) => self.tree.set(at, leaf),
            Err(at) => {
                self.order.insert(at, stream.clone());
                self.tree.insert(at, leaf);
            }
        }
        self.lines.insert(stream, (index, record));
    }

    /// Takes the last [`Heads::set`] of a stream back.
    pub fn restore(&mut self, stream: Stream, previous: Option<(u64, Digest)>) {
        match previous {
            Some((index, record)) => self.set(stream, index, record),
            None => {
                self.lines.remove(&stream);
                let rest = std::mem::take(self);
                rest.lines.into_iter().for_each(|(s, (i, d))| self.set(s, i, d));
            }
        }
    }

    /// Entry index and record hash of a stream's last record.
    pub fn get(&self, stream: &Stream) -> Option<(u64, Digest)> {
        self.lines.get(stream).copied()
    }

    /// Number of streams and root over their lines: what an entry's `heads` line says.
    pub fn commitment(&self) -> (u64, Digest) {
        (self.tree.size(), self.tree.root())
    }

    /// The streams in order.
    pub fn streams(&self) -> impl Iterator<Item = &Stream> {
        self.lines.keys()
    }

    /// The file's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.lines.iter().fold(String::new(), |t, (s, (i, d))| t + &line(s, *i, d) + "\n").into_bytes()
    }

    /// Reads the file; `None` if it is not what [`Heads::bytes`] would write.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() as u64 > limits::HEADS {
            return None;
        }
        let mut heads = Self::new();
        let mut leaves = Vec::new();
        for text in std::str::from_utf8(bytes).ok()?.lines() {
            let (stream, index, record) = parse_line(text)?;
            // Refused at once: putting lines in order is work that a hostile file could make endless.
            if heads.order.last().is_some_and(|last| *last >= stream) {
                return None;
            }
            heads.order.push(stream.clone());
            heads.lines.insert(stream, (index, record));
            leaves.push(leaf_hash(text.as_bytes()));
        }
        heads.tree = Tree::of(leaves);
        (heads.bytes() == bytes).then_some(heads)
    }
}

/// The line of a stream, without its line break.
pub fn line(stream: &Stream, index: u64, record: &Digest) -> String {
    format!("{stream} {index} {record}")
}

/// The leaf hash of the line of a stream.
pub fn leaf(stream: &Stream, index: u64, record: &Digest) -> Digest {
    leaf_hash(line(stream, index, record).as_bytes())
}

/// Reads a line: the stream, the index of its last record, the hash of that record's note.
pub fn parse_line(text: &str) -> Option<(Stream, u64, Digest)> {
    let mut words = text.split(' ');
    let stream = match words.next()? {
        "@charter" => Stream::Charter,
        id => Stream::Policy(id.parse().ok()?),
    };
    let (index, record) = (decimal(words.next()?)?, words.next()?.parse().ok()?);
    words.next().is_none().then_some((stream, index, record))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sorting these would take hours: they are refused at the second line.
    #[test]
    fn a_large_file_in_descending_order_costs_nothing() {
        let line = |i: u32| format!("p{i:06} 1 {}\n", Digest([0; 32]));
        let text: String = (0..100_000).rev().map(line).collect();
        assert!(Heads::parse(text.as_bytes()).is_none());
        let text: String = (0..50_000).map(line).collect();
        assert_eq!(Heads::parse(text.as_bytes()).unwrap().commitment().0, 50_000);
    }

    #[test]
    fn heads_are_sorted_bytewise_and_read_back() {
        let mut heads = Heads::new();
        for (i, id) in ["b", "a-b", "a", "a1", "2fa"].iter().enumerate() {
            heads.set(Stream::Policy(id.parse().unwrap()), i as u64 + 1, Digest([i as u8; 32]));
        }
        heads.set(Stream::Charter, 0, Digest([9; 32]));
        let bytes = heads.bytes();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let ids: Vec<_> = text.lines().map(|l| l.split(' ').next().unwrap()).collect();
        assert_eq!(ids, ["2fa", "@charter", "a", "a-b", "a1", "b"]);
        let again = Heads::parse(&bytes).unwrap();
        assert_eq!(again.commitment(), heads.commitment());
        let before = heads.commitment();
        for (id, previous) in [("new", None), ("a", heads.get(&Stream::Policy("a".parse().unwrap())))] {
            let stream = Stream::Policy(id.parse().unwrap());
            heads.set(stream.clone(), 9, Digest([7; 32]));
            assert_ne!(heads.commitment(), before);
            heads.restore(stream, previous);
            assert_eq!(heads.commitment(), before);
        }
        let leaves = text.lines().map(|l| leaf_hash(l.as_bytes())).collect();
        assert_eq!(heads.commitment(), (6, Tree::of(leaves).root()));
        let mut lines: Vec<_> = text.lines().collect();
        lines.swap(1, 2);
        assert!(Heads::parse((lines.join("\n") + "\n").as_bytes()).is_none());
        assert!(Heads::parse(text.trim_end().as_bytes()).is_none());
        assert!(Heads::parse(text.replace("a-b 2", "a-b 02").as_bytes()).is_none());
    }
}
