//! Why a charter cannot stand, whoever signs it.
//!
//! Specification: `docs/archive-format.md`, "Charter". Only what shows in the charter itself.

use super::charter::RULES;
use crate::base::{Id, Lang, Say, lang};

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
    /// A person's authority ends before it begins.
    Term(Id),
    /// A person stands in for nobody of the charter, or for itself.
    Deputy(Id),
    /// A key is said to have been compromised from an entry on, but was not taken out for that.
    Revoked(String),
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
            Self::Term(id) => lang::say!(
                lang,
                "Zeichnungsregelung: die Befugnis von „{id}“ endet, bevor sie beginnt",
                "charter: the authority of \"{id}\" ends before it begins"
            ),
            Self::Deputy(id) => lang::say!(
                lang,
                "Zeichnungsregelung: wen „{id}“ vertritt, ist keine andere Person der Regelung oder nicht sortiert",
                "charter: \"{id}\" stands in for nobody else of the charter, or the list is not sorted"
            ),
            Self::Revoked(key) => lang::say!(
                lang,
                "Zeichnungsregelung: ein erster Eintrag in fremder Hand passt nicht zum Grund, aus dem „{key}“ entfällt",
                "charter: a first entry in foreign hands does not fit the reason for which \"{key}\" is taken out"
            ),
        }
    }
}

lang::error_that_says!(BadCharter);
