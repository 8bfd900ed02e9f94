//! A policy's records in log order, each of them possible at its place.
//!
//! Specification: `docs/in-force.md`, "Refusals". Takes records one by one; refuses what cannot stand
//! and is unchanged then. Does not check what a record says of itself alone (`format::record` does).

use super::view::View;
use super::{Answer, Fact, Known, Span};
use crate::base::effect::{Effect, From};
use crate::base::{Day, Lang, Say, lang};

/// A checked list of one policy's records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    records: Vec<Known>,
    /// For each record, whether it is withdrawn by now.
    void: Vec<bool>,
}

impl History {
    /// Checks the records one by one.
    pub fn new(records: Vec<Known>) -> Result<Self, Refused> {
        let mut history = Self::default();
        for record in records {
            history.push(record)?;
        }
        Ok(history)
    }

    /// Adds the next record; a history that refuses it is unchanged.
    pub fn push(&mut self, next: Known) -> Result<(), Refused> {
        self.check(&next)?;
        let withdraws = matches!(next.fact, Fact::Withdraw { .. });
        self.records.push(next);
        if withdraws {
            self.void = void(&self.records);
        } else {
            self.void.push(false);
        }
        Ok(())
    }

    /// Whether this could be the next record.
    pub fn check(&self, next: &Known) -> Result<(), Refused> {
        self.why_not(next).map_or(Ok(()), |why| Err(Refused { entry: next.entry, why }))
    }

    /// The records, in log order.
    pub fn records(&self) -> &[Known] {
        &self.records
    }

    /// The policy as it was known by the end of that local day.
    ///
    /// That is all up to the last record that bears this day or an earlier one: where a clock is put
    /// back across midnight, a later record can bear an earlier date.
    pub fn as_known(&self, known: Day) -> View<'_> {
        let seen = self.records.iter().rposition(|r| r.logged.day() <= known).map_or(0, |last| last + 1);
        View::new(self.records.get(..seen).unwrap_or_default())
    }

    /// The policy as all records tell it.
    pub fn latest(&self) -> View<'_> {
        View::new(&self.records)
    }

    /// What was in force on a day, as it was known on another.
    pub fn answer(&self, on: Day, known: Day) -> Answer {
        Answer::of(self, on, known)
    }

    /// The period of each version that is not withdrawn, as known on that day; in the order of versions.
    pub fn periods(&self, known: Day) -> Vec<Span> {
        self.as_known(known).spans().to_vec()
    }

    fn why_not(&self, next: &Known) -> Option<Why> {
        if let Some(last) = self.records.last() {
            if next.entry <= last.entry {
                return Some(Why::EntryOrder { after: last.entry });
            }
            if next.logged.seconds() < last.logged.seconds() {
                return Some(Why::LoggedBackwards);
            }
        }
        match &next.fact {
            Fact::Issue { version, effect, .. } => {
                let expected = self.issues().count() as u64 + 1;
                if u64::from(*version) == expected {
                    bad_effect(effect, Some(*version))
                } else {
                    Some(Why::VersionNumber { expected })
                }
            }
            Fact::Repeal { effect } => {
                if self.issues().any(|(_, void)| !void) {
                    bad_effect(effect, None)
                } else {
                    Some(Why::NothingToRepeal)
                }
            }
            Fact::Effect { target, effect } => match self.target(*target) {
                Err(why) => Some(why),
                Ok(Fact::Issue { version, .. }) => bad_effect(effect, Some(*version)),
                Ok(Fact::Repeal { .. }) => bad_effect(effect, None),
                Ok(_) => Some(Why::TargetKind { target: *target }),
            },
            Fact::Withdraw { target } => self.target(*target).err(),
            Fact::Rendition { version, .. } => {
                let there = self.issues().any(|(v, void)| v == *version && !void);
                (!there).then_some(Why::NoSuchVersion { version: *version })
            }
            Fact::Review => None,
        }
    }

    /// All issues with their numbers, and whether they are withdrawn by now.
    fn issues(&self) -> impl Iterator<Item = (u32, bool)> {
        self.records.iter().zip(&self.void).filter_map(|(record, void)| match record.fact {
            Fact::Issue { version, .. } => Some((version, *void)),
            _ => None,
        })
    }

    fn target(&self, entry: u64) -> Result<&Fact, Why> {
        let place = self.records.binary_search_by_key(&entry, |r| r.entry).ok();
        match place.and_then(|p| Some((self.records.get(p)?, self.void.get(p)?))) {
            None => Err(Why::TargetMissing { target: entry }),
            Some((_, true)) => Err(Why::TargetWithdrawn { target: entry }),
            Some((record, false)) => Ok(&record.fact),
        }
    }
}

/// Which records are withdrawn: from the last to the first, so that a withdrawal that is itself
/// withdrawn withdraws nothing.
pub(super) fn void(records: &[Known]) -> Vec<bool> {
    let mut void = vec![false; records.len()];
    for (place, record) in records.iter().enumerate().rev() {
        if let Fact::Withdraw { target } = record.fact
            && void.get(place) == Some(&false)
            && let Ok(target) = records.binary_search_by_key(&target, |r| r.entry)
            && let Some(mark) = void.get_mut(target)
        {
            *mark = true;
        }
    }
    void
}

/// What is wrong with the effect of this version, or of a repeal.
fn bad_effect(effect: &Effect, version: Option<u32>) -> Option<Why> {
    let latest = match &effect.from {
        From::Day(day) => *day,
        From::Open(open) => match open.not_after {
            Some(not_after) if not_after < open.not_before => return Some(Why::NotAfterFirst),
            not_after => not_after.unwrap_or(open.not_before),
        },
    };
    let Some(version) = version else {
        let only_from = effect.until.is_none() && effect.beside.is_empty() && effect.for_whom.is_none();
        return (!only_from).then_some(Why::RepealOnlyFrom);
    };
    if effect.until.is_some_and(|until| until <= latest) {
        return Some(Why::UntilNotAfterFrom);
    }
    let earlier = |named: u32| (1..version).contains(&named);
    effect.beside.iter().find(|b| !earlier(b.version)).map(|b| Why::BesideNotEarlier { version: b.version })
}

/// A record that cannot stand at its place. The history is unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The record's index in the log.
    pub entry: u64,
    /// Why it is refused.
    pub why: Why,
}

/// Why a record is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// Its index is not after the last one's.
    EntryOrder {
        /// The last one's.
        after: u64,
    },
    /// It was logged before the last one.
    LoggedBackwards,
    /// It is not the next number; numbers of withdrawn versions are not used again.
    VersionNumber {
        /// The next number.
        expected: u64,
    },
    /// The period could be empty: its end is not after the latest day on which it can begin.
    UntilNotAfterFrom,
    /// The latest beginning lies before the earliest.
    NotAfterFirst,
    /// It spares a version that is not an earlier one.
    BesideNotEarlier {
        /// The version named.
        version: u32,
    },
    /// A repeal says more than from when on.
    RepealOnlyFrom,
    /// There is no version that is not withdrawn.
    NothingToRepeal,
    /// The policy has no such record before this one.
    TargetMissing {
        /// The index named.
        target: u64,
    },
    /// The target is withdrawn.
    TargetWithdrawn {
        /// The index named.
        target: u64,
    },
    /// The target has no effect that could be stated anew.
    TargetKind {
        /// The index named.
        target: u64,
    },
    /// The version does not exist or is withdrawn.
    NoSuchVersion {
        /// The version named.
        version: u32,
    },
}

impl Why {
    /// The stable English name that the published cases use.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EntryOrder { .. } => "entry out of order",
            Self::LoggedBackwards => "logged goes backwards",
            Self::VersionNumber { .. } => "version number",
            Self::UntilNotAfterFrom => "until not after from",
            Self::NotAfterFirst => "not_after before not_before",
            Self::BesideNotEarlier { .. } => "beside names no earlier version",
            Self::RepealOnlyFrom => "a repeal has only from",
            Self::NothingToRepeal => "repeal before any issue",
            Self::TargetMissing { .. } => "target missing",
            Self::TargetWithdrawn { .. } => "target withdrawn",
            Self::TargetKind { .. } => "target is no issue or repeal",
            Self::NoSuchVersion { .. } => "rendition of no version",
        }
    }
}

impl Say for Why {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::EntryOrder { after } => lang::say!(
                lang,
                "der Eintrag folgt nicht auf Eintrag {after}",
                "the entry does not come after entry {after}"
            ),
            Self::LoggedBackwards => lang::say!(
                lang,
                "eingetragen vor dem vorangehenden Eintrag",
                "logged before the entry that precedes it"
            ),
            Self::VersionNumber { expected } => lang::say!(
                lang,
                "die nächste Fassung hat die Nummer {expected}",
                "the next version has the number {expected}"
            ),
            Self::UntilNotAfterFrom => {
                lang::say!(lang, "das Ende liegt nicht nach dem Beginn", "the end is not after the beginning")
            }
            Self::NotAfterFirst => lang::say!(
                lang,
                "der späteste Beginn liegt vor dem frühesten",
                "the latest beginning lies before the earliest"
            ),
            Self::BesideNotEarlier { version } => lang::say!(
                lang,
                "Fassung {version}, die daneben weiter gelten soll, ist keine frühere Fassung",
                "version {version}, which is to stay in force beside it, is not an earlier version"
            ),
            Self::RepealOnlyFrom => lang::say!(
                lang,
                "eine Aufhebung hat nur einen Beginn",
                "a repeal has a beginning and nothing else"
            ),
            Self::NothingToRepeal => lang::say!(
                lang,
                "es gibt keine Fassung, die aufgehoben werden könnte",
                "there is no version that could be repealed"
            ),
            Self::TargetMissing { target } => lang::say!(
                lang,
                "Eintrag {target} ist keine frühere Erklärung zu diesem Dokument",
                "entry {target} is not an earlier record of this policy"
            ),
            Self::TargetWithdrawn { target } => {
                lang::say!(lang, "Eintrag {target} ist zurückgenommen", "entry {target} is withdrawn")
            }
            Self::TargetKind { target } => lang::say!(
                lang,
                "Eintrag {target} ist weder Freigabe noch Aufhebung",
                "entry {target} is neither an issue nor a repeal"
            ),
            Self::NoSuchVersion { version } => lang::say!(
                lang,
                "Fassung {version} gibt es nicht, oder sie ist zurückgenommen",
                "version {version} does not exist or is withdrawn"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::UntilNotAfterFrom => Some(lang::say!(
                lang,
                "`until` ist der erste Tag, an dem nicht mehr gilt: der Tag nach dem letzten.",
                "`until` is the first day no longer in force: the day after the last one."
            )),
            Self::TargetWithdrawn { .. } => Some(lang::say!(
                lang,
                "Soll sie wieder gelten, dann die Rücknahme zurücknehmen.",
                "To let it count again, withdraw the withdrawal."
            )),
            _ => None,
        }
    }
}

impl Say for Refused {
    fn fact(&self, lang: Lang) -> String {
        let (entry, why) = (self.entry, self.why.fact(lang));
        lang::say!(lang, "Eintrag {entry}: {why}", "entry {entry}: {why}")
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        self.why.advice(lang)
    }
}

lang::error_that_says!(Refused);
