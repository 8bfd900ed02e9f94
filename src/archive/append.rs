//! One append: a signed record becomes the next entry, everything or nothing.
//!
//! Specification: `docs/archive-format.md`, "Appending". The caller holds the lock, has verified the log
//! under it, and has swept leftovers away, so every file created here is new.

use crate::base::{Digest, Id, Lang, Say, Sha256, Time, lang, limits};
use crate::format::checkpoint;
use crate::format::entry::{BadEntry, Entry};
use crate::format::heads::Heads;
use crate::format::layout::Place;
use crate::format::merkle::{self, leaf_hash};
use crate::format::note::{Key, Note, Signature};
use crate::format::record::{Record, Tree};
use crate::format::tile::{self, TileAt};
use crate::seal::SecretKey;
use crate::store::{Dir, Lock, Memory, ReadError, WriteError};

/// The log as it was verified, under the lock.
#[derive(Debug, Clone, Copy)]
pub struct Base<'a> {
    /// The tree over the entries.
    pub tree: &'a merkle::Tree,
    /// The entries' bytes.
    pub entries: &'a [Vec<u8>],
    /// The heads after the last entry.
    pub heads: &'a Heads,
    /// When the last standing entry was logged.
    pub logged: Option<Time>,
}

/// What is appended.
#[derive(Debug)]
pub struct New<'a> {
    /// The record.
    pub record: &'a Record,
    /// Its note, with the officers' signatures.
    pub note: &'a Note,
    /// The files that it speaks of.
    pub files: Vec<(Place, Vec<u8>)>,
    /// Time stamps that no entry logs yet: size of the checkpoint, and hash of the stamp's file.
    pub stamps: Vec<(u64, Digest)>,
    /// What the clock says.
    pub now: Time,
}

/// A secret key under its name.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'a> {
    /// Name and public key.
    pub key: &'a Key,
    /// The secret.
    pub secret: &'a SecretKey,
}

impl Signer<'_> {
    /// The note of this text, signed by this key alone.
    pub fn note(&self, text: String) -> Note {
        let line = Signature::new(self.key, self.secret.sign(text.as_bytes()));
        Note { text, signatures: vec![line] }
    }
}

/// Why a record could not be appended. The archive is as it was.
#[derive(Debug)]
#[non_exhaustive]
pub enum AppendError {
    /// A file could not be written, or is there already with other content.
    Write(WriteError),
    /// The signer's memory, or a time stamp, could not be read.
    Read(ReadError),
    /// The memory knows a larger log: this archive is an older copy.
    Restored {
        /// Size of the log here.
        here: u64,
        /// Size that was signed before.
        seen: u64,
    },
    /// The memory knows another log of that size.
    Forked {
        /// Size that was signed before.
        seen: u64,
    },
    /// The entry would be too large.
    Entry(BadEntry),
}

impl Say for AppendError {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Write(e) => e.fact(lang),
            Self::Read(e) => e.fact(lang),
            Self::Restored { here, seen } => lang::say!(
                lang,
                "dieses Archiv hat {here} Einträge, unterschrieben wurden hier aber schon {seen}: es ist eine ältere Kopie",
                "this archive has {here} entries, but {seen} were signed here before: it is an older copy"
            ),
            Self::Forked { seen } => lang::say!(
                lang,
                "dieses Archiv setzt den hier unterschriebenen Stand {seen} nicht fort",
                "this archive does not continue the size {seen} that was signed here"
            ),
            Self::Entry(e) => e.fact(lang),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Write(e) => e.advice(lang),
            Self::Read(e) => e.advice(lang),
            Self::Restored { .. } | Self::Forked { .. } => Some(lang::say!(
                lang,
                "Den neuesten Stand holen (zum Beispiel die veröffentlichte Fassung) und erneut unterschreiben.",
                "Fetch the newest state (for instance the published copy) and sign again."
            )),
            _ => None,
        }
    }
}

lang::error_that_says!(AppendError);

impl From<WriteError> for AppendError {
    fn from(e: WriteError) -> Self {
        Self::Write(e)
    }
}

/// A record that is committed.
#[derive(Debug)]
pub struct Appended {
    /// The log after it.
    pub tree: Tree,
    /// When it was logged.
    pub logged: Time,
    /// What could not be finished at or after the commit point; the next append does it.
    pub unfinished: Option<WriteError>,
}

/// When an entry is logged: now, but never before the last entry.
pub fn next_logged(last: Option<Time>, now: Time) -> Time {
    last.filter(|l| l.seconds() > now.seconds()).unwrap_or(now)
}

/// An entry that is ready to be written: nothing of it is on disk yet.
#[derive(Debug)]
pub struct Prepared {
    entry: Vec<u8>,
    head: Tree,
    logged: Time,
    first: Digest,
    steps: Vec<(Place, Vec<u8>)>,
    checkpoint: Vec<u8>,
}

impl Prepared {
    /// The entry's bytes, so that a reader's judgement can be asked before it is too late.
    pub fn entry(&self) -> &[u8] {
        &self.entry
    }

    /// Leaf hash of entry 0 of the log after it.
    pub fn first(&self) -> &Digest {
        &self.first
    }
}

/// Makes everything that an append writes.
pub fn prepare(base: Base<'_>, new: New<'_>, archive: Signer<'_>) -> Result<Prepared, AppendError> {
    let index = base.tree.size();
    let logged = next_logged(base.logged, new.now);
    let record = new.note.bytes();
    let mut heads = base.heads.clone();
    heads.set(new.record.stream(), index, Sha256::of(&record));
    let entry = Entry { logged, heads: heads.commitment(), stamps: new.stamps, record };
    let entry = entry.bytes().map_err(AppendError::Entry)?;
    let mut tree = base.tree.clone();
    tree.push(leaf_hash(&entry));
    let head = Tree { size: index + 1, root: tree.root() };
    let first = tree.nodes(0, 0, 1).map_or(head.root, |l| l[0]);

    let mut steps = new.files;
    steps.push(bundle(base.entries, &entry)?);
    steps.extend(
        new_tiles(&tree).into_iter().filter_map(|at| Some((Place::Tile(at), tile::content(&tree, at)?))),
    );
    steps.push((Place::Heads(head.size), heads.bytes()));
    let checkpoint = archive.note(checkpoint::text(&archive.key.name, &head)).bytes();
    Ok(Prepared { entry, head, logged, first, steps, checkpoint })
}

/// Writes a prepared entry, then the manifests that follow from it. The lock shows that nobody else writes.
pub fn write(
    dir: &Dir,
    _lock: &Lock,
    prepared: Prepared,
    memory: &Memory,
    manifests: Vec<(Id, String)>,
    archive: Signer<'_>,
) -> Result<Appended, AppendError> {
    let Prepared { head, logged, steps, checkpoint, .. } = prepared;
    create_all(dir, &steps)?;
    let commit = Place::CheckpointOf(head.size);
    if let Err(error) = dir.create(&commit, &checkpoint) {
        // Whoever sees the name sees a signed checkpoint. From then on nothing is taken back, even if the
        // system cannot say that the name is on disk: the next append puts it there and goes on.
        if dir.read(&commit, limits::CHECKPOINT).is_ok_and(|there| there == checkpoint) {
            return Ok(Appended { tree: head, logged, unfinished: Some(error) });
        }
        take_back(dir, &steps);
        return Err(error.into());
    }

    // Committed. What fails from here on is finished by the next append, and undone by nothing.
    let finish = || -> Result<(), WriteError> {
        memory.write(&checkpoint)?;
        for (id, text) in manifests {
            dir.replace(&Place::Manifest(id), &archive.note(text).bytes())?;
        }
        dir.replace(&Place::Checkpoint, &checkpoint)?;
        tidy(dir, head.size)
    };
    Ok(Appended { tree: head, logged, unfinished: finish().err() })
}

/// Creates every file in order; if one fails, removes those before.
fn create_all(dir: &Dir, steps: &[(Place, Vec<u8>)]) -> Result<(), WriteError> {
    for (done, (place, bytes)) in steps.iter().enumerate() {
        if let Err(error) = dir.create(place, bytes) {
            // The name may stand although its folder could not be put on disk, so it is removed as well,
            // unless another file was there before.
            let ours = if matches!(error, WriteError::Exists(_)) { done } else { done + 1 };
            take_back(dir, &steps[..ours]);
            return Err(error);
        }
    }
    Ok(())
}

/// Removes what no checkpoint covers. Best effort: what stays is a leftover, which the next append sweeps.
fn take_back(dir: &Dir, steps: &[(Place, Vec<u8>)]) {
    let _ = dir.remove(steps.iter().rev().map(|(place, _)| place.to_string()));
}

/// The last bundle with the new entry at its end.
fn bundle(entries: &[Vec<u8>], new: &[u8]) -> Result<(Place, Vec<u8>), AppendError> {
    let n = entries.len() as u64 / tile::WIDTH;
    let rest = &entries[(n * tile::WIDTH) as usize..];
    let all = rest.iter().map(Vec::as_slice).chain([new]);
    let bytes = tile::bundle(all).ok_or(AppendError::Entry(BadEntry::TooLarge))?;
    Ok((Place::Entries(n, rest.len() as u16 + 1), bytes))
}

/// The tiles that a log of this size has and one entry less had not.
fn new_tiles(tree: &merkle::Tree) -> Vec<TileAt> {
    let mut new = Vec::new();
    for level in 0..8u8 {
        let (now, before) = (tree.size() >> (8 * level), (tree.size() - 1) >> (8 * level));
        if now == before {
            break;
        }
        let n = before / tile::WIDTH;
        new.push(TileAt { level, n, width: (now - n * tile::WIDTH) as u16 });
    }
    new
}

/// Removes what newer files make needless: heads older than the newest two, and the partial tiles and
/// bundles of one that is full and covered by the published checkpoint; also those that an interrupted
/// append left standing.
fn tidy(dir: &Dir, size: u64) -> Result<(), WriteError> {
    // What cannot be listed now is removed by another append; nothing depends on it.
    let listing = dir.list().unwrap_or_default();
    dir.remove(listing.inside.iter().filter(|path| Place::of(path).is_some_and(|p| is_needless(&p, size))))
}

fn is_needless(place: &Place, size: u64) -> bool {
    let full = |n: u64, level: u8| size.checked_shr(8 * u32::from(level)).unwrap_or(0) / tile::WIDTH > n;
    match place {
        Place::Heads(s) => s.saturating_add(1) < size,
        Place::Entries(n, width) => *width < 256 && full(*n, 0),
        Place::Tile(at) => at.width < 256 && full(at.n, at.level),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_tiles_are_the_difference_of_two_sizes() {
        let leaf = leaf_hash(b"x");
        for size in [1u64, 2, 255, 256, 257, 512, 65_535, 65_536, 65_537] {
            let tree = merkle::Tree::of(vec![leaf; size as usize]);
            let before = tile::tiles(size - 1);
            let expected: Vec<_> = tile::tiles(size).into_iter().filter(|t| !before.contains(t)).collect();
            assert_eq!(new_tiles(&tree), expected, "size {size}");
        }
    }

    #[test]
    fn partial_tiles_are_needless_once_the_full_one_is_published() {
        let at = |level, n, width| Place::Tile(TileAt { level, n, width });
        for (place, needless_from) in [
            (Place::Heads(4), 6),
            (Place::Entries(0, 255), 256),
            (Place::Entries(1, 3), 512),
            (at(0, 0, 1), 256),
            (at(0, 1, 255), 512),
            (at(1, 0, 255), 65_536),
        ] {
            assert!(!is_needless(&place, needless_from - 1), "{place} at {needless_from} less one");
            assert!(is_needless(&place, needless_from), "{place} at {needless_from}");
        }
        for kept in [Place::Entries(0, 256), at(0, 0, 256), at(1, 0, 256), Place::CheckpointOf(1)] {
            assert!(!is_needless(&kept, u64::MAX), "{kept}");
        }
    }
}
