//! What follows from a charter for those who sign: what nobody should find out only when something is to be signed.
//!
//! Specification: `docs/keys.md`, "Changing who may sign". Takes charters and a day; gives what is worth a word. Refuses nothing.

use std::collections::BTreeSet;

use super::charter_told::special_words;
use crate::base::{Day, Id, Lang, Say, lang};
use crate::format::charter::{Charter, Matter, Person, Role, person};

/// Something that follows from a charter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Follows {
    /// A person may sign and has no key to do it with.
    NoKey { id: Id, name: String },
    /// A person's authority is over.
    Over { name: String },
    /// No certificate of a person who signs, and none of the body: PDFs bear no signature.
    NoSeal { id: Id, name: String },
    /// From a day on (`None`: today) fewer people may sign than must; what for, if not for everything.
    TooFew { from: Option<Day>, need: u32, have: u32, what: Option<(Option<Id>, Option<Matter>)> },
    /// The person who signs when nobody else is named has no key.
    NotOfficer(Id),
}

impl Say for Follows {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::NoKey { name, .. } => {
                lang::say!(
                    lang,
                    "{name} hat keinen Schlüssel und kann nicht unterschreiben.",
                    "{name} has no key and cannot sign."
                )
            }
            Self::Over { name } => lang::say!(
                lang,
                "{name} darf ab jetzt nicht mehr unterschreiben; was unterschrieben ist, bleibt, wie es ist.",
                "{name} may not sign any more from now on; what was signed stays as it is."
            ),
            Self::NoSeal { name, .. } => lang::say!(
                lang,
                "Für {name} nennt die Regelung kein Zertifikat: PDF, die {name} unterschreibt, tragen keine Signatur.",
                "The charter names no certificate of {name}: PDFs that {name} signs bear no signature."
            ),
            Self::TooFew { from, need, have, what } => {
                let what = what.as_ref().map_or_else(String::new, |(policy, matter)| {
                    let what = special_words(policy.as_ref(), *matter, lang);
                    lang::say!(lang, " ({what})", " ({what})")
                });
                let day = from.map(|d| d.short(lang));
                match (have, day) {
                    (0, None) => lang::say!(
                        lang,
                        "Heute darf niemand unterschreiben{what}.",
                        "Today nobody may sign{what}."
                    ),
                    (0, Some(day)) => lang::say!(
                        lang,
                        "Ab {day} darf niemand mehr unterschreiben{what}.",
                        "From {day} on nobody may sign{what}."
                    ),
                    (_, None) => lang::say!(
                        lang,
                        "Zum Zeichnen befugt: heute {have}, nötig sind {need}{what}.",
                        "Today {have} may sign, {need} are needed{what}."
                    ),
                    (_, Some(day)) => lang::say!(
                        lang,
                        "Zum Zeichnen befugt: ab {day} nur {have}, nötig sind {need}{what}.",
                        "From {day} on {have} may sign, {need} are needed{what}."
                    ),
                }
            }
            Self::NotOfficer(id) => lang::say!(
                lang,
                "inkraft.toml nennt als officer „{id}“; die Person hat dann keinen Schlüssel.",
                "inkraft.toml names \"{id}\" as officer, who has no key then."
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        match self {
            Self::NoKey { id, .. } => Some(lang::say!(
                lang,
                "`inkraft key new {id}` legt einen an und nennt den Befehl, der ihn aufnimmt.",
                "`inkraft key new {id}` makes one and names the command that adds it."
            )),
            Self::NoSeal { id, .. } => Some(lang::say!(
                lang,
                "`inkraft key new {id} --seal` macht eines und nennt den Befehl, der es aufnimmt.",
                "`inkraft key new {id} --seal` makes one and names the command that adds it."
            )),
            Self::TooFew { .. } | Self::Over { .. } => None,
            Self::NotOfficer(_) => {
                Some(lang::say!(lang, "`officer` dort ändern.", "Change `officer` there."))
            }
        }
    }
}

/// The people with an officer's key.
fn officers<'a>(charter: &'a Charter, origin: &str) -> Vec<&'a Person> {
    let keys = charter.keys.iter().filter(|k| k.role == Role::Officer);
    let signing: BTreeSet<&str> = keys.filter_map(|k| person(&k.name, origin)).collect();
    charter.people.iter().filter(|p| signing.contains(p.id.as_str())).collect()
}

/// The people whose signatures count on a day.
pub fn may_sign<'a>(charter: &'a Charter, origin: &str, day: Day) -> Vec<&'a Person> {
    officers(charter, origin).into_iter().filter(|p| p.may_sign_on(day)).collect()
}

/// Everything that follows from a charter on a day.
pub fn all(charter: &Charter, origin: &str, today: Day, officer: Option<&Id>) -> Vec<Follows> {
    let mut found = Vec::new();
    let signing = officers(charter, origin);
    for p in &charter.people {
        let (id, name) = (p.id.clone(), p.name.clone());
        let of_body = charter.seals.iter().any(|s| s.person.is_none());
        if !signing.iter().any(|s| s.id == p.id) {
            found.push(Follows::NoKey { id, name });
        } else if !of_body && charter.seals.iter().all(|s| s.person.as_ref() != Some(&p.id)) {
            found.push(Follows::NoSeal { id, name });
        }
    }
    let over = signing.iter().filter(|p| p.until.is_some_and(|until| until <= today));
    found.extend(over.map(|p| Follows::Over { name: p.name.clone() }));
    // Only days on which somebody's authority begins or ends change how many there are.
    let ends = signing.iter().filter_map(|p| p.until).filter(|d| *d > today);
    let days: BTreeSet<Day> = ends.collect();
    let have = |day| may_sign(charter, origin, day).len() as u32;
    let mut lacks = |need: u32, what: Option<(Option<Id>, Option<Matter>)>| {
        let now = have(today);
        if now < need {
            found.push(Follows::TooFew { from: None, need, have: now, what });
        } else if let Some(day) = days.iter().find(|d| have(**d) < need) {
            found.push(Follows::TooFew { from: Some(*day), need, have: have(*day), what });
        }
    };
    let general = charter.threshold.sign;
    lacks(general, None);
    for special in charter.threshold.special.iter().filter(|s| s.sign > general) {
        lacks(special.sign, Some((special.policy.clone(), special.matter)));
    }
    if let Some(id) = officer.filter(|id| !signing.iter().any(|p| p.id == **id)) {
        found.push(Follows::NotOfficer(id.clone()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Digest;
    use crate::format::charter::{CharterKey, CharterSeal, Special, Threshold};

    fn charter(people: &[(&str, Option<&str>)]) -> Charter {
        let person = |(id, until): &(&str, Option<&str>)| Person {
            id: id.parse().unwrap(),
            name: id.to_uppercase(),
            function: None,
            from: None,
            until: until.map(|d| d.parse().unwrap()),
            deputy_of: Vec::new(),
        };
        let key = |(id, _): &(&str, Option<&str>)| CharterKey {
            name: format!("o/{id}/1"),
            public: Digest([1; 32]),
            role: Role::Officer,
        };
        Charter {
            rules: 1,
            time_zone: "Europe/Berlin".into(),
            publishers: vec!["P".into()],
            people: people.iter().map(person).collect(),
            keys: people.iter().map(key).collect(),
            seals: vec![CharterSeal { certificate: Digest([9; 32]), person: None }],
            threshold: Threshold { sign: 1, amend: 1, special: Vec::new() },
            revoked: Vec::new(),
            acknowledged: Vec::new(),
            confirmed: Vec::new(),
            voided: Vec::new(),
        }
    }

    #[test]
    fn what_is_missing_is_told_with_its_day() {
        let day = |d: &str| d.parse::<Day>().unwrap();
        let told = |c: &Charter| {
            let all = all(c, "o", day("2026-06-01"), None);
            all.iter().map(|f| f.fact(Lang::En)).collect::<Vec<_>>()
        };
        let mut c = charter(&[("a", None), ("b", Some("2026-07-01"))]);
        assert_eq!(told(&c), Vec::<String>::new());
        c.threshold.special = vec![Special { policy: None, matter: Some(Matter::Withhold), sign: 2 }];
        assert_eq!(told(&c), ["From 2026-07-01 on 1 may sign, 2 are needed (withholdings)."]);
        c.threshold = Threshold { sign: 2, amend: 1, special: Vec::new() };
        c.people[1].until = Some(day("2026-06-01"));
        let over = "B may not sign any more from now on; what was signed stays as it is.";
        assert_eq!(told(&c), [over, "Today 1 may sign, 2 are needed."]);
        c.threshold.sign = 1;
        c.people[0].until = Some(day("2026-12-01"));
        assert_eq!(told(&c), [over, "From 2026-12-01 on nobody may sign."]);
        c.keys.remove(1);
        c.seals[0].person = "b".parse().ok();
        assert_eq!(
            told(&c),
            [
                "The charter names no certificate of A: PDFs that A signs bear no signature.",
                "B has no key and cannot sign.",
                "From 2026-12-01 on nobody may sign."
            ]
        );
    }
}
