//! The charter (Zeichnungsregelung): who may sign what. Each charter record states it whole.
//!
//! Specification: `docs/archive-format.md`, "Charter". This module is the data and the checks that
//! need nothing but the charter itself; `verify` judges signatures by it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::base::{Day, Digest, Id, Lang, Say, lang};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Officers, for every record but a charter.
    pub sign: u32,
    /// Recovery keys, for a charter.
    pub amend: u32,
}

/// Why a charter cannot stand, whoever signs it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadCharter {
    /// Made for rules that this version does not know.
    Rules(u32),
    /// A list is not sorted, or names something twice.
    Order(&'static str),
    /// A key's name does not belong to the origin, or not to a person of the charter.
    KeyName(String),
    /// A certificate belongs to nobody in the charter.
    SealOf(Id),
    /// The same public key stands under two names.
    KeyTwice(String),
    /// There is not exactly one archive key.
    ArchiveKey,
    /// A threshold is zero or larger than the people there are.
    Threshold,
    /// The loss of one recovery key would lock the archive.
    WouldLock,
}

impl Say for BadCharter {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Rules(n) => lang::say!(
                lang,
                "die Zeichnungsregelung verlangt Regelwerk {n}, diese Programmfassung kennt {RULES}",
                "the charter needs rules {n}, this version knows {RULES}"
            ),
            Self::Order(what) => lang::say!(
                lang,
                "Zeichnungsregelung: „{what}“ ist nicht sortiert oder nennt etwas doppelt",
                "charter: \"{what}\" is not sorted or names something twice"
            ),
            Self::KeyName(name) => lang::say!(
                lang,
                "Zeichnungsregelung: der Schlüsselname „{name}“ passt zu keiner Person",
                "charter: the key name \"{name}\" fits no person"
            ),
            Self::SealOf(id) => lang::say!(
                lang,
                "Zeichnungsregelung: das Zertifikat von „{id}“ gehört zu keiner Person",
                "charter: the certificate of \"{id}\" belongs to no person"
            ),
            Self::KeyTwice(name) => lang::say!(
                lang,
                "Zeichnungsregelung: der Schlüssel „{name}“ kommt unter zwei Namen vor",
                "charter: the key \"{name}\" stands under two names"
            ),
            Self::ArchiveKey => lang::say!(
                lang,
                "Zeichnungsregelung: es muss genau einen Registerschlüssel geben",
                "charter: there must be exactly one archive key"
            ),
            Self::Threshold => lang::say!(
                lang,
                "Zeichnungsregelung: eine Mindestzahl ist null oder größer als die Zahl der Personen",
                "charter: a threshold is zero or larger than the number of people"
            ),
            Self::WouldLock => lang::say!(
                lang,
                "Zeichnungsregelung: der Verlust eines Wiederherstellungsschlüssels würde das Archiv sperren",
                "charter: the loss of one recovery key would lock the archive"
            ),
        }
    }
}

lang::error_that_says!(BadCharter);

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
        let Threshold { sign, amend } = self.threshold;
        if sign == 0 || amend == 0 || sign as usize > officers || amend as usize > recovery {
            return Err(BadCharter::Threshold);
        }
        if recovery < amend as usize + 1 {
            return Err(BadCharter::WouldLock);
        }
        Ok(())
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
            }],
            keys: vec![
                key("o.example", 1, Role::Archive),
                key("o.example/a/1", 2, Role::Officer),
                key("o.example/recovery-1/1", 3, Role::Recovery),
                key("o.example/recovery-2/1", 4, Role::Recovery),
            ],
            seals: vec![CharterSeal { certificate: Digest([9; 32]), person: "a".parse().ok() }],
            threshold: Threshold { sign: 1, amend: 1 },
        }
    }

    #[test]
    fn each_fault_is_named() {
        type Fault = fn(&mut Charter);
        let faults: [(Fault, BadCharter); 10] = [
            (|c| c.rules = 2, BadCharter::Rules(2)),
            (|c| c.keys.swap(0, 1), BadCharter::Order("keys")),
            (|c| c.people.push(c.people[0].clone()), BadCharter::Order("people")),
            (|c| c.keys[1].name = "o.example/b/1".into(), BadCharter::KeyName("o.example/b/1".into())),
            (|c| c.keys[1].public = Digest([1; 32]), BadCharter::KeyTwice("o.example/a/1".into())),
            (|c| drop(c.keys.remove(0)), BadCharter::ArchiveKey),
            (|c| c.seals.push(c.seals[0].clone()), BadCharter::Order("seals")),
            (|c| c.seals[0].person = "b".parse().ok(), BadCharter::SealOf("b".parse().unwrap())),
            (|c| c.threshold.sign = 2, BadCharter::Threshold),
            (|c| drop(c.keys.pop()), BadCharter::WouldLock),
        ];
        assert_eq!(charter().check("o.example"), Ok(()));
        for (fault, expected) in faults {
            let mut c = charter();
            fault(&mut c);
            assert_eq!(c.check("o.example"), Err(expected));
        }
    }

    #[test]
    fn a_key_name_has_one_spelling() {
        assert_eq!(person("o/a/1", "o"), Some("a"));
        for bad in ["o/a/01", "o/a/0", "o/a/+1", "o/a", "o//1", "x/a/1", "o/A/1", "o/a/1/2"] {
            assert_eq!(person(bad, "o"), None, "{bad}");
        }
    }
}
