//! Whose signatures a record needs, and whether it has them.
//!
//! Specification: `docs/archive-format.md`, "Charter". Takes a record, its note, the key under which each
//! signature line verifies, the day on which it is logged, and the charter in use at its place. Every line must count.

use std::collections::BTreeSet;

use super::finding::What;
use super::missing::Missing;
use crate::base::{Day, Digest};
use crate::format::charter::{Charter, CharterKey, Role, person};
use crate::format::note::{Note, Signature};
use crate::format::record::{Body, Record};

/// Seconds within which a signed record must be logged: 90 days, so that a record kept back for years
/// cannot be slipped in.
pub const LOGGED_WITHIN: i64 = 90 * 24 * 3600;

/// Judges a record's signatures, every line, by the charter at its place (`None` for the founding one); gives whose are
/// missing.
pub fn signatures<'a>(
    record: &Record,
    logged: Day,
    note: &Note,
    verified: &[Option<Digest>],
    current: Option<&Charter>,
    earlier: impl Iterator<Item = &'a Charter> + Clone,
) -> Result<Missing, What> {
    if !note.signatures.is_sorted_by(|a, b| a.key < b.key) {
        return Err(What::SignatureOrder);
    }
    match (&record.body, current) {
        (Body::Charter(new), current) => charter(record, new, note, verified, current, earlier),
        (_, Some(current)) => {
            let people = each(record, note, verified, |name| {
                current.key(name).filter(|k| k.role == Role::Officer).map(|k| k.public)
            })?;
            // A term counts by the day of the log: whoever signs cannot date that back.
            let over = |key: &&Signature| {
                current.person(&key.key, &record.origin).is_some_and(|p| !p.may_sign_on(logged))
            };
            if let Some(line) = note.signatures.iter().find(over) {
                return Err(What::Term(line.key.clone()));
            }
            let may_sign = |k: &&CharterKey| {
                k.role == Role::Officer
                    && !people.contains(&person(&k.name, &record.origin))
                    && current.person(&k.name, &record.origin).is_some_and(|p| p.may_sign_on(logged))
            };
            Ok(Missing {
                have: people.len() as u32,
                need: current.needs(&record.body).unwrap_or(current.threshold.sign),
                taken_out: None,
                added: Vec::new(),
                able: current.keys.iter().filter(may_sign).cloned().collect(),
            })
        }
        (_, None) => Err(What::Founding),
    }
}

/// A charter is signed by recovery keys of the one before (the founding one by its own), and by every key
/// that it adds.
fn charter<'a>(
    record: &Record,
    new: &Charter,
    note: &Note,
    verified: &[Option<Digest>],
    current: Option<&Charter>,
    earlier: impl Iterator<Item = &'a Charter> + Clone,
) -> Result<Missing, What> {
    let judging = current.unwrap_or(new);
    if new.time_zone != judging.time_zone {
        return Err(What::Zone);
    }
    let held = |c: &Charter, key: &CharterKey| c.keys.contains(key);
    let added: Vec<_> = new.keys.iter().filter(|k| current.is_none_or(|c| !held(c, k))).collect();
    // A key, its name and its role belong together for good, and what was retired does not come back. Only
    // the archive key's name, which is the origin, goes on to the next key.
    let clash = |key: &CharterKey, k: &CharterKey| {
        k.public == key.public || (k.name == key.name && key.role != Role::Archive)
    };
    let used = |key: &CharterKey| earlier.clone().any(|c| c.keys.iter().any(|k| clash(key, k)));
    if let Some(key) = added.iter().find(|key| used(key)) {
        return Err(What::KeyReused(key.name.clone()));
    }
    let recovery = |name: &str| judging.key(name).filter(|k| k.role == Role::Recovery).map(|k| k.public);
    let is_new = |name: &str| added.iter().find(|k| k.name == name).map(|k| k.public);
    let mut signers = BTreeSet::new();
    for (line, key) in note.signatures.iter().zip(verified) {
        let expected = recovery(&line.key).or_else(|| is_new(&line.key));
        let Some(expected) = expected else { return Err(What::Unauthorised(line.key.clone())) };
        if *key != Some(expected) {
            return Err(What::Signature(line.key.clone()));
        }
        if recovery(&line.key).is_some() && !signers.insert(person(&line.key, &record.origin)) {
            return Err(What::SignatureOrder);
        }
    }
    let has_signed = |name: &str| note.signatures.iter().any(|s| s.key == name);
    // A recovery key is taken out by another one.
    let by_another =
        |key: &CharterKey| note.signatures.iter().any(|s| s.key != key.name && recovery(&s.key).is_some());
    let mut removed = judging.keys.iter().filter(|k| k.role == Role::Recovery && !held(new, k));
    let may_sign =
        |k: &&CharterKey| k.role == Role::Recovery && !signers.contains(&person(&k.name, &record.origin));
    Ok(Missing {
        have: signers.len() as u32,
        // Who raises the number shows that so many can sign: else one stolen key could lock out all others at once.
        need: judging.threshold.amend.max(new.threshold.amend),
        taken_out: removed.find(|key| !by_another(key)).map(|key| key.name.clone()),
        added: added.into_iter().filter(|k| !has_signed(&k.name)).cloned().collect(),
        able: judging.keys.iter().filter(may_sign).cloned().collect(),
    })
}

/// Every line must be the valid signature of a key that counts, one a person. Gives the people.
fn each<'a>(
    record: &'a Record,
    note: &'a Note,
    verified: &[Option<Digest>],
    counts: impl Fn(&str) -> Option<Digest>,
) -> Result<BTreeSet<Option<&'a str>>, What> {
    let mut people = BTreeSet::new();
    for (i, line) in note.signatures.iter().enumerate() {
        let Some(expected) = counts(&line.key) else { return Err(What::Unauthorised(line.key.clone())) };
        if verified.get(i) != Some(&Some(expected)) {
            return Err(What::Signature(line.key.clone()));
        }
        if !people.insert(person(&line.key, &record.origin)) {
            return Err(What::SignatureOrder);
        }
    }
    Ok(people)
}
