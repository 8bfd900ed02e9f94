//! A policy's records in log order, each of them possible at its place.
//!
//! Specification: `docs/in-force.md`, "Refusals". Takes records one by one; refuses what cannot stand
//! and is unchanged then. Does not check what a record says of itself alone (`format::record` does).

use super::dispute::{Ruled, void};
use super::refused::{Refused, Why};
use super::view::View;
use super::{Answer, Fact, Known, Span};
use crate::base::Day;
use crate::base::effect::{Effect, From};

/// A checked list of one policy's records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    records: Vec<Known>,
    /// For each record, whether it is withdrawn or declared void by now. Disputed records stand.
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
        let voids = matches!(next.fact, Fact::Withdraw { .. } | Fact::Ruling { .. });
        self.records.push(next);
        if voids {
            self.void = void(&self.records, &Ruled::by(&self.records).voided);
        } else {
            self.void.push(false);
        }
        Ok(())
    }

    /// Whether this could be the next record.
    pub fn check(&self, next: &Known) -> Result<(), Refused> {
        self.why_not(next).map_or(Ok(()), |why| Err(Refused { entry: next.entry, why }))
    }

    /// The records, in log order, and the rulings on them.
    pub fn records(&self) -> &[Known] {
        &self.records
    }

    /// The records that were known by the end of that local day.
    ///
    /// That is all up to the last record that bears this day or an earlier one: where a clock is put
    /// back across midnight, a later record can bear an earlier date.
    pub fn seen(&self, known: Day) -> &[Known] {
        let seen = self.records.iter().rposition(|r| r.logged.day() <= known).map_or(0, |last| last + 1);
        self.records.get(..seen).unwrap_or_default()
    }

    /// The policy as it was known by the end of that local day.
    pub fn as_known(&self, known: Day) -> View<'_> {
        View::new(self.seen(known))
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

    /// Entry of the record by which the files of a record are withheld by now, if they are.
    pub fn withheld_by(&self, entry: u64) -> Option<u64> {
        let withholds = |r: &Known| matches!(r.fact, Fact::Withhold { target } if target == entry);
        let counting = self.records.iter().zip(&self.void).filter(|(_, void)| !**void);
        counting.map(|(record, _)| record).find(|r| withholds(r)).map(|r| r.entry)
    }

    /// The effect last stated for a version by the records before an entry: without what is disputed there, unless the
    /// version itself is.
    pub fn effect_before(&self, version: u32, entry: u64) -> Option<&Effect> {
        let seen = self.records.get(..self.records.partition_point(|r| r.entry < entry))?;
        let ruled = Ruled::by(seen);
        effect_stated(seen, &ruled.all_void(), version)
            .or_else(|| effect_stated(seen, &ruled.voided, version))
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
            Fact::Withhold { target } => self.not_withholdable(*target),
            Fact::Ruling { disputed, confirmed, voided } => {
                let mut named = disputed.iter().chain(confirmed).chain(voided);
                named.find(|entry| self.place(**entry).is_none()).map(|e| Why::TargetMissing { target: *e })
            }
        }
    }

    /// All issues with their numbers, and whether they are withdrawn by now.
    fn issues(&self) -> impl Iterator<Item = (u32, bool)> {
        self.records.iter().zip(&self.void).filter_map(|(record, void)| match record.fact {
            Fact::Issue { version, .. } => Some((version, *void)),
            _ => None,
        })
    }

    /// Why the files of that record cannot be withheld. A withdrawn record has its files all the same.
    fn not_withholdable(&self, entry: u64) -> Option<Why> {
        let Some(place) = self.place(entry) else {
            return Some(Why::TargetMissing { target: entry });
        };
        let has_files = self
            .records
            .get(place)
            .is_some_and(|r| matches!(r.fact, Fact::Issue { .. } | Fact::Rendition { .. } | Fact::Review));
        if !has_files {
            return Some(Why::TargetNoFiles { target: entry });
        }
        self.withheld_by(entry).map(|by| Why::TargetWithheld { target: entry, by })
    }

    /// Where the record of that entry is. A ruling is no record of the policy, so nothing can name it.
    fn place(&self, entry: u64) -> Option<usize> {
        let place = self.records.binary_search_by_key(&entry, |r| r.entry).ok()?;
        self.records.get(place).filter(|r| !matches!(r.fact, Fact::Ruling { .. })).map(|_| place)
    }

    fn target(&self, entry: u64) -> Result<&Fact, Why> {
        match self.place(entry).and_then(|p| Some((self.records.get(p)?, self.void.get(p)?))) {
            None => Err(Why::TargetMissing { target: entry }),
            Some((_, true)) => Err(Why::TargetWithdrawn { target: entry }),
            Some((record, false)) => Ok(&record.fact),
        }
    }
}

/// The effect last stated for a version, with these entries declared void.
fn effect_stated<'a>(seen: &'a [Known], declared: &[u64], version: u32) -> Option<&'a Effect> {
    let (mut issue, mut found) = (None, None);
    for (record, _) in seen.iter().zip(void(seen, declared)).filter(|(_, void)| !void) {
        match &record.fact {
            Fact::Issue { version: v, effect, .. } if *v == version => {
                (issue, found) = (Some(record.entry), Some(effect));
            }
            Fact::Effect { target, effect } if Some(*target) == issue => found = Some(effect),
            _ => {}
        }
    }
    found
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
