//! What falls due: reviews, ends without a successor, beginnings that wait, officers whose time ends.
//!
//! Specification: `docs/due.md`. Takes a replayed log, the archive's folder and a day; computes everything anew from
//! the records, the charter and the newest version's archived source. Nothing of it is ever stored.

use super::answer::awaits_text;
use super::archived;
use crate::base::effect::{Awaits, From};
use crate::base::{AsOf, Day, Id, Lang, lang};
use crate::format::charter::{Role, person};
use crate::store::Dir;
use crate::timeline::{Absent, Fact, Known, Verdict, View};
use crate::verify::{Finding, Log};

/// Something that falls due on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The day on which it is to be done, or happens.
    pub day: Day,
    /// The policy, if it is about one.
    pub policy: Option<Id>,
    /// What it is.
    pub what: What,
}

/// What falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The next evaluation.
    Review {
        /// Entry of the last one, or of the version's issue if there was none.
        after: u64,
        /// Counted from a "Stand", in months, if there was none.
        counted: Option<(AsOf, u16)>,
    },
    /// The last day of a version that nothing follows.
    Ends {
        /// The version.
        version: u32,
    },
    /// A record that a charter disputes, and none has confirmed or voided; due from the day on which it was disputed.
    Disputed {
        /// Its entry.
        entry: u64,
        /// The entry of the charter that disputes it.
        by: u64,
    },
    /// A beginning that is still open.
    Waits {
        /// Entry of the issue or repeal.
        entry: u64,
        /// The version; `None` for a repeal.
        version: Option<u32>,
        /// What it waits for.
        awaits: Awaits,
        /// The earliest day.
        not_before: Day,
        /// The day by which it has begun.
        not_after: Option<Day>,
    },
    /// The last day of an officer's authority, as the charter states it.
    Officer {
        /// The person's slug.
        person: Id,
        /// The name.
        name: String,
        /// The names of the officers who may sign on the day after.
        remain: Vec<String>,
    },
}

impl What {
    /// The stable English name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Review { .. } => "review",
            Self::Ends { .. } => "ends",
            Self::Disputed { .. } => "disputed",
            Self::Waits { .. } => "waits",
            Self::Officer { .. } => "officer",
        }
    }

    /// What it is about, the same for good.
    #[cfg(feature = "author")]
    pub fn key(&self) -> String {
        match self {
            Self::Review { after, .. } => after.to_string(),
            Self::Ends { version } => version.to_string(),
            Self::Waits { entry, .. } | Self::Disputed { entry, .. } => entry.to_string(),
            Self::Officer { person, .. } => person.to_string(),
        }
    }

    /// In a sentence.
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Self::Review { after, counted: None } => lang::say!(
                lang,
                "Evaluierung fällig (die letzte steht in Eintrag {after})",
                "evaluation due (the last one is entry {after})"
            ),
            Self::Review { counted: Some((as_of, months)), .. } => {
                let as_of = as_of.long(lang);
                lang::say!(
                    lang,
                    "Evaluierung fällig (alle {months} Monate, gezählt ab Stand {as_of}; bisher keine)",
                    "evaluation due (every {months} months, counted from the Stand, {as_of}; none so far)"
                )
            }
            Self::Ends { version } => lang::say!(
                lang,
                "letzter Tag von Fassung {version}; danach ist nichts in Kraft",
                "last day of version {version}; nothing is in force after it"
            ),
            Self::Disputed { entry, by } => lang::say!(
                lang,
                "Eintrag {entry} ist strittig (seit Eintrag {by}): bestätigen oder für unwirksam erklären",
                "entry {entry} is disputed (since entry {by}): confirm or void it"
            ),
            Self::Waits { version, awaits, not_before, not_after, .. } => {
                let (what, from) = (awaits_text(*awaits, lang), not_before.short(lang));
                let who = match version {
                    Some(v) => lang::say!(lang, "Fassung {v}", "version {v}"),
                    None => lang::say!(lang, "die Aufhebung", "the repeal"),
                };
                let latest = not_after.map_or_else(String::new, |d| {
                    let d = d.short(lang);
                    lang::say!(lang, ", spätestens ab {d}", ", from {d} at the latest")
                });
                lang::say!(
                    lang,
                    "Beginn noch offen: {who}, frühestens ab {from}{latest} ({what})",
                    "beginning still open: {who}, from {from} at the earliest{latest} ({what})"
                )
            }
            Self::Officer { name, remain, .. } => {
                let remain = match remain.is_empty() {
                    true => lang::say!(lang, "niemand sonst", "nobody else"),
                    false => remain.join(", "),
                };
                lang::say!(
                    lang,
                    "letzter Tag der Zeichnungsbefugnis von {name}; es bleibt: {remain}",
                    "last day of the authority of {name} to sign; remaining: {remain}"
                )
            }
        }
    }
}

/// Everything that falls due, for these policies and, if asked, for the officers; the earliest first.
pub fn all(
    log: &Log,
    dir: &Dir,
    policies: &[Id],
    officers_too: bool,
    today: Day,
) -> Result<Vec<Deadline>, Finding> {
    let mut all = Vec::new();
    for id in policies {
        let Some(history) = log.state.histories.get(id) else { continue };
        let view = history.latest();
        let mut add = |(day, what)| all.push(Deadline { day, policy: Some(id.clone()), what });
        review(log, dir, id, &view, today)?.into_iter().for_each(&mut add);
        ends(&view, today).into_iter().for_each(&mut add);
        disputed(&view, history.records()).into_iter().for_each(&mut add);
        waits(&view, history.records(), today).into_iter().for_each(&mut add);
    }
    if officers_too {
        all.extend(officers(log));
    }
    all.sort_by(|a, b| (a.day, &a.policy, a.what.code()).cmp(&(b.day, &b.policy, b.what.code())));
    Ok(all)
}

/// Whether something is in force on the day or may still come: what was repealed, has ended or was withdrawn needs
/// no evaluation any more.
fn goes_on(view: &View<'_>, today: Day) -> bool {
    let lasts = |until: Option<Day>| until.is_none_or(|until| until > today);
    view.spans().iter().any(|s| !s.never && view.counts(s.entry) && s.period.is_none_or(|p| lasts(p.until)))
}

fn review(
    log: &Log,
    dir: &Dir,
    id: &Id,
    view: &View<'_>,
    today: Day,
) -> Result<Option<(Day, What)>, Finding> {
    if !goes_on(view, today) {
        return Ok(None);
    }
    if let Some((after, review)) = log.last_review(id) {
        return Ok(Some((review.next_due, What::Review { after, counted: None })));
    }
    let Some(issue) = archived::newest(log, id, view) else { return Ok(None) };
    let Some(source) = archived::source(log, dir, view, issue)? else { return Ok(None) };
    let every = source.review.map(|r| r.every_months);
    Ok(every.map(|months| {
        let counted = Some((source.as_of, months));
        (archived::first_due(source.as_of, months), What::Review { after: issue.index, counted })
    }))
}

/// Versions whose end is known, and nothing is in force from then on; a repeal is meant so.
fn ends(view: &View<'_>, today: Day) -> Vec<(Day, What)> {
    let ending = view.spans().iter().filter_map(|s| Some((s.version, s.period?.until?)));
    let nothing = |day| match view.on(day) {
        Verdict::Undetermined { otherwise, .. } => {
            matches!(*otherwise, Verdict::None(Absent::Expired { .. }))
        }
        verdict => matches!(verdict, Verdict::None(Absent::Expired { .. })),
    };
    let ending = ending.filter(|(_, until)| *until > today && nothing(*until));
    ending.map(|(version, until)| (until.previous(), What::Ends { version })).collect()
}

/// Records that wait to be confirmed or voided; what is withdrawn for certain waits for nothing.
fn disputed(view: &View<'_>, records: &[Known]) -> Vec<(Day, What)> {
    let waiting = view.disputed().iter().filter(|entry| !view.is_withdrawn(**entry));
    let due = waiting.filter_map(|entry| {
        let by = view.ruled_by(*entry)?;
        let ruling = records.iter().find(|r| r.entry == by)?;
        Some((ruling.logged.day(), What::Disputed { entry: *entry, by }))
    });
    due.collect()
}

/// Open beginnings: due on the earliest day, from which on answers are undetermined.
fn waits(view: &View<'_>, records: &[Known], today: Day) -> Vec<(Day, What)> {
    let never = |entry| view.spans().iter().any(|s| s.entry == entry && s.never);
    let open = records.iter().filter(|r| !never(r.entry)).filter_map(|r| {
        let version = match r.fact {
            Fact::Issue { version, .. } => Some(version),
            Fact::Repeal { .. } => None,
            _ => return None,
        };
        // Whether it is there at all is the first thing to settle.
        let From::Open(open) = &view.effect(r.entry).filter(|_| view.counts(r.entry))?.from else {
            return None;
        };
        // On the latest day it has begun, whatever happened: then there is nothing left to settle.
        let (not_before, not_after) = (open.not_before, open.not_after);
        let what = What::Waits { entry: r.entry, version, awaits: open.awaits, not_before, not_after };
        not_after.is_none_or(|d| d > today).then_some((not_before, what))
    });
    open.collect()
}

/// Officers whose time ends by the charter: what is logged after that day cannot bear their signatures.
fn officers(log: &Log) -> Vec<Deadline> {
    let Some(charter) = log.state.charter() else { return Vec::new() };
    let keys = charter.keys.iter().filter(|k| k.role == Role::Officer);
    let signing: Vec<&str> = keys.filter_map(|k| person(&k.name, log.origin())).collect();
    let signs: Vec<_> = charter.people.iter().filter(|p| signing.contains(&p.id.as_str())).collect();
    let ending = signs.iter().filter_map(|p| Some((p, p.until?)));
    let ending = ending.map(|(p, until)| {
        let stays = signs.iter().filter(|o| o.id != p.id && o.may_sign_on(until));
        let remain = stays.map(|o| o.name.clone()).collect();
        let what = What::Officer { person: p.id.clone(), name: p.name.clone(), remain };
        Deadline { day: until.previous(), policy: None, what }
    });
    ending.collect()
}
