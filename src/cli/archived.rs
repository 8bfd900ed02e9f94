//! What an archived version says of its evaluation: how often, counted from when, and of which channels.
//!
//! Specification: `docs/policy-data.md`, "The source". Takes a replayed log and the archive's folder; reads the newest
//! version's source, which must be the one that was signed, with serde alone. An adopted version has none, and a
//! withheld one may have none: then nothing is known.

use serde::Deserialize;

use crate::base::{AsOf, Day, Id, limits};
use crate::format::files::Files;
use crate::format::record::{Body, FileRef, Issue, Stream};
use crate::store::Dir;
use crate::timeline::{Fact, View};
use crate::verify::{Log, Standing};

#[derive(Deserialize)]
struct Source {
    policy: Policy,
}

/// As much of a source as evaluations need.
#[derive(Debug, Deserialize)]
pub struct Policy {
    /// The "Stand" of the text.
    pub as_of: AsOf,
    /// How often it is evaluated, if it says so.
    #[serde(default)]
    pub review: Option<Every>,
    /// Its channels.
    #[serde(default)]
    pub channels: Vec<Channel>,
}

/// The interval of evaluations.
#[derive(Debug, Deserialize)]
pub struct Every {
    /// Months between two.
    pub every_months: u16,
    /// Where the results are published.
    #[serde(default)]
    #[cfg_attr(not(feature = "author"), allow(dead_code, reason = "only a new review asks"))]
    pub published: Option<String>,
}

/// A channel in a social network.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(feature = "author"), allow(dead_code, reason = "only a new review asks"))]
pub struct Channel {
    /// Its id.
    pub id: Id,
    /// The network.
    pub network: String,
    /// When it is or was closed.
    #[serde(default)]
    pub until: Option<Day>,
}

/// The newest version of a policy that is not withdrawn, and its record.
pub fn newest<'a>(log: &'a Log, id: &Id, view: &View<'_>) -> Option<(&'a Standing, &'a Issue)> {
    let stream = Stream::Policy(id.clone());
    let mut issues = log.state.stream(&stream).filter_map(|s| match &s.record.body {
        Body::Issue(issue) if !view.is_withdrawn(s.index) => Some((s, issue.as_ref())),
        _ => None,
    });
    issues.next_back()
}

/// What the source of a version says, of its last correction where there is one; `None` if it cannot be had.
pub fn source(log: &Log, dir: &Dir, view: &View<'_>, issue: &Standing) -> Option<Policy> {
    let (text, _) = view.renditions(issue.index);
    let corrected = text.and_then(|entry| log.state.standing.get(&entry));
    [corrected, Some(issue)].into_iter().flatten().find_map(|standing| {
        let files = Files::of(&standing.record.body, standing.index)?;
        let made = files.typeset?;
        let bytes = dir.read(&files.source_place(), limits::SOURCE).ok()?;
        let same = FileRef::of(&bytes) == made.source;
        serde_json::from_slice::<Source>(&bytes).ok().filter(|_| same).map(|s| s.policy)
    })
}

/// The day by which the next evaluation is due if there was none: counted from the "Stand", and where that is a
/// month, to the end of a month.
pub fn first_due(as_of: AsOf, every_months: u16) -> Day {
    match as_of {
        AsOf::Day(day) => day.plus_months(every_months),
        AsOf::Month(first) => first.plus_months(every_months.saturating_add(1)).previous(),
    }
}

/// The last review of a policy that is not withdrawn: its entry and its record.
pub fn last_review<'a>(
    log: &'a Log,
    id: &Id,
    view: &View<'_>,
) -> Option<(&'a Standing, &'a crate::format::record::Review)> {
    let history = log.state.histories.get(id)?;
    let reviews = history.records().iter().filter(|r| matches!(r.fact, Fact::Review));
    let counting = reviews.filter(|r| !view.is_withdrawn(r.entry));
    let last = log.state.standing.get(&counting.last()?.entry)?;
    match &last.record.body {
        Body::Review(review) => Some((last, review.as_ref())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_counted_to_its_end() {
        let due = |as_of: &str, months| first_due(as_of.parse().unwrap(), months).to_string();
        assert_eq!(due("2018-07", 6), "2019-01-31");
        assert_eq!(due("2018-08", 6), "2019-02-28");
        assert_eq!(due("2018-07-25", 6), "2019-01-25");
        assert_eq!(due("2018-08-31", 6), "2019-02-28");
        assert_eq!(due("2019-02", 12), "2020-02-29");
    }
}
