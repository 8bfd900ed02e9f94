//! What a charter rules on what is already in the log: void entries acknowledged, records disputed, confirmed, voided.
//!
//! Specification: `docs/archive-format.md`, "Rulings". Takes the state of the log before a charter; gives what it
//! rules, or what it rules on that is not there. What that does to an answer is for `timeline`.

use std::collections::BTreeMap;

use super::Log;
use super::finding::{Finding, Level, What, Where};
use super::replay::{Place, State};
use crate::base::{Digest, Id, Lang, Say, Time, lang};
use crate::format::charter::{Charter, Revoked, Role};
use crate::format::record::{After, Body};
use crate::timeline::{Fact, Known};

/// Why a charter cannot rule so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadRuling {
    /// A key is revoked that was none before, or still is one.
    NotTakenOut(String),
    /// A key cannot have been in foreign hands from that entry on: not an officer's, or not an entry before this one.
    CompromisedFrom(String),
    /// What is acknowledged is no void entry, or is acknowledged already.
    NotVoid(u64),
    /// What is confirmed or voided is not disputed.
    NotDisputed(u64),
}

impl Say for BadRuling {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NotTakenOut(key) => lang::say!(
                lang,
                "„{key}“ steht als widerrufen da, ist aber kein Schlüssel, den diese Zeichnungsregelung herausnimmt",
                "\"{key}\" is said to be revoked, but is no key that this charter takes out"
            ),
            Self::CompromisedFrom(key) => lang::say!(
                lang,
                "von „{key}“ lässt sich nicht sagen, dass er ab diesem Eintrag in fremder Hand war: kein Zeichnungsschlüssel oder kein früherer Eintrag",
                "\"{key}\" cannot be said to have been in foreign hands from that entry on: no officer's key, or no earlier entry"
            ),
            Self::NotVoid(index) => lang::say!(
                lang,
                "nimmt Eintrag {index} zur Kenntnis, der nicht unwirksam oder schon zur Kenntnis genommen ist",
                "acknowledges entry {index}, which is not void or acknowledged already"
            ),
            Self::NotDisputed(index) => lang::say!(
                lang,
                "bestätigt Eintrag {index} oder erklärt ihn für unwirksam, obwohl er nicht strittig ist",
                "confirms or voids entry {index}, which is not disputed"
            ),
        }
    }
}

lang::error_that_says!(BadRuling);

/// What a charter rules on records: their entries, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ruling {
    disputed: Vec<u64>,
    confirmed: Vec<u64>,
    voided: Vec<u64>,
}

/// Judges what a charter rules at its place. Where not all entries are seen, what is said of the others is passed over.
pub(super) fn judge(state: &State, at: &Place<'_>, charter: &Charter) -> Result<Ruling, BadRuling> {
    for revoked in &charter.revoked {
        check_revoked(state, charter, revoked, at.index)?;
    }
    let unseen = |a: &After| !at.whole && a.index < at.index && !state.standing.contains_key(&a.index);
    let is_void = |a: &After| state.void.get(&a.index) == Some(&a.leaf);
    if let Some(bad) = charter.acknowledged.iter().find(|a| !is_void(a) && !unseen(a)) {
        return Err(BadRuling::NotVoid(bad.index));
    }
    let disputed = disputed(state, charter);
    let is_disputed = |a: &After| {
        let there = state.standing.get(&a.index).is_some_and(|s| s.leaf == a.leaf);
        there && (disputed.contains(&a.index) || state.disputed.contains(&a.index))
    };
    let mut ruled = charter.confirmed.iter().chain(&charter.voided);
    if let Some(bad) = ruled.find(|a| !is_disputed(a) && !unseen(a)) {
        return Err(BadRuling::NotDisputed(bad.index));
    }
    let entries = |list: &[After]| list.iter().filter(|a| !unseen(a)).map(|a| a.index).collect();
    Ok(Ruling { disputed, confirmed: entries(&charter.confirmed), voided: entries(&charter.voided) })
}

/// A revoked key was one before and is one no more, since now or since an earlier charter: that it was stolen may come
/// to light after it was exchanged. Only an officer's can have signed records.
fn check_revoked(state: &State, now: &Charter, revoked: &Revoked, index: u64) -> Result<(), BadRuling> {
    let before = state.charters.values().rev().find_map(|c| c.key(&revoked.key));
    let Some(key) = before else {
        return Err(BadRuling::NotTakenOut(revoked.key.clone()));
    };
    if now.key(&revoked.key).is_some_and(|k| k.role != Role::Archive || k.public == key.public) {
        return Err(BadRuling::NotTakenOut(revoked.key.clone()));
    }
    let can_be = |from: u64| key.role == Role::Officer && (1..index).contains(&from);
    match revoked.compromised_from {
        Some(from) if !can_be(from) => Err(BadRuling::CompromisedFrom(revoked.key.clone())),
        _ => Ok(()),
    }
}

/// The standing records that a charter makes disputed: signed with a key that it revokes so, and without the lines of
/// all keys that were ever revoked so, as far as each is doubted there, not by enough people.
fn disputed(state: &State, charter: &Charter) -> Vec<u64> {
    let doubted = |c: &Charter| -> Vec<(String, u64)> {
        c.revoked.iter().filter_map(|r| Some((r.key.clone(), r.compromised_from?))).collect()
    };
    let now = doubted(charter);
    let Some(first) = now.iter().map(|(_, from)| *from).min() else { return Vec::new() };
    let before: Vec<_> = state.charters.values().flat_map(doubted).collect();
    let ever: Vec<_> = before.iter().chain(&now).cloned().collect();
    let by = |some: &[(String, u64)], signer: &str, index: u64| {
        some.iter().any(|(key, from)| key == signer && *from <= index)
    };
    let hangs = |index: u64| {
        let record = state.standing.get(&index)?;
        let need = state.charter_at(index)?.needs(&record.record.body)?;
        let certain = record.signers.iter().filter(|s| !by(&ever, s, index)).count();
        // What was confirmed in spite of a key is not disputed for that same key again.
        let anew = |s: &String| by(&now, s, index) && !by(&before, s, index);
        Some(record.signers.iter().any(anew) && certain < need as usize)
    };
    let later = state.standing.range(first..).map(|(index, _)| *index);
    later.filter(|index| !state.voided.contains(index) && hangs(*index) == Some(true)).collect()
}

/// Lets a charter that stands rule.
pub(super) fn apply(
    state: &mut State,
    (entry, logged, signed): (u64, Time, Time),
    charter: &Charter,
    ruling: Ruling,
) -> Result<(), What> {
    for a in &charter.acknowledged {
        state.void.remove(&a.index);
        let void = |f: &&mut Finding| f.level == Level::Failure && f.at == Where::Entry(a.index);
        if let Some(found) = state.findings.iter_mut().find(void) {
            let what = Box::new(found.what.clone());
            *found = Finding::note(Where::Entry(a.index), What::Acknowledged { by: entry, what });
        }
    }
    let touched = by_policy(state, &ruling);
    let Ruling { disputed, confirmed, voided } = ruling;
    state.disputed.extend(&disputed);
    state.disputed.retain(|index| !confirmed.contains(index) && !voided.contains(index));
    state.voided.extend(&voided);
    for (policy, fact) in touched {
        let ruling = Known { entry, logged, signed, events: Vec::new(), fact };
        state.histories.entry(policy).or_default().push(ruling).map_err(What::Refused)?;
    }
    Ok(())
}

/// What is ruled on records of each policy.
fn by_policy(state: &State, ruling: &Ruling) -> BTreeMap<Id, Fact> {
    let mut touched: BTreeMap<Id, [Vec<u64>; 3]> = BTreeMap::new();
    for (place, list) in [&ruling.disputed, &ruling.confirmed, &ruling.voided].into_iter().enumerate() {
        for index in list {
            let policy = state.standing.get(index).and_then(|s| s.record.body.policy());
            if let Some(policy) = policy {
                touched.entry(policy.clone()).or_default()[place].push(*index);
            }
        }
    }
    let fact = |[disputed, confirmed, voided]: [Vec<u64>; 3]| Fact::Ruling { disputed, confirmed, voided };
    touched.into_iter().map(|(policy, lists)| (policy, fact(lists))).collect()
}

/// What a charter would rule on records of each policy as the next entry of a log.
pub fn next(log: &Log, charter: &Charter) -> Result<BTreeMap<Id, Fact>, What> {
    let (origin, index) = (log.origin(), log.tree().size);
    let at = Place { origin, index, leaf: Digest([0; 32]), lines: &[], whole: true };
    let ruling = judge(&log.state, &at, charter).map_err(What::Ruling)?;
    Ok(by_policy(&log.state, &ruling))
}

/// What a body rules, if it is a charter.
pub(super) fn of<'a>(
    state: &State,
    at: &Place<'_>,
    body: &'a Body,
) -> Result<Option<(&'a Charter, Ruling)>, What> {
    match body {
        Body::Charter(charter) => {
            judge(state, at, charter).map(|ruling| Some((charter, ruling))).map_err(What::Ruling)
        }
        _ => Ok(None),
    }
}
