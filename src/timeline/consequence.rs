//! What a record would change, told before it is signed.
//!
//! Specification: `docs/in-force.md`, "Consequences". Takes a history and a prospective record;
//! compares the policy without and with it. Decides nothing: the officer is asked.

use super::view::{Item, Span, View};
use super::{Fact, History, Known, Refused};
use crate::base::{Day, Lang, Period, Say, lang};

/// One thing that a record would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Consequence {
    /// A version is as if it had never been made.
    Withdrawn {
        /// The version.
        version: u32,
    },
    /// A version comes into force, or on another day than before.
    Begins {
        /// The version.
        version: u32,
        /// Its new period.
        period: Period,
    },
    /// The day on which a version begins becomes open.
    Waits {
        /// The version.
        version: u32,
    },
    /// A version ends earlier than it did.
    Ends {
        /// The version.
        version: u32,
        /// The first day no longer in force.
        on: Day,
    },
    /// A version stays in force longer than it did.
    Continues {
        /// The version.
        version: u32,
        /// The first day no longer in force, if there is one.
        until: Option<Day>,
    },
    /// A version will never come into force.
    NeverBegins {
        /// The version.
        version: u32,
    },
    /// A version had an end of its own; what takes its place has none.
    EndNotCarried {
        /// The version that had an end.
        version: u32,
        /// That end: the first day no longer in force.
        until: Day,
    },
    /// A repeal no longer reaches what is in force.
    RepealOverridden {
        /// The repeal's entry.
        entry: u64,
        /// The day it begins, if that is settled.
        on: Option<Day>,
    },
    /// Between two periods nothing is in force.
    Gap {
        /// The days of the gap.
        period: Period,
    },
    /// Answers for days that have passed become others.
    ChangesPast {
        /// The first such day.
        from: Day,
    },
}

impl History {
    /// What the next record would change, as seen on the day `today`.
    pub fn consequences(&self, next: Known, today: Day) -> Result<Vec<Consequence>, Refused> {
        let carried = match &next.fact {
            Fact::Issue { .. } => Some(next.entry),
            Fact::Effect { target, .. } => Some(*target),
            _ => None,
        };
        let mut with = self.clone();
        with.push(next)?;
        let (before, after) = (self.latest(), with.latest());
        let mut all = moved(&before, &after);
        if let Some(item) = carried.and_then(|entry| after.item(entry)) {
            all.extend(ends_not_carried(&before, item));
        }
        let known = overridden(&before);
        all.extend(overridden(&after).into_iter().filter(|c| !known.contains(c)));
        let known = gaps(&before);
        all.extend(gaps(&after).into_iter().filter(|c| !known.contains(c)));
        all.extend(changes_past(&before, &after, today));
        Ok(all)
    }
}

/// The versions whose periods differ.
fn moved(before: &View<'_>, after: &View<'_>) -> Vec<Consequence> {
    let find = |spans: &[Span], entry| spans.iter().find(|s| s.entry == entry).copied();
    let gone = before.spans().iter().filter(|s| find(after.spans(), s.entry).is_none());
    let gone = gone.map(|s| Consequence::Withdrawn { version: s.version });
    let others = after.spans().iter().filter_map(|now| {
        let version = now.version;
        let was = find(before.spans(), now.entry);
        if was == Some(*now) {
            return None;
        }
        match (was.and_then(|w| w.period), now.period) {
            _ if now.never => Some(Consequence::NeverBegins { version }),
            (_, None) => Some(Consequence::Waits { version }),
            (Some(w), Some(n)) if w == n => None,
            (Some(w), Some(n)) if w.from == n.from => Some(match n.until {
                Some(on) if w.until.is_none_or(|was| on < was) => Consequence::Ends { version, on },
                until => Consequence::Continues { version, until },
            }),
            (_, Some(period)) => Some(Consequence::Begins { version, period }),
        }
    });
    gone.chain(others).collect()
}

/// The versions that the item ends before their own end, while it has none itself.
fn ends_not_carried(before: &View<'_>, item: &Item<'_>) -> Vec<Consequence> {
    let cut = before.spans().iter().filter(|s| s.entry < item.entry).filter_map(|s| {
        let until = s.period?.until?;
        let own = before.item(s.entry)?.effect.until == Some(until);
        let lost =
            own && item.effect.until.is_none() && item.lo < until && !item.spares_until(s.version, until);
        lost.then_some(Consequence::EndNotCarried { version: s.version, until })
    });
    cut.collect()
}

/// The repeals that a version ranking after them outlasts.
fn overridden(view: &View<'_>) -> Vec<Consequence> {
    let repeals = view.items.iter().filter(|i| i.version.is_none());
    let outlasts = |repeal: &Item<'_>| {
        let day = repeal.hi.day().unwrap_or(repeal.lo);
        let later = view.spans().iter().filter(|s| s.entry > repeal.entry && !s.never);
        let mut later = later.filter_map(|s| view.item(s.entry));
        later.any(|w| w.lo <= day && w.effect.until.is_none_or(|until| day < until))
    };
    let lost = repeals.filter(|r| outlasts(r));
    lost.map(|r| Consequence::RepealOverridden { entry: r.entry, on: r.hi.day() }).collect()
}

/// The days between periods on which nothing is in force.
fn gaps(view: &View<'_>) -> Vec<Consequence> {
    let mut periods: Vec<Period> = view.spans().iter().filter_map(|s| s.period).collect();
    periods.sort_by_key(|p| p.from);
    let mut gaps = Vec::new();
    let mut covered: Option<Day> = periods.first().map(|p| p.from);
    for period in periods {
        // `None` from here on: covered without end.
        let Some(end) = covered else { break };
        if end < period.from {
            gaps.push(Consequence::Gap { period: Period { from: end, until: Some(period.from) } });
        }
        covered = period.until.map(|until| until.max(end));
    }
    gaps
}

/// The first day before today for which the answer becomes another.
fn changes_past(before: &View<'_>, after: &View<'_>, today: Day) -> Option<Consequence> {
    let mut days = before.change_days();
    days.extend(after.change_days());
    let changed =
        days.into_iter().filter(|day| *day < today && !before.on(*day).says_the_same(&after.on(*day)));
    changed.min().map(|from| Consequence::ChangesPast { from })
}

impl Say for Consequence {
    fn fact(&self, lang: Lang) -> String {
        let last = |until: Day| until.previous().long(lang);
        match self {
            Self::Withdrawn { version } => lang::say!(
                lang,
                "Fassung {version} gilt als nie freigegeben.",
                "Version {version} counts as never issued."
            ),
            Self::Begins { version, period: Period { from, until: None } } => {
                let from = from.long(lang);
                lang::say!(
                    lang,
                    "Fassung {version} gilt ab {from}.",
                    "Version {version} is in force from {from}."
                )
            }
            Self::Begins { version, period: Period { from, until: Some(until) } } => {
                let (from, last) = (from.long(lang), last(*until));
                lang::say!(
                    lang,
                    "Fassung {version} gilt ab {from} bis {last}.",
                    "Version {version} is in force from {from} to {last}."
                )
            }
            Self::Waits { version } => lang::say!(
                lang,
                "Der Beginn von Fassung {version} ist noch offen.",
                "The beginning of version {version} is still open."
            ),
            Self::Ends { version, on } => {
                let last = last(*on);
                lang::say!(
                    lang,
                    "Fassung {version} endet; ihr letzter Tag ist der {last}.",
                    "Version {version} ends; its last day is {last}."
                )
            }
            Self::Continues { version, until: None } => lang::say!(
                lang,
                "Fassung {version} gilt unbefristet weiter.",
                "Version {version} stays in force without an end."
            ),
            Self::Continues { version, until: Some(until) } => {
                let last = last(*until);
                lang::say!(
                    lang,
                    "Fassung {version} gilt weiter bis {last}.",
                    "Version {version} stays in force to {last}."
                )
            }
            Self::NeverBegins { version } => lang::say!(
                lang,
                "Fassung {version} tritt nie in Kraft.",
                "Version {version} never comes into force."
            ),
            Self::EndNotCarried { version, until } => {
                let last = last(*until);
                lang::say!(
                    lang,
                    "Fassung {version} war bis {last} befristet; was an ihre Stelle tritt, hat kein Ende.",
                    "Version {version} was limited to {last}; what takes its place has no end."
                )
            }
            Self::RepealOverridden { entry, on: Some(on) } => {
                let on = on.long(lang);
                lang::say!(
                    lang,
                    "Die Aufhebung zum {on} (Eintrag {entry}) greift nicht mehr.",
                    "The repeal from {on} on (entry {entry}) no longer takes effect."
                )
            }
            Self::RepealOverridden { entry, on: None } => lang::say!(
                lang,
                "Die Aufhebung in Eintrag {entry} greift nicht mehr.",
                "The repeal in entry {entry} no longer takes effect."
            ),
            Self::Gap { period } => {
                let (from, last) = (period.from.long(lang), period.until.map(last).unwrap_or_default());
                lang::say!(
                    lang,
                    "Von {from} bis {last} gilt nichts.",
                    "From {from} to {last} nothing is in force."
                )
            }
            Self::ChangesPast { from } => {
                let from = from.long(lang);
                lang::say!(
                    lang,
                    "Auskünfte über vergangene Tage ab {from} lauten künftig anders.",
                    "Answers about past days from {from} on become others."
                )
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::EndNotCarried { .. } => Some(lang::say!(
                lang,
                "Soll auch die neue Fassung enden, so ist ihr Ende anzugeben.",
                "If the new version is to end as well, state its end."
            )),
            Self::RepealOverridden { .. } => Some(lang::say!(
                lang,
                "Soll die Aufhebung bestehen bleiben, so ist ein Ende der Fassung anzugeben.",
                "If the repeal is to stand, state an end of the version."
            )),
            _ => None,
        }
    }
}
