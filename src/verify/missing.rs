//! Whose signatures a record still needs, given those that it has.
//!
//! Specification: `docs/archive-format.md`, "Charter". Worked out by `judge`, which accepts a record exactly where
//! nothing is missing; told to those who collect signatures (`docs/four-eyes.md`).

use super::finding::What;
use crate::format::charter::CharterKey;

/// What a record's signatures lack. All that are there count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// How many different people have signed.
    pub have: u32,
    /// How many must.
    pub need: u32,
    /// A recovery key that the charter takes out, where nobody has signed who can do that: another recovery key's holder.
    pub taken_out: Option<String>,
    /// Keys that the charter adds and that have not signed; each must.
    pub added: Vec<CharterKey>,
    /// Keys in use of people who have not signed and whose signatures would count if it was logged then.
    pub able: Vec<CharterKey>,
}

impl Missing {
    /// How many more people must sign at least, besides the keys that are added.
    pub fn people(&self) -> u32 {
        self.need.saturating_sub(self.have).max(u32::from(self.taken_out.is_some()))
    }

    /// Whether the record has the signatures that it needs.
    pub fn is_empty(&self) -> bool {
        self.people() == 0 && self.added.is_empty()
    }

    /// What a checker says of a record that lacks something.
    pub fn enough(self) -> Result<(), What> {
        let Self { have, need, taken_out, added, .. } = self;
        if let Some(key) = added.into_iter().next() {
            return Err(What::NotSignedByNew(key.name));
        }
        if let Some(key) = taken_out {
            return Err(What::Unauthorised(key));
        }
        if have < need { Err(What::Threshold { have, need }) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::judge::signatures;
    use super::*;
    use crate::base::effect::Effect;
    use crate::base::{Day, Digest, Time};
    use crate::format::charter::{Charter, Person, RULES, Role, Threshold, person};
    use crate::format::note::{Note, Signature};
    use crate::format::record::{Body, Record, Repeal, Tree};

    const ORIGIN: &str = "o.example";

    fn key(name: &str, byte: u8, role: Role) -> CharterKey {
        let name = if name.is_empty() { ORIGIN.to_owned() } else { format!("{ORIGIN}/{name}") };
        CharterKey { name, public: Digest([byte; 32]), role }
    }

    /// Three officers, of whom one has two keys and another's authority is over; three recovery keys of two people.
    fn charter(sign: u32, amend: u32) -> Charter {
        let person = |id: &str, until: Option<&str>| Person {
            id: id.parse().unwrap(),
            name: id.to_uppercase(),
            function: None,
            from: None,
            until: until.map(|day| day.parse().unwrap()),
            deputy_of: Vec::new(),
        };
        Charter {
            rules: RULES,
            time_zone: "Europe/Berlin".into(),
            publishers: Vec::new(),
            people: vec![person("a", None), person("b", None), person("c", Some("2018-07-02"))],
            keys: vec![
                key("", 1, Role::Archive),
                key("a/1", 2, Role::Officer),
                key("a/2", 3, Role::Officer),
                key("b/1", 4, Role::Officer),
                key("c/1", 5, Role::Officer),
                key("r/1", 6, Role::Recovery),
                key("r/2", 7, Role::Recovery),
                key("s/1", 8, Role::Recovery),
            ],
            seals: Vec::new(),
            threshold: Threshold { sign, amend, special: Vec::new() },
            revoked: Vec::new(),
            acknowledged: Vec::new(),
            confirmed: Vec::new(),
            voided: Vec::new(),
        }
    }

    fn record(body: Body) -> Record {
        let signed_at: Time = "2018-07-02T10:00:00+02:00".parse().unwrap();
        let tree = Tree { size: 1, root: Digest([0; 32]) };
        Record { origin: ORIGIN.into(), tree, after: None, signed_at, body }
    }

    /// What the judge says of a record that these keys signed.
    fn judged(record: &Record, keys: &[&CharterKey], current: &Charter) -> Result<Missing, What> {
        let line = |k: &&CharterKey| Signature { key: k.name.clone(), id: [0; 4], bytes: vec![0] };
        let note = Note { text: "t\n".into(), signatures: keys.iter().map(line).collect() };
        let verified: Vec<_> = keys.iter().map(|k| Some(k.public)).collect();
        let logged: Day = "2018-07-02".parse().unwrap();
        signatures(record, logged, &note, &verified, Some(current), std::iter::once(current))
    }

    /// Every set of these keys, in order.
    fn subsets(keys: &[CharterKey]) -> Vec<Vec<&CharterKey>> {
        let is_in = |set: usize, at: usize| set >> at & 1 == 1;
        let one = |set| keys.iter().enumerate().filter(|(at, _)| is_in(set, *at)).map(|(_, k)| k).collect();
        (0..1usize << keys.len()).map(one).collect()
    }

    fn people(keys: &[&CharterKey]) -> BTreeSet<String> {
        keys.iter().map(|k| person(&k.name, ORIGIN).unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn a_record_lacks_nothing_exactly_where_enough_people_who_may_have_signed() {
        let effect = Effect::starting("2019-01-01".parse().unwrap());
        let policy = "p".parse().unwrap();
        let body = Body::Repeal(Repeal { policy, effect, successors: Vec::new(), events: Vec::new() });
        let record = record(body);
        for sign in 1..=3 {
            let charter = charter(sign, 1);
            for keys in subsets(&charter.keys) {
                let all_may = keys.iter().all(|k| k.role == Role::Officer && !k.name.contains("/c/"));
                let sound = all_may && people(&keys).len() == keys.len();
                let judged = judged(&record, &keys, &charter);
                assert_eq!(judged.is_ok(), sound, "{keys:?}");
                let Ok(missing) = judged else { continue };
                assert_eq!(missing.is_empty(), keys.len() >= sign as usize);
                assert_eq!(missing.people(), sign.saturating_sub(keys.len() as u32));
                let able: Vec<&CharterKey> = missing.able.iter().collect();
                assert!(people(&able).is_disjoint(&people(&keys)) && !people(&able).contains("c"));
                assert_eq!(people(&able).len() + keys.len(), 2);
                assert_eq!(missing.clone().is_empty(), missing.enough().is_ok());
            }
        }
    }

    #[test]
    fn a_charter_lacks_nothing_exactly_where_recovery_keys_and_new_ones_have_signed() {
        for amend in 1..=2 {
            let old = charter(1, amend);
            // Takes out r/1, adds s/2 and an officer's key.
            let mut new = old.clone();
            new.keys.retain(|k| !k.name.ends_with("/r/1"));
            new.keys.extend([key("b/2", 20, Role::Officer), key("s/2", 21, Role::Recovery)]);
            new.keys.sort_by(|a, b| a.name.cmp(&b.name));
            let mut keys = old.keys.clone();
            keys.extend(new.keys.iter().filter(|k| !old.keys.contains(k)).cloned());
            keys.sort_by(|a, b| a.name.cmp(&b.name));
            let record = record(Body::Charter(new.clone()));
            for signers in subsets(&keys) {
                let is_new = |k: &&&CharterKey| !old.keys.contains(k);
                let recovery: Vec<_> = signers.iter().filter(|k| !is_new(k)).copied().collect();
                let added = signers.iter().filter(is_new).count();
                let sound = recovery.iter().all(|k| k.role == Role::Recovery)
                    && people(&recovery).len() == recovery.len();
                let judged = judged(&record, &signers, &old);
                assert_eq!(judged.is_ok(), sound, "{signers:?}");
                let Ok(missing) = judged else { continue };
                let by_another = recovery.iter().any(|k| !k.name.ends_with("/r/1"));
                let enough = recovery.len() >= amend as usize && by_another && added == 2;
                assert_eq!(missing.is_empty(), enough, "{signers:?}: {missing:?}");
                assert_eq!(missing.added.len(), 2 - added);
                assert_eq!(missing.clone().is_empty(), missing.enough().is_ok());
            }
        }
    }
}
