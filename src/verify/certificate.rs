//! Checks a certificate of force: does it prove the answer to its question?
//!
//! Specification: `docs/archive-format.md`, "Certificate of force". Takes the file's bytes and what is known from
//! elsewhere; needs nothing of the archive. Gives the answer with what it rests on, or what does not hold. The
//! answer is worked out here from the records: the file states none.

use rayon::prelude::*;

use super::finding::{Finding, Level, What, Where};
use super::replay::{self, Parsed, Place, State};
use super::unproven::Unproven;
use super::{Anchored, Loaded, Log, Stamps, Trust, files};
use crate::base::Time;
use crate::format::certificate::{BadCertificate, Certificate, Head, Included};
use crate::format::checkpoint::Checkpoint;
use crate::format::entry::BadEntry;
use crate::format::merkle::{Tree, leaf_hash, root_by};
use crate::format::record::{BadRecord, Stream, Tree as Size};
use crate::timeline::{Answer, History};

/// A certificate that proves its answer.
#[derive(Debug)]
pub struct Certified {
    /// The question, and what the file holds.
    pub certificate: Certificate,
    /// The log as far as the certificate shows it: the streams of the charter and of the policy, whole. Of the
    /// entries' bytes and of the tree there is nothing.
    pub log: Log,
    /// When the log's last entry was logged: nothing that came after it is known here.
    pub last: Time,
    /// The answer. As known on the day that was asked for, but never later than the last entry.
    pub answer: Answer,
    /// The answer as known by the last entry, where it is another.
    pub since: Option<Answer>,
    /// What is worth knowing besides.
    pub notes: Vec<Finding>,
}

/// An entry of the certificate, taken apart.
struct Shown<'a> {
    included: &'a Included,
    leaf: crate::base::Digest,
    parsed: Parsed,
}

/// Checks a certificate. Every finding that it gives instead is a failure.
pub fn certificate(bytes: &[u8], trust: &Trust) -> Result<Certified, Finding> {
    let whole = |what| Finding::failure(Where::File("certificate".to_owned()), what);
    let certificate = Certificate::parse(bytes).map_err(|e| match e {
        BadCertificate::Unknown(format) => whole(What::Newer(format)),
        e => whole(What::Certificate(e)),
    })?;
    let at_checkpoint = |what| Finding::failure(Where::File("checkpoint".to_owned()), what);
    let checkpoint =
        Checkpoint::parse(&certificate.checkpoint).map_err(|e| at_checkpoint(What::Checkpoint(e)))?;
    let size = checkpoint.tree;
    if checkpoint.origin != certificate.origin {
        return Err(at_checkpoint(What::Origin(checkpoint.origin)));
    }
    if let Some(anchor) = &trust.anchor
        && anchor.origin != certificate.origin
    {
        return Err(whole(What::Origin(certificate.origin)));
    }
    let shown = shown(&certificate)?;
    let Some(last) = shown.last().filter(|s| s.included.index + 1 == size.size) else {
        return Err(at_checkpoint(What::Unproven(Unproven::LastEntry)));
    };
    check_heads(&certificate, last)?;
    check_inclusion(&certificate, &shown, size)?;
    let state = replayed(&certificate, &shown, trust)?;
    files::signed_by_archive(&checkpoint, &state, false).map_err(at_checkpoint)?;
    check_ends(&certificate, &state)?;
    let stamps = check_stamp(&certificate, &checkpoint, &state, trust)?;

    let mut notes = files::ignored_lines(&checkpoint, &state);
    for found in stamps.findings(&state) {
        match found.level {
            Level::Failure => return Err(found),
            Level::Note => notes.push(Finding { at: stamp_file(), ..found }),
        }
    }
    notes.extend(state.findings.iter().cloned());
    match trust.seen {
        Some(seen) if seen.size == size.size && seen.root != size.root => {
            return Err(at_checkpoint(What::Fork { seen: seen.size }));
        }
        Some(seen) if seen.size > size.size => {
            notes.push(Finding::note(Where::File("checkpoint".to_owned()), What::Older { seen: seen.size }));
        }
        _ => {}
    }
    let last = last.parsed.entry.logged;
    // Where a clock was put back across midnight, an earlier entry bears a later day.
    let days = shown.iter().map(|s| s.parsed.entry.logged.day());
    let newest = days.max().unwrap_or(last.day());
    let known = certificate.known.map_or(newest, |k| k.min(newest));
    let nothing = History::default();
    let history = state.histories.get(&certificate.policy).unwrap_or(&nothing);
    let answer = history.answer(certificate.on, known);
    let since = history.answer(certificate.on, newest);
    let since = (!since.verdict.says_the_same(&answer.verdict)).then_some(since);
    let anchored = if trust.anchor.is_some() { Anchored::Yes } else { Anchored::No };
    let loaded = Loaded { checkpoint, published: size.size, entries: Vec::new(), tree: Tree::new() };
    let log = Log { loaded, state, anchored, compared: trust.seen.is_some(), stamps };
    Ok(Certified { certificate, log, last, answer, since, notes })
}

/// Takes the entries apart; one of a newer format stops everything.
fn shown(certificate: &Certificate) -> Result<Vec<Shown<'_>>, Finding> {
    certificate.entries.par_iter().map(taken_apart).collect()
}

fn taken_apart(included: &Included) -> Result<Shown<'_>, Finding> {
    let failed = |what| Finding::failure(Where::Entry(included.index), what);
    let parsed = replay::parse(&included.bytes).map_err(|what| match what {
        What::Entry(BadEntry::Unknown(kind)) | What::Record(BadRecord::Unknown(kind)) => {
            failed(What::Newer(kind))
        }
        what => failed(what),
    })?;
    Ok(Shown { included, leaf: leaf_hash(&included.bytes), parsed })
}

/// The lines of the heads are those that the last entry commits to, and the ones that the question needs: the
/// charter's and the policy's, or those beside which the policy's would stand.
fn check_heads(certificate: &Certificate, last: &Shown<'_>) -> Result<(), Finding> {
    let failed = |what| Finding::failure(Where::File("heads".to_owned()), what);
    let (count, root) = last.parsed.entry.heads;
    for head in &certificate.heads {
        match root_by(&head.path, head.leaf(), head.position, count) {
            Some(led) if led == root => {}
            Some(_) => return Err(failed(What::Unproven(Unproven::Head(head.stream.to_string())))),
            None => return Err(failed(What::Unproven(Unproven::Length))),
        }
    }
    let policy = Stream::Policy(certificate.policy.clone());
    let find = |stream: &Stream| certificate.heads.iter().find(|h| h.stream == *stream);
    let Some(charter) = find(&Stream::Charter) else {
        return Err(failed(What::Unproven(Unproven::NoHead(Stream::Charter.to_string()))));
    };
    let mut needed = vec![charter];
    match find(&policy) {
        Some(own) => needed.push(own),
        None => {
            let before = certificate.heads.iter().rev().find(|h| h.stream < policy);
            let after = certificate.heads.iter().find(|h| h.stream > policy);
            let side_by_side = match (before, after) {
                (Some(b), Some(a)) => b.position + 1 == a.position,
                (Some(b), None) => b.position + 1 == count,
                (None, Some(a)) => a.position == 0,
                (None, None) => false,
            };
            if !side_by_side {
                return Err(failed(What::Unproven(Unproven::Absence(policy.to_string()))));
            }
            needed.extend(before.into_iter().chain(after));
        }
    }
    match certificate.heads.iter().find(|h| !needed.contains(h)) {
        Some(head) => Err(failed(What::Unproven(Unproven::NotNeeded(head.stream.to_string())))),
        None => Ok(()),
    }
}

/// The last entry and the last record of each stream lead to the checkpoint's root. The others are named by the
/// one after them, so they carry no proof.
fn check_inclusion(certificate: &Certificate, shown: &[Shown<'_>], size: Size) -> Result<(), Finding> {
    let policy = Stream::Policy(certificate.policy.clone());
    let wanted = |h: &&Head| h.stream == Stream::Charter || h.stream == policy;
    let ends: Vec<u64> = certificate.heads.iter().filter(wanted).map(|h| h.index).collect();
    for Shown { included: Included { index, path, .. }, leaf, .. } in shown {
        let proven = ends.contains(index) || index + 1 == size.size;
        let fault = match root_by(path, *leaf, *index, size.size) {
            _ if !proven && path.is_empty() => continue,
            Some(root) if proven && root == size.root => continue,
            Some(_) if proven => Unproven::Inclusion,
            _ => Unproven::Length,
        };
        return Err(Finding::failure(Where::Entry(*index), What::Unproven(fault)));
    }
    Ok(())
}

/// Judges the entries in order, as far as one can without those of other streams.
fn replayed(certificate: &Certificate, shown: &[Shown<'_>], trust: &Trust) -> Result<State, Finding> {
    // Before any signature is verified: another archive than the one that is meant costs no more than reading it.
    if let (Some(anchor), Some(first)) = (&trust.anchor, shown.first().filter(|s| s.included.index == 0))
        && anchor.first != first.leaf
    {
        return Err(Finding::failure(Where::Entry(0), What::Anchor));
    }
    let charters = shown.iter().filter_map(|s| replay::charter_in(&s.parsed));
    let keys = replay::keys_of(charters);
    let signed: Vec<_> = shown.par_iter().map(|s| replay::verified(&s.parsed, &keys)).collect();
    let policy = Stream::Policy(certificate.policy.clone());
    let mut state = State::default();
    for (place, (one, lines)) in shown.iter().zip(&signed).enumerate() {
        let (index, stream) = (one.included.index, one.parsed.record.stream());
        let failed = |what| Finding::failure(Where::Entry(index), what);
        if place == 0 && (index != 0 || stream != Stream::Charter) {
            return Err(failed(What::Founding));
        }
        let at = Place { origin: &certificate.origin, index, leaf: one.leaf, lines, whole: false };
        // That the signer saw this very log shows only in the whole log; here, that it was not a later one.
        let not_later = one.parsed.record.tree.size <= index;
        let is_last = place + 1 == shown.len();
        if stream == Stream::Charter || stream == policy {
            let known = replay::judge(&state, &at, &one.parsed, not_later).map_err(failed)?;
            replay::enter(&mut state, &at, one.parsed.clone(), known).map_err(failed)?;
        } else if is_last {
            replay::carries(&state, &at, &one.parsed, not_later).map_err(failed)?;
            state.logged = Some(one.parsed.entry.logged);
        } else {
            return Err(failed(What::Unproven(Unproven::NotNeeded(stream.to_string()))));
        }
    }
    Ok(state)
}

fn stamp_file() -> Where {
    Where::File("stamp".to_owned())
}

/// The time stamp, if there is one, is over this checkpoint as the archive signed it.
fn check_stamp(
    certificate: &Certificate,
    checkpoint: &Checkpoint,
    state: &State,
    trust: &Trust,
) -> Result<Stamps, Finding> {
    let Some(der) = &certificate.stamp else { return Ok(Stamps::none()) };
    let stamped = files::archived(checkpoint, state);
    let broken = |e| Finding::failure(stamp_file(), What::StampBroken(e));
    Stamps::shown(der, checkpoint.tree, &stamped, trust).map_err(broken)
}

/// Each stream ends with the record that the heads name.
fn check_ends(certificate: &Certificate, state: &State) -> Result<(), Finding> {
    for head in &certificate.heads {
        let own = head.stream == Stream::Charter || head.stream == Stream::Policy(certificate.policy.clone());
        let last = state.stream(&head.stream).next_back().map(|s| (s.index, s.hash));
        if own && last != Some((head.index, head.record)) {
            let what = What::Unproven(Unproven::End(head.stream.to_string()));
            return Err(Finding::failure(Where::Entry(head.index), what));
        }
    }
    // A record of the policy under heads that do not have it.
    let stream = Stream::Policy(certificate.policy.clone());
    if state.stream(&stream).next().is_some() && !certificate.heads.iter().any(|h| h.stream == stream) {
        return Err(Finding::failure(
            Where::File("heads".to_owned()),
            What::Unproven(Unproven::NoHead(stream.to_string())),
        ));
    }
    Ok(())
}
