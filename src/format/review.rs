//! The report of a review: figures, changes, complaints and reasons, beside what the record says of it.
//!
//! Specification: `docs/archive-format.md`, "The report of a review". One line of canonical text without a line break,
//! in the file `review.json`; the record of the review hashes it. What both say, both must say alike.

use serde::{Deserialize, Serialize};

use super::canonical::{self, NotCanonical};
use super::record::{Decision, Outcome, Review};
use crate::base::{AsOf, Day, Id, limits};

/// The format of every report.
pub const FORMAT: &str = "inkraft/review/1";

/// What a review found and decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Always [`FORMAT`].
    pub format: String,
    /// The policy.
    pub policy: Id,
    /// What was found.
    #[serde(flatten)]
    pub found: Found,
}

/// What an officer states in a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// First day of the time looked at.
    pub since: Day,
    /// Last day of the time looked at.
    pub through: Day,
    /// The day on which it was decided.
    pub on: Day,
    /// Who reviewed.
    pub by: String,
    /// In what function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// Whether the policy is still necessary.
    pub necessary: bool,
    /// Why it is, or is no longer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub necessary_because: Vec<String>,
    /// Whether the alternatives are still there.
    pub alternatives: bool,
    /// What is to be said of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives_note: Vec<String>,
    /// What changed in law.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub law: Vec<String>,
    /// What changed in the platforms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub platform: Vec<String>,
    /// Complaints, and what became of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub complaints: Vec<String>,
    /// Figures, each with its own day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// The decision for each channel, or for the whole.
    pub decisions: Vec<Decided>,
    /// When the next review is due.
    pub next_due: Day,
    /// Where the result is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The channel it was counted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What is counted.
    pub metric: String,
    /// The value.
    pub value: Value,
    /// What stands before it: `up to`, `about`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<String>,
    /// The unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// When it was so.
    pub as_of: AsOf,
    /// Who counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number.
    Number(u64),
    /// Anything else, as it is written.
    Text(String),
}

/// What was decided about a channel, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The channel; absent for the policy as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What is to be done.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
}

impl Report {
    /// Reads a report; the file must have exactly these bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, NotCanonical> {
        let text = std::str::from_utf8(bytes).map_err(|e| NotCanonical::Shape(e.to_string()))?;
        if bytes.len() as u64 > limits::REVIEW {
            return Err(NotCanonical::Shape(format!("more than {} bytes", limits::REVIEW)));
        }
        canonical::read(text)
    }

    /// The format that a report states, if a newer version wrote it; the rest of it cannot be judged then.
    pub fn newer(bytes: &[u8]) -> Option<String> {
        #[derive(Deserialize)]
        struct Peek {
            format: String,
        }
        let peek: Peek = serde_json::from_slice(bytes).ok()?;
        super::is_newer(&peek.format, FORMAT).then_some(peek.format)
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Result<Vec<u8>, NotCanonical> {
        Ok(canonical::write(self)?.into_bytes())
    }

    /// The first field in which the report says something else than the record over it; `None` if they agree.
    pub fn differs(&self, record: &Review) -> Option<&'static str> {
        let found = &self.found;
        let decisions: Vec<Decision> = found.decisions.iter().map(Decided::decision).collect();
        let agree = [
            ("format", self.format == FORMAT),
            ("policy", self.policy == record.policy),
            ("since", found.since == record.since),
            ("through", found.through == record.through),
            ("by", found.by == record.by),
            ("function", found.function == record.function),
            ("necessary", found.necessary == record.necessary),
            ("alternatives", found.alternatives == record.alternatives),
            ("decisions", decisions == record.decisions),
            ("next_due", found.next_due == record.next_due),
            ("published", found.published == record.published),
        ];
        agree.into_iter().find(|(_, same)| !same).map(|(field, _)| field)
    }
}

impl Decided {
    /// The decision as the record has it.
    pub fn decision(&self) -> Decision {
        Decision { channel: self.channel.clone(), outcome: self.outcome }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::record::FileRef;

    const GOOD: &str = "{\"format\":\"inkraft/review/1\",\"policy\":\"p\",\"since\":\"2018-07-25\",\
        \"through\":\"2018-12-31\",\"on\":\"2019-01-21\",\"by\":\"Erika Muster\",\"necessary\":true,\
        \"alternatives\":true,\"law\":[\"DSGVO\"],\"figures\":[{\"channel\":\"facebook\",\"metric\":\"Reichweite\",\
        \"value\":3600,\"as_of\":\"2018-12\"}],\"decisions\":[{\"channel\":\"facebook\",\"outcome\":\"keep\",\
        \"reason\":\"bewährt\"}],\"next_due\":\"2019-07-21\"}";

    fn record(report: &Report) -> Review {
        let found = report.found.clone();
        Review {
            policy: report.policy.clone(),
            since: found.since,
            through: found.through,
            by: found.by,
            function: found.function,
            necessary: found.necessary,
            alternatives: found.alternatives,
            decisions: found.decisions.iter().map(Decided::decision).collect(),
            next_due: found.next_due,
            published: found.published,
            report: Some(FileRef::of(GOOD.as_bytes())),
            events: Vec::new(),
        }
    }

    #[test]
    fn a_report_has_one_spelling() {
        let report = Report::parse(GOOD.as_bytes()).unwrap();
        assert_eq!(report.bytes().unwrap(), GOOD.as_bytes());
        for (from, to) in [
            ("\"law\":[\"DSGVO\"]", "\"law\":[]"),
            ("\"value\":3600", "\"value\":3600.5"),
            ("\"value\":3600", "\"value\":-1"),
            ("\"outcome\":\"keep\"", "\"outcome\":\"stay\""),
            ("\"reason\"", "\"more\":1,\"reason\""),
            ("\"alternatives\":true", "\"alternatives\":true,\"more\":1"),
            ("\"next_due\":\"2019-07-21\"", "\"next_due\":\"2019-02-29\""),
            ("}]", "}] "),
        ] {
            let bad = GOOD.replace(from, to);
            assert_ne!(bad, GOOD);
            assert!(Report::parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Report::parse(&[GOOD.as_bytes(), b"\n"].concat()).is_err());
    }

    #[test]
    fn a_later_format_is_told_from_a_wrong_one() {
        let newer = |to: &str| Report::newer(GOOD.replace("review/1", to).as_bytes());
        assert_eq!(newer("review/2").as_deref(), Some("inkraft/review/2"));
        for same in ["review/1", "review/0", "review/02", "review/x", "record/2"] {
            assert_eq!(newer(same), None, "{same}");
        }
        assert_eq!(Report::newer(b"{\"format\":"), None);
    }

    #[test]
    fn what_the_record_repeats_must_be_the_same() {
        let report = Report::parse(GOOD.as_bytes()).unwrap();
        let record = record(&report);
        assert_eq!(report.differs(&record), None);
        let mut other = record.clone();
        other.decisions[0].outcome = Outcome::Close;
        assert_eq!(report.differs(&other), Some("decisions"));
        let other = Review { next_due: "2030-01-01".parse().unwrap(), ..record.clone() };
        assert_eq!(report.differs(&other), Some("next_due"));
        let other = Review { policy: "q".parse().unwrap(), ..record };
        assert_eq!(report.differs(&other), Some("policy"));
    }
}
