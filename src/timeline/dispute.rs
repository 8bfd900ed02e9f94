//! What rulings make of a policy's records: which are void, which are disputed, and what may be true of them.
//!
//! Specification: `docs/in-force.md`, "Disputed records". Takes records in log order; gives the entries that are
//! voided or disputed, and every choice of disputed ones that may be void. Knows no periods (`view` does).

use std::collections::BTreeSet;

use super::{Fact, Known};

/// Most disputed records of a policy of which every choice is looked at: 2 to the power of this.
const MOST: usize = 10;

/// What the rulings among some records say together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ruled {
    /// Entries of the records that are disputed, neither confirmed nor voided; in log order.
    pub(super) disputed: Vec<u64>,
    /// Entries of the records that are declared void, in log order.
    pub(super) voided: Vec<u64>,
}

impl Ruled {
    /// What these records rule.
    pub(super) fn by(seen: &[Known]) -> Self {
        let (mut disputed, mut voided) = (BTreeSet::new(), BTreeSet::new());
        for record in seen {
            if let Fact::Ruling { disputed: more, confirmed, voided: void } = &record.fact {
                disputed.extend(more);
                voided.extend(void);
                for entry in confirmed {
                    disputed.remove(entry);
                }
            }
        }
        disputed.retain(|entry| !voided.contains(entry));
        Self { disputed: disputed.into_iter().collect(), voided: voided.into_iter().collect() }
    }

    /// Whether there are too many disputed records to look at every choice of them.
    pub(super) fn too_many(&self) -> bool {
        self.disputed.len() > MOST
    }

    /// The entries that are void in any case, and all that are disputed; sorted.
    pub(super) fn all_void(&self) -> Vec<u64> {
        self.with(|_| true)
    }

    /// For every choice of disputed records but that of all, the entries that are void by it, sorted; first that of
    /// none, which is the only one if there are too many.
    pub(super) fn choices(&self) -> impl Iterator<Item = Vec<u64>> {
        let count = match self.disputed.len() {
            n if n > MOST => 1,
            n => (1usize << n) - 1,
        };
        (0..count).map(|choice| self.with(|place| choice >> place & 1 == 1))
    }

    fn with(&self, chosen: impl Fn(usize) -> bool) -> Vec<u64> {
        let some = self.disputed.iter().enumerate().filter(|(place, _)| chosen(*place));
        let mut all: Vec<u64> = self.voided.iter().copied().chain(some.map(|(_, entry)| *entry)).collect();
        all.sort_unstable();
        all
    }
}

/// Which records are void, given the entries that are declared void, sorted: from the last to the first, so that a
/// withdrawal that is itself void withdraws nothing.
pub(super) fn void(records: &[Known], declared: &[u64]) -> Vec<bool> {
    let mut void: Vec<bool> =
        records.iter().map(|record| declared.binary_search(&record.entry).is_ok()).collect();
    for (place, record) in records.iter().enumerate().rev() {
        if let Fact::Withdraw { target } = record.fact
            && void.get(place) == Some(&false)
            && let Ok(target) = records.binary_search_by_key(&target, |r| r.entry)
            && let Some(mark) = void.get_mut(target)
        {
            *mark = true;
        }
    }
    void
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ruling(entry: u64, disputed: &[u64], confirmed: &[u64], voided: &[u64]) -> Known {
        let at: crate::base::Time = "2026-01-01T10:00:00+01:00".parse().unwrap();
        let fact = Fact::Ruling {
            disputed: disputed.to_vec(),
            confirmed: confirmed.to_vec(),
            voided: voided.to_vec(),
        };
        Known { entry, logged: at, signed: at, events: Vec::new(), fact }
    }

    #[test]
    fn what_was_ruled_upon_is_disputed_no_more_until_it_is_disputed_anew() {
        let rulings =
            [ruling(9, &[2, 4, 5], &[], &[4]), ruling(10, &[], &[2], &[]), ruling(11, &[2, 4], &[], &[])];
        let by = |n: usize| Ruled::by(&rulings[..n]);
        assert_eq!(by(1), Ruled { disputed: vec![2, 5], voided: vec![4] });
        assert_eq!(by(2), Ruled { disputed: vec![5], voided: vec![4] });
        assert_eq!(by(3), Ruled { disputed: vec![2, 5], voided: vec![4] }, "what is void stays void");
    }

    #[test]
    fn every_choice_but_all_is_looked_at_once() {
        let ruled = Ruled { disputed: vec![3, 8], voided: vec![5] };
        let choices: Vec<_> = ruled.choices().collect();
        assert_eq!(choices, [vec![5], vec![3, 5], vec![5, 8]]);
        assert_eq!(ruled.all_void(), [3, 5, 8]);
        let ten = Ruled { disputed: (1..=10).collect(), voided: Vec::new() };
        assert_eq!((ten.too_many(), ten.choices().count()), (false, 1023));
        let eleven = Ruled { disputed: (1..=11).collect(), voided: Vec::new() };
        assert_eq!((eleven.too_many(), eleven.choices().collect::<Vec<_>>()), (true, vec![Vec::new()]));
    }
}
