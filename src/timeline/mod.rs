//! What was in force on day D, as it was known on day K.
//!
//! Specification: `docs/in-force.md`. Cases: `tests/cases/in-force/`.
//! Takes one policy's records in log order; gives a checked [`History`], its [`Answer`]s, the periods
//! of its versions ([`Span`]), the answers of a range ([`Stretch`]), and what a record would change before it is signed ([`Consequence`]).
//! Does not judge signatures or places in the log (`verify` does), and does not read the clock.
//!
//! The invariant everything here rests on: as known on one day, a version is in force in at most one
//! unbroken period. What ends it (its own end, a later version, a repeal) has no way back, because
//! what has begun stays begun. So periods are computed once, and an answer is a look into them.

mod answer;
mod consequence;
mod dispute;
mod history;
mod range;
mod refused;
mod view;

pub use answer::{Absent, Answer, Awaited, Flag, InForce, Verdict};
pub use consequence::Consequence;
pub use history::History;
pub use range::Stretch;
pub use refused::{Refused, Why};
pub use view::{Span, View};

use crate::base::Time;
use crate::base::effect::{Effect, Event};
use crate::format::record::{Body, Purpose, Record};

/// One record of a policy, as far as it decides what is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its index in the log.
    pub entry: u64,
    /// When the archive logged it: it is known from that day on, as the day is written there.
    pub logged: Time,
    /// When the officer says it was signed.
    pub signed: Time,
    /// What happened outside the archive.
    pub events: Vec<Event>,
    /// What it says.
    pub fact: Fact,
}

/// What a record says about what is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A version.
    Issue {
        /// Its number.
        version: u32,
        /// When it takes effect.
        effect: Effect,
        /// Whether its text existed before and was only taken over.
        adopted: bool,
    },
    /// The effect of an issue or a repeal, stated anew.
    Effect {
        /// Entry of the issue or repeal.
        target: u64,
        /// The whole new effect.
        effect: Effect,
    },
    /// From then on nothing is in force.
    Repeal {
        /// Its beginning, and nothing else.
        effect: Effect,
    },
    /// As if the target had never been made.
    Withdraw {
        /// Entry of any record of the policy.
        target: u64,
    },
    /// Another file of a version.
    Rendition {
        /// The version.
        version: u32,
        /// What it is for.
        purpose: Purpose,
        /// Its language, where it is not the version's.
        language: Option<String>,
    },
    /// An evaluation: no period moves.
    Review,
    /// The target's files may be absent: no period moves.
    Withhold {
        /// Entry of an issue, a rendition or a review of the policy.
        target: u64,
    },
    /// What a charter rules on earlier records of the policy; no record of the policy itself.
    Ruling {
        /// Entries of the records that somebody else may have signed.
        disputed: Vec<u64>,
        /// Entries of disputed records that stand after all.
        confirmed: Vec<u64>,
        /// Entries of disputed records that are as if they had never been made.
        voided: Vec<u64>,
    },
}

impl Known {
    /// The record at this place of the log; `None` for a charter, which belongs to no policy (what it rules on records
    /// of one follows from the log: `verify`).
    pub fn of(entry: u64, logged: Time, record: &Record) -> Option<Self> {
        let (events, fact) = match &record.body {
            Body::Charter(_) => return None,
            Body::Issue(b) => {
                let fact = Fact::Issue { version: b.version, effect: b.effect.clone(), adopted: b.adopted };
                (&b.events, fact)
            }
            Body::Effect(b) => (&b.events, Fact::Effect { target: b.target, effect: b.effect.clone() }),
            Body::Repeal(b) => (&b.events, Fact::Repeal { effect: b.effect.clone() }),
            Body::Withdraw(b) => (&b.events, Fact::Withdraw { target: b.target }),
            Body::Rendition(b) => {
                let (version, purpose, language) = (b.version, b.purpose, b.language.clone());
                (&b.events, Fact::Rendition { version, purpose, language })
            }
            Body::Review(b) => (&b.events, Fact::Review),
            Body::Withhold(b) => (&b.events, Fact::Withhold { target: b.target }),
        };
        Some(Self { entry, logged, signed: record.signed_at, events: events.clone(), fact })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Sha256;
    use crate::format::record::{Ground, Tree, Withdraw};

    #[test]
    fn a_record_is_known_by_when_it_was_logged_and_keeps_when_it_was_signed() {
        let signed: Time = "2025-01-01T11:00:00+01:00".parse().unwrap();
        let logged: Time = "2025-01-02T11:00:00+01:00".parse().unwrap();
        let (policy, reason) = ("p".parse().unwrap(), "falsche Datei".to_owned());
        let withdraw = Withdraw { policy, target: 4, ground: Ground::Error, reason, events: Vec::new() };
        let record = Record {
            origin: "example.org/archive".to_owned(),
            tree: Tree { size: 7, root: Sha256::of(b"") },
            after: None,
            signed_at: signed,
            body: Body::Withdraw(withdraw),
        };
        let known =
            Known { entry: 7, logged, signed, events: Vec::new(), fact: Fact::Withdraw { target: 4 } };
        assert_eq!(Known::of(7, logged, &record), Some(known));
    }
}
