//! Time stamps over checkpoints: whether each is one, and which times they prove.
//!
//! Specification: `docs/stamps.md`, "Checking". Takes the folder, the replayed log, pinned authorities and the clock;
//! gives, for each entry, the earliest time by which a third party saw it. What the files are is read when it is asked
//! for: an answer about one policy needs few of a thousand stamps.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::Trust;
use super::chain::{Authorities, NoChain};
use super::finding::{Finding, What, Where};
use super::load::{file, unread};
use super::replay::State;
use super::seal::Belief;
use super::token::{self, BadToken, Token};
use crate::base::{Digest, Sha256, limits};
use crate::format::checkpoint::Checkpoint;
use crate::format::layout::Place;
use crate::format::record::Tree as Head;
use crate::store::Dir;

/// Seconds by which honest clocks may differ: no period turns on five minutes.
pub const TOLERANCE: i64 = 300;

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
    authorities: Authorities,
    /// What the clock says, in seconds since 1970-01-01T00:00:00Z.
    now: i64,
    /// Sorted by size.
    all: Vec<Stamp>,
    /// Which time each proves, when all were judged.
    judged: OnceLock<Vec<Result<Proof, NoChain>>>,
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
    pub(super) fn new(dir: &Dir, state: &State, size: u64, trust: &Trust) -> Self {
        let stamp = |size: u64, logged| {
            let head = Head { size, root: state.root(size)? };
            Some(Stamp { head, logged, token: OnceLock::new() })
        };
        let mut all: Vec<_> =
            state.stamps.iter().filter_map(|(size, l)| stamp(*size, Some((l.hash, l.entry)))).collect();
        all.extend(
            state.unnamed(size).filter(|s| dir.has(&Place::StampOf(*s))).filter_map(|s| stamp(s, None)),
        );
        all.sort_by_key(|s| s.head.size);
        let authorities = trust.authorities.clone();
        Self { dir: dir.clone(), authorities, now: trust.now, all, judged: OnceLock::new() }
    }

    /// None at all, as where there is no archive.
    pub(super) fn none() -> Self {
        let authorities = Authorities::default();
        Self { dir: Dir::new("".as_ref()), authorities, now: 0, all: Vec::new(), judged: OnceLock::new() }
    }

    /// The one stamp that a certificate shows, over the checkpoint as the archive signed it.
    pub(super) fn shown(der: &[u8], head: Head, checkpoint: &[u8], trust: &Trust) -> Result<Self, BadToken> {
        let token = OnceLock::from(Ok(token::check(der, checkpoint)?));
        let all = vec![Stamp { head, logged: None, token }];
        Ok(Self { authorities: trust.authorities.clone(), now: trust.now, all, ..Self::none() })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Whether authorities are pinned: without, no stamp proves a time.
    pub fn is_pinned(&self) -> bool {
        !self.authorities.is_empty()
    }

    /// Whether the stamp of the checkpoint of this size is of use: it states a time, see [`Stamps::stated`]. `None`:
    /// there is no stamp.
    pub fn is_useful(&self, size: u64) -> Option<bool> {
        let is_there = self.all.iter().any(|s| s.head.size == size);
        is_there.then(|| self.stated(size).is_some())
    }

    /// The time that the stamp of the checkpoint of this size proves; where nobody is pinned, the time that it states,
    /// whoever says so.
    pub fn stated(&self, size: u64) -> Option<i64> {
        let at = self.all.iter().position(|s| s.head.size == size)?;
        if self.is_pinned() {
            return self.proof(at).map(|proof| proof.time);
        }
        self.token(&self.all[at]).as_ref().ok().map(|t| t.time)
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

    /// Who is believed about the time of a signature in a file that this entry names.
    pub fn belief(&self, entry: u64) -> Belief<'_> {
        let existed = self.proof_of(entry).map_or(self.now, |proof| proof.time.min(self.now));
        Belief { authorities: &self.authorities, existed }
    }

    /// The newest stamp that proves its time.
    pub fn newest(&self) -> Option<Proof> {
        (0..self.all.len()).rev().find_map(|i| self.proof(i))
    }

    /// What one proves. Only where its authority has expired are all the others asked.
    fn proof(&self, i: usize) -> Option<Proof> {
        if !self.is_pinned() {
            return None;
        }
        if let Some(judged) = self.judged.get() {
            return judged[i].clone().ok();
        }
        let stamp = &self.all[i];
        let token = self.token(stamp).as_ref().ok()?;
        match self.vouched(token, self.now) {
            Ok(()) => Some(stamp.proof(token)),
            Err(NoChain::Expired) => self.judged()[i].clone().ok(),
            Err(_) => None,
        }
    }

    fn vouched_now<'a>(&'a self, stamp: &'a Stamp) -> Result<&'a Token, NoChain> {
        // What is no token is told of as such; here it proves nothing.
        let token = self.token(stamp).as_ref().map_err(|_| NoChain::Unknown)?;
        self.vouched(token, self.now).map(|()| token)
    }

    /// Whether the authority is known, at the stamp's own time and at one at which the stamp existed.
    fn vouched(&self, token: &Token, existed: i64) -> Result<(), NoChain> {
        token.chain(&self.authorities, token.time)?;
        token.chain(&self.authorities, existed)
    }

    /// Judges all, from the newest to the oldest: a later one can vouch for when an earlier one existed.
    fn judged(&self) -> &[Result<Proof, NoChain>] {
        self.judged.get_or_init(|| {
            let now: Vec<_> = self.all.par_iter().map(|s| self.vouched_now(s)).collect();
            let mut judged = Vec::with_capacity(now.len());
            // Of the stamps so far that prove their time: its size, and the earliest time of those of its size and
            // larger. The earliest is the one that is most likely to lie before an expiry.
            let mut later: Vec<(u64, i64)> = Vec::new();
            for (stamp, now) in self.all.iter().zip(now).rev() {
                let verdict = match (now, self.token(stamp), stamp.logged) {
                    (Err(NoChain::Expired), Ok(token), Some((_, entry))) => {
                        // Sizes fall along `later`: the last of those that cover the entry.
                        let covering = later.partition_point(|(size, _)| *size > entry);
                        let existed = covering.checked_sub(1).map(|at| later[at].1);
                        existed.map_or(Err(NoChain::Expired), |at| self.vouched(token, at).map(|()| token))
                    }
                    (now, ..) => now,
                };
                let verdict = verdict.map(|token| stamp.proof(token));
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
            return Err(Finding::failure(file(&stamped), What::Root));
        }
        token::check(&bytes, &checkpoint).map_err(|e| failed(What::StampBroken(e)))
    }

    /// What is wrong with them, and, where authorities are pinned, which prove nothing.
    pub(super) fn findings(&self, state: &State) -> Vec<Finding> {
        let broken = self.all.par_iter().filter_map(|s| {
            let finding = self.token(s).as_ref().err()?;
            // What is wrong with a checkpoint is found where all of them are checked.
            (finding.at == file(&Place::StampOf(s.head.size))).then(|| finding.as_ref().clone())
        });
        let mut findings: Vec<Finding> = broken.collect();
        if self.is_pinned() {
            for (stamp, verdict) in self.all.iter().zip(self.judged()) {
                match verdict {
                    Ok(proof) => findings.extend(contradicted(state, stamp, proof)),
                    Err(why) if self.token(stamp).is_ok() => {
                        let at = file(&Place::StampOf(stamp.head.size));
                        findings.push(Finding::note(at, What::StampUnproven(*why)));
                    }
                    Err(_) => {}
                }
            }
        }
        findings
    }
}

impl Stamp {
    fn proof(&self, token: &Token) -> Proof {
        Proof { size: self.head.size, time: token.time, authority: token.signer.holder() }
    }
}

/// The entries whose time a stamp proves to be wrong.
fn contradicted(state: &State, stamp: &Stamp, proof: &Proof) -> Vec<Finding> {
    let covered = state.standing.range(..proof.size).next_back().map(|(_, s)| s);
    let future = covered.filter(|s| proof.time + TOLERANCE < s.logged.seconds());
    let naming = stamp.logged.and_then(|(_, entry)| state.standing.get(&entry));
    let back = naming.filter(|s| s.logged.seconds() + TOLERANCE < proof.time);
    let all = future.into_iter().chain(back);
    all.map(|s| Finding::failure(Where::Entry(s.index), What::StampContradicts(proof.time))).collect()
}
