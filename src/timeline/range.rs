//! What was in force on every day of a range, as stretches of days that have one answer.
//!
//! Specification: `docs/in-force.md`, "Ranges". Takes a [`History`]; asks only the days on which an answer can
//! change, so the cost depends on the number of records and not on the length of the range.

use super::{Answer, Fact, History};
use crate::base::{Day, Period};

/// Days in a row that have one answer, flags included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The days.
    pub period: Period,
    /// The answer of each of them; `on` is the first.
    pub answer: Answer,
}

impl History {
    /// What was in force in a range, as known on a day: stretches that touch and together are the range. Empty
    /// if the range is.
    pub fn stretches(&self, range: Period, known: Day) -> Vec<Stretch> {
        let days = self.change_days(range, known);
        let view = self.as_known(known);
        // What was known on the days themselves changes only where a record was logged.
        let mut then = None;
        let mut stretches: Vec<Stretch> = Vec::new();
        for on in days {
            let seen = self.seen(on).len();
            if on < known && then.as_ref().is_none_or(|(of, _)| *of != seen) {
                then = Some((seen, self.as_known(on)));
            }
            let then = then.as_ref().filter(|_| on < known).map(|(_, view)| view);
            let answer = Answer::between(&view, then, on, known);
            match stretches.last_mut() {
                Some(last)
                    if (&last.answer.verdict, &last.answer.flags) == (&answer.verdict, &answer.flags) => {}
                Some(last) => {
                    last.period.until = Some(on);
                    stretches.push(Stretch { period: Period { from: on, until: range.until }, answer });
                }
                None => stretches.push(Stretch { period: range, answer }),
            }
        }
        stretches
    }

    /// The first day of the range, and those in it on which an answer or a flag can change: the days that any
    /// record names or bears, the day of knowledge (`revised` ends) and the one after it (`foreseen` begins).
    fn change_days(&self, range: Period, known: Day) -> Vec<Day> {
        let named = self.records().iter().flat_map(|record| match &record.fact {
            Fact::Issue { effect, .. } | Fact::Effect { effect, .. } | Fact::Repeal { effect } => {
                effect.days()
            }
            Fact::Withdraw { .. }
            | Fact::Rendition { .. }
            | Fact::Review
            | Fact::Withhold { .. }
            | Fact::Ruling { .. } => Vec::new(),
        });
        let logged = self.records().iter().map(|record| record.logged.day());
        let mut days: Vec<Day> =
            [range.from, known, known.next()].into_iter().chain(named).chain(logged).collect();
        days.retain(|day| range.contains(*day));
        days.sort_unstable();
        days.dedup();
        days
    }
}
