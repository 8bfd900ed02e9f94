//! Time stamps over checkpoints: whether each is one, and which times they prove.
//!
//! Specification: `docs/stamps.md`, "Checking". Takes the folder, the replayed log, pinned authorities and the clock;
//! gives, for each entry, the earliest time by which a third party saw it. What the files are is read when it is asked
//! for: an answer about one policy needs few of a thousand stamps.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::chain::{Authorities, Unvouched};
use super::finding::{Finding, What, Where};
use super::load::{self, file, unread};
use super::replay::State;
use super::token::{BadToken, Token};
use crate::base::{Digest, Sha256, Time, limits};
use crate::format::checkpoint::Checkpoint;
use crate::format::layout::Place;
use crate::format::record::Tree as Head;
use crate::store::Dir;

/// Seconds by which honest clocks may differ: no period turns on five minutes.
pub const TOLERANCE: i64 = 300;

/// Who vouches for times, and when that is asked.
#[derive(Debug, Clone)]
pub struct Pinned {
    /// The authorities' root certificates.
    pub authorities: Authorities,
    /// What the clock says, in seconds since 1970-01-01T00:00:00Z.
    pub now: i64,
}

/// A time by which a log existed, on the word of an authority that the reader pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Entries that it covers.
    pub size: u64,
    /// The time, in seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// The authority, as its certificate names it.
    pub authority: String,
}

/// The time stamps of a log.
#[derive(Debug)]
pub struct Stamps {
    dir: Dir,
    pinned: Option<Pinned>,
    /// Sorted by size.
    all: Vec<Stamp>,
    /// Which time each proves, when all were judged.
    judged: OnceLock<Vec<Result<Proof, Unvouched>>>,
}

/// One of them.
#[derive(Debug)]
struct Stamp {
    /// The checkpoint that it stamps.
    head: Head,
    /// What the entry that logs it says: its hash, and the entry. `None` for that of the newest checkpoint, which no
    /// entry logs yet.
    logged: Option<(Digest, u64)>,
    /// What it is, once it was read.
    token: OnceLock<Result<Token, Box<Finding>>>,
}

impl Stamps {
    /// The stamps that a log of this size names, and that of its newest checkpoint.
    pub(super) fn new(dir: &Dir, state: &State, size: u64, pinned: Option<Pinned>) -> Self {
        let stamp = |size: u64, logged| {
            let head = Head { size, root: state.root(size)? };
            Some(Stamp { head, logged, token: OnceLock::new() })
        };
        let mut all: Vec<_> =
            state.stamps.iter().filter_map(|(size, l)| stamp(*size, Some((l.hash, l.entry)))).collect();
        if !state.stamps.contains_key(&size) && dir.has(&Place::StampOf(size)) {
            all.extend(stamp(size, None));
        }
        Self { dir: dir.clone(), pinned, all, judged: OnceLock::new() }
    }

    /// None at all, as where there is no archive.
    pub(super) fn none() -> Self {
        Self { dir: Dir::new("".as_ref()), pinned: None, all: Vec::new(), judged: OnceLock::new() }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Whether authorities are pinned: without, no stamp proves a time.
    pub fn is_pinned(&self) -> bool {
        self.pinned.is_some()
    }

    /// Whether the checkpoint of this size is stamped, whatever that proves.
    pub fn has(&self, size: u64) -> bool {
        self.all.iter().any(|s| s.head.size == size)
    }

    /// How many prove their time.
    pub fn proving(&self) -> usize {
        self.judged().iter().flatten().count()
    }

    /// The earliest stamp that covers an entry and proves its time.
    pub fn proof_of(&self, entry: u64) -> Option<Proof> {
        let from = self.all.partition_point(|s| s.head.size <= entry);
        (from..self.all.len()).find_map(|i| self.proof(i))
    }

    /// The newest stamp that proves its time.
    pub fn newest(&self) -> Option<Proof> {
        (0..self.all.len()).rev().find_map(|i| self.proof(i))
    }

    /// What one proves. Only where its authority has expired are all the others asked.
    fn proof(&self, i: usize) -> Option<Proof> {
        let pinned = self.pinned.as_ref()?;
        if let Some(judged) = self.judged.get() {
            return judged[i].clone().ok();
        }
        let token = self.token(&self.all[i]).as_ref().ok()?;
        match vouched(pinned, token, pinned.now) {
            Ok(()) => Some(self.proved(i, token)),
            Err(Unvouched::Expired) => self.judged()[i].clone().ok(),
            Err(_) => None,
        }
    }

    fn proved(&self, i: usize, token: &Token) -> Proof {
        Proof { size: self.all[i].head.size, time: token.time, authority: token.authority() }
    }

    /// Judges all, from the newest to the oldest: a later one can vouch for when an earlier one existed.
    fn judged(&self) -> &[Result<Proof, Unvouched>] {
        self.judged.get_or_init(|| {
            let Some(pinned) = &self.pinned else { return Vec::new() };
            let tokens: Vec<_> = self.all.par_iter().map(|s| self.token(s)).collect();
            let now: Vec<_> = tokens
                .par_iter()
                .map(|t| t.as_ref().map_or(Err(Unvouched::Unknown), |t| vouched(pinned, t, pinned.now)))
                .collect();
            let mut judged: Vec<Result<Proof, Unvouched>> = Vec::with_capacity(tokens.len());
            // Of the stamps so far that prove their time, from the newest on: its size, and the earliest time of those
            // of that size or larger. The earliest is the one most likely to lie before an expiry.
            let mut later: Vec<(u64, i64)> = Vec::new();
            for (i, stamp) in self.all.iter().enumerate().rev() {
                let verdict = match (&tokens[i], now[i].clone()) {
                    (Err(_), _) => Err(Unvouched::Unknown),
                    (Ok(token), Err(Unvouched::Expired)) => stamp
                        .logged
                        .and_then(|(_, entry)| {
                            // Sizes fall along `later`; the last one that still covers the entry has the earliest time.
                            let covering = later.partition_point(|(size, _)| *size > entry);
                            covering.checked_sub(1).map(|at| later[at].1)
                        })
                        .map_or(Err(Unvouched::Expired), |time| vouched(pinned, token, time)),
                    (Ok(_), now) => now,
                };
                let verdict = verdict.and_then(|()| {
                    let token = tokens[i].as_ref().map_err(|_| Unvouched::Unknown)?;
                    Ok(self.proved(i, token))
                });
                if let Ok(proof) = &verdict {
                    let earliest = later.last().map_or(proof.time, |(_, time)| proof.time.min(*time));
                    later.push((proof.size, earliest));
                }
                judged.push(verdict);
            }
            judged.reverse();
            judged
        })
    }

    fn token<'a>(&'a self, stamp: &'a Stamp) -> &'a Result<Token, Box<Finding>> {
        stamp.token.get_or_init(|| self.read(stamp).map_err(Box::new))
    }

    fn read(&self, stamp: &Stamp) -> Result<Token, Finding> {
        let place = Place::StampOf(stamp.head.size);
        let failed = |what| Finding::failure(file(&place), what);
        let bytes = self.dir.read(&place, limits::STAMP).map_err(|e| unread(&place, &e))?;
        if stamp.logged.is_some_and(|(hash, _)| hash != Sha256::of(&bytes)) {
            return Err(failed(What::Altered));
        }
        // The checkpoint is looked at here too: an answer does not check the file otherwise.
        let stamped = Place::CheckpointOf(stamp.head.size);
        let checkpoint = self.dir.read(&stamped, limits::CHECKPOINT).map_err(|e| unread(&stamped, &e))?;
        if Checkpoint::parse(&checkpoint).ok().map(|c| c.tree) != Some(stamp.head) {
            return Err(Finding::failure(load::file(&stamped), What::Root));
        }
        Token::check(&bytes, &checkpoint).map_err(|e| failed(What::StampBroken(e)))
    }

    /// What is wrong with them, and which prove nothing.
    pub(super) fn findings(&self, state: &State) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self
            .all
            .par_iter()
            .filter_map(|s| self.token(s).as_ref().err().map(|f| f.as_ref().clone()))
            // A spoiled checkpoint is told of by who checks them all.
            .filter(|f| f.what != What::Root)
            .collect();
        for (stamp, verdict) in self.all.iter().zip(self.judged()) {
            match verdict {
                Ok(proof) => findings.extend(contradicted(state, stamp, proof)),
                Err(why) if self.token(stamp).is_ok() => {
                    let at = file(&Place::StampOf(stamp.head.size));
                    findings.push(Finding::note(at, What::StampUnproven(why.clone())));
                }
                Err(_) => {}
            }
        }
        findings
    }
}

/// Whether the authority is known, at the stamp's own time and at one at which the stamp existed.
fn vouched(pinned: &Pinned, token: &Token, existed: i64) -> Result<(), Unvouched> {
    pinned.authorities.vouch(token, token.time)?;
    pinned.authorities.vouch(token, existed)
}

/// The entries whose time a stamp proves to be wrong.
fn contradicted(state: &State, stamp: &Stamp, proof: &Proof) -> Vec<Finding> {
    let covered = state.standing.range(..proof.size).next_back().map(|(_, s)| s);
    let future = covered.filter(|s| proof.time + TOLERANCE < s.logged.seconds());
    let naming = stamp.logged.and_then(|(_, entry)| state.standing.get(&entry));
    let back = naming.filter(|s| s.logged.seconds() + TOLERANCE < proof.time);
    let zone = state.zone();
    let told = future.into_iter().chain(back).filter_map(|s| {
        let time = Time::in_zone(proof.time, &zone)?;
        Some(Finding::failure(Where::Entry(s.index), What::StampContradicts(time)))
    });
    told.collect()
}
