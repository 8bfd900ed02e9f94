//! The charter (Zeichnungsregelung): who may sign what. Each charter record states it whole.
//!
//! Specification: `docs/archive-format.md`, "Charter". This module is the data and the checks that
//! need nothing but the charter itself (what is wrong is in `bad_charter`); `verify` judges signatures by it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use super::bad_charter::BadCharter;
use super::record::{After, Body, Purpose};
use crate::base::{Day, Digest, Id};

/// The version of the in-force rules (`docs/in-force.md`) that this program knows.
pub const RULES: u32 = 1;

/// People, keys and thresholds, from the next entry on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charter {
    /// The version of the in-force rules that applies.
    pub rules: u32,
    /// IANA name of the zone whose days count, fixed by the founding charter.
    pub time_zone: String,
    /// The bodies that publish here.
    pub publishers: Vec<String>,
    /// The people who may sign, sorted by id.
    pub people: Vec<Person>,
    /// Every key that is in use, sorted by name.
    pub keys: Vec<CharterKey>,
    /// The certificates whose signatures in PDFs are the body's, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seals: Vec<CharterSeal>,
    /// How many distinct people must sign.
    pub threshold: Threshold,
    /// Keys that this record takes out for a stated reason, sorted by name. This and what follows is said once, by this
    /// record, and is no part of the charter that the next one changes ([`Charter::onwards`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<Revoked>,
    /// Void entries that are taken note of, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledged: Vec<After>,
    /// Disputed records that stand after all, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<After>,
    /// Disputed records that are as if they had never been made, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voided: Vec<After>,
}

/// A person who may sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The person's slug, the middle part of the names of the person's keys.
    pub id: Id,
    /// The name as it is printed.
    pub name: String,
    /// The function as it is printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// The first day of the person's authority, where it is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The first day without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Whom the person stands in for, sorted; informative.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deputy_of: Vec<Id>,
}

impl Person {
    /// Whether what is logged on that day can bear the person's signature.
    pub fn may_sign_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// A key and what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharterKey {
    /// `<origin>/<person>/<n>`; the archive key's name is the origin itself.
    pub name: String,
    /// The Ed25519 public key (RFC 8032), 32 bytes in hex.
    pub public: Digest,
    /// What it may sign.
    pub role: Role,
}

/// A certificate for signatures in PDFs (`docs/seal.md`). It signs no records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharterSeal {
    /// SHA-256 of the certificate (X.509, DER).
    pub certificate: Digest,
    /// Whose it is; absent if it is the body's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Id>,
}

/// What a key may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Checkpoints and manifests.
    Archive,
    /// All records but charters.
    Officer,
    /// Charters only; kept offline.
    Recovery,
}

/// Numbers of distinct people whose signatures a record needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Officers, for every record but a charter.
    pub sign: u32,
    /// Recovery keys, for a charter.
    pub amend: u32,
    /// Where another number of officers is needed, sorted by policy and matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub special: Vec<Special>,
}

/// How many officers must sign the records of a policy, of a matter, or of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Special {
    /// The policy; absent if it is for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<Id>,
    /// The matter; absent if it is for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Matter>,
    /// The number of people.
    pub sign: u32,
}

/// What a record is about, as far as thresholds tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Matter {
    /// What moves a period or changes the text in force: issue, effect, repeal, withdraw, correction.
    Force,
    /// Another file of a version, but for a correction.
    Rendition,
    /// An evaluation.
    Review,
    /// Files that may be absent.
    Withhold,
}

impl Matter {
    /// What a record is about; `None` for a charter.
    pub fn of(body: &Body) -> Option<Self> {
        match body {
            Body::Charter(_) => None,
            // Whoever may take a version back or move it decides as much as whoever issues it.
            Body::Issue(_) | Body::Effect(_) | Body::Repeal(_) | Body::Withdraw(_) => Some(Self::Force),
            // The text of a correction applies in the place of the version's.
            Body::Rendition(r) if r.purpose == Purpose::Correction => Some(Self::Force),
            Body::Rendition(_) => Some(Self::Rendition),
            Body::Review(_) => Some(Self::Review),
            Body::Withhold(_) => Some(Self::Withhold),
        }
    }
}

/// A key that is taken out, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    /// Its name in the charter before.
    pub key: String,
    /// Why.
    pub reason: Reason,
    /// The first entry whose signature by this key may be somebody else's: from there on records that needed it are
    /// disputed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compromised_from: Option<u64>,
}

/// Why a key is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// Another key takes its place.
    Superseded,
    /// It is needed no longer.
    Retired,
    /// Nobody has it any more.
    Lost,
    /// Somebody else has it, or may have.
    Compromised,
}

impl Charter {
    /// Checks everything that needs nothing but the charter and the archive's origin.
    pub fn check(&self, origin: &str) -> Result<(), BadCharter> {
        if self.rules != RULES {
            return Err(BadCharter::Rules(self.rules));
        }
        if !self.people.is_sorted_by(|a, b| a.id < b.id) {
            return Err(BadCharter::Order("people"));
        }
        if !self.keys.is_sorted_by(|a, b| a.name < b.name) {
            return Err(BadCharter::Order("keys"));
        }
        if !self.seals.is_sorted_by(|a, b| a.certificate < b.certificate) {
            return Err(BadCharter::Order("seals"));
        }
        self.check_people()?;
        self.check_rulings()?;
        let people = |id: &&Id| self.people.iter().any(|p| p.id == **id);
        if let Some(id) = self.seals.iter().filter_map(|s| s.person.as_ref()).find(|id| !people(id)) {
            return Err(BadCharter::SealOf(id.clone()));
        }
        let mut publics = BTreeSet::new();
        for key in &self.keys {
            let fits = match key.role {
                Role::Archive => key.name == origin,
                Role::Officer => self.people.iter().any(|p| Some(p.id.as_str()) == person(&key.name, origin)),
                Role::Recovery => person(&key.name, origin).is_some(),
            };
            if !fits {
                return Err(BadCharter::KeyName(key.name.clone()));
            }
            if !publics.insert(key.public) {
                return Err(BadCharter::KeyTwice(key.name.clone()));
            }
        }
        if self.keys.iter().filter(|k| k.role == Role::Archive).count() != 1 {
            return Err(BadCharter::ArchiveKey);
        }
        let (officers, recovery) = (self.count(Role::Officer, origin), self.count(Role::Recovery, origin));
        let Threshold { sign, amend, special } = &self.threshold;
        let possible = |n: u32, of: usize| n >= 1 && n as usize <= of;
        let signs = special.iter().map(|s| s.sign).chain([*sign]);
        if !possible(*amend, recovery) || !signs.into_iter().all(|n| possible(n, officers)) {
            return Err(BadCharter::Threshold);
        }
        let place = |s: &Special| (s.policy.clone(), s.matter);
        if !special.is_sorted_by(|a, b| place(a) < place(b))
            || special.iter().any(|s| place(s) == (None, None))
        {
            return Err(BadCharter::Order("special"));
        }
        if recovery < *amend as usize + 1 {
            return Err(BadCharter::WouldLock);
        }
        Ok(())
    }

    /// Terms that end after they begin, and deputies of other people.
    fn check_people(&self) -> Result<(), BadCharter> {
        for person in &self.people {
            if person.from.zip(person.until).is_some_and(|(from, until)| until <= from) {
                return Err(BadCharter::Term(person.id.clone()));
            }
            let known = |id: &Id| *id != person.id && self.people.iter().any(|p| p.id == *id);
            if !person.deputy_of.is_sorted_by(|a, b| a < b) || !person.deputy_of.iter().all(known) {
                return Err(BadCharter::Deputy(person.id.clone()));
            }
        }
        Ok(())
    }

    /// What the record says once: lists in order, no record both confirmed and voided.
    fn check_rulings(&self) -> Result<(), BadCharter> {
        if !self.revoked.is_sorted_by(|a, b| a.key < b.key) {
            return Err(BadCharter::Order("revoked"));
        }
        let early = |r: &&Revoked| r.compromised_from.is_some() && r.reason != Reason::Compromised;
        if let Some(revoked) = self.revoked.iter().find(early) {
            return Err(BadCharter::Revoked(revoked.key.clone()));
        }
        let lists =
            [("acknowledged", &self.acknowledged), ("confirmed", &self.confirmed), ("voided", &self.voided)];
        for (name, list) in lists {
            if !list.is_sorted_by(|a, b| a.index < b.index) {
                return Err(BadCharter::Order(name));
            }
        }
        match self.confirmed.iter().any(|c| self.voided.iter().any(|v| v.index == c.index)) {
            true => Err(BadCharter::Order("voided")),
            false => Ok(()),
        }
    }

    /// The charter as the next record changes it: without what was said once.
    #[must_use]
    pub fn onwards(&self) -> Self {
        let (revoked, acknowledged) = (Vec::new(), Vec::new());
        let (confirmed, voided) = (Vec::new(), Vec::new());
        Self { revoked, acknowledged, confirmed, voided, ..self.clone() }
    }

    /// How many officers must sign a record: what is stated for its policy and matter, else for its policy, else for
    /// its matter, else for all. `None` for a charter.
    pub fn needs(&self, body: &Body) -> Option<u32> {
        Some(self.needs_for(body.policy()?, Matter::of(body)?))
    }

    /// How many officers must sign a record of this policy and matter.
    pub fn needs_for(&self, policy: &Id, matter: Matter) -> u32 {
        let stated = |p: Option<&Id>, m: Option<Matter>| {
            self.threshold.special.iter().find(|s| s.policy.as_ref() == p && s.matter == m).map(|s| s.sign)
        };
        let special = stated(Some(policy), Some(matter)).or_else(|| stated(Some(policy), None));
        special.or_else(|| stated(None, Some(matter))).unwrap_or(self.threshold.sign)
    }

    /// How many distinct people hold a key of the role.
    fn count(&self, role: Role, origin: &str) -> usize {
        let people: BTreeSet<_> =
            self.keys.iter().filter(|k| k.role == role).map(|k| person(&k.name, origin)).collect();
        people.len()
    }

    /// Whether a signature in a PDF with this certificate is the body's.
    pub fn seal(&self, certificate: &Digest) -> Option<&CharterSeal> {
        self.seals.iter().find(|s| s.certificate == *certificate)
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&CharterKey> {
        self.keys.iter().find(|k| k.name == name)
    }

    /// The key that signs checkpoints and manifests.
    pub fn archive_key(&self) -> Option<&CharterKey> {
        self.keys.iter().find(|k| k.role == Role::Archive)
    }

    /// The person that a key's name speaks of.
    pub fn person(&self, key: &str, origin: &str) -> Option<&Person> {
        let id = person(key, origin)?;
        self.people.iter().find(|p| p.id.as_str() == id)
    }
}

/// The person's slug in a key's name `<origin>/<person>/<n>`.
pub fn person<'a>(key: &'a str, origin: &str) -> Option<&'a str> {
    let (slug, n) = key.strip_prefix(origin)?.strip_prefix('/')?.split_once('/')?;
    let number = n.parse::<u32>().ok().filter(|i| *i >= 1 && i.to_string() == n);
    number.and(slug.parse::<Id>().ok()).map(|_| slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, byte: u8, role: Role) -> CharterKey {
        CharterKey { name: name.into(), public: Digest([byte; 32]), role }
    }

    fn charter() -> Charter {
        Charter {
            rules: 1,
            time_zone: "Europe/Berlin".into(),
            publishers: vec!["Musterkammer".into()],
            people: vec![Person {
                id: "a".parse().unwrap(),
                name: "A".into(),
                function: None,
                from: None,
                until: None,
                deputy_of: Vec::new(),
            }],
            keys: vec![
                key("o.example", 1, Role::Archive),
                key("o.example/a/1", 2, Role::Officer),
                key("o.example/recovery-1/1", 3, Role::Recovery),
                key("o.example/recovery-2/1", 4, Role::Recovery),
            ],
            seals: vec![CharterSeal { certificate: Digest([9; 32]), person: "a".parse().ok() }],
            threshold: Threshold { sign: 1, amend: 1, special: Vec::new() },
            revoked: Vec::new(),
            acknowledged: Vec::new(),
            confirmed: Vec::new(),
            voided: Vec::new(),
        }
    }

    #[test]
    fn each_fault_is_named() {
        type Fault = Box<dyn Fn(&mut Charter)>;
        let place = |index| After { index, leaf: Digest([1; 32]) };
        let special = |matter, sign| Special { policy: None, matter, sign };
        let revoked = |reason, from| Revoked { key: "o.example/a/1".into(), reason, compromised_from: from };
        let faults: Vec<(Fault, BadCharter)> = vec![
            (Box::new(|c| c.rules = 2), BadCharter::Rules(2)),
            (Box::new(|c| c.keys.swap(0, 1)), BadCharter::Order("keys")),
            (Box::new(|c| c.people.push(c.people[0].clone())), BadCharter::Order("people")),
            (
                Box::new(|c| c.keys[1].name = "o.example/b/1".into()),
                BadCharter::KeyName("o.example/b/1".into()),
            ),
            (Box::new(|c| c.keys[1].public = Digest([1; 32])), BadCharter::KeyTwice("o.example/a/1".into())),
            (Box::new(|c| drop(c.keys.remove(0))), BadCharter::ArchiveKey),
            (Box::new(|c| c.seals.push(c.seals[0].clone())), BadCharter::Order("seals")),
            (Box::new(|c| c.seals[0].person = "b".parse().ok()), BadCharter::SealOf("b".parse().unwrap())),
            (Box::new(|c| c.threshold.sign = 2), BadCharter::Threshold),
            (Box::new(|c| drop(c.keys.pop())), BadCharter::WouldLock),
            (
                Box::new(move |c| c.threshold.special.push(special(Some(Matter::Review), 2))),
                BadCharter::Threshold,
            ),
            (Box::new(move |c| c.threshold.special.push(special(None, 1))), BadCharter::Order("special")),
            (
                Box::new(|c| c.people[0].deputy_of.push("a".parse().unwrap())),
                BadCharter::Deputy("a".parse().unwrap()),
            ),
            (
                Box::new(|c| {
                    c.people[0].from = "2026-01-01".parse().ok();
                    c.people[0].until = c.people[0].from;
                }),
                BadCharter::Term("a".parse().unwrap()),
            ),
            (
                Box::new(move |c| c.revoked.push(revoked(Reason::Lost, Some(1)))),
                BadCharter::Revoked("o.example/a/1".into()),
            ),
            (
                Box::new(move |c| c.revoked = vec![revoked(Reason::Lost, None); 2]),
                BadCharter::Order("revoked"),
            ),
            (Box::new(move |c| c.acknowledged = vec![place(1); 2]), BadCharter::Order("acknowledged")),
            (
                Box::new(move |c| (c.confirmed, c.voided) = (vec![place(1)], vec![place(1)])),
                BadCharter::Order("voided"),
            ),
        ];
        assert_eq!(charter().check("o.example"), Ok(()));
        for (fault, expected) in faults {
            let mut c = charter();
            fault(&mut c);
            assert_eq!(c.check("o.example"), Err(expected));
        }
    }

    #[test]
    fn the_most_special_threshold_counts() {
        use crate::format::record::{Ground, Repeal, Withdraw, Withhold, WithholdGround};
        let mut c = charter();
        let special = |policy: Option<&str>, matter, sign| Special {
            policy: policy.map(|p| p.parse().unwrap()),
            matter,
            sign,
        };
        c.threshold.sign = 1;
        c.threshold.special = vec![
            special(None, Some(Matter::Withhold), 2),
            special(Some("by-laws"), None, 3),
            special(Some("by-laws"), Some(Matter::Withhold), 4),
        ];
        let body = |policy: &str, withhold| {
            let (policy, reason) = (policy.parse().unwrap(), "r".to_owned());
            match withhold {
                true => Body::Withhold(Withhold {
                    policy,
                    target: 1,
                    ground: WithholdGround::Court,
                    reason,
                    events: Vec::new(),
                }),
                false => Body::Withdraw(Withdraw {
                    policy,
                    target: 1,
                    ground: Ground::Error,
                    reason,
                    events: Vec::new(),
                }),
            }
        };
        let effect = crate::base::effect::Effect::starting("2026-01-01".parse().unwrap());
        let (policy, events) = ("by-laws".parse().unwrap(), Vec::new());
        let repeal = Body::Repeal(Repeal { policy, effect, successors: Vec::new(), events });
        let cases = [
            (body("house-rules", false), Some(1)),
            (body("house-rules", true), Some(2)),
            (body("by-laws", false), Some(3)),
            (repeal, Some(3)),
            (body("by-laws", true), Some(4)),
            (Body::Charter(charter()), None),
        ];
        for (body, expected) in cases {
            assert_eq!(c.needs(&body), expected, "{body:?}");
        }
    }

    #[test]
    fn a_term_is_half_open() {
        let mut person = charter().people.remove(0);
        let day = |d: &str| d.parse().unwrap();
        assert!(person.may_sign_on(day("2026-01-01")));
        (person.from, person.until) = (Some(day("2026-01-02")), Some(day("2026-01-04")));
        let may = ["01", "02", "03", "04"].map(|d| person.may_sign_on(day(&format!("2026-01-{d}"))));
        assert_eq!(may, [false, true, true, false]);
    }

    #[test]
    fn a_key_name_has_one_spelling() {
        assert_eq!(person("o/a/1", "o"), Some("a"));
        for bad in ["o/a/01", "o/a/0", "o/a/+1", "o/a", "o//1", "x/a/1", "o/A/1", "o/a/1/2"] {
            assert_eq!(person(bad, "o"), None, "{bad}");
        }
    }
}
