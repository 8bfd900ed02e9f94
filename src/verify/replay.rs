//! Replays the log from entry 0: which records stand, who signed them, and what every stream looked like.
//!
//! Specification: `docs/archive-format.md`, "Verification", step 4. Takes the entries' bytes and the tree
//! over them; gives the charter, the heads, each policy's history and, for each entry that does not stand
//! at its place, why. Such an entry is void: it has no effect on anything after it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::finding::{Finding, Level, What, Where};
use super::missing::Missing;
use super::{judge, rulings};
use crate::base::{Digest, Id, Sha256, Time, limits};
use crate::format::charter::Charter;
use crate::format::entry::{BadEntry, Entry};
use crate::format::heads::Heads;
use crate::format::merkle::{Tree, leaf_hash};
use crate::format::note::{Key, Note, Signature};
use crate::format::record::{BadRecord, Body, Issue, Record, Stream, Withhold};
use crate::timeline::{History, Known};

/// A record that stands in the log.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Entry index.
    pub index: u64,
    /// RFC 6962 leaf hash of the entry.
    pub leaf: Digest,
    /// When the archive says it was logged.
    pub logged: Time,
    /// What it says.
    pub record: Record,
    /// SHA-256 of the record note.
    pub hash: Digest,
    /// Names of the keys that signed it.
    pub signers: Vec<String>,
}

/// The state of the log after its last entry.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Every record that stands, by index.
    pub standing: BTreeMap<u64, Standing>,
    /// Charters that have been in use, by the index they act from.
    pub charters: BTreeMap<u64, Charter>,
    /// The last record of every stream.
    pub heads: Heads,
    /// Indices of the standing records of every stream.
    pub streams: BTreeMap<Stream, Vec<u64>>,
    /// Root and heads of the log at every size, from 0.
    pub sizes: Vec<AtSize>,
    /// Each policy's records, as the in-force rules see them.
    pub histories: BTreeMap<Id, History>,
    /// When the last standing entry was logged.
    pub logged: Option<Time>,
    /// The time stamps that entries log, by the size of the checkpoint that they stamp.
    pub stamps: BTreeMap<u64, Logged>,
    /// Leaf hashes of the entries that are void and that no charter has acknowledged, by index.
    pub void: BTreeMap<u64, Digest>,
    /// Records that somebody else may have signed, neither confirmed nor voided.
    pub disputed: BTreeSet<u64>,
    /// Records that a charter declared void.
    pub voided: BTreeSet<u64>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// A time stamp that an entry logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    /// SHA-256 of its file.
    pub hash: Digest,
    /// The entry that logs it.
    pub entry: u64,
}

/// What the log committed to at a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtSize {
    /// RFC 6962 root over the entries.
    pub root: Digest,
    /// Number of streams, and root over their heads.
    pub heads: (u64, Digest),
}

impl State {
    /// The charter that judges the entry at this index.
    pub fn charter_at(&self, index: u64) -> Option<&Charter> {
        self.charters.range(..=index).next_back().map(|(_, c)| c)
    }

    /// The charter after the last entry.
    pub fn charter(&self) -> Option<&Charter> {
        self.charters.values().next_back()
    }

    /// The standing records of a stream, in order.
    pub fn stream(&self, stream: &Stream) -> impl DoubleEndedIterator<Item = &Standing> {
        let indices = self.streams.get(stream).map(Vec::as_slice).unwrap_or_default();
        indices.iter().filter_map(|i| self.standing.get(i))
    }

    /// The issue of a version, withdrawn or not, and its entry.
    pub fn issue(&self, policy: &Id, version: u32) -> Option<(u64, &Issue)> {
        self.stream(&Stream::Policy(policy.clone())).find_map(|s| match &s.record.body {
            Body::Issue(issue) if issue.version == version => Some((s.index, issue.as_ref())),
            _ => None,
        })
    }

    /// The record by which the files of a standing record are withheld, if they are.
    pub fn withheld(&self, standing: &Standing) -> Option<(u64, &Withhold)> {
        let Stream::Policy(policy) = standing.record.stream() else { return None };
        let by = self.histories.get(&policy)?.withheld_by(standing.index)?;
        match &self.standing.get(&by)?.record.body {
            Body::Withhold(withhold) => Some((by, withhold)),
            _ => None,
        }
    }

    /// What only a newer version of this program knows, and nobody acknowledged.
    pub fn newer(&self) -> Option<&Finding> {
        self.findings.iter().find(|f| f.level == Level::Failure && matches!(f.what, What::Newer(_)))
    }

    /// The sizes whose time stamp no entry names yet: the newest, and where the entry that should name it is void.
    pub fn unnamed(&self, size: u64) -> impl Iterator<Item = u64> {
        let open = move |s: &u64| *s == size || !self.standing.contains_key(s);
        (1..=size).filter(open).filter(|s| !self.stamps.contains_key(s))
    }

    /// The root of the log at a size, if it was ever that large.
    pub fn root(&self, size: u64) -> Option<Digest> {
        self.sizes.get(usize::try_from(size).ok()?).map(|s| s.root)
    }
}

/// An entry taken apart, with what can be known about it alone.
#[derive(Debug, Clone)]
pub(super) struct Parsed {
    pub(super) entry: Entry,
    pub(super) note: Note,
    pub(super) record: Record,
}

/// Replays the entries. One of a newer format is void here; whoever reads the state must give no answer as long as nobody
/// acknowledged it ([`State::newer`]): none is better than a wrong one.
pub fn replay(origin: &str, entries: &[Vec<u8>], tree: &Tree) -> Result<State, Finding> {
    let known = |bytes: &Vec<u8>| {
        parse(bytes).map_err(|what| match what {
            What::Entry(BadEntry::Unknown(kind)) | What::Record(BadRecord::Unknown(kind)) => {
                What::Newer(kind)
            }
            what => what,
        })
    };
    let parsed: Vec<Result<Parsed, What>> = entries.par_iter().map(known).collect();
    let signed = verified_lines(&parsed);
    let leaves = tree.nodes(0, 0, entries.len()).unwrap_or_default();
    let mut state = State::default();
    let mut grown = Tree::new();
    state.sizes.push(AtSize { root: grown.root(), heads: state.heads.commitment() });
    for (i, (parsed, leaf)) in parsed.into_iter().zip(leaves).enumerate() {
        let index = i as u64;
        let judged = parsed.and_then(|p| {
            apply(&mut state, Place { origin, index, leaf: *leaf, lines: &signed[i], whole: true }, p)
        });
        match judged {
            Ok(()) => {}
            Err(what) if index == 0 => {
                // Without a founding charter nothing can be judged.
                let what = if matches!(what, What::Refused(_)) { What::Founding } else { what };
                return Err(Finding::failure(Where::Entry(0), what));
            }
            Err(what) => {
                state.void.insert(index, *leaf);
                state.findings.push(Finding::failure(Where::Entry(index), what));
            }
        }
        grown.push(*leaf);
        state.sizes.push(AtSize { root: grown.root(), heads: state.heads.commitment() });
    }
    Ok(state)
}

/// Judges an entry as the next of the log, exactly as a reader will; the state is that after it if it stands.
pub fn next(state: &mut State, origin: &str, bytes: &[u8]) -> Result<(), What> {
    let parsed = parse(bytes)?;
    let keys = keys_of(state.charters.values().chain(charter_in(&parsed)));
    let lines = verified(&parsed, &keys);
    let index = (state.sizes.len() as u64).saturating_sub(1);
    apply(state, Place { origin, index, leaf: leaf_hash(bytes), lines: &lines, whole: true }, parsed)
}

/// The archive's name as its first record has it.
pub fn origin(entries: &[Vec<u8>]) -> Option<String> {
    entries.first().and_then(|bytes| parse(bytes).ok()).map(|p| p.record.origin)
}

pub(super) fn parse(bytes: &[u8]) -> Result<Parsed, What> {
    let entry = Entry::parse(bytes).map_err(What::Entry)?;
    let note = Note::parse(&entry.record, limits::RECORD).map_err(What::Note)?;
    let record = Record::parse(&note.text).map_err(What::Record)?;
    Ok(Parsed { entry, note, record })
}

/// For each entry and signature line, the public key under which the signature verifies.
///
/// All charters' keys are tried, whether or not those charters will stand: this is only arithmetic, done
/// on all cores; whether a key counts is judged in order, afterwards.
fn verified_lines(parsed: &[Result<Parsed, What>]) -> Vec<Vec<Option<Digest>>> {
    let keys = keys_of(parsed.iter().flatten().filter_map(charter_in));
    parsed.par_iter().map(|p| p.as_ref().map(|p| verified(p, &keys)).unwrap_or_default()).collect()
}

pub(super) fn charter_in(parsed: &Parsed) -> Option<&Charter> {
    match &parsed.record.body {
        Body::Charter(charter) => Some(charter),
        _ => None,
    }
}

/// The keys of charters by name, each once.
pub(super) fn keys_of<'a>(charters: impl Iterator<Item = &'a Charter>) -> HashMap<String, Vec<Key>> {
    let mut keys: HashMap<String, Vec<Key>> = HashMap::new();
    for k in charters.flat_map(|c| &c.keys) {
        keys.entry(k.name.clone()).or_default().push(Key::new(&k.name, k.public));
    }
    keys.values_mut().for_each(|k| {
        k.sort();
        k.dedup();
    });
    keys
}

pub(super) fn verified(parsed: &Parsed, keys: &HashMap<String, Vec<Key>>) -> Vec<Option<Digest>> {
    let note = &parsed.note;
    let under = |line: &Signature| {
        let candidates = keys.get(&line.key).map(Vec::as_slice).unwrap_or_default();
        candidates.iter().find(|k| k.verifies(&note.text, line)).map(|k| k.public)
    };
    note.signatures.iter().map(under).collect()
}

/// The place at which a record is judged.
pub(super) struct Place<'a> {
    pub(super) origin: &'a str,
    pub(super) index: u64,
    pub(super) leaf: Digest,
    /// The keys under which the signature lines verify.
    pub(super) lines: &'a [Option<Digest>],
    /// Whether every entry before it is seen, not only those of some streams.
    pub(super) whole: bool,
}

/// Judges one entry at its place in the whole log; the state changes only if it stands.
fn apply(state: &mut State, at: Place<'_>, parsed: Parsed) -> Result<(), What> {
    let seen = parsed.record.tree;
    let same_log = state.root(seen.size) == Some(seen.root);
    let known = judge(state, &at, &parsed, same_log)?;
    let (stream, hash) = (parsed.record.stream(), Sha256::of(&parsed.entry.record));
    let previous = state.heads.get(&stream);
    state.heads.set(stream.clone(), at.index, hash);
    if state.heads.commitment() != parsed.entry.heads {
        state.heads.restore(stream, previous);
        return Err(What::Heads);
    }
    enter(state, &at, parsed, known)
}

/// Judges one entry by the entries of its stream and the charters before it; `same_log` is whether the log that
/// its signer saw is this one. Gives what the in-force rules see of it.
pub(super) fn judge(
    state: &State,
    at: &Place<'_>,
    parsed: &Parsed,
    same_log: bool,
) -> Result<Option<Known>, What> {
    judge_with(state, at, parsed, same_log, Missing::enough)
}

/// The same, where `enough` says whether the signatures do that are there.
pub(super) fn judge_with(
    state: &State,
    at: &Place<'_>,
    parsed: &Parsed,
    same_log: bool,
    enough: impl FnOnce(Missing) -> Result<(), What>,
) -> Result<Option<Known>, What> {
    let Parsed { entry, record, .. } = parsed;
    let stream = record.stream();
    follows(state, at, parsed, same_log)?;
    let head = state.stream(&stream).next_back();
    if record.after.map(|a| (a.index, a.leaf)) != head.map(|h| (h.index, h.leaf)) {
        return Err(What::After);
    }
    enough(signed(state, at, parsed)?)?;
    rulings::of(state, at, &record.body)?;
    let mut known = Known::of(at.index, entry.logged, record);
    if let Some(known) = &mut known {
        // Who dates a signature back does not make it one that was given in time.
        known.signed = signed_by(state, record);
    }
    // The history is asked first and changed last, so that heads and history both change or neither does.
    if let (Some(known), Stream::Policy(id)) = (&known, &stream) {
        let verdict = match state.histories.get(id) {
            Some(history) => history.check(known),
            None => History::default().check(known),
        };
        verdict.map_err(What::Refused)?;
    }
    if let Body::Rendition(r) = &record.body
        && let (Some(language), Some((_, issue))) = (&r.language, state.issue(&r.policy, r.version))
        && language.eq_ignore_ascii_case(&issue.language)
    {
        return Err(What::OwnLanguage(language.clone()));
    }
    Ok(known)
}

/// Judges an entry of a stream that is not shown, as far as that can be done.
pub(super) fn carries(state: &State, at: &Place<'_>, parsed: &Parsed, same_log: bool) -> Result<(), What> {
    follows(state, at, parsed, same_log)?;
    signed(state, at, parsed)?.enough()
}

/// Judges whether an entry is of this log, and not from before the last one.
fn follows(state: &State, at: &Place<'_>, parsed: &Parsed, same_log: bool) -> Result<(), What> {
    let Parsed { entry, record, .. } = parsed;
    if state.logged.is_some_and(|before| entry.logged.seconds() < before.seconds()) {
        return Err(What::Backwards(entry.logged));
    }
    if record.origin != at.origin {
        return Err(What::ForeignRecord(record.origin.clone()));
    }
    let stamps = &entry.stamps;
    let fresh = |size: &u64| (1..=at.index).contains(size) && !state.stamps.contains_key(size);
    if !stamps.is_sorted_by(|a, b| a.0 < b.0) || !stamps.iter().all(|(size, _)| fresh(size)) {
        return Err(What::StampLine);
    }
    if same_log { Ok(()) } else { Err(What::Tree) }
}

/// When a record was signed: as its signers say, but not before the entry that they saw was logged.
fn signed_by(state: &State, record: &Record) -> Time {
    let seen = state.standing.range(..record.tree.size).next_back().map(|(_, s)| s.logged);
    seen.filter(|seen| seen.seconds() > record.signed_at.seconds()).unwrap_or(record.signed_at)
}

/// Judges when an entry was signed, and by whom; gives whose signatures are missing.
fn signed(state: &State, at: &Place<'_>, parsed: &Parsed) -> Result<Missing, What> {
    let Parsed { entry, note, record } = parsed;
    let age = entry.logged.seconds() - record.signed_at.seconds();
    if age < 0 {
        return Err(What::LoggedEarly);
    }
    // Whoever saw an entry signed after it was logged, as the archive says: a time in the log that lies far ahead must
    // not keep everybody out until it has come.
    if entry.logged.seconds() - signed_by(state, record).seconds() > judge::LOGGED_WITHIN {
        return Err(What::LoggedLate);
    }
    judge::signatures(record, entry.logged.day(), note, at.lines, state.charter(), state.charters.values())
}

/// Adds an entry that stands.
pub(super) fn enter(
    state: &mut State,
    at: &Place<'_>,
    parsed: Parsed,
    known: Option<Known>,
) -> Result<(), What> {
    let Parsed { entry, note, record } = parsed;
    let (index, stream) = (at.index, record.stream());
    if let Some((charter, ruling)) = rulings::of(state, at, &record.body)? {
        rulings::apply(state, (index, entry.logged, record.signed_at), charter, ruling)?;
    }
    if let (Some(known), Stream::Policy(id)) = (known, &stream) {
        state.histories.entry(id.clone()).or_default().push(known).map_err(What::Refused)?;
    }
    state
        .stamps
        .extend(entry.stamps.iter().map(|(size, hash)| (*size, Logged { hash: *hash, entry: index })));
    if let Body::Charter(charter) = &record.body {
        // An amendment acts from the next index.
        state.charters.insert(if index == 0 { 0 } else { index + 1 }, charter.clone());
    }
    let hash = Sha256::of(&entry.record);
    state.logged = Some(entry.logged);
    state.streams.entry(stream).or_default().push(index);
    let signers = note.signatures.iter().map(|s| s.key.clone()).collect();
    state
        .standing
        .insert(index, Standing { index, leaf: at.leaf, logged: entry.logged, record, hash, signers });
    Ok(())
}
