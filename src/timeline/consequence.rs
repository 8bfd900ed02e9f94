//! What a record would change, told before it is signed.
//!
//! Specification: `docs/in-force.md`, "Consequences". Takes a history and a prospective record;
//! compares the policy without and with it. Decides nothing: the officer is asked.

use super::view::{Item, Span, View};
use super::{Fact, History, Known, Refused};
use crate::base::{Day, Lang, Period, Purpose, Say, lang};

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
    /// Whether or when a version is in force hangs on records that are disputed.
    Disputed {
        /// The version.
        version: u32,
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
    /// A version's text becomes that of another entry: a correction, or what was corrected.
    Wording {
        /// The version.
        version: u32,
        /// The entry whose text applies.
        entry: u64,
    },
    /// A rendition is replaced by a later one.
    NoLongerOffered {
        /// What it is for.
        purpose: Purpose,
        /// Its entry.
        entry: u64,
    },
    /// A rendition that a later one had replaced is offered once more.
    OfferedAgain {
        /// What it is for.
        purpose: Purpose,
        /// Its entry.
        entry: u64,
    },
    /// What the record is about begins before it was last published.
    BeforePublication {
        /// The version; `None` for a repeal.
        version: Option<u32>,
        /// The day it begins.
        from: Day,
        /// The last day of publication.
        published: Day,
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
        let new = next.entry;
        let mut with = self.clone();
        with.push(next)?;
        let (before, after) = (self.latest(), with.latest());
        let mut all = moved(&before, &after);
        all.extend(files(&before, &after, new));
        if let Some(item) = carried.and_then(|entry| after.item(entry)) {
            all.extend(ends_not_carried(&before, item));
            let known = before.item(item.entry).and_then(before_publication);
            all.extend(before_publication(item).filter(|found| known != Some(*found)));
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
        if now.disputed && was.is_none_or(|w| !w.disputed) {
            return Some(Consequence::Disputed { version });
        }
        // What hung on something disputed and is told for certain now is as good as new.
        let was = was.filter(|w| now.disputed || !w.disputed);
        if was.is_some_and(|w| w.says_the_same(now)) {
            return None;
        }
        match (was.and_then(|w| w.period), now.period) {
            _ if now.never => Some(Consequence::NeverBegins { version }),
            // The latest day of an open beginning is not the day on which it begins.
            _ if !now.fixed => Some(Consequence::Waits { version }),
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

/// The wordings and the files that are offered, where they become others; that of the new record itself goes
/// without saying.
fn files(before: &View<'_>, after: &View<'_>, new: u64) -> Vec<Consequence> {
    let mut all = Vec::new();
    for now in &after.items {
        let (Some(version), Some(was)) = (now.version, before.item(now.entry)) else { continue };
        if was.text != now.text {
            all.push(Consequence::Wording { version, entry: now.text.unwrap_or(now.entry) });
        }
        let lacks = |item: &Item<'_>, entry| item.also.iter().all(|a| a.entry != entry);
        let gone = was.also.iter().filter(|a| lacks(now, a.entry) && !after.is_withdrawn(a.entry));
        all.extend(gone.map(|a| Consequence::NoLongerOffered { purpose: a.purpose, entry: a.entry }));
        let back = now.also.iter().filter(|a| lacks(was, a.entry) && a.entry != new);
        all.extend(back.map(|a| Consequence::OfferedAgain { purpose: a.purpose, entry: a.entry }));
    }
    all
}

/// Whether the item begins before it was last published.
fn before_publication(item: &Item<'_>) -> Option<Consequence> {
    let (from, published) = (item.hi.day()?, item.published?);
    let version = item.version;
    (from < published).then_some(Consequence::BeforePublication { version, from, published })
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
            Self::Disputed { version } => lang::say!(
                lang,
                "Ob und wann Fassung {version} gilt, ist strittig, bis jede strittige Erklärung bestätigt oder für unwirksam erklärt ist.",
                "Whether and when version {version} is in force is disputed, until each disputed record is confirmed or voided."
            ),
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
                    "Vom {from} bis {last} ist nichts in Kraft.",
                    "From {from} to {last} nothing is in force."
                )
            }
            Self::Wording { version, entry } => lang::say!(
                lang,
                "Maßgeblich für Fassung {version} ist künftig der Wortlaut in Eintrag {entry}.",
                "From now on the wording in entry {entry} is that of version {version}."
            ),
            Self::NoLongerOffered { purpose, entry } => {
                let what = purpose.told(None, lang);
                lang::say!(
                    lang,
                    "Die {what} in Eintrag {entry} bleibt im Archiv, wird aber nicht mehr angeboten.",
                    "The {what} in entry {entry} stays in the archive, but is no longer offered."
                )
            }
            Self::OfferedAgain { purpose, entry } => {
                let what = purpose.told(None, lang);
                lang::say!(
                    lang,
                    "Die {what} in Eintrag {entry} wird wieder angeboten.",
                    "The {what} in entry {entry} is offered again."
                )
            }
            Self::BeforePublication { version, from, published } => {
                let (from, published) = (from.long(lang), published.long(lang));
                let what = version.map_or_else(
                    || lang.pick("Die Aufhebung", "The repeal").to_owned(),
                    |version| lang::say!(lang, "Fassung {version}", "Version {version}"),
                );
                lang::say!(
                    lang,
                    "{what} beginnt am {from}, vor der Veröffentlichung am {published}; darauf weist jede Auskunft hin.",
                    "{what} begins on {from}, before it was published on {published}; every answer points to that."
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
            Self::BeforePublication { .. } => Some(lang::say!(
                lang,
                "Tritt sie erst mit der Veröffentlichung in Kraft, so ist der Beginn anders anzugeben.",
                "If it only comes into force upon publication, state another beginning."
            )),
            _ => None,
        }
    }
}
