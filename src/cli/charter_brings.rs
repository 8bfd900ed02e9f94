//! What a new charter brings about, told to everyone who signs it: whom it leaves unable to sign, which records become
//! disputed, and what that or a ruling does to what is in force.
//!
//! Specification: `docs/four-eyes.md`, "What is shown"; `docs/archive-format.md`, "Rulings". Takes a log and a charter as its
//! next entry; gives lines. Decides nothing, and refuses only what could not be logged.

use super::charter_follows as follows;
use super::commit::Session;
use super::told::told;
use crate::base::{Id, Lang, Say as _, Time, lang};
use crate::format::charter::Charter;
use crate::format::record::{After, Stream};
use crate::timeline::{Fact, Known};
use crate::verify::{self, Finding, Level, Log, Standing, What, Where};

/// Where a charter is proposed: a log, and when.
#[derive(Debug, Clone, Copy)]
pub struct Proposed<'a> {
    /// The log.
    pub log: &'a Log,
    /// The clock, in the archive's zone.
    pub now: Time,
    /// When it would be logged.
    pub logged: Time,
    /// Who signs on this machine when nobody is named.
    pub officer: Option<&'a Id>,
}

impl<'a> Proposed<'a> {
    /// As the next entry of a session.
    pub fn of(session: &'a Session) -> Self {
        let officer = session.workspace.config.officer.as_ref();
        Self { log: &session.log, now: session.now, logged: session.logged(), officer }
    }

    /// All that follows from a charter and does not from the one in use, in lines to print; why it cannot rule so.
    pub fn consequences(&self, new: &Charter, lang: Lang) -> Result<Vec<String>, What> {
        let mut lines = self.follows(new, lang);
        lines.extend(self.rulings(new, lang)?);
        Ok(lines)
    }

    fn follows(&self, new: &Charter, lang: Lang) -> Vec<String> {
        let all = |charter| follows::all(charter, self.log.origin(), self.now.day(), self.officer);
        let old = self.log.state.charter().map(all).unwrap_or_default();
        let mut lines = Vec::new();
        for follows in all(new).iter().filter(|f| !old.contains(f)) {
            let fact = follows.fact(lang);
            lines.push(format!("  → {fact}"));
            lines.extend(follows.advice(lang).map(|advice| format!("    {advice}")));
        }
        lines
    }

    /// Which records become disputed, and what that, or a ruling, does to what is in force.
    fn rulings(&self, new: &Charter, lang: Lang) -> Result<Vec<String>, What> {
        let mut lines = Vec::new();
        for (policy, fact) in verify::next_rulings(self.log, new)? {
            let Fact::Ruling { disputed, .. } = &fact else { continue };
            let records = disputed.iter().filter_map(|index| self.log.state.standing.get(index));
            for what in records.filter_map(|s| sentence(s, self.log, lang)) {
                lines.push(lang::say!(lang, "  → Strittig wird {what}", "  → Becomes disputed: {what}"));
            }
            let (entry, logged) = (self.log.tree().size, self.logged);
            let known = Known { entry, logged, signed: self.now, events: Vec::new(), fact };
            let history = self.log.state.histories.get(&policy).cloned().unwrap_or_default();
            let found = history.consequences(known, self.now.day());
            for consequence in found.map_err(What::Refused)? {
                let fact = consequence.fact(lang);
                lines.push(format!("  → {policy}: {fact}"));
            }
        }
        Ok(lines)
    }
}

/// A record of a policy in a line: `Eintrag 5, 02.07.2018, hausordnung: Aufhebung …`.
pub fn sentence(standing: &Standing, log: &Log, lang: Lang) -> Option<String> {
    let Stream::Policy(id) = standing.record.stream() else { return None };
    let view = log.state.histories.get(&id)?.latest();
    let (entry, day) = (standing.index, standing.logged.day().short(lang));
    let what = told(standing, log, &view, lang);
    Some(lang::say!(lang, "Eintrag {entry}, {day}, {id}: {what}", "entry {entry}, {day}, {id}: {what}"))
}

/// Whether it is found of a void entry that nobody acknowledged.
pub fn is_void(log: &Log, finding: &Finding) -> bool {
    finding.level == Level::Failure
        && matches!(finding.at, Where::Entry(i) if log.state.void.contains_key(&i))
}

/// The void entries that nobody acknowledged, with what is wrong with each.
pub fn void_entries(log: &Log) -> Vec<(After, &Finding)> {
    let entries = log.state.void.iter().filter_map(|(index, leaf)| {
        let found = log.state.findings.iter().find(|f| f.at == Where::Entry(*index) && is_void(log, f))?;
        Some((After { index: *index, leaf: *leaf }, found))
    });
    entries.collect()
}
