//! When a version or a repeal takes effect.
//!
//! Specification: `docs/in-force.md`, "Effects". Part of policy data and of the records; judged by `timeline`.

use serde::{Deserialize, Serialize};

use super::Day;

/// `[from, until)`, with the versions it leaves in force beside it and for whom or what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// The first day in force, or what it waits for.
    pub from: From,
    /// The first day no longer in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Earlier versions that it does not end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Beside>,
    /// For whom or what it applies, when not for all.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    pub for_whom: Option<String>,
}

impl Effect {
    /// In force from this day on, without an end.
    pub fn starting(from: Day) -> Self {
        Self { from: From::Day(from), until: None, beside: Vec::new(), for_whom: None }
    }

    /// The days it names: on no others can it begin, end, or stop to spare a version.
    pub fn days(&self) -> Vec<Day> {
        let (first, last) = match &self.from {
            From::Day(day) => (*day, None),
            From::Open(open) => (open.not_before, open.not_after),
        };
        let beside = self.beside.iter().filter_map(|b| b.until);
        std::iter::once(first).chain(last).chain(self.until).chain(beside).collect()
    }
}

/// The beginning of an effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum From {
    /// The first day in force.
    Day(Day),
    /// Not settled yet; an `effect` record states the day.
    Open(Open),
}

/// A beginning that waits for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// The earliest day it can begin.
    pub not_before: Day,
    /// The day on which it has begun whatever happened, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Day>,
    /// What it waits for.
    pub awaits: Awaits,
}

/// What an open beginning waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Awaits {
    /// Publication in the official medium.
    Publication,
    /// Approval by a supervisory body.
    Approval,
    /// The signature of another party or officer.
    Signature,
    /// It has begun or will begin, but the day is not known here.
    Day,
}

/// An earlier version that stays in force beside this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// The earlier version's number.
    pub version: u32,
    /// The first day on which it does not stay any longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// For whom or what the earlier version goes on.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    pub for_whom: Option<String>,
}

/// Something that happened to a text outside the archive. Raises flags, decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// What happened.
    pub what: EventKind,
    /// On which day.
    pub day: Day,
    /// In which medium or place.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// The kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// A body decided on the text.
    Decided,
    /// A supervisory body approved it.
    Approved,
    /// It was signed on paper.
    Signed,
    /// It was published in a medium.
    Published,
    /// A copy was certified.
    Certified,
}
