//! What a version says of others: the one that it amends, the policies whose place it takes.
//!
//! Specification: `docs/archive-format.md`, "issue". Both are informative: they end nothing, which officers are told.

use super::archive_args::NoId;
use super::commit::Session;
use super::out::{Failure, Out};
use crate::base::{Day, Id, Lang, Say, lang};
use crate::timeline::Verdict;

/// The links of an issue.
#[derive(Debug)]
pub struct Links {
    /// The version that it amends.
    pub amends: Option<u32>,
    /// The policies whose place it takes.
    pub replaces: Vec<Id>,
}

impl Links {
    /// Reads what was typed; a policy cannot take its own place, and is named once.
    pub fn read(id: &Id, amends: Option<u32>, replaces: &[String]) -> Result<Self, Failure> {
        let mut all: Vec<Id> = Vec::new();
        for text in replaces {
            let other: Id = text.parse().map_err(NoId)?;
            if other == *id {
                return Err(BadLink::Itself.into());
            }
            if !all.contains(&other) {
                all.push(other);
            }
        }
        Ok(Self { amends, replaces: all })
    }

    /// The version that is amended must stand; warns of policies that are unknown here or stay in force.
    ///
    /// `begins` is the day on which the version comes into force at the earliest.
    pub fn check(
        &self,
        session: &Session,
        id: &Id,
        version: u32,
        begins: Day,
        out: &mut Out,
    ) -> Result<(), Failure> {
        let history = session.history(id);
        let stands = |n: u32| history.latest().spans().iter().any(|s| s.version == n && n < version);
        if let Some(amended) = self.amends.filter(|n| !stands(*n)) {
            return Err(BadLink::Amends(amended).into());
        }
        let today = session.now.day();
        for other in &self.replaces {
            match session.log.state.histories.get(other) {
                None => out.warning(&Odd::Unknown(other.clone())),
                Some(known) => {
                    let answer = known.answer(begins, session.log.known_by(today)).verdict;
                    if !matches!(answer, Verdict::None(_)) {
                        out.warning(&Odd::StaysInForce(other.clone()));
                    }
                }
            }
        }
        Ok(())
    }

    /// What an officer is shown of them before signing.
    pub fn rows(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let amends = self.amends.map(|version| {
            (lang.pick("Ändert", "Amends"), lang::say!(lang, "Fassung {version}", "version {version}"))
        });
        let named = self.replaces.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
        let replaces = (!named.is_empty()).then(|| (lang.pick("Ersetzt", "Replaces"), named));
        amends.into_iter().chain(replaces).collect()
    }
}

/// A link that cannot be.
#[derive(Debug)]
enum BadLink {
    /// No such version stands before it.
    Amends(u32),
    /// The policy itself.
    Itself,
}

impl Say for BadLink {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Amends(version) => lang::say!(
                lang,
                "Fassung {version}, die geändert werden soll, ist nicht eingetragen oder zurückgenommen",
                "version {version}, which is to be amended, is not in the log or is withdrawn"
            ),
            Self::Itself => lang::say!(
                lang,
                "eine Regelung kann sich nicht selbst ersetzen",
                "a policy cannot take its own place"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Amends(_) => {
                lang::say!(
                    lang,
                    "`inkraft history` zeigt die Einträge.",
                    "`inkraft history` shows the entries."
                )
            }
            Self::Itself => lang::say!(
                lang,
                "Eine neue Fassung beendet die vorige von selbst; --replaces nennt andere Regelungen.",
                "A new version ends the one before by itself; --replaces names other policies."
            ),
        })
    }
}

/// A link that may be a slip, or is not all that has to be done.
#[derive(Debug)]
pub enum Odd {
    /// The archive has no such policy.
    Unknown(Id),
    /// It goes on being in force.
    StaysInForce(Id),
}

impl Say for Odd {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Unknown(id) => {
                lang::say!(
                    lang,
                    "das Archiv kennt keine Regelung „{id}“",
                    "the archive has no policy \"{id}\""
                )
            }
            Self::StaysInForce(id) => lang::say!(
                lang,
                "die Regelung „{id}“ bleibt in Kraft, bis sie selbst aufgehoben wird",
                "the policy \"{id}\" stays in force until it is repealed itself"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Unknown(_) => lang::say!(
                lang,
                "Ist die Kennung richtig? Eingetragen wird sie so.",
                "Is the id right? It is logged as it is."
            ),
            Self::StaysInForce(id) => {
                lang::say!(lang, "`inkraft repeal {id}` hebt sie auf.", "`inkraft repeal {id}` repeals it.")
            }
        })
    }
}
