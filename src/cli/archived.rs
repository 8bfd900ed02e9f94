//! What an archived version says of its evaluation: how often, counted from when, and of which channels.
//!
//! Specification: `docs/policy-data.md`, "The source". Takes a replayed log and the archive's folder; reads the newest
//! version's source, which must be the one that was signed, with serde alone. An adopted version has none, and a
//! withheld one is not told from, whether its files are still here or not: then nothing is known.

use serde::Deserialize;

use crate::base::{AsOf, Day, Id, limits};
use crate::format::files::Files;
use crate::format::record::{Body, FileRef, Stream};
use crate::store::Dir;
use crate::timeline::View;
use crate::verify::{Finding, Log, Standing, What, Where};

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
    #[cfg_attr(not(feature = "author"), allow(dead_code, reason = "only a new review asks"))]
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

/// The newest version of a policy that is neither withdrawn nor disputed.
pub fn newest<'a>(log: &'a Log, id: &Id, view: &View<'_>) -> Option<&'a Standing> {
    let stream = Stream::Policy(id.clone());
    let issue = |s: &&Standing| matches!(s.record.body, Body::Issue(_)) && view.counts(s.index);
    log.state.stream(&stream).rfind(issue)
}

/// What the source of a version says, of its last correction where that has one; `None` if it has none or is
/// withheld, else the file that is at fault.
pub fn source(log: &Log, dir: &Dir, view: &View<'_>, issue: &Standing) -> Result<Option<Policy>, Finding> {
    let (text, _) = view.renditions(issue.index);
    let corrected = text.and_then(|entry| log.state.standing.get(&entry));
    let made = |s: &&Standing| Files::of(&s.record.body, s.index).is_some_and(|f| f.typeset.is_some());
    let Some(standing) = corrected.filter(made).or(Some(issue)) else { return Ok(None) };
    let Some((place, bytes)) = bytes(log, dir, standing)? else { return Ok(None) };
    match serde_json::from_slice::<Source>(&bytes) {
        Ok(source) => Ok(Some(source.policy)),
        Err(_) => Err(Finding::failure(place, What::Altered)),
    }
}

/// The archived source of a version or rendition, and where it lies: `None` if it has none, or is withheld (nothing of
/// it is told again, and what is told does not depend on whether this copy has it still); else the file that is at
/// fault, where it is not the one that was signed.
pub fn bytes(log: &Log, dir: &Dir, standing: &Standing) -> Result<Option<(Where, Vec<u8>)>, Finding> {
    let files = Files::of(&standing.record.body, standing.index);
    let files = files.filter(|_| log.state.withheld(standing).is_none());
    let Some((place, typeset)) = files.and_then(|f| Some((f.source_place(), f.typeset?))) else {
        return Ok(None);
    };
    let at = Where::File(place.to_string());
    match dir.read(&place, limits::SOURCE) {
        Ok(bytes) if FileRef::of(&bytes) == typeset.source => Ok(Some((at, bytes))),
        Ok(_) => Err(Finding::failure(at, What::Altered)),
        Err(e) if e.is_missing() => Err(Finding::failure(at, What::Missing)),
        Err(e) => Err(Finding::failure(at, What::Unreadable(e.to_string()))),
    }
}

/// The day by which the next evaluation is due if there was none: counted from the "Stand", and where that is a
/// month, to the end of a month.
pub fn first_due(as_of: AsOf, every_months: u16) -> Day {
    match as_of {
        AsOf::Day(day) => day.plus_months(every_months),
        AsOf::Month(first) => first.plus_months(every_months.saturating_add(1)).previous(),
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
