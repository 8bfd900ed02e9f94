//! Changes to the charter in use: each applied by itself, and said in words.
//!
//! Specification: `docs/archive-format.md`, "Charter" and "Rulings". Takes a charter and changes it in memory; refuses what
//! makes no sense upon that charter. What the whole must be is checked afterwards ([`possible`], `Charter::check`).

use super::charter_told::{described, holder, role, special_words};
use super::key_names::reason;
use super::no_change::NoChange;
use super::seal_files::validity;
use crate::base::{Id, Lang, lang};
use crate::format::charter::{
    Charter, CharterKey, CharterSeal, Matter, Person, Revoked, Role, Special, person,
};
use crate::format::record::After;
use crate::seal::{Certificate, fingerprint};

/// A change to the charter in use.
#[derive(Debug)]
pub enum Change {
    /// A certificate for signatures in PDFs, and whose it is.
    AddSeal { certificate: Box<Certificate>, person: Option<Id> },
    /// A certificate is taken out.
    RemoveSeal(CharterSeal),
    /// Somebody who may sign once a key is there.
    AddPerson(Person),
    /// A person as it is from now on.
    RestatePerson(Person),
    /// A person who has no keys and certificates any more.
    RemovePerson(Id),
    /// A key, which signs along.
    AddKey(CharterKey),
    /// A key is taken out.
    RemoveKey(Revoked),
    /// How many officers must sign a record.
    Sign(u32),
    /// How many people must sign a charter.
    Amend(u32),
    /// How many officers must sign the records of a policy, a matter, or both; `None` as for all others.
    Special { policy: Option<Id>, matter: Option<Matter>, sign: Option<u32> },
    /// A body that publishes here.
    AddPublisher(String),
    /// A body that publishes here no longer.
    RemovePublisher(String),
    /// A ruling on an entry.
    Rule(Ruling, After),
}

/// What is ruled upon an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// A void entry is taken note of.
    Acknowledge,
    /// A disputed record stands after all.
    Confirm,
    /// A disputed record is as if it had never been made.
    Void,
}

impl Change {
    /// Changes the charter.
    pub fn apply(&self, charter: &mut Charter) -> Result<(), NoChange> {
        match self {
            Self::AddSeal { certificate, person } => {
                let seal = CharterSeal { certificate: certificate.digest(), person: person.clone() };
                if charter.seal(&seal.certificate).is_some() {
                    return Err(NoChange::SealThere(seal.certificate));
                }
                if let Some(id) = person {
                    find(charter, id)?;
                }
                let at = charter.seals.partition_point(|s| s.certificate < seal.certificate);
                charter.seals.insert(at, seal);
            }
            Self::RemoveSeal(seal) => charter.seals.retain(|s| s.certificate != seal.certificate),
            Self::AddPerson(new) => {
                let at = charter.people.partition_point(|p| p.id < new.id);
                if charter.people.get(at).is_some_and(|p| p.id == new.id) {
                    return Err(NoChange::PersonThere(new.id.clone()));
                }
                charter.people.insert(at, new.clone());
                deputies(charter, new)?;
            }
            Self::RestatePerson(new) => {
                find(charter, &new.id)?;
                charter.people.iter_mut().filter(|p| p.id == new.id).for_each(|p| p.clone_from(new));
                deputies(charter, new)?;
            }
            Self::RemovePerson(id) => {
                find(charter, id)?;
                charter.people.retain(|p| p.id != *id);
                charter.people.iter_mut().for_each(|p| p.deputy_of.retain(|d| d != id));
            }
            Self::AddKey(key) => {
                let at = charter.keys.partition_point(|k| k.name < key.name);
                charter.keys.insert(at, key.clone());
            }
            Self::RemoveKey(revoked) => {
                charter.keys.retain(|k| k.name != revoked.key);
                let at = charter.revoked.partition_point(|r| r.key < revoked.key);
                if charter.revoked.get(at).is_some_and(|r| r.key == revoked.key) {
                    return Err(NoChange::Twice(revoked.key.clone()));
                }
                charter.revoked.insert(at, revoked.clone());
            }
            Self::Sign(n) => charter.threshold.sign = *n,
            Self::Amend(n) => charter.threshold.amend = *n,
            Self::Special { policy, matter, sign } => {
                let special = &mut charter.threshold.special;
                let before = special.len();
                special.retain(|s| (&s.policy, &s.matter) != (policy, matter));
                match sign {
                    Some(sign) => {
                        let new = Special { policy: policy.clone(), matter: *matter, sign: *sign };
                        let place = |s: &Special| (s.policy.clone(), s.matter);
                        let at = special.partition_point(|s| place(s) < place(&new));
                        special.insert(at, new);
                    }
                    None if special.len() == before => return Err(NoChange::NoSpecial),
                    None => {}
                }
            }
            Self::AddPublisher(name) => match charter.publishers.contains(name) {
                true => return Err(NoChange::PublisherThere(name.clone())),
                false => charter.publishers.push(name.clone()),
            },
            Self::RemovePublisher(name) => {
                let before = charter.publishers.clone();
                charter.publishers.retain(|p| p != name);
                if charter.publishers.len() == before.len() {
                    return Err(NoChange::NoPublisher(name.clone(), before));
                }
            }
            Self::Rule(ruling, entry) => {
                let list = match ruling {
                    Ruling::Acknowledge => &mut charter.acknowledged,
                    Ruling::Confirm => &mut charter.confirmed,
                    Ruling::Void => &mut charter.voided,
                };
                let at = list.partition_point(|e| e.index < entry.index);
                list.insert(at, *entry);
            }
        }
        Ok(())
    }

    /// The change in words: labels and values. `before` is the charter in use.
    pub fn rows(&self, before: &Charter, lang: Lang) -> Vec<(&'static str, String)> {
        let number = |n: Option<u32>| match n {
            Some(n) => n.to_string(),
            None => lang.pick("wie sonst", "as others").to_owned(),
        };
        let from_to = |old: Option<u32>, new: Option<u32>| {
            let (old, new) = (number(old), number(new));
            lang::say!(lang, "bisher {old}, künftig {new}", "so far {old}, from now on {new}")
        };
        match self {
            Self::AddSeal { certificate, person } => {
                let seal = CharterSeal { certificate: certificate.digest(), person: person.clone() };
                vec![
                    (lang.pick("Neu", "Added"), holder(&seal, before, lang)),
                    (lang.pick("  Zertifikat", "  certificate"), certificate.subject()),
                    (lang.pick("  Aussteller", "  issuer"), certificate.issuer()),
                    (lang.pick("  Laufzeit", "  validity"), validity(certificate, lang)),
                    (lang.pick("  Fingerabdruck", "  fingerprint"), seal.certificate.groups()),
                ]
            }
            Self::RemoveSeal(seal) => vec![
                (lang.pick("Entfällt", "Removed"), holder(seal, before, lang)),
                (lang.pick("  Fingerabdruck", "  fingerprint"), seal.certificate.groups()),
            ],
            Self::AddPerson(new) => vec![(lang.pick("Neue Person", "New person"), whole(new, lang))],
            Self::RestatePerson(new) => {
                let old = before.people.iter().find(|p| p.id == new.id);
                let old = old.map_or_else(String::new, |p| whole(p, lang));
                vec![
                    (lang.pick("Bisher", "So far"), old),
                    (lang.pick("Künftig", "From now on"), whole(new, lang)),
                ]
            }
            Self::RemovePerson(id) => {
                let old = before.people.iter().find(|p| p.id == *id);
                let told = old.map_or_else(|| id.to_string(), |p| whole(p, lang));
                let mut rows = vec![(lang.pick("Person entfällt", "Person removed"), told)];
                for deputy in before.people.iter().filter(|p| p.id != *id && p.deputy_of.contains(id)) {
                    let mut after = deputy.clone();
                    after.deputy_of.retain(|d| d != id);
                    rows.push((lang.pick("  bisher", "  so far"), whole(deputy, lang)));
                    rows.push((lang.pick("  künftig", "  from now on"), whole(&after, lang)));
                }
                rows
            }
            Self::AddKey(key) => {
                let what = role(key.role, lang);
                vec![
                    (lang.pick("Neuer Schlüssel", "New key"), format!("{} ({what})", key.name)),
                    (lang.pick("  Fingerabdruck", "  fingerprint"), fingerprint(&key.public.0)),
                ]
            }
            Self::RemoveKey(revoked) => {
                let (name, why) = (&revoked.key, reason(revoked.reason, lang));
                let label = match before.key(name) {
                    Some(_) => lang.pick("Schlüssel entfällt", "Key removed"),
                    None => lang.pick("Früherer Schlüssel", "Former key"),
                };
                let mut rows = vec![(label, format!("{name} ({why})"))];
                if let Some(from) = revoked.compromised_from {
                    let told = lang::say!(lang, "ab Eintrag {from}", "from entry {from} on");
                    rows.push((lang.pick("  in fremder Hand", "  in foreign hands"), told));
                }
                rows
            }
            Self::Sign(n) => {
                let label = lang.pick("Unterschriften", "Signatures");
                vec![(label, from_to(Some(before.threshold.sign), Some(*n)))]
            }
            Self::Amend(n) => {
                let label = lang.pick("  für diese Regelung", "  for this charter");
                vec![(label, from_to(Some(before.threshold.amend), Some(*n)))]
            }
            Self::Special { policy, matter, sign } => {
                let stated = before.threshold.special.iter();
                let old = stated.clone().find(|s| (&s.policy, &s.matter) == (policy, matter)).map(|s| s.sign);
                let what = special_words(policy.as_ref(), *matter, lang);
                vec![(lang.pick("Unterschriften", "Signatures"), format!("{what}: {}", from_to(old, *sign)))]
            }
            Self::AddPublisher(name) => vec![(lang.pick("Neuer Herausgeber", "New publisher"), name.clone())],
            Self::RemovePublisher(name) => {
                vec![(lang.pick("Herausgeber entfällt", "Publisher removed"), name.clone())]
            }
            Self::Rule(ruling, entry) => {
                vec![(ruling.label(lang), lang::say!(lang, "Eintrag {}", "entry {}", entry.index))]
            }
        }
    }
}

impl Ruling {
    /// What it is called before the entry that it is about.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Acknowledge => lang.pick("Zur Kenntnis", "Acknowledged"),
            Self::Confirm => lang.pick("Bestätigt", "Confirmed"),
            Self::Void => lang.pick("Für unwirksam erklärt", "Voided"),
        }
    }
}

fn whole(person: &Person, lang: Lang) -> String {
    format!("{} ({})", described(person, lang), person.id)
}

fn find(charter: &Charter, id: &Id) -> Result<(), NoChange> {
    match charter.people.iter().any(|p| p.id == *id) {
        true => Ok(()),
        false => Err(NoChange::Nobody(id.clone(), known(charter))),
    }
}

fn known(charter: &Charter) -> Vec<String> {
    charter.people.iter().map(|p| p.id.to_string()).collect()
}

fn deputies(charter: &Charter, of: &Person) -> Result<(), NoChange> {
    if of.deputy_of.contains(&of.id) {
        return Err(NoChange::OwnDeputy(of.id.clone()));
    }
    of.deputy_of.iter().try_for_each(|id| find(charter, id))
}

/// Whether enough people are left to sign, in words that say what to do; the rest is for `Charter::check`.
pub fn possible(charter: &Charter, origin: &str) -> Result<(), NoChange> {
    let people = |role: Role| {
        let keys = charter.keys.iter().filter(|k| k.role == role);
        let people: std::collections::BTreeSet<_> = keys.filter_map(|k| person(&k.name, origin)).collect();
        people.len() as u32
    };
    let (officers, recovery) = (people(Role::Officer), people(Role::Recovery));
    let signs = charter.threshold.special.iter().map(|s| s.sign).chain([charter.threshold.sign]);
    if let Some(need) = signs.into_iter().filter(|n| *n > officers).max() {
        return Err(NoChange::TooFewOfficers { need, have: officers });
    }
    if charter.threshold.amend + 1 > recovery {
        return Err(NoChange::TooFewRecovery { amend: charter.threshold.amend, have: recovery });
    }
    match charter.publishers.is_empty() {
        true => Err(NoChange::LastPublisher),
        false => Ok(()),
    }
}
