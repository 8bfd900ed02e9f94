//! An answer to "what was in force on D, as known on K", with its flags.
//!
//! Specification: `docs/in-force.md`, "Answers" and "Flags". Takes a [`History`]; every pair of days
//! has exactly one answer. How fresh or how well proven K is, is not decided here.

use super::History;
use super::view::{Item, Span, View};
use crate::base::effect::Awaits;
use crate::base::{Day, Period};

/// What was in force on a day, as known on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The day asked about.
    pub on: Day,
    /// By the end of this day the records were known.
    pub known: Day,
    /// What was in force.
    pub verdict: Verdict,
    /// What a reader must be told with it; in the order of [`Flag`], each at most once.
    pub flags: Vec<Flag>,
}

/// What is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// One version.
    One(InForce),
    /// Several versions side by side, in the order of their numbers.
    Several(Vec<InForce>),
    /// Nothing.
    None(Absent),
    /// The answer hangs on something that waits and may have begun by that day, or on records that are disputed.
    Undetermined {
        /// Entries of the policy's records that are disputed, in log order; none if it does not hang on them.
        disputed: Vec<u64>,
        /// What is waited for.
        awaits: Vec<Awaited>,
        /// The answer if none of it has begun and what is disputed is void; never undetermined itself.
        otherwise: Box<Verdict>,
    },
}

/// A version in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Its number.
    pub version: u32,
    /// Entry of its issue.
    pub entry: u64,
    /// Entry of the last correction: that text applies instead of the issue's.
    pub text: Option<u64>,
    /// Entries of its other renditions, in the order of the log; of one purpose and language only the last.
    pub also: Vec<u64>,
    /// For whom or what it applies, when not for all.
    pub for_whom: Option<String>,
    /// The whole period in which it is in force; as disputed records leave it that are all void.
    pub period: Period,
    /// Whether the period, but not that it is in force on the day, hangs on disputed records.
    pub disputed: bool,
}

/// Why nothing is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// No version is recorded.
    NoRecord,
    /// Every version that was recorded is void: withdrawn, or by a ruling.
    Withdrawn,
    /// A repeal came last.
    Repealed {
        /// The day it began.
        since: Day,
        /// The repeal.
        entry: u64,
    },
    /// The end of a version in force came last.
    Expired {
        /// The first day it was no longer in force.
        since: Day,
        /// The version's issue.
        entry: u64,
    },
    /// No version has begun.
    NotYet,
}

impl Absent {
    /// The stable English name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRecord => "no-record",
            Self::Withdrawn => "withdrawn",
            Self::Repealed { .. } => "repealed",
            Self::Expired { .. } => "expired",
            Self::NotYet => "not-yet",
        }
    }

    /// Since when, where there was something before.
    pub fn since(&self) -> Option<Day> {
        match self {
            Self::Repealed { since, .. } | Self::Expired { since, .. } => Some(*since),
            Self::NoRecord | Self::Withdrawn | Self::NotYet => None,
        }
    }
}

/// An issue or a repeal whose day is not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Awaited {
    /// Its entry.
    pub entry: u64,
    /// The version; `None` for a repeal.
    pub version: Option<u32>,
    /// What it waits for.
    pub awaits: Awaits,
    /// The earliest day on which it can begin.
    pub not_before: Day,
    /// The day by which it has begun, if there is one.
    pub not_after: Option<Day>,
}

/// What a reader must be told with an answer. Flags decide nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// What decides the answer began before it was signed.
    Retroactive,
    /// Asked on that day itself, the answer was another.
    Revised,
    /// The day lies after the day of knowledge.
    Foreseen,
    /// What decides the answer began before its last publication.
    BeforePublication,
    /// Nothing was in force, between what was and what follows.
    Gap,
}

impl Flag {
    /// The stable English name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Retroactive => "retroactive",
            Self::Revised => "revised",
            Self::Foreseen => "foreseen",
            Self::BeforePublication => "before-publication",
            Self::Gap => "gap",
        }
    }
}

impl Answer {
    pub(super) fn of(history: &History, on: Day, known: Day) -> Self {
        let then = (on < known).then(|| history.as_known(on));
        Self::between(&history.as_known(known), then.as_ref(), on, known)
    }

    /// The answer from what is known, compared with what was known on the day itself, if that is earlier.
    pub(super) fn between(view: &View<'_>, then: Option<&View<'_>>, on: Day, known: Day) -> Self {
        let verdict = view.on(on);
        let deciding = view.deciding(&verdict);
        let began = |item: &Item<'_>| item.hi.day().unwrap_or(item.lo);
        let revised = then.is_some_and(|then| !then.on(on).says_the_same(&verdict));
        let mut flags = Vec::new();
        let mut flag = |raised: bool, flag| flags.extend(raised.then_some(flag));
        flag(deciding.iter().any(|i| !i.adopted && began(i) < i.signed), Flag::Retroactive);
        flag(revised, Flag::Revised);
        flag(known < on, Flag::Foreseen);
        flag(deciding.iter().any(|i| Some(began(i)) < i.published), Flag::BeforePublication);
        flag(matches!(verdict, Verdict::None(_)) && view.is_gap(on), Flag::Gap);
        Self { on, known, verdict, flags }
    }
}

impl Verdict {
    /// Whether two verdicts put the same texts in force. Why nothing is, and which other files there
    /// are of the same text, makes no difference.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let entries = |a: &[Awaited]| a.iter().map(|a| a.entry).collect::<Vec<_>>();
        let text =
            |a: &InForce, b: &InForce| (a.version, a.text, &a.for_whom) == (b.version, b.text, &b.for_whom);
        match (self, other) {
            (Self::One(a), Self::One(b)) => text(a, b),
            (Self::Several(a), Self::Several(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| text(a, b))
            }
            (Self::None(_), Self::None(_)) => true,
            (
                Self::Undetermined { disputed: d, awaits: a, otherwise: x },
                Self::Undetermined { disputed: e, awaits: b, otherwise: y },
            ) => d == e && entries(a) == entries(b) && x.says_the_same(y),
            _ => false,
        }
    }
}

impl<'a> View<'a> {
    /// What is in force on a day.
    pub fn on(&self, day: Day) -> Verdict {
        let verdict = self.by_choice(day);
        let disputed = self.disputed();
        let same = |other: &View<'_>| other.by_choice(day).says_the_same(&verdict);
        if disputed.is_empty() || self.others().is_some_and(|others| others.iter().all(same)) {
            return verdict;
        }
        let disputed = disputed.to_vec();
        match verdict {
            Verdict::Undetermined { awaits, otherwise, .. } => {
                Verdict::Undetermined { disputed, awaits, otherwise }
            }
            settled => Verdict::Undetermined { disputed, awaits: Vec::new(), otherwise: Box::new(settled) },
        }
    }

    /// What is in force on a day by this choice of disputed records.
    fn by_choice(&self, day: Day) -> Verdict {
        let settled = self.settled(day);
        let awaits: Vec<_> = self.awaited(day).into_iter().filter_map(awaited).collect();
        if awaits.is_empty() {
            settled
        } else {
            Verdict::Undetermined { disputed: Vec::new(), awaits, otherwise: Box::new(settled) }
        }
    }

    /// What is in force if nothing that waits has begun.
    fn settled(&self, day: Day) -> Verdict {
        let mut all: Vec<_> = self.in_force(day).filter_map(|span| self.version(span, day)).collect();
        match (all.pop(), all.is_empty()) {
            (None, _) => Verdict::None(self.absent(day)),
            (Some(one), true) => Verdict::One(one),
            (Some(last), false) => {
                all.push(last);
                Verdict::Several(all)
            }
        }
    }

    fn version(&self, span: &Span, day: Day) -> Option<InForce> {
        let item = self.item(span.entry)?;
        Some(InForce {
            version: span.version,
            entry: span.entry,
            text: item.text,
            also: item.also.iter().map(|a| a.entry).collect(),
            for_whom: self.for_whom(item, day),
            period: span.period?,
            disputed: span.disputed,
        })
    }

    /// Why nothing is in force: whatever came last by that day, the beginning of a repeal or the end
    /// of a period; on one and the same day, the repeal.
    fn absent(&self, day: Day) -> Absent {
        let repeals = self.items.iter().filter(|i| i.version.is_none());
        let repealed = repeals.filter_map(|i| Some((i.hi.day()?, true, i.entry)));
        let ended = self.spans().iter().filter_map(|s| Some((s.period?.until?, false, s.entry)));
        match repealed.chain(ended).filter(|(since, ..)| *since <= day).max() {
            _ if !self.recorded => Absent::NoRecord,
            _ if self.items.iter().all(|i| i.version.is_none()) => Absent::Withdrawn,
            Some((since, true, entry)) => Absent::Repealed { since, entry },
            Some((since, false, entry)) => Absent::Expired { since, entry },
            None => Absent::NotYet,
        }
    }

    /// What a verdict rests on: the versions in force, or the repeal.
    fn deciding(&self, verdict: &Verdict) -> Vec<&Item<'a>> {
        let entries = match verdict {
            Verdict::One(one) => vec![one.entry],
            Verdict::Several(all) => all.iter().map(|v| v.entry).collect(),
            Verdict::None(Absent::Repealed { entry, .. }) => vec![*entry],
            Verdict::None(_) => Vec::new(),
            Verdict::Undetermined { otherwise, .. } => return self.deciding(otherwise),
        };
        entries.into_iter().filter_map(|entry| self.item(entry)).collect()
    }

    /// Whether a version's period has ended by that day and another one is known to begin after it.
    fn is_gap(&self, day: Day) -> bool {
        let mut periods = self.spans().iter().filter_map(|s| s.period);
        periods.clone().any(|p| p.until.is_some_and(|u| u <= day)) && periods.any(|p| day < p.from)
    }
}

fn awaited(item: &Item<'_>) -> Option<Awaited> {
    Some(Awaited {
        entry: item.entry,
        version: item.version,
        awaits: item.awaits()?,
        not_before: item.lo,
        not_after: item.hi.day(),
    })
}
