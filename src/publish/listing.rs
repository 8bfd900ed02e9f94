//! From a verified log to what a page shows of one policy.
//!
//! Specification: `docs/attach.md`, "What the fragment shows". Takes the log, a policy and a day; gives the
//! view that `fragment` writes. An undetermined answer is shown as what is in force otherwise, with what is
//! awaited.

use super::address::{BaseUrl, path_of, version_path};
use super::view::{
    Accessibility, Also, Awaited, Document, Earlier, Heading, InForce, LastReview, Listing, Pdf, Shown,
    Successor, Upcoming, Why, Withdrawn,
};
use crate::base::effect::{From, Open};
use crate::base::{Day, Id, Lang};
use crate::format::files::Files;
use crate::format::record::{Body, FileRef, Issue, Stream};
use crate::timeline::{self, Absent, Verdict, View};
use crate::verify::{Log, Standing};

/// Where and how a policy is shown.
#[derive(Debug, Clone)]
pub struct Page {
    /// The language of the page.
    pub lang: Lang,
    /// The level of the policy's heading.
    pub heading: Heading,
    /// Where the published files stand.
    pub base: BaseUrl,
}

/// What a page shows of a policy on a day; `None` if the log has no such policy.
pub fn of(log: &Log, policy: &Id, today: Day, page: &Page) -> Option<Listing> {
    let history = log.state.histories.get(policy)?;
    let issues: Vec<(u64, &Issue)> = log
        .state
        .stream(&Stream::Policy(policy.clone()))
        .filter_map(|s| match &s.record.body {
            Body::Issue(issue) => Some((s.index, issue.as_ref())),
            _ => None,
        })
        .collect();
    let view = history.latest();
    let answer = history.answer(today, log.known_by(today));
    let (verdict, awaited, disputed) = match &answer.verdict {
        Verdict::Undetermined { disputed, awaits, otherwise } => {
            (otherwise.as_ref(), awaits.as_slice(), !disputed.is_empty())
        }
        settled => (settled, [].as_slice(), false),
    };
    let find =
        |entry: u64| issues.iter().find(|(e, _)| *e == entry).map(|(e, i)| document(log, &view, *e, i));
    let in_force = |v: &timeline::InForce| {
        Some(InForce { document: find(v.entry)?, period: v.period, for_whom: v.for_whom.clone() })
    };
    let shown = match verdict {
        Verdict::One(v) => Shown::One(Box::new(in_force(v)?)),
        Verdict::Several(all) => Shown::Several(all.iter().filter_map(in_force).collect()),
        Verdict::None(absent) => Shown::None(why(log, absent)),
        Verdict::Undetermined { .. } => Shown::None(Why::NotYet),
    };
    let now: Vec<u64> = match verdict {
        Verdict::One(v) => vec![v.entry],
        Verdict::Several(all) => all.iter().map(|v| v.entry).collect(),
        _ => Vec::new(),
    };
    let title =
        issues.iter().rfind(|(e, _)| now.contains(e)).or(issues.last()).map(|(_, i)| i.title.clone())?;
    Some(Listing {
        policy: policy.clone(),
        title,
        lang: page.lang,
        heading: page.heading,
        base: page.base.clone(),
        as_of: today,
        answer: shown,
        disputed,
        awaited: awaited.iter().map(awaits).collect(),
        upcoming: upcoming(log, &view, &issues, awaited, today),
        earlier: earlier(log, &view, &issues, &now, today),
        review: review(log, policy),
    })
}

/// The last evaluation that is not withdrawn.
fn review(log: &Log, policy: &Id) -> Option<LastReview> {
    let (_, review) = log.last_review(policy)?;
    Some(LastReview {
        span: (review.since, review.through),
        decisions: review.decisions.clone(),
        next_due: review.next_due,
        published: review.published.clone(),
    })
}

/// The versions of a policy: all that were issued.
fn versions<'a>(log: &'a Log, policy: &Id) -> Vec<&'a Issue> {
    let stream = Stream::Policy(policy.clone());
    let issue = |s: &'a Standing| match &s.record.body {
        Body::Issue(i) => Some(i.as_ref()),
        _ => None,
    };
    log.state.stream(&stream).filter_map(issue).collect()
}

/// The PDFs that are published for good: those of all versions that were issued, and of all their renditions,
/// because an address once given must go on leading to its file. But not those that are withheld.
pub fn files<'a>(log: &'a Log, policy: &Id) -> Vec<Files<'a>> {
    of_records(log, policy, false)
}

/// The PDFs that must not be public any more.
pub fn withheld_files<'a>(log: &'a Log, policy: &Id) -> Vec<Files<'a>> {
    of_records(log, policy, true)
}

fn of_records<'a>(log: &'a Log, policy: &Id, withheld: bool) -> Vec<Files<'a>> {
    let stream = Stream::Policy(policy.clone());
    let records = log.state.stream(&stream).filter(|s| log.state.withheld(s).is_some() == withheld);
    records.filter_map(|s| Files::of(&s.record.body, s.index)).collect()
}

/// A version with the renditions that are current.
fn document(log: &Log, view: &View<'_>, entry: u64, issue: &Issue) -> Document {
    let rendition = |entry: u64| {
        let standing = log.state.standing.get(&entry)?;
        let Body::Rendition(r) = &standing.record.body else { return None };
        Some((r.as_ref(), Files::of(&standing.record.body, entry)?))
    };
    let pdf = |entry: u64, path: String, file: FileRef| Pdf {
        path,
        size: file.size,
        sha256: file.sha256,
        accessibility: Accessibility::NotChecked,
        withheld: withheld(log, entry),
    };
    let other = |entry: u64, files: &Files<'_>| pdf(entry, path_of(&files.pdf_place()), files.pdf);
    let issued = pdf(entry, version_path(&issue.policy, issue.version), issue.pdf);
    let (text, also) = view.renditions(entry);
    let corrected = text.and_then(|entry| log.state.standing.get(&entry)).map(|s| s.logged.day());
    let text = text.and_then(|entry| Some((entry, rendition(entry)?)));
    let title = text.as_ref().and_then(|(_, (r, _))| r.title.clone());
    let also = also.into_iter().filter_map(|entry| Some((entry, rendition(entry)?)));
    let also = also.map(|(entry, (r, files))| Also {
        purpose: r.purpose,
        language: r.language.clone().unwrap_or_else(|| issue.language.clone()),
        title: r.title.clone(),
        pdf: other(entry, &files),
    });
    Document {
        version: issue.version,
        label: issue.label.clone(),
        title: title.unwrap_or_else(|| issue.title.clone()),
        language: issue.language.clone(),
        stand: issue.as_of,
        corrected,
        issued_is_public: issued.withheld.is_none(),
        pdf: text.map_or(issued, |(entry, (_, files))| other(entry, &files)),
        also: also.collect(),
    }
}

/// Why the files of a record are not public, if they are withheld.
fn withheld(log: &Log, entry: u64) -> Option<String> {
    let (_, withhold) = log.state.withheld(log.state.standing.get(&entry)?)?;
    Some(withhold.reason.clone())
}

fn why(log: &Log, absent: &Absent) -> Why {
    match absent {
        Absent::NoRecord => Why::NoRecord,
        Absent::Withdrawn => Why::Withdrawn,
        Absent::NotYet => Why::NotYet,
        Absent::Expired { since, .. } => Why::Expired { since: *since },
        Absent::Repealed { since, entry } => {
            let ids = log.state.standing.get(entry).map(|s| match &s.record.body {
                Body::Repeal(r) => r.successors.as_slice(),
                _ => &[],
            });
            let successors = ids.unwrap_or_default().iter().map(|id| {
                let title = versions(log, id).last().map_or_else(|| id.to_string(), |i| i.title.clone());
                Successor { policy: id.clone(), title }
            });
            Why::Repealed { since: *since, successors: successors.collect() }
        }
    }
}

fn awaits(a: &timeline::Awaited) -> Awaited {
    let open = Open { not_before: a.not_before, not_after: a.not_after, awaits: a.awaits };
    Awaited { version: a.version, open }
}

/// Versions and repeals that are still to begin, or may have begun. A repeal for which the answer waits is told
/// with it; a version is listed all the same, so that it can be read.
fn upcoming(
    log: &Log,
    view: &View<'_>,
    issues: &[(u64, &Issue)],
    awaited: &[timeline::Awaited],
    today: Day,
) -> Vec<Upcoming> {
    let to_come = |from: &From| match from {
        From::Day(day) => *day > today,
        From::Open(open) => open.not_after.is_none_or(|d| d > today),
    };
    let shown = |entry: u64| awaited.iter().any(|a| a.entry == entry);
    let start = |from: &From| match from {
        From::Day(day) => *day,
        From::Open(open) => open.not_before,
    };
    let mut all: Vec<(Day, Upcoming)> = Vec::new();
    // A version that may be nobody's is not offered.
    for span in view.spans().iter().filter(|s| !s.never && view.counts(s.entry)) {
        let effect = view.effect(span.entry).filter(|e| to_come(&e.from));
        let issue = issues.iter().find(|(e, _)| *e == span.entry);
        if let (Some(effect), Some((_, issue))) = (effect, issue) {
            let until = span.period.map_or(effect.until, |p| p.until);
            all.push((
                start(&effect.from),
                Upcoming::Version {
                    document: Box::new(document(log, view, span.entry, issue)),
                    begins: effect.from.clone(),
                    until,
                    for_whom: effect.for_whom.clone(),
                },
            ));
        }
    }
    for entry in view.repeals().filter(|e| !shown(*e)) {
        // A repeal that a later version overrides ends nothing: nobody is told of it.
        if let Some(effect) = view.effect(entry).filter(|e| to_come(&e.from)) {
            let day = start(&effect.from);
            let open = matches!(effect.from, From::Open(_));
            if open || matches!(view.on(day), Verdict::None(Absent::Repealed { entry: e, .. }) if e == entry)
            {
                all.push((day, Upcoming::Repeal { begins: effect.from.clone() }));
            }
        }
    }
    all.sort_by_key(|(day, _)| *day);
    all.into_iter().map(|(_, u)| u).collect()
}

/// Versions that were in force, never came into force, or were withdrawn; the newest first.
fn earlier(log: &Log, view: &View<'_>, issues: &[(u64, &Issue)], now: &[u64], today: Day) -> Vec<Earlier> {
    let mut all = Vec::new();
    let offered = |e: u64| view.counts(e) || view.is_withdrawn(e);
    let others = issues.iter().rev().filter(|(e, _)| !now.contains(e) && offered(*e));
    for (entry, issue) in others {
        let span = view.spans().iter().find(|s| s.entry == *entry);
        let over = span.and_then(|s| s.period).filter(|p| p.until.is_some_and(|u| u <= today));
        let never = span.is_some_and(|s| s.never);
        if over.is_none() && !never && span.is_some() {
            continue;
        }
        all.push(Earlier {
            document: document(log, view, *entry, issue),
            periods: over.into_iter().collect(),
            for_whom: view.effect(*entry).unwrap_or(&issue.effect).for_whom.clone(),
            withdrawn: match span {
                Some(_) => None,
                None if view.is_voided(*entry) => Some(Withdrawn::Voided),
                None => Some(Withdrawn::Withdrawn),
            },
        });
    }
    all
}
