//! Makes a certificate of force (Geltungsnachweis) from an archive.
//!
//! Specification: `docs/archive-format.md`, "Certificate of force". Takes an archive's folder and a question; reads
//! the checkpoint with its time stamp and its cosignatures, the newest heads, the entries of two streams and the tiles beside them, and nothing else: the
//! work grows with the policy, not with the archive. Judges nothing: whoever calls it checks the certificate with
//! `verify::certificate`, as every reader will.

mod tiles;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::base::{Day, Id, limits};
use crate::format::certificate::{Certificate, Head, Included};
use crate::format::checkpoint::Checkpoint;
use crate::format::entry::Entry;
use crate::format::heads;
use crate::format::layout::Place;
use crate::format::merkle::{Tree, leaf_hash};
use crate::format::note::{Key, Note};
use crate::format::record::{BadRecord, Body, Record, Stream};
use crate::format::tile::WIDTH;
use crate::format::witness::Witnesses;
use crate::store::Dir;
use crate::verify::{self, Finding, What, Where};

/// What an archive has to say about one policy: a certificate that still lacks its question.
#[derive(Debug)]
pub struct Gathered {
    origin: String,
    policy: Id,
    checkpoint: Vec<u8>,
    stamp: Option<Vec<u8>>,
    heads: Vec<Head>,
    entries: Vec<Included>,
    /// The charter's time zone (IANA name), in which the question's days count.
    pub time_zone: String,
}

impl Gathered {
    /// The certificate for a question: what was in force on a day, as known by the end of a day (`None`: by all).
    pub fn asked(self, on: Day, known: Option<Day>) -> Certificate {
        let Self { origin, policy, checkpoint, stamp, heads, entries, time_zone: _ } = self;
        Certificate { origin, policy, on, known, checkpoint, stamp, heads, entries }
    }
}

/// Gathers what the newest committed state of the archive says about a policy, which it need not have. The lines of these
/// witnesses go before those of others.
pub fn gather(dir: &Dir, policy: &Id, witnesses: &Witnesses) -> Result<Gathered, Finding> {
    verify::standing_still(dir, || gather_once(dir, policy, witnesses), Result::is_ok)
}

fn gather_once(dir: &Dir, policy: &Id, witnesses: &Witnesses) -> Result<Gathered, Finding> {
    let (checkpoint, _) = verify::newest(dir)?;
    let size = checkpoint.tree.size;
    let mut log = Log { dir, size, bundles: HashMap::new() };
    let last = log.entry(size - 1)?.to_vec();
    let heads = heads_for(dir, size, &last, policy)?;
    let stream = Stream::Policy(policy.clone());
    // Which entries are shown, and which of them with a proof of their own.
    let mut shown = BTreeMap::from([(size - 1, true)]);
    let mut newest = None;
    for head in heads.iter().filter(|h| h.stream == Stream::Charter || h.stream == stream) {
        shown.insert(head.index, true);
        let mut next = Some(head.index);
        while let Some(index) = next {
            shown.entry(index).or_insert(false);
            let record = record(log.entry(index)?, index)?;
            if let Body::Charter(charter) = record.body {
                newest.get_or_insert(charter);
            }
            // Chains go back, and end.
            next = record.after.map(|a| a.index).filter(|before| *before < index);
        }
    }
    let mut tiles = tiles::Tiles::new(dir, size);
    let mut entries = Vec::with_capacity(shown.len());
    for (index, proven) in shown {
        let path = if proven { tiles.path(index)? } else { Vec::new() };
        entries.push(Included { index, bytes: log.entry(index)?.to_vec(), path });
    }
    let charter = newest.ok_or_else(|| Finding::failure(Where::Entry(0), What::Founding))?;
    let archive = charter.archive_key().map(|k| Key::new(&k.name, k.public));
    let bytes = verify::with_cosignatures(dir, &checkpoint, archive.as_ref(), witnesses)?;
    let time_zone = charter.time_zone;
    let Checkpoint { origin, .. } = checkpoint;
    let (policy, checkpoint) = (policy.clone(), bytes);
    let place = Place::StampOf(size);
    let stamp = match dir.read(&place, limits::STAMP) {
        Err(e) if e.is_missing() => None,
        read => Some(read.map_err(|e| verify::unread(&place, &e))?),
    };
    Ok(Gathered { origin, policy, checkpoint, stamp, heads, entries, time_zone })
}

/// The entries of a log, bundle by bundle.
struct Log<'a> {
    dir: &'a Dir,
    size: u64,
    bundles: HashMap<u64, Vec<Vec<u8>>>,
}

impl Log<'_> {
    fn entry(&mut self, index: u64) -> Result<&[u8], Finding> {
        let n = index / WIDTH;
        if !self.bundles.contains_key(&n) {
            let width = u16::try_from(self.size - n * WIDTH).unwrap_or(256).min(256);
            self.bundles.insert(n, verify::bundle(self.dir, n, width)?);
        }
        let bundle = self.bundles.get(&n).map(Vec::as_slice).unwrap_or_default();
        let entry = bundle.get((index % WIDTH) as usize);
        entry.map(Vec::as_slice).ok_or_else(|| Finding::failure(Where::Entry(index), What::Missing))
    }
}

/// The record of an entry.
fn record(bytes: &[u8], index: u64) -> Result<Record, Finding> {
    let failed = |what| Finding::failure(Where::Entry(index), what);
    let entry = Entry::parse(bytes).map_err(|e| failed(What::Entry(e)))?;
    let note = Note::parse(&entry.record, limits::RECORD).map_err(|e| failed(What::Note(e)))?;
    Record::parse(&note.text).map_err(|e| match e {
        BadRecord::Unknown(kind) => failed(What::Newer(kind)),
        e => failed(What::Record(e)),
    })
}

/// The lines of the newest heads that the question needs, with their proofs.
fn heads_for(dir: &Dir, size: u64, last: &[u8], policy: &Id) -> Result<Vec<Head>, Finding> {
    let place = Place::Heads(size);
    let bytes = dir.read(&place, limits::HEADS).map_err(|e| verify::unread(&place, &e))?;
    let failed = |what| Finding::failure(Where::File(place.to_string()), what);
    let text = std::str::from_utf8(&bytes).map_err(|_| failed(What::Altered))?;
    let lines: Vec<&str> = text.lines().collect();
    let tree = Tree::of(lines.par_iter().with_min_len(256).map(|line| leaf_hash(line.as_bytes())).collect());
    let committed =
        Entry::parse(last).map_err(|e| Finding::failure(Where::Entry(size - 1), What::Entry(e)))?;
    if (tree.size(), tree.root()) != committed.heads {
        return Err(failed(What::Altered));
    }
    let name = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let find = |stream: &str| lines.binary_search_by_key(&stream.to_owned(), |line| name(line));
    let mut positions: Vec<usize> = find("@charter").into_iter().collect();
    match find(policy.as_str()) {
        Ok(own) => positions.push(own),
        // It would stand between these two.
        Err(next) => positions
            .extend([next.checked_sub(1), (next < lines.len()).then_some(next)].into_iter().flatten()),
    }
    positions.sort_unstable();
    positions.dedup();
    let head = |at: usize| {
        let (stream, index, record) = heads::parse_line(lines.get(at)?)?;
        // A head beyond the log is no entry.
        (index < size).then_some(())?;
        Some(Head { position: at as u64, stream, index, record, path: tree.path(at as u64)? })
    };
    positions.into_iter().map(|at| head(at).ok_or_else(|| failed(What::Altered))).collect()
}
