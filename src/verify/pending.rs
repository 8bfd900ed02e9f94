//! Judges a pending record (schwebende Erklärung): one that others must still sign, as the next entry of a log.
//!
//! Specification: `docs/four-eyes.md`, "Judging". Takes a log, the record's note as far as it is signed, its files and
//! the time at which it would be logged; everything is judged as a reader will once it is logged, with the same code,
//! but that signatures may be missing. Changes nothing.

use super::files::{says_else, sealed};
use super::finding::{Finding, What, Where};
use super::replay::{self, Parsed, Place as At, Standing, keys_of, verified};
use super::seal::Belief;
use super::{Level, Log, Missing};
use crate::base::{Digest, Sha256, Time, limits};
use crate::format::entry::Entry;
use crate::format::layout::Place;
use crate::format::note::{BadNote, Note};
use crate::format::record::Record;

/// Whose signatures the record still lacks; or why it could not stand as the next entry, whoever signs.
pub fn missing(log: &Log, note: &Note, logged: Time) -> Result<Missing, What> {
    let bytes = note.bytes();
    if bytes.len() > limits::RECORD {
        return Err(What::Note(BadNote::TooLarge));
    }
    let record = Record::parse(&note.text).map_err(What::Record)?;
    // Heads and stamps are the archive's, not the signers'.
    let entry = Entry { logged, heads: (0, Digest([0; 32])), stamps: Vec::new(), record: bytes };
    let parsed = Parsed { entry, note: note.clone(), record };
    let state = &log.state;
    let keys = keys_of(state.charters.values().chain(replay::charter_in(&parsed)));
    let lines = verified(&parsed, &keys);
    let at = At {
        origin: log.origin(),
        index: log.tree().size,
        leaf: Digest([0; 32]),
        lines: &lines,
        whole: true,
    };
    let seen = parsed.record.tree;
    let mut found = None;
    replay::judge_with(state, &at, &parsed, state.root(seen.size) == Some(seen.root), |missing| {
        found = Some(missing);
        Ok(())
    })?;
    found.ok_or(What::Founding)
}

/// What is wrong in the record's files, each at its place in the next entry: one that says something else than the
/// record, or a PDF whose signatures do not hold.
pub fn pending_files(
    log: &Log,
    record: &Record,
    logged: Time,
    files: &[(Place, Vec<u8>)],
    belief: Belief<'_>,
) -> Vec<Finding> {
    let standing = Standing {
        index: log.tree().size,
        leaf: Digest([0; 32]),
        logged,
        record: record.clone(),
        hash: Sha256::of(b""),
        signers: Vec::new(),
    };
    let mut findings = Vec::new();
    for (place, bytes) in files {
        if let Some(what) = says_else(&log.state, &standing, place, bytes) {
            findings.push(Finding::failure(Where::File(place.to_string()), what));
        }
        let (_, found) = sealed(&log.state, &standing, place, bytes, belief);
        findings.extend(found.into_iter().filter(|f| f.level == Level::Failure));
    }
    findings
}
