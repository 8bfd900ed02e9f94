//! Checks an archive against itself and against what is known from elsewhere.
//!
//! Specification: `docs/archive-format.md`, "Verification". Needs no network, no secret and no write
//! access. Takes a folder, a trust anchor and a checkpoint seen before; gives a [`Report`] with every
//! finding. It never repairs, and it says "cryptographically valid", never "legally valid".

pub mod algorithm;
mod certificate;
pub mod chain;
pub mod cms;
mod files;
mod finding;
mod finding_told;
mod judge;
mod load;
mod missing;
mod pending;
mod replay;
mod review;
mod rulings;
pub mod seal;
mod signing_certificate;
mod source;
mod stamps;
pub mod token;
mod unproven;
mod witnesses;
pub mod x509;

pub use certificate::{Certified, certificate};
pub use chain::Authorities;
pub use files::Looked;
pub use finding::{Finding, Level, What, Where};
pub use judge::LOGGED_WITHIN;
pub use load::{Loaded, bundle, newest, unread};
pub use missing::Missing;
pub use pending::{missing, pending_files};
pub use replay::{AtSize, Standing, State};
pub use rulings::BadRuling;
pub use rulings::next as next_rulings;
pub use stamps::{Proof, Stamps, TOLERANCE};
pub use unproven::Unproven;
pub use witnesses::{BadCosignature, Confirmation, Confirmed, with_cosignatures};

use crate::base::{Day, Id};
use crate::format::anchor::Anchor;
use crate::format::checkpoint::Checkpoint;
use crate::format::layout::Place;
use crate::format::merkle::leaf_hash;
use crate::format::record::{Body, Review, Stream, Tree as Head};
use crate::format::witness::Witnesses;
use crate::manifest;
use crate::store::Dir;
use crate::timeline::History;

/// Told how many of how many files are done, from any thread.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Whether the archive is the one that was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchored {
    /// The founding charter is the one the trust anchor names.
    Yes,
    /// Nothing from outside the archive says which one was meant.
    No,
}

/// What is known from elsewhere than the archive.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Which archive is meant.
    pub anchor: Option<Anchor>,
    /// The newest checkpoint seen before.
    pub seen: Option<Head>,
    /// The newest checkpoint signed before, where that is done.
    pub signed: Option<Head>,
    /// Who is believed about time.
    pub authorities: Authorities,
    /// What the clock says, in seconds since 1970: only certificates of authorities are held against it.
    pub now: i64,
    /// Read on over entries that only a newer version knows, for a charter that acknowledges them.
    pub over_newer: bool,
}

impl Trust {
    /// The checkpoints that are remembered of the archive, by whoever read it or signed it here.
    pub fn remembered(&self) -> impl Iterator<Item = Head> {
        self.signed.into_iter().chain(self.seen)
    }

    /// The size of the newest of them.
    pub fn newest(&self) -> Option<u64> {
        self.remembered().map(|tree| tree.size).max()
    }

    /// The witnesses that the anchor names: without one none.
    pub fn witnesses(&self) -> Witnesses {
        self.anchor.as_ref().map(|a| a.witnesses.clone()).unwrap_or_default()
    }
}

/// A log that was read and replayed.
#[derive(Debug)]
pub struct Log {
    /// The bytes and the tree.
    pub loaded: Loaded,
    /// What follows from the entries, with the findings on void ones.
    pub state: State,
    /// Whether it is the archive that was meant.
    pub anchored: Anchored,
    /// Whether there was a checkpoint seen before to compare with.
    pub compared: bool,
    /// What third parties say about when it existed.
    pub stamps: Stamps,
    /// Which witnesses confirm it as the newest that they know.
    pub confirmed: Confirmed,
}

impl Log {
    /// The archive's frozen name.
    pub fn origin(&self) -> &str {
        &self.loaded.checkpoint.origin
    }

    /// Size and root.
    pub fn tree(&self) -> Head {
        self.loaded.checkpoint.tree
    }

    /// The day by whose end everything in the log was known: today, or the last entry's day where that is
    /// later (a clock that runs behind must not hide the newest records).
    pub fn known_by(&self, today: Day) -> Day {
        self.state.logged.map_or(today, |last| last.day().max(today))
    }

    /// The last entry that was known by the end of a day, as the archive says.
    pub fn last_by(&self, day: Day) -> Option<u64> {
        self.state.standing.values().rev().find(|s| s.logged.day() <= day).map(|s| s.index)
    }

    /// The last review of a policy that is neither withdrawn nor disputed, and its entry.
    pub fn last_review(&self, policy: &Id) -> Option<(u64, &Review)> {
        let view = self.state.histories.get(policy)?.latest();
        let stream = Stream::Policy(policy.clone());
        let counting = self
            .state
            .stream(&stream)
            .rev()
            .filter(|s| !view.is_withdrawn(s.index) && !view.is_disputed(s.index));
        let mut reviews = counting.filter_map(|s| match &s.record.body {
            Body::Review(review) => Some((s.index, review.as_ref())),
            _ => None,
        });
        reviews.next()
    }

    /// What must not be.
    pub fn failures(&self) -> impl Iterator<Item = &Finding> {
        self.state.findings.iter().filter(|f| f.level == Level::Failure)
    }
}

/// Reads and replays the log, without the files. Enough for every answer about what is in force.
pub fn log(dir: &Dir, trust: &Trust) -> Result<Log, Vec<Finding>> {
    let sound = |log: &Result<Log, _>| log.as_ref().is_ok_and(|l| l.failures().next().is_none());
    standing_still(dir, || log_once(dir, trust), sound)
}

/// How often to start over because somebody appends meanwhile.
const TRIES: usize = 5;

/// Reads something again if it is not sound and the log grew meanwhile: what was missed may have been moved.
pub fn standing_still<T>(dir: &Dir, read: impl Fn() -> T, sound: impl Fn(&T) -> bool) -> T {
    let state = || load::newest(dir).map(|(checkpoint, published)| (checkpoint.tree, published)).ok();
    let mut before = state();
    let mut found = read();
    for _ in 1..TRIES {
        let after = state();
        if sound(&found) || after == before {
            break;
        }
        before = after;
        found = read();
    }
    found
}

fn log_once(dir: &Dir, trust: &Trust) -> Result<Log, Vec<Finding>> {
    let loaded = load::load(dir)?;
    let at = |place: &Place| load::file(place);
    let newest = if loaded.published == loaded.checkpoint.tree.size {
        Place::Checkpoint
    } else {
        Place::CheckpointOf(loaded.checkpoint.tree.size)
    };
    let one = |f| vec![f];
    let failed = |what| vec![Finding::failure(at(&newest), what)];
    // Before anything is replayed: another archive than the one that is meant costs no more than reading it.
    if let Some(anchor) = &trust.anchor {
        if anchor.origin != loaded.checkpoint.origin {
            return Err(failed(What::Origin(loaded.checkpoint.origin.clone())));
        }
        if loaded.tree.nodes(0, 0, 1) != Some(&[anchor.first]) {
            return Err(one(Finding::failure(Where::Entry(0), What::Anchor)));
        }
    }
    // The founding charter says which archive this is; a checkpoint that says otherwise is another's.
    let origin = replay::origin(&loaded.entries).unwrap_or_else(|| loaded.checkpoint.origin.clone());
    let mut state = replay::replay(&origin, &loaded.entries, &loaded.tree).map_err(one)?;
    if let Some(newer) = state.newer().filter(|_| !trust.over_newer) {
        return Err(one(newer.clone()));
    }
    files::signed_by_archive(&loaded.checkpoint, &state, false).map_err(failed)?;
    state.findings.extend(against_memory(&state, loaded.checkpoint.tree.size, trust, &at(&newest)));
    let (confirmed, found) = witnesses::of_newest(dir, &loaded.checkpoint, &newest, &trust.witnesses());
    state.findings.extend(found);
    let anchored = if trust.anchor.is_some() { Anchored::Yes } else { Anchored::No };
    let stamps = Stamps::new(dir, &state, loaded.checkpoint.tree.size, trust);
    let compared = trust.newest().is_some();
    Ok(Log { loaded, state, anchored, compared, stamps, confirmed })
}

/// What is remembered of the archive and it does not continue: each is compared, and of those beyond it one is told.
fn against_memory(state: &State, size: u64, trust: &Trust, at: &Where) -> Vec<Finding> {
    let failure = |what| Finding::failure(at.clone(), what);
    let beyond = trust.newest().filter(|seen| *seen > size).map(|seen| failure(What::Rollback { seen }));
    let within = trust.remembered().filter(|seen| seen.size <= size);
    let other = within.filter(|seen| state.root(seen.size) != Some(seen.root));
    let mut found: Vec<_> = other.map(|seen| failure(What::Fork { seen: seen.size })).collect();
    found.dedup();
    found.extend(beyond);
    found
}

/// Whether an entry would stand as the next of this log, judged exactly as a reader will; the log's state is
/// that after it if it does.
pub fn stands(log: &mut Log, entry: &[u8]) -> Result<(), What> {
    let origin = log.loaded.checkpoint.origin.clone();
    replay::next(&mut log.state, &origin, entry)?;
    let mut tree = log.loaded.tree.clone();
    tree.push(leaf_hash(entry));
    log.state.sizes.push(AtSize { root: tree.root(), heads: log.state.heads.commitment() });
    Ok(())
}

/// The outcome of checking a whole archive.
#[derive(Debug)]
pub struct Report {
    /// The log, unless it is too broken to be read.
    pub log: Option<Log>,
    /// All findings, failures first.
    pub findings: Vec<Finding>,
    /// How much was looked at.
    pub looked: Looked,
    /// Whether the files of versions were looked at, or the log alone.
    pub scope: Scope,
}

/// How much of an archive is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The log and every file.
    Whole,
    /// The log alone: nothing below `policies/`.
    Log,
}

impl Report {
    /// Whether the archive holds and is the one that was meant.
    pub fn holds(&self) -> bool {
        self.log.as_ref().is_some_and(|l| l.anchored == Anchored::Yes)
            && self.findings.iter().all(|f| f.level == Level::Note)
    }

    /// Whether the archive could be judged at all, or needs a newer version of this program.
    pub fn judged(&self) -> bool {
        !self.findings.iter().any(|f| matches!(f.what, What::Newer(_)))
    }
}

/// Checks everything: the log, and every file.
pub fn archive(dir: &Dir, trust: &Trust, progress: Progress<'_>) -> Report {
    archive_as(dir, trust, Scope::Whole, progress)
}

/// Checks the log and what belongs to it, and as much else as is asked for.
pub fn archive_as(dir: &Dir, trust: &Trust, scope: Scope, progress: Progress<'_>) -> Report {
    let sound = |report: &Report| report.findings.iter().all(|f| f.level == Level::Note);
    standing_still(dir, || archive_once(dir, trust, scope, progress), sound)
}

fn archive_once(dir: &Dir, trust: &Trust, scope: Scope, progress: Progress<'_>) -> Report {
    let broken = |mut findings: Vec<Finding>| {
        sort(&mut findings);
        Report { log: None, findings, looked: Looked::default(), scope }
    };
    let log = match log_once(dir, trust) {
        Ok(log) => log,
        Err(findings) => return broken(findings),
    };
    let listing = match dir.list() {
        Ok(listing) => listing,
        Err(e) => return broken(vec![load::unread(&Place::Checkpoint, &e)]),
    };
    let witnesses = trust.witnesses();
    let versions = || match scope {
        Scope::Whole => files::check_versions(dir, &log.state, &log.stamps, progress),
        Scope::Log => Default::default(),
    };
    let ((looked, more), rest) = rayon::join(versions, || {
        files::check_rest(dir, &log.loaded, &log.state, &listing, &witnesses, scope)
    });
    let mut findings = log.state.findings.clone();
    findings.extend(files::ignored_lines(&log.loaded.checkpoint, &log.state, &witnesses));
    findings.extend(more);
    findings.extend(rest);
    findings.extend(check_published(dir, &log, &witnesses));
    findings.extend(log.stamps.findings(&log.state));
    sort(&mut findings);
    Report { log: Some(log), findings, looked, scope }
}

/// `checkpoint` itself, when a later one was committed: it must still be this log's.
fn check_published(dir: &Dir, log: &Log, witnesses: &Witnesses) -> Vec<Finding> {
    if log.loaded.published == log.tree().size || log.loaded.published == 0 {
        return Vec::new();
    }
    let place = Place::Checkpoint;
    let checkpoint: Checkpoint = match load::read_checkpoint(dir, &place) {
        Ok(c) => c,
        Err(f) => return vec![f],
    };
    if log.state.root(checkpoint.tree.size) != Some(checkpoint.tree.root) {
        return vec![Finding::failure(load::file(&place), What::Root)];
    }
    if let Err(what) = files::signed_by_archive(&checkpoint, &log.state, false) {
        return vec![Finding::failure(load::file(&place), what)];
    }
    witnesses::of_behind(&checkpoint, witnesses)
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.at.cmp(&b.at)));
}

/// A policy's manifest as of a log size: its text, and the size its last record, or the last ruling on one, made; `None`
/// if the policy had no record then.
pub fn manifest_text(state: &State, policy: &Id, size: u64) -> Option<(String, u64)> {
    let known: Vec<_> =
        state.histories.get(policy)?.records().iter().take_while(|r| r.entry < size).cloned().collect();
    let standing = known.iter().filter_map(|r| state.standing.get(&r.entry));
    let lines: Vec<_> =
        standing.map(|s| manifest::Line { index: s.index, logged: s.logged, record: &s.record }).collect();
    let first = lines.first()?;
    let size = lines.last()?.index + 1;
    let history = History::new(known).ok()?;
    let tree = Head { size, root: state.root(size)? };
    Some((manifest::text(&first.record.origin, policy, tree, &lines, &history), size))
}

/// The manifests that follow from the log and did not at a smaller size: of each policy that got a record since, or a
/// ruling on one.
pub fn manifests_since(state: &State, size: u64) -> Vec<(Id, String)> {
    let moved = |history: &History| history.records().last().is_some_and(|r| r.entry >= size);
    let ids = state.histories.iter().filter(|(_, history)| moved(history)).map(|(id, _)| id);
    ids.filter_map(|id| Some((id.clone(), manifest_text(state, id, u64::MAX)?.0))).collect()
}
